"""Networks stepped together go where each goes alone, whatever stands beside them, and refuse what each refuses alone."""

import inspect
import json
import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import ACTIVATIONS, LOSSES, problem, problems

import nnlib.many
from course.studies.families import Tolerant
from nnlib import (Activation, Diverged, Network, Params, cross_entropy, data, half_mse, half_sse, identity, many, masks, minibatch, mse,
                   relu, sigmoid, softplus, sse, tanh, training)

# Of the largest number: a pass has sums of at most some dozens of terms, in another order than `@` takes them, and elementary
# functions that may differ in their last bit; each step adds a few such roundings of 1.1e-16.
ROUNDING = 1e-13
STEPS = 12 * ROUNDING


def apart(given, true):
    """The largest difference relative to the largest number, or to 1."""
    return np.abs(given - true).max() / max(1.0, np.abs(true).max())


def starts(net, S, seed=0):
    """S points with weights and biases of all signs."""
    rng = np.random.default_rng(seed)
    return [Params(rng.standard_normal(net.zeros().vector.size), net.sizes) for _ in range(S)]


def place_counts():
    """Whether elementary functions give the same bits at every place of an array: DISTURB=2-by-place takes that away."""
    return len(set(sigmoid(np.full(37, 0.3)))) > 1


@given(problems(), st.integers(1, 20))
def test_both_passes_are_those_of_each_network(p, S):
    net, _, X, Y, loss = p
    points = starts(net, S)
    A, delta, grad = many.backward(net, many.stack(points), X, Y, loss)
    for s, theta in enumerate(points):
        one = net.forward(theta, X)
        deltas, gradient = net.backward(theta, *one, Y, loss)
        assert all(apart(A[l][..., s], one[1][l]) < ROUNDING for l in A) and set(A) == set(one[1])
        assert all(apart(delta[l][..., s], deltas[l]) < ROUNDING for l in deltas) and set(delta) == set(deltas)
        assert apart(grad[s].vector, gradient.vector) < ROUNDING


@pytest.mark.parametrize("phi", [*ACTIVATIONS, Activation("square", lambda z: z * z, lambda z: 2 * z)], ids=repr)
@pytest.mark.parametrize("loss", [*LOSSES, Tolerant(half_sse, 0.2)], ids=repr)
def test_any_activation_and_any_loss(phi, loss):
    net, _, X, Y, loss = problem((3, 4, 2), (phi, identity), loss, D=5)
    points = starts(net, 9)
    ends = many.descend(net, many.stack(points), X, Y, loss, eta=0.01, steps=3)
    for s, theta in enumerate(points):
        *_, last = training.descend(net.objective(X, Y, loss), theta, eta=0.01, steps=3)
        assert apart(ends.theta[s].vector, last.theta.vector) < STEPS
        assert ends.cost[s] == pytest.approx(last.cost, rel=STEPS, abs=STEPS)


P = problem((3, 4, 4, 2), (softplus, sigmoid, identity), half_mse, D=7)


@pytest.mark.parametrize("S", [1, 2, 7, 30])
@pytest.mark.parametrize("how", [{}, {"alpha": 0.9}, {"decay": 0.01}, {"alpha": 0.5, "decay": 0.1}], ids=repr)
def test_a_descent_with_a_rate_for_each_is_that_of_each(S, how):
    net, _, X, Y, loss = P
    points, rates = starts(net, S), np.linspace(0.01, 0.2, S)
    ends = many.descend(net, many.stack(points), X, Y, loss, eta=rates, steps=12, **how)
    for s, theta in enumerate(points):
        *_, last = training.descend(net.objective(X, Y, loss), theta, eta=float(rates[s]), steps=12, **how)
        assert apart(ends.theta[s].vector, last.theta.vector) < STEPS
        assert ends.cost[s] == pytest.approx(last.cost, rel=STEPS)
    assert set(ends.why) == {"steps"} and set(ends.k) == {12} and (ends.eta == rates).all()


