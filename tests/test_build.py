"""The build says no as often as it is asked, in a small book with the real one's settings."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "_toc.yml": "format: jb-book\nroot: chapters/index\nchapters:\n  - file: chapters/one\n  - file: chapters/two\n  - file: chapters/three\n",
    "chapters/index.md": "# A small book\n\nText.\n",
    "chapters/one.md": "# One\n\n[There](two.md#a-heading).\n",
    "chapters/two.md": "# Two\n\n## A heading\n\n## And another heading\n",
    "chapters/three.md": "# Three\n\n[There](two.md#and-another-heading).\n\n```{glossary}\nfactor\n  It multiplies.\n```\n",
}


class Book:
    def __init__(self, folder):
        self.folder = folder
        for name in ("_config.yml", "pyproject.toml", "course", "chapters/references.bib"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
        for name, text in PAGES.items():
            (folder / name).write_text(text, encoding="utf8")

    def change(self, name, old, new):
        path = self.folder / name
        text = path.read_text(encoding="utf8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf8")

    def build(self):
        """(was it green?, what it complained of)"""
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (self.folder, ROOT))), "NO_COLOR": "1"}
        done = subprocess.run([sys.executable, "-m", "course.site.build"], cwd=self.folder, env=environment, timeout=300,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf8", check=False)
        complaints = {line.split("WARNING: ")[1] for line in done.stdout.splitlines() if "WARNING: " in line}
        return done.returncode == 0, complaints

    def search(self):
        """What the search knows of headings and of terms."""
        index = json.loads((self.folder / "_build/html/searchindex.js").read_text(encoding="utf8").removeprefix("Search.setIndex(").removesuffix(")"))
        return index["alltitles"], index["indexentries"]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Green when a test begins and when it ends."""
    book = Book(tmp_path_factory.mktemp("book"))
    assert book.build() == (True, set())
    return book


def test_a_red_build_stays_red_until_it_is_mended(book):
    """Both ways a link can break are told, a link to no heading and a heading gone from another page than the link's, which did not
    change; again with nothing changed, and no longer when they are mended."""
    faults = [("chapters/one.md", "#a-heading", "#no-heading"), ("chapters/two.md", "## And ", "## No ")]
    for name, old, new in faults:
        book.change(name, old, new)
    green, told = book.build()
    assert not green and len(told) == 2 and all("heading" in words for words in told)
    assert book.build()[0] is False
    for name, old, new in faults:
        book.change(name, new, old)
    assert book.build() == (True, set())


def test_the_search_forgets_no_page_that_is_not_read_again(book):
    known = book.search()
    assert "A heading" in known[0] and "factor" in known[1]
    book.change("chapters/one.md", "There", "Over there")
    assert book.build() == (True, set()) and book.search() == known
