"""Writes the README's map of the packages from the first lines of their modules: `python -m tools.readme`."""

import ast
import re
from pathlib import Path

import nnlib

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
TABLE = re.compile(r"\| module \| what it is \|\n(?:\|.*\n)+")


def first_line(path):
    """The first sentence of a module's docstring, without the package's name and the full stop."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf8"))).split("\n\n")[0].replace("\n", " ")
    return text.removesuffix(".")


def rows():
    """(path, first line) of the modules of nnlib in reading order, then of the parts of the course and of the tools."""
    order = re.search(r"Reading order: ([\w,\s]+)", nnlib.__doc__)[1].replace(",", " ").split()
    modules = [ROOT / f"nnlib/{name}.py" for name in (*order, "checks")]
    parts = sorted(path for path in (ROOT / "course").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file())
    for path in [*modules, *(p for p in parts if p.name != "__init__.py"), ROOT / "tools"]:
        yield path.relative_to(ROOT).as_posix() + "/" * path.is_dir(), first_line(path / "__init__.py" if path.is_dir() else path)


def table():
    """The map as a table in Markdown."""
    lines = [f"| `{name}` | {text} |" for name, text in rows()]
    return "\n".join(["| module | what it is |", "|---|---|", *lines]) + "\n"


def main():
    README.write_text(TABLE.sub(lambda _: table(), README.read_text(encoding="utf8")), encoding="utf8")


if __name__ == "__main__":
    main()
