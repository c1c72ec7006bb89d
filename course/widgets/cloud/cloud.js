// A cloud of descents: many starts at once, stepped together with the number of the run as the last axis of every array.
import { activations, count } from "../engine.js";
import { chart } from "../charts.js";
import { button, choice, html, maths, put, runner, show, slider, stage, svg, voice } from "../parts.js";

const PRIMES = [2, 3, 5, 7, 11, 13, 17];

/** A stack of S descents of one cloud of course.widgets.cloud on the sum of squares, at its start: `advance(eta)` takes a step of all.
 *
 *  theta is (P, S) as one typed array, so parameter p of run s is theta[p * S + s]; every inner loop runs over s. A run whose
 *  numbers are not finite has the number of that step in `ended` and moves no more; of the others it is −1. */
export function together({ sizes, phi, X, Y, moves, centre }, S, spread, first) {
  const L = sizes.length - 1, D = X.length, P = count(sizes), room = (n) => new Float64Array(n * S);
  const A = sizes.map((n) => room(D * n)), slope = sizes.map((n) => room(D * n)), delta = sizes.map((n) => room(D * n));
  const theta = room(P), grad = room(P), cost = room(1), sound = room(1), ended = new Int32Array(S).fill(-1);
  const sharp = room(1), entries = Array.from({ length: 3 }, (_, d) => Array.from({ length: d + 1 }, () => room(1))); // of 2 J Jᵀ; D is at most 3
  const begins = sizes.map((_, l) => count(sizes.slice(0, l))); // of W^l; b^l follows it
  for (let p = 0; p < P; p++) {
    for (let s = 0; s < S; s++) {
      const at = (s + 1 + first) * Math.sqrt(PRIMES[p]);
      theta[p * S + s] = moves[p] ? centre[p] + spread * (2 * (at - Math.floor(at)) - 1) : centre[p];
    }
  }
  for (let d = 0; d < D; d++) for (let i = 0; i < sizes[0]; i++) A[0].fill(X[d][i], (d * sizes[0] + i) * S, (d * sizes[0] + i + 1) * S);

  function forward() {
    for (let l = 1; l <= L; l++) {
      const n = sizes[l - 1], m = sizes[l], w = begins[l], { f, prime } = activations[phi[l - 1]], a = A[l - 1], z = A[l];
      for (let d = 0; d < D; d++) {
        for (let j = 0; j < m; j++) {
          const to = (d * m + j) * S;
          for (let s = 0; s < S; s++) z[to + s] = theta[(w + n * m + j) * S + s];
          for (let i = 0; i < n; i++) {
            const from = (d * n + i) * S, by = (w + i * m + j) * S;
            for (let s = 0; s < S; s++) z[to + s] += a[from + s] * theta[by + s];
          }
          for (let s = 0; s < S; s++) { slope[l][to + s] = prime(z[to + s]); z[to + s] = f(z[to + s]); }
        }
      }
    }
  }

  function backward() {
    const m = sizes[L];
    cost.fill(0);
    grad.fill(0);
    for (let d = 0; d < D; d++) {
      for (let j = 0; j < m; j++) {
        for (let s = 0, at = (d * m + j) * S; s < S; s++, at++) {
          const r = A[L][at] - Y[d][j];
          cost[s] += r * r;
          delta[L][at] = 2 * r * slope[L][at]; // (1)
        }
      }
    }
    for (let l = L; l > 0; l--) {
      const n = sizes[l - 1], m = sizes[l], w = begins[l], below = delta[l - 1].fill(0);
      for (let d = 0; d < D; d++) {
        for (let j = 0; j < m; j++) {
          const to = (d * m + j) * S, b = (w + n * m + j) * S;
          for (let s = 0; s < S; s++) grad[b + s] += delta[l][to + s]; // (4)
          for (let i = 0; i < n; i++) {
            const from = (d * n + i) * S, by = (w + i * m + j) * S;
            for (let s = 0; s < S; s++) {
              grad[by + s] += A[l - 1][from + s] * delta[l][to + s]; // (3)
              below[from + s] += delta[l][to + s] * theta[by + s]; // (2), before the slope
            }
          }
        }
      }
      if (l > 1) for (let k = 0; k < below.length; k++) below[k] *= slope[l - 1][k];
    }
  }

  /** Look at the cost and the gradient where all are; note who is no longer finite. */
  function look() {
    forward();
    backward();
    sound.set(cost);
    for (let p = 0; p < P; p++) for (let s = 0; s < S; s++) sound[s] += Math.abs(grad[p * S + s]) + Math.abs(theta[p * S + s]);
    for (let s = 0; s < S; s++) if (ended[s] < 0 && !Number.isFinite(sound[s])) ended[s] = stack.k;
  }

  const stack = { S, k: 0, theta, cost, ended,
    advance(eta) {
      for (let p = 0; p < P; p++) {
        if (moves[p]) for (let s = 0; s < S; s++) if (ended[s] < 0) theta[p * S + s] -= eta * grad[p * S + s];
      }
      stack.k++;
      look();
    },
    /** For each run the largest eigenvalue of 2 J Jᵀ, J (D, P) being the derivatives of the predictions by what moves. */
    curvatures() {
      const n = sizes[L - 1], m = begins[L], w = theta.subarray(m * S), [a, slopes] = [A[L - 1], slope[L - 1]];
      for (let d = 0; d < D; d++) {
        for (let e = 0; e <= d; e++) {
          let inputs = moves[sizes[0] * sizes[1]];
          for (let i = 0; i < sizes[0]; i++) inputs += X[d][i] * X[e][i];
          const entry = entries[d][e].fill(2 * moves[P - 1]);
          for (let j = 0; j < n; j++) {
            for (let s = 0, one = d * n * S + j * S, other = e * n * S + j * S; s < S; s++, one++, other++) {
              entry[s] += 2 * (a[one] * a[other] + w[j * S + s] ** 2 * slopes[one] * slopes[other] * inputs);
            }
          }
        }
      }
      const [[k00], [k10, k11], [k20, k21, k22]] = entries;
      for (let s = 0; s < S; s++) sharp[s] = largest(k00[s], k11[s], k22[s], k10[s], k21[s], k20[s]);
      return sharp;
    } };
  look();
  return stack;
}

