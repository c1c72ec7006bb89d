"""The exercises of chapter 8: a tape by hand, adjoints that add up, orders, dual numbers, and what is kept."""

import math
from itertools import combinations_with_replacement

import numpy as np

from course.exercises import hunts
from course.exercises.builders import Wrong, asked, chosen, compared
from course.exercises.formulas import parsed
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage
from nnlib.autodiff import Node, gradient
from nnlib.losses import half_sse, mean_squared, mse, sse

NODE = Passage("A number that remembers", "sec-auto-node")
PATHS = Passage("Over all paths, the sum", "sec-auto-paths")
ORDER = Passage("The order, and how deep it may go", "sec-auto-order")
DOUBLINGS = Passage("Without an order: right, and hopeless", "sec-auto-doublings")
GRADIENT = Passage("The gradient, in four lines", "sec-auto-gradient")
STALE = Passage("Nothing is left behind", "sec-auto-stale")
FORWARD = Passage("The other direction", "sec-auto-forward")
COSTS = Passage("What each direction costs", "sec-auto-costs")
VJP = Passage("Arrays for nodes", "sec-auto-vjp")
FRAMEWORKS = Passage("The same gradients from PyTorch and JAX", "sec-auto-frameworks")


def sum_times_difference() -> Exercise:
    """8.1: (x + y)(x − y), swept by hand."""
    def swept(turns="fdsxy", add=True, first=1.0, product=None, difference=(1.0, -1.0)):
        """The adjoints of s, d, x and y where the nodes have their turns in this order."""
        x, y = Node(3), Node(2)
        s, d = Node(5, (x, y), (1.0, 1.0)), Node(1, (x, y), difference)
        f = Node(5, (s, d), product or (d.value, s.value))
        named = {"f": f, "s": s, "d": d, "x": x, "y": y}
        adjoint = dict.fromkeys(named.values(), 0.0) | {f: first}
        for node in (named[turn] for turn in turns):
            for parent, partial in zip(node.parents, node.partials):
                adjoint[parent] = adjoint[node] * partial + (adjoint[parent] if add else 0.0)
        return lambda keep: tuple(adjoint[named[letter]] for letter in "sdxy")

    def right_one(keep):
        x, y = Node(3), Node(2)
        s, d = x + y, x - y
        return tuple(gradient(s * d, [s, d, x, y]))

    s, d, x, y = right_one(None)
    return Exercise(
        "8.1", "by hand", "The adjoints:", "array", ("of the sum", "of the difference", "of x", "of y"),
        **asked(right_one, [
            Wrong("overwritten by the sum", "At x and y the share of the sum has replaced that of the difference. "
                  "Both are used twice, so the two shares are added.", PATHS, swept(add=False)),
            Wrong("overwritten by the difference", "At x and y the share of the difference has replaced that of the "
                  "sum. Both are used twice, so the two shares are added.", PATHS, swept("fsdxy", add=False)),
            Wrong("factor itself", "The local derivatives of the product are exchanged: by one factor it has the "
                  "other as its derivative.", NODE, swept(product=(5.0, 1.0))),
            Wrong("product like a sum", "The product was given the local derivatives of a sum. By one factor it has "
                  "the other as its derivative.", NODE, swept(product=(1.0, 1.0))),
            Wrong("minus forgotten", "The derivative of x − y by y is −1, and its minus is missing.", NODE,
                  swept(difference=(1.0, 1.0))),
            Wrong("sign at y", "The sign at y is wrong. The difference gives y its adjoint times −1, and that share "
                  "is the larger one.", PATHS, lambda keep: (s, d, x, -y)),
            Wrong("local derivatives added", "At x and y the local derivatives were added without the adjoints. A "
                  "share is the adjoint of the child times the local derivative.", PATHS,
                  lambda keep: (s, d, *swept(product=(1.0, 1.0))(keep)[2:])),
            Wrong("seed forgotten", "The sweep started with 0 at f. The derivative of f by itself is 1, and without "
                  "that 1 nothing is given on.", GRADIENT, swept(first=0.0)),
            Wrong("seed f", "The sweep started with the value of f. It starts with the derivative of f by itself, "
                  "which is 1.", GRADIENT, swept(first=5.0))]),
        hints=(
            "How many arrows leave x, and which local derivative stands at each of them?",
            "With s = x + y and d = x − y the adjoint of s is d and that of d is s. x collects 1 · d + 1 · s, and y "
            "collects 1 · d + (−1) · s.",
            f"s = {n(d)} and d = {n(s)}, so the adjoints are {n(s)} of the sum and {n(d)} of the difference. At x they add up "
            f"to {n(s)} + {n(d)} = {n(x)}, at y to {n(s)} − {n(d)} = {n(y)}."),
        rules={2: "x0 + x1", 3: "x0 - x1"},
        shows="f is x² − y², whose derivatives are 2x and −2y.")


