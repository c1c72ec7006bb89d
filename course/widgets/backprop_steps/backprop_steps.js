// Backpropagation by hand: one sample forward and backward through a small network, one calculation at a time.
import { activations, sum } from "../engine.js";
import { lowered } from "../more.js";
import { button, choice, html, mark, maths, number, put, raised, show, stage, svg, typed, voice } from "../parts.js";

// A quantity is a kind and a place: ["z", l, j], ["a", l, j], ["d", l, j] for δ, ["w", l, i, j], ["b", l, j], ["gw", …] for
// ∂C/∂w, ["nw", …] for the new w, ["C"], ["y"], ["eta"]. The inputs are ["a", 0, i].

const widths = (preset) => preset.split("-").map(Number);
const upTo = (n) => Array.from({ length: n }, (_, k) => k);

/** The weights and biases of a network, in the order of theta. */
const parameters = ([n, m, k]) => [[1, n, m], [2, m, k]].flatMap(([l, from, to]) => [
  ...upTo(from).flatMap((i) => upTo(to).map((j) => ["w", l, i, j])), ...upTo(to).map((j) => ["b", l, j])]);

/** How each activation, and its derivative φ′(z), is written, and the derivative by hand, from a, where that is the way. */
const written = {
  sigmoid: { f: (z) => `σ(${z})`, prime: (z) => `σ′(${z})`, fromA: (a) => a * (1 - a),
    byA: (a, dot) => `${a}${dot}(1 − ${a})` },
  tanh: { f: (z) => `tanh(${z})`, prime: (z) => `tanh′(${z})`, fromA: (a) => 1 - a * a, byA: (a) => `(1 − ${a}^2)` },
  relu: { f: (z) => `max(0, ${z})`, prime: (z) => `relu′(${z})` },
  softplus: { f: (z) => `ln(1 + e^{${z}})`, prime: (z) => `σ(${z})` },
  identity: { f: (z) => z, prime: () => "1" },
};

/** All calculations of a round, in order: {to, from, text, value}.
 *
 *  `text(t, dot)` writes the formula, with t for each quantity and dot between factors; `value(v, keep)` computes it from
 *  the values v, keeping what it computes on the way by keep. A slip changes some of them.
 *  @param {Record<string, any>} state */
