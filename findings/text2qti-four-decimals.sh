#!/usr/bin/env bash
# text2qti rounds numerical answers and their bounds to four decimals.
#
# Guess:      the answer 0.12347 with a margin of 0.00001 is stored with those bounds.
# Behaviour:  it becomes 0.1235 with the bounds 0.1235 and 0.1235, which leave the right answer out;
#             numbers below 0.0001 are refused, and so is the answer 3.0 without a margin.
# Versions:   Python 3.11; text2qti 0.8.0
# Matters:    gradients and learning rates are often that small; the tolerance that the teacher wrote
#             is not the one by which the class is graded.
# Documented: that answers have to be at least 0.0001, yes; the rounding not that we know.
# Output:
#   0.5 +- 0.01: answer 0.5000, from 0.4900 to 0.5100
#   0.12347 +- 0.00001: answer 0.1235, from 0.1235 to 0.1235
#   0.00005 +- 0.00001: refused
#   3.0: refused
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile text2qti==0.8.0
env/bin/python - >seen <<'PYTHON'
import re
import subprocess
import sys
import zipfile
from pathlib import Path

command = Path(sys.executable).parent / "text2qti"
for answer in ("0.5 +- 0.01", "0.12347 +- 0.00001", "0.00005 +- 0.00001", "3.0"):
    Path("quiz.txt").write_text(f"1. The slope?\n=   {answer}\n")
    Path("quiz.zip").unlink(missing_ok=True)
    subprocess.run([command, "quiz.txt"], capture_output=True)
    if not Path("quiz.zip").exists():
        print(f"{answer}: refused")
        continue
    with zipfile.ZipFile("quiz.zip") as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    found = dict(re.findall(r"<(varequal|vargte|varlte)[^>]*>([^<]*)<", "".join(texts)))
    print(f"{answer}: answer {found['varequal']}, from {found['vargte']} to {found['varlte']}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
