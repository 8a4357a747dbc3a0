// The configurator of a pack: evaluates docs_src/configure/<name>.json, which generator/configure makes, as
// generator/configure/evaluation.py and texts.py do. tests/test_configurator.py holds the two together.
// Data becomes text and elements, never HTML.
(() => {
  "use strict";

  // --- What comes of a choice: no browser needed ---

  const plainNumber = (text) => text.replace(/^0+(?=.)/, "");
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const byNumber = (a, b) => order(a.length, b.length) || order(a, b);
  const byItem = (a, b, compare) => {
    for (let n = 0; n < Math.min(a.length, b.length); n++) {
      const found = compare(a[n], b[n]);
      if (found) return found;
    }
    return a.length - b.length;
  };

  /** The key of a version, as generator.configure.clauses.comparable makes it. */
  function comparable(version) {
    const [, core, tail] = /^([^-]*)-?(.*)$/s.exec(version.replace(/^[vV]+/, "").split("+")[0]);
    const numbers = (core.match(/\d+/g) || []).map(plainNumber);
    while (numbers.length && numbers[numbers.length - 1] === "0") numbers.pop();
    const parts = (tail.match(/\d+|[A-Za-z]+/g) || []).map((p) => (/\d/.test(p) ? [0, plainNumber(p)] : [1, p]));
    return [numbers, parts.length ? 0 : 1, parts];
  }

  const compareKeys = (a, b) =>
    byItem(a[0], b[0], byNumber) ||
    a[1] - b[1] ||
    byItem(a[2], b[2], (x, y) => x[0] - y[0] || (x[0] ? order(x[1], y[1]) : byNumber(x[1], y[1])));

  const OPERATORS = {
    ">": (c) => c > 0, ">=": (c) => c >= 0, "<": (c) => c < 0, "<=": (c) => c <= 0, "=": (c) => c === 0,
  };

  function meets(condition, value) {
    const compares = OPERATORS[condition.op];
    const met = compares
      ? /\d/.test(value) && compares(compareKeys(comparable(value), condition.key))
      : value === (condition.value || "");
    return met !== Boolean(condition.negated);
  }

  function clauseMet(clause, given) {
    const values = given.get(clause.of);
    if (values === undefined) return "maybe";
    return clause.any.some((condition) =>
      condition.op === "absent"
        ? (values.length === 0) !== Boolean(condition.negated)
        : values.some((value) => meets(condition, value)),
    ) ? "yes" : "no";
  }

  function applies(record, given, version, day) {
    if (record.versions && !record.versions.includes(version)) return "no";
    if ((record.since && day < record.since) || (record.until && day >= record.until)) return "no";
    const met = (record.when || []).map((clause) => clauseMet(clause, given));
    if (met.includes("no")) return "no";
    return !met.includes("maybe") ? "yes" : record.lenient ? "maybe" : "no";
  }

  const stateOf = (control, wanted) => control.states.findIndex((state) => state.value === wanted) + 1;

  /** The edits of the text, the values of parameters, and why something cannot be done. */
  function changesFor(form, picked) {
    const controls = new Map((form.controls || []).map((control) => [control.id, control]));
    const values = new Map(Object.entries(form.values || {}));
    const edits = [], refused = [];
    for (const cluster of form.clusters || []) {
      const states = cluster.controls.map((id) => (picked.has(id) ? stateOf(controls.get(id), picked.get(id)) : 0));
      if (!states.some(Boolean)) continue;
      const change = cluster.changes[states.join(",")];
      if (change.refused) refused.push(change.refused);
      edits.push(...(change.edits || []));
      for (const [path, value] of Object.entries(change.values || {})) values.set(path, value);
    }
    return { edits, values, refused };
  }

  /** The edit of Palette's first line, which names the presets that are on. */
  function headerEdit(form, picked) {
    let enabled = form.enabled || [];
    const before = enabled.join();
    const group = (name) => name.slice(0, name.lastIndexOf(":") + 1);
    for (const control of form.controls || []) {
      const name = control.kind === "preset" && stateOf(control, picked.get(control.id)) && picked.get(control.id);
      if (name) enabled = [...enabled.filter((one) => group(one) !== group(name)), name];
    }
    const start = form.text.startsWith("\ufeff") ? 1 : 0;
    const line = `${form.header} ${enabled.join()}${form.newline || "\n"}`;
    return enabled.join() === before ? [] : [[start, Math.max(start, form.headerEnd || 0), line]];
  }

  /** The text with its edits, and the first and last line of each passage that is new. */
  function spliced(text, edits) {
    let out = "", done = 0;
    const places = [];
    for (const [start, end, words] of edits) {
      out += text.slice(done, start);
      const [, lead, seen] = /^([ \t\r\n]*)(.*?)[ \t\r\n]*$/s.exec(words);
      if (seen) places.push([out.length + lead.length, seen.length]);
      out += words;
      done = end;
    }
    out += text.slice(done);
    const line = (offset) => out.slice(0, offset).split("\n").length;
    const changed = places.map(([from, length]) => [line(from), line(from + length)]);
    return { text: out, changed: changed.filter((a, n) => changed.findIndex((b) => b.join() === a.join()) === n) };
  }

  /** The values of all names: see generator.configure.naming.given. */
  function givenBy(form, data, values, chosen, picked) {
    const given = new Map();
    for (const [path, value] of values) if (value) given.set(`=${path}`, value);
    for (const choice of data.choices || []) {
      const control = choice.parameter && (form.controls || []).find((one) => one.id === choice.parameter);
      const state = control && control.states[stateOf(control, picked.get(control.id)) - 1];
      const value = choice.parameter ? given.get(`=${choice.parameter}`) : chosen.get(choice.id);
      if (state && state.leftOut && (choice.values || []).includes(state.value)) given.set(choice.id, [state.value]);
      else if (choice.parameter && value) given.set(choice.id, value.length ? value : [""]);
      else if (!choice.parameter && value && value.length) given.set(choice.id, value);
    }
    const engines = data.engines || [];
    if (engines.every((one) => given.has(`=${one.path}`)))
      given.set("@engine", engines.filter((one) => given.get(`=${one.path}`).includes(one.value)).map((e) => e.engine));
    if (data.os && given.has(data.os)) {
      const systems = Object.entries(data.systems || {});
      given.set("@os", systems.filter(([value]) => given.get(data.os).includes(value)).map(([, system]) => system));
    }
    return given;
  }

  /** Everything for a choice: {version, picked: Map control → value, chosen: Map choice → values, day}. */
  function evaluate(data, { version, picked, chosen, day }) {
    const form = data.versions.find((one) => one.version === version) || data.versions[0];
    const { edits, values, refused } = changesFor(form, picked);
    if (refused.length) return { form, refused };
    const every = [...headerEdit(form, picked), ...edits];
    every.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const given = givenBy(form, data, values, chosen, picked);
    const found = [];
    for (const record of data.records || []) {
      const how = applies(record, given, form.version, day);
      if (how !== "no") found.push({ record, sure: how === "yes", ended: Boolean(record.ends) && day >= record.ends });
    }
    const works = !found.some(({ record }) => record.says === "error");
    const isProcedure = ({ record }) => record.kind === "procedure";
    return {
      form, given, works, refused,
      ...spliced(form.text, every),
      findings: found.filter((one) => !isProcedure(one)),
      procedures: works ? found.filter(isProcedure) : [],
    };
  }

  if (typeof document === "undefined") {
    module.exports = { evaluate };
    return;
  }
})();
