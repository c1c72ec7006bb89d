"""The explorer of chapter 9 as Python sees it: its rows against a plain sum, its start against the weights that were printed."""

import itertools
import math

import numpy as np
import pytest
from course.studies import published
from course.widgets import MirrorNet
from course.widgets.mirror import RATIOS, places, rows, symmetric
from nnlib import data

STATES = [{}, {"ratio": "other", "unit": 2.0}, {"ratio": "sum", "unit": 8.0, "b": -3.0}, {"unit": 0.0}, {"v": 4.0, "c": -2.0, "b": 1.5}]


def sigma(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


@pytest.mark.parametrize("state", STATES, ids=str)
def test_every_row_is_a_plain_sum(state):
    net = MirrorNet(**state)
    for k, x in enumerate(itertools.product((0, 1), repeat=6)):
        r = RATIOS[net.ratio]
        s = sum(net.unit * w * (mirror - own) * sign for w, own, mirror, sign in zip(r, x, x[::-1], (1, -1, 1), strict=False))
        a1, a2 = sigma(net.b + s), sigma(net.b - s)
        net.row = k
        assert net.look() == pytest.approx({"s": s, "z1": net.b + s, "z2": net.b - s, "a1": a1, "a2": a2, "y_hat": sigma(net.v * (a1 + a2) + net.c)}, abs=1e-12)
        assert net.outputs()[k] == pytest.approx(net.look()["y_hat"], abs=1e-15)


def test_the_start_is_the_printed_network_with_its_ratios_made_exact():
    """No weight is moved by more than three hundredths of itself, and every answer stays on its side."""
    printed, ours = published.symmetry(), MirrorNet()
    assert ours.theta().vector == pytest.approx(printed.theta.vector, rel=0.03)
    assert ours.right() == 64 and np.array_equal(rows(), data.symmetry().X) == np.array_equal(symmetric(), data.symmetry().Y[:, 0] == 1)
    assert sorted(map(tuple, rows())) == sorted(map(tuple, data.symmetry().X))


def test_mirror_images_stand_on_the_diagonal():
    assert {k for k in range(64) if places(k)[0] == places(k)[1]} == set(np.flatnonzero(symmetric()))
    assert len({places(k) for k in range(64)}) == 64


def test_which_ratios_can_work():
    """Two of them do for a large unit; where one weight is the sum of others, some row cannot be told from a mirror image."""
    assert MirrorNet(ratio="other", unit=3.15).right() == 64
    for ratio in ("sum", "equal"):
        assert max(MirrorNet(ratio=ratio, unit=unit, b=b).right() for unit in np.linspace(0, 8, 17) for b in (-4.0, -1.0)) < 64
