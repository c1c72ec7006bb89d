"""The exercises of chapter 9, the experiments of 1986: printed weights, codes, momentum, and counts with an error."""

from itertools import combinations, product

import numpy as np

from course.exercises.builders import Wrong, asked, asked_of, chosen, compared
from course.exercises.functions import slopes_of_a_bowl, slopes_of_a_quartic, slopes_of_waves
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage
from course.exercises.one_step import Problem, by_hand, right
from course.studies import measured, published
from nnlib import data
from nnlib.losses import half_sse, sse
from nnlib.training import descend

RULE = Passage("The rule, and what it leaves open", "sec-1986-rule")
WEIGHTS = Passage("Weights that were printed", "sec-1986-weights")
CODES = Passage("Why two hidden neurons are enough", "sec-1986-codes")
PLATEAU = Passage("The plateau", "sec-1986-plateau")
MINIMUM = Passage("A minimum at infinity", "sec-1986-minimum")
OFTEN = Passage("How often", "sec-1986-often")
MORE = Passage("Two more hidden neurons", "sec-1986-more")
ENCODER = Passage("The encoder", "sec-1986-encoder")
PARITY = Passage("Parity", "sec-1986-parity")
SHRINKING = Passage("The printed constants", "sec-1986-printed")
ERRORS = Passage("Constants that learn", "sec-1986-constants")
PASSAGES = {"affine": WEIGHTS, "cost": RULE, "output": MORE, "slope": MORE, "carry": MORE, "dW": RULE, "db": RULE,
            "update": RULE}


def nearest_miss() -> Exercise:
    """9.1: the rows at the margin of the printed code."""
    net, theta, _ = published.symmetry()
    X, Y = data.symmetry()[:2]
    y_hat = net(theta, X)[:, 0]
    t = X[:, :3] - X[:, :2:-1]
    size = np.abs(t @ theta.W[1][:3, 0])
    least = size[size > 0].min()
    nearest = (size > 0) & (size < 1.5 * least)  # the next are twice as far

    def counted(rows=nearest, patterns=1.0, repeated=1.0, highest=None):
        """Patterns and rows among some of the rows, and the highest answer among them."""
        different = len({tuple(row) for row in t[rows]})
        top = y_hat[rows].max() if highest is None else highest
        return lambda keep: (different * patterns, rows.sum() * repeated, top)

    patterns, rows, answer = counted()(None)
    heaviest = round(np.abs(theta.W[1][:3, 0]).max() / least)
    each = [2**zeros for zeros in (2, 1, 0)]  # two rows for each pair with t = 0
    return Exercise(
        "9.1", "the nearest miss", "The patterns, the rows, and the highest answer in three significant digits:",
        "array",
        ("patterns t", "rows", "highest answer"),
        **asked(counted(), [
            Wrong("up to sign", "Patterns were counted up to their sign. A pattern and its opposite belong to "
                  "different rows, and one wakes each hidden neuron.", CODES, counted(patterns=0.5, repeated=0.5)),
            Wrong("least weight only", "Only the first pair was moved. A larger weight that is balanced by smaller "
                  "ones but for 1 is as near.", CODES, counted(nearest & (np.abs(t).sum(axis=1) == 1))),
            Wrong("one row each", "A pattern was counted as one row. Where t is 0, the pair is 00 or 11, which makes "
                  "two rows.", CODES, counted(repeated=patterns / rows)),
            Wrong("all the others", "These are all rows that are not symmetric. The nearest are those with the least "
                  "|s|.", CODES, counted(size > 0)),
            Wrong("symmetric rows too", "The symmetric rows were counted as well. They have s = 0, and no distance to "
                  "lose.", CODES, counted(nearest | (size == 0))),
            Wrong("lowest of the symmetric", "This is the lowest answer to a symmetric row, which is nearer to its "
                  "own target 1 than the highest of the others is to 0.", WEIGHTS,
                  counted(highest=y_hat[Y[:, 0] == 1].min())),
            Wrong("hidden neuron", "This is an activation of a hidden neuron. The answer is that of the "
                  "output.", WEIGHTS, counted(highest=net.forward(theta, X)[1][1][nearest].max()))]),
        hints=(
            f"The weights are 1, 2 and {heaviest} in size, up to their signs. Which signed sums of them are 1 in size?",
            f"1 = 2 − 1 = {heaviest} − 2 − 1, each with both signs. A pair with t = 0 is 00 or 11, one with t = ±1 is a single "
            "row.",
            f"Three patterns with two signs make {n(patterns)}. They have {each[0]}, 2 and 1 rows each, so 2 · ({each[0]} + 2 + 1) = "
            f"{n(float(rows))} rows. The highest answer among them is {n(answer)}."),
        shows="The margin of the code says which rows are in danger before any output is computed.")