def test_samples_may_be_those_of_each_network():
    net, _, _, _, loss = P
    points, rng = starts(net, 10), np.random.default_rng(1)
    X, Y = rng.standard_normal((7, 3, 10)), rng.standard_normal((7, 2, 10))
    for x, y in ((X, Y), (X[..., 4], Y), (X, Y[..., 4])):
        ends = many.descend(net, many.stack(points), x, y, loss, eta=0.1, steps=5)
        predictions, costs = many.predictions(net, ends.theta, x), many.costs(net, ends.theta, x, y, loss)
        for s, theta in enumerate(points):
            own = (x[..., s] if x.ndim == 3 else x), (y[..., s] if y.ndim == 3 else y)
            *_, last = training.descend(net.objective(*own, loss), theta, eta=0.1, steps=5)
            assert apart(ends.theta[s].vector, last.theta.vector) < STEPS
            assert apart(predictions[..., s], net(last.theta, own[0])) < STEPS
            assert costs[s] == pytest.approx(last.cost, rel=STEPS) == ends.cost[s]


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("size", [1, 3, 7, 9])
def test_minibatches_are_those_of_minibatch_descend(shared, size):
    net, _, X, Y, loss = P
    points, epochs = starts(net, 9), 3
    rng = np.random.default_rng(5) if shared else [np.random.default_rng(s) for s in range(9)]
    steps = epochs * math.ceil(7 / size)
    ends = many.descend(net, many.stack(points), X, Y, loss, eta=0.1, alpha=0.5, steps=steps, batches=(size, rng))
    again = many.descend(net, many.stack(points), X, Y, loss, eta=0.1, alpha=0.5, steps=steps, batches=(size, rng))
    assert (ends.theta.array == again.theta.array).all()  # the generators are where they were
    for s, theta in enumerate(points):
        own = np.random.default_rng(5 if shared else s)
        *_, last = minibatch.descend(net, theta, X, Y, loss, size=size, rng=own, eta=0.1, alpha=0.5, epochs=epochs)
        assert apart(ends.theta[s].vector, last.theta.vector) < 2 * STEPS
        assert ends.cost[s] == pytest.approx(last.cost, rel=2 * STEPS)


def test_nothing_moves_where_the_mask_is_0():
    net, fixed, mask = masks.with_direct_connections((2, 1, 1), sigmoid, sigmoid)
    X, Y, *_ = data.xor()
    points = [fixed + masks.masked(net.init_uniform(np.random.default_rng(s), 1), mask) for s in range(9)]
    ends = many.descend(net, many.stack(points), X, Y, half_sse, eta=0.5, alpha=0.9, steps=12, mask=mask)
    for s, theta in enumerate(points):
        *_, last = training.descend(masks.confined(net.objective(X, Y, half_sse), mask), theta, eta=0.5, alpha=0.9, steps=12)
        assert apart(ends.theta[s].vector, last.theta.vector) < STEPS
    assert (ends.theta.array[mask.vector == 0] == fixed.vector[mask.vector == 0, np.newaxis]).all()


# A result does not hang on what stands beside a network.


@pytest.mark.parametrize("how", [{}, {"alpha": 0.9, "decay": 1e-3}, {"solved": 0.45}, {"plateau": (10, 0.02)},
                                 {"batches": (3, np.random.default_rng(2))}], ids=lambda how: " ".join(how) or "plain")
