"""The exercises of chapter 4, any number of layers: shapes, transposes, factors of the cost, and the recursion of 2025."""

import numpy as np

from course.exercises import hunts
from course.exercises.builders import Wrong, asked, asked_of, chosen, compared
from course.exercises.formulas import parsed
from course.exercises.given import sign, tenths
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage
from course.exercises.one_step import Problem, by_hand, right
from nnlib import jacobian
from nnlib.activations import sigmoid
from nnlib.losses import half_sse, mean_squared, mse, sse
from nnlib.network import Network, Params

FORWARD = Passage("Forward", "sec-gen-forward")
OUTPUT = Passage("Equation (1): the output", "sec-gen-1")
HIDDEN = Passage("Equation (2): from layer to layer", "sec-gen-2")
WEIGHTS = Passage("Equation (3): the weights", "sec-gen-3")
BIASES = Passage("Equation (4): the biases", "sec-gen-4")
COLUMNS = Passage("One sample, and why other books look transposed", "sec-gen-columns")
INDEX = Passage("The same by index", "sec-gen-index")
SHARED = Passage("What the chains share", "sec-gen-shared")
LOSSES = Passage("Backward, under two losses", "sec-gen-two-losses")
EXAMPLE = Passage("A verification, verified", "sec-gen-verification")
FIVE = Passage("Five conventions of squared error", "sec-gen-five")
WITHIN = Passage("Within one layer", "sec-gen-within")
RECURSION = Passage("The recursion", "sec-gen-recursion")
COSTS = Passage("What it costs", "sec-gen-cost")
PASSAGES = {"affine": FORWARD, "cost": FIVE, "output": FIVE, "slope": HIDDEN, "carry": HIDDEN, "dW": WEIGHTS, "db": BIASES,
            "update": HIDDEN}


def random_network() -> Problem:
    """The 3-4-5-2 network of the chapter, from the same random numbers in the same order."""
    rng = np.random.default_rng(4)
    net = Network((3, 4, 5, 2), sigmoid, sigmoid, sigmoid)
    theta = net.init(rng, gain=3)
    for b in theta.b.values():
        b[...] = 0.5 * rng.standard_normal(b.shape)
    X, Y = rng.standard_normal((7, 3)), rng.random((7, 2))
    return Problem(net, theta, X, Y, mse)


def shapes(sizes: tuple[int, int, int] = (64, 30, 10), D: int = 32) -> Exercise:
    """4.1: the factors of (2) and (3), from arrays that are really made."""
    n0, n1, n2 = sizes

    def factors(D=D, layer=1, turn=lambda W: W.T, turn_a=lambda A: A.T, turn_dW=lambda g: g, all_of_it=lambda a: a):
        def compute(keep):
            net = Network(sizes, sigmoid, sigmoid)
            r = right(Problem(net, net.zeros(), np.ones((D, n0)), np.zeros((D, n2)), mse))
            theta = net.zeros()
            arrays = r.delta[layer + 1], turn(theta.W[layer + 1]), turn_a(r.A[layer - 1]), turn_dW(r.grad.W[layer])
            return np.array([all_of_it(a).shape for a in arrays], dtype=float)
        return compute

    def a_layer_lower(keep):
        net = Network(sizes, sigmoid, sigmoid)
        r = right(Problem(net, net.zeros(), np.ones((D, n0)), np.zeros((D, n2)), mse))
        return np.array([r.delta[1].shape, net.zeros().W[1].T.shape, r.A[0].T.shape, r.grad.W[1].shape], dtype=float)

    rows = [[int(v) for v in row] for row in factors()(lambda v: v)]
    said = ["{} × {}".format(*row) for row in rows]
    return Exercise(
        "4.1", "shapes", "Rows and columns of the factors of (2) and (3) for layer 1:", "array",
        tuple(f"{name}: {side}" for name in ("δ²", "(W²)ᵀ", "(A⁰)ᵀ", "∂C/∂W¹") for side in ("rows", "columns")),
        **asked(factors(), [
            Wrong("no transpose on the way back", "W² was not turned. Equation (2) sums over the neurons that arrows enter, the "
                  "columns of W², so the columns have to come first.", HIDDEN, factors(turn=lambda W: W)),
            Wrong("activations not transposed", "A⁰ was not turned. Equation (3) sums over the samples, the rows of A⁰, so they "
                  "have to meet the rows of δ¹.", WEIGHTS, factors(turn_a=lambda A: A)),
            Wrong("gradient transposed", "The gradient is turned. It has the shape of W¹, a row for each neuron that arrows "
                  "leave.", WEIGHTS, factors(turn_dW=lambda g: g.T)),
            Wrong("samples as columns", "All of it is turned, as in books that write a sample as a column. Here a sample is a "
                  "row.", COLUMNS, factors(all_of_it=np.transpose)),
            Wrong("one layer too low", "Equation (2) was taken one layer too low: for δ¹ it needs δ and W of layer 2.", HIDDEN,
                  a_layer_lower),
            Wrong("batch forgotten", f"The batch was forgotten: everything that belongs to samples has {D} rows, one for each.",
                  FORWARD, factors(D=1))]),
        hints=(
            "What belongs to samples has a row for each sample. What belongs to arrows has a row for each neuron that they leave "
            "and a column for each that they enter.",
            "δ² is D × n₂, (W²)ᵀ is n₂ × n₁, (A⁰)ᵀ is n₀ × D, and ∂C/∂W¹ is n₀ × n₁.",
            f"With D = {D} and the widths {n0}, {n1} and {n2}: δ² is {said[0]} and (W²)ᵀ is {said[1]}, which gives {rows[0][0]} × "
            f"{rows[1][1]}, the shape of φ′(Z¹) and δ¹. (A⁰)ᵀ is {said[2]}, and times δ¹ it gives ∂C/∂W¹, {said[3]}."),
        statement=f"A network of widths {n0}, {n1} and {n2} is trained in batches of {D}. Which shapes do the factors of (2) and (3) for layer 1 have?",
        shows=f"In (2) the {n2} is summed away, the neurons that arrows enter; in (3) the {D}, the samples.")


