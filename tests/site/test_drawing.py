"""What the build draws: formulas as MathJax sets them, or a warning; and the icons that the pages show."""

import base64
import re
import subprocess
import sys
from io import BytesIO

import pytest
from browsing import PHONE, opened
from bs4 import BeautifulSoup
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Token
from sphinx.errors import ExtensionError

from course.site import formulas
from course.site.assets import PLAIN


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


def absolute(outline):
    """An outline by places again, in the letters of MathJax's fonts."""
    at, begun, found = (0, 0), (0, 0), ""
    for command, rest in re.findall("([a-z])([^a-z]*)", outline):
        numbers = [int(number) for number in re.findall(r"-?\d+", rest)]
        if command == "z":
            at = begun
        elif command in "hv":
            numbers = [numbers[0] + at["hv".index(command)]]
            at = (numbers[0], at[1]) if command == "h" else (at[0], numbers[0])
        else:
            numbers = [number + at[k % 2] for k, number in enumerate(numbers)]
            at = tuple(numbers[-2:])
        begun = at if command == "m" else begun
        found += command.upper() + " ".join(map(str, numbers))
    return found


def test_the_outlines_of_glyphs_are_those_of_the_fonts(drawings):
    """They are written by steps, to be shorter; the fonts have them by places, without the M and the Z at their ends."""
    fonts = "".join(path.read_text(encoding="utf8") for path in (formulas.DRIVER.parent / "mathjax").rglob("*.js"))
    html = drawings.draw(r"\sum_{i=1}^n w_i x_i + b \ne \hat y \le \frac{\partial C}{\partial \delta} \odot \sigma'(z)", True)
    outlines = {name: drawings.glyphs[name] for name in formulas.GLYPH.findall(html)}
    assert len(outlines) > 20 and {name for name, outline in outlines.items() if f'"{absolute(outline)[1:-1]}"' not in fonts} == set()
    some = next(outline for outline in outlines.values() if "-1" in outline)
    assert f'"{absolute(some.replace("-1", "-2", 1))[1:-1]}"' not in fonts


def test_parts_of_code_without_a_colour_of_their_own_are_no_elements(html):
    """assets.PLAIN, by the two styles that the theme has: names, signs and blanks look like the text around them, for which a style has no token."""
    for mode, text in (("light", "080808"), ("dark", "f8f8f2")):
        style = get_style_by_name(f"a11y-high-contrast-{mode}")
        plain = {short for token, short in STANDARD_TYPES.items() if short and PLAIN.search(f'<span class="{short}">x</span>')}
        looks = {short: style.style_for_token(token) for token, short in STANDARD_TYPES.items()}
        assert plain == {"n", "nn", "p", "w"} and all(looks[short] == style.style_for_token(Token) | {"color": text} for short in plain)
        assert re.search(rf'html\[data-theme="{mode}"\] \.highlight\{{[^}}]*[^-]color: #{text}', (html / "_static/site.css").read_text(encoding="utf8"), re.I)
    assert PLAIN.sub(r"\1", '<span></span><span class="n">x</span><span class="o">=</span>') == 'x<span class="o">=</span>'


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
