"""What is particular to this book: for each page the small example on which its formulas are proved.

A page's own definitions carry the weight. Here stand the ranges of its index letters, which letters have layers, and
in LaTeX what an earlier chapter or a code cell of the page has defined (`prelude`) or set (`given`).
"""

from typing import Any, NamedTuple

import sympy as sp

from course.proofs.expectation import anything, expectation


def sigma(*subscripts):
    return lambda x: 1 / (1 + sp.exp(-x))


def phi(layer):
    """The activation of a layer: a smooth function of its own in each, of which nothing else is known."""
    from course.proofs.evaluate import generic

    return generic(f"phi_{layer}")


def psi():
    """A cost: a smooth function of all outputs together, of which nothing else is known."""
    from course.proofs.evaluate import generic

    def cost(outputs):
        return generic("psi", (0,) * len(outputs))(*outputs)

    cost.of_matrix = True
    return cost


def multiplications(symbol, owner, name="backward"):
    """What the library's own backward passes multiply, counted in the example: the formula of the count has to give it."""

    def latex(context):
        import numpy as np
        from nnlib import Network, jacobian, mse, sigmoid

        net, D = Network(context.widths, sigmoid, sigmoid, sigmoid), context.constants["D"]
        X, Y = np.ones((D, context.widths[0])), np.zeros((D, context.widths[-1]))
        run = getattr({"Network": Network, "jacobian": jacobian}[owner], name)
        return f"{symbol} = {jacobian.count(run, net, net.init(np.random.default_rng(0)), X, Y, mse)}"

    return latex


def some(name):
    """A smooth function of one variable of which nothing else is known."""

    def function(*subscripts):
        from course.proofs.evaluate import generic

        return generic(name)

    return function


def several(name):
    """A smooth function of as many variables as it is given, another one for every subscript; nothing else is known."""

    def function(*subscripts):
        from course.proofs.evaluate import generic

        def call(*values):
            return generic("_".join([name, *map(str, subscripts)]), (0,) * len(values))(*values)

        return call

    return function


def of_two(name):
    """A smooth function of two variables of which nothing else is known."""

    def function():
        call = several(name)()
        call.of_matrix = True  # that is, it takes its arguments as they come
        return call

    return function


def forward_multiplications(context):
    """What one forward pass and its squared residuals multiply, counted in the example of the page."""
    import numpy as np
    from nnlib import Network, jacobian, mse, sigmoid

    def run(net, theta, Z, A, Y, loss):
        products = [A[l - 1] @ theta.W[l] for l in net.phi]
        return products, (A[net.L] - Y) * (A[net.L] - Y)

    net, D = Network(context.widths, sigmoid, sigmoid, sigmoid), context.constants["D"]
    X, Y = np.ones((D, context.widths[0])), np.zeros((D, context.widths[-1]))
    return f"M_f = {jacobian.count(run, net, net.init(np.random.default_rng(0)), X, Y, mse)}"


class Context(NamedTuple):
    indices: dict[str, tuple[int, int]] = {}  # index letter: first, last
    constants: dict[str, int] = {}  # D, L
    widths: tuple[int, ...] = ()  # n_0 … n_L
    layered: frozenset[str] = frozenset()  # symbols whose superscript is a layer and no power
    matrices: dict[str, tuple[str, str, str, int]] = {}  # matrix: its entries' symbol, rows, columns, first layer
    functions: dict[str, Any] = {"\\sigma": sigma}
    letters: dict[str, Any] = {}  # letters with a fixed value
    positive: frozenset[str] = frozenset({"\\eta", "\\lambda", "h"})
    small: tuple[str, ...] = ("h", "\\eta")  # an approximation without a decimal is one for this letter near 0
    prelude: tuple[Any, ...] = ()  # LaTeX, or a function of the context that returns some
    given: tuple[str, ...] = ()
    second: dict[str, Any] = {}  # what is another in a second example, beside the widths

    def shapes(self):
        """This example and, where sizes are free, a second one: what is equal by chance in one is not in the other."""
        other = {"widths": SECOND, **self.second} if self.widths else self.second
        return (self, self._replace(**other)) if other else (self,)


SECOND = (3, 2, 3, 1)  # as many layers as in GENERAL; no two of n_0 … n_3 and D are equal both here and there


GENERAL = Context(  # a network with widths 2-1-3-2, no two neighbours equal, and two samples, its activations and its cost being any smooth functions
    indices={"d": (1, 2), "i": (1, 3), "j": (1, 3), "k": (1, 2), "l": (0, 3)},
    constants={"D": 2, "L": 3},
    widths=(2, 1, 3, 2),
    layered=frozenset({"W", "b", "Z", "z", "A", "a", "\\delta"}),
    matrices={
        "X": ("x", "D", "n_0", 0), "Y": ("y", "D", "n_L", 0), "A": ("a", "D", "n_l", 0), "Z": ("z", "D", "n_l", 1),
        "\\delta": ("\\delta", "D", "n_l", 1), "W": ("W", "n_{l-1}", "n_l", 1), "b": ("b", "1", "n_l", 1),
    },
    functions={"\\sigma": sigma, "\\phi": phi, "\\psi": psi},
    prelude=(
        r"A^{0} = X", r"a^{0}_{di} = x_{di}", r"\hat y_{dj} = a^{L}_{dj}", r"C = \psi(A^{L})",
        r"\theta = (W^{1}, b^{1}, W^{2}, b^{2}, W^{3}, b^{3})",
    ),
)