def missing_equation() -> Exercise:
    """4.2: what descent does with a gradient without equation (4)."""
    net = random_network().net
    return Exercise(
        "4.2", "the missing equation", "What happens, and why?", "choice", (
            "The cost rises: without the biases the step is no longer the opposite of the gradient, and so it leads uphill.",
            "The cost falls, and it ends as low as with (4): a bias is a weight too, and the other weights take over its work.",
            "The cost falls, and every bias keeps its value.",
            "The deltas of the second step are wrong, since they come from biases that were not moved."),
        **chosen(2, {
            0: Wrong("uphill", "To first order a step changes the cost by −η times the inner product of the two vectors. That is the sum of the squares of the "
                     "derivatives by the weights, with a minus, and not above 0.", WEIGHTS, None),
            1: Wrong("weights take over", "A weight is multiplied by an activation that differs from sample to sample, and a bias by 1. After the same number "
                     "of steps the cost is higher.", BIASES, None),
            3: Wrong("wrong deltas", "Deltas are computed at the point where the parameters are, moved or not. They are right there.", HIDDEN, None)}),
        hints=(
            "Write down by how much a short step changes the cost, to first order.",
            "ΔC ≈ −η Σ g_k ∂C/∂θ_k, with g_k = ∂C/∂θ_k for the weights and g_k = 0 for the biases.",
            "The sum has the squares of the derivatives by the weights and nothing else, so the cost falls, by less than with (4), and no bias moves. So the "
            f"third answer is right. A falling cost does not tell that an equation is missing; the checker complains of all {sum(net.sizes[1:])} biases."),
        shows="A gradient with zeros in it still leads downhill, so watching the cost does not find the slip.")


def translated_rate(eta: float = 0.001, D: int = 32, K: int = 10) -> Exercise:
    """4.3: the same steps under two conventions."""
    def rate(paper, library, eta=eta, D=D, K=K):
        return lambda keep: eta * paper.c(D, K) / library.c(D, K)

    return Exercise(
        "4.3", "translate a learning rate", "The rate for mean_squared:", "number", ("η",),
        **asked(rate(half_sse, mean_squared), [
            Wrong("quotient upside down", "The quotient of the two factors is upside down: the smaller the factor of the cost, the "
                  "larger the rate has to be.", FIVE, rate(mean_squared, half_sse)),
            Wrong("½ forgotten", "The ½ of half_sse was forgotten.", FIVE, rate(sse, mean_squared)),
            Wrong("outputs forgotten", f"mean_squared divides by the number of outputs as well, here {K}.", FIVE, rate(half_sse, mse)),
            Wrong("samples forgotten", f"mean_squared divides by the number of samples as well, here {D}.", FIVE,
                  rate(half_sse, mean_squared, D=1))]),
        hints=(
            "Both gradients point in one direction. How many times as long is the one as the other?",
            f"η c is the same for both, so η = {n(eta)} · c of half_sse / c of mean_squared, with c = ½ and c = 1/(D K).",
            f"η = {n(eta)} · ½ · {D} · {K} = {n(rate(half_sse, mean_squared)(None))}."),
        statement=f"A paper trains with half_sse and a learning rate of {n(eta)} on batches of {D} samples with {K} outputs. Your library reports mean_squared "
        "and follows its gradient. Which rate gives the same steps?",
        shows="A published rate means nothing without the factor of its cost, the size of the batch and the number of outputs.")


def which_rounding() -> Exercise:
    """4.4: the explainer's δ_h with its factors rounded and exact."""
    net = Network((2, 1, 1), sigmoid, sigmoid)
    theta = net.params(W={1: [[0.5], [0.3]], 2: [[0.8]]}, b={1: [0], 2: [0]})
    r = right(Problem(net, theta, [[1.0, 2.0]], [[1.0]], half_sse))
    delta, h, z = -r.delta[2].item(), r.A[1].item(), r.Z[1].item()
    explained, w3 = 0.0811, theta.W[2].item()

    def products(delta=delta, slope=h * (1 - h), rounded=explained, rounded_slope=0.1875, weight=w3):
        return lambda keep: (delta * weight * rounded_slope, rounded * weight * slope, delta * weight * slope)

    first, second, both = products()(None)
    return Exercise(
        "4.4", "which rounding spoils the fifth decimal?", "The size of the product, in five significant digits:", "array",
        ("first exact", "second exact", "both exact"),
        **asked(products(), [
            Wrong("twice", f"The first factor has the 2 of the stated loss in it. The explainer's {explained} belongs to half of that loss.",
                  LOSSES, products(delta=2 * delta)),
            Wrong("slope at a", "σ′ was taken at the activation h. h (1 − h) is σ′(z) already.", HIDDEN,
                  products(slope=float(sigmoid.prime(h)))),
            Wrong("z put into a (1 − a)", "z was put into a (1 − a). That formula wants the activation h.", HIDDEN,
                  products(slope=z * (1 - z))),
            Wrong("slope from 0.750", "The slope was computed from the rounded h. h at full precision has to be put into h (1 − h).",
                  EXAMPLE, products(slope=0.75 * 0.25)),
            Wrong("weight missing", f"The weight {w3} is missing from the product.", HIDDEN, products(weight=1.0))], digits=5),
        hints=(
            "Two of the three factors are rounded. What are they at full precision? The table of the chapter has both.",
            "δ_h = δ_out · w₃ · h (1 − h), with δ_out = −(y − ŷ) ŷ (1 − ŷ), all from unrounded numbers.",
            f"The factors are {n(delta)} and {n(h * (1 - h))}. With the first exact the product is {n(first)}, with the second "
            f"{n(second)}, with both {n(both)}."),
        shows=f"Both roundings are to blame: with either one the product rounds to {first:.5f}, and {both:.5f} takes both exact.")


