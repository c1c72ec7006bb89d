// Draw a digit: a bitmap under the pen, the ink counted field by field, and what a trained network makes of it.
import { activations, forward, softmax } from "../engine.js";
import { button, choice, html, put, show, slider, stage, svg, voice } from "../parts.js";

const SIDE = 32, FIELD = 4, WIDE = 24; // as in course.widgets.digit
const range = (n) => Array.from({ length: n }, (_, k) => k);
const classifier = { sizes: [64, 30, 10], phi: { 1: activations.sigmoid, 2: activations.identity } };

/** 32 whole numbers as 32 rows of zeros and ones, and back; the leftmost pixel is the highest binary digit. */
export const pixels = (rows) => rows.map((row) => range(SIDE).map((c) => Math.floor(row / 2 ** (SIDE - 1 - c)) % 2));
export const numbersOf = (bits) => bits.map((row) => row.reduce((number, bit) => 2 * number + bit, 0));

/** The drawing with ink (or none) along the way from (x0, y0) to (x1, y1): where a pixel's middle is near enough. */
export function inked(bits, [x0, y0], [x1, y1], pen, bit) {
  const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  return bits.map((row, r) => row.map((old, c) => {
    const x = c + 0.5, y = r + 0.5;
    const t = Math.min(1, Math.max(0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / (length || 1)));
    return (x - x0 - t * (x1 - x0)) ** 2 + (y - y0 - t * (y1 - y0)) ** 2 <= (pen / 2) ** 2 ? bit : old;
  }));
}

/** Moved and stretched as the data are: as high as the frame, at most 24 wide, in the middle. */
export function fitted(bits) {
  const r = range(SIDE).filter((k) => bits[k].includes(1)), c = range(SIDE).filter((k) => bits.some((row) => row[k]));
  if (!r.length) return bits;
  const h = r.at(-1) - r[0] + 1, w = c.at(-1) - c[0] + 1;
  const across = Math.max(1, Math.min(WIDE, Math.floor(5 * SIDE * w / (2 * h)))), left = Math.floor((SIDE - across) / 2);
  return range(SIDE).map((y) => range(SIDE).map((x) => (x < left || x >= left + across ? 0
    : bits[r[0] + Math.floor(y * h / SIDE)][c[0] + Math.floor((x - left) * w / across)])));
}

/** How many of the 16 pixels of each field are dark, field by field. */
export const count16 = (bits) => range(64).map((k) => range(16).reduce((n, p) =>
  n + bits[FIELD * Math.floor(k / 8) + Math.floor(p / FIELD)][FIELD * (k % 8) + p % FIELD], 0));

/** Squares of the given areas, from 0 to 1, in rows; each says in words what it is. */
const squares = (parent, areas, across, name) => parent.replaceChildren(...areas.map((area, k) => {
  const edge = 0.94 * Math.sqrt(area), x = k % across + (1 - edge) / 2, y = Math.floor(k / across) + (1 - edge) / 2;
  return svg("rect", { x, y, width: edge, height: edge }, svg("title", {}, name(k)));
}));