@pytest.mark.parametrize("phi", [sigmoid, softplus, tanh], ids=repr)
def test_the_bits_are_the_same_whatever_the_stack_is_split_into(how, phi, monkeypatch):
    net, (X, Y, *_), S = Network((2, 3, 1), phi, sigmoid), data.xor(), 61
    theta, rates, steps = many.stack(starts(net, S)), np.geomspace(0.1, 5, S), 6 if place_counts() else 60

    def run(columns):
        part = many.Stack(theta.array[:, columns], net.sizes)
        return many.descend(net, part, X, Y, half_sse, eta=rates[columns], steps=steps, **how)

    def same(one, other):
        if place_counts():
            return apart(one.theta.array, other.theta.array) < STEPS
        return all((np.asarray(getattr(a, "array", a)) == getattr(b, "array", b)).all() for a, b in zip(one, other))

    whole = run(np.arange(S))
    for cut in ([1], [1, 2], [7, 30], [60], [20, 21, 22, 23]):
        for columns in np.split(np.arange(S), cut):
            assert same(run(columns), nnlib.many.Ends(many.Stack(whole.theta.array[:, columns], net.sizes),
                                                      *(part[..., columns] for part in whole[1:])))
    backwards = run(np.arange(S)[::-1])
    assert same(nnlib.many.Ends(many.Stack(backwards.theta.array[:, ::-1], net.sizes), *(part[..., ::-1] for part in backwards[1:])), whole)
    monkeypatch.setattr(nnlib.many, "_BLOCK", 1)  # blocks of eight
    assert same(run(np.arange(S)), whole)


@pytest.mark.parametrize("how", [{}, {"batches": (3, np.random.default_rng(2))}], ids=lambda how: " ".join(how) or "plain")
def test_the_product_with_shared_samples_is_the_sum_that_very_many_samples_take(how, monkeypatch):
    net, (X, Y, *_) = Network((2, 3, 1), softplus, sigmoid), data.xor()
    theta = many.stack(starts(net, 9))
    product = many.descend(net, theta, X, Y, half_sse, eta=0.5, steps=6, **how)
    monkeypatch.setattr(nnlib.many, "_PRODUCT", 1)
    assert apart(many.descend(net, theta, X, Y, half_sse, eta=0.5, steps=6, **how).theta.array, product.theta.array) < STEPS
    assert apart(many.predictions(net, theta, X), many.backward(net, theta, X, Y, half_sse)[0][2]) < ROUNDING


def test_one_that_goes_to_infinity_leaves_its_neighbours_as_they_are():
    net, (X, Y, *_) = Network((1, 2, 1), softplus, identity), data.dosage()
    points = starts(net, 40)
    calm = many.descend(net, many.stack(points), X, Y, sse, eta=0.01, steps=300)
    rates = np.where(np.arange(40) % 3 == 0, 1e4, 0.01)
    mixed = many.descend(net, many.stack(points), X, Y, sse, eta=rates, steps=300)
    quiet = rates == 0.01
    assert set(mixed.why[~quiet]) == {"diverged"} and set(mixed.why[quiet]) == {"steps"}
    assert place_counts() or (mixed.theta.array[:, quiet] == calm.theta.array[:, quiet]).all()
    assert apart(mixed.theta.array[:, quiet], calm.theta.array[:, quiet]) < 1e-9


# The rules that end a walk.


def test_one_that_diverges_does_so_at_the_step_at_which_it_does_alone():
    net, (X, Y, *_) = Network((1, 2, 1), softplus, identity), data.dosage()
    points, rates = starts(net, 60), np.geomspace(0.05, 1e6, 60)
    ends = many.descend(net, many.stack(points), X, Y, sse, eta=rates, steps=100)
    seen = set()
    for s, theta in enumerate(points):
        k = 100
        try:
            list(training.descend(net.objective(X, Y, sse), theta, eta=float(rates[s]), steps=100))
        except Diverged as error:
            k = error.k
        assert (ends.why[s] == "diverged", ends.k[s], ends.eta[s]) == (k < 100, k, rates[s])
        seen.add(ends.why[s])
    assert seen == {"diverged", "steps"} and len(set(ends.k)) > 5


