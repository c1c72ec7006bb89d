"""What the statement of an exercise gives is what its truth is computed from: every number, shape and condition, in order.

The module of a chapter holds in GIVEN, under the number of the exercise, what its statement gives: numbers, by the names of the
constants that the truth comes from where they have one, and in texts the words that count or decide, symbols with an index and shapes.
"""

import ast
import importlib
import inspect
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from course.exercises import hunts
from course.exercises.checking import chapters, ids, makers
from nnlib import Params
from tools.said import PROGRAM, statements

ROOT = Path(__file__).resolve().parent.parent
COUNTING = "two three four five six seven eight nine ten eleven twelve eighteen twenty thirty hundred thousand thousandfold half quarter tenths twice"
ORDER = "second third fourth fifth last"
DECIDING = ("sum mean squared below above less more most least largest smallest nearest highest smaller larger exceeds sigmoid sigmoids softplus softmax tanh "
            "ReLU cross-entropy half_sse mean_squared momentum without equal positive negative raw zero")
TOKEN = re.compile(r"""
    (?P<symbol>(?:\\[a-zA-Z]+|(?<![a-zA-Z_\\])[a-zA-Z])(?:\^\{?\w+\}?)?_\{?\w+\}?|(?<![\\\w])[a-zA-Z]+(?:\[\d\]|\d+)(?!\w))
  | (?P<shape>\((?:[A-Za-z][\w\s+-]*,\s?)+[A-Za-z]?\))
  | \\frac\{?(?P<above>\d)\}?\{?(?P<below>\d)\}?
  | (?P<base>10|2)\^\{?(?P<power>-?\d+)\}?
  | (?P<number>(?<![\w.}])[-−+]?(?:\d+,(?=\d{3}))*\d+(?:\.\d+)?)
  | (?P<word>\b(?:""" + "|".join(f"{COUNTING} {ORDER} {DECIDING}".split()) + r""")\b)""", re.X)


def tokens(statement):
    """The numbers of a statement as floats, and the words, symbols and shapes that decide as texts."""
    text = re.sub(r"% define\n?|\{eq\}`[^`]*`|\]\([^)]*\)|\|:?-[-:|]+\|", " ", statement)
    text = re.sub(r"(?<=\d)(-)(?=\d)", " ", text)  # 3-4-5-2
    text = re.sub(r"(?<=[a-z)])\^2", " ^2", text)
    found = []
    for m in TOKEN.finditer(text):
        if m["number"]:
            found.append(float(m["number"].replace(",", "").replace("−", "-")))
        elif m["above"]:
            found.append(int(m["above"]) / int(m["below"]))
        elif m["base"]:
            found.append(float(m["base"]) ** int(m["power"]))
        else:
            found.append(re.sub(r"[\\{}]", "", m[0]))
    return found


def flat(given):
    """The same of what an exercise holds: numbers and arrays as floats, texts word by word."""
    found = []
    for item in given:
        if isinstance(item, str):
            found += re.findall(r"\([^)]*\)|\S+", item)
        elif isinstance(item, Params):
            found += item.vector.tolist()
        else:
            found += np.ravel(np.asarray(item, dtype=float)).tolist()
    return found


def module(chapter, id="1"):
    """Where an exercise is made, or a question, which has a letter."""
    return importlib.import_module(f"course.exercises.{'between' if id[-1].isalpha() else 'chapters'}.chapter{chapter}")


def made(chapter, id):
    """The function that makes it."""
    return (getattr(module(chapter, id), "QUESTIONS", None) or module(chapter, id).EXERCISES)[id]


def constants(chapter, id):
    """The numbers in the code that makes an exercise, and in what this names at the top of its module."""
    top = {}
    for node in ast.parse(inspect.getsource(module(chapter, id))).body:
        names = [node.name] if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else [
            n.id for target in getattr(node, "targets", []) for n in ast.walk(target) if isinstance(n, ast.Name)]
        top |= dict.fromkeys(names, node)
    found, seen, queue = set(), set(), [made(chapter, id).__name__]
    while queue:
        name = queue.pop()
        if name in seen or name not in top:
            continue
        seen.add(name)
        for node in ast.walk(top[name]):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float):
                found.add(float(node.value))
            elif isinstance(node, ast.Name):
                queue.append(node.id)
    return found


STATEMENTS = statements()
ALL = [(chapter, id) for chapter in chapters() for id in (*ids(chapter), *makers(chapter, between=True))]
each = pytest.mark.parametrize(("chapter", "id"), ALL, ids=[id for _, id in ALL])


def given_problems(statement, given):
    """Where a statement and what its exercise gives part; empty where they agree to the last word."""
    said, held = tokens(statement), flat(given)
    if said == held:
        return []
    at = next((k for k, pair in enumerate(zip(said, held)) if pair[0] != pair[1]), min(len(said), len(held)))
    return [f"after {said[max(0, at - 3): at]} the statement says {said[at: at + 3]}, and the exercise gives {held[at: at + 3]}"]


@each
def test_a_statement_gives_what_its_exercise_holds_and_nothing_else(chapter, id):
    assert given_problems(STATEMENTS[id], module(chapter, id).GIVEN[id]) == []


def test_every_exercise_holds_what_it_gives():
    for chapter in chapters():
        assert list(module(chapter).GIVEN) == ids(chapter)
        if questions := list(makers(chapter, between=True)):
            assert list(module(chapter, questions[0]).GIVEN) == questions
    assert set(STATEMENTS) == {id for _, id in ALL} and sum(id[-1].isdigit() for _, id in ALL) >= 100


