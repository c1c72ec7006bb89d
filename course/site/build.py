"""Builds the book as `jupyter-book build . -W -n --keep-going` does, to the same pages, and a few seconds sooner.

The seconds are those of `quick_start.py`, which is imported first.

A red build stays red. Sphinx repeats no warning about a page that it does not read again, so after a build that failed, or
was stopped, the next one reads all pages: it finds the mark that only a build without a warning takes away.
"""

from pathlib import Path

import course.site.quick_start  # noqa: F401

from jupyter_book.cli.main import main

KNOWN = Path("_build/.doctrees/environment.pickle")  # what Sphinx has read
UNFINISHED = KNOWN.with_name("unfinished")

if UNFINISHED.exists():
    KNOWN.unlink(missing_ok=True)
UNFINISHED.parent.mkdir(parents=True, exist_ok=True)
UNFINISHED.touch()
try:
    main(["build", ".", "-W", "-n", "--keep-going"], prog_name="jupyter-book")
except SystemExit as end:
    if not end.code:
        UNFINISHED.unlink()
        first = Path("_build/html/index.html")  # Jupyter Book's, which leads to the first page; without an icon a browser asks for one
        if "icon" not in (text := first.read_text(encoding="utf8")):
            first.write_text(f'<link rel="icon" href="_static/favicon.svg" />{text}', encoding="utf8")
    raise
