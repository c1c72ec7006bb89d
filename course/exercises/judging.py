"""The verdict on numbers that were read: right, one of the slips, near, or neither. The same rule is in `question.js`."""

import math
import zlib
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

from course.exercises.model import GUESSED, Exercise, Slip
from course.exercises.sealing import found_at, opened, sealed, unlocked
from course.exercises.verdicts import VERDICTS

KINDS_BY_PLACE = ("number", "array")

# What a wrong answer may be in any exercise, in this order: what would make it right. The same in question.js.
CHANGES = (("sign", lambda x: -x), ("percent", lambda x: x / 100), ("share", lambda x: x * 100),
           *(("power of ten", lambda x, p=p: x / 10.0**-p if p < 0 else x * 10.0**p) for p in (-1, 1, -3, 3, -4, 4)),
           ("twice", lambda x: x / 2), ("half", lambda x: x * 2), ("root missing", lambda x: math.sqrt(x) if x >= 0 else math.nan),
           ("root too much", lambda x: x * x), ("half for root", lambda x: math.sqrt(2 * x) if x >= 0 else math.nan), ("rest", lambda x: 1 - x),
           ("upside down", lambda x: 1 / x if x else math.nan), ("one too many", lambda x: x - 1), ("one too few", lambda x: x + 1))


def table(exercise: Exercise) -> dict[str, Any]:
    """All that is needed to judge an exercise, as plain data: this is what the website stores.

    The first entry is the truth, the others are the slips. Neither their numbers nor their sentences can be read in it
    (`sealing`); an answer that hits them opens them.
    """
    if exercise.sealed is not None:
        return exercise.sealed
    if exercise.kind in GUESSED:
        return {"id": exercise.id, "kind": exercise.kind, "labels": list(exercise.labels), "comes": _comes(exercise), "shows": exercise.shows}
    salt = zlib.crc32(exercise.id.encode())
    if exercise.rules:
        from course.exercises.replay import breaks  # it holds right formulas, and the student edition, which makes no table, does without
    at = [{"at": breaks(exercise, slip.value)} if exercise.rules else {} for slip in exercise.slips]
    right = sealed(salt, 0, exercise.truth, exercise.tolerance, {"sentence": right_sentence(exercise)})
    return {
        "id": exercise.id, "kind": exercise.kind, "labels": list(exercise.labels), "salt": salt, "coarser": VERDICTS["coarser"],
        "digits": exercise.digits, "thousands": list(exercise.thousands), "factors": [list(factor) for factor in exercise.factors],
        "near": near_sentence(exercise), "unknown": "It is none of the slips that this exercise knows.",
        **({"shorthand": list(exercise.shorthand)} if exercise.shorthand else {}),
        **({"points": [dict(instance) for instance in exercise.instances]} if exercise.kind == "formula" else {}),
        "next": f"Where to begin: {exercise.hints[0]}" if exercise.hints else "",
        "entries": [right, *(
            sealed(salt, place, slip.value, slip.tolerance, {"name": slip.name, "sentence": slip.sentence, "passage": list(slip.passage)}, moved(exercise, slip)) | at[place - 1]
            for place, slip in enumerate(exercise.slips, 1))]}


def _comes(exercise: Exercise) -> list[str]:
    """What comes out where somebody predicts: the words of the option, or the numbers in their digits."""
    if exercise.kind == "guess of options":
        return [exercise.labels[int(exercise.truth[0])]]
    return [significant(value, exercise.digits) for value in exercise.truth]


