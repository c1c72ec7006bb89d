"""Formulas that people type, such as "delta6 * w56 * a5 * (1 - a5)": read by the grammar of Python, never executed."""

import ast
import math
import operator
import re
import unicodedata
from collections.abc import Callable, Mapping

from course.exercises.answers import Unreadable
from nnlib.activations import sigmoid, softplus

LONGEST = 300  # characters; a formula of this book has fewer than 100
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: float(sigmoid(z)), "softplus": lambda z: float(softplus(z)), "tanh": math.tanh,
    "sigmoid_prime": lambda z: float(sigmoid.prime(z)), "softplus_prime": lambda z: float(softplus.prime(z)),
    "tanh_prime": lambda z: 1 - math.tanh(z) ** 2, "exp": math.exp, "ln": math.log, "log": math.log, "sqrt": math.sqrt}
OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
              ast.Pow: operator.pow}
SPELLINGS = {"−": "-", "·": "*", "×": "*", "^": "**", "²": "**2", "′": "_prime", "'": "_prime", "ŷ": "y_hat",
             "δ": "delta", "σ": "sigmoid", "η": "eta", "½": "(1/2)", "ε": "eps", "√": " sqrt "} | {"₀₁₂₃₄₅₆₇₈₉"[k]: str(k) for k in range(10)}


TOKEN = re.compile(r"[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+|[^\W\d]\w*|\*\*|\s+|.", re.DOTALL)


def _written_out(text: str, names: list[str]) -> str:
    """The same formula as Python writes it: w_56 as w56, tanh²(z) and √x and e^x as calls, a product with its *."""
    text = re.sub(r"\b([A-Za-z]+)_([0-9]+)\b", lambda m: m[1] + m[2] if m[1] + m[2] in names else m[0], text)
    text = re.sub(r"\b([a-z]+)\*\*2\s*(\([^()]*\))", lambda m: f"({m[1]}{m[2]}**2)" if m[1] in FUNCTIONS else m[0], text)
    text = re.sub(r"\bsqrt\s+\(", "sqrt(", re.sub(r"\bsqrt\s+(\w+)", r"sqrt(\1)", text))
    if "e" not in names:
        text = re.sub(r"\be\*\*\(", "exp(", re.sub(r"\be\*\*(\w+)", r"exp(\1)", text))
    written: list[str] = []
    for token in (token for token in TOKEN.findall(text) if not token.isspace()):
        last = written[-1] if written else ""
        ends = last == ")" or bool(re.match(r"[\w.]", last))  # of a number, a name or a parenthesis
        starts = token == "(" and (last in names or not re.match(r"[^\W\d]", last)) or bool(re.match(r"[\w.]", token))
        written += ["*", token] if ends and starts else [token]
    return "".join(written)


def parsed(text: str, names: list[str]) -> Callable[[Mapping[str, float]], float]:
    """The formula as a function of the values of its names; Unreadable says what in it cannot be read."""
    if len(text) > LONGEST:
        raise Unreadable(f"The formula has {len(text)} characters; expected at most {LONGEST}.")
    text = unicodedata.normalize("NFC", text)  # y with a combining circumflex is ŷ too
    for spelling, plain in SPELLINGS.items():
        text = text.replace(spelling, plain)
    text = text.split("=", 1)[-1].strip() if text.count("=") == 1 else text.strip()  # "delta4 = …": the right side
    if not text:
        raise Unreadable("There is no formula yet.")
    text = _written_out(text, names)
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise Unreadable("The formula cannot be read. Write products with *, as in delta6 * w46, powers with **, and close "
                         "every parenthesis.") from None
    _look(tree.body, names)

    def value(values: Mapping[str, float]) -> float:
        try:
            result = _evaluate(tree.body, values)
        except (ArithmeticError, ValueError):
            return math.nan
        return result if isinstance(result, float) else math.nan

    return value


def _look(node: ast.AST, names: list[str]) -> None:
    """Unreadable for anything but numbers, the names, arithmetic and the functions."""
    match node:
        case ast.BinOp(left, op, right) if type(op) in OPERATIONS:
            _look(left, names)
            _look(right, names)
        case ast.UnaryOp(ast.USub() | ast.UAdd(), operand):
            _look(operand, names)
        case ast.Constant(value) if type(value) in (int, float):
            if abs(value) > 1e9:
                raise Unreadable(f"The number {str(value)[:20]} is too large for a formula of this book.")
        case ast.Name(name) if name in names:
            pass
        case ast.Call(ast.Name(name), [argument], []) if name in FUNCTIONS:
            _look(argument, names)
        case ast.Call(ast.Name(name)) | ast.Name(name):
            raise Unreadable(f"The formula has {name} in it. It may use {', '.join(names)}, and the functions "
                             f"{', '.join(FUNCTIONS)}, each of one argument.")
        case _:
            raise Unreadable("The formula may hold numbers, names, + - * / **, parentheses and functions such as sigmoid, "
                             "and nothing else.")


def _evaluate(node: ast.AST, values: Mapping[str, float]) -> float:
    match node:
        case ast.BinOp(left, op, right):
            return OPERATIONS[type(op)](_evaluate(left, values), _evaluate(right, values))
        case ast.UnaryOp(ast.USub(), operand):
            return -_evaluate(operand, values)
        case ast.UnaryOp(_, operand):
            return _evaluate(operand, values)
        case ast.Constant(value):
            return float(value)
        case ast.Name(name):
            return float(values[name])
        case ast.Call(ast.Name(name), [argument], _):
            return FUNCTIONS[name](_evaluate(argument, values))
        case _:
            raise ValueError(f"{node!r} was let in.")
