// The slopes of libraries: a curve, a point of it, and a line through the point for each slope that a library gave there.
import { scientific } from "../more.js";
import { chart, handle } from "../charts.js";
import { choice, html, put, show, stage, svg, voice } from "../parts.js";

const ramp = (/** @type {number} */ x) => Math.max(x, 0), BOTH = { x: [-2.4, 2.4], y: [-1.2, 2.4] };

/** The curves of course.widgets.corners with what is shown of them; one without a window is drawn near its point, in units of its slope. */
export const curves = {
  relu: { f: ramp, ...BOTH }, maximum: { f: ramp, ...BOTH }, exchanged: { f: ramp, ...BOTH }, clamp: { f: ramp, ...BOTH }, where: { f: ramp, ...BOTH },
  abs: { f: Math.abs, ...BOTH }, clip: { f: (x) => Math.min(1, Math.max(-1, x)), x: [-2.4, 2.4], y: [-1.8, 1.8] }, norm: { f: Math.abs, ...BOTH },
  logaddexp: { f: (x) => Math.log(Math.exp(x) + Math.E), x: [-2.4, 4.4], y: [-0.6, 4.6] }, power: { f: () => 1, x: [-2.4, 2.4], y: [-0.6, 2.4] },
  root: { f: (x) => Math.sqrt(ramp(x)), x: [-2.4, 4.4], y: [-1, 2.6] }, product: { f: (x) => 6 * x, x: [-2.4, 2.4], y: [-14, 14] },
  running: { f: (x) => 2 + 8 * x, x: [-2.4, 2.4], y: [-17, 21] }, sigmoid: {}, sigmoid32: {},
};

/** (σ(x) − σ(at)) / σ′(at), in which nothing is subtracted but exponents. */
export const near = (at, x) => -Math.expm1(at - x) * (1 + Math.exp(-at)) / (1 + Math.exp(-x));

/** At one point: where it is, what is true there, and the libraries by their answer, numbers first, from the largest down.
 *  @param {Record<string, any>} state */
export function compute({ curve, place, _places, _sides, _answers }) {
  const x = _places[curve][place], [left, right] = _sides[curve][place], groups = new Map();
  for (const [name, values] of Object.entries(_answers[curve])) {
    const answer = String(values[place]).endsWith("Error") ? "refuses" : values[place];
    groups.set(answer, [...groups.get(answer) ?? [], name]);
  }
  const judged = (answer) => {
    if (typeof answer === "string") return answer === "refuses" ? "refuses" : "no number";
    if (left !== right) return answer >= Math.min(left, right) && answer <= Math.max(left, right) ? "a subgradient" : "wrong";
    return Math.abs(answer - left) <= 1e-3 * Math.abs(left) ? "right" : "wrong";
  };
  const rank = ({ answer }) => (typeof answer === "number" ? -answer : 1e9); // words come last
  const first = (/** @type {string} */ a, /** @type {string} */ b) => (a < b ? -1 : 1), before = (a, b) => first(a.toLowerCase(), b.toLowerCase());
  return { x, left, right, groups: [...groups].map(([answer, names]) => ({ answer, names: names.sort(before), verdict: judged(answer) }))
    .sort((a, b) => rank(a) - rank(b) || first(a.answer, b.answer)) };
}

/** A slope for people. */
const spelled = (v) => (typeof v === "string" ? v : v === 0.5 ? "½" : v && Math.abs(v) < 1e-3 ? scientific(v) : show(v, 4).replace(/\.?0+$/, ""));

