#!/usr/bin/env bash
# weight_decay of Adam: a penalty in PyTorch, AdamW's shrinking in Keras.
#
# Guess:      Adam(weight_decay=...) is the penalty, and what is decoupled is called AdamW, as in
#             PyTorch.
# Behaviour:  for a weight of 1 and a gradient of 0 PyTorch's Adam makes a whole step of 0.1, as the
#             penalty's slope is normalised like any other; Keras' Adam makes 0.01 = rate * decay,
#             exactly its AdamW.
# Versions:   Python 3.11; torch 2.13.0, keras 3.15.1, jax 0.10.2, numpy 2.4.6
# Matters:    the same two lines regularise ten times as much in one library, and weights of different
#             size are treated alike in one and in proportion in the other.
# Documented: Keras says "weight decay is applied" and gives no formula; PyTorch gives it.
# Output:
#   first step of a weight 1.0: torch Adam 0.1, torch AdamW 0.01, keras Adam 0.01, keras AdamW 0.01
#   first step of a weight 0.01: torch Adam 0.1, torch AdamW 0.0001, keras Adam 0.0001, keras AdamW 0.0001
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 keras==3.15.1 jax==0.10.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax.numpy as jnp
import keras
import torch

for size in (1.0, 0.01):
    row = []
    for kind in (torch.optim.Adam, torch.optim.AdamW):
        w = torch.nn.Parameter(torch.full((1,), size))
        w.grad = torch.zeros(1)
        kind([w], lr=0.1, weight_decay=0.1).step()
        row.append(f"torch {kind.__name__} {size - w.item():.2g}")
    for kind in (keras.optimizers.Adam, keras.optimizers.AdamW):
        v = keras.Variable([size])
        kind(0.1, weight_decay=0.1).apply([jnp.zeros(1)], [v])
        row.append(f"keras {kind.__name__} {size - float(v.value[0]):.2g}")
    print(f"first step of a weight {size}:", ", ".join(row))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