def four_pairs() -> Exercise:
    """9.2: the set of Conway and Guy, by search; the slips are all other sets that are small enough to be tried."""
    def vanishing(w):
        """The signs of the shortest signed sum that is 0, or None."""
        signs = sorted((t for t in product((-1, 0, 1), repeat=4) if any(t)), key=lambda t: (np.abs(t).sum(), t[::-1]))
        return next((t for t in signs if np.dot(w, t) == 0 and t[np.flatnonzero(t)[-1]] > 0), None)

    sets = list(combinations(range(1, 9), 4))
    (truth,) = (w for w in sets if w[-1] < 8 and not vanishing(w))

    def slip(w):
        signs, name = vanishing(w), ", ".join(map(str, w))
        if not signs:
            return Wrong(name, f"The margin of {name} is 1, and its largest weight is {w[-1]}. There is a code with a "
                         f"smaller one.", CODES, lambda keep: w)
        one, other = (" + ".join(str(v) for v, sign in zip(w, signs) if sign == side) for side in (1, -1))
        return Wrong(name, f"In {name} a signed sum vanishes: {one} = {other}. So there is a row that is not "
                     f"symmetric and has s = 0.", CODES, lambda keep: w)

    tried = [w for w in sets if w != truth]
    sums = {int(np.dot(truth, halves)) for halves in product((0, 1), repeat=4)}
    return Exercise(
        "9.2", "four pairs", "The code, in rising order:", "array", ("w₁", "w₂", "w₃", "w₄"),
        **asked(lambda keep: truth, [slip(w) for w in tried]),
        hints=(
            "Different halves of a row must have different sums. How many halves of four inputs are there, and how "
            "large must the largest sum be?",
            "Try the triples of the chapter and add a weight, or search: no signed sum of the four may vanish.",
            f"The search finds one, {', '.join(map(str, truth))}. Its {2**len(truth)} subsets have {len(sums)} "
            f"different sums between 0 and {max(sums)}."),
        shows="Powers of two are not the last word: from four weights on, others have a smaller largest one.")


