"""The verdict on numbers that were read: right, one of the slips, near, or neither. The same rule is in `question.js`."""

from collections.abc import Iterable
from typing import Any

from nnlib.exercises.model import Exercise

COARSER = 10  # rounding to one digit fewer moves every number ten times as far
KINDS_BY_PLACE = ("number", "array")


def table(exercise: Exercise) -> dict[str, Any]:
    """All that is needed to judge an exercise, as plain data: this is what the website stores."""
    return {
        "id": exercise.id, "kind": exercise.kind, "labels": list(exercise.labels),
        "truth": stable(exercise.truth), "tolerance": stable(exercise.tolerance), "coarser": COARSER,
        "slips": [{"name": s.name, "sentence": s.sentence, "passage": list(s.passage),
                   "value": stable(s.value), "tolerance": stable(s.tolerance)} for s in exercise.slips],
        "right": right_sentence(exercise), "near": near_sentence(exercise),
        "unknown": "It is none of the slips that this exercise knows."}


def stable(values: Iterable[float]) -> list[float]:
    """The numbers in twelve digits, which are the same on every machine where the last bits are not."""
    return [float(f"{value:.12g}") for value in values]


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
    """{"right", "sentence", "slips": [places in the table]} for an answer of as many numbers as the truth."""
    def near(center: list[float], width: list[float], places: Any, factor: float = 1) -> bool:
        return all(abs(values[k] - center[k]) <= factor * width[k] or center[k] != center[k] and values[k] != values[k]
                   for k in places)

    everywhere = range(len(values))
    off = [k for k in everywhere if not near(table["truth"], table["tolerance"], [k])]
    if not off:
        return {"right": True, "sentence": table["right"], "slips": []}

    def explains(slip: dict[str, Any]) -> bool:
        """Whether all that is off has the slip's numbers, at places where the slip changes something."""
        moves = all(abs(slip["value"][k] - table["truth"][k]) > slip["tolerance"][k] + table["tolerance"][k] for k in off)
        return moves and near(slip["value"], slip["tolerance"], off)

    several = table["kind"] == "array"
    fits = [k for k, slip in enumerate(table["slips"]) if near(slip["value"], slip["tolerance"], everywhere)]
    if not fits and several:  # made at one place and not at another
        fits = [k for k, slip in enumerate(table["slips"]) if explains(slip)]
    sentences = [table["slips"][k]["sentence"] for k in fits]
    where = f"{listed([table['labels'][k] for k in off])} {'is' if len(off) == 1 else 'are'} off. " if several else ""
    if len(fits) == 1:
        said = sentences[0]
    elif fits:
        said = "Several slips lead here. " + " Or: ".join(sentences)
    elif table["kind"] in KINDS_BY_PLACE and near(table["truth"], table["tolerance"], off, table["coarser"]):
        said = table["near"]
    else:
        said = table["unknown"]
    return {"right": False, "sentence": f"Not yet. {where}{said}", "slips": fits}


def listed(words: list[str]) -> str:
    """Words as in a sentence: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