CONTEXTS = {
    "01-derivatives": Context(
        indices={"k": (0, 4)}, letters={"i": sp.I}, prelude=(r"\theta = (w_1, w_2)",),
        functions={"\\sigma": sigma, "f": several("f"), "g": several("g"), "F": of_two("F")},
    ),
    "02-softplus-two-neurons": Context(
        indices={"d": (1, 3)}, constants={"D": 3}, prelude=(r"\theta = (w_1, b_1, w_2, b_2, w_3, w_4, b_3)",),
    ),
    "03-sigmoid-3-2-1": Context(
        indices={"j": (4, 6)}, layered=frozenset({"W", "b", "Z", "A", "\\delta"}),
        prelude=(
            r"a_6 = \hat y", r"\delta_j = \frac{\partial C}{\partial z_j}", r"X = \begin{bmatrix} x_1 & x_2 & x_3 \end{bmatrix}", r"Y = \begin{bmatrix} y \end{bmatrix}",
            r"A^{1} = \sigma(Z^{1})", r"A^{2} = \sigma(Z^{2})", r"\delta^{1} = \begin{bmatrix} \delta_4 & \delta_5 \end{bmatrix}", r"\delta^{2} = \begin{bmatrix} \delta_6 \end{bmatrix}",
            r"\theta = (w_{14}, w_{15}, w_{24}, w_{25}, w_{34}, w_{35}, b_4, b_5, w_{46}, w_{56}, b_6)",
        ),
        given=(r"x = (1, 0, 1)", r"y = 1", r"\eta = 0.9", r"w_{14} = 0.2", r"w_{15} = -0.3", r"w_{24} = 0.4", r"w_{25} = 0.1", r"w_{34} = -0.5",
               r"w_{35} = 0.2", r"b_4 = -0.4", r"b_5 = 0.2", r"w_{46} = -0.3", r"w_{56} = -0.2", r"b_6 = 0.1"),
    ),
    "04-general-layers": GENERAL._replace(
        prelude=(*GENERAL.prelude, multiplications(r"M_\delta", "Network"), multiplications("M_J", "jacobian"),
                 multiplications("M_P", "jacobian", "backward_in_printed_order")),
    ),
    "05-trust-a-gradient": Context(
        indices={"k": (1, 3), "l": (0, 3)}, constants={"D": 2, "L": 3}, widths=GENERAL.widths,
        functions={"\\sigma": sigma, "f": some("f"), "\\psi": psi}, letters={"i": sp.I},
        positive=frozenset({"h", "\\varepsilon", "M"}),
        prelude=(r"\theta = (\theta_1, \theta_2, \theta_3)", r"v = (v_1, v_2, v_3)", r"C = \psi(\theta)", forward_multiplications, multiplications(r"M_\delta", "Network")),
    ),
    "06-handwritten-digits": Context(  # three classes and two samples; the targets of a sample sum to one
        indices={"d": (1, 2), "j": (1, 3), "k": (1, 3), "m": (0, 4)}, constants={"D": 2, "K": 3},
        prelude=(r"y_3 = 1 - y_1 - y_2", r"y_{d3} = 1 - y_{d1} - y_{d2}"),
    ),
    "07-deep-nets": Context(  # a column of δ and z for one sample, in a network of widths 2-1-3-2 without biases
        indices={"d": (1, 3), "i": (1, 3), "j": (1, 3), "k": (1, 3), "l": (0, 3)},
        constants={"L": 3},
        widths=(2, 1, 3, 2),
        layered=frozenset({"W", "z", "a", "\\delta", "\\gamma"}),
        matrices={
            "a": ("a", "1", "n_l", 0), "z": ("z", "1", "n_l", 1), "\\delta": ("\\delta", "1", "n_l", 1),
            "\\gamma": ("\\gamma", "1", "n_l", 0), "W": ("W", "n_{l-1}", "n_l", 1),
        },
        functions={"\\sigma": sigma, "\\phi": anything, "\\operatorname E": expectation},
        positive=frozenset({"\\eta", "\\lambda", "h", "v", "q", "n"}),
        small=("h", "\\eta", "u"),
        prelude=(
            r"\hat y_d = \ln(1 + e^{x_d w_1 + b_1}) w_3 + \ln(1 + e^{x_d w_2 + b_2}) w_4 + b_3", r"r_d = y_d - \hat y_d",
            r"C = r_1^2 + r_2^2 + r_3^2",
        ),
    ),
    "08-automatic-differentiation": GENERAL,
    "09-experiments-of-1986": Context(
        indices={"d": (1, 4), "i": (1, 6), "k": (1, 3)}, constants={"K": 3},
    ),
    "10-what-libraries-do": Context(indices={"k": (1, 3)}, prelude=(r"\theta = (x_1, x_2, x_3)",)),
    "reference/notation": GENERAL,
}
