"""Weights that were printed in 1986: networks that can be tried without being trained.

All are from Rumelhart, Hinton and Williams, Learning internal representations by error propagation, chapter 8 of
Parallel Distributed Processing, volume 1, MIT Press. Logistic units; what the chapter calls a bias is our b.
"""

from typing import NamedTuple

from nnlib.activations import sigmoid
from nnlib.masks import with_direct_connections
from nnlib.network import Network
from nnlib.params import Params


class Published(NamedTuple):
    """A network, the point θ that a source prints for it, and where."""

    net: Network
    theta: Params
    source: str


def symmetry() -> Published:
    """The 6-2-1 network that tells mirror images: one hidden neuron has the weights of the other with the sign changed."""
    net = Network((6, 2, 1), sigmoid, sigmoid)
    into_hidden = [[-3.18, 3.16], [6.32, -6.34], [-12.56, 12.52], [12.56, -12.51], [-6.33, 6.31], [3.17, -3.17]]
    theta = net.params({1: into_hidden, 2: [[-9.44], [-9.44]]}, {1: [-1.0, -1.0], 2: [6.89]})
    return Published(net, theta, "PDP, volume 1, chapter 8, figure 9")


def xor_direct() -> Published:
    """Exclusive or with one hidden neuron, and direct connections from the inputs to the output (see `arrows`)."""
    net, theta, _ = with_direct_connections((2, 1, 1), sigmoid, sigmoid)
    theta.W[1][:, 0], theta.b[1][0] = -6.4, 2.2
    theta.W[2][:, 0], theta.b[2][0] = [-9.4, -4.2, -4.2], 6.3
    return Published(net, theta, "PDP, volume 1, chapter 8, figure 3")


def xor_stuck() -> Published:
    """Exclusive or with two hidden neurons, where the descent was found not to go on: two of four outputs are one half."""
    net = Network((2, 2, 1), sigmoid, sigmoid)
    theta = net.params({1: [[-2.0, 4.3], [9.2, 8.8]], 2: [[-4.5], [5.3]]}, {1: [2.0, -0.1], 2: [-0.8]})
    return Published(net, theta, "PDP, volume 1, chapter 8, figures 4 and 5")
