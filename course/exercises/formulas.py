"""Formulas that people type, such as "delta6 * w56 * a5 (1 − a5)": read by a grammar of their own, never executed.

The same grammar is in `question.js`, and both are tested with the table in tests/readings.py.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from course.exercises.answers import Unreadable
from nnlib.activations import sigmoid, softplus

OTHER = {"yhat": "y_hat"}  # besides W³ for w³
LONGEST = 300  # characters; a formula of this book has fewer than 100
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: float(sigmoid(z)), "softplus": lambda z: float(softplus(z)), "tanh": math.tanh,
    "sigmoid_prime": lambda z: float(sigmoid.prime(z)), "softplus_prime": lambda z: float(softplus.prime(z)),
    "tanh_prime": lambda z: 1 - math.tanh(z) ** 2, "exp": math.exp, "ln": math.log, "log": math.log, "sqrt": math.sqrt,
    "sinh": math.sinh, "cosh": math.cosh, "sech": lambda z: 1 / math.cosh(z)}
OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "^": lambda a, b: a**b}
RAISED, LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "₀₁₂₃₄₅₆₇₈₉"
SPELLINGS = {"−": "-", "·": "*", "⋅": "*", "×": "*", "**": "^", "′": "_prime", "'": "_prime", "ŷ": " y_hat", "δ": " delta", "σ": " sigmoid",
             "η": " eta", "½": "(1/2)", "ε": " eps", "√": " sqrt ", "{": "(", "}": ")", "[": "(", "]": ")"} | {sign: str(k) for k, sign in enumerate(LOWERED)}
CODE = re.compile(r"\b(?:np|numpy|math)\.(?=[a-z])")
SAMPLE = re.compile(r"_(?:d\b|\{d\}|d(?=[0-9]))")
TOKEN = re.compile(rf"[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+|[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*|[{RAISED}]+|\S")
WRITE = ("The formula cannot be read. Write products with *, as in delta6 * w46, powers with **, and close every parenthesis.")
ONLY = "The formula may hold numbers, names, + - * / **, parentheses and functions such as sigmoid, and nothing else."


def parsed(text: str, names: list[str]) -> Callable[[Mapping[str, float]], float]:
    """The formula as a function of the values of its names; Unreadable says what in it cannot be read, or be read in two ways."""
    try:
        tree = _Reading(text, names).whole()
    except RecursionError:  # hundreds of parentheses that are not closed
        raise Unreadable(WRITE) from None

    def value(values: Mapping[str, float]) -> float:
        try:
            result = _evaluate(tree, values)
        except (ArithmeticError, ValueError, TypeError):  # the last of a complex number in a function
            return math.nan
        return result if isinstance(result, float) and math.isfinite(result) else math.nan

    return value


def _tokens(text: str, names: list[str]) -> list[str]:
    if len(text) > LONGEST:
        raise Unreadable(f"The formula has {len(text)} characters; expected at most {LONGEST}.")
    text = unicodedata.normalize("NFC", text)  # y with a combining circumflex is ŷ too
    for index in re.findall(r"_\{?[0-9]+\}?", text):  # w_56 and w_{56}
        text = text.replace(index, index.strip("_{}"), 1)
    text = CODE.sub("", text)
    if not any(name.endswith("_d") for name in names):  # the sample, as the chapters write it
        text = SAMPLE.sub("", text)
    for spelling, plain in SPELLINGS.items():
        text = text.replace(spelling, plain)
    text = text.split("=", 1)[-1].strip() if text.count("=") == 1 else text.strip()  # "delta4 = …": the right side
    if not text:
        raise Unreadable("There is no formula yet.")
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
            raise Unreadable(WRITE if re.match(rf"[A-Za-z0-9.()+*/^{RAISED}-]", self.next()) else ONLY)
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
                below = "".join(self.tokens[begin:self.at])
                raise Unreadable(f"What stands behind / can be read in two ways: put {below} and what follows it into parentheses, "
                                 "or write a * between them.")
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
                raise Unreadable("What belongs to the exponent of e can be read in two ways: put it into parentheses, as in e^(2z).")
            return ("^", tree, raised)
        return tree

    def atom(self) -> tuple:
        token = self.next()
        if token == "(":
            self.take()
            tree = self.sum()
            if self.next() != ")":
                raise Unreadable(WRITE)
            self.take()
            return tree
        if re.match(r"[0-9.]", token) and token != ".":
            if float(token.replace(",", ".")) > 1e9:
                raise Unreadable(f"The number {token[:20]} is too large for a formula of this book.")
            return ("number", float(self.take().replace(",", ".")))
        if re.match(r"[A-Za-z]", token):
            return self.name(self.take())
        raise Unreadable(WRITE if token in ("", ")", "*", "/", "^") else ONLY)

    def name(self, name: str) -> tuple:
        layer = self.next()
        if layer and layer[0] in RAISED and name + (digits := _digits(layer)) in self.names:
            if name in self.names:
                raise Unreadable(f"{name}{layer} can be read in two ways: write {name}{digits} for the one of layer {digits}, {name}**{digits} "
                                 "for a power.")
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
            raise Unreadable(f"{name} can be read in two ways: write the products in it with *.")
        if not parts:
            raise self.unknown(name)
        tree: tuple = ("name", parts[0][0])
        for part in parts[0][1:-1]:
            tree = ("*", tree, ("name", part))
        return ("*", tree, self.powers(("name", parts[0][-1])))

    def unknown(self, name: str) -> Unreadable:
        """What is said of a name that the formula may not use."""
        product = ", which stands for a product: write out what it is made of" if name.startswith("delta") else ""
        return Unreadable(f"The formula has {name} in it{product}. It may use {', '.join(word for word in self.names if not word.startswith('delta'))}, and the functions "
                          f"{', '.join(FUNCTIONS)}, each of one argument.")

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
                raise Unreadable(f"What belongs to {name} can be read in two ways: put it into parentheses.")
        else:
            raise self.unknown(name)
        tree = ("call", name, argument)
        return tree if power is None else ("^", tree, ("number", power))


def _digits(raised: str) -> str:
    return "".join("-" if sign == "⁻" else str(RAISED.index(sign)) for sign in raised)


def _raised(token: str) -> float:
    if not re.fullmatch("-?[0-9]{1,9}", _digits(token)):
        raise Unreadable(WRITE)
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
