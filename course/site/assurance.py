"""How far each page is assured: the directive assurance-table, and at the end of each page a mark that opens and says the same of it.

What the formulas of a page come to is stored in proved.json, which `python -m tools.assurance` writes and tests/test_assurance.py
compares; what its numerals and reversing words are is counted in its own comments (course/claims) when the site is built.
"""

import ast
import json
from collections import Counter
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

import nbformat
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from course.claims import marks, pages

ROOT = Path(__file__).resolve().parents[2]
PROVED = Path(__file__).with_name("proved.json")
# Where a value comes from that a page has not computed itself, by what the code names on the way to it.
ORIGINS = {"frameworks": "elsewhere", "libraries": "elsewhere", "LIBRARIES": "elsewhere", "PACKAGES": "elsewhere", "compared": "elsewhere",
           "called": "elsewhere", "published": "cited", "digit_runs": "measured", "nino_starts": "measured", "one_bit": "measured",
           "speed": "measured", "speed_many": "measured", "experiments1986": "measured"}
LEVELS = {"proved": "proved from its LaTeX", "points": "shown at random points", "sampled": "sampled", "recomputed": "recomputed",
          "measured": "measured", "elsewhere": "run elsewhere", "cited": "cited", "given": "given", "read": "read only"}
WORDS = {"computed": "computed", "fixed": "fixed", "others": "other words"}
FORMULAS = {"SymPy": "proved", "random points": "points", "sampled": "sampled"}


class Assured(NamedTuple):
    """Of one page: formulas and numerals by level, definitions, code cells that every test run runs again, and words by WORDS: those that turn a meaning, and what else sentences are held to."""

    levels: Counter
    definitions: int
    cells: int
    words: Counter = Counter()


@cache
def proved() -> dict[str, dict[str, int]]:
    """Displayed formulas of each page by what the prover said of them."""
    return json.loads(PROVED.read_text(encoding="utf8"))


def origins(code: str) -> dict[str, str]:
    """{name: measured, elsewhere or cited} for the names of a page's code that hold what it has not computed itself."""
    found: dict[str, str] = {}
    for node in ast.walk(pages.tree_of(code)):
        for target, value in assigned(node):
            if came := origin(value, found):
                found |= {name.id: came for name in ast.walk(target) if isinstance(name, ast.Name)}
    return found


def assigned(node: ast.AST) -> list[tuple[ast.AST, ast.AST]]:
    """(target, value) of an assignment or a loop; of several at once each by itself."""
    if isinstance(node, ast.For):
        return [(node.target, node.iter)]
    if not isinstance(node, ast.Assign):
        return []
    pairs = [(target, node.value) for target in node.targets]
    return [inner for target, value in pairs for inner in
            (zip(target.elts, value.elts) if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) else [(target, value)])]


def origin(value: ast.AST, known: dict[str, str]) -> str:
    """The level of an expression that draws on stored or printed values, or nothing."""
    for node in ast.walk(value):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if came := known.get(name) or ORIGINS.get(name):
            return came
    return ""


def level(binding, known: dict[str, str]) -> str:
    """On which level a numeral stands, by its binding."""
    if binding is None or binding.kind in ("text", "label", "idiom"):
        return "read"
    if binding.kind in ("given", "set"):
        return "given"
    return origin(ast.parse(pages.expression(binding)[0]), known) or "recomputed"


def assured(path: Path) -> Assured:
    """What the formulas and numerals of a page rest on."""
    name = str(path.relative_to(ROOT / "chapters").with_suffix(""))
    notebook = nbformat.read(path, as_version=4) if path.suffix == ".ipynb" else None
    known = origins(pages.code_of(notebook)) if notebook else {}
    levels = Counter({FORMULAS[kind]: n for kind, n in proved().get(name, {}).items() if kind in FORMULAS})
    words: Counter = Counter()
    for text in pages.texts(path):
        found, matched, _ = pages.numbers_and_words(text)
        levels.update(level(b, known) for n, b in zip(found, matched) if n.unit >= 0)
        words.update("computed" if b is not None and b.kind == "bound" else "fixed" for n, b in zip(found, matched) if n.unit < 0)
        words["others"] += sum(len(each.said) for each in marks.sentences(text.text)) - len(found)
    cells = sum(cell.cell_type == "code" for cell in notebook.cells) if notebook else 0
    return Assured(levels, proved().get(name, {}).get("definition", 0), cells, words)


