"""Draw a digit on the built site: after each stroke the activations and probabilities are what nnlib computes."""

import json
import re

import numpy as np
import pytest
from browsing import HTML, PHONE, explored, rested
from course.widgets import DrawDigit
from course.widgets.digit import rows_of, stroke

PAGE, KEY = "chapters/06-handwritten-digits.html", "explorer-digit"
TOUCH = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


def book(**state):
    """The figure by Python, with the weights that are stored in the page."""
    text = (HTML / PAGE).read_text(encoding="utf8")
    [stored] = [state for found in re.findall(r'id="book-widgets">(.*?)</script>', text, re.S)
                for state in json.loads(found) if state["key"] == KEY]
    own = {name: stored[name] for name in ("rows", "pen", "fit")}
    return DrawDigit(stored["theta"], stored["mean"], stored["deviation"], **{**own, **state})


def titles(figure, name):
    """The numbers behind the squares of one picture."""
    texts = figure.locator(f"svg[aria-label='{name}'] title").all_text_contents()
    return [number(text.split(": ")[1].removeprefix("ink ")) for text in texts]


def number(text):
    """A number as people read it, with a power of ten or without."""
    mantissa, _, power = text.replace("−", "-").partition("·10")
    return float(mantissa) * 10.0 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)


def probabilities(figure):
    return [float(figure.locator(f"[data-name=p{k}]").inner_text()) for k in range(10)]


def assert_shows(figure, python):
    assert titles(figure, "what the network sees") == python.ink().tolist()
    # Four decimals are shown, or three digits of what is smaller than half of the fourth.
    np.testing.assert_allclose(titles(figure, "the hidden activations"), python.activations(), atol=0.51e-4)
    np.testing.assert_allclose(probabilities(figure), python.probabilities(), atol=0.51e-4)
    assert figure.locator("[data-name=answer]").inner_text() == f"It says {python.probabilities().argmax()}."


def rows(figure):
    """The bitmap that is drawn, from the picture itself."""
    path = figure.locator("[data-name=pad] svg path").nth(1).get_attribute("d") or ""
    bitmap = np.zeros((32, 32), dtype=bool)
    for c, r in re.findall(r"M(\d+) (\d+)h1v1", path):
        bitmap[int(r), int(c)] = True
    return rows_of(bitmap)


def drawn(figure, *points, pen=4):
    """Draw with the mouse through points of the pad, in pixels of the bitmap, and what Python says is inked."""
    pad = figure.locator("[data-name=pad] svg")
    pad.scroll_into_view_if_needed()
    box, mouse = pad.bounding_box(), figure.page.mouse
    places = [(box["x"] + x / 32 * box["width"], box["y"] + y / 32 * box["height"]) for x, y in points]
    mouse.move(*places[0])
    mouse.down()
    for place in places[1:]:
        mouse.move(*place)
    mouse.up()
    return stroke(points, pen)


def said(figure):
    rested(figure.page, 400)
    return figure.locator(".nn-voice").inner_text()


def test_the_figure_starts_as_the_book_sets_it_and_is_right(browser, served):
    with explored(browser, served, PAGE, KEY, fresh=True) as figure:
        assert_shows(figure, book())
        assert rows(figure) == book().rows and book().probabilities().argmax() == 3
        assert "The network says 3 with probability" in said(figure)
        assert figure.page.problems == []


@pytest.mark.parametrize("settings", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
@pytest.mark.parametrize("points", [[(12.3, 4.2), (20.4, 4.4), (14.2, 28.1)], [(16.1, 16.3)], [(1.2, 1.1), (30.7, 30.9)]],
                         ids=["seven", "dot", "corner to corner"])
def test_a_stroke_of_the_pointer_inks_what_python_says(browser, served, settings, points):
    """Places are a fraction of a pixel off by the screen's own grid, so pixels at the rim may differ; the answer follows the ink."""
    with explored(browser, served, PAGE, KEY, **settings) as figure:
        figure.get_by_role("button", name="Clear").click()
        wanted = drawn(figure, *points)
        found = book(rows=rows(figure))
        assert (found.bitmap() != wanted).sum() <= 0.1 * wanted.sum() + 2
        assert_shows(figure, found)
        assert figure.page.problems == []


def test_a_finger_draws_and_the_page_stays(browser, served):
    with explored(browser, served, PAGE, KEY, **TOUCH) as figure:
        figure.get_by_role("button", name="Clear").click()
        pad = figure.locator("[data-name=pad] svg")
        pad.scroll_into_view_if_needed()
        box, before = pad.bounding_box(), figure.page.evaluate("scrollY")
        touch = figure.page.context.new_cdp_session(figure.page)
        x, y = box["x"] + box["width"] / 2, box["y"] + 30
        for kind, points in (("touchStart", [(x, y)]), ("touchMove", [(x, y + 60)]), ("touchMove", [(x, y + 150)]), ("touchEnd", [])):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})
        figure.page.wait_for_function("document.querySelector('[data-name=answer]').innerText.startsWith('It says')")
        assert figure.page.evaluate("scrollY") == before
        ink = np.flatnonzero(book(rows=rows(figure)).bitmap().any(axis=1))
        assert len(ink) > 15 and (np.diff(ink) == 1).all()  # one line without gaps
        assert_shows(figure, book(rows=rows(figure)))


