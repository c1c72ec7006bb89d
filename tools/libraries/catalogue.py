"""What is asked of every library: places, truths and small problems. Plain data, for Python and, as JSON, for Node.js."""

import math
from itertools import count


def _sigma(z):
    return 1 / (1 + math.exp(-z))


# Slopes: the point, with an entry for each argument, and the true slopes there: None where there is no derivative.
CORNER = {
    "relu": ([0.0], None),
    "maximum(x, 0)": ([0.0], None),
    "maximum(0, x)": ([0.0], None),
    "clamp(x, 0)": ([0.0], None),
    "where(x > 0, x, 0)": ([0.0], None),
    "abs": ([0.0], None),
    "leaky relu": ([0.0], None),
    "relu6 at 6": ([6.0], None),
    "clip to [-1, 1] at 1": ([1.0], None),
    "hard tanh at 1": ([1.0], None),
    "max of (2, 2, 1)": ([[2.0, 2.0, 1.0]], None),
    "maximum(x, y) of (1, 1)": ([1.0, 1.0], None),
    "norm of (0, 0)": ([[0.0, 0.0]], None),
}
SMOOTH = {
    "logaddexp(x, y) of (1, 1)": ([1.0, 1.0], [0.5, 0.5]),
    "x ** 0.0 at 0": ([0.0], [0.0]),
    "x ** y of (0, 2)": ([0.0, 2.0], [0.0, 0.0]),
    "where(x > 0, sqrt(x), 0) at -1": ([-1.0], [0.0]),
    "where(x > 0, log(x), 0) at -1": ([-1.0], [0.0]),
    "x / (1 + abs(x)) at 0": ([0.0], [1.0]),
}
PRODUCT = {
    "prod of (2, 0, 3)": ([[2.0, 0.0, 3.0]], [0.0, 6.0, 0.0]),
    "prod of (0, 0, 3)": ([[0.0, 0.0, 3.0]], [0.0, 0.0, 0.0]),
    "sum of cumprod of (2, 0, 3)": ([[2.0, 0.0, 3.0]], [1.0, 8.0, 0.0]),
}
SLOPES = CORNER | SMOOTH | PRODUCT

# Lines: the entry of the point that is moved (counted through its vectors), and the places, of which one is the point itself.
_BOTH_SIDES = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0]
LINES = {
    "relu": (0, _BOTH_SIDES),
    "maximum(x, 0)": (0, _BOTH_SIDES),
    "maximum(0, x)": (0, _BOTH_SIDES),
    "clamp(x, 0)": (0, _BOTH_SIDES),
    "where(x > 0, x, 0)": (0, _BOTH_SIDES),
    "abs": (0, _BOTH_SIDES),
    "clip to [-1, 1] at 1": (0, _BOTH_SIDES),
    "norm of (0, 0)": (0, _BOTH_SIDES),
    "logaddexp(x, y) of (1, 1)": (0, [-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0]),
    "x ** 0.0 at 0": (0, _BOTH_SIDES),
    "where(x > 0, sqrt(x), 0) at -1": (0, [-2.0, -1.0, -0.5, 0.25, 1.0, 2.25, 4.0]),
    "prod of (2, 0, 3)": (1, _BOTH_SIDES),
    "sum of cumprod of (2, 0, 3)": (1, _BOTH_SIDES),
}



def moved(point, entry, to):
    """A point with one entry moved."""
    entries = count()
    return [[to if next(entries) == entry else w for w in v] if isinstance(v, list) else to if next(entries) == entry else v for v in point]


