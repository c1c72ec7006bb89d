#!/usr/bin/env bash
# The distance between a point and itself is not 0, and its slope depends on the function that is
# asked.
#
# Guess:      the distance is 0; its slope there is 0 or nan.
# Behaviour:  pairwise_distance adds 1e-6 to every difference, so the distance of equal points is 1e-6
#             * sqrt(n) with slopes of 0.707 in two dimensions, in PyTorch and PaddlePaddle;
#             torch.cdist gives 0 and slope 0. A triplet loss on three equal points has a gradient
#             that pushes the positive and the negative apart along the diagonal.
# Versions:   Python 3.11; torch 2.13.0, paddlepaddle 3.3.1, numpy 2.4.6
# Matters:    embeddings that coincide (all equal at the start, duplicates in a batch) are moved in a
#             direction that has nothing to do with the data.
# Documented: the eps is a documented argument; that the slope becomes that of a unit vector is not
#             said.
# Output:
#   torch  pairwise_distance: 1.41e-06, slopes [0.707, 0.707]
#   torch  cdist: 0, slopes [0.0, 0.0]
#   torch  triplet loss, slopes: [[0.0, 0.0], [-0.707, -0.707], [0.707, 0.707]]
#   paddle pairwise_distance: 1.41e-06, slopes [0.707, 0.707]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 paddlepaddle==3.3.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import paddle
import torch
from torch.nn import functional as F

a, b = (torch.tensor([[1.0, 2.0]], dtype=torch.float64, requires_grad=True) for _ in range(2))
for name, f in {"pairwise_distance": F.pairwise_distance, "cdist": torch.cdist}.items():
    d = f(a, b)
    slopes = torch.autograd.grad(d.sum(), a)[0]
    print(f"torch  {name}: {d.item():.3g}, slopes {[round(v, 3) for v in slopes[0].tolist()]}")
c = a.detach().clone().requires_grad_()
slopes = torch.autograd.grad(F.triplet_margin_loss(a, b, c), (a, b, c))
print("torch  triplet loss, slopes:", [[round(v, 3) for v in s[0].tolist()] for s in slopes])
x, y = (paddle.to_tensor([[1.0, 2.0]], dtype="float64", stop_gradient=False) for _ in range(2))
d = paddle.nn.functional.pairwise_distance(x, y)
d.backward()
print(f"paddle pairwise_distance: {float(d[0]):.3g}, slopes {[round(v, 3) for v in x.grad.numpy()[0].tolist()]}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
