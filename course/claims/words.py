"""Finds the words of a text that turn its meaning round when they are exchanged: the vocabulary is words.toml."""

import functools
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from course.claims.numerals import MATH, Numeral, blanked

VOCABULARY = Path(__file__).with_name("words.toml")
WORD = -1.0  # the unit of a word, which has no last digit
TERM = re.compile(r"(\{term\}`)([^`<]*)(<[^`]*>)?(`)")
SENTENCE = re.compile(r"[.?!:;](?=\s)|\n\n|\|")


class Entry(NamedTuple):
    """What the vocabulary says of a word: its families, what may stand in its place, where it points, and whom it needs in its sentence."""

    families: frozenset[str]
    others: tuple[str, ...]
    direction: str  # `up`, `down`, or nothing
    beside: frozenset[str]  # without one of these in its sentence it does not count; empty where it always does


@functools.cache
def vocabulary(path: Path = VOCABULARY) -> dict[str, Entry]:
    """{word in small letters: its entry}."""
    found: dict[str, Entry] = {}
    families = {name: table for name, table in tomllib.loads(path.read_text(encoding="utf8")).items() if isinstance(table, dict)}
    for family, table in families.items():
        for line in table["sets"]:
            members = [w.replace("_", " ") for w in line.split()]
            plain = [w.rstrip("*") for w in members]
            for place, (word, member) in enumerate(zip(plain, members)):
                others = tuple(w for w in plain if w != word)
                direction = ("up", "down")[place] if table.get("directed") else ""
                beside = frozenset(others) if member.endswith("*") else frozenset()
                old = found.get(word)
                if old:
                    always = not old.beside or not beside
                    direction = old.direction if old.direction == direction or not direction else direction if not old.direction else ""
                    found[word] = Entry(old.families | {family}, old.others + others, direction, frozenset() if always else old.beside | beside)
                else:
                    found[word] = Entry(frozenset([family]), others, direction, beside)
    return found


@functools.cache
def _pattern() -> re.Pattern:
    """The words of the vocabulary, the longest that fits: letter by letter, since hundreds of words side by side take a hundred times as long."""
    tree: dict = {}
    for word in vocabulary():
        branch = tree
        for letter in " ".join(word.split()):
            branch = branch.setdefault(letter, {})
        branch[""] = {}

    def said(branch: dict) -> str:
        longer = "|".join((r"\s+" if letter == " " else re.escape(letter)) + said(rest) for letter, rest in branch.items() if letter)
        return f"(?:{longer})?" if longer and "" in branch else f"(?:{longer})" if longer else ""

    return re.compile(rf"(?<![\w'’]){said(tree)}(?!\w)", re.I)


def entry(text: str) -> Entry | None:
    """The entry of a word as a text says it."""
    return vocabulary().get(" ".join(text.lower().split()))


def clear(text: str) -> str:
    """The text with spaces for what is no prose; a term of the glossary is prose."""
    text = TERM.sub(lambda m: f"{' ' * len(m[1])}{m[2]}{' ' * (len(m[3] or '') + 1)}", text)
    return MATH.sub(lambda m: " " * len(m[0]), blanked(text))


def words(text: str, taken: Sequence[Numeral] = ()) -> list[Numeral]:
    """The words of the vocabulary in the order of the text, as numerals without a unit; none that belongs to a numeral of `taken`."""
    prose, found = clear(text), []
    inside = {k for n in taken for k in range(n.start, n.end)}
    stops = [0, *(m.end() for m in SENTENCE.finditer(prose)), len(prose)]
    for start, end in zip(stops, stops[1:]):
        said = [(m, entry(m[0])) for m in _pattern().finditer(prose, start, end) if m.start() not in inside]
        beside = {" ".join(m[0].lower().split()) for m, _ in said}
        found += [Numeral(m.start(), m.end(), m[0], 1.0, WORD) for m, e in said if not e.beside or e.beside & beside]
    return found
