// Draws formulas with MathJax when the book is built: each line of input is [TeX, display or not], each line of output
// what the page shows, as [HTML, {name of a glyph: its outline}], or an error's sentence.
//
// The drawing is MathJax's, written down flat: one <use> for each glyph with its place, instead of the nested groups that
// follow the formula's structure. That structure stands in the MathML beside it, which screen readers read.

"use strict";

// MathJax has no types; what is used of it has: its tree, through what it calls an adaptor.
/** @typedef {{name: string, value: string}} Attribute */
/** @typedef {object} TreeNode a node of MathJax's tree, which is asked through the adaptor only */
/** @typedef {{kind(node: TreeNode): string, allAttributes(node: TreeNode): Attribute[], getAttribute(node: TreeNode, name: string): string,
 *   childNodes(node: TreeNode): TreeNode[], tags(node: TreeNode, name: string): TreeNode[], outerHTML(node: TreeNode): string,
 *   innerHTML(node: TreeNode): string}} Adaptor */
/** @typedef {{tex2svg(tex: string, options: {display: boolean}): TreeNode, startup: {adaptor: Adaptor}}} MathJax */
/** @typedef {[number, number, number, number]} Step a shift followed by a scale: [dx, dy, sx, sy] */
/** @typedef {{x: number, shapes: string, level: number}} Part */

const component = require(`${__dirname}/mathjax/node-main.js`);

/** The product of two steps.
 * @param {Step} first @param {Step} second @returns {Step} */
const after = ([a, b, s, t], [c, d, u, v]) => [a + s * c, b + t * d, s * u, t * v];

/** @param {string | undefined} text @returns {Step} */
function step(text) {
  /** @type {Step} */
  let place = [0, 0, 1, 1];
  for (const [, kind, first, second] of (text ?? "").matchAll(/(\w+)\(\s*([-\d.e]+)(?:[\s,]+([-\d.e]+))?\s*\)/g)) {
    if (kind === "translate") place = after(place, [+first, +(second ?? 0), 1, 1]);
    else if (kind === "scale") place = after(place, [0, 0, +first, +(second ?? first)]);
    else throw Error(`the drawing is turned by ${text}`);
  }
  return place;
}

/** @param {number} x */
const short = (x) => String(Math.round(x * 1000) / 1000);
/** @param {string[][]} pairs */
const attributes = (pairs) => pairs.map(([name, value]) => ` ${name}="${value}"`).join("");
/** @param {string} id */
const glyph = (id) => id.replace(/^MJX-\d+-TEX-/, "t");

const COORDINATES = { M: "xy", L: "xy", H: "x", V: "y", Q: "xyxy", T: "xy", C: "xyxyxy", S: "xyxy" };

/** An outline by steps from point to point, which are shorter than places: a quarter less to load.
 * @param {string} outline @returns {string} */
function relative(outline) {
  let at = { x: 0, y: 0 }, begun = at;
  return [...outline.matchAll(/([A-Z])([^A-Z]*)/g)].map(([, command, rest]) => {
    if (command === "Z") return (at = begun, "z");
    const kinds = [.../** @type {Record<string, string>} */ (COORDINATES)[command]], numbers = (rest.match(/-?[\d.]+/g) ?? []).map(Number);
    if (!numbers.length || numbers.length % kinds.length) throw Error(`an outline has ${command}${rest}`);
    const steps = numbers.map((number, k) => {
      const kind = /** @type {"x" | "y"} */ (kinds[k % kinds.length]), step = short(number - at[kind]);
      if (k % kinds.length === kinds.length - 1) for (let n = 0; n < kinds.length; n += 1) at = { ...at, [kinds[n]]: numbers[k - kinds.length + 1 + n] };
      return step;
    });
    if (command === "M") begun = at;
    return command.toLowerCase() + steps.reduce((text, step) => text + (text && !step.startsWith("-") ? " " : "") + step, "");
  }).join("");
}

/** @param {Step} step */
function moved([x, y, s, t]) {
  const parts = [];
  if (x || y) parts.push(`translate(${short(x)},${short(y)})`);
  if (s !== 1 || t !== 1) parts.push(`scale(${[...new Set([short(s), short(t)])].join(",")})`);
  return parts.length ? [["transform", parts.join(" ")]] : [];
}

/** The elements of a drawing without its groups.
 * @param {Adaptor} adaptor @param {TreeNode} node @param {Step} place @returns {string} */
