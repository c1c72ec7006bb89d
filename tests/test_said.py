"""Texts of exercises: formulas, fractions, number words and turning words are as tests/said has them, and what shows them is true.

What can be checked of every text without a line is checked of every text: its arithmetic, what a slip's sentence says of its numbers, and
whether the passage that it leads to speaks of what it names.
"""

import importlib
import json
import re
from functools import cache

import numpy as np
import pytest
from by_number import each, exercises

import tools.said
from course.proofs.extract import COMMENT
from tools.said import COURSE, FILES, FOLDER, LABELS, MODULES, ROOT, Text, docstrings, lines, read, shown_by, stored, tokens, value

each_module = pytest.mark.parametrize("module", MODULES)


@pytest.mark.parametrize("module", FILES)
def test_a_text_says_what_was_read(module):
    """Who changes a text or where it leads changes the line: `python -m tools.said` writes it, and it has to be read."""
    assert lines(module) == [line for line, _ in stored(module)]


def untrue(module, found):
    """The lines of a module that what shows them does not show."""
    names = vars(importlib.import_module(f"course.exercises.{module.replace('/', '.')}"))
    for line, how in found:
        try:
            if how and not eval(how, shown_by(line, names)):
                yield f"{line} is not so: {how}"
        except Exception as error:
            yield f"{line} cannot be shown: {type(error).__name__}: {error}"


@each_module
def test_what_a_line_shows_is_so(module):
    assert list(untrue(module, stored(module))) == []


def test_how_many_are_shown():
    """Every exercise has texts with formulas; those that state one in general are shown first, numbers come from the computation."""
    found = [how for module in MODULES for _, how in stored(module)]
    assert len(found) > 2000 and sum(map(bool, found)) >= 150


CHANGES = [("½", "¼"), ("¼", "½"), ("⅓", "½"), (" − ", " + "), (" + ", " − "), ("²", "³"), (r"2(?=[a-z])", "3"), (r"(?<![\w⁻])−(?=[\w(])", ""), ("⁻²", "⁻³"), (r"(?<=[\w)]) / (?=[\w(])", " · ")]


def test_another_formula_is_not_shown():
    """In three of four changes: a line with another formula in it is not true of anything."""
    tried, missed = 0, []
    for module in MODULES:
        for line, how in stored(module):
            head, said = line.rsplit(" | ", 1)
            for old, new in CHANGES if how else ():
                if (other := re.sub(old, new, said, count=1)) != said:
                    tried += 1
                    missed += [] if list(untrue(module, [(f"{head} | {other}", how)])) else [other]
    assert tried > 60 and len(missed) <= tried / 4, missed


@pytest.mark.parametrize(("text", "said"), [
    ("The residual is y − w x, and dr/dw = −x.", ["residual", "y − w x", "dr/dw = −x"]), ("a (1 − a) is at most ¼.", ["a (1 − a)", "at most", "¼"]),
    ("Her gradient is the larger one.", ["gradient", "larger", "one"]), ("float32 has the gap 2⁻²³.", ["float32", "gap", "2⁻²³"])])
def test_what_a_text_says_is_found(text, said):
    assert tokens(text) == said


@pytest.mark.parametrize(("name", "old", "new"), [("training.descend", "θ − η ∇C(θ)", "θ + η ∇C(θ)"), ("losses.SquaredError.grad", "(ŷ − y)", "(y − ŷ)"), ("hessian.hessian", "/ 2h", "/ h"),
                                                  ("minibatch.descend", "batches, not epochs", "epochs, not batches")])
def test_another_word_in_a_docstring_is_seen(name, old, new):
    texts = [text.text for text in docstrings() if text.place == name and old in text.text]
    assert len(texts) == 1 and tokens(texts[0]) != tokens(texts[0].replace(old, new))


@pytest.mark.parametrize("said", ["digits.window | set_ylabel | share right, validation", "experiments.learned | set_ylabel | share of all runs", "differences.kink | label | to the right, slope 1",
                                  "figures.fits.residuals |  | A vertical stroke from each prediction to its datum.", "api | half_mse | c = 1/(2D).",
                                  "vee.DifferenceV |  | float32, 24 binary digits", "depth.LayerStack |  | the weights' standard deviation is gain / √24"])
def test_labels_and_docstrings_of_the_course_and_the_help_of_traits_are_among_the_lines(said):
    assert said in [*lines(LABELS), *lines(COURSE)]


