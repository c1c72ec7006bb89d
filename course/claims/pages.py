"""The texts of a page, the bindings of their numerals, and when each is evaluated."""

import ast
import functools
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from course.claims import bindings as comments
from course.claims import kernel, marks
from course.claims import words as vocabulary
from course.claims.bindings import Binding
from course.claims.compare import agrees, compares, comparisons, holds_number, modifier, points, typed
from course.claims.numerals import Numeral, numerals

FIELDS = {"caption": ("figure", "caption"), "alt": ("image", "alt")}
CHAPTER = re.compile(r"\[[^\]]*?\b[Cc]hapter (\d+)[^\]]*\]\((?:[\w./]*/)?(\d+)-[\w-]+\.ipynb")
IN_CODE = re.compile(r"(?:^|(?<=\s))# .*$|\"[^\"\n]*[^\W\d_]{3}[^\"\n]*\"", re.M)  # comments, and strings with a word in them
OPTIONAL = -2.0  # the unit of a word that counts only where it is bound
KEYED = "claims"  # the metadata of a cell that hold the bindings of its caption and alternative text
PRELUDE = "import numpy as np\nimport nnlib\nfrom nnlib import *\nfrom nnlib import data, metrics\nfrom course.studies import families, libraries, measured, published"
Evaluate = Callable[[list[str]], list[tuple[Any, str]]]


class Text(NamedTuple):
    """A text with its bindings: the number of its cell, its part (`text`, `caption`, `alt` or `code`), how many code cells run before, and its marks."""

    cell: int
    part: str
    text: str
    bindings: list[Binding]
    after: int
    marks: tuple[str, ...] = ()


def texts_of(notebook: Any) -> Iterator[Text]:
    """The texts of a notebook; a caption and an alternative text belong behind their own cell. Of code the words of comments and strings are held, and no more."""
    run = 0
    for k, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            text, bound = comments.split(cell.source)
            boxes = itertools.takewhile(lambda c: c.cell_type == "code" and c.source.startswith("Question("), notebook.cells[k + 1:])
            yield Text(k, "text", text, bound, run + sum(1 for _ in boxes), comments.marks(cell.source[len(text):]))  # an answer box behind a text is part of it
        elif cell.cell_type == "code":
            run += 1
            said = {part: cell.metadata.get("mystnb", {}).get(outer, {}).get(inner, "") for part, (outer, inner) in FIELDS.items()}
            for part, text in {**said, "code": "\n\n".join(IN_CODE.findall(cell.source))}.items():
                if text:
                    lines = cell.metadata.get(KEYED, {}).get(part, "")
                    yield Text(k, part, text, comments.read(lines), run, comments.marks(lines))


def texts(path: Path) -> list[Text]:
    """The texts of a page: of a notebook, or the one of a page in Markdown."""
    if path.suffix == ".ipynb":
        return list(texts_of(nbformat.read(path, as_version=4)))
    source = path.read_text(encoding="utf8")
    text, bound = comments.split(source)
    return [Text(0, "text", text, bound, 0, comments.marks(source[len(text):]))]


def stored(path: Path, changed: list[Text]) -> Any:
    """The page with the bindings and marks of these texts: a notebook, or the text of a page in Markdown."""
    if path.suffix != ".ipynb":
        return comments.join(comments.split(path.read_text(encoding="utf8"))[0], changed[0].bindings, changed[0].marks).rstrip() + "\n"
    notebook = nbformat.read(path, as_version=4)
    for text in changed:
        cell = notebook.cells[text.cell]
        if text.part == "text":
            cell.source = comments.join(comments.split(cell.source)[0], text.bindings, text.marks)
        elif lines := comments.lines(text.bindings, text.marks):
            cell.metadata.setdefault(KEYED, {})[text.part] = lines
        else:
            cell.metadata.get(KEYED, {}).pop(text.part, None)
    return notebook


def numbers_and_words(text: Text) -> tuple[list[Numeral], list[Binding | None], list[Binding]]:
    """The numerals and words of a text with the binding of each, None for a numeral that has none, and the bindings that belong to none of them.

    Words are those of the vocabulary. A condition may be bound to any other word too, or to a
    formula of a sentence, `$h^2$`: it has to stand in the text, in its place among the others.
    """
    found, matched, left = _paired(text.text, tuple(text.bindings)) if text.part != "code" else ([], [], [])
    return list(found), list(matched), list(left)


