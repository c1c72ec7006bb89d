"""The questions between the sections of chapter 9: each is a function that computes its truth and its slips."""

import math

from course.exercises.builders import Wrong, asked
from course.exercises.chapters.chapter9 import CODES, ENCODER, MINIMUM, MORE, PLATEAU, RULE
from course.exercises.judging import significant as n
from course.exercises.model import Exercise

def changing_sign() -> Exercise:
    """9.a: momentum on a gradient that changes its sign."""
    alpha = 0.5
    return Exercise(
        "9.a", "to and fro", "The factor, in three significant digits:", "number", ("factor",),
        **asked(lambda keep: 1 / (1 + alpha), [
            Wrong("lasting gradient", "That is the factor of a lasting gradient. Here each move is set against the last.", RULE,
                  lambda keep: 1 / (1 - alpha)),
            Wrong("one move", "Only the last move was set against the new one, and that one had a last move as well.", RULE, lambda keep: 1 - alpha),
            Wrong("lengthened", "It is damped, not lengthened.", RULE, lambda keep: 1 + alpha)]),
        hints=("Where does v settle, up to its sign?", "|v| = η g / (1 + α).", f"1 / {1 + alpha} = {n(1 / (1 + alpha))}."),
        shows="What goes to and fro is damped, and what lasts is doubled: that is what momentum is for.")


def sum_of_a_pattern() -> Exercise:
    """9.b: what a hidden neuron sees of a row."""
    code, other, pattern = (1, 2, 4), (2, 3, 4), (1, 1, -1)

    def s(weights):
        return lambda keep: float(sum(w * t for w, t in zip(weights, pattern)))

    return Exercise(
        "9.b", "what a neuron sees", "s:", "number", ("s",),
        **asked(s(code), [
            Wrong("signs lost", "The signs of the pattern are lost.", CODES, lambda keep: float(sum(code))),
            Wrong("other code", "This is the sum in the other code, or its sign is turned.", CODES, s(other))]),
        hints=("One product for each pair of places.", "w₁ t₁ + w₂ t₂ + w₃ t₃.", f"{code[0]} + {code[1]} − {code[2]} = {n(s(code)(None))}."),
        shows="It is one of the patterns at the margin.")


def merged_cost() -> Exercise:
    """9.c: the least cost of one common answer."""
    rows, ones = 100, 20
    return Exercise(
        "9.c", "one answer for all", "The least cost:", "number", ("cost",),
        **asked(lambda keep: ones * (rows - ones) / (2 * rows), [
            Wrong("half forgotten", "The ½ of the cost is missing.", PLATEAU, lambda keep: ones * (rows - ones) / rows),
            Wrong("answer 0", "That is what the answer 0 costs. A better constant is the share of the ones.", PLATEAU, lambda keep: ones / 2),
            Wrong("answer", "This is the best answer, and not its cost.", PLATEAU, lambda keep: ones / rows)]),
        hints=("Which constant is best?", "m (n − m) / (2 n).", f"{ones} · {rows - ones} / {2 * rows} = {n(ones * (rows - ones) / (2 * rows))}."),
        shows="On such a plateau a network has learned how frequent the ones are, and nothing else.")


def three_merged() -> Exercise:
    """9.d: three rows that cannot be parted."""
    rows, ones = 3, 1
    return Exercise(
        "9.d", "three rows merged", "The least cost, as a fraction or in three digits:", "number", ("cost",),
        **asked(lambda keep: ones * (rows - ones) / (2 * rows), [
            Wrong("half forgotten", "The ½ of the cost is missing.", MINIMUM, lambda keep: ones * (rows - ones) / rows),
            Wrong("two rows", "That is the quarter of two rows.", MINIMUM, lambda keep: 0.25),
            Wrong("answer 0", "That is what the answer 0 costs; ⅓ costs less.", MINIMUM, lambda keep: ones / 2)]),
        hints=(f"The formula of the plateau, with n = {rows}.", "m (n − m) / (2 n).", f"{ones} · {rows - ones} / {2 * rows} = {n(ones * (rows - ones) / (2 * rows))}."),
        shows="Some runs of this chapter end there.")


def all_of_one_sign() -> Exercise:
    """9.e: how likely a region is at the start."""
    hidden = 6
    return Exercise(
        "9.e", "all of one sign", "The probability:", "number", ("probability",),
        **asked(lambda keep: 2 * 0.5**hidden, [
            Wrong("one sign only", "All positive and all negative both count.", MORE, lambda keep: 0.5**hidden),
            Wrong("one pair", "That is the probability for two neurons.", MORE, lambda keep: 0.5),
            Wrong("shared", "Signs are independent: their probabilities multiply.", MORE, lambda keep: 2 / hidden)]),
        hints=("What is the probability that all are positive?", "2 · (½)^K.", f"2 / {2**hidden} = {n(2 * 0.5**hidden)}."),
        shows="Each neuron more halves it.")


def states_enough() -> Exercise:
    """9.f: how many neurons an encoder needs."""
    patterns = 20
    bits = math.ceil(math.log2(patterns))
    return Exercise(
        "9.f", "enough states", "Hidden neurons:", "number", ("neurons",),
        **asked(lambda keep: float(bits), [
            Wrong("too few states", f"That many have {2 ** (bits - 1)} states, fewer than the patterns.", ENCODER, lambda keep: float(bits - 1)),
            Wrong("one each", "One for each pattern would need no code at all.", ENCODER, lambda keep: float(patterns)),
            Wrong("halved", "Each neuron doubles the number of states; it does not add two.", ENCODER, lambda keep: patterns / 2)]),
        hints=("How many states do K neurons have that are on or off?", f"2^K has to reach {patterns}.", f"2^{bits - 1} = {2**(bits - 1)} is too few, 2^{bits} = {2**bits} is enough: {bits}."),
        shows="With values between 0 and 1 fewer would do, and most runs use such values.")


QUESTIONS = {"9.a": changing_sign, "9.b": sum_of_a_pattern, "9.c": merged_cost, "9.d": three_merged, "9.e": all_of_one_sign,
             "9.f": states_enough}

# What the statements give, in their order, as in the modules of the exercises.
GIVEN = {
    "9.a": ("momentum", 0.5),
    "9.b": (1, 2, 4, 1, 1, -1),
    "9.c": (100, 20, 1, 0),
    "9.d": ("three", 1, 0, "least"),
    "9.e": ("six",),
    "9.f": (20,),
}
