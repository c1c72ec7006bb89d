// Charts, and the points on them that can be dragged.
import { raised, show, svg } from "./parts.js";

/** Round numbers for the ticks of an axis from a to b; powers of ten on a logarithmic one. */
function ticks(a, b, about = 5, log = false) {
  if (log) {
    const low = Math.ceil(Math.log10(a) - 1e-9), high = Math.floor(Math.log10(b) + 1e-9);
    const stride = Math.max(1, Math.ceil((high - low + 1) / about));
    return Array.from({ length: Math.floor((high - low) / stride) + 1 }, (_, k) => 10 ** (low + k * stride));
  }
  const rough = (b - a) / about, power = 10 ** Math.floor(Math.log10(rough));
  const stride = power * [1, 2, 5, 10].find((m) => m * power >= rough * 0.999);
  const first = Math.ceil(a / stride - 1e-9);
  return Array.from({ length: Math.floor(b / stride + 1e-9) - first + 1 }, (_, k) => +((first + k) * stride).toPrecision(12));
}

/** A chart that is drawn again whenever its width or its content changes.
 *
 *  `draw(c)` draws; c has `x` and `y` (from numbers to pixels), `left`, `top`, `width`, `height` of the plotting area,
 *  `inside` (a clipped group for marks), `axes({x: [a, b], y: [c, d], xName, yName, log})`, which sets the scales, and
 *  `path(points, attributes)`. Handles live in `handles` and are not drawn again. */
export function chart({ label, ratio = 0.6, most = 420, draw }) {
  const back = svg("g"), inside = svg("svg", { overflow: "hidden" }), handles = svg("g");
  const element = svg("svg", { class: "nn-chart", role: "group", "aria-label": label }, back, inside, handles);
  const c = { element, inside, handles, left: 46, top: 26 };
  c.axes = ({ x, y, xName, yName, log = false }) => {
    const scale = ([a, b], from, to, /** @type {(v: number) => number} */ warp = Number) => (v) => { // far outside is outside: SVG takes no 1e300
      return Math.max(-1e4, Math.min(1e4, from + (warp(v) - warp(a)) / (warp(b) - warp(a)) * (to - from)));
    };
    c.x = scale(x, c.left, c.left + c.width);
    c.y = scale(y, c.top + c.height, c.top, log ? Math.log10 : Number);
    c.unscale = (px, py) => [x[0] + (px - c.left) / c.width * (x[1] - x[0]), y[0] + (c.top + c.height - py) / c.height * (y[1] - y[0])];
    c.span = { x, y };
    const name = (v) => show(v, 6).replace(/\.?0+$/, "");
    for (const t of ticks(...x, c.width < 320 ? 4 : 6)) {
      back.append(svg("line", { class: "nn-grid", x1: c.x(t), x2: c.x(t), y1: c.top, y2: c.top + c.height }),
        svg("text", { x: Math.min(c.x(t), c.left + c.width + 12 - 4.5 * name(t).length), y: c.top + c.height + 16, "text-anchor": "middle" }, name(t)));
    }
    for (const t of ticks(y[0], y[1], 5, log)) {
      back.append(svg("line", { class: "nn-grid", x1: c.left, x2: c.left + c.width, y1: c.y(t), y2: c.y(t) }),
        svg("text", { x: c.left - 6, y: c.y(t) + 4, "text-anchor": "end" }, log ? powerOfTen(t) : name(t)));
    }
    back.append(svg("text", { class: "nn-axis", x: c.left + c.width, y: c.top + c.height + 32, "text-anchor": "end" }, xName),
      svg("text", { class: "nn-axis", x: 2, y: c.top - 13 }, yName));
  };
  c.path = (points, attributes) => {
    const d = points.map(([x, y], k) => `${k ? "L" : "M"}${c.x(x).toFixed(2)} ${c.y(y).toFixed(2)}`).join("");
    return inside.appendChild(svg("path", { fill: "none", d, ...attributes }));
  };
  c.draw = () => {
    const wide = Math.round(element.parentElement?.clientWidth ?? 0);
    if (!wide) return;
    const high = Math.round(Math.min(most, Math.max(200, wide * ratio)));
    Object.assign(c, { width: wide - c.left - 12, height: high - c.top - 40 });
    element.setAttribute("viewBox", `0 0 ${wide} ${high}`);
    element.setAttribute("height", high);
    back.replaceChildren();
    inside.replaceChildren();
    for (const [name, value] of [["x", c.left], ["y", c.top], ["width", c.width], ["height", c.height]]) inside.setAttribute(name, value);
    inside.setAttribute("viewBox", `${c.left} ${c.top} ${c.width} ${c.height}`);
    draw(c);
  };
  new ResizeObserver(c.draw).observe(element); // also when it is first put on a page
  return c;
}

const powerOfTen = (v) => `10${raised(Math.round(Math.log10(v)))}`;

/** A point on a chart that can be dragged, or moved with the arrow keys (with shift in large steps).
 *
 *  `name` says what it is, `get` where it is, [x, y]; `set` is called with where it is dragged to, within the chart's
 *  spans. `steps` are the arrow keys' steps; an axis whose step is 0 does not move. */
export function handle(c, { name, get, set, steps, text, radius = 9 }) {
  const across = steps[0] !== 0;
  const grip = svg("g", { class: "nn-handle", tabindex: 0, role: "slider", "aria-label": name,
    "aria-orientation": across ? "horizontal" : "vertical" },
    svg("circle", { r: 22, fill: "transparent" }), // room for a finger
    svg("circle", { r: radius, class: "nn-grip" }));
  const within = ([x, y]) => [[x, c.span.x], [y, c.span.y]].map(([v, [a, b]]) => Math.min(b, Math.max(a, v)));
  const go = (to) => set(...within(to));
  let held = false;
  // touch-action does not keep a page from scrolling under an SVG group
  grip.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  grip.addEventListener("pointerdown", (event) => { held = true; grip.setPointerCapture(event.pointerId); grip.focus(); event.preventDefault(); });
  grip.addEventListener("pointerup", () => { held = false; });
  grip.addEventListener("pointercancel", () => { held = false; });
  grip.addEventListener("pointermove", (event) => {
    if (!held) return;
    const box = c.element.getBoundingClientRect(), zoom = c.element.viewBox.baseVal.width / box.width;
    const to = c.unscale((event.clientX - box.left) * zoom, (event.clientY - box.top) * zoom), at = get();
    go(to.map((v, k) => (steps[k] === 0 ? at[k] : v)));
  });
  grip.addEventListener("keydown", (event) => {
    const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
    if (!dx && !dy) return;
    event.preventDefault();
    const [x, y] = get(), far = event.shiftKey ? 10 : 1;
    // On a handle that moves along one axis all four arrows move it.
    const [mx, my] = steps[0] === 0 ? [0, dx + dy] : steps[1] === 0 ? [dx + dy, 0] : [dx, dy];
    go([x + mx * far * steps[0], y + my * far * steps[1]].map((v) => +v.toPrecision(10)));
  });
  c.handles.append(grip);
  return {
    element: grip,
    update() {
      const [x, y] = get(), [sx, sy] = within([x, y]), value = across ? x : y, span = across ? c.span.x : c.span.y;
      grip.setAttribute("transform", `translate(${c.x(sx)} ${c.y(sy)})`);
      for (const [key, number] of [["valuemin", span[0]], ["valuemax", span[1]], ["valuenow", value]]) grip.setAttribute(`aria-${key}`, number);
      grip.setAttribute("aria-valuetext", text ? text() : [x, y].filter((_, k) => steps[k] !== 0).map((v) => show(v)).join(", "));
    },
  };
}