PLANTS = [("chapters/chapter1", "dr/dw = −x", "dr/dw = x"), ("chapters/chapter1", "at most ¼", "at most ½"), ("chapters/chapter1", "Its place is x.\", FREE", "Its place is x.\", DERIVATIVE"),
          ("chapters/chapter1", "η = 1/λ a", "η = 2/λ a"), ("chapters/chapter1", "e^−b / 2", "e^−b / 4"), ("chapters/chapter1", "gap 2⁻²³", "gap 2⁻²⁴"), ("chapters/chapter1", "of order h².", "of order h³."),
          ("chapters/chapter7", "½ + ½ s²", "½ + ½ s"), ("chapters/chapter7", "they are ½ and 1", "they are 1 and ½"), ("chapters/chapter7", "counted, nₗ₋₁, and back those that leave, nₗ", "counted, nₗ, and back those that leave, nₗ₋₁"),
          ("chapters/chapter6", "is the larger one", "is the smaller one"), ("between/chapter1", "a quarter longer", "a third longer"), ("between/chapter7", "factor of five", "factor of four")]


@pytest.mark.parametrize(("module", "old", "new"), PLANTS, ids=[old for _, old, _ in PLANTS])
def test_a_planted_fault_is_seen(module, old, new):
    source = (FOLDER / f"{module}.py").read_text(encoding="utf8")
    assert old in source
    assert [tokens(text.text) + [text.passage] for text in read(source.replace(old, new))] != [tokens(text.text) + [text.passage] for text in read(source)]


@pytest.mark.parametrize(("old", "new"), [("damped", "amplified"), ("memory", "time"), ("head", "tail"), ("damped, not", "not damped,"), ("is σ′", "is σ")])
def test_any_other_word_turns_the_mark_of_a_line(old, new):
    said = "It is damped, not held: its memory at the head is σ′ at z."
    assert tools.said.line(Text("a", "", said)) != tools.said.line(Text("a", "", said.replace(old, new)))


# ---- what is checked of every text without a line


def equations(text):
    """(left, right, their values) for each equation of a text whose sides are numbers, one after the other."""
    for part in re.split(r"(?<=[a-zA-Z)}\d])[.;:](?=\s)|, (?=[a-zA-Z∂wδŷz])", text):
        for run in tokens(part):
            found = []
            for side in run.split(" = ") if '"' not in run else ():
                side = side.strip(" .,;:").replace(",", "")
                try:
                    found.append((side, value(side)))
                except Exception:
                    found.append((side, None))
            yield from ((a, b, x, y) for (a, x), (b, y) in zip(found, found[1:]) if x is not None and y is not None)


@each
def test_the_arithmetic_of_hints_is_right(exercise):
    """To what three digits can lose."""
    told = exercise.hints if exercise.kind != "function" else exercise.hints[:2]
    assert [(a, b) for text in (*told, exercise.shows) for a, b, x, y in equations(text) if abs(x - y) > 2e-3 * max(abs(x), abs(y))] == []


def test_an_equation_is_read_whole():
    (found,) = equations("So v = 0.6 · 0.4 − 0.1 · 2 (1.4 − 3) = 0.57 and w is 1.")
    assert abs(found[2] - 0.56) < 1e-12 and found[3] == 0.57
    assert [found[2:] for found in equations("√(1 + 16) = 4.12, and (1/4) · ½ = 0.125")][0][0] == np.sqrt(17)


def first(s, t):
    """The quotient of the first two numbers that differ."""
    return next((a / b for a, b in zip(s, t) if b and abs(a - b) > 1e-9 * abs(b)), 1.0)


# What a sentence says of the numbers of its slip, beside the right ones.
RATIOS = {"half as large": lambda s, t: abs(first(s, t) - 0.5) < 1e-6, "twice as large": lambda s, t: abs(first(s, t) - 2) < 1e-6,
          r"[Ss]ign (?:of \S+ )?is (?:turned|wrong|lost)|minus .{0,30} is lost": lambda s, t: any(a * b < 0 or a != b and abs(a + b) < abs(a) for a, b in zip(s, t)),
          "one too (?:many|small)": lambda s, t: any(abs(abs(a - b) - 1) < 1e-6 for a, b in zip(s, t)), "This is the square of": lambda s, t: any(abs(a - b * b) < 1e-6 * abs(a) for a, b in zip(s, t)),
          r"factor (?:1/D|1/\d|⅓) too many": lambda s, t: any(0 < a / b < 1 for a, b in zip(s, t) if b), "a factor (?:D|[2-9])[ =\\d]* too many": lambda s, t: any(a / b > 1 for a, b in zip(s, t) if b)}