def pushed() -> Exercise:
    """4.5: one delta, as the response to a push at one z."""
    task = random_network()
    r = right(task)
    d, j = 2, 3

    def value(delta, at=(d, j), factor=1.0):
        return lambda keep: factor * delta[at]

    slope = sigmoid.prime(r.Z[2])
    truth = r.delta[2][d, j]
    return Exercise(
        "4.5", "a delta without calculus", "The delta, in three significant digits:", "number", ("δ²₃₄",),
        **asked(value(r.delta[2]), [
            Wrong("pushed at a", "The push came behind the activation function. A delta is the response to a push at z.", SHARED,
                  value(r.delta[2] / slope)),
            Wrong("rows and columns exchanged", "Row and column are exchanged: the sample comes first, then the neuron.", FORWARD,
                  value(r.delta[2], (j, d))),
            Wrong("counted from 1", "In the text one counts from 1 and in an array from 0: the third sample has the index 2, the "
                  "fourth neuron the index 3.", FORWARD, value(r.delta[2], (d + 1, j + 1))),
            Wrong("layer below", "The layer is off by one: this is a neuron of layer 1.", FORWARD, value(r.delta[1])),
            Wrong("all samples pushed", "The push reached all samples, as a push at the bias does. Here it is one row of Z² only.",
                  BIASES, value(r.delta[2].sum(axis=0), j)),
            Wrong("sum for mean", "The samples were added up, and this cost is their mean: the factor 1/D is missing.", FIVE,
                  value(r.delta[2], factor=float(len(task.X)))),
            Wrong("mean over outputs too", "This is for the mean over samples and outputs. The cost here adds up the outputs.", FIVE,
                  value(r.delta[2], factor=1 / task.net.sizes[-1])),
            Wrong("wrong sign", "The sign is wrong. δ is +∂C/∂z: the cost with the push, minus the cost without.", SHARED,
                  value(r.delta[2], factor=-1.0))]),
        hints=(
            "Nothing before this z takes part. Which two steps lead from Z² to the cost?",
            "z = Z[2].astype(complex), then z[2, 3] += 1e-100j. The cost of σ(σ(z) W³ + b³) has the imaginary part δ · 10⁻¹⁰⁰.",
            f"Ŷ = sigmoid(sigmoid(z) @ theta.W[3] + theta.b[3]), and C = ((Ŷ − Y) ** 2).sum() / {len(task.X)}. The imaginary part of C divided by "
            f"1e-100 is {n(truth)}, and so is delta[2][2, 3]."),
        shows="No formula for a delta was used, only its definition.")


def order_of_the_document(sizes: tuple[int, int, int, int] = (64, 64, 64, 10)) -> Exercise:
    """4.6: what the recursion costs when its products are formed as they stand."""
    K, last = sizes[-1], sizes[-2] * sizes[-1]
    best = jacobian.multiplications_delta(sizes, 1)
    each = [sizes[l - 1] * sizes[l] for l in range(1, len(sizes) - 1)]

    def counted(times, at_last=2.0 * last, layers=each):
        return lambda keep: (sum(times * m for m in layers) + at_last, (sum(times * m for m in layers) + at_last) / best)

    products, ratio = counted(1 + 2 * K)(None)
    return Exercise(
        "4.6", "the order of the document", "Products in the literal order, and how many times backpropagation's, in three "
        "significant digits:", "array", ("products", "times"),
        **asked(counted(1 + 2 * K), [
            Wrong("residuals forgotten", "The products with the residuals are missing: n_L for each weight below the last layer.", COSTS,
                  counted(1 + K, at_last=last)),
            Wrong("slope anew for each output", "Slope times activation does not depend on the output, so it is formed once for each "
                  "weight and not n_L times.", COSTS, counted(3 * K)),
            Wrong("last layer like the others", "In the last layer the Jacobian is the identity: an output depends on its own weights "
                  "only, and two products a weight are enough.", RECURSION, counted(1 + 2 * K, at_last=(1 + 2.0 * K) * last)),
            Wrong("one layer left out", f"There are two layers below the last, and each has {sizes[0]} · {sizes[1]} weights.", FORWARD,
                  counted(1 + 2 * K, layers=each[1:])),
            Wrong("last layer left out", "The last layer is missing: slope times activation, then times the residual.", COSTS,
                  counted(1 + 2 * K, at_last=0.0)),
            Wrong("best order", "This is the better order of the chapter, in which the outputs are added up before the step to the "
                  "weights.", COSTS, lambda keep: (jacobian.multiplications_jacobian(sizes, 1),
                                                   jacobian.multiplications_jacobian(sizes, 1) / best))]),
        hints=(
            "Count for one weight first. How many products does it need that do not depend on the output, and how many for each output?",
            "For a layer with m weights: (1 + 2 n_L) m below the last, and 2 m in the last.",
            f"2 · (1 + 2 · {K}) · {sizes[0]} · {sizes[1]} + 2 · {sizes[2]} · {K} = {n(products)}. Backpropagation takes {n(float(best))}, so the ratio is "
            f"{n(ratio)}."),
        rules={1: "t1 * x0 / t0"},
        statement="Count, per sample, the products that the document's order takes for the weights: in the layers below the last the slope times the activation "
        "for each weight, then for each weight and output times the Jacobian and times the residual; in the last layer slope times activation times residual. "
        f"The widths are {sizes[0]}, {sizes[1]}, {sizes[2]} and {K}. How many times the multiplications of backpropagation is that, the recursion left out?",
        shows="Both give the same gradient; the parentheses make the difference.")


