"""Each moving figure, drawn in many states: every text, mark, scale and handle is that of the Python class, and nothing else is there.

A state is drawn twice, afresh and by a figure that has been in all the states before it, so that nothing is left over from one to the
next. The functions below say what a figure shows in a state, with numbers of its class: the words of a figure are claims about it, so
they stand here once more, each with the condition under which it may be said. A fault in a line that draws, or in a text, is planted by
`python -m tools.mutants --only drawing wording`.
"""

import itertools
import math
import re
from os.path import commonprefix

import numpy as np
import pytest
from drawing import (
    LOWERED,
    RAISED,
    WIDE,
    Chart,
    acted,
    assert_shows,
    button,
    choice,
    drawn,
    fixed,
    ink,
    marks,
    number,
    scientific,
    show,
    slider,
    texts,
    traits,
    visible,
    voice,
)

from course import widgets
from course.widgets.backprop_steps import four
from course.widgets.corners import CURVES as CORNERS
from course.widgets.corners import _near
from course.widgets.descent import LANDSCAPES
from course.widgets.mirror import RATIOS, places, rows, symmetric
from course.widgets.round_trip import NAMES
from course.widgets.softplus import NET as SOFTPLUS
from course.widgets.vee import PRECISIONS
from nnlib.activations import relu, sigmoid, tanh
from nnlib.losses import mse

QUIET = {"stroke": "currentColor", "fill": "none"}


def options(figure, name):
    return type(figure).state_traits()[name].options


# Slope and descent.


def descent(figure):
    land, path = LANDSCAPES[figure.landscape], figure.path()
    last, one = path[-1], land.weights == 1
    w, diverged, longest = list(last.theta), last.k < figure.steps, 500
    half = 2 * (WIDE - 58) / (math.floor(min(420, max(200, WIDE * 0.62)) + 0.5) - 66)
    chart = Chart("The cost and the descent", land.across if one else (2 - half, 2 + half), land.upwards, ("w", "C(w)") if one else ("w₁", "w₂"), 0.62)
    def cost(*at):
        return land.objective(np.array(at))[0]
    if one:
        a, b = land.across
        chart.path([(x, cost(x)) for x in np.linspace(a, b, 241)], ink("forward", 2.5))
        chart.path([(x, last.cost + last.grad[0] * (x - w[0])) for x in (a, b)], ink("backward", 2.5, "9 4"))
        points = [(step.theta[0], step.cost) for step in path]
        chart.handle("the point on the curve", *points[-1], f"w = {show(w[0], 3)}, cost {show(last.cost)}")
    else:
        for k in range(1, 11):  # the contours are where the cost is k²/4
            ways = np.array([(math.cos(t), math.sin(t)) for t in np.linspace(0, 2 * math.pi, 97)])
            reach = np.sqrt(k * k / 4 / np.array([cost(3, 1.5), cost(2, 2.5)]))
            chart.path(np.array([2, 1.5]) + reach * ways, ink("forward", opacity=0.55))
        chart.text("+", 2, 1.5, 0, 5, "middle")
        if last.grad.any():
            arrow(chart, w, w - figure.eta * last.grad, "parameter", "next step", "6 4")
            arrow(chart, w, w + 0.7 * last.grad / np.hypot(*last.grad), "backward", "∇C", None)
        points = [tuple(step.theta) for step in path]
        chart.handle("the point on the contour map", *points[-1], f"w₁ = {show(w[0], 3)}, w₂ = {show(w[1], 3)}, cost {show(last.cost)}")
    chart.path(points, ink("parameter", 1.5))
    for point in points[-150:]:
        chart.circle(*point, 3.5, fill="var(--nn-parameter)")
    chart.circle(*points[0], 7, **ink("parameter", 2))

    def tuple_of(numbers):
        return show(numbers[0]) if one else f"({', '.join(map(show, numbers))})"
    slope = "dC/dw" if one else "∇C"
    uphill = len(path) > 1 and last.cost - path[-2].cost > max(0.01 * path[-2].cost, 1e-6 * path[0].cost)
    said = (f"Diverged: after step {last.k} the numbers are too large for the machine. Take a smaller learning rate and go back to the start." if diverged
            else f"Step {last.k}, cost {show(last.cost)}: the figure goes no further." if last.k == longest
            else f"Step {last.k}, cost {show(last.cost)}.{' The last step went uphill: the learning rate is too large here.' if uphill else ''}")
    texts = [
        *choice("Cost", options(figure, "landscape"), figure.landscape), *chart.texts(),
        f"parameter| step {last.k}", f"parameter| {'w' if one else '(w_{1}, w_{2})'} = {tuple_of(w)}", f"forward| C = {show(last.cost)}",
        f"backward| {slope} = {tuple_of(last.grad)}", f"parameter| next step −η {slope} = {tuple_of(-figure.eta * last.grad)}",
        *button("Step", diverged or last.k == longest), "Run", "Back to the start", *slider("learning rate", "η", figure.eta),
        *slider("start, weight 1", "w_{1}", figure.w1), *([] if one else slider("start, weight 2", "w_{2}", figure.w2)), *voice(said)]
    return {"texts": texts, "charts": [chart], "ranges": {"learning rate": math.log10(figure.eta), "start, weight 1": figure.w1, "start, weight 2": figure.w2}}


def arrow(chart, start, end, meaning, name, dash):
    """A line from start to end, two barbs behind its tip, and its name beyond it, or none where it is too short."""
    (x1, y1), (x2, y2) = chart.at(*start), chart.at(*end)
    angle, (left, top, width, height) = math.atan2(y2 - y1, x2 - x1), chart.box
    def barb(turn):
        return (x2 - 11 * math.cos(angle + turn), y2 - 11 * math.sin(angle + turn))
    chart.marks.append(("path MLMLL", (), ink(meaning, 3, dash), [x1, y1, x2, y2, *barb(0.45), x2, y2, *barb(-0.45)], ""))
    place = [min(left + width - 34, max(left + 34, x2 + 22 * math.cos(angle))), min(top + height - 6, max(top + 14, y2 + 18 * math.sin(angle) + 4))]
    chart.marks.append(("text", (meaning, "nn-named"), {"text-anchor": "middle"}, place, name if math.hypot(x2 - x1, y2 - y1) > 24 else ""))


# Depth.


def depth(figure):
    a, delta = ([size for _, size in sorted(each.items())] for each in figure.sizes())
    L, factor, factors = figure.layers, figure.factor(), figure.factors()
    def level(size):
        return math.log10(size) if size > 0 else -99
    levels = [level(size) for size in (*a, *delta) if size > 0]
    low, high = min(-12, 6 * math.floor(min(levels) / 6)), max(6, 6 * math.ceil(max(levels) / 6))
    chart = Chart("The size of a and of δ by layer", (0, L), (low, high), ("layer l", "size, as a power of ten"), 0.62)
    ahead, back = [(l, max(low, level(size))) for l, size in enumerate(a)], [(l, max(low, level(size))) for l, size in enumerate(delta, 1)]
    chart.path(ahead, ink("forward", 2))
    for point in ahead:
        chart.circle(*point, 3, fill="var(--nn-forward)")
    chart.path(back, ink("backward", 2, "6 4"))
    for point in back:
        chart.square(*point, 6, fill="var(--nn-backward)")
    half = L // 2
    above = level(a[half]) > level(delta[half])
    chart.text("a, forward", half, ahead[half][1], 0, -10 if above else 20, "middle", "forward", "nn-named")
    chart.text("δ, backward", half, back[half][1], 0, 20 if above else -10, "middle", "backward", "nn-named")
    chart.handle("the first layer's delta", 1, back[0][1], f"size {scientific(delta[0])}, at the scale {show(figure.gain, 3)}", across=False)
    arrives = scientific(delta[0] / delta[L - 1]) if delta[L - 1] else None
    verdict = ("A whole layer is silent: nothing comes back through it." if math.isnan(factor)
               else f"Vanishing: {arrives} of the output's δ arrives at the first layer." if factor < 0.9
               else f"Exploding: {arrives} times the output's δ arrives at the first layer." if factor > 1.1
               else f"Nearly level: {arrives} of the output's δ arrives at the first layer.")
    between = [f for f in factors if not math.isnan(f)][:-1]  # the last belongs to the output, which is no layer of the stack
    table = [text for l in range(1, L + 1) for text in
             (str(l), *([scientific(a[l])] if l < L else []), scientific(delta[l - 1]), *([show(factors[l - 1], 3)] if l < L and not math.isnan(factors[l - 1]) else []))]
    texts = [
        *choice("Activation", options(figure, "activation"), figure.activation), *chart.texts(), *slider("initial scale of the weights", "gain", figure.gain),
        f"backward| factor of δ per layer {'none' if math.isnan(factor) else show(factor, 3)}",
        *([f"backward| from {show(min(between), 3)} to {show(max(between), 3)}"] if between else []),
        *voice(verdict, verdict if math.isnan(factor) else f"{verdict} Each layer back multiplies the size of delta by {show(factor, 3)}."),
        *slider("layers of weights", "L", L, True), *slider("seed of the random numbers", "seed", figure.seed, True), "The numbers, layer by layer",
        "layer", "size of a", "size of δ", "factor", *table]
    return {"texts": texts, "charts": [chart], "ranges": {"initial scale of the weights": math.log10(figure.gain), "layers of weights": L, "seed of the random numbers": figure.seed}}


# The V of a difference.


def vee(figure):
    ks, floor = range(2, 61), 1e-17
    errors, branches = {k: max(figure.error(k), floor) for k in ks}, {k: figure.branches(k) for k in ks}
    chart = Chart("The error against the step", (-60, -2), (floor, 10), ("log₂ h", "error"), 0.68, log=True)
    for b, (meaning, name) in enumerate((("forward", "truncation"), ("backward", "rounding"))):
        line = [(-k, branches[k][b]) for k in ks if floor / 100 < branches[k][b] < 1000]
        if line:
            chart.path(line, ink(meaning, 1.6, "6 4"))
            middle = [point for point in line if 1e-16 < point[1] < 0.5]
            at = middle[int(len(middle) * (0.9 if b else 0.08))] if middle else line[0]
            chart.text(name, *at, 8 if b else -8, -8, "start" if b else "end", meaning, "nn-named")
    chart.path([(-k, errors[k]) for k in ks], QUIET | {"stroke-width": "1", "opacity": "0.35"})
    for k in ks:
        chart.circle(-k, errors[k], 2.6, fill="currentColor")
    k, h, error = figure.k, 2.0**-figure.k, figure.error()
    chart.handle("the step", -k, errors[k], f"h is 2 to the minus {k}, error {scientific(error)}")
    digits, (number, _) = {"float64": 17, "float32": 9}[figure.precision], PRECISIONS[figure.precision]
    up, down = (f"{value:#.{digits}g}" for value in figure.values())
    same = len(commonprefix([up, down]))
    truncation, rounding = figure.branches()
    means = ("In these numbers w + h is w: the step is gone." if number(figure.w) + number(h) == number(figure.w)
             else "Nearly all of the error is truncation: a smaller step helps." if truncation > 4 * rounding
             else "Most of what can go wrong is rounding: a smaller step makes it worse." if rounding > 4 * truncation
             else "Both branches count alike: this is about the best step.")
    texts = [
        *chart.texts(), *slider("binary places of the step", "k", k, True),
        *(text for name, value in (("f(w + h)", up), ("f(w − h)" if figure.kind == "central" else "f(w)", down))
          for text in (f"{name} =", f"nn-same| {value[:same]}", *([value[same:]] if value[same:] else [])) if text != "nn-same| "),
        f"parameter| h = 2{str(-k).translate(RAISED)} = {scientific(h)}", f"forward| quotient {show(figure.quotient(), 10)}",
        f"derivative {show(figure.slope(), 10)}", f"backward| error {scientific(error)}",
        *choice("Quotient", options(figure, "kind"), figure.kind), *choice("Numbers", options(figure, "precision"), figure.precision),
        *choice("Function", options(figure, "curve"), figure.curve), *slider("point w", "w", figure.w),
        *voice(means, f"h is 2 to the minus {k}, error {scientific(error)}. {means}")]
    return {"texts": texts, "charts": [chart], "ranges": {"binary places of the step": k, "point w": figure.w}}


