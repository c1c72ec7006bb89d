#!/usr/bin/env bash
# The cosine similarity with a zero vector is 0, and its gradient 100000000 in PyTorch and nan in optax.
#
# Guess:      a zero vector has no direction, so the gradient is 0, as that of the norm at 0 is in PyTorch;
#             at worst nan.
# Behaviour:  PyTorch divides by the norms, bounded from below by 1e-8, and the bound is no part of the
#             derivative: the gradient by the zero vector is the other one's direction times 1e8. Its
#             normalize, bounded by 1e-12, gives 1e12. optax gives nan, with its epsilon of 0.
# Versions:   Python 3.11; torch 2.13.0, jax 0.10.2, optax 0.2.8, numpy 2.4.6
# Matters:    a row of padding, or a ReLU layer that is silent for one sample, is a zero vector; with one
#             of them a step of descent throws all weights behind it 1e8 learning rates away, and nothing
#             is nan to show it.
# Documented: that eps is there to avoid a division by zero, yes; what it does to the gradient, no.
# Output:
#   torch cosine_similarity  value 0  gradient [100000000.0, 0.0]
#   torch normalize          value 0  gradient [1000000000000.0, 0.0]
#   torch vector_norm        value 0  gradient [0.0, 0.0]
#   optax cosine_similarity  gradient [nan, nan]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 jax==0.10.2 optax==0.2.8 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp
import optax
import torch


def show(name, f):
    x = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    y = f(x)
    (g,) = torch.autograd.grad(y, x)
    print(f"torch {name.ljust(18)} value {y.item():.0f}  gradient {[float(f'{v:.3g}') for v in g.tolist()]}")


other = torch.tensor([1.0, 0.0], dtype=torch.float64)
show("cosine_similarity", lambda x: torch.cosine_similarity(x, other, dim=0))
show("normalize", lambda x: torch.nn.functional.normalize(x, dim=0)[0])
show("vector_norm", torch.linalg.vector_norm)
g = jax.grad(lambda x: optax.losses.cosine_similarity(x, jnp.array([1.0, 0.0])))(jnp.zeros(2))
print(f"optax cosine_similarity  gradient {g.tolist()}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
