#!/usr/bin/env bash
# SciPy: pixels written into a netCDF file come back as characters.
#
# Guess:      uint8, the type of pictures, comes back as uint8, or is refused as uint16 and bool
#             are; netCDF 3 has signed bytes only.
# Behaviour:  netcdf_file writes it as the type for text. What is read has the dtype S1, in which
#             the pixel 0 is an empty string, and netCDF4 reads it so too and takes 0 for missing.
# Versions:   Python 3.11; scipy 1.17.1, netCDF4 1.7.5.1.post1, cftime 1.6.6.1, certifi
#             2026.10.19.post1, numpy 2.4.6
# Matters:    a set of pictures that was stored cannot be computed with, and says so only when it is
#             read; int8, the type that netCDF means, is a way out.
# Documented: no.
# Output:
#   uint8, scipy: |S1 [b'', b'\x01', b'd']
#   uint8, netCDF4: |S1 [None, b'\x01', b'd']
#   int8, scipy: int8 [0, 1, 100]
#   int8, netCDF4: int8 [0, 1, 100]
#   uint16: refused
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile scipy==1.17.1 netCDF4==1.7.5.1.post1 cftime==1.6.6.1 certifi==2026.10.19.post1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import netCDF4
import numpy as np
from scipy.io import netcdf_file

for kind in ("uint8", "int8", "uint16"):
    pixels = np.array([0, 1, 100], kind)
    try:
        with netcdf_file("pixels.nc", "w") as file:
            file.createDimension("n", 3)
            file.createVariable("x", pixels.dtype, ("n",))[:] = pixels
    except ValueError:
        print(f"{kind}: refused")
        continue
    with netcdf_file("pixels.nc", mmap=False) as file:
        print(f"{kind}, scipy: {file.variables['x'][:].dtype} {file.variables['x'][:].tolist()}")
    with netCDF4.Dataset("pixels.nc") as file:
        print(f"{kind}, netCDF4: {file['x'][:].dtype} {file['x'][:].tolist()}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
