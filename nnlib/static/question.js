// The answer box of an exercise: reads what stands in its fields, compares it with the table that Python made, and shows a
// sentence of that table. The same two rules are in Python: `read` is nnlib.exercises.reading, `judge` nnlib.exercises.judging.

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

/** {right, sentence, slips} for as many numbers as the truth has; slips are places in the table. */
export function judge(table, values) {
  const near = (centre, width, places, factor = 1) => places.every((k) => Math.abs(values[k] - centre[k]) <= factor * width[k]);
  const everywhere = [...values.keys()], several = table.kind === "array";
  const off = everywhere.filter((k) => !near(table.truth, table.tolerance, [k]));
  if (!off.length) return { right: true, sentence: table.right, slips: [] };
  const moves = (slip) => off.every((k) => Math.abs(slip.value[k] - table.truth[k]) > slip.tolerance[k] + table.tolerance[k]);
  const places = (fits) => [...table.slips.keys()].filter((k) => fits(table.slips[k]));
  let slips = places((slip) => near(slip.value, slip.tolerance, everywhere));
  if (!slips.length && several) slips = places((slip) => moves(slip) && near(slip.value, slip.tolerance, off));
  const sentences = slips.map((k) => table.slips[k].sentence);
  const where = several ? `${listed(off.map((k) => table.labels[k]))} ${off.length === 1 ? "is" : "are"} off. ` : "";
  const said = slips.length === 1 ? sentences[0]
    : slips.length ? `Several slips lead here. ${sentences.join(" Or: ")}`
      : table.kind !== "choice" && near(table.truth, table.tolerance, off, table.coarser) ? table.near : table.unknown;
  return { right: false, sentence: `Not yet. ${where}${said}`, slips };
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

  function say({ right, sentence, slips = [] }) {
    verdict.dataset.right = right;
    const text = document.createElement("span"), places = new Map(slips.map((k) => table.slips[k].passage).map(([words, label]) => [label, words]));
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
