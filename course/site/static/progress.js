// What this device remembers of the exercises: shown beside each, saved as a file, taken over from one, and cleared.
// The answer boxes (question.js) write it under the same name.

"use strict";

if (document.getElementById("progress")) {
  const NAME = "nn-exercises", panel = document.getElementById("progress");
  const places = new Map([...document.querySelectorAll("[id^='progress-']")].map((e) => [e.id.slice(9).replace("-", "."), e]));

  const all = () => {
    try { return JSON.parse(localStorage.getItem(NAME)) ?? {}; } catch { return {}; }
  };

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const line = make("p", { role: "status" });

  /** Show what is remembered; `said` is put before it. */
  function show(said = "") {
    const kept = all();
    let answered = 0, known = 0;
    const between = [...places.keys()].filter((id) => /[a-z]$/.test(id)); // the questions between the sections have letters
    for (const [id, place] of places) {
      const { right, attempts = 0 } = kept[id] ?? {};
      if (between.includes(id)) {
        if (right) known += 1;
        place.textContent = right ? " ✓" : "";
        continue;
      }
      if (right) answered += 1;
      const tried = attempts === 1 ? "1 attempt" : attempts ? `${attempts} attempts` : "";
      place.textContent = right ? `answered, ${tried}` : tried;
    }
    const rest = between.length ? ` Questions between the sections: ${known} of ${between.length}.` : "";
    line.textContent = `${said} Answered on this device: ${answered} of ${places.size - between.length}.${rest}`.trim();
  }

  function save() {
    const text = JSON.stringify({ exercises: all() }, null, 2);
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: "exercises.json" });
    link.click();
    URL.revokeObjectURL(link.href);
    show("Saved as exercises.json.");
  }

  /** What a file adds: an exercise that was answered in either place is answered, and the larger number of attempts counts. */
  async function take(file) {
    try {
      const { exercises } = JSON.parse(await file.text()), kept = all();
      const known = Object.entries(exercises).filter(([id, entry]) => places.has(id) && Number.isInteger(entry?.attempts) && entry.attempts > 0);
      if (!known.length) throw new Error("no exercise of this book in it");
      for (const [id, { right, attempts }] of known) {
        kept[id] = { right: Boolean(right || kept[id]?.right), attempts: Math.max(attempts, kept[id]?.attempts ?? 0) };
      }
      localStorage.setItem(NAME, JSON.stringify(kept));
      show(`Taken over: ${known.length} exercise${known.length === 1 ? "" : "s"}.`);
    } catch (error) {
      show(`${file.name} cannot be taken over: expected a file that was saved here (${error.message}).`);
    }
  }

  function clear() {
    if (!confirm("Forget all answers on this device?")) return;
    for (const name of [NAME, "nn-drafts", "nn-place"]) try { localStorage.removeItem(name); } catch { /* nothing is kept */ }
    show("Cleared.");
  }

  const button = (textContent, onclick) => make("button", { type: "button", textContent, onclick });
  const chooser = make("input", { type: "file", accept: ".json,application/json", hidden: true });
  chooser.addEventListener("change", async () => {
    if (chooser.files.length) await take(chooser.files[0]);
    chooser.value = "";
  });
  panel.append(line, button("Save as a file", save), button("Take over a file …", () => chooser.click()), button("Clear …", clear), chooser);
  window.addEventListener("storage", () => show());
  window.addEventListener("pageshow", () => show());
  show();
}
