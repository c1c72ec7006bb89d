"""nnlib: feedforward networks and their derivatives, small enough to read in one sitting.

Reading order: activations, losses, params, network, indexed, jacobian, chain, diagnosis, gradcheck, hessian, training,
minibatch, inplace, metrics, splits, arrows, autodiff, data, families, published; `checks` guards their doors and `tables`
shows their numbers. The numerics need NumPy and nothing else; `nnlib.plots` (matplotlib) is imported on its own.
"""

from nnlib.activations import Activation, identity, relu, sigmoid, softplus, tanh
from nnlib.chain import Chain
from nnlib.gradcheck import central_difference, check_gradient, complex_step
from nnlib.losses import SquaredError, cross_entropy, half_mse, half_sse, mean_squared, mse, softmax, sse
from nnlib.network import Network
from nnlib.params import Params
from nnlib.training import Diverged, Step, descend, train

__all__ = [
    "Activation", "identity", "sigmoid", "softplus", "tanh", "relu",
    "SquaredError", "sse", "half_sse", "mse", "half_mse", "mean_squared", "cross_entropy", "softmax",
    "Network", "Params",
    "Chain",
    "central_difference", "complex_step", "check_gradient",
    "Step", "Diverged", "descend", "train",
]  # fmt: skip
