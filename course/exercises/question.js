// The answer box of an exercise: reads what stands in its fields, compares it with the sealed table that Python made, and
// shows the sentence that this opens. The same is in Python: `read` in course.exercises.answers, `judge` in judging, `mix`,
// `found_at` and `opened` in sealing.

import { NUMBER, PARTS, typedNumber } from "../numbers.js";
import VERDICTS from "./verdicts.json" with { type: "json" };

const COMPUTED = /[(^√*·×⋅⁰¹²³⁴⁵⁶⁷⁸⁹]/;
const TWO = /[0-9.,]\s+[0-9.,]|[0-9][xX]/; // two numbers side by side are a list
const LOST = /[·×⋅*]\s*10(?![0-9.,]|\s*(?:\^|\*\*|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]))/; // a power whose exponent was lost when it was copied
const LABEL = /(?:^|(?<=[\s,;[(]))(?:\p{L}|[∂|])[^\s,;=≈]*\s*[=≈]/gu; // p = 0.79, q = -0.51

/** A sentence with its parts in the places that it keeps for them: {} in their order, {0} by number. */
const filled = (sentence, ...parts) => {
  let k = 0;
  return sentence.replace(/\{(\d*)\}/g, (_, place) => parts[place === "" ? k++ : Number(place)]);
};

/** A number as people type it, or a small calculation, or undefined; the same as `_read` of answers.py. */
export const spelled = (text, thousands, percent) => typedNumber(text, thousands, percent, computed);

/** The value of a small calculation such as ln(10^6), 0.001·160 or (2 + 6 + 21)/14, or undefined. */
function computed(text) {
  if (!COMPUTED.test(text) || TWO.test(text) || LOST.test(text)) return undefined;
  try {
    const value = parsed(text, [])({});
    return Number.isFinite(value) ? value : undefined;
  } catch { return undefined; }
}

/** The n texts of a list that came as one, such as "[1, 2, 3]" or "32x10"; undefined for anything else, as for 0,332. */
export function pasted(text, n) {
  if (NUMBER.test(text.trim())) return undefined;
  const plain = text.replace(LABEL, " ").replace(/([0-9])\s*[x×]\s*(?=[0-9])/g, "$1 ").replace(/[[\]()]/g, " ").trim();
  return [/\s*;\s*/, /(?:,\s+|\s)\s*/, /\s*,\s*/].map((between) => plain.split(between).filter(Boolean))
    .find((parts) => parts.length === n && n > 1 && parts.every((part) => NUMBER.test(part.replaceAll("−", "-"))));
}

/** The numbers of an answer, or an error whose message is for the reader. */
export function read(table, given) {
  if (!given.length || given.every((text) => !text.trim())) throw new Error(VERDICTS["no answer"]);
  if (table.kind === "formula") return table.points.map(parsed(given[0], Object.keys(table.points[0])));
  const alone = given.slice(1).every((text) => !text.trim());
  const texts = (table.kind === "array" && alone && pasted(given[0], given.length)) || given;
  return texts.map((text, k) => {
    if (!text.trim()) throw new Error(filled(VERDICTS.missing, table.labels[k]));
    const value = spelled(text, table.thousands.includes(k), table.labels[k] === "percent");
    if (value === undefined) throw new Error(filled(VERDICTS["no number"], text.trim()));
    if (!Number.isFinite(value)) throw new Error(filled(VERDICTS["too large"], text.trim()));
    return value;
  });
}

// Formulas: the same grammar as in formulas.py.
const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
const FUNCTIONS = {
  sigmoid, softplus: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), tanh: Math.tanh,
  sigmoid_prime: (z) => sigmoid(z) * sigmoid(-z), softplus_prime: sigmoid, tanh_prime: (z) => 1 - Math.tanh(z) ** 2,
  exp: Math.exp, ln: Math.log, log: Math.log, sqrt: Math.sqrt, sinh: Math.sinh, cosh: Math.cosh, sech: (z) => 1 / Math.cosh(z),
};
const OPERATIONS = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b, "^": (a, b) => a ** b };
const RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻", LOWERED = "₀₁₂₃₄₅₆₇₈₉";
const FORMULA = VERDICTS.formula, SPELLINGS = [...FORMULA.spellings, ...Object.entries(PARTS).map(([sign, part]) => [sign, `(${part})`]), ...[...LOWERED].map((sign, k) => [sign, `${k}`])];
const MIXED = new RegExp(`[0-9][${Object.keys(PARTS).join("")}]`);
const CODE = /\b(?:np|numpy|math)\.(?=[a-z])/g, SAMPLE = /_(?:d\b|\{d\}|d(?=[0-9]))/g, OTHER = { yhat: "y_hat" }; // besides W³ for w³
const TOKEN = /[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+|[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+|\S/gu;

/** A formula as a function of the values of its names; an error says what in it cannot be read, or be read in two ways. */
export function parsed(text, names) {
  if ([...text].length > FORMULA.longest) throw new Error(filled(FORMULA["too long"], [...text].length, FORMULA.longest));
  let plain = text.normalize("NFC");
  const mixed = plain.match(MIXED);
  if (mixed) throw new Error(filled(FORMULA.mixed, mixed[0]));
  (plain.match(/_\{?[0-9]+\}?/g) ?? []).forEach((index) => { plain = plain.replace(index, index.replace(/[_{}]/g, "")); });
  plain = plain.replace(CODE, "");
  if (!names.some((name) => name.endsWith("_d"))) plain = plain.replace(SAMPLE, ""); // the sample, as the chapters write it
  SPELLINGS.forEach(([spelling, other]) => { plain = plain.replaceAll(spelling, other); });
  if (plain.split("=").length === 2) [, plain] = plain.split("=");
  if (!plain.trim()) throw new Error(FORMULA.none);
  const tokens = plain.match(TOKEN);
  let at = 0;
  const next = (k = 0) => tokens[at + k] ?? "", take = () => { at += 1; return tokens[at - 1]; };
  const starts = () => next() === "(" || /^[A-Za-z0-9.]/.test(next()), raised = (token) => token !== "" && RAISED_DIGITS.includes(token[0]);
  const digits = (token) => [...token].map((sign) => (sign === "⁻" ? "-" : RAISED_DIGITS.indexOf(sign))).join("");
  const fail = (message) => { throw new Error(message); };
  const exponent = (token) => (/^-?[0-9]{1,9}$/.test(digits(token)) ? Number(digits(token)) : fail(FORMULA.write));
  const unknown = (name) => fail(filled(FORMULA.unknown, name, name.startsWith("delta") ? FORMULA["a product"] : "",
    names.filter((own) => !own.startsWith("delta")).join(", "), Object.keys(FUNCTIONS).join(", ")));

  function sum() {
    let tree = product();
    while (next() === "+" || next() === "-") tree = [take(), tree, product()];
    return tree;
  }
  function product() {
    let tree = factor();
    while (next() === "*" || next() === "/" || starts()) {
      const sign = next() === "*" || next() === "/" ? take() : "*", begin = at;
      tree = [sign, tree, factor()];
      if (sign === "/" && starts()) fail(filled(FORMULA.below, tokens.slice(begin, at).join("")));
    }
    return tree;
  }
  function factor() {
    if (next() === "+" || next() === "-") return take() === "-" ? ["neg", factor()] : factor();
    return powers(atom());
  }
  function powers(base) {
    const tree = raised(next()) ? ["^", base, ["number", exponent(take())]] : base;
    if (next() !== "^") return tree;
    take();
    const power = factor();
    if (tree[0] === "number" && tree[1] === Math.E && /^[0-9]/.test(tokens[at - 1]) && starts()) fail(FORMULA.exponent);
    return ["^", tree, power];
  }
  function atom() {
    const token = next();
    if (token === "(") {
      take();
      const tree = sum();
      if (next() !== ")") fail(FORMULA.write);
      take();
      return tree;
    }
    if (/^[0-9.]/.test(token) && token !== ".") {
      if (Number(token.replace(",", ".")) > FORMULA.largest) fail(filled(FORMULA["too large"], token.slice(0, 20)));
      return ["number", Number(take().replace(",", "."))];
    }
    if (/^[A-Za-z]/.test(token)) return name(take());
    return fail(["", ")", "*", "/", "^"].includes(token) ? FORMULA.write : FORMULA.only);
  }
  function name(word) {
    const layer = next();
    if (raised(layer) && names.includes(word + digits(layer))) {
      if (names.includes(word)) fail(filled(FORMULA.layer, word, layer, digits(layer)));
      take();
      return ["name", word + digits(layer)];
    }
    if (names.includes(word)) return ["name", word];
    const other = OTHER[word] ?? word.toLowerCase();
    if (other !== word && (names.includes(other) || (raised(layer) && names.includes(other + digits(layer))))) return name(other);
    if (layer === "^" && names.includes(word + next(1))) {
      take();
      return ["name", word + take()];
    }
    if (Object.hasOwn(FUNCTIONS, word)) return call(word);
    if (word === "e" || word === "pi") return ["number", word === "e" ? Math.E : Math.PI];
    const parts = splits(word);
    if (parts.length > 1) fail(filled(FORMULA.products, word));
    if (!parts.length) unknown(word);
    const tree = parts[0].slice(1, -1).reduce((left, part) => ["*", left, ["name", part]], ["name", parts[0][0]]);
    return ["*", tree, powers(["name", parts[0].at(-1)])];
  }
  function call(word) {
    let power;
    if (raised(next())) power = exponent(take());
    else if (next() === "^" && /^[0-9]+$/.test(next(1))) {
      take();
      power = Number(take());
    }
    if (!starts()) unknown(word);
    const open = next() === "(", argument = atom();
    if (!open && ((word !== "sqrt" && starts()) || next() === "^" || raised(next()))) fail(filled(FORMULA.argument, word));
    const tree = ["call", word, argument];
    return power === undefined ? tree : ["^", tree, ["number", power]];
  }
  /** The ways in which a word is a row of two or more names, such as xy. */
  function splits(word) {
    return names.filter((first) => word.startsWith(first) && word !== first).flatMap((first) => {
      const rest = word.slice(first.length);
      return [...(names.includes(rest) ? [[rest]] : []), ...splits(rest)].map((way) => [first, ...way]);
    });
  }

  const whole = sum();
  if (next()) fail(/^[A-Za-z0-9.()+*/^⁰¹²³⁴⁵⁶⁷⁸⁹⁻-]/.test(next()) ? FORMULA.write : FORMULA.only);
  const evaluate = ([kind, left, right], values) => {
    if (kind === "number") return left;
    if (kind === "name") return values[left];
    if (kind === "neg") return -evaluate(left, values);
    if (kind === "call") return FUNCTIONS[left](evaluate(right, values));
    return OPERATIONS[kind](evaluate(left, values), evaluate(right, values));
  };
  return (values) => {
    const result = evaluate(whole, values);
    return Number.isFinite(result) ? result : NaN;
  };
}

/** 32 bits made of two whole numbers. */
const mix = (a, b) => {
  let h = a ^ Math.imul(b, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16) ^ a) >>> 0;
};

/** The key of an entry and its number k, if x is within `factor` tolerances of that. */
function found(table, place, k, x, factor = 1) {
  const { pitch, shift, lock, check } = table.entries[place], nowhere = Number.isNaN(x) && !pitch[k];
  const at = nowhere ? 0 : x / pitch[k] - shift[k] / 1e6;
  if (!(Math.abs(at) < 2 ** 52)) return undefined;
  for (let n = Math.ceil(at - factor / 2); n <= at + factor / 2; n += 1) {
    const key = (lock[k] ^ mix(mix(table.salt, 1024 * place + k), n)) >>> 0;
    if (mix(key, table.salt) === check) return [key, (n + shift[k] / 1e6) * pitch[k]];
  }
  return undefined;
}

/** A text that was veiled with a key. */
function unveiled(text, key) {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (sign, k) => sign.charCodeAt(0) ^ (mix(key, k) & 255)));
}

