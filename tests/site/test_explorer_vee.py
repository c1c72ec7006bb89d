"""The V of a difference on the built site: each step's error is Python's to the last bit, since f is made of exactly rounded operations."""

import itertools

import numpy as np
import pytest
from browsing import PHONE, explored, visited
from course.widgets import DifferenceV

PAGE, KEY = "chapters/05-trust-a-gradient.html", "explorer-vee"
SHOWN = """figure => ({...Object.fromEntries([...figure.querySelectorAll('[data-name]')].map(e => [e.dataset.name, e.textContent])),
    values: [...figure.querySelectorAll('.nn-digits div')].map(e => e.textContent.split('= ')[1])})"""
STATES = [dict(curve=curve, kind=kind, precision=precision, w=w, k=k) for curve, kind, precision, (w, k) in
          itertools.product(("cube", "bell", "root"), ("one-sided", "central"), ("float64", "float32"), ((0.7, 8), (1.3, 21), (0.31, 50)))]


def number(text):
    """What stands behind a name: 9.54·10⁻⁷, or plain decimals."""
    digits, _, power = text.split()[-1].replace("−", "-").partition("·10")
    return float(digits) * 10.0 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)


def test_every_number_is_that_of_python(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        links = [f"{KEY}?" + "&".join(f"{name}={value}" for name, value in state.items()) for state in STATES]
        for state, shown in zip(STATES, visited(figure, links, SHOWN), strict=True):
            vee = DifferenceV(**state)
            kind = np.dtype(state["precision"]).type
            assert [kind(text) for text in shown["values"]] == [kind(value) for value in vee.values()], state  # all digits are shown
            assert number(shown["quotient"]) == pytest.approx(vee.quotient(), abs=0.51e-10)
            assert number(shown["error"]) == pytest.approx(vee.error(), rel=0.006), state  # three digits
        assert figure.page.problems == []


def test_the_step_is_taken_in_hand(browser, served):
    """By its keys, by its slider, by its field, and by a finger on the curve."""
    with explored(browser, served, PAGE, KEY) as figure:
        figure.get_by_role("slider", name="the step", exact=True).focus()
        figure.page.keyboard.press("ArrowLeft")
        assert figure.locator("[data-name=h]").inner_text().startswith("h = 2⁻⁹")
        figure.get_by_label("binary places of the step", exact=True).focus()
        figure.page.keyboard.press("End")
        assert number(figure.locator("[data-name=error]").inner_text()) == pytest.approx(3 * 0.7**2, rel=0.01)
        figure.page.wait_for_function("() => document.querySelector('.nn-voice').textContent.includes('the step is gone')")
        field = figure.get_by_label("binary places of the step, as a number")
        field.fill("26")
        field.press("Enter")
        assert figure.locator("[data-name=h]").inner_text().startswith("h = 2⁻²⁶")
    with explored(browser, served, PAGE, KEY, viewport=PHONE, has_touch=True, is_mobile=True) as figure:
        box = figure.get_by_role("slider", name="the step", exact=True).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        touch = figure.page.context.new_cdp_session(figure.page)
        for kind, points in (("touchStart", [(x, y)]), ("touchMove", [(x - 30, y)]), ("touchMove", [(x - 60, y)]), ("touchEnd", [])):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})
        figure.page.wait_for_function("() => +document.querySelector('#explorer-vee .nn-entry').value > 12")
