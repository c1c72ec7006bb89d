// The scripts of the book, as the tests see them: from the folder that BOOK names, or else from where they are written.

import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import timers from "node:timers";
import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";

const folder = process.env.BOOK ?? fileURLToPath(new URL("../../", import.meta.url));
const text = (path) => readFileSync(`${folder}/${path}`, "utf8");

const DATA = /^import (\w+) from "\.\/(.+\.json)".*$/gm;

/** Files as one module, with the data that they import, and without their imports of other modules. */
export function loaded(...paths) {
  const whole = paths.map((path) => text(path).replace(DATA, (_, name, file) => `const ${name} = ${text(`${dirname(path)}/${file}`)};`).replace(/^import .*$/gm, "")).join("\n");
  return import(`data:text/javascript;base64,${Buffer.from(whole).toString("base64")}`);
}

/** Run a script of the pages on a page that holds nothing. */
export function run(path) {
  globalThis.document = { getElementById: () => null, adoptedStyleSheets: [] };
  globalThis.addEventListener ??= () => {};
  globalThis.setTimeout = (...work) => timers.setTimeout(...work).unref(); // what a page does seconds later holds no test up
  globalThis.IntersectionObserver = class { observe() {} }; // nothing is ever in view
  runInThisContext(text(path));
}
