"""Prints what is proved, and how: python -m course.proofs [--faults] [page …]

With --faults it plants every fault that `faults` knows in every displayed formula, and prints those that go unnoticed.
"""

import sys
from pathlib import Path

from course.proofs.extract import pages
from course.proofs.faults import survivors
from course.proofs.report import check_all, table

CHAPTERS = Path(__file__).parents[2] / "chapters"


def check(only):
    results = check_all(CHAPTERS, only)
    print(table(results))
    failed = [r for page in results.values() for r in page if r.failed]
    for r in failed:
        print(f"\n{r.formula.page}, {r.formula.label}: {' '.join(r.formula.latex.split())}\n    {r.kind}: {r.how}")
    return bool(failed)


def plant(only):
    for page, found in pages(CHAPTERS).items():
        if not only or page in only:
            planted = list(survivors(page, found))
            unnoticed = [p for p in planted if not p[3]]
            print(f"{page}: {len(planted)} faults planted, {len(unnoticed)} unnoticed")
            for kind, formula, latex, _ in unnoticed:
                print(f"    {formula.label}, {kind}: {' '.join(latex.split())}")


if __name__ == "__main__":
    named = [a for a in sys.argv[1:] if not a.startswith("--")]
    sys.exit(plant(named) if "--faults" in sys.argv else check(named))
