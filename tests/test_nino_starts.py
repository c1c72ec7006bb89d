"""The stored starts on the sea temperatures are what tools/nino_starts.py computes: a sample again, with nnlib's own descent."""

from pathlib import Path

import numpy as np
import pytest

from course.studies import measured
from nnlib import Network, Params, complex_step, data, identity, mse, softplus, train
from tools import nino_starts as tool

ROOT = Path(__file__).resolve().parents[1]

STORED = measured.nino_starts()
net = Network((1, 2, 1), softplus, identity)
X, Y = (data.unit_interval(column) for column in data.nino_year()[:2])
OBJECTIVE = net.objective(X, Y, mse)


def r_squared(theta):
    return 1 - net.cost(theta, X, Y, mse) / Y.var()


def test_the_file_says_how_it_was_made_and_holds_every_start():
    assert STORED["command"] == "python -m tools.nino_starts" and set(STORED["versions"]) == {"python", "numpy"}
    assert (STORED["eta"], STORED["r"], STORED["steps"]) == (tool.ETA, tool.R, tool.STEPS)
    assert np.shape(STORED["starts"]) == (tool.SEEDS, len(tool.STEPS))


@pytest.mark.parametrize("seed", range(tool.SEEDS))
def test_every_start_is_nnlibs_and_has_the_stored_score(seed):
    assert r_squared(tool.start(seed)) == pytest.approx(STORED["starts"][seed][0], abs=1e-6)  # six digits are stored


@pytest.mark.parametrize("seed", [0, 3, 8, 11, 16])
def test_a_sample_of_the_descents_by_nnlib(seed):
    """5,000 steps: a start moved by 1e-14 is then still within 1e-10 of the same score, so no processor changes a digit."""
    for theta, tolerance in ((tool.start(seed), 1e-6), ((1 + 1e-14) * tool.start(seed), 1e-6)):
        run = train(OBJECTIVE, theta, eta=tool.ETA, steps=5000, every=1000)
        for k in (1000, 5000):
            assert r_squared(run[k // 1000].theta) == pytest.approx(STORED["starts"][seed][tool.STEPS.index(k)], abs=tolerance)


def test_a_whole_descent_by_the_script():
    """Seed 16, which is on the plateau for 50,000 steps and among the good ones at the end."""
    points = tool.descend(tool.start(16).vector[np.newaxis], tool.STEPS)
    scores = [tool.r_squared(points[k])[0] for k in tool.STEPS]
    np.testing.assert_allclose(scores, STORED["starts"][16], atol=1e-6)
    assert scores[-3] < 0.05 and scores[-1] > 0.9


def test_the_table_of_derivatives_is_the_one_that_the_complex_step_finds():
    theta = tool.start(2)
    _, J = tool.passes(theta.vector[np.newaxis])
    for d in range(len(X)):
        true = complex_step(lambda t, d=d: net(t, X[d : d + 1])[0, 0], theta)
        np.testing.assert_allclose(J[0, d], true.vector, rtol=1e-12, atol=1e-14)


def test_the_best_point_is_at_rest_and_better_than_every_stored_end():
    best = Params(np.array(STORED["best"]), net.sizes)
    assert r_squared(best) > max(row[-1] for row in STORED["starts"])
    polished = tool.polished(best.vector, rounds=60)
    np.testing.assert_allclose(polished, best.vector, atol=5.1e-4)  # it is rounded to three decimals
    assert np.abs(OBJECTIVE(Params(polished, net.sizes))[1].vector).max() < 1e-9


def test_a_descent_that_takes_another_rate_is_seen():
    run = train(OBJECTIVE, tool.start(3), eta=1.02 * tool.ETA, steps=1000)
    assert abs(r_squared(run[-1].theta) - STORED["starts"][3][1]) > 1e-4