def compared(table: dict[str, Any], given: list[str]) -> str:
    """A prediction beside what comes out, without a judgement; the same in question.js."""
    if not any(text.strip() for text in given):
        return VERDICTS["no guess"]
    pairs = [(text.strip() or VERDICTS["guessed nothing"], comes) for text, comes in zip_longest(given[: len(table["comes"])], table["comes"], fillvalue="")]
    if table["kind"] == "guess of options":
        said = VERDICTS["guessed option"].format(*pairs[0])
    elif len(pairs) == 1:
        said = VERDICTS["guessed one"].format(*pairs[0])
    else:
        said = " ".join(VERDICTS["guessed each"].format(label, *pair) for label, pair in zip(table["labels"], pairs))
    return f"{said} {table['shows']}".strip()


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
    """{"right", "sentence", "slips": [places among the slips], "said": [what is said of each], "guess"} for an answer.

    A slip is named where it explains all that is off and moves nothing that is right; several slips where each explains
    all that it moves, and together all that is off. `guess` names what the answer may be where no slip of the exercise
    fits.
    """
    entries, everywhere = table["entries"], range(len(values))
    off = [k for k in everywhere if unlocked(table, 0, k, values[k]) is None]
    if not off:
        key = unlocked(table, 0, 0, values[0])
        return {"right": True, "sentence": opened(entries[0], key)["sentence"], "slips": [], "said": [],
                "guess": "", "off": off, "where": ""}
    several, by_place = table["kind"] == "array", table["kind"] in KINDS_BY_PLACE
    hits = {place: [k for k in everywhere if unlocked(table, place, k, values[k]) is not None] for place in range(1, len(entries))}
    if by_place:
        whole = [place for place, hit in hits.items() if set(entries[place]["moves"]) <= set(off) <= set(hit)]
    else:
        whole = [place for place, hit in hits.items() if len(hit) == len(values)]
    parts = [] if whole or not several else [place for place, hit in hits.items()
                                             if entries[place]["moves"] and set(entries[place]["moves"]) <= {*off} & {*hit}]
    if {k for place in parts for k in entries[place]["moves"]} != set(off):
        parts = []
    said = {place: opened(entries[place], unlocked(table, place, hits[place][0], values[hits[place][0]]))
            for place in [*whole, *parts]}
    where = VERDICTS["one off" if len(off) == 1 else "several off"].format(listed([table["labels"][k] for k in off])) if several else ""
    guess = "" if said else guessed(table, values, off)
    here = [place for place, hit in hits.items() if off[0] in hit and off[0] in entries[place].get("at", entries[place]["moves"])] if several and len(off) == 1 else []
    alone = {opened(entries[place], unlocked(table, place, off[0], values[off[0]]))["sentence"] for place in here}
    guess = "one place" if not (said or guess) and 0 < len(alone) <= 3 and not _counts(values[off[0]], 100) else guess
    if whole:
        words = either([slip["sentence"] for slip in said.values()])
    elif parts:
        groups: dict[tuple[int, ...], list[int]] = {}
        for place in parts:
            groups.setdefault(tuple(entries[place]["moves"]), []).append(place)
        words = VERDICTS["several slips"].format(" ".join(
            VERDICTS["at"].format(listed([table["labels"][k] for k in group]), either([said[place]["sentence"] for place in places]))
            for group, places in groups.items()))
    else:
        words = table["near"] if guess == "near" else f"{guess_sentence(guess, either(sorted(alone))) if guess else table['unknown']} {table['next']}"
        if guess == "near" and all(_rounded(values[k], found_at(table, 0, k, values[k], table["coarser"])[1], table["digits"]) for k in off):
            words += f" {VERDICTS['few']}"
    if table["kind"] == "formula" and not whole and any(map(math.isnan, values)):
        words = VERDICTS["nowhere"]
    where = VERDICTS["not yet"].format(where)
    return {"right": False, "sentence": where + words, "off": off, "where": where, "slips": [place - 1 for place in said],
            "said": list(said.values()), "guess": guess}


def either(sentences: list[str]) -> str:
    """One sentence, or several of which one is true."""
    return sentences[0] if len(sentences) == 1 else VERDICTS["either"].format(VERDICTS["or"].join(sentences))