TWO = Network((2, 2, 2), sigmoid, sigmoid)
SQUARE = Problem(TWO, TWO.params(W={1: [[0.2, 0.3], [-1.0, -0.4]], 2: [[-0.2, 0.5], [1.1, -1.3]]}, b={1: [0.9, 0.1], 2: [0.5, 0.5]}),
                 np.array([[0.8, 0.7]]), np.array([[1.0, 0.0]]), half_sse)


def square_layers(task: Problem = SQUARE) -> Exercise:
    """4.7: a pass by hand where every wrong product has the right shape."""

    def pick(r):
        return *r.delta[2][0], *r.delta[1][0], r.grad.W[1][0, 1], r.grad.W[2][0, 1]

    r = right(task)
    d1, d2 = r.delta[1][0], r.delta[2][0]
    (a1, a2), (y1, y2) = r.A[1][0], r.A[2][0]
    x1, x2 = task.X[0]
    W1, W2, b1, b2 = ([n(v) for v in np.ravel(p)] for p in (task.theta.W[1], task.theta.W[2], task.theta.b[1], task.theta.b[2]))
    return Exercise(
        "4.7", "where shapes do not help", "In three significant digits:", "array",
        ("δ²₁", "δ²₂", "δ¹₁", "δ¹₂", "∂C/∂W¹₁₂", "∂C/∂W²₁₂"), **asked_of(task, pick, passages=PASSAGES),
        hints=(
            "Go by index and not by shapes. δ¹₁ belongs to hidden neuron 1: which two arrows leave it, and where do they stand in W²?",
            "δ²ⱼ = (ŷⱼ − yⱼ) ŷⱼ (1 − ŷⱼ). δ¹ᵢ = (δ²₁ W²ᵢ₁ + δ²₂ W²ᵢ₂) aᵢ (1 − aᵢ). ∂C/∂W¹₁₂ = x₁ δ¹₂ and ∂C/∂W²₁₂ = a₁ δ²₂.",
            f"a¹ = ({n(a1)}, {n(a2)}) and ŷ = ({n(y1)}, {n(y2)}), so δ² = ({n(d2[0])}, {n(d2[1])}). Then δ¹₁ = ({n(d2[0])} · ({W2[0]}) + "
            f"{n(d2[1])} · ({W2[1]})) · {n(a1)} · {n(1 - a1)} = {n(d1[0])}, and δ¹₂ = ({n(d2[0])} · ({W2[2]}) + {n(d2[1])} · ({W2[3]})) · {n(a2)} · "
            f"{n(1 - a2)} = {n(d1[1])}. ∂C/∂W¹₁₂ = {n(x1)} · δ¹₂ = {n(r.grad.W[1][0, 1])} and ∂C/∂W²₁₂ = {n(a1)} · δ²₂ = "
            f"{n(r.grad.W[2][0, 1])}."),
        rules={2: f"t2 * ({W2[0]} * x0 + {W2[1]} * x1) / ({W2[0]} * t0 + {W2[1]} * t1)",
               3: f"t3 * ({W2[2]} * x0 + {W2[3]} * x1) / ({W2[2]} * t0 + {W2[3]} * t1)", 4: f"{n(x1)} * x3", 5: "t5 * x1 / t1"},
        statement=f"A 2-2-2 network of sigmoids sees the sample ({n(x1)}, {n(x2)}) with the target (1, 0), and its cost is half_sse. The rows of W¹ are "
        f"({W1[0]}, {W1[1]}) and ({W1[2]}, {W1[3]}), b¹ is ({b1[0]}, {b1[1]}), the rows of W² are ({W2[0]}, {W2[1]}) and ({W2[2]}, {W2[3]}), and b² is "
        f"({b2[0]}, {b2[1]}). What are the four deltas, and the derivatives by W¹₁₂ and W²₁₂?",
        shows="Row 1 of W² holds the arrows that leave hidden neuron 1, and δ¹₁ is the sum along that row.")