# The slopes of libraries.


def spelled(v):
    return v if isinstance(v, str) else "½" if v == 0.5 else scientific(v) if 0 < abs(v) < 1e-3 else re.sub(r"\.?0+$", "", show(v))


def corners(figure):
    curve, x, (left, right), groups = CORNERS[figure.curve], figure.point(), figure.sides(), figure.groups()
    (a, b), (low, high) = curve.window or ((x - 1.5, x + 1.5), (-2, 2))
    unit, value = (1.0, lambda v: float(curve.f(v))) if curve.window else (left, lambda v: _near(x, v))
    y = value(x)
    chart = Chart("The curve and the slopes", (a, b), (low, high), ("x", "f(x)" if curve.window else "in units of the slope"), 0.6)
    chart.path([(v, value(v)) for v in np.linspace(a, b, 201)], ink("forward", 4, opacity=0.75))
    for answer, names in groups.items():
        if not isinstance(answer, str):
            slope, chosen = answer / unit, figure.library in names
            wrong = figure.verdict(answer) == "wrong"
            chart.path([(v, y + slope * (v - x)) for v in (a, b)], ink("wrong" if wrong else "backward", 3 if chosen else 1.8, None if chosen else "6 5"))
            side = 1 if b - x > x - a else -1  # its number stands on the side where there is more room
            room, reach = high - y if side * slope > 0 else y - low, b - x if side > 0 else x - a
            far = side * 0.86 * min(reach, room / max(abs(slope), 1e-9))
            chart.text(spelled(answer), x + far, y + slope * far, 0, -7, "end" if side > 0 else "start", "nn-named")
    chart.handle("the point", x, y if curve.window else 0, f"x is {spelled(x)}")
    smooth, given = left == right, figure.answers()
    version, asked = figure._versions.get(figure.library), figure._calls[figure.curve].get(figure.library)
    named = f"{figure.library} {version}" if version else figure.library
    mine = next((answer for answer, names in groups.items() if figure.library in names), None)
    table = [text for answer, names in groups.items() for text in (spelled(answer), ("nn-other| " if figure.verdict(answer) in ("wrong", "no number") else "") + figure.verdict(answer), "; ".join(names))]
    said = (f"At x = {spelled(x)} {f'the curve is smooth, with the slope {spelled(left)}' if smooth else f'there is a corner: every slope from {spelled(left)} to {spelled(right)} is a subgradient'}. "
            f"Given: {', '.join(f'{spelled(answer)} from {len(names)}' for answer, names in groups.items())}.")
    texts = [
        *choice("Function", options(figure, "curve"), figure.curve), *choice("Point", {k: f"x = {spelled(v)}" for k, v in enumerate(figure._places[figure.curve])}, figure.place),
        *choice("Library", options(figure, "library"), figure.library), *chart.texts(), f"x = {show(x, 2)}",
        f"forward| true slope {spelled(left)}" if smooth else f"forward| slopes {spelled(left)} to the left, {spelled(right)} to the right",
        f"backward| {figure.library}: {spelled(mine)}, {figure.verdict(given[figure.library])}" if figure.library in given else f"backward| {figure.library} has no such function",
        f"{named}: {asked}" if asked else named, "slope", "it is", "libraries", *table, *voice(said)]
    return {"texts": texts, "charts": [chart], "ranges": {}}


# A round trip.


def round_trip(figure):
    rounds, tap = divmod(figure.taps, 3)
    shown, back, stepped = figure.shown(), tap == 2, tap == 0 and rounds > 0
    before = type(figure)(activation=figure.activation, x=figure.x, y=figure.y, taps=3 * (rounds - 1)).shown() if rounds else {}
    was = type(figure)(activation=figure.activation, x=figure.x, y=figure.y, taps=3 * rounds - 2).shown()["C"] if rounds else None
    letters = dict(zip(NAMES, ("w₁", "w₂", "b₁", "b₂", "w₃", "w₄", "b₃")))
    at = {"x": (34, 145), 1: (180, 58), 2: (180, 232), 3: (318, 145)}
    found = []
    def text(x, y, content, *look, anchor="middle"):
        return found.append(("text", look, {"text-anchor": anchor}, [x, y], content))
    for start, end in (("x", 1), ("x", 2), (1, 3), (2, 3)):  # forward from left to right, the error from right to left
        found.append(arrow_between(*((at[end], at[start]) if back else (at[start], at[end])), 20, "backward" if back else "parameter", {"stroke-dasharray": "5 3"} if back else {}))
    for key in (1, 2, 3, "x"):
        look = () if key == "x" else ("forward",)
        x, y = at[key]
        found.append(("circle", (*look, *(("lit",) if tap else ())), {}, [x, y, 19], ""))
        text(x, y + 5, {"x": "x", 1: "a₁", 2: "a₂", 3: "ŷ"}[key], *look, "letter")
    text(34, 181, f"x = {show(figure.x, 3)}")
    text(318, 181, f"y = {show(figure.y, 3)}")

    def parameter(name, x, y, anchor="middle"):
        text(x, y, f"{letters[name]} = {show(shown[name], 3)}", "parameter", *(("strong",) if stepped else ()), anchor=anchor)
        if back:
            text(x, y + 15, f"∂ = {show(shown['d' + name], 3)}", "backward", anchor=anchor)
        if stepped:
            text(x, y + 15, f"was {show(before[name], 3)}", "quiet", anchor=anchor)

    for j in (1, 2):
        x, y = at[j]
        parameter(f"b{j}", x, y + 36)
        if tap == 1:
            text(x, y - 27, f"a{'₁₂'[j - 1]} = {show(shown[f'a{j}'], 3)}", "forward")
        if back:
            text(x, y - 27, f"δ{'₁₂'[j - 1]} = {show(shown[f'delta{j}'], 3)}", "backward")
    parameter("b3", 318, 197)
    if tap or stepped:
        text(318, 118, f"ŷ = {show(shown['y_hat'], 3)}", "forward")
    if back:
        text(318, 103, f"δ₃ = {show(shown['delta3'], 3)}", "backward")
    for name, x, y, anchor in (("w1", 146, 56, "end"), ("w2", 146, 238, "end"), ("w3", 214, 56, "start"), ("w4", 214, 238, "start")):
        parameter(name, x, y, anchor)  # above the upper arrows and below the lower ones, at the end of the hidden neuron

    cost = show(shown["C"]) if tap or rounds else ""
    sentence = (f"Every parameter has moved by −0.2 times its derivative. The cost was {show(was)}; now C = ½ (ŷ − y)^{{2}} = {cost}. Go round again." if stepped
                else "The network has not seen its input yet. Tap Forward." if tap == 0
                else f"x has gone through the arrows: times a weight, plus a bias, bent, and once more. C = ½ (ŷ − y)^{{2}} = {cost}. Who is to blame for it?" if tap == 1
                else "The error goes back along the same arrows. Each ∂, the derivative of C, says how much the cost would rise if that parameter rose; a step goes against it.")
    told = (f"After {rounds} {'round' if rounds == 1 else 'rounds'} the cost is {cost}; before the step it was {show(was)}." if stepped else "" if tap == 0
            else f"Forward: the output is {show(shown['y_hat'], 3)}, the target {show(figure.y, 3)}, the cost {cost}." if tap == 1
            else f"Backward: delta is {show(shown['delta3'], 3)} at the output, {show(shown['delta1'], 3)} and {show(shown['delta2'], 3)} at the hidden neurons.")
    texts = [
        f"name: A network with one input, two hidden neurons and one output. {told}", *button(("1 Forward", "2 Backward", "3 Step")[tap], figure.taps == 600),
        "Start again", sentence, *slider("input x", "x", figure.x), *slider("target y", "y", figure.y), *choice("Hidden neurons", options(figure, "activation"), figure.activation),
        *([f"nn-voice| {told}"] if told else [])]
    return {"texts": texts, "marks": found, "views": ["0 0 360 288"], "ranges": {"input x": figure.x, "target y": figure.y}}


def arrow_between(start, end, gap, meaning, style):
    """From one neuron to another, each end so far short of its middle, with its tip at the end."""
    (x0, y0), (x1, y1) = start, end
    size = math.hypot(x1 - x0, y1 - y0)
    along, across = np.array([x1 - x0, y1 - y0]) / size, np.array([y0 - y1, x1 - x0]) / size
    tip = np.array(end) - gap * along
    points = [np.array(start) + gap * along, tip, tip - 8 * along + 4 * across, tip, tip - 8 * along - 4 * across]
    return "path MLMLL", (meaning,), style, [float(v) for point in points for v in point], ""


# Mirror images.