export default { render({ model, el }) {
  const NAMES = ["curve", "place", "library", "_places", "_sides", "_answers", "_calls", "_versions"];
  const state = () => Object.fromEntries(NAMES.map((name) => [name, model.get(name)]));
  const bounds = model.get("_bounds"), said = voice();
  const list = (name, label, options = bounds[name].options) => choice({ label, options, set: (value) => put(model, { [name]: name === "place" ? +value : value }) });
  const controls = { curve: list("curve", "Function"), place: list("place", "Point", [0, 1, 2, 3, 4, 5, 6].map((k) => [k, k])), library: list("library", "Library") };
  const readout = html("div", { class: "nn-readout nn-row" }), call = html("p", { class: "nn-call" }), answers = html("table", { class: "nn-answers" });

  const view = chart({ label: "The curve and the slopes", ratio: 0.6, draw(c) {
    const s = state(), n = compute(s), { f, x: window, y } = curves[s.curve], unit = f ? 1 : n.left;
    const value = f ?? ((/** @type {number} */ x) => near(n.x, x)), [a, b] = window ?? [n.x - 1.5, n.x + 1.5], [low, high] = y ?? [-2, 2], y0 = value(n.x);
    c.axes({ x: [a, b], y: [low, high], xName: "x", yName: f ? "f(x)" : "in units of the slope" });
    c.path(Array.from({ length: 201 }, (_, k) => a + (b - a) * k / 200).map((x) => [x, value(x)]), { stroke: "var(--nn-forward)", "stroke-width": 4, opacity: 0.75 });
    for (const { answer, names, verdict } of n.groups) {
      if (typeof answer !== "number") continue;
      const chosen = names.includes(s.library), slope = answer / unit, colour = verdict === "wrong" ? "wrong" : "backward";
      c.path([a, b].map((x) => [x, y0 + slope * (x - n.x)]), { stroke: `var(--nn-${colour})`, "stroke-width": chosen ? 3 : 1.8, "stroke-dasharray": chosen ? null : "6 5" });
      const side = b - n.x > n.x - a ? 1 : -1, room = side * slope > 0 ? high - y0 : y0 - low, reach = side > 0 ? b - n.x : n.x - a;
      const far = side * Math.min(0.86 * reach, 0.86 * room / Math.max(Math.abs(slope), 1e-9));
      c.inside.append(svg("text", { x: c.x(n.x + far), y: c.y(y0 + slope * far) - 7, "text-anchor": side > 0 ? "end" : "start", class: "nn-named" }, spelled(answer)));
    }
    grip.update();
  } });
  const KEY = 1e-6; // the points are no even steps apart, so a key asks for a tiny one and gets the next point
  const grip = handle(view, { name: "the point", steps: [KEY, 0], get: () => {
    const s = state(), { f } = curves[s.curve], { x } = compute(s);
    return [x, f ? f(x) : 0];
  }, set: (to) => {
    const s = state(), places = s._places[s.curve], gaps = places.map((x) => Math.abs(x - to)), by = to - places[s.place];
    const next = Math.min(places.length - 1, Math.max(0, s.place + Math.sign(by)));
    put(model, { place: Math.abs(by) < 100 * KEY ? next : curves[s.curve].f ? gaps.indexOf(Math.min(...gaps)) : s.place });
  }, text: () => `x is ${spelled(compute(state()).x)}` });

  function draw() {
    const s = state(), n = compute(s), one = n.groups.find(({ names }) => names.includes(s.library));
    for (const name of ["curve", "library"]) controls[name].update(s[name]);
    controls.place.element.querySelectorAll("option").forEach((option, k) => { option.textContent = `x = ${spelled(s._places[s.curve][k])}`; });
    controls.place.update(String(s.place));
    view.draw();
    const smooth = n.left === n.right, version = s._versions[s.library] ? `${s.library} ${s._versions[s.library]}` : s.library;
    readout.replaceChildren(...[["x", "", `x = ${show(n.x, 2)}`], ["slope", "forward", smooth ? `true slope ${spelled(n.left)}` : `slopes ${spelled(n.left)} to the left, ${spelled(n.right)} to the right`],
      ["answer", "backward", one ? `${s.library}: ${spelled(one.answer)}, ${one.verdict}` : `${s.library} has no such function`]].map(([name, look, text]) => html("span", { class: look, "data-name": name }, text)));
    call.replaceChildren(...(s._calls[s.curve][s.library] ? [`${version}: `, html("code", {}, s._calls[s.curve][s.library])] : [version]));
    answers.replaceChildren(html("tr", {}, ["slope", "it is", "libraries"].map((text) => html("th", { scope: "col" }, text))),
      ...n.groups.map(({ answer, names, verdict }) => html("tr", {}, html("td", {}, names.includes(s.library) ? html("b", {}, spelled(answer)) : spelled(answer)),
        html("td", { class: verdict === "wrong" || verdict === "no number" ? "nn-other" : null }, verdict), html("td", {}, names.join("; ")))));
    const given = n.groups.map(({ answer, names }) => `${spelled(answer)} from ${names.length}`).join(", ");
    said.tell(`At x = ${spelled(n.x)} ${smooth ? `the curve is smooth, with the slope ${spelled(n.left)}` : `there is a corner: every slope from ${spelled(n.left)} to ${spelled(n.right)} is a subgradient`}. Given: ${given}.`);
  }

  return stage(el, model, draw, html("div", { class: "nn-row" }, controls.curve.element, controls.place.element, controls.library.element), view.element, readout, call,
    html("div", { class: "nn-among" }, answers), said.element);
} };
