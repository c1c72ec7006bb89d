"""What chapter 7 says of one bit holds on this machine too, whose last bits may be others than those of the stored run."""

from pathlib import Path

import numpy as np
import pytest

from course.studies import measured
from tools import one_bit

ROOT = Path(__file__).resolve().parents[1]

STORED = {run["eta"]: run for run in measured.one_bit()["runs"]}


@pytest.fixture(scope="module", params=["stored", "here"])
def runs(request):
    """The runs by their η: of the file, and run again on this machine."""
    return STORED if request.param == "stored" else {eta: one_bit.twins(eta) for eta in one_bit.ETAS}


def distances(run):
    return np.array(list(run["distances"].values()))


def test_the_file_says_how_it_was_made():
    assert measured.one_bit()["command"] == "python -m tools.one_bit"
    assert list(STORED) == one_bit.ETAS and measured.one_bit()["every"] == one_bit.EVERY
    for run in STORED.values():
        assert list(run["distances"]) == list(one_bit.WEIGHTS)
        assert distances(run).shape == (4, one_bit.LOOKED_AT // one_bit.EVERY + 1) and len(run["ends"]) == 5


@pytest.mark.parametrize("weight", one_bit.WEIGHTS)
def test_a_twin_differs_by_one_bit_of_one_weight(weight):
    change = one_bit.start(weight).vector - one_bit.start().vector
    assert (change != 0).sum() == 1 and 0 < change.max() == np.spacing(np.abs(one_bit.start().vector[change != 0])).item()


def test_below_the_edge_a_bit_stays_a_bit(runs):
    """A thousand steps add about one rounding each, of 1e-16: the bound leaves room for a different processor's."""
    assert distances(runs[0.08]).max() < 1e-13
    assert all(end["up"] is None for end in runs[0.08]["ends"])


def test_above_the_edge_it_grows_by_the_factor_of_the_sharpest_direction(runs):
    """From 1e-10 on, far above roundings, up to 1e-3, before the third derivative counts; λ from where the growth began."""
    H = one_bit.sharpest(one_bit.train(one_bit.OBJECTIVE, one_bit.start(), eta=0.13, steps=480, every=480)[-1].theta)
    for apart in distances(runs[0.13]):
        rising = np.arange(40, np.argmax(apart))
        first, last = rising[(apart[rising] > 1e-10) & (apart[rising] < 1e-3)][[0, -1]]
        slope = np.log(apart[last] / apart[first]) / ((last - first) * one_bit.EVERY)
        assert abs(slope / np.log(abs(1 - 0.13 * H)) - 1) < 0.02  # the direction turns a little, and λ is not constant


def test_how_it_ends_does_not_hang_on_the_bit(runs):
    ends = runs[0.13]["ends"]
    ups = [end["up"] for end in ends]
    assert 600 < min(ups) and max(ups) < 700 and max(ups) - min(ups) <= 40
    assert all(abs(end["highest"] - 0.379) < 0.01 for end in ends)
    assert all(abs(end["curvature"] - 15.357) < 0.01 for end in ends)
    assert 0.05 < distances(runs[0.13]).max(axis=1).min()  # nothing in common is left
