// Compiles texts with @mdx-js/mdx and remark-gfm alone, nothing else of the documentation site: an oracle for the audit.
//
// stdin:  JSON array of texts
// stdout: JSON array, in the same order: null where a text compiles, else {error, line, column}

import { text as readAll } from "node:stream/consumers";
import { compile } from "@mdx-js/mdx";
import remarkGfm from "remark-gfm";

const results = [];
for (const text of JSON.parse(await readAll(process.stdin))) {
  try {
    await compile(text, { remarkPlugins: [remarkGfm] });
    results.push(null);
  } catch (error) {
    const { line = null, column = null } = error;
    results.push({ error: error.reason ?? error.message, line, column });
  }
}
process.stdout.write(JSON.stringify(results));
