"""`check` and `hint`: what a reader calls. They answer in sentences and never with a traceback."""

import copy
import functools
import importlib
import json
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from course.exercises import answers
from course.exercises import between as questions
from course.exercises import chapters as catalogue
from course.exercises.answers import Unreadable
from course.exercises.builders import in_a_row
from course.exercises.formulas import parsed
from course.exercises.judging import compared, judge, table
from course.exercises.model import GUESSED, Exercise, Passage
from course.exercises.predictions import PREDICTIONS
from course.exercises.sealing import found_at
from course.exercises.student_file import unpacked

SEALED = Path(__file__).with_name("sealed.json")  # only in the student edition
HINTS = ("a nudge", "the formula", "the solution")


class Verdict(NamedTuple):
    """What `check` found: whether the answer is right, a sentence, the names of the slips that fit, and where to read.

    `guess` names what it may be in general (`judging.GUESSES`) where no slip of the exercise fits, `carried` the places
    of the numbers that follow rightly from wrong ones.
    """

    right: bool
    sentence: str
    slips: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    id: str = ""
    guess: str = ""
    carried: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return self.right

    def __repr__(self) -> str:
        places = "; ".join(f"“{passage.heading}”" for passage in self.passages)
        return self.sentence + (f" See {places}." if places else "") + self._offer("{}")

    def _repr_markdown_(self) -> str:
        places = " or ".join(f"[{passage.heading}](#{passage.label})" for passage in self.passages)
        return plain(self.sentence) + (f" See {places}." if places else "") + self._offer("`{}`")

    def _offer(self, code: str) -> str:
        command = f'hint("{self.id}")'
        return "" if self.right or not self.id else f" A hint: {code.format(command)}"


class Hint(NamedTuple):
    """One of the three hints of an exercise."""

    sentence: str
    id: str = ""
    k: int = 0

    def __repr__(self) -> str:
        return self._text("{}", str)

    def _repr_markdown_(self) -> str:
        return self._text("`{}`", plain)

    def _text(self, code: str, show: Any) -> str:
        if not self.k:
            return show(self.sentence)
        command = f'hint("{self.id}", {self.k + 1})'
        several = len(exercise_by_id(self.id).hints)
        more = f" The next: {code.format(command)}" if self.k < several else ""
        return f"Hint {self.k} of {several}, {HINTS[self.k - 1]}. {show(self.sentence)}{more}"


def plain(text: str) -> str:
    """A text for Markdown in which every sign stands for itself."""
    return re.sub(r"([\\`*_{}\[\]<>$#|~])", r"\\\1", text)


@functools.cache
def _handed_out() -> dict[str, dict[str, Any]]:
    """The exercises of the student edition by number, sealed; none in the full edition, where modules compute them."""
    return json.loads(SEALED.read_text(encoding="utf8")) if SEALED.exists() else {}


def chapters() -> list[int]:
    """The chapters that have exercises: those with a module here, or in the file of the student edition."""
    if found := {int(id.split(".")[0]) for id in _handed_out()}:
        return sorted(found)
    names = (module.name for module in pkgutil.iter_modules(catalogue.__path__))
    return sorted(int(name.removeprefix("chapter")) for name in names if re.fullmatch(r"chapter\d+", name))


def makers(chapter: int, between: bool = False) -> dict[str, Callable[[], Exercise]]:
    """What makes the exercises of a chapter, by their numbers and in order.

    With `between` it is the questions between the chapter's sections, which have letters in place of numbers.
    """
    if handed_out := _handed_out():
        pattern = re.compile(rf"{chapter}\.[{'a-z' if between else '0-9'}]+")
        return {id: functools.partial(unpacked, entry) for id, entry in handed_out.items() if pattern.fullmatch(id)}
    package = questions if between else catalogue
    if f"chapter{chapter}" not in {module.name for module in pkgutil.iter_modules(package.__path__)}:
        return {}
    module = importlib.import_module(f"{package.__name__}.chapter{chapter}")
    return module.QUESTIONS if between else module.EXERCISES


def ids(chapter: int) -> list[str]:
    """The numbers of a chapter's exercises, in order."""
    return list(makers(chapter))


@functools.cache
def _made(chapter: int, id: str) -> Exercise:
    return (makers(chapter) | makers(chapter, between=True) | PREDICTIONS)[id]()


@functools.cache
def _table(id: str) -> dict[str, Any]:
    return table(exercise_by_id(id))


