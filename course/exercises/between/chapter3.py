"""The questions between the sections of chapter 3: each is a function that computes its truth and its slips."""

from course.exercises.builders import Wrong, asked, chosen
from course.exercises.chapters.chapter3 import BOOK, COST, ETA, FORWARD, GRADIENT, HIDDEN, LEARNING, MATRIX, OUTPUT, THETA, UPDATES, X
from course.exercises.judging import significant as n
from course.exercises.model import Exercise
from course.exercises.one_step import right
from nnlib.activations import sigmoid

ROUND = right(BOOK)


def without_a_bias() -> Exercise:
    """3.a: what a bias does to one pre-activation, and on which side of one half the activation lies."""
    w15, w35 = THETA.W[1][0, 1], THETA.W[1][2, 1]
    b5 = THETA.b[1][1]

    def z(bias):
        return lambda keep: X[0, 0] * w15 + X[0, 2] * w35 + bias

    return Exercise(
        "3.a", "a bias less", "z₅ with b₅ = 0:", "number", ("z₅",),
        **asked(z(0.0), [
            Wrong("bias kept", "The bias is still in the sum: b₅ is 0 in this question.", FORWARD, z(b5)),
            Wrong("activation instead", "This is a₅. The pre-activation is the sum, before the sigmoid.", FORWARD,
                  lambda keep: sigmoid(z(0.0)(keep)))]),
        hints=("Which of the three inputs are not zero?", "z₅ = x₁ w₁₅ + x₂ w₂₅ + x₃ w₃₅ + b₅, with b₅ = 0.",
               f"z₅ = 1 · ({n(w15)}) + 0 + 1 · {n(w35)} + 0 = {n(z(0.0)(None))}, so a₅ would lie below one half."),
        shows="It is negative, so a₅ would lie below one half: the bias alone has lifted it above.")


def cost_of_twice_the_residual() -> Exercise:
    """3.b: a residual that doubles."""
    def factor(power):
        return lambda keep: 2.0**power

    return Exercise(
        "3.b", "twice the residual", "The cost is multiplied by", "number", ("factor",),
        **asked(factor(2), [
            Wrong("not squared", "That is what happens to ∂C/∂ŷ, which is the residual itself but for its sign. The cost has its square.",
                  COST, factor(1))]),
        hints=("Put 2r in the place of r.", "C = ½ r², and ½ (2r)² = ½ · 4 r².", f"½ (2r)² is {n(2.0**2)} times ½ r²."),
        shows="The derivative −r only doubles: large errors weigh more in the cost than in the step.")


def zero_factor() -> Exercise:
    """3.c: a neuron that is sure and wrong."""
    y, y_hat = 1, 0.001
    factors = [y - y_hat, y_hat * (1 - y_hat)]
    return Exercise(
        "3.c", "which factor is small", "It is small because of", "choice", (
            "the residual y − ŷ", "the slope ŷ (1 − ŷ)", "nothing: the error is large, so δ₆ is large"),
        **chosen(factors.index(min(factors)), {
            0: Wrong("residual", "With y = 1 and ŷ near 0 the residual is nearly 1, as large as it gets.", OUTPUT, None),
            2: Wrong("large error, large delta", "A delta is a product. The slope ŷ (1 − ŷ) of a sigmoid that is far out is nearly zero, "
                     "whatever the error.", OUTPUT, None)}),
        hints=("Put ŷ into each factor of δ₆.", "δ₆ = −(y − ŷ) ŷ (1 − ŷ).",
               f"y − ŷ is {n(factors[0])} and ŷ (1 − ŷ) is {n(factors[1])}. So the slope makes δ₆ small, and the second answer is right."),
        shows="A sigmoid that is sure and wrong hardly learns with a squared cost.")


def sign_of_a_hidden_delta() -> Exercise:
    """3.d: the sign of a product, before any number."""
    theta = THETA.copy()
    theta.W[2][1, 0] = 0.2
    delta5 = right(BOOK._replace(theta=theta)).delta[1][0, 1]
    return Exercise(
        "3.d", "a sign before a number", "δ₅ would be", "choice", ("positive", "negative", "zero"),
        **chosen(int(delta5 < 0), {
            0: Wrong("only one sign counted", "With w₅₆ positive one of the two minus signs is gone: δ₆ is still negative.", HIDDEN, None),
            2: Wrong("zero", "None of the three factors is zero.", HIDDEN, None)}),
        hints=("Three factors; which of them have changed their sign?", "δ₅ = δ₆ w₅₆ a₅ (1 − a₅), and δ₆ is negative.",
               "Negative times positive times positive is negative, so the second answer is right."),
        shows="Raising z₅ would then raise the prediction, and lower the cost.")


