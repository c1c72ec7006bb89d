// Puts the moving figures of a page to work without a kernel, and keeps their state in the page's address.
//
// A page has the states of its notebook's widgets: a widget's name (_anywidget_id), by which its script and style are in
// bookWidgets, and the name of its figure (key); an explorer's has the bounds of its traits as well (_bounds). The script is
// a module, loaded from memory: pages opened as files may import nothing else. It sees a model as anywidget's, with get, set,
// on, off and save_changes.

"use strict";

{
  class Model {
    constructor(state) {
      this.state = { ...state };
      this.listeners = [];
    }

    get(name) { return this.state[name]; }

    set(name, value) {
      if (JSON.stringify(this.state[name]) === JSON.stringify(value)) return;
      this.state[name] = value;
      for (const event of [`change:${name}`, "change"]) {
        for (const [heard, callback] of [...this.listeners]) if (heard === event) callback(this);
      }
    }

    save_changes() {} // there is nobody to save them to

    on(event, callback) { this.listeners.push([event, callback]); }

    off(event, callback) {
      this.listeners = this.listeners.filter(([e, c]) => !((!event || e === event) && (!callback || c === callback)));
    }
  }

  /** The value of one trait from a link, by the same bounds as in Python; an error says what was expected. */
  function read(name, text, bounds) {
    const number = (part) => {
      const x = part.trim() === "" ? NaN : Number(part);
      if (!(x >= bounds.least && x <= bounds.most) || (bounds.kind === "whole" && !Number.isInteger(x))) {
        throw new Error(`${name} is “${part}”, expected a ${bounds.kind === "whole" ? "whole " : ""}number from ${bounds.least} to ${bounds.most}`);
      }
      return x;
    };
    if (bounds.kind === "choice") {
      const names = bounds.options.map(([value]) => value);
      if (!names.includes(text)) throw new Error(`${name} is “${text}”, expected one of ${names.join(", ")}`);
      return text;
    }
    if (bounds.kind === "text") {
      if (text.length > bounds.longest) throw new Error(`${name} is longer than ${bounds.longest} characters`);
      return text;
    }
    if (bounds.kind !== "numbers") return number(text);
    const parts = text === "" ? [] : text.split(",");
    if (parts.length < bounds.fewest || parts.length > bounds.longest) {
      throw new Error(`${name} holds ${parts.length} numbers, expected ${bounds.fewest} to ${bounds.longest}`);
    }
    return parts.map(number);
  }

  /** The state that a fragment `key?name=value&…` describes on top of the figure's own; throws where it cannot be read. */
  function parse(query, state, problem) {
    const found = {};
    for (const [name, text] of new URLSearchParams(query)) {
      if (!Object.hasOwn(state._bounds, name)) throw new Error(`this figure has no ${name}`);
      found[name] = read(name, text, state._bounds[name]);
    }
    const complaint = problem?.({ ...state, ...found });
    if (complaint) throw new Error(complaint);
    return found;
  }

  /** The fragment for a model: what differs from the figure's own state. */
  function fragment(model, state) {
    const query = Object.keys(state._bounds)
      .filter((name) => JSON.stringify(model.get(name)) !== JSON.stringify(state[name]))
      .map((name) => `${name}=${encodeURIComponent(model.get(name)).replaceAll("%2C", ",")}`);
    return `#${state.key}${query.length ? `?${query.join("&")}` : ""}`;
  }

  globalThis.bookLinks = { parse, fragment }; // by this tests/javascript/links.test.mjs tries them without a page

  const element = (tag, attributes, text = "") => Object.assign(document.createElement(tag), attributes, { textContent: text });

  const modules = new Map(); // all answer boxes of a page share one

  function imported(name) {
    if (!modules.has(name)) {
      const address = URL.createObjectURL(new Blob([globalThis.bookWidgets[name].script], { type: "text/javascript" }));
      modules.set(name, import(address).finally(() => URL.revokeObjectURL(address)));
    }
    return modules.get(name);
  }

  /** A moment when nothing else is to be done: a page answers to its reader before all its figures are at work. */
  const idle = () => new Promise((resolve) => {
    if (window.requestIdleCallback) requestIdleCallback(resolve, { timeout: 500 }); else setTimeout(resolve);
  });

  async function startQuestion(box, state) {
    (await imported(state._anywidget_id)).default.render({ model: new Model(state), el: box });
    box.classList.add("ready");
  }

  async function start(figure, state) {
    const module = await imported(state._anywidget_id);

    const model = new Model(state);
    const notice = element("p", { className: "explorer-notice" });
    notice.setAttribute("role", "status");
    const restore = (hash = location.hash) => {
      const [key, query] = hash.slice(1).split(/\?(.*)/s);
      if (key !== state.key) return false;
      let found = {};
      notice.textContent = "";
      try {
        found = parse(query ?? "", state, module.problem);
      } catch (error) {
        notice.textContent = `The link could not be read (${error.message}), so the figure starts as the book sets it.`;
      }
      for (const name of Object.keys(state._bounds)) model.set(name, found[name] ?? state[name]);
      return true;
    };
    const asked = restore();

    const mount = element("div", { className: "explorer-mount" });
    figure.prepend(mount);
    await module.default.initialize?.({ model });
    await module.default.render({ model, el: mount });

    const link = element("button", { type: "button", className: "explorer-link" }, "Copy link");
    link.title = "Copy a link to this figure as it stands now";
    link.onclick = async () => {
      history.replaceState(history.state, "", fragment(model, state));
      try {
        await navigator.clipboard.writeText(location.href);
        notice.textContent = "A link to the figure as it stands now is in the clipboard.";
      } catch {
        notice.textContent = "The clipboard is closed to this page; the link is in the address bar.";
      }
    };
    const reset = element("button", { type: "button", className: "explorer-link" }, "As in the book");
    reset.title = "Set everything back to how the book shows it";
    reset.onclick = () => {
      for (const name of Object.keys(state._bounds)) model.set(name, state[name]);
      notice.textContent = "";
    };
    const bar = element("div", { className: "explorer-bar" });
    bar.append(link, reset, notice);
    mount.append(bar);

    let timer; // browsers allow an address only so many changes a second
    model.on("change", () => {
      clearTimeout(timer);
      timer = setTimeout(() => history.replaceState(history.state, "", fragment(model, state)), 400);
    });
    // The event's own address: the timer above may have changed the page's before the event arrived.
    addEventListener("hashchange", (event) => { if (restore((event.newURL || location.href).replace(/^[^#]*/, ""))) figure.scrollIntoView(); });
    if (asked) figure.scrollIntoView();
    figure.classList.add("ready");
    performance.mark(state.key); // the tests ask when
  }

  const states = JSON.parse(document.getElementById("book-widgets")?.textContent ?? "[]");
  document.adoptedStyleSheets.push(...Object.values(globalThis.bookWidgets ?? {}).map(({ style }) => { // a <style> would be inline code
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    return sheet;
  }));

  // Once a page is there, browsers look through its forms, to fill them in for the reader, and lay out the sections that hold
  // any: all of a long page in one piece. Until its box begins, a form is none, and each field has a stand-in of the same size.
  const away = new Map(); // by the key of a box: what stands in, and for what

  function putAway({ key }) {
    const form = document.getElementById(key)?.querySelector("form");
    if (!form) return;
    const fields = [...form.querySelectorAll("input")].map((field) => [element("span", { className: "nn-place" }), field]);
    for (const [place, field] of fields) {
      place.dataset.type = field.type;
      field.replaceWith(place);
    }
    const stand = element("div", {});
    stand.append(...form.childNodes);
    form.replaceWith(stand);
    away.set(key, { stand, form, fields });
  }

  function putBack({ key }) {
    if (!away.has(key)) return;
    const { stand, form, fields } = away.get(key);
    for (const [place, field] of fields) place.replaceWith(field);
    form.append(...stand.childNodes);
    stand.replaceWith(form);
    away.delete(key);
  }

  const begun = new Set();

  /** Start a figure or a box, once, when nothing else is to be done or `now`. */
  async function begin(state, now = false) {
    if (begun.has(state.key)) return;
    begun.add(state.key);
    const figure = document.getElementById(state.key);
    if (!figure) {
      console.error(`No figure is named ${state.key}; the cell's metadata mystnb.figure.name has to be the explorer's key.`);
      return;
    }
    if (!now) await idle();
    putBack(state);
    try {
      await (state._bounds ? start : startQuestion)(figure, state);
    } catch (error) {
      figure.classList.add("failed"); // the static picture comes back
      console.error(`The figure ${state.key} does not run: ${error.message}`);
    }
  }

  // A figure measures what it draws, which lays out all that is around it, and so do the fields of a box: what is far away waits
  // until it comes near, or is asked for by a link, or by the tab key, which is to find every control. Boxes begin one by one
  // when the page has come to rest, for those who go through the fields of a page without scrolling.
  const REST = 5000; // ms
  const near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) if (isIntersecting) begin(states.find(({ key }) => key === target.id));
  }, { rootMargin: "50% 0px" });
  const askedFor = () => states.filter(({ key }) => location.hash.slice(1).split("?")[0] === key);
  const all = () => {
    states.forEach(putBack); // now, since the key that was pressed looks for the next field
    for (const state of states) begin(state, true);
  };
  addEventListener("keydown", ({ key }) => { if (key === "Tab") all(); }, true);
  for (const event of ["beforeprint", "nn-all-at-work"]) addEventListener(event, all);
  addEventListener("hashchange", () => { for (const state of askedFor()) begin(state, true); });

  async function startAll() {
    for (const { key, _bounds } of states) if (_bounds) document.getElementById(key)?.setAttribute("data-do", ""); // a place for the hand, also while it waits
    const boxes = states.filter(({ _bounds }) => !_bounds);
    boxes.forEach(putAway);
    for (const state of askedFor()) await begin(state);
    for (const { key } of states) {
      const figure = document.getElementById(key);
      if (figure) near.observe(figure);
    }
    setTimeout(async () => { for (const state of boxes) await begin(state); }, REST);
  }

  startAll();
}
