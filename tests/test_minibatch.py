"""Descent in batches goes once through all samples in each epoch, by the same rule, and stops where it should."""

import itertools
import math
import types
import warnings

import numpy as np
import pytest
from oracles import problem

import nnlib
from nnlib import Diverged, Network, Step, cross_entropy, half_mse, identity, mse, sse, tanh
from nnlib.minibatch import Epoch, batches, descend, stop_early

NET, THETA, X, Y, _ = problem((3, 4, 2), (tanh, identity), sse, D=10, seed=1)


def rng(seed=0):
    return np.random.default_rng(seed)


def steps(size=4, seed=0, eta=0.01, epochs=5, loss=sse, **rule):
    return list(descend(NET, THETA, X, Y, loss, size=size, rng=rng(seed), eta=eta, epochs=epochs, **rule))


# Batches.


@pytest.mark.parametrize("D, size, sizes", [(10, 4, [4, 4, 2]), (10, 5, [5, 5]), (10, 10, [10]), (10, 99, [10]),
                                            (3, 1, [1, 1, 1]), (1, 1, [1]), (4, np.int64(3), [3, 1])])
def test_the_batches_of_an_epoch_hold_every_sample_once(D, size, sizes):
    numbers = np.arange(D)[:, np.newaxis]
    pairs = list(batches(numbers, 10 * numbers, size, rng()))
    assert [len(x) for x, _ in pairs] == [len(y) for _, y in pairs] == sizes
    assert sorted(int(x) for pair in pairs for x in pair[0].ravel()) == list(range(D))
    assert all((y == 10 * x).all() for x, y in pairs)  # a sample keeps its target


def test_the_order_is_the_generators_and_another_one_in_each_epoch():
    one = rng()
    epochs = [np.concatenate([x for x, _ in batches(X, Y, 4, one)]) for _ in range(3)]
    assert not any((a == b).all() for a, b in itertools.combinations(epochs, 2))
    again = np.concatenate([x for x, _ in batches(X, Y, 4, rng())])
    assert (again == epochs[0]).all() and (epochs[0] != X).any()


def test_every_order_comes_equally_often():
    one, counts = rng(), {}
    for _ in range(6000):
        order = tuple(x.item() for x, _ in batches([0, 1, 2], [0, 1, 2], 1, one))
        counts[order] = counts.get(order, 0) + 1
    # 1000 of each of six orders, with a standard deviation of 29: five of those are exceeded once in a million runs.
    assert len(counts) == 6 and all(abs(count - 1000) < 150 for count in counts.values())


def test_whole_numbers_come_out_as_floats():
    pixels = np.array([[0, 250], [240, 3]], np.uint8)
    (x, y), = batches(pixels, pixels[:, :1], 2, rng())
    assert x.dtype == y.dtype == float and sorted((x[:, 0] - x[:, 1]).tolist()) == [-250, 237]
    (x, _), = batches(pixels.astype(np.float32), pixels, 2, rng())
    assert x.dtype == np.float32


def test_changing_a_batch_does_not_change_the_data():
    data = np.arange(6.0)[:, np.newaxis]
    for x, y in batches(data, data, 2, rng()):
        x[...] = y[...] = -1
    assert (data.ravel() == np.arange(6)).all()


def test_the_gradients_of_the_batches_of_an_epoch_add_up_to_the_whole():
    parts = list(batches(X, Y, 4, rng()))
    added = sum(NET.grad(THETA, x, y, sse).vector for x, y in parts)
    np.testing.assert_allclose(added, NET.grad(THETA, X, Y, sse).vector, rtol=1e-12, atol=1e-13)
    # A mean over samples is the mean of the batches' means, each weighted by its size.
    weighted = sum(len(x) / len(X) * NET.grad(THETA, x, y, mse).vector for x, y in parts)
    np.testing.assert_allclose(weighted, NET.grad(THETA, X, Y, mse).vector, rtol=1e-12, atol=1e-13)


# Descent.


def by_hand(size, epochs, eta, alpha=0.0, decay=0.0, forget=False):
    """The same in plain loops over plain vectors: the point after each epoch."""
    shuffle, theta, v, points = rng(), THETA.vector.copy(), np.zeros(THETA.vector.size), [THETA.vector]
    for _ in range(epochs):
        order = shuffle.permutation(10)
        v = v * (not forget)
        for start in range(0, 10, size):
            rows = order[start : start + size]
            grad = NET.grad(nnlib.Params(theta, NET.sizes), X[rows], Y[rows], sse).vector
            v = alpha * v - eta * grad
            theta = (1 - decay) * (theta + v)
        points.append(theta)
    return np.array(points)


