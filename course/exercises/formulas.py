"""Formulas that people type, such as "delta6 * w56 * a5 (1 − a5)": read by a grammar of their own, never executed.

The same grammar is in `question.js`, and both are tested with the table in tests/readings.py.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from course.exercises.answers import PARTS, Unreadable
from course.exercises.verdicts import VERDICTS
from nnlib.activations import sigmoid, softplus

FORMULA = VERDICTS["formula"]
OTHER = {"yhat": "y_hat"}  # besides W³ for w³
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: float(sigmoid(z)), "softplus": lambda z: float(softplus(z)), "tanh": math.tanh,
    "sigmoid_prime": lambda z: float(sigmoid.prime(z)), "softplus_prime": lambda z: float(softplus.prime(z)),
    "tanh_prime": lambda z: 1 - math.tanh(z) ** 2, "exp": math.exp, "ln": math.log, "log": math.log, "sqrt": math.sqrt,
    "sinh": math.sinh, "cosh": math.cosh, "sech": lambda z: 1 / math.cosh(z)}
OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "^": lambda a, b: a**b}
RAISED, LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "₀₁₂₃₄₅₆₇₈₉"
SPELLINGS = [*FORMULA["spellings"], *((sign, f"({part})") for sign, part in PARTS.items()), *((sign, str(k)) for k, sign in enumerate(LOWERED))]
MIXED = re.compile(f"[0-9][{''.join(PARTS)}]")
CODE = re.compile(r"\b(?:np|numpy|math)\.(?=[a-z])")
SAMPLE = re.compile(r"_(?:d\b|\{d\}|d(?=[0-9]))")
TOKEN = re.compile(rf"[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+|[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*|[{RAISED}]+|\S")


def parsed(text: str, names: list[str]) -> Callable[[Mapping[str, float]], float]:
    """The formula as a function of the values of its names; Unreadable says what in it cannot be read, or be read in two ways."""
    try:
        tree = _Reading(text, names).whole()
    except RecursionError:  # hundreds of parentheses that are not closed
        raise Unreadable(FORMULA["write"]) from None

    def value(values: Mapping[str, float]) -> float:
        try:
            result = _evaluate(tree, values)
        except (ArithmeticError, ValueError, TypeError):  # the last of a complex number in a function
            return math.nan
        return result if isinstance(result, float) and math.isfinite(result) else math.nan

    return value


def _tokens(text: str, names: list[str]) -> list[str]:
    if len(text) > FORMULA["longest"]:
        raise Unreadable(FORMULA["too long"].format(len(text), FORMULA["longest"]))
    text = unicodedata.normalize("NFC", text)  # y with a combining circumflex is ŷ too
    if mixed := MIXED.search(text):
        raise Unreadable(FORMULA["mixed"].format(mixed[0]))
    for index in re.findall(r"_\{?[0-9]+\}?", text):  # w_56 and w_{56}
        text = text.replace(index, index.strip("_{}"), 1)
    text = CODE.sub("", text)
    if not any(name.endswith("_d") for name in names):  # the sample, as the chapters write it
        text = SAMPLE.sub("", text)
    for spelling, plain in SPELLINGS:
        text = text.replace(spelling, plain)
    text = text.split("=", 1)[-1].strip() if text.count("=") == 1 else text.strip()  # "delta4 = …": the right side
    if not text:
        raise Unreadable(FORMULA["none"])
    return TOKEN.findall(text)


class _Reading:
    """One formula on its way from left to right: each method reads what it is named after, and gives a tree of tuples."""

    def __init__(self, text: str, names: list[str]):
        self.names, self.tokens, self.at = names, _tokens(text, names), 0

    def next(self, k: int = 0) -> str:
        return self.tokens[self.at + k] if self.at + k < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def starts(self) -> bool:
        """Whether a factor may begin here, without a sign."""
        return self.next() == "(" or bool(re.match(r"[A-Za-z0-9.]", self.next()))

    def whole(self) -> tuple:
        tree = self.sum()
        if self.next():
            raise Unreadable(FORMULA["write"] if re.match(rf"[A-Za-z0-9.()+*/^{RAISED}-]", self.next()) else FORMULA["only"])
        return tree

    def sum(self) -> tuple:
        tree = self.product()
        while self.next() in ("+", "-"):
            tree = (self.take(), tree, self.product())
        return tree

    def product(self) -> tuple:
        tree = self.factor()
        while self.next() in ("*", "/") or self.starts():
            sign = self.take() if self.next() in ("*", "/") else "*"
            begin = self.at
            tree = (sign, tree, self.factor())
            if sign == "/" and self.starts():
                raise Unreadable(FORMULA["below"].format("".join(self.tokens[begin:self.at])))
        return tree

    def factor(self) -> tuple:
        if self.next() in ("+", "-"):
            return ("neg", self.factor()) if self.take() == "-" else self.factor()
        return self.powers(self.atom())

    def powers(self, tree: tuple) -> tuple:
        if self.next() and self.next()[0] in RAISED:
            tree = ("^", tree, ("number", _raised(self.take())))
        if self.next() == "^":
            self.take()
            raised = self.factor()
            if tree == ("number", math.e) and self.tokens[self.at - 1][0] in "0123456789" and self.starts():
                raise Unreadable(FORMULA["exponent"])
            return ("^", tree, raised)
        return tree

    def atom(self) -> tuple:
        token = self.next()
        if token == "(":
            self.take()
            tree = self.sum()
            if self.next() != ")":
                raise Unreadable(FORMULA["write"])
            self.take()
            return tree
        if re.match(r"[0-9.]", token) and token != ".":
            if float(token.replace(",", ".")) > FORMULA["largest"]:
                raise Unreadable(FORMULA["too large"].format(token[:20]))
            return ("number", float(self.take().replace(",", ".")))
        if re.match(r"[A-Za-z]", token):
            return self.name(self.take())
        raise Unreadable(FORMULA["write"] if token in ("", ")", "*", "/", "^") else FORMULA["only"])

    def name(self, name: str) -> tuple:
        layer = self.next()
        if layer and layer[0] in RAISED and name + (digits := _digits(layer)) in self.names:
            if name in self.names:
                raise Unreadable(FORMULA["layer"].format(name, layer, digits))
            self.take()
            return ("name", name + digits)
        if name in self.names:
            return ("name", name)
        if (other := OTHER.get(name, name.lower())) in self.names or layer and layer[0] in RAISED and other + _digits(layer) in self.names:
            return self.name(other)
        if layer == "^" and name + self.next(1) in self.names:
            self.take()
            return ("name", name + self.take())
        if name in FUNCTIONS:
            return self.call(name)
        if name in ("e", "pi"):
            return ("number", math.e if name == "e" else math.pi)
        parts = _split(name, self.names)
        if len(parts) > 1:
            raise Unreadable(FORMULA["products"].format(name))
        if not parts:
            raise self.unknown(name)
        tree: tuple = ("name", parts[0][0])
        for part in parts[0][1:-1]:
            tree = ("*", tree, ("name", part))
        return ("*", tree, self.powers(("name", parts[0][-1])))

    def unknown(self, name: str) -> Unreadable:
        """What is said of a name that the formula may not use."""
        product = FORMULA["a product"] if name.startswith("delta") else ""
        own = ", ".join(word for word in self.names if not word.startswith("delta"))
        return Unreadable(FORMULA["unknown"].format(name, product, own, ", ".join(FUNCTIONS)))

    def call(self, name: str) -> tuple:
        """tanh(z), tanh²(z), and ln x without parentheses, where nothing follows that could belong to it; √ reaches no further than one name."""
        power = None
        if self.next() and self.next()[0] in RAISED:
            power = _raised(self.take())
        elif self.next() == "^" and re.fullmatch("[0-9]+", self.next(1)):
            self.take()
            power = float(self.take())
        if self.next() == "(":
            argument = self.atom()
        elif self.starts():
            argument = self.atom()
            if name != "sqrt" and self.starts() or self.next() == "^" or self.next() and self.next()[0] in RAISED:
                raise Unreadable(FORMULA["argument"].format(name))
        else:
            raise self.unknown(name)
        tree = ("call", name, argument)
        return tree if power is None else ("^", tree, ("number", power))


def _digits(raised: str) -> str:
    return "".join("-" if sign == "⁻" else str(RAISED.index(sign)) for sign in raised)


def _raised(token: str) -> float:
    if not re.fullmatch("-?[0-9]{1,9}", _digits(token)):
        raise Unreadable(FORMULA["write"])
    return float(_digits(token))


def _split(word: str, names: list[str]) -> list[list[str]]:
    """The ways in which a word is a row of two or more names, such as xy."""
    ways = [[name, *rest] for name in names if word.startswith(name) and word != name
            for rest in ([[word[len(name):]]] if word[len(name):] in names else []) + _split(word[len(name):], names)]
    return ways


def _evaluate(node: tuple, values: Mapping[str, float]) -> Any:
    match node:
        case ("number", value):
            return value
        case ("name", name):
            return float(values[name])
        case ("neg", argument):
            return -_evaluate(argument, values)
        case ("call", name, argument):
            return FUNCTIONS[name](_evaluate(argument, values))
        case (sign, left, right):
            return OPERATIONS[sign](_evaluate(left, values), _evaluate(right, values))
    raise ValueError(f"{node!r} is no tree of a formula.")
