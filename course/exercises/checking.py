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
from course.exercises.fresh import KEPT, drawn
from course.exercises.judging import compared, judge, table
from course.exercises.model import GUESSED, Exercise, Passage
from course.exercises.predictions import PREDICTIONS
from course.exercises.sealing import found_at
from course.exercises.student_file import unpacked
from course.exercises.verdicts import VERDICTS

SEALED = Path(__file__).with_name("sealed.json")  # only in the student edition
HINTS = ("a nudge", "the formula", "the solution")


class Verdict(NamedTuple):
    """What `check` found: whether the answer is right, a sentence, the names of the slips that fit, and where to read.

    `guess` names what it may be in general ("guesses" of verdicts.json) where no slip of the exercise fits, `carried` the places
    of the numbers that follow rightly from wrong ones.
    """

    right: bool
    sentence: str
    slips: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    id: str = ""
    guess: str = ""
    carried: tuple[int, ...] = ()
    seed: int = 0

    def __bool__(self) -> bool:
        return self.right

    def __repr__(self) -> str:
        places = "; ".join(f"“{passage.heading}”" for passage in self.passages)
        return self.sentence + (f" See {places}." if places else "") + self._offer("{}")

    def _repr_markdown_(self) -> str:
        places = " or ".join(f"[{passage.heading}](#{passage.label})" for passage in self.passages)
        return plain(self.sentence) + (f" See {places}." if places else "") + self._offer("`{}`")

    def _offer(self, code: str) -> str:
        command = f'hint("{self.id}"{seeded(self.seed)})'
        return "" if self.right or not self.id else f" A hint: {code.format(command)}"


class Hint(NamedTuple):
    """One of the three hints of an exercise."""

    sentence: str
    id: str = ""
    k: int = 0
    seed: int = 0

    def __repr__(self) -> str:
        return self._text("{}", str)

    def _repr_markdown_(self) -> str:
        return self._text("`{}`", plain)

    def _text(self, code: str, show: Any) -> str:
        if not self.k:
            return show(self.sentence)
        command = f'hint("{self.id}", {self.k + 1}{seeded(self.seed)})'
        several = len(exercise_by_id(self.id, self.seed).hints)
        more = f" The next: {code.format(command)}" if self.k < several else ""
        return f"Hint {self.k} of {several}, {HINTS[self.k - 1]}. {show(self.sentence)}{more}"


class Task(NamedTuple):
    """An exercise with other numbers: what it asks, and how to hand in an answer."""

    sentence: str
    id: str = ""
    seed: int = 0

    def __repr__(self) -> str:
        return self.sentence + self._offer("{}")

    def _repr_markdown_(self) -> str:
        return plain(self.sentence) + self._offer("`{}`")

    def _offer(self, code: str) -> str:
        command = f'check("{self.id}", answer{seeded(self.seed)})'
        return f" To check: {code.format(command)}" if self.id else ""


def seeded(seed: int) -> str:
    """The seed as the last argument of a call; nothing for the numbers of the chapter."""
    return f", seed={seed}" if seed else ""


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


def with_others(chapter: int) -> dict[str, int]:
    """The exercises of a chapter that have other numbers, and up to which seed; 0 is no bound."""
    if handed_out := _handed_out():
        return {id: len(entry["sealed"]["again"]) for id, entry in handed_out.items()
                if id.startswith(f"{chapter}.") and "again" in entry["sealed"]}
    module = importlib.import_module(f"{catalogue.__name__}.chapter{chapter}")
    return dict.fromkeys(getattr(module, "FRESH", {}), 0)


@functools.cache
def _made(chapter: int, id: str, seed: int = 0) -> Exercise:
    make = (makers(chapter) | makers(chapter, between=True) | PREDICTIONS)[id]
    if not seed:
        return make()
    if _handed_out():
        return make(seed=seed)
    return drawn(_made(chapter, id), seed, make, importlib.import_module(f"{catalogue.__name__}.chapter{chapter}").FRESH[id])


@functools.cache
def _table(id: str, seed: int = 0) -> dict[str, Any]:
    return table(exercise_by_id(id, seed))


def others(exercise: Exercise) -> tuple[Exercise, ...]:
    """The exercise with the numbers of the seeds that a page keeps; none where there are no other numbers."""
    chapter = int(exercise.id.split(".")[0])
    return tuple(_made(chapter, exercise.id, seed) for seed in range(1, KEPT + 1)) if exercise.id in with_others(chapter) else ()


def exercises_of(chapter: int) -> tuple[Exercise, ...]:
    """The exercises at the end of a chapter."""
    return tuple(_made(chapter, id) for id in ids(chapter))


def questions_of(chapter: int) -> tuple[Exercise, ...]:
    """The questions between the sections of a chapter: short exercises, with letters in place of numbers."""
    return tuple(_made(chapter, id) for id in makers(chapter, between=True))


