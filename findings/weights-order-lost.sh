#!/usr/bin/env bash
# The order of the layers does not survive a file: safetensors returns another one at each call, HDF5
# sorts by name.
#
# Guess:      a dictionary of weights comes back in the order in which it was written, as from
#             np.savez and torch.save, or at least always in the same one.
# Behaviour:  safetensors.numpy.load of the same bytes returns its dictionary in an order that changes
#             from call to call; h5py walks a group by name, so layers 1, 2, 10 become 1, 10, 2.
# Versions:   Python 3.11; safetensors 0.8.0, h5py 3.16.0, numpy 2.4.6
# Matters:    whoever pairs the file's values with the layers by zip puts the weights of one layer
#             into another; where the shapes agree nothing complains, and with safetensors it happens
#             on some days only.
# Documented: h5py: yes (track_order is an option, and off). safetensors: no order is promised.
# Output:
#   safetensors, 100 loads of the same bytes: more than one order True
#   h5py:  ['layer1', 'layer10', 'layer2', 'layer3']
#   savez: ['layer1', 'layer2', 'layer3', 'layer4']
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile safetensors==0.8.0 h5py==3.16.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import io

import h5py
import numpy as np
import safetensors.numpy

weights = {f"layer{i}": np.full(2, i, np.float32) for i in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)}
data = safetensors.numpy.save(weights)
orders = {tuple(safetensors.numpy.load(data)) for _ in range(100)}
print("safetensors, 100 loads of the same bytes: more than one order", len(orders) > 1)
with h5py.File("weights.h5", "w") as file:
    for name, value in weights.items():
        file[name] = value
with h5py.File("weights.h5") as file:
    print("h5py: ", list(file)[:4])
buffer = io.BytesIO()
np.savez(buffer, **weights)
buffer.seek(0)
print("savez:", list(np.load(buffer))[:4])
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
