"""What a moving figure draws and says, as plain data: drawn in node, in a document as small as tests/javascript/draw.js, and what it should be.

A figure is read whole. Its `texts` are all words, names for screen readers and values of controls, in their order; its `marks` all lines,
circles, rectangles and texts of its drawings; a chart is taken apart by its scales. Each is compared with what Python says, so that
nothing is drawn or said that does not name its quantity. Words stand here as they are meant to be read, with a value in each hole.
"""

import json
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import anywidget

WIDE = 560
DRAW = (Path(__file__).with_name("javascript") / "draw.js").read_text(encoding="utf8").replace("export ", "") + "return draw(module, given);"
RAISED, LOWERED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
# The classes that have a meaning for readers; others are about places and sizes.
MEANING = {"forward", "backward", "parameter", "data", "quiet", "strong", "letter", "lit", "chosen", "nn-other", "nn-same", "nn-now", "nn-active", "nn-result",
           "nn-enters", "nn-named", "nn-axis", "nn-said", "nn-voice", "nn-refused", "nn-chosen", "nn-frame"}
STYLE = ("stroke", "stroke-dasharray", "stroke-width", "fill", "fill-opacity", "opacity", "text-anchor", "color")
PLACES = {"circle": ("cx", "cy", "r"), "rect": ("x", "y", "width", "height"), "line": ("x1", "y1", "x2", "y2"), "text": ("x", "y")}


# Numbers as the figures write them, by Python's decimals.


def fixed(x, digits):
    """A number with so many decimals, halves away from 0."""
    return f"{Decimal(float(x)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}"


def power(x, digits=2):
    """Digits, and a power of ten."""
    mantissa, exponent = f"{x:.{digits}e}".split("e")
    return f"{mantissa.replace('-', '−')}·10{str(int(exponent)).translate(RAISED)}"


def show(x, digits=4):
    """A number with so many decimals, or as a power of ten where they would hide it, or in words where it is none."""
    x = float(x)
    if not math.isfinite(x):
        return "undefined" if math.isnan(x) else "too large" if x > 0 else "too large, negative"
    if 0 < abs(x) < 0.5 * 10**-digits or abs(x) >= 1e6:
        return power(x)
    text = fixed(x, digits)
    return text.replace("-", "−" if re.search("[1-9]", text) else "")


def scientific(x):
    return "0" if x == 0 else power(x)


def six(x):
    """What a field holds: six significant digits, written as JavaScript writes them."""
    digits, exponent = f"{float(x):.5e}".split("e")
    if x == 0 or -7 < int(exponent) < 21:
        return re.sub(r"\.0*$|(\.\d*?)0+$", r"\1", f"{Decimal(f'{float(x):.6g}'):f}") if float(x) else "0"
    return f"{re.sub(r'[.]?0+$', '', digits)}e{int(exponent):+d}"


def near(a, b):
    """Whether two numbers of a drawing are one: a hundredth of a pixel is what is written."""
    return math.isclose(a, b, rel_tol=1e-6, abs_tol=0.011)


# What a figure shows.


def traits(figure):
    """All that the browser gets of a figure's state."""
    return {name: getattr(figure, name) for name in figure.traits(sync=True)
            if name not in {*anywidget.AnyWidget.class_traits(), "_anywidget_id", "_esm", "_css"}}


def drawn(javascript, script, figures, wide=WIDE):
    """For each figure two trees: drawn afresh, and by one that has been in all states before."""
    return javascript(script, DRAW, {"states": [traits(figure) for figure in figures], "wide": wide})


def acted(javascript, figure, acts, wide=WIDE):
    """For each act of a hand, [name, event, more], what stands in the figure after it, and its state then."""
    return javascript(figure._esm, DRAW, {"states": [traits(figure)], "acts": [acts], "wide": wide})[0]


def looks(node, above=()):
    own = [name for name in node["attributes"].get("class", "").split() if name in MEANING] + ["bold"] * (node["style"].get("fontWeight") == "bold")
    return (*above, *(name for name in own if name not in above))


def visible(node):
    return not (node["hidden"] or "hidden" in node["attributes"])


def words(node):
    """The text of an element: indices and powers by _ and ^, what is struck out between tildes, meanings in brackets."""
    if isinstance(node, str):
        return node
    if node["tag"] in ("select", "input", "svg") or not visible(node):
        return ""
    inside, look = "".join(map(words, node["children"])), looks(node)
    inside = {"sub": "_{%s}", "sup": "^{%s}", "del": "~%s~"}.get(node["tag"], "%s") % inside
    return f"[{' '.join(look)}: {inside}]" if look and inside else inside