def exercises_of(chapter: int) -> tuple[Exercise, ...]:
    """The exercises at the end of a chapter."""
    return tuple(_made(chapter, id) for id in ids(chapter))


def questions_of(chapter: int) -> tuple[Exercise, ...]:
    """The questions between the sections of a chapter: short exercises, with letters in place of numbers."""
    return tuple(_made(chapter, id) for id in makers(chapter, between=True))


def exercise_by_id(id: Any) -> Exercise:
    """The exercise of that number; `Unreadable` says which there are."""
    if not isinstance(id, str):
        raise Unreadable(f'The number of an exercise is a text: write it in quotes, as in "{chapters()[0]}.1".')
    match = re.match(r"([0-9]{1,3})\.", id.strip())
    chapter = int(match[1]) if match else None
    if chapter not in chapters():
        raise Unreadable(f"There is no exercise “{id}” to check. Chapters with such exercises: "
                         f"{', '.join(map(str, chapters()))}.")
    if id.strip() not in (*ids(chapter), *makers(chapter, between=True), *PREDICTIONS):
        raise Unreadable(f"There is no exercise “{id}”. Chapter {chapter} has {ids(chapter)[0]} to {ids(chapter)[-1]}.")
    return _made(chapter, id.strip())


def check(id: str, answer: Any) -> Verdict:
    """Compare an answer with the truth and, where it differs, with the classic slips: the verdict says which step it was.

    The answer is a number, an array or list of them, the letter of a choice, a function or a formula as text, whatever
    the exercise asks for. Rounding by hand is allowed for.
    """
    try:
        exercise = exercise_by_id(id)
    except Unreadable as error:
        return Verdict(False, str(error))
    if exercise.kind in GUESSED:
        return Verdict(True, compared(_table(exercise.id), _guess(exercise, answer)))
    try:
        values, note = READERS[exercise.kind](exercise, answer)
    except Unreadable as error:
        return Verdict(False, str(error), id=exercise.id)
    found = judge(_table(exercise.id), values)
    slips = found["said"]
    if note == SEVEN and not found["right"]:
        return Verdict(True, note, id=exercise.id)
    if exercise.kind == "array" and exercise.sealed is None and not found["right"] and not slips and not found["guess"]:
        from course.exercises.replay import replayed  # it holds right formulas, and the student edition does without

        if seen := replayed(exercise, values, found["off"]):
            begin = "" if seen.slips else f" {_table(exercise.id)['next']}"
            return Verdict(False, f"{found['where']}{seen.sentence}{begin}", tuple(slip.name for slip in seen.slips),
                           tuple(dict.fromkeys(slip.passage for slip in seen.slips)), exercise.id, carried=seen.carried)
    sentence = found["sentence"] if found["right"] or slips or not note else f"Not yet. {note}"
    return Verdict(found["right"], sentence, tuple(slip["name"] for slip in slips),
                   tuple(dict.fromkeys(Passage(*slip["passage"]) for slip in slips)), exercise.id, found["guess"])


def hint(id: str, k: int = 1) -> Hint:
    """Hint k of an exercise: 1 is a nudge, 2 the formula, 3 the full solution, which the student edition does not have."""
    try:
        exercise = exercise_by_id(id)
    except Unreadable as error:
        return Hint(str(error))
    last = len(exercise.hints)
    if not last:
        return Hint("A prediction has no hints: what comes out stands in the text behind it.")
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= last:
        without = "" if last == len(HINTS) else " The solution is with your instructor."
        return Hint(f"There are {last} hints: hint({exercise.id!r}, 1) to hint({exercise.id!r}, {last}).{without}")
    return Hint(exercise.hints[k - 1], exercise.id, k)


def _guess(exercise: Exercise, answer: Any) -> list[str]:
    """A prediction as texts: whatever somebody says, or the words of the option that is named by its number from 1."""
    texts = [] if answer is None or answer is ... else [str(part) for part in np.ravel(np.asarray(answer, dtype=object))]
    if exercise.kind == "guess of options":
        return [exercise.labels[int(text) - 1] if re.fullmatch("[1-9]", text) and int(text) <= len(exercise.labels) else text for text in texts]
    return texts


# How an answer of each kind becomes numbers, and what is to be said where no slip explains them.


def _numbers(exercise: Exercise, answer: Any) -> tuple[list[float], str]:
    return answers.numbers(exercise, answer), ""


