"""The comment that says what the numerals and words of a text are: read, written, and laid beside them."""

import re
import textwrap
from typing import NamedTuple

COMMENT = re.compile(r"\n*<!-- numbers\n(.*?)\n-->\s*\Z", re.S)
KINDS = ("given", "label", "idiom", "text", "set")
WIDTH = 110


class Binding(NamedTuple):
    """What a numeral or a word is said to be: an expression, one of KINDS with what belongs to it, or nothing for a word as it stands."""

    key: str
    what: str

    @property
    def kind(self) -> str:
        if not self.what:
            return "wording"
        word = re.match(r"\w*", self.what)[0]
        return word if word in KINDS and not re.match(r"\w+\s*[([.=<>+*/-]", self.what) else "bound"

    def __str__(self):
        return f"{self.key}: {self.what}" if self.what else self.key


def key(text: str) -> str:
    """A numeral as it stands in a comment."""
    return " ".join(text.split())


def read(lines: str) -> list[Binding]:
    """The bindings of a comment: `numeral: what it is`, and words as they stand, with commas between them."""
    found = []
    for entry in re.split(r";(?:\s+|$)|\n", lines):
        left, colon, right = entry.strip().partition(": ")
        if colon:
            found.append(Binding(left, right.strip()))
        elif entry.strip():
            found += [Binding(word, "") for word in entry.strip().rstrip(",").split(", ")]
    return found


def split(text: str) -> tuple[str, list[Binding]]:
    """A text without its comment, and the bindings of the comment."""
    if match := COMMENT.search(text):
        return text[: match.start()], read(match[1])
    return text, []


def lines(bindings: list[Binding]) -> str:
    """The inside of a comment, in lines of about WIDTH characters."""
    rows, before = [""], None
    for binding in bindings:
        if rows[-1] and len(rows[-1]) + len(str(binding)) > WIDTH:
            rows.append("")
        elif rows[-1]:
            rows[-1] += ", " if binding.kind == before == "wording" else "; "
        rows[-1] += str(binding)
        before = binding.kind
    return "\n".join(rows)


def join(text: str, bindings: list[Binding]) -> str:
    """A text with its comment; without bindings there is none."""
    return f"{text.rstrip()}\n\n<!-- numbers\n{lines(bindings)}\n-->" if bindings else text


def aligned(keys: list[str], bindings: list[Binding], needed: list[bool]) -> tuple[list[Binding | None], list[Binding]]:
    """The binding of each numeral or word, or None, and the bindings that belong to none; both sides keep their order.

    As many as possible are matched, and of these as many as possible that need a binding.
    """
    result: list[Binding | None] = [None] * len(keys)
    theirs = [b.key for b in bindings]
    if [k for k, need in zip(keys, needed) if need] == theirs:
        places = iter(bindings)
        return [next(places) if need else None for need in needed], []
    worth = [[0] * (len(theirs) + 1) for _ in range(len(keys) + 1)]
    for i in reversed(range(len(keys))):
        row, below, gain = worth[i], worth[i + 1], 1001 if needed[i] else 1000
        for j in reversed(range(len(theirs))):
            best = below[j] if below[j] > row[j + 1] else row[j + 1]
            row[j] = max(best, below[j + 1] + gain) if keys[i] == theirs[j] else best
    i, left = 0, []
    for j in range(len(theirs)):
        while i < len(keys) and worth[i][j] == worth[i + 1][j]:
            i += 1
        if i < len(keys) and worth[i][j] != worth[i][j + 1]:
            result[i], i = bindings[j], i + 1
        else:
            left.append(bindings[j])
    return result, left


def example() -> str:
    """How a comment looks, for messages."""
    return textwrap.dedent("""\
        <!-- numbers
        55: first_above[0.9]; eleven: theta.vector.size; 2001: given, the year of the book; falls: steps[1] < steps[0]; not, above
        -->""")
