"""The built site as the tests see it; a missing or outdated one is a failure, since it would prove nothing."""

import functools
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from browsing import FLAGS, Quiet, Server, Strict, chromium
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build/html"
SOURCES = ("_config.yml", "_toc.yml", "chapters/**/*", "course/scripts.py", "course/site/**/*", "course/widgets/**/*",
           "course/exercises/question.*", "nnlib/**/*")


def outdated():
    """The sources that changed after the site was built."""
    built = (HTML / "searchindex.js").stat().st_mtime
    return sorted(str(path.relative_to(ROOT)) for pattern in SOURCES for path in ROOT.glob(pattern)
                  if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
                  and path.stat().st_mtime > built)


@pytest.fixture(scope="session")
def html():
    """The folder of the built site."""
    if not (HTML / "searchindex.js").exists():
        pytest.fail("the site is not built: run make book", pytrace=False)
    if (HTML.parent / ".doctrees/unfinished").exists():
        pytest.fail("the last build failed or was stopped: run make book", pytrace=False)
    if changed := outdated():
        pytest.fail(f"the site is older than {', '.join(changed[:5])}: run make book", pytrace=False)
    return HTML


class Pages(Mapping):
    """{path below the site: parsed page}; a page is parsed when it is first asked for."""

    def __init__(self, html):
        self.paths = {path.relative_to(html).as_posix(): path for path in sorted(html.rglob("*.html")) if not {"_static", "_sources"} & set(path.parts)}
        self.parsed = {}

    def __getitem__(self, name):
        if name not in self.parsed:
            self.parsed[name] = BeautifulSoup(self.paths[name].read_text(encoding="utf8"), "lxml")
        return self.parsed[name]

    def __iter__(self):
        return iter(self.paths)

    def __len__(self):
        return len(self.paths)


@pytest.fixture(scope="session")
def pages(html):
    """The pages a reader can reach, each parsed."""
    found = Pages(html)
    assert len(found) > 5, f"only {len(found)} pages in {html}: run make clean book"
    return found


@pytest.fixture(scope="session")
def served(html):
    """The address under which the site is served on this machine."""
    yield from serving(html, Quiet)


@pytest.fixture(scope="session")
def strictly_served(html):
    """The same under the Content-Security-Policy that README.md names."""
    yield from serving(html, Strict)


def serving(html, handler):
    server = Server(("127.0.0.1", 0), functools.partial(handler, directory=str(html)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium(playwright), args=FLAGS)
        yield instance
        instance.close()
