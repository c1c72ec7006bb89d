"""The tape on the built site: what is typed becomes the nodes that Python records, and each press of the sweep is Python's."""

import re
from urllib.parse import quote

import pytest
from browsing import PHONE, explored, visited
from course.widgets import Tape

PAGE, KEY = "chapters/08-automatic-differentiation.html", "explorer-tape"
LINES = "figure => [...figure.querySelectorAll('.nn-tape li')].map(li => ['value', 'partials', 'adjoint'].map(name => [...li.querySelectorAll(`[data-name=${name}]`)].map(e => e.innerText).join()))"
TYPED = ["x * y + sin(x)", "-x**2 * exp(y / 3) - 2**-x", "sigma(x·y)^2 − softplus(x)/cos(y)", "tanh(x) * x + x", "log(x - y)", "1 / (x - 2) + y", "x**2**0.5 + 3"]
WRONG = ["x +", "(x", "2 x", "exp x", "z + x", "7", "log(-1) + x"]


def numbers(text):
    """The numbers that stand behind an equals sign or at the end, as the figure writes them: four decimals, or a power of ten."""
    found = re.findall(r"(?:= |adjoint |so far )(−?[\d.]+)(?:·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?=$|[,\s])", text)
    return [float(digits.replace("−", "-")) * 10.0 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0) for digits, power in found]


def assert_is(lines, **state):
    """The drawn lines are the tape of Python, to four decimals or three digits."""
    tape = Tape(**state).tape()
    assert len(lines) == len(tape), state
    for (value, partials, adjoint), entry in zip(lines, tape, strict=True):
        assert value.startswith(f"{entry.name} = {entry.formula}")
        assert numbers(value)[-1] == pytest.approx(entry.node.value, abs=0.51e-4, rel=0.006)
        assert numbers(" ".join(partials.split("\n"))) == pytest.approx(list(entry.node.partials), abs=0.51e-4, rel=0.006)
        assert (numbers(adjoint) or [0.0]) == pytest.approx([entry.adjoint], abs=0.51e-4, rel=0.006)


def test_tape_and_sweep_are_those_of_python(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        states = [dict(expression=text, x=x, y=y, swept=swept) for text in TYPED for x, y, swept in ((2.0, 3.0, 0), (0.4, 1.1, 2), (2.5, 0.3, 60))]
        links = [f"{KEY}?expression={quote(state['expression'])}&x={state['x']}&y={state['y']}&swept={state['swept']}" for state in states]
        for state, lines in zip(states, visited(figure, links, LINES), strict=True):
            assert_is(lines, **state)
        assert figure.page.problems == []


def test_an_expression_is_typed_and_swept_back_one_node_at_a_time(browser, served):
    with explored(browser, served, PAGE, KEY, viewport=PHONE, has_touch=True, is_mobile=True) as figure:
        field = figure.get_by_label("expression in x and y")
        field.fill("x * x * y")
        field.press("Enter")
        for swept in range(4):
            assert_is(figure.evaluate(LINES), expression="x * x * y", swept=swept)
            figure.get_by_role("button", name="One node back").tap()
        assert "∂f/∂x = 12.0000, ∂f/∂y = 4.0000" in figure.locator(".nn-said").inner_text()
        figure.get_by_role("button", name="Undo").tap()
        figure.get_by_role("button", name="Undo").tap()
        assert_is(figure.evaluate(LINES), expression="x * x * y", swept=2)


def test_what_is_no_expression_is_said_and_marked_and_the_tape_stays(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        field, told = figure.get_by_label("expression in x and y"), figure.locator(".nn-refused")
        for wrong in WRONG:
            field.fill(wrong)
            field.press("Enter")
            assert f"“{wrong}”" in told.inner_text() and field.get_attribute("aria-invalid") == "true"
            assert_is(figure.evaluate(LINES))
        field.fill("log(x - y)")
        field.press("Enter")
        assert told.inner_text() == "" and field.get_attribute("aria-invalid") == "false"
        assert "The tape ends here: log(v₁)" in figure.locator(".nn-said").inner_text()
        assert figure.get_by_role("button", name="One node back").is_disabled()
