"""The comment that says what the numerals and words of a text are: read, written, and laid beside them.

Its last lines are the marks of the text's sentences (marks.py), behind the word `held`.
"""

import re
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

COMMENT = re.compile(r"\n*<!-- numbers\n(.*?)\n-->\s*\Z", re.S)
HELD = re.compile(r"^held (.*)\n?", re.M)
KINDS = ("given", "label", "idiom", "text", "set")
WIDTH = 110


class Binding(NamedTuple):
    """What a numeral or a word is said to be: an expression, or one of KINDS with what belongs to it; nothing for a word that only its sentence holds.

    The key of a word that a text says more than once has its place among them behind it: `falls#2`.
    """

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
    """The bindings of a comment: `numeral: what it is`."""
    entries = [entry.strip().partition(": ") for entry in re.split(r";(?:\s+|$)|\n", HELD.sub("", lines)) if entry.strip()]
    return [Binding(left, right.strip()) for left, _, right in entries]


def marks(lines: str) -> tuple[str, ...]:
    """The marks of a comment, or of the whole source of a text."""
    return tuple(mark for row in HELD.findall(lines) for mark in row.split())


def split(text: str) -> tuple[str, list[Binding]]:
    """A text without its comment, and the bindings of the comment."""
    if match := COMMENT.search(text):
        return text[: match.start()], read(match[1])
    return text, []


def lines(bindings: Sequence[Binding], marks: Sequence[str] = ()) -> str:
    """The inside of a comment, in lines of about WIDTH characters."""
    rows = [""]
    for binding in (b for b in bindings if b.what):
        if rows[-1] and len(rows[-1]) + len(str(binding)) > WIDTH:
            rows.append("")
        elif rows[-1]:
            rows[-1] += "; "
        rows[-1] += str(binding)
    return "\n".join([row for row in rows if row] + textwrap.wrap(" ".join(marks), WIDTH, initial_indent="held ", subsequent_indent="held "))


def join(text: str, bindings: Sequence[Binding], marks: Sequence[str] = ()) -> str:
    """A text with its comment; where there is nothing to say there is none."""
    inside = lines(bindings, marks)
    return f"{text.rstrip()}\n\n<!-- numbers\n{inside}\n-->" if inside else text


def aligned(keys: list[str], bindings: list[Binding]) -> tuple[list[Binding | None], list[Binding]]:
    """The binding of each numeral or word, or None, and the bindings that belong to none; both sides keep their order, and as many as possible are matched."""
    result: list[Binding | None] = [None] * len(keys)
    theirs = [b.key for b in bindings]
    if keys == theirs:
        return list(bindings), []
    worth = [[0] * (len(theirs) + 1) for _ in range(len(keys) + 1)]
    for i in reversed(range(len(keys))):
        row, below = worth[i], worth[i + 1]
        for j in reversed(range(len(theirs))):
            best = below[j] if below[j] > row[j + 1] else row[j + 1]
            row[j] = max(best, below[j + 1] + 1) if keys[i] == theirs[j] else best
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
        55: first_above[0.9]; eleven: theta.vector.size; 2001: given, the year of the book; falls: steps[1] < steps[0]
        -->""")