def own_operation() -> Exercise:
    """8.2: a sine, whose local derivative is a number at the value of its parent."""
    w = 1.5

    def derivative(local=lambda v: math.cos(v), inner=2 * w):
        return lambda keep: local(w * w) * inner

    def right_one(keep):
        node = Node(w)
        square = node * node
        return gradient(Node(math.sin(square.value), (square,), (math.cos(square.value),), "sin"), node)

    truth = right_one(None)
    return Exercise(
        "8.2", "an operation of your own", "The derivative at w = 1.5, in three significant digits:", "number",
        ("df/dw",),
        **asked(right_one, [
            Wrong("local derivative at w", "The cosine was taken at w. The parent of the sine is the square, so the "
                  "cosine belongs at w².", NODE, derivative(lambda v: math.cos(w))),
            Wrong("local derivative at the output", "The cosine was taken at the output, the sine itself. A local "
                  "derivative belongs at the value of the parent.", NODE, derivative(lambda v: math.cos(math.sin(v)))),
            Wrong("sine for cosine", "The value was remembered in the place of the derivative: that of the sine is "
                  "the cosine.", NODE, derivative(math.sin)),
            Wrong("wrong sign", "The sign is wrong: the derivative of the sine is plus the cosine.", NODE,
                  derivative(lambda v: -math.cos(v))),
            Wrong("overwritten", "w is used twice in w · w, and one of the two shares is lost. Shares are added.",
                  PATHS,
                  derivative(inner=w)),
            Wrong("square forgotten", "This is the derivative by w². The way from w² to w has the factor 2w.", PATHS,
                  derivative(inner=1.0)),
            Wrong("degrees", "The cosine is missing, or its angle was read in degrees, where it is nearly 1. The derivative of the sine "
                  "is the cosine in radians.",
                  NODE,
                  derivative(lambda v: math.cos(math.radians(v)))),
            Wrong("value", "This is the value of the sine. Asked for is its derivative by w.", NODE,
                  derivative(math.sin, 1.0))]),
        hints=(
            "What are the parent, the value and the local derivative of the new node?",
            "Node(math.sin(x.value), (x,), (math.cos(x.value),), \"sin\"), and df/dw = cos(w²) · 2w.",
            f"cos({n(w * w)}) · {n(2 * w)} = {n(truth)}, by the node and by the complex step."),
        shows="An operation needs its value and its local derivative, and knows nothing of what comes before or after.")


def counted_paths() -> Exercise:
    """8.3: what a sweep counts whose local derivatives are all 1."""
    networks = (3, 4, 5, 2), (64, 64, 64, 64, 10)

    def paths(count):
        return lambda keep: tuple(float(count(sizes)) for sizes in networks)

    def by_sweep(sizes):
        """Through matrices of ones, from the first neuron of layer 1 to a cost that has an arrow from each output."""
        row = np.eye(sizes[1])[:1]
        for inner, outer in zip(sizes[1:], sizes[2:]):
            row = row @ np.ones((inner, outer))
        return row.sum()

    def arrows(sizes):
        return sizes[2] + sum(i * j for i, j in zip(sizes[2:], sizes[3:])) + sizes[-1]

    small, large = paths(by_sweep)(None)
    return Exercise(
        "8.3", "how many paths?", "Paths from the first weight to the cost:", "array", ("3-4-5-2", "64-64-64-64-10"),
        **asked(paths(by_sweep), [
            Wrong("any neuron of layer 1", "The first layer was counted as a choice. A weight of layer 1 enters one "
                  "of its neurons only.", PATHS, paths(lambda sizes: math.prod(sizes[1:]))),
            Wrong("from the inputs", "These are the paths from all inputs. This weight begins behind the inputs and "
                  "enters one neuron.", PATHS, paths(math.prod)),
            Wrong("layers added", "The choices were added. For each choice in one layer there are all of the next, so "
                  "they multiply.", DOUBLINGS, paths(lambda sizes: sum(sizes[2:]))),
            Wrong("outputs left out", "The outputs were left out. Each of them has its own way to the cost.", PATHS,
                  paths(lambda sizes: math.prod(sizes[2:-1]))),
            Wrong("arrows", "These are the arrows behind the first neuron, which is what a sweep costs. Paths use "
                  "arrows again and again.", DOUBLINGS, paths(arrows)),
            Wrong("residual twice", "The square was counted as a product r · r, two arrows. Here it is a power, a "
                  "single operation with one.", NODE, paths(lambda sizes: 2 * by_sweep(sizes)))], digits=6),
        hints=(
            "The weight enters one neuron of layer 1. Between how many neurons may a path choose in each later layer?",
            "The number of paths is the product of the widths of all layers after layer 1.",
            f"{' · '.join(map(str, networks[0][2:]))} = {n(small)}, and {' · '.join(map(str, networks[1][2:]))} = {n(large)}."),
        shows="Paths multiply from layer to layer, arrows only add up.")


