#!/usr/bin/env bash
# Forward mode: one infinite slope makes nan of all finite ones, in PyTorch and in JAX; reverse mode keeps them.
#
# Guess:      the modes are two orders of one product, so a slope that is finite in one is finite in
#             the other, and the slope by the first number does not hang on the second.
# Behaviour:  at (4, 0, 1) reverse mode gives 0.25, inf and 0.5 for the sum of square roots, forward
#             mode nan, inf and nan: a direction that does not move the second number has 0 there,
#             and 0 times inf is nan, which the sum spreads.
# Versions:   Python 3.11; torch 2.14.1, jax 0.10.2, numpy 2.4.6
# Matters:    a Jacobian by columns, a Hessian by forward over reverse, a directional derivative:
#             one zero activation before a root spoils all of it.
# Documented: not that we know.
# Output:
#   sum of sqrt(x) at [4.0, 0.0, 1.0], reverse: torch [0.25, inf, 0.5] jax [0.25, inf, 0.5]
#   sum of sqrt(x) at [4.0, 0.0, 1.0], forward: torch [nan, inf, nan] jax [nan, inf, nan]
#   sum of log(1 + sqrt(x)) at [4.0, 0.0, 1.0], reverse: torch [0.08, inf, 0.25] jax [0.08, inf, 0.25]
#   sum of log(1 + sqrt(x)) at [4.0, 0.0, 1.0], forward: torch [nan, inf, nan] jax [nan, inf, nan]
#   entropy at [4.0, 0.0, 1.0], reverse: torch [-2.39, inf, -1.0] jax [-2.39, inf, -1.0]
#   entropy at [4.0, 0.0, 1.0], forward: torch [nan, inf, nan] jax [nan, inf, nan]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.14.1 jax==0.10.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp
import torch

jax.config.update("jax_enable_x64", True)
at = [4.0, 0.0, 1.0]
t, j = torch.tensor(at, dtype=torch.float64), jnp.array(at)
for name, by_torch, by_jax in (("sum of sqrt(x)", lambda x: x.sqrt().sum(), lambda x: jnp.sqrt(x).sum()),
                               ("sum of log(1 + sqrt(x))", lambda x: x.sqrt().log1p().sum(), lambda x: jnp.log1p(jnp.sqrt(x)).sum()),
                               ("entropy", lambda x: torch.special.entr(x).sum(), lambda x: jax.scipy.special.entr(x).sum())):
    for mode, answers in (("reverse", (torch.func.jacrev(by_torch)(t), jax.jacrev(by_jax)(j))), ("forward", (torch.func.jacfwd(by_torch)(t), jax.jacfwd(by_jax)(j)))):
        print(f"{name} at {at}, {mode}:", *(f"{who} {[round(float(v), 2) for v in a]}" for who, a in zip(("torch", "jax"), answers)))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
