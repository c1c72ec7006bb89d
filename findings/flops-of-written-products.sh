#!/usr/bin/env bash
# One network takes 5500, 5560, 5660, 11000 or 0 operations, by who counts and how it is written.
#
# Guess:      a counter of operations runs the network and counts what it does: the same for
#             nn.Linear and for x @ w.
# Behaviour:  thop, torchinfo and ptflops in its first mode count the modules that they know: a
#             network written with @ costs nothing, without a word. PyTorch's own counter counts
#             both forms, a multiplication and an addition as two, and no biases; thop, described as
#             a tool to count FLOPs, counts a pair as one, without the biases.
# Versions:   Python 3.11; torch 2.14.1, numpy 2.4.6, thop 0.1.1.post2209072238, torchinfo 1.8.0,
#             ptflops 0.7.5
# Matters:    costs are compared between papers and networks by such numbers; attention is written
#             with @, and a factor 2 lies between two counters that are both right.
# Documented: ptflops explains its two modes; of the others, not that we know.
# Output:
#   nn.Linear: PyTorch 11000, thop 5500, torchinfo 5560
#   nn.Linear: ptflops by modules 5660, by operations 5560
#   written with @: PyTorch 11000, thop 0, torchinfo 0
#   written with @: ptflops by modules 0, by operations 5500
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.14.1 numpy==2.4.6 thop==0.1.1.post2209072238 torchinfo==1.8.0 ptflops==0.7.5
env/bin/python - >seen <<'PYTHON'
import warnings

import torch
from ptflops import get_model_complexity_info
from thop import profile
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from torchinfo import summary

warnings.simplefilter("ignore")


class Written(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1, self.b1 = nn.Parameter(torch.zeros(100, 50)), nn.Parameter(torch.zeros(50))
        self.w2, self.b2 = nn.Parameter(torch.zeros(50, 10)), nn.Parameter(torch.zeros(10))

    def forward(self, x):
        return torch.relu(x @ self.w1 + self.b1) @ self.w2 + self.b2


x = torch.zeros(1, 100)
for name, network in (("nn.Linear", nn.Sequential(nn.Linear(100, 50), nn.ReLU(), nn.Linear(50, 10))), ("written with @", Written())):
    with FlopCounterMode(display=False) as counter:
        network(x)
    print(f"{name}: PyTorch {counter.get_total_flops()}, thop {profile(network, (x,), verbose=False)[0]:.0f}, torchinfo {summary(network, (1, 100), verbose=0).total_mult_adds}")
    print(f"{name}: ptflops by modules {get_model_complexity_info(network, (100,), as_strings=False, print_per_layer_stat=False, backend='pytorch')[0]}, by operations {get_model_complexity_info(network, (100,), as_strings=False, print_per_layer_stat=False, backend='aten')[0]}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