export function calculations({ preset, activation, loss }, slip = "none") {
  const sizes = widths(preset), phi = activations[activation], form = written[activation], list = [];
  const add = (to, from, text, value) => list.push({ to, from, text, value });
  const y = ["y"], eta = ["eta"], a = (l, j) => ["a", l, j], z = (l, j) => ["z", l, j], d = (l, j) => ["d", l, j];

  for (const l of [1, 2]) {
    for (const j of upTo(sizes[l])) {
      const terms = upTo(sizes[l - 1]).map((i) => [a(l - 1, i), ["w", l, i, j]]), b = ["b", l, j];
      add(z(l, j), [...terms.flat(), b], (t, dot) => [...terms.map((pair) => pair.map(t).join(dot)), t(b)].join(" + "),
        (v) => sum(terms.map(([sent, w]) => v(sent) * v(w))) + v(b));
    }
    for (const j of upTo(sizes[l])) add(a(l, j), [z(l, j)], (t) => form.f(t(z(l, j))), (v) => phi.f(v(z(l, j))));
  }

  const forgotten = slip === "factor", half = loss === "half_sse" && !forgotten, two = (loss === "sse") !== forgotten;
  const yHat = a(2, 0), residual = (t) => `(${t(y)} − ${t(yHat)})`;
  add(["C"], [y, yHat], (t) => `${half ? "½ " : ""}${residual(t)}^2`, (v) => (half ? 0.5 : 1) * (v(y) - v(yHat)) ** 2);

  // The slope of the activation: by hand from a where that is the way, else at z; by a slip at a.
  const place = slip === "place" ? a : z, byA = slip !== "place" && form.byA;
  const slope = (l, j) => ({
    from: activation === "identity" ? [] : [byA ? a(l, j) : place(l, j)],
    text: (t, dot) => (byA ? form.byA(t(a(l, j)), dot) : form.prime(t(place(l, j)))),
    value: (v, keep) => (byA && keep.hand ? form.fromA(v(a(l, j))) : phi.prime(v(place(l, j)))),
  });
  const last = slope(2, 0);
  add(d(2, 0), [y, yHat, ...last.from], (t, dot) => `−${two ? `2${dot}` : ""}${residual(t)} · ${last.text(t, dot)}`,
    (v, keep) => (two ? -2 : -1) * (v(y) - v(yHat)) * last.value(v, keep));
  for (const j of upTo(sizes[1])) {
    const w = ["w", 2, j, 0], here = slope(1, j), updated = slip === "updated";
    const weight = (v, keep) => (updated ? keep(v(w) - v(eta) * keep(v(d(2, 0)) * v(a(1, j)))) : v(w));
    add(d(1, j), [d(2, 0), w, ...here.from],
      (t, dot) => `${t(d(2, 0))}${dot}${t(updated ? ["nw", ...w.slice(1)] : w)} · ${here.text(t, dot)}`,
      (v, keep) => v(d(2, 0)) * weight(v, keep) * here.value(v, keep));
  }

  for (const [kind, l, ...ends] of parameters(sizes)) { // the delta at the head, for a weight times what its tail sends
    const factors = [d(l, ends.at(-1)), ...(kind === "w" ? [a(l - 1, ends[0])] : [])];
    add([`g${kind}`, l, ...ends], factors, (t, dot) => factors.map(t).join(dot), (v) => factors.map(v).reduce((p, q) => p * q));
  }
  for (const old of parameters(sizes)) {
    const [kind, ...ends] = old, slopeOf = [`g${kind}`, ...ends];
    add([`n${kind}`, ...ends], [old, eta, slopeOf], (t, dot) => `${t(old)} − ${t(eta)}${dot}${t(slopeOf)}`,
      (v) => v(old) - v(eta) * v(slopeOf));
  }
  return list;
}

/** Rounded to 4 decimals as at school, halves away from 0 also where binary fractions lie a little below. */
const toFour = (x) => Math.sign(x) * Math.round(+(Math.abs(x) * 1e4).toFixed(6)) / 1e4;

/** The values of all quantities, v(quantity), given ones and results, exact or carried with 4 decimals.
 *  @param {any[]} list
 *  @param {Record<string, any>} state
 *  @param {boolean} hand */
export function walk(list, { preset, x, theta, y, eta }, hand) {
  const keep = (value) => (hand ? toFour(value) : value), values = new Map();
  const set = (quantity, value) => values.set(quantity.join(), keep(value)), v = (quantity) => values.get(quantity.join());
  keep.hand = hand;
  v.rounded = new Set(); // the results that are not what the formula gives
  set(["y"], y);
  set(["eta"], eta);
  x.forEach((x_i, i) => set(["a", 0, i], x_i));
  parameters(widths(preset)).forEach((quantity, k) => set(quantity, theta[k]));
  for (const { to, value } of list) {
    const exact = value(v, keep);
    set(to, exact);
    if (Math.abs(v(to) - exact) > 1e-9) v.rounded.add(to.join());
  }
  return v;
}

/** What is wrong with a state whose traits are each within their bounds, if anything is.
 *  @param {Record<string, any>} state */
export function problem({ preset, x, theta, at, _presets }) {
  const wanted = _presets[preset];
  for (const [name, values] of [["x", x], ["theta", theta]]) {
    const n = wanted[name].length;
    if (values.length !== n) return `${name} holds ${values.length} numbers, expected ${n} for the ${preset} network`;
  }
  const most = calculations({ preset, activation: "identity", loss: "sse" }).length;
  return at > most ? `at is ${at}, expected a whole number from 1 to ${most}` : "";
}

