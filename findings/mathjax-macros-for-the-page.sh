#!/usr/bin/env bash
# A macro defined in one formula: MathJax keeps it for the rest of the page, KaTeX forgets it.
#
# Guess:      a formula is a group, as in LaTeX, so a definition inside ends with it, unless it says
#             global.
# Behaviour:  in MathJax \def\sigma{S} in one formula changes every \sigma below it, and \newcommand
#             serves all later formulas, but none above; in KaTeX each formula starts afresh, and a
#             macro of the formula before is undefined.
# Versions:   Node.js 20; katex 0.19.1, mathjax-full 3.2.2
# Matters:    a course written against one of the two (Jupyter and Jupyter Book use MathJax, many
#             sites and VS Code KaTeX) shows red names or wrong letters in the other; with lazy
#             typesetting, the order of scrolling decides.
# Documented: MathJax: yes. KaTeX: yes, with an option to share.
# Output:
#   formulas: \sigma   \def\sigma{S}\sigma   \sigma   \newcommand{\loss}{L}\loss   \loss
#   MathJax:  σ   S   S   L   L
#   KaTeX:    σ   S   σ   L   \loss
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts katex@0.19.1 mathjax-full@3.2.2
node - >seen <<'NODE'
const katex = require("katex");
const { mathjax } = require("mathjax-full/js/mathjax.js");
const { TeX } = require("mathjax-full/js/input/tex.js");
const { liteAdaptor } = require("mathjax-full/js/adaptors/liteAdaptor.js");
const { RegisterHTMLHandler } = require("mathjax-full/js/handlers/html.js");
const { SerializedMmlVisitor } = require("mathjax-full/js/core/MmlTree/SerializedMmlVisitor.js");
const { STATE } = require("mathjax-full/js/core/MathItem.js");
require("mathjax-full/js/input/tex/newcommand/NewcommandConfiguration.js");
require("mathjax-full/js/input/tex/noundefined/NoUndefinedConfiguration.js");

RegisterHTMLHandler(liteAdaptor());
const letters = (mathml) => mathml.replace(/<annotation[^]*/, "").replace(/<[^>]*>|\s/g, "").replace("&#x3C3;", "σ");
const formulas = ["\\sigma", "\\def\\sigma{S}\\sigma", "\\sigma", "\\newcommand{\\loss}{L}\\loss", "\\loss"];
const page = mathjax.document("", { InputJax: new TeX({ packages: ["base", "newcommand", "noundefined"] }) });

const visitor = new SerializedMmlVisitor();
console.log("formulas:", formulas.join("   "));
console.log("MathJax: ", formulas.map((f) => letters(visitor.visitTree(page.convert(f, { end: STATE.CONVERT })))).join("   "));
console.log("KaTeX:   ", formulas.map((f) => letters(katex.renderToString(f, { output: "mathml", throwOnError: false }))).join("   "));
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
