"""Gradient descent does what the update rule says, step by step, and says so when it leaves the finite numbers."""

import inspect
import io
import itertools
import math
import re
import sys
import types
import warnings

import numpy as np
import pytest

import nnlib.training
from nnlib import (Diverged, Network, Params, Step, complex_step, data, descend, half_sse, identity, mse, sigmoid,
                   softplus, sse, train)

DOSAGE = data.dosage()
NET = Network((1, 2, 1), softplus, identity)
OBJECTIVE = NET.objective(DOSAGE.X, DOSAGE.Y, sse)


def start():
    return NET.params({1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, {1: [0, 0], 2: [0]})


def parabola(curvature):
    """(C, C′) of C(w) = curvature w² / 2."""
    return lambda w: (curvature * w * w / 2, curvature * w)


@pytest.fixture(scope="module")
def dosage_run():
    return train(OBJECTIVE, start(), eta=0.03, steps=5000, every=500)


# The update rule.


def test_the_steps_equal_updates_by_hand_bit_for_bit():
    theta = start()
    for k, step in enumerate(descend(OBJECTIVE, start(), eta=0.03, steps=20)):
        cost, grad = NET.cost(theta, DOSAGE.X, DOSAGE.Y, sse), NET.grad(theta, DOSAGE.X, DOSAGE.Y, sse)
        assert (step.k, step.cost) == (k, cost)
        assert (step.theta.vector == theta.vector).all() and (step.grad.vector == grad.vector).all()
        theta = NET.params({l: theta.W[l] - 0.03 * grad.W[l] for l in (1, 2)},
                           {l: theta.b[l] - 0.03 * grad.b[l] for l in (1, 2)})
    assert k == 20


def test_the_start_is_left_as_it_was_and_may_change_afterwards():
    theta = start()
    steps = descend(OBJECTIVE, theta, eta=0.03, steps=3)
    first = next(steps)
    assert first.theta is not theta and (theta.vector == start().vector).all()
    theta.vector[...] = 0
    rest = [step.theta.vector for step in [first, *steps]]
    usual = [step.theta.vector for step in descend(OBJECTIVE, start(), eta=0.03, steps=3)]
    assert np.array_equal(rest, usual)


def test_each_step_has_a_theta_of_its_own():
    steps = list(descend(OBJECTIVE, start(), eta=0.03, steps=5))
    vectors = [step.theta.vector for step in steps] + [step.grad.vector for step in steps]
    assert not any(np.shares_memory(a, b) for a, b in itertools.combinations(vectors, 2))


def test_descend_is_lazy_so_that_a_reader_may_stop_anywhere():
    steps = descend(OBJECTIVE, start(), eta=0.03, steps=10**9)
    assert isinstance(steps, types.GeneratorType)
    assert [step.k for step in itertools.islice(steps, 3)] == [0, 1, 2]


def test_a_step_is_immutable():
    step = next(descend(parabola(1.0), 1.0, eta=0.1, steps=1))
    with pytest.raises(AttributeError):
        step.cost = 0
    assert step == Step(k=0, theta=1.0, cost=0.5, grad=1.0)


@pytest.mark.parametrize("theta", [3.0, np.float64(3.0), 3, np.array([3.0, -1.0]), np.array([[3.0]]), np.array([3])])
def test_a_function_of_a_number_or_an_array_descends_too(theta):
    steps = train(lambda w: (float(np.sum(w * w)), 2 * w), theta, eta=0.25, steps=10)
    np.testing.assert_array_equal(steps[-1].theta, np.asarray(theta) / 2**10)


def test_a_small_step_lowers_the_cost_by_eta_times_the_square_of_the_gradient():
    cost, grad = OBJECTIVE(start())
    errors = []
    for eta in (1e-3, 1e-4):
        drop = cost - OBJECTIVE(start() - eta * grad)[0]
        errors.append(abs(drop / (eta * grad.vector @ grad.vector) - 1))
    assert errors[0] < 0.1 and errors[1] == pytest.approx(errors[0] / 10, rel=0.1)  # the error is of first order in η


# Where descents end.


def test_the_dosage_example_ends_at_the_widely_shown_values(dosage_run):
    theta = dosage_run[-1].theta
    w1, w2, b1, b2, w3, w4, b3 = theta.vector.round(2)
    assert [w1, b1, w2, b2, w3, w4, b3] == [3.34, -1.43, -3.53, 0.57, -1.22, -2.30, 2.61]
    assert dosage_run[-1].cost < 1e-20
    np.testing.assert_allclose(NET(theta, DOSAGE.X), DOSAGE.Y, atol=1e-9)


def test_the_cost_of_the_dosage_example_never_rises(dosage_run):
    costs = [step.cost for step in dosage_run]
    assert all(after <= before for before, after in zip(costs, costs[1:]))


def test_the_minimum_of_the_dosage_example_is_a_four_dimensional_set(dosage_run):
    theta = dosage_run[-1].theta
    # The Hessian by complex steps through the gradient: row k is Im ∇C(θ + ih e_k) / h.
    hessian = np.array([
        complex_step(lambda t, k=k: NET.grad(t, DOSAGE.X, DOSAGE.Y, sse).vector[k], theta).vector for k in range(7)
    ])
    eigenvalues = np.sort(np.linalg.eigvalsh((hessian + hessian.T) / 2))
    assert np.abs(hessian - hessian.T).max() < 1e-12
    assert np.abs(eigenvalues[:4]).max() < 1e-8 < 1e-2 < eigenvalues[4]  # seven parameters, three data
    assert eigenvalues[-1] == pytest.approx(21.6, abs=0.3)  # each η ends at a minimum of its own


def test_two_equal_neurons_stay_equal_for_ever():
    theta = NET.params({1: [[0.7, 0.7]], 2: [[0.4], [0.4]]}, {1: [0.1, 0.1], 2: [0]})
    last = train(OBJECTIVE, theta, eta=0.03, steps=300)[-1].theta
    # Where the places of a vector are not treated alike, last bits may differ, and 300 steps add a few of them up.
    for first, second in (last.W[1][0], last.W[2][:, 0], last.b[1]):
        assert first == pytest.approx(second, rel=1e-13)
    assert (last.vector != theta.vector).all()


def test_the_3_2_1_example_is_learned_by_many_updates():
    net, (X, Y) = Network((3, 2, 1), sigmoid, sigmoid), data.han_kamber()[:2]
    theta = net.params({1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, {1: [-0.4, 0.2], 2: [0.1]})
    steps = train(net.objective(X, Y, half_sse), theta, eta=0.9, steps=500, every=100)
    assert net(steps[-1].theta, X).item() > 0.95
    assert steps[-1].theta.W[1][1].tolist() == [0.4, 0.1]  # x2 is 0, so w24 and w25 never move


def test_the_stuck_xor_net_stays_stuck():
    net = Network((2, 2, 1), sigmoid, sigmoid)
    theta = net.params({1: [[-2.0, 4.3], [9.2, 8.8]], 2: [[-4.5], [5.3]]}, {1: [2.0, -0.1], 2: [-0.8]})
    X, Y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
    last = train(net.objective(X, Y, half_sse), theta, eta=0.5, steps=3000, every=3000)[-1]
    assert 0.25 < last.cost < 0.26


@pytest.mark.parametrize("eta_times_curvature, fate", [(0.5, "falls"), (1.9, "falls"), (2.0, "stays"), (2.1, "rises")])
def test_on_a_parabola_the_edge_is_at_two_over_the_curvature(eta_times_curvature, fate):
    steps = train(parabola(4.0), 1.0, eta=eta_times_curvature / 4.0, steps=50)
    sizes = [abs(step.theta) for step in steps]
    np.testing.assert_allclose(sizes, abs(1 - eta_times_curvature) ** np.arange(51.0), rtol=1e-12)
    assert fate == ("stays" if sizes[-1] == 1 else "falls" if sizes[-1] < 1 else "rises")


# Momentum and decay. In dyadic numbers a float is exact, so what a hand computes has to come out to the last bit.


def by_rule(rule, theta, steps, **constants):
    """The points of a rule (θ, gradient, the move before) → (θ, move), on the dosage example, in plain arrays."""
    points, move = [theta.vector], np.zeros(7)
    for _ in range(steps):
        grad = NET.grad(Params(points[-1], NET.sizes), DOSAGE.X, DOSAGE.Y, sse).vector
        point, move = rule(points[-1], grad, move, **constants)
        points.append(point)
    return np.array(points)


def polyak(theta, grad, move, eta=0.02, alpha=0.5, d=0.0):
    """Polyak's form, in points: θ_(k+1) = θ_k − η ∇C(θ_k) + α (θ_k − θ_(k−1)), where `move` is the last bracket."""
    after = theta - eta * grad + alpha * move
    return after, after - theta


def heavy_ball_and_decay(theta, grad, move, eta=0.02, alpha=0.5, d=0.125):
    return (1 - d) * (theta - eta * grad + alpha * move), -eta * grad + alpha * move


WRONG = {
    "no momentum": lambda t, g, m, eta=0.02, alpha=0.5, d=0.125: ((1 - d) * (t - eta * g), m),
    "momentum against the move": lambda t, g, m, eta=0.02, alpha=0.5, d=0.125: (
        (1 - d) * (t - eta * g - alpha * m), -eta * g - alpha * m),
    "the gradient weighted by 1 − α": lambda t, g, m, eta=0.02, alpha=0.5, d=0.125: (
        (1 - d) * (t - (1 - alpha) * eta * g + alpha * m), -(1 - alpha) * eta * g + alpha * m),
    "only the last gradient goes on": lambda t, g, m, eta=0.02, alpha=0.5, d=0.125: (
        (1 - d) * (t - eta * g + alpha * m), -eta * g),
    "no decay": lambda t, g, m, eta=0.02, alpha=0.5, d=0.125: (t - eta * g + alpha * m, -eta * g + alpha * m),
    "decay before the step": lambda t, g, m, eta=0.02, alpha=0.5, d=0.125: (
        (1 - d) * t - eta * g + alpha * m, -eta * g + alpha * m),
    "the move is shrunk too": lambda t, g, m, eta=0.02, alpha=0.5, d=0.125: (
        (1 - d) * (t - eta * g + alpha * m), (1 - d) * (-eta * g + alpha * m)),
    "the move holds the decay": lambda t, g, m, eta=0.02, alpha=0.5, d=0.125: (
        (1 - d) * (t - eta * g + alpha * m), (1 - d) * (t - eta * g + alpha * m) - t),
    "biases do not decay": lambda t, g, m, eta=0.02, alpha=0.5, d=0.125: (
        np.array([1 - d, 1 - d, 1, 1, 1 - d, 1 - d, 1]) * (t - eta * g + alpha * m), -eta * g + alpha * m),
}


def points(**rule):
    return np.array([step.theta.vector for step in descend(OBJECTIVE, start(), eta=0.02, steps=20, **rule)])


def test_momentum_is_polyaks_heavy_ball():
    # The two forms round differently, by some 1e-16 a step; twenty steps of a smooth descent leave it at that.
    np.testing.assert_allclose(points(alpha=0.5), by_rule(polyak, start(), 20), rtol=1e-12, atol=1e-13)


def test_momentum_and_decay_together_follow_the_rule_of_1986():
    expected = by_rule(heavy_ball_and_decay, start(), 20)
    np.testing.assert_allclose(points(alpha=0.5, decay=0.125), expected, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("fault", WRONG)
def test_each_other_rule_is_far_from_it(fault):
    assert np.abs(points(alpha=0.5, decay=0.125) - by_rule(WRONG[fault], start(), 20)).max() > 1e-2


@pytest.mark.parametrize("theta, grad", [(1.5, 0.1), (-0.0, 0.0), (0.0, -0.0), (-0.0, -0.0), (1e-320, 3.0), (0.1, 1e17)])
def test_without_momentum_and_decay_a_step_is_the_plain_one_to_the_last_bit(theta, grad):
    for rule in ({}, {"alpha": 0.0, "decay": 0.0}, {"alpha": 0, "decay": 0}):
        last = list(descend(lambda w: (0.0, np.array([grad])), np.array([theta]), eta=0.3, steps=3, **rule))[-1].theta
        plain = np.array([theta])
        for _ in range(3):
            plain = plain - 0.3 * np.array([grad])
        assert last.tobytes() == plain.tobytes()


def test_the_first_steps_of_momentum_by_hand():
    # C = w²/2, so C′ = w. v₁ = −1/4; v₂ = −3/16 − 1/8 = −5/16; v₃ = −7/64 − 5/32 = −17/64.
    w = [step.theta for step in descend(parabola(1.0), 1.0, eta=0.25, alpha=0.5, steps=3)]
    assert w == [1, 3 / 4, 7 / 16, 11 / 64]


def test_the_first_steps_of_decay_by_hand():
    # Half a step down, then half of what is left: w₁ = (1 − 1/4)/2; and with momentum v₂ = −3/32 − 1/8 = −7/32.
    assert [step.theta for step in descend(parabola(1.0), 1.0, eta=0.25, decay=0.5, steps=2)] == [1, 3 / 8, 9 / 64]
    w = [step.theta for step in descend(parabola(1.0), 1.0, eta=0.25, alpha=0.5, decay=0.5, steps=2)]
    assert w == [1, 3 / 8, (3 / 8 - 7 / 32) / 2]


def test_down_a_constant_slope_momentum_multiplies_the_pace_by_one_over_one_minus_alpha():
    w = [step.theta for step in descend(lambda w: (2 * w, 2.0), 0.0, eta=0.25, alpha=0.75, steps=200)]
    np.testing.assert_allclose(np.diff(w), -0.5 * (1 - 0.75 ** np.arange(1, 201)) / 0.25, rtol=1e-13)
    assert w[-1] - w[-2] == pytest.approx(-0.5 * 4, rel=1e-13)


@pytest.mark.parametrize("alpha", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("share, fate", [(0.98, "falls"), (1.02, "rises")])
def test_on_a_parabola_the_edge_with_momentum_is_at_two_times_one_plus_alpha(alpha, share, fate):
    steps = train(parabola(4.0), 1.0, eta=share * 2 * (1 + alpha) / 4, alpha=alpha, steps=1000)
    # An oracle: the pair (w_k, w_(k−1)) is multiplied by a matrix at each step.
    matrix = np.array([[1 + alpha - share * 2 * (1 + alpha), -alpha], [1, 0]])
    growth = np.abs(np.linalg.eigvals(matrix)).max()
    assert (growth < 1) == (fate == "falls") == (abs(steps[-1].theta) < 1e-6)
    expected = [(np.linalg.matrix_power(matrix, k) @ [1, 1])[0] for k in range(30)]  # from rest: w_(−1) = w_0
    np.testing.assert_allclose([step.theta for step in steps[:30]], expected, rtol=1e-11)


def test_where_the_cost_is_flat_decay_is_all_that_happens_and_biases_shrink_with_the_weights():
    theta = start()
    theta.b[1][...], theta.b[2][...] = [3.0, -5.0], 7.0
    steps = descend(lambda t: (0.0, NET.zeros()), theta, eta=0.5, alpha=0.9, decay=0.002, steps=100)
    np.testing.assert_allclose(list(steps)[-1].theta.vector, 0.998**100 * theta.vector, rtol=1e-13)


def penalised(eta, d):
    """The objective C + λ|θ|²/2 with λ = d / η."""

    def objective(theta):
        cost, grad = OBJECTIVE(theta)
        return cost + d / eta * theta.vector @ theta.vector / 2, grad + d / eta * theta

    return objective


def test_without_momentum_decay_is_a_penalty_on_the_squares_and_with_momentum_it_is_not():
    # (1 − d)(θ − η g) = θ − η′ (g + λθ) with η′ = (1 − d) η and η′λ = d.
    eta, d = 0.02, 0.125
    for alpha, same in ((0.0, True), (0.5, False)):
        walk = descend(penalised((1 - d) * eta, d), start(), eta=(1 - d) * eta, alpha=alpha, steps=20)
        difference = np.abs(points(alpha=alpha, decay=d) - [step.theta.vector for step in walk]).max()
        assert (difference < 1e-13) if same else (difference > 1e-2)


def test_the_cost_of_a_decaying_descent_is_that_of_the_data():
    for step in descend(OBJECTIVE, start(), eta=0.02, alpha=0.5, decay=0.125, steps=5):
        assert step.cost == OBJECTIVE(step.theta)[0]


def test_train_hands_momentum_and_decay_on():
    kept = train(OBJECTIVE, start(), eta=0.02, alpha=0.5, decay=0.125, steps=20, every=5)
    np.testing.assert_array_equal([step.theta.vector for step in kept], points(alpha=0.5, decay=0.125)[::5])


def test_momentum_keeps_each_step_its_own_and_float32_float32():
    steps = list(descend(OBJECTIVE, start(), eta=0.02, alpha=0.5, decay=0.1, steps=5))
    vectors = [step.theta.vector for step in steps] + [step.grad.vector for step in steps]
    assert not any(np.shares_memory(a, b) for a, b in itertools.combinations(vectors, 2))
    theta = Params(start().vector.astype(np.float32), NET.sizes)
    objective = NET.objective(DOSAGE.X.astype(np.float32), DOSAGE.Y.astype(np.float32), mse)
    steps = train(objective, theta, eta=0.02, alpha=np.float64(0.5), decay=np.float64(0.1), steps=3)
    assert {step.theta.vector.dtype for step in steps} == {np.dtype(np.float32)}


@pytest.mark.parametrize("name", ["alpha", "decay"])
@pytest.mark.parametrize("value, error", [
    (1, ValueError), (1.0, ValueError), (1.5, ValueError), (-0.1, ValueError), (math.nan, ValueError),
    (math.inf, ValueError), ("0.9", TypeError), (True, TypeError), (None, TypeError), ([0.9], TypeError),
])
def test_momentum_and_decay_are_shares_from_0_to_1(name, value, error):
    with pytest.raises(error, match=f"^{name} is ") as caught:
        train(parabola(1.0), 1.0, eta=0.1, steps=5, **{name: value})
    assert (repr(value) if error is TypeError else str(value)) in str(caught.value)
    if error is TypeError:
        advised = float(re.search(rf"such as {name}=(\S+)\.$", str(caught.value))[1])
        assert len(train(parabola(1.0), 1.0, eta=0.1, steps=5, **{name: advised})) == 6


# Which steps are kept.


@pytest.mark.parametrize("steps, every, kept", [
    (10, 1, list(range(11))), (10, 5, [0, 5, 10]), (10, 4, [0, 4, 8, 10]), (10, 11, [0, 10]), (10, 10, [0, 10]),
    (1, 1, [0, 1]), (0, 1, [0]), (0, 7, [0]), (np.int64(4), np.int64(2), [0, 2, 4]),
])
def test_train_keeps_every_so_manyth_step_and_the_last(steps, every, kept):
    result = train(OBJECTIVE, start(), eta=0.03, steps=steps, every=every)
    assert [step.k for step in result] == kept
    whole = list(descend(OBJECTIVE, start(), eta=0.03, steps=steps))
    assert all((step.theta.vector == whole[step.k].theta.vector).all() for step in result)


def test_progress_is_called_at_every_step():
    seen = []
    train(parabola(1.0), 1.0, eta=0.1, steps=5, every=3, progress=seen.append)
    assert [step.k for step in seen] == [0, 1, 2, 3, 4, 5]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_is_told_the_step_and_the_cost_once_a_second(monkeypatch):
    seconds = itertools.count(0, 0.5)  # each look at the clock is half a second later
    monkeypatch.setattr(nnlib.training.time, "monotonic", lambda: next(seconds))
    monkeypatch.setattr("sys.stderr", Terminal())
    train(parabola(1.0), 1.0, eta=0.1, steps=20)
    lines = sys.stderr.getvalue().splitlines()
    assert 3 <= len(lines) < 20
    assert all(re.fullmatch(r"step \d+ of 20, cost [\d.e+-]+", line) for line in lines)


def test_nothing_is_printed_where_nobody_waits(capsys):
    train(OBJECTIVE, start(), eta=0.03, steps=50)
    assert capsys.readouterr() == ("", "")


# Divergence.


def first_step_beyond(limit, curvature, eta):
    """At which step of descent from w = 1 on a parabola the cost passes a limit."""
    k = (math.log(limit) - math.log(curvature / 2)) / (2 * math.log(abs(1 - eta * curvature)))
    return math.ceil(k)


@pytest.mark.parametrize("kind", [float, np.float64, lambda x: np.array([x])])
def test_a_diverging_descent_names_its_step_and_eta_and_leaks_no_warning(kind):
    def objective(w):
        return (2 * w * w).sum() if isinstance(w, np.ndarray) else 2 * w * w, 4 * w

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Diverged) as error:
            train(objective, kind(1.0), eta=0.6, steps=10_000)
    step = first_step_beyond(np.finfo(float).max, 4, 0.6)
    assert error.value.k == step and error.value.eta == 0.6
    assert f"at step {step}, with eta = 0.6" in str(error.value)


def test_pythons_own_overflow_counts_as_divergence():
    with pytest.raises(Diverged, match="at step 1, with eta = 1e"):
        train(lambda w: (w**4, 4 * w**3), 1e75, eta=1e60, steps=5)


def test_a_network_that_diverges_keeps_its_steps_up_to_there():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Diverged) as error:
            train(OBJECTIVE, start(), eta=5.0, steps=10_000)
    kept, k = error.value.steps, error.value.k
    assert [step.k for step in kept] == list(range(k)) and k > 1
    assert all(np.isfinite(step.theta.vector).all() and np.isfinite(step.grad.vector).all() for step in kept)
    assert all(math.isfinite(step.cost) for step in kept)
    usual = list(itertools.islice(descend(OBJECTIVE, start(), eta=5.0, steps=10_000), k))
    assert all((a.theta.vector == b.theta.vector).all() for a, b in zip(kept, usual))


def test_every_thins_what_is_kept_of_a_divergence():
    with pytest.raises(Diverged) as error:
        train(parabola(4.0), 1.0, eta=0.6, steps=10_000, every=100)
    assert [step.k for step in error.value.steps] == list(range(0, error.value.k, 100))


def test_a_reader_of_descend_gets_every_finite_step_before_the_exception():
    seen = []
    with pytest.raises(Diverged) as error:
        for step in descend(OBJECTIVE, start(), eta=5.0, steps=10_000):
            seen.append(step.k)
    assert seen == list(range(error.value.k))


def test_an_update_that_overflows_is_a_divergence_too():
    # Here C = 1e280 and ∇C are finite, and only η ∇C is not.
    net = Network((1, 1), identity)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Diverged) as error:
            train(net.objective([[1e160]], [[1e140]], sse), net.zeros(), eta=1e9, steps=5)
    assert error.value.k == 1 and len(error.value.steps) == 1
    assert len(train(net.objective([[1e160]], [[1e140]], sse), net.zeros(), eta=1e9, steps=0)) == 1


def test_a_gradient_that_is_not_finite_is_a_divergence_even_where_the_cost_is():
    with pytest.raises(Diverged, match="at step 0, with eta = 0.1"):
        train(lambda w: (1.0, np.array([0.0, np.nan])), np.zeros(2), eta=0.1, steps=5)


def test_the_smaller_eta_that_is_advised_converges():
    with pytest.raises(Diverged) as error:
        train(parabola(4.0), 1.0, eta=0.6, steps=10_000)
    advised = float(re.search(r"Try a smaller eta, such as (\S+)\.$", str(error.value))[1])
    assert train(parabola(4.0), 1.0, eta=advised, steps=1000)[-1].cost < 1e-20


def test_numpys_error_state_is_what_it_was():
    before = np.geterr()
    steps = descend(OBJECTIVE, start(), eta=0.03, steps=5)
    next(steps)
    assert np.geterr() == before  # also between two steps, where the reader's own code runs
    with pytest.raises(Diverged):
        train(OBJECTIVE, start(), eta=5.0, steps=10_000)
    assert np.geterr() == before


def test_float32_parameters_stay_float32():
    theta = Params(start().vector.astype(np.float32), NET.sizes)
    objective = NET.objective(DOSAGE.X.astype(np.float32), DOSAGE.Y.astype(np.float32), mse)
    for eta in (0.03, np.float64(0.03)):
        steps = train(objective, theta, eta=eta, steps=3)
        assert {step.theta.vector.dtype for step in steps} == {np.dtype(np.float32)}


# Checks of arguments.


@pytest.mark.parametrize("eta, error", [
    (-0.1, ValueError), (0, ValueError), (0.0, ValueError), (-0.0, ValueError), (math.nan, ValueError),
    (math.inf, ValueError), (-math.inf, ValueError), (np.float64("nan"), ValueError), (np.float32(-1), ValueError),
    ("0.1", TypeError), (True, TypeError), (np.True_, TypeError), (None, TypeError), ([0.1], TypeError),
    (np.array([0.1]), TypeError), (1j, TypeError),
])
@pytest.mark.parametrize("walk", [train, lambda *args, **kwargs: next(descend(*args, **kwargs))],
                         ids=["train", "descend"])
def test_an_eta_that_is_no_positive_finite_number_is_refused(eta, error, walk):
    with pytest.raises(error) as caught:
        walk(OBJECTIVE, start(), eta=eta, steps=5)
    message = str(caught.value)
    assert message.startswith("eta is ")
    if error is TypeError:
        assert repr(eta) in message and type(eta).__name__ in message
        advised = re.search(r"such as eta=(\S+)\.$", message)[1]
        assert len(train(OBJECTIVE, start(), eta=float(advised), steps=5)) == 6
    else:
        assert f"eta is {eta}" in message and "expected a positive finite number" in message


@pytest.mark.parametrize("eta", [0.01, np.float64(0.01), np.float32(0.01), 1, np.int64(1)])
def test_every_kind_of_positive_number_is_an_eta(eta):
    assert len(train(parabola(1.0), 1.0, eta=eta, steps=2)) == 3


@pytest.mark.parametrize("name, value, error, parts", [
    ("steps", -1, ValueError, ["steps is -1", "at least 0"]),
    ("steps", 2.5, TypeError, ["2.5", "float", "whole number"]),
    ("steps", 3.0, TypeError, ["3.0", "float"]), ("steps", "3", TypeError, ["'3'", "str"]),
    ("steps", True, TypeError, ["True", "bool"]), ("steps", None, TypeError, ["None"]),
    ("every", 0, ValueError, ["every is 0", "at least 1"]), ("every", -5, ValueError, ["every is -5"]),
    ("every", 1.5, TypeError, ["1.5", "whole number"]),
])
def test_numbers_of_steps_are_whole_and_not_negative(name, value, error, parts):
    with pytest.raises(error) as caught:
        train(parabola(1.0), 1.0, **{"eta": 0.1, "steps": 5, name: value})
    assert all(part in str(caught.value) for part in parts)


def test_neither_eta_nor_steps_has_a_default():
    for walk in (descend, train):
        parameters = inspect.signature(walk).parameters
        assert all(parameters[name].default is inspect.Parameter.empty for name in ("eta", "steps"))


def test_bad_samples_are_refused_by_name_before_the_first_step():
    with pytest.raises(ValueError, match=r"X\[0, 0\] is nan"):
        train(NET.objective([[math.nan]], [[1.0]], sse), start(), eta=0.1, steps=5)
    bad = start()
    bad.vector[3] = math.inf
    with pytest.raises(ValueError, match=r"theta.vector\[3\] is inf"):
        train(OBJECTIVE, bad, eta=0.1, steps=5)
