// The scripts of the book, as the tests see them: from the folder that BOOK names, or else from where they are written.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";

const folder = process.env.BOOK ?? fileURLToPath(new URL("../../", import.meta.url));
const text = (path) => readFileSync(`${folder}/${path}`, "utf8");

/** A module, without its imports of others. */
export const loaded = (path) => import(`data:text/javascript;base64,${Buffer.from(text(path).replace(/^import .*$/gm, "")).toString("base64")}`);

/** Run a script of the pages on a page that holds nothing. */
export function run(path) {
  globalThis.document = { getElementById: () => null, adoptedStyleSheets: [] };
  globalThis.addEventListener ??= () => {};
  globalThis.IntersectionObserver = class { observe() {} }; // nothing is ever in view
  runInThisContext(text(path));
}
