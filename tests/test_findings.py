"""The scripts in findings/ keep their form. They are not run here: each installs packages of its own."""

import re
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "findings"
SCRIPTS = sorted(path for path in FOLDER.iterdir() if path.name != "README.md")
FIELDS = ["Guess", "Behaviour", "Versions", "Matters", "Documented", "Output"]


def install_words(text):
    """What the script hands to pip and npm, options left out."""
    lines = re.findall(r"^(?:env/bin/pip|npm) install (.*)$", text, re.M)
    return [word for line in lines for word in line.split() if not word.startswith("--")]


def problems(text):
    """What is missing in a script, as a list of sentences."""
    header, _, body = text.partition("\nset -euo pipefail\n")
    found = [] if header.startswith("#!/usr/bin/env bash\n# ") and body else ["no header, or no set -euo pipefail after it"]
    found += [f"not a comment: {line}" for line in header.splitlines() if not line.startswith("#")]
    if re.findall(r"^# (\w+):", header.partition("\n#\n")[2], re.M) != FIELDS:
        found.append(f"the header's fields are not {FIELDS}")
    if not re.search(r"^# Output:\n#   \S", header, re.M):
        found.append("the header shows no output")
    if "folder=$(mktemp -d)" not in body or "trap 'rm -rf \"$folder\"' EXIT" not in body:
        found.append("no temporary folder that a trap removes")
    if "diff <(sed -n '/^# Output:/,/^set /s/^#   //p' \"$self\") seen" not in body:
        found.append("what is printed is not compared with the header")
    packages = install_words(body)
    if not packages:
        found.append("nothing is installed")
    # A version behind == for pip, behind the last @ for npm, and the same one in the header.
    versions = " ".join(re.sub(r"^# ?", "", line).strip() for line in header.splitlines())
    for package in packages:
        name, version = re.fullmatch(r"(.+?)(?:==|@(?=\d))?([\w.]*)", package).groups()
        if package == name + version or f"{name} {version}" not in versions:
            found.append(f"{package} is not pinned, or the header says another version")
    if re.search(r"://|--(?:extra-)?index-url|--registry|nnlib", text):
        found.append("an address, an index or our own package")
    return found


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_script_keeps_its_form(script):
    """Fields, pins, a temporary folder, a comparison; bash reads it, and it may be executed."""
    assert script.suffix == ".sh" and problems(script.read_text(encoding="utf8")) == []
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", script], capture_output=True, timeout=60, check=False).stderr == b""


def title(script):
    """The header's first paragraph, on one line."""
    lines = script.read_text(encoding="utf8").partition("\n#\n")[0].splitlines()[1:]
    return " ".join(line.removeprefix("# ") for line in lines)


def test_the_index_lists_every_script_with_its_title():
    """README.md has a line for each script, in order, and no other."""
    lines = [line for line in (FOLDER / "README.md").read_text(encoding="utf8").splitlines() if line.startswith("- ")]
    assert lines == [f"- [`{script.stem}`]({script.name}): {title(script)}" for script in SCRIPTS]
    assert len(lines) > 50


@pytest.mark.parametrize("find, put", [
    ("set -euo pipefail", "set -e"), ("==", ">="), ("# Guess:", "# Idea:"), ("mktemp -d", "pwd"), ("diff <(", "echo <("),
    ("numpy 2.4.6", "numpy 2.4.5"), ("#   ", "# "), ("numpy", "see https://x.y numpy"),
])
def test_a_planted_fault_is_reported(find, put):
    """The check sees a missing option, pin, field, folder, comparison, output, and an address."""
    text = (FOLDER / "prod-zero-nan.sh").read_text(encoding="utf8")
    assert find in text and problems(text) == []
    assert problems(text.replace(find, put)) != []
