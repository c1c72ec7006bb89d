"""A recorded computation gives every derivative: of each operation, of any graph, of every network, at any depth."""

import dataclasses
import inspect
import math
import subprocess
import sys
import types

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import ROUNDING, apart, problem, problems

import nnlib
from nnlib import Params, autodiff, complex_step, cross_entropy, jacobian, mse, relu, sigmoid, softplus, tanh
from nnlib.autodiff import Node, gradient, order, tangent

# ---- each operation, against mpmath


def exact_sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def exact_softplus(x):
    return mp.log1p(mp.exp(x))


# name: (on nodes, with the module as first argument; in mpmath; arguments)
BINARY = [(2.0, 3.0), (-1.5, 0.25), (1e-3, -7.0), (0.1, 1e5), (12.0, -0.5)]
UNARY = [(-30.0,), (-2.0,), (-1e-3,), (0.5,), (3.0,), (40.0,)]
OPERATIONS = {
    "x + y": (lambda m, x, y: x + y, lambda x, y: x + y, BINARY),
    "x - y": (lambda m, x, y: x - y, lambda x, y: x - y, BINARY),
    "x * y": (lambda m, x, y: x * y, lambda x, y: x * y, BINARY),
    "x / y": (lambda m, x, y: x / y, lambda x, y: x / y, [*BINARY, (1e-300, 1e-200)]),
    "x ** y": (lambda m, x, y: x**y, lambda x, y: x**y, [(x, y) for x, y in BINARY if x > 0 and y < 1e3]),
    "x ** 3": (lambda m, x: x**3, lambda x: x**3, UNARY),
    "x ** -2": (lambda m, x: x**-2, lambda x: x**-2, UNARY),
    "x ** 0": (lambda m, x: x**0, lambda x: mp.mpf(1), [*UNARY, (0.0,)]),
    "x ** 0.5": (lambda m, x: x**0.5, mp.sqrt, [(0.5,), (3.0,), (1e-8,)]),
    "2 ** x": (lambda m, x: 2**x, lambda x: mp.mpf(2) ** x, UNARY),
    "3 - x": (lambda m, x: 3 - x, lambda x: 3 - x, UNARY),
    "3 + x": (lambda m, x: 3 + x, lambda x: 3 + x, UNARY),
    "3 * x": (lambda m, x: 3 * x, lambda x: 3 * x, UNARY),
    "3 / x": (lambda m, x: 3 / x, lambda x: 3 / x, UNARY),
    "-x": (lambda m, x: -x, lambda x: -x, UNARY),
    "exp": (lambda m, x: m.exp(x), mp.exp, UNARY),
    "ln": (lambda m, x: m.ln(x), mp.log, [(1e-9,), (0.5,), (40.0,)]),
    "sigmoid": (lambda m, x: m.sigmoid(x), exact_sigmoid, [*UNARY, (-700.0,)]),
    "softplus": (lambda m, x: m.softplus(x), exact_softplus, [*UNARY, (-700.0,)]),
    "tanh": (lambda m, x: m.tanh(x), mp.tanh, UNARY),
    "relu": (lambda m, x: m.relu(x), lambda x: max(x, mp.mpf(0)), UNARY),
}
# Values are good to 8 units in the last place (test_activations), a partial derivative is at most three operations.
DIGITS = 3e-15


