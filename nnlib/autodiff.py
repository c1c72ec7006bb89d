"""Automatic differentiation on scalars: a number that remembers what it was computed from, and its derivatives."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from nnlib import activations, checks
from nnlib.activations import Activation
from nnlib.network import Layers, Network
from nnlib.params import Params

_Rule = Callable[..., tuple[float, ...]]  # numbers to the value of an operation and its partial derivative by each


def _operation(symbol: str, rule: _Rule) -> Callable[..., Any]:
    """The operation on nodes that a rule on numbers describes. Numbers that are no nodes are constants."""

    def operation(*arguments: Any) -> Any:
        if any(isinstance(a, np.ndarray) for a in arguments):  # entry by entry, which NumPy does by itself for two
            return NotImplemented if len(arguments) == 2 else np.frompyfunc(operation, 1, 1)(*arguments)
        numbers = [a.value if isinstance(a, Node) else _number(a) for a in arguments]
        shown = f"{symbol} of {' and '.join(f'{n:g}' for n in numbers)}"
        try:
            value, *partials = map(float, rule(*numbers))
        except (ZeroDivisionError, ValueError, TypeError):  # TypeError: a power came out complex
            value, partials = math.nan, []
        except OverflowError:
            value, partials = math.inf, []
        pairs = [(a, p) for a, p in zip(arguments, partials) if isinstance(a, Node)]
        results = value, *(p for _, p in pairs)
        if any(map(math.isnan, results)):
            raise ValueError(f"{shown} has no real value or no derivative.")
        if any(map(math.isinf, results)):
            raise OverflowError(f"{shown} has a value or a derivative that is too large for a float.")
        return Node(value, tuple(a for a, _ in pairs), results[1:], symbol)

    return operation


def _swapped(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda x, y: operation(y, x)


def _number(value: Any) -> float:
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.floating, np.integer)):
        raise TypeError(f"{value!r} is of type {type(value).__name__}; expected a Node or one real number.")
    return float(value)


def _no_comparison(*_: Any) -> Any:
    raise TypeError("a Node cannot be compared: which branch a program takes has no derivative. Write x.value where "
                    "the number is meant, and x is y for the same node.")


def _no_function(*_: Any) -> Any:  # math asks for a float, NumPy for a method of the function's name
    raise TypeError("Python's, math's and NumPy's functions take numbers, and would lose what a Node remembers. Write exp, ln, "
                    "tanh, sigmoid, softplus or relu of nnlib.autodiff; x ** 0.5 for a root, relu(x) + relu(-x) for abs(x); "
                    "and x.value where the number is meant.")


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Node:
    """A number that remembers: its parents are the nodes it was computed from, `partials` its derivative by each.

    `Node(2.74, name="w")` is an input. The rest come from arithmetic: + − · / ** and the functions of this module.
    An operation of your own is `Node(f(x.value), (x,), (f_prime(x.value),), "f")`.
    """

    value: float
    parents: tuple["Node", ...] = ()
    partials: tuple[float, ...] = ()
    operation: str = ""
    name: str = field(default="", kw_only=True)

    def __post_init__(self):
        if len(self.parents) != len(self.partials) or not all(isinstance(p, Node) for p in self.parents):
            raise ValueError(f"{len(self.parents)} parents and {len(self.partials)} partial derivatives came; expected "
                             "nodes, and as many numbers.")
        numbers = [_number(v) for v in (self.value, *self.partials)]
        if not all(map(math.isfinite, numbers)):
            raise ValueError(f"a Node was given {numbers}; expected finite numbers.")
        object.__setattr__(self, "value", numbers[0])
        object.__setattr__(self, "partials", tuple(numbers[1:]))

    # Each operation with its value, its partial derivative by x, and by y.
    __add__     = _operation("+", lambda x, y: (x + y, 1.0,                      1.0))
    __sub__     = _operation("−", lambda x, y: (x - y, 1.0,                      -1.0))
    __mul__     = _operation("·", lambda x, y: (x * y, y,                        x))
    __truediv__ = _operation("/", lambda x, y: (x / y, 1 / y,                    -x / y / y))
    __pow__     = _operation("^", lambda x, y: (x**y,  y and y * x ** (y - 1),   x**y * math.log(x) if x > 0 else 0.0 if x == 0 < y else math.nan))
    __neg__     = _operation("−", lambda x:    (-x,    -1.0))
    __radd__, __rsub__, __rmul__ = _swapped(__add__), _swapped(__sub__), _swapped(__mul__)
    __rtruediv__, __rpow__ = _swapped(__truediv__), _swapped(__pow__)

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _no_comparison
    __hash__ = object.__hash__
    __float__ = __int__ = __abs__ = __round__ = fabs = exp = exp2 = expm1 = log = log2 = log10 = log1p = sqrt = cbrt = rint = sin = cos = tan = arctan = sinh = cosh = tanh = _no_function

    def named(self, name: str) -> "Node":
        """A node with the same memory, and this name."""
        return replace(self, name=name)

    def __repr__(self) -> str:
        label = " = ".join(part for part in (self.name, f"{self.value:.6g}") if part)
        return f"Node({label}{', by ' + self.operation if self.operation else ''})"


def activation(phi: Activation) -> Callable[[Any], Any]:
    """One of nnlib's activations, or your own, as an operation on nodes and on arrays of nodes."""
    return _operation(phi.name, lambda z: (phi(z), phi.prime(z)))


