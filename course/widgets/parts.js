// What the moving figures are made of: elements, mathematics, sliders with number fields, charts, handles, a live voice.

/** An element with attributes (`onclick` and the like are listeners; true, false and null as in HTML) and children. */
export const html = (tag, attributes, ...children) => build(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) =>
  build(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child != null));
  return element;
}

/** A whole number in raised digits. */
export const raised = (n) => [...String(n)].map((c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]).join("");

/** A number for people: `digits` decimals, powers of ten where those would hide it, a true minus; words for no number. */
export function show(x, digits = 4) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "undefined" : x > 0 ? "too large" : "too large, negative";
  const size = Math.abs(x), tiny = size > 0 && size < 0.5 * 10 ** -digits;
  let text = tiny || size >= 1e6 ? x.toExponential(2) : x.toFixed(digits);
  if (text.includes("e")) {
    const [mantissa, power] = text.split("e");
    text = `${mantissa}·10${raised(+power)}`;
  }
  return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace("-", "−");
}

/** Mathematics from plain text: `w_1`, `δ_{dj}`, `x^2`; letters that stand alone are variables and slanted. */
export function maths(text) {
  const line = html("span", { class: "nn-maths" });
  for (const [, mark, inside, word, rest] of text.matchAll(/([_^])(\{[^}]*\}|[^\s{])|([\p{L}ŷ]+)|([^_^\p{L}]+)/gu)) {
    if (mark) line.append(html(mark === "_" ? "sub" : "sup", {}, ...maths(inside.replace(/[{}]/g, "")).childNodes));
    else if (word) line.append(word.length === 1 ? html("i", {}, word) : word);
    else line.append(rest);
  }
  return line;
}

const NUMBER = /^([+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?)(?:\/(\d+(?:[.,]\d+)?))?$/i;

/** A number as answer boxes read it: 0.5, 0,5, −1/3; else NaN. */
export function number(text) {
  const [, top, below = "1"] = text.trim().replaceAll("−", "-").replace(/\s*([+/-])\s*/g, "$1").match(NUMBER) ?? [];
  return top ? top.replace(",", ".") / below.replace(",", ".") : NaN;
}

/** A field for a number; browsers' own read `0,1` as 1. */
export const typed = (label, onchange) => html("input", { type: "text", class: "nn-entry", autocomplete: "off", "aria-label": label, onchange });

/** A slider and a number field for one number; `log` makes the slider logarithmic.
 *
 *  `label` is its name in words, `symbol` its name in letters; with the step 1 only whole numbers are taken. The field
 *  takes all from `least` to `most`; the slider the part `reach` of it, unless it is set to a number beyond. `set` is
 *  called with each new number, `tell` with what is wrong with one that cannot be taken. Returns {element, update}, where
 *  update(x, last) also changes the largest number. */
export function slider({ label, symbol, least, most, reach, step, log = false, set, tell }) {
  const there = log ? Math.log10 : Number, back = log ? (position) => 10 ** position : Number;
  const decimals = (x) => String(+x.toPrecision(log ? 3 : 12));
  const whole = step === 1, say = (x, digits) => show(x, whole ? 0 : digits);
  const range = html("input", {
    type: "range", "aria-label": label, step: log ? 0.01 : step,
    oninput: () => set(Math.min(most, Math.max(least, +decimals(back(+range.value))))),
  });
  const field = typed(`${label}, as a number`, () => {
    const x = number(field.value);
    if (x >= least && x <= most && (!whole || Number.isInteger(x))) return set(x);
    tell(`${label} has to be a ${whole ? "whole " : ""}number from ${say(least, 2)} to ${say(most, 2)}.`);
    update(current);
  });
  let current;
  function update(x, last = most) {
    current = x;
    most = last;
    const [low, high] = reach ?? [least, most];
    if (document.activeElement !== range) [range.min, range.max] = [x < low ? least : low, x > high ? most : high].map(there);
    range.value = there(x);
    range.setAttribute("aria-valuetext", say(x, 4));
    if (document.activeElement !== field || number(field.value) !== x) field.value = +x.toPrecision(6);
  }
  return { element: html("div", { class: "nn-slider" }, html("span", { "aria-hidden": "true" }, maths(symbol)), range, field), update };
}

/** A choice between a few named values, as a drop-down list; `options` are pairs [value, words]. */
export function choice({ label, options, set }) {
  const list = html("select", { onchange: () => set(list.value) },
    options.map(([value, text]) => html("option", { value }, text)));
  return { element: html("label", { class: "nn-choice" }, `${label} `, list), update: (value) => { list.value = value; } };
}

export const button = (text, onclick, label) => html("button", { type: "button", onclick, "aria-label": label }, text);

/** A line that screen readers speak when it changes; while things move it waits until they rest. */
export function voice() {
  const element = html("p", { class: "nn-voice", role: "status" });
  let timer;
  const tell = (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (element.textContent !== text) element.textContent = text; }, 300);
  };
  return { element, tell };
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A button that repeats `step` until it returns false or is pressed again; with reduced motion once in half a second.
 *
 *  Otherwise it waits `pause` milliseconds between two steps, or, if that is 0, for the next frame of the screen. */
