"""What somebody hands in, read as numbers: every sensible shape and spelling is taken, the rest is answered in a sentence."""

import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np

from course.exercises.model import Exercise
from course.exercises.verdicts import VERDICTS

# The same in course/numbers.js and question.js. A comma may stand for the point.
DIGITS = r"(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)"
NUMBER = re.compile(rf"([+-]?{DIGITS}(?:[eE][+-]?[0-9]+)?)(?:/([0-9]+(?:[.,][0-9]+)?))?")
POWER = re.compile(rf"([+-]?)(?:({DIGITS})[·×*x])?10(?:\^|\*\*)\(?([+-]?[0-9]+)\)?")
ROOT = re.compile(rf"([+-]?)({DIGITS})?[·×*]?(√|sqrt|ln)\(?({DIGITS})\)?")
NAMED = re.compile(r"^(?:[^\W\d_]|[∂|])[^=≈]*[=≈]\s*|^[≈~=]\s*")  # δ₆ = 0.3, ≈ 0.3
COMPUTED = re.compile("[(^√*·×⋅⁰¹²³⁴⁵⁶⁷⁸⁹]")
SPACED = re.compile(r"[+-]?[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:\.[0-9]{3})+)")
LABEL = re.compile(r"(?:^|(?<=[\s,;\[(]))(?:[^\W\d_]|[∂|])[^\s,;=≈]*\s*[=≈]")  # p = 0.79, q = -0.51
LOST = re.compile(r"[·×⋅*]\s*10(?![0-9.,]|\s*(?:\^|\*\*|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]))")  # a power whose exponent was lost when it was copied
TWO = re.compile(r"[0-9.,]\s+[0-9.,]|[0-9][xX]")  # two numbers side by side are a list
PARTS = json.loads((Path(__file__).parents[1] / "numbers.json").read_text(encoding="utf8"))  # ½ and the like; 1½ is no number here
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+"))


class Unreadable(Exception):
    """An answer that cannot be compared; the message is for the person who gave it."""


def spelled(text: str, thousands: bool = False, percent: bool = False) -> float:
    """A number as people type it: 0.332, −0.7, 0,332, 6.5e-3, 1/3, 1.8·10⁻⁴, 87%, √2, 2 ln 2, ≈10, 2 621 440, ⅓.

    Where `thousands` is true, 1,510 and 1.510 are more than a thousand; where `percent` is, 87% is 87.
    """
    if not text.strip():
        raise Unreadable(VERDICTS["no answer"])
    value = _read(text, thousands, percent)
    if value is None:
        raise Unreadable(VERDICTS["no number"].format(text.strip()))
    if not math.isfinite(value):
        raise Unreadable(VERDICTS["too large"].format(text.strip()))
    return value


def _read(text: str, thousands: bool, percent: bool) -> float | None:
    text = NAMED.sub("", re.sub("[⁄∕÷]", "/", text.strip().replace("−", "-")))
    plain = re.sub(f"(?<![0-9])[{''.join(PARTS)}]$", lambda found: PARTS[found[0]], text)
    plain = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda found: "^" + "".join(RAISED[sign] for sign in found[0]), plain)
    while match := re.fullmatch(r"\((.*)\)", plain, re.DOTALL):
        plain = match[1].strip()
    share = 1.0
    if plain.endswith("%"):
        plain, share = plain[:-1].strip(), 1.0 if percent else 100.0
    if SPACED.fullmatch(plain):
        plain = re.sub(r"\s", "", plain)
    if thousands and THOUSANDS.fullmatch(plain):
        plain = re.sub("[.,]", "", plain)
    plain = re.sub(r"\s*([+/-])\s*", r"\1", plain)
    closed = re.sub(r"\s+", "", plain)

    def number(part: str | None) -> float:
        return float((part or "1").replace(",", "."))

    if (match := NUMBER.fullmatch(plain)) and (match[2] is None or number(match[2])):
        return number(match[1]) / number(match[2]) / share
    if match := POWER.fullmatch(closed):
        return float(f"{match[1]}{(match[2] or '1').replace(',', '.')}e{match[3]}") / share
    if (match := ROOT.fullmatch(closed)) and (match[3] != "ln" or number(match[4])):
        value = number(match[2]) * (math.log if match[3] == "ln" else math.sqrt)(number(match[4]))
        return (-value if match[1] == "-" else value) / share
    return _computed(text)


def _computed(text: str) -> float | None:
    """The value of a small calculation such as ln(10^6), 0.001·160 or (2 + 6 + 21)/14; None for anything else."""
    from course.exercises.formulas import parsed  # which has its messages from here

    if not COMPUTED.search(text) or TWO.search(text) or LOST.search(text):
        return None
    try:
        value = parsed(text, [])({})
    except Unreadable:
        return None
    return value if math.isfinite(value) else None


