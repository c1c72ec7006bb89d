// Two softplus neurons: drag the fit, its parts and the data; see the seven derivatives and the descent that follows them.
import { activations, forward } from "../engine.js";
import { chart, handle } from "../charts.js";
import { button, choice, html, maths, put, runner, show, slider, stage, svg, uphill, voice } from "../parts.js";

const softplus = activations.softplus, net = { sizes: [1, 2, 1], phi: { 1: softplus, 2: activations.identity } };
const names = ["w_1", "w_2", "b_1", "b_2", "w_3", "w_4", "b_3"]; // in the order of theta
const spoken = names.map((name) => name.replace("_", " "));
/** @type {[string, number[]][]} */
const groups = [["Neuron 1", [0, 2, 4]], ["Neuron 2", [1, 3, 5]], ["Output", [6]]];
const strokes = {
  level: { stroke: "var(--nn-parameter)", "stroke-width": 1 },
  part1: { stroke: "var(--nn-parameter)", "stroke-width": 2, "stroke-dasharray": "8 4" },
  part2: { stroke: "var(--nn-parameter)", "stroke-width": 2.25, "stroke-dasharray": "2 4" },
  fit: { stroke: "var(--nn-forward)", "stroke-width": 2.75 },
  residual: { stroke: "var(--nn-backward)", "stroke-width": 2.25, "stroke-dasharray": "9 3 2 3" },
};
const meanings = {
  fit: "prediction ŷ, the sum of", part1: "w_3 a_1,", part2: "w_4 a_2 and", level: "b_3", residual: "residual r = y − ŷ",
};

/** What is wrong with a state whose traits are each within their bounds, if anything is. */
export const problem = ({ x, y }) => x.length !== y.length && `x holds ${x.length} numbers and y ${y.length}, expected as many`;

/** C and its seven derivatives, written out as in the chapter: layer by layer would be too slow for 20,000 steps at once. */
export function derivatives([w1, w2, b1, b2, w3, w4, b3], x, y) {
  let cost = 0, dw1 = 0, dw2 = 0, db1 = 0, db2 = 0, dw3 = 0, dw4 = 0, db3 = 0;
  for (let d = 0; d < x.length; d++) {
    const z1 = x[d] * w1 + b1, z2 = x[d] * w2 + b2, a1 = softplus.f(z1), a2 = softplus.f(z2);
    const r = y[d] - (a1 * w3 + a2 * w4 + b3), delta = -2 * r;
    const delta1 = delta * w3 * softplus.prime(z1), delta2 = delta * w4 * softplus.prime(z2);
    cost += r * r;
    dw1 += delta1 * x[d]; dw2 += delta2 * x[d]; db1 += delta1; db2 += delta2;
    dw3 += delta * a1; dw4 += delta * a2; db3 += delta;
  }
  return { cost, grad: [dw1, dw2, db1, db2, dw3, dw4, db3] };
}

/** Gradient descent from theta, kept as far as it has been asked for: thetas[k] and costs[k]. */
function walk(theta, x, y, eta) {
  let { cost, grad } = derivatives(theta, x, y), ended = false;
  const thetas = [theta], costs = [cost];
  /** Goes on to step k; returns k, or the last step before the numbers end. */
  const to = (k) => {
    while (costs.length <= k && !ended) {
      theta = theta.map((t, p) => t - eta * grad[p]);
      ({ cost, grad } = derivatives(theta, x, y));
      ended = ![...theta, cost, ...grad].every(Number.isFinite);
      if (!ended) { thetas.push(theta); costs.push(cost); }
    }
    return Math.min(k, costs.length - 1);
  };
  return { thetas, costs, to };
}

/** The factors of the chain of parameter p: [of, by, the formula, its value for each sample]. */
function chainFactors(p, { theta, x, r, Z, A }) {
  const first = ["C", "ŷ_d", "−2 r_d", r.map((r_d) => -2 * r_d)], ones = x.map(() => 1), j = p % 2, n = j + 1;
  if (p === 6) return [first, ["ŷ_d", "b_3", "1", ones]];
  if (p > 3) return [first, ["ŷ_d", names[p], `a_{d${n}}`, A[1].map((a) => a[j])]];
  return [first, ["ŷ_d", `a_{d${n}}`, names[4 + j], x.map(() => theta[4 + j])],
    [`a_{d${n}}`, `z_{d${n}}`, `σ(z_{d${n}})`, Z[1].map((z) => softplus.prime(z[j]))],
    [`z_{d${n}}`, names[p], ...(p < 2 ? ["x_d", x] : ["1", ones])]];
}