def test_infinities_are_looked_for_in_pieces_that_no_library_shares_among_threads(monkeypatch):
    """A shared product waits for a second core; on a busy machine a step then took a hundred times as long.

    OpenBLAS shares one of two vectors from 10,000 numbers on, and one of matrices from twice 65,536 · 4 multiplications on.
    """
    vectors, matrices, dot = [], [], np.dot

    def noted(a, b, out=None):
        asked, size = (vectors, a.size) if a.ndim == 1 else (matrices, a.size * b.shape[1])
        asked.append(size)
        return dot(a, b, out)

    monkeypatch.setattr(np, "dot", noted)
    for sizes, D, S in (((3, 2, 1), 5, 9000), ((1, 16, 16, 16, 1), 5, 40), ((6, 2, 1), 64, 700), ((40, 40, 1), 60, 9)):
        net = Network(sizes, *[sigmoid] * (len(sizes) - 1))
        theta = many.stack([net.init(np.random.default_rng(0))] * S)
        many.descend(net, theta, np.ones((D, sizes[0])), np.ones((D, 1)), sse, eta=0.1, steps=2)
    assert 8000 < max(vectors) <= 10_000 and 500_000 < max(matrices) < 2 * 65_536 * 4


def test_a_cost_that_is_infinite_where_the_gradient_is_not_ends_a_walk_too():
    net = Network((1, 1), identity)
    theta = net.params({1: [[1e160]]}, {1: [0.0]})
    for loss in (sse, mse):
        ends = many.descend(net, many.stack([theta, net.zeros()]), [[1.0]], [[0.0]], loss, eta=0.1, steps=4)
        assert list(ends.why) == ["diverged", "steps"] and ends.k[0] == 0 and ends.cost[0] == np.inf and ends.cost[1] == 0


def test_one_that_is_solved_stops_at_its_first_step_within_and_the_others_go_on():
    net, (X, Y, *_) = Network((2, 3, 1), sigmoid, sigmoid), data.xor()
    points = [net.init_uniform(np.random.default_rng(s), 1) for s in range(20)]
    ends = many.descend(net, many.stack(points), X, Y, half_sse, eta=2, alpha=0.9, steps=400, solved=0.2)
    for s, theta in enumerate(points):
        run = training.descend(net.objective(X, Y, half_sse), theta, eta=2, alpha=0.9, steps=400)
        first = next(((step.k, step.cost) for step in run if np.abs(Y - net(step.theta, X)).max() < 0.2), None)
        assert (ends.why[s], ends.k[s]) == (("solved", first[0]) if first else ("steps", 400))
        assert not first or ends.cost[s] == pytest.approx(first[1], rel=1e-9)  # hundreds of steps
    assert set(ends.why) == {"solved", "steps"} or len(set(ends.k)) > 5


def test_a_plateau_ends_a_walk_where_the_costs_say_so():
    net, (X, Y, *_) = Network((2, 2, 1), sigmoid, sigmoid), data.xor()
    points = [net.init_uniform(np.random.default_rng(s), 1) for s in range(10)]
    every, share = 25, 0.01
    ends = many.descend(net, many.stack(points), X, Y, half_sse, eta=2, steps=200, plateau=(every, share))
    for s, theta in enumerate(points):
        costs = [step.cost for step in training.descend(net.objective(X, Y, half_sse), theta, eta=2, steps=200)]
        flat = [k for k in range(every, 201, every) if costs[k - every] - costs[k] <= share * costs[k - every]]
        assert (ends.why[s], ends.k[s]) == (("plateau", flat[0]) if flat else ("steps", 200))
    assert set(ends.why) == {"plateau", "steps"} or len(set(ends.k)) > 3


def test_a_descent_goes_on_from_its_ends():
    net, _, X, Y, loss = P
    theta = many.stack(starts(net, 9))
    whole = many.descend(net, theta, X, Y, loss, eta=0.1, alpha=0.9, steps=12)
    half = many.descend(net, theta, X, Y, loss, eta=0.1, alpha=0.9, steps=5)
    rest = many.descend(net, half.theta, X, Y, loss, eta=0.1, alpha=0.9, steps=7, move=half.move)
    assert apart(rest.theta.array, whole.theta.array) < STEPS and apart(rest.move, whole.move) < STEPS
    assert apart(many.descend(net, half.theta, X, Y, loss, eta=0.1, alpha=0.9, steps=7).theta.array, whole.theta.array) > 1e-4