def wrong_operations(m, names=OPERATIONS):
    """The operations of a module whose value or partial derivatives are off somewhere."""
    wrong = set()
    for name in names:
        f, exact, points = OPERATIONS[name]
        for point in points:
            nodes = [m.Node(v) for v in point]
            result = f(m, *nodes)
            with mp.workdps(60):
                true = [exact(*map(mp.mpf, point))]
                for k in range(len(point)):
                    orders = tuple(int(j == k) for j in range(len(point)))
                    h = (abs(mp.mpf(point[k])) or 1) * mp.mpf(10) ** -25
                    true.append(mp.diff(exact, tuple(map(mp.mpf, point)), orders, h=h) if len(point) > 1
                                else mp.diff(exact, mp.mpf(point[0]), h=h))
                given_ = [result.value, *m.gradient(result, nodes)]
                if any(abs(g - t) > DIGITS * abs(t) + mp.mpf(10) ** -20 * (t == 0) for g, t in zip(given_, true)):
                    wrong.add(name)
    return wrong


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_and_its_derivatives_are_right_to_the_last_digits(name):
    assert wrong_operations(autodiff, [name]) == set()


def test_at_its_kink_relu_has_the_derivative_zero():
    assert gradient(autodiff.relu(x := Node(0.0)), x) == 0


@pytest.mark.parametrize("exponent, slope", [(1, 1.0), (1.5, 0.0), (2, 0.0), (3.0, 0.0), (0, 0.0)])
def test_zero_to_a_power_has_the_slope_that_the_limit_has(exponent, slope):
    power = (x := Node(0.0)) ** exponent
    assert power.value == 0.0**exponent and gradient(power, x) == slope
    if exponent:  # 0^y is 0 for each y > 0, so it does not change with y
        y = Node(exponent)
        assert gradient(x**y, [x, y]).tolist() == [slope, 0.0] and gradient(0**y, y) == 0 and (0**y).value == 0


def test_the_four_lines_that_find_most_wrong_derivatives():
    """A number on the left of a minus, a variable used twice, the exponent as the variable, and the sigmoid in its tail."""
    x = Node(3.0)
    assert (2 - x).value == -1 and gradient(2 - x, x) == -1
    assert gradient(x * x + x, x) == 7
    assert gradient(2**x, x) == pytest.approx(8 * math.log(2), rel=1e-15)
    assert gradient(autodiff.sigmoid(Node(40.0) * (one := Node(1.0))), one) == pytest.approx(40 * math.exp(-40), rel=1e-14)
    # The advice for abs and for roots
    for value, true in ((-2.5, -1.0), (2.5, 1.0)):
        assert gradient(autodiff.relu(x := Node(value)) + autodiff.relu(-x), x) == true
    assert gradient((x := Node(4.0)) ** 0.5, x) == 0.25


def planted(old, new):
    """The module with one thing changed in its text."""
    text = inspect.getsource(autodiff)
    assert text.count(old) >= 1, f"{old} has changed"
    module = types.ModuleType("planted")
    sys.modules["planted"] = module  # dataclasses look their module up by name
    exec(compile(text.replace(old, new, 1), "planted", "exec"), module.__dict__)
    return module


@pytest.mark.parametrize(("old", "new", "seen_in"), [
    ('(x - y, 1.0,                      -1.0)', '(x - y, 1.0, 1.0)', "x - y"),
    ("y,                        x))", "x, y))", "x * y"),
    ("-x / y / y", "x / y / y", "x / y"),
    ("y * x ** (y - 1)", "y * x**y", "x ** 3"),
    ("x**y * math.log(x) if", "math.log(x) if", "2 ** x"),
    ("(-x,    -1.0)", "(-x, 1.0)", "-x"),
    ("(math.exp(x), math.exp(x))", "(math.exp(x), 1.0)", "exp"),
    ("1 / x))", "x))", "ln"),
    ("phi.prime(z))", "phi.prime(phi(z)))", "sigmoid"),  # the slope at a instead of z
    ("lambda x, y: operation(y, x)", "lambda x, y: operation(x, y)", "3 - x"),
])
def test_a_wrong_rule_is_found(old, new, seen_in):
    assert seen_in in wrong_operations(planted(old, new))


# ---- random graphs: each value may be used any number of times


