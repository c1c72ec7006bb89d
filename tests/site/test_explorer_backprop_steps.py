"""The stepper on the built site: every calculation, in every precision and with every slip, is what Python computes."""

import math
import re

import numpy as np
import pytest
from browsing import PHONE, explored, visited
from course.widgets import BackpropSteps
from course.widgets.backprop_steps import ACTIVATIONS, PRESETS, SLIPS
from playwright.sync_api import expect

PAGES = {"3-2-1": ("chapters/03-sigmoid-3-2-1.html", "explorer-stepper"), "2-1-1": ("chapters/04-general-layers.html", "explorer-stepper-211")}
BOOK = {"3-2-1": BackpropSteps(), "2-1-1": BackpropSteps(preset="2-1-1", names="layers")}  # how the pages show it
PAGE, KEY = PAGES["3-2-1"]


def number(text):
    """The number that is shown, with its true minus and its powers of ten; 4 or 6 decimals."""
    mantissa, *power = re.search(r"−?\d+(?:\.\d+)?(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", text)[0].replace("−", "-").split("·10")
    return float(mantissa) * 10.0 ** (int("".join("-0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".index(c)] for c in power[0])) if power else 0)


# All that the figure shows of the current calculation, in one look.
SHOWN = """figure => {
    const all = name => [...figure.querySelectorAll(`[data-name=${name}]`)].map(e => e.textContent);
    return {formula: all('formula')[0], result: all('result')[0], other: all('other')[0], slip: all('slip'),
            struck: figure.querySelector('[data-name=slip] del')?.textContent, numbers: figure.querySelector('[data-name=numbers]')?.innerHTML,
            landed: [...figure.querySelectorAll('.nn-result')].map(e => e.textContent), entering: figure.querySelectorAll('.nn-enters').length,
            count: figure.querySelector('.nn-count').innerText};
}"""


def line(figure, name):
    """One line of the current calculation as text."""
    return figure.locator(f"[data-name={name}]").first.text_content()


def value(seen):
    """The value of the current calculation."""
    return number(seen["result"].split(" ")[-1])


def bare(formula):
    """A formula as text without its marks for what stands high or low."""
    return re.sub(r"[_^{}]", "", formula)


def rounded(x, digits):
    """As it is shown: with that many decimals, or 3 digits where those would hide it."""
    if x and (abs(x) < 0.5 * 10**-digits or abs(x) >= 1e6):
        return pytest.approx(x, rel=0.006)
    return pytest.approx(x, abs=0.51 * 10**-digits)


def assert_shows(figure, stepper):
    """The current calculation of the figure is that of the explorer in Python, in both precisions and with its slip."""
    k, hand = stepper.at - 1, stepper.precision == "hand"
    full, carried = stepper.calculations("full")[k], stepper.calculations("hand")[k]
    seen = figure.evaluate(SHOWN)
    assert seen["formula"] == bare(full.formula)
    assert value(seen) == (carried.value if hand else rounded(full.value, 6)), full.name
    assert number(seen["other"]) == (rounded(full.value, 6) if hand else carried.value)
    if stepper.slip != "none":
        right, wrong = (stepper.calculations(slip=slip)[k].value for slip in ("none", stepper.slip))
        if right == pytest.approx(wrong, rel=1e-13):
            assert seen["slip"] == ["The slip changes nothing here."]
        else:
            assert number(seen["struck"]) == (wrong if hand else rounded(wrong, 6))
            assert seen["slip"][-1].split(" instead of ")[1] == seen["result"].split(" ")[-1]
    return seen


