#!/usr/bin/env bash
# TensorBoard: of a hundred losses that Keras or TensorFlow logged, EventAccumulator returns ten.
#
# Guess:      reading a log in a program returns what was written.
# Behaviour:  scalars that are stored as tensors, as by TensorFlow 2, Keras and tensorboard.summary,
#             are thinned to ten, drawn at random with the last one kept. Those stored as plain
#             numbers, as by PyTorch and tensorboardX, are thinned from 10000 on.
#             size_guidance={'tensors': 0} returns all.
# Versions:   Python 3.11; tensorboard 2.21.0, tensorboardX 2.6.5, numpy 2.4.6, protobuf 7.36.2
# Matters:    the curve of a report is drawn through ten points, its minimum is missed, and two
#             libraries seem to have trained for a different number of epochs.
# Documented: the defaults stand in the source, not in the guide.
# Output:
#   numbers, {}: 100 of 100 losses, the last of step 99
#   tensors, {}: 10 of 100 losses, the last of step 99
#   tensors, {'size_guidance': {'tensors': 0}}: 100 of 100 losses, the last of step 99
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile tensorboard==2.21.0 tensorboardX==2.6.5 numpy==2.4.6 protobuf==7.36.2
env/bin/python - >seen <<'PYTHON'
import warnings

import tensorboard.summary
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboardX import SummaryWriter

warnings.simplefilter("ignore")
tensors, numbers = tensorboard.summary.Writer("tensors"), SummaryWriter("numbers")
for step in range(100):
    tensors.add_scalar("loss", 1 / (1 + step), step=step)
    numbers.add_scalar("loss", 1 / (1 + step), step)
tensors.close()
numbers.close()
for name, settings in (("numbers", {}), ("tensors", {}), ("tensors", {"size_guidance": {"tensors": 0}})):
    log = EventAccumulator(name, **settings).Reload()
    events = log.Scalars("loss") if name == "numbers" else log.Tensors("loss")
    print(f"{name}, {settings}: {len(events)} of 100 losses, the last of step {events[-1].step}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