def texts(node, above=()):
    """All words of a figure in their order; before a bar stands what they mean, as `forward| C = 0.5`."""
    if isinstance(node, str) or not visible(node):
        return
    tag, attributes, look = node["tag"], node["attributes"], looks(node, above)
    for key, word in (("aria-label", "name"), ("aria-valuetext", "says"), ("aria-current", "current"), ("aria-pressed", "pressed"), ("aria-selected", "selected"),
                      ("aria-expanded", "expanded"), ("aria-invalid", "invalid")):
        if key in attributes and not (key in ("aria-selected", "aria-invalid") and attributes[key] == "false"):
            yield f"{word}: {attributes[key]}"
    if tag == "text" or tag == "title" and "title" not in look:
        if tag == "title":
            yield words({**node, "tag": "span"})
        return
    if tag == "input":
        kind = attributes.get("type")
        yield f"{kind}: {node['value']}" if kind == "text" else f"{kind}: on" if node["on"] else f"{kind}: off" if kind != "range" else "range"
    elif tag == "select":
        for option in node["children"]:
            yield f"option: {option['value']} {words(option)}"
        yield f"chosen: {node['value']}"
    elif "nn-maths" in attributes.get("class", "") or any(isinstance(child, str) and child.strip() for child in node["children"]):
        said = "".join(words(child) for child in node["children"]).strip()
        said = {"sub": "_{%s}", "sup": "^{%s}", "del": "~%s~"}.get(tag, "%s") % said
        yield f"{' '.join(look)}| {said}" if look else said
        if node["off"]:
            yield "disabled"
        for child in node["children"]:
            if not isinstance(child, str):
                yield from (each for part in controls(child) for each in texts(part, look))
    else:
        for child in node["children"]:
            yield from texts(child, look)


def controls(node):
    """The fields and drawings among what stands in a text."""
    if isinstance(node, str):
        return []
    return [node] if node["tag"] in ("select", "input", "svg") or "aria-label" in node["attributes"] else [part for child in node["children"] for part in controls(child)]


def style_of(node, above=()):
    return dict(above) | {key: node["attributes"][key] for key in STYLE if key in node["attributes"]}


def mark(node, look, style):
    tag, attributes = node["tag"], node["attributes"]
    if tag == "path":
        d = attributes.get("d", "")
        return "path " + re.sub(r"[^A-Za-z]", "", re.sub(r"e[+-]?\d+", "", d)), look, style, [float(n) for n in re.findall(r"-?\d*\.?\d+(?:e[+-]?\d+)?", d)], ""
    return tag, look, style, [float(str(attributes.get(key, 0)).rstrip("%")) for key in PLACES[tag]], words({**node, "tag": "span", "attributes": {}}) if tag == "text" else ""


def marks(node, above=(), style=()):
    """All that is drawn, in its order: (what, its meaning, its style, the numbers of its place, its text)."""
    if isinstance(node, str) or not visible(node):
        return
    look, style = looks(node, above), style_of(node, style)
    if node["tag"] in (*PLACES, "path"):
        yield mark(node, look, style)
    elif not (chart_of(node) or node["attributes"].get("class") == "nn-handle"):
        for child in node["children"]:
            yield from marks(child, look, style)


def chart_of(node):
    """The parts of a chart, (axes, marks, handles), or nothing."""
    parts = [child for child in node["children"] if not isinstance(child, str)]
    return parts if node["tag"] == "svg" and [part["tag"] for part in parts] == ["g", "svg", "g"] else None


def everywhere(node, wanted):
    if not isinstance(node, str):
        if wanted(node):
            yield node
        for child in node["children"]:
            yield from everywhere(child, wanted)


def charts(tree):
    return [(node, *chart_of(node)) for node in everywhere(tree, lambda node: visible(node) and chart_of(node))]


def bars(tree):
    """The bars among the words, in percent of the place they have: (left, wide)."""
    for node in everywhere(tree, lambda node: "%" in node["style"].get("width", "") or node["style"].get("width") == "0" or re.search("left: .*width: ", node["attributes"].get("style", ""))):
        style = dict(re.findall(r"(left|width): ([-\d.e]+)", node["attributes"].get("style", ""))) | ({"width": node["style"]["width"].rstrip("%")} if "width" in node["style"] else {})
        yield float(style.get("left", 0)), float(style["width"]), (re.findall(r"background: var\(--nn-(\w+)\)", node["attributes"].get("style", "")) or [""])[0]


def views(tree):
    """What part of each drawing is seen, but for charts, which say it by their scales."""
    return [node["attributes"]["viewBox"] for node in everywhere(tree, lambda node: "viewBox" in node["attributes"] and "overflow" not in node["attributes"] and not chart_of(node))]


