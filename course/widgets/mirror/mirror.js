// Mirror images: the printed network of 1986, its weights in a ratio that can be chosen, and its 64 answers at once.
import { activations, forward } from "../engine.js";
import { arrowhead } from "../more.js";
import { choice, html, maths, put, show, slider, stage, svg, voice } from "../parts.js";

const RATIOS = { doubling: [1, 2, 4], other: [2, 3, 4], sum: [1, 2, 3], equal: [1, 1, 1] };
const bits = (k) => [5, 4, 3, 2, 1, 0].map((place) => (k >> place) & 1);
const mirrored = (k) => bits(k).every((bit, i, all) => bit === all[5 - i]);
const ROWS = Array.from({ length: 64 }, (_, k) => bits(k));

/** Both layers for all 64 rows, and how many answers are right.
 *  @param {Record<string, any>} state */
export function compute({ ratio, unit, b, v, c }) {
  const [one, two, three] = RATIOS[ratio].map((r) => unit * r), into = [-one, two, -three, three, -two, one];
  const net = { sizes: [6, 2, 1], phi: [null, activations.sigmoid, activations.sigmoid] };
  const { Z, A } = forward(net, [...into.flatMap((w) => [w, -w]), b, b, v, v, c], ROWS), outputs = A[2].map(([y]) => y);
  const right = outputs.map((y, k) => (y > 0.5) === mirrored(k));
  return { into, Z, A, outputs, right, count: right.filter(Boolean).length };
}