def source(docname: str) -> Path:
    """The file of a page."""
    return next(path for ending in (".ipynb", ".md") if (path := (ROOT / docname).with_suffix(ending)).exists())


def counted(n: int, one: str, many: str) -> str:
    return f"{n or 'no'} {one if n == 1 else many}"


def sentences(found: Assured) -> list[str]:
    """What the mark says of a page; levels with nothing on them are left out."""
    n = found.levels
    said = []
    if found.definitions or n["proved"] or n["points"] or n["sampled"]:
        ways = [f"{n[key]} {words}" for key, words in (("proved", "proved from the LaTeX by algebra"), ("points", "tried at random points with sixty digits"),
                                                      ("sampled", "inequalities, sampled")) if n[key]]
        said.append(f"Displayed formulas: {', '.join([*ways, counted(found.definitions, 'definition', 'definitions')])}.")
    ways = [f"{n[key]} {words}" for key, words in (("recomputed", "computed again by every run of the tests"), ("measured", "read from stored runs, a sample of which is run again"),
                                                  ("elsewhere", "seen in another library, whose version is stored"), ("cited", "printed by a source"),
                                                  ("given", "given: inputs, years, settings"), ("read", "counts of the passage itself, labels and idioms, which nobody computes")) if n[key]]
    if ways:
        said.append(f"Numbers in its text: {'; '.join(ways)}.")
    if found.words["computed"]:
        said.append(f"Words in it that would turn a meaning round: {found.words['computed']} hang on a condition that is computed, {found.words['fixed']} are fixed only: a changed one is noticed, and nobody computes whether it is right.")
    if found.cells:
        said.append(f"Its {counted(found.cells, 'cell of code is', 'cells of code are')} run again, and what they show is compared.")
    return said


class Table(SphinxDirective):
    """The levels of formulas, of numbers or of words by page, and their sums; levels on which nothing stands are left out."""

    required_arguments = 1

    def run(self):
        files = [source(name) for name in sorted(self.env.found_docs)]
        for path in (*files, PROVED):
            self.env.note_dependency(str(path))
        found: dict[str, Counter] = {}
        for path in files:
            page = assured(path)
            found[short(path)] = found.get(short(path), Counter()) + (page.words if self.arguments[0] == "words" else page.levels)
        total = sum(found.values(), Counter())
        names = WORDS if self.arguments[0] == "words" else {key: words for key, words in LEVELS.items() if (key in FORMULAS.values()) == (self.arguments[0] == "formulas")}
        keys = [key for key in names if total[key]]
        rows = [["page", *(names[key] if names is WORDS else names[key].split()[-1] if key == "points" else names[key].removesuffix(" from its LaTeX").removesuffix(" only").removeprefix("run ")
                           for key in keys)]]
        rows += [[name, *(str(n[key] or "") for key in keys)] for name, n in found.items() if any(n[key] for key in keys)]
        rows.append(["all", *(str(total[key]) for key in keys)])
        group = nodes.tgroup(cols=len(rows[0]))
        group.extend(nodes.colspec(colwidth=1) for _ in rows[0])
        group += [nodes.thead("", row(rows[0])), nodes.tbody("", *map(row, rows[1:]))]
        return [nodes.table("", group, classes=["numbers"])]


def short(path: Path) -> str:
    """A page in a table, which has to fit a phone: the number of a chapter; the other pages together, and each says its own at its end."""
    return path.stem[:2].lstrip("0") if path.stem[:2].isdigit() else "other"


def row(cells):
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))


def mark(app, pagename, templatename, context, doctree):
    """At the end of a page of the book: what it rests on, to be opened."""
    if doctree is None or pagename not in app.env.found_docs:
        return
    said = sentences(assured(source(pagename)))
    if said:
        link = app.builder.get_relative_uri(pagename, "chapters/reference/assurance")
        context["body"] += ('<details class="assurance"><summary>How this page is assured</summary>'
                            f'{"".join(f"<p>{escape(sentence)}</p>" for sentence in said)}<p><a href="{link}">What these words mean, and all pages</a></p></details>\n')


def setup(app):
    app.add_directive("assurance-table", Table)
    app.connect("html-page-context", mark, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
