"""The comment that says what the numerals of a text are: read, written, and laid beside the numerals."""

import difflib
import re
import textwrap
from typing import NamedTuple

COMMENT = re.compile(r"\n*<!-- numbers\n(.*?)\n-->\s*\Z", re.S)
KINDS = ("given", "label", "idiom", "text", "set")
WIDTH = 110


class Binding(NamedTuple):
    """What a numeral, or a word that compares, is said to be: an expression, or one of KINDS with what belongs to it."""

    key: str
    what: str

    @property
    def kind(self) -> str:
        word = re.match(r"\w*", self.what)[0]
        return word if word in KINDS and not re.match(r"\w+\s*[([.=<>+*/-]", self.what) else "bound"

    def __str__(self):
        return f"{self.key}: {self.what}"


def key(text: str) -> str:
    """A numeral as it stands in a comment."""
    return " ".join(text.split())


def read(lines: str) -> list[Binding]:
    """The bindings of a comment; ValueError for one that is not `numeral: what it is`."""
    found = []
    for entry in re.split(r";(?:\s+|$)|\n", lines):
        if entry.strip():
            left, colon, right = entry.strip().partition(": ")
            if not colon:
                raise ValueError(f"{entry.strip()!r} is no binding; expected 'numeral: what it is'.")
            found.append(Binding(left, right.strip()))
    return found


def split(text: str) -> tuple[str, list[Binding]]:
    """A text without its comment, and the bindings of the comment."""
    if match := COMMENT.search(text):
        return text[: match.start()], read(match[1])
    return text, []


def lines(bindings: list[Binding]) -> str:
    """The inside of a comment, in lines of about WIDTH characters."""
    rows = [""]
    for binding in map(str, bindings):
        if rows[-1] and len(rows[-1]) + len(binding) > WIDTH:
            rows.append("")
        rows[-1] += ("; " if rows[-1] else "") + binding
    return "\n".join(rows)


def join(text: str, bindings: list[Binding]) -> str:
    """A text with its comment; without bindings there is none."""
    return f"{text.rstrip()}\n\n<!-- numbers\n{lines(bindings)}\n-->" if bindings else text


def aligned(keys: list[str], bindings: list[Binding]) -> tuple[list[Binding | None], list[Binding]]:
    """The binding of each numeral, or None, and the bindings that no numeral has; both sides keep their order."""
    matcher = difflib.SequenceMatcher(None, keys, [b.key for b in bindings], autojunk=False)
    result, left = [None] * len(keys), set(range(len(bindings)))
    for a, b, n in matcher.get_matching_blocks():
        for k in range(n):
            result[a + k] = bindings[b + k]
            left.discard(b + k)
    return result, [bindings[k] for k in sorted(left)]


def example() -> str:
    """How a comment looks, for messages."""
    return textwrap.dedent("""\
        <!-- numbers
        55: first_above[0.9]; eleven: theta.vector.size; 2001: given, the year of the book
        -->""")