def test_nothing_that_is_given_is_changed():
    net, _, X, Y, loss = P
    theta, rates, move = many.stack(starts(net, 9)), np.full(9, 0.1), np.ones((len(P.theta.vector), 9))
    before = [array.copy() for array in (theta.array, X, Y, rates, move)]
    many.descend(net, theta, X, Y, loss, eta=rates, alpha=0.5, decay=0.1, steps=3, move=move)
    many.backward(net, theta, X, Y, loss)
    assert all((a == b).all() for a, b in zip(before, (theta.array, X, Y, rates, move)))


def test_a_stack_is_its_points():
    net, points = P.net, starts(P.net, 5)
    theta = many.stack(iter(points))
    assert len(theta) == 5 and theta.array.shape == (len(P.theta.vector), 5) and "5 points of a 3-4-4-2" in repr(theta)
    for point, other in zip(points, theta, strict=True):
        assert (point.vector == other.vector).all() and point.sizes == other.sizes
    assert all((theta.W[l][..., 3] == points[3].W[l]).all() and (theta.b[l][..., 3] == points[3].b[l]).all() for l in net.phi)
    theta.W[1][0, 0] = 7
    assert (theta.array[0] == 7).all() and points[0].W[1][0, 0] != 7
    theta[2].vector[...] = 0  # a copy
    assert theta.array[0, 2] == 7


@pytest.mark.parametrize("given, error, words", [
    ([], ValueError, "points is empty"), ([np.zeros(3)], TypeError, "points holds a ndarray; expected Params"),
    ([Network((2, 1), identity).zeros(), Network((3, 1), identity).zeros()], ValueError, "2-1 network and one of a 3-1"),
])
def test_what_is_no_stack_of_points_is_refused(given, error, words):
    with pytest.raises(error, match=words):
        many.stack(given)


@pytest.mark.parametrize("array, words", [
    (np.zeros(3), r"array has shape \(3,\); a 2-1 network has 3 parameters, so expected \(3, S\)"),
    (np.zeros((5, 3)), r"\(5, 3\).*transposed: try array\.T"), (np.zeros((3, 0)), "at least one network"),
])
def test_an_array_of_another_shape_is_no_stack(array, words):
    with pytest.raises(ValueError, match=words):
        many.Stack(array, (2, 1))


@pytest.mark.parametrize("change", [
    lambda X, Y: (X[0], Y), lambda X, Y: (X.T, Y), lambda X, Y: (X[:0], Y), lambda X, Y: (X * np.nan, Y),
    lambda X, Y: ([["a"] * 3] * 7, Y), lambda X, Y: (X, Y[:, 0]), lambda X, Y: (X, Y[:3]), lambda X, Y: (X, Y * np.inf),
    lambda X, Y: (X, Y, cross_entropy),
])
def test_samples_are_refused_in_the_words_of_a_single_network(change):
    net, theta, X, Y, loss = P
    with np.errstate(invalid="ignore"):
        X, Y, loss = (*change(X, Y), loss)[:3]
    with pytest.raises((TypeError, ValueError)) as usual:
        net.grad(theta, X, Y, loss)
    for act in (many.backward, many.costs, lambda *p: many.descend(*p, eta=0.1, steps=1)):
        with pytest.raises(type(usual.value)) as here:
            act(net, many.stack([theta]), X, Y, loss)
        assert str(here.value) == str(usual.value)