def mirror(figure):
    outputs, right, look, alike = figure.outputs(), figure.right(), figure.look(), symmetric()
    row = rows()[figure.row].astype(int).tolist()
    found = []
    one, two, three = (figure.unit * r for r in RATIOS[figure.ratio])
    into, hidden, output = (-one, two, -three, three, -two, one), ((111, 92), (231, 92)), (171, 158)

    def link(start, end, w, strongest):
        style = {"stroke-width": fixed(0.5 + 3 * abs(w) / strongest, 2)} | ({"stroke-dasharray": "5 3"} if w < 0 else {}) | ({"opacity": "0.2"} if not w else {})
        found.append(arrow_between(start, end, 16, "backward" if w < 0 else "parameter", style))

    for i, bit in enumerate(row):
        if bit:  # what is 0 sends nothing
            link((22 + 59.6 * i, 14), hidden[0], into[i], max(map(abs, (*into, 0.01))))
            link((22 + 59.6 * i, 14), hidden[1], -into[i], max(map(abs, (*into, 0.01))))
    for place in hidden:
        link(place, output, figure.v, 16)
    found += [("circle", (), {"fill-opacity": str(bit)}, [22 + 59.6 * i, 14, 6], "") for i, bit in enumerate(row)]
    for (x, y), a, said in ((hidden[0], look["a1"], f"a₁ = {fixed(look['a1'], 2)}"), (hidden[1], look["a2"], f"a₂ = {fixed(look['a2'], 2)}"),
                            (output, look["y_hat"], f"ŷ = {show(look['y_hat'], 3)}")):
        found += [("circle", (), {"fill-opacity": fixed(a, 3)}, [x, y, 15], ""), ("text", (), {}, [x + 21, y + 4], said)]

    def corner(k):
        return (30 * places(k)[1], 30 * places(k)[0])
    for k in range(64):
        x, y = corner(k)
        found.append(("rect", (), {"fill-opacity": fixed(0.06 + 0.94 * outputs[k], 3)}, [x + 1.5, y + 1.5, 27, 27], ""))
    for k in range(64):
        if (outputs[k] > 0.5) != alike[k]:
            x, y = corner(k)
            found.append(("path Mlml", (), {}, [x + 5.5, y + 5.5, 19, 19, 0, -19, -19, 19], ""))
    found.append(("rect", ("nn-frame",), {}, [*corner(figure.row), 30, 30], ""))
    for k in range(8):
        found += [("text", (), {"text-anchor": "end"}, [-6, 30 * k + 19], f"{k:03b}"), ("text", (), {"text-anchor": "middle"}, [30 * k + 15, 254], f"{k:03b}")]
    found.append(("text", ("nn-axis",), {"text-anchor": "middle"}, [120, 271], "right half, read backwards"))

    verdict = f"{right} of 64 right. Mirror images get at least {show(outputs[alike].min(), 3)}, the others at most {show(outputs[~alike].max(), 3)}."
    bits, y_hat = " ".join(map(str, row)), show(look["y_hat"], 3)
    answer = f"The row {bits} {'is its own mirror image' if alike[figure.row] else 'is no mirror image'}; the network says {'yes' if look['y_hat'] > 0.5 else 'no'}, with {y_hat}."
    texts = ["name: The row of inputs", *(text for i, bit in enumerate(row, 1) for text in (f"name: input {i}", f"pressed: {'true' if bit else 'false'}", str(bit))),
             f"name: The network for the row {bits}: a 1 is {show(look['a1'], 2)}, a 2 is {show(look['a2'], 2)}, the output {y_hat}.",
             f"s = {show(look['s'], 3)}", f"forward| z_{{1}} = {show(look['z1'], 3)}", f"forward| z_{{2}} = {show(look['z2'], 3)}", f"forward| ŷ = {show(look['y_hat'])}",
             f"name: The 64 answers. {verdict}", verdict, *choice("Weights", options(figure, "ratio"), figure.ratio), *slider("unit of the weights", "unit", figure.unit),
             *slider("bias of the hidden neurons", "b", figure.b), *slider("weights to the output", "v", figure.v), *slider("bias of the output", "c", figure.c),
             *voice(answer, f"{answer} {right} of 64 are right.")]
    return {"texts": texts, "marks": found, "views": ["0 0 342 178", "-34 -4 284 280"], "ranges": {"unit of the weights": figure.unit, "bias of the hidden neurons": figure.b, "weights to the output": figure.v, "bias of the output": figure.c}}


# The tape.


def tape(figure):
    entries, n = figure.tape(), len(figure.tape())
    names, complete = {entry.node: entry.name for entry in entries}, any(entry.adjoint for entry in entries)
    swept = min(figure.swept, n)
    now, done, last = n - swept, swept >= n and complete, entries[-1]
    lines = []
    for i, entry in enumerate(entries):
        if complete and swept and i == now:
            lines.append("current: step")
        current = "nn-now " if complete and swept and i == now else ""
        lines.append(f"{current}forward| {entry.name} = {f'{entry.formula} = ' if entry.formula else ''}{show(entry.node.value)}")
        lines += [f"{current.strip()}| ∂{entry.name}/∂{names[parent]} = {show(partial)}".removeprefix("| ") for parent, partial in zip(entry.node.parents, entry.node.partials)]
        if complete and (i >= now - 1 or entry.adjoint):  # whatever a node still waits for is behind it
            lines.append(f"{current}backward| {'adjoint' if i >= now - 1 else 'so far'} {show(entry.adjoint)}")
    parents = [names[parent] for parent in entries[now].node.parents] if swept and complete else []
    seen = (f"The tape ends here: {ENDS[figure.expression]} has no value or no derivative that a number can hold." if not complete
            else f"Done: {', '.join(f'∂f/∂{entry.name} = {show(entry.adjoint)}' for entry in entries if not entry.formula)}, where f is {last.name}." if done
            else f"{entries[now].name} has passed its adjoint on to {f'what it was made of, {chr(32).join(parents) if len(parents) < 2 else parents[0] + chr(32) + chr(97) + chr(110) + chr(100) + chr(32) + parents[1]}' if parents else 'nobody: it is an input'}." if swept
            else f"The tape is recorded. The sweep begins at its end: by itself, {last.name} has the derivative 1.")
    waiting = ", ".join(f"{entry.name} has {show(entry.adjoint)}" for entry in entries[:now] if entry.adjoint)
    texts = [
        "f =", "name: expression in x and y", f"text: {figure.expression}",
        "Take + − * / ** and parentheses, numbers, x, y, and exp, log, sin, cos, tanh, sigma, softplus.",
        *button("One node back", not complete or swept >= n), *button("Undo", not complete or not swept), *button("Whole sweep", not complete or swept >= n), *lines,
        *voice(seen, f"{seen} {waiting}." if complete and swept and not done else seen), *slider("number x", "x", figure.x), *slider("number y", "y", figure.y)]
    return {"texts": texts, "ranges": {"number x": figure.x, "number y": figure.y}}


ENDS = {"log(x - 5) * y": "log(v₁)", "x / (y - 3)": "x / v₁"}


# Draw a digit.


