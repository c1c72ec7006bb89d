"""What the corrections say in words, right wordings and reasons, is shown by an expression each; words that turn a meaning are part of one."""

import copy
import re

import numpy as np
import pytest

from course.claims.numerals import numerals
from course.site.corrections import COMPUTED, misread
from tests.correction_claims import untrue
from tests.test_corrections import CORRECTIONS, PRINTS, SAYS_WHAT_IS_MEANT

# A word of one of these turns a sentence into another one when it is taken for its partner.
TURNING = [word.split() for word in (
    "above below", "before after", "right wrong", "larger smaller less more fewer", "largest smallest least most", "longer shorter", "earlier later", "enters leaves",
    "uphill downhill", "upwards downwards", "climbs descends falls", "increase decrease", "positive negative", "minus plus", "adds added add subtract subtracts subtracted subtraction",
    "multiplies multiply divides divide", "sum product square squares", "row column", "old new", "first second third last next", "twice half doubling halves",
    "never always everywhere nowhere", "all none no every", "without", "ahead back", "lost kept missing", "linear affine", "from-to to-from", "true false", "over under", "defined undefined",
    "only also", "hidden output outputs input inputs", "forward backward", "weight weights bias biases", "gradient gradients derivative derivatives loss cost", "prediction target",
    "pre-activation activation", "sample samples layer layers neuron neurons parameter parameters", "rounding step sign")]
TURNED = re.compile(r"\b(" + "|".join(sorted((w for group in TURNING for w in group), key=len, reverse=True)) + r")\b(?!-)")


def open_words(entry):
    """The numerals and turning words of an entry that are part of nothing that is shown; of a reason, those with a remark too."""
    found = []
    for key in ("correct", "reason") if entry["kind"] not in ("value", "formula") else ("reason",):
        text = COMPUTED.sub(lambda m: " " * len(m[0]), entry[key])
        shown = [(text_at, text_at + len(words)) for words, _ in entry["so"] for text_at in [entry[key].find(words)] if text_at >= 0]
        plain = re.sub(r"\$[^$]*\$|`[^`]*`", lambda m: " " * len(m[0]), text)
        places = [(m.start(), m[0]) for m in TURNED.finditer(plain)] + [(n.start, n.text) for n in numerals(text)]
        places += [(m.start(), m[0]) for m in COMPUTED.finditer(entry[key]) if m[1] not in ("meant", "read")]
        places += [(m.start(), m[0]) for m in re.finditer(r"\$[^$]*(?:[=<>+]|\\(?:ne|neq|geq?|leq?|in|leftarrow|frac)\b| - |\^\{?-?[\dlN])[^$]*\$", text)]
        found += [(key, word) for at, word in sorted(places) if not any(a <= at < b for a, b in shown)]
    return found


@pytest.mark.parametrize("source", PRINTS)
@np.errstate(all="ignore")  # what overflows is shown to overflow
def test_what_a_correction_says_is_so(source):
    assert [sentence for entry in CORRECTIONS if entry["source"] == source for sentence in untrue(entry, PRINTS[source])] == []


def test_every_correction_in_words_is_shown_to_be_right():
    """None rests on remarks alone, and no numeral, turning word or formula of any is said beside what is shown."""
    assert [entry["id"] for entry in CORRECTIONS if all(shown.startswith("given: ") for _, shown in entry["so"])] == []
    assert [entry["id"] for entry in CORRECTIONS if entry["kind"] in ("wording", "symbol", "gap")
            and not any(words in entry["correct"] for words, _ in entry["so"])] == []
    assert [(entry["id"], *place) for entry in CORRECTIONS for place in open_words(entry)] == []
    assert [entry["id"] for entry in CORRECTIONS if entry["id"] in SAYS_WHAT_IS_MEANT and entry["correct"] not in [words for words, _ in entry["so"]]] == []


def test_what_is_given_is_counted():
    """What no expression can show, such as a remark on habits: 70 of more than 380."""
    shown = [how for entry in CORRECTIONS for _, how in entry["so"]]
    given = [how for how in shown if how.startswith("given: ")]
    assert (len(shown) > 380, len(given)) == (True, 70) and all(len(how) > 10 for how in given)


def wrong(name, **changes):
    """What is reported of an entry that says something else."""
    entry = copy.deepcopy(next(entry for entry in CORRECTIONS if entry["id"] == name)) | changes
    return [*untrue(entry, PRINTS[entry["source"]]), *map(str, open_words(entry))]


@pytest.mark.parametrize(("name", "key", "old", "new"), [
    ("001-a5", "reason", "above one half", "below one half"), ("000-added-weight", "correct", "multiplies", "divides"),
    ("000-residual-sum", "correct", "sum of the squares of", "square of the sum of"), ("003-layer-count", "correct", "$L = N - 1$", "$L = N$"),
    ("003-layer-ranges", "correct", "2, ", "1, "), ("003-bias-range", "correct", "N - 1", "N"), ("001-index-order", "reason", "it enters", "it leaves"),
    ("001-three-of-eleven", "correct", "six", "five"), ("001-update-sign", "reason", "climbs", "descends"), ("002-w1", "reason", "half its", "twice its"),
    ("001-w16", "correct", "46", "56"), ("001-delta4", "reason", ") / 4 |", ") / 5 |"), ("002-delta-h-rounded", "reason", "the last digit is", "the last two digits are"), ("000-partial", "reason", "six of them", "five of them")])
def test_another_word_is_reported(name, key, old, new):
    entry = next(entry for entry in CORRECTIONS if entry["id"] == name)
    assert old in entry[key] and wrong(name) == [] and wrong(name, **{key: entry[key].replace(old, new, 1)})


@pytest.mark.parametrize("source", PRINTS)
def test_an_expression_is_not_true_of_everything(source):
    """With the words of another source and other numbers most expressions of a correction fail: they are about this one."""
    other = next(s for s in PRINTS if s != source)
    shown = [(entry, pair) for entry in CORRECTIONS if entry["source"] == source for pair in entry["so"] if "prints(" in pair[1] and "not prints(" not in pair[1]]
    assert all(list(untrue(entry | {"so": [pair]}, PRINTS[other])) for entry, pair in shown) and len(shown) > 15


def test_the_digit_that_was_misread_comes_from_the_two_values():
    found = {entry["id"]: (digits["meant"], digits["read"]) for entry in CORRECTIONS if "[[read" in entry["reason"] for digits in [misread(entry)]}
    assert found == {"001-a5": (5, 3), "001-error": (7, 1), "001-w16": (4, 1), "001-w16-a4": (3, 9), "001-w16-sum": (0, 9)}
    assert all(entry["reason"].index("[[meant") < entry["reason"].index("[[read") for entry in CORRECTIONS if "[[read" in entry["reason"])
    assert not re.search(r"read as an? \d|taken for an? \d", " ".join(entry["reason"] for entry in CORRECTIONS))
