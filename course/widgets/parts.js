// What the moving figures are made of: elements, mathematics, sliders with number fields, a live voice.

import { typedNumber } from "../numbers.js";

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

/** A number as answer boxes read it: 0.5, 0,5, −1/3, ½, 2·10⁻³; else NaN. */
export const number = (text) => typedNumber(text) ?? NaN;

/** A field for a number; browsers' own read `0,1` as 1. */
export const typed = (label, onchange) => html("input", { type: "text", class: "nn-entry", autocomplete: "off", "aria-label": label, onchange });

/** Mark a field whose text cannot be taken, which stays as it was typed until another number comes; or take the mark away. */
export const mark = (field, wrong) => field.setAttribute("aria-invalid", String(wrong));

/** A slider and a number field for one number; `log` makes the slider logarithmic.
 *
 *  `label` is its name in words, `symbol` its name in letters; with the step 1 only whole numbers are taken. The field
 *  takes all from `least` to `most`; the slider the part `reach` of it, unless it is set to a number beyond. `set` is
 *  called with each new number, `tell` with what is wrong with one that cannot be taken. Returns {element, update}, where
 *  update(x, last) also changes the largest number.
 *  @param {Record<string, any>} options */
export function slider({ label, symbol, least, most, reach, step, log = false, set, tell }) {
  const there = log ? Math.log10 : Number, back = log ? (position) => 10 ** position : Number;
  const decimals = (x) => String(+x.toPrecision(log ? 3 : 12));
  const whole = step === 1, say = (x, digits) => show(x, whole ? 0 : digits);
  const range = html("input", {
    type: "range", "aria-label": label, step: log ? 0.01 : step,
    oninput: () => set(Math.min(most, Math.max(least, +decimals(back(+range.value))))),
  });
  const field = typed(`${label}, as a number`, () => {
    const x = number(field.value), right = x >= least && x <= most && (!whole || Number.isInteger(x));
    mark(field, !right);
    if (right) set(x);
    else tell(`${label} has to be a ${whole ? "whole " : ""}number from ${say(least, 2)} to ${say(most, 2)}.`);
  });
  function update(x, last = most) {
    most = last;
    const [low, high] = reach ?? [least, most];
    if (document.activeElement !== range) [range.min, range.max] = [x < low ? least : low, x > high ? most : high].map(there);
    range.value = there(x);
    range.setAttribute("aria-valuetext", say(x, 4));
    if (document.activeElement === field && number(field.value) === x) return;
    field.value = +x.toPrecision(6);
    mark(field, false);
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

/** A line that is always of what is drawn, and its twin that screen readers speak, which waits until things rest; `seen`
 *  leaves out what is said elsewhere. */
export function voice() {
  const shown = html("p", { class: "nn-said", "aria-hidden": "true" }), spoken = html("p", { class: "nn-voice", role: "status" });
  let timer;
  const tell = (text, seen = text) => {
    shown.textContent = seen;
    clearTimeout(timer);
    timer = setTimeout(() => { if (spoken.textContent !== text) spoken.textContent = text; }, 300);
  };
  return { element: html("div", {}, shown, spoken), tell };
}

/** Whether the last of these costs is a step uphill worth a word: not the trembling at the end of a long way down. */
export const uphill = (first, before, last) => last - before > Math.max(0.01 * before, 1e-6 * first);

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