def whole_jacobian() -> Exercise:
    """8.4: the Jacobian of an affine step by A, and what each mode would need to form it."""
    D, inner, outer = 3, 4, 2

    def formed(keep):
        rng = np.random.default_rng(8)
        A = np.array([[Node(v) for v in row] for row in rng.random((D, inner))])
        full = np.array([gradient(z, A).ravel() for z in (A @ rng.standard_normal((inner, outer))).flat])
        return (*map(float, full.shape), float(np.count_nonzero(full)))

    rows, columns, entries = formed(None)
    return Exercise(
        "8.4", "the Jacobian that nobody forms", "To form the Jacobian of Z by A:", "array",
        ("backward sweeps", "forward sweeps", "entries that are not 0"),
        **asked(formed, [
            Wrong("modes exchanged", "The two modes are exchanged: a backward sweep starts at one entry of Z and "
                  "gives a row, a forward sweep starts at one entry of A and gives a column.", COSTS,
                  lambda keep: (columns, rows, entries)),
            Wrong("one sweep back", "One backward sweep is enough for a cost, which is one number. Z has an entry for "
                  "each sample and neuron.", COSTS, lambda keep: (1.0, columns, entries)),
            Wrong("one sample", "These are the numbers for one sample. A and Z have three rows.", VJP,
                  lambda keep: (rows / D, columns / D, entries / D)),
            Wrong("by W", "This is the Jacobian by W, which has eight entries.", VJP,
                  lambda keep: (rows, float(inner * outer), float(rows * inner))),
            Wrong("dense", "All entries were counted. An entry of Z depends on its own row of A only, and the others "
                  "are 0.", VJP, lambda keep: (rows, columns, rows * columns)),
            Wrong("zeros", "These are the entries that are 0. Asked for are the others.", VJP,
                  lambda keep: (rows, columns, rows * columns - entries)),
            Wrong("diagonal", "One entry in a row would be an activation, which acts on each entry by itself. An "
                  "entry of Z is a sum over a row of A.", VJP, lambda keep: (rows, columns, rows))]),
        hints=(
            "The Jacobian has a row for each entry of Z and a column for each entry of A. Which mode gives which?",
            "Z has D n₂ entries and A has D n₁. An entry of Z has a derivative that is not 0 by the n₁ entries of its "
            "own row of A.",
            f"{D} · {outer} = {n(rows)} backward sweeps give its rows, or {D} · {inner} = {n(columns)} forward sweeps its columns. "
            f"{n(rows)} rows with {inner} entries that are not 0 make {n(entries)}."),
        shows="The product dZ Wᵀ gives a row of adjoints times this matrix, and the matrix is never there.")


def second_derivative() -> Exercise:
    """8.5: a dual number of nodes, swept."""
    def carried(product=lambda s, y, x, t: s * y + x * t, w_rate=1.0, constant_rate=0.0, of_value=False):
        def compute(keep):
            w, w_dot, one, one_dot = Node(3), Node(w_rate), Node(1), Node(constant_rate)
            u, u_dot = w + one, w_dot + one_dot
            f, f_dot = u + u * w, u_dot + product(u_dot, w, u, w_dot)
            return f.value, f_dot.value, gradient(f if of_value else f_dot, w)
        return compute

    value, first, second = carried()(None)
    w = 3.0
    u = w + 1
    return Exercise(
        "8.5", "a second derivative", "At w = 3:", "array", ("value", "first derivative", "second derivative"),
        **asked(carried(), [
            Wrong("first term only", "The product rule has lost a term: besides s y, the rate of u times w, there is "
                  "x t, u times the rate of w.", FORWARD, carried(lambda s, y, x, t: s * y)),
            Wrong("second term only", "The product rule has lost a term: besides x t, u times the rate of w, there is "
                  "s y, the rate of u times w.", FORWARD, carried(lambda s, y, x, t: x * t)),
            Wrong("rates multiplied", "The two rates were multiplied. Their product stands in front of h², which is "
                  "nothing; the rate of a product is s y + x t.", FORWARD, carried(lambda s, y, x, t: s * t)),
            Wrong("constant with a rate", "The constant 1 was given the rate 1. It does not move with w, so its rate "
                  "is 0.", FORWARD, carried(constant_rate=1.0)),
            Wrong("seed forgotten", "The rate of w was left at 0. By itself w has the rate 1, and without that 1 "
                  "every rate is 0.", FORWARD, carried(w_rate=0.0)),
            Wrong("swept from the value", "The backward sweep began at the value, and gave the first derivative once "
                  "more. It has to begin at the rate.", FORWARD, carried(of_value=True))]),
        hints=(
            "Which of the two numbers that a dual number carries is the first derivative, and what does it remember?",
            "Let w be Dual(node, Node(1)) and the constant Dual(Node(1), Node(0)). Then gradient(f.rate, node) is the "
            "second derivative.",
            f"u is {n(u)} with the rate 1. u w is {n(u * w)} with the rate 1 · {n(w)} + {n(u)} · 1 = {n(w + u)}. So f is {n(value)} with the rate "
            f"{n(first)}. As nodes the rate is 1 + 1 · w + u · 1, which depends on w in the second and in the third "
            f"term, and its derivative is {n(second)}."),
        shows="Reverse mode over forward mode: the rate is recorded, and a backward sweep differentiates it.")


