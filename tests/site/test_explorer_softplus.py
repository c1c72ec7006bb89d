"""Two softplus neurons on the built site: what is shown after each move is what nnlib computes."""

import itertools
import re

import numpy as np
import pytest
from browsing import PHONE, TEXT_PROBLEMS, drawn_again, explored, opened, rested, text_problems, visited
from course.widgets import SoftplusNeurons
from course.widgets.softplus import NAMES, START
from playwright.sync_api import TimeoutError

PAGE, KEY = "chapters/02-softplus-two-neurons.html", "explorer-softplus"
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
TOUCH = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
FIELD = "{}, as a number"
HANDLES = {"1": "neuron 1: b 1 sideways, w 3 up and down", "2": "neuron 2: b 2 sideways, w 4 up and down",
           "w1": "neuron 1: w 1, its steepness", "w2": "neuron 2: w 2, its steepness", "b3": "b 3, the height of everything"}
STEP_HANDLE = "the step on the curve of the cost"


def spoken(name):
    return f"{name[0]} {name[1]}"


def number(text):
    """A number as the figure shows it: 0.7609, −0.0329, 1.15·10⁻²²."""
    mantissa, _, power = text.strip().partition("·10")
    return float(mantissa.translate(SUPERSCRIPTS)) * 10.0 ** int(power.translate(SUPERSCRIPTS) or 0)


def near(value):
    """What may be shown for a number: four decimals, or three digits and a power of ten."""
    if 1e-12 < abs(value) < 0.5e-4 or abs(value) >= 1e6:
        return pytest.approx(value, rel=0.0051)
    return pytest.approx(value, abs=0.51e-4)


def summaries(figure):
    """(k, cost, the seven derivatives) as the lines show them."""
    lines = figure.locator(".nn-chain > summary").evaluate_all("all => all.map(e => [...e.children].map(c => c.innerText))")
    assert [name.split("/∂")[-1].replace("\n", "") for name, _, _ in lines] == ["C", *NAMES]
    return int(lines[0][1].removeprefix("step ")), number(lines[0][2]), [number(line[2]) for line in lines[1:]]


def unfold(line):
    """Opens a line and waits for its table, which is made then: the one of an earlier look may still stand there."""
    line.evaluate("e => { window.unfolded = new Promise(done => e.addEventListener('toggle', () => setTimeout(done), {once: true})); }")
    line.locator("summary").click()
    line.page.evaluate("unfolded")


# A panel makes its fields when it has opened.
FIELDS = """async (figure, labels) => {
    const shut = [...figure.querySelectorAll('.nn-panel')].filter(panel => !panel.open);
    const unfolded = shut.map(panel => new Promise(done => panel.addEventListener('toggle', () => setTimeout(done), {once: true})));
    for (const panel of shut) panel.open = true;
    await Promise.all(unfolded);
    return labels.map(label => figure.querySelector(`[aria-label="${label}"]`).value);
}"""


def parameters(figure):
    """The seven numbers of the fields, open or not."""
    return [float(value) for value in figure.evaluate(FIELDS, [FIELD.format(spoken(name)) for name in NAMES])]


def assert_shows(figure, **state):
    at = SoftplusNeurons(**state).at()
    k, cost, grads = summaries(figure)
    assert (k, cost) == (at.k, near(at.cost))
    for name, shown, wanted in zip(NAMES, grads, at.grad.vector, strict=True):
        assert shown == near(wanted), name
    assert parameters(figure) == pytest.approx(list(at.theta.vector), rel=1e-5, abs=1e-9)


def link(**state):
    return "&".join(f"{name}={','.join(map(repr, v)) if isinstance(v, list) else v}" for name, v in state.items())


def hears(figure, words):
    """Whether a screen reader is told this, once things have settled."""
    try:
        figure.page.wait_for_function("words => document.querySelector('.nn-voice').innerText.includes(words)", arg=words, timeout=10_000)
    except TimeoutError as error:
        raise AssertionError(f"{words!r} is not in {figure.locator('.nn-voice').inner_text()!r}") from error
    return True


def go(figure, **state):
    """Sets the figure to a state as a link on its page does."""
    visited(figure, [f"{KEY}?{link(**state)}"], "() => null")


