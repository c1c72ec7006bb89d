// The tape of an expression: what is typed becomes a list of single operations, and the sweep goes back through it.
import { activations } from "../engine.js";
import { lowered } from "../more.js";
import { PARTS, RAISED } from "../../numbers.js";
import { button, html, mark, number, put, show, slider, stage, typed, voice } from "../parts.js";
import WORDS from "./words.json" with { type: "json" };

const TOKEN = new RegExp(`\\s*([0-9]+[.,]?[0-9]*|[.,][0-9]+|[${Object.keys(PARTS).join("")}]|[${RAISED.slice(0, 10)}]+(?!\\s*(?:\\*\\*|\\^))|\\*\\*|[-+*/^()−·⋅×÷⁄σ]|[a-z]+)`, "y");
const refuse = (words, token = "") => { throw new Error(words.replace("{}", () => token)); };

// Each operation on numbers: its value, and its derivative by each of them. The same lines as in nnlib.autodiff.
const rule = ({ f, prime }) => (x) => [f(x), prime(x)];
const FUNCTIONS = {
  exp: (x) => [Math.exp(x), Math.exp(x)], log: (x) => [Math.log(x), 1 / x], sin: (x) => [Math.sin(x), Math.cos(x)],
  cos: (x) => [Math.cos(x), -Math.sin(x)], tanh: rule(activations.tanh), sigma: rule(activations.sigmoid), softplus: rule(activations.softplus),
};
const BINARY = {
  "+": (x, y) => [x + y, 1, 1], "-": (x, y) => [x - y, 1, -1], "*": (x, y) => [x * y, y, x], "/": (x, y) => [x / y, 1 / y, -x / y / y],
  "**": (x, y) => [x ** y, y && y * x ** (y - 1), x > 0 ? x ** y * Math.log(x) : x === 0 && y > 0 ? 0 : NaN],
};
const operation = (symbol, count) => FUNCTIONS[symbol] ?? (count === 1 ? (x) => [-x, -1] : BINARY[symbol]);
const isNumber = (tree) => typeof tree === "number";

/** The tree of an expression: a number, "x" or "y", or [operation, tree, …]; an error in words where it is none. */
export function parsed(text) {
  const tokens = [];
  for (let at = 0; text.slice(at).trim();) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) refuse(WORDS.unreadable, text.slice(at).trim()[0]);
    if (RAISED.includes(found[1][0])) tokens.push("**", [...found[1]].map((sign) => RAISED.indexOf(sign)).join("")); // x² is x ** 2
    else tokens.push(Object.hasOwn(WORDS["other names"], found[1]) ? WORDS["other names"][found[1]] : found[1]);
    at = TOKEN.lastIndex;
  }
  let k = 0;
  const made = (symbol, ...parts) => {
    if (!parts.every(isNumber)) return [symbol, ...parts];
    const results = operation(symbol, parts.length)(...parts);
    if (!Number.isFinite(results[0])) refuse(WORDS["no value"]);
    return results[0];
  };
  const chain = (symbols, part) => {
    let tree = part();
    while (symbols.includes(tokens[k])) tree = made(tokens[k++], tree, part());
    return tree;
  };
  const total = () => chain(["+", "-"], () => chain(["*", "/"], signed));
  function signed() {
    if (["+", "-"].includes(tokens[k])) return tokens[k++] === "-" ? made("-", signed()) : signed();
    const base = atom();
    return tokens[k] === "**" ? (k++, made("**", base, signed())) : base;
  }
  function atom() {
    const token = tokens[k++] ?? WORDS.end, known = Object.hasOwn(FUNCTIONS, token);
    if (token === "x" || token === "y") return token;
    if (!Number.isNaN(number(token))) return number(token);
    if (known && tokens[k++] !== "(") refuse(WORDS.parentheses, token);
    if (!known && token !== "(") refuse(WORDS.unreadable, token);
    const tree = total();
    if (tokens[k++] !== ")") refuse(WORDS.open);
    return known ? made(token, tree) : tree;
  }
  const tree = total();
  if (k < tokens.length) refuse(WORDS.unreadable, tokens[k]);
  if (isNumber(tree)) refuse(WORDS["no letter"]);
  return tree;
}

/** What is wrong with a state, in words, or nothing. */
export function problem({ expression }) {
  try { parsed(expression); } catch (error) { return `expression is “${expression}”, where ${error.message}`; }
}

/** The tape: {name, formula, value, parents, partials, adjoint} for each node, and what ended it before its end.
 *  @param {Record<string, any>} state */
