"""Wide formulas are drawn in pieces, which a phone puts below each other; tests/site/test_visits.py looks at the pages."""

import re

import pytest
from bs4 import BeautifulSoup
from course.site import formulas


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
