"""The verdict on numbers that were read: right, one of the slips, near, or neither. The same rule is in `question.js`."""

import zlib
from collections.abc import Iterable
from typing import Any

from course.exercises.model import Exercise, Slip
from course.exercises.sealing import opened, sealed, unlocked

COARSER = 10  # rounding to one digit fewer moves every number ten times as far
KINDS_BY_PLACE = ("number", "array")


def table(exercise: Exercise) -> dict[str, Any]:
    """All that is needed to judge an exercise, as plain data: this is what the website stores.

    The first entry is the truth, the others are the slips. Neither their numbers nor their sentences can be read in it
    (`sealing`); an answer that hits them opens them.
    """
    if exercise.sealed is not None:
        return exercise.sealed
    salt = zlib.crc32(exercise.id.encode())
    right = sealed(salt, 0, exercise.truth, exercise.tolerance, {"sentence": right_sentence(exercise)})
    return {
        "id": exercise.id, "kind": exercise.kind, "labels": list(exercise.labels), "salt": salt, "coarser": COARSER,
        "near": near_sentence(exercise), "unknown": "It is none of the slips that this exercise knows.",
        "entries": [right, *(
            sealed(salt, place, slip.value, slip.tolerance, {"name": slip.name, "sentence": slip.sentence, "passage": list(slip.passage)}, moved(exercise, slip))
            for place, slip in enumerate(exercise.slips, 1))]}


def moved(exercise: Exercise, slip: Slip) -> list[int]:
    """The places where a slip changes the truth by more than rounding does."""
    rows = zip(slip.value, exercise.truth, slip.tolerance, exercise.tolerance)
    return [k for k, (wrong, right, t, u) in enumerate(rows) if abs(wrong - right) > t + u]


def right_sentence(exercise: Exercise) -> str:
    """What a right answer is told: the numbers in full, and what to learn from them."""
    if exercise.kind not in KINDS_BY_PLACE:
        return f"Right. {exercise.shows}".strip()
    values = [significant(value) for value in exercise.truth]
    pairs = [f"{label} = {value}" for label, value in zip(exercise.labels, values)]
    return f"Right: {listed(pairs)}. {exercise.shows}".strip()


def near_sentence(exercise: Exercise) -> str:
    """What an answer is told that is off by more than rounding allows, and by less than coarser rounding would."""
    if exercise.digits < 2:
        return "It is near."
    return (f"It is near, but further off than rounding to {exercise.digits} significant digits explains. Carry one digit "
            "more on the way.")


def significant(value: float, digits: int = 6) -> str:
    """A number in six significant digits, without powers of ten, with a true minus."""
    text = f"{value:.{digits}g}"
    if "e" in text:
        text = f"{value:.12f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def judge(table: dict[str, Any], values: list[float]) -> dict[str, Any]:
    """{"right", "sentence", "slips": [places among the slips], "said": [what is said of each]} for an answer in numbers."""
    entries = table["entries"]

    def key(place: int, numbers: Iterable[int], factor: float = 1) -> int | None:
        """The key of an entry that all these numbers of the answer hit."""
        found = None
        for k in numbers:
            found = unlocked(table, place, k, values[k], factor)
            if found is None:
                break
        return found

    everywhere = range(len(values))
    off = [k for k in everywhere if key(0, [k]) is None]
    if not off:
        return {"right": True, "sentence": opened(entries[0], key(0, [0]))["sentence"], "slips": [], "said": []}
    several, slips = table["kind"] == "array", range(1, len(entries))
    fits = {place: found for place in slips if (found := key(place, everywhere)) is not None}
    if not fits and several:  # made at one place and not at another
        fits = {place: found for place in slips
                if set(off) <= set(entries[place]["moves"]) and (found := key(place, off)) is not None}
    said = [opened(entries[place], found) for place, found in fits.items()]
    where = f"{listed([table['labels'][k] for k in off])} {'is' if len(off) == 1 else 'are'} off. " if several else ""
    if said:
        words = ("Several slips lead here. " if len(said) > 1 else "") + " Or: ".join(slip["sentence"] for slip in said)
    elif table["kind"] in KINDS_BY_PLACE and key(0, off, table["coarser"]) is not None:
        words = table["near"]
    else:
        words = table["unknown"]
    return {"right": False, "sentence": f"Not yet. {where}{words}", "slips": [place - 1 for place in fits], "said": said}


def listed(words: list[str]) -> str:
    """Words as in a sentence: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