def pasted(text: str, n: int) -> list[str] | None:
    """The n texts of a list that came as one, such as "[1, 2, 3]" or "32x10"; None for anything else, as for 0,332."""
    if NUMBER.fullmatch(text.strip()):
        return None
    text = LABEL.sub(" ", text)
    plain = re.sub(r"[\[\]()]", " ", re.sub(r"([0-9])\s*[x×]\s*(?=[0-9])", r"\1 ", text)).strip()
    for between in (r"\s*;\s*", r"(?:,\s+|\s)\s*", r"\s*,\s*"):
        parts = [part for part in re.split(between, plain) if part]
        if len(parts) == n > 1 and all(NUMBER.fullmatch(part.replace("−", "-")) for part in parts):
            return parts
    return None


def numbers(exercise: Exercise, answer: Any) -> list[float]:
    """The numbers of an answer in the order of the truth; Unreadable says what is wrong with any other."""
    if answer is None or answer is ...:
        raise Unreadable(VERDICTS["no answer"])
    if callable(answer):
        raise Unreadable("A function came; expected what it gives. Call it, and hand in the result.")
    answer = getattr(answer, "vector", answer)  # Params
    n, wanted = len(exercise.truth), expected(exercise)
    if isinstance(answer, (dict, set, frozenset)):
        raise Unreadable(f"A {type(answer).__name__} came, which has no order of its own; expected {wanted}.")
    if isinstance(answer, np.ma.MaskedArray):
        raise Unreadable(f"A masked array came, in which numbers may be missing; expected {wanted}.")
    if isinstance(answer, str) and not answer.strip():
        raise Unreadable(VERDICTS["no answer"])
    if isinstance(answer, (str, bytes)):
        parts = isinstance(answer, str) and pasted(answer, n) or [answer]
    else:
        try:
            array = np.asarray(answer if not hasattr(answer, "__iter__") or hasattr(answer, "shape") else list(answer))
        except (Exception, SystemExit):  # rows of different lengths, and whatever else refuses to be an array
            raise Unreadable(f"The answer cannot be made into one array; expected {wanted}.") from None
        _sensible(exercise, array, wanted)
        parts = list(array.ravel())
        if isinstance(answer, (list, tuple)) and any(isinstance(part, (bool, np.bool_)) for part in answer):
            parts = list(answer)  # in an array of numbers True is 1
        if isinstance(parts[0] if parts else None, str) and all(part is None for part in parts[1:]):
            parts = pasted(parts[0], n) or parts  # a list in the first of the boxes
        elif len(parts) != n and parts and all(isinstance(part, str) for part in parts):
            parts = pasted(" ".join(parts), n) or parts  # shapes such as 32x10, a text for each
    if len(parts) != n:
        raise Unreadable(f"{_several(len(parts))} came; expected {wanted}.")
    return [_number(part, exercise.labels[k] if k < len(exercise.labels) and n > 1 else "The answer",
                    k in exercise.thousands, exercise.labels[k:k + 1] == ("percent",)) for k, part in enumerate(parts)]


def expected(exercise: Exercise) -> str:
    """What an exercise wants, in words."""
    if len(exercise.truth) == 1:
        return "one number"
    shape = f" of shape {exercise.shape}" if len(exercise.shape) > 1 else ""
    return f"{len(exercise.truth)} numbers{shape}, {', '.join(exercise.labels)}"


def _sensible(exercise: Exercise, array: np.ndarray, wanted: str) -> None:
    """Unreadable for a shape that does not hold the numbers in their order; a single row or column always does."""
    n = len(exercise.truth)
    if array.size == n:
        if max(array.shape, default=1) == n or array.shape == exercise.shape or n == 1:
            return
        hint = " It looks transposed." if array.shape == exercise.shape[::-1] else ""
        raise Unreadable(f"The answer has the shape {array.shape}; expected {wanted}.{hint}")
    if n > 1 and array.shape == (n, n):
        raise Unreadable(f"The answer has the shape {array.shape}; expected {wanted}. NumPy makes ({n}, {n}) out of ({n},) and "
                         f"({n}, 1): give both the same shape before you combine them.")


def _number(part: Any, label: str, thousands: bool = False, percent: bool = False) -> float:
    if isinstance(part, str):
        return spelled(part, thousands, percent)
    if isinstance(part, (bool, np.bool_)):
        raise Unreadable(f"{label} is {part}; expected a number.")
    if isinstance(part, (complex, np.complexfloating)):
        raise Unreadable(f"{label} is complex; expected a real number.")
    if part is None or part is ...:
        raise Unreadable(VERDICTS["missing"].format(label))
    try:
        value = float(part)
    except (Exception, SystemExit):
        raise Unreadable(f"{label} is of type {type(part).__name__}; expected a number.") from None
    if math.isnan(value):
        raise Unreadable(f"{label} is NaN, which is no number: look for 0/0 or ∞ − ∞ on the way.")
    if math.isinf(value):
        raise Unreadable(f"{label} is infinite: look for an overflow or a division by 0 on the way.")
    return value


def _several(n: int) -> str:
    return "No number" if n == 0 else "One number" if n == 1 else f"{n} numbers"
