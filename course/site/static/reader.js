// What a device remembers of a reader besides answers: where the reading stopped. It marks what was answered, in the contents and in the
// list of chapters, leads to the next exercise, opens folds that a link leads into, and prepares a report. All works without it.

"use strict";

{
  const base = new URL(document.documentElement.dataset.content_root || "./", location.href).href;
  const page = location.href.split(/[?#]/)[0].slice(base.length);
  const kept = (name) => { try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; } };
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const sections = () => [...document.querySelectorAll(".bd-article > section > section")];

  /** The section that is being read: the last that begins above a third of the window. */
  const here = () => sections().filter((section) => section.getBoundingClientRect().top < innerHeight / 3).at(-1);
  const titled = (section) => section?.querySelector("h1, h2")?.firstChild && [...section.querySelector("h1, h2").childNodes]
    .filter((node) => !node.classList?.contains("headerlink")).map((node) => node.textContent).join("").trim();

  // "On this page" marks what is being read, on the way up too: the theme's own mark follows headings that come into view.
  const contents = new Map([.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("#pst-page-toc-nav a"))]
    .map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  let jumped = location.hash.length > 1, asked = false;
  function follow() {
    asked = false;
    const top = (section) => section.getBoundingClientRect().top, aim = jumped && document.querySelector(":target");
    let section = here();
    // Within a section that is seen: to measure in others would lay them out. So would it in the first one, before it is read.
    section = [...section?.querySelectorAll("section[id]") ?? []].filter((one) => contents.has(one.id) && top(one) < innerHeight / 3).at(-1) ?? section ?? sections()[0];
    if (aim && top(aim) >= 0 && top(aim) < innerHeight) section = aim.closest("section"); // the last of a page cannot come to its top
    const now = contents.get(section?.id);
    for (const link of contents.values()) {
      link.classList.toggle("active", link === now);
      if (link === now) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      link.closest(".toc-entry").classList.toggle("active", link.closest(".toc-entry").contains(now ?? null));
    }
  }
  const mind = () => { if (!asked) { asked = true; requestAnimationFrame(follow); } };
  if (contents.size) {
    addEventListener("scroll", mind, { passive: true });
    addEventListener("resize", mind);
    addEventListener("hashchange", () => { jumped = true; mind(); });
    for (const event of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(event, () => { jumped = false; }, { passive: true });
    new ResizeObserver(mind).observe(document.querySelector(".bd-article")); // what comes into view for the first time is laid out then
  }

  // Where the reading stopped. Only chapters are read from the beginning to the end.
  if (/^chapters\/\d/.test(page)) {
    const chapter = /** @type {Element | undefined} */ (document.querySelector(".bd-article h1")?.cloneNode(true));
    chapter?.querySelector(".headerlink")?.remove();
    let timer;
    const keep = () => {
      const section = here();
      if (!section || scrollY < innerHeight / 2) return;
      try {
        localStorage.setItem("nn-place", JSON.stringify({ page, id: section.id, chapter: chapter.textContent.trim(), section: titled(section) }));
      } catch { /* kept nowhere */ }
    };
    addEventListener("scroll", () => { clearTimeout(timer); timer = setTimeout(keep, 400); }, { passive: true });
    addEventListener("pagehide", keep);
  }
  if (page === "chapters/index.html") {
    const { page: last, id, chapter, section } = kept("nn-place");
    if (/^chapters\/\d[\w-]*\.html$/.test(last) && section) {
      const line = make("p", { className: "continue" });
      line.append("Continue where you stopped: ", make("a", { href: `${base}${last}#${id}`, textContent: `${chapter}, ${section}` }));
      document.querySelector(".bd-article h1")?.after(line);
    }
  }

  // What was answered.
  const number = (box) => box.id.replace("exercise-", "").replace("-", ".");
  const boxes = [...document.querySelectorAll(".nn-question[id^='exercise-']:not(.nn-prediction)")];

  function mark() {
    const answered = kept("nn-exercises"), right = (id) => Boolean(answered[id]?.right);
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".section-nav a"))) {
      const found = link.hash.match(/^#exercise-(\d+)-(\d+)-/);
      if (found) link.classList.toggle("answered", right(`${found[1]}.${found[2]}`));
    }
    for (const link of document.querySelectorAll(".bd-docs-nav a")) {
      const found = link.getAttribute("href")?.match(/(?:^|\/)0?(\d+)-[\w-]+\.html$/) ?? (link.getAttribute("href") === "#" && page.match(/\/0?(\d+)-/));
      const count = found ? Object.keys(answered).filter((id) => id.startsWith(`${found[1]}.`) && /\d$/.test(id) && !id.includes("p") && right(id)).length : 0;
      link.querySelector(".answered-count")?.remove();
      if (count) link.append(make("span", { className: "answered-count", textContent: ` ✓ ${count}`, title: `${count} exercises answered on this device` }));
    }
    for (const box of boxes) {
      const line = box.querySelector(".nn-line"), old = box.querySelector(".nn-next");
      if (!line) continue;
      const next = right(number(box)) && boxes.slice(boxes.indexOf(box) + 1).find((other) => other.querySelector(".nn-line") && !right(number(other)));
      old?.remove();
      if (next) line.append(make("a", { className: "nn-next", href: `#${next.id}`, textContent: `Next unsolved: ${number(next)}` }));
    }
  }
  document.addEventListener("nn-exercises", mark);
  addEventListener("storage", mark);
  addEventListener("pageshow", mark);
  mark();

  // A function is handed in in a notebook: the box leads to it.
  /** @type {HTMLAnchorElement | null} */
  const download = document.querySelector('.bd-header-article a[href$=".ipynb"], .article-header-buttons a[href$=".ipynb"]');
  const notebook = download?.href;
  for (const code of notebook ? document.querySelectorAll(".nn-question > pre") : []) {
    code.after(make("a", { href: notebook, download: "", textContent: "Download this chapter's notebook" }));
  }

  // A correction is folded; a link to one of its labels opens it.
  /** @type {(which: string) => HTMLDetailsElement[]} */
  const corrections = (which) => [...document.querySelectorAll(`details.correction${which}`)].map((found) => /** @type {HTMLDetailsElement} */ (found));

  function unfold() {
    const target = location.hash.startsWith("#fix-") && document.getElementById(location.hash.slice(1));
    if (!target) return;
    const follows = Node.DOCUMENT_POSITION_FOLLOWING;
    const fold = /** @type {HTMLDetailsElement | null} */ (target.closest("details.correction"))
      ?? corrections("").find((one) => target.compareDocumentPosition(one) & follows);
    if (fold) {
      fold.open = true;
      target.scrollIntoView();
    }
  }
  addEventListener("hashchange", unfold);
  unfold();
  /** @type {HTMLDetailsElement[]} */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = corrections(":not([open])");
    for (const fold of closed) fold.open = true;
  });
  addEventListener("afterprint", () => { for (const fold of closed) fold.open = false; });

  // Who comes from the search to no place of the page wants the first where the word stands; the search has marked it.
  addEventListener("DOMContentLoaded", () => {
    if (!location.hash) document.querySelector(".bd-article .highlighted")?.scrollIntoView({ block: "center" });
  });

  // A report names the page, the version and the passage: what is selected, or the section that is being read.
  /** @type {HTMLElement | null} */
  const line = document.querySelector(".page-report");
  let passage = "";
  document.addEventListener("selectionchange", () => {
    const text = getSelection().toString().trim().slice(0, 500);
    if (text && !document.activeElement?.matches("input, textarea")) passage = text;  // what is typed is the reader's own
  });
  const text = () => `Page: ${line.dataset.about}\nPassage: ${passage || titled(here()) || "the whole page"}\nWhat is wrong: `;
  line?.querySelector("button")?.addEventListener("click", async () => {
    const said = line.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(text());
      said.textContent = "Copied: page, version and passage. Add what is wrong, and send it to whoever gave you the book.";
    } catch {
      said.textContent = text();
    }
  });
  const letter = line?.querySelector("a");
  letter?.addEventListener("click", () => {
    letter.href = `${letter.href.split("&body=")[0]}&body=${encodeURIComponent(text())}`;
  });
}