@pytest.mark.parametrize("change, error, words", [
    ({"theta": P.theta}, TypeError, "theta is of type Params; expected a Stack"),
    ({"theta": many.stack([Network((2, 1), identity).zeros()])}, ValueError, "theta belongs to a 2-1 network; this one is 3-4-4-2"),
    ({"theta": many.Stack(np.full((len(P.theta.vector), 2), np.nan), P.net.sizes)}, ValueError, r"theta.*\[0.*\] is nan"),
    ({"X": np.zeros((7, 3, 4))}, ValueError, r"X has shape \(7, 3, 4\); expected \(D, 3\) for all networks, or \(D, 3, 2\)"),
    ({"Y": np.zeros((7, 2, 4))}, ValueError, r"Y has shape \(7, 2, 4\); expected .* or \(D, 2, 2\)"),
    ({"Y": np.zeros((5, 2, 2))}, ValueError, "X has 7 rows and Y has 5"),
    ({"X": np.full((7, 3, 2), np.inf)}, ValueError, r"X\[0, 0, 0\] is inf"),
    ({"Y": np.zeros((7, 2, 2)), "loss": cross_entropy}, ValueError, "rows that are not probabilities"),
    ({"eta": 0}, ValueError, "eta is 0; expected a positive"), ({"eta": "0.1"}, TypeError, "eta is '0.1'"),
    ({"eta": [0.1, -1]}, ValueError, r"eta\[1\] is -1.0; expected a positive finite number for each"),
    ({"eta": [0.1, np.nan]}, ValueError, r"eta\[1\] is nan"), ({"eta": [0.1] * 3}, ValueError, r"eta has shape \(3,\); expected .*\(2,\)"),
    ({"eta": ["a", "b"]}, TypeError, "eta holds"), ({"steps": 1.5}, TypeError, "steps is 1.5"), ({"steps": -1}, ValueError, "steps is -1"),
    ({"alpha": 1}, ValueError, "alpha is 1; expected a number from 0"), ({"decay": -0.1}, ValueError, "decay is -0.1"),
    ({"solved": 0}, ValueError, "solved is 0; expected a positive"), ({"solved": True}, TypeError, "solved is True"),
    ({"plateau": 100}, TypeError, "plateau is 100; expected a number of steps and a share"),
    ({"plateau": (0, 0.1)}, ValueError, r"plateau\[0\] is 0"), ({"plateau": (10, 2)}, ValueError, r"plateau\[1\] is 2"),
    ({"move": np.zeros(3)}, ValueError, r"move has shape \(3,\); expected \(46, 2\)"), ({"move": [["a"]]}, TypeError, "move holds"),
    ({"mask": np.ones(46)}, TypeError, "mask of type ndarray"), ({"mask": 0.5 * P.theta}, ValueError, "other numbers than 0 and 1"),
    ({"batches": 3}, TypeError, "batches is 3; expected how many samples and a generator"),
    ({"batches": (3, None)}, TypeError, "rng is None; expected a NumPy generator"),
    ({"batches": (0, np.random.default_rng(0))}, ValueError, r"batches\[0\] is 0"), ({"batches": (3, [1, 2])}, TypeError, "rng is 1"),
    ({"batches": (3, [np.random.default_rng(0)])}, ValueError, "1 generators; expected one for all, or one for each of 2"),
])
def test_other_arguments_are_refused_in_words(change, error, words):
    net, theta, X, Y, loss = P
    fine = {"theta": many.stack([theta, theta]), "X": X, "Y": Y, "loss": loss, "eta": 0.1, "steps": 3}
    many.descend(net, **fine)
    with pytest.raises(error, match=words):
        many.descend(net, **(fine | change))


# Planted faults: each is written into the source of the module, and a comparison above must see it.

