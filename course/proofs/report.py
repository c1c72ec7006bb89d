"""All pages at once, and the table of what was proved, for the run's last lines."""

from collections import Counter
from pathlib import Path

from course.proofs.extract import pages
from course.proofs.prove import STRENGTH, Result, check_page

COLUMNS = (*STRENGTH, "definition", "exempt", "false", "unreadable", "given", "condition", "letters")


def check_all(chapters: Path, only=()) -> dict[str, list[Result]]:
    return {name: check_page(name, found) for name, found in pages(chapters).items() if not only or name in only}


def counts(results: list[Result]) -> Counter:
    return Counter(r.how if r.kind == "proved" else r.kind for r in results)


def table(results: dict[str, list[Result]]) -> str:
    """A line for the displayed formulas of each page and one for those in its sentences."""
    lines = [" " * 37 + "  ".join(COLUMNS)]
    for page, found in results.items():
        for inline, kind in ((False, "displayed"), (True, "in sentences")):
            n = counts([r for r in found if r.formula.inline == inline])
            if n:
                lines.append(f"{page:24}{kind:13}" + "  ".join(f"{n[c] or '':>{len(c)}}" for c in COLUMNS))
    return "\n".join(lines)