def ahead() -> Exercise:
    """4.8: the derivative of an output by the first bias, three sigmoids in a row."""
    rng = np.random.default_rng(48)
    net = Network((1, 1, 1, 1), sigmoid, sigmoid, sigmoid)
    points = []
    for _ in range(6):
        theta, a0 = net.init_uniform(rng, 2.0), rng.normal(size=(1, 1))
        for b in theta.b.values():
            b[...] = rng.normal(size=1)
        Z, A = net.forward(theta, a0)
        points.append({"a0": a0.item()} | {f"{name}{l}": layers[l].item() for l in (1, 2, 3)
                                           for name, layers in (("a", A), ("z", Z), ("w", theta.W), ("b", theta.b))})

    def truth(values):
        """Row 1 of the repaired recursion, times the slope of the first layer."""
        theta = net.params({l: [[values[f"w{l}"]]] for l in (1, 2, 3)}, {l: [values[f"b{l}"]] for l in (1, 2, 3)})
        Z, A = net.forward(theta, [[values["a0"]]])
        J = jacobian.backward(net, theta, Z, A, [[0.0]], sse)[0]
        return (J[1][0] * sigmoid.prime(Z[1])).item()

    names = list(points[0])
    answer = "a3 * (1 - a3) * w3 * a2 * (1 - a2) * w2 * a1 * (1 - a1)"

    def instead(old, new):
        assert old in answer
        return parsed(answer.replace(old, new), names)

    def all_of(old, new):
        return parsed(answer.translate(str.maketrans(old, new)), names)

    return Exercise(
        "4.8", "three sigmoids in a row", "∂a³/∂b¹, as a text.", "formula", (),
        **compared(truth, [
            Wrong("last slope missing", "The slope a³ (1 − a³) of the last layer is missing, as in the document's three lines for its "
                  "layer N. This is right for a linear output only.", WITHIN, instead("a3 * (1 - a3) * ", "")),
            Wrong("middle slope missing", "The slope of layer 2 is missing: each step of the recursion has the slope of the layer "
                  "that it enters.", RECURSION, instead("a2 * (1 - a2) * ", "")),
            Wrong("first slope missing", "This ends at a¹. From a¹ to b¹ one more factor is needed, the slope of layer 1.", RECURSION,
                  instead(" * a1 * (1 - a1)", "")),
            Wrong("weights of the layer below", "The weights are off by one layer: the arrow from a¹ to a² carries w², the one "
                  "from a² to a³ carries w³.", RECURSION, instead("w3 * a2 * (1 - a2) * w2", "w2 * a2 * (1 - a2) * w1")),
            Wrong("derivative by the weight", "The last factor a⁰ belongs to the derivative by w¹. A bias has the factor 1.", RECURSION,
                  instead("(1 - a1)", "(1 - a1) * a0")),
            Wrong("one layer too far", "This goes one layer too far, on to the input. The bias b¹ enters at z¹.", RECURSION,
                  instead("(1 - a1)", "(1 - a1) * w1")),
            Wrong("z put into a (1 − a)", "z was put into a (1 − a). That formula wants the activation.", WITHIN, all_of("a", "z")),
            Wrong("slope at a", "σ′ was taken at the activations. a (1 − a) is σ′(z) already, without another σ.", WITHIN, parsed(
                " * ".join(f"sigmoid(a{l}) * (1 - sigmoid(a{l}))" for l in (1, 2, 3)) + " * w2 * w3", names)),
            Wrong("weights missing", "The weights are missing: from one activation to the next there is a slope and a weight.", WITHIN,
                  parsed("a3 * (1 - a3) * a2 * (1 - a2) * a1 * (1 - a1)", names)),
            Wrong("1 − a missing", "The slope of a sigmoid is a (1 − a), and a alone was taken.", WITHIN,
                  parsed("a3 * w3 * a2 * w2 * a1", names))], points),
        hints=(
            "Start at the output with ∂a³/∂a³ = 1 and walk back. Each layer that you pass gives a slope, each arrow a weight.",
            "∂a³/∂b¹ = ∂a³/∂a² · ∂a²/∂a¹ · ∂a¹/∂b¹, and ∂aˡ/∂aˡ⁻¹ = aˡ (1 − aˡ) wˡ.",
            f"The three factors are a³ (1 − a³) w³, a² (1 − a²) w² and a¹ (1 − a¹), so the text is \"{answer}\"."),
        shows="Three slopes and two weights. Without the last slope, as the document prints it, the result is at least four times too "
              "large.")


