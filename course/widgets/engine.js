// Layered networks for the moving figures: the counterpart of nnlib.activations, losses, network and training.
//
// A sample is a row: X is an array of D rows. theta is one flat array, laid out as in Python: W¹ row by row, b¹, W², …
// Layers are counted as in the book, so Z[l], A[l], delta[l], W[l] and b[l] belong to layer l, and A[0] is X.

/**
 * @typedef {number[][]} Rows one row for each sample, or for each neuron that a layer begins with
 * @typedef {Record<number, Rows>} ByLayer
 * @typedef {{W: ByLayer, b: Record<number, number[]>}} Parts
 * @typedef {{f: (z: number) => number, prime: (z: number) => number}} Activation
 * @typedef {{cost: (yHat: Rows, Y: Rows) => number, grad: (yHat: Rows, Y: Rows) => Rows}} Loss
 * @typedef {{sizes: number[], phi: Record<number, Activation>}} Net
 * @typedef {{Z: ByLayer, A: ByLayer}} Passed
 * @typedef {(theta: number[]) => {cost: number, grad: number[]}} Objective
 * @typedef {{k: number, theta?: number[], cost?: number, grad?: number[], diverged?: boolean}} Step
 */

/** @type {(z: number) => number} */
const expMinusAbs = (z) => Math.exp(-Math.abs(z)); // at most 1, so that nothing built from it overflows
/** @type {(z: number) => number} */
const sigma = (z) => (z >= 0 ? 1 : expMinusAbs(z)) / (1 + expMinusAbs(z));
/** @type {(z: number) => number} */
const cosh2 = (z) => { const e2 = expMinusAbs(z) ** 2; return 4 * e2 / (1 + e2) ** 2; };

/** φ and φ′, both of the pre-activation z; at its kink relu's derivative is taken to be 0.
 *  @satisfies {Record<string, Activation>} */
export const activations = {
  identity: { f: (z) => z, prime: () => 1 },
  sigmoid: { f: sigma, prime: (z) => expMinusAbs(z) / (1 + expMinusAbs(z)) ** 2 },
  softplus: { f: (z) => Math.max(z, 0) + Math.log1p(expMinusAbs(z)), prime: sigma },
  tanh: { f: Math.tanh, prime: cosh2 },
  relu: { f: (z) => Math.max(z, 0), prime: (z) => (z > 0 ? 1 : 0) },
};

/** @type {(numbers: number[]) => number} */
export const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
/** @type {(Y: Rows, term: (d: number, k: number, y: number) => number) => number} */
const sumOver = (Y, term) => sum(Y.map((row, d) => sum(row.map((y, k) => term(d, k, y)))));

/** C = c ΣΣ (ŷ − y)², and its gradient; the factor c depends on D samples and K outputs.
 *  @type {(c: (D: number, K: number) => number) => Loss} */
const squaredError = (c) => ({
  cost: (yHat, Y) => c(Y.length, Y[0].length) * sumOver(Y, (d, k, y) => (y - yHat[d][k]) ** 2),
  grad: (yHat, Y) => Y.map((row, d) => row.map((y, k) => 2 * c(Y.length, row.length) * (yHat[d][k] - y))),
});

/** Each row z turned into e^z_k / Σ e^z_j, with the largest exponent shifted to 0.
 *  @type {(Z: Rows) => Rows} */
export const softmax = (Z) => Z.map((z) => {
  const e = z.map((entry) => Math.exp(entry - Math.max(...z)));
  return e.map((entry) => entry / sum(e));
});

/** @type {(z: number[]) => number} */
const logSumExp = (z) => Math.max(...z) + Math.log(sum(z.map((entry) => Math.exp(entry - Math.max(...z)))));

/** @satisfies {Record<string, Loss>} */
export const losses = {
  sse: squaredError(() => 1),
  half_sse: squaredError(() => 1 / 2),
  mse: squaredError((D) => 1 / D),
  half_mse: squaredError((D) => 1 / (2 * D)),
  mean_squared: squaredError((D, K) => 1 / (D * K)),
  cross_entropy: { // on the logits z of an identity output
    cost: (Z, Y) => sumOver(Y, (d, k, y) => y * (logSumExp(Z[d]) - Z[d][k])) / Y.length,
    grad: (Z, Y) => softmax(Z).map((row, d) => row.map((p, k) => (p - Y[d][k]) / Y.length)),
  },
};

