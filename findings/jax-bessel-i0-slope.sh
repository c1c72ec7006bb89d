#!/usr/bin/env bash
# JAX: the Bessel function I0 is even, and its slope at 0 is 1.
#
# Guess:      I0 is smooth and even, 1 + x^2/4 + ..., so its slope at 0 is 0 and its second
#             derivative 0.5.
# Behaviour:  jax.scipy.special.i0 has the slope 1 and the second derivative 1.5 at 0, and i1 the
#             second derivative 1 where it is odd: they are built from exp(|x|), and the slope of
#             |x| at 0 is 1 in JAX. jax.numpy.i0, the same function, has the slope 0 and the second
#             derivative 0.
# Versions:   Python 3.11; jax 0.10.2
# Matters:    the logarithm of I0 normalises the density of directions (von Mises); where its
#             concentration starts at 0, the gradient says 1.
# Documented: no.
# Output:
#   scipy.special.i0 at 0: slope 1.00, by differences 0.00; second 1.50, by differences 0.50
#   scipy.special.i1 at 0: slope 0.50, by differences 0.50; second 1.00, by differences 0.00
#   numpy.i0         at 0: slope 0.00, by differences 0.00; second 0.00, by differences 0.50
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile jax==0.10.2
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)
special = jax.scipy.special
h = 1e-4
for name, f in (("scipy.special.i0", special.i0), ("scipy.special.i1", special.i1), ("numpy.i0", jnp.i0)):
    first, second = jax.grad(f), jax.grad(jax.grad(f))
    print(f"{name:16} at 0: slope {first(0.0):.2f}, by differences {(f(h) - f(-h)) / (2 * h):.2f};",
          f"second {second(0.0):.2f}, by differences {(f(h) - 2 * f(0.0) + f(-h)) / h**2:.2f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