# The sentence speaks of a gradient or a rate, and the answer is a number of steps, a new weight or the other factor.
ELSEWHERE = {("1.5", "half"), ("2.2", "rate halved"), ("3.4", "twice"), ("3.4", "half"), ("3.4", "rate doubled"), ("3.10", "wrong sign"), ("3.10", "twice"), ("3.10", "half"), ("7.g", "half of it")}


def off(exercise):
    """The slips whose sentence says of their numbers what is not so."""
    return {(exercise.id, slip.name) for slip in exercise.slips for pattern, holds in RATIOS.items()
            if re.search(pattern, slip.sentence) and not holds(slip.value, exercise.truth)}


def test_what_a_sentence_says_of_its_numbers_is_so():
    asked = exercises("number", "array", "formula", "function")
    assert set().union(*map(off, asked)) == ELSEWHERE
    assert sum(bool(re.search(pattern, slip.sentence)) for e in asked for slip in e.slips for pattern in RATIOS) > 60


def test_half_for_twice_is_told():
    turned = {"half as large": "twice as large", "twice as large": "half as large"}
    seen = [off(e._replace(slips=(s._replace(sentence=s.sentence.replace(old, new)),))) for e in exercises("number", "array") for s in e.slips for old, new in turned.items()
            if old in s.sentence and (e.id, s.name) not in ELSEWHERE]
    assert len(seen) > 12 and all(seen)


@cache
def sections():
    """{label: the text and code from there to the next heading of its rank}."""
    found = {}
    for page in sorted((ROOT / "chapters").glob("*.ipynb")):
        cells = json.loads(page.read_text(encoding="utf8"))["cells"]
        whole = "\n\n".join(COMMENT.sub("", "".join(cell["source"])) for cell in cells)
        for m in re.finditer(r"^\((sec-[\w-]+)\)=\n+(#+)", whole, re.M):
            rest = whole[m.end():]
            end = re.search(rf"^#{{1,{len(m[2])}}} ", rest[1:], re.M)
            found[m[1]] = rest[: end.start() if end else None]
    return found


# What a sentence names, and what its passage has to have then.
ABOUT = {"σ′": r"\\sigma'|prime|slope", "λ": r"\\lambda|curvature", r"\bpaths?\b": r"\bpaths?\b|both", r"\bδ": r"delta", "momentum": "momentum|alpha", "batch": "batch", "kink": "kink|corner",
         r"broadcast|\(D,\)": r"\(D,|broadcast|shape", "softmax": "softmax", "saturat": "satura", "curvature": "curvature|lambda", "truncation": "truncation", "Jacobian": "Jacobian", "edge of": "edge",
         "η": r"\\eta|eta\b|rate", "residual": r"residual|y - \\hat y|r_d|\br\b", "variance": "varian|deviation", "logarithm": r"\\ln|logarithm|log"}


# Where one of these is named beside the matter: the passage treats the step, and these words come from the exercise.
STRANGERS = {("sec-01-chain", "curvature"), ("sec-01-sigmoid-prime", r"\bpaths?\b"), ("sec-07-above", "logarithm"), ("sec-1986-more", "σ′"), ("sec-321-hidden-deltas", "σ′"),
             ("sec-auto-node", "residual"), ("sec-auto-node", "softmax"), ("sec-gen-1", "σ′"), ("sec-gen-3", "η"), ("sec-gen-cost", "residual"), ("sec-lib-shapes", "residual"),
             ("sec-softplus-b3", r"\bpaths?\b"), ("sec-trust-mistakes", "residual")}
# Two questions of one kind stand each behind its own passage.
SEVERAL = {("9", "half forgotten", "The ½ of the cost is missing."): {"sec-1986-plateau", "sec-1986-minimum"}}


def strangers():
    """(passage, what is named): a sentence leads to a passage that does not speak of what it names."""
    return {(slip.passage.label, name) for e in exercises() for slip in e.slips for name, there in ABOUT.items()
            if re.search(name, slip.sentence) and not re.search(there, sections()[slip.passage.label], re.I)}


def test_a_passage_speaks_of_what_leads_there():
    assert strangers() == STRANGERS


def test_a_sentence_leads_to_one_passage_in_its_chapter():
    """The same words of two exercises are treated at the same place."""
    places = {}
    for e in exercises():
        for slip in e.slips:
            places.setdefault((e.id.split(".")[0], slip.name, slip.sentence), set()).add(slip.passage.label)
    assert {key: found for key, found in places.items() if len(found) > 1} == SEVERAL
