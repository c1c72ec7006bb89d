"""The explorer of the first page as Python sees it, against the same round worked out in plain sums."""

import itertools
import math

import pytest
from course.widgets import RoundTrip
from course.widgets.round_trip import ETA, NAMES, START

POINTS = list(itertools.product((-1.0, 0.0, 0.5, 1.0), repeat=2))
PHI = {"sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda a: a * (1 - a)), "tanh": (math.tanh, lambda a: 1 - a * a)}


def by_hand(activation, x, y, theta):
    """a, ŷ, C, the deltas and the seven derivatives, one after the other."""
    w1, w2, b1, b2, w3, w4, b3 = theta
    phi, slope = PHI[activation]
    a1, a2 = phi(w1 * x + b1), phi(w2 * x + b2)
    y_hat = w3 * a1 + w4 * a2 + b3
    delta3 = y_hat - y
    delta1, delta2 = delta3 * w3 * slope(a1), delta3 * w4 * slope(a2)
    return {"a1": a1, "a2": a2, "y_hat": y_hat, "C": (y_hat - y) ** 2 / 2, "delta1": delta1, "delta2": delta2, "delta3": delta3,
            "grad": [delta1 * x, delta2 * x, delta1, delta2, delta3 * a1, delta3 * a2, delta3]}


@pytest.mark.parametrize("activation", PHI)
def test_three_taps_are_one_round(activation):
    """Forward, backward, step, compared at each tap of two rounds; 1e-12 is far above rounding and far below any slip."""
    for x, y in POINTS:
        theta = list(START)
        for taps in range(7):
            shown, expected = RoundTrip(activation=activation, x=x, y=y, taps=taps).shown(), by_hand(activation, x, y, theta)
            if taps % 3 == 2:
                assert [shown[f"d{name}"] for name in NAMES] == pytest.approx(expected["grad"], abs=1e-12)
                theta_next = [t - ETA * g for t, g in zip(theta, expected["grad"], strict=True)]
            assert [shown[name] for name in NAMES] == pytest.approx(theta, abs=1e-12)
            assert all(shown[name] == pytest.approx(expected[name], abs=1e-12) for name in shown if name in expected)
            if taps % 3 == 2:
                theta = theta_next


def test_each_tap_brings_its_numbers():
    known = [set(RoundTrip(taps=taps).shown()) for taps in range(4)]
    assert known[0] == set(NAMES)
    assert known[1] - known[0] == {"a1", "a2", "y_hat", "C"}
    assert known[2] - known[1] == {f"d{name}" for name in NAMES} | {"delta1", "delta2", "delta3"}
    assert known[3] - known[0] == {"y_hat", "C"}


def test_the_cost_falls_in_every_round_wherever_the_reader_puts_x_and_y():
    for activation, (x, y) in itertools.product(PHI, POINTS):
        costs = [RoundTrip(activation=activation, x=x, y=y, taps=taps).shown()["C"] for taps in (1, *range(3, 61, 3))]
        assert all(after <= before for before, after in itertools.pairwise(costs))