export default { render({ model, el }) {
  const said = voice();
  let cursor = [15, 15], last = null, rub = false;

  const ink = svg("path", { fill: "var(--nn-data)" }), cross = svg("path", { stroke: "var(--nn-backward)", "stroke-width": 0.5, fill: "none" });
  const lines = range(7).map((k) => `M${FIELD * (k + 1)} 0V${SIDE}M0 ${FIELD * (k + 1)}H${SIDE}`).join("");
  const paper = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, style: "display: block; width: 100%", "aria-hidden": "true" },
    svg("path", { d: lines, stroke: "var(--nn-line)", "stroke-width": 0.12 }), ink, cross);
  const pad = html("div", { tabindex: 0, role: "application", "data-name": "pad",
    "aria-label": "Drawing pad. Arrow keys move the pen, space or enter makes a dot, shift with an arrow key draws a line.",
    style: "width: min(100%, 18rem); border: 2px solid var(--nn-quiet); border-radius: 0.3rem; touch-action: none; cursor: crosshair" }, paper);

  const draw1 = (from, to) => put(model, {
    rows: numbersOf(inked(pixels(model.get("rows")), from, to, model.get("pen"), rub ? 0 : 1)),
  });
  const place = (event) => {
    const box = paper.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * SIDE, (event.clientY - box.top) / box.height * SIDE];
  };
  pad.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    pad.setPointerCapture(event.pointerId);
    pad.focus({ preventScroll: true });
    event.preventDefault();
    last = place(event);
    draw1(last, last);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!last) return;
    const to = place(event);
    draw1(last, to);
    last = to;
  });
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => { last = null; });
  pad.addEventListener("keydown", (event) => {
    const move = { ArrowRight: [2, 0], ArrowLeft: [-2, 0], ArrowUp: [0, -2], ArrowDown: [0, 2] }[event.key];
    if (!move && event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (!move) return draw1(cursor, cursor);
    const to = cursor.map((v, k) => Math.min(SIDE - 1, Math.max(1, v + move[k])));
    if (event.shiftKey) draw1(cursor, to);
    cursor = to;
    aim();
    if (!event.shiftKey) said.tell(`Pen at row ${(cursor[1] + 1) / 2} of 16, column ${(cursor[0] + 1) / 2} of 16.`);
  });
  const aim = () => cross.setAttribute("d", pad.matches(":focus-visible")
    ? `M${cursor[0] - 1.5} ${cursor[1]}h3M${cursor[0]} ${cursor[1] - 1.5}v3` : "");
  for (const event of ["focus", "blur"]) pad.addEventListener(event, aim);

  const clear = button("Clear", () => put(model, { rows: Array(SIDE).fill(0) }));
  const box = html("input", { type: "checkbox", onchange: () => { rub = box.checked; } });
  const rubber = html("label", { class: "nn-choice" }, box, " rubber");
  const pen = slider({ label: "width of the pen", symbol: "pen", least: 1, most: 8, step: 1, tell: said.tell,
    set: (width) => put(model, { pen: Math.round(width) }) });
  const fit = choice({ label: "drawing", options: model.get("_bounds").fit.options, set: (how) => put(model, { fit: how }) });

  const small = (across, down, name) => svg("svg", { viewBox: `0 0 ${across} ${down}`, role: "img", "aria-label": name,
    style: "display: block; width: 8.5rem; border: 1px solid var(--nn-line)" });
  const seen = small(8, 8, "what the network sees"), hidden = small(6, 5, "the hidden activations");
  seen.setAttribute("fill", "var(--nn-data)");
  hidden.setAttribute("fill", "var(--nn-forward)");
  const labelled = (text, child) => html("div", {}, html("div", {}, text), child);
  const body = html("tbody"), answer = html("strong", { "data-name": "answer" });
  const table = html("table", { "aria-label": "probabilities", style: "width: 100%; max-width: 24rem; margin: 0" }, body);
  const bars = range(10).map((k) => {
    const bar = html("div", { style: "height: 0.9em; background: var(--nn-forward); print-color-adjust: exact" });
    const number = html("td", { style: "width: 5.5em; padding: 0 0.4em; text-align: right; border: 0", "data-name": `p${k}` });
    body.append(html("tr", {}, html("th", { scope: "row", style: "width: 1.5em; padding: 0; border: 0" }, String(k)),
      html("td", { style: "padding: 0; border: 0", "aria-hidden": "true" }, bar), number));
    return { bar, number };
  });

  function draw() {
    const bits = pixels(model.get("rows")), empty = !bits.flat().includes(1);
    const counts = count16(model.get("fit") === "data" ? fitted(bits) : bits);
    const x = counts.map((n, k) => (n - model.get("mean")[k]) / model.get("deviation")[k]);
    const { A } = forward(classifier, model.get("theta"), [x]), [p] = softmax(A[2]);
    ink.setAttribute("d", bits.flatMap((row, r) => row.map((bit, c) => (bit ? `M${c} ${r}h1v1h-1z` : ""))).join(""));
    squares(seen, counts.map((n) => n / 16), 8, (k) => `row ${Math.floor(k / 8) + 1}, column ${k % 8 + 1}: ink ${counts[k]}`);
    squares(hidden, A[1][0], 6, (k) => `hidden unit ${k + 1}: ${show(A[1][0][k])}`);
    const order = range(10).sort((a, b) => p[b] - p[a]), even = p[order[0]] - p[order[9]] < 1e-9;
    bars.forEach(({ bar, number }, k) => {
      bar.style.width = empty ? "0" : `${100 * p[k]}%`;
      number.textContent = empty ? "–" : p[k].toFixed(4);
      number.style.fontWeight = k === order[0] && !empty && !even ? "bold" : "normal";
    });
    answer.textContent = empty ? "Nothing is drawn." : even ? "All digits alike." : `It says ${order[0]}.`;
    pen.update(model.get("pen"));
    fit.update(model.get("fit"));
    aim();
    if (empty) said.tell("Nothing is drawn. Draw a digit on the pad.", "Draw a digit on the pad.");
    else said.tell(even ? "All ten digits are equally probable: this network has not learned."
      : `The network says ${order[0]} with probability ${p[order[0]].toFixed(4)}; next is ${order[1]} with ${p[order[1]].toFixed(4)}.`);
  }

  return stage(el, model, draw,
    html("div", { class: "nn-columns" },
      html("div", {}, pad, html("div", { class: "nn-row" }, clear, rubber)),
      html("div", {}, html("div", { class: "nn-row", style: "align-items: start" }, labelled("ink in 64 fields", seen), labelled("30 hidden units", hidden)),
        html("div", {}, answer), table)),
    html("div", { class: "nn-columns" }, pen.element, fit.element), said.element);
} };