/** What is said of an entry, by its key. */
const opened = (entry, key) => JSON.parse(unveiled(entry.said, key));

// What a wrong answer may be in any exercise, in this order: what would make it right.
const CHANGES = [["sign", (x) => -x], ["percent", (x) => x / 100], ["share", (x) => x * 100],
  ...[-1, 1, -3, 3, -4, 4].map((p) => ["power of ten", (x) => (p < 0 ? x / 10 ** -p : x * 10 ** p)]),
  ["twice", (x) => x / 2], ["half", (x) => x * 2], ["root missing", Math.sqrt], ["root too much", (x) => x * x],
  ["half for root", (x) => Math.sqrt(2 * x)], ["rest", (x) => 1 - x], ["upside down", (x) => 1 / x], ["one too many", (x) => x - 1], ["one too few", (x) => x + 1]];

/** The name of what an answer may be that no slip of its exercise explains, or nothing. */
function guessed(table, values, off) {
  const number = (k, x, factor) => found(table, 0, k, x, factor)?.[1], everywhere = [...values.keys()];
  const isNear = (k) => {
    const v = number(k, values[k], table.coarser);
    return v !== undefined && Math.abs(values[k] - v) <= VERDICTS.near * Math.abs(v);
  };
  if (table.kind === "formula") {
    return off.length > 1 ? firstChange(off.map((k) => (x) => number(k, x)), off.map((k) => values[k]), [], 0, VERDICTS.everywhere) : "";
  }
  if (off.length > 1 && off.every((k) => off.some((j) => j !== k && number(k, values[j]) !== undefined)
    && off.some((j) => j !== k && number(j, values[k]) !== undefined))) return "order";
  if (off.every(isNear)) return "near";
  if (off.every((k) => isNear(k) || isRounded(values[k], number(k, values[k], VERDICTS.further), table.digits))) return "rounded";
  if (off.every((k) => !counts(values[k], 100) && everywhere.some((j) => j !== k && number(j, values[k]) !== undefined))) return "another place";
  const right = (k) => (x, more) => number(k, x, Math.min(table.coarser, 1 + 2 * more / (table.entries[0].pitch[k] || Infinity)));
  return firstChange(off.map(right), off.map((k) => values[k]), table.factors, table.digits);
}