function flat(adaptor, node, place) {
  const kind = adaptor.kind(node), own = Object.fromEntries(adaptor.allAttributes(node).map(({ name, value }) => [name, value]));
  if (kind === "defs") return "";
  if (own["data-mml-node"] === "merror") throw Error(own["data-mjx-error"] ?? own.title ?? "TeX error");
  const here = after(place, step(own.transform));
  if (kind === "g") {
    const extra = Object.entries(own).filter(([name]) => /^(?:fill|stroke)/.test(name));
    const inner = adaptor.childNodes(node).map((child) => flat(adaptor, child, here)).join("");
    return extra.length && inner ? `<g${attributes(extra)}>${inner}</g>` : inner;
  }
  if (kind === "use") {
    const [x, y, s, t] = here, target = ["href", `#${glyph(own["xlink:href"].slice(1))}`];
    if (s !== 1 || t !== 1) return `<use${attributes([target, ...moved(here)])}/>`;
    return `<use${attributes([target, ...x ? [["x", short(x)]] : [], ...y ? [["y", short(y)]] : []])}/>`;
  }
  if (kind === "rect" && here[2] === 1 && here[3] === 1) {
    if (!+own.width || !+own.height) return "";
    return `<rect${attributes([["width", own.width], ["height", own.height], ["x", short(+(own.x ?? 0) + here[0])], ["y", short(+(own.y ?? 0) + here[1])]])}/>`;
  }
  // Whatever else there is (the middle of a tall bracket is a drawing of its own) stays as it is, at its place.
  const whole = adaptor.outerHTML(node).replace(/ (?:data-c|data-mml-node|xmlns)="[^"]*"/g, "").replaceAll(/xlink:href="#([^"]*)"/g, (_, id) => `href="#${glyph(id)}"`);
  return `<g${attributes(moved(place))}>${whole}</g>`;
}

// A wide formula is drawn in pieces, side by side where there is room, below each other on a phone: it may break before
// relations and before the signs of sums and products, inside of brackets only where what is outside of them is still too wide.
const WIDE = 30, SHORT = 5; // ex; a phone of 320 px shows about 34, and what is short has no line of its own
const ROWS = new Set(["math", "mrow", "mstyle", "TeXAtom", "mtd"]);
const RELATIONS = new Set("=<>≠≈≤≥≡∼≪≫∈⟺⇔⟹⇒→↦".split("")), SIGNS = new Set("+−±⋅×∘⊙".split(""));
const OPENING = new Set("([{".split("")), CLOSING = new Set(")]}".split(""));

/** The parts of a row from left to right: [{x, shapes, level}], where a level, the depth in brackets, marks a place to break.
 * @param {Adaptor} adaptor @param {TreeNode} node @param {Step} place @returns {Part[]} */
function parts(adaptor, node, place, state = { depth: 0, before: "" }) {
  const kind = adaptor.getAttribute(node, "data-mml-node"), here = after(place, step(adaptor.getAttribute(node, "transform")));
  const painted = adaptor.allAttributes(node).some(({ name }) => /^(?:fill|stroke)/.test(name));
  if (ROWS.has(kind) && !painted) {
    const bracketed = Number(kind === "mrow" || kind === "TeXAtom");
    state.depth += bracketed;
    const found = adaptor.childNodes(node).flatMap((child) => parts(adaptor, child, here, state));
    state.depth -= bracketed;
    return found;
  }
  const code = kind === "mo" && adaptor.tags(node, "use")[0];
  const sign = code ? String.fromCodePoint(parseInt(adaptor.getAttribute(code, "data-c"), 16)) : "";
  if (CLOSING.has(sign)) state.depth -= 1;
  const operand = state.before && !RELATIONS.has(state.before) && !SIGNS.has(state.before) && !OPENING.has(state.before);
  const breaks = operand && (RELATIONS.has(sign) || SIGNS.has(sign));
  const part = { x: here[0], shapes: flat(adaptor, node, place), level: breaks ? state.depth : Infinity };
  if (OPENING.has(sign)) state.depth += 1;
  state.before = sign || kind;
  return part.shapes ? [part] : [];
}

/** The parts as pieces, none wider than need be: lists of parts that stay together; `ex` is the size of a unit.
 * @param {Part[]} found @param {number} end @param {number} ex @returns {Part[][]} */
function pieces(found, end, ex) {
  const level = Math.min(...found.slice(1).map((part) => part.level));
  if ((end - found[0].x) * ex <= WIDE || level === Infinity) return [found];
  const cut = [[found[0]]];
  for (const part of found.slice(1)) {
    if (part.level === level && (part.x - cut.at(-1)[0].x) * ex > SHORT) cut.push([]);
    else if (part.level === level) part.level = Infinity;
    cut.at(-1).push(part);
  }
  return cut.flatMap((piece, k) => pieces(piece, cut[k + 1]?.[0].x ?? end, ex));
}

/** The lines of a formula that is one table, or the formula as one line.
 * @param {Adaptor} adaptor @param {TreeNode} top @returns {{cells: TreeNode[], place: Step, y: number}[] | undefined} */
function lines(adaptor, top) {
  let node = adaptor.childNodes(top)[0], place = step(adaptor.getAttribute(node, "transform"));
  if (adaptor.childNodes(top).length !== 1) return undefined;
  while (ROWS.has(adaptor.getAttribute(node, "data-mml-node")) && adaptor.childNodes(node).length === 1) {
    node = adaptor.childNodes(node)[0];
    place = after(place, step(adaptor.getAttribute(node, "transform")));
  }
  if (adaptor.getAttribute(node, "data-mml-node") !== "mtable") return [{ cells: [adaptor.childNodes(top)[0]], place: [0, 0, 1, 1], y: 0 }];
  return adaptor.childNodes(node).map((row) => {
    const here = after(place, step(adaptor.getAttribute(row, "transform")));
    return { cells: adaptor.childNodes(row), place: here, y: here[1] };
  });
}

