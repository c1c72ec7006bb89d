"""Networks with fewer arrows than a layered one, or with arrows past a layer: still the same four equations.

A network that lacks an arrow is a layered one whose weight there is 0 and stays 0. The derivatives with respect to the
weights that may change are the same in both, so nothing has to be derived again: a descent that never moves in the
other directions is the descent of the smaller network.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from nnlib import checks
from nnlib.activations import Activation, identity
from nnlib.network import Network
from nnlib.params import Params


def masked(theta: Params, mask: Params) -> Params:
    """θ where the mask is 1, and 0 where it is 0; both are points of the same network."""
    if not isinstance(theta, Params) or not isinstance(mask, Params):
        raise TypeError(f"theta is of type {type(theta).__name__} and mask of type {type(mask).__name__}; expected two "
                        "Params: a mask is one of zeros and ones, to begin with net.zeros().")
    if theta.sizes != mask.sizes:
        raise ValueError(f"theta belongs to a network of sizes {theta.sizes} and the mask to one of {mask.sizes}.")
    if not ((mask.vector == 0) | (mask.vector == 1)).all():
        raise ValueError("the mask holds other numbers than 0 and 1; expected 1 where θ is kept and 0 elsewhere.")
    return Params(theta.vector * mask.vector, theta.sizes)


def confined(objective: Callable[[Params], tuple[float, Params]], mask: Params
             ) -> Callable[[Params], tuple[float, Params]]:
    """The function θ ↦ (C(θ), ∇C(θ) where the mask is 1, else 0): a descent leaves the other entries at their start.

    With a start that is 0 there, they are arrows that do not exist. Entries that stay at another value are shrunk by
    the `decay` of `descend` all the same.
    """

    return partial(_confined, objective, mask)


def _confined(objective: Callable[[Params], tuple[float, Params]], mask: Params, theta: Params) -> tuple[float, Params]:
    cost, grad = objective(theta)
    return cost, masked(grad, mask)


def beside(*groups: tuple[Activation, int]) -> Activation:
    """One activation for a layer of several groups of neurons, from left to right: `beside((sigmoid, 1), (identity, 2))`."""
    for phi, width in groups:
        if not isinstance(phi, Activation):
            raise TypeError(f"{phi!r} is no Activation; expected pairs such as (sigmoid, 1).")
        checks.count(width, "a group's width", least=1)
    ends = tuple(np.cumsum([width for _, width in groups]))
    name = " | ".join(f"{width} {phi}" for phi, width in groups)
    return Activation(name, partial(_side_by_side, tuple(phi.f for phi, _ in groups), ends),
                      partial(_side_by_side, tuple(phi.prime for phi, _ in groups), ends))


def _side_by_side(functions: tuple[Callable[[Any], Any], ...], ends: tuple[int, ...], Z: Any) -> np.ndarray:
    """Each function of its own columns of Z (D, n), or (D, n, S), which end before the given places."""
    if Z.ndim not in (2, 3) or Z.shape[1] != ends[-1]:
        raise ValueError(f"Z has shape {Z.shape}; these activations are for a layer of {ends[-1]} neurons.")
    parts = np.split(Z, ends[:-1], axis=1)
    return np.concatenate([f(part) for f, part in zip(functions, parts, strict=True)], axis=1)


def with_direct_connections(sizes: tuple[int, int, int], phi: Activation, phi_out: Activation
                            ) -> tuple[Network, Params, Params]:
    """A network with one hidden layer whose inputs reach the output directly as well: (net, fixed, mask).

    The inputs are carried through the hidden layer by neurons beside the others, each with the weight 1 from its own
    input and the identity: `fixed` holds these weights and 0 elsewhere, the mask is 1 where there is something to
    learn. The last rows of W² are the direct connections. A start is `fixed + masked(net.init_uniform(rng, r), mask)`.
    """
    n, hidden, m = sizes
    net = Network((n, hidden + n, m), beside((phi, hidden), (identity, n)), phi_out)
    fixed, mask = net.zeros(), net.zeros()
    fixed.W[1][:, hidden:] = np.eye(n)
    mask.vector[...] = 1
    mask.W[1][:, hidden:] = mask.b[1][hidden:] = 0
    return net, fixed, mask
