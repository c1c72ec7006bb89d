"""On a phone of 390 px and on the narrowest one of 320 px: what is cut, on every page, with everything opened."""

import re

import pytest
from browsing import opened
from bs4 import BeautifulSoup
from course.site import formulas

# Everything that is opened is looked at; sections far away are laid out as well.
OPEN = """() => {
    for (const fold of document.querySelectorAll('article details')) fold.open = true;
    for (const section of document.querySelectorAll('.bd-article > section > section')) section.style.contentVisibility = 'visible';
}"""
# A formula or table is cut if it reaches out of a box that scrolls or hides, or out of the window.
CUT = """selector => [...document.querySelectorAll(selector)].filter(element => {
    if (!element.getClientRects().length) return false;
    let { left, right } = element.getBoundingClientRect();
    for (const drawing of element.querySelectorAll('svg')) {
        left = Math.min(left, drawing.getBoundingClientRect().left);
        right = Math.max(right, drawing.getBoundingClientRect().right);
    }
    for (let box = element; box !== document.documentElement; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (box === element || style.display === 'inline' || style.overflowX === 'visible') continue;
        const edge = box.getBoundingClientRect();
        if (left < edge.left - 2 || right > edge.right + 2) return true;
    }
    return left < -2 || right > innerWidth + 2;
}).map(element => `${element.closest('section[id]')?.id}: ${element.textContent.trim().replace(/\\s+/g, ' ').slice(0, 80)}`)"""
# How much smaller than it was drawn a formula outside of tables is shown, for the smallest.
SMALLEST = """() => Math.min(1, ...[...document.querySelectorAll('article mjx-container svg:not(.indent, svg svg, table *)')].filter(drawing => drawing.getClientRects().length)
    .map(drawing => drawing.getBoundingClientRect().width / drawing.width.baseVal.value))"""

# How many screens down the first figure that moves begins; infinitely many where there is none.
FIRST = """() => Math.min(...[...document.querySelectorAll('figure[id^="explorer-"]')]
    .map(figure => (figure.getBoundingClientRect().top + scrollY) / innerHeight))"""
BEGINS = re.compile(r"chapters/(0\d-|index)")  # pages that begin with something to do


@pytest.fixture(scope="module", params=[390, 320])
def seen(browser, served, pages, request):
    """{page: what is cut of formulas and of tables, and the smallest formula} at a width."""
    found = {}
    with opened(browser, served + "chapters/index.html", served, viewport={"width": request.param, "height": 844}, has_touch=True, is_mobile=True) as page:
        for name in (name for name in pages if name != "index.html"):  # which only leads to the first page
            page.goto(served + name)
            first = page.evaluate(FIRST)
            page.evaluate(OPEN)
            found[name] = {"first": first, "formulas": page.evaluate(CUT, "article mjx-container:not(table *)"), "tables": page.evaluate(CUT, "article table"),
                           "smallest": page.evaluate(SMALLEST), "width": page.evaluate("document.documentElement.scrollWidth")}
    return request.param, found


def test_there_is_something_to_do_within_two_screens(seen):
    width, found = seen
    if width == 390:
        begins = {name: each["first"] for name, each in found.items() if BEGINS.match(name)}
        assert len(begins) == 10 and max(begins.values()) < 2, begins


def test_no_formula_is_cut(seen):
    width, found = seen
    assert {name: each["formulas"] for name, each in found.items() if each["formulas"]} == {}
    assert {name: each["width"] for name, each in found.items() if each["width"] > width} == {}


def test_no_formula_is_too_small_to_read(seen):
    """What cannot break is drawn smaller: the matrix of equation (2.45) the smallest, at two thirds on the narrowest phone."""
    width, found = seen
    least = min(found, key=lambda name: found[name]["smallest"])
    assert found[least]["smallest"] > {390: 0.75, 320: 0.6}[width], least


# Tables that still scroll at 390 px: (page, section).
SCROLL = {("chapters/03-sigmoid-3-2-1.html", "five-roads-eleven-derivatives"),
          ("chapters/04-general-layers.html", "line-by-line-in-one-table"),
          ("chapters/08-automatic-differentiation.html", "the-same-gradients-from-pytorch-and-jax"),
          ("chapters/reference/notation.html", "ours"),
          ("chapters/reference/notation.html", "the-four-sources-symbol-by-symbol"),
          ("chapters/reference/speed.html", "what-was-measured")}
NARROWEST = 30  # tables that scroll at 320 px, of all pages


def test_tables_show_all_their_columns_but_for_those_that_are_listed(seen):
    width, found = seen
    cut = [(name, each.split(": ")[0]) for name, page in found.items() for each in page["tables"]]
    if width == 390:
        assert len(cut) <= len(SCROLL) and set(cut) <= SCROLL, sorted(set(cut) - SCROLL)
    assert len(cut) <= NARROWEST, cut


def test_a_table_that_scrolls_keeps_its_first_column_and_shows_its_edge(browser, served):
    with opened(browser, served + "chapters/reference/notation.html", served, viewport={"width": 390, "height": 844}) as page:
        before, after, edge = page.evaluate("""() => {
            const table = document.querySelector('#ours table'), box = table.parentElement, cell = table.rows[1].cells[0];
            const before = cell.getBoundingClientRect().left;
            box.scrollLeft = 60;
            return [before, cell.getBoundingClientRect().left, getComputedStyle(box).backgroundAttachment];
        }""")
        assert abs(before - after) < 2 and edge == "local, local, scroll, scroll"


@pytest.fixture(scope="module")
def drawings():
    made = formulas.Drawings()
    yield made
    made.close()


def drawn(drawings, tex, display=True):
    return BeautifulSoup(drawings.draw(tex, display), "lxml").select_one("mjx-container")


LONG = r"C = -2\left[(y_1 - \hat y_1) + (y_2 - \hat y_2) + (y_3 - \hat y_3) + (y_4 - \hat y_4)\right]"


@pytest.mark.parametrize(("tex", "lines"), [
    ("x = y", [1]),                                                         # fits
    (r"\frac{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + b}{c}", [1]),            # a fraction is no place to break
    (LONG, [4]),                                                            # inside of the brackets, before each sum
    (r"aaaaaaaaaaaaaaa = bbbbbbbbbbbbbbbbb \approx -ccccccccccccccc", [3]),  # before relations, not behind one
    (rf"\begin{{split}} {LONG.replace('=', '&=')} \\ &= 1 \end{{split}}", [4, 1]),
])
def test_a_wide_formula_is_drawn_in_pieces_that_begin_with_a_sign(drawings, tex, lines):
    formula = drawn(drawings, tex)
    rows = formula.select(".lines > span") or [formula]
    assert [len(row.select("svg:not(.indent)")) for row in rows] == lines
    for row in rows:
        for piece in row.select("svg:not(.indent)")[1:]:
            first = min(piece.select("use"), key=lambda use: float(use.get("x") or re.search(r"translate\(([\d.]+)", use.get("transform", "0"))[1]))
            assert re.search(r"-(3D|2B|2212|2248)$", first["href"]), first


def test_pieces_side_by_side_are_the_whole(drawings):
    """No glyph is lost, and the pieces of a line are as wide together as the line."""
    formula = drawn(drawings, LONG)
    boxes = [[float(number) for number in piece["viewbox"].split()] for piece in formula.select("svg")]
    assert all(left + wide == pytest.approx(following[0], abs=0.01) for (left, _, wide, _), following in zip(boxes, boxes[1:], strict=False))
    assert len(formula.select("use")) == len(re.sub(r"\\(?:left|right|hat)|[\s_\\]", "", LONG)) + 4  # and four hats
