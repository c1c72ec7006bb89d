#!/usr/bin/env bash
# Keras: two layers that share one initializer object start with the same weights, seed or no seed.
#
# Guess:      GlorotUniform() without a seed is a source of random numbers; each use draws new ones.
# Behaviour:  the object fixes a random seed when it is made and draws the same numbers at every call:
#             two Dense layers of the same shape are equal, unless each is given its own object, a
#             name as a string, or a SeedGenerator.
# Versions:   Python 3.11; keras 3.15.1, jax 0.10.2, numpy 2.4.6
# Matters:    units and layers that start equal stay equal under equal gradients; the symmetry that
#             random weights are to break is kept, and an ensemble made in a loop is one network.
# Documented: yes, in a note on the page of the initializers; nothing warns when it happens.
# Output:
#   one object, no seed:   equal weights True
#   two objects, no seed:  equal weights False
#   the name, twice:       equal weights False
#   one SeedGenerator:     equal weights False
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile keras==3.15.1 jax==0.10.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import os

os.environ["KERAS_BACKEND"] = "jax"
import keras
import numpy as np


def equal(first, second):
    net = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3, kernel_initializer=first),
                            keras.layers.Dense(3, kernel_initializer=second)])
    weights = net.get_weights()
    return bool(np.array_equal(weights[0], weights[2]))


shared = keras.initializers.GlorotUniform()
print("one object, no seed:   equal weights", equal(shared, shared))
print("two objects, no seed:  equal weights", equal(keras.initializers.GlorotUniform(), keras.initializers.GlorotUniform()))
print("the name, twice:       equal weights", equal("glorot_uniform", "glorot_uniform"))
seeded = keras.initializers.GlorotUniform(seed=keras.random.SeedGenerator(1))
print("one SeedGenerator:     equal weights", equal(seeded, seeded))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
