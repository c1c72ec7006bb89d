"""Writes course/studies/datasets/nino_starts.json: how well two softplus neurons fit the mean year, from many starts.

    PYTHONPATH=. .venv/bin/python -m tools.nino_starts

Half a minute. `starts` holds for each of 20 seeds R² at `steps` of a descent; a start is nnlib's
`net.init_uniform(np.random.default_rng(seed), R)`, and all descend side by side as the rows of one array, which is why
this is not nnlib's own loop. `best` is the end of a search that is no gradient descent: from the last point of each
descent, damped Gauss-Newton steps with the table J of chapter 2 (its rows are the derivatives of one prediction by the
seven parameters), a step being kept if it lowers the cost; the best of the 20 ends, rounded to three decimals.
tests/test_nino_starts.py computes a sample again with nnlib.
"""

import json
import platform
from pathlib import Path

import numpy as np

from nnlib import Network, data, identity, softplus
from tools.checksums import record

TARGET = Path(__file__).resolve().parent.parent / "course/studies/datasets/nino_starts.json"
ETA, R, SEEDS, STEPS = 0.05, 5.0, 20, [0, 1000, 5000, 20_000, 50_000, 100_000, 200_000]
net = Network((1, 2, 1), softplus, identity)
year = data.nino_year()
x, y = (data.unit_interval(column)[:, 0] for column in (year.X, year.Y))


def start(seed):
    return net.init_uniform(np.random.default_rng(seed), R)


def passes(theta):
    """The residuals y − ŷ, (S, 12), and ∂ŷ/∂θ, (S, 12, 7), at S points in the order of nnlib's vector, (S, 7)."""
    w1, w2, b1, b2, w3, w4, b3 = theta.T[:, :, np.newaxis]
    z1, z2 = x * w1 + b1, x * w2 + b2
    a1, a2, one = np.logaddexp(0, z1), np.logaddexp(0, z2), np.ones_like(z1)
    h1, h2 = w3 * np.exp(z1 - a1), w4 * np.exp(z2 - a2)  # σ(z) = e^(z − softplus(z))
    return y - (a1 * w3 + a2 * w4 + b3), np.stack([h1 * x, h2 * x, h1, h2, a1, a2, one], axis=2)


def r_squared(theta):
    return 1 - (passes(theta)[0] ** 2).sum(axis=1) / ((y - y.mean()) ** 2).sum()


def descend(theta, steps):
    """The points (S, 7) after each number of `steps`, by gradient descent on the mean of the squared residuals."""
    seen, theta = {}, theta.copy()
    for k in range(max(steps) + 1):
        if k in steps:
            seen[k] = theta.copy()
        r, J = passes(theta)
        theta += ETA * 2 / len(x) * np.einsum("sd,sdp->sp", r, J)
    return seen


def polished(theta, rounds=2000):
    """One point (7,) after damped Gauss-Newton steps: (JᵀJ + μI) step = Jᵀr, with μ smaller after every success."""
    mu = 1e-3
    for _ in range(rounds):
        r, J = (part[0] for part in passes(theta[np.newaxis]))
        new = theta + np.linalg.solve(J.T @ J + mu * np.eye(7), J.T @ r)
        better = (passes(new[np.newaxis])[0] ** 2).sum() < (r**2).sum()
        theta, mu = (new, mu / 3) if better else (theta, mu * 2)
        mu = min(max(mu, 1e-12), 1e12)
    return theta


def main():
    points = descend(np.array([start(seed).vector for seed in range(SEEDS)]), STEPS)
    scores = np.array([r_squared(points[k]) for k in STEPS]).T
    ends = np.array([polished(theta) for theta in points[STEPS[-1]]])
    best = ends[r_squared(ends).argmax()].round(3)
    print(scores.round(4), r_squared(ends).round(5), best, r_squared(best[np.newaxis]), sep="\n")
    TARGET.write_text(json.dumps({
        "command": "python -m tools.nino_starts",
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "eta": ETA, "r": R, "steps": STEPS, "starts": scores.round(6).tolist(), "best": best.tolist(),
    }, indent=1) + "\n", encoding="utf8")
    record(TARGET)


if __name__ == "__main__":
    main()
