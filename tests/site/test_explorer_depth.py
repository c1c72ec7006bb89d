"""Depth on the built site: the table of every layer is Python's, and the first layer's δ can be pulled to where it set out."""

import math
import re

import pytest
from browsing import explored, visited
from course.widgets import LayerStack

PAGE, KEY = "chapters/07-deep-nets.html", "explorer-depth"
ROWS = "figure => [...figure.querySelectorAll('tbody tr')].map(row => [...row.children].map(cell => cell.textContent))"
STATES = [{}, dict(activation="tanh", gain=1.3, layers=12, seed=5), dict(activation="relu", gain=math.sqrt(2), layers=40), dict(activation="identity", gain=5.0, layers=3, seed=999)]
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def number(text):
    digits, _, power = text.replace("−", "-").partition("·10")
    return float(digits) * 10.0 ** int(power.translate(RAISED) or 0)


def test_every_layer_is_that_of_python(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        links = [f"{KEY}?" + "&".join(f"{name}={value}" for name, value in state.items()) for state in STATES]
        for state, rows in zip(STATES, visited(figure, links, ROWS), strict=True):
            stack = LayerStack(**state)
            a, delta = stack.sizes()
            assert [number(row[2]) for row in rows] == pytest.approx(list(delta.values()), rel=0.006), state  # three digits
            assert [number(row[1]) for row in rows[:-1]] == pytest.approx(list(a.values())[1:], rel=0.006)
            assert [number(row[3]) for row in rows[:-1]] == pytest.approx(stack.factors(), abs=0.51e-3)
        assert figure.page.problems == []


def test_the_first_delta_is_pulled_up_by_keys_and_by_the_pointer(browser, served):
    """With relu each pull of half a power of ten changes the factor by its share; the sentence goes from vanishing to level."""
    with explored(browser, served, PAGE, KEY, "activation=relu") as figure:
        said, gain = figure.locator(".nn-said"), figure.get_by_label("initial scale of the weights, as a number")
        assert said.inner_text().startswith("Vanishing") and gain.input_value() == "1"
        handle = figure.get_by_role("slider", name="the first layer's delta")
        handle.focus()
        for _ in range(6):
            figure.page.keyboard.press("ArrowUp")
        assert said.inner_text().startswith("Nearly level")
        factor = float(re.search(r"[\d.]+$", figure.locator("[data-name=factor]").inner_text())[0])
        assert factor == pytest.approx(LayerStack(activation="relu", gain=float(gain.input_value())).factor(), abs=0.51e-3)
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        figure.page.mouse.move(x, y)
        figure.page.mouse.down()
        figure.page.mouse.move(x, y - 60, steps=3)
        figure.page.mouse.up()
        assert said.inner_text().startswith("Exploding")
        figure.page.wait_for_function("() => document.querySelector('.nn-voice').textContent.startsWith('Exploding')")
