"""The moving figures as Python sees them: their state, its bounds, and the module that notebooks refer to."""

import colorsys
import copy
import json
import re
from pathlib import Path

import anywidget
import nbformat
import numpy as np
import pytest
import traitlets
from course import widgets
from course.figures import style
from course.scripts import joined, with_data
from course.widgets.base import HERE, SHARED, Explorer, Shown
from course.widgets.cloud import CLOUDS
from course.widgets.corners import CURVES as CORNERS
from course.widgets.depth import WIDTH
from course.widgets.descent import LANDSCAPES
from course.widgets.mirror import RATIOS
from course.widgets.vee import CURVES, PRECISIONS
from nnlib import losses, sse
from tools.said import value as worth

ROOT = Path(__file__).parent.parent
ALL = [getattr(widgets, name) for name in widgets.__all__]
NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
LIMIT = 40_000  # bytes of a module, so that a phone has it at once

each_explorer = pytest.mark.parametrize("explorer", ALL, ids=lambda explorer: explorer.__name__)


def stored(path):
    """The states of the explorers that a notebook keeps, by the name of their class."""
    widgets = nbformat.read(path, as_version=4).metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    states = [widget["state"] for widget in widgets.values() if "_bounds" in widget["state"]]
    return [(state["_anywidget_id"].split(".")[-1], state) for state in states]


STORED = [pytest.param(path, name, state, id=f"{path.stem}-{state['key']}")
          for path in NOTEBOOKS for name, state in stored(path)]


def as_today(name, state):
    """Whether a stored explorer has the bounds of today."""
    return state["_bounds"] == json.loads(json.dumps(getattr(widgets, name)(key=state["key"])._bounds))


@pytest.mark.parametrize(("path", "name", "state"), STORED)
def test_the_stored_bounds_are_those_of_the_source(path, name, state):
    """By them the website reads a link."""
    assert as_today(name, state), f"run: python -m tools.notebooks run {path.relative_to(ROOT)}"


def test_changed_bounds_are_noticed():
    _, name, state = STORED[0].values
    assert not as_today(name, {**state, "_bounds": {**state["_bounds"], "eta": {"kind": "number", "least": 0, "most": 9}}})


def test_every_explorer_is_in_the_book():
    """In a notebook, or on the first page, which makes its figure when the site is built."""
    first = re.findall(r"^```\{moving-figure\} (\w+)$", (ROOT / "chapters/index.md").read_text(encoding="utf8"), re.M)
    assert {case.values[1] for case in STORED} | set(first) == set(widgets.__all__) and len(first) == 1


