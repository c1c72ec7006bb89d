"""Docstrings are written to be read in an editor; this turns them into what Sphinx expects to read."""

import re

CODE = re.compile(r"(?<![`:])`([^`]+)`(?!`)")


def process(app, what, name, obj, options, lines):
    """Single backticks mean code, and bars outside code an absolute value."""
    for k, line in enumerate(lines):
        parts = re.split(r"(``[^`]+``)", CODE.sub(r"``\1``", line))
        lines[k] = "".join(part if part.startswith("``") else part.replace("|", r"\|") for part in parts)


def setup(app):
    app.connect("autodoc-process-docstring", process)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
