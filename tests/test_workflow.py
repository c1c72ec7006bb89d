"""The public CI file fits the schema of such files, and runs what the README tells everybody to run, and nothing else."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from schemas import assert_fits_but_for

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / ".github/workflows/book.yml"
TEXT = FILE.read_text(encoding="utf8")
README = (ROOT / "README.md").read_text(encoding="utf8")




def commands(text):
    """Every line that a workflow has a shell run."""
    steps = [step for job in YAML(typ="safe").load(text)["jobs"].values() for step in job["steps"]]
    return [line.strip() for step in steps for line in step.get("run", "").splitlines()]


def strange(text):
    """The commands that the README does not give: in its blocks, or in backticks; on Windows with the names it says there."""
    given = {line.split("  #")[0].strip() for line in README.splitlines() if line.startswith("    ")} | set(re.findall("`([^`\n]+)`", README))
    return [line for line in commands(text)
            if line not in given and re.sub(r"^\.venv\\Scripts\\", ".venv/bin/", re.sub(r"^python ", "python3 ", line)) not in given]


def test_the_workflow_fits_the_schema_and_each_planted_slip_is_told(tmp_path):
    slips = [("runs-on: ubuntu-24.04\n", "run-on: ubuntu-24.04\n"), ("    steps:\n", "    step:\n"), ("      pages: write\n", "      pages: all\n"),
             ("  push:\n", "  pushed:\n"), ("    needs: test\n", "    needs: 1\n")]
    assert_fits_but_for(slips, FILE, "vendor.github-workflows", tmp_path)


def test_it_runs_the_readmes_commands():
    assert len(commands(TEXT)) > 10 and strange(TEXT) == []


@pytest.mark.parametrize(("old", "new"), [("make test\n", "make tests\n"), (r"\python -m course.site.build", r"\jupyter-book build ."),
                                          ("run: make book", "run: make clean book")])
def test_a_command_of_its_own_is_told(old, new):
    assert old in TEXT and len(strange(TEXT.replace(old, new, 1))) == 1


def test_it_asks_for_every_system_and_for_the_oldest_and_the_newest_python():
    jobs = YAML(typ="safe").load(TEXT)["jobs"]
    pythons = re.search(r"^PYTHONS := (.+)$", (ROOT / "Makefile").read_text(encoding="utf8"), re.M)[1].split()
    numbered = [name.removeprefix("python") for name in pythons if "." in name]
    systems = jobs["test"]["strategy"]["matrix"]["system"]
    assert [name.split("-")[0] for name in systems] == ["ubuntu", "ubuntu", "macos", "windows"] and sum("arm" in name for name in systems) == 1
    for job in ("test", "newest"):
        assert jobs[job]["strategy"]["matrix"]["python"] == [numbered[-1], numbered[0]]


def test_its_beginning_says_what_has_never_run():
    header = TEXT[: TEXT.index("\nname:")].replace("\n#", "")
    assert "What has never run: this file." in header and all(name in header for name in ("Arm", "macOS", "Windows", "3.14", "publishing"))


def test_the_day_of_the_schedule_is_the_one_that_is_told():
    days = ["Sundays", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays"]
    (number, told), = re.findall(r'cron: "\d+ \d+ \* \* (\d)" # (\w+)', TEXT)
    assert days[int(number)] == told