/** Whether x is v, rounded to one or two digits fewer than asked; to a single digit only where that does not carry it far. */
const isRounded = (x, v, digits) => v !== undefined && [digits - 1, digits - 2].some((d) => d > 0
  && Math.abs(x - Number(v.toPrecision(d))) <= 1e-9 * Math.abs(x) && (d > 1 || Math.abs(x - v) <= VERDICTS.near * Math.abs(v)));

const counts = (v, most = 0) => Math.abs(v) < most && Math.abs(v - Math.round(v)) < 1e-6;

/** Half a unit of the last digit of x, if it is rounded to so many digits; else 0. */
const roundedBy = (x, digits) => (!x || !digits || Math.abs(x - Number(x.toPrecision(digits))) > 1e-12 * Math.abs(x) ? 0
  : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(x))) - digits + 1));

/**
 * The first of CHANGES, then of the exercise's own factors, that makes all values right; `right` gives the number that a value is, and takes
 * by how much more than the truth that may be off, where the change makes more of the rounding to `digits`.
 */
function firstChange(right, values, factors, digits, among) {
  const own = factors.flatMap(([name, f]) => [[`times ${name}`, (x) => x / f, VERDICTS["own counts"]], [`without ${name}`, (x) => x * f, VERDICTS["own counts"]]]);
  return [...CHANGES, ...own].find(([name, change, most = VERDICTS.counts[name]]) => (among ?? [name]).includes(name) && values.every((x, k) => {
    const u = roundedBy(x, digits);
    const v = Number.isFinite(change(x)) ? right[k](change(x), u ? Math.abs(change(x + u) - change(x - u)) / 2 : 0) : undefined;
    return v !== undefined && v !== 0 && !(values.length === 1 && counts(v, most)) && (!VERDICTS.whole.includes(name) || counts(v, Infinity));
  }))?.[0] ?? "";
}