@pytest.mark.parametrize("rule", [{}, {"alpha": 0.9}, {"alpha": 0.5, "decay": 0.01}], ids=str)
@pytest.mark.parametrize("size", [1, 4, 10])
def test_the_epochs_equal_loops_by_hand(rule, size):
    points = [step.theta.vector for step in steps(size=size, **rule)]
    np.testing.assert_allclose(points, by_hand(size, 5, 0.01, **rule), rtol=1e-12, atol=1e-13)  # some 50 roundings


@pytest.mark.parametrize("fault", [{"size": 5}, {"eta": 0.011}, {"alpha": 0.8}, {"forget": True}], ids=str)
def test_another_loop_is_far_from_it(fault):
    right = {"size": 4, "epochs": 5, "eta": 0.01, "alpha": 0.9}
    points = [step.theta.vector for step in steps(alpha=0.9)]
    assert np.abs(points - by_hand(**right)).max() < 1e-12 < 1e-4 < np.abs(points - by_hand(**right | fault)).max()


@pytest.mark.parametrize("rule", [{}, {"alpha": 0.9, "decay": 0.01}], ids=str)
def test_one_batch_of_everything_is_plain_descent(rule):
    plain = list(nnlib.descend(NET.objective(X, Y, sse), THETA, eta=0.01, steps=5, **rule))
    for ours, theirs in zip(steps(size=10, **rule), plain, strict=True):
        assert ours.k == theirs.k
        # The samples are added in another order.
        np.testing.assert_allclose(ours.theta.vector, theirs.theta.vector, rtol=1e-12, atol=1e-13)
        assert ours.cost == pytest.approx(theirs.cost, rel=1e-12)


@pytest.mark.parametrize("loss", [sse, mse, half_mse])
def test_the_cost_of_an_epoch_is_that_of_all_samples(loss):
    for k, epoch in enumerate(steps(loss=loss)):
        assert isinstance(epoch, Epoch) and epoch.k == k
        assert epoch.cost == NET.cost(epoch.theta, X, Y, loss)
    assert k == 5


@pytest.mark.parametrize("epochs", [0, 1, 3])
@pytest.mark.parametrize("size", [3, 5, 10])
def test_every_sample_goes_backward_once_an_epoch_and_one_order_is_drawn_for_each(epochs, size):
    seen, generator, other = [], rng(), rng()

    class Watched(Network):
        def backward(self, theta, Z, A, Y, loss):
            seen.append(len(Y))
            return super().backward(theta, Z, A, Y, loss)

    *_, last = descend(Watched(NET.sizes, tanh, identity), THETA, X, Y, sse, size=size, rng=generator, eta=0.01, epochs=epochs)
    assert sum(seen) == 10 * epochs and last.k == epochs
    for _ in range(epochs):
        other.permutation(10)
    assert generator.random() == other.random()  # nothing else was drawn


def test_the_start_is_left_as_it_was_and_is_step_0():
    before = THETA.vector.copy()
    first, *rest = steps()
    assert (THETA.vector == before).all() and (first.theta.vector == before).all() and first.theta is not THETA
    vectors = [step.theta.vector for step in (first, *rest)]
    assert not any(np.shares_memory(a, b) for a, b in itertools.combinations([THETA.vector, *vectors], 2))


def test_the_same_generator_gives_the_same_epochs_and_another_one_others():
    one, again, other = (steps(seed=seed)[-1].theta.vector for seed in (0, 0, 1))
    assert (one == again).all() and (one != other).all()


def test_it_is_lazy_so_that_a_reader_may_stop_anywhere():
    walk = descend(NET, THETA, X, Y, sse, size=4, rng=rng(), eta=0.01, epochs=10**9)
    assert isinstance(walk, types.GeneratorType) and [step.k for step in itertools.islice(walk, 3)] == [0, 1, 2]


@pytest.mark.parametrize("epochs", [0, 1, np.int64(3)])
def test_there_is_a_step_for_each_epoch_and_one_before(epochs):
    assert [step.k for step in steps(epochs=epochs)] == list(range(epochs + 1))


def test_small_batches_learn_what_is_there_to_learn():
    net = Network((2, 3), identity)
    points = rng().standard_normal((300, 2))
    classes = nnlib.softmax(points @ [[3.0, 0, -3], [0, 3, -3]]).argmax(axis=1)
    *_, last = descend(net, net.zeros(), points, np.eye(3)[classes], cross_entropy, size=32, rng=rng(), eta=0.5,
                       alpha=0.9, epochs=50)
    assert (net(last.theta, points).argmax(axis=1) == classes).mean() > 0.98 and last.cost < 0.1


def test_lists_are_welcome():
    net = Network((1, 1), identity)
    walk = descend(net, net.zeros(), [[0.0], [1.0]], [[1.0], [3.0]], sse, size=1, rng=rng(), eta=0.25, epochs=300)
    np.testing.assert_allclose(list(walk)[-1].theta.vector, [2, 1], atol=1e-6)  # y = 2x + 1 passes through both


