"""Descent in place takes the steps of `Network.backward`, checks the same arguments, and touches nothing that it was given."""

import inspect
import textwrap
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import ACTIVATIONS, LOSSES, problem, problems

import nnlib.inplace
from nnlib import Activation, Network, Params, cross_entropy, half_mse, identity, minibatch, mse, relu, sigmoid, softplus, sse, tanh
from nnlib.inplace import _BLOCK as BLOCK
from nnlib.inplace import _TOP
from nnlib.inplace import InPlaceDescent

TOP = {np.float32: _TOP[4].item(), np.float64: _TOP[8].item()}
# Relative to the largest parameter: sums in the same order, and three steps of a few dozen roundings of 1.1e-16 each.
ROUNDING = 1e-13


def readable(net, theta, X, Y, loss, eta):
    return theta - eta * net.grad(theta, X, Y, loss)


def apart(given, true):
    """The largest difference of two points relative to the largest parameter."""
    return np.abs(given.vector - true.vector).max() / max(1.0, np.abs(true.vector).max())


@given(problems(), st.sampled_from([1e-3, 0.03, 0.3]))
def test_each_step_is_that_of_backpropagation(p, eta):
    net, theta, X, Y, loss = p
    stepper = InPlaceDescent(net, theta, loss)
    for _ in range(3):
        before = stepper.theta.copy()
        stepper.step(X, Y, eta)
        assert apart(stepper.theta, readable(net, before, X, Y, loss, eta)) < ROUNDING


@pytest.mark.parametrize("phi", [*ACTIVATIONS, Activation("square", lambda z: z * z, lambda z: 2 * z)], ids=repr)
@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_any_activation_and_any_loss(phi, loss):
    net, theta, X, Y, loss = problem((3, 4, 4, 2), (phi, phi, identity), loss, D=5)
    stepper = InPlaceDescent(net, theta, loss)
    stepper.step(X, Y, 0.1)
    assert apart(stepper.theta, readable(net, theta, X, Y, loss, 0.1)) < ROUNDING


@pytest.mark.parametrize("size", [40.0, 0.9 * TOP[np.float64], 2 * TOP[np.float64], 100 * TOP[np.float64], 1e100])
@pytest.mark.parametrize("sign", [1, -1])
def test_far_out_in_the_tails_the_sigmoid_is_the_careful_one(size, sign):
    net, theta, X, Y, loss = problem((2, 3, 1), (sigmoid, sigmoid), sse, D=4)
    theta.W[1][...] *= sign * size
    theta.b[2][...] = 60.0 * sign
    stepper = InPlaceDescent(net, theta, loss)
    with np.errstate(all="raise", under="ignore"):
        stepper.step(X, Y, 1e30)  # so that the smallest slopes show in the parameters
    assert apart(stepper.theta, readable(net, theta, X, Y, loss, 1e30)) < ROUNDING


@pytest.mark.parametrize("phi", [sigmoid, softplus], ids=repr)
@pytest.mark.parametrize("share", [-np.inf, -1.1, -1.001, -0.999, -0.5, -1e-3, 0.0, 1e-3, 0.5, 0.999, 1.001, 2.0, np.inf])
@pytest.mark.parametrize("dtype", TOP)
def test_value_and_slope_are_right_to_a_few_units_in_the_last_place(phi, share, dtype):
    z, slope = np.full((2, 3), share * TOP[dtype], dtype), np.empty((2, 3), dtype)
    value, true = z.copy(), phi.prime(z.copy())
    nnlib.inplace._KERNELS[phi](phi, value, slope)
    tiny = np.finfo(dtype).tiny  # below it a number has fewer digits, and beyond _TOP the slope stays where it is
    np.testing.assert_allclose(value, phi(z), rtol=8 * np.finfo(dtype).eps, atol=2 * tiny)
    np.testing.assert_allclose(slope, true, rtol=8 * np.finfo(dtype).eps, atol=2 * tiny)


@pytest.mark.parametrize("phi", [sigmoid, softplus], ids=repr)
@pytest.mark.parametrize("dtype", TOP)
def test_at_the_top_both_exponentials_are_normal_numbers(phi, dtype):
    with np.errstate(all="raise"):
        up, down = np.exp(dtype(TOP[dtype])), np.exp(dtype(-TOP[dtype]))
    assert down > np.finfo(dtype).tiny and 1 + up < np.finfo(dtype).max


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("phi", ACTIVATIONS, ids=repr)
def test_a_float32_point_stays_float32_whatever_the_samples_are(phi, loss):
    net, theta, X, Y, loss = problem((3, 4, 2), (phi, identity), loss, D=3)
    stepper = InPlaceDescent(net, Params(theta.vector.astype(np.float32), net.sizes), loss)
    for inputs, targets in ((X, Y), (X.astype(np.float32), Y.astype(np.float32)), (X.tolist(), Y.tolist())):
        before = stepper.theta.copy()
        stepper.step(inputs, targets, 0.1)
        assert stepper.theta.vector.dtype == np.float32
        assert apart(stepper.theta, readable(net, before, X, Y, loss, 0.1)) < 1e-6  # a few roundings of 6e-8