/** What is said of a guess: by its name, of one place with what fits there, or of a factor of the exercise. */
function guessSentence(guess, fits) {
  const [how, name] = guess.split(" ");
  return guess in VERDICTS.guesses ? filled(VERDICTS.guesses[guess], fits) : filled(VERDICTS.own[how], name);
}

/** {right, sentence, slips, said, guess} for as many numbers as the truth has; slips are places among those of the table. */
export function judge(table, values) {
  const { entries } = table, everywhere = [...values.keys()], several = table.kind === "array";
  const hit = (place) => everywhere.filter((k) => found(table, place, k, values[k]));
  const off = everywhere.filter((k) => !found(table, 0, k, values[k]));
  if (!off.length) {
    const { sentence } = opened(entries[0], found(table, 0, 0, values[0])[0]);
    return { right: true, sentence, slips: [], said: [], guess: "", off, where: "" };
  }
  const within = (some, all) => some.every((k) => all.includes(k));
  const hits = entries.map((_, place) => hit(place)), slips = [...entries.keys()].slice(1);
  const byPlace = table.kind === "number" || several;
  const whole = slips.filter((place) => (!byPlace ? hits[place].length === values.length
    : within(entries[place].moves, off) && within(off, hits[place])));
  let parts = whole.length || !several ? [] : slips.filter((place) => entries[place].moves.length
    && within(entries[place].moves, off) && within(entries[place].moves, hits[place]));
  if (!within(off, parts.flatMap((place) => entries[place].moves))) parts = [];
  const said = new Map([...whole, ...parts].map((place) => {
    const k = hits[place][0];
    return [place, opened(entries[place], found(table, place, k, values[k])[0])];
  }));
  const names = (places) => listed(places.map((k) => table.labels[k]));
  const where = filled(VERDICTS["not yet"], several ? filled(VERDICTS[off.length === 1 ? "one off" : "several off"], names(off)) : "");
  const here = several && off.length === 1 ? slips.filter((place) => hits[place].includes(off[0]) && (entries[place].at ?? entries[place].moves).includes(off[0])) : [];
  const alone = [...new Set(here.map((place) => opened(entries[place], found(table, place, off[0], values[off[0]])[0]).sentence))].sort();
  let guess = said.size ? "" : guessed(table, values, off);
  if (!said.size && !guess && alone.length > 0 && alone.length <= 3 && !counts(values[off[0]], 100)) guess = "one place";
  let words = guess === "near" ? table.near : `${guess ? guessSentence(guess, either(alone)) : table.unknown} ${table.next}`;
  if (guess === "near" && off.every((k) => isRounded(values[k], found(table, 0, k, values[k], table.coarser)[1], table.digits))) words += ` ${VERDICTS.few}`;
  if (whole.length) words = either([...said.values()].map(({ sentence }) => sentence));
  else if (parts.length) {
    const groups = new Map();
    parts.forEach((place) => {
      const group = entries[place].moves;
      groups.set(`${group}`, [group, [...(groups.get(`${group}`)?.[1] ?? []), said.get(place).sentence]]);
    });
    words = filled(VERDICTS["several slips"], [...groups.values()].map(([group, sentences]) => filled(VERDICTS.at, names(group), either(sentences))).join(" "));
  }
  if (table.kind === "formula" && !whole.length && values.some(Number.isNaN)) words = VERDICTS.nowhere;
  return { right: false, sentence: where + words, off, where, slips: [...said.keys()].map((place) => place - 1),
    said: [...said.values()], guess };
}