def growing_memory() -> Exercise:
    """8.6: a parameter that is never made anew."""
    nodes = 4  # w, 2 w, the residual, its square
    return Exercise(
        "8.6", "the memory that grows", "What goes wrong:", "choice", (
            "gradient adds this step's derivative to that of the step before, as a field does that is not set to zero.",
            "The graph doubles with every step, since the old w stands in the cost and in the update, and a sweep "
            "walks all paths.",
            "The new w remembers the old one, so the graph of the cost reaches back to the start and grows with every "
            "step.",
            "Every cost that was computed stays in the memory of w, with its residual."),
        **chosen(2, {
            0: Wrong("accumulated", "gradient returns its numbers and keeps nothing. There is no field that could be "
                     "forgotten, and the numbers come out right.", STALE, None),
            1: Wrong("doubling", "An update puts a single node behind w. And a sweep takes a product for each arrow, "
                     "however many paths there are.", DOUBLINGS, None),
            3: Wrong("old costs", "Costs and residuals are children of w, and a node remembers its parents only. What "
                     "entered the update was the gradient, a number.", NODE, None)}),
        hints=(
            "What are the parents of w − eta · g, if w is a node and g a number?",
            "Count len(order(C)) at each step: does it stay the same?",
            f"C has {nodes} nodes at first: w, 2 w, the residual and its square. Each update puts one more node behind w, so "
            f"it has {nodes + 1}, {nodes + 2}, {nodes + 3} and so on. Right is w = Node(w.value − eta · g). So the third answer is right."),
        shows="The sweep walks the whole past at each step, so a descent of k steps takes a time of order k², and a "
        "memory of order k.")


def kink() -> Exercise:
    """8.7: the size of a number from two ReLUs."""
    x, slope = n(3.0), n(0.5)
    return Exercise(
        "8.7", "a kink", "The derivatives at −2, 3 and 0, and which of them is a convention:", "choice", (
            "−1, 1 and 0. None is a convention: 0 is the mean of the slopes on both sides, and so the derivative.",
            "−1, 1 and 0. The third is a convention: relu′(0) is taken to be 0, and it enters twice.",
            "1, 1 and 0. The third is a convention: relu′(0) is taken to be 0.",
            "−1 and 1, and at 0 an error, since a node refuses to choose a branch."),
        **chosen(1, {
            0: Wrong("mean", "|x| has no derivative at 0, since its two one-sided slopes differ. That their mean "
                     "comes out is an accident of the convention.", FRAMEWORKS, None),
            2: Wrong("minus forgotten", "At −2 it is relu(−x) that is awake, and the local derivative of −x is −1.",
                     NODE, None),
            3: Wrong("error", "A comparison of nodes is an error. relu compares numbers within, and has a slope at 0 "
                     "by convention.", NODE, None)}),
        hints=(
            f"|x| = relu(x) + relu(−x). Which of the two is awake at −2, which at {x}, and which at 0?",
            "The derivative is relu′(x) − relu′(−x).",
            f"At −2 it is 0 − 1, at {x} it is 1 − 0, and at 0 it is relu′(0) − relu′(0) = 0 − 0. |x| has no derivative "
            "there, so the 0 is a convention. So the second answer is right."),
        shows=f"With the slope {slope} that the frameworks give to their maximum, the result at 0 would be 0 as well.")


def tapes() -> list[dict]:
    """Graphs as arrays of arrows, in the order in which they arose: the chapter's example, a square, larger ones."""
    def tape(n, *arrows):
        child, parent, partial = map(np.array, zip(*arrows))
        return {"n": n, "child": child, "parent": parent, "partial": partial.astype(float)}

    rng = np.random.default_rng(88)
    arrows = [(c, int(p), round(float(v), 2)) for c in range(1, 8)
              for p, v in zip(rng.integers(max(0, c - 4), c, 2), rng.normal(size=2))]
    return [tape(4, (1, 0, 1.0), (2, 1, 3.0), (2, 0, 4.0), (3, 1, 1.0), (3, 2, 1.0)),
            tape(4, (1, 0, 2.0), (2, 1, -1.0), (3, 2, 1.5), (3, 2, 1.5)),
            tape(8, *arrows),
            tape(6, (2, 0, 0.5), (2, 1, -2.0), (3, 2, 4.0), (3, 2, 3.0), (4, 2, 1.0), (4, 1, 0.25), (5, 4, 2.0),
                 (5, 3, -1.0))]


