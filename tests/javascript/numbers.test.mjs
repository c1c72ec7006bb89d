// What people type is read as numbers, in the fields of figures as in answer boxes, and numbers are written for people.

import assert from "node:assert/strict";
import test from "node:test";
import { loaded } from "./sources.mjs";

const { number, raised, show } = await loaded("course/numbers.js", "course/widgets/parts.js");
const { spelled } = await loaded("course/numbers.js", "course/exercises/question.js");

const READ = [["0.5", 0.5], ["0,5", 0.5], [",5", 0.5], ["5.", 5], ["−3", -3], ["- 1", -1], ["+2", 2], ["1/3", 1 / 3], [" 1 / 4 ", 0.25], ["1e-3", 1e-3],
  ["−1,5E2", -150], ["1,5/2,5", 0.6], ["007", 7], ["½", 0.5], ["−⅔", -2 / 3], ["⅞", 0.875], ["⅒", 0.1], ["1⁄4", 0.25], ["3÷4", 0.75], ["2·10⁻³", 0.002], ["10^-2", 0.01], ["√2", Math.sqrt(2)], ["2 ln 2", 2 * Math.log(2)],
  ["50%", 0.5], ["η = 0.3", 0.3], ["≈ 0.3", 0.3], ["(−2)", -2], ["10 000", 10000]];
const REFUSED = ["", " ", "x", "1e", "e1", "1.2.3", "1,2,3", "--1", "0x10", "Infinity", "NaN", "1_000", "1½", "½½", "2x", "1/-3", "1/3/3"];

test("a field reads numbers as they are typed", () => {
  for (const [text, value] of READ) assert.equal(number(text), value, text);
});

test("a field refuses what is no number", () => {
  for (const text of REFUSED) assert.ok(Number.isNaN(number(text)), text);
});

test("an answer box reads whatever a field reads, as the same number", () => {
  for (const [text, value] of READ) assert.equal(spelled(text), value, text);
});

test("numbers are shown with the digits that are asked for", () => {
  const shown = [[0.12345678, "0.1235"], [-0.5, "−0.5000"], [0, "0.0000"], [-0, "0.0000"], [1234567, "1.23·10⁶"], [0.00001234, "1.23·10⁻⁵"],
    [Infinity, "too large"], [-Infinity, "too large, negative"], [NaN, "undefined"]];
  for (const [x, text] of shown) assert.equal(show(x), text);
  assert.equal(show(0.999951, 4), "1.0000");
  assert.equal(show(2, 0), "2");
  assert.equal(raised(-102), "⁻¹⁰²");
});
