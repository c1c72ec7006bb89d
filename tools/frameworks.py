"""The gradients of the book's networks from PyTorch and JAX, kept in course/studies/datasets/frameworks.json.

Neither is needed for the book or its tests, and neither is in the lock. To write the file again, in an environment of
its own that has torch, jax and numpy, from the root of the repository:

    PYTHONPATH=. python -m tools.frameworks
"""

import json
import platform
import re
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import torch

from nnlib import Network, cross_entropy, data, half_mse, half_sse, identity, mean_squared, mse, relu, sigmoid, softplus
from nnlib import sse, tanh
from tools.checksums import record

jax.config.update("jax_enable_x64", True)  # JAX computes in float32 unless it is told otherwise
FILE = Path(__file__).resolve().parent.parent / "course/studies/datasets/frameworks.json"
D = 5  # samples of the random problems

TORCH = {"identity": torch.nn.Identity, "sigmoid": torch.nn.Sigmoid, "softplus": torch.nn.Softplus,
         "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
JAX = {"identity": lambda z: z, "sigmoid": jax.nn.sigmoid, "softplus": jax.nn.softplus, "tanh": jnp.tanh,
       "relu": jax.nn.relu}


def worked():
    """The four networks whose derivatives the book compares by every road: name, seed, net, θ, X, Y, loss."""
    X, Y = data.dosage()[:2]
    net = Network((1, 2, 1), softplus, identity)
    theta = net.params({1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, {1: [0, 0], 2: [0]})
    yield "chapter 2", None, net, theta, X, Y, sse
    X, Y = data.han_kamber()[:2]
    net = Network((3, 2, 1), sigmoid, sigmoid)
    theta = net.params({1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, {1: [-0.4, 0.2], 2: [0.1]})
    yield "chapter 3", None, net, theta, X, Y, half_sse
    net = Network((2, 1, 1), sigmoid, sigmoid)
    theta = net.params({1: [[0.5], [0.3]], 2: [[0.8]]}, {1: [0], 2: [0]})
    yield "chapter 4, verified", None, net, theta, np.array([[1.0, 2.0]]), np.array([[1.0]]), sse
    rng = np.random.default_rng(4)
    net = Network((3, 4, 5, 2), sigmoid, sigmoid, sigmoid)
    theta = net.init(rng, gain=3)
    for b in theta.b.values():
        b[...] = 0.5 * rng.standard_normal(b.shape)
    yield "chapter 4, general", 4, net, theta, rng.standard_normal((7, 3)), rng.random((7, 2)), mse


def deeper():
    """Random networks, deeper than those of the chapters, with the other activations and losses."""
    for seed, sizes, phi, loss in (
        (801, (4, 8, 8, 8, 6), (tanh, tanh, tanh, identity), mean_squared),
        (802, (2, 12, 12, 12, 12, 1), (relu, relu, relu, relu, identity), half_mse),
        (803, (3, 5, 5, 5, 5, 5, 5, 5, 2), (sigmoid,) * 8, mse),
        (804, (6, 12, 12, 10), (softplus, tanh, identity), cross_entropy),
    ):
        rng = np.random.default_rng(seed)
        net = Network(sizes, *phi)
        theta = net.init(rng, gain=2)
        for b in theta.b.values():
            b[...] = 0.5 * rng.standard_normal(b.shape)
        X, Y = rng.standard_normal((D, sizes[0])), rng.random((D, sizes[-1]))
        if loss is cross_entropy:
            Y = np.eye(sizes[-1])[rng.integers(sizes[-1], size=D)]
        yield "-".join(map(str, sizes)), seed, net, theta, X, Y, loss


def by_torch(net, theta, X, Y, loss, sweeps=1):
    """(C, the gradient as a vector) from torch.nn's layers, whose weights are stored from-to turned."""
    layers = [torch.nn.Linear(n, m, dtype=torch.float64) for n, m in zip(net.sizes, net.sizes[1:])]
    with torch.no_grad():
        for l, layer in enumerate(layers, start=1):
            layer.weight.copy_(torch.from_numpy(theta.W[l].T.copy()))
            layer.bias.copy_(torch.from_numpy(theta.b[l].copy()))
    model = torch.nn.Sequential(*(part for l, layer in enumerate(layers, 1) for part in (layer, TORCH[net.phi[l].name]())))
    X, Y = torch.from_numpy(X), torch.from_numpy(Y)
    for _ in range(sweeps):
        if loss is cross_entropy:
            C = torch.nn.functional.cross_entropy(model(X), Y)
        elif loss is mean_squared:
            C = torch.nn.functional.mse_loss(model(X), Y)
        else:
            C = loss.c(*Y.shape) * torch.nn.functional.mse_loss(model(X), Y, reduction="sum")
        C.backward()
    parts = [part for layer in layers for part in (layer.weight.grad.T.reshape(-1), layer.bias.grad)]
    return C.item(), torch.cat(parts).numpy()


def by_jax(net, theta, X, Y, loss):
    """(C, the gradient as a vector) from a cost written in jax.numpy."""

    def cost(parameters):
        A = X
        for l in range(1, net.L + 1):
            A = JAX[net.phi[l].name](A @ parameters["W"][l] + parameters["b"][l])
        if loss is cross_entropy:
            return -jnp.mean(jnp.sum(Y * jax.nn.log_softmax(A), axis=1))
        return loss.c(*Y.shape) * jnp.sum((A - Y) ** 2)

    point = {"W": {l: jnp.asarray(W) for l, W in theta.W.items()}, "b": {l: jnp.asarray(b) for l, b in theta.b.items()}}
    C, grad = jax.value_and_grad(cost)(point)
    assert C.dtype == jnp.float64
    return C.item(), np.concatenate([np.ravel(part) for l in theta.W for part in (grad["W"][l], grad["b"][l])])


def derivatives():
    """Single derivatives at places where conventions and roundings differ, from each framework's own functions."""
    def torch_at(f, z):
        z = torch.tensor(z, dtype=torch.float64, requires_grad=True)
        return torch.autograd.grad(f(z), z)[0].item()

    places = {"relu": 0.0, "softplus": 25.0, "sigmoid": 40.0, "tanh": 20.0}
    found = [{"function": name, "z": z, "torch": torch_at(TORCH[name](), z), "jax": jax.grad(JAX[name])(z).item()}
             for name, z in places.items()]
    zero = torch.zeros((), dtype=torch.float64)
    found.insert(1, {"function": "maximum", "z": 0.0, "torch": torch_at(lambda z: torch.maximum(z, zero), 0.0),
                     "jax": jax.grad(lambda z: jnp.maximum(z, 0.0))(0.0).item()})
    return found


def main():
    """Computes everything and writes the file, a line for each vector."""
    problems = []
    for name, seed, net, theta, X, Y, loss in [*worked(), *deeper()]:
        C, grad = zip(*(run(net, theta, X, Y, loss) for run in (by_torch, by_jax)))
        problems.append({
            "name": name, "seed": seed, "sizes": list(net.sizes), "phi": [phi.name for phi in net.phi.values()],
            "loss": loss.name, "theta": theta.vector.tolist(), "X": X.tolist(), "Y": Y.tolist(),
            "C": {"torch": C[0], "jax": C[1]}, "grad": {"torch": grad[0].tolist(), "jax": grad[1].tolist()}})
    net, theta, X, Y, loss = list(worked())[1][2:]
    once, twice = (by_torch(net, theta, X, Y, loss, sweeps=n)[1] for n in (1, 2))
    gradients = {
        "command": "PYTHONPATH=. python -m tools.frameworks",
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__,
                     "jax": jax.__version__},
        "dtype": "float64",
        "problems": problems,
        "derivatives": derivatives(),
        "chapter 3 in torch, backward() twice without zeroing": {"once": once.tolist(), "twice": twice.tolist()},
    }
    text = json.dumps(gradients, indent=1)
    FILE.write_text(_lists_on_a_line(text) + "\n", encoding="utf8")
    record(FILE)


def _lists_on_a_line(text: str) -> str:
    """JSON with each list of numbers on a line of its own."""
    return re.sub(r"\[[^\[\]{}]*\]", lambda m: " ".join(m[0].split()), text)


if __name__ == "__main__":
    main()
