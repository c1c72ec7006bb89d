"""scikit-learn's MLPRegressor: losses, steps and starts, by one step of its own descent at a time."""

from importlib.metadata import version

import numpy as np
from sklearn.neural_network import MLPRegressor
from sklearn.neural_network._base import ACTIVATIONS, DERIVATIVES
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes, digits, plain

probes = Probes(globals(), **{"scikit-learn": version("scikit-learn"), "numpy": np.__version__})


def slope(name, at):
    """The slope that the backward pass multiplies by, from the activation, as scikit-learn keeps it."""
    z = np.array([[at]])
    a = z.copy()
    ACTIVATIONS[name](a)
    delta = np.ones_like(a)
    DERIVATIVES[name](a, delta)
    return [float(delta[0, 0])]


probes.keep("slopes", "relu", plain(slope("relu", 0.0)), 'DERIVATIVES["relu"](a, delta), with a the activation')
probes.tails(lambda f, x: f(x)[0], lambda f, x: f(x), {"sigmoid": 'slope("logistic", x)', "tanh": 'slope("tanh", x)'}, "64")
a = np.array([[-40.0]])
ACTIVATIONS["logistic"](a)
probes.keep("tails 64", "sigmoid(-40)", digits(a[0, 0], c.TAILS["sigmoid(-40)"][3], "64"), 'ACTIVATIONS["logistic"](a)')


def regressor(K, **settings):
    """A small net after a first, tiny step, with the four samples that it learns from."""
    net = MLPRegressor(**{"hidden_layer_sizes": (2,), "activation": "tanh", "solver": "sgd", "alpha": 0.0, "batch_size": 4, "max_iter": 1,
                          "momentum": 0.0, "learning_rate_init": 1e-6, "random_state": 0, "warm_start": True, "shuffle": False} | settings)
    X = np.array([[0.1, 0.5], [0.4, -0.3], [-0.2, 0.8], [0.9, 0.6]])
    T = np.array(c.TARGETS)[:, :K]
    net.fit(X, T[:, 0] if K == 1 else T)
    return net, X, T[:, 0] if K == 1 else T


for K in (1, 3):
    net, X, T = regressor(K)

    def squares(bias):
        net.intercepts_[1][0] += bias
        S = ((net.predict(X) - T) ** 2).sum()
        net.intercepts_[1][0] -= bias
        return S

    S, slope_of_S = squares(0.0), (squares(1e-3) - squares(-1e-3)) / 2e-3
    before = net.intercepts_[1][0]
    net.fit(X, T)
    followed = (before - net.intercepts_[1][0]) / 1e-6
    factor = net.loss_ / S
    probes.keep("loss", f"squared error, K = {K}", [plain(round(factor, 4)), plain(round(followed / (factor * slope_of_S), 2))],
                'MLPRegressor(solver="sgd", alpha=0.0): loss_, and one step divided by the rate')

layers = MLPRegressor(hidden_layer_sizes=(c.OUTPUTS,), solver="sgd", max_iter=1, learning_rate_init=1e-12, random_state=0)
layers.fit(np.zeros((2, c.INPUTS)), np.zeros(2))
probes.init(layers.coefs_[0].ravel().tolist(), layers.intercepts_[0].tolist(), "MLPRegressor(hidden_layer_sizes=(500,)) with 1000 inputs")


def steps(optimizer, slope=lambda w: w, rates=(c.RATE,) * c.STEPS):
    params, places = [np.ones(1)], []
    for rate in rates:
        optimizer.learning_rate = optimizer.learning_rate_init = rate
        optimizer.update_params(params, [slope(params[0])])
        places.append(float(params[0][0]))
    return places


one = [np.ones(1)]
probes.path("momentum", lambda: steps(SGDOptimizer(one, 0.1, momentum=0.9, nesterov=False)), "SGDOptimizer(params, 0.1, momentum=0.9, nesterov=False)")
probes.path("nesterov", lambda: steps(SGDOptimizer(one, 0.1, momentum=0.9)), "SGDOptimizer(params, 0.1, momentum=0.9)")
probes.path("adam", lambda: steps(AdamOptimizer(one, 0.1)), "AdamOptimizer(params, 0.1)")
probes.path("rate drop", lambda: steps(SGDOptimizer(one, 0.1, momentum=0.9, nesterov=False), lambda w: np.ones(1), c.DROP),
            "SGDOptimizer, its rate set before each step")
probes.write()