def all_the_way_back() -> Exercise:
    """4.9: equation (2) in a loop, where all layers have one width."""
    rng = np.random.default_rng(49)
    instances = [{"delta": rng.normal(size=(D, k)), "W": rng.normal(size=(m, k, k)), "Z": rng.normal(size=(m, D, k))}
                 for m, D, k in ((3, 4, 2), (1, 2, 3), (2, 3, 3), (4, 1, 2))]

    def of(step=lambda delta, W: delta @ W.T, slope=sigmoid.prime, order=lambda m: range(m - 1, -1, -1), slope_of=lambda k, m: k,
           weights_of=lambda k, m: k):
        def function(given):
            delta, W, Z = given.values()
            for k in order(len(W)):
                delta = step(delta, W[weights_of(k, len(W))]) * slope(Z[slope_of(k, len(W))])
            return delta
        return function

    return Exercise(
        "4.9", "all the way back", "The function first_delta(delta, W, Z).", "function", (),
        **compared(of(), [
            Wrong("no transpose on the way back", "The weights are not transposed. All layers have one width, so no shape complains; "
                  "the sum has to run over the neurons that arrows enter.", HIDDEN, of(lambda delta, W: delta @ W)),
            Wrong("⊙ for @", "The product with W is taken entry by entry. A neuron adds up what comes back along its arrows, which "
                  "is @.", HIDDEN, of(lambda delta, W: delta * W.T)),
            Wrong("@ for ⊙", "The slopes are multiplied with @. Each neuron has its own slope, so this product is ⊙, in code *.", HIDDEN,
                  matrix_slopes),
            Wrong("slope missing", "σ′(Z) is missing: what comes back along the arrows is ∂C/∂A, and a delta is ∂C/∂Z.", HIDDEN,
                  of(slope=np.ones_like)),
            Wrong("slope at a", "σ′ is taken at σ(Z). Its place is Z.", HIDDEN, of(slope=lambda Z: sigmoid.prime(sigmoid(Z)))),
            Wrong("z put into a (1 − a)", "Z stands in a (1 − a) where the activation belongs.", HIDDEN, of(slope=lambda Z: Z * (1 - Z))),
            Wrong("slope off by one layer", "The slopes are off by one layer: the step through W[k] arrives at the layer whose "
                  "pre-activations are Z[k].", HIDDEN, of(slope_of=lambda k, m: min(k + 1, m - 1))),
            Wrong("weights off by one layer", "The weights are off by one layer: W[k] leaves the layer whose pre-activations are Z[k].",
                  HIDDEN, of(weights_of=lambda k, m: max(k - 1, 0))),
            Wrong("from the front", "The loop runs upward. Each delta needs the one behind it, so it has to run downward.", RECURSION,
                  of(order=range)),
            Wrong("first step left out", "The last step is missing: the loop has to include k = 0.", RECURSION,
                  of(order=lambda m: range(m - 1, 0, -1))),
            Wrong("one step only", "Only one step is taken: return stands inside of the loop, or there is no loop.", RECURSION,
                  of(order=lambda m: [m - 1]))], instances),
        hints=(
            "One step is equation (2), and it needs the delta behind it. In which order do the steps have to be taken?",
            "In the loop each delta is replaced by that of the layer before. The first step needs the last weights, and the slopes at the last Z.",
            "def first_delta(delta, W, Z):\n    for k in reversed(range(len(W))):\n"
            "        delta = (delta @ W[k].T) * sigmoid.prime(Z[k])\n    return delta"),
        shows="Where all layers have one width no shape protects you, and only the meaning of each index does.")


def matrix_slopes(given):
    """The loop of 4.9 with a matrix product where the slopes belong entry by entry."""
    delta, W, Z = given.values()
    for k in reversed(range(len(W))):
        delta = (delta @ W[k].T) @ sigmoid.prime(Z[k])
    return delta


def two_transposes() -> Exercise:
    """4.10: why there are two transposes and none forward."""
    return Exercise(
        "4.10", "why there are two transposes", "The right explanation:", "choice", (
            "The backward pass is the forward pass inverted, and a transpose undoes a product.",
            "Sizes have to meet. Where the widths are equal, both transposes may be left out.",
            "Each of the two sums runs over an index that stands on the outer side of its factor.",
            "Samples are rows here. In books that write them as columns the backward pass has no transpose."),
        **chosen(2, {
            0: Wrong("inverse", "A transpose undoes nothing: W Wᵀ is the identity for special matrices only. Nothing is undone on the "
                     "way back; derivatives are added up along arrows.", HIDDEN, None),
            1: Wrong("sizes only", "With equal widths the product without transpose runs and gives another number: it adds up the "
                     "arrows that enter the neuron, and not those that leave it.", HIDDEN, None),
            3: Wrong("columns", "In columns there are two as well: (W)ᵀ δ and δ (a)ᵀ. They stand on the other side.", COLUMNS, None)}),
        hints=(
            "Write (2) and (3) by index. Which letter is summed in each, and where does it stand in the two factors?",
            "(2): Σⱼ δⱼ Wᵢⱼ. (3): Σ_d a_dᵢ δ_dⱼ. A matrix product is Σⱼ Pᵢⱼ Qⱼₖ.",
            "In (2) the sum is over j, the second index of W, and a product wants it first: W is turned. In (3) it is over d, the first "
            "index of a, and a product wants it second: A is turned. Forward, i is second in a and first in W, and nothing is turned. "
            "So the third answer is right."),
        shows="A transpose tells which index is summed.")


