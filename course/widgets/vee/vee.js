// The V of a difference: the error of a quotient against its step, the two straight branches, and the digits that are lost.
import { scientific } from "../more.js";
import { chart, handle } from "../charts.js";
import { choice, html, put, raised, show, slider, stage, svg, voice } from "../parts.js";

/** The functions of course.widgets.vee; `r` rounds each operation to the chosen precision. */
export const curves = {
  cube: { f: (w, r) => r(r(w * w) * w), derivatives: (w) => [3 * w * w, 6 * w, 6] },
  bell: { f: (w, r) => r(1 / r(1 + r(w * w))), derivatives: (w) => [-2 * w / (1 + w * w) ** 2,
    (6 * w * w - 2) / (1 + w * w) ** 3, 24 * w * (1 - w * w) / (1 + w * w) ** 4] },
  root: { f: (w, r) => r(Math.sqrt(w)), derivatives: (w) => [1 / (2 * Math.sqrt(w)), -1 / (4 * w * Math.sqrt(w)), 3 / (8 * w * w * Math.sqrt(w))] },
};
const PRECISIONS = { float64: [Number, 2 ** -52, 17], float32: [Math.fround, 2 ** -23, 9] };
const FLOOR = 1e-17; // an error of 0 has no place on a logarithmic axis

/** For one step: the two values, the quotient, its error, and the two branches.
 *  @param {Record<string, any>} state
 *  @param {number} k */
export function at({ curve, w, kind, precision }, k) {
  const [r, eps] = PRECISIONS[precision], { f, derivatives } = curves[curve], h = 2 ** -k, x = r(w), central = kind === "central";
  const up = f(r(x + h), r), down = f(central ? r(x - h) : x, r), quotient = r(r(up - down) / (central ? 2 * h : h));
  const [slope, second, third] = derivatives(x), size = Math.abs(f(x, Number));
  return { h, up, down, quotient, slope, error: Math.abs(quotient - slope), gone: r(x + h) === x,
    branches: central ? [Math.abs(third) / 6 * h * h, eps * size / h] : [Math.abs(second) / 2 * h, 2 * eps * size / h] };
}

export default { render({ model, el }) {
  const state = () => Object.fromEntries(["curve", "w", "k", "kind", "precision"].map((name) => [name, model.get(name)]));
  const bounds = model.get("_bounds"), said = voice(), { least, most } = bounds.k;
  const ks = Array.from({ length: most - least + 1 }, (_, i) => least + i);
  const pick = (name, label) => choice({ label, options: bounds[name].options, set: (value) => put(model, { [name]: value }) });
  const controls = { k: slider({ label: "binary places of the step", symbol: "k", ...bounds.k, step: 1, tell: said.tell, set: (k) => put(model, { k }) }),
    w: slider({ label: "point w", symbol: "w", ...bounds.w, step: 0.01, tell: said.tell, set: (w) => put(model, { w }) }),
    curve: pick("curve", "Function"), kind: pick("kind", "Quotient"), precision: pick("precision", "Numbers") };
  const values = html("div", { class: "nn-digits" }), readout = html("div", { class: "nn-readout nn-row" });
  const logged = (error) => Math.max(error, FLOOR);

  const view = chart({ label: "The error against the step", ratio: 0.68, draw(c) {
    const s = state(), all = ks.map((k) => at(s, k));
    c.axes({ x: [-most, -least], y: [FLOOR, 10], xName: "log₂ h", yName: "error", log: true });
    ["forward", "backward"].forEach((colour, b) => { // truncation falls to the left, rounding to the right
      const line = ks.map((k, i) => [-k, all[i].branches[b]]).filter(([, y]) => y > FLOOR / 100 && y < 1000);
      if (!line.length) return;
      c.path(line, { stroke: `var(--nn-${colour})`, "stroke-width": 1.6, "stroke-dasharray": "6 4" });
      const inside = line.filter(([, y]) => y > 1e-16 && y < 0.5), [x, y] = inside[Math.floor(inside.length * (b ? 0.9 : 0.08))] ?? line[0];
      c.inside.append(svg("text", { x: c.x(x) + (b ? 8 : -8), y: c.y(y) - 8, "text-anchor": b ? "start" : "end", class: `${colour} nn-named` }, b ? "rounding" : "truncation"));
    });
    c.path(ks.map((k, i) => [-k, logged(all[i].error)]), { stroke: "currentColor", "stroke-width": 1, opacity: 0.35 });
    ks.forEach((k, i) => c.inside.append(svg("circle", { cx: c.x(-k), cy: c.y(logged(all[i].error)), r: 2.6, fill: "currentColor" })));
    grip.update();
  } });
  const grip = handle(view, { name: "the step", steps: [1, 0], get: () => [-model.get("k"), logged(at(state(), model.get("k")).error)],
    set: (x) => put(model, { k: Math.min(most, Math.max(least, Math.round(-x))) }),
    text: () => `h is 2 to the minus ${model.get("k")}, error ${scientific(at(state(), model.get("k")).error)}` });

  function draw() {
    const s = state(), n = at(s, s.k), digits = PRECISIONS[s.precision][2], texts = [n.up, n.down].map((v) => v.toPrecision(digits));
    for (const [name, control] of Object.entries(controls)) control.update(s[name]);
    view.draw();
    let same = 0;
    while (same < texts[0].length && texts[0][same] === texts[1][same]) same++;
    const minus = s.kind === "central" ? "f(w − h)" : "f(w)";
    values.replaceChildren(...["f(w + h)", minus].map((name, i) => html("div", {}, html("span", {}, `${name} = `),
      html("span", { class: "nn-same" }, texts[i].slice(0, same)), html("b", {}, texts[i].slice(same)))));
    readout.replaceChildren(...[["h", "parameter", `h = 2${raised(-s.k)} = ${scientific(n.h)}`], ["quotient", "forward", `quotient ${show(n.quotient, 10)}`],
      ["slope", "", `derivative ${show(n.slope, 10)}`], ["error", "backward", `error ${scientific(n.error)}`]].map(([name, look, text]) =>
      html("span", { class: look, "data-name": name }, text)));
    const [truncation, rounding] = n.branches;
    const means = n.gone ? "In these numbers w + h is w: the step is gone."
      : truncation > 4 * rounding ? "Nearly all of the error is truncation: a smaller step helps." : rounding > 4 * truncation
        ? "Most of what can go wrong is rounding: a smaller step makes it worse." : "Both branches count alike: this is about the best step.";
    said.tell(`h is 2 to the minus ${s.k}, error ${scientific(n.error)}. ${means}`, means);
  }

  return stage(el, model, draw, view.element, controls.k.element, values, readout,
    html("div", { class: "nn-row" }, controls.kind.element, controls.precision.element, controls.curve.element), controls.w.element, said.element);
} };