def slow_momentum() -> Exercise:
    """9.3: when the move has grown to a share of what it becomes."""
    def moves(alpha=0.9, sweeps=60):
        """The moves of a constant gradient 1 at the rate 1, in units of the move that lasts."""
        v, found = 0.0, [0.0]
        for _ in range(sweeps):
            v = -1.0 + alpha * v
            found.append(-v * (1 - alpha))
        return found

    def first(share, goal, start=0):
        return float(next(k for k, v in enumerate(share) if v >= goal) - start)

    def asked_for(share, start=0, last=None):
        after_ten = share[10 + start] if last is None else last
        return lambda keep: (first(share, 0.5, start), first(share, 0.9, start), after_ten)

    share, alpha = moves(), 0.9
    half, most, ten = asked_for(share)(None)
    return Exercise(
        "9.3", "how long momentum takes", "Sweeps until the move has half, and nine tenths; the share after ten "
        "sweeps in three significant digits:", "array", ("half", "nine tenths", "share after ten"),
        **asked(asked_for(share), [
            Wrong("counted from 0", "The first sweep was counted as number 0. The move starts at rest, and after one "
                  "sweep it has a tenth.", RULE, asked_for(share, 1)),
            Wrong("what is missing", "α to the power 10 is the share that is still missing.", RULE,
                  asked_for(share, last=1 - ten)),
            Wrong("in units of a step", "That is the move in units of η g. Asked for is its share of the move that "
                  "lasts, which is ten times as long.", RULE, asked_for(share, last=10 * ten)),
            Wrong("rounded down", "The sweeps were rounded down. At that sweep the share is not yet reached.", RULE,
                  lambda keep: (half - 1, most - 1, ten)),
            Wrong("not whole", "Sweeps are whole: take the first one at which the share is reached.", RULE,
                  lambda keep: (np.log(0.5) / np.log(0.9), np.log(0.1) / np.log(0.9), ten)),
            Wrong("no loss", "The moves were added up without α. Each sweep keeps only α of the move before.", RULE,
                  lambda keep: (5.0, 9.0, 1.0))]),
        hints=(
            "Write down the first three moves. What is missing each time from the move that lasts?",
            "After k sweeps the share is 1 − αᵏ, since each sweep leaves α of what is missing.",
            f"1 − {n(alpha)}ᵏ is at least {n(0.5)} from k = {n(half)} on and at least {n(0.9)} from k = {n(most)} on. After ten sweeps "
            f"it is {n(ten)}."),
        shows="The factor of ten comes late: in the ten sweeps in which the mirror network ruins itself, the move has "
        "two thirds of it.")


def silent_encoder() -> Exercise:
    """9.4: what eight outputs cost that do not look at their inputs."""
    Y = data.encoder(8).Y

    def costs(loss=half_sse, best=1 / 8, worst=0.0, factor=1.0):
        return lambda keep: tuple(factor * loss(np.full(Y.shape, value), Y) for value in (best, worst))

    best, silent = costs()(None)
    return Exercise(
        "9.4", "an encoder that says nothing", "The cost:", "array", ("best constant", "all 0"),
        **asked(costs(), [
            Wrong("sse", "The ½ of half_sse is missing.", RULE, costs(sse)),
            Wrong("an eighth", "This is an eighth of it: the cost of one output, or a mean over the patterns. "
                  "half_sse adds up all outputs and all patterns.", RULE, costs(factor=1 / 8)),
            Wrong("one half", "The constant one half is what a fresh network says. The best one is m/n, here one "
                  "eighth.", PLATEAU, costs(best=1 / 2)),
            Wrong("seven eighths", "The constant was taken for those that should be off. The best one is m/n, the "
                  "share that should be on.", PLATEAU, costs(best=7 / 8)),
            Wrong("all on", "This is the cost where all say 1. Asked for is 0.", PLATEAU, costs(worst=1.0)),
            Wrong("exchanged", "The two are exchanged. The best constant cannot cost more than the constant 0.",
                  PLATEAU,
                  lambda keep: (silent, best)),
            Wrong("target forgotten", "The pattern in which an output should be on was left out.", ENCODER,
                  lambda keep: (0.5 * 8 * 7 / 64, 0.0))]),
        hints=(
            "Look at one output. In how many of the eight patterns should it be on?",
            f"One output with n = {len(Y)} and m = 1 costs m (n − m)/2n with the best constant, and m/2 with 0. There are "
            "eight.",
            f"{len(Y)} · 1 · {len(Y) - 1}/{2 * len(Y)} = {n(best)}, and {len(Y)} · ½ = {n(silent)}."),
        shows="Saying 0 costs hardly more than the best constant, so little pulls an output back that has gone there.")


