"""Finds the formulas of a page: every displayed one, and the ones in sentences that have a relation in them."""

import re
from pathlib import Path
from typing import NamedTuple

import nbformat

CODE = re.compile(r"^(`{3,})(?!\{math|\{admon).*?^\1`*\s*$|`[^`\n]+`", re.S | re.M)
# A line that begins or ends in $$ with its label, or $…$ within a line (a dollar that is escaped is money).
MATH = re.compile(r"\$\$(?P<display>.+?)\$\$[ ]*(?:\((?P<label>[\w:-]+)\))?|(?<![\\$])\$(?P<inline>(?:\\.|[^$\\])+?)\$", re.S)
RELATION = re.compile(r"=|<|>|\\(approx|leq?|geq?|iff|leftarrow)(?![A-Za-z])|\\times.*\\to(?![A-Za-z])", re.S)


COMMENT = re.compile(r"<!--.*?-->", re.S)


class Formula(NamedTuple):
    page: str  # as in contexts.py: the path below chapters/ without its ending
    label: str  # (eq-…) of a displayed formula, else its place
    latex: str
    inline: bool
    block: int  # formulas in one paragraph, table or list have the same number


def markdown(path: Path) -> list[str]:
    """The texts of a page, in order."""
    if path.suffix == ".ipynb":
        return [COMMENT.sub("", c.source) for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"]
    return [COMMENT.sub("", path.read_text(encoding="utf8"))]


def formulas(page: str, texts: list[str]) -> list[Formula]:
    """The formulas of a page's texts: all displayed ones, and inline ones with a relation."""
    found, block, inline = [], 0, 0
    for text in texts:
        text = CODE.sub(lambda m: " " * (m.end() - m.start()), text)
        position = 0
        block += 1
        for m in MATH.finditer(text):
            block += len(re.findall(r"\n\s*\n", text[position : m.start()]))
            position = m.end()
            if m["display"]:
                block += 2
                found.append(Formula(page, m["label"] or f"display after {found[-1].label if found else 'the title'}", m["display"], False, block - 1))
            elif RELATION.search(m["inline"]) and not m["inline"].rstrip().endswith("="):  # "a =" goes on in words
                inline += 1
                found.append(Formula(page, f"sentence {inline}", m["inline"], True, block))
    return found


def pages(chapters: Path) -> dict[str, list[Formula]]:
    """All pages that have formulas."""
    paths = sorted([*chapters.glob("**/*.ipynb"), *chapters.glob("**/*.md")])
    paths = [p for p in paths if ".ipynb_checkpoints" not in p.parts]
    named = {str(p.relative_to(chapters).with_suffix("")): p for p in paths}
    return {name: found for name, p in named.items() if (found := formulas(name, markdown(p)))}
