"""Writes worksheets with one round of backpropagation by hand, and apart from them their keys: the same seed, the same sheet.

    python -m course.editions.worksheet SEED                     one 3-2-1 network
    python -m course.editions.worksheet SEED --net 2-2-1         a smaller one
    python -m course.editions.worksheet SEED --names FILE        a sheet for everybody on a list, with numbers of their own

Besides the pages to print there is a key for `make grade`, and a table to fill in with what was handed in.
"""

import argparse
import functools
import hashlib
import json
import sys
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import jinja2
import numpy as np

from course import figures
from course.editions.people import Person, cells_of, class_list, read_text
from course.editions.written import table, told, writable, written
from course.exercises.builders import asked_of, slope_name
from course.exercises.model import Passage
from course.exercises.one_step import STEPS, Problem, Round, by_hand, right
from course.exercises.slips import CATALOGUE
from course.exercises.tolerance import Keep, exact, finite, to_digits, tolerance
from course.figures.style import svg
from nnlib import Network, half_sse, sigmoid

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "_build/worksheets"
NETS = {"2-2-1": (2, 2, 1), "3-2-1": (3, 2, 1)}
DIGITS = 3  # significant digits of an answer
SMALLEST = 0.002  # of a delta: below that, three digits are mostly zeros
SLIPS = 12  # at least this many are told apart
NOWHERE = dict.fromkeys(STEPS, Passage("", ""))  # paper has no links
CODED = str.maketrans("0123456789abcdef", "bcdfghjkmnpqrstv")  # no digits, which a spreadsheet takes for a number: 12e345; no words either
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Row(NamedTuple):
    """A number that is asked for: its name, its value, and how far rounding on the way may lead from it."""

    name: str
    value: float
    tolerance: float


class Sheet(NamedTuple):
    """A worksheet with its key: the problem, the rows of each part, and what the classic slips give for the numbers that decide."""

    code: str
    name: str
    problem: Problem
    parts: dict[str, list[Row]]
    deciding: list[Row]
    slips: list[tuple[str, dict[str, float]]]
    id: str = ""


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


def answers(problem: Problem, keep: Keep, **instead) -> list[float]:
    """The numbers of a round by hand in the order of `names`, and the prediction with the new parameters.

    `instead` replaces steps of the round, as in `by_hand`; whoever has a step wrong has it wrong in the second forward pass too.
    """
    r = by_hand(problem, keep, **instead)
    after = by_hand(problem._replace(theta=r.new), keep, **instead).A[2][0, 0]
    forward = [value for l in (1, 2) for pair in zip(r.Z[l][0], r.A[l][0]) for value in pair]
    return [*forward, r.cost, *r.delta[2][0][::-1], *r.delta[1][0][::-1], *_parameters(r.grad), *_parameters(r.new), after]


def _parameters(theta) -> list[float]:
    return [*theta.W[1].flat, *theta.W[2].flat, *theta.b[1], *theta.b[2]]


def deltas(r: Round) -> list[float]:
    """What the slips are told apart by: the prediction, then the deltas from the output back."""
    return [r.A[2][0, 0], r.delta[2][0, 0], *r.delta[1][0][::-1]]


def sheet(seed: int, net: str = "3-2-1", name: str = "", key: str | None = None, id: str = "") -> Sheet:
    """The worksheet of a seed and a key, which is the name if none is given; numbers are drawn until none of them is degenerate."""
    sizes = NETS[net]
    drawn_by = hashlib.sha256(f"{seed}\n{net}\n{name if key is None else key}".encode()).digest()
    rng = np.random.default_rng(int.from_bytes(drawn_by, "big"))
    while True:
        problem = drawn(sizes, rng)
        if plain(problem):
            continue
        judged = asked_of(problem, deltas, passages=NOWHERE, digits=DIGITS)
        if len(judged["slips"]) >= SLIPS and not ambiguous(judged):
            break
    parts = rows(problem)
    known = {row.name: row for part in parts.values() for row in part}
    decide = [known[name] for name in deciding(sizes)]
    return Sheet(drawn_by.hex()[:6].translate(CODED), name, problem, parts, decide, wrong(problem, [*decide, known[first_arrow(sizes)]]), id)


def rows(problem: Problem) -> dict[str, list[Row]]:
    """All that is asked for, part by part, with values and tolerances."""
    sizes = problem.net.sizes
    widths = tolerance(lambda keep: answers(problem, keep), DIGITS)
    found = map(Row, listed(sizes), answers(problem, exact), widths.tolist())
    return {part: [next(found) for _ in asked] for part, asked in names(sizes).items()}


def listed(sizes: tuple[int, ...]) -> list[str]:
    """The names of all numbers of a sheet, in the order of `answers`."""
    return [name for part in names(sizes).values() for name in part]


def deciding(sizes: tuple[int, ...]) -> list[str]:
    """The five numbers by which a sheet is looked through in a minute: the prediction, the deltas, the prediction afterwards."""
    asked = names(sizes)
    return [asked["forward"][-1], *asked["deltas"], *asked["after"]]


def first_arrow(sizes: tuple[int, ...]) -> str:
    """The derivative that tells a slip in the gradient of the last layer."""
    return f"∂C/∂w{neuron(sizes, 1, 0)}{neuron(sizes, 2, 0)}"