FAULTS = {
    "bias forgotten": ("A[l] += theta.b[l]", "A[l] += 0"),
    "bias of the first layer forgotten": ("np.ones(len(X))", "np.zeros(len(X))"),
    "first layer's gradient with the deltas above": ("delta[l].reshape(len(Y), -1)", "delta[l + 1].reshape(len(Y), -1)"),
    "slope of the output forgotten": ("delta[L] *= slope[L]", "delta[L] *= 1"),
    "slope of the layer above": ("delta[l] *= slope[l]", "delta[l] *= slope[l + 1]"),
    "weights transposed in (2)": ('"djs,ijs->dis"', '"djs,jis->dis"'),
    "in and out exchanged in (3)": ('"dis,djs->ijs"', '"dis,djs->jis"'),
    "activation of the wrong layer": ("A[l - 1], delta[l], out=grad.W[l]", "A[l], delta[l], out=grad.W[l]"),
    "delta of the output in (4)": ('"djs->js", delta[l]', '"djs->js", delta[L]'),
    "rates of the first networks": ("self.eta = self.ends.eta[here] * going", "self.eta = np.resize(self.ends.eta, len(here)) * going"),
    "up instead of down": ("theta -= grad", "theta += grad"),
    "factor of the loss forgotten": ("out *= 2 * loss.c(D, K)", "out *= 2"),
    "columns mixed up": ("self.here[keep]", "self.here[keep[::-1]]"),
    "parked ones come to another end": ("which = which & self.going", "which = which"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_planted_fault_is_seen(fault):
    source, (old, new) = inspect.getsource(nnlib.many), FAULTS[fault]
    assert old in source, f"nnlib.many no longer says {old}: write this fault anew"
    scope = {"__name__": "nnlib.many"}
    exec(compile(source.replace(old, new), "many", "exec"), scope)
    net, _, X, Y, loss = problem((3, 3, 3, 3), (sigmoid, tanh, relu), half_mse, D=4)
    points, rates = starts(net, 30), np.geomspace(1e-3, 1, 30)
    with np.errstate(all="ignore"):
        ends = scope["descend"](net, scope["stack"](points), X, Y, loss, eta=rates, steps=9, plateau=(3, 0.1))
        good = many.descend(net, many.stack(points), X, Y, loss, eta=rates, steps=9, plateau=(3, 0.1))
    assert 15 < (good.k == 3).sum() < 28 and set(good.k) == {3, 6, 9}  # more than half are left out, and some stay
    assert not apart(ends.theta.array, good.theta.array) < 1e-6


PEAKS = """
import json, tracemalloc
import numpy as np
from nnlib import Network, data, half_sse, many, sigmoid, softplus
for sizes, phi, samples in (((3, 2, 1), sigmoid, data.han_kamber()), ((1, 2, 1), softplus, data.dosage()),
                            ((8, 3, 8), sigmoid, data.encoder(8)), ((6, 2, 1), sigmoid, data.symmetry())):
    net, (X, Y, *_) = Network(sizes, phi, phi), samples
    for S in (1000, 10_000, 60_000):
        P, neurons = net.zeros().vector.size, len(X) * sum(sizes[1:])
        theta = many.Stack(np.random.default_rng(0).standard_normal((P, S)), sizes)
        tracemalloc.start()
        many.descend(net, theta, X, Y, half_sse, eta=0.1, steps=2)
        print(json.dumps([str(net), S, P, neurons, tracemalloc.get_traced_memory()[1]]))
        tracemalloc.stop()
"""


def test_a_stack_needs_at_most_half_as_much_again_as_its_points_and_one_block():
    """In a process of its own: disturbed arithmetic, in which this one may be, keeps arrays beside those that it moves."""
    lines = subprocess.run([sys.executable, "-c", PEAKS], capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(lines) == 12
    for net, S, P, neurons, peak in map(json.loads, lines):
        # The ends and the moves of all; of one block the activations, slopes, deltas, gradient, points and moves.
        block = min(S * 3 * (neurons + P), nnlib.many._BLOCK)
        assert peak < 1.5 * 8 * (2 * P * S + block), f"{net}, {S} of them"
        assert S < 60_000 or neurons < 10 or block < S * 3 * neurons / 5  # not the activations, slopes and deltas of all at a time