@pytest.mark.parametrize(("path", "name", "state"), STORED)
def test_its_key_names_its_figure(path, name, state):
    """The website puts an explorer where the figure of that name is, and knows such figures by the start of the name."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"
             and any({WIDGET_VIEW, "image/svg+xml"} <= set(output.get("data", {})) for output in cell.outputs)]
    names = [cell.metadata["mystnb"]["figure"]["name"] for cell in cells]
    assert names.count(state["key"]) == 1 and state["key"].startswith("explorer-")


@each_explorer
def test_a_module_is_self_contained_and_small(explorer, record_property):
    """A page loads it from memory, so it can import nothing; the shared files stand in it line by line, without imports and types."""
    text = explorer._esm
    record_property("bytes", len(text.encode()))
    assert len(text.encode()) < LIMIT
    assert not re.search(r"^\s*import\b|\bimport\(|https?://(?!www\.w3\.org/2000/svg)", text, re.M)
    for file in SHARED:
        assert joined(HERE / file) in text


SCRIPTS = [HERE.parent / "numbers.js", HERE.parent / "exercises/question.js", *HERE.glob("**/*.js")]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_nothing_is_left_out_of_a_script_but_imports_comments_and_types(path):
    """Line by line: what remains stands in its order, and what is gone is an import, a comment or the type of what follows it."""
    left = iter([*joined(path).splitlines(), None])
    line, inside = next(left), False
    for each in with_data(path).splitlines():
        comment = inside or re.match(r"\s*(//|/\*)", each)
        inside = (inside or re.match(r"\s*/\*", each)) and "*/" not in each
        if line is not None and each == line or re.sub(r"/\*\* @type [^*]*\*/ ", "", each) == line:
            line = next(left)
        else:
            assert comment or each.startswith("import "), each
    assert line is None and not re.search(r"^import |^\s*(?:/\*)?\*+ +@|/\*\*|^\s*//", joined(path), re.M)


@each_explorer
def test_every_name_is_declared_once(explorer):
    """Files that are joined share one scope."""
    names = re.findall(r"^(?:export )?(?:const|let|function\*?|class) (\w+)", explorer._esm, re.M)
    assert len(names) > 20 and len(set(names)) == len(names)


@each_explorer
def test_it_is_an_ordinary_widget(explorer):
    """It can be observed and linked, and two of them share nothing."""
    one, two = explorer(key="explorer-a"), explorer(key="explorer-b")
    assert isinstance(one, anywidget.AnyWidget) and one.state() == two.state()
    seen = []
    name, value = other_value(one)
    one.observe(lambda change: seen.append(change["new"]), names=name)
    traitlets.link((one, name), (two, name))
    setattr(one, name, value)
    assert seen == [value] and getattr(two, name) == value


def other_value(explorer):
    """A trait and a value of it that differs from the present one."""
    for name, trait in explorer.state_traits().items():
        bounds = trait.bounds()
        if bounds["kind"] == "choice":
            return name, next(option for option, _ in bounds["options"] if option != getattr(explorer, name))
        if bounds["kind"] == "number":
            return name, bounds["most"]
    raise AssertionError("neither a choice nor a number among the traits")


@each_explorer
def test_every_trait_is_documented(explorer):
    for name, trait in explorer.state_traits().items():
        assert len(trait.help) > 8, name


@each_explorer
def test_every_trait_refuses_what_is_out_of_bounds(explorer):
    """With an error that names the trait and what it expects; the state stays as it was."""
    figure = explorer()
    before = figure.state()
    for name, trait in explorer.state_traits().items():
        bounds = trait.bounds()
        wrong = [None, "nonsense", float("nan")]
        if bounds["kind"] in ("number", "whole"):
            wrong += [bounds["least"] - 1, bounds["most"] + 1, float("inf"), [0.5], True]
        if bounds["kind"] == "whole":
            wrong += [bounds["least"] + 0.5]
        if bounds["kind"] == "numbers":
            good = getattr(figure, name)
            wrong += [[*good, *[0.0] * bounds["longest"]], [float("nan"), *good[1:]], ["x", *good[1:]], 3, {"a": 1}]
        if bounds["kind"] == "text":
            wrong += [" " * bounds["longest"] + getattr(figure, name), 3, ""]
        for value in wrong:
            with pytest.raises(traitlets.TraitError, match=rf"^{name}.*expected"):
                setattr(figure, name, value)
    assert figure.state() == before


@each_explorer
def test_no_list_of_a_figure_can_be_changed_in_place(explorer):
    """Those of its state, and the weights and scales that it was made with as well."""
    figure = explorer()
    for name in figure.trait_names(sync=True):
        if not name.startswith("_") and isinstance(value := getattr(figure, name), list):
            with pytest.raises(TypeError, match="Assign a new one"):
                value.append(1.0)


@each_explorer
def test_numpy_numbers_are_numbers(explorer):
    figure = explorer()
    for name, trait in explorer.state_traits().items():
        kind, value = trait.bounds()["kind"], getattr(figure, name)
        if kind not in ("choice", "text"):
            setattr(figure, name, np.array(value) if kind == "numbers" else np.float64(value))
            assert type(getattr(figure, name)) in (float, int, Shown) and getattr(figure, name) == value


@each_explorer
def test_its_text_makes_it_again_and_holds_no_address(explorer):
    """Notebook tests compare it."""
    figure = explorer()
    assert " at 0x" not in repr(figure)
    assert eval(repr(figure), {explorer.__name__: explorer}).state() == figure.state()


@each_explorer
def test_a_name_that_it_does_not_have_is_refused(explorer):
    with pytest.raises(TypeError, match="has no learning_rate; it has "):
        explorer(learning_rate=0.1)


@each_explorer
def test_its_picture_is_the_same_on_every_run(explorer):
    """Beside the widget the cell keeps a picture, for pages without scripts and for print."""
    first, second = (explorer()._repr_mimebundle_()["image/svg+xml"] for _ in range(2))
    assert first == second and first.startswith("<svg")


def test_an_explorer_without_a_picture_says_so():
    with pytest.raises(NotImplementedError):
        Explorer().picture()


def test_a_list_of_a_figure_is_not_changed_in_place_in_silence():
    figure = widgets.SoftplusNeurons()
    for change in (lambda x: x.append(0.5), lambda x: x.pop(), lambda x: x.__setitem__(0, 0.25), lambda x: x.sort(), lambda x: x.clear()):
        with pytest.raises(TypeError, match="Assign a new one"):
            change(figure.x)
    seen = []
    figure.observe(lambda change: seen.append(change["new"]), "theta")
    figure.theta = [*figure.theta[:6], 0.5]
    assert seen[-1][6] == 0.5 and list(figure.theta) == figure.theta
    copied = copy.deepcopy(figure.x)
    copied[0] = 0.1
    assert type(copied) is list and figure.x[0] == 0.0


# ---- what the options say, and the colours


def options(explorer, trait):
    return explorer.state_traits()[trait].options


def test_the_words_of_an_option_say_what_is_computed():
    """Formulas in them have the value of what is chosen, numbers are those that the choice sets."""
    said = options(widgets.BackpropSteps, "loss")
    assert all(worth(text.split(", ")[1], y=1.5, ŷ=4) == getattr(losses, name)(np.array([[4.0]]), np.array([[1.5]])) for name, text in said.items())
    assert [text.split(", ")[0] for text in said.values()] == list(said)
    V = widgets.DifferenceV
    assert all(worth(text, w=0.7) == pytest.approx(CURVES[name].f(0.7)) for name, text in options(V, "curve").items())
    for name, text in options(V, "kind").items():
        figure = V(kind=name, k=3)
        f = {f"f(w{sign}": figure.values(3)[1] if sign in (")", " − h)") else figure.values(3)[0] for sign in (")", " + h)", " − h)")}
        formula = re.sub(r"/ (\w+)$", r"/ (\1)", text.split(", ")[1])
        for letter, part in zip("ABC", f):
            formula = formula.replace(part, letter)
        assert text.startswith(name) and worth(formula, h=1 / 8, **dict(zip("ABC", f.values()))) == pytest.approx(figure.quotient())
    assert options(V, "precision") == {name: f"{name}, {np.finfo(name).nmant + 1} binary digits" for name in PRECISIONS}
    product = CLOUDS["product"]
    theta = product.net.params({1: [[0.5]], 2: [[3.0]]}, {1: [0.0], 2: [0.0]})
    assert worth(product.words.partition(": ")[2].replace("w₁w₂", "u v"), u=0.5, v=3) == product.net.objective(product.X, product.Y, sse)(theta)[0]
    assert [re.match(r"\w+", each.words)[0] for each in CLOUDS.values()] == [{2: "two", 7: "seven"}[sum(each.moves)] for each in CLOUDS.values()]
    assert [re.match(r"\w+", each.words)[0] for each in LANDSCAPES.values()] == [{1: "one", 2: "two"}[each.weights] for each in LANDSCAPES.values()]
    assert worth(LANDSCAPES["parabola"].words.partition(": ")[2], w=0.4) == pytest.approx(LANDSCAPES["parabola"].objective(np.array([0.4]))[0])
    assert all(tuple(map(int, re.findall(r"\d", text))) == RATIOS[name] for name, text in options(widgets.MirrorNet, "ratio").items())
    assert all(text == f"{name} step{'s' * (name != '1')}" for name, text in options(widgets.SoftplusNeurons, "speed").items())
    situations = {name: (text, state) for name, text, state in widgets.SoftplusNeurons()._situations}
    assert situations["end"][0] == f"its good end, {situations['end'][1]['steps']:,} steps later" and not any(situations["zero"][1]["theta"])
    assert situations["silent"][0] == f"silent: biases of {situations['silent'][1]['theta'][2]:.0f}".replace("-", "−")
    assert all(map(np.isclose, [worth(text, x=-0.5) for text in ("max(x, 0)", "x⁰")], [CORNERS[name].f(-0.5) for text in ("max(x, 0)", "x⁰") for name in CORNERS if CORNERS[name].words == text]))


def test_the_help_of_a_trait_says_what_it_is_for():
    """Where it can be computed: which pair of inputs has which weight, how rounds are counted, what a start is divided by."""
    outer, middle, inner = (round(abs(each), 9) for each in widgets.MirrorNet(ratio="other", unit=1).theta().W[1][:3, 0])
    order = re.findall("outer|middle|inner", widgets.MirrorNet.ratio.help)
    assert [dict(outer=outer, middle=middle, inner=inner)[name] for name in order] == list(RATIOS["other"])
    rounds = widgets.BackpropSteps(preset="2-1-1")
    before = rounds.round
    rounds.apply()
    assert f"{before} more than the updates" in widgets.BackpropSteps.round.help and rounds.round == before + 1
    assert re.search(r"standard deviation is gain / √(\d+)", widgets.LayerStack.gain.help)[1] == str(WIDTH)


def rules(sheet):
    """[(selector, property, value)] of a style sheet."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)
    return [(selector.strip(), *(part.strip() for part in line.split(":", 1))) for block, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
            for line in body.split(";") if ":" in line for selector in block.split(",")]


