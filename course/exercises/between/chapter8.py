"""The questions between the sections of chapter 8: each is a function that computes its truth and its slips."""

from course.exercises.builders import Wrong, asked
from course.exercises.chapters.chapter8 import COSTS, DOUBLINGS, FORWARD, NODE, PATHS
from course.exercises.judging import significant as n
from course.exercises.model import Exercise
from nnlib.autodiff import Node, gradient

def by_the_denominator() -> Exercise:
    """8.a: the local derivative of a quotient."""
    x, y = 6, 2
    return Exercise(
        "8.a", "what a quotient remembers", "By y:", "number", ("derivative",),
        **asked(lambda keep: -x / y**2, [
            Wrong("by the numerator", "This is the derivative by x.", NODE, lambda keep: 1 / y),
            Wrong("wrong sign", "The sign is turned: a larger denominator makes the quotient smaller.", NODE, lambda keep: x / y**2),
            Wrong("value", "This is the quotient itself.", NODE, lambda keep: x / y)]),
        hints=("Look at the table of rules.", "−x / y².", f"−{x} / {y**2} = {n(-x / y**2)}."),
        shows="And by x it remembers 1/y.")


def count_of_paths() -> Exercise:
    """8.b: paths in a graph."""
    w = Node(2.0, name="w")
    result = (w * w) * w

    def paths(node):
        return 1 if node is w else sum(paths(parent) for parent in node.parents)

    return Exercise(
        "8.b", "how many paths", "Paths:", "number", ("paths",),
        **asked(lambda keep: float(paths(result)), [
            Wrong("last product only", "The first factor, w · w, has two paths of its own.", PATHS, lambda keep: float(len(result.parents))),
            Wrong("arrows", "These are the arrows. A path is a way from w to the result.", PATHS, lambda keep: 4.0)]),
        hints=("Draw the two products and their arrows.", "Two through the first product, one straight.", f"{paths(result)} paths, and {paths(result)}w² has three equal terms."),
        shows=f"Each path gives w², and the sum is {paths(result)}w².")


def assigned() -> Exercise:
    """8.c: what a sweep says that assigns."""
    w = Node(1.0, name="w")
    u = w + 2
    f = u * u
    right = gradient(f, w)
    return Exercise(
        "8.c", "assigned for added", "The sweep says", "number", ("df/dw",),
        **asked(lambda keep: float(u.value), [
            Wrong("added", "This is the right derivative, from shares that are added. Here the second share replaces the first.", PATHS,
                  lambda keep: float(right)),
            Wrong("value", "This is the value of f.", PATHS, lambda keep: float(f.value))]),
        hints=("Which two shares does u get?", "Each factor of u · u gives u.", f"u = {n(float(u.value))} gives {n(float(u.value))} twice, and only the last stays: {n(float(u.value))}."),
        shows="Half of the derivative: the constant factor once more.")


def with_an_order() -> Exercise:
    """8.d: what a sweep multiplies."""
    doublings = 20
    return Exercise(
        "8.d", "arrows and paths", "Products:", "number", ("products",),
        **asked(lambda keep: float(2 * doublings), [
            Wrong("paths", "These are the paths. A sweep in the right order takes each arrow once.", DOUBLINGS, lambda keep: float(2**doublings)),
            Wrong("one each", "Each doubling x + x has two arrows.", DOUBLINGS, lambda keep: float(doublings))]),
        hints=("How many arrows does a doubling have?", "One product for each arrow.", f"2 · {doublings} = {2 * doublings}."),
        shows=f"There are {2**doublings:,} paths.".replace(",", " "))


def dual_product() -> Exercise:
    """8.e: a product of dual numbers."""
    x, s, y = 2, 3, 5
    t = 1
    return Exercise(
        "8.e", "a product of dual numbers", "In front of h:", "number", ("rate",),
        **asked(lambda keep: float(s * y + x * t), [
            Wrong("rates multiplied", "The rates were multiplied. That product stands in front of h², which is nothing.", FORWARD,
                  lambda keep: float(s * t)),
            Wrong("first term only", "One of the two terms of the product rule is missing.", FORWARD, lambda keep: float(s * y)),
            Wrong("rates added", "The rates were added: that is the rate of a sum.", FORWARD, lambda keep: float(s + t))]),
        hints=("Multiply out and drop h².", "s y + x t.", f"{s} · {y} + {x} · {t} = {s * y + x * t}."),
        shows="The product rule, from ordinary multiplication.")


def cheaper_direction() -> Exercise:
    """8.f: which direction, and how often."""
    inputs, outputs = 5, 200
    return Exercise(
        "8.f", "the cheaper direction", "Sweeps:", "number", ("sweeps",),
        **asked(lambda keep: float(min(inputs, outputs)), [
            Wrong("backward", "That is one backward sweep for each output. Forward there is one for each input.", COSTS, lambda keep: float(outputs)),
            Wrong("one for each pair", "One sweep gives a whole row or column.", COSTS, lambda keep: float(inputs * outputs)),
            Wrong("a single one", "One sweep is enough for one input or one output.", COSTS, lambda keep: 1.0)]),
        hints=("Which are fewer, inputs or outputs?", "One forward sweep for each input, or one backward sweep for each output.", f"Forward: {inputs}."),
        shows="A cost is the other extreme, one output, and so goes backward.")


QUESTIONS = {"8.a": by_the_denominator, "8.b": count_of_paths, "8.c": assigned, "8.d": with_an_order, "8.e": dual_product,
             "8.f": cheaper_direction}

# What the statements give, in their order, as in the modules of the exercises.
GIVEN = {
    "8.a": (6, 2),
    "8.b": (),
    "8.c": (2, 1),
    "8.d": (20,),
    "8.e": (2, 3, 5),
    "8.f": (5, 200),
}
