"""PyTorch and JAX, whose gradients are kept in a data file, agree with nnlib on the book's networks and on deeper ones."""

import numpy as np
import pytest
from test_agreement import by_autodiff, general, sigmoid_3_2_1, source_002, two_softplus_neurons

import nnlib
from course.studies import measured
from nnlib import Network, Params, cross_entropy

RECORD = measured.frameworks()
PROBLEMS = {p["name"]: p for p in RECORD["problems"]}
WORKED = dict(zip(PROBLEMS, (two_softplus_neurons, sigmoid_3_2_1, source_002, general)))
DEEPER = [name for name in PROBLEMS if name not in WORKED]
# Relative to the largest derivative: sums of up to a few hundred products in another order, each rounded to 1.1e-16.
ROUNDING = 1e-14
by_framework = pytest.mark.parametrize("framework", ["torch", "jax"])


def read(p):
    """(net, θ, X, Y, loss) of a stored problem."""
    net = Network(tuple(p["sizes"]), *(getattr(nnlib, name) for name in p["phi"]))
    return net, Params(np.array(p["theta"]), net.sizes), np.array(p["X"]), np.array(p["Y"]), getattr(nnlib, p["loss"])


def apart(p, gradient):
    """The largest difference from nnlib's gradient, relative to the largest derivative."""
    net, *rest = read(p)
    true = net.grad(*rest).vector
    return np.abs(np.array(gradient) - true).max() / np.abs(true).max()


def test_there_are_four_worked_and_four_deeper_networks():
    assert len(WORKED) == len(DEEPER) == 4 and all(len(PROBLEMS[name]["sizes"]) >= 4 for name in DEEPER)


@by_framework
@pytest.mark.parametrize("name", PROBLEMS)
def test_a_framework_gives_the_same_cost_and_gradient(name, framework, record_property):
    p = PROBLEMS[name]
    error = apart(p, p["grad"][framework])
    record_property("relative difference", f"{name}, {framework}: {error:.1e}")
    net, *rest = read(p)
    assert error < ROUNDING
    assert p["C"][framework] == pytest.approx(net.cost(*rest), rel=1e-14)


@by_framework
@pytest.mark.parametrize("name", WORKED)
def test_a_framework_gives_the_derivatives_found_by_hand(name, framework):
    *_, hand = WORKED[name]()
    assert np.abs(np.array(PROBLEMS[name]["grad"][framework]) - hand).max() < ROUNDING * np.abs(hand).max()


@pytest.mark.parametrize("name", WORKED)
def test_the_stored_worked_networks_are_those_of_the_chapters(name):
    net, theta, X, Y, loss, _ = WORKED[name]()
    stored, point, inputs, targets, stored_loss = read(PROBLEMS[name])
    assert stored.sizes == net.sizes and stored.phi == net.phi and stored_loss is loss
    for given, true in ((point.vector, theta.vector), (inputs, X), (targets, Y)):
        np.testing.assert_allclose(given, true, rtol=1e-15)


@pytest.mark.parametrize("name", DEEPER)
def test_the_stored_random_networks_are_what_their_seeds_give(name):
    net, theta, X, Y, loss = read(PROBLEMS[name])
    rng = np.random.default_rng(PROBLEMS[name]["seed"])
    again = net.init(rng, gain=2)
    for b in again.b.values():
        b[...] = 0.5 * rng.standard_normal(b.shape)
    np.testing.assert_allclose(theta.vector, again.vector, rtol=1e-14)
    np.testing.assert_allclose(X, rng.standard_normal(X.shape), rtol=1e-14)
    drawn = rng.random(Y.shape)
    np.testing.assert_allclose(Y, np.eye(Y.shape[1])[rng.integers(Y.shape[1], size=len(Y))] if loss is cross_entropy else drawn)


@pytest.mark.parametrize("name", [name for name in PROBLEMS if PROBLEMS[name]["loss"] != "cross_entropy"])
def test_autodiff_agrees_too(name):
    assert apart(PROBLEMS[name], by_autodiff(*read(PROBLEMS[name])).vector) < ROUNDING


@by_framework
@pytest.mark.parametrize("name", PROBLEMS)
def test_a_digit_changed_in_the_file_would_be_seen(name, framework):
    gradient = np.array(PROBLEMS[name]["grad"][framework])
    gradient[np.abs(gradient).argmax()] *= 1 + 1e-12
    assert apart(PROBLEMS[name], gradient) > ROUNDING


def test_fields_that_are_not_set_to_zero_add_up():
    kept = RECORD["chapter 3 in torch, backward() twice without zeroing"]
    assert kept["twice"] == [2 * g for g in kept["once"]] and kept["once"] == PROBLEMS["chapter 3"]["grad"]["torch"]


def test_where_the_frameworks_differ_from_nnlib_and_from_each_other():
    found = {d["function"]: d for d in RECORD["derivatives"]}
    kink = found["relu"], found["maximum"]
    assert [(d["torch"], d["jax"]) for d in kink] == [(0.0, 0.0), (0.5, 0.5)] and nnlib.relu.prime(0.0) == 0
    slope = nnlib.softplus.prime(found["softplus"]["z"])
    assert found["softplus"]["torch"] == 1.0 and 1e-11 < 1 - slope < 2e-11
    assert found["softplus"]["jax"] == pytest.approx(float(slope), rel=1e-15)
    for name in ("sigmoid", "tanh"):
        assert found[name]["torch"] == found[name]["jax"] == 0.0
        assert 1e-18 < getattr(nnlib, name).prime(found[name]["z"]) < 1e-16


def test_the_file_says_where_it_comes_from():
    assert set(RECORD["versions"]) == {"python", "numpy", "torch", "jax"} and RECORD["dtype"] == "float64"
    assert RECORD["command"].endswith("python -m tools.frameworks")
