"""Holds each sentence of a text to its words by a short mark: a word that is changed, added, dropped or moved is noticed, whatever it is.

A mark says nothing of what is true. Displayed formulas, which are proved, and the words that words.toml calls light are left out.
"""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from course.claims.words import VOCABULARY

LIGHT = frozenset(tomllib.loads(VOCABULARY.read_text(encoding="utf8"))["light"].split())
PIECE = re.compile(r"<!--.*?-->|\$\$.*?\$\$(?: \([\w-]+\))?|(?<![^\n])```[^\n]*"
                   r"|(?P<stop>[.?!](?=[\s\"”’)*_]|\Z)|\n\s*\n|\n(?=[ \t]*(?:[|#]|[-*] ))|\n(?<=\|\n))"
                   r"|(?P<said>\$[^$]+\$|`+[^`]+`+|\]\([^)\s]*\)|(?:(?<!\w)-(?=\d))?[\w^]+(?:[-'’.,/_][\w^]+)*|[^\s\w.,;:!?'\"“”‘’()\[\]{}|*_#-])", re.S)
SIZE = 4  # of a mark, in hexadecimal digits: one of 65536 changes is missed


class Sentence(NamedTuple):
    """A sentence, or a row of a table: where it stands, what of it counts, and the mark of that."""

    start: int
    end: int
    said: tuple[str, ...]

    @property
    def mark(self) -> str:
        return hashlib.sha256(" ".join(self.said).encode()).hexdigest()[:SIZE]


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in which anything counts."""
    found, start, said = [], 0, []
    for m in PIECE.finditer(text):
        if m["said"] and m["said"].lower() not in LIGHT:
            said.append(" ".join(m["said"].split()))
        if m["stop"]:
            found, start, said = [*found, Sentence(start, m.end(), tuple(said))], m.end(), []
    return [each for each in [*found, Sentence(start, len(text), tuple(said))] if each.said]


def unread(text: str, marks: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a text is not as its marks say: each sentence that was changed or added, and where some are gone, the place, which is empty."""
    now = sentences(text)
    for kind, i, j, k, m in difflib.SequenceMatcher(None, marks, [each.mark for each in now], autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (each[:2] for each in now[k:m])
        if kind == "delete" or kind == "replace" and j - i > m - k:
            place = now[m - 1].end if m else 0
            yield place, place
