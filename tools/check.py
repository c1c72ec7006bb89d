"""The quick checks: of the package, before every commit, or of one chapter, while it is being written.

    python -m tools.check        linters, types of nnlib and of the scripts, numeric tests: well under a minute on two cores
    python -m tools.check 3      builds the site again, then chapter 3: its notebook under disturbed arithmetic, its
                                 formulas, numbers, exercises and page; half a minute where the site was built before

`make check` and `make test CHAPTER=3` call it. The whole of the tests is `make test`.
"""

import os
import subprocess
import sys
from pathlib import Path

from tools.faults import TESTS

ROOT = Path(__file__).resolve().parent.parent
PYTEST = ["-m", "pytest", "-q", "-n", "2"]
# The tests of the modules that hold numbers, those that compare them with one another and hold the architecture, and those of
# the scripts, in node.
NUMERIC = sorted({f"tests/test_{name}.py" for name in (*TESTS.values(), "agreement", "one_bit", "architecture", "javascript_units", "javascript_engine",
                                                       "javascript_answers")})
# What looks at every chapter, or at the pages that were built of them; of these the tests with the chapter's name are run.
OF_A_CHAPTER = [f"tests/{name}.py" for name in (
    "test_notebooks", "test_formulas", "test_prose_numbers", "test_claims", "test_exercises", "test_javascript_answers", "site/test_visits", "site/test_questions")]
DISTURB = "7"  # any seed would do
DENO = {"DENO_NO_UPDATE_CHECK": "1", "DENO_DIR": str(ROOT / "_build/.deno")}  # nothing leaves this machine or this folder


def scripts() -> list[str]:
    """The scripts of the book, but for MathJax, which is not ours."""
    found = [path.relative_to(ROOT).as_posix() for path in (ROOT / "course").glob("**/*.js")]
    return sorted(name for name in found if not name.startswith("course/site/mathjax/"))


def package() -> list[list[str]]:
    """The commands that check the package, each without its interpreter."""
    return [["-m", "ruff", "check", "--quiet", "."], ["-m", "mypy", "--no-error-summary"],
            ["-m", "deno", "lint", "--quiet", *scripts(), "tests/javascript"], ["-m", "deno", "check", "--quiet", *scripts()],
            [*PYTEST, "--dist", "worksteal", *NUMERIC]]


def chapter(number: int) -> list[list[str]]:
    """The commands that check a chapter."""
    found = sorted((ROOT / "chapters").glob(f"{number:02d}-*.ipynb"))
    if not found:
        raise SystemExit(f"There is no chapter {number}; there are {', '.join(sorted(p.name for p in (ROOT / 'chapters').glob('*.ipynb')))}.")
    (notebook,) = found
    # A test's name has the name of the notebook in it, the number of an exercise, or that of the chapter.
    chosen = f"{notebook.stem} or [{number}. or [{number}] or [{number}- or -{number}]"
    return [["-m", "course.site.build"],
            [*PYTEST, "--dist", "loadfile", "--nbval", "--nbval-current-env", "--nbval-cell-timeout", "120", "-k", chosen,
             str(notebook.relative_to(ROOT)), *OF_A_CHAPTER]]


def main(arguments: list[str]) -> int:
    """Runs the commands one after the other, as far as they succeed; the exit status is that of the last."""
    for command in chapter(int(arguments[0])) if arguments else package():
        print("$ python", *command, flush=True)
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env={"DISTURB": DISTURB, **DENO, **os.environ}, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
