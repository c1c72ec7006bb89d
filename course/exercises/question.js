// The answer box of an exercise: reads what stands in its fields, compares it with the sealed table that Python made, and
// shows the sentence that this opens. The same is in Python: `read` in course.exercises.answers, `judge` in judging, `mix`,
// `unlocked` and `opened` in sealing.

const NUMBER = /^([+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?)(?:\/([0-9]+(?:[.,][0-9]+)?))?$/;

/** The numbers of an answer, or an error whose message is for the reader. */
export function read(table, texts) {
  if (!texts.length || texts.every((text) => !text.trim())) throw new Error("There is no answer yet.");
  return texts.map((text, k) => {
    const plain = text.trim().replaceAll("−", "-").replace(/\s*([+/-])\s*/g, "$1");
    if (!plain) throw new Error(`${table.labels[k]} is still missing.`);
    const number = (part) => Number(part.replace(",", "."));
    const [, top, below] = plain.match(NUMBER) ?? [];
    if (top === undefined || (below !== undefined && number(below) === 0)) {
      throw new Error(`“${text.trim()}” cannot be read as a number. Write it like 0.332, -0.7, 6.5e-3 or 1/3.`);
    }
    const value = number(top) / (below === undefined ? 1 : number(below));
    if (!Number.isFinite(value)) throw new Error(`“${text.trim()}” is too large for the machine.`);
    return value;
  });
}

/** 32 bits made of two whole numbers. */
const mix = (a, b) => {
  let h = a ^ Math.imul(b, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16) ^ a) >>> 0;
};

/** The key of an entry, if x is within `factor` tolerances of its number k. */
function unlocked(table, place, k, x, factor) {
  const { pitch, shift, lock, check } = table.entries[place], at = x / pitch[k] - shift[k] / 1e6;
  if (!(Math.abs(at) < 2 ** 52)) return undefined;
  for (let n = Math.ceil(at - factor / 2); n <= at + factor / 2; n += 1) {
    const key = (lock[k] ^ mix(mix(table.salt, 1024 * place + k), n)) >>> 0;
    if (mix(key, table.salt) === check) return key;
  }
  return undefined;
}

/** What is said of an entry, by its key. */
function opened(entry, key) {
  const bytes = Uint8Array.from(atob(entry.said), (sign, k) => sign.charCodeAt(0) ^ (mix(key, k) & 255));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** {right, sentence, slips, said} for as many numbers as the truth has; slips are places among the slips of the table. */
export function judge(table, values) {
  const { entries } = table, everywhere = [...values.keys()], several = table.kind === "array";
  const key = (place, numbers, factor = 1) => {
    const found = numbers.map((k) => unlocked(table, place, k, values[k], factor));
    return found.includes(undefined) ? undefined : found[0];
  };
  const off = everywhere.filter((k) => key(0, [k]) === undefined);
  if (!off.length) return { right: true, sentence: opened(entries[0], key(0, [0])).sentence, slips: [], said: [] };
  const slips = [...entries.keys()].slice(1);
  let fits = slips.filter((place) => key(place, everywhere) !== undefined), hit = everywhere;
  if (!fits.length && several) { // made at one place and not at another
    hit = off;
    fits = slips.filter((place) => off.every((k) => entries[place].moves.includes(k)) && key(place, off) !== undefined);
  }
  const said = fits.map((place) => opened(entries[place], key(place, hit)));
  const where = several ? `${listed(off.map((k) => table.labels[k]))} ${off.length === 1 ? "is" : "are"} off. ` : "";
  const words = said.length ? (said.length > 1 ? "Several slips lead here. " : "") + said.map((slip) => slip.sentence).join(" Or: ")
    : table.kind !== "choice" && key(0, off, table.coarser) !== undefined ? table.near : table.unknown;
  return { right: false, sentence: `Not yet. ${where}${words}`, slips: fits.map((place) => place - 1), said };
}

const listed = (words) => [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(" and ");

/** What this device remembers of an exercise; a browser that keeps nothing is no obstacle. */
const memory = {
  name: "nn-exercises",
  all() {
    try { return JSON.parse(localStorage.getItem(this.name)) ?? {}; } catch { return {}; }
  },
  put(id, entry) {
    try { localStorage.setItem(this.name, JSON.stringify({ ...this.all(), [id]: entry })); } catch { /* kept nowhere */ }
  },
};

export default { render({ model, el }) {
  if (!el.querySelector("details")) el.innerHTML = model.get("_html");
  const form = el.querySelector("form");
  if (!form) return undefined; // a function or a formula: a page has the hints alone
  const verdict = form.querySelector(".nn-verdict"), before = form.querySelector(".nn-before");
  const table = model.get("_table"), fields = [...form.querySelectorAll("input")];
  const chosen = () => fields.filter((field) => field.checked).map((field) => field.value);
  const texts = () => (table.kind === "choice" ? chosen() : fields.map((field) => field.value));

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
    before.textContent = right ? "Answered on this device." : attempts ? `Attempts on this device: ${attempts}.` : "";
  };

  const check = (event) => {
    event.preventDefault();
    let found;
    try {
      found = judge(table, read(table, texts()));
      const { right, attempts = 0 } = memory.all()[table.id] ?? {};
      memory.put(table.id, { right: Boolean(right || found.right), attempts: attempts + 1 });
    } catch (error) {
      found = { right: "unread", sentence: error.message };
    }
    say(found);
    remembered();
    model.set("answer", texts());
    model.save_changes();
  };

  const show = () => model.get("answer").forEach((text, k) => {
    if (table.kind === "choice" && fields[text]) fields[text].checked = true;
    if (table.kind !== "choice" && fields[k] && fields[k].value !== text) fields[k].value = text;
  });

  form.addEventListener("submit", check);
  // JupyterLab keeps a form from being sent by Enter.
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("input")) check(event); });
  // JupyterLab would take letters and arrows for its commands.
  form.addEventListener("focusin", ({ target }) => { target.dataset.lmSuppressShortcuts = "true"; });
  model.on("change:answer", show);
  show();
  remembered();
  form.hidden = false;
  return () => model.off("change:answer", show);
} };
