"""The scripts and styles of the widgets, by the widgets' names: a notebook stores a short hash of them in their place."""

import hashlib
import json
import re
from importlib import import_module
from pathlib import Path

DATA = re.compile(r'^import (\w+) from "\./([\w-]+\.json)" with \{ type: "json" \};$', re.M)
IMPORTS = re.compile(r"^import .*\n", re.M)  # of files that are joined
COMMENTS = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)\n|/\*\* @type [^*]*\*/ ", re.M | re.S)  # on lines of their own, and types


def source(name: str) -> tuple[str, str]:
    """The script and the style that a kernel sends for a widget, by its class: `course.widgets.descent.Descent`."""
    module, widget = name.rsplit(".", 1)
    found = getattr(import_module(module), widget)
    return found._esm, found._css


def fingerprint(script: str, style: str) -> str:
    """16 hexadecimal digits that change when the script or the style does."""
    return hashlib.sha256(f"{script}\0{style}".encode()).hexdigest()[:16]


def joined(*files: Path) -> str:
    """The files as one module, as it is sent to the browser: a page can load a single text from memory only."""
    return "".join(without_comments(IMPORTS.sub("", with_data(file))) for file in files)


def with_data(script: Path) -> str:
    """The text of a script with the data files beside it that it imports."""
    def written(found: re.Match) -> str:
        data = json.loads((script.parent / found[2]).read_text(encoding="utf8"))
        return f"const {found[1]} = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};"

    return DATA.sub(written, script.read_text(encoding="utf8"))


def without_comments(script: str) -> str:
    """A script without its comments, a fifth of what a phone would load."""
    return COMMENTS.sub("", script)
