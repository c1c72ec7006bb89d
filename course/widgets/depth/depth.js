// Depth: the size of a and of δ layer by layer, and the factor per layer; the end of the line of δ is for the hand.
import { activations, backward, forward, losses } from "../engine.js";
import { scientific } from "../more.js";
import { normals } from "../normals.js";
import { chart, handle } from "../charts.js";
import { choice, html, maths, put, show, slider, stage, svg, voice } from "../parts.js";

const WIDTH = 24, D = 8, TARGET = 10;

/** The sizes of a^0 … a^{L−1} and of δ^1 … δ^L, and by what each layer multiplies the size of δ.
 *  @param {Record<string, any>} state */
export function compute({ activation, gain, layers, seed }) {
  const sizes = Array(layers + 1).fill(WIDTH), weights = normals(2 * seed), samples = normals(2 * seed + 1);
  const take = (source, n, scale = 1) => Array.from({ length: n }, () => scale * source.next().value);
  const rows = (scale) => Array.from({ length: D }, () => take(samples, WIDTH, scale));
  const net = { sizes, phi: sizes.map((_, l) => activations[l === layers ? "identity" : activation]) };
  const theta = sizes.slice(1).flatMap(() => [...take(weights, WIDTH * WIDTH, gain / Math.sqrt(WIDTH)), ...Array(WIDTH).fill(0)]);
  const X = rows(1), Y = rows(TARGET), passed = forward(net, theta, X), { delta } = backward(net, theta, passed, Y, losses.mse);
  const size = (M) => Math.hypot(...M.flat()) / Math.sqrt(D * WIDTH);
  const a = Array.from({ length: layers }, (_, l) => size(passed.A[l])), back = Array.from({ length: layers }, (_, l) => size(delta[l + 1]));
  const factors = back.slice(0, -1).map((d, l) => (back[l + 1] ? d / back[l + 1] : null));
  return { a, delta: back, factors, factor: back[layers - 2] ? (back[0] / back[layers - 2]) ** (1 / (layers - 2)) : null };
}

