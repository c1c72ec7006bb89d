#!/usr/bin/env bash
# MindSpore: nn.Momentum(use_nesterov=True) takes the steps of ordinary momentum on the processor.
#
# Guess:      Nesterov's first step with momentum 0.9 is 1.9 times as long as that of ordinary
#             momentum, as the page of nn.Momentum gives it and as nn.SGD(nesterov=True) does it.
# Behaviour:  the steps are those without the option, bit by bit; nn.SGD of the same package takes
#             it.
# Versions:   Python 3.11; mindspore 2.10.0, numpy 2.4.6
# Matters:    two runs that should compare the methods are one run made twice.
# Documented: no; the formula with the option stands in the page of the class.
# Output:
#   nesterov False  Momentum: 0.950 0.805 0.524   SGD: 0.950 0.805 0.524
#   nesterov True   Momentum: 0.950 0.805 0.524   SGD: 0.905 0.674 0.272
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile mindspore==2.10.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import mindspore
import numpy as np
from mindspore import Parameter, Tensor, nn

mindspore.set_context(device_target="CPU", mode=mindspore.PYNATIVE_MODE)


def walk(optimizer):
    """Where three steps lead from 1 along the gradients 0.5, 1 and 1.5, at the rate 0.1."""
    w = Parameter(Tensor(np.array([1.0], np.float32)), name="w")
    step = optimizer([w])
    seen = []
    for gradient in (0.5, 1.0, 1.5):
        step((Tensor(np.array([gradient], np.float32)),))
        seen.append(f"{w.asnumpy()[0]:.3f}")
    return " ".join(seen)


for nesterov in (False, True):
    print(f"nesterov {nesterov!s:5}  Momentum:", walk(lambda w: nn.Momentum(w, 0.1, 0.9, use_nesterov=nesterov)),
          "  SGD:", walk(lambda w: nn.SGD(w, 0.1, momentum=0.9, nesterov=nesterov)))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
