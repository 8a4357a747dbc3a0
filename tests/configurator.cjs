// Evaluates many choices with the code of the page: {form, choices, whole} in, a digest or the whole of each out.
"use strict";
const { createHash } = require("node:crypto");
const { evaluate } = require("../docs_src/assets/configurator.js");

const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", () => {
  const { form, choices, whole } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  const named = ({ record, sure, ended }) => `${record.kind} ${record.id} ${sure ? "yes" : "maybe"} ${ended ? "ended" : ""}`;
  const results = choices.map(({ version, picked, chosen, day }) => {
    const made = evaluate(form, { version, day, picked: new Map(picked), chosen: new Map(chosen) });
    if (made.refused.length) return "refused";
    const { text, changed, works, findings, procedures } = made;
    const told = JSON.stringify([text, changed, works, findings.map(named), procedures.map(named)]);
    return whole ? told : createHash("sha256").update(told).digest("hex");
  });
  process.stdout.write(JSON.stringify(results));
});
