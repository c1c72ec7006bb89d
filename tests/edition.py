"""What the tests of the student edition share: where it is written, and what of solutions can be read in a folder."""

import functools
import html
import json
import re
from pathlib import Path

import nbformat
import numpy as np
from by_number import exercises

from course.editions import student as editions
from course.exercises.checking import chapters
from course.exercises.judging import significant
from course.exercises.question import stub
from course.exercises.tolerance import to_digits

ROOT = Path(__file__).resolve().parents[1]

TEXTS = {".html", ".ipynb", ".md", ".txt", ".js", ".json", ".py", ".toml", ".yml", ".csv", ".css", ".svg", ".inv", ""}
IN_FIGURES = re.compile(r"""\b(?:d|transform|points|x|y|id|xlink:href|clip-path|style)=\\?"[^"]{0,20000}?\\?\"""")
EQUATION_NUMBERS = re.compile(r'<span class="eqno">[^<]*')
MEASURED = {"speed"}  # pages of nothing but measured times, some of which look like an answer by chance
FOREIGN = ("mathjax", "_static/images", "_sphinx_design_static", "_static/scripts", "_static/styles", "_static/site.css", "_static/vendor",
           "_static/webpack")  # site.css is the theme's styles with ours


def words(text):
    """A text with its numbers and words alone, whatever escapes and spaces stand between them."""
    text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    text = re.sub(r"\\[ntr\"/]", " ", text)
    return "".join(re.findall(r"[\w.]+", text.replace("−", "-")))


def numbers(text):
    """The decimals of a text."""
    return set(re.findall(r"(?<![\d.])\d+\.\d{2,}(?![\d.]*\d|r?em\b|px)", text))


def read(folder):
    """{name: text} of a folder: all files that hold text and are ours, those with the same text once."""
    found, seen = {}, set()
    for path in sorted(Path(folder).rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix in TEXTS and not any(part in name for part in FOREIGN):
            text = path.read_text(encoding="utf8", errors="replace")
            if text not in seen:
                found[name] = text
            seen.add(text)
    return found


def cells(name="*.ipynb"):
    """(cell, whether it belongs to a solution or is an answer box) of the chapters of the full edition."""
    for path in sorted((ROOT / "chapters").glob(name)):
        for cell in nbformat.read(path, as_version=4).cells:
            yield cell, cell.cell_type == "code" and cell.source.startswith(("# Solution", "Question("))


def lines():
    """The lines of code and comments of all solutions, as `words`, but for those that stand elsewhere in the book too."""
    elsewhere = words("\n".join(cell.source for cell, kept_back in cells() if not kept_back))
    asked = words("\n".join("\n".join((exercise.asks, stub(exercise), *exercise.hints[:2])) for exercise in exercises()))
    package = words("\n".join(path.read_text(encoding="utf8") for path in editions.files() if path.suffix in (".py", ".md")))
    found = {words(line): line.strip() for cell, kept_back in cells() if kept_back for line in cell.source.split("\n")
             if not line.startswith(("Question(", "# Solution, checked"))}
    return {line: shown for line, shown in found.items()
            if len(line) > 12 and line not in elsewhere and line not in asked and line not in package}


def sentences():
    """The sentences of all third hints, of what a right answer is told and of the slips, as `words`."""
    asked = words("\n".join("\n".join((exercise.asks, stub(exercise), *exercise.labels, *exercise.hints[:2])) for exercise in exercises()))
    book = words("\n".join(cell.source for cell, kept_back in cells() if not kept_back))
    package = words("\n".join(path.read_text(encoding="utf8") for path in editions.files() if path.suffix == ".py"))
    texts = [text for e in exercises() for text in (e.hints[2], e.shows, *(slip.sentence for slip in e.slips))]
    found = {words(part): part for text in texts for part in re.split(r"(?<=[.?:])\s+|\n", text)}
    return {line: shown for line, shown in found.items()
            if len(line) > 20 and line not in asked and line not in book and line not in package}


def truths(chapter=None):
    """The right numbers in their printed digits, in six and in those that the exercise asks for: of one chapter, or of all."""
    found = set()
    for exercise in exercises():
        if exercise.kind in ("number", "array") and chapter in (None, chapter_of(exercise)):
            for value in exercise.truth:
                for text in {significant(value), significant(float(to_digits(exercise.digits)(value)))}:
                    plain = text.replace("−", "")
                    if "." in plain and len(plain.replace(".", "").lstrip("0")) >= 3:
                        found.add(plain)
    return found


def body(chapter=None):
    """The decimals that a chapter shows anyway, outside of its solutions; of the whole book, its package and its data too."""
    name = "*.ipynb" if chapter is None else f"{chapter:02d}-*.ipynb"
    states = [nbformat.read(path, as_version=4).metadata.get("widgets", {}) for path in (ROOT / "chapters").glob(name)]
    texts = [json.dumps(cell, ensure_ascii=False) for cell, kept_back in cells(name) if not kept_back]
    texts += [json.dumps(widget["state"]) for state in states if state
              for widget in state[editions.WIDGET_STATE]["state"].values() if "_table" not in widget["state"]]
    texts += [text for e in exercises() if chapter in (None, chapter_of(e)) for text in (*e.hints[:2], e.asks, *e.labels)]
    if chapter is None:
        texts += [str(np.asarray(value).tolist()) for e in exercises() for given in e.instances for value in given.values()]
        texts += [path.read_text(encoding="utf8") for path in editions.files() if path.suffix in TEXTS - {".ipynb"}]
    return set().union(*(numbers(text) for text in texts))


def chapter_of(exercise):
    return int(exercise.id.split(".")[0])


@functools.cache
def secrets():
    """What must not be readable: {code of solutions}, {their sentences}, {chapter: {numbers}}, None standing for all chapters."""
    return lines(), sentences(), {chapter: truths(chapter) - body(chapter) for chapter in (None, *chapters())}


def leaks(found, secrets):
    """What of solutions can be read in {name: text}, as (name, what)."""
    code, said, right = secrets
    seen = []
    for name, text in found.items():
        text = IN_FIGURES.sub("", text)
        if name.endswith(".html"):
            text = html.unescape(re.sub(r"</?[a-z][^<>]*>", "", EQUATION_NUMBERS.sub("", text)))
        plain = words(text)
        seen += [(name, shown) for part in (code, said) for line, shown in part.items() if line in plain]
        if Path(name).stem in MEASURED:
            continue
        chapter = re.search(r"(?:^|/)(\d\d)-[^/]*$", name)
        seen += [(name, number) for number in sorted(numbers(text) & right.get(int(chapter[1]) if chapter else None, set()))]
    return seen
