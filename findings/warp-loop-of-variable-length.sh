#!/usr/bin/env bash
# Warp: the gradient through a loop of variable length is wrong, 42 for 12.
#
# Guess:      the tape of a kernel differentiates what the kernel computes, or says that it cannot.
# Behaviour:  with the number of rounds read from an array, values are right and gradients are made
#             from what the variable holds after the loop, or before it: 42 in place of 12, and inf
#             in place of 1/3. The same loop with a number written out is unrolled, and right.
# Versions:   Python 3.11; warp-lang 1.19.0, numpy 2.4.6
# Matters:    sums over samples, recurrences and integrations of variable length are such loops;
#             nothing is said.
# Documented: yes, in the guide on differentiability, under dynamic loops.
# Output:
#   x^3, n = 3 read from an array: value 8.000, gradient [42.0], right is [12.0]
#   x^3, n = 3 written out: value 8.000, gradient [12.0], right is [12.0]
#   log of the sum of exp: value 1.099, gradient [inf, inf, inf], right is [0.333, 0.333, 0.333]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile warp-lang==1.19.0 numpy==2.4.6
cat >kernels.py <<'KERNELS'
import os

import warp as wp

wp.config.quiet = True
wp.config.kernel_cache_dir = os.path.join(os.getcwd(), "cache")


@wp.kernel
def power(x: wp.array(dtype=float), n: wp.array(dtype=int), y: wp.array(dtype=float)):
    p = float(1.0)
    for _ in range(n[0]):
        p = p * x[0]
    y[0] = p


@wp.kernel
def power_of_three(x: wp.array(dtype=float), n: wp.array(dtype=int), y: wp.array(dtype=float)):
    p = float(1.0)
    for _ in range(3):
        p = p * x[0]
    y[0] = p


@wp.kernel
def log_sum_exp(x: wp.array(dtype=float), n: wp.array(dtype=int), y: wp.array(dtype=float)):
    s = float(0.0)
    for i in range(n[0]):
        s = s + wp.exp(x[i])
    y[0] = wp.log(s)
KERNELS
env/bin/python - >seen <<'PYTHON'
import contextlib
import io

import numpy as np
import warp as wp
from kernels import log_sum_exp, power, power_of_three

for name, kernel, at, right in (("x^3, n = 3 read from an array", power, [2.0], [12.0]), ("x^3, n = 3 written out", power_of_three, [2.0], [12.0]),
                                ("log of the sum of exp", log_sum_exp, [0.0, 0.0, 0.0], [1 / 3] * 3)):
    with contextlib.redirect_stdout(io.StringIO()):  # what Warp says about the machine
        x, n = wp.array(np.array(at, np.float32), requires_grad=True, device="cpu"), wp.array(np.array([3], np.int32), dtype=int, device="cpu")
        y = wp.zeros(1, dtype=float, requires_grad=True, device="cpu")
        with wp.Tape() as tape:
            wp.launch(kernel, dim=1, inputs=[x, n], outputs=[y], device="cpu")
        tape.backward(y)
    print(f"{name}: value {y.numpy()[0]:.3f}, gradient {[round(float(v), 3) for v in x.grad.numpy()]}, right is {[round(v, 3) for v in right]}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