/** The number of parameters of a network of these widths.
 *  @type {(sizes: number[]) => number} */
export const count = (sizes) => sum(sizes.slice(1).map((m, k) => sizes[k] * m + m));

/** W[l], n_{l−1} rows of n_l, and b[l], for l = 1 … L, from the flat theta.
 *  @type {(sizes: number[], theta: number[]) => Parts} */
export function unpack(sizes, theta) {
  const W = {}, b = {};
  let start = 0;
  for (let l = 1; l < sizes.length; l++) {
    const n = sizes[l - 1], m = sizes[l];
    W[l] = Array.from({ length: n }, (_, i) => theta.slice(start + i * m, start + (i + 1) * m));
    b[l] = theta.slice(start + n * m, start + n * m + m);
    start += n * m + m;
  }
  return /** @type {Parts} */ ({ W, b });
}

/** The flat array of W and b: what unpack takes apart.
 *  @type {(parts: Parts) => number[]} */
export const pack = ({ W, b }) => Object.keys(W).flatMap((l) => [...W[l].flat(), ...b[l]]);

/** Z[1 … L] and A[0 … L] of the network net = {sizes, phi}, where phi[l] is the activation of layer l.
 *  @type {(net: Net, theta: number[], X: Rows) => Passed} */
export function forward(net, theta, X) {
  const { W, b } = unpack(net.sizes, theta), Z = {}, A = { 0: X };
  for (let l = 1; l < net.sizes.length; l++) {
    Z[l] = A[l - 1].map((a) => b[l].map((bias, j) => sum(a.map((a_i, i) => a_i * W[l][i][j])) + bias));
    A[l] = Z[l].map((z) => z.map(net.phi[l].f));
  }
  return /** @type {any} */ ({ Z, A });
}

/** delta[l] = ∂C/∂Z^l and the gradient as W[l] and b[l], by the four equations of the book.
 *  @type {(net: Net, theta: number[], passed: Passed, Y: Rows, loss: Loss) => {delta: ByLayer, grad: Parts}} */
export function backward(net, theta, { Z, A }, Y, loss) {
  const { W } = unpack(net.sizes, theta), L = net.sizes.length - 1;
  /** @type {(rows: Rows, l: number) => Rows} */
  const times = (rows, l) => rows.map((row, d) => row.map((g, j) => g * net.phi[l].prime(Z[l][d][j])));
  /** @type {ByLayer} */
  const delta = { [L]: times(loss.grad(A[L], Y), L) }; // (1)
  for (let l = L - 1; l > 0; l--) { // (2)
    delta[l] = times(delta[l + 1].map((row) => W[l + 1].map((w_i) => sum(w_i.map((w_ij, j) => row[j] * w_ij)))), l);
  }
  /** @type {Parts} */
  const grad = { W: {}, b: {} };
  for (let l = 1; l <= L; l++) {
    grad.W[l] = W[l].map((w_i, i) => w_i.map((_, j) => sum(delta[l].map((row, d) => A[l - 1][d][i] * row[j])))); // (3)
    grad.b[l] = delta[l][0].map((_, j) => sum(delta[l].map((row) => row[j]))); // (4)
  }
  return { delta, grad };
}

/** θ ↦ {cost, grad}, both at θ on the samples X, Y, which is what descend walks down.
 *  @type {(net: Net, X: Rows, Y: Rows, loss: Loss) => Objective} */
export const objective = (net, X, Y, loss) => (theta) => {
  const passed = forward(net, theta, X);
  return { cost: loss.cost(passed.A[net.sizes.length - 1], Y), grad: pack(backward(net, theta, passed, Y, loss).grad) };
};

/** The steps 0 … `steps` of θ ← θ − η ∇C(θ), each {k, theta, cost, grad}.
 *
 *  Where the numbers stop being finite the last one is {k, diverged: true} and nothing follows.
 *  @type {(f: Objective, theta: number[], eta: number, steps: number) => Step[]} */
export function descend(f, theta, eta, steps) {
  /** @type {Required<Omit<Step, "diverged">>[]} */
  const path = [];
  for (let k = 0; k <= steps; k++) {
    if (k > 0) theta = theta.map((t, p) => t - eta * path[k - 1].grad[p]);
    const { cost, grad } = f(theta);
    if (![...theta, cost, ...grad].every(Number.isFinite)) return [...path, { k, diverged: true }];
    path.push({ k, theta, cost, grad });
  }
  return path;
}