def parity_by_hand() -> Exercise:
    """9.5: the network that counts, for any number of inputs."""
    instances = [{"n": count, "g": g} for count, g in ((4, 20.0), (2, 10.0), (3, 8.0), (5, 12.0))]

    def built(edge=lambda k: k - 0.5, sign=lambda k: (-1.0) ** (k + 1), last=-0.5, scale=lambda g: (g, g, g)):
        def function(given):
            count, (g, h, c) = given["n"], scale(given["g"])
            k = np.arange(1, count + 1)
            return np.concatenate([-g * edge(k), h * sign(k), [c * last]])
        return function

    return Exercise(
        "9.5", "parity by hand", "The function parity(n, g).", "function", (),
        **compared(built(), [
            Wrong("edge at k", "Hidden neuron k has its edge at k inputs, where it says one half. The edge belongs "
                  "between k − 1 and k.", PARITY, built(edge=lambda k: 1.0 * k)),
            Wrong("edge behind k", "Hidden neuron k fires from k + 1 inputs on. Its edge belongs between k − 1 and k.",
                  PARITY,
                  built(edge=lambda k: k + 0.5)),
            Wrong("counted from 0", "The edges are off by one: the first hidden neuron fires always. Its edge is at "
                  "one half.", PARITY, built(edge=lambda k: k - 1.5)),
            Wrong("all counted from 0", "k runs from 0: the first hidden neuron fires always, and the signs begin with "
                  "a minus. np.arange begins at 0.", PARITY, built(lambda k: k - 1.5, lambda k: (-1.0) ** k)),
            Wrong("biases positive", "The hidden biases have the wrong sign: they hold a neuron back until enough "
                  "inputs are on.", PARITY, built(edge=lambda k: 0.5 - k)),
            Wrong("signs turned", "The alternating signs begin with a minus. The first hidden neuron has to turn the "
                  "output on.", PARITY, built(sign=lambda k: (-1.0) ** k)),
            Wrong("no alternation", "All weights to the output are positive, so it says whether any input is on. They "
                  "have to alternate.", PARITY, built(sign=lambda k: 1.0 + 0 * k)),
            Wrong("output bias missing", "The bias of the output is missing: without it an even number of inputs "
                  "gives one half.", PARITY, built(last=0.0)),
            Wrong("output bias positive", "The bias of the output has the wrong sign: it says yes to an even number "
                  "of inputs as well.", PARITY, built(last=0.5)),
            Wrong("output bias g", "The bias of the output is −g, so one half is said to an odd number. It belongs in "
                  "the middle of 0 and g.", PARITY, built(last=-1.0)),
            Wrong("biases without g", "The biases do not grow with g, so the edges move. z is g times the distance "
                  "from an edge.", PARITY, built(scale=lambda g: (1.0, g, 1.0))),
            Wrong("hidden biases without g", "The hidden biases do not grow with g, so their edges move.", PARITY,
                  built(scale=lambda g: (1.0, g, g))),
            Wrong("output bias without g", "The bias of the output does not grow with g, so its edge moves.", PARITY,
                  built(scale=lambda g: (g, g, 1.0))),
            Wrong("output weights without g", "The weights to the output are ±1. They are to be as large as those of "
                  "the hidden layer.", PARITY, built(scale=lambda g: (g, 1.0, g)))], instances),
        hints=(
            "With all weights g, what is the pre-activation of a hidden neuron when m inputs are on?",
            "Hidden neuron k: g (m − (k − ½)). With m inputs on, the first m neurons fire, and +1 −1 +1 … adds up to "
            "1 for odd m and to 0 for even m, so the output is g (that − ½).",
            "def parity(n, g):\n    k = np.arange(1, n + 1)\n"
            "    return np.concatenate([-g * (k - 0.5), g * (-1.0) ** (k + 1), [-g / 2]])"),
        shows="n hidden neurons are enough for n inputs, by the same rule for every n.")


