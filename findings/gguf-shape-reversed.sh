#!/usr/bin/env bash
# GGUF: a 2 x 3 matrix has the shape (3, 2) in the reader, and its data the shape (2, 3).
#
# Guess:      GGUFReader returns the shape that was given to GGUFWriter.
# Behaviour:  the reader's shape is the stored one, fastest axis first; .data of the same object has
#             NumPy's order. For square matrices the two cannot be told apart.
# Versions:   Python 3.11; gguf 0.19.0, numpy 2.4.6
# Matters:    code that reshapes data by the tensor's own shape scrambles the weights (3 x 2 is as
#             good a shape for six numbers), and code that transposes to mend it does so once too
#             often.
# Documented: in the format's description, not in the Python package.
# Output:
#   written shape:  [2, 3]
#   tensor.shape:   [3, 2]
#   tensor.data:    [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
#   data reshaped by tensor.shape: [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile gguf==0.19.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import gguf
import numpy as np

W = np.arange(6, dtype=np.float32).reshape(2, 3)
writer = gguf.GGUFWriter("toy.gguf", "toy")
writer.add_tensor("w", W)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
tensor = gguf.GGUFReader("toy.gguf").tensors[0]
shape = [int(n) for n in tensor.shape]
print("written shape: ", list(W.shape))
print("tensor.shape:  ", shape)
print("tensor.data:   ", tensor.data.tolist())
print("data reshaped by tensor.shape:", tensor.data.reshape(shape).tolist())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
