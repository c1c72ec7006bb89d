// What the adapters for Node.js share: the counterpart of probing.py. The catalogue comes as JSON from the driver.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const catalogue = JSON.parse(readFileSync(0, "utf8"));
const load = createRequire(`${process.cwd()}/`); // packages lie in the folder of the environment
const seen = { versions: {}, how: {}, calls: {}, values: {} };

const plain = (value) => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "number") return value;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  return +value.toPrecision(4) + 0;
};

const digits = (value, right, bits) => {
  if (!Number.isFinite(value)) return plain(value);
  if (value === 0) return "zero";
  const error = Math.abs(value / right - 1);
  return error <= 16 * 2 ** (bits === "64" ? -52 : -23) ? "full" : Math.max(0, Math.floor(-Math.log10(error)));
};

const tried = (run) => {
  try {
    return [run(), null];
  } catch (error) {
    return [null, error.constructor.name];
  }
};

const keep = (group, name, value, call) => {
  (seen.values[group] ??= {})[name] = value;
  if (call) (seen.calls[group] ??= {})[name] = call;
};

/** A point with one entry moved. */
const moved = (point, entry, to) => {
  let k = 0;
  return point.map((v) => (Array.isArray(v) ? v.map((w) => (k++ === entry ? to : w)) : k++ === entry ? to : v));
};

/** `gradient(f, point)` gives the slopes as a flat list, at the point and along its line; the calls are functions, kept as they are written. */
const slopes = (gradient, how, calls) => {
  seen.how.slopes = how;
  for (const [name, call] of Object.entries(calls)) {
    const [found, refusal] = tried(() => gradient(call, catalogue.SLOPES[name][0]));
    keep("slopes", name, refusal ?? plain(found), call.toString().replace(/^.*?=> /, ""));
    if (!catalogue.LINES[name]) continue;
    const [entry, places] = catalogue.LINES[name];
    keep("lines", name, places.map((to) => {
      const [slopes, refused] = tried(() => gradient(call, moved(catalogue.SLOPES[name][0], entry, to))[entry]);
      return refused ?? plain(slopes);
    }));
  }
};

const tails = (value, gradient, calls, bits) => {
  for (const [name, [kind, what, point, right]] of Object.entries(catalogue.TAILS)) {
    if (!calls[kind]) continue;
    const [found, refusal] = tried(() => (what === "value" ? value(calls[kind], point) : gradient(calls[kind], point)[0]));
    keep(`tails ${bits}`, name, refusal ?? digits(found, right, bits), calls[kind].toString().replace(/^.*?=> /, ""));
  }
  if (!calls.sigmoid) return;
  keep("lines", `sigmoid in float${bits}`, catalogue.FAR.map((to) => {
    const [slopes, refused] = tried(() => gradient(calls.sigmoid, [to])[0]);
    return refused ?? plain(slopes);
  }));
};

/** `run(P, T)` gives the reported loss and the gradient that is followed by the first prediction. */
const loss = (run, call) => {
  for (const K of [1, 3]) {
    const [P, T] = [catalogue.PREDICTIONS, catalogue.TARGETS].map((rows) => rows.map((row) => row.slice(0, K)));
    const S = P.flat().reduce((sum, p, k) => sum + (p - T.flat()[k]) ** 2, 0), h = 1e-3;
    const moved = (by) => run(P.map((row, d) => row.map((p, k) => p + (d || k ? 0 : by))), T)[0];
    const [[L, g], refusal] = [...tried(() => run(P, T))].map((r, k) => (k || r ? r : [NaN, NaN]));
    keep("loss", `squared error, K = ${K}`, refusal ?? [+(L / S).toFixed(4), +(g / ((moved(h) - moved(-h)) / (2 * h))).toFixed(2)], call);
  }
};

const path = (name, run, call) => {
  const [places, refusal] = tried(run);
  keep("optimisers", name, refusal ?? places.map((w) => +w.toFixed(4) + 0), call);
};

const init = (weights, biases, call) => {
  const n = catalogue.INPUTS, m = catalogue.OUTPUTS, mean = weights.reduce((a, b) => a + b) / weights.length;
  const deviation = Math.sqrt(weights.reduce((a, w) => a + (w - mean) ** 2, 0) / weights.length);
  const ratio = weights.reduce((a, w) => Math.max(a, Math.abs(w)), 0) / deviation, most = biases.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  keep("init", "kind", ratio < 1.8 ? "uniform" : ratio < 3 ? "truncated normal" : "normal", call);
  keep("init", "deviation times the root of n_in", +(deviation * Math.sqrt(n)).toFixed(2));
  keep("init", "deviation times the root of (n_in + n_out) / 2", +(deviation * Math.sqrt((n + m) / 2)).toFixed(2));
  keep("init", "largest bias times the root of n_in", +(most * Math.sqrt(n)).toFixed(2));
};

const shapes = (calls, column, row, number) => {
  for (const [name, call] of Object.entries(calls)) {
    const [result, refusal] = tried(() => number(call(column(), row())));
    keep("shapes", name, refusal ? "refuses" : result.shape.join() === "4,4" ? "pairs" : `shape ${result.shape.join(" × ")}`,
      call.toString().replace(/^.*?=> /, ""));
  }
};

const write = () => console.log(JSON.stringify(seen));

module.exports = { catalogue, init, keep, load, loss, path, plain, seen, shapes, slopes, tails, tried, write };
