"""A worksheet marked by machine, with follow-through: every number is judged by the student's own numbers before it.

A number earns its point if it is right, or if it follows rightly from the numbers handed in before it. Where it does
neither, the slips of the catalogue are tried at that step, on the student's own numbers.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from course.editions.worksheet import DIGITS, Sheet
from course.exercises.builders import slope_name
from course.exercises.judging import changed_to, guess_sentence
from course.exercises.one_step import STEPS, Problem
from course.exercises.slips import CATALOGUE
from course.exercises.tolerance import Keep, exact, half_unit, moving

BLANK = float("nan")  # a number that was not handed in
RIGHT, FOLLOWS, OFF, MISSING = "right", "follows", "off", "missing"
TWICE = 1.1  # of half a unit: who carries four digits and hands in three has rounded twice, and the first adds a tenth
MOST = 2 / 3  # of the numbers that a slip moves have to be as it makes them; one more slip of the pen may sit among them
EVIDENCE = 2  # numbers that two slips at once have to explain: with fewer, some pair fits a random number too often


class Finding(NamedTuple):
    """What went wrong at a step: the names of the slips that fit (several: one of them), a sentence, the places it explains."""

    slips: tuple[str, ...]
    sentence: str
    places: tuple[int, ...]


class Marked(NamedTuple):
    """A sheet with its marks: for each number how it was judged and what would have followed, and what was found."""

    marks: tuple[str, ...]
    due: tuple[float, ...]
    findings: tuple[Finding, ...]

    def points(self) -> list[int]:
        """One for each number that is right or follows."""
        return [int(mark in (RIGHT, FOLLOWS)) for mark in self.marks]


def own_slope(phi: Mapping, Z: Mapping, A: Mapping, l: int) -> np.ndarray:
    """σ′ as it is computed on paper, a (1 − a), with the activations that were handed in."""
    return A[l] * (1 - A[l])


def continued(problem: Problem, values: Sequence[float], keep: Keep = exact, **instead: Callable) -> np.ndarray:
    """What each number of a sheet would be, computed from the numbers in `values` before it; blanks are filled in on the way.

    The order is that of `worksheet.listed`. `keep` sees the numbers that were handed in, which are rounded, and those between.
    """
    net, theta, X, Y, loss, eta = problem
    step, hidden, due, given = STEPS | {"slope": own_slope} | instead, problem.net.sizes[1], [], iter(values)

    def taken(number: float) -> float:
        """The student's own number in the place of a computed one, if there is one."""
        own = next(given)
        due.append(float(number))
        return float(number) if np.isnan(own) else float(keep(own))

    def row(numbers: np.ndarray) -> np.ndarray:
        return np.array([[taken(number) for number in np.ravel(numbers)]])

    def layer(A: np.ndarray, l: int) -> tuple[np.ndarray, np.ndarray]:
        Z, after = step["affine"](A, theta.W[l], theta.b[l]), []
        pairs = []
        for z in Z[0]:
            own = taken(z)
            after.append(taken(net.phi[l](np.array([[own]])).item()))
            pairs.append(own)
        return np.array([pairs]), np.array([after])

    A, Z, delta, new_W = {0: np.asarray(X, dtype=float)}, {}, {}, {}
    for l in (1, 2):
        Z[l], A[l] = layer(A[l - 1], l)
    taken(step["cost"](A[2], Y, loss))
    delta[2] = row(keep(step["output"](A[2], Y, loss)) * keep(step["slope"](net.phi, Z, A, 2)))
    new_W[2] = theta.W[2] - eta * (A[1].T @ delta[2])
    back = keep(step["carry"](delta, theta.W, new_W, 1)) * keep(step["slope"](net.phi, Z, A, 1))
    if back.shape != (1, hidden):
        raise ValueError("a slip that gives another shape")
    delta[1] = row(back[:, ::-1])[:, ::-1]
    grad = net.zeros()
    for l in (1, 2):
        slopes = step["dW"](A, delta, l)
        if np.shape(slopes) != theta.W[l].shape:
            raise ValueError("a slip that gives another shape")
        grad.W[l][...] = np.reshape(row(slopes), theta.W[l].shape)
    for l in (1, 2):
        grad.b[l][...] = row(step["db"](delta, l))[0]
    moved, own = step["update"](theta, eta, grad), net.zeros()
    for l in (1, 2):
        own.W[l][...] = np.reshape(row(moved.W[l]), theta.W[l].shape)
    for l in (1, 2):
        own.b[l][...] = row(moved.b[l])[0]
    again = np.asarray(X, dtype=float)
    for l in (1, 2):
        again = keep(net.phi[l](keep(step["affine"](again, own.W[l], own.b[l]))))
    taken(again.item())
    return np.array(due)


