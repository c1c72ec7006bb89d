// Delta flow: how large δ and the gradient are layer by layer, and one equation as blocks and by index at once.
import { activations, backward, forward, losses, sum, unpack } from "../engine.js";
import { normals } from "../normals.js";
import { choice, html, maths, put, raised, show, slider, stage, svg, voice } from "../parts.js";

const INPUTS = 4, OUTPUTS = 3;
const NETWORK = ["depth", "width", "D", "activation", "gain", "seed"], CHOSEN = ["layer", "term", "row", "column"];

const widths = ({ depth, width }) => [INPUTS, ...Array(depth).fill(width), OUTPUTS];

/** Rows and columns of the chosen matrix. */
const shape = (state) => [state.term === "delta" ? state.D : widths(state)[state.layer - 1], widths(state)[state.layer]];

/** The state with a layer, a row and a column that its network has. */
export function within(state) {
  const layer = Math.min(state.layer, state.depth + 1), [rows, columns] = shape({ ...state, layer });
  return { ...state, layer, row: Math.min(state.row, rows), column: Math.min(state.column, columns) };
}

/** The weights and the samples that belong to a seed, both passes, and the sizes of δ and of the gradient by layer. */
export function compute(state) {
  const { depth, D, activation, gain, seed } = state, sizes = widths(state), last = depth + 1;
  const net = { sizes, phi: sizes.map((_, l) => activations[l === last ? "identity" : activation]) };
  const take = (source, n) => Array.from({ length: n }, () => source.next().value);
  const weights = normals(2 * seed), samples = normals(2 * seed + 1);
  const theta = sizes.slice(1).flatMap((m, k) => // W¹, b¹, W², …
    [...take(weights, sizes[k] * m).map((w) => gain / Math.sqrt(sizes[k]) * w), ...Array(m).fill(0)]);
  const both = Array.from({ length: D }, () => take(samples, INPUTS + OUTPUTS)), Y = both.map((values) => values.slice(INPUTS));
  const passed = forward(net, theta, both.map((values) => values.slice(0, INPUTS)));
  const { delta, grad } = backward(net, theta, passed, Y, losses.mse), { W } = unpack(sizes, theta);
  const rms = (M) => Math.hypot(...M.flat()) / Math.sqrt(M.flat().length); // hypot, since the square of 1e-200 is 0
  const measure = (matrices) => Object.fromEntries(Object.entries(matrices).map(([l, M]) => [l, rms(M)]));
  return { ...passed, net, last, Y, W, delta, grad, sizes: { delta: measure(delta), gradient: measure(grad.W) } };
}

const KINDS = { δ: ["backward", "δ"], "∂": ["backward", "gradient"], W: ["parameter", "weights"], A: ["forward", "activations"],
  φ: ["forward", "slopes"] }; // by the first letter: a colour, and a word

/** The matrices of the equation for the chosen matrix: `first` and `second` are multiplied, `slope` goes entry by entry.
 *
 *  Each has a name, an index form, the letters of its rows and columns, the matrix M, a colour, and words. */
function equation({ layer: l, term }, f) {
  const matrix = (name, k, letters, M) => {
    const [colour, word] = KINDS[name[0]], index = name.replace(/[AZ]/, (letter) => letter.toLowerCase());
    return { M, letters, colour, words: `${word} of layer ${k}`, name: name.replace("^", `^{${k}}`),
      index: index.replace("^", `^{${k}}_{${letters}}`) };
  };
  const turned = (part) => ({ ...part, name: `(${part.name})^⊤`, words: `${part.words}, turned`,
    letters: [...part.letters].reverse(), M: part.M[0].map((_, k) => part.M.map((row) => row[k])) });
  const delta = (k, letters) => matrix("δ^", k, letters, f.delta[k]);
  const slope = (letters) => matrix("φ′(Z^)", l, letters, f.Z[l].map((z) => z.map(f.net.phi[l].prime)));
  if (term === "gradient") return { number: 3, summed: "d", result: matrix("∂C/∂W^", l, "ij", f.grad.W[l]),
    first: turned(matrix("A^", l - 1, "di", f.A[l - 1])), second: delta(l, "dj") };
  if (l === f.last) return { number: 1, result: delta(l, "dj"), slope: slope("dj"),
    first: matrix("∂C/∂A^", l, "dj", losses.mse.grad(f.A[l], f.Y)) };
  return { number: 2, summed: "j", result: delta(l, "di"), slope: slope("di"),
    first: delta(l + 1, "dj"), second: turned(matrix("W^", l + 1, "ij", f.W[l + 1])) };
}