def to_implement() -> Exercise:
    """8.8: the backward sweep on arrays of arrows."""
    def right_one(given):
        """By nodes with these parents and partial derivatives."""
        nodes = []
        for k in range(given["n"]):
            mine = given["child"] == k
            nodes.append(Node(1.0, tuple(nodes[p] for p in given["parent"][mine]),
                              tuple(given["partial"][mine].tolist())))
        return gradient(nodes[-1], nodes)

    def of(turns=lambda child, parent, n: range(len(child))[::-1],
           share=lambda adjoint, c, p, partial: adjoint[c] * partial,
           add=lambda old, share: old + share, start=0.0, first=1.0):
        def function(given):
            n, child, parent, partial = given.values()
            adjoint = np.full(n, start)
            adjoint[-1] = first
            for k in turns(child, parent, n):
                adjoint[parent[k]] = add(adjoint[parent[k]], share(adjoint, child[k], parent[k], partial[k]))
            return adjoint
        return function

    def as_discovered(child, parent, n):
        """Arrows of the output, then those of its parents as they are listed, and so on, each node once."""
        nodes = [n - 1]
        for node in nodes:
            nodes += [p for p in dict.fromkeys(parent[child == node].tolist()) if p not in nodes]
        return [k for node in nodes for k in np.flatnonzero(child == node)]

    def all_at_once(given):
        n, child, parent, partial = given.values()
        adjoint = np.zeros(n)
        adjoint[-1] = 1.0
        adjoint[parent] += adjoint[child] * partial
        return adjoint

    def tangents(given):
        n, child, parent, partial = given.values()
        dot = np.zeros(n)
        dot[0] = 1.0
        for c, p, v in zip(child, parent, partial):
            dot[c] += v * dot[p]
        return dot

    return Exercise(
        "8.8", "a sweep of your own", "The function adjoints(n, child, parent, partial).", "function", (),
        **compared(right_one, [
            Wrong("overwritten", "A share is assigned where it has to be added: a node that is used twice keeps the "
                  "last share only.", PATHS, of(add=lambda old, share: share)),
            Wrong("from the front", "The arrows are taken from the first to the last. An adjoint is complete when all "
                  "children have given their shares, so the sweep begins at the end.", ORDER, of(lambda child, parent,
                                                                                                 n: range(len(child)))),
            Wrong("as discovered", "The nodes have their turns as they are met, parents right after their first "
                  "child. A node has to wait for all of its children.", ORDER, of(as_discovered)),
            Wrong("seed forgotten", "All adjoints are 0, because that of the output was never set to 1.", GRADIENT,
                  of(first=0.0)),
            Wrong("ones to begin with", "All adjoints begin at 1. Only that of the output does; the others are 0 "
                  "until something arrives.", GRADIENT, of(start=1.0)),
            Wrong("paths counted", "The local derivatives are missing, so this counts paths. A share is the adjoint "
                  "of the child times the local derivative.", PATHS, of(share=lambda adjoint, c, p,
                                                                        partial: adjoint[c])),
            Wrong("adjoints missing", "The local derivatives are added without the adjoint of the child, so nothing "
                  "is multiplied along a path.", PATHS, of(share=lambda adjoint, c, p, partial: partial)),
            Wrong("adjoint of the parent", "The share is made from the adjoint of the parent. It is the child that "
                  "gives.", PATHS, of(share=lambda adjoint, c, p, partial: adjoint[p] * partial)),
            Wrong("all at once", "All arrows are dealt with at once. The adjoints of the children are not there yet, "
                  "and NumPy adds only one share where an index comes twice.", ORDER, all_at_once),
            Wrong("forward mode", "This is forward mode, the derivatives of all nodes by the first one. Asked for are "
                  "those of the last one by all.", COSTS, tangents)], tapes()),
        hints=(
            "Which adjoint is known before anything else, and which arrows may give their share first?",
            "The adjoint of the output is 1. An arrow gives its parent the adjoint of its child times the local derivative, and shares are added.",
            "def adjoints(n, child, parent, partial):\n    adjoint = np.zeros(n)\n    adjoint[n - 1] = 1\n"
            "    for k in reversed(range(len(child))):\n        adjoint[parent[k]] += adjoint[child[k]] * partial[k]\n"
            "    return adjoint"),
        shows="The order of the computation, backwards, is all the order that is needed.")


