"""Whether documentation still says what documented.toml says of it: run in a library's environment, with (where, words) as JSON on stdin.

It prints those whose words are not there. Works with Python 3.10 and imports nothing but the library that is asked.
"""

import importlib
import inspect
import json
import re
import sys
from pathlib import Path


def named(where):
    """The object of a dotted name; the longest beginning that is a module is imported."""
    parts = where.split(".")
    for k in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:k]))
        except ImportError:
            continue
        for part in parts[k:]:
            found = getattr(found, part)
        return found
    raise ImportError(where)


def text(where):
    """A docstring with the signature behind it, or a file of a package of Node.js without the stars of its comments."""
    if "/" in where:
        return re.sub(r"\n\s*\*", "\n", (Path("node_modules") / where).read_text(encoding="utf8"))
    found = named(where)
    try:
        signature = str(inspect.signature(found))
    except (TypeError, ValueError):
        signature = ""
    return (found.__doc__ or "") + signature


def says(where, words):
    return " ".join(words.split()) in " ".join(text(where).split())


if __name__ == "__main__":
    entries = json.load(sys.stdin)
    print(json.dumps([[where, words] for where, words in entries if not says(where, words)]))
