"""Delta flow on the built site: what is shown after each move is what nnlib computes."""

import json
import random
import re
from itertools import islice

import numpy as np
import pytest
from browsing import PHONE, explored, opened
from course.widgets import DeltaFlow
from course.widgets.flow import normals
from playwright.sync_api import expect

PAGE, KEY = "chapters/04-general-layers.html", "explorer-flow"
SIZES = {"mouse": {}, "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True}}
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = re.compile(r"exactly 0|−?\d+(?:\.\d+)?(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
NO_NUMBER = re.compile(r"NaN|Infinity|undefined|null|too large")


def number(text):
    """The number that a text shows, and half a unit of its last digit."""
    if text == "exactly 0":
        return 0.0, 0.0
    mantissa, _, power = text.replace("−", "-").partition("·10")
    scale = 10.0 ** int(power.translate(RAISED) or 0)
    return float(mantissa) * scale, 0.51 * scale * 10.0 ** -len(mantissa.partition(".")[2])


def shows(text, expected):
    value, half = number(text)
    return abs(value - expected) <= half + 1e-9 * abs(expected)


def query(state):
    return "&".join(f"{name}={value}" for name, value in state.items())


def assert_shows(figure, **state):
    """Bars, sentence, blocks, shapes, controls, the terms of the sum and the value are those of Python."""
    flow = DeltaFlow(**state)
    delta, gradient = flow.sizes_of_delta(), flow.sizes_of_gradient()
    rows = figure.locator("label.nn-layer:visible").all_inner_texts()
    assert len(rows) == flow.depth + 1
    for l, text in zip(range(flow.depth + 1, 0, -1), rows):
        found = re.fullmatch(rf"\s*layer {l}\s+δ ({NUMBER.pattern})\s+∂C/∂W ({NUMBER.pattern})\s*", text)
        assert found and shows(found[1], delta[l]) and shows(found[2], gradient[l]), (text, delta[l], gradient[l])
    assert figure.locator("input:checked").evaluate("e => e.parentElement.innerText.trim()") == f"layer {flow.layer}"
    sentence = figure.locator(".nn-readout").inner_text()
    if flow.depth > 1 and delta[1]:
        factor = flow.factor()
        word, shown = re.search(rf"is (divided|multiplied) by ({NUMBER.pattern}) for each", sentence).groups()
        assert shows(shown, 1 / factor if factor < 1 else factor) and word == ("divided" if factor < 1 else "multiplied")
    for name in ("hidden layers", "samples", "row of the entry", "column of the entry"):
        trait = {"hidden layers": "depth", "samples": "D"}.get(name, name.split()[0])
        assert figure.get_by_label(name, exact=True).input_value() == str(getattr(flow, trait))
    terms, slope, value = flow.entry()
    numbers = figure.locator(".nn-formulas > div").nth(2)
    options = numbers.get_by_role("option").all_inner_texts()
    if flow.layer <= flow.depth or flow.term == "gradient":
        assert len(options) == len(terms)
        for text, factors in zip(options, terms):
            first, second = NUMBER.findall(text)
            assert shows(first, factors[0]) and shows(second, factors[1]), (text, factors)
        rest = numbers.inner_text().rpartition(options[-1].strip())[2]
    else:
        rest = numbers.inner_text()
        first, *_ = NUMBER.findall(rest)
        assert not options and shows(first, terms[0][0])
    *before, last = NUMBER.findall(rest)
    assert shows(last, value), (rest, value)
    if flow.term == "delta":
        assert shows(before[-1], slope)
    rows, columns = flow.shape()
    grid = figure.get_by_role("grid")
    assert grid.get_by_role("row").count() == rows and grid.get_by_role("gridcell").count() == rows * columns
    chosen = figure.locator(f"#{grid.get_attribute('aria-activedescendant')}")
    assert chosen.get_attribute("aria-selected") == "true"
    label = re.fullmatch(rf"row {flow.row}, column {flow.column}: (.*)", chosen.get_attribute("aria-label"))
    assert label and shows(label[1], value)
    assert NO_NUMBER.search(figure.inner_text()) is None and figure.page.problems == []


def entries(flow):
    """All entries of the matrix that is looked at."""
    _, _, delta, grad = flow.passes()
    return (delta if flow.term == "delta" else grad.W)[flow.layer]


def test_the_figure_starts_as_the_book_sets_it(browser, served):
    with explored(browser, served, PAGE, KEY, fresh=True) as figure:
        assert_shows(figure)
        labels = figure.get_by_role("gridcell").evaluate_all("cells => cells.map(e => e.getAttribute('aria-label'))")
        assert all(shows(label.split(": ")[1], value) for label, value in zip(labels, entries(DeltaFlow()).ravel(), strict=True))


def test_it_works_in_a_page_opened_as_a_file(browser, html):
    with explored(browser, html.as_uri() + "/", PAGE, KEY, "activation=tanh&layer=2&row=3", fresh=True) as figure:
        assert_shows(figure, activation="tanh", layer=2, row=3)


def module(figure, work, argument):
    """What a function of (the page's module, argument) gives, run in the browser."""
    return figure.page.evaluate(
        """async ([work, argument]) => {
            const {script} = bookWidgets['course.widgets.flow.DeltaFlow'];
            const m = await import(URL.createObjectURL(new Blob([script], {type: 'text/javascript'})));
            return new Function('m', 'argument', work)(m, argument);
        }""", [work, argument])


def test_the_random_numbers_are_those_of_python(browser, served):
    streams = [0, 1, 2, 3, 77, 1998, 1999, 2**31, 2**32 - 1]
    with explored(browser, served, PAGE, KEY) as figure:
        came = module(figure, "return argument.map(s => { const g = m.normals(s); return Array.from({length: 3000}, () => g.next().value); })", streams)
    expected = [list(islice(normals(stream), 3000)) for stream in streams]
    assert np.abs(np.divide(came, expected) - 1).max() < 1e-12


def test_the_start_and_the_passes_are_those_of_python(browser, served):
    """Random states, to 1e-12 of the size of each array: weights, inputs, targets, deltas, gradients, sizes."""
    rng, states = random.Random(4), []
    bounds = {name: trait.bounds() for name, trait in DeltaFlow.state_traits().items()}
    for _ in range(30):
        states.append({name: rng.choice(each["options"])[0] if each["kind"] == "choice" else 10 ** rng.uniform(-2, 1) if name == "gain"
                       else rng.randint(int(each["least"]), int(each["most"])) for name, each in bounds.items()})
    with explored(browser, served, PAGE, KEY) as figure:
        came = module(figure, "return argument.map(s => ({...m.compute(s), inside: m.within(s), net: null}))", states)
    worst = 0.0
    for state, found in zip(states, came, strict=True):
        flow = DeltaFlow(**state)
        assert {name: found["inside"][name] for name in state} == flow.state()
        theta, (X, Y), (_, A, delta, grad) = flow.theta(), flow.samples(), flow.passes()
        pairs = [(found["Y"], Y), (found["A"]["0"], X)]
        for l in theta.W:
            pairs += [(found["W"][str(l)], theta.W[l]), (found["A"][str(l)], A[l]), (found["delta"][str(l)], delta[l]),
                      (found["grad"]["W"][str(l)], grad.W[l]), (found["sizes"]["delta"][str(l)], flow.sizes_of_delta()[l]),
                      (found["sizes"]["gradient"][str(l)], flow.sizes_of_gradient()[l])]
        for one, other in pairs:
            size = np.abs(other).max()
            worst = max(worst, float(np.abs(np.subtract(one, other)).max() / size) if size else float(np.abs(one).max()))
    print(f"largest difference: {worst:.1e}")
    assert worst < 1e-12 * 100  # a dozen layers, each of which sums up to 16 terms that may cancel


@pytest.mark.parametrize("size", SIZES)
def test_the_layer_is_chosen_by_pointer_and_finger(browser, served, size):
    with explored(browser, served, PAGE, KEY, **SIZES[size]) as figure:
        for layer in (1, 7, 3):
            row = figure.locator("label.nn-layer:visible").nth(7 - layer)
            row.click() if size == "mouse" else row.tap()
            assert_shows(figure, layer=layer, column=3 if layer == 7 else 4 if layer == 1 else 3)


def test_the_layer_is_chosen_by_the_keyboard(browser, served):
    """One stop for the tab key; the arrow keys go down and up the rows, and round."""
    with explored(browser, served, PAGE, KEY) as figure:
        figure.locator("input:checked").focus()
        for layer in (5, 4, 3, 2, 1):
            figure.page.keyboard.press("ArrowDown")
            assert_shows(figure, layer=layer)
        figure.page.keyboard.press("ArrowUp")
        assert_shows(figure, layer=2)


def test_every_control_by_its_slider(browser, served):
    state = {}
    with explored(browser, served, PAGE, KEY) as figure:
        for label, name, key, value in (("hidden layers", "depth", "ArrowRight", 7), ("neurons in each hidden layer", "width", "ArrowLeft", 7),
                                        ("samples", "D", "ArrowRight", 6), ("seed of the random numbers", "seed", "ArrowRight", 2),
                                        ("row of the entry", "row", "End", 6), ("column of the entry", "column", "End", 7),
                                        ("row of the entry", "row", "Home", 1), ("hidden layers", "depth", "Home", 1),
                                        ("neurons in each hidden layer", "width", "End", 16), ("hidden layers", "depth", "End", 12)):
            slider = figure.get_by_role("slider", name=label, exact=True)
            slider.focus()
            figure.page.keyboard.press(key)
            assert slider.get_attribute("aria-valuetext") == str(value)
            state[name] = value
            if name == "depth" and value == 1:
                state |= {"layer": 2, "column": 3}
            assert_shows(figure, **state)


def test_the_gain_by_its_slider_and_its_field(browser, served):
    with explored(browser, served, PAGE, KEY, "activation=relu") as figure:
        slider = figure.get_by_role("slider", name="initial scale of the weights", exact=True)
        for key, gain in (("End", 10), ("Home", 0.01), ("ArrowRight", 0.0102)):
            slider.focus()
            figure.page.keyboard.press(key)
            assert_shows(figure, activation="relu", gain=gain)
        field = figure.get_by_label("initial scale of the weights, as a number")
        field.fill("1.4142")
        field.press("Enter")
        assert_shows(figure, activation="relu", gain=1.4142)


@pytest.mark.parametrize(("label", "wrong"), [("hidden layers", "2.5"), ("hidden layers", "13"), ("samples", "0"), ("samples", ""),
                                              ("row of the entry", "6"), ("column of the entry", "9"), ("initial scale of the weights", "11")])
def test_a_number_that_cannot_be_is_refused_in_words(browser, served, label, wrong):
    with explored(browser, served, PAGE, KEY) as figure:
        field = figure.get_by_label(f"{label}, as a number")
        field.fill(wrong)
        field.press("Enter")
        figure.locator(".nn-voice").filter(has_text=f"{label} has to be a").wait_for()
        assert field.input_value() == wrong and field.get_attribute("aria-invalid") == "true"
        figure.get_by_label(label, exact=True).focus()
        figure.page.keyboard.press("Home")
        assert field.get_attribute("aria-invalid") == "false" and field.input_value() != wrong


def test_every_activation_and_both_matrices(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        for activation in ("tanh", "relu", "softplus", "identity", "sigmoid"):
            figure.get_by_label("Activation").select_option(activation)
            for term in ("gradient", "delta"):
                figure.get_by_label("Look at").select_option(term)
                assert_shows(figure, activation=activation, term=term)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", [{}, {"term": "gradient"}, {"layer": 7}, {"width": 16, "D": 16}], ids=str)
def test_an_entry_is_chosen_by_pointer_and_finger(browser, served, state, size):
    """In the grid, wherever it is drawn; also right after another part had the focus, which draws the squares again."""
    with explored(browser, served, PAGE, KEY, query(state), **SIZES[size]) as figure:
        rows, columns = DeltaFlow(**state).shape()
        for row, column in ((1, 1), (rows, columns), (rows // 2, 2)):
            figure.locator(".nn-factor").first.focus()
            cell = figure.get_by_role("gridcell").nth((row - 1) * columns + column - 1)
            cell.click() if size == "mouse" else cell.tap()
            figure.page.mouse.move(0, 0)
            assert_shows(figure, **{**state, "row": row, "column": column})


def test_an_entry_is_chosen_by_the_arrow_keys_and_stays_inside(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        figure.get_by_role("grid").focus()
        row, column = 2, 4
        for key, down, right in (("ArrowDown", 1, 0), ("ArrowRight", 0, 1), ("ArrowUp", -1, 0), ("ArrowLeft", 0, -1), *[("ArrowUp", -1, 0)] * 3,
                                 *[("ArrowLeft", 0, -1)] * 5, *[("ArrowDown", 1, 0)] * 6, *[("ArrowRight", 0, 1)] * 9):
            figure.page.keyboard.press(key)
            row, column = min(5, max(1, row + down)), min(8, max(1, column + right))
            assert_shows(figure, row=row, column=column)
        assert figure.page.evaluate("document.activeElement.getAttribute('role')") == "grid"


def test_pointing_at_an_entry_shows_it_and_leaves_the_choice_alone(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        figure.get_by_role("gridcell").nth(0).hover()
        formula, value = figure.locator(".nn-formulas > div").nth(2), DeltaFlow(row=1, column=1).entry()[2]
        assert shows(NUMBER.findall(formula.inner_text())[-1], value)
        assert figure.get_by_label("row of the entry", exact=True).input_value() == "2"
        figure.page.mouse.move(0, 0)
        assert_shows(figure)
        figure.get_by_role("gridcell").nth(39).hover()
        for name, least in (("samples", 1), ("neurons in each hidden layer", 1)):  # the entry under the mouse goes away
            figure.get_by_role("slider", name=name, exact=True).evaluate("(e, x) => { e.value = x; e.dispatchEvent(new Event('input')); }", least)
        assert_shows(figure, D=1, width=1)


def lit(figure):
    """The rectangles around what takes part, in cells of each block: (first row, rows, first column, columns)."""
    return figure.evaluate("""f => {
        const frames = [...f.querySelectorAll('.nn-frames rect')], blocks = [];
        for (let k = 0; k < frames.length; k += 3) {
            const [whole, part, chosen] = frames.slice(k, k + 3).map(e => ['x', 'y', 'width', 'height'].map(a => +e.getAttribute(a)));
            const cell = +f.querySelector('.nn-blocks [role=gridcell]').getAttribute('width');
            blocks.push([part, chosen].map(([x, y, w, h]) => [(y - whole[1]) / cell, h / cell, (x - whole[0]) / cell, w / cell].map(Math.round)));
        }
        return blocks; }""")


def test_the_row_the_column_and_the_slope_of_an_entry_are_framed(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:  # d = 2, i = 4
        whole = [[1, 1, 0, 3], [0, 3, 3, 1], [1, 1, 3, 1], [1, 1, 3, 1]]
        assert lit(figure) == [[each, each] for each in whole]
        figure.get_by_label("Look at").select_option("gradient")  # i = 2 of 8, j = 4 of 8, 5 samples
        whole = [[1, 1, 0, 5], [0, 5, 3, 1], [1, 1, 3, 1]]
        assert lit(figure) == [[each, each] for each in whole]


def test_the_arrow_keys_go_through_the_terms_of_the_sum_and_their_squares_light_up(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        terms = figure.get_by_role("listbox")
        terms.focus()
        for key, at in (("ArrowRight", 1), ("ArrowDown", 2), ("ArrowRight", 3), ("ArrowRight", 3), ("ArrowLeft", 2), ("ArrowUp", 1), ("ArrowUp", 1)):
            figure.page.keyboard.press(key)
            assert figure.locator(".nn-terms [aria-selected=true]").count() == 1
            option = figure.locator(f"#{terms.get_attribute('aria-activedescendant')}")
            assert option.get_attribute("aria-selected") == "true" and option.get_attribute("data-at") == str(at)
            assert lit(figure)[:2] == [[[1, 1, 0, 3], [1, 1, at - 1, 1]], [[0, 3, 3, 1], [at - 1, 1, 3, 1]]]
        figure.page.keyboard.press("Tab")
        assert figure.locator(".nn-terms [aria-selected=true]").count() == 0
        assert_shows(figure)


@pytest.mark.parametrize("size", SIZES)
def test_a_term_lights_up_under_the_mouse_or_a_finger_as_do_its_squares(browser, served, size):
    with explored(browser, served, PAGE, KEY, **SIZES[size]) as figure:
        term = figure.locator(".nn-terms [role=option]").nth(1)
        term.hover() if size == "mouse" else term.tap()
        expect(term).to_have_attribute("aria-selected", "true")  # a tap arrives a moment later
        assert lit(figure)[:2] == [[[1, 1, 0, 3], [1, 1, 1, 1]], [[0, 3, 3, 1], [1, 1, 3, 1]]]
        square = figure.locator(".nn-blocks [data-part=first] [data-at='3']")  # δ_2,3
        square.hover() if size == "mouse" else square.tap()
        expect(figure.locator(".nn-terms [aria-selected=true]")).to_have_attribute("data-at", "3")


def test_a_matrix_and_its_factor_in_the_index_form_light_up_together(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        for key, name, letters in (("first", "δ7", "δ7dj"), ("second", "(W7)⊤", "W7ij"), ("slope", "φ′(Z6)", "φ′(z6di)"), ("result", "δ6", "δ6di")):
            factor = figure.locator(f".nn-factor[data-part={key}]")
            factor.focus()
            texts = [re.sub(r"\s", "", text) for text in figure.locator(".nn-formulas .lit").all_inner_texts()]
            assert texts[0] == name and letters in texts and len(texts) >= 3
            assert figure.locator(".nn-frames rect.lit").count() == 1
        figure.get_by_label("Activation").focus()
        assert figure.locator(".lit").count() == 0
        figure.locator(".nn-blocks [data-part=second] [data-at]").first.hover()
        assert figure.locator(".nn-factor.lit").inner_text().startswith("(W")


def test_shapes_are_written_and_drawn_to_scale(browser, served):
    for state, shapes in (({}, ["5 × 3", "3 × 8", "5 × 8", "5 × 8"]), ({"layer": 3, "D": 2}, ["2 × 8", "8 × 8", "2 × 8", "2 × 8"]),
                          ({"term": "gradient", "layer": 1}, ["4 × 5", "5 × 8", "4 × 8"]), ({"layer": 7}, ["5 × 3"] * 3)):
        with explored(browser, served, PAGE, KEY, query(state)) as figure:
            texts = figure.locator(".nn-frames text").all_text_contents()
            assert [text.strip("()") for text in texts if "×" in text] == shapes
            drawn = figure.evaluate("""f => [...f.querySelectorAll('.nn-frames rect')].filter((_, k) => k % 3 === 0).map(e => {
                const side = +f.querySelector('.nn-blocks [role=gridcell]').getAttribute('width');
                return [e.getAttribute('height') / side, e.getAttribute('width') / side].map(Math.round).join(' × '); })""")
            assert drawn == shapes


@pytest.mark.parametrize("state", [
    dict(gain=0.01, depth=12), dict(gain=0.01, depth=12, width=16, term="gradient", layer=1), dict(gain=10, depth=12, activation="relu", width=16),
    dict(gain=10, depth=12, activation="identity", width=16, D=16, layer=1, row=16, column=16), dict(gain=10, depth=12, activation="tanh", width=1, D=1),
    dict(gain=10, depth=12, activation="softplus", width=1, seed=999), dict(depth=1, width=1, D=1, layer=1), dict(depth=1, layer=2, term="gradient", row=8),
], ids=query)
@pytest.mark.parametrize("size", SIZES)
def test_extremes_show_powers_of_ten_and_fit(browser, served, state, size):
    with explored(browser, served, PAGE, KEY, query(state), **SIZES[size]) as figure:
        assert_shows(figure, **state)
        assert figure.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        smallest = min(figure.locator("svg text:visible").evaluate_all("e => e.map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)"))
        assert smallest >= 12
        labels = figure.locator(".nn-layer:not(label) text").evaluate_all("e => e.map(t => { const b = t.getBoundingClientRect(); return [b.left, b.right]; })")
        assert len(labels) >= 2 and all(a[1] < b[0] for a, b in zip(sorted(labels), sorted(labels)[1:]))  # they do not touch
        widths = figure.locator("label.nn-layer:visible rect").evaluate_all("e => e.map(r => parseFloat(r.getAttribute('width')))")
        flow = DeltaFlow(**state)
        sizes = [size[l] for l in range(flow.depth + 1, 0, -1) for size in (flow.sizes_of_delta(), flow.sizes_of_gradient())]
        assert len(widths) == len(sizes) and all(0 < width <= 100.001 if size else width == 0 for width, size in zip(widths, sizes))


def test_exactly_zero_is_said_in_words_and_has_no_bar(browser, served):
    state = dict(activation="relu", width=1, depth=3, seed=3, layer=2)
    with explored(browser, served, PAGE, KEY, query(state)) as figure:
        assert_shows(figure, **state)
        assert figure.locator("label.nn-layer:visible").all_inner_texts()[2].count("exactly 0") == 2
        assert "From layer 3 back δ is exactly 0" in figure.locator(".nn-readout").inner_text()
        widths = figure.locator("label.nn-layer:visible rect").evaluate_all("e => e.map(r => r.getAttribute('width'))")
        assert widths[0] != "0" and widths[1:] == ["0"] * 7


def test_bars_are_logarithmic(browser, served):
    """The length of every bar is linear in the logarithm of its size."""
    with explored(browser, served, PAGE, KEY, "depth=9&activation=tanh&gain=0.3") as figure:
        widths = figure.locator("label.nn-layer:visible rect").evaluate_all("e => e.map(r => r.getBoundingClientRect().width)")
    flow = DeltaFlow(depth=9, activation="tanh", gain=0.3)
    delta, gradient = flow.sizes_of_delta(), flow.sizes_of_gradient()
    logs = [np.log10(size[l]) for l in range(10, 0, -1) for size in (delta, gradient)]
    slope, start = np.polyfit(logs, widths, 1)
    assert slope > 0 and np.abs(np.polyval([slope, start], logs) - widths).max() < 1.5


def test_a_layer_beyond_a_smaller_network_becomes_its_last(browser, served):
    with explored(browser, served, PAGE, KEY, "depth=12&layer=13&column=3&D=16&row=16") as figure:
        slider = figure.get_by_role("slider", name="hidden layers", exact=True)
        slider.focus()
        figure.page.keyboard.press("Home")
        assert_shows(figure, depth=1, layer=2, column=3, D=16, row=16)
        figure.page.keyboard.press("End")
        assert_shows(figure, depth=12, layer=2, column=3, D=16, row=16)


def test_a_rich_state_travels_in_a_link(browser, served):
    state = dict(depth=9, width=11, D=7, activation="softplus", gain=2.5, seed=123, layer=4, term="gradient", row=10, column=11)
    with explored(browser, served, PAGE, KEY, fresh=True) as figure:
        for label, value in (("Activation", "softplus"), ("Look at", "gradient")):
            figure.get_by_label(label).select_option(value)
        for label, name in (("hidden layers", "depth"), ("neurons in each hidden layer", "width"), ("samples", "D"), ("initial scale of the weights", "gain"),
                            ("seed of the random numbers", "seed")):
            figure.get_by_label(f"{label}, as a number").fill(str(state[name]))
            figure.get_by_label(f"{label}, as a number").press("Enter")
        figure.locator("label.nn-layer:visible").nth(10 - 4).click()
        for label, name in (("row of the entry", "row"), ("column of the entry", "column")):
            figure.get_by_label(f"{label}, as a number").fill(str(state[name]))
            figure.get_by_label(f"{label}, as a number").press("Enter")
        assert_shows(figure, **state)
        figure.page.wait_for_function("location.hash.includes('column')")
        link = figure.page.evaluate("location.hash")
    with explored(browser, served, PAGE, KEY, link.partition("?")[2], fresh=True) as figure:
        assert_shows(figure, **state)


def test_what_is_told_to_a_screen_reader(browser, served):
    """Sizes where the network changed, the layer and the entry where they did; once things rest, and not before."""
    flow = DeltaFlow()
    with explored(browser, served, PAGE, KEY, fresh=True) as figure:
        voice = figure.locator(".nn-voice")
        assert voice.get_attribute("role") == "status"
        voice.filter(has_text="Layer 1").wait_for()
        before = voice.inner_text()
        figure.get_by_label("Activation").select_option("tanh")
        figure.page.wait_for_function("before => document.querySelector('#explorer-flow .nn-voice').innerText !== before", arg=before)
        flow.activation = "tanh"
        told = NUMBER.findall(voice.inner_text())
        assert [told[0], told[3]] == ["6", "1"] and all(shows(text, sizes()[l]) for l, texts in ((6, told[1:3]), (1, told[4:]))
                                                        for text, sizes in zip(texts, (flow.sizes_of_delta, flow.sizes_of_gradient)))
        figure.locator("label.nn-layer:visible").nth(2).click()
        voice.filter(has_text="Layer 5: size of δ").wait_for()
        figure.get_by_role("grid").focus()
        figure.page.evaluate("window.heard = []; new MutationObserver(() => heard.push(document.querySelector('#explorer-flow .nn-voice').textContent))"
                             ".observe(document.querySelector('#explorer-flow .nn-voice'), {childList: true, characterData: true, subtree: true})")
        for _ in range(3):
            figure.page.keyboard.press("ArrowRight")
        voice.filter(has_text="column 7").wait_for()
        flow.layer, flow.column = 5, 7
        found = re.fullmatch(r"δ⁵, row 2, column 7: (.*)\.", voice.inner_text())
        assert found and shows(found[1], flow.entry()[2])
        assert len(set(figure.page.evaluate("heard"))) == 1
        assert re.match(r"δ of layer 5, 5 by 8; the arrow keys", figure.get_by_role("grid").get_attribute("aria-label"))


def test_a_planted_fault_is_seen(browser, served):
    """A wrong sign in equation (2) of the engine: other deltas, and the comparison with Python notices."""
    def faulty(route):
        response = route.fetch()
        text, wrong = response.text(), json.dumps("row[j] * w_ij")[1:-1]
        assert wrong in text
        route.fulfill(response=response, body=text.replace(wrong, "row[j] * -w_ij"))

    with opened(browser, f"{served}{PAGE}#{KEY}", served, routed={"**/_static/widgets/*DeltaFlow.js": faulty}) as page:
        figure = page.locator(f"#{KEY}.ready")
        figure.wait_for()
        with pytest.raises(AssertionError):
            assert_shows(figure)