def press(figure, name):
    figure.get_by_role("button", name=name, exact=True).click()


def handle(figure, name):
    return figure.get_by_role("slider", name=name, exact=True)


def centre(grip):
    return grip.evaluate("g => { const b = g.querySelector('.nn-grip').getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }")


def drag(figure, name, dx, dy):
    """Take a handle at its middle, move it by that many pixels; where the pointer was let go, and where the handle was."""
    handle(figure, name).scroll_into_view_if_needed()
    x, y = centre(handle(figure, name))
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + dx, y + dy, steps=5)
    drawn_again(figure.page)
    held = centre(handle(figure, name))
    mouse.up()
    drawn_again(figure.page)
    return (x + dx, y + dy), held


def points(figure):
    """x and y of every point, as screen readers hear them."""
    texts = figure.locator(".nn-point").evaluate_all("all => all.filter(e => e.style.display === '').map(e => e.getAttribute('aria-valuetext'))")
    found = [re.match(r"x = (\S+), y = (\S+), residual", text) for text in texts]
    return [number(m[1]) for m in found], [number(m[2]) for m in found]


def test_the_figure_starts_as_the_book_sets_it(browser, served):
    with explored(browser, served, PAGE, KEY, fresh=True) as figure:
        assert_shows(figure)
        assert hears(figure, "Step 0, cost 1.8959.") and figure.page.problems == []
        assert figure.locator("select").first.input_value() == "start"


def test_a_forgotten_2_would_be_seen(browser, served):
    """The comparison with nnlib fails where the module computes something else."""
    def faulty(route):
        response = route.fetch()
        assert "delta = -2 * r;" in response.text()
        route.fulfill(response=response, body=response.text().replace("delta = -2 * r;", "delta = -r;"))

    with opened(browser, f"{served}{PAGE}#{KEY}", served, routed={"**/_static/widgets/*SoftplusNeurons.js": faulty}) as page:
        figure = page.locator(f"#{KEY}.ready")
        figure.wait_for()
        with pytest.raises(AssertionError):
            assert_shows(figure)