export function runner(step, text = "Run", pause = 60) {
  let frame = 0, last = 0;
  const stop = () => { cancelAnimationFrame(frame); frame = 0; element.textContent = text; };
  const go = (now) => {
    frame = requestAnimationFrame(go);
    if (now - last < (still() ? 500 : pause)) return;
    last = now;
    if (!element.isConnected || step() === false) stop();
  };
  const element = button(text, () => {
    if (frame) return stop();
    element.textContent = "Pause";
    frame = requestAnimationFrame(go);
  });
  return { element, stop };
}

/** Round numbers for the ticks of an axis from a to b; powers of ten on a logarithmic one. */
function ticks(a, b, about = 5, log = false) {
  if (log) {
    const low = Math.ceil(Math.log10(a) - 1e-9), high = Math.floor(Math.log10(b) + 1e-9);
    const stride = Math.max(1, Math.ceil((high - low + 1) / about));
    return Array.from({ length: Math.floor((high - low) / stride) + 1 }, (_, k) => 10 ** (low + k * stride));
  }
  const rough = (b - a) / about, power = 10 ** Math.floor(Math.log10(rough));
  const stride = power * [1, 2, 5, 10].find((m) => m * power >= rough * 0.999);
  const first = Math.ceil(a / stride - 1e-9);
  return Array.from({ length: Math.floor(b / stride + 1e-9) - first + 1 }, (_, k) => +((first + k) * stride).toPrecision(12));
}

/** A chart that is drawn again whenever its width or its content changes.
 *
 *  `draw(c)` draws; c has `x` and `y` (from numbers to pixels), `left`, `top`, `width`, `height` of the plotting area,
 *  `inside` (a clipped group for marks), `axes({x: [a, b], y: [c, d], xName, yName, log})`, which sets the scales, and
 *  `path(points, attributes)`. Handles live in `handles` and are not drawn again. */
export function chart({ label, ratio = 0.6, most = 420, draw }) {
  const back = svg("g"), inside = svg("svg", { overflow: "hidden" }), handles = svg("g");
  const element = svg("svg", { class: "nn-chart", role: "group", "aria-label": label }, back, inside, handles);
  const c = { element, inside, handles, left: 46, top: 10 };
  c.axes = ({ x, y, xName, yName, log = false }) => {
    const scale = ([a, b], from, to, warp = Number) => (v) => { // far outside is outside: SVG takes no 1e300
      return Math.max(-1e4, Math.min(1e4, from + (warp(v) - warp(a)) / (warp(b) - warp(a)) * (to - from)));
    };
    c.x = scale(x, c.left, c.left + c.width);
    c.y = scale(y, c.top + c.height, c.top, log ? Math.log10 : Number);
    c.unscale = (px, py) => [x[0] + (px - c.left) / c.width * (x[1] - x[0]), y[0] + (c.top + c.height - py) / c.height * (y[1] - y[0])];
    c.span = { x, y };
    const name = (v) => show(v, 6).replace(/\.?0+$/, "");
    for (const t of ticks(...x, c.width < 320 ? 4 : 6)) {
      back.append(svg("line", { class: "nn-grid", x1: c.x(t), x2: c.x(t), y1: c.top, y2: c.top + c.height }),
        svg("text", { x: c.x(t), y: c.top + c.height + 16, "text-anchor": "middle" }, name(t)));
    }
    for (const t of ticks(...y, 5, log)) {
      back.append(svg("line", { class: "nn-grid", x1: c.left, x2: c.left + c.width, y1: c.y(t), y2: c.y(t) }),
        svg("text", { x: c.left - 6, y: c.y(t) + 4, "text-anchor": "end" }, log ? powerOfTen(t) : name(t)));
    }
    back.append(svg("text", { class: "nn-axis", x: c.left + c.width, y: c.top + c.height + 32, "text-anchor": "end" }, xName),
      svg("text", { class: "nn-axis", x: c.left + 6, y: c.top + 12 }, yName));
  };
  c.path = (points, attributes) => {
    const d = points.map(([x, y], k) => `${k ? "L" : "M"}${c.x(x).toFixed(2)} ${c.y(y).toFixed(2)}`).join("");
    return inside.appendChild(svg("path", { fill: "none", d, ...attributes }));
  };
  c.draw = () => {
    const wide = Math.round(element.parentElement?.clientWidth ?? 0);
    if (!wide) return;
    const high = Math.round(Math.min(most, Math.max(200, wide * ratio)));
    Object.assign(c, { width: wide - c.left - 12, height: high - c.top - 40 });
    element.setAttribute("viewBox", `0 0 ${wide} ${high}`);
    element.setAttribute("height", high);
    back.replaceChildren();
    inside.replaceChildren();
    for (const [name, value] of [["x", c.left], ["y", c.top], ["width", c.width], ["height", c.height]]) inside.setAttribute(name, value);
    inside.setAttribute("viewBox", `${c.left} ${c.top} ${c.width} ${c.height}`);
    draw(c);
  };
  new ResizeObserver(c.draw).observe(element); // also when it is first put on a page
  return c;
}

