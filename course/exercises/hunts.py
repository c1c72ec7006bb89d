"""Bug hunts: programs with a planted fault; the wrong line and the smallest input that shows it are found by running them."""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from nnlib.activations import sigmoid
from nnlib.autodiff import Node, gradient
from nnlib.losses import half_sse
from nnlib.network import Network

BACKWARD = """\
def backward(W, b, X, Y):
    A1 = sigmoid(X @ W[1] + b[1])
    A2 = sigmoid(A1 @ W[2] + b[2])
    delta2 = (A2 - Y) * A2 * (1 - A2)
    delta1 = delta2 @ W[2].T * A1 * (1 - A1)
    dW = {1: X.T @ delta1, 2: A1.T @ delta2}
    db = {1: delta1.sum(axis=0), 2: delta2.sum(axis=0)}
    return dW, db
"""
SWEEP = """\
def sweep(n, arrows):
    adjoint = [0.0] * n
    adjoint[n - 1] = 1.0
    for child, parent, partial in reversed(arrows):
        share = adjoint[child] * partial
        adjoint[parent] = adjoint[parent] + share
    return adjoint
"""


class Hunt(NamedTuple):
    """A right program and the one line that is written wrongly in it."""

    right: str
    old: str
    new: str

    def program(self) -> str:
        """The program with its fault, as a reader sees it."""
        if self.right.count(self.old) != 1:
            raise ValueError(f"{self.old!r} stands {self.right.count(self.old)} times in the program; expected once.")
        return self.right.replace(self.old, self.new)

    def line(self) -> int:
        """The number of the faulty line, from 1."""
        pairs = zip(self.right.splitlines(), self.program().splitlines(), strict=True)
        (found,) = [k for k, (a, b) in enumerate(pairs, 1) if a != b]
        return found

    def function(self) -> Callable:
        """What the faulty program defines."""
        scope: dict[str, Any] = {"sigmoid": sigmoid}
        exec(self.program(), scope)  # a text of this module, with one of its lines replaced by another text of it
        return scope[re.match(r"def (\w+)", self.right)[1]]


COLUMN = Hunt(BACKWARD, "2: delta2.sum(axis=0)}", "2: delta2[0]}")
SQUARE = Hunt(BACKWARD, "delta2 @ W[2].T", "delta2 @ W[2]")
TAPE = Hunt(SWEEP, "adjoint[parent] = adjoint[parent] + share", "adjoint[parent] = share")


def wrong_network(hunt: Hunt, sizes: tuple[int, int, int], D: int) -> bool | None:
    """Whether the faulty pass gives another gradient than nnlib for these sizes; None where it does not run."""
    rng = np.random.default_rng(0)
    net = Network(sizes, sigmoid, sigmoid)
    theta = net.init_uniform(rng, 1.0)
    X, Y = rng.normal(size=(D, sizes[0])), rng.uniform(size=(D, sizes[2]))
    try:
        dW, db = hunt.function()(theta.W, theta.b, X, Y)
    except ValueError:
        return None
    true = net.grad(theta, X, Y, half_sse)
    return not all(np.shape(a) == np.shape(c) and np.allclose(a, c) for l in (1, 2) for a, c in ((dW[l], true.W[l]), (db[l], true.b[l])))


def wrong_tape(hunt: Hunt, n: int, arrows: Iterable[tuple[int, int]]) -> bool:
    """Whether the faulty sweep gives other adjoints than nnlib on a graph whose arrows, child and parent, have odd partials."""
    tape = [(child, parent, 1.5 + k) for k, (child, parent) in enumerate(arrows)]
    nodes: list[Node] = []
    for k in range(n):
        mine = [(p, v) for c, p, v in tape if c == k]
        nodes.append(Node(1.0, tuple(nodes[p] for p, _ in mine), tuple(v for _, v in mine)))
    return not np.allclose(hunt.function()(n, tape), gradient(nodes[-1], nodes))