def power_of_itself() -> Exercise:
    """8.9: a base and an exponent that depend on the same variable."""
    rng = np.random.default_rng(89)
    points = [{"x": float(x), "y": float(y)} for x, y in rng.uniform((0.4, 0.3), (2.5, 1.8), (6, 2))]
    answer = "x ** (x * y) * (y + y * ln(x))"

    def truth(values):
        x = Node(values["x"])
        return gradient(x ** (x * values["y"]), x)

    def text(formula):
        return parsed(formula, ["x", "y"])

    return Exercise(
        "8.9", "base and exponent", "∂f/∂x, as a text.", "formula", (),
        **compared(truth, [
            Wrong("base only", "This is the share that comes through the base. x stands in the exponent too, and a "
                  "second share comes from there.", PATHS, text("x * y * x ** (x * y - 1)")),
            Wrong("exponent only", "This is the share that comes through the exponent. x is the base too, and a "
                  "second share comes from there.", PATHS, text("x ** (x * y) * ln(x) * y")),
            Wrong("logarithm missing", "By the exponent the power has the derivative xᵘ ln x, and its logarithm is "
                  "missing.", NODE, text("x ** (x * y) * (y + y)")),
            Wrong("exponent not lowered", "By the base the power has the derivative u xᵘ⁻¹, and its exponent was not "
                  "lowered.", NODE, text("x * y * x ** (x * y) + x ** (x * y) * ln(x) * y")),
            Wrong("product forgotten", "Between x and the exponent there is a product, and its local derivative y is "
                  "missing.", PATHS, text("x ** (x * y) * (y + ln(x))")),
            Wrong("factor itself", "By x the product x y has the derivative y, the other factor, and not x.", NODE,
                  text("x ** (x * y) * (y + x * ln(x))")),
            Wrong("by the exponent's rule for base 10", "The logarithm is that to the base 10. The rule has the "
                  "natural one, ln.", NODE, text("x ** (x * y) * (y + y * ln(x) / ln(10))")),
            Wrong("difference", "The two shares were subtracted. Shares are added, whatever the operation.", PATHS,
                  text("x ** (x * y) * (y - y * ln(x))")),
            Wrong("shares multiplied", "The two shares were multiplied. One multiplies along a path and adds over "
                  "paths.", PATHS, text("x * y * x ** (x * y - 1) * x ** (x * y) * ln(x) * y"))], points),
        hints=(
            "By how many paths does x reach f? Draw the product u = x y first, then the power.",
            "With u = x y and f = xᵘ: ∂f/∂x along the base is u xᵘ⁻¹, and along the exponent it is xᵘ ln x · y.",
            f"The sum is x y · x^(x y − 1) + x^(x y) · ln x · y, and x · x^(x y − 1) is x^(x y), so the text is "
            f"\"{answer}\"."),
        shows="The rule of powers and the rule of exponentials are the two shares of one operation.")


def default_reduction() -> Exercise:
    """8.10: a mean that was not asked for, accumulated."""
    D, K, calls = 5, 4, 3

    def factor(times=calls, followed=mean_squared, meant=half_sse):
        return lambda keep: times * followed.c(D, K) / meant.c(D, K)

    truth = factor()(None)
    return Exercise(
        "8.10", "what the framework was not told", "How many times the gradient that was meant:", "number", ("times",),
        **asked(factor(), [
            Wrong("not accumulated", "backward() adds into the fields and does not replace what is there: after three "
                  "calls they hold three gradients.", FRAMEWORKS, factor(times=1)),
            Wrong("doubled at each call", "Each call adds the gradient once more. It does not double what the fields "
                  "hold.", STALE, factor(times=4)),
            Wrong("½ forgotten", "The ½ of half_sse was forgotten.", FRAMEWORKS, factor(meant=sse)),
            Wrong("outputs forgotten", f"The mean is over the outputs as well, here {K}.", FRAMEWORKS,
                  factor(followed=mse)),
            Wrong("samples forgotten", f"The mean is over the samples as well, here {D}.", FRAMEWORKS,
                  lambda keep: calls * mean_squared.c(1, K) / half_sse.c(D, K)),
            Wrong("sum", "This is the sum. Unless it is told otherwise, the loss of the framework is the mean.",
                  FRAMEWORKS,
                  factor(followed=sse)),
            Wrong("quotient upside down", "The quotient of the two factors is upside down.", FRAMEWORKS,
                  lambda keep: calls * half_sse.c(D, K) / mean_squared.c(D, K)),
            Wrong("calls alone", "The fields hold as many gradients as there were calls, but of which cost? The mean has another factor than half_sse.",
                  FRAMEWORKS, lambda keep: float(calls)),
            Wrong("calls averaged", "The calls were divided out. The fields add up, and nobody takes a mean.", STALE,
                  factor(times=1 / 3))]),
        hints=(
            "Two things were left at their default. What does each of them multiply the gradient by?",
            "Calls · c of mean_squared / c of half_sse, with 1/(D K) for the one and ½ for the other.",
            f"{calls} · (1/{D * K}) / (1/2) = {n(truth)}."),
        shows="Nothing warns: the direction is right, and a descent with another rate would hide it.")