export default { render({ model, el }) {
  const NAMES = ["ratio", "unit", "b", "v", "c", "row"], bounds = model.get("_bounds"), said = voice();
  const state = () => Object.fromEntries(NAMES.map((name) => [name, model.get(name)]));
  const number = (name, label, symbol = name) => slider({ label, symbol, ...bounds[name], step: 0.05, tell: said.tell, set: (x) => put(model, { [name]: x }) });
  const controls = { ratio: choice({ label: "Weights", options: bounds.ratio.options, set: (ratio) => put(model, { ratio }) }),
    unit: number("unit", "unit of the weights", "unit"), b: number("b", "bias of the hidden neurons"), v: number("v", "weights to the output"), c: number("c", "bias of the output") };
  const inputs = [0, 1, 2, 3, 4, 5].map((i) => html("button", { type: "button", class: "nn-input", onclick: () => put(model, { row: model.get("row") ^ (1 << (5 - i)) }) }));

  // The square: the left half of a row downwards, the right half read backwards across; so mirror images stand on the diagonal.
  const SIDE = 30, square = svg("svg", { class: "nn-chart nn-square", role: "img", viewBox: "-34 -4 284 280" });
  const cells = ROWS.map((row, k) => {
    const number = (three) => three.reduce((sum, bit) => 2 * sum + bit, 0), x = SIDE * number(row.slice(3).reverse()), y = SIDE * number(row.slice(0, 3));
    return svg("rect", { x: x + 1.5, y: y + 1.5, width: SIDE - 3, height: SIDE - 3, onclick: () => put(model, { row: k }) });
  });
  const frame = svg("rect", { class: "nn-frame", width: SIDE, height: SIDE }), crosses = svg("g");
  const names = Array.from({ length: 8 }, (_, k) => k.toString(2).padStart(3, "0")).flatMap((text, k) => [
    svg("text", { x: -6, y: SIDE * k + 19, "text-anchor": "end" }, text), svg("text", { x: SIDE * k + 15, y: 254, "text-anchor": "middle" }, text)]);
  square.append(...cells, crosses, frame, ...names, svg("text", { class: "nn-axis", x: 120, y: 271, "text-anchor": "middle" }, "right half, read backwards"));

  const net = svg("svg", { class: "nn-chart nn-mirror", role: "img", viewBox: "0 0 342 178" });
  const readout = html("div", { class: "nn-readout nn-row" }), verdict = html("p", { class: "nn-count" });

  function drawNet(s, n) {
    const at = (i) => [22 + 59.6 * i, 14], hidden = [[111, 92], [231, 92]], output = [171, 158], row = ROWS[s.row];
    const most = Math.max(...n.into.map(Math.abs), 0.01);
    const arrow = (from, to, w, strong) => arrowhead(from, to, 16, { class: w < 0 ? "backward" : "parameter", "stroke-width": (0.5 + 3 * Math.abs(w) / strong).toFixed(2),
      "stroke-dasharray": w < 0 && "5 3", opacity: w ? null : 0.2 });
    const circle = (/** @type {number[]} */ [x, y], a, text) => [svg("circle", { cx: x, cy: y, r: 15, "fill-opacity": a.toFixed(3) }), svg("text", { x: x + 21, y: y + 4 }, text)];
    net.replaceChildren(
      ...row.flatMap((bit, i) => (bit ? [arrow(at(i), hidden[0], n.into[i], most), arrow(at(i), hidden[1], -n.into[i], most)] : [])),
      ...hidden.map((place) => arrow(place, output, s.v, 16)),
      ...row.map((bit, i) => svg("circle", { cx: at(i)[0], cy: 14, r: 6, "fill-opacity": bit })),
      ...[0, 1].flatMap((j) => circle(hidden[j], n.A[1][s.row][j], `a${"₁₂"[j]} = ${n.A[1][s.row][j].toFixed(2)}`)), ...circle(output, n.outputs[s.row], `ŷ = ${show(n.outputs[s.row], 3)}`));
  }

  function draw() {
    const s = state(), n = compute(s), row = ROWS[s.row];
    for (const name of ["ratio", "unit", "b", "v", "c"]) controls[name].update(s[name]);
    inputs.forEach((input, i) => {
      input.textContent = row[i];
      input.setAttribute("aria-pressed", String(Boolean(row[i])));
      input.setAttribute("aria-label", `input ${i + 1}`);
    });
    drawNet(s, n);
    cells.forEach((cell, k) => cell.setAttribute("fill-opacity", (0.06 + 0.94 * n.outputs[k]).toFixed(3)));
    crosses.replaceChildren(...cells.filter((_, k) => !n.right[k]).map((cell) => svg("path", { d: `M${+cell.getAttribute("x") + 4} ${+cell.getAttribute("y") + 4}l19 19m0 -19l-19 19` })));
    frame.setAttribute("x", +cells[s.row].getAttribute("x") - 1.5);
    frame.setAttribute("y", +cells[s.row].getAttribute("y") - 1.5);
    const z = n.Z[1][s.row], least = Math.min(...n.outputs.filter((_, k) => mirrored(k))), most = Math.max(...n.outputs.filter((_, k) => !mirrored(k)));
    readout.replaceChildren(...[["s", "", `s = ${show(n.into.slice(0, 3).reduce((sum, w, i) => sum + w * (row[i] - row[5 - i]), 0), 3)}`], ["z1", "forward", `z_1 = ${show(z[0], 3)}`], ["z2", "forward", `z_2 = ${show(z[1], 3)}`],
      ["y_hat", "forward", `ŷ = ${show(n.outputs[s.row])}`]].map(([name, look, text]) => html("span", { class: look, "data-name": name }, maths(text))));
    const word = mirrored(s.row) ? "is its own mirror image" : "is no mirror image", says = n.outputs[s.row] > 0.5 ? "yes" : "no";
    verdict.textContent = `${n.count} of 64 right. Mirror images get at least ${show(least, 3)}, the others at most ${show(most, 3)}.`;
    square.setAttribute("aria-label", `The 64 answers. ${verdict.textContent}`);
    net.setAttribute("aria-label", `The network for the row ${row.join(" ")}: a 1 is ${show(n.A[1][s.row][0], 2)}, a 2 is ${show(n.A[1][s.row][1], 2)}, the output ${show(n.outputs[s.row], 3)}.`);
    const answer = `The row ${row.join(" ")} ${word}; the network says ${says}, with ${show(n.outputs[s.row], 3)}.`;
    said.tell(`${answer} ${n.count} of 64 are right.`, answer);
  }

  return stage(el, model, draw, html("div", { class: "nn-inputs", role: "group", "aria-label": "The row of inputs" }, inputs), net, readout, square, verdict,
    html("div", { class: "nn-row" }, controls.ratio.element), html("div", { class: "nn-columns" }, ["unit", "b", "v", "c"].map((name) => controls[name].element)), said.element);
} };