exp = _operation("exp", lambda x: (math.exp(x), math.exp(x)))
ln = _operation("ln", lambda x:   (math.log(x), 1 / x))
softplus = activation(activations.softplus)
sigmoid = activation(activations.sigmoid)
tanh = activation(activations.tanh)
relu = activation(activations.relu)


def order(output: Node) -> list[Node]:
    """All nodes from which the output was computed, parents before children, the output last; no recursion."""
    if not isinstance(output, Node):
        raise TypeError(f"the output is of type {type(output).__name__}; expected a Node. Was every parameter one?")
    ordered, seen, stack = [], set(), [(output, False)]
    while stack:
        node, parents_done = stack.pop()
        if parents_done:
            ordered.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))  # comes up again when its parents, above it on the stack, are done
            stack += [(parent, False) for parent in node.parents]
    return ordered


def gradient(output: Node, inputs: Any) -> Any:
    """∂output/∂x for each node x in `inputs`, a node or an array of nodes, in its shape: reverse mode, one sweep.

    A node from which the output was not computed has the derivative 0. Nothing is stored in the nodes.
    """
    nodes = np.asarray(inputs, dtype=object)
    if not all(isinstance(node, Node) for node in nodes.flat):
        raise TypeError("the inputs hold something that is no Node; expected the nodes to differentiate by.")
    adjoint = defaultdict(float, {output: 1.0})
    for node in reversed(order(output)):  # children before parents: when a node's turn comes, its sum is complete
        for parent, partial in zip(node.parents, node.partials):
            adjoint[parent] += adjoint[node] * partial
    result = np.array([adjoint[node] for node in nodes.flat]).reshape(nodes.shape)
    if not np.isfinite(result).all():
        raise OverflowError("a derivative is not finite: a product of partial derivatives overflowed.")
    return result if nodes.ndim else result.item()


def tangent(output: Node, direction: Mapping[Node, float]) -> float:
    """Σ ∂output/∂x · ẋ over the inputs x of `direction`, a dictionary x: ẋ: forward mode, one sweep."""
    dot = {node: _number(speed) for node, speed in direction.items()}
    for node in order(output):
        if node not in dot:
            dot[node] = sum((partial * dot[parent] for parent, partial in zip(node.parents, node.partials)), 0.0)
    return dot[output]


def nodes(theta: Params) -> Params:
    """θ with a node in the place of each number, named as in `theta.names()`."""
    named = [Node(float(value), name=name) for value, name in zip(theta.vector, theta.names())]
    return Params(np.array(named, dtype=object), theta.sizes)


def forward(net: Network, theta: Params, X: Any) -> tuple[Layers, Layers]:
    """Z[1 … L] and A[0 … L] as from `Network.forward`, but recorded: arrays of nodes, with θ from `nodes`."""
    Z, A = {}, {0: checks.batch(X, net.sizes[0])}
    for l, phi in net.phi.items():
        Z[l] = A[l - 1] @ theta.W[l] + theta.b[l]
        A[l] = activation(phi)(Z[l])
    return Z, A