export function tape({ expression, swept, ...at }) {
  const tree = parsed(expression), holds = (part, name) => part === name || (Array.isArray(part) && part.slice(1).some((p) => holds(p, name)));
  const nodes = [], record = (node) => nodes.push(node) - 1;
  const leaves = Object.fromEntries(["x", "y"].filter((name) => holds(tree, name)).map((name) =>
    [name, record({ name, formula: "", value: at[name], parents: [], partials: [] })]));
  let count = 0, ended = "";
  const run = (part) => { // an index into the nodes, or {constant}
    if (!Array.isArray(part)) return isNumber(part) ? { constant: part } : leaves[part];
    const [symbol, ...parts] = [part[0], ...part.slice(1).map(run)];
    const numbers = parts.map((p) => p.constant ?? nodes[p].value), words = parts.map((p) => (p.constant === undefined ? nodes[p].name : String(+p.constant.toPrecision(6)).replace("-", "−")));
    const [value, ...all] = operation(symbol, parts.length)(...numbers), kept = parts.map((p, i) => [p, all[i]]).filter(([p]) => p.constant === undefined);
    const formula = FUNCTIONS[symbol] ? `${symbol}(${words[0]})` : words.length === 1 ? `−${words[0]}`
      : words.join(` ${{ "**": "^", "*": "·", "-": "−" }[symbol] ?? symbol} `);
    if (![value, ...kept.map(([, p]) => p)].every(Number.isFinite)) throw new Error(`${formula} has no value or no derivative that a number can hold`);
    count += 1;
    return record({ name: `v${lowered(count)}`, formula, value, parents: kept.map(([p]) => p), partials: kept.map(([, p]) => p) });
  };
  try { run(tree); } catch (error) { ended = error.message; }
  for (const node of nodes) node.adjoint = 0;
  if (!ended) {
    nodes.at(-1).adjoint = 1;
    for (const node of nodes.slice().reverse().slice(0, swept)) node.parents.forEach((p, i) => { nodes[p].adjoint += node.adjoint * node.partials[i]; });
  }
  return { nodes, ended };
}

export default { render({ model, el }) {
  const state = () => Object.fromEntries(["expression", "x", "y", "swept"].map((name) => [name, model.get(name)]));
  const said = voice(), bounds = model.get("_bounds");
  const field = typed("expression in x and y", () => {
    const expression = field.value.trim().slice(0, bounds.expression.longest), wrong = problem({ expression });
    mark(field, Boolean(wrong));
    refused.textContent = wrong ? `${wrong[0].toUpperCase()}${wrong.slice(1)}.` : "";
    if (!wrong) put(model, { expression, swept: 0 });
  });
  field.maxLength = bounds.expression.longest;
  const refused = html("p", { class: "nn-refused", role: "alert" }), lines = html("ol", { class: "nn-tape" });
  const slide = (name) => slider({ label: `number ${name}`, symbol: name, ...bounds[name], step: 0.1, tell: said.tell, set: (value) => put(model, { [name]: value }) });
  const numbers = { x: slide("x"), y: slide("y") };
  const length = () => tape(state()).nodes.length;
  const go = (swept) => put(model, { swept: Math.max(0, Math.min(length(), swept)) });
  const buttons = [button("One node back", () => go(model.get("swept") + 1)), button("Undo", () => go(Math.min(model.get("swept"), length()) - 1)), button("Whole sweep", () => go(length()))];

  let typedFor = null;
  function draw() {
    const s = state(), { nodes, ended } = tape(s), n = nodes.length, swept = Math.min(s.swept, n), now = n - swept;
    if (typedFor !== s.expression) {
      [field.value, refused.textContent, typedFor] = [s.expression, "", s.expression];
      mark(field, false);
    }
    for (const [name, control] of Object.entries(numbers)) control.update(s[name]);
    lines.replaceChildren(...nodes.map((node, i) => {
      const known = !ended && i >= now - 1, partial = !known && node.adjoint !== 0;
      return html("li", { class: !ended && swept && i === now ? "nn-now" : "", "aria-current": !ended && swept && i === now ? "step" : null },
        html("span", { class: "forward", "data-name": "value" }, `${node.name} = ${node.formula && `${node.formula} = `}${show(node.value)}`),
        html("span", { class: "nn-partials", "data-name": "partials" }, node.parents.map((p, k) => html("span", {}, `∂${node.name}/∂${nodes[p].name} = ${show(node.partials[k])}`))),
        html("span", { class: "backward", "data-name": "adjoint" }, ended ? "" : known || partial ? `${known ? "adjoint" : "so far"} ${show(node.adjoint)}` : ""));
    }));
    const done = swept >= n && !ended, f = nodes.at(-1);
    const result = ended ? `The tape ends here: ${ended}.` : done
      ? `Done: ${nodes.filter((node) => !node.formula).map((node) => `∂f/∂${node.name} = ${show(node.adjoint)}`).join(", ")}, where f is ${f.name}.`
      : swept ? `${nodes[now].name} has passed its adjoint on to ${nodes[now].parents.length ? `what it was made of, ${nodes[now].parents.map((p) => nodes[p].name).join(" and ")}` : "nobody: it is an input"}.`
        : `The tape is recorded. The sweep begins at its end: by itself, ${f.name} has the derivative 1.`;
    buttons[0].disabled = buttons[2].disabled = Boolean(ended) || swept >= n;
    buttons[1].disabled = Boolean(ended) || !swept;
    said.tell(!ended && swept && !done ? `${result} ${nodes.slice(0, now).filter((node) => node.adjoint).map((node) => `${node.name} has ${show(node.adjoint)}`).join(", ")}.` : result, result);
  }

  return stage(el, model, draw, html("label", { class: "nn-expression" }, html("span", {}, "f = "), field), refused,
    html("p", { class: "nn-legend" }, "Take + − * / ** and parentheses, numbers, x, y, and exp, log, sin, cos, tanh, sigma, softplus."),
    html("div", { class: "nn-row" }, buttons), lines, said.element, html("div", { class: "nn-columns" }, numbers.x.element, numbers.y.element));
} };