def wrong(problem: Problem, columns: list[Row]) -> list[tuple[str, dict[str, float]]]:
    """What each slip of the catalogue gives for some numbers of a sheet, if it changes any of them by more than rounding does."""
    where = [listed(problem.net.sizes).index(row.name) for row in columns]
    truth, allowed = np.array([row.value for row in columns]), np.array([row.tolerance for row in columns])
    found = []
    for sentence, steps in CATALOGUE.values():
        def compute(keep: Keep, steps: Mapping = steps) -> np.ndarray:
            return np.array(answers(problem, keep, **steps))[where]
        try:
            value = compute(exact)
        except ValueError:  # a slip whose shapes this network does not have
            continue
        if finite(value) and (np.abs(value - truth) > allowed).any() and (np.abs(value - truth) > allowed + tolerance(compute, DIGITS)).any():
            found.append((sentence.format(slope=slope_name(problem)), dict(zip([row.name for row in columns], value.tolist()))))
    return found


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


@functools.cache
def drawing(sizes: tuple[int, ...]) -> str:
    """The network with the names of its weights, as SVG: one picture for a whole class."""
    fig, ax = figures.figure(width=4.6, height=2.7)
    number = {(l, j): sum(sizes[:l]) + j + 1 for l, n in enumerate(sizes) for j in range(n)}
    weights = {(l, i, j): f"$w_{{{number[l - 1, i]}{number[l, j]}}}$" for l in (1, 2)
               for i, j in np.ndindex(sizes[l - 1], sizes[l])}
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


def opening(sentence: str) -> str:
    """The first sentence of what is said of a slip: on paper a key has room for no more."""
    return sentence.split(". ", maxsplit=1)[0].removesuffix(".") + "."


def pages(sheets: list[Sheet], title: str, key: bool) -> str:
    """The sheets, or their keys, as one HTML page that prints each on its own paper and asks no other host for anything."""
    figures.use_style()
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True,
                                     trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    environment.filters |= {"shown": shown, "drawing": drawing, "given": given, "at_most": at_most, "opening": opening}
    return environment.get_template("worksheet.html").render(sheets=sheets, title=title, key=key, digits=DIGITS)


def key_file(seed: int, net: str, sheets: list[Sheet]) -> str:
    """The key that a program reads: of each sheet what is given, and every number that is asked for with its tolerance."""
    return json.dumps({"key": 1, "seed": seed, "net": net, "digits": DIGITS, "sheets": [
        {"sheet": sheet.code, "name": sheet.name, "id": sheet.id, "x": sheet.problem.X[0].tolist(), "y": sheet.problem.Y[0, 0],
         "eta": sheet.problem.eta, "theta": sheet.problem.theta.vector.tolist(),
         "rows": {part: [list(row) for row in rows] for part, rows in sheet.parts.items()}} for sheet in sheets]},
        ensure_ascii=False) + "\n"


def answers_file(sheets: list[Sheet]) -> str:
    """The table to fill in: a line for each sheet, a column for each number."""
    ids = any(sheet.id for sheet in sheets)
    heads = ["student", *(["id"] if ids else []), "sheet", *listed(sheets[0].problem.net.sizes)]
    return table([heads, *([sheet.name, *([sheet.id] if ids else []), sheet.code, *[""] * (len(heads) - 2 - ids)] for sheet in sheets)])


def still_empty(path: Path) -> None:
    """SystemExit if the table to fill in is there and holds numbers: nothing is written over what was handed in."""
    wanted = "the table that make worksheet wrote"
    rows = cells_of(path, read_text(path, wanted), wanted) if path.exists() else []
    at = next((k for _, row in rows[:1] for k, head in enumerate(row) if head.strip().lower() == "sheet"), 0)
    if any(cell.strip() for _, row in rows[1:] for cell in row[at + 1:]):
        sys.exit(f"{path} has been filled in, and nothing was written over it. Give it another name, or move it to another folder, and run this again: "
                 "everybody keeps the sheet that they had.")


def apart(sheets: list[Sheet]) -> None:
    """SystemExit if two sheets have one code, by which they are told apart: one class of three hundred in some hundreds has two."""
    by_code: dict[str, Sheet] = {}
    for one in sheets:
        if (other := by_code.setdefault(one.code, one)) is not one:
            sys.exit(f"By chance the sheets of {other.name} and {one.name} have the same code, {one.code}. Take another seed for this class.")


def names_of_files(seed: int, net: str, several: bool) -> dict[str, str]:
    """What the files of a seed are called."""
    end = f"{net}-{seed}{'-class' if several else ''}"
    return {"worksheet": f"worksheet-{end}.html", "key": f"key-{end}.html", "key for make grade": f"key-{end}.json",
            "answers": f"answers-{end}.csv"}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=whole, help="any whole number; the same seed gives the same sheets")
    parser.add_argument("--net", choices=NETS, default="3-2-1", help="the network (3-2-1)")
    parser.add_argument("--names", type=Path, help="a class list, one name a line or a table: a sheet for each")
    parser.add_argument("--name", default="", help="the column of the table that holds the names (two, with a comma between)")
    parser.add_argument("--id", default="", help="the column of the table that holds a number for each person")
    parser.add_argument("--alike", action="store_true", help="names that are nearly the same are two people")
    parser.add_argument("--out", type=Path, default=FOLDER, help="the folder to write to")
    options = parser.parse_args(arguments)
    people = class_list(options.names, options.name, options.id, options.alike) if options.names else [Person("", "")]
    files = names_of_files(options.seed, options.net, bool(options.names))
    still_empty(options.out / files["answers"])
    writable(options.out)
    sheets = [sheet(options.seed, options.net, *person) for person in told(people, "sheets")]
    apart(sheets)
    contents = [pages(sheets, f"Worksheet {options.seed}", False), pages(sheets, f"Key {options.seed}", True),
                key_file(options.seed, options.net, sheets), answers_file(sheets)]
    for kind, path in zip(files, written(options.out, dict(zip(files.values(), contents)))):
        print(f"{kind}: {path}")


def whole(text: str) -> int:
    """A seed; the error says what a seed is."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” came; a seed is a whole number, such as SEED=7") from None


if __name__ == "__main__":
    main()
