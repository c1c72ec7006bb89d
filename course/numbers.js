// Numbers as people type them, read alike by the fields of figures and by answer boxes; the same is in Python: `_read` in
// course.exercises.answers. The fractions that a phone writes as one sign are data for both; 1½ is no number here.

import PARTS from "./numbers.json" with { type: "json" };

export { PARTS };
const DIGITS = "(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)";
export const NUMBER = new RegExp(`^([+-]?${DIGITS}(?:[eE][+-]?[0-9]+)?)(?:/([0-9]+(?:[.,][0-9]+)?))?$`);
const POWER = new RegExp(`^([+-]?)(?:(${DIGITS})[·×*x])?10(?:\\^|\\*\\*)\\(?([+-]?[0-9]+)\\)?$`);
const ROOT = new RegExp(`^([+-]?)(${DIGITS})?[·×*]?(√|sqrt|ln)\\(?(${DIGITS})\\)?$`);
const NAMED = /^(?:\p{L}|[∂|])[^=≈]*[=≈]\s*|^[≈~=]\s*/u; // δ₆ = 0.3, ≈ 0.3
const SPACED = /^[+-]?[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+$/;
const THOUSANDS = /^[+-]?[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:\.[0-9]{3})+)$/;
export const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
const PART = new RegExp(`(?<![0-9])[${Object.keys(PARTS).join("")}]$`);

/** A number as people type it, or what `otherwise` makes of the text without its name.
 * @param {string} text @param {boolean} [thousands] @param {boolean} [percent] @param {(text: string) => number | undefined} [otherwise] */
export function typedNumber(text, thousands = false, percent = false, otherwise = () => undefined) {
  const named = text.trim().replaceAll("−", "-").replace(/[⁄∕÷]/g, "/").replace(NAMED, "");
  let plain = named.replace(PART, (sign) => PARTS[sign]).replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+/g, (signs) => `^${[...signs].map((sign) => "0123456789-+"[RAISED.indexOf(sign)]).join("")}`);
  for (let inner = plain.match(/^\((.*)\)$/s); inner; inner = plain.match(/^\((.*)\)$/s)) plain = inner[1].trim();
  let share = 1;
  if (plain.endsWith("%")) [plain, share] = [plain.slice(0, -1).trim(), percent ? 1 : 100];
  if (SPACED.test(plain)) plain = plain.replace(/\s/g, "");
  if (thousands && THOUSANDS.test(plain)) plain = plain.replace(/[.,]/g, "");
  plain = plain.replace(/\s*([+/-])\s*/g, "$1");
  const closed = plain.replace(/\s+/g, ""), value = (part = "1") => Number(part.replace(",", "."));
  let match = plain.match(NUMBER);
  if (match && (match[2] === undefined || value(match[2]))) return value(match[1]) / value(match[2]) / share;
  match = closed.match(POWER);
  if (match) return Number(`${match[1]}${(match[2] ?? "1").replace(",", ".")}e${match[3]}`) / share;
  match = closed.match(ROOT);
  if (!match || (match[3] === "ln" && !value(match[4]))) return otherwise(named);
  const root = value(match[2]) * (match[3] === "ln" ? Math.log : Math.sqrt)(value(match[4]));
  return (match[1] === "-" ? -root : root) / share;
}