/** A row for each sample, numbered, and their sum in the last column of a last row. */
function sampleTable(formula, heads, columns, total) {
  const row = (head, cells) => html("tr", {}, html("th", { scope: "row" }, head), cells.map((cell) => html("td", {}, cell)));
  return [html("p", {}, maths(`${formula} = ${show(total)}`)), html("table", {},
    html("tr", {}, [maths("d"), ...heads].map((head) => html("th", { scope: "col" }, head))),
    columns[0].map((_, d) => row(String(d + 1), columns.map((column) => show(column[d])))),
    row("sum", columns.map((_, k) => (k === columns.length - 1 ? show(total) : ""))))];
}

function chainTable(p, at) {
  const factors = chainFactors(p, at), columns = factors.map((factor) => factor[3]);
  const terms = at.x.map((_, d) => columns.reduce((product, column) => product * column[d], 1));
  const formula = factors.map((factor) => factor[2]).join(" · ").replace("r_d", "(y_d − ŷ_d)");
  const over = (of, by) => html("span", { class: "nn-fraction" }, maths(`∂${of}`), html("span", {}, "/"), maths(`∂${by}`));
  const heads = factors.map(([of, by, text]) => [over(of, by), maths(text)]);
  return sampleTable(`∂C/∂${names[p]} = Σ_d ${formula}`, [...heads, "product"], [...columns, terms], at.grad[p]);
}

const costTable = ({ x, y, A, r, cost }) => sampleTable("C = Σ_d r_d^2", ["x_d", "y_d", "ŷ_d", "r_d", "r_d^2"].map(maths),
  [x, y, A[2].flat(), r, r.map((r_d) => r_d * r_d)], cost);

/** A line `head` that opens; what `body` gives is built anew while it is open. With a label it can be scrolled sideways.
 *  @param {string} kind
 *  @param {() => any[]} body
 *  @param {{open?: boolean, label?: string}} options */
function disclosure(kind, body, { open, label }) {
  const inside = html("div", label && { class: "nn-inside", tabindex: 0, role: "group", "aria-label": label });
  const update = () => { if (element.open) inside.replaceChildren(...body()); };
  const head = html("summary"), element = html("details", { class: kind, open, ontoggle: update }, head, inside);
  return { element, head, update };
}

