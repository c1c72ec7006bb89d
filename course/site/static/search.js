// @ts-nocheck: Sphinx's search has no types.
// The search page: the words are looked up by Sphinx (searchtools.js); how what was found is shown is done here. A term of the
// glossary comes first, a place is a section and not a page, and an excerpt is a line that can be read, formulas too.

"use strict";

{
  const RAISED = Object.fromEntries([..."0123456789+−n⊤"].map((sign, k) => [sign, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀ"[k]]));
  const LOWERED = Object.fromEntries([..."0123456789+−"].map((sign, k) => [sign, "₀₁₂₃₄₅₆₇₈₉₊₋"[k]]));
  const HALVES = { "1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/8": "⅛" };
  const ACCENTS = { "^": "\u0302", "~": "\u0303", "¯": "\u0304", "˙": "\u0307", "¨": "\u0308" };
  const SPACED = /^[=≈≠<>≤≥≪≫∼≡→↦←⟺⟹⇒⇔∈+−±×⋅⊙∘|]$/;

  const grouped = (text) => (/^(?:∂?[\p{L}\p{M}\d.₀-₉′_^]+|.)$/u.test(text) ? text : `(${text})`);
  const small = (text, signs, mark) => ([...text].every((sign) => sign in signs) ? [...text].map((sign) => signs[sign]).join("") : `${mark}${grouped(text)}`);
  const above = (text) => (/^[′*]+$/.test(text) ? text : small(text, RAISED, "^"));

  /** A formula, from its MathML, as text on one line: a fraction has its stroke, an exponent is raised. */
  function line(node) {
    const parts = [...node.children], [first, second, third] = parts.length ? parts.map(line) : [];
    switch (node.localName) {
      case "mfrac": return HALVES[`${first}/${second}`] ?? `${grouped(first)}/${grouped(second)}`;
      case "msup": return first + above(second);
      case "msub": case "munder": return first + small(second, LOWERED, "_");
      case "msubsup": case "munderover": return first + small(second, LOWERED, "_") + above(third);
      case "mover": return second in ACCENTS ? `${first}${ACCENTS[second]}`.normalize("NFC") : first + above(second);
      case "msqrt": return `√${grouped(parts.map(line).join(""))}`;
      case "mtable": return parts.map(line).join("; ");
      case "mtr": case "mlabeledtr": return parts.map(line).join(" ").trim();
      case "annotation": return "";
    }
    if (parts.length) return parts.map(line).join("").replace(/ {2,}/g, " ").trim().replace(/(^|[(=,;] ?)([+−]) /g, "$1$2");
    const text = node.textContent.trim().replace(/[\u2061-\u2064]/g, "");
    if (node.localName === "mo" && SPACED.test(text)) return ` ${text} `;
    if (node.localName === "mo" && /^[,;]$/.test(text)) return `${text} `;
    return node.localName === "mi" && text.length > 1 ? ` ${text} ` : text;
  }

  const escaped = (word) => word.replace(/[.*+\-?^${}()|[\]\\]/g, "\\$&");
  /** What finds one of the words where it begins. */
  const finder = (words) => new RegExp(`(?<![\\p{L}\\d])(?:${words.map(escaped).join("|")})`, "giu");

  /** About 240 signs of a text around the first of the words, cut between words: [text, whether it is one of them] … */
  function excerpt(text, words) {
    const whole = text.replace(/\s+/g, " ").trim(), at = Math.max(0, whole.search(finder(words)));
    let from = Math.max(0, at - 100), to = Math.min(whole.length, from + 240);
    if (from) from = whole.indexOf(" ", from) + 1;
    if (to < whole.length) to = Math.max(at, whole.lastIndexOf(" ", to));
    const cut = `${from ? "… " : ""}${whole.slice(from, to)}${to < whole.length ? " …" : ""}`, pieces = [];
    let done = 0;
    for (const { 0: found, index } of cut.matchAll(finder(words))) {
      const end = index + found.length + cut.slice(index + found.length).match(/^[\p{L}\d]*/u)[0].length;
      pieces.push([cut.slice(done, index), false], [cut.slice(index, end), true]);
      done = end;
    }
    return [...pieces, [cut.slice(done), false]].filter(([part]) => part);
  }

  globalThis.bookSearch = { line, excerpt }; // by this tests/javascript/search.test.mjs tries them without a page

  const UNREAD = "script, style, pre, nav, svg, summary, .headerlink, .eqno, .cell_input, .cell_output, .nn-question, .page-report, .assurance, .short-path, #jb-print-docs-body";
  const BLOCKS = "p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, figcaption, div, br";

  /** The sentences of a part of a page, without its code, boxes and contents, and without the sections in it. */
  function sentences(part) {
    const copy = make("div", {}, ...[...part.childNodes].filter((child) => child.localName !== "section").map((child) => child.cloneNode(true)));
    for (const formula of copy.querySelectorAll("mjx-container")) formula.replaceWith(formula.querySelector("math") ? line(formula.querySelector("math")) : "");
    for (const away of copy.querySelectorAll(UNREAD)) away.remove();
    for (const block of copy.querySelectorAll(BLOCKS)) block.after(" ");
    return copy.textContent;
  }

  const pages = new Map();
  const page = (name) => {
    if (!pages.has(name)) pages.set(name, fetch(`${name}.html`).then((answer) => answer.text()).then((text) => new DOMParser().parseFromString(text, "text/html")));
    return pages.get(name);
  };
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const plain = (html) => new DOMParser().parseFromString(html ?? "", "text/html").body.textContent;
  const heading = (section) => (section.querySelector("h1, h2, h3, h4") ? sentences(make("div", {}, section.querySelector("h1, h2, h3, h4").cloneNode(true))).trim() : "");
  const shown = (text, words) => make("p", { className: "context" }, ...excerpt(text, words)
    .map(([part, found]) => (found ? make("span", { className: "highlighted", textContent: part }) : part)));

  /** The section of a page that has most of the words, and of those the one that has them most often. */
  function best(sections, words) {
    const scores = sections.map((section) => {
      const text = `${heading(section)} ${sentences(section)}`, counts = words.map((word) => [...text.matchAll(finder([word]))].length);
      return 1000 * counts.filter(Boolean).length + Math.min(999, counts.reduce((a, b) => a + b, 0));
    });
    return sections[scores.indexOf(Math.max(...scores))];
  }

  const byStem = (stemmer, text) => splitQuery(text.toLowerCase()).map((word) => stemmer.stemWord(word)).join(" ");

  Search.query = async (query) => {
    const [searched, words, excluded, highlighted, objects] = Search._parseQuery(query), stems = [...words], stemmer = new Stemmer();
    const { docnames, titles, indexentries } = Search._index, asked = byStem(stemmer, query);
    const terms = Object.entries(indexentries).flatMap(([term, places]) => places.map(([file, id]) => [term, docnames[file], `#${id}`]))
      .filter(([term, , anchor]) => anchor.startsWith("#term-") && byStem(stemmer, term) === asked);
    const others = Search._performSearch(searched, words, excluded, highlighted, objects).reverse()
      .filter(([name, , anchor]) => !terms.some(([, page, place]) => page === name && (place === anchor || !anchor)));
    try { // the page that is opened marks these; a plural finds its singular
      localStorage.setItem("sphinx_highlight_terms", [...highlighted].map((word) => word.replace(/(?<=..[^s])s$/, "")).join(" "));
    } catch { /* it will mark nothing */ }
    Search.stopPulse();
    Search.title.textContent = "Search results";

    const seen = new Set(), places = [...terms.map(([term, name, anchor]) => [name, term, anchor, "glossary"]), ...others];
    const items = await Promise.all(places.map(async ([name, title, anchor, note]) => {
      const link = make("a", { href: `${name}.html${anchor}`, textContent: plain(title) }), item = make("li", {}, link);
      if (note) item.append(make("span", {}, ` (${plain(note)})`));
      if (note && note !== "glossary") return item;
      try {
        const main = (await page(name)).querySelector("[role=main]"), place = anchor ? main.querySelector(`#${CSS.escape(anchor.slice(1))}`) : null;
        const within = place?.matches("span") ? place.closest("section") ?? place.nextElementSibling : place;
        const section = within?.matches("section, dt") ? within : best([...main.querySelectorAll("section:not(.nn-question)")], stems);
        if (section.matches("dt")) item.append(shown(sentences(section.nextElementSibling), stems));
        else {
          link.href = `${name}.html#${section.id}`;
          const whole = plain(titles[docnames.indexOf(name)]), own = heading(section);
          link.textContent = own && own !== whole ? `${whole} › ${own}` : whole;
          item.append(shown(sentences(section).trim().slice(own.length), stems));
        }
      } catch { /* a page that was opened as a file may read no other: the link is there all the same */ }
      return item;
    }));
    for (const item of items) {
      const address = item.querySelector("a").href;
      if (!seen.has(address)) Search.output.append(item);
      seen.add(address);
    }
    const count = new Set([...seen].map((address) => address.split("#")[0])).size;
    Search.status.textContent = !seen.size ? "Nothing in this book has all of these words. Try fewer of them, or another form of a word."
      : `${seen.size} ${seen.size === 1 ? "place" : "places"} on ${count} ${count === 1 ? "page" : "pages"}.`;
  };
}
