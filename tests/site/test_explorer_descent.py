"""Slope and descent on the built site: what is shown after each move is what nnlib computes."""

import re

import pytest
from browsing import PHONE, ROOT, explored, rested
from course.widgets import Descent

PAGE, KEY = "chapters/01-derivatives.html", "explorer-descent"


def shown(figure):
    """The numbers of the read-out: step, weights, cost, gradient."""
    read = {part.get_attribute("data-name"): [float(n.replace("−", "-")) for n in re.findall(r"−?\d+(?:\.\d+)?", after(part))]
            for part in figure.locator(".nn-readout > span").all()}
    return int(read["steps"][0]), read["weights"], read["cost"][0], read["slope"]


def after(part):
    """The text behind the equals sign, or all of it."""
    return part.inner_text().split("=")[-1]


def expected(**state):
    """The same by nnlib, rounded as the figure rounds: to four decimals."""
    last = Descent(**state).path()[-1]
    return last.k, list(last.theta), last.cost, list(last.grad)


def assert_shows(figure, **state):
    k, weights, cost, slopes = shown(figure)
    k_, weights_, cost_, slopes_ = expected(**state)
    half = 0.51e-4  # four decimals are shown
    assert k == k_ and weights == pytest.approx(weights_, abs=half) and cost == pytest.approx(cost_, abs=half)
    assert slopes == pytest.approx(slopes_, abs=half)


def test_the_figure_starts_as_the_book_sets_it(browser, served):
    with explored(browser, served, PAGE, KEY, fresh=True) as figure:
        assert_shows(figure)
        assert figure.page.problems == []


def test_steps_are_those_of_descent(browser, served):
    with explored(browser, served, PAGE, KEY, "eta=0.2") as figure:
        for steps in (1, 2, 3):
            figure.get_by_role("button", name="Step").click()
            assert_shows(figure, eta=0.2, steps=steps)
        figure.get_by_role("button", name="Back to the start").click()
        assert_shows(figure, eta=0.2)


@pytest.mark.parametrize("landscape", ["wells", "valley", "bowl"])
def test_every_landscape_is_that_of_python(browser, served, landscape):
    state = dict(w1=-0.6, w2=1.25, eta=0.05, steps=7)
    with explored(browser, served, PAGE, KEY, "&".join(f"{k}={v}" for k, v in state.items())) as figure:
        figure.locator("select").select_option(landscape)
        assert_shows(figure, landscape=landscape, **{**state, "steps": 0})


def test_the_arrow_keys_move_the_point_and_start_anew(browser, served):
    with explored(browser, served, PAGE, KEY, "steps=3") as figure:
        figure.get_by_role("slider", name="the point on the curve").focus()
        moved = shown(figure)[1][0]
        figure.page.keyboard.press("ArrowRight")
        assert shown(figure)[:2] == (0, [pytest.approx(moved + 0.05, abs=1e-4)])
        figure.page.keyboard.press("Shift+ArrowLeft")
        assert_shows(figure, w1=moved + 0.05 - 0.5)


@pytest.mark.parametrize("settings", [{}, {"viewport": PHONE, "has_touch": True}], ids=["desktop", "phone"])
def test_the_point_follows_the_pointer(browser, served, settings):
    """It goes where it is dragged to, stays on the curve, and that is where the next descent starts."""
    with explored(browser, served, PAGE, KEY, "steps=2", **settings) as figure:
        drag(figure, "the point on the curve", 60, -10)
        k, (w,), _, _ = shown(figure)
        assert k == 0 and w == pytest.approx(float(figure.get_by_label("start, weight 1, as a number").input_value()), abs=1e-4)
        assert_shows(figure, w1=float(figure.get_by_label("start, weight 1, as a number").input_value()))
        assert abs(w - expected(steps=2)[1][0]) > 0.3


def drag(figure, name, dx, dy):
    """Take a handle at its middle and move it by that many pixels."""
    handle = figure.get_by_role("slider", name=name)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + dx, y + dy, steps=4)
    mouse.up()


def test_a_finger_moves_the_point(browser, served):
    """By touch alone: the page does not scroll away under the finger."""
    with explored(browser, served, PAGE, KEY, viewport=PHONE, has_touch=True, is_mobile=True) as figure:
        handle = figure.get_by_role("slider", name="the point on the curve")
        box = handle.bounding_box()
        x, y, before = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, figure.page.evaluate("scrollY")
        touch = figure.page.context.new_cdp_session(figure.page)
        for kind, points in (("touchStart", [(x, y)]), ("touchMove", [(x + 25, y)]), ("touchMove", [(x + 50, y)]), ("touchEnd", [])):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})
        figure.page.wait_for_function("t => document.querySelector('[data-name=weights]').innerText !== t", arg="w = 0.0000")
        assert shown(figure)[1][0] > 0.5 and figure.page.evaluate("scrollY") == before


def test_the_contours_have_a_point_that_moves_in_both_directions(browser, served):
    with explored(browser, served, PAGE, KEY, "landscape=valley&w1=0.5&w2=1") as figure:
        drag(figure, "the point on the contour map", 40, -30)
        w1, w2 = shown(figure)[1]
        assert w1 > 0.6 and w2 > 1.1
        figure.get_by_role("slider", name="the point on the contour map").focus()
        figure.page.keyboard.press("ArrowUp")
        assert shown(figure)[1] == pytest.approx([w1, w2 + 0.05], abs=2e-4)


def test_run_goes_on_until_it_is_paused(browser, served):
    """The numbers shown after any number of steps are those of that number of steps."""
    with explored(browser, served, PAGE, KEY, "eta=0.01", reduced_motion="no-preference", fresh=True) as figure:
        figure.get_by_role("button", name="Run").click()
        figure.page.wait_for_function("() => +document.querySelector('[data-name=steps]').innerText.slice(5) > 5")
        figure.get_by_role("button", name="Pause").click()
        assert_shows(figure, eta=0.01, steps=shown(figure)[0])


