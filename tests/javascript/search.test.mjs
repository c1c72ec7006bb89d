// What the search shows of a page: formulas on one line, and excerpts that are cut between words and name what was found.

import assert from "node:assert/strict";
import test from "node:test";
import { run } from "./sources.mjs";

globalThis.Search = {}; // Sphinx's, which the script adds to
run("course/site/static/search.js");
const { line, excerpt } = globalThis.bookSearch;

/** A tree as the search sees it, of ["msup", ["mi", "x"], ["mn", "2"]]. */
const tree = ([localName, ...parts]) => (Array.isArray(parts[0])
  ? { localName, children: parts.map(tree), textContent: "" } : { localName, children: [], textContent: parts[0] ?? "" });
const mi = (name) => ["mi", name], mn = (number) => ["mn", number], mo = (sign) => ["mo", sign], row = (...parts) => ["mrow", ...parts];

const FORMULAS = [
  ["½", ["mfrac", mn("1"), mn("2")]],
  ["5/12", ["mfrac", mn("5"), mn("12")]],
  ["(a + b)/n", ["mfrac", row(mi("a"), mo("+"), mi("b")), mi("n")]],
  ["∂C/∂w₁", ["mfrac", row(mi("∂"), mi("C")), row(mi("∂"), ["msub", mi("w"), mn("1")])]],
  ["x² − 1", row(["msup", mi("x"), mn("2")], mo("−"), mn("1"))],
  ["10⁻⁸", ["msup", mn("10"), row(mo("−"), mn("8"))]],
  ["δ_dj", ["msub", mi("δ"), row(mi("d"), mi("j"))]],
  ["σ′(z)", row(["msup", mi("σ"), mo("′")], mo("("), mi("z"), mo(")"))],
  ["ŷ = 0.5", row(["mover", mi("y"), mo("^")], mo("="), mn("0.5"))],
  ["w = −1", row(mi("w"), mo("="), mo("−"), mn("1"))],
  ["√(1 + h)", ["msqrt", mn("1"), mo("+"), mi("h")]],
  ["ln x", row(mi("ln"), mi("x"))],
];
for (const [wanted, formula] of FORMULAS) {
  test(`a formula is read as ${wanted}`, () => assert.equal(line(tree(["math", formula])), wanted));
}

const TEXT = `${"One sentence stands before the other. ".repeat(9)}Here the deltas are small,\n  and a delta is ½ of it. ${"What follows is long. ".repeat(20)}`;

test("an excerpt is cut between words, and what was found is marked whole", () => {
  const pieces = excerpt(TEXT, ["delta"]), whole = pieces.map(([part]) => part).join("");
  assert.deepEqual(pieces.filter(([, found]) => found).map(([part]) => part), ["deltas", "delta"]);
  assert.match(whole, /^… \S+ .*small, and a delta is ½ of it\. .* …$/);
  assert.ok(whole.length < 260 && TEXT.replace(/\s+/g, " ").includes(` ${whole.slice(2, -2)} `));
});

test("a word is found where it begins, and a text without it is shown from its start", () => {
  assert.deepEqual(excerpt("A close loss", ["los"]), [["A close ", false], ["loss", true]]);
  assert.deepEqual(excerpt("Nothing here", ["delta"]), [["Nothing here", false]]);
  assert.deepEqual(excerpt("a (b) c", ["(b"]), [["a ", false], ["(b", true], [") c", false]]);
});