STEPS = {
    "+": lambda m, x, y: x + y, "-": lambda m, x, y: x - y, "*": lambda m, x, y: x * y, "/": lambda m, x, y: x / (2 + y * y),
    "^": lambda m, x, y: x**2 - y, "exp": lambda m, x, y: m.exp(-(x * x)), "ln": lambda m, x, y: m.ln(2 + x * x),
    "sigmoid": lambda m, x, y: m.sigmoid(x), "softplus": lambda m, x, y: m.softplus(y), "tanh": lambda m, x, y: m.tanh(x),
}


class Numbers:
    """The same functions on plain and complex numbers, without autodiff."""

    exp, ln, sigmoid, softplus, tanh = np.exp, np.log, sigmoid, softplus, tanh


def compute(plan, m, inputs):
    values = list(inputs)
    for step, i, j in plan:
        values.append(STEPS[step](m, values[i % len(values)], values[j % len(values)]))
    return values[-1] + sum(values[:3])


graphs = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8)
points = st.lists(st.floats(-1.5, 1.5), min_size=3, max_size=3)


def size(output, inputs):
    """The sum over all paths of the absolute products: what the rounding of a derivative is measured by."""
    total = {node: 0.0 for node in order(output)} | {output: 1.0}
    for node in reversed(order(output)):
        for parent, partial in zip(node.parents, node.partials):
            total[parent] += total[node] * abs(partial)
    return max(total.get(x, 0.0) for x in inputs)


@given(graphs, points)
def test_any_graph_has_the_derivatives_that_a_complex_step_finds(plan, point):
    inputs = [Node(v) for v in point]
    output = compute(plan, autodiff, inputs)
    true = complex_step(lambda p: compute(plan, Numbers, p), np.array(point))
    # 1e-12: a few dozen roundings of 1e-16 in the values, multiplied by second derivatives of moderate size
    assert np.abs(gradient(output, inputs) - true).max() <= 1e-12 * size(output, inputs) * max(1.0, abs(output.value))


@given(graphs, points, points)
def test_forward_and_reverse_mode_agree_in_every_direction(plan, point, direction):
    inputs = [Node(v) for v in point]
    output = compute(plan, autodiff, inputs)
    forward, reverse = tangent(output, dict(zip(inputs, direction))), gradient(output, inputs) @ np.array(direction)
    assert abs(forward - reverse) <= 1e-13 * size(output, inputs) * 3 * 1.5


@given(graphs, points)
def test_the_order_puts_parents_first_and_names_each_node_once(plan, point):
    output = compute(plan, autodiff, [Node(v) for v in point])
    place = {node: k for k, node in enumerate(order(output))}
    assert len(place) == len(order(output)) and place[output] == len(place) - 1
    assert all(place[parent] < place[node] for node in place for parent in node.parents)


def diamond(m):
    """f = u + v with u = w + 1 and v = u w, at w = 3: three paths, 1 + 3 + 4."""
    w = m.Node(3)
    u = w + 1
    return u + u * w, w


def test_the_three_paths_of_the_chapter_add_up():
    assert gradient(*diamond(autodiff)) == 8 and tangent(diamond(autodiff)[0], {}) == 0


@pytest.mark.parametrize(("old", "new"), [
    ("adjoint[parent] += adjoint[node] * partial", "adjoint[parent] = adjoint[node] * partial"),
    ("adjoint[parent] += adjoint[node] * partial", "adjoint[parent] += adjoint[node] + partial"),
    ("for node in reversed(order(output)):", "for node in order(output):"),
    ("stack.append((node, True))", "ordered.append(node)"),  # children before parents, and too early
    ("defaultdict(float, {output: 1.0})", "defaultdict(float)"),
])
def test_a_wrong_sweep_is_found(old, new):
    m = planted(old, new)
    assert m.gradient(*diamond(m)) != 8


def test_a_sweep_on_squared_residuals_that_assigns_gives_half():
    m = planted("adjoint[parent] += adjoint[node] * partial", "adjoint[parent] = adjoint[node] * partial")
    w = m.Node(1)
    r = 3 - 2 * w
    assert m.gradient(r * r, w) == -2 and gradient((r := 3 - 2 * (w := Node(1))) * r, w) == -4