def test_the_keyboard_draws(browser, served):
    """Arrows move the pen and ink nothing; space makes a dot; shift draws a line; each ends where Python says."""
    with explored(browser, served, PAGE, KEY, fresh=True) as figure:  # the keyboard's place would stay
        keys = figure.page.keyboard
        figure.get_by_role("button", name="Clear").click()
        figure.get_by_role("application").focus()
        keys.press("ArrowUp")
        keys.press("ArrowLeft")
        assert rows(figure) == [0] * 32 and "row 7 of 16, column 7 of 16" in said(figure)
        keys.press("Space")
        assert rows(figure) == rows_of(stroke([(13, 13)], 4))
        for _ in range(4):
            keys.press("Shift+ArrowDown")
        keys.press("Shift+ArrowRight")
        wanted = stroke([(13, 13), (13, 21), (15, 21)], 4)
        assert rows(figure) == rows_of(wanted)
        assert_shows(figure, book(rows=rows_of(wanted)))
        for _ in range(20):
            keys.press("ArrowRight")
        assert "column 16 of 16" in said(figure)
        keys.press("Enter")
        assert rows(figure) == rows_of(wanted | stroke([(31, 21)], 4))


def test_the_rubber_takes_ink_away(browser, served):
    with explored(browser, served, PAGE, KEY, fresh=True) as figure:  # the rubber would stay in hand
        before = book().bitmap()
        figure.get_by_label("rubber").check()
        drawn(figure, (16.2, 4.1), (16.2, 28.3))
        after = book(rows=rows(figure)).bitmap()
        assert (before & ~after).any() and not (after & ~before).any()
        assert_shows(figure, book(rows=rows(figure)))


@pytest.mark.parametrize("pen", [1, 8])
def test_the_pen_has_a_width(browser, served, pen):
    with explored(browser, served, PAGE, KEY, f"pen={pen}", fresh=True) as figure:
        figure.get_by_role("button", name="Clear").click()
        figure.get_by_role("application").focus()
        figure.page.keyboard.press("Shift+ArrowRight")
        assert rows(figure) == rows_of(stroke([(15, 15), (17, 15)], pen))


def test_the_width_is_set_by_slider_and_field_to_whole_numbers(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        field = figure.get_by_label("width of the pen, as a number")
        field.fill("2.6")
        field.press("Enter")
        assert "width of the pen has to be a whole number from" in said(figure) and (field.input_value(), field.get_attribute("aria-invalid")) == ("2.6", "true")
        field.fill("3")
        field.press("Enter")
        assert float(field.input_value()) == 3
        figure.get_by_label("width of the pen", exact=True).focus()
        figure.page.keyboard.press("End")
        assert float(field.input_value()) == 8
        field.fill("9")
        field.press("Enter")
        assert "width of the pen has to be a whole number from" in said(figure) and (field.input_value(), field.get_attribute("aria-invalid")) == ("9", "true")


def test_left_as_it_is_the_same_drawing_is_another_digit(browser, served):
    """What the chapter says about preprocessing."""
    with explored(browser, served, PAGE, KEY) as figure:
        figure.locator("select").select_option("none")
        assert_shows(figure, book(fit="none"))
        assert book(fit="none").probabilities().argmax() != 3


def test_nothing_drawn_is_said_in_words(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        figure.get_by_role("button", name="Clear").click()
        assert figure.locator("[data-name=answer]").inner_text() == "Nothing is drawn."
        assert "Draw a digit" in said(figure) and "0." not in figure.locator("table").inner_text()


def test_a_page_full_of_ink_and_a_single_pixel_have_answers(browser, served):
    for numbers in ([2**32 - 1] * 32, [0] * 31 + [1], [2**31] + [0] * 31):
        with explored(browser, served, PAGE, KEY, "rows=" + ",".join(map(str, numbers))) as figure:
            assert_shows(figure, book(rows=numbers))
            assert rows(figure) == numbers and figure.page.problems == []


def test_a_link_carries_the_drawing_and_is_short(browser, served):
    with explored(browser, served, PAGE, KEY, fresh=True) as figure:
        figure.get_by_role("button", name="Clear").click()
        drawn(figure, (8.2, 6.1), (24.3, 6.2), (14.1, 28.4))
        figure.page.wait_for_function("location.hash.includes('rows=')")
        there, query = rows(figure), figure.page.evaluate("location.hash").split("?")[1]
    assert len(query) < 400 and "theta" not in query
    with explored(browser, served, PAGE, KEY, query, fresh=True) as figure:
        assert rows(figure) == there
        assert_shows(figure, book(rows=there))