def test_with_reduced_motion_nothing_moves_more_than_twice_a_second(browser, served):
    with explored(browser, served, PAGE, KEY, "eta=0.01", fresh=True) as figure:
        figure.get_by_role("button", name="Run").click()
        rested(figure.page, 1200)
        assert 1 <= shown(figure)[0] <= 3


def test_the_learning_rate_goes_from_crawl_to_divergence(browser, served):
    """By its slider and by its field; at the top the run leaves the numbers, and words say so."""
    with explored(browser, served, PAGE, KEY, "steps=4") as figure:
        field, slider = figure.get_by_label("learning rate, as a number"), figure.get_by_label("learning rate", exact=True)
        field.fill("0.26")
        field.press("Enter")
        assert_shows(figure, eta=0.26, steps=4)
        assert "uphill" in said(figure)
        slider.focus()
        figure.page.keyboard.press("Home")
        assert_shows(figure, eta=0.001, steps=4)
        figure.page.keyboard.press("End")
        figure.locator("select").select_option("wells")
        for _ in range(12):
            if figure.get_by_role("button", name="Step").is_enabled():
                figure.get_by_role("button", name="Step").click()
        assert "Diverged" in said(figure) and figure.get_by_role("button", name="Step").is_disabled()
        assert figure.page.problems == []


def test_the_map_names_the_gradient_and_draws_the_next_step(browser, served):
    """Away from the minimum, where both have a direction; the step ends where Python's next one does."""
    state = dict(landscape="valley", w1=0.2, w2=3.0, eta=0.2, steps=1)
    with explored(browser, served, PAGE, KEY, "&".join(f"{k}={v}" for k, v in state.items())) as figure:
        assert figure.locator(".nn-named").all_text_contents() == ["next step", "∇C"]
        tip = figure.locator("path[stroke-dasharray='6 4']").evaluate("e => e.getAttribute('d').match(/L([\\d.]+) ([\\d.]+)/).slice(1).map(Number)")
        figure.get_by_role("button", name="Step").click()
        at = figure.get_by_role("slider", name="the point on the contour map").evaluate("e => e.getAttribute('transform').match(/[\\d.]+/g).map(Number)")
        assert tip == pytest.approx(at, abs=0.01)


def test_the_line_below_is_of_what_is_drawn_and_a_long_way_down_is_not_scolded(browser, served):
    """At once, also while a run goes on; a last step up by a millionth of what was gained is no step uphill, one of a hundredth is."""
    with explored(browser, served, PAGE, KEY, "eta=0.1&steps=3") as figure:
        seen = figure.evaluate("""figure => new Promise(done => {
            [...figure.querySelectorAll('button')].find(b => b.textContent === 'Step').click();
            queueMicrotask(() => queueMicrotask(() => done([figure.querySelector('[data-name=steps]').textContent, figure.querySelector('.nn-said').textContent])));
        })""")
        assert seen[0] == "step 4" and seen[1].startswith("Step 4,")
    uphill = re.search(r"export const uphill = (.*);", (ROOT / "course/widgets/parts.js").read_text(encoding="utf8"))[1]
    with explored(browser, served, PAGE, KEY) as figure:
        assert figure.page.evaluate(f"[[9, 0.09, 0.09 + 1e-8], [9, 1e-9, 2e-9], [9, 9, 9.5], [2, 1, 1.02]].map(costs => ({uphill})(...costs))") == [False, False, True, True]


def test_a_number_out_of_bounds_is_refused_in_words(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        field = figure.get_by_label("learning rate, as a number")
        colour = field.evaluate("e => getComputedStyle(e).borderTopColor")
        for wrong in ("-1", "0", "7", ""):
            field.fill(wrong)
            field.press("Enter")
            assert "learning rate has to be a number from" in said(figure)
            assert_shows(figure)
            assert (field.input_value(), field.get_attribute("aria-invalid")) == (wrong, "true")
            assert field.evaluate("e => getComputedStyle(e).borderTopColor") != colour
        field.fill("0.1")
        field.press("Enter")
        assert field.get_attribute("aria-invalid") == "false" and field.evaluate("e => getComputedStyle(e).borderTopColor") == colour


@pytest.mark.parametrize(("written", "eta"), [("0,26", 0.26), ("1/4", 0.25), (" 2,6e-1 ", 0.26), (".3", 0.3), ("+0.2", 0.2)])
def test_a_field_reads_what_the_answer_boxes_read(browser, served, written, eta):
    with explored(browser, served, PAGE, KEY) as figure:
        field = figure.get_by_label("learning rate, as a number")
        field.fill(written)
        field.press("Enter")
        assert_shows(figure, eta=eta)
        start = figure.get_by_label("start, weight 1, as a number")
        for minus in "-−":
            start.fill(f"{minus}1/2")
            start.press("Enter")
            assert_shows(figure, eta=eta, w1=-0.5)
            start.fill("0,5")
            start.press("Enter")


@pytest.mark.parametrize("wrong", ["1,2,3", "0.1x", "1/0", "0,1 0,2", "NaN", "1e999"])
def test_a_field_refuses_what_is_no_number(browser, served, wrong):
    with explored(browser, served, PAGE, KEY) as figure:
        field = figure.get_by_label("learning rate, as a number")
        field.fill(wrong)
        field.press("Enter")
        assert "learning rate has to be a number from" in said(figure)
        assert_shows(figure)


def said(figure):
    """What a screen reader is told, once it has settled."""
    rested(figure.page, 400)
    return figure.locator(".nn-voice").inner_text()