def whole_pass() -> Exercise:
    """4.11: the four equations as one function, for any layers."""
    rng = np.random.default_rng(411)
    instances = [{"theta": np.round(rng.normal(size=sum((i + 1) * j for i, j in zip(sizes, sizes[1:]))), 3), "sizes": np.array(sizes),
                  "X": np.round(rng.normal(size=(D, sizes[0])), 3), "Y": np.round(rng.uniform(size=(D, sizes[-1])), 3)}
                 for sizes, D in (((3, 2, 1), 1), ((2, 3, 3, 2), 4), ((2, 2, 2, 2, 2), 3))]

    def of(**instead):
        def function(given):
            theta, sizes, X, Y = given.values()
            net = Network(tuple(int(n) for n in sizes), *[sigmoid] * (len(sizes) - 1))
            return by_hand(Problem(net, Params(theta, net.sizes), X, Y, half_sse), **instead).grad.vector
        return function

    def with_nnlib(given):
        theta, sizes, X, Y = given.values()
        net = Network(tuple(int(n) for n in sizes), *[sigmoid] * (len(sizes) - 1))
        return net.grad(Params(theta, net.sizes), X, Y, half_sse).vector

    def no_slope(where):
        return lambda phi, Z, A, l: np.ones_like(Z[l]) if (l == max(phi)) == (where == "output") else phi[l].prime(Z[l])

    return Exercise(
        "4.11", "the whole way back", "The function backward(theta, sizes, X, Y).", "function", (),
        **compared(with_nnlib, [
            Wrong("slope missing at the output", "Equation (1) lacks a factor: σ′ of the output layer.", OUTPUT, of(slope=no_slope("output"))),
            Wrong("slope missing in the hidden layers", "Equation (2) lacks a factor: σ′ of the layer that the delta belongs to.", HIDDEN,
                  of(slope=no_slope("hidden"))),
            Wrong("slope at a", "σ′ is taken at the activations. Its place is Z, or write a (1 − a).", HIDDEN, of(slope=lambda phi, Z, A, l: phi[l].prime(A[l]))),
            Wrong("wrong sign", "The residual in equation (1) is turned: with this cost ∂C/∂ŷ is ŷ − y.", OUTPUT,
                  of(output=lambda y_hat, Y, loss: Y - y_hat)),
            Wrong("twice", "There is a 2 too many in equation (1): the ½ of the cost cancels that of the power rule.", OUTPUT,
                  of(output=lambda y_hat, Y, loss: 2 * (y_hat - Y))),
            Wrong("mean for sum", "There is a factor 1/D too many: this cost adds up the samples.", FIVE,
                  of(output=lambda y_hat, Y, loss: (y_hat - Y) / len(Y))),
            Wrong("mean in the gradient", "Equation (3) has a factor 1/D that does not belong there: the product adds up the samples.", WEIGHTS,
                  of(dW=lambda A, delta, l: A[l - 1].T @ delta[l] / len(delta[l]))),
            Wrong("biases of one sample", "Equation (4) has lost its sum: ∂C/∂b adds up the deltas of all samples.", BIASES,
                  of(db=lambda delta, l: delta[l][0])),
            Wrong("mean of the biases", "Equation (4) has a factor 1/D that does not belong there.", BIASES, of(db=lambda delta, l: delta[l].mean(axis=0))),
            Wrong("biases forgotten", "The biases are missing from the forward pass.", FORWARD, of(affine=lambda A, W, b: A @ W)),
            Wrong("no bias gradient", "Equation (4) is missing: the derivatives by the biases are 0.", BIASES, of(db=lambda delta, l: np.zeros(delta[l].shape[1])))],
            instances),
        hints=(
            "Keep Z and A of every layer on the way forward. Which of them does each of the four equations ask for?",
            "Params(theta, sizes) has W[l] and b[l]. Begin with equation (1), go down with (2), and write (3) and (4) into a gradient of the same kind, "
            "whose vector is the answer.",
            "def backward(theta, sizes, X, Y):\n    p, L = Params(theta, tuple(sizes)), len(sizes) - 1\n    A = [X]\n    for l in range(1, L + 1):\n"
            "        A.append(sigmoid(A[-1] @ p.W[l] + p.b[l]))\n    grad = Params(np.zeros(len(theta)), tuple(sizes))\n"
            "    delta = (A[L] - Y) * A[L] * (1 - A[L])\n    for l in range(L, 0, -1):\n        grad.W[l][...] = A[l - 1].T @ delta\n"
            "        grad.b[l][...] = delta.sum(axis=0)\n        delta = delta @ p.W[l].T * A[l - 1] * (1 - A[l - 1])\n    return grad.vector"),
        shows="This is backpropagation, all of it: everything else in the book explains it, checks it, or uses it.")


def two_equations() -> Exercise:
    """4.12: equations (3) and (4), with the biases as a last row."""
    rng = np.random.default_rng(4120)
    instances = [{"A": np.round(rng.normal(size=(D, i)), 3), "delta": np.round(rng.normal(size=(D, j)), 3)}
                 for D, i, j in ((4, 3, 2), (1, 2, 5), (3, 3, 3), (6, 1, 2))]

    def of(weights=lambda A, delta: A.T @ delta, biases=lambda delta: delta.sum(axis=0), stacked=lambda W, b: np.vstack([W, b])):
        return lambda given: stacked(weights(given["A"], given["delta"]), biases(given["delta"]))

    def by_network(given):
        """A single layer whose output is its z, under a cost whose derivative by z is delta: that of the sum of delta ⊙ z."""
        A, delta = given.values()
        return np.vstack([np.einsum("di,dj->ij", A, delta), np.einsum("dj->j", delta)])

    return Exercise(
        "4.12", "equations (3) and (4) in code", "The function gradients(A, delta).", "function", (),
        **compared(by_network, [
            Wrong("mean in the gradient", "The products were averaged over the samples. Equation (3) adds up.", WEIGHTS, of(lambda A, delta: A.T @ delta / len(A))),
            Wrong("mean of the deltas", "The deltas were averaged over the samples. Equation (4) adds up.", BIASES, of(biases=lambda delta: delta.mean(axis=0))),
            Wrong("both averaged", "Weights and biases were both averaged. The factor of the cost is in the deltas already.", WEIGHTS,
                  of(lambda A, delta: A.T @ delta / len(A), lambda delta: delta.mean(axis=0))),
            Wrong("first sample only", "The biases have the deltas of the first sample alone.", BIASES, of(biases=lambda delta: delta[0])),
            Wrong("biases first", "The row of the biases stands first. It was asked for as the last.", BIASES, of(stacked=lambda W, b: np.vstack([b, W]))),
            Wrong("sums multiplied", "The samples were added up before they were multiplied. Each sample has its own product.", WEIGHTS,
                  of(lambda A, delta: np.outer(A.sum(axis=0), delta.sum(axis=0)))),
            Wrong("wrong sign", "The signs are turned. That is for the update.", WEIGHTS, lambda given: -of()(given)),
            Wrong("no bias gradient", "The last row is 0. A bias moves z by as much as it moves itself, so its derivative is the sum of the deltas.",
                  BIASES, of(biases=lambda delta: np.zeros(delta.shape[1])))], instances),
        hints=(
            "Which index do (3) and (4) sum over, and what has that index in A and in delta?",
            "(3) adds up over the samples, which are the rows of both. (4) is the same sum with an input that is always 1.",
            "def gradients(A, delta):\n    return np.vstack([A.T @ delta, delta.sum(axis=0)])"),
        shows="A bias is a weight whose input is always 1, so its row is the same product with a column of ones.")


