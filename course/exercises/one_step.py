"""One round of backpropagation as a row of steps, each of which a slip can replace: forward, cost, backward, update."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from course.exercises.tolerance import Keep, exact
from nnlib.activations import Activation
from nnlib.losses import SquaredError
from nnlib.network import Layers, Network, Params


class Problem(NamedTuple):
    """A network, a point, samples, a loss and a learning rate: all that a round needs."""

    net: Network
    theta: Params
    X: Any
    Y: Any
    loss: SquaredError
    eta: float = 1.0


class Round(NamedTuple):
    """All that a round computes: Z, A, the cost, the deltas, the gradient and the new parameters."""

    Z: Layers
    A: Layers
    cost: float
    delta: Layers
    grad: Params
    new: Params


def right(problem: Problem) -> Round:
    """The round by `nnlib.network`."""
    net, theta, X, Y, loss, eta = problem
    Z, A = net.forward(theta, X)
    delta, grad = net.backward(theta, Z, A, Y, loss)
    return Round(Z, A, loss(A[net.L], Y), delta, grad, theta - eta * grad)


# The steps. The letters are the book's; l is the layer whose delta or gradient is being computed.

def affine(A: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Z^l from A^{l−1}."""
    return A @ W + b


def cost(y_hat: np.ndarray, Y: np.ndarray, loss: SquaredError) -> float:
    """The cost C."""
    return loss(y_hat, Y)


def output(y_hat: np.ndarray, Y: np.ndarray, loss: SquaredError) -> np.ndarray:
    """∂C/∂ŷ, shape (D, n_L)."""
    return loss.grad(y_hat, Y)


def slope(phi: dict[int, Activation], Z: Layers, A: Layers, l: int) -> np.ndarray:
    """φ′ of layer l at its z."""
    return phi[l].prime(Z[l])


def carry(delta: Layers, W: Any, W_new: Layers, l: int) -> np.ndarray:
    """∂C/∂A^l from the delta above. W_new holds the updated weights, which a round that updates too early has at hand."""
    return delta[l + 1] @ W[l + 1].T


def dW(A: Layers, delta: Layers, l: int) -> np.ndarray:
    """∂C/∂W^l, equation (3)."""
    return A[l - 1].T @ delta[l]


def db(delta: Layers, l: int) -> np.ndarray:
    """∂C/∂b^l, equation (4)."""
    return delta[l].sum(axis=0)


def update(theta: Params, eta: float, grad: Params) -> Params:
    """The new parameters."""
    return theta - eta * grad


STEPS: dict[str, Callable] = {step.__name__: step for step in (affine, cost, output, slope, carry, dW, db, update)}


def by_hand(problem: Problem, keep: Keep = exact, **instead: Callable) -> Round:
    """The round with some steps replaced by name, and every number that one would write down passed through `keep`.

    A step that gives another shape than the right one is a ValueError: NumPy would broadcast some of them in silence.
    """
    net, theta, X, Y, loss, eta = problem
    step, X, Y = STEPS | instead, np.asarray(X, dtype=float), np.asarray(Y, dtype=float)
    D, Z, A = len(X), {}, {0: X}

    def kept(name: str, shape: tuple[int, ...], *arguments: Any) -> np.ndarray:
        value = np.asarray(step[name](*arguments), dtype=float)
        if value.shape != shape:
            raise ValueError(f"the step {name} gives the shape {value.shape}; expected {shape}.")
        return keep(value)

    for l, n in enumerate(net.sizes[1:], start=1):
        Z[l] = kept("affine", (D, n), A[l - 1], theta.W[l], theta.b[l])
        A[l] = keep(net.phi[l](Z[l]))
    delta, grad, W_new = {}, net.zeros(), {}
    for l in range(net.L, 0, -1):
        shape = (D, net.sizes[l])
        back = (kept("output", shape, A[l], Y, loss) if l == net.L
                else kept("carry", shape, delta, theta.W, W_new, l))
        delta[l] = keep(back * kept("slope", shape, net.phi, Z, A, l))
        W_new[l] = keep(theta.W[l] - eta * dW(A, delta, l))  # too early; only a slip looks at them
    for l in range(1, net.L + 1):
        grad.W[l][...] = kept("dW", theta.W[l].shape, A, delta, l)
        grad.b[l][...] = kept("db", theta.b[l].shape, delta, l)
    new = step["update"](theta, eta, grad)
    return Round(Z, A, float(kept("cost", (), A[net.L], Y, loss)), delta, grad, Params(keep(new.vector), net.sizes))