def node_of_your_own() -> Exercise:
    """8.11: the logarithm of a sum of exponentials as one node, with its local derivatives."""
    instances = [{"z": np.array(row)} for row in ([0.5, -1.0], [2.0, 2.0, -3.0, 0.25], [-1.5], [900.0, 899.0, 0.0], [-900.0, -901.0])]

    def of(partials=lambda e: e / e.sum(), value=lambda z, e: z.max() + np.log(e.sum())):
        def function(given):
            z = given["z"]
            e = np.exp(z - z.max())
            return np.array([value(z, e), *partials(e)])
        return function

    def by_hand(given):
        """The value from logaddexp, and each local derivative as e to the power of z minus the value."""
        z = given["z"]
        value = np.logaddexp.reduce(z)
        return np.array([value, *np.exp(z - value)])

    return Exercise(
        "8.11", "a node with its rule", "The function lse(z).", "function", (),
        **compared(by_hand, [
            Wrong("like a sum", "The local derivatives are those of a sum, all 1. The logarithm divides by the sum of the exponentials.", NODE,
                  of(np.ones_like)),
            Wrong("logarithm without its slope", "The local derivatives are the exponentials alone, measured by the largest. The slope of the logarithm, one over the "
                  "sum, is missing.", NODE, of(lambda e: e)),
            Wrong("largest forgotten", "What was subtracted from the exponents was not added again: the value is too small by the largest entry.", NODE,
                  of(value=lambda z, e: np.log(e.sum()))),
            Wrong("sum for logarithm", "The logarithm is missing from the value.", NODE, of(value=lambda z, e: z.max() + e.sum())),
            Wrong("like a maximum", "The local derivatives are those of the maximum: 1 for the largest and 0 for the others.", NODE,
                  of(lambda e: (e == 1).astype(float))),
            Wrong("equal shares", "All entries got the same share. An entry counts with its exponential.", NODE, of(lambda e: np.full(len(e), 1 / len(e)))),
            Wrong("slope of softmax", "The local derivatives were multiplied by 1 − ŷ. That is the slope of softmax, one derivative further.", NODE,
                  of(lambda e: e / e.sum() * (1 - e / e.sum())))], instances),
        hints=(
            "The node has one parent for each entry. What is the derivative of the logarithm, and what that of the sum by one entry?",
            "The derivative of the logarithm is one over the sum, and the sum grows with one entry by that entry's power. Take the largest out of the exponents first.",
            "def lse(z):\n    e = np.exp(z - z.max())\n    return [z.max() + np.log(e.sum()), *(e / e.sum())]"),
        shows="Softmax is the derivative of this function, as the sigmoid is that of softplus.")


def broadcast_back() -> Exercise:
    """8.12: the adjoint of what was broadcast."""
    rng = np.random.default_rng(812)
    instances = [{"g": np.round(rng.normal(size=whole), 2), "shape": np.array(shape)} for whole, shape in
                 (((4, 3), (3,)), ((4, 3), (1, 3)), ((4, 3), (4, 1)), ((2, 5), (2, 5)), ((2, 3), (1,)), ((2, 4, 3), (4, 1)), ((3, 3), (3, 1)), ((3, 3), (3,)))]

    def by_counting(given):
        """Each place of the result gives its share to the place that it was copied from."""
        g, shape = given["g"], tuple(int(n) for n in given["shape"])
        source = np.broadcast_to(np.arange(int(np.prod(shape))).reshape(shape), g.shape)
        return np.bincount(source.ravel(), weights=g.ravel(), minlength=int(np.prod(shape))).reshape(shape)

    def of(fold=np.sum, ahead=True, ones=True):
        def function(given):
            g, shape = given["g"], tuple(int(n) for n in given["shape"])
            if ahead:
                g = fold(g, axis=tuple(range(g.ndim - len(shape))))
            axes = tuple(k for k, n in enumerate(shape) if n == 1 and g.shape[k] > 1) if ones else ()
            return fold(g, axis=axes, keepdims=True) if axes else g
        return function

    return Exercise(
        "8.12", "the way back of a broadcast", "The function unbroadcast(g, shape).", "function", (),
        **compared(by_counting, [
            Wrong("not added up", "The adjoint came back as it was. What was copied gets the sum of the shares of its copies.", VJP, lambda given: given["g"]),
            Wrong("mean for sum", "The shares were averaged. They are added, as over several paths.", PATHS, of(np.mean)),
            Wrong("first copy only", "Only the first copy gave its share. All of them do.", PATHS,
                  of(lambda g, axis, keepdims=False: np.take(g, [0], axis[0]) if len(axis) == 1 and keepdims else
                     g[(0,) * len(axis)] if axis and not keepdims else g)),
            Wrong("axes ahead only", "Axes of the length 1 that were stretched have to be added up as well.", VJP, of(ones=False)),
            Wrong("largest copy", "The largest share was kept. All of them are added.", PATHS, of(np.max)),
            Wrong("wrong sign", "The sign is turned.", VJP, lambda given: -by_counting(given))], instances),
        hints=(
            "An entry that was copied is used several times. What happens to the shares of a value that is used several times?",
            "There are two kinds of axes along which it was copied: those that were put in front, and those whose length was 1. The first vanish, the second stay.",
            "def unbroadcast(g, shape):\n    g = g.sum(axis=tuple(range(g.ndim - len(shape))))\n"
            "    axes = tuple(k for k, n in enumerate(shape) if n == 1)\n    return g.sum(axis=axes, keepdims=True)"),
        shows="Equation (4) is a case of it: a bias is copied into each row, so its derivative is the sum of the deltas.")


