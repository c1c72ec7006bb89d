// Draws a figure in each of given.states, one after the other in one frame and each in a fresh one, in a document that is as small as
// figures need; returns what stands in it, as plain data. Nothing is laid out: each element is given.wide pixels wide. With given.acts, a
// list for each state, what stands in it and the state after each of these acts.

export function draw(module, given) {
  class Node {
    constructor(tag) {
      Object.assign(this, { tag, attributes: {}, childNodes: [], listeners: {}, style: {}, parentNode: null, hidden: false, value: ["input", "select"].includes(tag) ? "" : undefined });
      const data = (name) => `data-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;
      this.dataset = new Proxy({}, { get: (_, name) => this.attributes[data(name)], set: (_, name, value) => { this.setAttribute(data(name), value); return true; } });
      const classes = () => new Set((this.attributes.class ?? "").split(/\s+/).filter(Boolean));
      const put = (set) => { this.attributes.class = [...set].join(" "); };
      this.classList = { add: (name) => put(classes().add(name)), contains: (name) => classes().has(name),
        toggle: (name, on) => { const set = classes(); on ? set.add(name) : set.delete(name); put(set); } };
    }
    get children() { return this.childNodes.filter((child) => child instanceof Node); }
    get childElementCount() { return this.children.length; }
    get firstChild() { return this.childNodes[0]; }
    get parentElement() { return this.parentNode ?? frame; }
    get isConnected() { return true; }
    get clientWidth() { return given.wide; }
    get value() { return this.holds; }
    set value(value) { this.holds = value === undefined ? value : String(value); }
    get className() { return this.attributes.class ?? ""; }
    set className(value) { this.attributes.class = value; }
    get textContent() { return this.childNodes.map((child) => child.textContent ?? String(child)).join(""); }
    set textContent(text) { this.childNodes = text === "" ? [] : [String(text)]; }
    get open() { return "open" in this.attributes; }
    setAttribute(name, value) {
      this.attributes[name] = String(value);
      if (["value", "checked", "disabled", "min", "max"].includes(name)) this[name] = String(value);
    }
    getAttribute(name) { return this.attributes[name] ?? null; }
    removeAttribute(name) { delete this.attributes[name]; }
    append(...children) { for (const child of children) this.appendChild(child); }
    appendChild(child) {
      if (child instanceof Node) {
        if (child.parentNode) child.parentNode.childNodes = child.parentNode.childNodes.filter((each) => each !== child);
        child.parentNode = this;
      }
      this.childNodes.push(child instanceof Node ? child : String(child));
      return child;
    }
    replaceChildren(...children) {
      for (const child of this.children) child.parentNode = null;
      this.childNodes = [];
      this.append(...children);
    }
    before() { } // frames around texts hang on their size, which nothing here has
    getBBox() { return { x: 0, y: 0, width: 0, height: 0 }; }
    addEventListener(name, listener) { (this.listeners[name] ??= []).push(listener); }
    dispatch(name, event = {}) { for (const listener of this.listeners[name] ?? []) listener({ target: this, preventDefault() { }, ...event }); }
    matches() { return Boolean(given.acts); } // what a hand touches has the focus
    contains(other) { return this === other || this.children.some((child) => child.contains(other)); }
    all() { return this.children.flatMap((child) => [child, ...child.all()]); }
    querySelectorAll(selector) {
      const [, tag, data] = selector.match(/^(\w+)?(?:\[data-(\w+)\])?$/) ?? [];
      if (selector === "[class] > text") return this.all().filter((each) => each.tag === "text" && "class" in each.parentNode.attributes);
      if (!tag && !data) throw new Error(`${selector} is not known here`);
      return this.all().filter((each) => (!tag || each.tag === tag) && (!data || `data-${data}` in each.attributes));
    }
    focus() { }
    /** A canvas keeps the dots that were painted last, [x, y, radius], as one of its attributes. */
    getContext() {
      let dots = [];
      return { clearRect() { dots = []; }, beginPath() { }, moveTo() { }, setTransform() { }, arc: (x, y, r) => dots.push([x, y, r]),
        fill: () => this.setAttribute("data-dots", JSON.stringify(dots)) };
    }
  }

  const frame = new Node("frame"), later = [];
  const replaced = { document: { createElement: (tag) => new Node(tag), createElementNS: (_, tag) => new Node(tag), activeElement: null, documentElement: null, body: null },
    ResizeObserver: class { observe() { } disconnect() { } }, MutationObserver: class { observe() { } disconnect() { } }, getComputedStyle: () => ({ color: "" }), devicePixelRatio: 2, setTimeout: (work) => { later.push(work); return later.length; }, clearTimeout: (n) => { delete later[n - 1]; },
    queueMicrotask: (work) => later.push(work), matchMedia: () => ({ matches: true }), requestAnimationFrame: () => 0, cancelAnimationFrame() { }, addEventListener() { } };
  const random = Math.random, before = Object.fromEntries(Object.keys(replaced).map((name) => [name, globalThis[name]]));
  const settled = () => { for (let k = 0; k < later.length; k++) later[k]?.(); later.length = 0; };

  const seen = (node) => {
    if (!(node instanceof Node)) return node;
    const { tag, attributes, style, childNodes, value, checked, disabled, hidden, min, max } = node;
    return { tag, attributes: { ...attributes }, style: { ...style }, value: value === undefined ? null : String(value), min: min === undefined ? null : String(min), max: max === undefined ? null : String(max), on: Boolean(checked && checked !== "false"),
      off: Boolean(disabled), hidden: hidden === true || style.display === "none", children: childNodes.map(seen) };
  };

  /** A figure of these traits, and how it is given others. */
  function shown(traits) {
    const el = new Node("div"), now = structuredClone(traits), changed = [];
    el.parentNode = frame;
    const set = (name, value) => { now[name] = value; };
    const model = { get: (name) => now[name], set, save_changes: () => changed.forEach((work) => work()), on: (_, work) => changed.push(work), off() { } };
    module.default.render({ model, el });
    settled();
    for (const each of el.all().filter((node) => node.tag === "details")) {
      each.setAttribute("open", "");
      each.dispatch("toggle");
    }
    /** What a hand does: an event at what has this name, with a value that was typed or other properties of the event. */
    const act = ([name, event, { value, ...more } = {}]) => {
      const node = el.all().find((each) => each.getAttribute("aria-label") === name || each.tag === "button" && each.textContent === name
        || each.tag === "select" && each.parentNode.firstChild === `${name} `);
      if (value !== undefined) node.value = value;
      node.dispatch(event, more);
      settled();
      return [seen(el), structuredClone(now)];
    };
    return { act, tree: () => seen(el), become: (others) => { Object.assign(now, structuredClone(others)); model.save_changes(); settled(); } };
  }

  try {
    Object.assign(globalThis, replaced);
    Math.random = () => 0.5; // for names that only have to differ
    if (given.acts) return given.states.map((state, k) => given.acts[k].map(shown(state).act));
    const one = shown(given.states[0]);
    return given.states.map((state, k) => {
      if (k) one.become(state);
      return [shown(state).tree(), one.tree()];
    });
  } finally {
    Object.assign(globalThis, before);
    Math.random = random;
  }
}