# ---- networks


def cost(net, theta, X, Y, loss):
    """C as a node, the parameters as nodes, and Z and A; the losses once more, on nodes."""
    inputs = autodiff.nodes(theta)
    Z, A = autodiff.forward(net, inputs, X)
    if loss is cross_entropy:
        C = 0.0
        for z, y in zip(A[net.L], Y):
            top = max(node.value for node in z)  # a constant that cancels, so that no exponential overflows
            log_sum = autodiff.ln(sum(autodiff.exp(node - top) for node in z))
            C = C + sum(y_k * (log_sum - (node - top)) for node, y_k in zip(z, y)) / len(Y)
    else:
        C = loss.c(*Y.shape) * ((A[net.L] - Y) ** 2).sum()
    return C, inputs, Z, A


@settings(max_examples=60)
@given(problems())
def test_every_network_has_the_cost_the_gradient_and_the_deltas_of_nnlib(p):
    C, inputs, Z, _ = cost(*p)
    net, theta, X, Y, loss = p
    delta, grad = net.backward(theta, *net.forward(theta, X), Y, loss)
    assert C.value == pytest.approx(net.cost(theta, X, Y, loss), rel=1e-13)
    assert apart(Params(gradient(C, inputs.vector), net.sizes), grad) <= ROUNDING
    for l in delta:
        assert np.abs(gradient(C, Z[l]) - delta[l]).max() <= ROUNDING * (np.abs(delta[l]).max() or 1)


def test_forward_mode_finds_the_gradient_too_one_parameter_at_a_time():
    p = problem((3, 4, 5, 2), (sigmoid, softplus, tanh), mse, 4)
    C, inputs, *_ = cost(*p)
    given_ = Params(np.array([tangent(C, {node: 1.0}) for node in inputs.vector]), p.net.sizes)
    assert apart(given_, p.net.grad(*p[1:])) <= ROUNDING


def test_rows_of_the_jacobian_of_chapter_4_come_by_reverse_and_columns_by_forward_mode():
    p = problem((3, 4, 5, 2), (sigmoid, tanh, sigmoid), mse, 2)
    *_, A = cost(*p)
    J, _ = jacobian.backward(p.net, p.theta, *p.net.forward(p.theta, p.X), p.Y, p.loss)
    for l in (1, 2):
        for d in range(2):
            rows = np.array([gradient(a, A[l][d]) for a in A[3][d]])
            columns = np.array([[tangent(a, {node: 1.0}) for a in A[3][d]] for node in A[l][d]]).T
            np.testing.assert_allclose(rows, J[l][d], rtol=1e-12)
            np.testing.assert_allclose(columns, J[l][d], rtol=1e-12)


@pytest.mark.parametrize("sizes", [(3, 2, 1), (3, 4, 5, 2), (4, 8, 8, 8, 6)])
def test_the_arrows_of_a_network_are_counted_by_a_formula(sizes):
    """A product by a weight has two arrows, or one from an input; a sum has two; c, the square and − y have one each."""
    p = problem(sizes, [sigmoid] * (len(sizes) - 1), mse, 1)
    C, *_ = cost(*p)
    layers = list(zip(sizes, sizes[1:]))
    expected = sum((1 if l == 0 else 2) * n * m + 2 * n * m + m for l, (n, m) in enumerate(layers))
    expected += 2 * sizes[-1] + 2 * (sizes[-1] - 1) + 1
    assert sum(len(node.parents) for node in order(C)) == expected


def test_names_of_the_nodes_are_those_of_the_parameters():
    p = problem((2, 3, 1), (tanh, relu), mse, 1)
    theta = autodiff.nodes(p.theta)
    assert [node.name for node in theta.vector] == p.theta.names()
    assert theta.W[2][1, 0].value == p.theta.W[2][1, 0] and theta.W[2][1, 0] is theta.vector[10]


