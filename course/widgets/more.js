// What some of the moving figures are made of: their modules name this file in course/widgets/NAME/__init__.py.
import { raised, svg } from "./parts.js";

/** A whole number in lowered digits. */
export const lowered = (n) => [...String(n)].map((c) => "₀₁₂₃₄₅₆₇₈₉"[c]).join("");

/** An arrow between two neurons, each end `gap` pixels short of its place. */
export function arrowhead([x0, y0], [x1, y1], gap, attributes) {
  const size = Math.hypot(x1 - x0, y1 - y0), [ux, uy] = [(x1 - x0) / size, (y1 - y0) / size], at = (s, side) => `${x0 + ux * s - uy * side} ${y0 + uy * s + ux * side}`;
  return svg("path", { d: `M${at(gap, 0)}L${at(size - gap, 0)}M${at(size - gap - 8, 4)}L${at(size - gap, 0)}L${at(size - gap - 8, -4)}`, ...attributes });
}

/** A number in three digits and a power of ten. */
export const scientific = (x) => {
  if (x === 0) return "0";
  const [digits, power] = x.toExponential(2).split("e");
  return `${digits.replace("-", "−")}·10${raised(+power)}`;
};
