"""Every page of the built site is whole: links, images, formulas, ids, headings, names, and the scripts that it needs."""

import json
import re

import page_checks as checks
import pytest
from bs4 import BeautifulSoup

CHECKS = [checks.images, checks.raw_markup, checks.repeated_ids, checks.headings, checks.names_for_all]


def content(pages):
    """The pages of the book: without the redirect at the top and the search page, which have no text."""
    return {name: soup for name, soup in pages.items() if name.startswith("chapters/")}


def ids(pages):
    return {name: {element.get("id") or element.get("name") for element in soup.select("[id], a[name]")}
            for name, soup in pages.items()}


def test_every_link_and_file_exists(html, pages):
    """Each link, anchor, image, script and style of each page is there, and none is loaded from another host."""
    known = ids(pages)
    found = [problem for name, soup in pages.items()
             for problem in checks.links(name, soup, known, lambda path: (html / path).is_file())]
    assert found == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_page_is_whole(pages, check):
    """No page has the fault that the check looks for."""
    assert [problem for name, soup in content(pages).items() for problem in check(name, soup)] == []


PLANTED = {
    "a dead link": (checks.links, '<a href="nowhere.html">x</a>'),
    "a dead anchor": (checks.links, '<a href="#nowhere">x</a>'),
    "a script of another host": (checks.links, '<script src="https://example.org/x.js"></script>'),
    "a style of any scheme": (checks.links, '<link rel="stylesheet" href="//example.org/x.css">'),
    "no alt text": (checks.images, '<img src="x.svg">'),
    "an empty alt text": (checks.images, '<img src="x.svg" alt="">'),
    "a file name as alt text": (checks.images, '<img src="x.svg" alt="../_images/0123456789abcdef.svg">'),
    "a dollar formula": (checks.raw_markup, "<p>the slope $w_1$ is</p>"),
    "a TeX command": (checks.raw_markup, r"<p>\frac{1}{2}</p>"),
    "a role": (checks.raw_markup, "<p>see {eq}`eq-x`</p>"),
    "an id twice": (checks.repeated_ids, '<p id="a"></p><p id="a"></p>'),
    "no h1": (checks.headings, "<main><h2>x</h2></main>"),
    "two h1": (checks.headings, "<main><h1>x</h1><h1>y</h1></main>"),
    "a skipped level": (checks.headings, "<main><h1>x</h1><h3>y</h3></main>"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_reported(fault):
    """Each check sees the fault it is there for, and reports it once."""
    check, markup = PLANTED[fault]
    soup = BeautifulSoup(f"<html><body>{markup}</body></html>", "lxml")
    extra = ({"page.html": set()}, lambda path: path == "page.html") if check is checks.links else ()
    assert len(check("page.html", soup, *extra)) == 1


WHOLE = """<html lang="en"><head><title>x</title><meta name="description" content="x"></head><body>
<a href="#main-content">Skip</a><nav aria-label="Main"></nav>
<main id="main-content"><div class="onlyprint"><h1>x</h1></div><h1>x</h1><h2>y</h2><button title="Search"></button>
<span class="math">\\(x\\)</span><code>$HOME</code> costs 5 $ <a href="https://example.org">away</a></main></body></html>"""


def test_a_page_without_faults_passes():
    """Formulas in their elements, code, and links to other sites are no faults."""
    soup = BeautifulSoup(WHOLE, "lxml")
    found = [problem for check in CHECKS for problem in check("page.html", soup)]
    assert found + checks.links("page.html", soup, ids({"page.html": soup}), lambda path: path == "page.html") == []


@pytest.mark.parametrize("part", ['lang="en"', "<title>x</title>", "name=\"description\"", "aria-label=\"Main\"",
                                  'href="#main-content"', 'id="main-content"', 'title="Search"'])
def test_a_missing_name_is_reported(part):
    """Without its language, title, description, landmarks or the name of a control a page is reported."""
    assert checks.names_for_all("page.html", BeautifulSoup(WHOLE.replace(part, ""), "lxml"))


def test_a_page_loads_the_scripts_of_its_own_widgets(pages):
    """Each once, and none where nothing moves."""
    for name, page in pages.items():
        loaded = [script["src"].split("/")[-1].removesuffix(".js") for script in page.find_all("script", src=re.compile("_static/widgets/"))]
        states = page.find(id="book-widgets")
        assert loaded == sorted({state["_anywidget_id"] for state in json.loads(states.string)} if states else ()), name
        assert not states or not re.search("_esm|export default", states.string)