def tape_hunt() -> Exercise:
    """8.13: a bug hunt."""
    hunt = hunts.TAPE
    line = hunt.line()

    def graphs(nodes, arrows):
        """All graphs of so many nodes, with so many arrows, the last of them from the output."""
        pairs = [(c, p) for c in range(1, nodes) for p in range(c)]
        return (tuple(sorted(g)) for g in combinations_with_replacement(pairs, arrows))

    nodes, arrows = next((m, k) for m in range(2, 5) for k in range(1, 5) if any(hunts.wrong_tape(hunt, m, g) for g in graphs(m, k)))

    def at(k, nodes=nodes, arrows=arrows):
        return lambda keep: (float(k), float(nodes), float(arrows))

    return Exercise(
        "8.13", "bug hunt: right for every chain", "The number of the wrong line, and the least numbers of nodes and of arrows of a graph that shows it:",
        "array", ("line", "nodes", "arrows"),
        **asked(at(line), [
            Wrong("start", "All adjoints begin at 0, which is right.", GRADIENT, at(2)),
            Wrong("seed", "The derivative of the output by itself is 1, and the output is the last node.", GRADIENT, at(3)),
            Wrong("order", "From the last arrow to the first is right: an adjoint is complete when all children have given.", ORDER, at(4)),
            Wrong("share", "A share is the adjoint of the child times the local derivative, as it stands there.", PATHS, at(5)),
            Wrong("three nodes", "Two nodes are enough. Both factors of x · x are the same node, so one child has two arrows to it.", PATHS,
                  at(line, nodes + 1, arrows + 1)),
            Wrong("two children", "It takes no second child: two arrows from one child to one parent are enough.", PATHS, at(line, nodes + 1, arrows)),
            Wrong("one arrow", "With one arrow to each node nothing is overwritten, since only a 0 was there.", PATHS, at(line, nodes, arrows - 1))]),
        hints=(
            "A line that is right for every chain can be wrong only where something happens twice.",
            "A node that is used twice gets two shares, and they are added.",
            f"Line {line} writes the share where it should add it. It shows as soon as one node gets two shares, and the smallest such graph is x · x: "
            f"{nodes} nodes with {arrows} arrows."),
        shows="Test a sweep on a value that is used twice. Everything else is a chain.")


EXERCISES = {"8.1": sum_times_difference, "8.2": own_operation, "8.3": counted_paths, "8.4": whole_jacobian,
             "8.5": second_derivative,
             "8.6": growing_memory, "8.7": kink, "8.8": to_implement, "8.9": power_of_itself, "8.10": default_reduction,
             "8.11": node_of_your_own, "8.12": broadcast_back, "8.13": tape_hunt}

# What the statements give, in their order: numbers, and in texts the words that count or decide, symbols and shapes.
GIVEN = {
    "8.1": (3, 2, "sum"),
    "8.2": (2, 1.5),
    "8.3": (3, 4, 5, 2, 64, 64, 64, 64, 10),
    "8.4": (3, 4, 4, 2, 0),
    "8.5": ("second two",),
    "8.6": ("(C, w)",),
    "8.7": ("without", -2, 3, 0, "three"),
    "8.8": (0, 1, "three", 0, 3, 1, 2, 2, 3, 3, 0, 1, 0, 1, 2, 1, 3, 4, 1, 1, "last"),
    "8.9": ("positive",),
    "8.10": ("half_sse mean_squared", 5, 4, "three zero"),
    "8.11": ("sum e^z_k", 900),
    "8.12": ("larger",),
    "8.13": (1, "least"),
}
