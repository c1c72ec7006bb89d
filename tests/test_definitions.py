"""Updates that a page defines and no later formula uses are run from their LaTeX, and compared with the steps of nnlib."""

import re
from pathlib import Path

import numpy as np
import pytest

from course.proofs.extract import formulas, markdown
from nnlib import descend

ROOT = Path(__file__).parents[1]
CURVATURE, ETA, ALPHA, STEPS = np.array([1.0, 0.3]), 0.4, 0.7, 12
# By labels: how the rate of the page is that of nnlib, whose momentum stands outside of the rate's product.
UPDATES = {
    ("06-handwritten-digits", "eq-dig-momentum"): 1, ("06-handwritten-digits", "eq-dig-outside"): 1,
    ("06-handwritten-digits", "eq-dig-averaged"): 1 / (1 - ALPHA), ("09-experiments-of-1986", "eq-1986-move", "eq-1986-step"): 1,
}  # fmt: skip
WORDS = ((r"\frac{\partial C}{\partial w}", "g"), (r"\nabla C(\theta)", "g"), (r"\alpha", "alpha"), (r"\eta", "eta"), (r"\theta", "theta"),
         (r"\,", " "), ("&", ""))  # fmt: skip


def latex_of(page, *labels):
    """The LaTeX of these formulas, one after the other."""
    found = {f.label: f.latex for f in formulas(page, markdown(ROOT / f"chapters/{page}.ipynb"))}
    return "\n".join(found[label] for label in labels)


def updates(latex):
    """(symbol, Python expression of its new value) for each row with an arrow."""
    text = re.sub(r"%.*", "", latex)
    for written, name in WORDS:
        text = text.replace(written, name)
    for row in re.split(r"\\\\|\n", text):
        if r"\leftarrow" in row:
            left, right = row.split(r"\leftarrow")
            right = re.sub(r"(?<=[\w)])\s+(?=[\w(])", " * ", right.replace(r"\left", "").replace(r"\right", "").strip())
            yield left.strip(), right


def path(latex, eta):
    """The points of a descent by the updates, on C = Σ c θ² / 2, from (1, −2) and from rest."""
    rows = [(name, compile(code, code, "eval")) for name, code in updates(latex)]
    point = "w" if any(name == "w" for name, _ in rows) else "theta"
    there = dict.fromkeys("vuq", np.zeros(2)) | {"alpha": ALPHA, "eta": eta, point: np.array([1.0, -2.0])}
    points = [there[point]]
    for _ in range(STEPS):
        there["g"] = CURVATURE * there[point]
        for name, code in rows:
            there[name] = eval(code, {}, there)
        points.append(there[point])
    return np.array(points)


def ours():
    """The same by nnlib."""
    run = descend(lambda t: (float(CURVATURE @ t**2) / 2, CURVATURE * t), np.array([1.0, -2.0]), eta=ETA, alpha=ALPHA, steps=STEPS)
    return np.array([step.theta for step in run])


@pytest.mark.parametrize("where, factor", UPDATES.items(), ids=lambda v: v[1] if isinstance(v, tuple) else "")
def test_an_update_that_a_page_defines_is_the_step_of_nnlib(where, factor):
    np.testing.assert_allclose(path(latex_of(*where), ETA * factor), ours(), rtol=1e-12, atol=1e-13)  # a dozen steps of a few roundings


@pytest.mark.parametrize("where, factor", UPDATES.items(), ids=lambda v: v[1] if isinstance(v, tuple) else "")
@pytest.mark.parametrize("old, new", [(r"\alpha", r"(1 - \alpha)"), (r"\alpha", r"2 \alpha"), ("- ", "+ "), (r"-\eta", r"\eta"), (r"\eta", r"\alpha"),
                                      ("+ v", "- v"), (r"\alpha v", "v"), (r"\alpha u", "u"), (r"\alpha q", "q"), (r"(1 - \alpha) g", "g")])  # fmt: skip
def test_a_planted_fault_takes_another_path(where, factor, old, new):
    latex = latex_of(*where)
    if old in latex:
        assert np.abs(path(latex.replace(old, new, 1), ETA * factor) - ours()).max() > 1e-3