def one_more_derivative() -> Exercise:
    """3.e: delta at the head, activation at the tail, by hand."""
    d6, (a4, a5) = ROUND.delta[2].item(), ROUND.A[1][0]

    def product(delta, activation):
        return lambda keep: keep(delta) * keep(activation)

    return Exercise(
        "3.e", "one derivative by hand", "∂C/∂w₅₆ in three significant digits:", "number", ("∂C/∂w₅₆",),
        **asked(product(d6, a5), [
            Wrong("post's sign", f"The size is right. δ₆ is {n(d6, 3)} here, and the derivative has its sign.", GRADIENT, product(-d6, a5)),
            Wrong("other tail", "This is ∂C/∂w₄₆. The arrow of w₅₆ begins at neuron 5.", GRADIENT, product(d6, a4)),
            Wrong("slope of the tail", "A factor a₅ (1 − a₅) is in it. That belongs to δ₅; this arrow needs a₅ alone.", GRADIENT,
                  lambda keep: keep(d6) * keep(a5) * (1 - keep(a5))),
            Wrong("step instead", "This is the step −η ∂C/∂w₅₆, and the derivative is asked for.", UPDATES,
                  lambda keep: -ETA * keep(d6) * keep(a5))]),
        hints=("Where does the arrow of w₅₆ begin, and where does it end?", "Delta at the head, activation at the tail: δ₆ a₅.",
               f"δ₆ a₅ = {n(d6)} · {n(a5)} = {n(d6 * a5)}."),
        shows="Two numbers of the page, and one product: no sum, no slope.")


def shape_of_a_delta() -> Exercise:
    """3.f: how many numbers a delta holds."""
    samples, (inputs, hidden) = 10, THETA.W[1].shape

    def count(value):
        return lambda keep: float(value)

    return Exercise(
        "3.f", "the shape of a delta", "How many numbers are in δ¹:", "number", ("numbers",),
        **asked(count(samples * hidden), [
            Wrong("one row", "That is one sample. Each sample is a row of X, and has a row of its own in δ¹.", MATRIX, count(hidden)),
            Wrong("inputs counted", "δ¹ belongs to the two hidden neurons, not to the three inputs.", MATRIX, count(samples * 3)),
            Wrong("weights counted", "That is the shape of W¹. A delta has the shape of Z¹.", MATRIX, count(THETA.W[1].size)),
            Wrong("output counted", "That is δ², with one output neuron.", MATRIX, count(samples))]),
        hints=("A delta has the shape of its Z.", f"Z¹ = X W¹ + b¹, and ({samples} × {inputs})({inputs} × 2) → ({samples} × 2).", f"{samples} rows of 2: {samples * hidden}."),
        shows=f"The gradient by W¹ stays {inputs} × 2 however many samples there are: the product X^⊤ δ¹ adds them up.")


def new_bias() -> Exercise:
    """3.g: one update by hand, with another rate."""
    b6, slope = THETA.b[2][0], ROUND.grad.b[2][0]

    def new(rate, sign=-1.0, factor=1.0):
        return lambda keep: b6 + sign * rate * keep(slope) * factor

    return Exercise(
        "3.g", "one update by hand", "The new b₆ at η = 0.5, in three significant digits:", "number", ("b₆",),
        **asked(new(0.5), [
            Wrong("uphill", "The step goes uphill: δ₆ is negative, and minus η times it is an addition.", UPDATES, new(0.5, 1.0)),
            Wrong("old rate", f"This is the step with η = {n(ETA)}.", UPDATES, new(ETA)),
            Wrong("step alone", "This is the step. The new value is the old one and the step.", UPDATES, lambda keep: -0.5 * keep(slope)),
            Wrong("activation counted", "An activation is in it. A bias has none at its tail: its derivative is δ₆ itself.", UPDATES,
                  new(0.5, factor=ROUND.A[1][0, 0]))]),
        hints=("What is ∂C/∂b₆?", "b₆ ← b₆ − η δ₆.", f"{n(b6)} − {n(0.5)} · ({n(slope)}) = {n(b6 - 0.5 * slope)}."),
        shows="The derivative was taken once; another rate costs one product.")


def what_one_sample_teaches() -> Exercise:
    """3.h: what is asked of weights at an input that is always zero."""
    return Exercise(
        "3.h", "what a silent input learns", "After a thousand rounds with this sample w₂₄ is", "choice", (
            "at its first value, 0.4", "near 0, since it is of no use", "large, since nothing holds it back"),
        **chosen(0, {
            1: Wrong("use decides", "Descent moves a weight by its derivative, and this one is zero: nothing pulls it anywhere.", LEARNING, None),
            2: Wrong("nothing holds it", "Nothing holds it back and nothing pushes it: its derivative has the factor x₂ = 0.", LEARNING, None)}),
        hints=("Which factor of ∂C/∂w₂₄ is zero in each round?", "∂C/∂w₂₄ = δ₄ x₂, and x₂ = 0.",
               f"Each step is −η δ₄ · 0 = 0, so w₂₄ stays at {n(THETA.W[1][1, 0])} and the first answer is right."),
        shows="A step of descent says nothing about a weight that the sample does not use.")


QUESTIONS = {"3.a": without_a_bias, "3.b": cost_of_twice_the_residual, "3.c": zero_factor, "3.d": sign_of_a_hidden_delta,
             "3.e": one_more_derivative, "3.f": shape_of_a_delta, "3.g": new_bias, "3.h": what_one_sample_teaches}

# What the statements give, in their order, as in the modules of the exercises.
GIVEN = {
    "3.a": ("b_5", 0, "z_5"),
    "3.b": ("twice",),
    "3.c": (1, 0.001, "delta_6"),
    "3.d": ("w_56", 0.2, "delta_6 negative delta_5"),
    "3.e": ("two w_56",),
    "3.f": ("ten ten",),
    "3.g": (0.5, "b_6"),
    "3.h": ("second zero w_24 thousand",),
}
