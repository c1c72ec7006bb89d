#!/usr/bin/env bash
# ipywidgets: two linked sliders show different values.
#
# Guess:      after link((a, "value"), (b, "value")) the two values are equal at any time, or an
#             assignment that one cannot take is refused.
# Behaviour:  where one of them clamps (its maximum is 1) or cuts to an integer, it keeps its own
#             value, and the other stays at what was set: 1 and 7, 2 and 2.5. No error, and no second
#             event brings them together.
# Versions:   Python 3.11; ipywidgets 8.1.9, traitlets 5.16.1
# Matters:    a slider for the rate linked to a number field shows another rate than the one that the
#             figure uses.
# Documented: no.
# Output:
#   after linking:                 0.5 0.5
#   after setting the wide one 7:  1.0 7.0
#   a whole one and a fine one:    2 2.5
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile ipywidgets==8.1.9 traitlets==5.16.1
env/bin/python - >seen <<'PYTHON'
from ipywidgets import FloatSlider, IntSlider, link

narrow, wide = FloatSlider(value=0.5, max=1.0), FloatSlider(value=5.0, max=10.0)
link((narrow, "value"), (wide, "value"))
print("after linking:                ", narrow.value, wide.value)
wide.value = 7.0
print("after setting the wide one 7: ", narrow.value, wide.value)
whole, fine = IntSlider(value=1), FloatSlider(value=1.0)
link((whole, "value"), (fine, "value"))
fine.value = 2.5
print("a whole one and a fine one:   ", whole.value, fine.value)
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