/** A prediction beside what comes out, without a judgement; the same as `compared` of judging.py. */
export function compared(table, given) {
  if (!given.some((text) => text.trim())) return VERDICTS["no guess"];
  const pairs = table.comes.map((comes, k) => [given[k]?.trim() || VERDICTS["guessed nothing"], comes]), [[text, comes]] = pairs;
  const said = table.kind === "guess of options" ? filled(VERDICTS["guessed option"], text, comes)
    : pairs.length === 1 ? filled(VERDICTS["guessed one"], text, comes)
      : pairs.map((pair, k) => filled(VERDICTS["guessed each"], table.labels[k], ...pair)).join(" ");
  return `${said} ${table.shows}`.trim();
}

/** Half a unit of the last of some significant digits. */
const halfUnit = (value, digits) => 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1);

/**
 * What a step-by-step look finds in an answer whose entries `off` are not right: each entry is computed again from those before it.
 * {sentence, said, carried}, or undefined where it finds no more than that; the same as `replayed` of replay.py.
 */
export function replayed(table, values, off) {
  if (!table.follow) return undefined;
  const { rules, slips, share, digits } = JSON.parse(unveiled(table.follow, table.veil ?? table.salt));
  const everywhere = [...values.keys()], names = everywhere.map((k) => `x${k}`);
  const byRule = (text, row) => parsed(text, names)(Object.fromEntries(row.map((x, j) => [`x${j}`, x])));
  const due = (k, row) => byRule(rules[k], row);
  const allowed = (k, at) => 1.0001 * Math.max(share[k] * Math.abs(at), at ? halfUnit(at, digits) : 0);
  const breaks = everywhere.filter((k) => (k in rules ? !(Math.abs(values[k] - due(k, values)) <= allowed(k, due(k, values)))
    : !found(table, 0, k, values[k])));
  const broken = breaks.filter((k) => off.includes(k)), apart = breaks.filter((k) => !off.includes(k));
  const carried = off.filter((k) => !broken.includes(k));

  function explains(place, k, factor) {
    const differ = everywhere.slice(0, k).filter((j) => !found(table, place, j, values[j]));
    if (!differ.length || !(k in rules)) return Boolean(found(table, place, k, values[k]));
    if (typeof factor === "string") return Math.abs(values[k] - byRule(factor, values)) <= allowed(k, byRule(factor, values));
    const mine = due(k, values);
    if (!Number.isFinite(mine) || !mine || !factor) return false;
    const moved = (j, by) => due(k, values.slice(0, k).map((x, i) => (i === j ? x * by : x)));
    const alike = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
    return differ.every((j) => alike(moved(j, 1.1) ** 2, moved(j, 1.21) * mine)) && Math.abs(values[k] - mine * factor) <= allowed(k, mine * factor);
  }

  let fitting = new Map(broken.map((k) => [k, []]));
  slips.forEach(([places, factors], n) => {
    if (places.length && !apart.some((k) => table.entries[n + 1].moves.includes(k)) && places.every((k) => broken.includes(k))
      && places.every((k, j) => explains(n + 1, k, factors[j]))) places.forEach((k) => fitting.get(k).push(n));
  });
  let guesses = new Map(broken.map((k) => {
    const right = k in rules ? (x, more) => {
      const v = due(k, values), t = allowed(k, v);
      return Math.abs(x - v) <= Math.min(t + more, table.coarser * t) ? v : undefined;
    }
      : (x, more) => found(table, 0, k, x, Math.min(table.coarser, 1 + 2 * more / (table.entries[0].pitch[k] || Infinity)))?.[1];
    return [k, firstChange([right], [values[k]], table.factors, digits)];
  }));
  if (!broken.every((k) => fitting.get(k).length || guesses.get(k))) {
    fitting = new Map(broken.map((k) => [k, []]));
    guesses = new Map(broken.map((k) => [k, ""]));
  }
  if (!broken.length || !(carried.length || [...fitting.values()].some((some) => some.length))) return undefined;
  const told = [], said = [], parts = [];
  broken.forEach((k, place) => {
    const fresh = fitting.get(k).filter((n) => !told.includes(n));
    if (fitting.get(k).length && !fresh.length) return;
    told.push(...fresh);
    const words = fresh.map((n) => opened(table.entries[n + 1], slips[n][2] || table.keys[n]));
    said.push(...words);
    const step = filled(VERDICTS[place ? "breaks again" : "breaks first"], table.labels[k]);
    parts.push(fresh.length ? `${step}: ${either(words.map(({ sentence }) => sentence))}`
      : guesses.get(k) ? `${step}. ${guessSentence(guesses.get(k))}` : `${step}.`);
  });
  if (carried.length) {
    parts.push(filled(VERDICTS[carried.length === 1 ? "one follows" : "several follow"], listed(carried.map((k) => table.labels[k]))));
  }
  return { sentence: parts.join(" "), said, carried };
}