def put_in(seen):
    """The value of the formula with its numbers put in, read from the page and computed anew."""
    text = re.sub(r"<sup>(.*?)</sup>", r"**(\1)", seen["numbers"])
    text = re.sub(r"<[^>]*>", "", text).replace("−", "-").replace("·", "*").replace("½ ", "0.5*").removeprefix("= ")
    text = re.sub(r"\*10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "*10.0**" + "".join("-0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".index(c)] for c in m[1]), text)
    text = text.replace("σ(", "sigmoid(").replace("relu′(", "step(")
    return eval(text, {"sigmoid": lambda z: 1 / (1 + math.exp(-z)), "tanh": math.tanh, "ln": math.log, "e": math.e, "max": max,
                       "step": lambda z: float(z > 0)})


@pytest.mark.parametrize("precision", ["full", "hand"])
@pytest.mark.parametrize("preset", PRESETS)
def test_step_by_step_to_the_end_and_back(browser, served, preset, precision):
    """Each formula with its numbers put in gives its result, and each result lands in the drawing."""
    stepper = BOOK[preset]
    expected = BackpropSteps(preset=preset, names=stepper.names, precision=precision)
    with explored(browser, served, *PAGES[preset], f"precision={precision}") as figure:
        steps = len(expected.calculations())
        for at in range(1, steps + 1):
            expected.at = at
            seen = assert_shows(figure, expected)
            # By hand the put-in numbers are all there is; with 6 decimals shown the last may differ by what is not shown.
            assert put_in(seen) == pytest.approx(value(seen), abs=0.51e-4 if precision == "hand" else 4e-6)
            assert len(seen["landed"]) == 1 and number(seen["landed"][0].split(" ")[-1]) == rounded(value(seen), 4)
            assert seen["entering"] >= 1
            assert f"calculation {at} of {steps}" in seen["count"]
            if at < steps:
                figure.get_by_role("button", name="Next").click()
        assert figure.get_by_role("button", name="Next").is_disabled()
        for at in range(steps - 1, 0, -1):
            figure.get_by_role("button", name="Previous").click()
            expected.at = at
            assert_shows(figure, expected)
        assert figure.get_by_role("button", name="Previous").is_disabled() and figure.page.problems == []


@pytest.mark.parametrize("slip", [slip for slip in SLIPS if slip != "none"])
@pytest.mark.parametrize("preset", PRESETS)
def test_each_slip_is_shown_beside_the_right_value(browser, served, preset, slip):
    expected = BackpropSteps(preset=preset, names=BOOK[preset].names, slip=slip)
    with explored(browser, served, *PAGES[preset]) as figure:
        choice(figure, "Slip").select_option(slip)
        for at in range(1, len(expected.calculations()) + 1):
            expected.at = at
            assert_shows(figure, expected)
            figure.get_by_label("calculation", exact=True).press("ArrowRight")


def entering(figure):
    return {mark.get_attribute("data-quantity") for mark in figure.locator(".nn-enters").all()}


@pytest.mark.parametrize(("at", "result", "enter"), [
    (1, "z,1,0", {"a,0,0", "a,0,1", "a,0,2", "w,1,0,0", "w,1,1,0", "w,1,2,0", "b,1,0"}), (6, "a,2,0", {"z,2,0"}), (7, "C", {"y", "a,2,0"}),
    (8, "d,2,0", {"y", "a,2,0"}), (10, "d,1,1", {"d,2,0", "w,2,1,0", "a,1,1"}), (14, "gw,1,1,1", {"d,1,1", "a,0,1"}),
    (21, "gb,2,0", {"d,2,0"}), (25, "nw,1,1,1", {"w,1,1,1", "gw,1,1,1"})])
def test_what_enters_and_what_comes_out_is_marked(browser, served, at, result, enter):
    with explored(browser, served, PAGE, KEY, f"at={at}") as figure:
        assert figure.locator(".nn-result").get_attribute("data-quantity") == result and entering(figure) == enter


def test_the_drawing_holds_what_has_been_calculated_and_no_more(browser, served):
    with explored(browser, served, PAGE, KEY, "at=9") as figure:
        marks = {mark.get_attribute("data-quantity"): mark.text_content() for mark in figure.locator("[data-quantity]").all()}
        assert marks["d,1,0"] == "δ₄ = 0.0087" and marks["w,2,0,0"] == "−0.3" and marks["a,2,0"] == "ŷ = 0.4739" and marks["b,1,0"] == "b₄ = −0.4"
        assert "d,1,1" not in marks and not any(name.startswith(("g", "n")) for name in marks)
        told = figure.get_by_role("img").get_attribute("aria-label")
        assert "δ 4 0.0087" in told and "w 46 −0.3000" in told and "δ 5" not in told


@pytest.mark.parametrize("keys", ["buttons", "range"])
def test_the_keyboard_goes_everywhere(browser, served, keys):
    with explored(browser, served, PAGE, KEY) as figure:
        place = figure.get_by_role("button", name="Next") if keys == "buttons" else figure.get_by_label("calculation", exact=True)
        place.focus()
        for key, at in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", 32), ("ArrowRight", 32), ("Home", 1), ("ArrowLeft", 1)):
            figure.page.keyboard.press(key)
            assert f"calculation {at} of 32" in figure.locator(".nn-count").inner_text()
            assert_shows(figure, BackpropSteps(at=at))
            if keys == "buttons" and at == 32:
                figure.get_by_role("button", name="Previous").focus()


def test_a_whole_round_by_the_enter_key(browser, served):
    """The focus goes where the next press is due: from Next to the update, and from there to Next again."""
    stepper = BackpropSteps()
    with explored(browser, served, PAGE, KEY) as figure:
        figure.get_by_role("button", name="Next").focus()
        for _ in range(2 * 32):
            figure.page.keyboard.press("Enter")
        for _ in range(2):
            stepper.apply()
        assert "Round 3, calculation 1 of 32" in figure.locator(".nn-count").inner_text()
        assert_shows(figure, stepper)


@pytest.mark.parametrize("precision", ["full", "hand"])
def test_the_update_is_applied_round_after_round(browser, served, precision):
    stepper = BackpropSteps(precision=precision)
    with explored(browser, served, PAGE, KEY, f"precision={precision}") as figure:
        for _ in range(4):
            assert figure.get_by_role("button", name="Apply the update").is_disabled()
            figure.get_by_label("calculation", exact=True).press("End")
            figure.get_by_role("button", name="Apply the update").click()
            stepper.apply()
            assert_shows(figure, stepper)
        figure.get_by_label("calculation", exact=True).fill("8")
        stepper.at = 8
        assert_shows(figure, stepper)
        assert f"Round {stepper.round}" in figure.locator(".nn-count").inner_text()


def choice(figure, name):
    return figure.locator(".nn-choice", has_text=re.compile(f"^{name}")).locator("select")


def field(figure, name):
    return figure.get_by_role("textbox", name=name, exact=True)


def enter(figure, name, value):
    field(figure, name).fill(str(value))
    field(figure, name).press("Enter")


@pytest.mark.parametrize("settings", [{}, {"viewport": PHONE, "has_touch": True, "is_mobile": True}], ids=["desktop", "phone"])
def test_every_number_of_the_example_can_be_changed(browser, served, settings):
    stepper = BackpropSteps(at=10)
    with explored(browser, served, PAGE, KEY, "at=10", **settings) as figure:
        summary = figure.get_by_text("Numbers of the example")
        summary.tap() if settings else summary.click()
        changes = [("x 1", "x", 0, 0.5), ("x 2", "x", 1, -1.25), ("x 3", "x", 2, 2), ("w 14", "theta", 0, -0.75), ("w 35", "theta", 5, 0.6),
                   ("b 4", "theta", 6, 0.05), ("w 56", "theta", 9, 1.125), ("b 6", "theta", 10, -2), ("target y", "y", None, 0.25),
                   ("learning rate", "eta", None, 0.35)]
        for name, trait, k, value in changes:
            enter(figure, name, value)
            setattr(stepper, trait, value if k is None else [value if n == k else old for n, old in enumerate(getattr(stepper, trait))])
            assert_shows(figure, stepper)
        for label, trait, value in (("Activation", "activation", "tanh"), ("Cost", "loss", "sse"), ("Precision", "precision", "hand")):
            choice(figure, label).select_option(value)
            setattr(stepper, trait, value)
            assert_shows(figure, stepper)
        figure.get_by_role("slider").press("End")
        stepper.at = 32
        assert_shows(figure, stepper)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_is_written_and_computed(browser, served, activation):
    with explored(browser, served, PAGE, KEY, f"activation={activation}&precision=hand&slip=place&theta=1,-0.3,0.4,0.1,-0.5,0.2,0.4,0.2,0.9,-0.2,0.1") as figure:
        expected = BackpropSteps(activation=activation, precision="hand", slip="place", theta=[1, -0.3, 0.4, 0.1, -0.5, 0.2, 0.4, 0.2, 0.9, -0.2, 0.1])
        for expected.at in (3, 4, 6, 8, 9, 10, 32):
            figure.get_by_label("calculation", exact=True).fill(str(expected.at))
            seen = assert_shows(figure, expected)
            assert put_in(seen) == pytest.approx(value(seen), abs=0.51e-4)


def test_the_example_and_the_names_can_be_changed(browser, served):
    with explored(browser, served, PAGE, KEY, "at=20&round=3") as figure:
        choice(figure, "Example").select_option("2-1-1")
        assert_shows(figure, BackpropSteps(preset="2-1-1"))
        assert "Round 1, calculation 1 of 17" in figure.locator(".nn-count").inner_text()
        figure.get_by_text("Numbers of the example").click()
        assert [float(box.input_value()) for box in figure.get_by_role("textbox").all()] == [1, 2, 0.5, 0.3, 0, 0.8, 0, 1, 0.1]
        choice(figure, "Names").select_option("layers")
        assert_shows(figure, BackpropSteps(preset="2-1-1", names="layers"))
        assert field(figure, "W 2 11").input_value() == "0.8"
        choice(figure, "Example").select_option("3-2-1")
        assert_shows(figure, BackpropSteps(names="layers"))


def test_the_table_lists_all_calculations_in_both_precisions(browser, served):
    stepper = BackpropSteps(slip="updated")
    with explored(browser, served, PAGE, KEY, "slip=updated&at=10") as figure:
        figure.get_by_text("All calculations").click()
        rows = [row.locator("td").all_inner_texts() for row in figure.locator("tbody tr").all()]
        for k, column in enumerate((stepper.calculations("full"), stepper.calculations("hand"), stepper.calculations("full", "updated"))):
            assert [number(row[k]) for row in rows] == [rounded(c.value, (6, 4, 6)[k]) for c in column]
        assert figure.locator("tr[aria-current=step] th").inner_text() == "δ5"
        # Struck are the results that the slip spoils: the hidden deltas and what is made of them, where x is not 0.
        assert figure.locator("td del").count() == 2 + 6 + 6


def test_a_link_carries_a_situation(browser, served):
    state = dict(preset="2-1-1", x=[0.5, -1.5], theta=[0.1, 0.2, 0.3, -0.4, 0.5], y=-0.5, eta=2.0, activation="tanh", loss="half_sse", at=7,
                 round=4, precision="hand", slip="factor", names="layers")
    query = "&".join(f"{key}={','.join(map(str, value)) if isinstance(value, list) else value}" for key, value in state.items())
    with explored(browser, served, PAGE, KEY, query, fresh=True) as figure:
        assert_shows(figure, BackpropSteps(**state))
        figure.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        figure.get_by_role("button", name="Copy link").click()
        figure.page.wait_for_function("document.querySelector('.ready .explorer-notice').innerText.includes('link')")
        link = figure.page.evaluate("navigator.clipboard.readText()")
    with explored(browser, served, PAGE, KEY, link.split("?", 1)[1], fresh=True) as figure:
        assert_shows(figure, BackpropSteps(**state))


@pytest.mark.parametrize(("query", "message"), [("preset=2-1-1", "x holds 3 numbers, expected 2"), ("theta=1,2,3,4,5", "theta holds 5 numbers, expected 11"),
                                                ("preset=2-1-1&x=1,2&theta=1,2,3,4,5&at=18", "at is 18, expected a whole number from 1 to 17")])
def test_a_link_whose_parts_do_not_fit_gives_the_book_s_state(browser, served, query, message):
    with explored(browser, served, PAGE, KEY, query, fresh=True) as figure:
        assert message in figure.locator(".explorer-notice").inner_text()
        assert_shows(figure, BackpropSteps())
        assert figure.page.problems == []


def assert_says(figure, text):
    """What a screen reader is told, once it has settled."""
    expect(figure.locator(".nn-voice")).to_contain_text(text)


def test_what_a_screen_reader_is_told(browser, served):
    with explored(browser, served, PAGE, KEY, "at=8", fresh=True) as figure:
        figure.get_by_role("button", name="Next").click()
        assert_says(figure, re.compile(r"^Calculation 9 of 32: the delta of neuron 4 is 0\.008725\.$"))
        choice(figure, "Slip").select_option("updated")
        assert_says(figure, "Calculation 9 of 32: the delta of neuron 4 is 0.008725. With the slip 0.007585.")
        assert figure.get_by_role("slider").get_attribute("aria-valuetext") == "9 of 32: the delta of neuron 4"
        figure.get_by_role("slider").press("End")
        assert_says(figure, "Calculation 32 of 32: the new b 6 is 0.218052.")


def test_a_number_out_of_bounds_is_refused_in_words(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        figure.get_by_text("Numbers of the example").click()
        for name, wrong, kept in (("w 14", "1001", "0.2"), ("learning rate", "0", "0.9"), ("x 2", "", "0"), ("target y", "-101", "1")):
            enter(figure, name, wrong)
            assert_says(figure, f"{name} has to be a number from")
            assert field(figure, name).input_value() == wrong and field(figure, name).get_attribute("aria-invalid") == "true"
            assert_shows(figure, BackpropSteps())
            enter(figure, name, kept)
            assert field(figure, name).get_attribute("aria-invalid") == "false"


def test_where_the_weights_run_away_words_say_so(browser, served):
    """Large inputs without a bounded activation: the update would leave what the figure holds."""
    with explored(browser, served, PAGE, KEY, "activation=identity&x=100,-100,50&eta=10&at=32") as figure:
        assert figure.get_by_role("button", name="Apply the update").is_disabled()
        assert_says(figure, "diverges. Take a smaller learning rate")
        figure.get_by_text("Numbers of the example").click()
        enter(figure, "learning rate", 0.001)
        assert figure.get_by_role("button", name="Apply the update").is_enabled()


SWEEP = """async ({module, cases}) => {
    const m = await import(URL.createObjectURL(new Blob([module], {type: 'text/javascript'})));
    return cases.map(({state, slip}) => {
        const list = m.calculations(state, slip), both = [false, true].map(hand => m.walk(list, state, hand));
        const sizes = state.preset.split('-').map(Number), phi = m.activations[state.activation], net = {sizes, phi: {1: phi, 2: phi}};
        const passed = m.forward(net, state.theta, [state.x]), loss = m.losses[state.loss];
        const {delta, grad} = m.backward(net, state.theta, passed, [[state.y]], loss);
        const engine = {C: loss.cost(passed.A[2], [[state.y]])}, flat = m.pack(grad), P = flat.length;
        for (const [kind, layers] of [['z', passed.Z], ['a', passed.A], ['d', delta]]) {
            for (const [l, [row]] of Object.entries(layers)) row.forEach((value, j) => { engine[[kind, l, j]] = value; });
        }
        list.slice(-2 * P, -P).forEach(({to}, k) => { engine[to] = flat[k]; });
        list.slice(-P).forEach(({to}, k) => { engine[to] = state.theta[k] - state.eta * flat[k]; });
        return {full: list.map(({to}) => both[0](to)), hand: list.map(({to}) => both[1](to)), engine: list.map(({to}) => engine[to])};
    });
}"""


def drawn(rng):
    preset = str(rng.choice(list(PRESETS)))
    size = 10.0 ** rng.integers(-2, 2)
    return dict(preset=preset, x=rng.uniform(-2, 2, len(PRESETS[preset]["x"])).round(4).tolist(), y=round(rng.uniform(-1, 1), 4),
                theta=(size * rng.uniform(-1.5, 1.5, len(PRESETS[preset]["theta"]))).round(4).tolist(), eta=round(rng.uniform(0.01, 2), 4),
                activation=str(rng.choice(list(ACTIVATIONS))), loss=str(rng.choice(["sse", "half_sse"])))


def test_its_computing_is_that_of_python_and_of_the_engine(browser):
    """Random states: in full nnlib and engine.js to 1e-12, by hand the decimals of Python to the last digit."""
    rng = np.random.default_rng(3)
    cases = [{"state": drawn(rng), "slip": str(rng.choice(list(SLIPS)))} for _ in range(400)]
    page = browser.new_page()
    came = page.evaluate(SWEEP, {"module": BackpropSteps._esm, "cases": cases})
    page.close()
    for case, got in zip(cases, came, strict=True):
        stepper = BackpropSteps(**case["state"])
        full = [c.value for c in stepper.calculations("full", case["slip"])]
        size = max(map(abs, full))
        assert got["full"] == pytest.approx(full, rel=1e-12, abs=1e-14 * size), case
        assert got["hand"] == pytest.approx([c.value for c in stepper.calculations("hand", case["slip"])], rel=1e-13, abs=1e-13), case
        if case["slip"] == "none":
            assert got["engine"] == pytest.approx(got["full"], rel=1e-12, abs=1e-14 * size), case


def test_a_planted_fault_is_found(browser):
    """The same comparison with a transposed sign, a lost factor and a slip in the rounding: each differs."""
    state = {name: value for name, value in BackpropSteps().state().items() if name in drawn(np.random.default_rng(0))}
    page = browser.new_page()
    for old, new in (("(two ? -2 : -1)", "(two ? -1 : -2)"), ("v(old) - v(eta)", "v(old) + v(eta)"),
                     ("a * (1 - a)", "a * (1 - a * a)"), ("Math.round(+(", "Math.floor(+(")):
        assert BackpropSteps._esm.count(old) == 1
        (got,) = page.evaluate(SWEEP, {"module": BackpropSteps._esm.replace(old, new), "cases": [{"state": state, "slip": "none"}]})
        stepper = BackpropSteps(**state)
        assert any(got[precision] != pytest.approx([c.value for c in stepper.calculations(precision)], rel=1e-9, abs=1e-9)
                   for precision in ("full", "hand")), old
    page.close()


EXTREMES = [f"activation={activation}&x={x},{x},{x}&theta={','.join([w] * 11)}&y={y}&eta=10&precision={precision}&slip={slip}"
            for activation in ACTIVATIONS for x, w, y in (("100", "1000", "-100"), ("-100", "-1000", "100"), ("0", "0", "0"), ("0.001", "-1000", "0"))
            for precision, slip in (("full", "place"), ("hand", "updated"), ("hand", "factor"))]


def test_extremes_show_numbers_or_words(browser, served):
    forbidden = r"/NaN|Infinity|undefined|null|\[object|too large,? ?neg/"
    with explored(browser, served, PAGE, KEY) as figure:
        figure.get_by_text("All calculations").click()
        links = [f"{KEY}?{query}&at={at}" for query in EXTREMES for at in (6, 9, 32)]
        seen = visited(figure, links, f"f => [f.querySelector('.nn-count').innerText, {forbidden}.exec(f.querySelector('.nn').innerHTML)?.[0]]")
        for asked, (count, found) in zip(links, seen, strict=True):
            assert f"calculation {asked.split('&at=')[1]} of" in count and found is None, asked
        assert figure.page.problems == []


@pytest.mark.parametrize("preset", PRESETS)
def test_lines_of_the_drawing_do_not_cover_one_another(browser, served, preset):
    """At any calculation, on a desktop's width and a phone's, no text lies over another, and none leaves the drawing."""
    for viewport in ({"width": 1280, "height": 900}, PHONE):
        with explored(browser, served, *PAGES[preset], viewport=viewport) as figure:
            for at in range(1, len(BOOK[preset].calculations()) + 1):
                figure.get_by_role("slider").fill(str(at))
                overlaps = figure.evaluate("""f => { const all = [...f.querySelectorAll('.nn-net text')].map(e => [e.textContent, e.getBBox()]);
                    const net = f.querySelector('.nn-net').viewBox.baseVal, bad = [];
                    for (const [name, a] of all) if (a.x < -1 || a.y < -1 || a.x + a.width > net.width + 1 || a.y + a.height > net.height + 1) bad.push(`out: ${name}`);
                    all.forEach(([n, a], k) => all.slice(k + 1).forEach(([m, b]) => {
                        const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x), h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
                        if (w > 2 && h > 5) bad.push(`${n} / ${m}: ${w.toFixed(1)} x ${h.toFixed(1)}`); }));
                    return bad; }""")
                assert overlaps == [], (at, viewport["width"])


def test_it_works_in_a_page_opened_as_a_file(browser, html):
    with explored(browser, html.as_uri() + "/", PAGE, KEY, "at=31", fresh=True) as figure:
        figure.get_by_role("button", name="Next").click()
        figure.get_by_role("button", name="Apply the update").click()
        stepper = BackpropSteps()
        stepper.apply()
        assert_shows(figure, stepper)
        assert figure.page.problems == []
