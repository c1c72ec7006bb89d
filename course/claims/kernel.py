"""What runs in a page's kernel: evaluates the expressions of bindings, and looks for values that a numeral may be."""

import ast
import functools
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import nnlib

ROOT = Path(__file__).parents[2]
MOST = 60  # entries of a container that candidates are looked for in
NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?:e[-+−]?\d+)?")
CONSTANT = re.compile(r"\$?(?:[<>≈]|\\approx|\\leq?)? ?(?:10\^\{?([-−]?\d+)\}?|([-−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?)) ?(?:\\?%)?\$?")


# The words of captions for what course/figures/style.py draws with.
COLOURS = {"#0072B2": "blue", "#D55E00": "vermilion", "#009E73": "green", "#000000": "black", "#AA4499": "purple", "#767676": "grey", "#FFFFFF": "white"}
DASHES = {"-": "solid", "--": "dashed", ":": "dotted", "-.": "dash-dotted"}
MARKERS = {"o": "circles", "s": "squares", "^": "triangles", "x": "crosses"}


def plain(value: Any) -> Any:
    """A value as a bool, an int, a float, a word, or a list of these; TypeError for anything else."""
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, str):
        return value
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value)
    if isinstance(value, np.ndarray):
        return plain(value.item()) if value.size == 1 else [plain(v) for v in value.tolist()]
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    raise TypeError(f"a {type(value).__name__} is no number")


def evaluate(namespace: Mapping[str, Any], expressions: Sequence[str], outputs: Sequence[str] = (),
             sources: Sequence[str] = ()) -> list[tuple[Any, str]]:
    """(value, "") of each expression, or (None, what went wrong). Names are those of `helpers`, then those of the page."""
    names = {**namespace, **helpers(outputs, sources, namespace)}
    results = []
    for expression in expressions:
        try:
            results.append((plain(eval(expression, names)), ""))  # the book's own text
        except Exception as error:
            results.append((None, f"{type(error).__name__}: {error}"))
    return results


def read_number(text: str) -> float | None:
    """The number that a cell of a table shows, or None."""
    if not (match := CONSTANT.fullmatch(str(text).strip())):
        return None
    return float("1e" + match[1].replace("−", "-")) if match[1] else float(match[2].replace("−", "-").replace(",", ""))


def read_table(markdown: str) -> list[list[str]] | None:
    """The header and the rows of a table in Markdown, or None for another text."""
    if not markdown.startswith("|"):
        return None
    rows = [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in markdown.splitlines()]
    return [rows[0], *rows[2:]]


