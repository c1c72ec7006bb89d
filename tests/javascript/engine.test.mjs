// The engine of the figures against arithmetic that shares nothing with it. That it computes what nnlib computes is in
// tests/test_javascript_engine.py.

import assert from "node:assert/strict";
import test from "node:test";
import { loaded } from "./sources.mjs";

const { activations, count, descend, losses, objective, pack, softmax, unpack } = await loaded("course/widgets/engine.js");

/** Numbers from −1 to 1 that are the same on every machine. */
function numbers(n, seed) {
  let state = seed;
  return Array.from({ length: n }, () => {
    state = (state * 16807) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  });
}

const SIZES = [3, 4, 2];
const rows = (n, seed) => [0, 1, 2].map((d) => numbers(n, seed + d));

for (const name of Object.keys(losses)) {
  for (const phi of ["sigmoid", "softplus", "tanh"]) { // relu has a kink, beside which differences are no slopes
    test(`the gradient of ${name} through ${phi} is the slope of the cost`, () => {
      const last = name === "cross_entropy" ? "identity" : phi;
      const Y = name === "cross_entropy" ? [[1, 0], [0, 1], [1, 0]] : rows(2, 5);
      const f = objective({ sizes: SIZES, phi: { 1: activations[phi], 2: activations[last] } }, rows(3, 2), Y, losses[name]);
      const theta = numbers(count(SIZES), 9), { grad } = f(theta), h = 1e-5;
      theta.forEach((t, p) => {
        const at = (x) => f(theta.map((old, q) => (q === p ? x : old))).cost;
        const slope = (at(t + h) - at(t - h)) / (2 * h); // off by h² times a third derivative, and 1e-16/h of rounding
        assert.ok(Math.abs(slope - grad[p]) < 1e-8, `${p}: ${slope} and ${grad[p]}`);
      });
    });
  }
}

test("a derivative is the slope of its activation", () => {
  for (const [name, { f, prime }] of Object.entries(activations)) {
    for (const z of [-3.2, -0.7, 0.4, 2.9]) {
      assert.ok(Math.abs((f(z + 1e-5) - f(z - 1e-5)) / 2e-5 - prime(z)) < 1e-8, `${name} at ${z}`);
    }
  }
});

test("theta comes out of its parts as it went in", () => {
  const theta = numbers(count(SIZES), 3), { W, b } = unpack(SIZES, theta);
  assert.deepEqual([W[1].length, W[1][0].length, b[1].length, W[2].length, W[2][0].length, b[2].length], [3, 4, 4, 4, 2, 2]);
  assert.equal(W[2][1][0], theta[3 * 4 + 4 + 2]);
  assert.deepEqual(pack({ W, b }), theta);
});

test("softmax gives shares, whatever is added to all", () => {
  const [p, q] = softmax([[1, 2, 3], [1001, 1002, 1003]]);
  assert.ok(Math.abs(p.reduce((a, b) => a + b) - 1) < 1e-15 && p[0] < p[1] && p[1] < p[2]);
  p.forEach((share, k) => assert.ok(Math.abs(share - q[k]) < 1e-15));
});

test("descent of a parabola shrinks by the factor that it should, or says where it ends", () => {
  const parabola = ([t]) => ({ cost: t * t, grad: [2 * t] });
  assert.deepEqual(descend(parabola, [1], 0.25, 3).map(({ theta }) => theta[0]), [1, 0.5, 0.25, 0.125]);
  const last = descend(parabola, [1], 100, 500).at(-1);
  assert.equal(last.diverged, true);
  assert.ok(199 ** (2 * last.k) > Number.MAX_VALUE && 199 ** (2 * (last.k - 1)) < Number.MAX_VALUE);
});
