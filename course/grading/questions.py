"""Questions for other systems: pools of worked networks, and those exercises of the chapters whose statement stands alone."""

import json
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

from course.editions.worksheet import DIGITS, NETS, NOWHERE, given, names, neuron, shown
from course.editions.worksheet import deltas as deciding_deltas
from course.editions.worksheet import sheet as drawn_sheet
from course.editions.written import told
from course.exercises import exercises_of
from course.exercises.builders import asked_of
from course.exercises.checking import chapters
from course.exercises.judging import right_sentence, table
from course.exercises.model import Exercise
from course.exercises.sealing import WIDER
from course.exercises.verdicts import VERDICTS

ROOT = Path(__file__).resolve().parents[2]
STATEMENT = re.compile(r"^### Exercise (\d+\.\d+): (.+?)\n\n(.*?)(?=^\([\w-]+\)=$|^#{1,3} |\Z)", re.M | re.S)
# Exercises that a stranger to the book understands. Everything that refers to a page is refused besides, whatever stands here.
ALONE = ("1.1", "1.3", "1.5", "1.7", "1.9", "2.4", "3.3", "6.11", "7.9", "7.10", "10.1", "10.2", "10.3", "10.4")
SENTENCES = re.compile(r"(?<=[.?!]) ")
REFERS = re.compile(r"\{\w+\}`|\]\(|\[@|`|\b(?:chapter|section|figure|page|above|the post|the document|explainer)\b")
# What a stranger may not know, said after a statement that speaks of it and does not say it.
MEANS = {"σ(": "σ(z) = 1 / (1 + e<sup>−z</sup>).", "softplus": "The softplus of z is ln(1 + e<sup>z</sup>), and the ramp is max(0, z).",
         "delta": "The delta of a neuron is δ = ∂C/∂z, where z is its pre-activation.", "sigmoid": "The sigmoid is σ(z) = 1 / (1 + e<sup>−z</sup>)."}
ANSWERED = re.compile(r"`|\]\(|\b(?:chapter|section|figure|the post|the document|explainer)\b")  # in an answer; a layer may be above another
KINDS = ("number", "array", "choice")
GREEK = {"alpha": "α", "beta": "β", "delta": "δ", "eta": "η", "lambda": "λ", "sigma": "σ", "partial": "∂", "cdot": "·", "le": "≤", "ge": "≥",
         "times": "×", "phi": "φ", "theta": "θ", "tanh": "tanh", "prime": "′", "ne": "≠", "approx": "≈", "rho": "ρ"}


class Question(NamedTuple):
    """A question as every format needs it: the statement in XHTML, and the exercise that judges its answers."""

    name: str
    statement: str
    exercise: Exercise
    pool: bool = False


class LeftOut(Exception):
    """An exercise that cannot leave the book; the message says why."""


def pool(seed: int, count: int, net: str = "3-2-1") -> list[Question]:
    """Worked networks with numbers of their own: the prediction and the deltas are asked for."""
    found = []
    for k in told(range(1, count + 1), "networks"):
        sheet = drawn_sheet(seed, net, key=f"question {k}")
        sizes, problem = NETS[net], sheet.problem
        last = sizes[0] + 1
        labels = ("ŷ", *names(sizes)["deltas"])
        exercise = Exercise(f"pool-{sheet.code}", f"network {k}", "In three significant digits:", "array", labels,
                            **asked_of(problem, deciding_deltas, passages=NOWHERE, digits=DIGITS), hints=(
                                "Begin with the pre-activations of the hidden neurons, then their activations, then ŷ.",))
        rows = "".join(f"<tr><th>{name}</th><td>{shown(value, 2 if abs(value) >= 1 else 1)}</td></tr>" for name, value in given(problem))
        statement = (f"<p>In a {'-'.join(map(str, sizes))} network neurons 1 to {sizes[0]} are the inputs, and every neuron after them is a sigmoid, "
                     f"a = σ(z) = 1 / (1 + e<sup>−z</sup>). The weight w{neuron(sizes, 0, 0)}{neuron(sizes, 1, 0)} belongs to the arrow from neuron 1 to neuron {last}, b{neuron(sizes, 1, 0)} is "
                     f"the bias of neuron {last}, and so on; ŷ is the activation of the last neuron. The target is y = {problem.Y[0, 0]:.0f}, the cost C = ½ (y − ŷ)². A delta is δ = ∂C/∂z. "
                     "What are the prediction and the deltas? Carry four significant digits on the way, and answer in three.</p>"
                     f"<table>{rows}</table>")
        found.append(Question(f"Worked network {k}", statement, exercise, pool=True))
    return found


def alone() -> tuple[list[Question], dict[str, str]]:
    """The exercises that stand alone, and why each of the others stays in the book."""
    statements = dict(_statements())
    found, left = [], {}
    for exercise in (exercise for chapter in chapters() for exercise in exercises_of(chapter)):
        try:
            statement = statement_of(exercise, statements.get(exercise.id, ""))
            found.append(Question(f"Exercise {exercise.id}: {exercise.title}", statement, said_alone(exercise)))
        except LeftOut as reason:
            left[exercise.id] = str(reason)
    return found, left