/** A given number as it is written, 0.2, where 4 decimals say all of it; else with `digits` decimals, like a result. */
const given = (x, digits = 4) => (Math.abs(x - toFour(x)) < 1e-12 ? show(x).replace(/\.?0+$/, "") : show(x, digits));

/** A formula with its numbers put in: negative ones are in brackets, but not at the beginning and not in two pairs. */
const tidy = (text) => text.replace(/^\((−[^()]+)\)/, "$1").replace(/([({]|, )\((−[^()]+)\)(?=[)}])/g, "$1$2");

const colours = { y: "data", z: "forward", a: "forward", C: "forward", d: "backward", g: "backward" }; // others are parameters

const ROW = 144, RADIUS = 16, LINE = 17; // of the drawing, in pixels

/** Where everything stands in a drawing of this width: neurons, arrows, and lines of text at both, from the top down.
 *
 *  `lately` says which kinds of lines a parameter has: itself, its derivative, its new value. */
function layout(sizes, wide, lately) {
  const high = ROW * (Math.max(...sizes) - 1) + 84, columns = [18, 0.43 * wide, wide - 36], places = [];
  const node = (l, j) => [columns[l], high / 2 + (j - (sizes[l] - 1) / 2) * ROW];
  const lines = (quantities, x, y, anchor) => quantities.forEach((quantity, k) =>
    places.push({ quantity, x, y: y + k * LINE, anchor }));
  const arrows = parameters(sizes).filter(([kind]) => kind === "w").map((weight) => {
    const [, l, i, j] = weight, [x1, y1] = node(l - 1, i), [x2, y2] = node(l, j);
    // Results stand below neurons: beside a line that falls those of its tail, beside one that rises those of its head.
    const [t, aside] = l === 1 ? [1 / 3, 15] : [0.56, 5 * Math.sign(y2 - y1)];
    const size = Math.hypot(x2 - x1, y2 - y1), dx = (x2 - x1) / size, dy = (y2 - y1) / size, own = lately(weight);
    lines(own, x1 + t * (x2 - x1) + aside, y1 + t * (y2 - y1) + 4.5 - (own.length - 1) / 2 * LINE, "middle");
    const end = (x, y, r) => [x + r * dx, y + r * dy];
    return { place: [l, i, j].join(), dx, dy, tail: end(x1, y1, RADIUS + 2), head: end(x2, y2, -RADIUS - 4) };
  });
  for (const j of upTo(sizes[0])) lines([["a", 0, j]], 1, node(0, j)[1] + RADIUS + LINE, "start");
  for (const l of [1, 2]) {
    for (const j of upTo(sizes[l])) {
      const y = node(l, j)[1], at = l === 2 ? [wide - 3, "end"] : [columns[1] - 14, "start"];
      const above = [...(l === 2 ? [["y"], ["C"]] : []), ...lately(["b", l, j])];
      lines(above, at[0], y - RADIUS - 8 - (above.length - 1) * LINE, at[1]);
      lines(["z", "a", "d"].map((kind) => [kind, l, j]), at[0], y + RADIUS + LINE, at[1]);
    }
  }
  return { high, node, places, arrows };
}