def mark(sheet: Sheet, values: Sequence[float]) -> Marked:
    """The marks of a sheet whose numbers are `values`, in the order of `worksheet.listed`, NaN for what was not handed in."""
    problem, v = sheet.problem, np.asarray(values, dtype=float)
    key = [row for part in sheet.parts.values() for row in part]
    truth, width = np.array([row.value for row in key]), TWICE * np.array([row.tolerance for row in key])
    due, near = _followed(problem, v)
    given = np.isfinite(v)
    right, follows = given & (np.abs(v - truth) <= width), given & (np.abs(v - due) <= near)
    marks = [MISSING if not g else RIGHT if r else FOLLOWS if f else OFF for g, r, f in zip(given, right, follows)]
    off = frozenset(np.flatnonzero(given & ~right & ~follows).tolist())
    return Marked(tuple(marks), tuple(due.tolist()), tuple(found(problem, v, off, due, near)))


def _followed(problem: Problem, v: np.ndarray, steps: Mapping[str, Callable] | None = None) -> tuple[np.ndarray, np.ndarray]:
    """What each number would be by the steps given, and how far rounding of the numbers before it may lead from that."""
    handed_in: list[float] = []  # and what is written down between: each may have been rounded, whatever it looks like now

    def listen(value: np.ndarray) -> np.ndarray:
        handed_in.extend(np.ravel(value).tolist())
        return value

    due = continued(problem, v, listen, **(steps or {}))
    near = half_unit(due, DIGITS)
    for place, number in enumerate(handed_in):
        near = near + np.abs(continued(problem, v, moving(place, float(half_unit(number, DIGITS))), **(steps or {})) - due)
    return due, TWICE * near


def found(problem: Problem, v: np.ndarray, off: frozenset[int], due: np.ndarray, near: np.ndarray) -> list[Finding]:
    """What explains the numbers that are off: first single slips, then two at once, then what may be wrong with any number."""
    if not off:
        return []
    singles = {(name,): dict(classic.steps) for name, classic in CATALOGUE.items()}
    explained = _explaining(problem, v, off, due, near, singles)
    chosen, left = _cover(explained, off)
    if left:
        pairs = {(a, b): {**CATALOGUE[a].steps, **CATALOGUE[b].steps} for a, b in combinations(CATALOGUE, 2)
                 if not set(CATALOGUE[a].steps) & set(CATALOGUE[b].steps)}
        several = {names: places for names, places in _explaining(problem, v, off, due, near, pairs).items()
                   if len(places) >= EVIDENCE and places & left}
        again, rest = _cover(explained | several, off)
        if len(rest) < len(left):
            chosen, left = again, rest
    findings = [_finding(problem, group, places) for group, places in chosen]
    for k in sorted(left):
        guess = changed_to([due[k]], [v[k]], [near[k]])
        findings.append(Finding((), guess_sentence(guess) if guess else "It does not follow from the numbers before it, and it is none of the "
                                "slips that are known.", (k,)))
    return sorted(findings, key=lambda finding: finding.places)


def _explaining(problem: Problem, v: np.ndarray, off: frozenset[int], due: np.ndarray, near: np.ndarray,
                candidates: Mapping[tuple[str, ...], Mapping[str, Callable]]) -> dict[tuple[str, ...], frozenset[int]]:
    """Of some slips those that fit: each number that they move was handed in as they make it, or not at all."""
    fit, given = {}, np.isfinite(v)
    loose = set(np.flatnonzero(given & (np.abs(v - due) > near)).tolist())  # some of these are right all the same, by a wide tolerance
    for names, steps in candidates.items():
        try:
            value = continued(problem, v, **steps)
        except ValueError:  # a slip that this network does not have
            continue
        moves = np.flatnonzero(given & (np.abs(value - due) > 1.5 * near))
        if not len(moves) or not set(moves.tolist()) <= loose or np.mean(np.abs(v - value)[moves] <= 20 * np.maximum(near, np.abs(value) * 0.005)[moves]) < MOST:
            continue  # tolerances take time: only for what is near
        value, width = _followed(problem, v, steps)
        moves = np.flatnonzero(given & (np.abs(value - due) > near + width))
        places = frozenset(np.flatnonzero(given & (np.abs(v - value) <= width)).tolist()) & off
        if len(moves) and len(places & set(moves.tolist())) >= MOST * len(moves):
            fit[names] = places & frozenset(np.flatnonzero(np.abs(value - due) > near).tolist())
    return {names: places for names, places in fit.items() if places}


def _cover(explained: Mapping[tuple[str, ...], frozenset[int]], off: frozenset[int],
           ) -> tuple[list[tuple[list[tuple[str, ...]], frozenset[int]]], frozenset[int]]:
    """Slips that together explain as much as can be, those first that explain most; and what is left."""
    chosen, left = [], off
    while left and explained:
        best = max((len(places & left), -len(names)) for names, places in explained.items())
        if not best[0]:
            break
        group = [names for names, places in explained.items() if (len(places & left), -len(names)) == best]
        places = explained[group[0]] & left
        chosen.append(([names for names in group if explained[names] & left == places], places))
        left -= places
    return chosen, left


def _finding(problem: Problem, group: list[tuple[str, ...]], places: frozenset[int]) -> Finding:
    slope = slope_name(problem)
    said = [" And: ".join(CATALOGUE[name].sentence.format(slope=slope) for name in names) for names in group]
    sentence = said[0] if len(said) == 1 else "One of these: " + " Or: ".join(said)
    return Finding(tuple(" + ".join(names) for names in group), sentence, tuple(sorted(places)))
