"""The figure of the first page on the built site: what each tap brings is what nnlib computes, and the way in stands before any promise."""

import re

import pytest
from browsing import PHONE, explored, visited
from course.widgets import RoundTrip

PAGE, KEY = "chapters/index.html", "explorer-round-trip"
SIGNS = str.maketrans("₁₂₃₄∂", "1234d")
NUMBERS = """figure => Object.fromEntries([...figure.querySelectorAll('.nn-trip [data-name]')].map(e =>
    [e.dataset.name, +e.textContent.split('=').at(-1).trim().replace('−', '-')]))"""
STATES = [f"activation={phi}&x={x}&y={y}&taps={taps}" for phi, x, y in (("sigmoid", 0.5, -0.4), ("tanh", -1, 0.75)) for taps in (0, 1, 2, 3, 8, 600)]


def drawn(found):
    """The numbers of a drawing by the names of Python: ∂w₁ is dw1, δ₁ delta1."""
    spelled = {name: name.translate(SIGNS).replace("δ", "delta").replace("ŷ", "y_hat") for name in found}
    return {spelled[name]: value for name, value in found.items()}


def expected(link):
    state = dict(part.split("=") for part in link.split("&"))
    figure = RoundTrip(activation=state["activation"], x=float(state["x"]), y=float(state["y"]), taps=int(state["taps"]))
    shown = {**figure.shown(), "x": figure.x, "y": figure.y}
    shown.pop("C", None)  # stands in the sentence below the drawing
    return shown


def test_the_drawing_shows_what_python_computes(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        for link, found in zip(STATES, visited(figure, [f"{KEY}?{state}" for state in STATES], NUMBERS), strict=True):
            assert drawn(found) == pytest.approx(expected(link), abs=0.51e-3), link  # three decimals are shown
        assert figure.page.problems == []


def test_three_taps_make_a_round(browser, served):
    """By finger; the sentence says what has happened, and the cost is lower afterwards."""
    with explored(browser, served, PAGE, KEY, viewport=PHONE, has_touch=True, is_mobile=True) as figure:
        tap, said = figure.locator("button", has_text=re.compile(r"^\d ")), figure.locator(".nn-readout")
        for name, sentence in (("1 Forward", "not seen its input"), ("2 Backward", "who is to blame"), ("3 Step", "goes back along the same arrows"), ("1 Forward", "the cost was")):
            assert tap.inner_text() == name and sentence in said.inner_text().lower()
            if sentence != "the cost was":
                tap.tap()
        before, after = (float(n) for n in re.findall(r"\d\.\d{4}", said.inner_text()))
        assert before == pytest.approx(RoundTrip(taps=1).shown()["C"], abs=0.51e-4)
        assert after < before and after == pytest.approx(RoundTrip(taps=3).shown()["C"], abs=0.51e-4)
        figure.get_by_role("button", name="Start again").tap()
        assert tap.inner_text() == "1 Forward" and "not seen its input" in said.inner_text()


def test_keys_make_a_round_and_change_the_input(browser, served):
    with explored(browser, served, PAGE, KEY, "taps=2") as figure:
        figure.locator("button", has_text="3 Step").focus()
        figure.page.keyboard.press("Enter")
        figure.page.wait_for_function("() => document.querySelector('.nn-voice').textContent.includes('After 1 round')")
        figure.get_by_label("input x", exact=True).focus()
        figure.page.keyboard.press("ArrowRight")
        found = drawn(figure.evaluate(NUMBERS))
        assert found["x"] == pytest.approx(0.55) and found["w1"] == pytest.approx(0.9)  # a new number starts a new round


def test_the_way_in_stands_before_any_promise(pages):
    page = pages[PAGE]
    text = page.find("article").get_text(" ")
    assert text.index("Start with chapter 1") < text.index("What you learn") < text.index("What it promises")
    assert not re.search(r"\bsources? 00\d", text)