# Tails: the function, whether its value or its slope is asked for, where, and the truth, right to the last bits of a float64.
TAILS = {
    "exp(1)": ("exp", "value", [1.0], math.e),
    "softplus(-40)": ("softplus", "value", [-40.0], math.log1p(math.exp(-40))),
    "softplus'(21)": ("softplus", "slope", [21.0], _sigma(21)),
    "sigmoid(-40)": ("sigmoid", "value", [-40.0], math.exp(-40) / (1 + math.exp(-40))),
    "sigmoid'(20)": ("sigmoid", "slope", [20.0], math.exp(-20) / (1 + math.exp(-20)) ** 2),
    "sigmoid'(-20)": ("sigmoid", "slope", [-20.0], math.exp(-20) / (1 + math.exp(-20)) ** 2),
    "sigmoid'(40)": ("sigmoid", "slope", [40.0], math.exp(-40) / (1 + math.exp(-40)) ** 2),
    "tanh'(20)": ("tanh", "slope", [20.0], 1 / math.cosh(20) ** 2),
    "log sigmoid(40)": ("log sigmoid", "value", [40.0], -math.log1p(math.exp(-40))),
    "log sigmoid(-1000)": ("log sigmoid", "value", [-1000.0], -1000.0),
    "binary cross-entropy of logit 40, label 1": ("binary cross-entropy", "value", [40.0], math.log1p(math.exp(-40))),
    "its slope": ("binary cross-entropy", "slope", [40.0], -math.exp(-40) / (1 + math.exp(-40))),
    "cross-entropy of (100, -100), second class": ("cross-entropy", "value", [[100.0, -100.0]], 200.0),
}
FAR = [-40.0, -20.0, -2.0, 0.0, 2.0, 20.0, 40.0]  # where the slope of the sigmoid is asked for as a number: four digits hang on no last bit there

# Losses: predictions and targets of D = 4 samples, the first column for K = 1. S is the sum of the squared errors.
PREDICTIONS = [[0.1, 0.4, -0.3], [0.7, -0.2, 0.9], [0.3, 0.8, 0.5], [-0.6, 0.2, 0.4]]
TARGETS = [[0.5, 0.0, 0.2], [0.1, 0.3, 0.6], [-0.2, 0.4, 1.0], [0.2, 0.9, -0.1]]

# A column of predictions against a row of targets: the loss of four samples, or the mean over sixteen pairs.
COLUMN = [0.1, 0.2, 0.7, 0.9]
ROW = [0.0, 0.0, 1.0, 1.0]

# Checkers: the gradient of the sum of sines at this point, made wrong by a factor 1 + e for these e.
SINES = [0.3, 0.7, 1.2]
FACTORS = [1e-7, 1e-6, 1e-5, 1e-4, 5e-4, 9e-4, 1.1e-3, 2e-3, 3e-3, 1e-2, 1e-1]

# Optimisers: four steps on w^2 / 2 from w = 1 with the rate 0.1 and, where there is one, momentum 0.9.
RATE, MOMENTUM, DECAY, STEPS = 0.1, 0.9, 0.1, 4
DROP = [0.1, 0.1, 0.01, 0.01]  # rates of four steps with the gradient 1 and momentum
OPTIMISERS = ("momentum", "nesterov", "adam", "descent with decay", "adam with decay, gradient 0", "adamw, gradient 0", "rate drop")

# Inits: a dense layer by default.
INPUTS, OUTPUTS = 1000, 500

# Small packages: expressions in x, and in x and y; `m` holds the package's functions. The sigmoid is σ, whatever its name
# is there, and `steeper` is σ(2x), for packages whose sigmoid takes the 2 as a parameter.
ONE = ["x + 2", "2 + x", "x - 2", "2 - x", "3 * x", "x / 2", "2 / x", "-x", "(-x) ** 2", "x ** 2", "x ** 3", "2 ** x", "x ** x", "x + x",
       "x * x + x", "(x * x) * (x * x)", "x * x / (1 + x * x)",
       *(f"m.{name}(x)" for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
                                     "sigmoid", "steeper", "relu"))]
TWO = ["x + y", "x - y", "x * y", "x / y", "x ** y", "x * y + x", "(x + y) * (x - y)"]
POINTS = [0.7, 1.3, -0.4]
PAIRS = [(0.7, 1.3), (1.3, -0.4)]
