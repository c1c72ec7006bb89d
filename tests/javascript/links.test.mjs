// The state of a figure in the address of its page: it is read by the bounds that Python gives, and written so that it is read back.

import assert from "node:assert/strict";
import test from "node:test";
import { run } from "./sources.mjs";

run("course/site/static/explorers.js");
const { parse, fragment } = globalThis.bookLinks;

const STATE = {
  key: "explorer-x", eta: 0.1, steps: 3, theta: [1, -2], loss: "mse",
  _bounds: {
    eta: { kind: "number", least: 0.001, most: 2 }, steps: { kind: "whole", least: 0, most: 100 },
    theta: { kind: "numbers", least: -5, most: 5, fewest: 1, longest: 3 }, loss: { kind: "choice", options: [["mse", "mean"], ["sse", "sum"]] },
  },
};
const model = (changes) => ({ get: (name) => ({ ...STATE, ...changes })[name] });

test("a link is read by the bounds of the traits", () => {
  assert.deepEqual(parse("eta=0.5&steps=7&theta=1,-2.5,3e-1&loss=sse", STATE), { eta: 0.5, steps: 7, theta: [1, -2.5, 0.3], loss: "sse" });
  assert.deepEqual(parse("", STATE), {});
});

const REFUSED = {
  "eta=": "eta is “”, expected a number from 0.001 to 2", "eta=x": "eta is “x”", "eta=NaN": "eta is “NaN”", "eta=1e999": "eta is “1e999”",
  "eta=3": "expected a number from 0.001 to 2", "steps=1.5": "expected a whole number from 0 to 100", "steps=101": "expected a whole number",
  "theta=": "theta holds 0 numbers, expected 1 to 3", "theta=1,2,3,4": "theta holds 4 numbers", "theta=1,,2": "theta is “”", "theta=9": "theta is “9”",
  "loss=max": "loss is “max”, expected one of mse, sse", "nothing=1": "this figure has no nothing", "key=other": "this figure has no key",
  "__proto__=1": "this figure has no __proto__", "_bounds=1": "this figure has no _bounds", "%=1": "this figure has no %",
};
for (const [query, words] of Object.entries(REFUSED)) {
  test(`${query} is refused with what was expected`, () => {
    assert.throws(() => parse(query, STATE), (error) => error.message.includes(words));
  });
}

test("a rule about several traits has the last word", () => {
  const problem = ({ steps, theta }) => (steps > theta.length ? `steps is ${steps}, expected at most ${theta.length}` : undefined);
  assert.throws(() => parse("steps=3", STATE, problem), /expected at most 2/);
  assert.deepEqual(parse("steps=3&theta=1,2,3", STATE, problem), { steps: 3, theta: [1, 2, 3] });
});

test("a link holds what differs from the book's state, and is read back", () => {
  assert.equal(fragment(model({}), STATE), "#explorer-x");
  for (const changes of [{ eta: 0.25 }, { theta: [0.5, 1e-7, -5], loss: "sse" }, { steps: 100, theta: [4] }]) {
    const link = fragment(model(changes), STATE);
    assert.ok(link.startsWith("#explorer-x?") && !link.includes("%2C"), link);
    assert.deepEqual(parse(link.split("?")[1], STATE), changes);
  }
});
