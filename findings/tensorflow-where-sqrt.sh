#!/usr/bin/env bash
# TensorFlow: the trap of where(x > 0, f(x), 0) is open for log and closed for sqrt.
#
# Guess:      at x = 0 the branch not taken has an infinite slope, 0 * inf is nan, and so the gradient
#             is nan: for every f.
# Behaviour:  with sqrt and rsqrt the gradient is 0, with x ** 0.5, log and 1 / x it is nan. The slope
#             of sqrt alone at 0 is inf, yet 0 * sqrt(x) has slope 0: zeros that come from above win.
# Versions:   Python 3.11; tensorflow 2.21.0, keras 3.15.1
# Matters:    who learns from sqrt that where is safe meets nan with log; and the same lines moved to
#             JAX or PyTorch, where sqrt gives nan too, stop training.
# Documented: tf.where's page warns of the nan; it does not say that some functions are exempt.
# Output:
#   where(x > 0, sqrt(x), 0):    0.0
#   where(x > 0, rsqrt(x), 0):   0.0
#   where(x > 0, x ** 0.5, 0):   nan
#   where(x > 0, log(x), 0):     nan
#   where(x > 0, 1 / x, 0):      nan
#   sqrt(x):                     inf
#   0 * sqrt(x):                 0.0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile tensorflow==2.21.0 keras==3.15.1
env/bin/python - >seen <<'PYTHON'
import tensorflow as tf


def slope(function):
    x = tf.Variable(0.0)
    with tf.GradientTape() as tape:
        y = function(x)
    return float(tape.gradient(y, x))


for name, f in {"sqrt(x)": tf.sqrt, "rsqrt(x)": tf.math.rsqrt, "x ** 0.5": lambda x: x**0.5, "log(x)": tf.math.log,
                "1 / x": lambda x: 1 / x}.items():
    print(f"where(x > 0, {name}, 0):".ljust(28), slope(lambda x: tf.where(x > 0, f(x), 0.0)))
print("sqrt(x):".ljust(28), slope(tf.sqrt))
print("0 * sqrt(x):".ljust(28), slope(lambda x: 0 * tf.sqrt(x)))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
