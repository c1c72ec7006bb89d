#!/usr/bin/env bash
# A model file of Keras 2 with hard_sigmoid is read by Keras 3, and is another function.
#
# Guess:      a file that is read without an error gives the numbers that it gave before.
# Behaviour:  Keras 3 opens both kinds of file of Keras 2 without a word and computes max(0, min(1,
#             x / 6 + 1/2)) where Keras 2 computed max(0, min(1, x / 5 + 1/2)).
# Versions:   Python 3.11; tensorflow 2.21.0, tf_keras 2.21.0, keras 3.15.1, numpy 2.4.6
# Matters:    a gate or an output that was trained with one slope works with another one, 0.2 and
#             1/6; probabilities move by up to 0.07, in silence.
# Documented: the new formula is; that old files change their meaning is not.
# Output:
#   .h5    Keras 2: [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0]
#   .h5    Keras 3: [0.03, 0.17, 0.33, 0.5, 0.67, 0.83, 0.97]
#   .keras Keras 2: [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0]
#   .keras Keras 3: [0.03, 0.17, 0.33, 0.5, 0.67, 0.83, 0.97]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile tensorflow==2.21.0 tf_keras==2.21.0 keras==3.15.1 numpy==2.4.6
env/bin/python - 2>/dev/null >seen <<'PYTHON'
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tf_keras

x = np.array([[-2.8, -2.0, -1.0, 0.0, 1.0, 2.0, 2.8]], np.float32)
for suffix in (".h5", ".keras"):
    old = tf_keras.Sequential([tf_keras.Input((7,)), tf_keras.layers.Activation("hard_sigmoid")])
    old.save("model" + suffix)
    new = keras.models.load_model("model" + suffix, compile=False)
    for who, model in (("Keras 2", old), ("Keras 3", new)):
        print(f"{suffix:6} {who}:", [round(float(v), 2) for v in model.predict(x, verbose=0)[0]])
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
