"""Layered networks: the forward pass, and the four equations of the backward pass."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import numpy as np

from nnlib import checks
from nnlib.activations import Activation
from nnlib.losses import Loss
from nnlib.params import Params, _dashes, _places

Layers = dict[int, np.ndarray]  # one array for each layer, keyed by the layer's number as the book counts it


class Network:
    """The shape of a network: `Network((n_0, …, n_L), phi_1, …, phi_L)`. It holds no parameters and no memory.

    X (D, n_0) and Y (D, n_L) have a row for each sample. Layers are counted as in the book: 0 is the input, L the
    output; `phi[l]`, `theta.W[l]`, `Z[l]`, `A[l]` and `delta[l]` belong to layer l.
    """

    def __init__(self, sizes: Iterable[int], *phi: Activation):
        self.sizes = checks.widths(sizes)
        self.L = len(self.sizes) - 1
        if len(phi) != self.L:
            raise ValueError(f"{len(phi)} activations came; a {_dashes(self.sizes)} network needs {self.L}, one for "
                             "each layer after the input.")
        for function in phi:
            if not isinstance(function, Activation):
                raise TypeError(f"{function!r} is no Activation; expected one of nnlib's, such as nnlib.sigmoid, or "
                                "your own: Activation(name, f, prime).")
        self.phi = dict(enumerate(phi, start=1))

    def params(self, W: Mapping[int, Any], b: Mapping[int, Any]) -> Params:
        """θ from given weights W[l], shape (n_{l−1}, n_l), and biases b[l], shape (n_l,), for l = 1 … L."""
        theta = self.zeros()
        for name, given, views in (("W", W, theta.W), ("b", b, theta.b)):
            if not isinstance(given, Mapping):
                raise TypeError(f"{name} is of type {type(given).__name__}; expected a dictionary with a key for each "
                                f"layer: {name}={{1: …}}.")
            if set(given) != set(views):
                raise ValueError(f"{name} has the layers {sorted(given)}; expected {sorted(views)}.")
            for l, view in views.items():
                array = checks.numbers(given[l], f"{name}[{l}]")
                if array.shape != view.shape:
                    raise ValueError(f"{name}[{l}] has shape {array.shape}; expected {view.shape}"
                                     + (", from layer on the rows, to layer on the columns." if name == "W" else ".")
                                     + (f" Try {name}[{l}].T." if array.shape == view.shape[::-1] else ""))
                checks.finite(array, f"{name}[{l}]")
                views[l] = array
        return theta

    def zeros(self) -> Params:
        """The point with every weight and bias 0."""
        return Params(np.zeros(_places(self.sizes)[0]), self.sizes)

    def init(self, rng: np.random.Generator, gain: float = 1.0) -> Params:
        """A random start: W^l normal with standard deviation gain / √n_{l−1}, biases 0."""
        checks.generator(rng)
        theta = self.zeros()
        for l, W in theta.W.items():
            W[...] = gain / np.sqrt(self.sizes[l - 1]) * rng.standard_normal(W.shape)
        return theta

    def init_uniform(self, rng: np.random.Generator, r: float, biases: bool = True) -> Params:
        """A random start as in 1986: weights, and biases unless they are to be 0, all uniform on (−r, r)."""
        r, n = checks.positive(r, "r"), self.zeros().vector.size
        theta = Params(checks.generator(rng).uniform(-r, r, n), self.sizes)
        for b in theta.b.values():
            b *= bool(biases)
        return theta

    def forward(self, theta: Params, X: Any) -> tuple[Layers, Layers]:
        """Z[1 … L] and A[0 … L], each (D, n_l): Z^l = A^{l−1} W^l + b^l and A^l = φ_l(Z^l), from A⁰ = X."""
        self.check(theta)
        Z, A = {}, {0: checks.batch(X, self.sizes[0])}
        for l, phi in self.phi.items():
            Z[l] = A[l - 1] @ theta.W[l] + theta.b[l]
            A[l] = phi(Z[l])
        return Z, A

    def backward(self, theta: Params, Z: Layers, A: Layers, Y: Any, loss: Loss) -> tuple[Layers, Params]:
        """The deltas δ^l = ∂C/∂Z^l, each (D, n_l), and the gradient ∇C, from the Z and A of `forward`."""
        L, phi, grad = self.L, self.phi, Params(np.empty_like(theta.vector), self.sizes)
        delta = {L: loss.grad(A[L], Y) * phi[L].prime(Z[L])}                        # (1)
        for l in range(L - 1, 0, -1):
            delta[l] = (delta[l + 1] @ theta.W[l + 1].T) * phi[l].prime(Z[l])       # (2)
        for l in range(1, L + 1):
            grad.W[l][...] = A[l - 1].T @ delta[l]                                  # (3)
            grad.b[l][...] = delta[l].sum(axis=0)                                   # (4)
        return delta, grad

    def __call__(self, theta: Params, X: Any) -> np.ndarray:
        """The predictions ŷ = A^L, shape (D, n_L)."""
        return self.forward(theta, X)[1][self.L]

    def cost(self, theta: Params, X: Any, Y: Any, loss: Loss) -> float:
        """The cost C(θ) on the samples X, Y."""
        return loss(self(theta, X), Y)

    def grad(self, theta: Params, X: Any, Y: Any, loss: Loss) -> Params:
        """The gradient ∇C(θ) on the samples X, Y, by backpropagation."""
        return self.backward(theta, *self.forward(theta, X), Y, loss)[1]

    def objective(self, X: Any, Y: Any, loss: Loss) -> Callable[[Params], tuple[float, Params]]:
        """The function θ ↦ (C(θ), ∇C(θ)) on fixed samples, which is what `descend` walks down."""
        return partial(self._cost_and_gradient, X, Y, loss)  # which other processes can be sent, unlike a function in here

    def _cost_and_gradient(self, X: Any, Y: Any, loss: Loss, theta: Params) -> tuple[float, Params]:
        Z, A = self.forward(theta, X)
        return loss(A[self.L], Y), self.backward(theta, Z, A, Y, loss)[1]

    def check(self, theta: Any) -> None:
        """Nothing if θ is a finite point of this network; TypeError or ValueError otherwise."""
        if not isinstance(theta, Params):
            raise TypeError(f"theta is of type {type(theta).__name__}; expected Params: write net.params(W, b), "
                            "net.init(rng) or Params(vector, net.sizes).")
        if theta.sizes != self.sizes:
            raise ValueError(f"theta belongs to a {_dashes(theta.sizes)} network; this one is {_dashes(self.sizes)}.")
        checks.finite(theta.vector, "theta.vector")

    def __repr__(self) -> str:
        return f"Network({self.sizes}, {', '.join(map(repr, self.phi.values()))})"