# What is coloured by a sheet and not by a script, with what it shows there; the colours of JupyterLab and of frames, and of what is hovered, are not among them.
COLOURED = {
    ".nn .forward": "forward", ".nn .backward": "backward", ".nn .parameter": "parameter",  # words and numbers of that meaning
    ".nn-grip": "parameter", ".nn-point .nn-grip": "data", ".nn-cloud canvas": "parameter",  # where the point is: weights, a sample, weights
    ".nn-mirror circle": "forward", ".nn-square rect": "forward",  # activations and answers
    ".nn-layer rect": "backward", ".nn-bar": "backward",  # the size of a δ, of a derivative
    ".nn-chain > summary": "backward", ".nn-chain:first-child > summary": "forward",  # a derivative; above them the cost
    ".nn-blocks path": "data",  # a minus in an entry
    '.nn .nn-input[aria-pressed="true"]': "data",  # an input that is 1
    ".nn-square path": "wrong", ".nn-refused": "wrong", ".nn-answers .nn-other": "wrong", '.nn-step [data-name="slip"]': "wrong", ".nn td del": "wrong", '.nn .nn-entry[aria-invalid="true"]': "wrong"}


def coloured(sheets):
    found = {}
    for selector, name, text in (rule for sheet in sheets for rule in rules(sheet)):
        if name in ("color", "fill", "stroke", "background", "border") and "focus" not in selector and (meaning := re.search(r"--nn-(forward|backward|parameter|data|wrong)\b", text)):
            found.setdefault(selector, set()).add(meaning[1])
    return found