@functools.cache
def _paired(text: str, bindings: tuple[Binding, ...]) -> tuple[list[Numeral], list[Binding | None], list[Binding]]:
    """The same for a text and its bindings, found once: a run of a page asks behind each of its cells."""
    found = numerals(text)
    said = vocabulary.words(text, found)
    taken, wanted = {n.start for n in (*found, *said)}, {b.key for b in bindings if b.what}
    keys = {n.start: comments.key(n.text) for n in found}
    for word in {word for key in wanted if not numerals(word := key.partition("#")[0]) and not numerals(f"${word}$")}:
        spans = places(text, word)
        said += [Numeral(start, end, word, 1.0, OPTIONAL) for start, end in spans if start not in taken]
        keys |= {start: key for k, (start, _) in enumerate(spans) if (key := numbered(word, k)) in wanted and keys.get(start) is None}
    items = sorted(n for n in (*found, *said) if n.start in keys)
    matched, left = comments.aligned([keys[n.start] for n in items], list(bindings))
    held = {n.start: b for n, b in zip(items, matched)}
    pairs = [(n, held.get(n.start) or (Binding(comments.key(n.text), "") if n.unit == vocabulary.WORD else None)) for n in sorted([*found, *said])]
    pairs = [(n, b) for n, b in pairs if n.unit != OPTIONAL or b is not None]
    return [n for n, _ in pairs], [b for _, b in pairs], left


def numbered(word: str, k: int) -> str:
    """The key of the place k, from 0 on, where a text says a word."""
    return f"{word}#{k + 1}" if k else word


