"""Chapter 8 once more: paths one by one, differences, fractions, counting, and closed forms."""

import cmath
import math
from fractions import Fraction
from itertools import product

import numpy as np

from course.exercises import exercise_by_id, hunts
from nnlib import Network, autodiff, half_sse, indexed, mean_squared, sigmoid
from nnlib.autodiff import Node, gradient, order


def central(f, x, h=Fraction(1, 2)):
    """Exact for polynomials of degree two."""
    return (f(x + h) - f(x - h)) / (2 * h)


def sum_times_difference():
    """By differences of fractions: f is of degree two in each of the four."""
    x, y = Fraction(3), Fraction(2)
    return [float(central(lambda s: s * (x - y), x + y)), float(central(lambda d: (x + y) * d, x - y)),
            float(central(lambda v: (v + y) * (v - y), x)), float(central(lambda v: (x + v) * (x - v), y))]


def own_operation():
    """By a complex step."""
    return [cmath.sin((1.5 + 1e-100j) ** 2).imag / 1e-100]


def counted_paths():
    """The small network path by path, as choices of a neuron in each later layer; the large one by its adjoints."""
    small = sum(1 for _ in product(range(5), range(2)))
    count = [1] + [0] * 63
    for width in (64, 64, 10):
        count = [sum(count)] * width
    return [small, sum(count)]


def whole_jacobian():
    """By what moves when one entry of A is moved."""
    rng = np.random.default_rng(1)
    A, W = rng.random((3, 4)), rng.random((4, 2))
    moved = []
    for place in np.ndindex(A.shape):
        B = A.copy()
        B[place] += 1
        moved.append(np.abs(B @ W - A @ W) > 1e-9)
    moved = np.array(moved)
    return [moved[0].size, len(moved), moved.sum()]


def second_derivative():
    """By differences of fractions of the square in disguise."""
    def f(w):
        return (w + 1) + (w + 1) * w

    return [float(f(Fraction(3))), float(central(f, Fraction(3))), float(central(lambda w: central(f, w), Fraction(3)))]


def growing_memory():
    """Run it: the numbers are those of a fresh w, one node more comes at each step, and no cost is remembered."""
    node, fresh, costs, sizes = Node(1), 1.0, [], []
    for _ in range(6):
        r = 3 - 2 * node
        costs.append(r * r)
        sizes.append(len(order(costs[-1])))
        g = gradient(costs[-1], node)
        assert math.isclose(g, -4 * (3 - 2 * fresh))
        node, fresh = node - 0.1 * g, fresh - 0.1 * g
    assert sizes == [4, 5, 6, 7, 8, 9] and not set(order(node)) & set(costs)
    return [2]


def kink():
    """relu of nodes at the three places; at 0 the one-sided slopes of |x| differ, and both slopes of relu are 0."""
    def slope(v):
        x = Node(v)
        return gradient(autodiff.relu(x) + autodiff.relu(-x), x)

    assert [slope(v) for v in (-2, 3, 0)] == [-1, 1, 0] == [-1, 1, 2 * gradient(autodiff.relu(zero := Node(0)), zero)]
    h = 0.25
    assert (abs(h) - abs(0)) / h != (abs(0) - abs(-h)) / h
    return [1]


def to_implement():
    """Every path from the output is walked to its end, by recursion."""
    row = []
    for given in exercise_by_id("8.8").instances:
        n, child, parent, partial = given.values()
        total = [0.0] * n

        def walk(node, along, total=total, child=child, parent=parent, partial=partial):
            total[node] += along
            for c, p, v in zip(child, parent, partial):
                if c == node:
                    walk(p, along * v)

        walk(n - 1, 1.0)
        row += total
    return row


def power_of_itself():
    """The complex step through exp(x y ln x)."""
    return [cmath.exp((x := p["x"] + 1e-100j) * p["y"] * cmath.log(x)).imag / 1e-100 for p in exercise_by_id("8.9").instances]


def default_reduction():
    """By the gradients of a network on five samples with four outputs, added up three times."""
    rng = np.random.default_rng(0)
    net = Network((2, 4), sigmoid)
    theta, X, Y = net.init(rng), rng.normal(size=(5, 2)), rng.random((5, 4))
    followed, meant = (indexed.grad(net, theta, X, Y, loss).vector for loss in (mean_squared, half_sse))
    field = np.zeros_like(followed)
    for _ in range(3):
        field += followed
    return [field @ meant / (meant @ meant)]


def node_of_your_own():
    """In fractions of powers, all measured by the largest; the derivative as a quotient."""
    row = []
    for given in exercise_by_id("8.11").instances:
        z = given["z"].tolist()
        powers = [math.exp(v - max(z)) for v in z]
        row += [max(z) + math.log(math.fsum(powers)), *(p / math.fsum(powers) for p in powers)]
    return row


def broadcast_back():
    """The derivative of Σ g ⊙ (a broadcast to the shape of g) by each entry of a, as a difference: the sum is linear in a."""
    row = []
    for given in exercise_by_id("8.12").instances:
        g, shape = given["g"], tuple(given["shape"].tolist())
        for place in np.ndindex(shape):
            a = np.zeros(shape)
            a[place] = 1.0
            row.append((g * np.broadcast_to(a, g.shape)).sum())
    return row


def tape_hunt():
    """By reading: the only line that writes without adding. x · x needs two nodes, and an arrow for each factor."""
    lines = hunts.TAPE.program().splitlines()
    (line,) = [k for k, text in enumerate(lines, 1) if text.strip() == "adjoint[parent] = share"]
    sweep = hunts.TAPE.function()
    assert sweep(2, [(1, 0, 3.0)])[0] == 3 and sweep(2, [(1, 0, 3.0), (1, 0, 3.0)])[0] != 6
    return [line, 2, 2]


SECOND = {"8.1": sum_times_difference, "8.2": own_operation, "8.3": counted_paths, "8.4": whole_jacobian,
          "8.5": second_derivative, "8.6": growing_memory, "8.7": kink, "8.8": to_implement, "8.9": power_of_itself,
          "8.10": default_reduction,
          "8.11": node_of_your_own, "8.12": broadcast_back, "8.13": tape_hunt}
ROUNDS = {}