@pytest.mark.parametrize("dtype", [np.float16, np.longdouble, np.complex64, np.complex128])
def test_numbers_of_other_kinds_take_the_general_way(dtype):
    net, theta, X, Y, loss = problem((3, 4, 4, 2), (sigmoid, softplus, identity), sse, D=3)
    theta = Params(theta.vector.astype(dtype), net.sizes)
    stepper = InPlaceDescent(net, theta, loss)
    stepper.step(X, Y, 0.1)
    assert stepper.theta.vector.dtype == dtype
    assert apart(stepper.theta, readable(net, theta, X, Y, loss, 0.1)) < 20 * np.finfo(dtype).eps + ROUNDING


def test_a_batch_of_many_blocks_is_one_batch():
    net, theta, X, Y, loss = problem((3, 50, 40, 2), (sigmoid, softplus, identity), mse, D=2 * BLOCK // 50 + 7)
    stepper = InPlaceDescent(net, theta, loss)
    stepper.step(X, Y, 0.5)
    assert apart(stepper.theta, readable(net, theta, X, Y, loss, 0.5)) < ROUNDING


def test_a_layer_may_be_wider_than_a_block():
    net, theta, X, Y, loss = problem((1, BLOCK + 1, 1), (sigmoid, identity), mse, D=2)
    stepper = InPlaceDescent(net, theta, loss)
    stepper.step(X, Y, 0.5)
    assert apart(stepper.theta, readable(net, theta, X, Y, loss, 0.5)) < ROUNDING


def test_the_number_of_samples_may_change_from_step_to_step():
    net, theta, X, Y, loss = problem((3, 4, 2), (tanh, sigmoid), half_mse, D=7)
    stepper = InPlaceDescent(net, theta, loss)
    for D in (7, 3, 7, 1, 3):
        theta = readable(net, theta, X[:D], Y[:D], loss, 0.3)
        stepper.step(X[:D], Y[:D], 0.3)
    assert apart(stepper.theta, theta) < ROUNDING


def test_a_descent_in_batches_ends_where_minibatch_descend_ends():
    net, theta, X, Y, loss = problem((4, 6, 3), (sigmoid, identity), cross_entropy, D=23)
    *_, last = minibatch.descend(net, theta, X, Y, loss, size=5, rng=np.random.default_rng(1), eta=0.5, epochs=4)
    stepper, rng = InPlaceDescent(net, theta, loss), np.random.default_rng(1)
    for _ in range(4):
        for x, y in minibatch.batches(X, Y, 5, rng):
            stepper.step(x, y, 0.5)
    assert apart(stepper.theta, last.theta) < 1e-12  # twenty steps
    assert apart(theta, last.theta) > 0.01


def test_nothing_that_is_given_is_changed_and_theta_keeps_its_place():
    net, theta, X, Y, loss = problem((3, 4, 2), (sigmoid, identity), sse, D=3)
    before = theta.vector.copy(), X.copy(), Y.copy()
    stepper = InPlaceDescent(net, theta, loss)
    place = stepper.theta
    stepper.step(X, Y, 0.1)
    assert all((a == b).all() for a, b in zip(before, (theta.vector, X, Y)))
    assert stepper.theta is place and not np.shares_memory(place.vector, theta.vector)
    assert (place.vector != theta.vector).all()


# The checks of arguments are those of the readable way, word for word.


@pytest.mark.parametrize("change", [
    lambda X, Y: (X[0], Y), lambda X, Y: (X.T, Y), lambda X, Y: (X[:0], Y), lambda X, Y: (X * np.nan, Y),
    lambda X, Y: ([["a"] * 3] * 4, Y), lambda X, Y: (X, Y[:, 0]), lambda X, Y: (X, Y[:3]), lambda X, Y: (X, Y / 0),
])
def test_samples_are_refused_in_the_same_words_and_theta_stays(change):
    net, theta, X, Y, loss = problem((3, 2, 1), (sigmoid, sigmoid), sse, D=4)
    stepper = InPlaceDescent(net, theta, loss)
    with np.errstate(divide="ignore"):
        X, Y = change(X, Y)
    with pytest.raises((TypeError, ValueError)) as usual:
        net.grad(theta, X, Y, loss)
    with pytest.raises(type(usual.value)) as here:
        stepper.step(X, Y, 0.1)
    assert str(here.value) == str(usual.value) and (stepper.theta.vector == theta.vector).all()


@pytest.mark.parametrize("eta", [0, -1.0, np.nan, "0.1", None, True])
def test_a_learning_rate_is_refused_and_theta_stays(eta):
    net, theta, X, Y, loss = problem((3, 2, 1), (sigmoid, sigmoid), sse, D=4)
    stepper = InPlaceDescent(net, theta, loss)
    with pytest.raises((TypeError, ValueError), match="^eta is "):
        stepper.step(X, Y, eta)
    assert (stepper.theta.vector == theta.vector).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("phi", [sigmoid, relu, identity], ids=repr)
def test_a_point_that_is_not_finite_is_refused_at_the_start_and_later(bad, phi):
    net, theta, X, Y, loss = problem((3, 2, 1), (phi, sigmoid), sse, D=4)
    X[0] = 0  # the sample that is looked at, with nothing for the weights to do
    for place in range(theta.vector.size):
        stepper, broken = InPlaceDescent(net, theta, loss), theta.copy()
        broken.vector[place] = stepper.theta.vector[place] = bad
        before = stepper.theta.vector.copy()
        for act in (partial(InPlaceDescent, net, broken, loss), partial(stepper.step, X, Y, 0.1)):
            with np.errstate(invalid="ignore"), pytest.raises(ValueError, match=rf"theta\.vector\[{place}\] is .*expected finite"):
                act()
        np.testing.assert_array_equal(stepper.theta.vector, before)


def test_pre_activations_that_are_too_large_for_their_squares_are_no_fault_of_theta():
    net, theta, X, Y, loss = problem((3, 2, 1), (sigmoid, sigmoid), sse, D=4)
    theta.W[1][...] *= 1e200
    stepper = InPlaceDescent(net, theta, loss)
    stepper.step(X, Y, 0.1)
    assert apart(stepper.theta, readable(net, theta, X, Y, loss, 0.1)) < ROUNDING


def test_the_point_of_another_network_is_refused():
    with pytest.raises(ValueError, match="theta belongs to a 2-1 network; this one is 3-1"):
        InPlaceDescent(Network((3, 1), identity), Network((2, 1), identity).zeros(), sse)


# Planted faults: each is written into the source of the module, and the comparison above must see it.

FAULTS = {
    "bias forgotten": ("(np.add, (Z[l][rows], b[l], Z[l][rows]))", "(np.add, (Z[l][rows], 0, Z[l][rows]))"),
    "slope of the output forgotten": ("(np.multiply, (delta[L], slope[L], delta[L]))", ""),
    "slope of the layer above": ("(delta[l], slope[l], delta[l])", "(delta[l], slope[l + 1], delta[l])"),
    "no transpose in (2)": ("W[l + 1].T, delta[l]", "W[l + 1], delta[l]"),
    "delta of the layer above in (4)": ("(ones, delta[l], grad.b[l])", "(ones, delta[L], grad.b[l])"),
    "activation of the wrong layer": ("A[l - 1].T, delta[l]", "A[l].T, delta[l]"),
    "first layer at rest": ("_product(dW1)(X.T, delta1, dW1)", "dW1[...] = 0"),
    "eta forgotten": ("checks.learning_rate(eta), delta)", "1.0, delta)"),
    "up instead of down": ("np.subtract(vector", "np.add(vector"),
    "slope taken for the value": ("np.divide(z, slope, slope)", "np.divide(z, slope, z)"),
    "half of the blocks": ("range(0, len(array), height)", "range(0, len(array), 2 * height)"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_planted_fault_moves_the_step(fault, monkeypatch):
    source, (old, new) = inspect.getsource(nnlib.inplace), FAULTS[fault]
    assert old in source, f"nnlib.inplace no longer says {old}: write this fault anew"
    scope = {"__name__": "nnlib.inplace"}
    exec(compile(textwrap.dedent(source.replace(old, new).replace("2**14", "6")), "inplace", "exec"), scope)
    net, theta, X, Y, loss = problem((3, 3, 3, 3), (sigmoid, sigmoid, sigmoid), sse, D=4)
    theta.vector[...] *= 3
    stepper = scope["InPlaceDescent"](net, theta, loss)
    stepper.step(X, Y, 0.5)
    with np.errstate(all="ignore"):
        distance = apart(stepper.theta, readable(net, theta, X, Y, loss, 0.5))
    assert not distance < 1e-4
