"""Marks a class: the table of what was handed in becomes grades, counts of slips with a picture, and a page for each student.

    python -m course.grading.grade SEED ANSWERS.csv              the sheets of `make worksheet SEED=…`
    python -m course.grading.grade SEED ANSWERS.csv --net 2-2-1

`make worksheet` writes the key and the table to fill in. Nothing is written unless all of the table can be read.
"""

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import numpy as np

from course import figures
from course.editions.people import cells_of, key_of, read_text, tidy
from course.editions.worksheet import FOLDER, NETS, ROOT, Row, Sheet, listed, names, names_of_files, shown, whole
from course.editions.written import table, told, writable, written
from course.exercises.answers import Unreadable, spelled
from course.exercises.one_step import Problem
from course.figures.marks import slip_counts
from course.figures.style import svg
from course.grading.marking import BLANK, MISSING, OFF, Marked, mark
from nnlib import Network, Params, half_sse, sigmoid

WANTED = "the table that make worksheet wrote, filled in and saved as CSV"
MOST_TOLD = 20  # problems of a table in one message
ASCII = str.maketrans("₀₁₂₃₄₅₆₇₈₉δŷ", "0123456789dy")
TOO_LARGE = 1000  # no number of a sheet comes near it, and a spreadsheet that takes 1.526 for thousands makes one that does
DATE = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}.*|(?:\d{1,2}[-. ]+)?(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w*[-. ]*\d*", re.I)
PART_HEADS = {"forward": "forward", "cost": "cost", "deltas": "deltas", "gradient": "derivatives", "update": "new parameters", "after": "new prediction"}


class Graded(NamedTuple):
    """Somebody's sheet with what was handed in and its marks; no marks where nothing was."""

    sheet: Sheet
    values: list[float]
    marked: Marked | None


def read_key(seed: int, net: str, folder: Path) -> dict[str, Sheet]:
    """The sheets of a seed by their codes, from the key that `make worksheet` wrote; that of a class before a single one."""
    paths = [folder / names_of_files(seed, net, several)["key for make grade"] for several in (True, False)]
    path = next((path for path in paths if path.exists()), None)
    again = f"make worksheet SEED={seed}{'' if net == '3-2-1' else f' NET={net}'} NAMES=…"
    if path is None:
        sys.exit(f"There is no key for seed {seed} and the network {net} in {folder}. Write it again, with the same class list: {again}")
    try:
        key = json.loads(path.read_text(encoding="utf8"))
        return {one["sheet"]: _sheet(one, net) for one in key["sheets"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"{path} is not the key that make worksheet writes ({type(error).__name__}: {error}). Write it again: {again}")


def _sheet(one: dict[str, Any], net: str) -> Sheet:
    network = Network(NETS[net], sigmoid, sigmoid)
    theta = Params(np.array(one["theta"]), network.sizes)
    problem = Problem(network, theta, np.array([one["x"]]), np.array([[one["y"]]]), half_sse, one["eta"])
    parts = {part: [Row(*row) for row in one["rows"][part]] for part in names(network.sizes)}
    return Sheet(one["sheet"], one["name"], problem, parts, [], [], one["id"])


def plain_head(head: str) -> str:
    """The head of a column as it may be typed: z4 for z₄, dC/dw14 for ∂C/∂w₁₄, any case and spaces."""
    return "".join(head.casefold().translate(ASCII).replace("∂", "d").split())


def read_answers(path: Path, sheets: dict[str, Sheet]) -> dict[str, list[float]]:
    """The numbers handed in, by the codes of the sheets; NaN for an empty cell. SystemExit lists all that cannot be read."""
    rows = cells_of(path, read_text(path, WANTED), WANTED)
    asked = listed(next(iter(sheets.values())).problem.net.sizes)
    where = columns(path, rows[0][1] if rows else [], asked)
    heads, found, problems = [plain_head(head) for head in rows[0][1]], {}, []
    if len(rows) > 1 and not any(_code(row, where) in sheets for _, row in rows[1:]):
        sys.exit(f"{path}: none of its {len(rows) - 1} sheets is in this key, whose sheets are {', '.join(list(sheets)[:3])} …; its own begin with "
                 f"“{_code(rows[1][1], where)}”. Expected the table of the same seed, network and class list: name its SEED (and NET=2-2-1).")
    student = heads.index("student") if "student" in heads else None
    for line, row in rows[1:]:
        cells = [*row, *[""] * (len(heads) - len(row))]
        code = _code(row, where)
        if code not in sheets:
            problems.append(f"line {line}: there is no sheet “{cells[where['sheet']]}” in this key; its code stands at the top right of the sheet, "
                            f"such as {next(iter(sheets))}.")
            continue
        if code in found:
            problems.append(f"line {line}: sheet {code} was in the table before; leave one of the two lines.")
            continue
        name = tidy(cells[student]).removeprefix("'") if student is not None else ""
        if name and sheets[code].name and not _same(name, sheets[code].name):
            problems.append(f"line {line}: sheet {code} belongs to {sheets[code].name}, and the line says {name}. Correct the one that is wrong.")
            continue
        values = []
        for asks in asked:
            cell = cells[where[asks]].strip()
            try:
                values.append(spelled(cell) if cell.strip("-–—/ ") else BLANK)
            except Unreadable as error:
                made = "It looks like a date, which a spreadsheet makes of a number: format the column as text and type it again. " if DATE.fullmatch(cell) else ""
                problems.append(f"line {line}, column {asks}: {error} {made}Leave the cell empty where there is no answer.")
        if len(row) > len(heads):
            problems.append(f"line {line}: {len(row)} cells came; expected {len(heads)}. A decimal comma needs quotes, or semicolons between cells.")
        found[code] = values
    if problems:
        more = f"\n… and {len(problems) - MOST_TOLD} more" if len(problems) > MOST_TOLD else ""
        sys.exit(f"{path}: {len(problems)} {'cell or line' if len(problems) == 1 else 'cells or lines'} cannot be marked, and nothing was written.\n  "
                 + "\n  ".join(problems[:MOST_TOLD]) + more)
    if not found:
        sys.exit(f"{path} holds no line below its heads. Expected {WANTED}.")
    return found


def columns(path: Path, heads: list[str], asked: list[str]) -> dict[str, int]:
    """Where each number stands in a row, by the names of the columns; SystemExit if some are missing or there twice.

    A spreadsheet that does not save as UTF-8 leaves one sign, often a question mark, for a letter or index that it does not
    know. Then the columns are taken in the order in which they were written, if all that is left of their names fits.
    """
    plain, wanted = [plain_head(head) for head in heads], {name: plain_head(name) for name in ("sheet", *asked)}
    begins = plain.index("sheet") + 1 if "sheet" in plain else 0
    if begins and set(wanted.values()) - set(plain) and len(left := heads[begins:begins + len(asked)]) == len(asked) and all(
            re.fullmatch("".join(re.escape(sign) if sign.isascii() else "." for sign in name), head.strip(), re.I) for name, head in zip(asked, left)):
        return {"sheet": begins - 1} | {name: begins + k for k, name in enumerate(asked)}
    for what, faulty in (("has no column", [name for name, head in wanted.items() if head not in plain]),
                         ("has more than one column", [name for name, head in wanted.items() if plain.count(head) > 1])):
        if faulty:
            sys.exit(f"{path} {what} {', '.join(faulty[:5])}{' …' if len(faulty) > 5 else ''}; its first line is “{', '.join(heads)[:80]}”. "
                     f"Expected {WANTED}. Where another network was asked for, name it: NET=2-2-1.")
    return {name: plain.index(head) for name, head in wanted.items()}


def _code(row: list[str], where: dict[str, int]) -> str:
    return row[where["sheet"]].strip().lower() if len(row) > where["sheet"] else ""


def _same(came: str, name: str) -> bool:
    """Whether two names are one, where a question mark may stand for a letter that a spreadsheet could not save."""
    return bool(re.fullmatch(re.escape(key_of(came)).replace(r"\?", "."), key_of(name)))


def too_large(handed_in: dict[str, list[float]], asked: list[str]) -> list[str]:
    """What is said of numbers that nobody can have found by hand, though they are marked as they came."""
    return [f"sheet {code}, {name}: {value:g} came, and no number of a sheet is near it. Has a spreadsheet lost a decimal point or comma? Marked as it came."
            for code, values in handed_in.items() for name, value in zip(asked, values) if abs(value) >= TOO_LARGE]


def graded(sheets: dict[str, Sheet], handed_in: dict[str, list[float]]) -> list[Graded]:
    """Every sheet of the key with its marks, in the order of the class list."""
    done = []
    for code, sheet in told(list(sheets.items()), "sheets gone through"):
        values = handed_in.get(code, [BLANK] * len(listed(sheet.problem.net.sizes)))
        done.append(Graded(sheet, values, mark(sheet, values) if np.isfinite(values).any() else None))
    return done


def by_part(one: Graded) -> dict[str, tuple[int, int]]:
    """(points, of how many) for each part of a sheet."""
    points = iter(one.marked.points() if one.marked else [0] * len(one.values))
    return {part: (sum(next(points) for _ in rows), len(rows)) for part, rows in one.sheet.parts.items()}


def grades(done: list[Graded]) -> list[list[object]]:
    """The rows of grades.csv."""
    ids = any(one.sheet.id for one in done)
    parts = [f"{PART_HEADS[part]} (of {of})" for part, (_, of) in by_part(done[0]).items()]
    rows: list[list[object]] = [["student", *(["id"] if ids else []), "sheet", *parts, f"points (of {len(done[0].values)})", "percent",
                                 "from own wrong numbers", "handed in"]]
    for one in done:
        points = [got for got, _ in by_part(one).values()] if one.marked else [""] * len(parts)
        total = sum(one.marked.points()) if one.marked else ""
        rows.append([one.sheet.name, *([one.sheet.id] if ids else []), one.sheet.code, *points, total,
                     f"{100 * total / len(one.values):.0f}" if one.marked else "", one.marked.marks.count("follows") if one.marked else "",
                     sum(np.isfinite(one.values)) if one.marked else "nothing"])
    return rows


def counted(done: list[Graded]) -> list[tuple[str, str, str, int]]:
    """(slip, first step that breaks, sentence, students) for all that was found, the most frequent first."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in done:
        for finding in one.marked.findings if one.marked else ():
            asked = listed(one.sheet.problem.net.sizes)
            counts[" or ".join(finding.slips) or "not known", asked[finding.places[0]], finding.sentence] += 1
    return [(*what, n) for what, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def picture(rows: list[tuple[str, str, str, int]], students: int) -> str:
    """How often each slip was made, as SVG."""
    figures.use_style()
    counts: Counter[str] = Counter()
    for slip, _, _, n in rows:
        counts[slip] += n
    fig, ax = figures.figure(width=6.4, height=1.2 + 0.26 * max(1, min(len(counts), 15)))
    slip_counts(ax, dict(counts.most_common(15)), students)
    return svg(fig)


def feedback(done: list[Graded], title: str) -> str:
    """A page for each of some students, as one HTML file that prints each on paper of its own."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True,
                                     lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    environment.filters["shown"] = lambda value: shown(value) if np.isfinite(value) else ""
    pages = [{"sheet": one.sheet, "marked": one.marked, "points": sum(one.marked.points()) if one.marked else 0, "parts": by_part(one),
              "numbers": _numbers(one), "findings": _findings(one)} for one in done]
    return environment.get_template("feedback.html").render(pages=pages, title=title, heads=PART_HEADS, OFF=OFF, MISSING=MISSING)


def _numbers(one: Graded) -> dict[str, list[dict[str, Any]]]:
    """For each part its numbers: name, what was handed in, the mark, and what would have followed."""
    marks, due = (one.marked.marks, one.marked.due) if one.marked else ([MISSING] * len(one.values), one.values)
    each = iter([{"value": v, "mark": m, "due": d} for v, m, d in zip(one.values, marks, due)])
    return {part: [{"name": row.name} | next(each) for row in rows] for part, rows in one.sheet.parts.items()}


def _findings(one: Graded) -> list[tuple[str, str]]:
    asked = listed(one.sheet.problem.net.sizes)
    return [(", ".join(asked[k] for k in finding.places), finding.sentence) for finding in one.marked.findings] if one.marked else []


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=whole, help="the seed of the worksheets")
    parser.add_argument("answers", type=Path, help="the table that make worksheet wrote, filled in")
    parser.add_argument("--net", choices=NETS, default="3-2-1", help="the network of the worksheets (3-2-1)")
    parser.add_argument("--keys", type=Path, default=FOLDER, help="the folder with the key")
    parser.add_argument("--out", type=Path, help="the folder to write to (_build/grades/NET-SEED)")
    options = parser.parse_args(arguments)
    sheets = read_key(options.seed, options.net, options.keys)
    values = read_answers(options.answers, sheets)
    folder = options.out or ROOT / f"_build/grades/{options.net}-{options.seed}"
    writable(folder)
    done = graded(sheets, values)
    rows, handed_in = counted(done), [one for one in done if one.marked]
    files = {"grades.csv": table(grades(done)), "slips.csv": table([["slip", "first step that breaks", "what is said of it", "students"], *rows]),
             "slips.svg": picture(rows, len(handed_in)), "feedback.html": feedback(handed_in, f"Worksheet {options.seed}: feedback")}
    files |= {f"feedback/{one.sheet.code}.html": feedback([one], f"Sheet {one.sheet.code}") for one in handed_in}
    written(folder, files)
    for old in set((folder / "feedback").glob("*.html")) - {folder / name for name in files}:
        old.unlink()  # of a sheet that this table has no longer
    for line in too_large(values, listed(done[0].sheet.problem.net.sizes))[:MOST_TOLD]:
        print(line, file=sys.stderr)
    print(f"{len(handed_in)} of {len(done)} sheets were handed in and are marked. {folder} holds grades.csv, slips.csv, slips.svg, "
          "feedback.html to print, and feedback/ with a page for each.")


if __name__ == "__main__":
    main()
