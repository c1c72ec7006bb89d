"""Stores how many displayed formulas of each page are proved, tried or define: `python -m tools.assurance`.

The page on assurance and the mark at each page's end show these numbers; tests/test_formulas.py compares them.
"""

import json
from collections import Counter

from course.proofs.prove import Result
from course.proofs.report import check_all
from course.site.assurance import PROVED, ROOT


def by_way(results: list[Result]) -> dict[str, int]:
    """The displayed formulas of a page by what the prover said."""
    return dict(sorted(Counter(r.how if r.kind == "proved" else r.kind for r in results if not r.formula.inline).items()))


def main() -> None:
    found = {page: by_way(results) for page, results in check_all(ROOT / "chapters").items()}
    PROVED.write_text(json.dumps({page: ways for page, ways in found.items() if ways}, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
