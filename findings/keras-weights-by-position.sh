#!/usr/bin/env bash
# Keras loads weights by position, whatever the layers are called.
#
# Guess:      load_weights finds layers by their names, or refuses when the names differ.
# Behaviour:  a file written by the layers (encoder, decoder) is loaded into (decoder, encoder)
#             without a word, the first into the first; in the file the layers are called dense and
#             dense_1.
# Versions:   Python 3.11; keras 3.15.1, jax 0.10.2, h5py 3.16.0, numpy 2.4.6
# Matters:    after the order of two layers of one shape is changed in the code, an old file still
#             loads, and only the predictions tell.
# Documented: partly: that the architecture has to be the same.
# Output:
#   encoder: loaded into the layer of its name: False
#   decoder: loaded into the layer of its name: False
#   first layer into first layer: True
#   names in the file: ['dense', 'dense_1']
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile keras==3.15.1 jax==0.10.2 h5py==3.16.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import os

os.environ["KERAS_BACKEND"] = "jax"
import h5py
import keras
import numpy as np


def net(*names):
    return keras.Sequential([keras.Input((2,)), *(keras.layers.Dense(2, name=name) for name in names)])


first, second = net("encoder", "decoder"), net("decoder", "encoder")
first.save_weights("net.weights.h5")
second.load_weights("net.weights.h5")
for name in ("encoder", "decoder"):
    same = np.array_equal(first.get_layer(name).get_weights()[0], second.get_layer(name).get_weights()[0])
    print(f"{name}: loaded into the layer of its name: {bool(same)}")
print("first layer into first layer:", bool(np.array_equal(first.get_weights()[0], second.get_weights()[0])))
with h5py.File("net.weights.h5") as file:
    print("names in the file:", sorted(name for name in file["layers"] if name.startswith(("dense", "enc", "dec"))))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
