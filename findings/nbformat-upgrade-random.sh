#!/usr/bin/env bash
# Upgrading one notebook twice gives two different files.
#
# Guess:      bringing an old notebook to the current minor version is a function of the notebook.
# Behaviour:  each cell gets a random id, so two upgrades of the same bytes differ, as do two
#             notebooks that a script makes of the same cells. Reading a 4.5 notebook without ids
#             invents new ones each time.
# Versions:   Python 3.11; nbformat 5.11.1
# Matters:    "the same sources give the same bytes" needs ids of one's own; until then every rebuild
#             of a course changes every notebook.
# Documented: that ids are generated, yes.
# Output:
#   two upgrades are equal:                False
#   two readings invent equal ids:         False
#   two notebooks of one cell are equal:   False
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile nbformat==5.11.1
env/bin/python - >seen <<'PYTHON'
import json
import warnings

import nbformat

warnings.simplefilter("ignore")
old = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [
    {"cell_type": "code", "source": "x", "metadata": {}, "outputs": [], "execution_count": None}]}


def upgraded():
    return nbformat.writes(nbformat.v4.upgrade(nbformat.from_dict(json.loads(json.dumps(old)))))


def read_with_missing_ids():
    return nbformat.reads(json.dumps(old | {"nbformat_minor": 5}), 4).cells[0].id


print("two upgrades are equal:               ", upgraded() == upgraded())
print("two readings invent equal ids:        ", read_with_missing_ids() == read_with_missing_ids())
print("two notebooks of one cell are equal:  ", nbformat.v4.new_code_cell("x") == nbformat.v4.new_code_cell("x"))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
