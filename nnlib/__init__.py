"""nnlib: feedforward networks and their derivatives in NumPy. It keeps no state, draws nothing and asks nothing.

Reading order: activations, losses, params, network, indexed, chain, diagnosis, gradcheck, hessian, training, minibatch,
inplace, autodiff, jacobian, masks, many, metrics, splits, data; `checks` looks at the arguments of all of them.
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
]