/** The table of an exercise with other numbers; the same as `merged` of fresh.py, with what opens what it has veiled. */
export function merged(table, seed) {
  if (!seed) return table;
  const again = table.again[seed - 1], keys = table.follow && JSON.parse(unveiled(table.follow, table.salt)).slips.map(([, , key]) => key);
  return { ...table, follow: undefined, ...again, entries: table.entries.map((entry, k) => ({ ...entry, ...again.entries[k] })),
    veil: mix(table.salt, seed), keys };
}

/** The verdict on the texts of the fields; of a formula also whether the parentheses around an exponent are all that is missing. */
export function answered(table, texts) {
  const values = read(table, texts), verdict = judge(table, values);
  if (table.kind === "array" && !verdict.right && !verdict.said.length && ["", "one place"].includes(verdict.guess)) {
    const seen = replayed(table, values, verdict.off);
    return seen && (seen.said.length || !verdict.guess) ? { ...verdict, ...seen, sentence: `${verdict.where}${seen.sentence}${seen.said.length ? "" : ` ${table.next}`}` } : verdict;
  }
  if (table.shorthand && verdict.right) {
    const [point] = table.points;
    const left = table.shorthand.find((name) => Number.isNaN(parsed(texts[0], Object.keys(point))({ ...point, [name]: NaN })));
    return left ? { ...verdict, right: false, sentence: filled(VERDICTS["not yet"], filled(VERDICTS.shorthand, left)) } : verdict;
  }
  if (table.kind !== "formula" || verdict.right || verdict.said.length) return verdict;
  const other = texts[0].replace(/(?:\^|\*\*)\s*1\s*\/\s*([0-9]+)/g, "^(1/$1)");
  return other !== texts[0] && judge(table, read(table, [other])).right ? { ...verdict, sentence: filled(VERDICTS["not yet"], VERDICTS.halved) } : verdict;
}

