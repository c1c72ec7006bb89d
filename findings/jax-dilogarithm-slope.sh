#!/usr/bin/env bash
# JAX: the slope of the dilogarithm is nan between 1 and 2, and 0 at 1, where it is -1.
#
# Guess:      spence is smooth for positive arguments, with the slope log(x) / (1 - x), that is -1
#             at 1.
# Behaviour:  values are right everywhere; the slope is 0 at 1 and nan between 1 and 2, right
#             elsewhere. Branches that are not taken compute the logarithm of a negative number,
#             whose nan is multiplied by 0.
# Versions:   Python 3.11; jax 0.10.2
# Matters:    the integral of the softplus is a dilogarithm; a library's own function falls into the
#             trap of where that its manual warns of.
# Documented: no.
# Output:
#   at 0.5: value 0.582, slope -1.386, by differences -1.386
#   at 0.9: value 0.103, slope -1.054, by differences -1.054
#   at 1.0: value 0.000, slope 0.000, by differences -1.000
#   at 1.2: value -0.191, slope nan, by differences -0.912
#   at 1.5: value -0.448, slope nan, by differences -0.811
#   at 1.8: value -0.680, slope nan, by differences -0.735
#   at 2.5: value -1.147, slope -0.611, by differences -0.611
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile jax==0.10.2
env/bin/python - >seen <<'PYTHON'
import jax

jax.config.update("jax_enable_x64", True)
f, h = jax.scipy.special.spence, 1e-4
for x in (0.5, 0.9, 1.0, 1.2, 1.5, 1.8, 2.5):
    print(f"at {x}: value {f(x):.3f}, slope {jax.grad(f)(x):.3f}, by differences {(f(x + h) - f(x - h)) / (2 * h):.3f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
