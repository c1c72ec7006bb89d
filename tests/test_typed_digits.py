"""Numbers in hints, sentences of slips and solutions come from the computation: a digit that is typed there is refused or declared."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from course.exercises.checking import chapters, exercise_by_id, makers

ROOT = Path(__file__).resolve().parent.parent
DECLARED = tomllib.loads((ROOT / "tests/typed_digits.toml").read_text(encoding="utf8"))
FOLDER = ROOT / "course/exercises"
MODULES = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.glob("*/chapter*.py"))
CODE = re.compile(r"def \w+\(.*|`[^`]*`|\b\w+=[\d._e-]+|\b1e-\d+\w?|\b[A-Za-z_]\w*\[[^\]]*\]|\b[A-Za-z_]\w*\d\w*\b|\bdescend\([^)]*\)", re.S)
NAMES = re.compile(r"\b(?:layer|chapter|neuron|input|equation|exercise|step|epoch|row|column|entry|sample)s? \(?\d+(?:\.\d+)?\)?|\(\d\)")
TEN = re.compile(r"\b10(?=⁻|[⁰¹²³⁴⁵⁶⁷⁸⁹])|(?<=base )10\b|(?<=those of )10\b|(?<=ln )10\b")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
STRUCTURE = {"0", "1", "2"}
ORDINALS = ("first", "second", "third", "fourth", "fifth")


def constant_parts(node):
    """The typed parts of a text, without what its placeholders hold."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, (ast.JoinedStr, ast.Tuple, ast.List)):
        for part in node.values if isinstance(node, ast.JoinedStr) else node.elts:
            yield from constant_parts(part)
    elif isinstance(node, (ast.BinOp, ast.IfExp)):
        for part in (node.left, node.right) if isinstance(node, ast.BinOp) else (node.body, node.orelse):
            yield from constant_parts(part)


def texts(source):
    """What a module tells a reader: the sentences of its slips, its hints, what a right answer shows, and its statements."""
    for node in ast.walk(ast.parse(source)):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if name == "Wrong":
            yield from constant_parts(node.args[1])
        elif name == "Exercise":
            for keyword in node.keywords:
                if keyword.arg in ("hints", "shows", "statement"):
                    yield from constant_parts(keyword.value)


def typed(source):
    """The numbers that are typed in these texts and are not part of a formula, of code or of a name."""
    found = Counter()
    for text in texts(source):
        for pattern in (CODE, NAMES, TEN):
            text = pattern.sub("", text)
        found.update(number for number in NUMBER.findall(text) if number not in STRUCTURE)
    return found


@pytest.mark.parametrize("module", MODULES)
def test_a_number_in_a_text_comes_from_the_computation(module):
    found = typed((FOLDER / f"{module}.py").read_text(encoding="utf8"))
    assert set(found) == set(DECLARED.get(module, {})), found


def test_what_is_declared_has_a_reason_and_its_module():
    assert set(DECLARED) <= set(MODULES)
    assert all(len(reason) > 8 for reasons in DECLARED.values() for reason in reasons.values())


@pytest.mark.parametrize(("source", "numbers"), [
    ('Wrong("a", "The rate is 0.9 here.", P, f)', ["0.9"]), ('Wrong("a", f"The rate is {rate} here, and not 0.45.", P, f)', ["0.45"]),
    ('Exercise("1.1", hints=("A", "B 32/10", f"{n(3)}"), shows="It is 7 times." if x else "It is not.")', ["32", "10", "7"]),
    ('Wrong("a", "a (1 − a) in layer 3, equation (4), 10⁻⁸, W[3], `x = 9`", P, f)', [])])
def test_a_typed_number_is_seen_and_a_placeholder_is_not(source, numbers):
    assert list(typed(source)) == numbers


def named_answers(told):
    """The places, from 0, of the answers that a solution calls right by their place."""
    return [ORDINALS.index(place) for place in re.findall(rf"\bthe ({'|'.join(ORDINALS)}) answer(?= is right|\.$)", told)]


def test_the_answer_that_a_solution_names_is_the_right_one():
    choices = [e for e in map(exercise_by_id, (id for c in chapters() for between in (False, True) for id in makers(c, between))) if e.kind == "choice"]
    named = {e.id: named_answers(e.hints[-1]) for e in choices}
    assert sum(map(bool, named.values())) >= 20 and {k: v for k, v in named.items() if v} == {e.id: [int(e.truth[0])] for e in choices if named[e.id]}


def test_another_answer_named_is_told():
    assert named_answers("It stays there. So the second answer is right.") == [1] and named_answers("No: the third answer.") == [2]