def _choice(exercise: Exercise, answer: Any) -> tuple[list[float], str]:
    """The place of an option that is named by its letter, its number from 1, or its words."""
    letters = "abcdefgh"[: len(exercise.labels)]
    if answer is None or answer is ...:
        raise Unreadable("There is no answer yet.")
    if isinstance(answer, (int, np.integer)) and not isinstance(answer, bool) and 1 <= answer <= len(letters):
        return [float(answer - 1)], ""
    if isinstance(answer, str):
        text = answer.strip().lower().strip("().")
        if len(text) == 1 and text in letters:
            return [float(letters.index(text))], ""
        for k, label in enumerate(exercise.labels):
            if answer.strip() == label:
                return [float(k)], ""
    raise Unreadable(f"Choose one of the letters {', '.join(letters)}, such as \"{letters[0]}\".")


def _formula(exercise: Exercise, answer: Any) -> tuple[list[float], str]:
    if answer is None or answer is ...:
        raise Unreadable("There is no formula yet.")
    if not isinstance(answer, str):
        raise Unreadable('Hand in the formula as a text in quotes, such as "delta6 * a4".')
    names, sealed = list(exercise.instances[0]), _table(exercise.id)

    def row(text: str) -> list[float]:
        formula = parsed(text, names)
        return [formula(instance) for instance in exercise.instances]

    other = re.sub(r"(?:\^|\*\*)\s*1\s*/\s*([0-9]+)", r"^(1/\1)", answer)
    return row(answer), HALVED if other != answer and judge(sealed, row(other))["right"] else ""


HALVED = "A power is halved there: x**1/2 is half of x, and x**(1/2) its root. Put the exponent into parentheses."


def _function(exercise: Exercise, answer: Any) -> tuple[list[float], str]:
    if answer is None or answer is ...:
        raise Unreadable("There is no function yet.")
    if not callable(answer):
        raise Unreadable(f"Hand in the function itself, without calling it; what came is of type {type(answer).__name__}.")
    notes: list[str] = []
    narrow: list[bool] = []

    def run(instance: dict[str, Any]) -> Any:
        shapes = ", ".join(f"{name} {np.shape(value)}" for name, value in instance.items())
        mine = copy.deepcopy(instance)
        try:
            with np.errstate(all="ignore"):
                value = answer(*mine.values())
        except (Exception, SystemExit) as error:  # whatever a reader's function raises is told, not raised; sys.exit too
            said = ": ".join(part for part in (type(error).__name__, str(error).rstrip(".")) if part)
            notes.append(f"With arguments of the shapes {shapes} your function stops with {said}.")
            raise ValueError from error
        if value is None:
            raise Unreadable("Your function returns nothing. Does it end with return?")
        if any(not np.array_equal(mine[name], instance[name]) for name in instance):
            raise Unreadable("Your function changes its arguments. Make a new array instead of writing into what came.")
        if isinstance(value, np.ma.MaskedArray):
            raise Unreadable("Your function returns a masked array, in which numbers may be missing; expected an array of numbers.")
        try:
            came = np.asarray(value)
            if any(isinstance(part, (str, complex, np.complexfloating)) for part in came.ravel()):
                raise Unreadable(f"Your function returns {'complex numbers' if came.dtype.kind == 'c' else 'str'}; "
                                 "expected an array of real numbers.")
            array = came.astype(float)
            narrow.append(came.dtype == np.float32)
        except (TypeError, ValueError):
            raise Unreadable(f"Your function returns {type(value).__name__}; expected an array of numbers.") from None
        shape = wanted[id(instance)]
        if [n for n in array.shape if n > 1] != [n for n in shape if n > 1]:
            notes.append(f"With arguments of the shapes {shapes} your function returns the shape {array.shape}; "
                         f"expected {shape}.")
        elif not np.isfinite(array).all():
            notes.append(f"With arguments of the shapes {shapes} your function returns numbers that are not finite.")
        return array

    shapes = exercise.shape
    wanted = {id(instance): shape for instance, shape in zip(exercise.instances, shapes)}
    row = list(in_a_row(run, exercise.instances, shapes))
    if not notes and any(narrow) and all(found_at(_table(exercise.id), 0, k, x, WIDER) for k, x in enumerate(row)):
        return row, SEVEN
    return row, notes[0] if notes else ""


SEVEN = "Right: it agrees to 7 digits, and float32, in which your function computes, has no more."
WIDER = 4000  # times 1e-9, half of which is a few times the gap of float32


READERS = {"number": _numbers, "array": _numbers, "choice": _choice, "formula": _formula, "function": _function}