def square_hunt() -> Exercise:
    """4.13: a bug hunt."""
    hunt = hunts.SQUARE
    line = hunt.line()
    least = next(w for w in range(1, 9) if hunts.wrong_network(hunt, (w, w, w), 3))

    def at(k, width=least):
        return lambda keep: (float(k), float(width))

    return Exercise(
        "4.13", "bug hunt: it ran without a complaint", "The number of the wrong line, and the least common width that shows it:", "array",
        ("line", "width"),
        **asked(at(line), [
            Wrong("forward pass", "The forward pass of layer 1 is right: A W + b, without a transpose.", FORWARD, at(2)),
            Wrong("output", "The forward pass of layer 2 is right: A W + b, without a transpose.", FORWARD, at(3)),
            Wrong("output delta", "Equation (1) is right: the residual with its sign, times a (1 − a).", OUTPUT, at(4)),
            Wrong("weights", "Equation (3) is right: what enters, transposed, times the deltas.", WEIGHTS, at(6)),
            Wrong("biases", "Equation (4) is right: the deltas are added up over the samples.", BIASES, at(7)),
            Wrong("width 1", "A matrix of one number is its own transpose, so with the width 1 nothing shows.", HIDDEN, at(line, 1)),
            Wrong("wider", "A smaller width is enough: of a matrix with two rows and two columns the transpose is another one.", HIDDEN, at(line, least + 1))]),
        hints=(
            "Give each line two layers of different widths. Which one would stop?",
            "Equation (2) is δ¹ = (δ² (W²)ᵀ) ⊙ σ′(Z¹).",
            f"Line {line} lacks the transpose. Where all widths are equal it runs, and adds up the arrows that enter where it should add up those that "
            f"leave. With the width 1 both are the same number; with {least} they differ."),
        shows="Try code on layers of different widths: then a missing transpose stops by itself.")


EXERCISES = {"4.1": shapes, "4.2": missing_equation, "4.3": translated_rate, "4.4": which_rounding, "4.5": pushed,
             "4.6": order_of_the_document, "4.7": square_layers, "4.8": ahead, "4.9": all_the_way_back, "4.10": two_transposes,
             "4.11": whole_pass, "4.12": two_equations, "4.13": square_hunt}

# Other numbers for the exercises that can be asked with them.
FRESH = {
    "4.1": lambda rng: {"sizes": tuple(int(k) for k in rng.choice([4, 8, 12, 20, 24, 36, 48, 50], 3, replace=False)), "D": int(rng.choice([16, 40, 64, 100]))},
    "4.3": lambda rng: {"eta": float(rng.choice([0.0005, 0.002, 0.003, 0.005, 0.01])), "D": int(rng.choice([8, 16, 20, 50, 64])),
                        "K": int(rng.choice([3, 4, 5, 6, 12]))},
    "4.6": lambda rng: {"sizes": (*[int(rng.choice([12, 16, 20, 24, 30, 32, 40, 48]))] * 3, int(rng.choice([3, 4, 5, 6, 8])))},
    "4.7": lambda rng: {"task": SQUARE._replace(
        theta=TWO.params(W={l: [[tenths(rng, 0.2, 1.5) * sign(rng) for _ in "12"] for _ in "12"] for l in (1, 2)},
                         b={l: [tenths(rng, 0.1, 0.9) for _ in "12"] for l in (1, 2)}),
        X=np.array([[tenths(rng, 0.3, 1.5), tenths(rng, 0.3, 1.5)]]))},
}

# What the statements give, in their order: numbers, and in texts the words that count or decide, symbols and shapes.
GIVEN = {
    "4.1": (64, 30, 10, 32, 2, 3, 1, 32, 30),
    "4.2": (3, 4, 5, 2, 0, 4),
    "4.3": ("half_sse", 0.001, 32, 10, "mean_squared"),
    "4.4": ("delta_h", 0.0811, 0.8, 0.1875, "fifth"),
    "4.5": ("third", 3, 4, 5, 2, "fourth", 2, "delta[2]"),
    "4.6": ("without a^L_dk W^l_ij last below last", 64, 64, 64, 10),
    "4.7": (2, 2, 2, "sigmoids", 0.8, 0.7, 1, 0, "half_sse", 1, 2, 1, 1, 0.2, 0.3, 1, 2, -1, -0.4, 1, 0.9, 0.1, 2, 1, -0.2, 0.5, 2,
            2, 1.1, -1.3, 2, 0.5, 0.5, "four three W^1_12 W^2_12"),
    "4.8": (1, 1, 1, 1, "sigmoids", 3, 1, "a3", 3, "w2 W^2_11"),
    "4.9": ("(delta, W, Z)", 1, "sigmoids last (D, n)", 0, "(m, D, n) (m, n, n)", 0, "(D, n)"),
    "4.10": (2, 3),
    "4.11": ("(theta, sizes, X, Y) sigmoid half_sse sigmoid four",),
    "4.12": ("(D, n) (D, m) below last (n + 1, m)",),
    "4.13": (1, "least"),
}