export default { render({ model, el }) {
  const state = () => Object.fromEntries(["activation", "gain", "layers", "seed"].map((name) => [name, model.get(name)]));
  const bounds = model.get("_bounds"), said = voice();
  let known = "", kept;
  const now = () => {
    const key = JSON.stringify(state());
    if (key !== known) [known, kept] = [key, compute(state())];
    return kept;
  };
  const number = (name, label, symbol = name, log = false) => slider({ label, symbol, ...bounds[name], step: log ? 0 : 1, log, tell: said.tell,
    set: (x) => put(model, { [name]: x }) });
  const controls = { gain: number("gain", "initial scale of the weights", "gain", true), layers: number("layers", "layers of weights", "L"),
    seed: number("seed", "seed of the random numbers"), activation: choice({ label: "Activation", options: bounds.activation.options, set: (activation) => put(model, { activation }) }) };
  const power = (size) => (size > 0 ? Math.log10(size) : -99);
  const low = () => Math.min(-12, 6 * Math.floor(Math.min(...[...now().a, ...now().delta].filter((x) => x > 0).map(power)) / 6));
  const high = () => Math.max(6, 6 * Math.ceil(Math.max(...[...now().a, ...now().delta].map(power)) / 6));

  const view = chart({ label: "The size of a and of δ by layer", ratio: 0.62, draw(c) {
    const { a, delta } = now(), L = a.length, [y0, y1] = [low(), high()];
    c.axes({ x: [0, L], y: [y0, y1], xName: "layer l", yName: "size, as a power of ten" });
    const line = (points, colour, dash, mark) => {
      c.path(points, { stroke: `var(--nn-${colour})`, "stroke-width": 2, "stroke-dasharray": dash });
      for (const [x, y] of points) c.inside.append(mark(c.x(x), c.y(y), `var(--nn-${colour})`));
    };
    line(a.map((size, l) => [l, Math.max(y0, power(size))]), "forward", null, (cx, cy, fill) => svg("circle", { cx, cy, r: 3, fill }));
    line(delta.map((size, l) => [l + 1, Math.max(y0, power(size))]), "backward", "6 4", (x, y, fill) => svg("rect", { x: x - 3, y: y - 3, width: 6, height: 6, fill }));
    const name = (text, x, y, colour, up) => c.inside.append(svg("text", { x: c.x(x), y: c.y(y) + (up ? -10 : 20), class: `${colour} nn-named`, "text-anchor": "middle" }, text));
    const half = Math.floor(L / 2), above = power(a[half]) > power(delta[half]);
    name("a, forward", half, Math.max(y0, power(a[half])), "forward", above);
    name("δ, backward", half, Math.max(y0, power(delta[half])), "backward", !above);
    grip.update();
  } });
  // Pulled to a size, the first layer's δ asks for the gain with which each of the layers gives its share of it.
  const grip = handle(view, { name: "the first layer's delta", steps: [0, 0.5], get: () => [1, Math.max(low(), power(now().delta[0]))],
    set: (_, y) => {
      const { delta } = now(), { gain, layers } = state();
      const wanted = delta[0] > 0 ? gain * 10 ** ((y - power(delta[0])) / (layers - 1)) : gain * 1.1;
      put(model, { gain: +Math.min(bounds.gain.most, Math.max(bounds.gain.least, wanted)).toPrecision(4) });
    }, text: () => `size ${scientific(now().delta[0])}, at the scale ${show(model.get("gain"), 3)}` });
  const readout = html("div", { class: "nn-readout nn-row" }), rows = html("tbody");

  function draw() {
    const s = state(), { a, delta, factors, factor } = now();
    for (const [name, control] of Object.entries(controls)) control.update(s[name]);
    view.draw();
    const kinds = factor === null ? "dead" : factor < 0.9 ? "vanishing" : factor > 1.1 ? "exploding" : "level";
    const left = `${scientific(delta[0] / delta[s.layers - 1])} of the output's δ arrives at the first layer`;
    const verdict = { dead: "A whole layer is silent: nothing comes back through it.", vanishing: `Vanishing: ${left}.`,
      exploding: `Exploding: ${scientific(delta[0] / delta[s.layers - 1])} times the output's δ arrives at the first layer.`, level: `Nearly level: ${left}.` }[kinds];
    const between = factors.filter((f) => f !== null).slice(0, -1);
    readout.replaceChildren(...[["factor", "backward", `factor of δ per layer ${factor === null ? "none" : show(factor, 3)}`],
      ["between", "backward", between.length ? `from ${show(Math.min(...between), 3)} to ${show(Math.max(...between), 3)}` : ""]].map(([name, look, text]) => html("span", { class: look, "data-name": name }, text)));
    rows.replaceChildren(...delta.map((size, k) => html("tr", {}, html("th", { scope: "row" }, String(k + 1)),
      [a[k + 1], size, factors[k]].map((x, i) => html("td", {}, x == null ? "" : i === 2 ? show(x, 3) : scientific(x))))));
    said.tell(`${verdict}${factor === null ? "" : ` Each layer back multiplies the size of delta by ${show(factor, 3)}.`}`, verdict);
  }

  return stage(el, model, draw, html("div", { class: "nn-row" }, controls.activation.element), view.element, controls.gain.element, readout, said.element,
    html("div", { class: "nn-columns" }, controls.layers.element, controls.seed.element),
    html("details", {}, html("summary", {}, "The numbers, layer by layer"), html("table", {}, html("thead", {}, html("tr", {},
      html("th", { scope: "col" }, "layer"), html("th", { scope: "col" }, "size of ", maths("a")), html("th", { scope: "col" }, "size of ", maths("δ")), html("th", { scope: "col" }, "factor"))), rows)));
} };
