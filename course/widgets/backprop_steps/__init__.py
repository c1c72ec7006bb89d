"""Backpropagation by hand: one sample forward and backward through a small network, one calculation at a time."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.figure import Figure

from course import figures
from course.figures import networks
from course.widgets.base import HERE, Choice, Explorer, Number, Numbers, Whole, module
from nnlib.activations import identity, relu, sigmoid, softplus, tanh
from nnlib.losses import half_sse, sse
from nnlib.network import Network, Params

ACTIVATIONS = {phi.name: phi for phi in (sigmoid, tanh, relu, softplus, identity)}
PRESETS = {  # chapter 3's network, and the worked example of chapter 4, whose biases are 0
    "3-2-1": {"x": [1.0, 0.0, 1.0], "theta": [0.2, -0.3, 0.4, 0.1, -0.5, 0.2, -0.4, 0.2, -0.3, -0.2, 0.1], "y": 1.0,
              "eta": 0.9, "activation": "sigmoid", "loss": "half_sse"},
    "2-1-1": {"x": [1.0, 2.0], "theta": [0.5, 0.3, 0.0, 0.8, 0.0], "y": 1.0,
              "eta": 0.1, "activation": "sigmoid", "loss": "sse"},
}
SLIPS = {"none": "none", "place": "φ′ at a instead of z", "updated": "updated weights for δ", "factor": "2 or ½ forgotten"}
PHASES = {  # of each kind of calculation: the part of the round, and what is done
    "z": ("Forward", "What arrives: each number sent, times its weight, and the bias."),
    "a": ("Forward", "What the neuron sends on: the activation of what arrived."),
    "C": ("The cost", "How wrong the prediction is, as one number."),
    "d": ("Backward", "How the cost answers when this z moves; the last factor is the slope of the activation."),
    "g": ("Derivatives", "The delta at the head of the arrow, times what its tail sends. For a bias that factor is 1."),
    "n": ("Updates", "A step against the derivative, as long as η times the derivative."),
}

Quantity = tuple  # a kind and a place: ("z", l, j), ("w", l, i, j), ("gw", l, i, j) for ∂C/∂w, ("nw", l, i, j) for the new w


class Calculation(NamedTuple):
    """One result: its symbol, the formula that gives it, as text with `_` and `^`, and its value."""

    name: str
    formula: str
    value: float


class BackpropSteps(Explorer):
    """One round of backpropagation, calculation by calculation: every z and a, the cost, the deltas, derivatives, updates.

    A preset brings its own numbers, except where others are given with it. To set a preset together with other numbers
    later: `with stepper.hold_trait_notifications(): …`.
    """

    _esm = module("backprop_steps", "more.js")
    _css = Explorer._css + (HERE / "backprop_steps/backprop_steps.css").read_text(encoding="utf8")
    _presets = traitlets.Dict(PRESETS, help="The numbers of each preset, for the browser.").tag(sync=True)
    _phases = traitlets.Dict(PHASES, help="What the figure says of each kind of calculation.").tag(sync=True)
    _symbols = traitlets.Dict(help="The symbol of each quantity and what it is, by preset and names, for the browser.").tag(sync=True)
    preset = Choice("3-2-1", {"3-2-1": "3-2-1, chapter 3", "2-1-1": "2-1-1, chapter 4"}, "which example, and so which shape")
    names = Choice("example", {"example": "as in the example", "layers": "by layers"}, "how neurons and weights are called")
    x = Numbers(PRESETS["3-2-1"]["x"], -100, 100, 2, 3, "the inputs of the one sample")
    theta = Numbers(PRESETS["3-2-1"]["theta"], -1000, 1000, 5, 11, "weights and biases, in the order of Params.vector")
    y = Number(1.0, -100, 100, "the target")
    eta = Number(0.9, 0.001, 10, "the learning rate")
    activation = Choice("sigmoid", {name: name for name in ACTIVATIONS}, "the activation of every neuron after the inputs")
    loss = Choice("half_sse", {"half_sse": "half_sse, ½ (y − ŷ)²", "sse": "sse, (y − ŷ)²"}, "the cost, with its factor")
    at = Whole(1, 1, 32, "the number of the current calculation")
    round = Whole(1, 1, 9999, "how often the network has been gone through: 1 more than the updates applied")
    precision = Choice("full", {"full": "full", "hand": "by hand, 4 decimals"},
                       "whether each result is carried as it is, or rounded to 4 decimals as one does by hand")
    slip = Choice("none", SLIPS, "a mistake whose results are shown beside the right ones")

    def __init__(self, **state: Any):
        super().__init__(**PRESETS.get(str(state.get("preset", "3-2-1")), {}) | state)

    @traitlets.default("_symbols")
    def _all_symbols(self) -> dict:
        return {preset: {names: _symbols(preset, names) for names in ("example", "layers")} for preset in PRESETS}

    @property
    def sizes(self) -> tuple[int, ...]:
        """The widths of the layers."""
        return _sizes(self.preset)

    @traitlets.observe("preset")
    def _bring_numbers(self, change: Any) -> None:
        if len(self.theta) != len(PRESETS[self.preset]["theta"]):  # else they have been set together with the preset
            with self.hold_trait_notifications():
                for name, value in (PRESETS[self.preset] | {"at": 1, "round": 1}).items():
                    setattr(self, name, value)

    @traitlets.validate("x", "theta")
    def _as_many_as_the_network_has(self, proposal: Any) -> list[float]:
        name, values = proposal["trait"].name, proposal["value"]
        wanted = len(PRESETS[self.preset][name])
        if len(values) != wanted:
            raise traitlets.TraitError(f"{name} holds {len(values)} numbers; expected {wanted} for the {self.preset} network.")
        return values

    @traitlets.validate("at")
    def _within_the_round(self, proposal: Any) -> int:
        if proposal["value"] > (last := len(self._order())):
            raise traitlets.TraitError(f"at is {proposal['value']}; expected a whole number from 1 to {last}, "
                                       f"the calculations of the {self.preset} network.")
        return proposal["value"]

    def network(self) -> tuple[Network, Params]:
        """The network and its parameters, those before the update."""
        phi = ACTIVATIONS[self.activation]
        return Network(self.sizes, phi, phi), Params(np.array(self.theta), self.sizes)

    def calculations(self, precision: str | None = None, slip: str = "none") -> list[tuple[str, str, float]]:
        """The name, formula and value of each calculation, in the figure's precision or another, right or with a slip.

        They are named tuples: `.name`, `.formula` (the right one in each case), `.value`.
        """
        values = (self._by_hand if (precision or self.precision) == "hand" else self._in_full)(slip)
        return [Calculation(*self._formula(quantity), float(values[quantity])) for quantity in self._order()]

    def apply(self) -> None:
        """Make the new weights the weights, and begin the next round."""
        values = [value for *_, value in self.calculations()]
        with self.hold_trait_notifications():
            self.theta, self.at, self.round = values[-len(self.theta):], 1, self.round + 1

    def _parameters(self) -> list[Quantity]:
        return _parameters(self.sizes)

    def _order(self) -> list[Quantity]:
        hidden = range(self.sizes[1])
        forward = [("z", 1, j) for j in hidden] + [("a", 1, j) for j in hidden] + [("z", 2, 0), ("a", 2, 0), ("C",)]
        return [*forward, ("d", 2, 0), *[("d", 1, j) for j in hidden],
                *[(f"g{kind}", *place) for kind, *place in self._parameters()],
                *[(f"n{kind}", *place) for kind, *place in self._parameters()]]

    def _in_full(self, slip: str) -> dict[Quantity, float]:
        """Every quantity by nnlib. Slips: φ′ at A for Z, another loss for the derivative, W² after its update in δ¹."""
        (net, theta), (X, Y) = self.network(), (np.array([self.x]), np.array([[self.y]]))
        stated, other = (half_sse, sse) if self.loss == "half_sse" else (sse, half_sse)
        Z, A = net.forward(theta, X)
        delta, grad = net.backward(theta, A if slip == "place" else Z, A, Y, other if slip == "factor" else stated)
        if slip == "updated":
            delta[1] = delta[2] @ (theta - self.eta * grad).W[2].T * net.phi[1].prime(Z[1])
            grad.W[1][...], grad.b[1][...] = X.T @ delta[1], delta[1][0]
        values: dict[Quantity, float] = {("C",): (sse if slip == "factor" else stated)(A[2], Y)}
        for kind, layers in (("z", Z), ("a", A), ("d", delta)):
            values |= {(kind, l, j): value for l, rows in layers.items() for j, value in enumerate(rows[0])}
        for kind, params in (("g", grad), ("n", theta - self.eta * grad)):
            values |= {(kind + name, *place): value for (name, *place), value in zip(self._parameters(), params.vector)}
        return values

    def _by_hand(self, slip: str) -> dict[Quantity, Decimal]:
        """Every quantity in decimal arithmetic, the given ones and each result rounded to 4 decimals, halves away from 0."""
        with localcontext(Context(prec=50, Emax=10**15, Emin=-10**15)):
            eta, y = four(self.eta), four(self.y)
            v: dict[Quantity, Decimal] = {("a", 0, i): four(x) for i, x in enumerate(self.x)}
            v |= {quantity: four(t) for quantity, t in zip(self._parameters(), self.theta)}
            for l in (1, 2):
                for j in range(self.sizes[l]):
                    v["z", l, j] = four(sum(v["a", l - 1, i] * v["w", l, i, j] for i in range(self.sizes[l - 1])) + v["b", l, j])
                    v["a", l, j] = four(_phi(self.activation, v["z", l, j]))
            slope = {(l, j): _prime_at(self.activation, v["a", l, j]) if slip == "place"
                     else _prime(self.activation, v["z", l, j], v["a", l, j]) for _, l, j in [k for k in v if k[0] == "z"]}
            half, r = Decimal("0.5"), y - v["a", 2, 0]
            v["C",] = four((1 if self.loss == "sse" or slip == "factor" else half) * r * r)
            two = 2 if (self.loss == "sse") != (slip == "factor") else 1
            v["d", 2, 0] = four(-two * r * slope[2, 0])
            for j in range(self.sizes[1]):
                w = v["w", 2, j, 0]
                if slip == "updated":
                    w = four(w - eta * four(v["d", 2, 0] * v["a", 1, j]))
                v["d", 1, j] = four(v["d", 2, 0] * w * slope[1, j])
            for kind, *place in self._parameters():
                *tail, j = place[1:]
                delta = v["d", place[0], j]
                v["g" + kind, *place] = four(delta * v["a", place[0] - 1, tail[0]]) if tail else delta
                v["n" + kind, *place] = four(v[kind, *place] - eta * v["g" + kind, *place])
            return v

    def _symbol(self, *quantity: Any) -> str:
        return self._symbols[self.preset][self.names][",".join(map(str, quantity))][0]

    def _formula(self, quantity: Quantity) -> tuple[str, str]:
        """The name of a quantity and the formula for it."""
        (kind, *place), s = quantity, self._symbol
        if kind == "C":
            return "C", f"C = {'½ ' if self.loss == 'half_sse' else ''}(y − ŷ)^2"
        l, j = place[0], place[-1]
        if kind[0] in "gn":
            symbol = s(kind[1:], *place)
            tail = f" {s('a', l - 1, place[1])}" if kind == "gw" else ""
            return ((f"∂C/∂{symbol}", f"∂C/∂{symbol} = {s('d', l, j)}{tail}") if kind[0] == "g"
                    else (f"{symbol}, new", f"{symbol} ← {symbol} − η ∂C/∂{symbol}"))
        z, a = s("z", l, j), s("a", l, j)
        slope = {"sigmoid": f"{a} (1 − {a})", "tanh": f"(1 − {a}^2)", "relu": f"relu′({z})", "softplus": f"σ({z})",
                 "identity": "1"}[self.activation]
        right = {
            "z": lambda: " + ".join([*(f"{s('a', l - 1, i)} {s('w', l, i, j)}" for i in range(self.sizes[l - 1])), s("b", l, j)]),
            "a": lambda: {"sigmoid": f"σ({z})", "tanh": f"tanh({z})", "relu": f"max(0, {z})",
                          "softplus": f"ln(1 + e^{{{z}}})", "identity": z}[self.activation],
            "d": lambda: (f"−{'2 ' if self.loss == 'sse' else ''}(y − ŷ) · {slope}" if l == 2
                          else f"{s('d', 2, 0)} {s('w', 2, j, 0)} · {slope}"),
        }[kind]()
        return s(*quantity), f"{s(*quantity)} = {right}"

    def picture(self) -> Figure:
        """The network with what has been calculated so far, and the current calculation above it."""
        order, calculations = self._order(), self.calculations()
        so_far = {quantity: c.value for quantity, c in zip(order[: self.at], calculations)}
        now, kind = calculations[self.at - 1], order[self.at - 1][0]
        backward = kind[0] in "dg"
        inside, under, weights = {}, {}, {}
        for l, n in enumerate(self.sizes):
            for j in range(n):
                inside[l, j] = str(sum(self.sizes[:l]) + j + 1 if (self.names, self.preset) == ("example", "3-2-1") else j + 1)
                shown = [("a", 0, j)] if l == 0 else [("d", l, j)] if backward else [("z", l, j), ("a", l, j)]
                lines = [f"${_mathtext(self._symbol(*q))} = {value:.4f}$" for q in shown
                         if (value := self.x[j] if l == 0 else so_far.get(q)) is not None]
                under[l, j] = "\n".join(lines)
        for quantity, value in zip(self._parameters(), self.theta):
            name, *place = quantity
            if name == "w":
                found = so_far.get(("gw", *place)) if backward else so_far.get(("nw", *place), value)
                if found is not None:
                    weights[tuple(place)] = f"${found:.4f}$"
        fig, ax = figures.figure(width=5.4, height=3.6)
        networks.network(ax, self.sizes, inside=inside, under=under, weights=weights, backward=backward)
        ax.set_title(f"${_mathtext(now.formula)}$\n" + rf"${_mathtext(now.name.split(',')[0])} = {now.value:.4f}$", fontsize=10.5)
        return fig


def _sizes(preset: str) -> tuple[int, ...]:
    return tuple(map(int, preset.split("-")))


def _parameters(sizes: tuple[int, ...]) -> list[Quantity]:
    """("w", l, i, j) and ("b", l, j) in the order of Params.vector."""
    return [quantity for l in (1, 2) for quantity in
            [("w", l, i, j) for i in range(sizes[l - 1]) for j in range(sizes[l])] + [("b", l, j) for j in range(sizes[l])]]


def _symbols(preset: str, names: str) -> dict[str, tuple[str, str]]:
    """The symbol of each quantity, and the quantity in words; the keys are kind and place, such as "w,1,0,1".

    Chapter 3 counts its neurons through and names a weight by both ends; chapter 4's example has a letter for each.
    """
    sizes, layers = _sizes(preset), names == "layers"
    first = [0, sizes[0], sizes[0] + sizes[1]]  # how many neurons stand before a layer

    def symbol(kind: str, l: int, *ends: int) -> str:
        *tail, j = ends
        if (kind, l) == ("a", 2):
            return "ŷ"
        if layers:
            return f"W^{l}_{{{tail[0] + 1}{j + 1}}}" if kind == "w" else f"{kind}^{l}_{j + 1}"
        if l == 0:
            return f"x_{j + 1}"
        if preset == "3-2-1":
            return f"w_{{{first[l - 1] + tail[0] + 1}{first[l] + j + 1}}}" if kind == "w" else f"{kind}_{first[l] + j + 1}"
        return {"z": f"z_{' ho'[l]}", "a": "h", "δ": ("", "δ_h", "δ_{out}")[l], "b": f"b^{l}_1",
                "w": f"w_{3 if l == 2 else (tail or [0])[0] + 1}"}[kind]

    found = {"C": ("C", "the cost"), "y": ("y", "the target"), "eta": ("η", "the learning rate")}
    for l, n in enumerate(sizes):
        for j in range(n):
            neuron = (f"neuron {j + 1} of layer {l}" if layers else f"neuron {first[l] + j + 1}" if preset == "3-2-1"
                      else ("", "the hidden neuron", "the output")[l])
            if l == 0:
                found[f"a,0,{j}"] = symbol("a", 0, j), f"input {j + 1}"
                continue
            for kind, letter, what in (("z", "z", "pre-activation"), ("a", "a", "activation"), ("d", "δ", "delta")):
                found[f"{kind},{l},{j}"] = symbol(letter, l, j), f"the {what} of {neuron}"
    for kind, *place in _parameters(sizes):
        name, where = symbol(kind, *place), ",".join(map(str, place))
        said = re.sub(r"(\d)(?=\d)", r"\1 ", re.sub(r"[_^{}]+", " ", name)).strip()
        found |= {f"{kind},{where}": (name, said), f"g{kind},{where}": (f"∂C/∂{name}", f"the derivative with respect to {said}"),
                  f"n{kind},{where}": (f"{name}^{{new}}", f"the new {said}")}
    return found


def four(x: float | Decimal) -> Decimal:
    """Rounded to 4 decimals as at school: halves away from 0."""
    return Decimal(repr(float(x)) if not isinstance(x, Decimal) else x).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _phi(name: str, z: Decimal) -> Decimal:
    e, zero = (-abs(z)).exp(), Decimal(0)
    return {"sigmoid": lambda: (1 if z >= 0 else e) / (1 + e), "tanh": lambda: (1 - e * e) / (1 + e * e) * (1 if z >= 0 else -1),
            "relu": lambda: max(z, zero), "softplus": lambda: max(z, zero) + (1 + e).ln(), "identity": lambda: z}[name]()


def _prime(name: str, z: Decimal, a: Decimal) -> Decimal:
    """φ′(z) as one has it by hand: of sigmoid and tanh from the rounded activation."""
    return {"sigmoid": lambda: a * (1 - a), "tanh": lambda: 1 - a * a, "relu": lambda: Decimal(z > 0),
            "softplus": lambda: _phi("sigmoid", z), "identity": lambda: Decimal(1)}[name]()


def _prime_at(name: str, a: Decimal) -> Decimal:
    """φ′(a), where φ′(z) belongs."""
    return _prime(name, a, _phi(name, a))


def _mathtext(text: str) -> str:
    """A formula of the figure for matplotlib."""
    for sign, command in (("ŷ", r"\hat{y}"), ("½", r"\frac{1}{2}"), ("−", "-"), ("·", r"\cdot "), ("←", r"\leftarrow "),
                          ("∂", r"\partial "), ("δ", r"\delta"), ("σ", r"\sigma"), ("η", r"\eta "), ("′", "'"), ("{out}", r"{\mathrm{out}}")):
        text = text.replace(sign, command)
    return text
