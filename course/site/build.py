"""Builds the book as `jupyter-book build . -W -n --keep-going` does, to the same pages, and a few seconds sooner.

The seconds go into two things that change no page: jsonschema, when it is imported, makes forty parsers of addresses for
a check that a build never asks for; and Python looks for garbage, again and again, in trees of nodes that hold none.

A red build stays red. Sphinx repeats no warning about a page that it does not read again, so after a build that failed, or
was stopped, the next one reads all pages: it finds the mark that only a build without a warning takes away.
"""

import gc
import sys
from pathlib import Path

sys.modules["rfc3987_syntax"] = None  # the parsers' package: jsonschema goes on where it is missing
gc.set_threshold(200_000, 20, 100)

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
    raise
