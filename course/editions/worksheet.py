"""Writes worksheets with one round of backpropagation by hand, and apart from them their keys: the same seed, the same sheet.

    python -m course.editions.worksheet SEED                     one 3-2-1 network
    python -m course.editions.worksheet SEED --net 2-2-1         a smaller one
    python -m course.editions.worksheet SEED --names FILE        a sheet for each line of FILE, with numbers of its own
"""

import argparse
import hashlib
import sys
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import jinja2
import numpy as np

from course import figures
from course.exercises.builders import asked_of
from course.exercises.model import Passage
from course.exercises.one_step import STEPS, Problem, Round, by_hand, right
from course.exercises.tolerance import Keep, exact, to_digits, tolerance
from course.figures.style import svg
from nnlib import Network, half_sse, sigmoid

ROOT = Path(__file__).resolve().parents[2]
NETS = {"2-2-1": (2, 2, 1), "3-2-1": (3, 2, 1)}
DIGITS = 3  # significant digits of an answer
SMALLEST = 0.002  # of a delta: below that, three digits are mostly zeros
SLIPS = 12  # at least this many are told apart
NOWHERE = dict.fromkeys(STEPS, Passage("", ""))  # paper has no links
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Row(NamedTuple):
    """A number that is asked for: its name, its value, and how far rounding on the way may lead from it."""

    name: str
    value: float
    tolerance: float


class Sheet(NamedTuple):
    """A worksheet with its key: the problem, the rows of each part, and what the classic slips give for the deltas."""

    code: str
    name: str
    problem: Problem
    parts: dict[str, list[Row]]
    slips: list[tuple[str, dict[str, float]]]


def neuron(sizes: tuple[int, ...], l: int, j: int) -> str:
    """The number of a neuron as chapter 3 counts: through all layers, from 1."""
    return str(sum(sizes[:l]) + j + 1).translate(SUBSCRIPTS)


def names(sizes: tuple[int, ...]) -> dict[str, list[str]]:
    """What is asked for, part by part, in the order of `answers`."""
    inner = [(l, j) for l in (1, 2) for j in range(sizes[l])]
    arrows = [neuron(sizes, l - 1, i) + neuron(sizes, l, j) for l in (1, 2) for i in range(sizes[l - 1]) for j in range(sizes[l])]
    parameters = [f"w{arrow}" for arrow in arrows] + [f"b{neuron(sizes, l, j)}" for l, j in inner]
    return {"forward": [f"{letter}{neuron(sizes, l, j)}" for l, j in inner for letter in "za"], "cost": ["C"],
            "deltas": [f"δ{neuron(sizes, l, j)}" for l, j in reversed(inner)],
            "gradient": [f"∂C/∂{name}" for name in parameters], "update": [f"new {name}" for name in parameters],
            "after": ["new ŷ"]}


def answers(problem: Problem, keep: Keep) -> list[float]:
    """The numbers of a round by hand in the order of `names`, and the prediction with the new parameters."""
    r = by_hand(problem, keep)
    after = by_hand(problem._replace(theta=r.new), keep).A[2][0, 0]
    forward = [value for l in (1, 2) for pair in zip(r.Z[l][0], r.A[l][0]) for value in pair]
    return [*forward, r.cost, *r.delta[2][0][::-1], *r.delta[1][0][::-1], *_parameters(r.grad), *_parameters(r.new), after]


def _parameters(theta) -> list[float]:
    return [*theta.W[1].flat, *theta.W[2].flat, *theta.b[1], *theta.b[2]]


def deltas(r: Round) -> list[float]:
    """What the slips are told apart by: the prediction, then the deltas from the output back."""
    return [r.A[2][0, 0], r.delta[2][0, 0], *r.delta[1][0][::-1]]


def sheet(seed: int, net: str = "3-2-1", name: str = "") -> Sheet:
    """The worksheet of a seed and a name; numbers are drawn until none of them is degenerate."""
    sizes = NETS[net]
    key = hashlib.sha256(f"{seed}\n{net}\n{name}".encode()).digest()
    rng = np.random.default_rng(int.from_bytes(key, "big"))
    while True:
        problem = drawn(sizes, rng)
        if plain(problem):
            continue
        judged = asked_of(problem, deltas, passages=NOWHERE, digits=DIGITS)
        if len(judged["slips"]) >= SLIPS and not ambiguous(judged):
            break
    widths = tolerance(lambda keep: answers(problem, keep), DIGITS)
    rows = map(Row, [name for part in names(sizes).values() for name in part], answers(problem, exact), widths)
    parts = {part: [next(rows) for _ in asked] for part, asked in names(sizes).items()}
    heads = ["ŷ", *names(sizes)["deltas"]]
    slips = [(slip.sentence, dict(zip(heads, slip.value))) for slip in judged["slips"]]
    return Sheet(key.hex()[:6], name, problem, parts, slips)


