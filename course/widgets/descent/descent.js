// Slope and descent: drag the point, read its slope, and let descent go from there.
import { descend, sum } from "../engine.js";
import { chart, handle } from "../charts.js";
import { button, choice, html, maths, put, runner, show, slider, stage, svg, uphill, voice } from "../parts.js";

const quadratic = (centre, curvatures) => ({
  centre, curvatures,
  f: (w) => ({ cost: sum(w.map((w_i, i) => curvatures[i] * (w_i - centre[i]) ** 2)) / 2,
    grad: w.map((w_i, i) => curvatures[i] * (w_i - centre[i])) }),
});

/** The costs of course.widgets.descent, each with the part of it that is shown; a map is as wide as there is room. */
export const landscapes = {
  parabola: { ...quadratic([1.5], [8]), x: [-2.2, 5.2], y: [0, 34] },
  wells: { f: ([w]) => ({ cost: w ** 4 / 4 - w ** 2 / 2 + w / 5 + 1 / 2, grad: [w ** 3 - w + 1 / 5] }), centre: [0], x: [-1.9, 1.9], y: [0, 1.5] },
  valley: { ...quadratic([2, 1.5], [0.5, 8]), y: [-0.5, 3.5] },
  bowl: { ...quadratic([2, 1.5], [2, 2]), y: [-0.5, 3.5] },
};