export default { render({ model, el }) {
  const bounds = model.get("_bounds");

  /** Everything that follows from the state; nothing while Python has set one of several traits. */
  function now() {
    const s = Object.fromEntries([...Object.keys(bounds), "_presets", "_symbols"].map((name) => [name, model.get(name)]));
    if (problem(s)) return;
    const list = calculations(s), wrongs = calculations(s, s.slip), hand = s.precision === "hand";
    const named = s._symbols[s.preset][s.names], [symbol, words] = [0, 1].map((k) => (quantity) => named[quantity.join()][k]);
    const v = walk(list, s, hand), other = walk(list, s, !hand), wrong = walk(wrongs, s, hand);
    const updated = list.slice(-s.theta.length).map(({ to }) => v(to));
    const within = updated.every((t) => Math.abs(t) <= bounds.theta.most);
    return { s, list, wrongs, hand, symbol, words, v, other, wrong, updated, within, n: list.length };
  }

  const plain = (symbol) => symbol.replace(/[_^{}]+/g, " ").trim();

  const said = voice(), panel = html("div", { class: "nn-step" });
  const picture = svg("svg", { class: "nn-chart nn-net", role: "img" });
  const go = (at) => put(model, { at: Math.min(Math.max(at, 1), now().n) });
  const previous = button("Previous", () => go(model.get("at") - 1)), next = button("Next", () => go(model.get("at") + 1));
  const applying = button("Apply the update", () =>
    put(model, { theta: now().updated, at: 1, round: Math.min(model.get("round") + 1, bounds.round.most) }));
  const counted = html("span", { class: "nn-count" });
  const range = html("input", { type: "range", "aria-label": "calculation", min: 1, step: 1, oninput: () => go(+range.value) });
  const moves = html("div", { class: "nn-moves", onkeydown: (event) => {
    const at = model.get("at"), to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 1, End: now().n }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(to);
  } }, html("div", { class: "nn-row" }, previous, next, applying, counted), range);

  const bring = (preset) => put(model, { preset, ...model.get("_presets")[preset], at: 1, round: 1 });
  const pick = (name, label) => {
    const set = name === "preset" ? bring : (value) => put(model, { [name]: value });
    const { element, update } = choice({ label, options: bounds[name].options, set });
    picks.push(() => update(model.get(name)));
    return element;
  };
  const picks = [];

  // The numbers of the example, in groups; made anew when their names change.
  const groups = html("div", { class: "nn-groups" });
  let fields = [], made = "";
  function field(label, symbol, trait, get, set) {
    const { least, most } = bounds[trait];
    const update = () => {
      if (number(input.value) === get()) return;
      input.value = +get().toPrecision(9);
      mark(input, false);
    };
    const input = typed(label, () => {
      const x = number(input.value), right = x >= least && x <= most;
      mark(input, !right);
      if (right) put(model, { [trait]: set(x) });
      else said.tell(`${label} has to be a number from ${given(least)} to ${given(most)}.`);
    });
    fields.push(update);
    return html("label", { class: "nn-number" }, html("span", { "aria-hidden": "true" }, maths(symbol)), input);
  }
  function makeFields({ s, symbol, words }) {
    const sizes = widths(s.preset);
    const entry = (trait, k, quantity) => field(plain(symbol(quantity)), symbol(quantity), trait,
      () => model.get(trait)[k] ?? 0, (x) => model.get(trait).map((old, each) => (each === k ? x : old)));
    const one = (trait, label, symbol) => field(label, symbol, trait, () => model.get(trait), (x) => x);
    const into = (l, j) => parameters(sizes).flatMap((quantity, k) =>
      (quantity[1] === l && quantity.at(-1) === j ? [entry("theta", k, quantity)] : []));
    fields = [];
    groups.replaceChildren(...[["Inputs", s.x.map((_, i) => entry("x", i, ["a", 0, i]))],
      ...[1, 2].flatMap((l) => upTo(sizes[l]).map((j) => [words(["z", l, j]).replace(/.*? of/, "Into"), into(l, j)])),
      ["Target and rate", [one("y", "target y", "y"), one("eta", "learning rate", "η")]],
    ].map(([title, each]) => html("fieldset", {}, html("legend", {}, title), each)));
  }

  function paint() {
    const wide = Math.round(picture.parentElement?.clientWidth ?? 0), all = wide && now();
    if (!all) return;
    const { s, list, v, symbol } = all, sizes = widths(s.preset);
    const { from, to } = list[s.at - 1], kind = to[0][0], result = to.join();
    // While its update is calculated a parameter has three lines, before it no new value, after it no derivative.
    const reached = new Set(list.slice(0, s.at).map((each) => each.to.join())), late = "gn".includes(kind);
    const lately = ([k, ...ends]) => [k, ...(late ? [`g${k}`, `n${k}`] : [])].map((each) => [each, ...ends])
      .filter((_, n, [, , fresh]) => n === 0 || fresh.join() === result || reached.has(fresh.join()) === (n === 2));
    const { high, node, places, arrows } = layout(sizes, wide, lately), entering = from.map((quantity) => quantity.join());
    const isGiven = ([k, l]) => "wby".includes(k) || (k === "a" && l === 0);
    const shown = places.filter(({ quantity }) => isGiven(quantity) || reached.has(quantity.join()));
    const colour = (/** @type {any[]} */ [k, l]) => `var(--nn-${l === 0 ? "data" : colours[k[0]] ?? "parameter"})`;

    const lines = arrows.map(({ place, tail, head, dx, dy }) => {
      const active = [...entering, result].some((id) => id.endsWith(`w,${place}`)), back = active && kind === "d";
      const [[x, y], turn] = back ? [tail, -7] : [head, 7];
      const wing = (side) => `L${x - turn * dx + side * dy} ${y - turn * dy - side * dx}`;
      const ink = active ? colour([kind]) : "var(--nn-parameter)";
      return svg("g", { class: active && "nn-active", stroke: ink, fill: ink },
        svg("path", { d: `M${tail}L${head}`, "stroke-dasharray": back && "7 4" }),
        svg("path", { d: `M${x} ${y}${wing(4)}${wing(-4)}Z` }));
    });
    const circles = sizes.flatMap((n, l) => upTo(n).map((j) => {
      const [x, y] = node(l, j), active = "zad".includes(kind) && to[1] === l && to[2] === j;
      return svg("g", { class: active && "nn-active" }, svg("circle", { cx: x, cy: y, r: RADIUS, stroke: colour(["a", l]) }),
        svg("text", { x, y: y + 5, "text-anchor": "middle" }, symbol([l ? "z" : "a", l, j]).split("_")[1]));
    }));
    const texts = shown.map(({ quantity, x, y, anchor }) => {
      const [k] = quantity, id = quantity.join(), role = id === result ? "nn-result" : entering.includes(id) && "nn-enters";
      const name = symbol(quantity).replace(/([_^])\{?(\d+)\}?/g, (_, place, digits) => (place === "_" ? lowered : raised)(digits));
      const sign = k === "w" ? "" : k[0] === "n" ? "→" : k[0] === "g" ? "∂" : `${name} =`;
      return svg("g", { class: role, "data-quantity": id, color: colour(quantity) },
        svg("text", { x, y, "text-anchor": anchor }, `${sign} ${(isGiven(quantity) ? given : show)(v(quantity))}`.trim()));
    });
    const soFar = shown.map(({ quantity }) => `${plain(symbol(quantity))} ${show(v(quantity))}`).join("; ");
    Object.entries({ viewBox: `0 0 ${wide} ${high}`, height: high, "aria-label": `The ${s.preset} network so far: ${soFar}` })
      .forEach((pair) => picture.setAttribute(...pair));
    picture.replaceChildren(...lines, ...texts, ...circles);
    for (const text of picture.querySelectorAll("[class] > text")) { // a frame around what enters and around what comes out
      const { x, y, width, height } = text.getBBox();
      if (text.parentNode.dataset.quantity) text.before(svg("rect", { x: x - 3, y, width: width + 6, height, rx: 3 }));
    }
  }

  function draw() {
    const all = now();
    if (!all) return;
    const { s, list, wrongs, hand, symbol, words, v, other, wrong, within, n } = all;
    const { to, text } = list[s.at - 1], kind = to[0][0], value = v(to), [phase, sentence] = model.get("_phases")[kind];
    paint();
    if (made !== s.preset + s.names) makeFields(all);
    made = s.preset + s.names;
    for (const update of [...picks, ...fields]) update();
    range.max = n;
    range.value = s.at;
    range.setAttribute("aria-valuetext", `${s.at} of ${n}: ${words(to)}`);
    const focused = /** @type {HTMLButtonElement} */ (document.activeElement);
    previous.disabled = s.at === 1;
    next.disabled = s.at === n;
    applying.disabled = s.at < n || !within;
    if (focused?.disabled && moves.contains(focused)) (focused === next ? applying : next).focus(); // where the next press is due
    counted.textContent = `Round ${s.round}, calculation ${s.at} of ${n}`;

    const digits = hand ? 4 : 6, sign = (values) => (values.rounded.has(to.join()) ? "≈" : "=");
    const left = kind === "n" ? `${symbol(to).replace("^{new}", "")} ← ` : `${symbol(to)} = `;
    const digitsOf = (values) => (quantity) => given(values(quantity), digits).replace(/^−.*/, "($&)");
    const line = (name, ...content) => html("p", { "data-name": name }, ...content);
    const formula = (write) => maths(left + write(symbol, " "));
    const numbers = (write, values) => maths(`= ${tidy(write(digitsOf(values), " · "))}`);
    const slipped = wrongs[s.at - 1].text, fault = show(wrong(to), digits), differs = wrong(to) !== value;
    const slip = s.slip === "none" ? [] : !differs ? [line("slip", "The slip changes nothing here.")]
      : [line("slip", "With the slip: ", formula(slipped)), line("slip", numbers(slipped, wrong), " ",
        maths(`${sign(wrong)} `), html("del", {}, maths(fault)), ` instead of ${show(value, digits)}`)];
    panel.replaceChildren(line("phase", html("b", {}, phase), ` ${sentence}`),
      line("formula", formula(text)), line("numbers", numbers(text, v)),
      line("result", html("span", { class: colours[kind] ?? "parameter" }, maths(`${sign(v)} ${show(value, digits)}`))),
      line("other", hand ? `At full precision ${show(other(to), 6)}` : `By hand, each result rounded, ${show(other(to))}`,
        toFour(value) === toFour(other(to)) ? "." : ": the rounded digits differ."), ...slip);
    fill(all);
    const most = given(bounds.theta.most), beside = differs ? ` With the slip ${fault}.` : "";
    said.tell(!within && s.at === n ? `A new weight is larger than ${most}: the descent diverges. Take a smaller learning rate.`
      : `Calculation ${s.at} of ${n}: ${words(to)} is ${show(value, digits)}.${beside}`);
  }

  const table = html("table");
  function fill({ s, list, hand, symbol, v, other, wrong }) {
    const [exact, carried] = hand ? [other, v] : [v, other], slip = s.slip !== "none", cell = (text) => html("td", {}, text);
    const headings = ["result", "full", "by hand", ...(slip ? ["slip"] : [])].map((text) => html("th", { scope: "col" }, text));
    table.replaceChildren(html("thead", {}, html("tr", {}, headings)), html("tbody", {}, list.map(({ to }, k) => {
      const fault = show(wrong(to), hand ? 4 : 6);
      return html("tr", { "aria-current": k + 1 === s.at && "step" }, html("th", { scope: "row" }, maths(symbol(to))),
        cell(show(exact(to), 6)), cell(show(carried(to))),
        slip ? cell(wrong(to) === v(to) ? fault : html("del", {}, fault)) : null);
    })));
  }

  const off = stage(el, model, draw, picture, moves, panel,
    html("div", { class: "nn-choices" },
      pick("preset", "Example"), pick("precision", "Precision"), pick("names", "Names"), pick("slip", "Slip")),
    html("details", {}, html("summary", {}, "Numbers of the example"),
      html("div", { class: "nn-choices" }, pick("activation", "Activation"), pick("loss", "Cost")), groups),
    html("details", {}, html("summary", {}, "All calculations"), table), said.element);
  const watch = new ResizeObserver(paint);
  watch.observe(picture);
  return () => { watch.disconnect(); off(); };
} };