# ---- depth


def chain(depth):
    x = y = Node(1)
    for _ in range(depth):
        y = y + x
    return x, y


def test_a_graph_of_a_hundred_thousand_levels_has_a_gradient():
    x, y = chain(100_000)
    assert gradient(y, x) == tangent(y, {x: 1}) == 100_001


def test_the_recursive_way_dies_at_about_a_thousand_levels():
    code = """
import sys
from nnlib.autodiff import Node
def visit(node, seen):
    if node not in seen:
        seen.add(node)
        for parent in node.parents:
            visit(parent, seen)
def survives(depth):
    y = Node(1)
    for _ in range(depth):
        y = y + 1
    try:
        visit(y, set())
        return True
    except RecursionError:
        return False
print(sys.getrecursionlimit(), survives(900), survives(1000))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.split() == ["1000", "True", "False"]


# ---- nothing is left behind, and what is refused


def test_gradient_leaves_nothing_behind():
    f, w = diamond(autodiff)
    before = [(node.value, node.parents, node.partials, node.name) for node in order(f)]
    assert gradient(f, w) == gradient(f, w) == 8
    assert [(node.value, node.parents, node.partials, node.name) for node in order(f)] == before
    with pytest.raises(dataclasses.FrozenInstanceError):
        w.value = 4.0
    with pytest.raises((AttributeError, TypeError)):
        w.grad = 8.0


def test_inputs_may_be_a_node_a_list_or_an_array_and_the_rest_has_the_derivative_zero():
    a, b, c = Node(2), Node(5), Node(7)
    output = a * b
    assert gradient(output, a) == 5 and isinstance(gradient(output, a), float)
    assert gradient(output, [a, b, c, output]).tolist() == [5, 2, 0, 1]
    assert gradient(output, np.array([[a], [b]], dtype=object)).tolist() == [[5], [2]]
    assert gradient(a, a) == 1


def test_arrays_of_nodes_and_plain_numbers_mix():
    x = Node(2.0)
    for product in (np.array([1.0, 3.0]) * x, x * np.array([1.0, 3.0])):
        assert [node.value for node in product] == [2, 6] and gradient(product[1], x) == 3
    assert gradient(np.float64(3) * x, x) == 3 and gradient(x * np.float64(3), x) == 3
    assert [n.value for n in autodiff.exp(np.array([Node(0.0), x]))] == [1.0, pytest.approx(math.exp(2), rel=1e-15)]
    assert x.named("x").name == "x" and repr(Node(2.5, name="w") * 2) == "Node(5, by ·)"
    assert repr(Node(2.5, name="w")) == "Node(w = 2.5)"


def test_an_operation_of_your_own_is_a_node():
    x = Node(0.5)
    sine = Node(math.sin(x.value), (x,), (math.cos(x.value),), "sin")
    assert gradient(sine * sine, x) == pytest.approx(math.sin(1.0), rel=1e-15)


x = Node(1.0)
REFUSED = {
    "comparison": (lambda: x < 2, TypeError, "cannot be compared"),
    "equality": (lambda: x == 1, TypeError, "cannot be compared"),
    "equality from NumPy": (lambda: np.float64(1) == x, TypeError, "cannot be compared"),
    "a condition": (lambda: 1 if x else 0, TypeError, "cannot be compared"),
    "text": (lambda: x + "1", TypeError, "of type str"),
    "a complex number": (lambda: x * 1j, TypeError, "of type complex"),
    "a truth value": (lambda: x + True, TypeError, "of type bool"),
    "dropping the memory": (lambda: math.exp(x), TypeError, "Write exp, ln, .* of nnlib.autodiff"),
    "dropping it with NumPy": (lambda: np.exp(x), TypeError, "Write exp, ln, .* of nnlib.autodiff"),
    **{f"dropping it with np.{name}": (lambda name=name: getattr(np, name)(np.array([x, x])), TypeError, "Write exp, ln, .* of nnlib.autodiff")
       for name in ("exp2", "log2", "cbrt", "tan", "arctan", "sinh", "cosh", "round")},
    "dropping it in an array": (lambda: np.tanh(np.array([x, x])), TypeError, "Write exp, ln, .* of nnlib.autodiff"),
    "dropping it with float": (lambda: float(x), TypeError, "x.value where the number is meant"),
    "an array of floats": (lambda: np.array([x], float), TypeError, "x.value where the number is meant"),
    "the absolute value": (lambda: abs(x), TypeError, r"relu\(x\) \+ relu\(-x\) for abs\(x\)"),
    "the absolute value from NumPy": (lambda: np.abs(x), TypeError, r"for abs\(x\)"),
    "rounding": (lambda: round(x, 2), TypeError, "x.value where the number is meant"),
    "a root": (lambda: math.sqrt(x), TypeError, r"x \*\* 0.5 for a root"),
    "the function of arrays": (lambda: nnlib.softplus(x), TypeError, "z holds Node values.*nnlib.autodiff"),
    "zero to the power 0, by the exponent": (lambda: 0 ** Node(0.0), ValueError, "of 0 and 0"),
    "zero to a negative power": (lambda: Node(0.0) ** -1, ValueError, "of 0 and -1"),
    "zero below": (lambda: x / 0, ValueError, "/ of 1 and 0"),
    "logarithm": (lambda: autodiff.ln(-x), ValueError, "ln of -1"),
    "complex power": (lambda: (-x) ** 0.5, ValueError, "of -1 and 0.5"),
    "slope of a root at 0": (lambda: Node(0.0) ** 0.5, ValueError, "no derivative"),
    "exponent of a negative number": (lambda: (-2) ** x, ValueError, "no derivative"),
    "overflow": (lambda: autodiff.exp(1000 * x), OverflowError, "exp of 1000"),
    "silent overflow": (lambda: 1e308 * x * 10, OverflowError, "too large"),
    "overflow of a derivative": (lambda: Node(1e-200) ** -1, OverflowError, "derivative"),
    "overflow of a product of derivatives": (lambda: gradient(Node(1.0, (Node(1.0, (x,), (1e200,)),), (1e200,)), x),
                                             OverflowError, "overflowed"),
    "NaN": (lambda: Node(math.nan), ValueError, "finite"),
    "infinite derivative": (lambda: Node(1.0, (x,), (math.inf,)), ValueError, "finite"),
    "a number too few": (lambda: Node(1.0, (x,), ()), ValueError, "1 parents and 0"),
    "a parent that is no node": (lambda: Node(1.0, (2.0,), (1.0,)), ValueError, "expected nodes"),
    "an output without memory": (lambda: gradient(3.0, x), TypeError, "Was every parameter one"),
    "an input without memory": (lambda: gradient(x, [x, 3.0]), TypeError, "no Node"),
    "a direction that is no number": (lambda: tangent(x, {x: "1"}), TypeError, "of type str"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_be_wrong_in_silence_is_refused(case):
    attempt, error, words = REFUSED[case]
    with pytest.raises(error, match=words):
        attempt()


def test_an_overflow_in_a_descent_is_reported_as_divergence():
    def objective(w):
        node = Node(w)
        C = autodiff.exp(node * node)
        return C.value, gradient(C, node)

    with pytest.raises(nnlib.Diverged):
        list(nnlib.descend(objective, 2.0, eta=1.0, steps=5))


def test_the_module_is_short_and_each_rule_is_one_line():
    lines = inspect.getsource(autodiff).splitlines()
    assert len(lines) <= 180
    assert sum("= _operation(" in line and "lambda" in line for line in lines) == 8
