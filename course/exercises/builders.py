"""Exercises from computations: the truth, its tolerance and the slips' values all come from one function of `keep`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from course.exercises import one_step
from course.exercises.model import Passage, Slip
from course.exercises.one_step import Problem, Round
from course.exercises.slips import CATALOGUE
from course.exercises.tolerance import Keep, exact, finite, followed, half_unit, tolerance


class Wrong(NamedTuple):
    """A slip of one exercise: `compute` is a function of `keep`, as the right one is, with one step wrong."""

    name: str
    sentence: str
    passage: Passage
    compute: Callable[[Keep], Any]


def asked(compute: Callable[[Keep], Any], wrong: Iterable[Wrong] = (), *, digits: int = 3, factors: Mapping[str, float] = MappingProxyType({}),
          ) -> dict[str, Any]:
    """The fields truth, tolerance, slips, digits and shape of an exercise whose answer is `compute(keep)`.

    `keep` is called on every number that one would write down on the way; a result of a machine is kept by none. `factors`
    are numbers of the exercise by their names that are easily a factor too many or too few.
    """
    truth, allowed = followed(compute, digits)
    return _fields(truth, allowed, _slips(wrong, digits), digits, factors)


def asked_of(problem: Problem, pick: Callable[[Round], Any], wrong: Iterable[Wrong] = (), *, passages: Mapping[str, Passage],
             digits: int = 3, without: Sequence[str] = (), words: Mapping[str, str] = MappingProxyType({}), reasoned: Sequence[int] = (),
             ) -> dict[str, Any]:
    """The same for numbers picked from a round of backpropagation; the slips of the catalogue that change them come along.

    `passages` says where the chapter treats each step. `without` names slips that cannot be told from another one here,
    `words` has the chapter's own sentences for some, by their names, and `reasoned` are the entries that nobody computes from
    rounded numbers, such as a rate that has to be halved.
    """
    truth = pick(one_step.right(problem))
    allowed = tolerance(lambda keep: pick(one_step.by_hand(problem, keep)), digits)
    slips = [*_from_catalogue(problem, pick, truth, allowed, passages, digits, without, words), *_slips(wrong, digits)]
    for k in reasoned:
        allowed[k] = half_unit(truth[k], digits)
        slips = [slip._replace(tolerance=(*slip.tolerance[:k], float(half_unit(slip.value[k], digits)), *slip.tolerance[k + 1:]))
                 for slip in slips]
    return _fields(truth, allowed, slips, digits, {"D": len(problem.X), "K": problem.net.sizes[-1], "η": problem.eta})


def _from_catalogue(problem: Problem, pick: Callable[[Round], Any], truth: Any, allowed: np.ndarray, passages: Mapping[str, Passage],
                    digits: int, without: Sequence[str], words: Mapping[str, str]) -> Iterator[Slip]:
    """The slips of the catalogue that run on this network and change what is picked by more than rounding does, in its order."""
    truth = np.asarray(truth, dtype=float)
    for name, (sentence, steps) in ((name, each) for name, each in CATALOGUE.items() if name not in without):
        def compute(keep: Keep, steps: Mapping[str, Callable] = steps) -> Any:
            return pick(one_step.by_hand(problem, keep, **steps))
        try:
            value = np.asarray(compute(exact), dtype=float)
        except ValueError:
            continue
        if finite(value) and (np.abs(value - truth) > allowed).any():  # the slip's own rounding is added where this is not enough
            width = tolerance(compute, digits)
            if (np.abs(value - truth) > allowed + width).any():
                passage = next(passages[step] for step in steps if step in passages)
                said = words.get(name, sentence.format(slope=slope_name(problem)))
                yield Slip(name, said, passage, _row(value), _row(width))


def slope_name(problem: Problem) -> str:
    """σ′ where every neuron is a sigmoid, softplus′ or tanh′ where all are, else φ′."""
    names = {phi.name for phi in problem.net.phi.values()}
    return ({"sigmoid": "σ"}.get(*names, *names) if len(names) == 1 else "φ") + "′"


def compared(right: Callable[[Mapping[str, Any]], Any], wrong: Iterable[Wrong], instances: Sequence[Mapping[str, Any]],
             ) -> dict[str, Any]:
    """The fields of an exercise whose answer is a function or a formula: what it gives on all instances, in one row.

    Machines compare, so the tolerance is that of float64 after a few sums. A slip that does not run somewhere, or gives
    another shape, has NaN there: that is how it is recognised.
    """
    shapes = [np.shape(right(instance)) for instance in instances]
    truth = in_a_row(right, instances, shapes)
    slips = [Slip(slip.name, slip.sentence, slip.passage, value := in_a_row(slip.compute, instances, shapes), rounding(value))
             for slip in wrong]
    return {"truth": truth, "tolerance": rounding(truth), "slips": tuple(slips), "instances": tuple(instances),
            "shape": tuple(shapes)}


def chosen(right: int, wrong: Mapping[int, Wrong]) -> dict[str, Any]:
    """The fields of a choice: the place of the right option, and what to say of each wrong one (its `compute` is not asked)."""
    slips = tuple(Slip(slip.name, slip.sentence, slip.passage, (float(k),), (0.25,)) for k, slip in wrong.items())
    return {"truth": (float(right),), "tolerance": (0.25,), "slips": slips}


def in_a_row(function: Callable[[Mapping[str, Any]], Any], instances: Sequence[Mapping[str, Any]],
             shapes: Sequence[tuple[int, ...]]) -> tuple[float, ...]:
    """What a function gives on all the instances, one after the other; NaN where it fails or gives another shape."""
    row: list[float] = []
    for instance, shape in zip(instances, shapes):
        try:
            value = np.asarray(function(instance), dtype=float)
        except (ValueError, TypeError, IndexError, ArithmeticError):
            value = np.array(np.nan)
        same = [n for n in value.shape if n > 1] == [n for n in shape if n > 1]  # (n,) for (1, n) or (n, 1)
        row += np.ravel(value if same else np.full(shape, np.nan)).tolist()
    return tuple(row)


def rounding(values: Sequence[float]) -> tuple[float, ...]:
    """A tolerance for results of a machine: 1e-9 of each, far above the last bits and far below a wrong formula."""
    return tuple(1e-9 * max(1.0, abs(v)) if np.isfinite(v) else 0.0 for v in values)


def _slips(wrong: Iterable[Wrong], digits: int) -> Iterator[Slip]:
    for slip in wrong:
        value, width = followed(slip.compute, digits)
        yield Slip(slip.name, slip.sentence, slip.passage, _row(value), _row(width))


def _fields(truth: Any, allowed: np.ndarray, slips: Iterable[Slip], digits: int, factors: Mapping[str, float]) -> dict[str, Any]:
    named = tuple((name, float(value)) for name, value in factors.items() if value != 1)
    return {"truth": _row(truth), "tolerance": _row(allowed), "slips": tuple(slips), "digits": digits, "shape": np.shape(truth), "factors": named,
            "thousands": tuple(k for k, v in enumerate(_row(truth)) if abs(v) >= 1000)}


def _row(values: Any) -> tuple[float, ...]:
    return tuple(np.ravel(np.asarray(values, dtype=float)).tolist())