def digit(figure):
    ink_, hidden, p, empty = figure.ink().astype(int), figure.activations(), figure.probabilities(), not figure.bitmap().any()
    order, even = sorted(range(10), key=lambda k: -p[k]), np.ptp(p) < 1e-9
    grid = "".join(f"M{4 * k} 0V32M0 {4 * k}H32" for k in range(1, 8))
    bits = [(c, r) for r, line in enumerate(figure.bitmap()) for c, bit in enumerate(line) if bit]
    found = [("path " + "MVMH" * 7, (), {"stroke": "var(--nn-line)"}, [float(n) for n in re.findall(r"\d+", grid)], ""),
             ("path " + "Mhvhz" * len(bits), (), {"fill": "var(--nn-data)"}, [v for c, r in bits for v in (c, r, 1, 1, -1)], ""),
             ("path ", (), {"stroke": "var(--nn-backward)", "fill": "none"}, [], "")]
    found[0][2]["stroke-width"], found[2][2]["stroke-width"] = "0.12", "0.5"
    for areas, across, meaning in ((ink_ / 16, 8, "data"), (hidden, 6, "forward")):  # the area is the number, in the middle of its place
        for k, area in enumerate(areas):
            edge = 0.94 * math.sqrt(area)
            found.append(("rect", (), {"fill": f"var(--nn-{meaning})"}, [k % across + (1 - edge) / 2, k // across + (1 - edge) / 2, edge, edge], ""))
    texts = [
        "name: Drawing pad. Arrow keys move the pen, space or enter makes a dot, shift with an arrow key draws a line.", "Clear", "rubber", "checkbox: off", "ink in 64 fields",
        "name: what the network sees", *(f"row {k // 8 + 1}, column {k % 8 + 1}: ink {n}" for k, n in enumerate(ink_)), "30 hidden units", "name: the hidden activations",
        *(f"hidden unit {k}: {show(a)}" for k, a in enumerate(hidden, 1)), "Nothing is drawn." if empty else "All digits alike." if even else f"It says {order[0]}.",
        "name: probabilities", *(text for k in range(10) for text in (str(k), "–" if empty else ("bold| " if k == order[0] and not even else "") + fixed(p[k], 4))), *slider("width of the pen", "pen", figure.pen, True),
        *choice("drawing", options(figure, "fit"), figure.fit),
        *(voice("Draw a digit on the pad.", "Nothing is drawn. Draw a digit on the pad.") if empty
          else voice("All ten digits are equally probable: this network has not learned." if even
                     else f"The network says {order[0]} with probability {fixed(p[order[0]], 4)}; next is {order[1]} with {fixed(p[order[1]], 4)}."))]
    return {"texts": texts, "marks": found, "ranges": {"width of the pen": figure.pen}, "bars": [(0, 0 if empty else 100 * p[k], "forward") for k in range(10)],
            "views": ["0 0 32 32", "0 0 8 8", "0 0 6 5"]}



# The cloud of descents.


def cloud(figure):
    ends, eta, product, floor = figure.ends(), figure.eta, figure.cost == "product", 1e-8
    going = ends.why != "diverged"
    costs, curvatures = np.sort(ends.cost[going]), figure.curvatures()[going]
    edge = ink("backward", 2, "7 4")
    if product:
        high = 2.6
        chart = Chart("The cloud of descents", (-high * 502 / 274, high * 502 / 274), (-high, high), ("w₁", "w₂"), 0.75, 340)  # a circle is round
        for size in (0, 0.25, 2.25, 4):
            for w in dict.fromkeys((1 + math.sqrt(size), 1 - math.sqrt(size))):  # w₁w₂ where the cost (1 − w₁w₂)² is the size
                for side in (1, -1):
                    chart.path([(side * u, side * w / u) for u in np.exp((np.arange(81) - 40) / 12)], ink("forward", 1 if size else 3, opacity=0.5 if size else 1))
        r = math.sqrt(2 / eta / 2)  # where the curvature 2 (w₁² + w₂²) of the valley is 2/η
        chart.path([(r * math.cos(t), r * math.sin(t)) for t in np.linspace(0, 2 * math.pi, 97)], edge)
        name, at = "λ = 2/η", (0.72 * min(r, 0.7 * chart.x[1]), -0.72 * min(r, 0.9 * high))
        dots = ends.theta.array[[0, 2]][:, going].T
    else:
        chart = Chart("The cloud of descents", (0, 60), (floor, 100), ("λ", "cost"), 0.75, 340, log=True)
        chart.path([(2 / eta, floor), (2 / eta, 100)], edge)
        name, at = "2/η", (min(2 / eta, 50), 30)
        dots = zip(curvatures, np.maximum(floor, ends.cost[going]))
    x, y = chart.at(*at)
    chart.marks.append(("text", ("backward", "nn-named"), {}, [x + 6, y + 4], name))

    fits, left, off = int((costs < 1e-3).sum()), len(costs), figure.steps == 2000
    half, quarter = (costs[int(q * left)] if left else 0 for q in (0.5, 0.75))
    told = (f"Step {figure.steps}: {fits} of {figure.runs} descents have a cost below 0.001, {figure.runs - left} have diverged. "
            + ("Take a smaller learning rate." if not left else f"Of the costs that are left {f'half lie below {show(max(floor, half))}, ' if quarter >= floor else ''}"
                                                                  f"three quarters lie below {show(max(floor, quarter))}."))
    texts = [
        *choice("Cost", options(figure, "cost"), figure.cost), *chart.texts(), f"parameter| step {figure.steps}", f"forward| C < 0.001: {fits} of {figure.runs}",
        f"backward| {figure.runs - left} diverged", f"backward| median λ = {show(np.sort(curvatures)[left // 2], 2)}" if left else "backward| none is left",
        "Run", *button("Step", off), *button("10 steps", off), "Back to the start", "Other starts", *slider("learning rate", "η", eta),
        *slider("spread of the starts", "±", figure.spread), *slider("number of descents", "S", figure.runs, True), *voice(told)]
    return {"texts": texts, "charts": [chart], "dots": [[*chart.at(*dot), 3.2] for dot in dots],
            "ranges": {"learning rate": math.log10(eta), "spread of the starts": figure.spread, "number of descents": figure.runs}}

# Two softplus neurons.

STROKES = {  # a curve and its sign in the legend are one
    "level": {"stroke": "var(--nn-parameter)", "stroke-width": "1"}, "part1": {"stroke": "var(--nn-parameter)", "stroke-width": "2", "stroke-dasharray": "8 4"},
    "part2": {"stroke": "var(--nn-parameter)", "stroke-width": "2.25", "stroke-dasharray": "2 4"}, "fit": {"stroke": "var(--nn-forward)", "stroke-width": "2.75"},
    "residual": {"stroke": "var(--nn-backward)", "stroke-width": "2.25", "stroke-dasharray": "9 3 2 3"}}


def neurons(figure):
    path, X, Y = figure.path(), np.array(figure.x), np.array(figure.y)
    here, chains, n, most = path[-1], figure.chains(), len(figure.x), 20000
    theta, grad, k, cost = here.theta.vector, here.grad.vector, here.k, here.cost
    w1, w2, b1, b2, w3, w4, b3 = theta
    def soft(z):
        return np.logaddexp(0, z)
    def parts(x):
        return (w3 * soft(x * w1 + b1), w4 * soft(x * w2 + b2))
    predicted = sum(parts(X)) + b3
    residuals = Y - predicted
    names, said = ("w_{1}", "w_{2}", "b_{1}", "b_{2}", "w_{3}", "w_{4}", "b_{3}"), ("w 1", "w 2", "b 1", "b 2", "w 3", "w 4", "b 3")

    a, b = min(-0.15, *X), max(1.15, *X)
    xs = np.linspace(a, b, 121)
    heights = {"level": np.full(121, b3), "part1": parts(xs)[0], "part2": parts(xs)[1], "fit": sum(parts(xs)) + b3}
    lowest, highest = min([*Y, *(v.min() for v in heights.values())]), max([*Y, *(v.max() for v in heights.values())])
    view = Chart("The prediction, its parts and the data", (a, b), (next((v for v in (-0.5, -1, -2, -3.5, -5, -8) if v <= lowest), -12),
                 next((v for v in (1.5, 2, 3, 5, 8) if v >= highest), 12)), ("x", "y"), 0.85, 380)
    for name, ys in heights.items():
        view.path(zip(xs, ys), STROKES[name] | {"fill": "none"})
    for x, y, y_hat in zip(X, Y, predicted):
        view.path([(x, y), (x, y_hat)], STROKES["residual"] | {"fill": "none"})
    share, say = lambda part: a + part * (b - a), lambda *members: ", ".join(f"{said[p]} = {show(theta[p])}" for p in members)
    for j in (0, 1):  # where z = 0, if that is in view
        w, bias = theta[j], theta[2 + j]
        x = min(max(-bias / w, share(0.08 + 0.08 * j)), share(0.88 - 0.22 * j)) if w else share(0.35 + 0.25 * j)
        view.handle(f"neuron {j + 1}: {said[2 + j]} sideways, {said[4 + j]} up and down", x, parts(x)[j], say(2 + j, 4 + j), letter=str(j + 1))
    for j in (0, 1):
        x = b * (0.966 - 0.237 * j)
        view.handle(f"neuron {j + 1}: {said[j]}, its steepness", x, parts(x)[j], say(j), across=False, letter=f"w{'₁₂'[j]}")
    view.handle("b 3, the height of everything", share(0.015), b3, say(6), across=False, letter="b₃")
    for d in range(n):
        view.handle(f"point {d + 1}", X[d], Y[d], f"x = {show(X[d])}, y = {show(Y[d])}, residual {show(residuals[d])}", letter=str(d + 1))

    costs = [min(max(step.cost, 1e-30), 1e300) for step in path]
    far = next((v for v in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000) if v >= k), most)
    hill = Chart("The cost at each step", (0, far), (10.0 ** math.floor(math.log10(min(costs)) - 0.05), 10.0 ** math.ceil(math.log10(max(costs)) + 0.05)), ("step", "C"), 0.3, 220, log=True)
    every = math.ceil(k / 500) | 1
    hill.path([(k, costs[k])], ink("quiet", 1.5, "3 4"))  # what was walked beyond the present step: nothing
    hill.path([(step, costs[step]) for step in range(k + 1) if step % every == 0 or step == k], ink("forward", 2.25))
    hill.handle("the step on the curve of the cost", k, cost, f"step {k}, cost {show(cost)}")

    diverged = k < figure.steps
    Z = np.stack([X * w1 + b1, X * w2 + b2])
    words = [f"Step {k}, cost {show(cost)}."]
    words += ["The last step went uphill: the rate is too large."] if k and cost - path[-2].cost > max(0.01 * path[-2].cost, 1e-6 * path[0].cost) else []
    words += ["The figure goes no further."] if k == most else []
    words += ["The two neurons are equal, and equal neurons stay equal."] if (w1, b1, w3) == (w2, b2, w4) else []
    words += ["Both neurons are silent: σ(z) is nearly 0 on every sample."] if (Z < -14).all() else []
    words += ["All derivatives are nearly 0: nothing leads on."] if (abs(grad) < 1e-5).all() and cost > 1e-6 else []
    seen = f"Diverged: after step {k} the numbers are too large for the machine. Take a smaller learning rate or go back to the start." if diverged else " ".join(words)

    state = {name: getattr(figure, name) for name in ("theta", "x", "y", "eta", "steps")}
    unlike = {name: [trait for trait in state if list(np.ravel(set_[trait])) != list(np.ravel(state[trait]))] for name, _, set_ in figure._situations}
    situation = next((name for name, differs in unlike.items() if not differs), next((name for name, differs in unlike.items() if differs == ["steps"]), ""))
    stopped = diverged or k == most
    def values(*members):
        return ", ".join(f"{name} = {show(value)}" for name, value in members)

    def table(formula, heads, columns, total):
        return [f"{formula} = {show(total)}", "d", *heads, *(text for d in range(n) for text in (str(d + 1), *(show(column[d]) for column in columns))), "sum", show(total)]

    def chain(p):
        name, found = names[p], list(chains[NAMES[p]].factors.values())
        columns = [np.broadcast_to(factor, n) for factor in found]
        j, steps = p % 2 + 1, [("C", "ŷ_{d}", "−2 r_{d}")]
        steps += ([("ŷ_{d}", name, "1")] if p == 6 else [("ŷ_{d}", name, f"a_{{d{j}}}")] if p > 3 else [("ŷ_{d}", f"a_{{d{j}}}", names[3 + j]),
                  (f"a_{{d{j}}}", f"z_{{d{j}}}", f"σ(z_{{d{j}}})"), (f"z_{{d{j}}}", name, "x_{d}" if p < 2 else "1")])
        formula = f"∂C/∂{name} = Σ_{{d}} " + " · ".join(text for _, _, text in steps).replace("r_{d}", "(y_{d} − ŷ_{d})")
        heads = [text for of, by, factor in steps for text in (f"∂{of}", "/", f"∂{by}", factor)]
        return [f"∂C/∂{name}", show(grad[p]), f"name: the chain of {said[p]}", *table(formula, [*heads, "product"], [*columns, np.prod(columns, axis=0)], grad[p])]

    point = [f"Point 1{values(('x_{1}', X[0]), ('y_{1}', Y[0]))}", *slider("x of the chosen point", "x_{d}", X[0]), *slider("y of the chosen point", "y_{d}", Y[0])]
    texts = [
        *choice("Situation", {"": "your own", **{name: text for name, text, _ in figure._situations}}, situation), *view.texts(),
        "prediction ŷ, the sum of", "w_{3} a_{1},", "w_{4} a_{2} and", "b_{3}", "residual r = y − ŷ",
        *button("Step" if figure.speed == "1" else f"{figure.speed} steps", stopped), *button("Run", stopped), "Back to the start", *choice("Go by", options(figure, "speed"), figure.speed),
        *slider("learning rate", "η", figure.eta), *voice(seen),
        "C", f"step {k}", show(cost), "name: the cost of each sample", *table("C = Σ_{d} r_{d}^{2}", ("x_{d}", "y_{d}", "ŷ_{d}", "r_{d}", "r_{d}^{2}"), (X, Y, predicted, residuals, residuals**2), cost),
        *(text for p in range(7) for text in chain(p)), *hill.texts(),
        *(text for title, members in (("Neuron 1", (0, 2, 4)), ("Neuron 2", (1, 3, 5)), ("Output", (6,)))
          for text in (f"{title}{values(*((names[p], theta[p]) for p in members))}", *(each for p in members for each in slider(said[p], names[p], theta[p])))),
        *point, *button("Add a point", n == 12), *button("Remove point 1", n == 1)]
    longest = max(abs(grad)) or 1  # a bar goes from the middle to the right where the derivative is positive, to the left where not
    return {"texts": texts, "charts": [view, hill], "marks": [("line", (), STROKES[name], [0, 5, 30, 5], "") for name in ("fit", "part1", "part2", "level", "residual")],
            "bars": [(50 + min(0, 50 * g / longest), 50 * abs(g) / longest, "") for g in grad], "views": [],
            "ranges": {"learning rate": math.log10(figure.eta), **dict(zip(said, theta)), "x of the chosen point": X[0], "y of the chosen point": Y[0]}}


# Backpropagation by hand.


def maths(text):
    """A formula as `words` reads it: what is lowered or raised in braces."""
    return re.sub(r"([_^])(\{[^}]*\}|[^\s{])", lambda m: f"{m[1]}{{{maths(m[2].strip('{}'))}}}", text)


def given(x, digits=4):
    """A given number as it is written, where 4 decimals say all of it; else like a result."""
    return re.sub(r"\.?0+$", "", show(x)) if abs(x - float(four(x))) < 1e-12 else show(x, digits)


def evaluated(text):
    """What a line of numbers comes to, as it is written."""
    for sign, code in (("−", "-"), ("·", "*"), ("½ ", "0.5 * "), ("max(", "np.maximum("), ("tanh(", "np.tanh("), ("ln(", "np.log("), ("e^", "np.e**"), ("^2", "**2"), ("{", "("), ("}", ")"),
                       ("σ(", "sigmoid.f("), ("relu′(", "relu.prime("), ("σ′(", "sigmoid.prime("), ("tanh′(", "tanh.prime(")):
        text = text.replace(sign, code)
    return float(eval(text, {"np": np, "sigmoid": sigmoid, "relu": relu, "tanh": tanh}))


def steps(figure):
    order, symbols, sizes = figure._order(), figure._symbols[figure.preset][figure.names], figure.sizes
    def key(quantity):
        return ",".join(map(str, quantity))
    symbol, said = lambda *quantity: symbols[key(quantity)][0], lambda *quantity: symbols[key(quantity)][1]
    hand, at, n, to = figure.precision == "hand", figure.at, len(order), order[figure.at - 1]
    taken = {(kind, *place): value for (kind, *place), value in zip(figure._parameters(), figure.theta)} | {("a", 0, i): x for i, x in enumerate(figure.x)} | {("y",): figure.y, ("eta",): figure.eta}
    taken = {quantity: float(four(value)) if hand else value for quantity, value in taken.items()}
    values = {precision: taken | dict(zip(order, (c.value for c in figure.calculations(precision)))) for precision in ("full", "hand")}
    v, other = values[figure.precision], values["full" if hand else "hand"]
    wrong = taken | dict(zip(order, (c.value for c in figure.calculations(slip=figure.slip))))
    kind, digits, value = to[0][0], 4 if hand else 6, v[to]
    def data(meaning):
        return f"var(--nn-{meaning})"
    def meaning(k, l=None, *_):
        return "data" if l == 0 else {"y": "data", "z": "forward", "a": "forward", "C": "forward", "d": "backward", "g": "backward"}.get(k[0], "parameter")

    # What enters the present calculation, by its formula.
    _name, formula = figure.calculations()[at - 1][:2]
    left, right = re.split(r"(?<= [=←] )", formula, maxsplit=1)
    by_symbol = {each[0]: tuple(int(part) if part.isdigit() else part for part in place.split(",")) for place, each in symbols.items()}
    pattern = re.compile("|".join(map(re.escape, sorted(by_symbol, key=len, reverse=True))))

    def numbers(right, of):
        """The formula with its numbers put in, a dot wherever two factors meet."""
        def digits_of(m):
            return re.sub(r"^−.*", lambda each: f"({each[0]})", given(of[by_symbol[m[0]]], digits))
        text = re.sub(r"(?<=[\d⟩]) (?=[⟨(])", " · ", pattern.sub(lambda m: f"⟨{digits_of(m)}⟩", right)).replace("⟨", "").replace("⟩", "")
        text = re.sub(r"^\((−[^()]+)\)", r"\1", text)
        return re.sub(r"([({]|, )\((−[^()]+)\)(?=[)}])", r"\1\2", text)

    entering = {by_symbol[each] for each in pattern.findall(right)}
    if kind == "d" and figure.activation not in ("identity", "relu", "softplus"):
        entering.add(("a", to[1], to[2]))

    reached, late = order[:at], kind in "gn"
    def is_given(quantity):
        return quantity[0] in "wby" or quantity[:2] == ("a", 0)

    def lately(k, *place):
        """The lines of a parameter: while updates are calculated also its derivative, until its new value comes, then that."""
        g, new = ("g" + k, *place), ("n" + k, *place)
        return [(k, *place), *([g] if late and (new == to or new not in reached) else []), *([new] if late and new in reached else [])]

    wide, high, middle = WIDE, 144 * (max(sizes) - 1) + 84, 0.43 * WIDE
    def node(l, j):
        return np.array([(18, middle, wide - 36)[l], high / 2 + (j - (sizes[l] - 1) / 2) * 144])
    found, lines = [], []
    for k, l, *ends in figure._parameters():
        if k == "w":
            (i, j), tail, head = ends, node(l - 1, ends[0]), node(l, ends[1])
            u = (head - tail) / np.hypot(*(head - tail))
            start, end = tail + 18 * u, head - 20 * u
            active = any((prefix + "w", l, i, j) in (*entering, to) for prefix in ("", "g", "n"))
            back = active and kind == "d"
            tip, turn = (start, -7) if back else (end, 7)  # the delta goes back through the weight
            side = np.array([u[1], -u[0]])
            style = {"stroke": data(meaning(kind) if active else "parameter"), "fill": data(meaning(kind) if active else "parameter")}
            look = ("nn-active",) if active else ()
            found.append(("path ML", look, style | ({"stroke-dasharray": "7 4"} if back else {}), [*start, *end], ""))
            found.append(("path MLLZ", look, style, [*tip, *(tip - turn * u + 4 * side), *(tip - turn * u - 4 * side)], ""))
            own, (share, aside) = lately(k, l, *ends), (1 / 3, 15) if l == 1 else (0.56, 5 * np.sign(head[1] - tail[1]))
            x, y = tail + share * (head - tail) + np.array([aside, 4.5 - 17 * (len(own) - 1) / 2])
            lines += [(quantity, x, y + 17 * row, "middle") for row, quantity in enumerate(own)]
    lines += [(("a", 0, j), 1, node(0, j)[1] + 33, "start") for j in range(sizes[0])]
    for l in (1, 2):
        for j in range(sizes[l]):
            y, (x, anchor) = node(l, j)[1], (wide - 3, "end") if l == 2 else (middle - 14, "start")
            above = [*([("y",), ("C",)] if l == 2 else []), *lately("b", l, j)]
            lines += [(quantity, x, y - 24 - 17 * (len(above) - 1 - row), anchor) for row, quantity in enumerate(above)]
            lines += [((k, l, j), x, y + 33 + 17 * row, anchor) for row, k in enumerate("zad")]
    lines = [line for line in lines if is_given(line[0]) or line[0] in reached]
    for quantity, x, y, anchor in lines:
        role = ("nn-result",) if quantity == to else ("nn-enters",) if quantity in entering else ()
        short = re.sub(r"([_^])\{?(\d+)\}?", lambda m: m[2].translate(LOWERED if m[1] == "_" else RAISED), symbol(*quantity))
        sign = {"w": "", "n": "→ ", "g": "∂ "}.get(quantity[0][0], f"{short} = ")
        found.append(("text", role, {"text-anchor": anchor, "color": data(meaning(*quantity))}, [x, y], sign + (given if is_given(quantity) else show)(v[quantity])))
    for l, width in enumerate(sizes):
        for j in range(width):
            look, (x, y) = ("nn-active",) if kind in "zad" and to[1:] == (l, j) else (), node(l, j)
            found += [("circle", look, {"stroke": data("data" if l == 0 else "forward")}, [x, y, 16], ""),
                      ("text", look, {"text-anchor": "middle"}, [x, y + 5], NUMBERED(symbol("z" if l else "a", l, j)))]

    def plain(text):
        return re.sub(r"[_^{}]+", " ", text).strip()
    so_far = "; ".join(f"{plain(symbol(*quantity))} {show(v[quantity])}" for quantity, *_ in lines)
    exact = evaluated(numbers(right, v)) if hand else value
    def sign_of(exact, value):
        return "≈" if hand and abs(exact - value) > 1e-9 else "="
    phase, sentence = figure._phases[kind]
    look = f"{meaning(kind)}| "
    panel = [f"{phase} {sentence}", maths(formula), maths(f"= {numbers(right, v)}"), f"{look}{sign_of(exact, value)} {maths(show(value, digits))}",
             (f"At full precision {show(other[to], 6)}" if hand else f"By hand, each result rounded, {show(other[to])}") + ("." if four(value) == four(other[to]) else ": the rounded digits differ.")]
    fault, differs = show(wrong[to], digits), abs(wrong[to] - value) > 1e-13
    if figure.slip != "none":
        slipped = slip_of(figure, to, right, symbol)
        came = numbers(slipped, wrong)
        panel += (["The slip changes nothing here."] if not differs else
                  [f"With the slip: {maths(left + slipped)}", f"{maths(f'= {came}')} {sign_of(evaluated(came) if hand else wrong[to], wrong[to])} ~{maths(fault)}~ instead of {show(value, digits)}"])

    def field(label, name, x):
        return [maths(name), f"name: {label}", f"text: {nine(x)}"]

    groups = ["Inputs", *(text for i, x in enumerate(figure.x) for text in field(plain(symbol("a", 0, i)), symbol("a", 0, i), x))]
    for l in (1, 2):
        for j in range(sizes[l]):
            groups += [said("z", l, j).replace("the pre-activation of", "Into"), *(text for quantity, t in zip(figure._parameters(), figure.theta) if quantity[1] == l and quantity[-1] == j
                                                                                   for text in field(plain(symbol(*quantity)), symbol(*quantity), t))]
    groups += ["Target and rate", *field("target y", "y", figure.y), *field("learning rate", "η", figure.eta)]
    table = ["result", "full", "by hand", *(["slip"] if figure.slip != "none" else [])]
    for k, quantity in enumerate(order, 1):
        table += [*(["current: step"] if k == at else []), maths(symbol(*quantity)), show(values["full"][quantity], 6), show(values["hand"][quantity])]
        if figure.slip != "none":
            text = show(wrong[quantity], digits)
            table.append(f"~{text}~" if abs(wrong[quantity] - v[quantity]) > 1e-13 else text)
    within = all(abs(v[quantity]) <= 1000 for quantity in order if quantity[0][0] == "n")
    spoken = ("A new weight is larger than 1000: the descent diverges. Take a smaller learning rate." if not within and at == n
              else f"Calculation {at} of {n}: {said(*to)} is {show(value, digits)}.{f' With the slip {fault}.' if differs else ''}")
    def pick(label, name):
        return choice(label, options(figure, name), getattr(figure, name))
    texts = [
        f"name: The {figure.preset} network so far: {so_far}", *button("Previous", at == 1), *button("Next", at == n), *button("Apply the update", at < n or not within),
        f"Round {figure.round}, calculation {at} of {n}", "name: calculation", f"says: {at} of {n}: {said(*to)}", "range", *panel,
        *pick("Example", "preset"), *pick("Precision", "precision"), *pick("Names", "names"), *pick("Slip", "slip"), "Numbers of the example",
        *pick("Activation", "activation"), *pick("Cost", "loss"), *groups, "All calculations", *table, *voice(spoken)]
    return {"texts": texts, "marks": found, "views": [f"0 0 {wide} {high}"], "ranges": {"calculation": at}}


def NUMBERED(symbol):
    """The number, or letter, of a neuron: the index of its quantities."""
    return symbol.split("_")[1]


def nine(x):
    return re.sub(r"\.0$", "", repr(float(f"{x:.9g}")))


def slip_of(figure, to, right, symbol):
    """The right side of a formula with the figure's slip in it, where it has one."""
    if figure.slip == "factor":
        if to == ("C",):
            return right.removeprefix("½ ")
        if to == ("d", 2, 0):
            return right.replace("−2 (", "−(") if figure.loss == "sse" else right.replace("−(", "−2 (", 1)
    if to[0] == "d" and figure.slip == "place":
        factor, a = right.split(" · ")[0], symbol("a", *to[1:])
        return f"{factor} · " + {"sigmoid": f"σ′({a})", "tanh": f"tanh′({a})", "relu": f"relu′({a})", "softplus": f"σ({a})", "identity": "1"}[figure.activation]
    if to[0] == "d" and figure.slip == "updated" and to[1] == 1:
        return right.replace(symbol("w", 2, to[2], 0), symbol("nw", 2, to[2], 0), 1)
    return right


# Delta flow.


def flow(figure):
    (Z, A, delta, grad), theta, (_, Y) = figure.passes(), figure.theta(), figure.samples()
    last, l, term, D = figure.depth + 1, figure.layer, figure.term, figure.D
    phi, sizes = figure.network().phi[l], (figure.sizes_of_delta(), figure.sizes_of_gradient())
    def fine(x):
        return "0" if x == 0 else show(x, 0 if abs(x) < 0.01 else 4 if abs(x) < 1000 else 1)
    def exact(x):
        return "exactly 0" if x == 0 else fine(x)
    def raised(name):
        return re.sub(r"\^\{(\d+)\}", lambda m: m[1].translate(RAISED), name).replace("^{⊤}", "ᵀ")

    # The equation: (words, name, index form, its letters, the matrix, what it means) of each matrix in it.
    colour = {"δ": "backward", "gradient": "backward", "slopes": "forward", "weights": "parameter", "activations": "forward"}
    def matrix(kind, k, name, index, letters, M, turned=""):
        return (f"{kind} of layer {k}{turned}", name, index, letters, M, colour[kind])
    def of_delta(k, letters):
        return matrix("δ", k, f"δ^{{{k}}}", f"δ^{{{k}}}_{{{letters}}}", letters, delta[k])
    def slopes(letters):
        return matrix("slopes", l, f"φ′(Z^{{{l}}})", f"φ′(z^{{{l}}}_{{{letters}}})", letters, phi.prime(Z[l]))
    if term == "gradient":
        result, first, second, slope, summed = (matrix("gradient", l, f"∂C/∂W^{{{l}}}", f"∂C/∂W^{{{l}}}_{{ij}}", "ij", grad.W[l]),
            matrix("activations", l - 1, f"(A^{{{l - 1}}})^{{⊤}}", f"a^{{{l - 1}}}_{{di}}", "id", A[l - 1].T, ", turned"), of_delta(l, "dj"), None, "d")
    elif l == last:
        result, first, second, slope, summed = (of_delta(l, "dj"), matrix("gradient", l, f"∂C/∂A^{{{l}}}", f"∂C/∂a^{{{l}}}_{{dj}}", "dj", mse.grad(A[l], Y)), None, slopes("dj"), None)
    else:
        result, first, second, slope, summed = (of_delta(l, "di"), of_delta(l + 1, "dj"),
            matrix("weights", l + 1, f"(W^{{{l + 1}}})^{{⊤}}", f"W^{{{l + 1}}}_{{ij}}", "ji", theta.W[l + 1].T, ", turned"), slopes("di"), "j")
    parts = {"first": first, "second": second, "slope": slope, "result": result}
    parts = {key: part for key, part in parts.items() if part}
    row, column, (r, c), value = figure.row, figure.column, result[3], result[4][figure.row - 1, figure.column - 1]

    # The bars: both sizes of each layer on one scale of powers of ten.
    logs = [math.log10(size) for each in sizes for size in each.values() if size > 0]
    low = math.floor(min(logs) - 0.15)
    high = max(low + 1, math.ceil(max(logs)))
    def place(power):
        return 100 * (power - low) / (high - low)
    powers = range(high, low - 1, -math.ceil((high - low) / 5))
    found = []
    for k in range(last, 0, -1):
        found += [("line", (), {}, [place(power), 0, place(power), 100], "") for power in powers]
        found += [("rect", (), {}, [0, 3.5 + 18 * which, place(math.log10(each[k])) if each[k] else 0, 0], "") for which, each in enumerate(sizes)]
    found += [("text", (), {}, [place(power), 14], f"10{str(power).translate(RAISED)}") for power in powers]

    # The blocks, as large as their matrices, side by side.
    side = min(22, 260 // max(len(part[4]) for part in parts.values()))
    def width():
        return sum(34 + max(62, side * part[4].shape[1]) for part in parts.values())
    while side > 6 and width() > WIDE:
        side -= 1
    high_, left, groups = side * max(len(part[4]) for part in parts.values()), 0, {"others": [], "result": [], "frames": []}
    index, labels = {r: row - 1, c: column - 1}, []
    for key, (said, name, _, (down, across), M, meaning) in parts.items():
        n, m = M.shape
        x, y, own = left + 34, 42 + (high_ - side * n) / 2, groups["result" if key == "result" else "others"]
        groups["frames"].append(("text", (), {}, [left + 9, 47 + high_ / 2], {"slope": "⊙", "result": "="}.get(key, "")))
        def rect(look, ys, xs, x=x, y=y, side=side, opacity="0"):
            return ("rect", look, {"fill-opacity": opacity}, [x + xs[0] * side, y + ys[0] * side, xs[1] * side, ys[1] * side], "")
        def taken(letter, count):
            return (index[letter], 1) if letter in index else (0, count)  # a summed index takes part as a whole
        ys, xs, large, most = taken(down, n), taken(across, m), side > 10, abs(M).max()
        own.append(("rect", (meaning,), {"fill-opacity": "0" if large else "0.1"}, [x, y, m * side, n * side], ""))
        if key == "result":
            labels.append(f"name: {said}, {n} by {m}; the arrow keys move the chosen entry")
        for d, entry in np.ndenumerate(M):
            share, drawn_ = abs(entry) / most if most else 0, large or (ys[0] <= d[0] < sum(ys) and xs[0] <= d[1] < sum(xs))
            px, py = x + d[1] * side, y + d[0] * side
            if drawn_ or key == "result":
                own.append(("rect", (meaning,), {"fill-opacity": fixed(0.1 + 0.9 * share, 3) if drawn_ and entry else "0"}, [px, py, side, side], ""))
            if drawn_ and entry < 0:
                own.append(("path Mh", (meaning, *(("strong",) if share > 0.5 else ())), {}, [px + side / 4, py + side / 2, side / 2], ""))
            if key == "result":
                labels += [f"name: row {d[0] + 1}, column {d[1] + 1}: {fine(entry)}", *(["selected: true"] if d == (row - 1, column - 1) else [])]
        def text(content, px, py, *look):
            return groups["frames"].append(("text", look, {}, [px, py], content))
        groups["frames"] += [rect((meaning,), (0, n), (0, m)), rect((), ys, xs), rect(("chosen",), ys, xs)]
        text(raised(name), x + m * side / 2, y - 26, meaning)
        text(f"({n} × {m})", x + m * side / 2, y + n * side + 17)
        text(across, x + (xs[0] + xs[1] / 2) * side, y - 7, "letter")
        text(down, x - 9, y + (ys[0] + ys[1] / 2) * side + 4, "letter")
        left += 34 + max(62, side * m)
    found += [each for group in groups.values() for each in group]

    dead = [k for k in sizes[0] if sizes[0][k] == 0]
    factor = figure.factor()
    story = (f"From layer {max(dead)} back δ is exactly 0: {'every path from the output meets a relu with slope 0, in every sample.' if figure.activation == 'relu' else 'the numbers are too small for the machine.'}" if dead
             else "With one hidden layer δ takes a single step back; more layers show a trend." if figure.depth == 1
             else f"From layer {figure.depth} back to layer 1 the size of δ is {'divided' if factor < 1 else 'multiplied'} by {show(max(factor, 1 / factor), 2)} for each layer, on average.")

    opens, closes = (" = ( ", " ) · ") if second and slope else (" = ", " · " if slope else "")
    def coloured(part, text):
        return f"[{part[5]}: {text}]"
    named = [result, first, *([second] if second else []), *([slope] if slope else [])]
    inner = opens + coloured(first, first[1]) + (coloured(second, second[1]) if second else "")
    matrices = coloured(result, result[1]) + inner + closes.replace("·", "⊙") + (coloured(slope, slope[1]) if slope else "")
    indices = (coloured(result, result[2]) + opens + (f"Σ_{{{summed}}} " if summed else "") + coloured(first, first[2]) + (f" · {coloured(second, second[2])}" if second else "")
               + closes + (coloured(slope, slope[2]) if slope else "") + f"{r} = {row}, {c} = {column}")
    def bracketed(x):
        return f"({fine(x)})" if x < 0 else fine(x)
    def pair(k):
        return f"{coloured(first, bracketed(first[4][row - 1, k]))} · {coloured(second, bracketed(second[4][k, column - 1]))}"
    terms = [("+ " if k else "") + pair(k) for k in range(first[4].shape[1])] if summed else []
    def size(k):
        return f"Layer {k}: size of δ {exact(sizes[0][k])}, of the gradient {exact(sizes[1][k])}."
    numbers = [texts_of(opens + (coloured(first, bracketed(first[4][row - 1, column - 1])) if not summed else ""))]
    numbers += [f"name: terms of the sum over {summed}; the arrow keys light them up"] if summed else []
    numbers += [texts_of(term) for term in terms] + [texts_of(closes + (coloured(slope, bracketed(slope[4][row - 1, column - 1])) if slope else "") + " = " + coloured(result, fine(value)))]
    texts = [
        *choice("Activation", options(figure, "activation"), figure.activation), *slider("hidden layers", "depth", figure.depth, True), *slider("neurons in each hidden layer", "width", figure.width, True),
        *slider("initial scale of the weights", "gain", figure.gain), *slider("samples", "D", D, True), *slider("seed of the random numbers", "seed", figure.seed, True),
        "Size (root mean square) of δ^{l} and ∂C/∂W^{l}. Choose a layer:",
        *(text for k in range(last, 0, -1) for text in (f"layer {k}", f"radio: {'on' if k == l else 'off'}", f"backward| δ {exact(sizes[0][k])}", f"backward| ∂C/∂W {exact(sizes[1][k])}")), story,
        *choice("Look at", options(figure, "term"), term), *slider("row of the entry", "row", row, True), *slider("column of the entry", "col", column, True), *labels,
        "Stronger squares are larger entries; a stroke is a minus sign; empty is exactly 0.",
        matrices, *(text for part in named for text in (f"name: {part[0]}", f"{part[5]}| {part[1]}")), indices, *numbers, *voice(" ".join(dict.fromkeys((size(l), size(1)))))]
    return {"texts": texts, "marks": found, "views": [f"0 0 {WIDE} {high_ + 72}"], "ranges": {"hidden layers": figure.depth, "neurons in each hidden layer": figure.width, "initial scale of the weights": math.log10(figure.gain), "samples": D,
                                                       "seed of the random numbers": figure.seed, "row of the entry": row, "column of the entry": column}}


def texts_of(text):
    return text.strip()


_LOTS = np.random.default_rng(3)
TRAINED = {"theta": _LOTS.standard_normal(2260).tolist(), "mean": _LOTS.uniform(0, 9, 64).tolist(), "deviation": _LOTS.uniform(1, 5, 64).tolist()}  # a network for which no two digits are alike

FIGURES = {
    widgets.Descent: (descent, [dict(landscape=name, **state) for name in LANDSCAPES for state in (
        {}, dict(w1=-1.7, w2=3.2, eta=0.05, steps=4), dict(w1=1.3, w2=0.4, eta=0.26, steps=7), dict(w1=4.5, w2=-0.3, eta=1.9, steps=400), dict(eta=0.01, steps=500),
        dict(w1=2, w2=1.5), dict(w1=0.2, w2=2.9, eta=0.2, steps=1), dict(eta=0.2504, steps=1), dict(eta=0.2513, steps=1))]),
    widgets.LayerStack: (depth, [{}, dict(activation="tanh", gain=1.3, layers=12, seed=5), dict(activation="relu", gain=math.sqrt(2), layers=40), dict(activation="identity", gain=5.0, layers=3, seed=999),
                                 dict(activation="relu", gain=0.1, layers=40), dict(activation="tanh", gain=2.9, layers=7, seed=44), dict(activation="identity", layers=21), dict(gain=5, layers=5, seed=3),
                                 *(dict(activation="identity", gain=gain, layers=6) for gain in np.linspace(0.7, 1.4, 15).round(2))]),  # on both sides of level
    widgets.DifferenceV: (vee, [dict(curve=curve, kind=kind, precision=precision, w=w, k=k) for curve, kind, precision, (w, k) in
                                itertools.product(("cube", "bell", "root"), ("one-sided", "central"), ("float64", "float32"), ((0.7, 8), (1.3, 21), (0.31, 50), (1.9, 2)))]
                         + [dict(curve=curve, kind=kind, k=k) for curve, kind, around in (("cube", "one-sided", 26), ("bell", "central", 17)) for k in range(around - 3, around + 4)]),  # around the best step
    widgets.DescentCloud: (cloud, [dict(cost=cost, runs=runs, first=first, **state) for cost, runs, first in (("product", 40, 0), ("neurons", 9, 77)) for state in (
        dict(steps=0), dict(eta=0.05, spread=2, steps=3), dict(eta=0.08, spread=0.3, steps=12), dict(eta=1, spread=2.5, steps=2))]
        + [dict(cost="product", eta=0.2, spread=0.4, runs=12, steps=2000), dict(cost="product", eta=0.2, spread=2.5, runs=40, steps=30), dict(cost="product", eta=1, spread=2.5, runs=3, first=2, steps=40)]),
    widgets.LibrarySlopes: (corners, [dict(curve=curve, place=place, library=library) for place, (curve, library) in zip(itertools.cycle((3, 0, 5)), itertools.product(CORNERS, ("PyTorch", "nnlib", "JAX, optax")))]),
    # After 600 taps only rounding is left of a cost, except where there was none.
    widgets.RoundTrip: (round_trip, [dict(taps=taps, **state) for state in ({}, dict(x=-0.9, y=0.75, activation="tanh")) for taps in (0, 1, 2, 3, 4, 5, 6, 31)] +
                       [dict(x=0, y=0, activation="tanh", taps=600)]),
    widgets.MirrorNet: (mirror, [dict(ratio=ratio, row=row, **state) for ratio, (row, state) in itertools.product(RATIOS, (
        (22, {}), (33, dict(unit=0.4, v=3.5, c=-2.0)), (63, dict(b=1.5, v=-2.0, c=1.0)), (0, dict(unit=0, v=0)), (45, {})))]),
    widgets.Tape: (tape, [dict(expression=expression, x=x, y=y, swept=swept) for expression, x, y in (
        ("x * y + sin(x)", 2, 3), ("exp(x) / (1 + y ** 2) - 3 * x", -0.5, 1.5), ("log(x - 5) * y", 1, 2), ("x / (y - 3)", 1, 3), ("-sigma(x * x)", 0.3, 0), ("softplus(y) * tanh(y)", 0, -2))
        for swept in (0, 1, 2, 3, 4, 60)]),
    widgets.DrawDigit: (digit, [{}, dict(**TRAINED), dict(fit="none", pen=7, **TRAINED), dict(rows=[0] * 32, **TRAINED), dict(rows=[0] * 9 + [2**20 - 2**9] * 3 + [2**13] * 12 + [0] * 8, **TRAINED),
                                dict(rows=[0] * 9 + [2**20 - 2**9] * 3 + [2**13] * 12 + [0] * 8, fit="none", **TRAINED)]),
    widgets.SoftplusNeurons: (neurons, [
        {}, dict(steps=3), dict(steps=700, speed="100"), dict(theta=[0.0] * 7), dict(theta=[1, 1, 0.5, 0.5, 0.3, 0.3, 0], steps=2), dict(theta=[1, -1, -30, -30, 1, 1, 0]),
        dict(theta=[3, -1.5, 0.25, -0.5, -2, 1.25, 0.75], x=[-1, 0.2, 0.7, 2], y=[1, -0.5, 2, 0.25], eta=0.001, steps=5, speed="10"), dict(theta=[2, 1, 0, 0, 1, 1, 0], eta=5, steps=50), dict(theta=[2, 1, 0, 0, 1, 1, 0], eta=6, steps=3000),
        *(dict(theta=[1, -1, b, b, 1, 1, 1 / 3]) for b in (-15.5, -14.6, -13.4, -12, -11.5, -11, -10)),  # nearly silent, and nearly at rest
        dict(x=[0.25], y=[3], eta=0.3, steps=1), dict(theta=[2, 0, 0, 1, -1, 1, 9], x=np.linspace(0, 1, 12), y=np.linspace(1, -1, 12) ** 2)]),
    widgets.BackpropSteps: (steps, [
        *(dict(at=at) for at in (1, 4, 6, 7, 8, 11, 18, 19, 24, 25, 32)), *(dict(at=at, precision="hand", names="layers") for at in (2, 5, 8, 9, 20, 25)),
        *(dict(preset="2-1-1", at=at, activation=activation, loss="sse") for at, activation in ((3, "identity"), (5, "tanh"), (6, "softplus"), (7, "relu"), (14, "sigmoid"))),
        *(dict(at=at, slip=slip, precision=precision, activation=activation) for (at, activation), slip, precision in itertools.product(
            ((3, "sigmoid"), (7, "tanh"), (8, "tanh"), (9, "sigmoid"), (12, "softplus")), ("factor", "place", "updated"), ("full", "hand"))),
        dict(at=32, eta=10, theta=[1000, *[1.0] * 10], x=[100, 100, 100], y=100, activation="identity")]),
    widgets.DeltaFlow: (flow, [{}, dict(term="gradient"), dict(depth=3, layer=4, row=1, column=3, activation="tanh", gain=2, seed=7), dict(depth=2, width=16, D=16, layer=3, row=4, column=2),
                               dict(depth=1, width=1, D=1, layer=2, row=1, column=1, term="gradient"), dict(activation="relu", gain=0.3, depth=12, width=2, seed=3, layer=12, row=1, column=2),
                               dict(activation="softplus", gain=3, depth=5, width=12, D=9, layer=2, row=9, column=11, seed=21), dict(activation="relu", depth=4, width=5, layer=1, term="gradient", row=4, column=5, seed=12)]),
}
each_figure = pytest.mark.parametrize("kind", FIGURES, ids=lambda kind: kind.__name__)


def test_no_figure_is_left_out():
    assert {kind.__name__ for kind in FIGURES} == set(widgets.__all__)


@each_figure
def test_a_figure_shows_what_its_class_computes(kind, javascript):
    expected, states = FIGURES[kind]
    figures = [kind(key="explorer-x", **state) for state in states]
    for figure, (fresh, changed) in zip(figures, drawn(javascript, figures[0]._esm, figures)):
        try:
            assert_shows(fresh, expected(figure) | {"ends": limits(figure)})
        except AssertionError as error:
            raise AssertionError(f"{str(figure)[:300]}: {error}") from None
        assert kept(changed) == kept(fresh), f"{figure} shows something of an earlier state"


def limits(figure):
    """Where its sliders may end: at the bounds of the state, on a scale of powers of ten or not, or at what is reached without typing."""
    bounds = {bound[key] for bound in figure._bounds.values() for key in ("least", "most") if key in bound}
    return {*bounds, *(math.log10(bound) for bound in bounds if bound > 0), *(end for kind, those in REACHED.items() if isinstance(figure, kind) for end in those), *(figure.shape() if hasattr(figure, "shape") else ()),
            *([len(figure._order())] if hasattr(figure, "_order") else [])}


REACHED = {widgets.SoftplusNeurons: (-10, 10, -0.5, 1.5), widgets.DeltaFlow: (1,)}


def kept(tree):
    """A figure without what may remain of another state, which is what is hidden, and what it tells, which may be only what has changed."""
    told = [each for each in tree["children"] if not (isinstance(each, dict) and (not visible(each) or TOLD & set(each["attributes"].get("class", "").split())))]
    return [each if isinstance(each, str) else {**each, "children": kept(each)} for each in told]


TOLD = {"nn-said", "nn-voice"}


def told(tree):
    return [text for text in texts(tree) if text.startswith("nn-voice")]


@pytest.mark.parametrize("kind", [kind for kind in FIGURES if kind is not widgets.DeltaFlow], ids=lambda kind: kind.__name__)
def test_what_is_told_is_of_the_last_state_only(kind, javascript):
    """Whatever was drawn before: a figure that was elsewhere and comes back tells the same. The flow, see below, tells what has changed."""
    states = FIGURES[kind][1]
    figures = [kind(key="explorer-x", **state) for state in (states[0], states[-1], states[0], states[1])]
    for fresh, changed in drawn(javascript, figures[0]._esm, figures):
        assert told(changed) == told(fresh)


def test_the_flow_tells_what_has_changed(javascript):
    figures = [widgets.DeltaFlow(key="explorer-x", **state) for state in ({}, {"layer": 3}, {"layer": 3, "row": 1, "column": 2}, {"layer": 3, "row": 1, "column": 2, "term": "gradient"})]
    came = [told(changed)[0].removeprefix("nn-voice| ") for _, changed in drawn(javascript, figures[0]._esm, figures)]
    for figure, text in zip(figures[1:], came[1:]):
        l, value = figure.layer, show(figure.entry()[2], 0 if abs(figure.entry()[2]) < 0.01 else 4)
        size = f"Layer {l}: size of δ {sized(figure.sizes_of_delta()[l])}, of the gradient {sized(figure.sizes_of_gradient()[l])}. "
        name = "∂C/∂W³" if figure.term == "gradient" else "δ³"
        assert text == ("" if figure is figures[2] else size) + f"{name}, row {figure.row}, column {figure.column}: {value}."


def sized(x):
    return show(x, 0 if abs(x) < 0.01 else 4)


# ---- what is told of what a hand does


def answers(trees):
    return [next(text for text in texts(tree) if text.startswith("nn-said")).removeprefix("nn-said| ") for tree, _ in trees]


@each_figure
def test_a_number_that_cannot_be_taken_is_answered_with_the_bounds_of_its_trait(kind, javascript):
    """Which trait that is shows when its largest and its smallest number are typed."""
    figure = kind(key="explorer-x", **FIGURES[kind][1][0])
    ((fresh, _),) = drawn(javascript, figure._esm, [figure])
    fields = [text.removeprefix("name: ") for text in texts(fresh) if text.endswith(", as a number")]
    for field, told in zip(fields, answers(acted(javascript, figure, [[field, "change", {"value": "1e12"}] for field in fields]))):
        name, whole, least, most = re.fullmatch(r"(.+) has to be a (whole )?number from (\S+) to (\S+)\.", told).groups()
        assert f"{name}, as a number" == field
        after = acted(javascript, figure, [[field, "change", {"value": str(number(end))}] for end in (most, least)])
        changed = {trait for _, state in after for trait in state if state[trait] != traits(figure)[trait]}
        (bounds,) = [figure._bounds[trait] for trait in changed - RESET or changed]
        ends = {bounds["most"], *(figure.shape() if kind is widgets.DeltaFlow and changed <= RESET else ())}  # rows and columns end with the matrix
        assert (least, bool(whole)) == (show(bounds["least"], 0 if whole else 2), bounds["kind"] == "whole") and most in {show(end, 0 if whole else 2) for end in ends}


RESET = {"steps", "taps", "swept", "row", "column", "layer"}  # what begins anew when another number changes


PRESSED = [  # a figure in a state, the name of a button, and what it makes of the state
    (widgets.Descent, dict(steps=4), "Step", dict(steps=5)), (widgets.Descent, dict(steps=4), "Back to the start", dict(steps=0)),
    (widgets.DescentCloud, dict(steps=4), "Step", dict(steps=5)), (widgets.DescentCloud, dict(steps=4), "10 steps", dict(steps=14)), (widgets.DescentCloud, dict(steps=4), "Back to the start", dict(steps=0)),
    (widgets.DescentCloud, dict(steps=4, runs=30), "Other starts", dict(steps=0, first=30)), (widgets.DescentCloud, dict(steps=1995), "10 steps", dict(steps=2000)),
    *((widgets.RoundTrip, dict(taps=taps), name, dict(taps=taps + 1)) for taps, name in ((3, "1 Forward"), (4, "2 Backward"), (5, "3 Step"))), (widgets.RoundTrip, dict(taps=5), "Start again", dict(taps=0)),
    (widgets.MirrorNet, dict(row=0b010110), "input 1", dict(row=0b110110)), (widgets.MirrorNet, dict(row=0b010110), "input 5", dict(row=0b010100)),
    (widgets.Tape, dict(swept=1), "One node back", dict(swept=2)), (widgets.Tape, dict(swept=2), "Undo", dict(swept=1)), (widgets.Tape, dict(swept=1), "Whole sweep", dict(swept=5)),
    (widgets.DrawDigit, dict(**TRAINED), "Clear", dict(rows=[0] * 32)),
    (widgets.SoftplusNeurons, dict(steps=3), "Step", dict(steps=4)), (widgets.SoftplusNeurons, dict(steps=3, speed="100"), "100 steps", dict(steps=103)),
    (widgets.SoftplusNeurons, dict(steps=3), "Back to the start", dict(steps=0)), (widgets.SoftplusNeurons, dict(), "Remove point 1", dict(x=[0.5, 1.0], y=[1.0, 0.0])),
    (widgets.BackpropSteps, dict(at=7), "Next", dict(at=8)), (widgets.BackpropSteps, dict(at=7), "Previous", dict(at=6))]


@pytest.mark.parametrize(("kind", "state", "name", "changes"), PRESSED, ids=[f"{kind.__name__}-{name}" for kind, _, name, _ in PRESSED])
def test_a_button_does_what_its_name_says(kind, state, name, changes, javascript):
    figure = kind(key="explorer-x", **state)
    ((_, after),) = acted(javascript, figure, [[name, "click"]])
    assert {trait: after[trait] for trait in figure.state()} == figure.state() | changes


@each_figure
def test_what_is_chosen_from_a_list_is_the_state(kind, javascript):
    figure = kind(key="explorer-x", **FIGURES[kind][1][0])
    ((fresh, _),) = drawn(javascript, figure._esm, [figure])
    said, lists = list(texts(fresh)), {}
    for before, text in zip(said, said[1:]):
        if text.startswith("option: ") and not before.startswith("option: "):
            lists[before] = label = []
        if text.startswith("option: "):
            label.append(text)
    chosen = {name: trait.options for name, trait in kind.state_traits().items() if hasattr(trait, "options")}
    tried = 0
    for label, told in lists.items():
        for trait, values in [(name, options) for name, options in chosen.items() if [f"option: {value} {words}" for value, words in options.items()] == told]:
            tried += 1
            for (_, state), value in zip(acted(javascript, figure, [[label, "change", {"value": value}] for value in values]), values):
                assert state[trait] == value, f"{value} of {label}"
    assert tried == len(chosen) or kind is widgets.DeltaFlow  # whose term is chosen in its picture


def test_the_update_that_is_applied_is_that_of_the_class(javascript):
    figure = widgets.BackpropSteps(key="explorer-x", at=32)
    ((_, after),) = acted(javascript, figure, [["Apply the update", "click"]])
    figure.apply()
    np.testing.assert_allclose(after.pop("theta"), figure.theta, rtol=1e-12)
    assert {trait: after[trait] for trait in figure.state() if trait != "theta"} == {trait: value for trait, value in figure.state().items() if trait != "theta"}


def test_a_point_that_is_added_lies_on_the_curve(javascript):
    figure = widgets.SoftplusNeurons(key="explorer-x")
    ((tree, after),) = acted(javascript, figure, [["Add a point", "click"]])
    assert answers([(tree, 0)])[0].startswith(f"Point 4 is added at x = {show(after['x'][-1], 2)}. Step 0, cost ")
    theta, (x, y) = figure.path()[-1].theta, (after["x"][-1], after["y"][-1])
    assert (after["x"][:-1], after["y"][:-1]) == (list(figure.x), list(figure.y)) and abs(SOFTPLUS(theta, [[x]]).item() - y) < 0.0051  # y has two decimals


def test_the_pen_tells_where_it_is(javascript):
    """Two pixels a key, to the last of as many rows and columns as that makes."""
    figure = widgets.DrawDigit(key="explorer-x", **TRAINED)
    ((fresh, _),) = drawn(javascript, figure._esm, [figure])
    (pad,) = [text.removeprefix("name: ") for text in texts(fresh) if text.startswith("name: Drawing pad")]
    keys = ["ArrowUp"] * 20 + ["ArrowLeft"] * 20 + ["ArrowDown", "ArrowRight", "ArrowRight"] + ["ArrowDown"] * 20 + ["ArrowRight"] * 20
    trees = acted(javascript, figure, [[pad, "keydown", {"key": key}] for key in keys])
    came, rows = answers(trees), len(figure.bitmap()) // 2
    for (tree, _), told in zip(trees, came):  # the cross is where it says: in the middle of four pixels
        y, x = (2 * int(n) - 1 for n in re.findall(r"(\d+) of", told)[:2])
        assert ("path MhMv", [x - 1.5, y, 3, x, y - 1.5, 3]) in [(mark[0], mark[3]) for mark in marks(tree)]
    assert [came[k] for k in (39, 40, 42, 62, 82)] == [f"Pen at row {r} of {rows}, column {c} of {rows}." for r, c in ((1, 1), (2, 1), (2, 3), (rows, 3), (rows, rows))]


def test_the_last_point_stays_and_says_so(javascript):
    figure = widgets.SoftplusNeurons(key="explorer-x", x=[0.25, 0.5], y=[3, 1])
    (_, once), (tree, twice) = acted(javascript, figure, [["Remove point 1", "click"], ["Remove point 1", "click"]])
    assert once["x"] == twice["x"] == [0.5] and answers([(tree, 0)]) == ["One point has to stay."]


PLANTED = [  # an axis exchanged, an arrow the wrong way, a step twice as long, a tick shifted, a legend exchanged, another quantity, a word reversed
    (widgets.Descent, "cy: c.y(y), r: 3.5", "cy: c.x(y), r: 3.5"), (widgets.Descent, 'w + 0.7 * last.grad', 'w - 0.7 * last.grad'), (widgets.Descent, 'w - model.get("eta") *', 'w - 2 * model.get("eta") *'),
    (widgets.DifferenceV, "log ? powerOfTen(t) : name(t)", "log ? powerOfTen(10 * t) : name(t)"), (widgets.SoftplusNeurons, "...strokes[name] });", '...strokes[name === "part1" ? "part2" : name] });'),
    (widgets.LayerStack, "[a[k + 1], size,", "[a[k], size,"), (widgets.LibrarySlopes, "to the left, ${spelled(n.right)} to the right", "to the right, ${spelled(n.right)} to the left"),
    (widgets.DescentCloud, "1 / Math.sqrt(eta)", "2 / Math.sqrt(eta)"), (widgets.DescentCloud, "Math.max(LEAST, cost[s])", "Math.max(LEAST, cost[0])"), (widgets.DescentCloud, "three quarters lie below", "three quarters lie above"),
    (widgets.RoundTrip, "said.tell(told, \"\")", "told && said.tell(told, \"\")")]


@pytest.mark.parametrize(("kind", "right", "wrong"), PLANTED, ids=[f"{kind.__name__}-{k}" for k, (kind, _, _) in enumerate(PLANTED)])
def test_a_planted_fault_is_found(kind, right, wrong, javascript):
    expected, states = FIGURES[kind]
    figures = [kind(key="explorer-x", **state) for state in states]
    assert figures[0]._esm.count(right) == 1
    with pytest.raises(AssertionError):
        for figure, (fresh, changed) in zip(figures, drawn(javascript, figures[0]._esm.replace(right, wrong), figures)):
            assert_shows(fresh, expected(figure) | {"ends": limits(figure)})
            assert told(changed) == told(fresh)
