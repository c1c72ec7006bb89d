"""What the build draws: formulas as MathJax sets them, or a warning; and the icons that the pages show."""

import base64
import re
import subprocess
import sys
from io import BytesIO

import pytest
from browsing import PHONE, opened
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

from course.site import formulas


@pytest.fixture(scope="module")
def drawings():
    made = formulas.Drawings()
    yield made
    made.close()


@pytest.mark.parametrize("tex", [r"\frac{1", r"\nosuchmacro x", "x^2^3", r"\begin{bmatrix} 1", r"a & b", r"\left( x"])
def test_what_mathjax_cannot_read_is_an_error(drawings, tex):
    with pytest.raises(ValueError, match=r"\w+"):
        drawings.draw(tex, True)


@pytest.mark.parametrize("display", [False, True])
@pytest.mark.parametrize("tex", ["x", r"\frac{\partial C}{\partial w_1}", r"\begin{bmatrix} 1 \\ 2 \\ 3 \end{bmatrix}", r"\sqrt{\hat y}",
                                 r"\boldsymbol{\delta}^l = \underbrace{A}_{n}", r"\left\{ \begin{aligned} a &= b \\ c &= d \end{aligned} \right."])
def test_a_formula_is_a_drawing_with_its_mathml_beside_it(drawings, tex, display):
    html = drawings.draw(tex, display)
    soup = BeautifulSoup(html + drawings.defined(html), "lxml")
    drawing, spoken = soup.select_one("mjx-container > svg[aria-hidden=true]"), soup.select_one("mjx-assistive-mml > math")
    assert float(drawing["width"].removesuffix("ex")) > 0 and spoken.get_text().strip()
    assert all(soup.find("path", id=use["href"][1:]) for use in drawing.select("use"))
    assert not soup.select("[style]"), "a style in the page is inline code"
    assert drawings.draw(tex, display) is html


def test_what_was_drawn_is_kept_for_the_next_build(tmp_path):
    first, second = (formulas.Drawings(tmp_path / "formulas.json") for _ in range(2))
    html = first.draw("x^2", False)
    first.close()
    second = formulas.Drawings(tmp_path / "formulas.json")
    assert second.draw("x^2", False) == html and second.process is None and second.defined(html)


@pytest.mark.parametrize(("text", "bad"), [(r"Well: :math:`\frac{1}{2}`", False), (r"Broken: :math:`\frac{1`", True)])
def test_a_formula_that_cannot_be_read_fails_the_build(tmp_path, text, bad):
    (tmp_path / "conf.py").write_text("extensions = ['course.site.formulas']\nhtml_math_renderer = 'drawn'\nhtml_theme = 'basic'\n")
    (tmp_path / "index.rst").write_text(f"Title\n=====\n\n{text}\n")
    done = subprocess.run([sys.executable, "-m", "sphinx", "-W", "-b", "html", str(tmp_path), str(tmp_path / "out")], cwd=formulas.HERE.parent,
                          capture_output=True, text=True, encoding="utf8", timeout=120, check=False)
    assert bool(done.returncode) == bad, done.stderr
    assert ("MathJax cannot read" in done.stderr) == bad


def test_without_playwright_the_build_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "playwright", None)
    with pytest.raises(ExtensionError, match=r"playwright.*requirements\.txt"):
        formulas.node()


def test_every_icon_of_a_page_is_in_the_font(html, pages):
    """Those that pages name, and those that admonitions show."""
    from fontTools.ttLib import TTFont

    css = (html / "_static/site.css").read_text(encoding="utf8")
    font = TTFont(BytesIO(base64.b64decode(re.search(r"data:font/woff;base64,([^)]*)\)", css)[1]))).getBestCmap()
    rules = {name: ord(sign) for names, sign in re.findall(r'((?:\.fa-[\w-]+:before,?)+){content:"(.)"}', css)
             for name in re.findall(r"fa-[\w-]+", names)}
    named = {name for soup in pages.values() for icon in soup.select("i[class*=fa], span[class*=fa-]") for name in icon["class"]
             if name.startswith("fa-")} - {"fa-solid", "fa-lg"}
    assert len(named) > 8 and {name for name in named if rules.get(name) not in font} == set()
    shown = dict(re.findall(r'--pst-icon-([\w-]+):"(.)"', css))
    assert len(shown) > 10 and {name for name, character in shown.items() if ord(character) not in font} <= {"github", "gitlab"}


def test_no_line_begins_with_the_comma_of_a_formula(pages, browser, served):
    """What stands right behind a formula in a sentence is held to it, and is so on a phone."""
    for name, page in pages.items():
        for formula in page.select("article span.math"):
            after = formula.next_sibling
            bears = isinstance(after, str) and after and after[0] in ",.;:?!)]”"
            assert not bears or "whole" in formula.parent["class"], (name, formula.parent.get_text()[:200])
    with opened(browser, served + "chapters/02-softplus-two-neurons.html", served, viewport=PHONE) as page:
        lines = page.evaluate("[...document.querySelectorAll('article .whole')].map(e => e.getClientRects().length)")
        assert len(lines) > 40 and set(lines) == {1}
