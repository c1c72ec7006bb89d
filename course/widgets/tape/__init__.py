"""The tape of an expression: what is typed becomes a list of single operations, and the sweep goes back through it."""

import json
import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import traitlets
from matplotlib.figure import Figure

from course import figures
from course.figures import tapes
from course.widgets.base import HERE, Explorer, Number, Text, Whole, module
from nnlib import autodiff
from nnlib.autodiff import Node

PARTS = {sign: Fraction(part) for sign, part in json.loads((HERE.parent / "numbers.json").read_text(encoding="utf8")).items()}  # ½ and the like
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
TOKEN = re.compile(rf"\s*([0-9]+[.,]?[0-9]*|[.,][0-9]+|[{''.join(PARTS)}]|[{RAISED}]+(?!\s*(?:\*\*|\^))|\*\*|[-+*/^()−·⋅×÷⁄σ]|[a-z]+)")
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "exp": autodiff.exp, "log": autodiff.ln, "tanh": autodiff.tanh, "sigma": autodiff.sigmoid, "softplus": autodiff.softplus,
    "sin": lambda x: Node(math.sin(x.value), (x,), (math.cos(x.value),), "sin"),
    "cos": lambda x: Node(math.cos(x.value), (x,), (-math.sin(x.value),), "cos"),
}
WORDS = json.loads((HERE / "tape/words.json").read_text(encoding="utf8"))  # tape.js imports them too
BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "**": lambda a, b: a**b}
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

Tree = Any  # a number, "x" or "y", or (operation, tree, …)


def parsed(text: str) -> Tree:
    """The tree of an expression in x and y; ValueError in words where it is none.

    Powers bind closest and from the right, then signs, then products, then sums, as in Python. What holds neither x nor y
    is a number: nobody will ask for a derivative by it.
    """
    tokens, at = [], 0
    while text[at:].strip():
        if not (found := TOKEN.match(text, at)):
            raise ValueError(WORDS["unreadable"].format(text[at:].strip()[0]))
        if found[1][0] in RAISED:  # x² is x ** 2
            tokens += ["**", "".join(str(RAISED.index(sign)) for sign in found[1])]
        else:
            tokens.append(WORDS["other names"].get(found[1], found[1]))
        at = found.end()
    tree, rest = _sum(tokens, 0)
    if rest < len(tokens):
        raise ValueError(WORDS["unreadable"].format(tokens[rest]))
    if isinstance(tree, float):
        raise ValueError(WORDS["no letter"])
    return tree


def _made(symbol: str, *parts: Tree) -> Tree:
    """An operation of trees; of numbers, the number that it gives."""
    if not all(isinstance(part, float) for part in parts):
        return symbol, *parts
    try:
        nodes = [Node(part) for part in parts]
        return float((FUNCTIONS[symbol](*nodes) if symbol in FUNCTIONS else -nodes[0] if len(nodes) == 1 else BINARY[symbol](*nodes)).value)
    except (ValueError, OverflowError):
        raise ValueError(WORDS["no value"]) from None


def _chain(tokens: list[str], k: int, symbols: str, part: Callable) -> tuple[Tree, int]:
    tree, k = part(tokens, k)
    while k < len(tokens) and tokens[k] in symbols:
        right, after = part(tokens, k + 1)
        tree, k = _made(tokens[k], tree, right), after
    return tree, k


def _sum(tokens: list[str], k: int) -> tuple[Tree, int]:
    return _chain(tokens, k, "+-", lambda tokens, k: _chain(tokens, k, "*/", _signed))


def _signed(tokens: list[str], k: int) -> tuple[Tree, int]:
    if k < len(tokens) and tokens[k] in "+-":
        tree, after = _signed(tokens, k + 1)
        return (_made("-", tree) if tokens[k] == "-" else tree), after
    tree, k = _atom(tokens, k)
    if k < len(tokens) and tokens[k] == "**":
        exponent, k = _signed(tokens, k + 1)
        tree = _made("**", tree, exponent)
    return tree, k


