"""The stored runs on the digits are what tools/digits_runs.py computes: a sample of nnlib's own is computed again."""

from pathlib import Path

import numpy as np
import pytest

from course.studies import measured
from nnlib import data, sigmoid, tanh
from tools import digits_runs

ROOT = Path(__file__).resolve().parents[1]

RUNS = measured.digit_runs()
KINDS = ("shuffled", "forms")
# The last bits of a sum differ between processors, and a few hundred steps of momentum let such a difference grow to
# about 1e-12 (measured by a start that is moved by 1e-15). It takes a tie of that size between two classes to change
# one answer; one sample is allowed for.
ONE = 1.01


def test_the_file_says_how_it_was_made():
    assert RUNS["command"] == "python -m tools.digits_runs"
    assert set(RUNS["versions"]) == {"python", "numpy", "scikit-learn"}


def test_every_run_of_the_plan_is_there_and_is_a_share():
    plan = [(h, loss, eta) for h in ("sigmoid", "tanh") for loss in digits_runs.LOSSES for eta in digits_runs.ETAS]
    assert [(run["hidden"], run["loss"], run["eta"]) for run in RUNS["sweep"]] == plan
    moved = [(phi.name, "mse", eta) for phi in digits_runs.MOVED for eta in digits_runs.ETAS]
    assert [(run["hidden"], run["loss"], run["eta"]) for run in RUNS["means"]] == moved
    for run in RUNS["sweep"] + RUNS["means"]:
        assert len(run["valid"]) == digits_runs.STARTS and all(0 <= share <= 1 for share in run["valid"])
    for kind in KINDS:
        assert [found["seed"] for found in RUNS["splits"][kind]] == list(range(digits_runs.SPLITS))
        for found in RUNS["splits"][kind]:
            assert all(0.5 < found[name] <= 1 for name in ("net", "sklearn", "logistic", "nearest"))
            assert found["net eta"] in digits_runs.NET_ETAS and 0 < found["net epochs"] <= digits_runs.LONGEST
            assert found["logistic eta"] in digits_runs.LOGISTIC_ETAS


def test_each_form_is_left_out_once_and_is_in_no_other_part():
    assert [found["seed"] for found in RUNS["left_out"]] == list(range(14))
    forms = data.digit_forms()
    for found in RUNS["left_out"]:
        parts = digits_runs.leave_out(found["seed"])
        assert sorted(np.concatenate(parts)) == list(range(len(forms)))
        assert [len(set(forms[part])) for part in parts] == [10, 3, 1] and set(forms[parts[2]]) == {found["seed"]}
        assert found["net eta"] in digits_runs.LEFT_OUT_ETAS and found["logistic eta"] in digits_runs.LOGISTIC_ETAS
        assert all(0.5 < found[name] <= 1 for name in ("net", "logistic", "nearest"))


@pytest.mark.parametrize(("phi", "eta", "seed"), [(0, 1.0, 3), (1, 1.0, 0)])
def test_a_sample_of_the_moved_units_computed_again(phi, eta, seed):
    hidden = digits_runs.MOVED[phi]
    stored = next(run for run in RUNS["means"] if (run["hidden"], run["eta"]) == (hidden.name, eta))
    assert abs(digits_runs.window(hidden, "mse", eta, seed) - stored["valid"][seed]) <= ONE / 360


@pytest.mark.parametrize("form", [2, 8])
def test_a_form_left_out_computed_again(form):
    stored, (training, _, test) = RUNS["left_out"][form], digits_runs.leave_out(form)
    for name, net in digits_runs.NETS.items():
        *_, last = digits_runs.run(net, digits_runs.cross_entropy, training, stored[f"{name} eta"],
                                   stored[f"{name} epochs"], form)
        assert abs(digits_runs.right(net, last.theta, test, training) - stored[name]) <= ONE / len(test)


@pytest.mark.parametrize(("hidden", "loss", "eta", "seed"), [
    (sigmoid, "cross_entropy", 0.3, 2), (sigmoid, "mse", 0.03, 0), (sigmoid, "mse", 1.0, 1), (tanh, "mse", 0.3, 4),
])
def test_a_sample_of_the_sweep_computed_again(hidden, loss, eta, seed):
    stored = next(run for run in RUNS["sweep"] if (run["hidden"], run["loss"], run["eta"]) == (hidden.name, loss, eta))
    assert abs(digits_runs.window(hidden, loss, eta, seed) - stored["valid"][seed]) <= ONE / 360


@pytest.mark.parametrize(("kind", "seed"), [("shuffled", 3), ("forms", 0)])
def test_a_sample_of_the_comparison_computed_again(kind, seed):
    """With the rates and epochs that were chosen; that they are the best of their kind takes all runs to see."""
    stored = RUNS["splits"][kind][seed]
    training, _, test = digits_runs.split(kind, seed)
    for name, net in digits_runs.NETS.items():
        *_, last = digits_runs.run(net, digits_runs.cross_entropy, training, stored[f"{name} eta"],
                                   stored[f"{name} epochs"], seed)
        assert abs(digits_runs.right(net, last.theta, test, training) - stored[name]) <= ONE / len(test)


def test_one_nearest_neighbour_on_every_split_computed_again_by_its_definition():
    """Whole numbers, so nothing is rounded; every other distance is found by the difference itself."""
    X, classes = digits_runs.X, digits_runs.CLASSES
    for kind in KINDS:
        for seed in (0, 11):
            training, _, test = digits_runs.split(kind, seed)
            nearest = [classes[training[((X[training] - x) ** 2).sum(axis=1).argmin()]] for x in X[test]]
            assert np.mean(nearest == classes[test]) == pytest.approx(RUNS["splits"][kind][seed]["nearest"], abs=1e-9)


def test_another_seed_is_another_run():
    """So that the samples above cannot agree by being all the same."""
    shares = {tuple(found[name] for name in ("net", "logistic", "nearest")) for found in RUNS["splits"]["shuffled"]}
    assert len(shares) > 10