def test_every_parameter_by_its_field_and_by_its_slider(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        for name in NAMES:
            go(figure)
            check_parameter(figure, name)


def check_parameter(figure, name):
    """By its field to values far and near, then by its slider step by step and to both ends."""
    field, p = figure.get_by_label(FIELD.format(spoken(name))), NAMES.index(name)
    for value in (1.2345, -3.0, 25.5, -100.0, 100.0):
        field.fill(str(value))
        field.press("Enter")
        assert_shows(figure, theta=[*START[:p], value, *START[p + 1:]])
    field.fill("0.5")
    field.press("Enter")
    figure.get_by_label(spoken(name), exact=True).focus()
    figure.page.keyboard.press("ArrowRight")
    assert_shows(figure, theta=[*START[:p], 0.51, *START[p + 1:]])
    for key, value in (("Home", -10.0), ("End", 10.0)):
        figure.page.keyboard.press(key)
        assert_shows(figure, theta=[*START[:p], value, *START[p + 1:]])
    assert figure.page.problems == [] and text_problems(figure) == []


def test_a_slider_reaches_as_far_as_its_number(browser, served):
    """A bias of −30 lies beyond the usual reach; the slider shows it where it is and moves from there."""
    with explored(browser, served, PAGE, KEY, link(theta=[1, -1, -30, -30, 1, 1, 0])) as figure:
        slider = figure.get_by_label("b 1", exact=True)
        assert float(slider.input_value()) == -30 and slider.get_attribute("aria-valuetext") == "−30.0000"
        slider.focus()
        figure.page.keyboard.press("ArrowRight")
        assert_shows(figure, theta=[1, -1, -29.99, -30, 1, 1, 0])


def test_a_number_out_of_bounds_is_refused_in_words(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        for label, words in (("w 3", "w 3 has to be a number from −100.00 to 100.00."), ("learning rate", "learning rate has to be a number")):
            field = figure.get_by_label(FIELD.format(label))
            for wrong in ("101", "-1000", ""):
                field.fill(wrong)
                field.press("Enter")
                assert hears(figure, words)
                assert field.input_value() == wrong and field.get_attribute("aria-invalid") == "true"
                assert summaries(figure)[1] == near(SoftplusNeurons().at().cost)
            field.fill("0.36" if label == "w 3" else "0.03")
            field.press("Enter")
            assert field.get_attribute("aria-invalid") == "false"
            assert_shows(figure)


GRIPS = [("1", 25, 0, {"b1", "w3"}), ("1", 0, -30, {"b1", "w3"}), ("1", 40, 20, {"b1", "w3"}), ("2", -10, -25, {"b2", "w4"}),
         ("2", 60, 15, {"b2", "w4"}), ("w1", 0, 40, {"w1"}), ("w1", 0, -15, {"w1"}), ("w2", 0, -30, {"w2"}), ("b3", 0, -40, {"b3"}),
         ("b3", 0, 20, {"b3"})]


@pytest.mark.parametrize("settings", [{}, TOUCH], ids=["desktop", "phone"])
def test_each_grip_moves_its_parameters_and_the_curve_follows_the_hand(browser, served, settings):
    with explored(browser, served, PAGE, KEY, **settings) as figure:
        for grip, dx, dy, moved in GRIPS:
            go(figure)
            pointer, held = drag(figure, HANDLES[grip], dx, dy)
            theta = parameters(figure)
            changed = {name for name, was, now in zip(NAMES, START, theta) if was != now}
            assert changed and changed <= moved, (grip, dx, dy)
            assert_shows(figure, theta=theta)
            assert held == pytest.approx(pointer, abs=1.5), (grip, dx, dy)
        assert figure.page.problems == []


def test_a_sideways_drag_slides_the_contribution_and_keeps_its_shape(browser, served):
    """The weights stay; the bend, where z = 0, goes where the hand goes."""
    with explored(browser, served, PAGE, KEY) as figure:
        grip = handle(figure, HANDLES["1"])
        grip.focus()
        for _ in range(5):
            figure.page.keyboard.press("ArrowRight")
        theta = parameters(figure)
        assert theta[0] == START[0] and theta[4] == pytest.approx(START[4], abs=2e-4)
        assert -theta[2] / theta[0] == pytest.approx(0.1, abs=1e-3)
        figure.page.keyboard.press("Shift+ArrowUp")
        after = parameters(figure)
        assert after[4] * np.log(2) == pytest.approx(theta[4] * np.log(2) + 0.2, abs=1e-3)


def test_a_curve_can_be_dragged_far_without_running_away(browser, served):
    """Back and forth in one drag: where the hand returns, the numbers return, even past the edge where the grip rests."""
    with explored(browser, served, PAGE, KEY, link(theta=[2.0, -1.0, 0.0, 0.0, 0.5, 0.5, 0.0])) as figure:
        grip = handle(figure, HANDLES["1"])
        grip.scroll_into_view_if_needed()
        (x, y), mouse = centre(grip), figure.page.mouse
        mouse.move(x, y)
        mouse.down()
        for dx in (100, 300, 520, 300, 540, 100, 0):
            mouse.move(x + dx, y, steps=4)
        mouse.up()
        assert parameters(figure) == pytest.approx([2.0, -1.0, 0.0, 0.0, 0.5, 0.5, 0.0], abs=0.01)


def test_a_neuron_without_a_say_cannot_be_made_steeper_and_says_so(browser, served):
    with explored(browser, served, PAGE, KEY, link(theta=[0.0] * 7)) as figure:
        handle(figure, HANDLES["w1"]).focus()
        figure.page.keyboard.press("ArrowUp")
        assert hears(figure, "w 3 is 0: neuron 1 adds nothing")
        handle(figure, HANDLES["1"]).focus()
        figure.page.keyboard.press("ArrowUp")
        assert parameters(figure)[4] == pytest.approx(0.02 / np.log(2), abs=1e-4)
        handle(figure, HANDLES["w1"]).focus()
        figure.page.keyboard.press("ArrowUp")
        assert parameters(figure)[0] > 0


@pytest.mark.parametrize("settings", [{}, TOUCH], ids=["desktop", "phone"])
def test_points_follow_the_hand(browser, served, settings):
    with explored(browser, served, PAGE, KEY, **settings) as figure:
        pointer, held = drag(figure, "point 2", -40, 25)
        x, y = points(figure)
        assert x[1] < 0.45 and y[1] < 0.95 and (x[0], y[0], x[2], y[2]) == (0, 0, 1, 0)
        assert_shows(figure, x=x, y=y)
        assert held == pytest.approx(pointer, abs=3)  # points lie on a grid of hundredths


def test_a_finger_moves_a_point_and_the_page_stays(browser, served):
    with explored(browser, served, PAGE, KEY, **TOUCH) as figure:
        handle(figure, "point 2").scroll_into_view_if_needed()
        (x, y), before = centre(handle(figure, "point 2")), centre(handle(figure, "point 1"))
        touch = figure.page.context.new_cdp_session(figure.page)
        for kind, places in (("touchStart", [(x, y)]), ("touchMove", [(x, y + 25)]), ("touchMove", [(x, y + 50)]), ("touchEnd", [])):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in places]})
        figure.page.wait_for_function("document.querySelectorAll('.nn-point')[1].getAttribute('aria-valuetext').includes('y = 0.')")
        x, y = points(figure)
        assert y[1] < 0.8 and centre(handle(figure, "point 1")) == pytest.approx(before, abs=1)
        assert_shows(figure, x=x, y=y)


