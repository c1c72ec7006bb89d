"""The slopes of libraries on the built site: its rows are those of Python, and point, curve and library are chosen by hand."""

from browsing import PHONE, explored, visited
from course.widgets import LibrarySlopes
from course.widgets.corners import CURVES

PAGE, KEY = "chapters/10-what-libraries-do.html", "explorer-corners"
SEEN = """figure => ({rows: [...figure.querySelectorAll('.nn-answers tr')].slice(1).map(row => [...row.cells].map(cell => cell.textContent)),
    lines: [...figure.querySelectorAll('.nn-chart path')].length, answer: figure.querySelector('[data-name=answer]').textContent,
    x: figure.querySelector('[data-name=x]').textContent, call: figure.querySelector('.nn-call').textContent})"""
STATES = [dict(curve=curve, place=place, library=library) for curve in CURVES for place, library in ((3, "PyTorch"), (6, "MLX"), (0, "nnlib"))]


def number(text):
    """A slope as the figure writes it."""
    digits, _, power = text.replace("−", "-").replace("½", "0.5").partition("·10")
    return float(digits) * 10.0 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)


def test_the_rows_are_those_of_python(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        links = [f"{KEY}?" + "&".join(f"{name}={value}" for name, value in state.items()) for state in STATES]
        for state, seen in zip(STATES, visited(figure, links, SEEN), strict=True):
            drawn = LibrarySlopes(**state)
            groups = drawn.groups()
            assert [(row[1], row[2]) for row in seen["rows"]] == [(drawn.verdict(answer), "; ".join(names)) for answer, names in groups.items()], state
            for row, answer in zip(seen["rows"], groups, strict=True):
                assert row[0] == answer if isinstance(answer, str) else abs(number(row[0]) - answer) <= 0.006 * abs(answer), state  # three digits
            assert seen["lines"] == 1 + sum(not isinstance(answer, str) for answer in groups)
            assert seen["answer"].startswith(state["library"]) and ("has no such" in seen["answer"]) == (state["library"] not in drawn.answers())
        assert figure.page.problems == []


def test_a_point_is_chosen_by_keys_by_a_list_and_by_a_finger(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        figure.get_by_role("slider", name="the point", exact=True).focus()
        figure.page.keyboard.press("ArrowRight")
        assert figure.evaluate(SEEN)["x"] == "x = 0.50" and len(figure.evaluate(SEEN)["rows"]) == 1
        figure.page.wait_for_function("() => document.querySelector('.nn-voice').textContent.includes('the curve is smooth, with the slope 1')")
        figure.locator("select").nth(0).select_option("sigmoid")
        figure.locator("select").nth(1).select_option(label="x = 40")
        figure.locator("select").nth(2).select_option("CasADi")
        assert "right" in figure.evaluate(SEEN)["answer"] and figure.evaluate(SEEN)["call"].startswith("CasADi 3.")
    with explored(browser, served, PAGE, KEY, viewport=PHONE, has_touch=True, is_mobile=True) as figure:
        box = figure.get_by_role("slider", name="the point", exact=True).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        touch = figure.page.context.new_cdp_session(figure.page)
        for kind, points in (("touchStart", [(x, y)]), ("touchMove", [(x - 30, y)]), ("touchMove", [(x - 90, y)]), ("touchEnd", [])):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})
        figure.page.wait_for_function("() => document.querySelector('#explorer-corners [data-name=x]').textContent.includes('−')")
