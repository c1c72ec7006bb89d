// A round trip: x goes forward through a small network, its error comes back, and every parameter takes a step.
import { activations, backward, descend, forward, losses, objective, pack } from "../engine.js";
import { arrowhead } from "../more.js";
import { button, choice, html, maths, put, show, slider, stage, svg, voice } from "../parts.js";

const ETA = 0.2, START = [0.9, -0.6, 0, 0, 0.5, 0.8, 0]; // W¹, b¹, W², b²
const NAMES = ["w₁", "w₂", "b₁", "b₂", "w₃", "w₄", "b₃"], SIZES = [1, 2, 1];

/** All numbers of the round that the taps have come to, and the parameters before it.
 *  @param {Record<string, any>} state */
export function compute({ activation, x, y, taps }) {
  const net = { sizes: SIZES, phi: [null, activations[activation], activations.identity] }, loss = losses.half_sse;
  const rounds = Math.floor(taps / 3), path = descend(objective(net, [[x]], [[y]], loss), START, ETA, rounds);
  const { theta, cost } = path[rounds], passed = forward(net, theta, [[x]]);
  const { delta, grad } = backward(net, theta, passed, [[y]], loss);
  return { rounds, tap: taps % 3, theta, cost, before: path[rounds - 1], a: passed.A[1][0], yHat: passed.A[2][0][0],
    delta: [...delta[1][0], delta[2][0][0]], grad: pack(grad) };
}

export default { render({ model, el }) {
  const now = () => compute(Object.fromEntries(["activation", "x", "y", "taps"].map((name) => [name, model.get(name)])));
  const most = model.get("_bounds").taps.most, said = voice();
  const go = () => put(model, { taps: Math.min(most, model.get("taps") + 1) });
  const tap = button("Forward", go), again = button("Start again", () => put(model, { taps: 0 }));
  const number = (name, label) => slider({ label, symbol: name, ...model.get("_bounds")[name], step: 0.05, tell: said.tell,
    set: (value) => put(model, { [name]: value, taps: 0 }) });
  const controls = { x: number("x", "input x"), y: number("y", "target y"),
    activation: choice({ label: "Hidden neurons", options: model.get("_bounds").activation.options, set: (activation) => put(model, { activation, taps: 0 }) }) };
  const drawing = svg("svg", { class: "nn-chart nn-trip", role: "img", viewBox: "0 0 360 288" });
  const line = html("p", { class: "nn-readout" });

  // Where the neurons stand. A weight is written at the hidden neuron's end of its arrow, a bias under its neuron.
  const PLACES = { x: [34, 145], 1: [180, 58], 2: [180, 232], 3: [318, 145] };
  const ARROWS = [["x", 1, 0], ["x", 2, 1], [1, 3, 4], [2, 3, 5]];

  function draw() {
    const n = now(), { tap: phase } = n, back = phase === 2, stepped = phase === 0 && n.rounds > 0;
    const text = (x, y, content, name, look = "", anchor = "middle") => svg("text", { x, y, class: look, "data-name": name, "text-anchor": anchor }, content);
    const value = (name, v) => `${name} = ${show(v, 3)}`;
    const parameter = (p, x, y, anchor) => [text(x, y, value(NAMES[p], n.theta[p]), NAMES[p], `parameter ${stepped ? "strong" : ""}`, anchor),
      back && text(x, y + 15, `∂ = ${show(n.grad[p], 3)}`, `∂${NAMES[p]}`, "backward", anchor),
      stepped && text(x, y + 15, `was ${show(n.before.theta[p], 3)}`, null, "quiet", anchor)];
    const arrows = ARROWS.map(([from, to]) => {
      const [start, end] = back ? [to, from] : [from, to];
      return arrowhead(PLACES[start], PLACES[end], 20, { class: back ? "backward" : "parameter", "stroke-dasharray": back && "5 3" });
    });
    const letters = { x: "x", 1: "a₁", 2: "a₂", 3: "ŷ" };
    const circles = Object.entries(PLACES).map(([key, [x, y]]) => svg("g", { class: key === "x" ? "" : "forward" },
      svg("circle", { cx: x, cy: y, r: 19, class: phase > 0 ? "lit" : "" }), text(x, y + 5, letters[key], null, "letter")));
    const hidden = (j) => {
      const [x, y] = PLACES[j], sign = "₁₂"[j - 1];
      return [...parameter(1 + j, x, y + 36), phase === 1 && text(x, y - 27, value(`a${sign}`, n.a[j - 1]), `a${sign}`, "forward"),
        back && text(x, y - 27, value(`δ${sign}`, n.delta[j - 1]), `δ${sign}`, "backward")];
    };
    const [x3, y3] = PLACES[3];
    const labels = [text(PLACES.x[0], 181, value("x", model.get("x")), "x"), text(x3, 181, value("y", model.get("y")), "y"),
      ...hidden(1), ...hidden(2), ...parameter(6, x3, 197),
      (phase || stepped) && text(x3, y3 - 27, value("ŷ", n.yHat), "ŷ", "forward"),
      back && text(x3, y3 - 42, value("δ₃", n.delta[2]), "δ₃", "backward"),
      ...ARROWS.flatMap(([from, to, p]) => parameter(p, from === "x" ? 146 : 214, (from === 1 || to === 1) ? 56 : 238, from === "x" ? "end" : "start"))];
    drawing.replaceChildren(...arrows, ...circles, ...labels.filter(Boolean));
    const cost = `C = ½ (ŷ − y)^2 = ${show(n.cost)}`;
    const sentences = [
      stepped ? [`Every parameter has moved by −0.2 times its derivative. The cost was ${show(n.before.cost)}; now `, maths(cost), ". Go round again."]
        : ["The network has not seen its input yet. Tap ", html("b", {}, "Forward"), "."],
      ["x has gone through the arrows: times a weight, plus a bias, bent, and once more. ", maths(cost), ". Who is to blame for it?"],
      ["The error goes back along the same arrows. Each ∂, the derivative of ", maths("C"), ", says how much the cost would rise if that parameter rose; a step goes against it."],
    ];
    line.replaceChildren(...sentences[phase]);
    tap.textContent = ["1 Forward", "2 Backward", "3 Step"][phase];
    tap.disabled = model.get("taps") >= most;
    for (const [name, control] of Object.entries(controls)) control.update(model.get(name));
    const told = stepped ? `After ${n.rounds} ${n.rounds > 1 ? "rounds" : "round"} the cost is ${show(n.cost)}; before the step it was ${show(n.before.cost)}.`
      : ["", `Forward: the output is ${show(n.yHat, 3)}, the target ${show(model.get("y"), 3)}, the cost ${show(n.cost)}.`,
        `Backward: delta is ${show(n.delta[2], 3)} at the output, ${show(n.delta[0], 3)} and ${show(n.delta[1], 3)} at the hidden neurons.`][phase];
    drawing.setAttribute("aria-label", `A network with one input, two hidden neurons and one output. ${told}`);
    said.tell(told, "");
  }

  return stage(el, model, draw, drawing, html("div", { class: "nn-row" }, tap, again), line,
    html("div", { class: "nn-columns" }, controls.x.element, controls.y.element), controls.activation.element, said.element);
} };