def programs():
    """The programs in the chapters' statements, in order."""
    return [program for path in sorted((ROOT / "chapters").glob("0*.ipynb")) for cell in nbformat.read(path, as_version=4).cells
            if cell.source.startswith("### Exercise") for program in PROGRAM.findall(cell.source)]


def test_the_program_of_a_bug_hunt_is_the_one_whose_fault_was_found():
    """And it is wrong on one line of as many, which somewhere gives a wrong result."""
    hunted = [hunts.COLUMN, hunts.SQUARE, hunts.TAPE]
    assert programs() == [hunt.program() for hunt in hunted]
    for hunt in hunted:
        assert hunt.program() != hunt.right and 1 < hunt.line() <= len(hunt.right.splitlines())
    assert hunts.wrong_network(hunts.COLUMN._replace(new=hunts.COLUMN.old), (3, 2, 1), 3) is False
    assert hunts.wrong_network(hunts.SQUARE, (3, 2, 1), 3) is None and not hunts.wrong_tape(hunts.TAPE, 3, [(1, 0), (2, 1)])


# Numbers that no code of the exercise holds, since its answer does not hang on them: what a reader is asked to run or to look at
# besides, places in the chapter, what is known already. A number of a statement that the answer hangs on does not belong here.
BESIDES = {"1.4": {200}, "2.9": {0.2}, "3.5": {171}, "3.6": {3000}, "5.10": {5.1}, "5.1": {8, 12, 0.7, 2**-4, 2**-20}, "5.2": {0.1, 3}, "5.3": {1e-8}, "6.5": {0.3, 20}, "6.6": {8, 0.3},
           "7.4": {20}, "7.5": {29.879, 0.07}, "7.9": {20}, "9.1": {64}, "9.6": {2000}, "9.7": {0.9},
           "9.8": {0.9}, "9.9": {10}}
STRUCTURE = {0.0, 1.0, 2.0, 0.5}  # of a formula: 1 − tanh², 2σ(2z), the 0 of a comparison


def typed(chapter, id):
    """The numbers of GIVEN that are typed there, and not the name of something that the truth is computed from."""
    table = next(node.value for node in ast.parse(inspect.getsource(module(chapter, id))).body
                 if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "GIVEN")
    row = table.values[[key.value for key in table.keys].index(id)]
    items = [ast.literal_eval(node) for node in row.elts if isinstance(node, (ast.Constant, ast.UnaryOp))]
    return {float(item) for item in items if not isinstance(item, str)}


@each
def test_every_number_of_a_statement_is_one_that_the_truth_is_made_of(chapter, id):
    held = constants(chapter, id)
    loose = {value for value in typed(chapter, id) if not {value, -value} & held} - STRUCTURE
    assert loose == BESIDES.get(id, set())


# What a slip of the pen would change, one in each of the statements that have it.
PLANTS = {"a digit": (r"(?<![\w_{.^-])(\d*[1-9])(?![\w.}])", lambda m: str(int(m[0]) + 1)), "a decimal": (r"\d+\.\d+", lambda m: m[0][:-1] + str((int(m[0][-1]) + 1) % 10)),
          "a sign": (r"(?<=[=,$ ])-(?=\d)", ""), "a power of ten": (r"(?<=10\^\{-)\d", lambda m: str(int(m[0]) + 1)),
          "an index": (r"(?<=_)\d|(?<=_\{)\d", lambda m: str(int(m[0]) % 6 + 1)), "a number word": (r"\b(two|three|four|seven|eight|ten)\b", "five"),
          "a condition": (r"\b(sum|mean|below|above|largest|smallest|third|fourth|last|half_sse)\b", lambda m: {
              "sum": "mean", "mean": "sum", "below": "above", "above": "below", "largest": "smallest", "smallest": "largest", "third": "second",
              "fourth": "third", "last": "third", "half_sse": "mean_squared"}[m[0]]),
          "a shape": (r"\((?:\w, ?)+\w?\)", "(k, l)"), "two numbers exchanged": (r"(?<!\d)(\d+\.\d+)(\D+)(\d+\.\d+)", r"\3\2\1")}


@pytest.mark.parametrize("kind", PLANTS)
def test_a_planted_slip_in_a_statement_is_told(kind):
    """In every statement that has such a place, at its first and at its last."""
    pattern, new = PLANTS[kind]
    tried = 0
    for chapter, id in ALL:
        statement = STATEMENTS[id]
        places = [m for m in re.finditer(pattern, statement) if "{eq}" not in statement[m.start() - 12: m.end()]]
        for m in {places[0], places[-1]} if places else ():
            wrong = statement[: m.start()] + (new(m) if callable(new) else m.expand(new)) + statement[m.end():]
            if kind != "two numbers exchanged" or float(m[1]) != float(m[3]):
                tried += 1
                assert given_problems(wrong, module(chapter, id).GIVEN[id]), f"{id}: {m[0]!r} at {m.start()}"
    assert tried > 2


def test_what_is_said_to_be_checked_in_the_notebook_is_a_function():
    """And formulas are said to be read on the page by the chapters that ask for one."""
    said = []
    for chapter in chapters():
        path = next(ROOT.glob(f"chapters/{chapter:02}-*.ipynb"))
        text = " ".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
        kinds = {id: makers(chapter)[id]().kind for id in makers(chapter)}
        for id in re.findall(r'[Ff]unctions are checked in the notebook, with `check\("([\d.]+)"', text):
            assert kinds[id] == "function" and ("Formulas are read here" in text) == ("formula" in kinds.values()), id
            said.append(chapter)
        assert "ormulas are checked in the notebook" not in text
    assert len(said) > 4
