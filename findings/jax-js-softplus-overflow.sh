#!/usr/bin/env bash
# jax-js: the softplus of 100 is Infinity, and the slope of the sigmoid at -100 NaN; JAX has both.
#
# Guess:      nn.softplus, nn.sigmoid and nn.logSigmoid exist so that one need not write 1 / (1 +
#             exp(-x)), whose exponential overflows float32 from 89 on: JAX, whose interface it
#             follows, returns 100, 0 and -100.
# Behaviour:  the formulas are written out plainly, so that softplus(100) is Infinity with the slope
#             NaN, logSigmoid(-100) is -Infinity with NaN, and the slope of sigmoid(-100), whose
#             value is right, is NaN. Beyond 89 elu, selu and mish have right values and the slope
#             NaN too.
# Versions:   Node.js 20; @jax-js/jax 0.1.25
# Matters:    one saturated unit makes every weight NaN in the next step; the value of the loss is
#             finite, so it is found late.
# Documented: no.
# Output:
#   softplus at -100 -10 10 100: 0 0 10 Infinity, slopes 0 0 1 NaN
#   logSigmoid at -100 -10 10 100: -Infinity -10 0 0, slopes NaN 1 0 0
#   sigmoid at -100 -10 10 100: 0 0 1 1, slopes NaN 0 0 0
#   elu at -100 -10 10 100: -1 -1 10 100, slopes 0 0 1 NaN
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts @jax-js/jax@0.1.25
node --input-type=module - >seen <<'NODE'
import { grad, init, defaultDevice, nn, numpy as np } from "@jax-js/jax";

await init("wasm");
defaultDevice("wasm");
const xs = [-100, -10, 10, 100];
const show = (numbers) => numbers.map((number) => Number.isFinite(number) ? String(Math.round(number)) : String(number)).join(" ");
for (const name of ["softplus", "logSigmoid", "sigmoid", "elu"]) {
  const f = nn[name];
  console.log(`${name} at ${xs.join(" ")}: ${show(f(np.array(xs)).js())}, slopes ${show(grad((x) => np.sum(f(x)))(np.array(xs)).js())}`);
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