const powerOfTen = (v) => `10${raised(Math.round(Math.log10(v)))}`;

/** A point on a chart that can be dragged, or moved with the arrow keys (with shift in large steps).
 *
 *  `name` says what it is, `get` where it is, [x, y]; `set` is called with where it is dragged to, within the chart's
 *  spans. `steps` are the arrow keys' steps; an axis whose step is 0 does not move. */
export function handle(c, { name, get, set, steps, text, radius = 9 }) {
  const across = steps[0] !== 0;
  const grip = svg("g", { class: "nn-handle", tabindex: 0, role: "slider", "aria-label": name,
    "aria-orientation": across ? "horizontal" : "vertical" },
    svg("circle", { r: 22, fill: "transparent" }), // room for a finger
    svg("circle", { r: radius, class: "nn-grip" }));
  const within = ([x, y]) => [[x, c.span.x], [y, c.span.y]].map(([v, [a, b]]) => Math.min(b, Math.max(a, v)));
  const go = (to) => set(...within(to));
  let held = false;
  // touch-action does not keep a page from scrolling under an SVG group
  grip.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  grip.addEventListener("pointerdown", (event) => { held = true; grip.setPointerCapture(event.pointerId); grip.focus(); event.preventDefault(); });
  grip.addEventListener("pointerup", () => { held = false; });
  grip.addEventListener("pointercancel", () => { held = false; });
  grip.addEventListener("pointermove", (event) => {
    if (!held) return;
    const box = c.element.getBoundingClientRect(), zoom = c.element.viewBox.baseVal.width / box.width;
    const to = c.unscale((event.clientX - box.left) * zoom, (event.clientY - box.top) * zoom), at = get();
    go(to.map((v, k) => (steps[k] === 0 ? at[k] : v)));
  });
  grip.addEventListener("keydown", (event) => {
    const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
    if (!dx && !dy) return;
    event.preventDefault();
    const [x, y] = get(), far = event.shiftKey ? 10 : 1;
    // On a handle that moves along one axis all four arrows move it.
    const [mx, my] = steps[0] === 0 ? [0, dx + dy] : steps[1] === 0 ? [dx + dy, 0] : [dx, dy];
    go([x + mx * far * steps[0], y + my * far * steps[1]].map((v) => +v.toPrecision(10)));
  });
  c.handles.append(grip);
  return {
    element: grip,
    update() {
      const [x, y] = get(), [sx, sy] = within([x, y]), value = across ? x : y, span = across ? c.span.x : c.span.y;
      grip.setAttribute("transform", `translate(${c.x(sx)} ${c.y(sy)})`);
      for (const [key, number] of [["valuemin", span[0]], ["valuemax", span[1]], ["valuenow", value]]) grip.setAttribute(`aria-${key}`, number);
      grip.setAttribute("aria-valuetext", text ? text() : [x, y].filter((_, k) => steps[k] !== 0).map((v) => show(v)).join(", "));
    },
  };
}

/** The frame of a figure in `el`: draws once, then whenever the model changes, at most once per screen frame.
 *
 *  JupyterLab would take arrows and letters for its commands (x deletes a cell); the attribute keeps it from that, where
 *  what has the focus has it itself. */
export function stage(el, model, draw, ...children) {
  const box = html("div", { class: "nn", onfocusin: ({ target }) => { target.dataset.lmSuppressShortcuts = "true"; } }, ...children);
  el.replaceChildren(box);
  let waiting = false;
  const redraw = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => { waiting = false; draw(); });
  };
  model.on("change", redraw);
  draw();
  return () => model.off("change", redraw);
}

/** Set several traits as one change. */
export function put(model, changes) {
  for (const [name, value] of Object.entries(changes)) model.set(name, value);
  model.save_changes();
}