def test_a_divergence_names_its_batch_and_leaks_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Diverged, match="with eta = 100") as error:
            steps(eta=100.0, epochs=10_000)
    first_three = by_hand(4, 1, 100.0)[1]
    assert np.isfinite(first_three).all() and error.value.k > 3


def test_a_cost_that_is_infinite_on_all_samples_only_is_a_divergence_too():
    net = Network((1, 1), identity)
    # At w = 0 each residual is 1e154 and its square finite; four of them together are not.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Diverged, match="at step 0") as error:
            next(descend(net, net.zeros(), [[0.0]] * 4, [[1e154]] * 4, sse, size=1, rng=rng(), eta=0.1, epochs=1))
    assert error.value.eta == 0.1


@pytest.mark.parametrize("name, value, error", [
    ("size", 0, ValueError), ("size", 2.0, TypeError), ("epochs", -1, ValueError), ("epochs", 1.5, TypeError),
    ("eta", 0, ValueError), ("alpha", 1, ValueError), ("decay", -0.1, ValueError),
])
def test_what_makes_no_sense_is_refused_by_name(name, value, error):
    with pytest.raises(error, match=f"^{name} is "):
        steps(**{name: value})


@pytest.mark.parametrize("bad", [0, None, np.random.default_rng])
def test_the_generator_is_required(bad):
    for call in (lambda: next(batches(X, Y, 4, bad)),
                 lambda: next(descend(NET, THETA, X, Y, sse, size=4, rng=bad, eta=0.1, epochs=1))):
        with pytest.raises(TypeError, match="write rng = np.random.default_rng"):
            call()


def test_samples_without_targets_are_refused():
    for x, y in ((X, Y[:-1]), (X[:-1], Y)):
        with pytest.raises(ValueError, match=rf"X has {len(x)} rows and Y has {len(y)}"):
            next(batches(x, y, 4, rng()))
        with pytest.raises(ValueError, match=rf"X has {len(x)} rows and Y has {len(y)}"):
            next(descend(NET, THETA, x, y, sse, size=4, rng=rng(), eta=0.1, epochs=1))
    bad = X.copy()
    bad[7, 1] = math.nan
    with pytest.raises(ValueError, match=r"X\[7, 1\] is nan"):
        next(descend(NET, THETA, bad, Y, sse, size=4, rng=rng(), eta=0.1, epochs=1))


# Stopping early.


def scripted(scores):
    """Steps whose θ is their own number, so that a score can be looked up."""
    return (Step(k, k, 100.0 - k, None) for k in range(len(scores)))


@pytest.mark.parametrize("scores, patience, best, seen", [
    ([5, 4, 3, 2, 1], 1, 4, 5),  # never stops by itself
    ([5, 4, 6, 3, 2], 1, 1, 3), ([5, 4, 6, 3, 2], 2, 4, 5),  # patience pays
    ([1, 2, 3, 0], 2, 0, 3), ([1, 2, 3, 0], 3, 3, 4),
    ([3, 3, 3, 3], 2, 0, 3),  # as good is not better
    ([3, 4, 2, 4, 4, 1], 2, 2, 5), ([7], 1, 0, 1),
    ([math.inf, 1.0, math.nan, math.nan, 0.0], 2, 1, 4),
])
def test_the_walk_stops_when_patience_ends_and_the_best_step_is_given(scores, patience, best, seen):
    stopped = stop_early(scripted(scores), lambda k: scores[k], patience=patience)
    assert stopped.best.k == best and len(stopped.scores) == len(stopped.costs) == seen
    np.testing.assert_array_equal(stopped.scores, scores[:seen])
    assert stopped.costs == [100.0 - k for k in range(seen)]


def test_no_step_is_taken_after_the_end_of_patience():
    walk = scripted([1, 2, 3, 4, 5])
    stop_early(walk, lambda k: k, patience=2)
    assert next(walk).k == 3


def test_the_best_step_is_that_of_the_least_cost_on_the_validation_split():
    fit, valid = slice(0, 6), slice(6, 10)
    walk = list(descend(NET, THETA, X[fit], Y[fit], sse, size=2, rng=rng(), eta=0.05, epochs=60))
    costs = [NET.cost(step.theta, X[valid], Y[valid], sse) for step in walk]
    stopped = stop_early(walk, lambda theta: NET.cost(theta, X[valid], Y[valid], sse), patience=60)
    assert stopped.best is walk[int(np.argmin(costs))] and 0 < stopped.best.k < 60  # random targets are overfitted
    assert stopped.costs[-1] < stopped.costs[stopped.best.k]  # on the training split the descent went on


def test_no_steps_and_no_patience_are_refused():
    with pytest.raises(ValueError, match="steps is empty"):
        stop_early(iter([]), float, patience=3)
    for patience, error in ((0, ValueError), (1.5, TypeError)):
        with pytest.raises(error, match="^patience is "):
            stop_early(scripted([1]), float, patience=patience)
