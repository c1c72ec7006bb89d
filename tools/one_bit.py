"""Writes course/studies/datasets/one_bit.json: what becomes of one bit, for chapter 7.

    PYTHONPATH=. .venv/bin/python -m tools.one_bit

A few seconds. For each learning rate the descent of chapter 7 from chapter 2's start, and beside it four twins, in each
of which one weight of the start is larger by its last bit. `distances` holds, for each twin, the Euclidean distance from
the first descent at every EVERY-th step up to LOOKED_AT; `ends` holds for all five the step at which the cost first is
above HIGH after step 400, the highest cost from there on, and the sharpest curvature after STEPS steps. The
distances hang on the last bits of the machine that made them; tests/test_one_bit.py asks a machine of its own for
what does not.
"""

import json
import platform
import sys
from pathlib import Path

import numpy as np

from nnlib import Network, data, identity, softplus, sse, train
from nnlib.hessian import hessian
from tools.checksums import record

TARGET = Path(__file__).resolve().parent.parent / "course/studies/datasets/one_bit.json"
ETAS = [0.08, 0.13]
STEPS, LOOKED_AT, EVERY, HIGH = 2000, 1000, 10, 0.1
WEIGHTS = {"w1": (1, 0, 0), "w2": (1, 0, 1), "w3": (2, 0, 0), "w4": (2, 1, 0)}  # layer, row, column

NET = Network((1, 2, 1), softplus, identity)
DOSE = data.dosage()
OBJECTIVE = NET.objective(DOSE.X, DOSE.Y, sse)


def start(weight=None):
    """Chapter 2's start, with one weight one bit larger where it is named."""
    theta = NET.params(W={1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, b={1: [0, 0], 2: [0]})
    if weight:
        l, i, j = WEIGHTS[weight]
        theta.W[l][i, j] = np.nextafter(theta.W[l][i, j], np.inf)
    return theta


def sharpest(theta):
    return float(np.linalg.eigvalsh(hessian(lambda t: OBJECTIVE(t)[1], theta))[-1])


def end(run):
    """When the cost climbs above HIGH after step 400 (None: never), the highest cost after that step, and λ at the end."""
    late = [step.cost for step in run[400:]]
    low = int(np.argmin(late[:300]))
    up = next((400 + k for k in range(low, len(late)) if late[k] > HIGH), None)
    return {"up": up, "highest": max(late[low:]), "curvature": sharpest(run[-1].theta)}


def twins(eta):
    runs = [train(OBJECTIVE, start(weight), eta=eta, steps=STEPS) for weight in (None, *WEIGHTS)]
    points = np.array([[step.theta.vector for step in run[: LOOKED_AT + 1 : EVERY]] for run in runs])
    apart = np.linalg.norm(points[1:] - points[0], axis=2)
    return {"eta": eta, "distances": dict(zip(WEIGHTS, ([float(f"{x:.3g}") for x in row] for row in apart))),
            "ends": [end(run) for run in runs]}


def main():
    TARGET.write_text(json.dumps({
        "command": "python -m tools.one_bit",
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "every": EVERY, "runs": [twins(eta) for eta in ETAS],
    }, indent=1) + "\n", encoding="utf8")
    record(TARGET)


if __name__ == "__main__":
    sys.exit(main())