SHEETS = {path.name: path.read_text(encoding="utf8") for path in sorted(HERE.glob("**/*.css"))}
BOOK = (ROOT / "course/site/static/book.css").read_text(encoding="utf8")


def test_what_a_sheet_colours_has_the_colour_of_what_it_shows():
    assert {selector: "".join(meanings) for selector, meanings in coloured(SHEETS.values()).items()} == COLOURED


def palette(sheet, selector):
    return {name.removeprefix("--nn-").removeprefix("--"): re.findall(r"#\w{6}", text)[-1] for at, name, text in rules(sheet)
            if at == selector and re.fullmatch("--(nn-)?(forward|backward|parameter|data|wrong)", name)}


def hue(colour):
    return colorsys.rgb_to_hls(*(int(colour[k: k + 2], 16) / 255 for k in (1, 3, 5)))[0] * 360


def test_a_meaning_has_one_colour_in_figures_on_the_site_and_in_jupyterlab():
    """The same hue, lighter or darker as the ground asks for; what stands in for the book's colours in JupyterLab is the book's."""
    figures = {name: getattr(style, name.upper()) for name in ("forward", "backward", "parameter", "data", "wrong")}
    light, dark = palette(BOOK, "html"), palette(BOOK, 'html[data-theme="dark"]')
    assert figures.keys() == light.keys() == dark.keys()
    for name in set(figures) - {"data"}:
        assert max(abs(hue(figures[name]) - hue(each[name])) for each in (light, dark)) < 8
    assert palette(SHEETS["explorer.css"], ".nn") == light and palette(SHEETS["explorer.css"], 'body[data-jp-theme-light="false"] .nn') == dark
    assert all(re.search(rf"--nn-{name}: var\(--{name}, ", SHEETS["explorer.css"]) for name in figures)
    answers = (ROOT / "course/exercises/question.css").read_text(encoding="utf8")
    assert all(light[name] == colour for name, colour in re.findall(r"var\(--(forward|backward|parameter|data|wrong), (#\w{6})\)", answers))


@pytest.mark.parametrize(("old", "new"), [(".forward { color: var(--nn-forward)", ".forward { color: var(--nn-backward)"), (".nn-square path { fill: none; stroke: var(--nn-wrong)", ".nn-square path { fill: none; stroke: var(--nn-forward)"),
                                          ("canvas { position: absolute; pointer-events: none; color: var(--nn-parameter)", "canvas { position: absolute; pointer-events: none; color: var(--nn-data)")])
def test_a_colour_exchanged_is_told(old, new):
    assert sum(old in sheet for sheet in SHEETS.values()) == 1
    assert coloured(sheet.replace(old, new) for sheet in SHEETS.values()) != coloured(SHEETS.values())