def helpers(outputs: Sequence[str] = (), sources: Sequence[str] = (), namespace: Mapping[str, Any] = {}) -> dict[str, Any]:
    """Functions for bindings: numbers that a page shows (in `outputs`) or sets (in `sources`, its cells) without naming them,
    and counts of the book's own parts.

    `page` is the namespace itself, for a name of the page that one of these hides.
    """
    tables = [table for text in reversed(outputs) if (table := read_table(text))]
    texts = [text for text in reversed(outputs) if not text.startswith("|")]

    def shown(header: str, row: int | str = 0, back: int = 0) -> float:
        """The number in a column of the latest table that has it (`back` tables earlier), in a row by its place or its first cell."""
        found = [t for t in tables if header in t[0]]
        if len(found) <= back:
            raise LookupError(f"no table so far has a column {header!r}")
        names, *rows = found[back]
        place = names.index(header)
        line = next((r for r in rows if r[0] == row), None) if isinstance(row, str) else rows[row]
        if line is None or (number := read_number(line[place])) is None:
            raise LookupError(f"no number in the row {row!r} of the column {header!r}")
        return number

    def column(header: str, back: int = 0) -> list[float]:
        """The numbers of a column of the latest table that has it."""
        names, *rows = [t for t in tables if header in t[0]][back]
        return [n for row in rows if (n := read_number(row[names.index(header)])) is not None]

    def cells(header: str, back: int = 0) -> list[str]:
        """The cells of a column of the latest table that has it, as they are shown."""
        names, *rows = [t for t in tables if header in t[0]][back]
        return [row[names.index(header)] for row in rows]

    def printed(place: int, back: int = 0) -> float:
        """A number of the latest text that a cell has shown, by its place in it."""
        return float(NUMBER.findall(texts[back])[place].replace("−", "-").replace(",", ""))

    def argument(call: str, which: int | str) -> Any:
        """An argument, by its place or name, of the latest call of this name in the cells that have run."""
        for source in reversed(sources):
            for node in ast.walk(ast.parse(_pure(source))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == call:
                    named = {word.arg: word.value for word in node.keywords}
                    value = named.get(which) if isinstance(which, str) else dict(enumerate(node.args)).get(which)
                    if value is not None:
                        return eval(ast.unparse(value), dict(namespace))  # the book's own text
        raise LookupError(f"no cell so far calls {call} with the argument {which!r}")

    def labels(pattern: str) -> int:
        """How many labels of the book, of equations, sections, figures or corrections, a pattern matches as a whole."""
        return len({label for label in _labels() if re.fullmatch(pattern, label)})

    def exercises(chapter: int | None = None) -> int:
        """How many exercises a chapter has, or the book."""
        from course.exercises.checking import chapters, ids
        return sum(len(ids(c)) for c in chapters() if chapter in (None, int(c)))

    def corrections(field: str, source: str = "") -> int:
        """How many different values the corrections have in a field (`id`, `source`, `kind`), all of them or those of a source."""
        found = tomllib.loads((ROOT / "chapters/reference/corrections.toml").read_text(encoding="utf8"))["correction"]
        return len({entry[field] for entry in found if source in ("", entry["source"])})

    def hints(id: str) -> int:
        """How many hints an exercise has."""
        from course.exercises.checking import exercise_by_id
        return len(exercise_by_id(id).hints)

    def constant(path: str, name: str) -> Any:
        """What a file of the repository, which a page does not import, sets a name to, or a function's argument: `NAME`, `function.argument`."""
        function, _, wanted = name.rpartition(".")
        body: list[ast.stmt] = ast.parse((ROOT / path).read_text(encoding="utf8")).body
        pairs: list[tuple[ast.AST, ast.AST]] = []
        for node in body:
            if isinstance(node, ast.FunctionDef) and node.name == function:
                pairs += zip(reversed(node.args.args), reversed(node.args.defaults))
            elif isinstance(node, ast.Assign) and not function:
                both = [(target, node.value) for target in node.targets]
                pairs += [pair for left, right in both for pair in (zip(left.elts, right.elts) if isinstance(left, ast.Tuple)
                          and isinstance(right, ast.Tuple) else [(left, right)])]
        for left, right in pairs:
            if (left.arg if isinstance(left, ast.arg) else ast.unparse(left)) == wanted:
                return ast.literal_eval(right)
        raise LookupError(f"{path} sets no {name}")

    def files(pattern: str) -> int:
        """How many files of the repository a pattern names."""
        return len(list(ROOT.glob(pattern)))

    def chapters(pattern: str) -> int:
        """In how many chapters a pattern is found, in the source of a cell."""
        notebooks = [json.loads(path.read_text(encoding="utf8")) for path in (ROOT / "chapters").glob("[0-9]*.ipynb")]
        return sum(any(re.search(pattern, "".join(cell["source"])) for cell in notebook["cells"]) for notebook in notebooks)

    return {"shown": shown, "column": column, "cells": cells, "look": look, "side": side, "rises": rises, "falls": falls, "printed": printed, "exercises": exercises, "files": files, "argument": argument, "labels": labels,
            "chapters": chapters, "corrections": corrections, "hints": hints, "constant": constant, "page": namespace, "np": np, "nnlib": nnlib}


def _pure(source: str) -> str:
    return "\n".join("pass" if line.startswith(("%", "!")) else line for line in source.split("\n"))


@functools.cache
def _labels() -> frozenset[str]:
    """The labels of the chapters: `(name)=` before what it names, and `$$ (name)` behind an equation."""
    pages = [path.read_text(encoding="utf8") for path in sorted((ROOT / "chapters").rglob("*.md"))]
    pages += ["".join(cell["source"]) for path in sorted((ROOT / "chapters").rglob("*.ipynb"))
              for cell in json.loads(path.read_text(encoding="utf8"))["cells"]]
    text = "\n".join(pages)
    return frozenset(re.findall(r"^\(([\w-]+)\)=$", text, re.M) + re.findall(r"\$\$ \(([\w-]+)\)", text))


def look(axes: Any, label: str | int) -> list[str]:
    """The words for a line of a picture, by a part of its label or by its place, or for what else has this label, or is this text: its
    colour, its dash, its marker in the plural, and whether it is filled.
    """
    every = np.ravel(axes)
    if isinstance(label, int):
        return _words([line for ax in every for line in ax.lines][label])
    for kind in ("lines", "collections", "patches", "texts"):
        for ax in every:
            for artist in getattr(ax, kind):
                if label in (artist.get_text() if kind == "texts" else str(artist.get_label())):
                    return _words(artist)
    raise LookupError(f"nothing in the picture is called {label!r}")


def _words(artist: Any) -> list[str]:
    if hasattr(artist, "get_marker"):
        full = str(artist.get_markerfacecolor()).lower() not in ("none", "white", "#ffffff", "w")
        return [_colour(artist.get_color()), DASHES.get(artist.get_linestyle(), ""), MARKERS.get(artist.get_marker(), ""), *(["filled", "full"] if full else ["hollow", "empty"])]
    if hasattr(artist, "get_text"):
        return [_colour(artist.get_color())]
    if hasattr(artist, "get_segments"):
        (_, dashes), *_ = artist.get_linestyle()
        dash = "solid" if not dashes else "dash-dotted" if len(dashes) == 4 else "dashed" if dashes[0] > dashes[1] else "dotted"
        return [_colour(artist.get_edgecolor()[0]), dash]
    face = np.atleast_2d(artist.get_facecolor())
    empty = not face.size or not face[0, -1]
    return [_colour(np.atleast_2d(artist.get_edgecolor())[0] if empty else face[0]), *(["hollow", "empty"] if empty else ["filled", "full"])]


def _colour(value: Any) -> str:
    from matplotlib.colors import to_hex
    return COLOURS.get(to_hex(value).upper(), "")


def rises(values: Any) -> bool:
    """Whether each of some numbers is larger than the one before it."""
    return bool(np.all(np.diff(np.asarray(list(values), float)) > 0))


def falls(values: Any) -> bool:
    """Whether each of some numbers is smaller than the one before it."""
    return bool(np.all(np.diff(np.asarray(list(values), float)) < 0))


def side(axes: Any, words: str) -> list[str]:
    """The words for where a text of a picture stands: on which axis, on which kind of scale, or over which panel."""
    found = []
    every = list(np.ravel(axes))
    for k, ax in enumerate(every):
        for way, upright, label, scale in (("horizontal", "horizontally", ax.get_xlabel(), ax.get_xscale()), ("vertical", "vertically", ax.get_ylabel(), ax.get_yscale())):
            if words in label:
                found += [way, upright, {"log": "logarithmic"}.get(scale, scale)]
        if words in ax.get_title() and len(every) > 1:
            found += ["left" if k == 0 else "right" if k == len(every) - 1 else "middle"]
    return found


def candidates(namespace: Mapping[str, Any], outputs: Sequence[str] = ()) -> list[tuple[str, float]]:
    """(expression, number) for what the names of a page hold and its tables and texts show, simple ones first."""
    found: list[tuple[str, float]] = []
    for name, value in namespace.items():
        if not name.startswith("_") and name not in ("In", "Out", "exit", "quit", "np", "get_ipython"):
            found += _inside(name, value, 3)
    before: dict[str, int] = {}
    for names, *rows in [table for text in reversed(outputs) if (table := read_table(text))]:
        labels = [row[0] for row in rows]
        for header in dict.fromkeys(names):
            place = names.index(header)
            back = before[header] = before.get(header, -1) + 1
            for k, row in enumerate(rows if back < 3 else []):
                if place < len(row) and (number := read_number(row[place])) is not None:
                    which = repr(row[0]) if place and labels.count(row[0]) == 1 else repr(k)
                    found.append((f"shown({header!r}, {which}{f', {back}' if back else ''})", number))
    for back, text in enumerate([text for text in reversed(outputs) if not text.startswith("|")][:3]):
        for place, number in enumerate(NUMBER.findall(text)):
            found.append((f"printed({place}{f', {back}' if back else ''})", float(number.replace("−", "-").replace(",", ""))))
    return found


def _inside(name: str, value: Any, depth: int) -> Iterator[tuple[str, float]]:
    if isinstance(value, (bool, np.bool_, str, bytes, type)):
        return
    if isinstance(value, (int, float, np.integer, np.floating)):
        yield name, float(value)
        return
    if not depth:
        return
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "iuf":
            for k, n in enumerate(value.shape):
                yield f"{name}.shape[{k}]", float(n)
            if value.size == 1:
                yield f"{name}.item()", float(value.item())
            elif value.size <= MOST:
                for place in np.ndindex(value.shape):
                    yield f"{name}[{', '.join(map(str, place))}]", float(value[place])
        return
    if isinstance(value, Mapping):
        yield f"len({name})", float(len(value))
        for k in list(value)[:MOST]:
            yield from _inside(f"{name}[{k!r}]", value[k], depth - 1)
        return
    if isinstance(value, (list, tuple)):
        yield f"len({name})", float(len(value))
        if hasattr(value, "_fields"):
            for field in value._fields:
                yield from _inside(f"{name}.{field}", getattr(value, field), depth - 1)
        elif len(value) <= MOST:
            for k, entry in enumerate(value):
                yield from _inside(f"{name}[{k}]", entry, depth - 1)
        return
    if type(value).__module__.split(".")[0] in ("nnlib", "course") and not hasattr(value, "headers"):
        for field in sorted(set(getattr(value, "__dict__", {})) | {s for t in type(value).__mro__ for s in getattr(t, "__slots__", ())}):
            if not field.startswith("_") and hasattr(value, field):
                yield from _inside(f"{name}.{field}", getattr(value, field), depth - 1)
