// Draws formulas with MathJax when the book is built: each line of input is [TeX, display or not], each line of output
// what the page shows, as [HTML, {name of a glyph: its outline}], or an error's sentence.
//
// The drawing is MathJax's, written down flat: one <use> for each glyph with its place, instead of the nested groups that
// follow the formula's structure. That structure stands in the MathML beside it, which screen readers read.

"use strict";

const component = require("./mathjax/node-main.js");

/** The product of two steps, each a shift followed by a scale: [dx, dy, sx, sy]. */
const after = ([a, b, s, t], [c, d, u, v]) => [a + s * c, b + t * d, s * u, t * v];

function step(text) {
  let place = [0, 0, 1, 1];
  for (const [, kind, first, second] of (text ?? "").matchAll(/(\w+)\(\s*([-\d.e]+)(?:[\s,]+([-\d.e]+))?\s*\)/g)) {
    if (kind === "translate") place = after(place, [+first, +(second ?? 0), 1, 1]);
    else if (kind === "scale") place = after(place, [0, 0, +first, +(second ?? first)]);
    else throw Error(`the drawing is turned by ${text}`);
  }
  return place;
}

const short = (x) => String(Math.round(x * 1000) / 1000);
const attributes = (pairs) => pairs.map(([name, value]) => ` ${name}="${value}"`).join("");
const glyph = (id) => id.replace(/^MJX-\d+-TEX-/, "t");

function moved([x, y, s, t]) {
  const parts = [];
  if (x || y) parts.push(`translate(${short(x)},${short(y)})`);
  if (s !== 1 || t !== 1) parts.push(`scale(${[...new Set([short(s), short(t)])].join(",")})`);
  return parts.length ? [["transform", parts.join(" ")]] : [];
}

/** The elements of a drawing without its groups. */
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

function drawn({ tex2svg, startup: { adaptor } }, tex, display) {
  const container = tex2svg(tex, { display });
  const [svg, assistive] = adaptor.childNodes(container);
  const own = Object.fromEntries(adaptor.allAttributes(svg).map(({ name, value }) => [name, value]));
  const depth = /vertical-align: (-?[\d.]+)(?:ex)?/.exec(own.style)?.[1] ?? "0";
  if (!/^(?:vertical-align: [^;]*;?)?$/.test(own.style ?? "")) throw Error(`the drawing has the style ${own.style}`);
  const glyphs = {};
  for (const path of adaptor.tags(svg, "path")) if (adaptor.getAttribute(path, "id")) glyphs[glyph(adaptor.getAttribute(path, "id"))] = adaptor.getAttribute(path, "d");
  const [, top] = adaptor.childNodes(svg); // the first child holds the glyphs; this one turns the plane upside down
  if (adaptor.getAttribute(top, "transform") !== "scale(1,-1)") throw Error("the drawing is not built as expected");
  const shapes = adaptor.childNodes(top).map((child) => flat(adaptor, child, [0, 0, 1, 1])).join("");
  const math = adaptor.innerHTML(assistive).replace(/ (?:data-mjx-[\w-]+|xmlns)="[^"]*"/g, "").replace(/&nbsp;/g, "\u00a0");
  const box = attributes([["class", `d${depth.replace(/^-/, "").replace(".", "-")}`], ["width", own.width], ["height", own.height],
    ["viewBox", own.viewBox], ["aria-hidden", "true"], ["focusable", "false"]]);
  return [`<mjx-container${display ? ' display="true"' : ""} jax="SVG"><svg${box}><g transform="scale(1,-1)">${shapes}</g></svg>`
    + `<mjx-assistive-mml${display ? ' display="block"' : ""}>${math}</mjx-assistive-mml></mjx-container>`, glyphs];
}

component.init({
  startup: { typeset: false },
  loader: { load: ["input/tex-full", "output/svg", "a11y/assistive-mml", "adaptors/liteDOM"], paths: { mathjax: `${__dirname}/mathjax` } },
  tex: { packages: { "[-]": ["noerrors", "noundefined", "require"] }, formatError: (jax, error) => { throw error; } },
  svg: { fontCache: "local" },
  options: { enableAssistiveMml: true },
}).then((loaded) => {
  require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
    let answer;
    try {
      answer = drawn(loaded, ...JSON.parse(line));
    } catch (error) {
      answer = error.message;
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  });
});