def copies() -> Exercise:
    """9.6: hidden neurons that are not fresh."""
    return Exercise(
        "9.6", "copies", "What happens, and why:", "choice", (
            "It is freed: with four hidden neurons all runs learned, whatever their start.",
            "It is still stuck: the output's delta is 0 in all four rows, so nothing moves.",
            "It is still stuck: with half the weights to the output the deltas are half as large, and 2,000 sweeps "
            "are too few.",
            "It is still stuck: the copies are saturated on the same side for 01 and 11, so a₄ − a₂ is nearly 0 for "
            "them too."),
        **chosen(3, {
            0: Wrong("freed", "The starts of those runs were drawn at random. The regions are there with four neurons "
                     "as well, and this start lies deep inside one.", MORE, None),
            1: Wrong("delta 0", "The output's delta is −⅛ for 01 and ⅛ for 11. It is the sum over the two rows that "
                     "nearly vanishes, and only for neurons that do not tell them apart.", MORE, None),
            2: Wrong("half the deltas", "The hidden deltas are half as large, but time is not what is missing: more "
                     "sweeps only let the weights grow, and in the region no cost is below a quarter.", MORE, None)}),
        hints=(
            "Which activations do the copies have in the rows 01 and 11?",
            "∂C/∂v = (a₄ − a₂)/8 for a hidden neuron with the activations a₂ in row 01 and a₄ in row 11.",
            "The copies have the activations of the old neurons, which are nearly 1 in both rows, and all products v "
            "p and v q keep their signs. Nothing parts 01 from 11. So the fourth answer is right."),
        shows="More neurons help because they are fresh, and not because they are more.")


def ends() -> Exercise:
    """9.7: the region in which a run ends, and that in which it began."""
    sweeps = 3000
    return Exercise(
        "9.7", "where the stuck runs end", "What the five runs show:", "choice", (
            "Each ends in a region, and in the one in which it started: a descent cannot leave a region.",
            "Each ends in a region, but only one in that in which it started.",
            "Some end outside of all regions, so the argument does not explain them.",
            "Each ends in a region of both inputs at once, since all four products have one sign."),
        **chosen(1, {
            0: Wrong("same region", "Compare the signs at the start. While the weights are small, on the plateau, "
                     "they still change.", OFTEN, None),
            2: Wrong("outside", "Look at each input by itself: one of the two is enough, and in each run there is one "
                     "whose two products have the same sign.", MINIMUM, None),
            3: Wrong("both inputs", "One input is enough for the bound, and in four of the five runs it is only one.",
                     MINIMUM, None)}),
        hints=(
            "For each run, which input has two products of one sign at the end, and which had at the start?",
            f"products(theta) at the start and after {sweeps:,} sweeps: the rows are the inputs, the columns the hidden "
            "neurons.",
            "At the end the first two runs are in a region of x₁, the last two in one of x₂, the third in both, where "
            "its two hidden neurons are alike. At the start the first three were in a region of x₂ only, the fourth "
            "in one of x₁, the last in none. So the second answer is right."),
        shows="What the argument forbids is a cost below a quarter inside a region. It says nothing about leaving one.")