def guessed(table: dict[str, Any], values: list[float], off: list[int]) -> str:
    """The name of what an answer may be that no slip of its exercise explains: the first that fits all that is off."""
    def number(k: int, x: float, factor: float = 1) -> float | None:
        """The right number k, if x is as near to it as that."""
        found = found_at(table, 0, k, x, factor)
        return found and found[1]

    if table["kind"] not in KINDS_BY_PLACE:
        return first_change([lambda x, more, k=k: number(k, x) for k in off], [values[k] for k in off], among=VERDICTS["everywhere"]) if len(off) > 1 else ""
    if len(off) > 1 and all(any(j != k and number(k, values[j]) is not None for j in off)
                            and any(j != k and number(j, values[k]) is not None for j in off) for k in off):
        return "order"
    close = [number(k, values[k], table["coarser"]) for k in off]
    near = [v is not None and abs(values[k] - v) <= VERDICTS["near"] * abs(v) for k, v in zip(off, close)]
    if all(near):
        return "near"
    if all(is_near or _rounded(values[k], number(k, values[k], VERDICTS["further"]), table["digits"]) for k, is_near in zip(off, near)):
        return "rounded"
    if all(not _counts(values[k], 100) and any(j != k and number(j, values[k]) is not None for j in range(len(values))) for k in off):
        return "another place"

    def right(k: int) -> Callable[[float, float], float | None]:
        pitch = table["entries"][0]["pitch"][k] or math.inf
        return lambda x, more: number(k, x, min(table["coarser"], 1 + 2 * more / pitch))  # what is less sharp than that shows nothing

    return first_change([right(k) for k in off], [values[k] for k in off], table["factors"], table["digits"])


def _rounded(x: float, v: float | None, digits: int) -> bool:
    """Whether x is v, rounded to one or two digits fewer than asked; to a single digit only where that does not carry it far."""
    return v is not None and any(math.isclose(x, float(f"{v:.{d - 1}e}"), rel_tol=1e-9) and (d > 1 or abs(x - v) <= VERDICTS["near"] * abs(v))
                                 for d in (digits - 1, digits - 2) if d > 0)


def _counts(v: float, most: float) -> bool:
    """Whether a number is a whole one below `most`, which is met by accident."""
    return abs(v) < most and abs(v - round(v)) < 1e-6


def first_change(right: list[Callable[[float, float], float | None]], values: list[float], factors: Sequence[Sequence[Any]] = (),
                 digits: int = 0, among: Sequence[str] = ()) -> str:
    """The first of CHANGES, or of those `among` them, then of the exercise's own factors, that makes all values right.

    Each function of `right` gives the number that a value is, or None; its second argument is by how much more than the truth
    the value may be off, where the change makes more of the rounding to `digits`: twice 4.67 may be 9.333.
    """
    units = [_half_unit(x, digits) for x in values]
    own = [(f"{how} {name}", (lambda x, f=f: x / f) if how == "times" else lambda x, f=f: x * f)
           for name, f in factors for how in ("times", "without")]
    for name, change in ((name, change) for name, change in (*CHANGES, *own) if not among or name in among):
        found = [of(changed, abs(change(x + u) - change(x - u)) / 2 if u else 0.0) if math.isfinite(changed := change(x)) else None
                 for of, x, u in zip(right, values, units)]
        most = VERDICTS["counts"].get(name, VERDICTS["own counts"] if name.partition(" ")[0] in VERDICTS["own"] else 0)
        if all(v is not None and v != 0 and not (len(values) == 1 and _counts(v, most)) and (name not in VERDICTS["whole"] or _counts(v, math.inf)) for v in found):
            return name
    return ""


def _half_unit(x: float, digits: int) -> float:
    """Half a unit of the last digit of x, if it is rounded to so many digits; else 0."""
    if not x or not digits or not math.isclose(x, float(f"{x:.{digits - 1}e}"), rel_tol=1e-12):
        return 0.0
    return 0.5 * 10.0 ** (math.floor(math.log10(abs(x))) - digits + 1)


def guess_sentence(guess: str, fits: str = "") -> str:
    """What is said of a guess: by its name, of one place with what fits there, or of a factor of the exercise."""
    how, _, name = guess.partition(" ")
    return VERDICTS["guesses"][guess].format(fits) if guess in VERDICTS["guesses"] else VERDICTS["own"][how].format(name)


def changed_to(numbers: list[float], values: list[float], allowed: list[float], factors: Sequence[Sequence[Any]] = (), digits: int = 0) -> str:
    """The same for open numbers."""
    return first_change([lambda x, more, v=v, t=t: v if abs(x - v) <= min(t + more, VERDICTS["coarser"] * t) else None for v, t in zip(numbers, allowed)],
                        values, factors, digits)


def listed(words: list[str]) -> str:
    """Words as in a sentence: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
