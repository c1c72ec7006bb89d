#!/usr/bin/env bash
# simple-statistics: the normal distribution at 5 is 0.999, and the quantile of 0.975 is 1.957.
#
# Guess:      0.9999997 and 1.95996, as erf, which it computes to seven digits, would give them.
# Behaviour:  the distribution is looked up in a table of four digits that ends at 3.09, so 1.001 and
#             1.004 have the same value, and the quantile comes from a formula with an error in the
#             third decimal. By its own erf the same distribution has seven digits.
# Versions:   Node.js 20; simple-statistics 7.12.1
# Matters:    the exact GELU is x times this function, so its slope by differences is 0 nearly
#             everywhere; p-values end at 0.001.
# Documented: that a standard normal table is read, yes; not that it ends.
# Output:
#   at 1.001: table 0.8413, by erf 0.8415866
#   at 1.004: table 0.8413, by erf 0.8423107
#   at 3.05: table 0.9989, by erf 0.9988558
#   at 5: table 0.999, by erf 0.9999997
#   quantile of 0.975: 1.9572
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts simple-statistics@7.12.1
node - >seen <<'NODE'
const s = require("simple-statistics");

for (const x of [1.001, 1.004, 3.05, 5]) {
  console.log(`at ${x}: table ${s.cumulativeStdNormalProbability(x)}, by erf ${(0.5 + s.errorFunction(x / Math.sqrt(2)) / 2).toFixed(7)}`);
}
console.log("quantile of 0.975:", s.probit(0.975).toFixed(4));
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
