"""What an exercise is: plain data, made once by the module of its chapter."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


GUESSED = ("guess", "guess of options")  # what nobody judges: the reader's prediction, shown beside what comes out


class Passage(NamedTuple):
    """A place in the chapter: its heading, and the label before it."""

    heading: str
    label: str


class Slip(NamedTuple):
    """A mistake that is often made: its name, a sentence that names the step, where that step is treated, what it gives.

    `value` and `tolerance` are tuples of numbers, an entry for each number of the answer. NaN stands for "does not run".
    """

    name: str
    sentence: str
    passage: Passage
    value: tuple[float, ...]
    tolerance: tuple[float, ...]


class Exercise(NamedTuple):
    """What is asked, the truth with its tolerance, the slips, and three hints: a nudge, the formula, the solution.

    `kind` is "number", "array", "choice", "function" or "formula". `truth` is a tuple of numbers for each of them: one
    number; the entries in the order of `labels`; the place of the right one among the `labels` of a choice; what a right
    function or formula gives on all the `instances`. A prediction is a "guess" or a "guess of options": nobody judges it, and its
    truth is open. `shows` is what to learn from a right answer. `thousands` are the places
    of numbers so large that a comma in them parts thousands, and `factors` the numbers of the exercise that are easily
    one factor too many or too few, with their names: the samples D, the outputs K, the rate η. `rules` say how an entry
    follows from those before it, as formulas of the answer x0, x1, … and the truth t0, t1, …, and
    `slip_rules` what a slip makes of them, by its name, where that is more than a factor. `shorthand` are names that a formula may
    not be left with, since each stands for a product that is to be written out. `statement` is the question in
    a few plain sentences, where it may be asked with other numbers, and `seed` what those were drawn by.
    """

    id: str
    title: str
    asks: str
    kind: str
    labels: tuple[str, ...]
    truth: tuple[float, ...]
    tolerance: tuple[float, ...]
    slips: tuple[Slip, ...]
    hints: tuple[str, ...]
    shows: str = ""
    digits: int = 3
    shape: tuple[int, ...] = ()
    instances: tuple[dict[str, Any], ...] = ()
    thousands: tuple[int, ...] = ()
    factors: tuple[tuple[str, float], ...] = ()
    rules: Mapping[int, str] = MappingProxyType({})
    slip_rules: Mapping[str, Mapping[int, str]] = MappingProxyType({})
    shorthand: tuple[str, ...] = ()
    statement: str = ""
    seed: int = 0
    sealed: dict[str, Any] | None = None