def exercise_by_id(id: Any, seed: Any = 0) -> Exercise:
    """The exercise of that number, with a seed with other numbers; `Unreadable` says which there are."""
    if not isinstance(id, str):
        raise Unreadable(f'The number of an exercise is a text: write it in quotes, as in "{chapters()[0]}.1".')
    match = re.match(r"([0-9]{1,3})\.", id.strip())
    chapter = int(match[1]) if match else None
    if chapter not in chapters():
        raise Unreadable(f"There is no exercise “{id}” to check. Chapters with such exercises: "
                         f"{', '.join(map(str, chapters()))}.")
    if id.strip() not in (*ids(chapter), *makers(chapter, between=True), *PREDICTIONS):
        raise Unreadable(f"There is no exercise “{id}”. Chapter {chapter} has {ids(chapter)[0]} to {ids(chapter)[-1]}.")
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise Unreadable("A seed is a whole number, such as 7; 0 stands for the numbers of the chapter.")
    if seed and id.strip() not in (having := with_others(chapter)):
        raise Unreadable(f"Exercise {id.strip()} has no other numbers. In chapter {chapter} these have: {', '.join(having) or 'none'}.")
    if seed and 0 < having[id.strip()] < seed:
        raise Unreadable(f"This edition has other numbers for the seeds 1 to {having[id.strip()]}.")
    return _made(chapter, id.strip(), int(seed))


def another(id: str, seed: int = 1) -> Task:
    """An exercise with other numbers, which a whole number draws: the same ones for everybody who takes the same seed.

    Hand in the answer with `check(id, answer, seed=seed)`. In no draw do two of the slips lead to the same answer.
    """
    try:
        return Task(exercise_by_id(id, seed).statement, id.strip(), int(seed)) if seed else Task("Take a seed of 1 or more: 0 stands for the numbers of the chapter.")
    except Unreadable as error:
        return Task(str(error))


def check(id: str, answer: Any, seed: int = 0) -> Verdict:
    """Compare an answer with the truth and, where it differs, with the classic slips: the verdict says which step it was.

    The answer is a number, an array or list of them, the letter of a choice, a function or a formula as text, whatever
    the exercise asks for. Rounding by hand is allowed for. With a `seed` the exercise is the one of `another(id, seed)`.
    """
    try:
        exercise = exercise_by_id(id, seed)
    except Unreadable as error:
        return Verdict(False, str(error))
    if exercise.kind in GUESSED:
        return Verdict(True, compared(_table(exercise.id), _guess(exercise, answer)))
    try:
        values, note = READERS[exercise.kind](exercise, answer)
    except Unreadable as error:
        return Verdict(False, str(error), id=exercise.id, seed=exercise.seed)
    judged = _table(exercise.id, exercise.seed)
    found = judge(judged, values)
    slips = found["said"]
    if note == SEVEN and not found["right"]:
        return Verdict(True, note, id=exercise.id)
    if exercise.kind == "array" and exercise.sealed is None and not found["right"] and not slips and found["guess"] in ("", "one place"):
        from course.exercises.replay import replayed  # it holds right formulas, and the student edition does without

        seen = replayed(exercise, values, found["off"])
        if seen and (seen.slips or not found["guess"]):
            begin = "" if seen.slips else f" {judged['next']}"
            return Verdict(False, f"{found['where']}{seen.sentence}{begin}", tuple(slip.name for slip in seen.slips),
                           tuple(dict.fromkeys(slip.passage for slip in seen.slips)), exercise.id, carried=seen.carried, seed=exercise.seed)
    if exercise.shorthand and found["right"] and (left := next((name for name in exercise.shorthand if _holds(exercise, answer, name)), None)):
        return Verdict(False, VERDICTS["not yet"].format(VERDICTS["shorthand"].format(left)), id=exercise.id)
    sentence = found["sentence"] if found["right"] or slips or not note else VERDICTS["not yet"].format(note)
    return Verdict(found["right"], sentence, tuple(slip["name"] for slip in slips),
                   tuple(dict.fromkeys(Passage(*slip["passage"]) for slip in slips)), exercise.id, found["guess"], seed=exercise.seed)


def hint(id: str, k: int = 1, seed: int = 0) -> Hint:
    """Hint k of an exercise: 1 is a nudge, 2 the formula, 3 the full solution, which the student edition does not have."""
    try:
        exercise = exercise_by_id(id, seed)
    except Unreadable as error:
        return Hint(str(error))
    last = len(exercise.hints)
    if not last:
        return Hint("A prediction has no hints: what comes out stands in the text behind it.")
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= last:
        without = "" if last == len(HINTS) else " The solution is with your instructor."
        return Hint(f"There are {last} hints: hint({exercise.id!r}, 1) to hint({exercise.id!r}, {last}).{without}")
    return Hint(exercise.hints[k - 1], exercise.id, k, exercise.seed)


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
        raise Unreadable(VERDICTS["no answer"])
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
        raise Unreadable(VERDICTS["formula"]["none"])
    if not isinstance(answer, str):
        raise Unreadable('Hand in the formula as a text in quotes, such as "delta6 * a4".')
    names, sealed = list(exercise.instances[0]), _table(exercise.id)

    def row(text: str) -> list[float]:
        formula = parsed(text, names)
        return [formula(instance) for instance in exercise.instances]

    other = re.sub(r"(?:\^|\*\*)\s*1\s*/\s*([0-9]+)", r"^(1/\1)", answer)
    return row(answer), VERDICTS["halved"] if other != answer and judge(sealed, row(other))["right"] else ""


def _holds(exercise: Exercise, text: str, name: str) -> bool:
    """Whether a formula that was read hangs on a name: it has no value where the name has none."""
    point = exercise.instances[0]
    return bool(np.isnan(parsed(text, list(point))({**point, name: np.nan})))


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