def _atom(tokens: list[str], k: int) -> tuple[Tree, int]:
    token = tokens[k] if k < len(tokens) else WORDS["end"]
    if token in ("x", "y"):
        return token, k + 1
    if token in PARTS or token[0] in "0123456789.,":
        return float(PARTS.get(token) or token.replace(",", ".")), k + 1
    if token in FUNCTIONS and tokens[k + 1 : k + 2] != ["("]:
        raise ValueError(WORDS["parentheses"].format(token))
    if token in FUNCTIONS or token == "(":
        tree, after = _sum(tokens, k + 2 if token in FUNCTIONS else k + 1)
        if tokens[after : after + 1] != [")"]:
            raise ValueError(WORDS["open"])
        return (_made(token, tree) if token in FUNCTIONS else tree), after + 1
    raise ValueError(WORDS["unreadable"].format(token))


class Entry(NamedTuple):
    """A line of the tape: its name, what it was computed as, the recorded number, and what the sweep has brought it so far."""

    name: str
    formula: str
    node: Node
    adjoint: float


class Tape(Explorer):
    """The tape of an expression in x and y, and the sweep that goes back through it, one node at a time.

    Grammar: + − * / ** with parentheses, numbers, x, y, and exp, log, sin, cos, tanh, sigma, softplus.
    """

    _esm = module("tape", "more.js")
    _css = Explorer._css + (HERE / "tape/tape.css").read_text(encoding="utf8")
    expression = Text("x * y + sin(x)", 60, "what is computed")
    x = Number(2, -10, 10, "the number x")
    y = Number(3, -10, 10, "the number y")
    swept = Whole(0, 0, 60, "how many nodes the sweep has gone back through")

    @traitlets.validate("expression")
    def _readable(self, proposal: Any) -> str:
        try:
            parsed(proposal["value"])
        except ValueError as error:
            raise traitlets.TraitError(f"expression is {proposal['value']!r}, where {error}; expected {type(self).expression.expects()}.") from None
        return proposal["value"]

    def tape(self) -> list[tuple[str, str, Node, float]]:
        """The recorded nodes in the order in which they were computed, with the adjoints after `swept` nodes.

        They are named tuples: `.name`, `.formula`, `.node`, `.adjoint`.
        Where an operation has no value, as the logarithm of −1 has none, the tape ends before it and nothing is swept.
        """
        nodes, names, formulas = [], {}, []

        def record(node: Node, name: str, formula: str) -> Node:
            nodes.append(node)
            names[node] = name
            formulas.append(formula)
            return node

        tree = parsed(self.expression)
        leaves = {name: record(Node(getattr(self, name), name=name), name, "") for name in ("x", "y") if _holds(tree, name)}
        count = 0

        def run(tree: Tree) -> Any:
            nonlocal count
            if not isinstance(tree, tuple):
                return tree if isinstance(tree, float) else leaves[tree]
            symbol, *parts = tree[0], *map(run, tree[1:])
            if symbol in FUNCTIONS:
                node = FUNCTIONS[symbol](*parts)
            else:
                node = -parts[0] if len(parts) == 1 else BINARY[symbol](*parts)
            count += 1
            words = [names.get(part) or _short(part) for part in parts]
            return record(node, f"v{count}".translate(SUBSCRIPTS), _words(symbol, words))

        complete = True
        try:
            run(tree)
        except (ValueError, OverflowError):
            complete = False
        adjoint = dict.fromkeys(nodes, 0.0)
        if complete:
            adjoint[nodes[-1]] = 1.0
            for node in nodes[::-1][: self.swept]:
                for parent, partial in zip(node.parents, node.partials):
                    adjoint[parent] += adjoint[node] * partial
        return [Entry(names[node], formula, node, adjoint[node]) for node, formula in zip(nodes, formulas)]

    def picture(self) -> Figure:
        """The graph of the tape, with the local derivative at each arrow."""
        fig, ax = figures.figure(width=4.4, height=3.4)
        entries = self.tape()
        tapes.graph(ax, entries[-1].node, partials=True)
        return fig


def _holds(tree: Tree, name: str) -> bool:
    return tree == name or isinstance(tree, tuple) and any(_holds(part, name) for part in tree[1:])


def _short(number: float) -> str:
    return f"{number:.6g}".replace("-", "−")


def _words(symbol: str, words: list[str]) -> str:
    if symbol in FUNCTIONS:
        return f"{symbol}({words[0]})"
    return f"−{words[0]}" if len(words) == 1 else f" {symbol.replace('**', '^').replace('*', '·').replace('-', '−')} ".join(words)
