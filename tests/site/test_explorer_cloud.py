"""The cloud of descents on the built site: what it tells after each move is what nnlib.many computes, and its dots are where those are."""

import numpy as np
from browsing import TOUCHED, drawn_again, explored, visited
from course.widgets import DescentCloud

PAGE, KEY = "chapters/07-deep-nets.html", "explorer-cloud"
TOLD = "figure => Object.fromEntries([...figure.querySelectorAll('[data-name]')].map(e => [e.dataset.name, e.textContent]))"
STATES = [dict(cost="product", eta=0.2, spread=1.8, runs=100, first=0, steps=20), dict(cost="product", eta=1, spread=2.5, runs=50, first=7, steps=40),
          dict(cost="neurons", eta=0.03, spread=0.3, runs=60, first=0, steps=30)]
# Where the canvas holds paint, in its pixels, and of which colour the strongest is.
PAINTED = """figure => {
    const canvas = figure.querySelector('canvas'), { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height), at = [];
    let strongest = 3;
    for (let k = 3; k < data.length; k += 4) if (data[k]) { at.push((k - 3) / 4); if (data[k] > data[strongest]) strongest = k; }
    return {at, width: canvas.width, height: canvas.height, colour: [...data.slice(strongest - 3, strongest)],
            wanted: getComputedStyle(canvas).color.match(/\\d+/g).map(Number)};
}"""


def assert_tells(told, state):
    cloud = DescentCloud(**state)
    ends = cloud.ends()
    going = ends.why != "diverged"
    assert told["steps"] == f"step {cloud.steps}" and told["diverged"] == f"{(~going).sum()} diverged"
    assert told["fits"] == f"C < 0.001: {(going & (ends.cost < 1e-3)).sum()} of {cloud.runs}"
    if going.any():
        middle = np.sort(cloud.curvatures()[going])[going.sum() // 2]
        assert abs(float(told["sharp"].removeprefix("median λ = ")) - middle) < 0.0051  # two decimals are shown
    else:
        assert told["sharp"] == "none is left"


def test_it_tells_what_python_counts(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        links = [f"{KEY}?" + "&".join(f"{name}={value}" for name, value in state.items()) for state in STATES]
        for state, told in zip(STATES, visited(figure, links, TOLD), strict=True):
            assert_tells(told, state)
        assert figure.page.problems == []


def test_each_control_does_what_it_says(browser, served):
    with explored(browser, served, PAGE, KEY, "steps=0") as figure:
        def press(name):
            figure.get_by_role("button", name=name, exact=True).click()

        def enter(name, value):
            figure.get_by_label(f"{name}, as a number").fill(str(value))
            figure.get_by_label(f"{name}, as a number").press("Enter")

        def told(**state):
            assert_tells(figure.evaluate(TOLD), state)

        press("Step")
        told(steps=1)
        press("10 steps")
        told(steps=11)
        enter("learning rate", 0.3)
        told(steps=11, eta=0.3)
        press("Back to the start")
        told(eta=0.3)
        enter("spread of the starts", 1.2)
        enter("number of descents", 40)
        press("Other starts")
        press("10 steps")
        told(steps=10, eta=0.3, spread=1.2, runs=40, first=40)
        figure.get_by_role("combobox").select_option("neurons")
        told(cost="neurons", eta=0.1, spread=0.5, runs=40, first=40)
        enter("learning rate", 7)
        assert "has to be a number from 0.01 to 1" in figure.locator(".nn-said").inner_text()


def test_the_dots_are_painted_where_the_descents_are_in_the_colour_of_the_theme(browser, served):
    """By the map's scale: the height of the drawing is 5.2, and w = 0 is its middle."""
    state = dict(eta=0.05, spread=2.0, runs=12, first=3, steps=4)
    with explored(browser, served, PAGE, KEY, "&".join(f"{name}={value}" for name, value in state.items())) as figure:
        for theme in ("light", "dark", "light"):
            figure.page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
            drawn_again(figure.page)
            seen = figure.evaluate(PAINTED)
            assert max(abs(a - b) for a, b in zip(seen["colour"], seen["wanted"], strict=True)) <= 2  # alpha is multiplied in, and out again
        scale, points = seen["height"] / 5.2, DescentCloud(**state).ends().theta.array[[0, 2]]
        painted = np.array([(k % seen["width"], k // seen["width"]) for k in seen["at"]])
        places = np.stack([seen["width"] / 2 + scale * points[0], seen["height"] / 2 - scale * points[1]], axis=1)
        apart = np.linalg.norm(painted[:, np.newaxis] - places, axis=2)
        assert apart.min(axis=0).max() < 2 and apart.min(axis=1).max() < 9  # pixels: each descent has a dot, and nothing else is painted


def test_on_a_phone_the_picture_and_all_sliders_are_in_view_together_and_it_runs_and_goes_back(browser, served):
    with explored(browser, served, PAGE, KEY, **TOUCHED) as figure:
        high = figure.evaluate("""f => f.querySelector('.nn-columns').getBoundingClientRect().bottom - f.querySelector('.nn-cloud').getBoundingClientRect().top""")
        assert high < 844 - 56  # what the header leaves of the screen
        steps = figure.locator("[data-name=steps]")
        before = steps.inner_text()
        figure.get_by_role("button", name="Run", exact=True).click()
        figure.page.wait_for_function("before => document.querySelector('#explorer-cloud [data-name=steps]').textContent !== before", arg=before)
        figure.get_by_role("button", name="Pause", exact=True).click()
        figure.get_by_role("button", name="Back to the start").click()
        figure.page.wait_for_function("() => document.querySelector('#explorer-cloud [data-name=steps]').textContent === 'step 0'")