def ends(tree):
    """The ends of the sliders."""
    return {float(node[key]) for node in everywhere(tree, lambda node: node["tag"] == "input" and node["attributes"].get("type") == "range") for key in ("min", "max") if node[key] is not None}


def ranges(tree):
    """Where the sliders are: (name, least, most, at)."""
    return {node["attributes"]["aria-label"]: float(node["value"]) for node in everywhere(tree, lambda node: node["tag"] == "input" and node["attributes"].get("type") == "range")}


# What it should show.


def slider(label, symbol, value, whole=False):
    """The texts of a slider and its field."""
    return [symbol, f"name: {label}", f"says: {show(value, 0 if whole else 4)}", "range", f"name: {label}, as a number", f"text: {six(value)}"]


def choice(label, options, value):
    return [label, *(f"option: {name} {each}" for name, each in options.items()), f"chosen: {value}"]


def button(text, off=False):
    return [text, *(["disabled"] if off else [])]


def voice(seen, spoken=None):
    return [f"nn-said| {seen}", f"nn-voice| {seen if spoken is None else spoken}"]


def ink(meaning, width=None, dash=None, fill="none", **more):
    """The style of a line: its colour by its meaning, its dash, its width."""
    style = {"fill": fill, "stroke": f"var(--nn-{meaning})", **{key.replace("_", "-"): f"{value:g}" if isinstance(value, (int, float)) else value for key, value in more.items()}}
    return style | ({"stroke-width": f"{width:g}"} if width else {}) | ({"stroke-dasharray": dash} if dash else {})


class Chart:
    """A chart as it should be: what is drawn in it is given in its own numbers, and placed by its scales."""

    def __init__(self, label, x, y, names, ratio, most=420, log=False, wide=WIDE):
        self.label, self.x, self.y, self.names, self.log = label, x, y, names, log
        high = math.floor(min(most, max(200, wide * ratio)) + 0.5)
        self.box = (46, 26, wide - 58, high - 66)
        self.marks, self.handles = [], []

    def at(self, x, y):
        left, top, width, height = self.box
        warp = math.log10 if self.log else float
        (a, b), (c, d) = self.x, self.y
        across, up = (x - a) / (b - a), (warp(y) - warp(c)) / (warp(d) - warp(c))
        return [max(-1e4, min(1e4, left + across * width)), max(-1e4, min(1e4, top + height - up * height))]

    def back(self, px, py):
        """The numbers of a place."""
        left, top, width, height = self.box
        (a, b), (c, d) = self.x, [math.log10(v) if self.log else v for v in self.y]
        up = c + (top + height - py) / height * (d - c)
        return a + (px - left) / width * (b - a), 10**up if self.log else up

    def path(self, points, style, shape=None):
        points = list(points)
        self.marks.append((f"path M{'L' * (len(points) - 1)}", (), style, [n for point in points for n in self.at(*point)], ""))

    def circle(self, x, y, r, **style):
        self.marks.append(("circle", (), style, [*self.at(x, y), r], ""))

    def square(self, x, y, size, **style):
        px, py = self.at(x, y)
        self.marks.append(("rect", (), style, [px - size / 2, py - size / 2, size, size], ""))

    def text(self, content, x, y, dx, dy, anchor, *look):
        px, py = self.at(x, y)
        self.marks.append(("text", look, {"text-anchor": anchor}, [px + dx, py + dy], content))

    def handle(self, name, x, y, text, across=True, letter=""):
        self.handles.append((name, x, y, text, across, letter))

    def texts(self):
        """What is told of it."""
        return [f"name: {self.label}", *(each for name, _, _, text, *_ in self.handles for each in (f"name: {name}", f"says: {text}"))]


def assert_marks(came, expected):
    came, expected = list(came), list(expected)
    for one, other in zip(came, expected):
        assert one[:3] + one[4:] == other[:3] + other[4:], f"{one} instead of {other}"
        assert len(one[3]) == len(other[3]), f"{one} instead of {other}"
        for a, b in zip(one[3], other[3]):
            assert near(a, b), f"{one} instead of {other}"
    assert len(came) == len(expected), [one[:2] for one in came[len(expected):]] or [other[:2] for other in expected[len(came):]]


def value_of(text):
    """The number of a tick: plain decimals, or a power of ten."""
    base, _, exponent = text.replace("−", "-").partition("10") if re.match("10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]", text) else (text.replace("−", "-"), "", "")
    return 10.0 ** int(exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))) if exponent else number(base)


def number(text):
    """The number that `show` wrote."""
    digits, _, exponent = text.replace("−", "-").partition("·10")
    return float(digits) * 10.0 ** int(exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)


