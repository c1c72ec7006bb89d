"""The classic slips: each is one step of a round done wrongly, so its results are computed for any network.

A slip whose step does not fit a network (a transpose that only a square matrix has) is a ValueError; one that changes
nothing there (1/D for a single sample) is no slip. `asked_of` leaves out both.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course.exercises import one_step


class Classic(NamedTuple):
    """A slip of the catalogue: the sentence about it, in which {slope} is σ′, softplus′ or φ′, and the steps it replaces."""

    sentence: str
    steps: dict[str, Callable]


def _only(where: str, wrong: Callable) -> Callable:
    """The step `slope` done wrongly at the output or in the hidden layers only."""
    return lambda phi, Z, A, l: (wrong if (l == max(phi)) == (where == "output") else one_step.slope)(phi, Z, A, l)


def _ones(phi, Z, A, l):
    return np.ones_like(Z[l])


def _at_a(phi, Z, A, l):
    return phi[l].prime(A[l])


def _z_for_a(phi, Z, A, l):
    if phi[l].name != "sigmoid":
        raise ValueError("a (1 − a) is the slope of the sigmoid only.")
    return Z[l] * (1 - Z[l])


def _above(phi, Z, A, l):
    """φ′ of the layer above, wherever NumPy lets its shape pass; at the output there is none above."""
    return np.broadcast_to(phi[min(l + 1, max(phi))].prime(Z[min(l + 1, max(phi))]), Z[l].shape)


def _scaled(factor: Callable[[int], float]) -> Callable:
    return lambda y_hat, Y, loss: factor(len(Y)) * one_step.output(y_hat, Y, loss)


def _cost_scaled(factor: Callable[[int], float]) -> Callable:
    return lambda y_hat, Y, loss: factor(len(Y)) * one_step.cost(y_hat, Y, loss)


def _cost_broadcast(y_hat, Y, loss):
    """The differences of every prediction with every target, (D, D), as NumPy makes them from (D, 1) and (D,)."""
    if Y.shape[1] != 1:
        raise ValueError("a target without its second axis needs a single output.")
    return loss.c(*Y.shape) * ((y_hat - Y[:, 0]) ** 2).sum()


def _elementwise(delta, W, W_new, l):
    """⊙ where @ belongs, wherever NumPy lets the shapes pass."""
    product = delta[l + 1] * W[l + 1].T
    return product if product.shape == (len(delta[l + 1]), W[l + 1].shape[0]) else product.sum(axis=0, keepdims=True)


def _exchanged(A, delta, l):
    """δ at the tail times a at the head; an input has no δ, so layer 1 is left as it is."""
    return delta[l - 1].T @ A[l] if l > 1 else one_step.dW(A, delta, l)


def _mean(A, delta, l):
    return one_step.dW(A, delta, l) / len(delta[l])


CATALOGUE = {
    "slope missing": Classic(
        "{slope} is missing in every delta. A delta is ∂C/∂z, and the way back from a to z has the factor {slope}(z).",
        {"slope": _ones}),
    "slope missing at the output": Classic(
        "{slope} of the output neuron is missing. Its delta is ∂C/∂ŷ times {slope}(z), not ∂C/∂ŷ alone.",
        {"slope": _only("output", _ones)}),
    "slope missing in the hidden layer": Classic(
        "{slope} of the hidden neurons is missing. After the way back along the weights comes the factor {slope}(z).",
        {"slope": _only("hidden", _ones)}),
    "slope at a": Classic(
        "{slope} was taken at the activation a. Its place is the pre-activation z.",
        {"slope": _at_a}),
    "slope at a, at the output only": Classic(
        "At the output {slope} was taken at the activation a. Its place is the pre-activation z.",
        {"slope": _only("output", _at_a)}),
    "slope at a, in the hidden layer only": Classic(
        "In the hidden layer {slope} was taken at the activation a. Its place is the pre-activation z.",
        {"slope": _only("hidden", _at_a)}),
    "z put into a (1 − a)": Classic(
        "z was put into a (1 − a). That formula gives {slope}(z), and wants the activation a.",
        {"slope": _z_for_a}),
    "slope of the layer above": Classic(
        "{slope} is off by one layer: the delta of a layer has the slope of its own neurons, not of those above.",
        {"slope": _above}),
    "wrong sign": Classic(
        "The sign of ∂C/∂ŷ is wrong. With C rising as ŷ moves away from y, ∂C/∂ŷ has the sign of ŷ − y.",
        {"output": _scaled(lambda D: -1.0)}),
    "twice": Classic(
        "∂C/∂ŷ is twice as large as it should be: the factor in front of the square and the 2 of the power rule, "
        "multiplied, give half of that.",
        {"output": _scaled(lambda D: 2.0)}),
    "half": Classic(
        "∂C/∂ŷ is half as large as it should be: a 2 of the power rule is missing, or a ½ was counted twice.",
        {"output": _scaled(lambda D: 0.5)}),
    "sum for mean": Classic(
        "The samples were added up, and this cost is their mean: the factor 1/D is missing.",
        {"output": _scaled(lambda D: float(D)), "cost": _cost_scaled(lambda D: float(D))}),
    "mean for sum": Classic(
        "There is a factor 1/D too many.",
        {"output": _scaled(lambda D: 1 / D), "cost": _cost_scaled(lambda D: 1 / D)}),
    "mean in the gradient": Classic(
        "The products of the samples were averaged. The factor of the cost is in the deltas already, so equation (3) adds up.",
        {"dW": _mean}),
    "updated weights": Classic(
        "The hidden delta was computed with weights that had been updated already. All deltas come first, at one point θ.",
        {"carry": lambda delta, W, W_new, l: delta[l + 1] @ W_new[l + 1].T}),
    "no transpose on the way back": Classic(
        "The weights were not transposed on the way back. A delta goes back along the arrows, from columns to rows.",
        {"carry": lambda delta, W, W_new, l: delta[l + 1] @ W[l + 1]}),
    "weights transposed on the way forward": Classic(
        "The weights were transposed on the way forward. W has a row for each neuron that arrows leave: Z = A W + b.",
        {"affine": lambda A, W, b: A @ W.T + b}),
    "weights of the layer below": Classic(
        "The weights on the way back are off by one layer: δ of layer l needs the weights that leave layer l.",
        {"carry": lambda delta, W, W_new, l: delta[l + 1] @ W[l].T}),
    "⊙ for @": Classic(
        "The way back was multiplied entry by entry where a matrix product belongs: a delta is a sum over all arrows "
        "that leave its neuron.",
        {"carry": _elementwise}),
    "bias forgotten": Classic(
        "The biases were left out of the pre-activations.",
        {"affine": lambda A, W, b: A @ W}),
    "head and tail exchanged": Classic(
        "The derivative by a weight has the delta at the head of its arrow and the activation at its tail; here they "
        "are exchanged.",
        {"dW": _exchanged}),
    "activation of the layer itself": Classic(
        "The activation is off by one layer: the derivative by a weight needs that of the layer before.",
        {"dW": lambda A, delta, l: A[l].T @ delta[l]}),
    "(D,) broadcast to (D, D)": Classic(
        "Every prediction was compared with every target: Y of shape (D,) against ŷ of shape (D, 1) is broadcast to (D, D).",
        {"cost": _cost_broadcast}),
    "uphill": Classic(
        "The step goes uphill: the new value is the old one minus η times the derivative.",
        {"update": lambda theta, eta, grad: theta + eta * grad}),
}