/** The largest eigenvalue of a symmetric matrix of three rows, none of whose eigenvalues is negative: a, b, c on the diagonal, d and
 *  e beside it, f in the corner. The roots of its cubic are q + 2p cos(φ + 2πk/3), of which the one with the least angle is the largest. */
export function largest(a, b, c, d, e, f) {
  const scale = a + b + c; // at least the largest; of larger numbers squares and products would be too large
  if (!(scale > 0 && scale < Infinity)) return scale === 0 ? 0 : Infinity;
  a /= scale; b /= scale; c /= scale; d /= scale; e /= scale; f /= scale;
  const q = 1 / 3, u = a - q, v = b - q, w = c - q;
  const p = Math.sqrt((u * u + v * v + w * w + 2 * (d * d + e * e + f * f)) / 6);
  const half = (u * (v * w - e * e) - d * (d * w - e * f) + f * (d * e - v * f)) / (2 * p ** 3);
  return scale * (q + 2 * p * Math.cos(Math.acos(Math.max(-1, Math.min(1, half || 0))) / 3));
}

export default { render({ model, el }) {
  const get = (name) => model.get(name), bounds = model.get("_bounds"), most = bounds.steps.most, LEAST = 1e-8;
  let made = "", stack = null;
  /** The stack where the state says; it goes on from where it is if only more steps are asked for. */
  function now() {
    const name = JSON.stringify(["cost", "eta", "spread", "runs", "first"].map(get));
    if (name !== made || stack.k > get("steps")) [made, stack] = [name, together(get("_clouds")[get("cost")], get("runs"), get("spread"), get("first"))];
    while (stack.k < get("steps")) stack.advance(get("eta"));
    return stack;
  }
  const go = (n) => {
    if (get("steps") >= most) return false;
    put(model, { steps: Math.min(most, get("steps") + n) });
    return get("steps") < most;
  };
  const from = (changes) => { running.stop(); put(model, { ...changes, steps: 0 }); };
  const said = voice();
  const pick = choice({ label: "Cost", options: bounds.cost.options,
    set: (cost) => from(cost === "product" ? { cost, eta: 0.2, spread: 1.8 } : { cost, eta: 0.1, spread: 0.5 }) });
  const sliders = { eta: slider({ label: "learning rate", symbol: "η", ...bounds.eta, log: true, tell: said.tell, set: (eta) => put(model, { eta }) }),
    spread: slider({ label: "spread of the starts", symbol: "±", ...bounds.spread, step: 0.01, tell: said.tell, set: (spread) => from({ spread }) }),
    runs: slider({ label: "number of descents", symbol: "S", ...bounds.runs, step: 1, tell: said.tell, set: (runs) => from({ runs }) }) };
  const running = runner(() => go(1), "Run", 0);
  const step = button("Step", () => go(1)), ten = button("10 steps", () => go(10)), back = button("Back to the start", () => from({}));
  const others = button("Other starts", () => from({ first: (get("first") + get("runs")) % (bounds.first.most + 1) }));
  const parts = Object.fromEntries([["steps", "parameter"], ["fits", "forward"], ["diverged", "backward"], ["sharp", "backward"]].map(([name, meaning]) =>
    [name, html("span", { class: meaning, "data-name": name })]));
  const canvas = html("canvas"), pen = canvas.getContext("2d");
  let laid = "", told = 0, waiting;

  // What stays is drawn as all charts are; the dots, which move with every frame, on a canvas above it.
  const view = chart({ label: "The cloud of descents", ratio: 0.75, most: 340, draw(c) {
    const eta = get("eta"), edge = { stroke: "var(--nn-backward)", "stroke-width": 2, "stroke-dasharray": "7 4" };
    const named = (x, y, text, colour) => c.inside.append(svg("text", { x: c.x(x) + 6, y: c.y(y) + 4, class: `${colour} nn-named` }, text));
    if (get("cost") === "product") {
      const high = 2.6, wide = high * c.width / c.height; // equal scales: a circle is round
      c.axes({ x: [-wide, wide], y: [-high, high], xName: "w₁", yName: "w₂" });
      for (const size of [0, 0.25, 2.25, 4]) { // C = size where the product is 1 ± √size
        for (const product of new Set([1 + Math.sqrt(size), 1 - Math.sqrt(size)])) {
          for (const side of [1, -1]) {
            const us = Array.from({ length: 81 }, (_, k) => Math.exp((k - 40) / 12)).map((u) => [side * u, side * product / u]);
            c.path(us, { stroke: "var(--nn-forward)", "stroke-width": size ? 1 : 3, opacity: size ? 0.5 : 1 });
          }
        }
      }
      const r = 1 / Math.sqrt(eta);
      c.path(Array.from({ length: 97 }, (_, k) => [r * Math.cos(k * Math.PI / 48), r * Math.sin(k * Math.PI / 48)]), edge);
      named(Math.min(r, wide * 0.7) * 0.72, -Math.min(r, high * 0.9) * 0.72, "λ = 2/η", "backward");
    } else {
      c.axes({ x: [0, 60], y: [LEAST, 100], xName: "λ", yName: "cost", log: true });
      c.path([[2 / eta, LEAST], [2 / eta, 100]], edge);
      named(Math.min(2 / eta, 50), 30, "2/η", "backward");
    }
    const sharp = Math.max(2, devicePixelRatio), box = { left: c.left, top: c.top, width: c.width, height: c.height };
    for (const [name, pixels] of Object.entries(box)) canvas.style[name] = `${pixels}px`;
    [canvas.width, canvas.height] = [c.width * sharp, c.height * sharp];
    pen.setTransform(sharp, 0, 0, sharp, -sharp * c.left, -sharp * c.top);
    [pen.globalAlpha, pen.fillStyle] = [0.75, getComputedStyle(canvas).color];
    place(c);
  } });

  function place(c) {
    const { S, theta, cost, ended } = now(), flat = get("cost") === "product", across = flat ? theta : stack.curvatures();
    pen.clearRect(c.left, c.top, c.width, c.height);
    pen.beginPath();
    for (let s = 0; s < S; s++) {
      if (ended[s] >= 0) continue;
      const x = c.x(across[s]), y = c.y(flat ? theta[2 * S + s] : Math.max(LEAST, cost[s]));
      pen.moveTo(x + 3.2, y);
      pen.arc(x, y, 3.2, 0, 7);
    }
    pen.fill();
  }

  function draw() {
    const look = JSON.stringify(["cost", "eta"].map(get));
    if (look !== laid || !view.x) view.draw();
    else place(view);
    laid = look;
    clearTimeout(waiting);
    if (running.element.textContent === "Run" || performance.now() - told > 250) tell();
    else waiting = setTimeout(tell, 250); // words at every frame would cost more than the dots, and nobody could read them
  }

  function tell() {
    const { S, cost, ended } = now(), k = get("steps");
    told = performance.now();
    pick.update(get("cost"));
    for (const [name, control] of Object.entries(sliders)) control.update(get(name));
    step.disabled = ten.disabled = k >= most;
    const [costs, sharps] = [cost, stack.curvatures()].map((all) => [...all].filter((_, s) => ended[s] < 0).sort((a, b) => a - b));
    const fits = costs.filter((c) => c < 1e-3).length, among = (q, numbers = costs) => numbers[Math.floor(q * numbers.length)];
    const texts = { steps: `step ${k}`, fits: `C < 0.001: ${fits} of ${S}`, diverged: `${S - costs.length} diverged`,
      sharp: costs.length ? `median λ = ${show(among(0.5, sharps), 2)}` : "none is left" };
    for (const [name, text] of Object.entries(texts)) parts[name].replaceChildren(maths(text));
    const quarter = show(Math.max(LEAST, among(0.75))), half = among(0.75) < LEAST ? "" : `half lie below ${show(Math.max(LEAST, among(0.5)))}, `;
    said.tell(`Step ${k}: ${fits} of ${S} descents have a cost below 0.001, ${S - costs.length} have diverged. ${!costs.length ? "Take a smaller learning rate."
      : `Of the costs that are left ${half}three quarters lie below ${quarter}.`}`);
  }

  const off = stage(el, model, draw, html("div", { class: "nn-row" }, pick.element), html("div", { class: "nn-cloud" }, view.element, canvas),
    html("div", { class: "nn-readout nn-cloud-told" }, ...Object.values(parts)),
    html("div", { class: "nn-row" }, running.element, step, ten, back, others),
    html("div", { class: "nn-columns" }, ...Object.values(sliders).map((control) => control.element)), said.element);
  const theme = new MutationObserver(view.draw); // a canvas keeps the colour that it was painted with
  for (const part of [document.documentElement, document.body]) theme.observe(part, { attributeFilter: ["data-theme", "data-jp-theme-light"] });
  return () => { running.stop(); clearTimeout(waiting); theme.disconnect(); off(); };
} };