def share_with_error() -> Exercise:
    """9.8: how many runs learn, and how well 300 runs know it."""
    within = np.array(measured.experiments1986()["xor"]["2-2-1, alpha 0.9, r 1"]["within"])
    runs, learned = len(within), int((within >= 0).sum())

    def interval(count=learned, error=lambda p: np.sqrt(p * (1 - p) / runs), times=2.0, center=None):
        def compute(keep):
            p = keep(count / runs)
            half = times * keep(error(p))
            return p, p - half, p + half
        return compute

    p, low, high = interval()(lambda value: value)
    few, normal = 1 - 2 / 200, 1.96
    return Exercise(
        "9.8", "a share and its error", "In four significant digits:", "array", ("share", "lower end", "upper end"),
        **asked(interval(), [
            Wrong("those that failed", "This is the share of the runs that did not learn. Asked for is that of the "
                  "others.", OFTEN, interval(runs - learned)),
            Wrong("one standard error", "The ends are one standard error away. Two are asked for.", ERRORS,
                  interval(times=1.0)),
            Wrong("95 percent", f"The ends are {n(normal)} standard errors away, as for {n(95)} percent of a normal distribution. Two are "
                  "asked for.", ERRORS, interval(times=normal)),
            Wrong("root of n missing", f"This is the spread of single runs. The share of {runs} runs is known better by "
                  "the root of their number.", ERRORS, interval(error=lambda p: np.sqrt(p * (1 - p)))),
            Wrong("root missing", "p (1 − p)/n is the variance. The standard error is its root.", ERRORS,
                  interval(error=lambda p: p * (1 - p) / runs)),
            Wrong("1 − p missing", "The factor 1 − p is missing under the root, or n is not the number of all runs "
                  "but of those that failed, which has the same effect.", ERRORS,
                  interval(error=lambda p: np.sqrt(p / runs))),
            Wrong("largest possible", "This is the error of a share of one half, the largest that there is. Put in "
                  "the share that was found.", ERRORS, interval(error=lambda p: np.sqrt(0.25 / runs))),
            Wrong("p missing", "The factor p is missing under the root, or n is not the number of all runs but of "
                  "those that learned, which has the same effect.", ERRORS,
                  interval(error=lambda p: np.sqrt((1 - p) / runs)))], digits=4),
        hints=(
            f"How many of the {runs} runs learned, and by how much would another {runs} differ?",
            f"p = learned / {runs}, and the ends are p − 2 √(p (1 − p)/{runs}) and p + 2 √(p (1 − p)/{runs}).",
            f"p = {learned}/{runs} = {n(p)}. The standard error is {n((high - p) / 2)}, so the ends are {n(low)} and "
            f"{n(high)}."),
        rules={1: f"x0 - 2 * sqrt(x0 * (1 - x0) / {runs})", 2: "2 * x0 - x1"},
        shows=f"Two failures among two hundred runs would make a share of {n(few)}, far above the interval: with this "
        f"start the reported count is no accident of sampling.")


def printed_by_hand() -> Exercise:
    """9.9: the stuck network, for the row that it has learned to answer with 1."""
    net, theta, _ = published.xor_stuck()
    task = Problem(net, theta, np.array([[1.0, 0.0]]), np.array([[1.0]]), half_sse, 0.5)

    def pick(r):
        return *r.A[1][0], r.A[2].item(), r.delta[2].item(), *r.delta[1][0]

    r = right(task)
    (z1, z2), (a1, a2) = r.Z[1][0], r.A[1][0]
    z, y_hat, delta = r.Z[2].item(), r.A[2].item(), r.delta[2].item()
    v1, v2, b = (n(value) for value in (*theta.W[2][:, 0], theta.b[2][0]))
    into, bias = theta.W[1][0, 1], theta.b[1][1]
    return Exercise(
        "9.9", "printed weights by hand", "In four significant digits:", "array", ("a₁", "a₂", "ŷ", "δ", "δ₁", "δ₂"),
        **asked_of(task, pick, [
            Wrong("target 0", "The target was taken to be 0. The row 10 has the target 1.", WEIGHTS,
                  lambda keep: pick(by_hand(task._replace(Y=1 - task.Y), keep))),
            Wrong("the row 01", "The inputs are exchanged: this is the row 01. In 10 the first input is on.", WEIGHTS,
                  lambda keep: pick(by_hand(task._replace(X=1 - task.X), keep))),
            Wrong("weights to the output exchanged", "On the way back the two weights to the output are exchanged. "
                  "Each hidden neuron has its own.", MORE,
                  lambda keep: pick(by_hand(
                      task, keep, carry=lambda delta, W, W_new, l: delta[l + 1] @ W[l + 1][::-1].T)))], passages=PASSAGES, digits=4),
        hints=(
            "Begin with the pre-activations of the two hidden neurons. One of them is 0.",
            f"ŷ = σ({v1} a₁ + {v2} a₂ + ({b})), δ = (ŷ − 1) ŷ (1 − ŷ), and δₖ = δ vₖ aₖ (1 − aₖ).",
            f"z₁ = −2 + 2 = {n(abs(z1))} and z₂ = {n(into)} + ({n(bias)}) = {n(z2)}, so a₁ = {n(a1)} and a₂ = {n(a2)}. The output "
            f"has z = {n(z)} and ŷ = {n(y_hat)}, so δ = {n(delta)}. Then δ₁ = {n(delta)} · ({v1}) · {n(a1)} · "
            f"{n(1 - a1)} = {n(r.delta[1][0, 0])}, and δ₂ = {n(delta)} · {v2} · {n(a2)} · {n(1 - a2)} = "
            f"{n(r.delta[1][0, 1])}."),
        rules={2: f"sigmoid({v1} * x0 + {v2} * x1 + ({b}))", 3: "(x2 - 1) * x2 * (1 - x2)", 4: f"{v1} * x3 * x0 * (1 - x0)",
               5: f"{v2} * x3 * x1 * (1 - x1)"},
        shows="This row is one of the two that it learned, and still its deltas are not 0: the weights go on growing.")


