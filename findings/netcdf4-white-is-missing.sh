#!/usr/bin/env bash
# netCDF4: of the pixels written as uint8 the white ones, 255, come back as missing.
#
# Guess:      uint8 has 256 values, all of which are pixels; a type of one byte has no room for a
#             mark of what is missing.
# Behaviour:  255 is the default mark of uint8 and is masked on reading, as -127 is for int8: means
#             and minima are taken over the others, and a filled array or a plot has holes.
#             set_auto_mask(False) or a variable without fill value is right.
# Versions:   Python 3.11; netCDF4 1.7.5.1.post1, cftime 1.6.6.1, certifi 2026.10.19.post1, numpy
#             2.4.6
# Matters:    the strokes of handwritten digits are 255 in the middle; the mean by which pictures
#             are normalised is too small, and the network sees outlines.
# Documented: the default marks are listed, and that they are masked; pictures are not spoken of.
# Output:
#   uint8: written [0, 127, 254, 255] of mean 159.0, read [0, 127, 254, None] of mean 127.0
#   int8: written [-128, -127, 0, 127] of mean -32.0, read [-128, None, 0, 127] of mean -0.3
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile netCDF4==1.7.5.1.post1 cftime==1.6.6.1 certifi==2026.10.19.post1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import netCDF4
import numpy as np

for kind, values in (("uint8", [0, 127, 254, 255]), ("int8", [-128, -127, 0, 127])):
    with netCDF4.Dataset("pixels.nc", "w") as file:
        file.createDimension("n", 4)
        file.createVariable("x", kind, ("n",))[:] = np.array(values, kind)
    with netCDF4.Dataset("pixels.nc") as file:
        x = file["x"][:]
        print(f"{kind}: written {values} of mean {np.mean(values)}, read {x.tolist()} of mean {x.mean():.1f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