def places(text: str, word: str) -> list[tuple[int, int]]:
    """Where a text says a word, or a formula with its signs `$`."""
    if word.startswith("$"):
        return [m.span() for m in re.finditer(re.escape(word), text)]
    pattern = r"\s+".join(map(re.escape, word.split()))
    return [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", vocabulary.clear(text))]


def still(text: Text, code: str = "") -> list[str]:
    """What is wrong with a text without a kernel: bindings of numerals that are gone, typed numbers, comparisons turned round."""
    found, matched, left = numbers_and_words(text)
    wrong = [f"{b.key!r} ({b.what}) is bound, and the text does not say it here" if b.what else f"{b.key!r} stands alone: say what computes it, or leave it out" for b in left]
    for n, b in zip(found, matched):
        if b is None:
            continue
        if b.kind == "bound":
            try:
                if n.unit < 0 and not compares(expression(b)[0]):
                    wrong.append(f"{b.key!r} compares, and {b.what} does not")
                elif n.unit < 0 and (entry := vocabulary.entry(n.text)) and entry.direction and entry.direction not in points(expression(b)[0]):
                    wrong.append(f"{b.key!r} points {entry.direction}, and {b.what} does not")
                if typed(expression(b)[0]):
                    wrong.append(f"{b.key!r} is bound to the typed number {b.what}; name a value, or declare it")
            except SyntaxError:
                wrong.append(f"{b.key!r}: {b.what} is no expression")
        elif b.kind == "set" and not (b.what.partition(" ")[2] and is_set(code, b.what.partition(" ")[2], n)):
            wrong.append(f"{b.key!r}: no cell of the page sets {b.what.partition(' ')[2] or 'a name that is given'} to this number")
        elif not b.what and n.unit >= 0:
            wrong.append(f"{b.key!r} is a numeral; say what it is")
        elif b.kind in ("given",) and len(b.what.split()) < 2:
            wrong.append(f"{b.key!r} is given; say by what")
    said = [n for n, b in zip(found, matched) if n.unit >= 0 and (b is None or b.kind != "label")]
    wrong += [f"{words!r} is the wrong way round" for words, right in comparisons(text.text, said) if not right]
    wrong += [f"a link says chapter {m[1]} and leads to chapter {int(m[2])}" for m in CHAPTER.finditer(text.text) if int(m[1]) != int(m[2])]
    return wrong


def unread(text: Text) -> list[str]:
    """The sentences of a text that are not as they were when their marks were made."""
    return [f"‘{' '.join(text.text[start:end].split())}’ is not as it was read" if end > start else
            f"a sentence is gone behind ‘{' '.join(text.text[max(0, start - 60): start].split())}’" for start, end in marks.unread(text.text, text.marks)]


def expression(binding: Binding) -> tuple[str, str]:
    """The expression of a binding and when it is evaluated: `` where the text stands, `end` of the page or after the `next` cell."""
    match = re.fullmatch(r"(.*) @(next|end)", binding.what)
    return (match[1], match[2]) if match else (binding.what, "")


def is_set(code: str, name: str, numeral: Numeral) -> bool:
    """Whether the code of a page sets a name or an argument to the number, or hands it to a function of this name."""
    for node in ast.walk(tree_of(code)):
        target = value = None
        if isinstance(node, ast.keyword):
            target, value = node.arg, node.value
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            target, value = " ".join(map(ast.unparse, node.targets if isinstance(node, ast.Assign) else [node.target])), node.value
        elif isinstance(node, ast.Call):
            target, value = ast.unparse(node.func), ast.Tuple(node.args, ast.Load())
        if value is None or not re.search(rf"\b{re.escape(name)}\b", target or ""):
            continue
        for inner in ast.walk(value):
            minus = isinstance(inner, ast.UnaryOp) and isinstance(inner.op, ast.USub)
            number = inner.operand if minus else inner
            if isinstance(number, ast.Constant) and type(number.value) in (int, float) and agrees(-number.value if minus else number.value, numeral):
                return True
    return False


_TREES: dict[str, ast.Module] = {}


def tree_of(code: str) -> ast.Module:
    """The code of a page as a syntax tree, made once."""
    if code not in _TREES:
        _TREES[code] = ast.parse("\n".join("pass" if line.startswith(("%", "!")) else line for line in code.split("\n")))
    return _TREES[code]


def code_of(notebook: Any) -> str:
    """The code of a notebook, as one module."""
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def too_early(notebook: Any) -> list[str]:
    """Bindings that name what no cell has set where their text stands, as after a cell was moved; a sentence each."""
    first: dict[str, int] = {}
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for run, cell in enumerate(cells, 1):
        for node in ast.walk(tree_of(cell.source)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                first.setdefault(node.id, run)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                first.setdefault(node.name, run)
            elif isinstance(node, ast.alias):
                first.setdefault((node.asname or node.name).split(".")[0], run)
    found = []
    for text in texts_of(notebook):
        for what, when in (expression(b) for b in text.bindings if b.kind == "bound"):
            at = {"": text.after, "next": text.after + 1}.get(when, len(cells))
            tree = list(ast.walk(ast.parse(what)))
            own = {node.arg for node in tree if isinstance(node, ast.arg)} | set(kernel.helpers())
            own |= {node.id for node in tree if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
            names = {node.id for node in tree if isinstance(node, ast.Name)} - own
            found += [f"cell {text.cell}, {text.part}: {what} names {name}, which a later cell sets: write @next or @end"
                      for name in sorted(names) if at < first.get(name, 0)]
    return found


def outputs_of(notebook: Any, run: int) -> list[str]:
    """The tables and texts that the first `run` code cells show, as they are stored."""
    result = []
    for cell in [cell for cell in notebook.cells if cell.cell_type == "code"][:run]:
        for output in cell.outputs:
            data = output.get("data", {})
            text = data.get("text/markdown") or output.get("text") or ("" if len(data) > 1 else data.get("text/plain", ""))
            result += [text] if text else []
    return result


def sources_of(notebook: Any, run: int) -> list[str]:
    """What the first `run` code cells say."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"][:run]


def due(page: list[Text], run: int, last: bool) -> list[tuple[Text, Numeral, Binding]]:
    """The bindings that are to be evaluated when `run` code cells have run, the last of the page among them or not."""
    result = []
    for text in page:
        found, matched, _ = numbers_and_words(text)
        for n, b in zip(found, matched):
            if b is not None and b.kind == "bound":
                when = expression(b)[1]
                at = {"": text.after, "next": text.after + 1}.get(when)
                if last if when == "end" else at == run:
                    result.append((text, n, b))
    return result


def verdicts(bound: list[tuple[Text, Numeral, Binding]], evaluate: Evaluate) -> list[str]:
    """A sentence for each binding whose value is not what its numeral says."""
    wrong = []
    for (text, n, b), (value, error) in zip(bound, evaluate([expression(b)[0] for _, _, b in bound]) if bound else []):
        where = f"cell {text.cell}, {text.part}: … {' '.join(text.text[max(0, n.start - 40): n.end + 20].split())} …"
        if error:
            wrong.append(f"{where}: {b.what} fails: {error}")
        elif n.unit < 0 or isinstance(value, bool):
            if value is not True and not (isinstance(value, list) and b.key.partition("#")[0].lower() in value):
                wrong.append(f"{where}: {b.what} is {value}")
            elif n.unit >= 0 and not holds_number(expression(b)[0], n):
                wrong.append(f"{where}: the condition {b.what} does not name {n.text}")
        elif not agrees(tuple(value) if isinstance(value, list) else value, n, modifier(text.text, n)):
            wrong.append(f"{where}: {n.text} is said of {b.what}, which is {value}")
    return wrong