def descent_to_implement() -> Exercise:
    """9.10: momentum, then decay."""
    instances = [{"gradient": f, "w": np.array(w), "eta": eta, "alpha": alpha, "kappa": kappa, "steps": steps}
                 for f, w, eta, alpha, kappa, steps in (
                     (slopes_of_a_bowl, [1.0, -2.0], 0.1, 0.9, 0.01, 5),
                     (slopes_of_a_quartic, [0.3, 0.9, -0.4], 0.2, 0.5, 0.1, 3),
                     (slopes_of_waves, [1.5, -0.5], 0.05, 0.8, 0.05, 7),
                     (slopes_of_a_bowl, [0.7, 0.2, -1.0], 0.3, 0.6, 0.02, 4))]

    def right_one(given):
        f, w, eta, alpha, kappa, steps = given.values()
        *_, end = descend(lambda w: (0.0, f(w)), w, eta=eta, alpha=alpha, decay=kappa, steps=steps)
        return end.theta

    def of(move=lambda f, w, v, eta, alpha, kappa: -eta * f(w) + alpha * v,
           step=lambda w, v, v_old, kappa: (1 - kappa) * (w + v), kept=lambda v, kappa: v, steps=lambda count: count):
        def function(given):
            f, w, eta, alpha, kappa, count = given.values()
            v = np.zeros_like(w)
            for _ in range(steps(count)):
                v_old, v = v, move(f, w, v, eta, alpha, kappa)
                w, v = step(w, v, v_old, kappa), kept(v, kappa)
            return w
        return function

    return Exercise(
        "9.10", "momentum and decay", "The function descent(gradient, w, eta, alpha, kappa, steps).", "function", (),
        **compared(right_one, [
            Wrong("no momentum", "There is no momentum: each move is −η times the gradient alone. The v has to "
                  "outlast a sweep.", RULE, of(lambda f, w, v, eta, alpha, kappa: -eta * f(w))),
            Wrong("no decay", "The weights do not shrink.", SHRINKING, of(step=lambda w, v, v_old, kappa: w + v)),
            Wrong("decay before the move", "The weights shrink before the move. In this rule they shrink after it, "
                  "move and all.", SHRINKING, of(step=lambda w, v, v_old, kappa: (1 - kappa) * w + v)),
            Wrong("decay in the gradient", "κ w stands in the gradient, as from a penalty on w². Then momentum "
                  "gathers it as well. Here the weights shrink by themselves.", SHRINKING,
                  of(lambda f, w, v, eta, alpha, kappa: -eta * (f(w) + kappa * w) + alpha * v,
                     lambda w, v, v_old, kappa: w + v)),
            Wrong("the move shrinks too", "The move shrinks as well. Only the weights do; v goes on as it is.",
                  SHRINKING,
                  of(kept=lambda v, kappa: (1 - kappa) * v)),
            Wrong("shrunk to κ", "The weights were multiplied by κ. What is left of them is 1 − κ.", SHRINKING,
                  of(step=lambda w, v, v_old, kappa: kappa * (w + v))),
            Wrong("growth", "The weights grow by κ. They have to shrink.", SHRINKING,
                  of(step=lambda w, v, v_old, kappa: (1 + kappa) * (w + v))),
            Wrong("averaged gradient", "The gradient has the factor 1 − α in it, as in an average. In this rule a "
                  "lasting slope makes a move that is 1/(1 − α) times as long.", RULE,
                  of(lambda f, w, v, eta, alpha, kappa: -(1 - alpha) * eta * f(w) + alpha * v)),
            Wrong("η on the old move", "The old move was multiplied by η once more. It has its η already.", RULE,
                  of(lambda f, w, v, eta, alpha, kappa: -eta * f(w) + eta * alpha * v)),
            Wrong("uphill", "The move goes uphill: it is minus η times the gradient, plus α times the move before.",
                  RULE,
                  of(lambda f, w, v, eta, alpha, kappa: eta * f(w) + alpha * v)),
            Wrong("momentum against", "The old move is subtracted. It has to go on in its direction.", RULE,
                  of(lambda f, w, v, eta, alpha, kappa: -eta * f(w) - alpha * v)),
            Wrong("old move", "The weights are moved by the v of the sweep before. First comes the new v, then the "
                  "step.", RULE, of(step=lambda w, v, v_old, kappa: (1 - kappa) * (w + v_old))),
            Wrong("gradient ahead", "The gradient is taken ahead, at w + α v, which is another method. Here it is "
                  "taken at w.", RULE, of(lambda f, w, v, eta, alpha, kappa: -eta * f(w + alpha * v) + alpha * v)),
            Wrong("one step too few", "There is one step too few.", RULE, of(steps=lambda count: count - 1)),
            Wrong("one step too many", "There is one step too many.", RULE, of(steps=lambda count: count + 1)),
            Wrong("one step only", "Only one step is taken: return stands inside of the loop, or there is no loop.",
                  RULE,
                  of(steps=lambda count: 1))], instances),
        hints=(
            "Which of the two, w and v, does each of the three lines of a sweep change?",
            "Besides w only the move v is carried from sweep to sweep: it is made of the gradient and of itself. The shrinking concerns w, and comes last.",
            "def descent(gradient, w, eta, alpha, kappa, steps):\n    v = np.zeros_like(w)\n    for _ in "
            "range(steps):\n"
            "        v = -eta * gradient(w) + alpha * v\n        w = (1 - kappa) * (w + v)\n    return w"),
        shows="Three lines, and at least three ways to read a paper that states them in words: where the shrinking "
        "stands matters.")


EXERCISES = {"9.1": nearest_miss, "9.2": four_pairs, "9.3": slow_momentum, "9.4": silent_encoder, "9.5": parity_by_hand,
             "9.6": copies, "9.7": ends, "9.8": share_with_error, "9.9": printed_by_hand, "9.10": descent_to_implement}

STUCK = published.xor_stuck().theta

# What the statements give, in their order: numbers, and in texts the words that count or decide, symbols and shapes.
GIVEN = {
    "9.1": ("t_k t_1 t_2 t_3", 64, "highest"),
    "9.2": ("eight four largest", 8, "four", 1, "largest less"),
    "9.3": ("half nine tenths", 0.9, "ten"),
    "9.4": ("eight", 0, "momentum"),
    "9.5": (4, 4, 1, "least (n, g)", 2, 1, -1, "half two"),
    "9.6": ("four two", 2000),
    "9.7": ("five", 2, 2, 1, 0.9, 1, 3000),
    "9.8": (2, 2, 1, 0.9, 1, 1, "two two two hundred"),
    "9.9": (10, "x_1", STUCK.W[1][0], "x_2", STUCK.W[1][1], STUCK.b[1], STUCK.W[2], STUCK.b[2], 1, "two"),
    "9.10": (0, "last"),
}