def test_points_by_the_keyboard_alone(browser, served):
    """Arrows move, shift makes large steps, Delete removes; the button adds, until there are twelve."""
    with explored(browser, served, PAGE, KEY) as figure:
        keyboard = figure.page.keyboard
        handle(figure, "point 2").focus()
        for key in ("ArrowRight", "ArrowUp", "Shift+ArrowDown"):
            keyboard.press(key)
        assert points(figure) == ([0, 0.52, 1], [0, 0.82, 0])
        assert_shows(figure, x=[0, 0.52, 1], y=[0, 0.82, 0])
        keyboard.press("Delete")
        assert points(figure) == ([0, 1], [0, 0]) and hears(figure, "Point 2 is removed.")
        assert figure.page.evaluate("document.activeElement.getAttribute('aria-label')") == "point 2"
        keyboard.press("Delete")
        keyboard.press("Delete")
        assert points(figure) == ([0], [0]) and hears(figure, "One point has to stay.")
        assert figure.get_by_role("button", name="Remove point 1").is_disabled()
        assert_shows(figure, x=[0], y=[0])
        add = figure.get_by_role("button", name="Add a point")
        add.focus()
        for n in range(2, 13):
            keyboard.press("Enter")
            x, y = points(figure)
            assert len(x) == n and hears(figure, f"Point {n} is added at x = ")
            assert_shows(figure, x=x, y=y)
        assert add.is_disabled() and len(set(x)) == 12
        assert figure.page.problems == [] and text_problems(figure) == []