def said_alone(exercise: Exercise) -> Exercise:
    """The exercise as a stranger is answered: without the sentences and hints that refer to the book or to its code."""
    hints = tuple(hint for hint in exercise.hints if not ANSWERED.search(hint))
    slips = [slip._replace(sentence=" ".join(said for said in SENTENCES.split(slip.sentence) if not ANSWERED.search(said))) for slip in exercise.slips]
    return exercise._replace(hints=hints, slips=type(exercise.slips)(slips))


def _statements():
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf8"))["cells"]:
            if cell["cell_type"] == "markdown":
                for id, _, text in STATEMENT.findall("".join(cell["source"])):
                    yield id, text


def statement_of(exercise: Exercise, text: str) -> str:
    """The statement in XHTML; LeftOut says what keeps it in the book."""
    if exercise.kind not in KINDS:
        raise LeftOut(f"a {exercise.kind} is asked for, and no format runs one")
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S).strip()
    if not text:
        raise LeftOut("its statement was not found in the chapter")
    if refers := REFERS.search(text):
        raise LeftOut(f"its statement refers to something: “{refers[0]}”")
    if exercise.id not in ALONE:
        raise LeftOut("its statement needs its chapter")
    formulas: list[str] = []

    def put_aside(match: re.Match) -> str:
        formulas.append(formula(match[1]))
        return f"FORMULA{len(formulas) - 1}END"

    html = MarkdownIt("commonmark", {"xhtmlOut": True, "html": False}).enable("table").render(re.sub(r"\$([^$]+)\$", put_aside, text))
    html = re.sub(r"FORMULA(\d+)END", lambda match: formulas[int(match[1])], html).strip()
    plain = re.sub("<[^>]+>", "", html).casefold()
    return html + "".join(f"<p>{meaning}</p>" for word, meaning in MEANS.items() if word in plain and "1 / (1 + e" not in plain)


def formula(tex: str) -> str:
    """A short formula as XHTML; LeftOut for one that is more than letters, indices and exponents."""
    text = re.sub(r"\s*%.*", "", tex)
    text = re.sub(r"\\hat\s*\{?(\w)\}?", lambda m: m[1] + "\u0302", text).replace("y\u0302", "ŷ")
    text = re.sub(r"\\tilde\s*\{?(\\[a-z]+|\w)\}?", lambda m: m[1] + "\u0303", text)
    text = re.sub(r"\\frac\{?(\d)\}?\{?(\d)\}?", r"\1/\2", text).replace(r"\,", " ").replace("'", "′")
    text = re.sub(r"\\([a-z]+)", lambda m: GREEK.get(m[1], m[0]), text).replace("-", "−")
    html = escape(text, quote=False)
    html = re.sub(r"\^(?:\{([^{}]*)\}|(\w))", lambda m: f"<sup>{m[1] or m[2]}</sup>", html)
    html = re.sub(r"_(?:\{([^{}]*)\}|(\w))", lambda m: f"<sub>{m[1] or m[2]}</sub>", html)
    if re.search(r"[\\{}^_]", html):
        raise LeftOut(f"its formula ${tex}$ is more than letters, indices and exponents")
    return f"<i>{html}</i>" if re.fullmatch(r"[A-Za-z]", html) else html


class Range(NamedTuple):
    """A part of the number line, and the places of the slips (from 1) whose number of one field lies in it."""

    low: float
    high: float
    slips: tuple[int, ...]


def right_range(exercise: Exercise, k: int) -> tuple[float, float]:
    """From where to where number k of an answer is right, with the width that `judge` gives it."""
    width = exercise.tolerance[k] * (1 + WIDER)
    return exercise.truth[k] - width, exercise.truth[k] + width


def short(exercise: Exercise, k: int) -> str:
    """Number k of the truth in the digits that are asked for, or more where these would be near an edge: what a system shows as the answer."""
    return next(text for digits in range(4 if "four" in exercise.asks else 3, 18) for text in [f"{exercise.truth[k]:.{digits}g}"] if abs(float(text) - exercise.truth[k]) <= exercise.tolerance[k] / 2)


def ranges(exercise: Exercise, k: int, slips: Sequence[int]) -> list[Range]:
    """The line cut where a slip's range begins or ends, so that a format with one sentence for each range names every slip in it."""
    spans = {place: (slip.value[k] - slip.tolerance[k] * (1 + WIDER), slip.value[k] + slip.tolerance[k] * (1 + WIDER))
             for place in slips for slip in [exercise.slips[place - 1]] if slip.value[k] == slip.value[k]}
    cuts = sorted({edge for span in spans.values() for edge in span})
    found = []
    for low, high in zip(cuts, cuts[1:]):
        inside = tuple(place for place, (a, b) in spans.items() if a <= low and high <= b)
        if inside and high > low:
            found.append(Range(low, high, inside))
    return found


def moves(exercise: Exercise) -> list[list[int]]:
    """For each slip the places that it changes, as `judge` has them."""
    return [entry["moves"] for entry in table(exercise)["entries"][1:]]


def said_right(exercise: Exercise) -> str:
    """What a right answer is told."""
    return right_sentence(exercise)


def said_else(exercise: Exercise) -> str:
    """What a wrong answer is told that no slip explains."""
    told_by = table(exercise)
    return VERDICTS["not yet"].format(f"{told_by['unknown']} {told_by['next']}").strip()