export default { render({ model, el }) {
  const bounds = model.get("_bounds"), situations = model.get("_situations"), most = bounds.steps.most;
  const clip = (v, { least, most: top }) => Math.min(top, Math.max(least, v));
  // `at` is what the model says, worked out once for each redraw; only what a hand is doing is kept besides.
  let at, run, walked, chosen = 0, held = null, aside = "";

  function now() {
    const [theta, x, y, rate, steps] = ["theta", "x", "y", "eta", "steps"].map((name) => model.get(name));
    const start = JSON.stringify([theta, x, y, rate]);
    if (start !== walked) [walked, run] = [start, walk(theta, x, y, rate)];
    const k = run.to(steps), here = run.thetas[k], { Z, A } = forward(net, here, x.map((x_d) => [x_d]));
    const r = y.map((y_d, d) => y_d - A[2][d][0]);
    return { k, diverged: k < steps, theta: here, x, y, Z, A, r, ...derivatives(here, x, y) };
  }

  const to = (steps) => { aside = ""; running.stop(); put(model, { steps }); };
  const go = () => {
    const k = Math.min(most, model.get("steps") + Number(model.get("speed")));
    if (at.diverged || at.k === most) return false;
    aside = "";
    put(model, { steps: k });
    return run.to(k) === k && k < most;
  };
  // What a hand changes is where the next descent starts: from here, with the change.
  const anew = (changes, words = "") => {
    const top = bounds.theta.most;
    running.stop();
    aside = at.diverged ? "The descent had diverged; this is its start, with your change. "
      : at.theta.some((t) => Math.abs(t) > top) ? `Parameters that had run beyond ±${top} were set to it. ` : words;
    put(model, { theta: here().map((t) => clip(t, bounds.theta)), ...changes, steps: 0 });
  };
  const here = () => (at.diverged ? model.get("theta") : at.theta); // where the numbers have ended there is no going on
  const turn = (by) => anew({ theta: here().map((t, p) => clip(p in by ? +by[p].toFixed(4) : t, bounds.theta)) });
  const move = (d, x, y) => anew({
    x: at.x.map((v, q) => (q === d ? clip(x, bounds.x) : v)), y: at.y.map((v, q) => (q === d ? clip(y, bounds.y) : v)),
  });
  const add = () => {
    const x = +(at.x.length * 0.618 % 1).toFixed(2), y = +forward(net, at.theta, [[x]]).A[2][0][0].toFixed(2); // golden ratio
    chosen = at.x.length;
    anew({ x: [...at.x, x], y: [...at.y, clip(y, bounds.y)] }, `Point ${chosen + 1} is added at x = ${show(x, 2)}. `);
  };
  const remove = () => {
    const keep = (_, d) => d !== chosen;
    if (at.x.length === bounds.x.fewest) return tell("One point has to stay.");
    anew({ x: at.x.filter(keep), y: at.y.filter(keep) }, `Point ${chosen + 1} is removed. `);
  };

  const said = voice(), tell = said.tell;
  const pick = choice({ label: "Situation", options: [["", "your own"], ...situations], set: (name) => {
    to(0);
    put(model, situations.find((each) => each[0] === name)?.[2] ?? {});
    draw();
  } });
  const eta = slider({ label: "learning rate", symbol: "η", ...bounds.eta, log: true, tell, set: (v) => put(model, { eta: v }) });
  const pace = choice({ label: "Go by", options: bounds.speed.options, set: (speed) => put(model, { speed }) });
  const step = button("Step", go), running = runner(go, "Run", 0), back = button("Back to the start", () => to(0));
  const sliders = names.map((symbol, p) => slider({ label: spoken[p], symbol, ...bounds.theta, reach: [-10, 10], step: 0.01, tell,
    set: (value) => anew({ theta: here().map((t, q) => clip(p === q ? value : t, bounds.theta)) }) }));
  const place = ["x", "y"].map((name, k) => slider({ label: `${name} of the chosen point`, symbol: `${name}_d`, ...bounds[name],
    reach: [-0.5, 1.5], step: 0.01, tell, set: (v) => move(chosen, ...(k ? [at.x[chosen], v] : [v, at.y[chosen]])) }));
  const open = matchMedia("(min-width: 601px)").matches, more = button("Add a point", add), fewer = button("Remove", remove);
  const panels = [...groups.map(([, members]) => members.map((p) => sliders[p])), place]
    .map((rows) => disclosure("nn-panel", () => rows.map((row) => row.element), { open }));
  const samples = disclosure("nn-chain", () => costTable(at), { label: "the cost of each sample" });
  const chains = names.map((_, p) => disclosure("nn-chain", () => chainTable(p, at), { label: `the chain of ${spoken[p]}` }));

  const view = chart({ label: "The prediction, its parts and the data", ratio: 0.85, most: 380, draw: (c) => picture(c) });
  // A handle with its name in it. While it is held the axes stay, whatever becomes of the curves.
  const grip = (text, options) => {
    const made = handle(view, { radius: 11, steps: [0.02, 0.02], ...options });
    made.element.append(svg("text", { class: "nn-grip-name", "text-anchor": "middle", y: 4, "aria-hidden": "true" }, text));
    made.element.addEventListener("pointerdown", () => { held = { span: view.span }; });
    for (const event of ["pointerup", "pointercancel"]) made.element.addEventListener(event, () => { held = null; draw(); });
    return made;
  };
  const say = (...members) => members.map((p) => `${spoken[p]} = ${show(at.theta[p])}`).join(", ");
  const part = (j, x) => [x, at.theta[4 + j] * softplus.f(x * at.theta[j] + at.theta[2 + j])];
  const across = (share) => view.span.x[0] + share * (view.span.x[1] - view.span.x[0]);

  const bends = [0, 1].map((j) => {
    // The point where z = 0 or, if that is out of view, one near the edge. A hand takes hold of the point by its z.
    const where = () => {
      const w = at.theta[j], z = held?.[j], [a, b] = z === undefined ? [0.08 + 0.08 * j, 0.88 - 0.22 * j] : [0, 1];
      return w ? clip(((z ?? 0) - at.theta[2 + j]) / w, { least: across(a), most: across(b) }) : across(0.35 + 0.25 * j);
    };
    const get = () => part(j, where());
    const set = (x, y) => {
      const w = at.theta[j], z = held?.[j] ?? where() * w + at.theta[2 + j], a = softplus.f(z), changes = { [2 + j]: z - x * w };
      if (held) held[j] = z;
      if (a > 0.01 && Math.abs(y - get()[1]) > 1e-6) changes[4 + j] = y / a; // a silent neuron cannot be stretched
      turn(changes);
    };
    const name = `neuron ${j + 1}: ${spoken[2 + j]} sideways, ${spoken[4 + j]} up and down`;
    return grip(String(j + 1), { name, get, set, text: () => say(2 + j, 4 + j) });
  });
  const tilts = [0, 1].map((j) => {
    const x = () => view.span.x[1] * (0.966 - 0.237 * j); // never 0, where steepness has no effect
    const set = (_, y) => {
      if (!at.theta[4 + j]) return tell(`${spoken[4 + j]} is 0: neuron ${j + 1} adds nothing, however steep it is.`);
      const a = Math.max(1e-4, y / at.theta[4 + j]), z = a > 30 ? a : Math.log(Math.expm1(a)); // softplus is never negative
      turn({ [j]: (z - at.theta[2 + j]) / x() });
    };
    const name = `neuron ${j + 1}: ${spoken[j]}, its steepness`;
    return grip(`w${"₁₂"[j]}`, { name, get: () => part(j, x()), set, steps: [0, 0.02], text: () => say(j) });
  });
  const level = grip("b₃", { name: "b 3, the height of everything", get: () => [across(0.015), at.theta[6]],
    set: (_, y) => turn({ 6: y }), steps: [0, 0.02], text: () => say(6) });
  const points = Array.from({ length: bounds.x.longest }, (_, d) => {
    const text = () => `x = ${show(at.x[d])}, y = ${show(at.y[d])}, residual ${show(at.r[d])}`;
    const point = grip(String(d + 1), { name: `point ${d + 1}`, get: () => [at.x[d], at.y[d]],
      set: (x, y) => move(d, +x.toFixed(2), +y.toFixed(2)), text });
    point.element.classList.add("nn-point");
    point.element.addEventListener("focus", () => { chosen = d; draw(); });
    point.element.addEventListener("keydown", (event) => {
      if (!["Delete", "Backspace"].includes(event.key)) return;
      event.preventDefault();
      remove();
      points[Math.min(d, model.get("x").length - 1)].element.focus();
    });
    return point;
  });

  function picture(c) {
    const [a, b] = held?.span.x ?? [Math.min(-0.15, ...at.x), Math.max(1.15, ...at.x)];
    const xs = Array.from({ length: 121 }, (_, k) => a + (b - a) * k / 120), { A } = forward(net, at.theta, xs.map((x) => [x]));
    const curves = { level: xs.map(() => at.theta[6]), part1: A[1].map((each) => each[0] * at.theta[4]),
      part2: A[1].map((each) => each[1] * at.theta[5]), fit: A[2].flat() };
    const heights = [...Object.values(curves).flat(), ...at.y].filter(Number.isFinite);
    const low = [-0.5, -1, -2, -3.5, -5, -8].find((v) => v <= Math.min(...heights)) ?? -12;
    const high = [1.5, 2, 3, 5, 8].find((v) => v >= Math.max(...heights)) ?? 12;
    c.axes({ x: [a, b], y: held?.span.y ?? [low, high], xName: "x", yName: "y" });
    for (const [name, ys] of Object.entries(curves)) {
      c.path(xs.map((x, k) => [x, ys[k]]).filter((point) => !Number.isNaN(point[1])), strokes[name]);
    }
    at.x.forEach((x, d) => c.path([[x, at.y[d]], [x, at.A[2][d][0]]], strokes.residual));
    points.forEach(({ element }, d) => {
      element.style.display = d < at.x.length ? "" : "none";
      element.classList.toggle("nn-chosen", d === chosen);
    });
    for (const each of [...bends, ...tilts, level, ...points.slice(0, at.x.length)]) each.update();
  }

  // The cost of all steps that have been walked from this start; those beyond the present one are paler.
  const hill = chart({ label: "The cost at each step", ratio: 0.3, most: 220, draw: (c) => {
    const last = run.costs.length - 1, far = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 1e4].find((n) => n >= last) ?? most;
    const seen = run.costs.map((cost) => clip(cost, { least: 1e-30, most: 1e300 })); // a cost of 0 has no logarithm
    const [low, high] = [Math.min, Math.max].map((end) => Math.log10(seen.reduce((a, b) => end(a, b))));
    const y = [10 ** Math.floor(low - 0.05), 10 ** Math.ceil(high + 0.05)];
    c.axes({ x: [0, far], y, xName: "step", yName: "C", log: true });
    const every = Math.ceil(last / 500) | 1; // odd, so that both ends of a swing to and fro are seen
    const track = (from, end, attributes) => c.path(seen.map((cost, k) => [k, cost])
      .filter(([k]) => k >= from && k <= end && (k % every === 0 || k === from || k === end)), attributes);
    track(at.k, last, { stroke: "var(--nn-quiet)", "stroke-width": 1.5, "stroke-dasharray": "3 4" });
    track(0, at.k, { stroke: "var(--nn-forward)", "stroke-width": 2.25 });
    marker.update();
  } });
  const marker = handle(hill, { get: () => [at.k, at.cost], set: (k) => to(Math.round(k)), steps: [1, 0],
    name: "the step on the curve of the cost", text: () => `step ${at.k}, cost ${show(at.cost)}` });

  function remarks() {
    const { k, theta, cost, grad, diverged, Z } = at, words = [`Step ${k}, cost ${show(cost)}.`];
    const remedy = "Take a smaller learning rate or go back to the start.";
    if (diverged) return `Diverged: after step ${k} the numbers are too large for the machine. ${remedy}`;
    if (k && uphill(run.costs[0], run.costs[k - 1], cost)) words.push("The last step went uphill: the rate is too large.");
    if (k === most) words.push("The figure goes no further.");
    if ([0, 2, 4].every((p) => theta[p] === theta[p + 1])) words.push("The two neurons are equal, and equal neurons stay equal.");
    if (Z[1].flat().every((z) => z < -14)) words.push("Both neurons are silent: σ(z) is nearly 0 on every sample.");
    if (grad.every((g) => Math.abs(g) < 1e-5) && cost > 1e-6) words.push("All derivatives are nearly 0: nothing leads on.");
    return words.join(" ");
  }

  function draw() {
    at = now();
    chosen = Math.min(chosen, at.x.length - 1);
    const unlike = (state) => Object.keys(state).filter((name) => `${state[name]}` !== `${model.get(name)}`).join();
    const differences = situations.map((each) => unlike(each[2])), speed = model.get("speed"), n = chosen + 1;
    pick.update((situations[differences.indexOf("")] ?? situations[differences.indexOf("steps")] ?? [""])[0]);
    view.draw();
    hill.draw();
    eta.update(model.get("eta"));
    pace.update(speed);
    step.textContent = speed === "1" ? "Step" : `${speed} steps`;
    step.disabled = running.element.disabled = at.diverged || at.k === most;
    sliders.forEach((each, p) => each.update(at.theta[p]));
    place.forEach((each, k) => each.update([at.x, at.y][k][chosen]));
    const values = (members) => maths(members.map(([name, value]) => `${name} = ${show(value)}`).join(", "));
    groups.forEach(([title, members], k) => {
      panels[k].head.replaceChildren(title, values(members.map((p) => [names[p], at.theta[p]])));
    });
    panels[3].head.replaceChildren(`Point ${n}`, values([[`x_{${n}}`, at.x[chosen]], [`y_{${n}}`, at.y[chosen]]]));
    fewer.textContent = `Remove point ${n}`;
    more.disabled = at.x.length === bounds.x.longest;
    fewer.disabled = at.x.length === bounds.x.fewest;
    const longest = Math.max(...at.grad.map(Math.abs)) || 1;
    const track = (middle) => html("span", { class: "nn-track" }, middle);
    const line = (name, middle, value) => [maths(name), track(middle), html("span", {}, show(value))];
    samples.head.replaceChildren(...line("C", `step ${at.k}`, at.cost));
    chains.forEach(({ head }, p) => {
      const share = at.grad[p] / longest * 50, style = `left: ${50 + Math.min(0, share)}%; width: ${Math.abs(share)}%`;
      head.replaceChildren(...line(`∂C/∂${names[p]}`, html("span", { class: "nn-bar", style }), at.grad[p]));
    });
    for (const each of [samples, ...chains]) each.update();
    tell(aside + remarks());
  }

  const box = (kind, ...children) => html("div", { class: kind }, ...children);
  const elements = (several) => several.map((each) => each.element);
  const dash = (name) => svg("line", { x2: 30, y1: 5, y2: 5, ...strokes[name] });
  const legend = box("nn-row nn-legend", Object.entries(meanings).map(([name, text]) => html("span", {},
    svg("svg", { width: 36, height: 10, "aria-hidden": "true" }, dash(name)), maths(text))));
  const off = stage(el, model, draw, box("nn-row", pick.element), box("nn-stays", view.element), legend,
    box("nn-row", step, running.element, back, pace.element), eta.element, said.element,
    box("nn-columns nn-chains", ...elements([samples, ...chains])), hill.element,
    box("nn-columns", ...elements(panels.slice(0, 3)), box("", panels[3].element, box("nn-row", more, fewer))));
  for (const each of panels) each.update();
  return () => { running.stop(); off(); };
} };