const AXIS = 250; // the height at which signs and fractions are centred

/** A wide formula as HTML, in pieces; undefined where it is narrow or has no place to break.
 * @param {Adaptor} adaptor @param {TreeNode} top @param {Record<string, string>} own */
function broken(adaptor, top, own) {
  const [left, above, width, height] = own.viewBox.split(" ").map(Number);
  const ex = parseFloat(own.width) / width;
  const found = width * ex > WIDE && lines(adaptor, top);
  if (!found) return undefined;
  let count = 0;
  const drawnLines = found.map(({ cells, place, y }, k) => {
    const state = { depth: 0, before: "" }, row = cells.flatMap((cell) => parts(adaptor, cell, place, state));
    if (!row.length) return "";
    const upper = k ? (found[k - 1].y + y) / 2 + AXIS : -above, lower = k < found.length - 1 ? (y + found[k + 1].y) / 2 + AXIS : -above - height;
    /** @param {number} from @param {number} to @param {string} shapes @param {string} name */
    const drawing = (from, to, shapes, name) => `<svg${attributes([["class", name], ["width", `${short((to - from) * ex)}ex`], ["height", `${short((upper - lower) * ex)}ex`],
      ["viewBox", [from, -upper, to - from, upper - lower].map(short).join(" ")], ["aria-hidden", "true"]])}>${shapes && `<g transform="scale(1,-1)">${shapes}</g>`}</svg>`;
    const cut = pieces(row, left + width, ex), name = `d${short(Math.max(0, (y - lower) * ex)).replace(".", "-")}`;
    count += cut.length;
    const indent = row[0].x > left + 1 ? drawing(left, row[0].x, "", "indent") : "";
    return indent + cut.map((piece, n) => drawing(piece[0].x, cut[n + 1]?.[0].x ?? left + width, piece.map(({ shapes }) => shapes).join(""), name)).join("");
  }).filter(Boolean);
  if (count === drawnLines.length) return undefined;
  return drawnLines.length === 1 ? drawnLines[0] : `<span class="lines">${drawnLines.map((line) => `<span>${line}</span>`).join("")}</span>`;
}

/** @param {MathJax} mathjax @param {string} tex @param {boolean} display */
function drawn({ tex2svg, startup: { adaptor } }, tex, display) {
  const container = tex2svg(tex, { display });
  const [svg, assistive] = adaptor.childNodes(container);
  const own = Object.fromEntries(adaptor.allAttributes(svg).map(({ name, value }) => [name, value]));
  const depth = /vertical-align: (-?[\d.]+)(?:ex)?/.exec(own.style)?.[1] ?? "0";
  if (!/^(?:vertical-align: [^;]*;?)?$/.test(own.style ?? "")) throw Error(`the drawing has the style ${own.style}`);
  /** @type {Record<string, string>} */
  const glyphs = {};
  for (const path of adaptor.tags(svg, "path")) if (adaptor.getAttribute(path, "id")) glyphs[glyph(adaptor.getAttribute(path, "id"))] = relative(adaptor.getAttribute(path, "d"));
  const [, top] = adaptor.childNodes(svg); // the first child holds the glyphs; this one turns the plane upside down
  if (adaptor.getAttribute(top, "transform") !== "scale(1,-1)") throw Error("the drawing is not built as expected");
  const shapes = adaptor.childNodes(top).map((child) => flat(adaptor, child, [0, 0, 1, 1])).join("");
  const math = adaptor.innerHTML(assistive).replace(/ (?:data-mjx-[\w-]+|xmlns)="[^"]*"/g, "").replace(/&nbsp;/g, "\u00a0");
  const box = attributes([["class", `d${depth.replace(/^-/, "").replace(".", "-")}`], ["width", own.width], ["height", own.height],
    ["viewBox", own.viewBox], ["aria-hidden", "true"]]);
  const several = broken(adaptor, top, own);
  return [`<mjx-container${display ? ' display="true"' : ""}${several ? ' class="pieces"' : ""}>${several ?? `<svg${box}><g transform="scale(1,-1)">${shapes}</g></svg>`}`
    + `<mjx-assistive-mml${display ? ' display="block"' : ""}>${math}</mjx-assistive-mml></mjx-container>`, glyphs];
}

component.init({
  startup: { typeset: false },
  loader: { load: ["input/tex-full", "output/svg", "a11y/assistive-mml", "adaptors/liteDOM"], paths: { mathjax: `${__dirname}/mathjax` } },
  tex: { packages: { "[-]": ["noerrors", "noundefined", "require"] }, formatError: (_, /** @type {Error} */ error) => { throw error; } },
  svg: { fontCache: "local" },
  options: { enableAssistiveMml: true },
}).then((/** @type {MathJax} */ loaded) => {
  require("readline").createInterface({ input: process.stdin }).on("line", (/** @type {string} */ line) => {
    let answer;
    try {
      const [tex, display] = JSON.parse(line);
      answer = drawn(loaded, tex, display);
    } catch (error) {
      answer = error.message;
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  });
});