/** One sentence, or several of which one is true. */
const either = (sentences) => (sentences.length === 1 ? sentences[0]
  : filled(VERDICTS.either, sentences.join(VERDICTS.or)));

const listed = (words) => [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(" and ");

/** What this device remembers of an exercise; a browser that keeps nothing is no obstacle. */
const memory = {
  name: "nn-exercises",
  all() {
    try { return JSON.parse(localStorage.getItem(this.name)) ?? {}; } catch { return {}; }
  },
  put(id, entry) {
    try { localStorage.setItem(this.name, JSON.stringify({ ...this.all(), [id]: entry })); } catch { /* kept nowhere */ }
    document.dispatchEvent(new Event("nn-exercises")); // the page marks what was answered
  },
};

/** What stands in a box that was left before its answer was right. */
const drafts = { ...memory, name: "nn-drafts" };

export default { render({ model, el }) {
  if (!el.querySelector("form, details")) el.innerHTML = model.get("_html");
  const form = el.querySelector("form");
  if (!form) return undefined; // a function: a page has the hints alone
  const verdict = form.querySelector(".nn-verdict"), before = form.querySelector(".nn-before");
  const original = model.get("_table"), fields = [...form.querySelectorAll("input")];
  let table = original;
  const chosen = () => fields.filter((field) => field.checked).map((field) => field.value);
  const options = ["choice", "guess of options"].includes(table.kind), predicts = table.kind.startsWith("guess");
  const texts = () => (options ? chosen() : fields.map((field) => field.value));

  function say({ right, sentence, said = [] }) {
    verdict.dataset.right = right;
    const text = document.createElement("span"), places = new Map(said.map(({ passage: [words, label] }) => [label, words]));
    text.append(sentence);
    [...places].forEach(([label, words], k) => {
      text.append(k ? " or " : " See ", link(words, label));
    });
    if (places.size) text.append(".");
    verdict.replaceChildren(text);
  }

  /** A link where the passage is on this page, else its heading in quotation marks. */
  function link(words, label) {
    if (!document.getElementById(label)) return `“${words}”`;
    return Object.assign(document.createElement("a"), { href: `#${label}`, textContent: words });
  }

  const remembered = () => {
    const { right, attempts } = memory.all()[table.id] ?? {};
    before.textContent = table !== original ? "" : right ? "Answered on this device." : attempts ? `Attempts on this device: ${attempts}.` : "";
  };

  const check = (event) => {
    event.preventDefault();
    let found;
    if (predicts) {
      found = { right: "guess", sentence: compared(table, options ? texts().map((k) => table.labels[k]) : texts()) };
      if (texts().some((text) => text.trim())) memory.put(table.id, { guess: texts() });
    } else try {
      found = answered(table, texts());
      if (table === original) { // what is answered with other numbers is practice
        const { right, attempts = 0 } = memory.all()[table.id] ?? {};
        memory.put(table.id, { right: Boolean(right || found.right), attempts: attempts + 1 });
        if (found.right) drafts.put(table.id, undefined);
      }
    } catch (error) {
      found = { right: "unread", sentence: error.message };
    }
    say(found);
    remembered();
    model.set("answer", texts());
    model.save_changes();
  };

  const show = () => model.get("answer").forEach((text, k) => {
    if (options && fields[text]) fields[text].checked = true;
    if (!options && fields[k] && fields[k].value !== text) fields[k].value = text;
  });

  if (!predicts) {
    form.addEventListener("input", () => { if (table === original) drafts.put(table.id, texts()); });
    const draft = drafts.all()[table.id];
    if (Array.isArray(draft) && !model.get("answer").length) model.set("answer", draft.map(String));
  }
  form.addEventListener("submit", check);
  // A frame in a sandbox without allow-forms sends no form and says nothing: the click itself is heard, and then there is none to send.
  form.querySelector("button").addEventListener("click", check);
  const another = original.again && form.querySelector(".nn-another"), statement = form.querySelector(".nn-statement");
  const hints = [...el.querySelectorAll("details p")], ofTheChapter = hints.map((hint) => hint.textContent), legend = form.querySelector("legend").textContent;

  /** The box with the numbers of the model's seed: what is asked and the hints follow them, and nothing of another answer stays. */
  function turn() {
    const seed = Math.min(Math.max(model.get("seed") ?? 0, 0), original.again?.length ?? 0);
    if (!another || table === (seed ? table.seed === seed && table : original)) return;
    table = seed ? { ...merged(original, seed), seed } : original;
    statement.hidden = !seed;
    statement.textContent = seed ? `With other numbers. ${table.statement}` : "";
    form.querySelector("legend").textContent = (seed && table.asks) || legend;
    el.querySelectorAll(".nn-set").forEach((link) => { link.hidden = seed > 0; });
    hints.forEach((hint, k) => {
      hint.textContent = !seed ? ofTheChapter[k] : k < 2 ? table.hints[k] : unveiled(table.solution, table.veil);
      hint.parentElement.open = false;
    });
    verdict.replaceChildren();
    delete verdict.dataset.right;
    another.textContent = seed < original.again.length ? "Another one" : "The numbers of the chapter";
    remembered();
  }

  another?.addEventListener("click", () => {
    model.set("seed", ((model.get("seed") ?? 0) + 1) % (original.again.length + 1));
    model.set("answer", []);
    fields.forEach((field) => { field.value = ""; });
    model.save_changes();
    turn();
    (statement.hidden ? form.querySelector("input") : statement).focus(); // a screen reader reads what is asked now
  });
  model.on("change:seed", turn);
  // JupyterLab keeps a form from being sent by Enter.
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("input")) check(event); });
  // JupyterLab would take letters and arrows for its commands.
  form.addEventListener("focusin", ({ target }) => { target.dataset.lmSuppressShortcuts = "true"; });
  model.on("change:answer", show);
  const guess = predicts && memory.all()[table.id]?.guess; // what was predicted here before stands there again, with what came out
  if (Array.isArray(guess)) {
    model.set("answer", guess.map(String));
    show();
    check(new Event("remembered"));
  }
  turn();
  show();
  remembered();
  form.hidden = false;
  return () => {
    model.off("change:answer", show);
    model.off("change:seed", turn);
  };
} };
