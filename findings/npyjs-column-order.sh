#!/usr/bin/env bash
# npyjs: a weight matrix that was transposed before it was saved comes back column by column.
#
# Guess:      data of the shape (2, 3) holds the two rows one after the other, whatever order the
#             file was written in.
# Behaviour:  numpy.save writes a transposed matrix in Fortran order, and npyjs returns the numbers
#             as they lie in the file, with the shape of the matrix: data[3*i + j] is the entry (i,
#             j) for one file and not for the other. A field fortranOrder says so; reshape with that
#             field is right.
# Versions:   Python 3.11, Node.js 20; numpy 2.4.6; npyjs 1.2.0
# Matters:    weights that were stored as inputs by outputs are transposed for the page that shows
#             the network; the network then computes with shuffled weights, of the right number and
#             shape.
# Documented: the field is listed; that data and shape do not fit without it is not said.
# Output:
#   in NumPy the same: True
#   rows.npy: shape 2,3, data 1,2,3,4,5,6
#   columns.npy: shape 2,3, data 1,4,2,5,3,6
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import subprocess

import numpy as np

weights = np.array([[1, 2, 3], [4, 5, 6]], "f4")
np.save("rows.npy", weights)
np.save("columns.npy", np.array([[1, 4], [2, 5], [3, 6]], "f4").T)
print("in NumPy the same:", np.array_equal(np.load("rows.npy"), np.load("columns.npy")))
subprocess.run("echo '{}' >package.json; npm install --silent --ignore-scripts npyjs@1.2.0", shell=True, check=True)
script = """import npyjs from "npyjs";
import { readFileSync } from "fs";
for (const name of ["rows.npy", "columns.npy"]) {
  const bytes = readFileSync(name);
  const { data, shape } = new npyjs().parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  console.log(`${name}: shape ${shape}, data ${Array.from(data)}`);
}"""
print(subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True).stdout.strip())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
