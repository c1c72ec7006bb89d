#!/usr/bin/env bash
# SymPy cannot hand ReLU to PyTorch: lambdify makes a function that fails at its first call.
#
# Guess:      lambdify(x, Max(x, 0), "torch") is torch.maximum, as "numpy" and "jax" give theirs.
# Behaviour:  the function is made without complaint and raises TypeError when called with a tensor:
#             the number 0 and the Heaviside's 1 / 2 are not turned into tensors. With "jax" value and
#             derivative work; softplus works with both.
# Versions:   Python 3.11; sympy 1.14.0, torch 2.13.0, jax 0.10.2, numpy 2.4.6
# Matters:    the one activation that everybody uses cannot be derived by SymPy and run by PyTorch.
# Documented: no.
# Output:
#   ReLU, torch: TypeError
#   ReLU, jax: [0.0, 0.0, 2.0]
#   its derivative, torch: TypeError
#   its derivative, jax: [0.0, 0.5, 1.0]
#   softplus, torch: [0.313, 0.693, 2.127]
#   softplus, jax: [0.313, 0.693, 2.127]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile sympy==1.14.0 torch==2.13.0 jax==0.10.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import jax.numpy as jnp
import sympy
import torch

x = sympy.Symbol("x", real=True)
relu = sympy.Max(x, 0)
for name, expression in (("ReLU", relu), ("its derivative", relu.diff(x)), ("softplus", sympy.log(1 + sympy.exp(x)))):
    for module, values in (("torch", torch.tensor([-1.0, 0.0, 2.0])), ("jax", jnp.array([-1.0, 0.0, 2.0]))):
        try:
            result = [round(v, 3) for v in sympy.lambdify(x, expression, module)(values).tolist()]
        except TypeError:
            result = "TypeError"
        print(f"{name}, {module}: {result}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