export default { render({ model, el }) {
  const now = () => {
    const land = landscapes[model.get("landscape")], start = [model.get("w1"), model.get("w2")].slice(0, land.centre.length);
    const path = descend(land.f, start, model.get("eta"), model.get("steps"));
    const diverged = path.at(-1).diverged ? path.pop().k : 0;
    return { land, one: land.centre.length === 1, path, last: path.at(-1), diverged };
  };
  const most = model.get("_bounds").steps.most;
  const go = (n) => {
    const steps = model.get("steps") + n, { diverged } = now();
    if (diverged || steps > most) return false;
    put(model, { steps });
    return !now().diverged;
  };
  const start = (w) => { running.stop(); put(model, { ...Object.fromEntries(w.map((x, i) => [`w${i + 1}`, x])), steps: 0 }); };

  const said = voice(), readout = html("div", { class: "nn-readout nn-row" });
  const pick = choice({ label: "Cost", options: model.get("_bounds").landscape.options,
    set: (landscape) => { running.stop(); put(model, { landscape, steps: 0 }); } });
  const eta = slider({ label: "learning rate", symbol: "η", least: 0.001, most: 2, log: true, tell: said.tell,
    set: (value) => put(model, { eta: value }) });
  const weights = [1, 2].map((i) => slider({ label: `start, weight ${i}`, symbol: `w_${i}`, least: -3, most: 6, step: 0.05,
    tell: said.tell, set: (x) => { running.stop(); put(model, { [`w${i}`]: x, steps: 0 }); } }));
  const step = button("Step", () => go(1)), running = runner(() => go(1)), back = button("Back to the start", () => { running.stop(); put(model, { steps: 0 }); });

  const view = chart({ label: "The cost and the descent", ratio: 0.62, draw: (c) => picture(c, now()) });
  // Where the point is dragged to, there the descent starts. On a curve it stays on the curve.
  const grips = {
    one: handle(view, { name: "the point on the curve", get: () => [now().last.theta[0], now().last.cost], steps: [0.05, 0],
      set: (x) => start([x]), text: () => `w = ${show(now().last.theta[0], 3)}, cost ${show(now().last.cost)}` }),
    two: handle(view, { name: "the point on the contour map", get: () => now().last.theta, steps: [0.05, 0.05],
      set: (x, y) => start([x, y]), text: () => `w₁ = ${show(now().last.theta[0], 3)}, w₂ = ${show(now().last.theta[1], 3)}, cost ${show(now().last.cost)}` }),
  };

  function picture(c, { land, one, path, last }) {
    const half = 2 * c.width / c.height; // equal scales on both axes of a map: right angles are right angles
    c.axes({ x: one ? land.x : [2 - half, 2 + half], y: land.y, xName: one ? "w" : "w₁", yName: one ? "C(w)" : "w₂" });
    if (one) curve(c, land, last);
    else contours(c, land, last);
    const points = path.map((s) => (one ? [s.theta[0], s.cost] : s.theta));
    c.path(points, { stroke: "var(--nn-parameter)", "stroke-width": 1.5 });
    for (const [x, y] of points.slice(-150)) {
      c.inside.append(svg("circle", { cx: c.x(x), cy: c.y(y), r: 3.5, fill: "var(--nn-parameter)" }));
    }
    c.inside.append(svg("circle", { cx: c.x(points[0][0]), cy: c.y(points[0][1]), r: 7, fill: "none", stroke: "var(--nn-parameter)", "stroke-width": 2 }));
    for (const [name, grip] of Object.entries(grips)) {
      grip.element.style.display = (name === "one") === one ? "" : "none";
      if ((name === "one") === one) grip.update();
    }
  }

  function curve(c, land, last) {
    const [a, b] = land.x, xs = Array.from({ length: 241 }, (_, k) => a + (b - a) * k / 240);
    c.path(xs.map((x) => [x, land.f([x]).cost]), { stroke: "var(--nn-forward)", "stroke-width": 2.5 });
    const [w] = last.theta, [slope] = last.grad;
    c.path([a, b].map((x) => [x, last.cost + slope * (x - w)]), { stroke: "var(--nn-backward)", "stroke-width": 2.5, "stroke-dasharray": "9 4" });
  }

  function contours(c, land, last) {
    const turn = Array.from({ length: 97 }, (_, k) => 2 * Math.PI * k / 96);
    for (let k = 1; k <= 10; k++) {
      const [r1, r2] = land.curvatures.map((curvature) => Math.sqrt(k * k / 2 / curvature)); // where C = k²/4
      c.path(turn.map((t) => [land.centre[0] + r1 * Math.cos(t), land.centre[1] + r2 * Math.sin(t)]), { stroke: "var(--nn-forward)", opacity: 0.55 });
    }
    c.inside.append(svg("text", { x: c.x(land.centre[0]), y: c.y(land.centre[1]) + 5, "text-anchor": "middle" }, "+"));
    const size = Math.hypot(...last.grad);
    if (!size) return;
    arrow(c, last.theta, last.theta.map((w, i) => w - model.get("eta") * last.grad[i]), "parameter", "next step");
    arrow(c, last.theta, last.theta.map((w, i) => w + 0.7 * last.grad[i] / size), "backward", "∇C");
  }

  // Its name stands beyond the tip, where there is room for it, else beside the middle of what is seen.
  function arrow(c, from, to, meaning, name) {
    const [x1, y1, x2, y2] = [c.x(from[0]), c.y(from[1]), c.x(to[0]), c.y(to[1])], angle = Math.atan2(y2 - y1, x2 - x1);
    const wing = (turn) => [x2 - 11 * Math.cos(angle + turn), y2 - 11 * Math.sin(angle + turn)];
    const within = (v, least, most) => Math.max(least, Math.min(most, v));
    const named = Math.hypot(x2 - x1, y2 - y1) > 24; // of a shorter one the name would stand on what is beside it
    c.inside.append(svg("path", { fill: "none", stroke: `var(--nn-${meaning})`, "stroke-width": 3, "stroke-dasharray": meaning === "parameter" && "6 4",
      d: `M${x1} ${y1}L${x2} ${y2}M${wing(0.45)}L${x2} ${y2}L${wing(-0.45)}` }),
    svg("text", { class: `${meaning} nn-named`, "text-anchor": "middle", x: within(x2 + 22 * Math.cos(angle), c.left + 34, c.left + c.width - 34),
      y: within(y2 + 18 * Math.sin(angle) + 4, c.top + 14, c.top + c.height - 6) }, named ? name : ""));
  }

  function draw() {
    const { one, path, last, diverged } = now(), k = last.k;
    view.draw();
    pick.update(model.get("landscape"));
    eta.update(model.get("eta"));
    weights.forEach((weight, i) => weight.update(model.get(`w${i + 1}`)));
    weights[1].element.hidden = one;
    step.disabled = Boolean(diverged) || k >= most;
    const tuple = (numbers) => (one ? show(numbers[0]) : `(${numbers.map((x) => show(x)).join(", ")})`);
    const slope = one ? "dC/dw" : "∇C", next = last.grad.map((g) => -model.get("eta") * g);
    readout.replaceChildren(...[
      ["steps", "parameter", `step ${k}`], ["weights", "parameter", `${one ? "w" : "(w_1, w_2)"} = ${tuple(last.theta)}`],
      ["cost", "forward", `C = ${show(last.cost)}`], ["slope", "backward", `${slope} = ${tuple(last.grad)}`],
      ["next", "parameter", `next step −η ${slope} = ${tuple(next)}`],
    ].map(([name, meaning, text]) => html("span", { class: meaning, "data-name": name }, maths(text))));
    const higher = path.length > 1 && uphill(path[0].cost, path.at(-2).cost, last.cost);
    said.tell(diverged ? `Diverged: after step ${k} the numbers are too large for the machine. Take a smaller learning rate and go back to the start.`
      : k >= most ? `Step ${k}, cost ${show(last.cost)}: the figure goes no further.`
        : `Step ${k}, cost ${show(last.cost)}.${higher ? " The last step went uphill: the learning rate is too large here." : ""}`);
  }

  const off = stage(el, model, draw,
    html("div", { class: "nn-row" }, pick.element), view.element, readout,
    html("div", { class: "nn-row" }, step, running.element, back),
    html("div", { class: "nn-columns" }, eta.element, ...weights.map((weight) => weight.element)), said.element);
  return () => { running.stop(); off(); };
} };