def assert_chart(came, chart):
    """A chart's scales, ticks, names, marks and handles."""
    _, axes, inside, handles = came
    assert [float(inside["attributes"][key]) for key in ("x", "y", "width", "height")] == list(chart.box)
    drawn_axes = list(marks(axes))
    ticks = list(zip(drawn_axes[:-2:2], drawn_axes[1:-2:2]))
    assert [(name[4], name[1]) for name in drawn_axes[-2:]] == [(name, ("nn-axis",)) for name in chart.names]
    left, top, width, height = chart.box
    assert_marks(drawn_axes[-2:], [("text", ("nn-axis",), {"text-anchor": "end"}, [left + width, top + height + 32], chart.names[0]),
                                   ("text", ("nn-axis",), {}, [2, top - 13], chart.names[1])])
    counts = [0, 0]
    for line, text in ticks:
        x1, y1, x2, y2 = map(float, line[3])
        upright = x1 == x2
        counts[upright] += 1
        assert (line[0], text[0]) == ("line", "text") and (upright or y1 == y2)
        assert [y1, y2] == [top, top + height] if upright else [x1, x2] == [left, left + width]
        value = chart.back(x1, y1)[0 if upright else 1]  # the inverse scale at the line is the number beside it
        assert math.isclose(value_of(text[4]), value, rel_tol=1e-5, abs_tol=1e-6 * abs(chart.x[1] - chart.x[0]) if upright else 0 if chart.log else 1e-6 * abs(chart.y[1] - chart.y[0])), f"{text[4]} where {value} is"
        px, py = map(float, text[3])
        assert (near(py, top + height + 16) and px <= x1 + 0.011 and x1 - px < 40 and text[2] == {"text-anchor": "middle"}) if upright else (
            near(px, left - 6) and near(py, y1 + 4) and text[2] == {"text-anchor": "end"})
    assert min(counts) >= 2, f"{counts} ticks"
    assert_marks([each for child in inside["children"] for each in marks(child)], chart.marks)
    shown = [handle for handle in handles["children"] if visible(handle)]
    assert [handle["attributes"]["aria-label"] for handle in shown] == [each[0] for each in chart.handles]
    for handle, (name, x, y, text, across, letter) in zip(shown, chart.handles):
        attributes, (low, high) = handle["attributes"], chart.x if across else chart.y
        place = [min(max(v, min(span)), max(span)) for v, span in ((x, chart.x), (y, chart.y))]
        at = [float(n) for n in re.fullmatch(r"translate\((\S+) (\S+)\)", attributes["transform"]).groups()]
        assert all(map(near, at, chart.at(*place))), f"{name} at {at} instead of {chart.at(*place)}"
        assert attributes["aria-orientation"] == ("horizontal" if across else "vertical")
        for key, value in (("valuemin", low), ("valuemax", high), ("valuenow", x if across else y)):
            assert math.isclose(float(attributes[f"aria-{key}"]), value, rel_tol=1e-9, abs_tol=1e-12), (name, key)
        assert attributes["aria-valuetext"] == text
        assert "".join(words({**each, "tag": "span"}) for each in handle["children"] if each["tag"] == "text") == letter


def assert_shows(tree, expected):
    """That a figure shows these texts, charts and marks, and nothing else."""
    said, wanted = list(texts(tree)), expected["texts"]
    for one, other in zip(said, wanted):
        assert one == other, f"{one!r} instead of {other!r}"
    assert said == wanted
    came = charts(tree)
    assert len(came) == len(expected.get("charts", []))
    for one, chart in zip(came, expected.get("charts", [])):
        assert_chart(one, chart)
    assert_marks(marks(tree), expected.get("marks", []))
    lengths = list(bars(tree))
    assert len(lengths) == len(expected.get("bars", []))
    for one, other in zip(lengths, expected.get("bars", [])):
        assert one[2:] == other[2:] and all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) for a, b in zip(one[:2], other[:2])), f"a bar of {one} instead of {other}"
    came = [dot for canvas in everywhere(tree, lambda node: node["tag"] == "canvas") for dot in json.loads(canvas["attributes"]["data-dots"])]
    assert len(came) == len(expected.get("dots", []))
    assert all(near(*pair) for dot, other in zip(came, expected.get("dots", [])) for pair in zip(dot, other)), f"dots at {came}"
    assert views(tree) == expected.get("views", [])
    assert all(any(near(end, limit) for limit in expected["ends"]) for end in ends(tree)), f"a slider ends at one of {ends(tree)}"
    at = ranges(tree)
    assert at.keys() == expected["ranges"].keys()
    for name, value in expected["ranges"].items():
        assert math.isclose(at[name], value, rel_tol=1e-9, abs_tol=1e-9), (name, at[name], value)
