"""Writes questions for Moodle, Canvas and systems that read QTI: a pool of worked networks, and the exercises that stand alone.

    python -m course.grading.quiz                           seed 7, fifty networks
    python -m course.grading.quiz --seed 8 --count 200      others, and more of them
"""

import argparse
from pathlib import Path

from course import figures
from course.editions.worksheet import NETS, ROOT, drawing, whole
from course.editions.written import written
from course.grading import moodle, qti
from course.grading.questions import Question, alone, pool

MOST = 1000


def report(questions: list[Question], left: dict[str, str], numbers: dict[str, list[str]], seed: int) -> str:
    """What each format carries, and what it cannot, as a text."""
    networks = [one for one in questions if one.pool]
    lines = [f"Questions of seed {seed}: {len(networks)} worked networks, and {len(questions) - len(networks)} exercises that stand alone.", "",
             "moodle.xml    all of them; where several numbers are asked for, a slip is named field by field, and where slips cannot be told",
             "              apart in one field, all of them are named",
             "qti-3.zip     all of them, with the whole rule by which the book judges, and every slip's sentence",
             "qti-2.1.zip   the same; Canvas makes essays of its text entries, so Canvas gets the next",
             "canvas.zip    right or wrong only, each number a question of its own, no picture: Canvas would give full marks to a slip", ""]
    lines += [f"canvas.zip is without {', '.join(labels)} of “{name}”: a bound is below {qti.LEAST}." for name, labels in numbers.items()]
    lines += ["Of what is said to an answer, hints and sentences that refer to the book or to its code are left out in all of them.", "",
              "None of these files has been imported into a live Moodle or Canvas by the authors of the book.", "", "Exercises that stay in the book:"]
    return "\n".join([*lines, *(f"  {id}: {why}." for id, why in left.items())]) + "\n"


def files(seed: int, count: int) -> dict[str, str | bytes]:
    """All files by name."""
    figures.use_style()
    exercises, left = alone()
    questions, picture = [*pool(seed, count), *exercises], drawing(NETS["3-2-1"]).encode()
    canvas, numbers = qti.canvas_package(questions)
    return {"moodle.xml": moodle.document(questions, picture), "qti-3.zip": qti.package(questions, picture, 3),
            "qti-2.1.zip": qti.package(questions, picture, 2), "canvas.zip": canvas, "report.txt": report(questions, left, numbers, seed)}


def counted(text: str) -> int:
    """How many networks; the error says what is expected."""
    if not text.isdigit() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"“{text}” came; expected a whole number from 1 to {MOST}, such as COUNT=50")
    return int(text)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=whole, default=7, help="any whole number; the same seed gives the same networks (7)")
    parser.add_argument("--count", type=counted, default=50, help="how many networks (50)")
    parser.add_argument("--out", type=Path, default=ROOT / "_build/quiz", help="the folder to write to")
    options = parser.parse_args(arguments)
    for path in written(options.out, files(options.seed, options.count)):
        print(f"{path} ({path.stat().st_size // 1024 + 1} kB)")


if __name__ == "__main__":
    main()