def drawn(sizes: tuple[int, ...], rng: np.random.Generator) -> Problem:
    """Inputs, weights, biases and a learning rate with one decimal, none of them 0; a target of 0 or 1."""
    def tenths(least: int, most: int, shape: tuple[int, ...]) -> np.ndarray:
        return rng.choice([-1, 1], shape) * rng.integers(least, most, shape, endpoint=True) / 10

    net = Network(sizes, sigmoid, sigmoid)
    theta = net.params({l: tenths(2, 15, (n, m)) for l, n, m in ((1, *sizes[:2]), (2, *sizes[1:]))},
                       {l: tenths(1, 9, (sizes[l],)) for l in (1, 2)})
    X, Y = np.abs(tenths(2, 15, (1, sizes[0]))), rng.integers(0, 1, (1, 1), endpoint=True).astype(float)
    return Problem(net, theta, X, Y, half_sse, abs(tenths(5, 9, ()).item()))


def plain(problem: Problem) -> bool:
    """Whether something could be right by luck: two inputs or weights of the same size, a delta near 0, an update not seen."""
    r, equal = right(problem), [np.abs(group).ravel().tolist() for group in (problem.X, *problem.theta.W.values())]
    old, new = map(to_digits(DIGITS), (_parameters(problem.theta), _parameters(r.new)))
    return (any(len(set(group)) < len(group) for group in equal) or min(map(abs, deltas(r)[1:])) < SMALLEST
            or bool((old == new).any()))


def ambiguous(judged: dict) -> bool:
    """Whether two slips, or a slip and the truth, give the same numbers within what rounding allows."""
    entries = [(judged["truth"], judged["tolerance"]), *((slip.value, slip.tolerance) for slip in judged["slips"])]
    return any(all(abs(x - y) <= t + u for x, y, t, u in zip(a, b, s, v)) for (a, s), (b, v) in combinations(entries, 2))


def drawing(problem: Problem) -> str:
    """The network with the names of its weights, as SVG."""
    sizes = problem.net.sizes
    fig, ax = figures.figure(width=4.6, height=2.7)
    number = {(l, j): sum(sizes[:l]) + j + 1 for l, n in enumerate(sizes) for j in range(n)}
    weights = {(l, i, j): f"$w_{{{number[l - 1, i]}{number[l, j]}}}$" for l, W in problem.theta.W.items()
               for i, j in np.ndindex(W.shape)}
    figures.network(ax, sizes, inside={place: str(n) for place, n in number.items()}, weights=weights)
    return svg(fig)


def given(problem: Problem) -> list[tuple[str, float]]:
    """The inputs, weights and biases with their names."""
    sizes = problem.net.sizes
    parameters = [name.removeprefix("∂C/∂") for name in names(sizes)["gradient"]]
    return [*((f"x{neuron(sizes, 0, i)}", x) for i, x in enumerate(problem.X[0])),
            *zip(parameters, _parameters(problem.theta))]


def shown(value: float, digits: int = DIGITS) -> str:
    """A number as the key shows it, with the zeros at its end and without powers of ten: 0.270."""
    size = np.floor(np.log10(abs(float(f"{value:.{digits - 1}e}")))) if value else 0
    return f"{value:.{max(0, digits - 1 - int(size))}f}".replace("-", "−")


def at_most(width: float) -> str:
    """A tolerance rounded up to one digit, so that it is never shown smaller than it is."""
    unit = 10.0 ** np.floor(np.log10(width))
    return shown(float(np.ceil(width / unit) * unit), 1)


def pages(sheets: list[Sheet], title: str, key: bool) -> str:
    """The sheets, or their keys, as one HTML page that prints each on its own paper and asks no other host for anything."""
    figures.use_style()
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True,
                                     trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    environment.filters |= {"shown": shown, "drawing": drawing, "given": given, "at_most": at_most}
    return environment.get_template("worksheet.html").render(sheets=sheets, title=title, key=key, digits=DIGITS)


def class_list(path: Path) -> list[str]:
    """The names in a file, one a line; SystemExit says what is wrong with it."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"{path} cannot be read: {error}. Expected a text file with a name on each line.")
    found = [line for line in lines if line]
    if not found:
        sys.exit(f"{path} holds no name. Expected a text file with a name on each line.")
    if twice := sorted({name for name in found if found.count(name) > 1}):
        sys.exit(f"{path} holds {', '.join(twice)} twice; both would get the same numbers. Add an initial or a number.")
    return found


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=int, help="any whole number; the same seed gives the same sheets")
    parser.add_argument("--net", choices=NETS, default="3-2-1", help="the network (3-2-1)")
    parser.add_argument("--names", type=Path, help="a file with a name on each line: a sheet for each")
    parser.add_argument("--out", type=Path, default=ROOT / "_build/worksheets", help="the folder to write to")
    options = parser.parse_args(arguments)
    people = class_list(options.names) if options.names else [""]
    sheets = []
    for k, name in enumerate(people, start=1):
        sheets.append(sheet(options.seed, options.net, name))
        if sys.stderr.isatty() and len(people) > 1:
            print(f"\r{k} of {len(people)} sheets", end="\n" if k == len(people) else "", file=sys.stderr, flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    for kind, key in (("worksheet", False), ("key", True)):
        path = options.out / f"{kind}-{options.net}-{options.seed}{'-class' if options.names else ''}.html"
        path.write_text(pages(sheets, f"{kind.capitalize()} {options.seed}", key), encoding="utf8")
        print(f"{kind}: {path}")


if __name__ == "__main__":
    main()
