#!/usr/bin/env bash
# bfloat16 weights are saved without a word and do not come back as numbers.
#
# Guess:      numpy.savez of a bfloat16 array (JAX and ml_dtypes make them NumPy arrays) either fails
#             or comes back as bfloat16.
# Behaviour:  .npy, .npz and HDF5 files return raw bytes of the type V2, with which nothing can be
#             computed; float8 becomes V1. safetensors' NumPy front end writes BF16 and then cannot
#             read it: a KeyError.
# Versions:   Python 3.11; ml-dtypes 0.6.0, h5py 3.16.0, safetensors 0.8.0, numpy 2.4.6
# Matters:    a checkpoint that was written every hour can be read only by who knows the type and
#             views the bytes as it.
# Documented: not that we know; nothing warns on saving.
# Output:
#   npz, bfloat16: |V2  float8: |V1
#     times 2: UFuncTypeError
#     viewed as bfloat16: [1.5, 2.0]
#   hdf5, bfloat16: |V2
#   safetensors.numpy: KeyError 'BF16'
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile ml-dtypes==0.6.0 h5py==3.16.0 safetensors==0.8.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import h5py
import ml_dtypes
import numpy as np
import safetensors.numpy

w = np.array([1.5, 2.0], dtype=ml_dtypes.bfloat16)
np.savez("w.npz", w=w, e=np.array([1.0], dtype=ml_dtypes.float8_e4m3fn))
back = np.load("w.npz")
print("npz, bfloat16:", back["w"].dtype, " float8:", back["e"].dtype)
try:
    back["w"] * 2
except TypeError as error:
    print("  times 2:", type(error).__name__)
print("  viewed as bfloat16:", back["w"].view(ml_dtypes.bfloat16).astype(float).tolist())
with h5py.File("w.h5", "w") as file:
    file["w"] = w
    print("hdf5, bfloat16:", file["w"][:].dtype)
try:
    safetensors.numpy.load(safetensors.numpy.save({"w": w}))
except KeyError as error:
    print("safetensors.numpy: KeyError", error)
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