def test_a_new_point_lies_on_the_curve(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        before = summaries(figure)[1]
        press(figure, "Add a point")
        assert summaries(figure)[1] == pytest.approx(before, abs=1e-4)


def test_points_by_number_and_by_touch(browser, served):
    """The chosen point has two fields and a button; a tap chooses."""
    with explored(browser, served, PAGE, KEY, **TOUCH) as figure:
        handle(figure, "point 3").tap()
        parameters(figure)  # opens the panels
        for label, value in (("x of the chosen point", "0.85"), ("y of the chosen point", "-0.4")):
            field = figure.get_by_label(FIELD.format(label))
            field.fill(value)
            field.press("Enter")
        assert points(figure) == ([0, 0.5, 0.85], [0, 1, -0.4])
        assert_shows(figure, x=[0, 0.5, 0.85], y=[0, 1, -0.4])
        figure.get_by_role("button", name="Remove point 3").tap()
        assert points(figure) == ([0, 0.5], [0, 1])


CHAIN_STATES = [{}, {"steps": 1500}, {"theta": [0.5, -2.0, 1.0, -0.5, 2.0, -1.5, 0.25], "x": [-1.0, 0.25, 0.5, 2.0], "y": [1.0, -2.0, 0.5, 3.0]},
                {"theta": [1.0, -1.0, -30.0, -30.0, 1.0, 1.0, 0.0]}, {"x": [0.7], "y": [0.2]}]


@pytest.mark.parametrize("state", CHAIN_STATES, ids=range(len(CHAIN_STATES)))
def test_every_chain_shows_its_factors_for_every_sample(browser, served, state):
    explorer = SoftplusNeurons(**state)
    at, D = explorer.at(), len(explorer.x)
    with explored(browser, served, PAGE, KEY, link(**state)) as figure:
        for k, (name, chain) in enumerate(explorer.chains().items(), start=1):
            line = figure.locator(".nn-chain").nth(k)
            unfold(line)
            rows = line.locator("tr").evaluate_all("rows => rows.map(row => [...row.cells].map(c => c.innerText))")
            assert [row[0] for row in rows[1:]] == [*map(str, range(1, D + 1)), "sum"]
            columns = [np.broadcast_to(value, D) for value in chain.factors.values()] + [np.broadcast_to(chain.per_sample, D)]
            assert len(rows[0]) == len(columns) + 1
            for d, row in enumerate(rows[1:-1]):
                for cell, column in zip(row[1:], columns, strict=True):
                    assert number(cell) == near(column[d]), (name, d)
            assert number(rows[-1][-1]) == near(chain.value)
            assert number(line.locator("p").inner_text().split("=")[-1]) == near(chain.value)
        line = figure.locator(".nn-chain").first
        unfold(line)
        rows = line.locator("tr").evaluate_all("rows => rows.map(row => [...row.cells].map(c => c.innerText))")
        X, Y = explorer.samples()
        r = explorer.chains()["b3"].factors["dC_dy_hat"] / -2
        for d, row in enumerate(rows[1:-1]):
            wanted = [X[d, 0], Y[d, 0], Y[d, 0] - r[d], r[d], r[d] ** 2]
            assert [number(cell) for cell in row[1:]] == [near(value) for value in wanted]
        assert number(rows[-1][-1]) == near(at.cost)


def test_the_formulas_are_those_of_the_chapter(browser, served):
    wanted = {"w1": "∂C/∂w1 = Σd −2 (yd − ŷd) · w3 · σ(zd1) · xd", "b2": "∂C/∂b2 = Σd −2 (yd − ŷd) · w4 · σ(zd2) · 1",
              "w3": "∂C/∂w3 = Σd −2 (yd − ŷd) · ad1", "b3": "∂C/∂b3 = Σd −2 (yd − ŷd) · 1"}
    with explored(browser, served, PAGE, KEY) as figure:
        for name, formula in wanted.items():
            line = figure.locator(".nn-chain").nth(1 + NAMES.index(name))
            unfold(line)
            assert line.locator("p").evaluate("p => p.textContent").startswith(formula + " = ")


def test_bars_have_the_sign_and_the_length_of_their_derivatives(browser, served):
    with explored(browser, served, PAGE, KEY, "steps=1500") as figure:
        grads = SoftplusNeurons(steps=1500).at().grad.vector
        boxes = figure.locator(".nn-bar").evaluate_all("""bars => bars.map(b => { const t = b.parentElement.getBoundingClientRect(), r = b.getBoundingClientRect();
            return [(r.left - t.left) / t.width, r.width / t.width]; })""")
        for g, (left, width) in zip(grads, boxes, strict=True):
            assert width == pytest.approx(abs(g) / abs(grads).max() / 2, abs=0.02)
            assert left == pytest.approx(0.5 - width if g < 0 else 0.5, abs=0.02)


def test_steps_are_those_of_descent(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        for steps in (1, 2, 3):
            press(figure, "Step")
            assert_shows(figure, steps=steps)
        for speed, steps in (("10", 13), ("100", 113), ("1000", 1113)):
            figure.get_by_label("Go by").select_option(speed)
            press(figure, f"{speed} steps")
            assert_shows(figure, steps=steps)
        press(figure, "Back to the start")
        assert_shows(figure)


def test_a_parameter_moved_on_the_way_is_where_the_next_descent_starts(browser, served):
    with explored(browser, served, PAGE, KEY, "steps=200") as figure:
        there = SoftplusNeurons(steps=200).at().theta.vector.tolist()
        field = figure.get_by_label(FIELD.format("w 1"))
        field.fill("1.5")
        field.press("Enter")
        assert_shows(figure, theta=[1.5, *there[1:]])
        press(figure, "Step")
        assert_shows(figure, theta=[1.5, *there[1:]], steps=1)
        handle(figure, "point 1").focus()
        figure.page.keyboard.press("ArrowUp")
        there = SoftplusNeurons(theta=[1.5, *there[1:]], steps=1).at().theta.vector.tolist()
        assert_shows(figure, theta=there, y=[0.02, 1, 0])


def test_run_goes_on_until_it_is_paused(browser, served):
    with explored(browser, served, PAGE, KEY, "speed=10", reduced_motion="no-preference", fresh=True) as figure:
        press(figure, "Run")
        figure.page.wait_for_function("() => +document.querySelector('.nn-track').innerText.slice(5) > 100")
        figure.locator(".nn-chain > summary").nth(3).click()  # lines open while it runs
        assert figure.locator(".nn-chain").nth(3).get_attribute("open") is not None
        press(figure, "Pause")
        k = summaries(figure)[0]
        assert k % 10 == 0
        assert_shows(figure, steps=k)


def test_run_ends_at_the_last_step_and_says_so(browser, served):
    with explored(browser, served, PAGE, KEY, "speed=1000&steps=18500", reduced_motion="no-preference", fresh=True) as figure:
        press(figure, "Run")
        figure.page.wait_for_function("document.querySelector('.nn-track').innerText === 'step 20000'")
        assert hears(figure, "goes no further") and figure.get_by_role("button", name="Run").is_disabled()
        k, cost, _ = summaries(figure)
        assert k == 20000 and cost < 1e-20 and figure.page.problems == []


def test_with_reduced_motion_nothing_moves_more_than_twice_a_second(browser, served):
    with explored(browser, served, PAGE, KEY, fresh=True) as figure:
        press(figure, "Run")
        rested(figure.page, 1200)
        assert 1 <= summaries(figure)[0] <= 3


def test_the_learning_rate_goes_from_crawl_to_divergence(browser, served):
    with explored(browser, served, PAGE, KEY, "steps=300") as figure:
        slider, field = figure.get_by_label("learning rate", exact=True), figure.get_by_label(FIELD.format("learning rate"))
        slider.focus()
        figure.page.keyboard.press("Home")
        assert_shows(figure, eta=0.0001, steps=300)
        field.fill("0.1")
        field.press("Enter")
        assert_shows(figure, eta=0.1, steps=300)
        slider.focus()
        figure.page.keyboard.press("End")
        assert_shows(figure, eta=10, steps=300)
        last = SoftplusNeurons(eta=10, steps=300).at()
        assert hears(figure, f"Diverged: after step {last.k} the numbers are too large") and last.k < 300
        assert all(figure.get_by_role("button", name=name).is_disabled() for name in ("Step", "Run"))
        assert text_problems(figure) == [] and figure.page.problems == []
        press(figure, "Back to the start")
        assert_shows(figure, eta=10)


def test_after_divergence_a_hand_begins_at_the_start_again(browser, served):
    with explored(browser, served, PAGE, KEY, "eta=1.5&steps=900") as figure:
        handle(figure, "point 1").focus()
        figure.page.keyboard.press("ArrowUp")
        assert hears(figure, "this is its start")
        assert_shows(figure, y=[0.02, 1, 0], eta=1.5)


def test_before_divergence_a_hand_brings_the_numbers_back(browser, served):
    """Parameters that ran beyond the bounds are set to them, and that is said."""
    path = SoftplusNeurons(eta=1.5, steps=900).path()
    k = next(step.k for step in path if np.abs(step.theta.vector).max() > 100)
    assert k < path[-1].k
    with explored(browser, served, PAGE, KEY, f"eta=1.5&steps={k}") as figure:
        there = SoftplusNeurons(eta=1.5, steps=k).at().theta.vector
        handle(figure, "point 1").focus()
        figure.page.keyboard.press("ArrowUp")
        assert hears(figure, "beyond ±100")
        assert_shows(figure, theta=np.clip(there, -100, 100).tolist(), y=[0.02, 1, 0], eta=1.5)


SITUATIONS = {"zero": "The two neurons are equal", "equal": "equal neurons stay equal", "innocent": "Step 0", "silent": "Both neurons are silent",
              "end": "Step 5000", "months": "Step 0", "start": "Step 0"}


def test_every_situation_of_the_chapter(browser, served):
    situations = {name: state for name, _, state in SoftplusNeurons()._situations}
    assert SITUATIONS.keys() == situations.keys()
    with explored(browser, served, PAGE, KEY) as figure:
        for name, state in situations.items():
            go(figure, eta=0.5, steps=7, x=[0.5], y=[0.5])
            select = figure.get_by_label("Situation")
            assert select.input_value() == ""
            select.select_option(name)
            assert select.input_value() == name and hears(figure, SITUATIONS[name])
            if name == "end":  # after 5,000 steps the last digits are those of the machine
                assert summaries(figure)[1] < 1e-20
                assert parameters(figure) == pytest.approx(list(SoftplusNeurons(**state).at().theta.vector), rel=1e-5)
            else:
                assert_shows(figure, **state)


def test_where_nothing_leads_on_it_is_said(browser, served):
    with explored(browser, served, PAGE, KEY, link(theta=[1.0, 1.0, 0.5, 0.5, 0.3, 0.3, 0.0], steps=5000)) as figure:
        assert hears(figure, "equal neurons stay equal")
    with explored(browser, served, PAGE, KEY, link(theta=[0.0] * 6 + [1 / 3])) as figure:
        at = SoftplusNeurons(theta=[0.0] * 6 + [1 / 3]).at()
        assert abs(at.grad.vector).max() < 1e-5 and hears(figure, "All derivatives are nearly 0")


def test_going_uphill_is_said(browser, served):
    path = SoftplusNeurons(eta=0.4, steps=40).path()
    k = next(b.k for a, b in itertools.pairwise(path) if b.cost > 1.1 * a.cost)
    with explored(browser, served, PAGE, KEY, f"eta=0.4&steps={k}") as figure:
        assert_shows(figure, eta=0.4, steps=k)
        assert hears(figure, "The last step went uphill")


def test_the_grip_on_the_cost_goes_to_any_step(browser, served):
    """Back along the curve, which stays, and on beyond its end."""
    with explored(browser, served, PAGE, KEY, "steps=90") as figure:
        grip = handle(figure, STEP_HANDLE)
        assert grip.get_attribute("aria-valuenow") == "90" and grip.get_attribute("aria-valuemax") == "100"
        grip.focus()
        for key, k in (("ArrowLeft", 89), ("Shift+ArrowLeft", 79), ("ArrowRight", 80), ("Shift+ArrowRight", 90), ("Shift+ArrowRight", 100)):
            figure.page.keyboard.press(key)
            assert summaries(figure)[0] == k
        drag(figure, STEP_HANDLE, -200, 0)
        k = summaries(figure)[0]
        assert 50 < k < 90
        assert_shows(figure, steps=k)
        assert grip.get_attribute("aria-valuemax") == "100"


def test_a_link_carries_a_rich_state(browser, served):
    state = {"theta": [1.25, -2.5, 0.125, 3.0, -1.5, 0.75, 0.5], "x": [-0.5, 0.1, 0.2, 0.9, 1.5], "y": [0.3, -1.0, 2.0, 0.0, 1.0], "eta": 0.012, "steps": 37,
             "speed": "100"}
    with explored(browser, served, PAGE, KEY, link(**state), fresh=True) as figure:
        assert_shows(figure, **state)
        handle(figure, "point 4").focus()
        figure.page.keyboard.press("Delete")
        figure.page.wait_for_function("!location.hash.includes('steps')", timeout=3000)
        copied = figure.page.evaluate("location.hash").split("?")[1]
        first = summaries(figure)
    with explored(browser, served, PAGE, KEY, copied, fresh=True) as figure:
        assert summaries(figure) == first and points(figure) == ([-0.5, 0.1, 0.2, 1.5], [0.3, -1.0, 2.0, 1.0])
        assert figure.get_by_label("Go by").input_value() == "100"


def test_a_link_whose_lists_differ_in_length_is_refused_in_words(browser, served):
    with explored(browser, served, PAGE, KEY, "x=0,1", fresh=True) as figure:
        assert "x holds 2 numbers and y 3, expected as many" in figure.locator(".explorer-notice").inner_text()
        assert_shows(figure)


def extremes():
    ends = {"theta": [[-100.0] * 7, [100.0] * 7, [0.0] * 7, [100.0, -100.0] * 3 + [0.0], [1e-9] * 7, [0.0, 0.0, 100.0, -100.0, 100.0, 100.0, -100.0]],
            "data": [([-5.0], [-5.0]), ([5.0] * 12, [5.0, -5.0] * 6), ([-3.8, 1.2], [0.0, 0.0])], "rate": [(0.0001, 0), (0.0001, 20000), (10, 20000)]}
    for theta, (x, y), (eta, steps) in itertools.product(*ends.values()):
        yield {"theta": theta, "x": x, "y": y, "eta": eta, "steps": steps}


@pytest.mark.parametrize("size", [{}, TOUCH], ids=["desktop", "phone"])
def test_no_extreme_shows_what_is_no_number(browser, served, size):
    """All corners together, with every line open and every grip pressed."""
    with explored(browser, served, PAGE, KEY, **size) as figure:
        figure.evaluate("f => f.querySelectorAll('details').forEach(e => { e.open = true; })")
        look = f"f => [({TEXT_PROBLEMS})(f), document.documentElement.scrollWidth <= document.documentElement.clientWidth]"
        states = list(extremes())
        for nine in (states[k:k + 9] for k in range(0, len(states), 9)):
            assert visited(figure, [f"{KEY}?{link(**state)}" for state in nine[1:]], look) == [[[], True]] * 8, nine
            go(figure, **nine[0])
            assert text_problems(figure) == [], nine[0]
            for name in HANDLES.values():
                for key in ("ArrowUp", "Shift+ArrowLeft"):
                    handle(figure, name).focus()
                    figure.page.keyboard.press(key)
                    assert text_problems(figure) == [], (nine[0], name)
            assert figure.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert figure.page.problems == []


def test_extreme_states_show_the_numbers_of_nnlib(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        for state in extremes():
            if state["steps"] == 0:
                go(figure, **state)
                k, cost, grads = summaries(figure)
                at = SoftplusNeurons(**state).at()
                assert (k, cost) == (0, near(at.cost)) and grads == [near(g) for g in at.grad.vector], state


def test_an_exact_fit_has_a_place_on_the_logarithmic_curve(browser, served):
    with explored(browser, served, PAGE, KEY, link(theta=[0.0] * 6 + [0.5], x=[0.5], y=[0.5], steps=5)) as figure:
        assert summaries(figure)[1] == 0 and text_problems(figure) == [] and figure.page.problems == []


def test_names_and_values_for_screen_readers(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        names = figure.get_by_role("slider").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
        assert {*HANDLES.values(), STEP_HANDLE, "point 1", "point 2", "point 3", "learning rate", *map(spoken, NAMES)} <= {*names}
        assert len(names) == len({*names}) and "point 4" not in names
        assert handle(figure, HANDLES["1"]).get_attribute("aria-valuetext") == "b 1 = 0.0000, w 3 = 0.3600"
        assert handle(figure, "point 2").get_attribute("aria-valuetext").startswith("x = 0.5000, y = 1.0000, residual 0.1")
        figure.locator(".nn-chain > summary").nth(1).focus()
        figure.page.keyboard.press("Enter")
        assert figure.get_by_role("group", name="the chain of w 1").is_visible()


def test_it_works_in_a_page_opened_as_a_file(browser, html):
    with explored(browser, html.as_uri() + "/", PAGE, KEY, "steps=50", fresh=True) as figure:
        press(figure, "Step")
        assert_shows(figure, steps=51)
        drag(figure, "point 2", 30, 30)
        x, y = points(figure)
        there = SoftplusNeurons(steps=51).at().theta.vector.tolist()
        assert_shows(figure, theta=there, x=x, y=y)
        assert figure.page.problems == []
