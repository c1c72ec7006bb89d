#!/usr/bin/env bash
# anywidget: after an append in place, assigning the very same list sends nothing.
#
# Guess:      an append is not seen, which is known; w.xs = [...] afterwards sends the list to the
#             browser.
# Behaviour:  the assigned list equals the one that was changed in place, so there is no change, no
#             event and no message: the page keeps the old one. The other way round, a number that is
#             nan is sent at every assignment, as nan is never equal to itself.
# Versions:   Python 3.11; anywidget 0.11.0, traitlets 5.16.1
# Matters:    losses = w.losses; losses.append(x); w.losses = losses is the obvious way to feed a live
#             curve, and the curve stays empty.
# Documented: that mutation is not seen, yes; that it also hides the assignment, no.
# Output:
#   append, then assign the same list:  events 0
#   append, then assign an equal list:  events 0
#   assign a new list:                  events 1
#   assign nan three times:             events 3
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile anywidget==0.11.0 traitlets==5.16.1
env/bin/python - >seen <<'PYTHON'
import anywidget
import traitlets


class Curve(anywidget.AnyWidget):
    _esm = "export default {}"
    xs = traitlets.List().tag(sync=True)
    loss = traitlets.Float().tag(sync=True)


def events(name, *steps):
    w, seen = Curve(), []
    w.observe(lambda change: seen.append(change["new"]), name)
    for step in steps:
        step(w)
    return len(seen)


def append_and_assign(w):
    xs = w.xs
    xs.append(0.5)
    w.xs = xs


print("append, then assign the same list:  events", events("xs", append_and_assign))
print("append, then assign an equal list:  events", events("xs", lambda w: w.xs.append(0.5), lambda w: setattr(w, "xs", [0.5])))
print("assign a new list:                  events", events("xs", lambda w: setattr(w, "xs", w.xs + [0.5])))
print("assign nan three times:             events", events("loss", *3 * [lambda w: setattr(w, "loss", float("nan"))]))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
