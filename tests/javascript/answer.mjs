// Answers each line of JSON, [module, work, given], with a line: what the function body `work` of (module, given) returns.
// JSON has no NaN and no Infinity; they are written as Python reads them.

import { createInterface } from "node:readline";

const written = (value) => JSON.stringify(value, (_, part) => (typeof part === "number" && !Number.isFinite(part) ? `\0${part}` : part))
  .replace(/"\\u0000(NaN|-?Infinity)"/g, "$1");

for await (const line of createInterface({ input: process.stdin })) {
  const [text, work, given] = JSON.parse(line);
  let answer;
  try {
    const module = await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
    answer = { came: new Function("module", "given", work)(module, given) ?? null };
  } catch (error) {
    answer = { error: error.message };
  }
  console.log(written(answer));
}