/** What the bars say, in a sentence. */
function story({ depth, activation }, { delta }) {
  const dead = Object.keys(delta).filter((l) => delta[l] === 0);
  if (dead.length) {
    return `From layer ${Math.max(.../** @type {any[]} */ (dead))} back δ is exactly 0: ${activation === "relu"
      ? "every path from the output meets a relu with slope 0, in every sample." : "the numbers are too small for the machine."}`;
  }
  if (depth === 1) return "With one hidden layer δ takes a single step back; more layers show a trend.";
  const factor = (delta[1] / delta[depth]) ** (1 / (depth - 1));
  return `From layer ${depth} back to layer 1 the size of δ is ${factor < 1 ? "divided" : "multiplied"} by ${
    show(factor < 1 ? 1 / factor : factor, 2)} for each layer, on average.`;
}

const plain = (name) => name.replace(/\^\{(\d+)\}/g, (_, n) => raised(n)).replace("^⊤", "ᵀ"); // where no <sup> can be
const fine = (x) => (x === 0 ? "0" : show(x, Math.abs(x) < 0.01 ? 0 : Math.abs(x) < 1000 ? 4 : 1));
const exact = (x) => (x === 0 ? "exactly 0" : fine(x));

export default { render({ model, el }) {
  const state = () => within(Object.fromEntries([...NETWORK, ...CHOSEN].map((name) => [name, model.get(name)])));
  const set = (changes) => put(model, within({ ...state(), ...changes })); // what lies outside the network moves inside
  let known = "", kept;
  const passes = (s) => {
    const network = NETWORK.map((name) => s[name]).join();
    if (network !== known) [known, kept] = [network, compute(s)];
    return kept;
  };
  const id = `flow${Math.random().toString(36).slice(2)}`; // a notebook may show the figure twice
  const said = voice(), bounds = model.get("_bounds");

  const pick = (name, label) => choice({ label, options: bounds[name].options, set: (value) => set({ [name]: value }) });
  const number = (name, label, symbol = name, log = false) => slider({ label, symbol, ...bounds[name], step: log ? 0 : 1, log,
    tell: said.tell, set: (x) => set({ [name]: x }) });
  const controls = {
    activation: pick("activation", "Activation"), depth: number("depth", "hidden layers"),
    width: number("width", "neurons in each hidden layer"), gain: number("gain", "initial scale of the weights", "gain", true),
    D: number("D", "samples"), seed: number("seed", "seed of the random numbers"), term: pick("term", "Look at"),
    row: number("row", "row of the entry"), column: number("column", "column of the entry", "col"),
  };

  // One row of bars for each layer, the output on top: the order of the backward pass.
  const lines = Array.from({ length: bounds.layer.most }, (_, k) => bounds.layer.most - k).map((l) => {
    const radio = html("input", { type: "radio", name: id, onchange: () => set({ layer: l }) });
    const bars = svg("svg", { "aria-hidden": "true" }), text = html("span", { class: "nn-sizes backward" });
    const element = html("label", { class: "nn-layer" }, html("span", {}, radio, ` layer ${l}`), bars, text);
    return { l, radio, bars, text, element };
  });
  const scale = svg("svg", { class: "nn-chart" }), trend = html("p", { class: "nn-readout" });
  const shown = html("div"), layers = html("fieldset", { class: "nn-layers" },
    html("legend", {}, "Size (root mean square) of ", maths("δ^l"), " and ", maths("∂C/∂W^l"), ". Choose a layer:"),
    shown, html("div", { class: "nn-layer", "aria-hidden": "true" }, html("span"), scale));

  function drawBars(s, { last, sizes }) {
    const logs = Object.values(sizes).flatMap(Object.values).filter((size) => size > 0).map(Math.log10);
    const low = Math.floor(Math.min(...logs) - 0.15), high = Math.max(low + 1, Math.ceil(Math.max(...logs)));
    const place = (power) => `${100 * (power - low) / (high - low)}%`;
    const stride = Math.ceil((high - low) / (ground.clientWidth > 520 ? 5 : 2));
    const powers = Array.from({ length: Math.floor((high - low) / stride) + 1 }, (_, k) => high - k * stride);
    if (shown.childElementCount !== last) shown.replaceChildren(...lines.slice(-last).map(({ element }) => element));
    for (const { l, radio, bars, text } of lines.slice(-last)) {
      radio.checked = l === s.layer;
      const pair = [["δ", sizes.delta[l]], ["∂C/∂W", sizes.gradient[l]]];
      text.replaceChildren(...pair.map(([name, size]) => html("span", {}, maths(`${name} `), exact(size))));
      bars.replaceChildren(...powers.map((p) => svg("line", { x1: place(p), x2: place(p), y2: "100%" })),
        ...pair.map(([, size], k) => svg("rect", { width: size && place(Math.log10(size)), y: 3.5 + 18 * k })));
    }
    scale.replaceChildren(...powers.map((p) => svg("text", { x: place(p), y: 14 }, `10${raised(p)}`)));
    trend.textContent = story(s, sizes);
  }

  // What is lit under the mouse, a finger or the keyboard's focus: a matrix (part), a term of the sum (at), an entry.
  const dark = { part: null, at: 0, entry: null };
  let lit = dark, pressed = false; // what is drawn again while the mouse is pressed would get no click
  const light = (changes) => {
    const next = { ...dark, ...changes };
    if (JSON.stringify(next) === JSON.stringify(lit)) return;
    lit = next;
    if (!pressed) drawEquation();
  };
  const read = ({ target }) => { // what an element is about, from its data
    const data = (name) => target.closest(`[data-${name}]`)?.dataset[name] ?? null, entry = data("entry");
    const [row, column] = entry?.split(",").map(Number) ?? [];
    return { part: data("part"), at: Number(data("at")), entry: entry && { row, column } };
  };

  // The equation as blocks.
  const [others, frames] = ["", "nn-frames"].map((look) => svg("g", { class: look, "aria-hidden": "true" }));
  const result = svg("g", { role: "grid", tabindex: 0, "data-part": "result", class: "backward" });
  const blocks = svg("svg", { class: "nn-chart nn-blocks" }, others, result, frames), ground = html("div", {}, blocks);

  function drawBlocks(e, wide, { row, column }) {
    const parts = ["first", "second", "slope", "result"].filter((key) => e[key]).map((key) => ({ key, ...e[key] }));
    const cut = wide > 520 ? parts.length : e.number === 2 ? 2 : parts.length - 1, gap = 34;
    const rows = [parts.slice(0, cut), parts.slice(cut)];
    let side = Math.min(22, Math.floor(260 / Math.max(...parts.map(({ M }) => M.length)))), top = 0;
    const across = ({ M }) => gap + Math.max(62, side * M[0].length); // room for its shape
    while (side > 6 && rows.some((each) => sum(each.map(across)) > wide)) side--;
    const [r, c] = e.result.letters, index = { [e.summed]: lit.at, [r]: row, [c]: column };
    for (const group of [others, result, frames]) group.replaceChildren();
    for (const each of rows.filter((some) => some.length)) {
      const high = side * Math.max(...each.map(({ M }) => M.length));
      let left = 0;
      for (const part of each) {
        frames.append(svg("text", { x: left + 9, y: top + 47 + high / 2 }, { slope: "⊙", result: "=" }[part.key]));
        drawBlock(part, left + gap, top + 42 + (high - side * part.M.length) / 2, side, index, e.summed);
        left += across(part);
      }
      top += high + 72;
    }
    blocks.setAttribute("viewBox", `0 0 ${wide} ${top}`);
    blocks.setAttribute("height", top);
  }

  function drawBlock({ key, name, letters: [r, c], M, colour, words }, x, y, side, index, summed) {
    const own = key === "result", n = M.length, m = M[0].length;
    const box = own ? result : others.appendChild(svg("g", { "data-part": key, class: colour }));
    if (own) box.setAttribute("aria-label", `${words}, ${n} by ${m}; the arrow keys move the chosen entry`);
    // The rows or columns that take part, as [first, how many]; for the summed index all, or the one that is lit.
    const some = (letter, count, chosen = index[letter]) => (chosen ? [chosen - 1, 1] : [0, count]);
    const all = (letter, count) => some(letter, count, letter === summed ? 0 : index[letter]);
    const [row, high] = all(r, n), [column, wide] = all(c, m), most = Math.max(...M.flat().map(Math.abs));
    const frame = (look, /** @type {number[]} */ [py, h], /** @type {number[]} */ [px, w], opacity = 0) => svg("rect", { class: look, "fill-opacity": opacity,
      x: x + px * side, y: y + py * side, width: w * side, height: h * side });
    const large = side > 10; // else only the entries that take part are drawn
    box.append(frame("", [0, n], [0, m], large ? 0 : 0.1));
    M.forEach((entries, d) => {
      const line = box.appendChild(svg("g", own ? { role: "row" } : {}));
      entries.forEach((entry, k) => {
        const share = most && Math.abs(entry) / most, px = x + k * side, py = y + d * side;
        const drawn = large || (d >= row && d < row + high && k >= column && k < column + wide);
        const term = r === summed && k === column ? d + 1 : c === summed && d === row ? k + 1 : null;
        const about = own ? { role: "gridcell", id: `${id}-${d + 1}-${k + 1}`, "data-entry": [d + 1, k + 1],
          "aria-selected": String(d === row && k === column), "aria-label": `row ${d + 1}, column ${k + 1}: ${fine(entry)}` }
          : { "data-at": term };
        if (drawn || own) line.append(svg("rect", { x: px, y: py, width: side, height: side, ...about,
          "fill-opacity": drawn && entry ? (0.1 + 0.9 * share).toFixed(3) : 0 }));
        if (drawn && entry < 0) line.append(svg("path", { d: `M${px + side / 4} ${py + side / 2}h${side / 2}`,
          class: share > 0.5 && "strong" }));
      });
    });
    const label = (text, px, py, look = "") => svg("text", { x: px, y: py, class: `nn-maths ${look}` }, text);
    const look = `${colour} ${lit.part === key ? "lit" : ""}`, down = some(r, n), across = some(c, m), middle = x + m * side / 2;
    frames.append(frame(look, [0, n], [0, m]), frame("", [row, high], [column, wide]), frame("chosen", down, across),
      label(plain(name), middle, y - 26, look), label(`(${n} × ${m})`, middle, y + n * side + 17),
      label(c, x + (across[0] + across[1] / 2) * side, y - 7, "letter"),
      label(r, x - 9, y + (down[0] + down[1] / 2) * side + 4, "letter"));
  }

  /** The arrow keys as steps down and to the right. */
  const arrows = (element, move) => element.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!steps) return;
    event.preventDefault();
    move(...steps);
  });
  arrows(result, (down, right) => {
    const { row, column } = state();
    set({ row: Math.max(1, row + down), column: Math.max(1, column + right) });
  });

  // The same in letters and in numbers.
  const keys = ["result", "first", "second", "slope"];
  const factors = keys.map((key) => html("span", { role: "button", tabindex: 0, "data-part": key }));
  const terms = html("span", { class: "nn-terms", role: "listbox", tabindex: 0 }), before = html("span"), after = html("span");
  const matrices = html("div"), indices = html("div"), numbers = html("div", {}, before, terms, after);
  const formulas = html("div", { class: "nn-formulas" }, matrices, indices, numbers);
  arrows(terms, (down, right) => light({ at: Math.max(1, Math.min(terms.children.length, lit.at + down + right)) }));

  function drawFormulas(e, { row, column }) {
    const [r, c] = e.result.letters, sums = e.number === 2;
    const opens = sums ? " = ( " : " = ", closes = sums ? " ) · " : e.slope && " · ";
    const fill = (element, ...children) => element.replaceChildren(...children.flat().filter((child) => child != null));
    keys.forEach((key, k) => {
      if (!e[key]) return;
      const { name, colour, words } = e[key];
      fill(factors[k], maths(name));
      factors[k].className = `nn-factor ${colour}`;
      factors[k].setAttribute("aria-label", words);
    });
    if (matrices.dataset.number !== String(e.number)) { // only then: a factor that moves would lose the focus
      matrices.dataset.number = e.number;
      fill(matrices, factors[0], opens, factors[1], e.second && factors[2], closes?.replace("·", "⊙"), e.slope && factors[3]);
    }
    const piece = (key, content) => html("span", { "data-part": key, class: e[key].colour }, content);
    const letters = (key) => e[key] && piece(key, maths(e[key].index));
    const value = (key, d, k, x = e[key]?.M[d - 1][k - 1]) => e[key] && piece(key, x < 0 ? `(${fine(x)})` : fine(x));
    fill(indices, letters("result"), opens, e.summed && maths(`Σ_${e.summed} `), letters("first"), e.second && " · ",
      letters("second"), closes, letters("slope"), html("span", { class: "nn-where" }, maths(`${r} = ${row}, ${c} = ${column}`)));
    const pairs = e.summed ? e.first.M[0].map((_, k) => [value("first", row, k + 1), " · ", value("second", k + 1, column)]) : [];
    terms.hidden = !e.summed;
    terms.setAttribute("aria-label", `terms of the sum over ${e.summed ?? "nothing"}; the arrow keys light them up`);
    terms.setAttribute("aria-activedescendant", lit.at ? `${id}-term-${lit.at}` : "");
    fill(terms, pairs.map((pair, k) => html("span", { role: "option", id: `${id}-term-${k + 1}`, "data-at": k + 1,
      class: lit.at === k + 1 && "lit", "aria-selected": String(lit.at === k + 1) }, k ? "+ " : "", pair)));
    fill(before, opens, e.summed ? null : value("first", row, column));
    fill(after, closes, value("slope", row, column), " = ", piece("result", fine(e.result.M[row - 1][column - 1])));
    for (const each of formulas.querySelectorAll("[data-part]")) each.classList.toggle("lit", each.dataset.part === lit.part);
  }

  function drawEquation() {
    const s = state(), e = equation(s, passes(s)), wide = Math.round(ground.clientWidth);
    if (lit.at > (e.summed ? e.first.M[0].length : 0)) lit = dark;
    if (wide) drawBlocks(e, wide, lit.entry ?? s);
    result.setAttribute("aria-activedescendant", `${id}-${s.row}-${s.column}`);
    drawFormulas(e, lit.entry ?? s);
  }

  const area = html("div", {}, ground, html("p", { class: "nn-legend" },
    "Stronger squares are larger entries; a stroke is a minus sign; empty is exactly 0."), formulas);
  area.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse") light(read(event)); });
  area.addEventListener("pointerleave", () => light(dark));
  area.addEventListener("focusin", (event) => light(read(event)));
  area.addEventListener("focusout", () => light(dark));
  area.addEventListener("mousedown", () => {
    pressed = true;
    addEventListener("mouseup", () => setTimeout(() => { pressed = false; drawEquation(); }), { once: true });
  });
  area.addEventListener("click", (event) => {
    const { entry, ...rest } = read(event);
    if (entry) set(entry);
    else light(rest);
  });

  let spoken = null; // the state that was last spoken of
  function speak(s, f) {
    const { name, M } = equation(s, f).result, moved = (names) => !spoken || names.some((each) => s[each] !== spoken[each]);
    const size = (l) => `Layer ${l}: size of δ ${exact(f.sizes.delta[l])}, of the gradient ${exact(f.sizes.gradient[l])}.`;
    const entry = `${plain(name)}, row ${s.row}, column ${s.column}: ${exact(M[s.row - 1][s.column - 1])}.`;
    said.tell(moved(NETWORK) ? [...new Set([s.layer, 1])].map(size).join(" ")
      : moved(["layer", "term"]) ? `${size(s.layer)} ${entry}` : entry);
    spoken = s;
  }

  function fit() {
    drawBars(state(), passes(state()));
    drawEquation();
  }

  function draw() {
    const s = state(), f = passes(s);
    const [row, column] = shape(s), last = { row, column };
    for (const [name, control] of Object.entries(controls)) control.update(s[name], last[name]);
    lit = { ...lit, entry: null };
    fit();
    speak(s, f);
  }

  const group = (look, ...names) => html("div", { class: look }, names.map((name) => controls[name].element));
  const off = stage(el, model, draw, group("nn-row", "activation"), group("nn-columns", "depth", "width", "gain", "D", "seed"),
    layers, trend, group("nn-row", "term"), group("nn-columns", "row", "column"), area, said.element);
  const watch = new ResizeObserver(fit);
  watch.observe(ground);
  return () => { watch.disconnect(); off(); };
} };
