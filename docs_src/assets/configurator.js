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
      for (const edit of change.edits || []) edits.push([edit.start, edit.end, edit.text || ""]);
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

  // --- The page ---

  const TAGS = "p strong em del code a br ul ol li pre blockquote table tr th td".split(" ");
  const HEADINGS = { error: "Does not work", warning: "Take care", note: "Good to know" };
  const NUMBER = /^v?[0-9][0-9A-Za-z.+_-]{0,63}$/;

  function el(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {}))
      if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    element.append(...children.flat().filter((child) => child !== undefined && child !== ""));
    return element;
  }

  const build = (markup) =>
    (markup || []).map((node) => {
      if (typeof node === "string") return node;
      const [tag, ...children] = node;
      if (!TAGS.includes(tag)) return "";
      if (tag !== "a") return el(tag, {}, build(children));
      return el("a", /^(https?|mailto):/.test(children[0]) ? { href: children.shift() } : {}, build(children));
    });

  function copyButton(text, label) {
    const said = el("span", { role: "status" });
    const button = el("button", { type: "button", className: "md-button" }, label);
    button.onclick = async () => {
      await navigator.clipboard.writeText(text()).then(
        () => (said.textContent = "Copied"),
        () => (said.textContent = "Not copied: your browser does not allow it"),
      );
      setTimeout(() => (said.textContent = ""), 4000);
    };
    return [button, said];
  }

  const codeBox = (text) =>
    el("div", { className: "ps-code" }, el("pre", { tabIndex: 0 }, el("code", {}, text)), copyButton(() => text, "Copy"));

  const details = (title, ...inside) => el("details", {}, el("summary", {}, title), inside);

  function finding(data, { record, sure, ended }) {
    const marks = [];
    if (record.ends) marks.push(`${ended ? "ended" : "until"} ${record.endsText}`);
    if (!sure) marks.push("depends on what is not chosen");
    const sources = (record.cite || []).map((cite) => {
      const id = cite.split("#")[0];
      const source = Object.hasOwn(data.sources || {}, id) ? data.sources[id] : { title: cite };
      return source.url ? el("a", { href: source.url }, source.title) : source.title;
    });
    const by = record.layer && `Enforced by ${record.layer}${record.reports ? `: ${record.reports}` : ""}. `;
    return el(
      "li", { className: `ps-${record.says || "note"}` },
      record.label && el("strong", {}, `${record.label} `),
      marks.length ? el("em", {}, `${marks.join(", ")} `) : "",
      build(record.text),
      by || sources.length
        ? el("small", {}, by || "", sources.length ? "Sources: " : "", sources.flatMap((s, n) => (n ? [" · ", s] : [s])))
        : "",
    );
  }

  const list = (data, findings) => el("ul", { className: "ps-findings" }, findings.map((one) => finding(data, one)));

  function procedure({ record }) {
    const steps = (record.steps || []).map((step) =>
      el("li", {}, build(step.text),
        (step.blocks || []).map((block) => [block.lead ? el("p", {}, block.lead) : "", codeBox(block.text)]),
        build(step.expect)));
    const needs = (record.requires || []).map((words) => el("li", {}, build(words)));
    return details(
      el("span", {}, build(record.text), record.label ? ` (${record.label})` : ""),
      needs.length ? [el("p", {}, "Before you start:"), el("ul", {}, needs)] : "",
      el("ol", {}, steps),
      record.page ? el("p", {}, el("a", { href: record.page }, "The whole guide")) : "",
    );
  }

  const quoted = (text) => (/^[\w.\/:=@%+-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`);

  function command(data, form, wanted) {
    const parts = [`packscribe configure ${data.pack} --version ${form.version}`];
    for (const control of form.controls || []) {
      const value = wanted.picked.get(control.id);
      const state = value && control.states.find((one) => one.value === value);
      if (!state) continue;
      const choice = state.leftOut && data.choices.find((one) => one.parameter === control.id);
      if (control.kind === "preset") parts.push(`--preset ${quoted(value)}`);
      else parts.push(choice ? `--choose ${quoted(`${choice.id}=${value}`)}` : `--set ${quoted(`${control.id}=${value}`)}`);
    }
    for (const [id, values] of wanted.chosen) parts.push(...values.map((v) => `--choose ${quoted(`${id}=${v}`)}`));
    if (wanted.day !== data.asOf) parts.push(`--as-of ${wanted.day}`);
    return parts.join(" ");
  }

  function results(data, wanted) {
    const made = evaluate(data, wanted);
    const run = details("The same on the command line", codeBox(command(data, made.form, wanted)));
    if (made.refused.length)
      return { verdict: "Change the values by hand", says: "error", parts: [el("p", {}, made.refused.join("; ")), run] };
    const of = (says) => made.findings.filter(({ record, sure }) => sure && (record.says || "note") === says);
    const [errors, warnings, notes] = ["error", "warning", "note"].map(of);
    const unsure = made.findings.filter(({ sure }) => !sure);
    const count = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;
    const marked = new Set();
    for (const [from, to] of made.changed) for (let n = from; n <= to; n++) marked.add(n);
    const lines = made.text.split("\n").map((words, n) =>
      el(marked.has(n + 1) ? "mark" : "span", {}, `${words.replace(/\r$/, "")}\n`));
    const link = el("a", { className: "md-button", download: "values.yaml" }, "Download");
    link.href = URL.createObjectURL(new Blob([made.text], { type: "text/yaml" }));
    const group = (says, found) => (found.length ? [el("h3", {}, HEADINGS[says]), list(data, found)] : []);
    return {
      says: errors.length ? "error" : warnings.length ? "warning" : "note",
      verdict: errors.length
        ? `This does not work: ${count(errors.length, "reason")}`
        : `No rule is against this${warnings.length ? `; take care of ${count(warnings.length, "thing")}` : ""}`,
      parts: [
        group("error", errors),
        el("h3", {}, "values.yaml"),
        el("p", { className: "ps-bar" }, copyButton(() => made.text, "Copy"), link,
          marked.size ? el("small", {}, "Marked lines differ from what is shipped.") : ""),
        el("pre", { className: "ps-values", tabIndex: 0, "aria-label": "values.yaml" }, el("code", {}, lines)),
        group("warning", warnings),
        notes.length ? details(`${HEADINGS.note} (${notes.length})`, list(data, notes)) : "",
        unsure.length ? details(`Depends on what is not chosen (${unsure.length})`, list(data, unsure)) : "",
        made.procedures.length ? [el("h3", {}, "Procedures"), made.procedures.map(procedure)] : "",
        made.works && made.form.terraform ? details("Terraform", codeBox(made.form.terraform)) : "",
        run,
      ].flat(),
    };
  }

  function start(root, data) {
    const wanted = { version: data.versions[0].version, picked: new Map(), chosen: new Map(), day: data.asOf };
    const open = (data.choices || []).filter((choice) => !choice.parameter);
    const form = () => data.versions.find((one) => one.version === wanted.version);
    const controlNames = new Set(["version", "day", ...data.versions.flatMap((v) => (v.controls || []).map((c) => c.id))]);
    const keyOf = (choice) => (controlNames.has(choice.id) ? `choice:${choice.id}` : choice.id);
    const accepts = (choice, value) =>
      choice.takes === "number" ? NUMBER.test(value) : choice.takes === "text" || (choice.values || []).includes(value);
    const verdict = el("p", { className: "ps-verdict", role: "status" });
    const ignored = el("p", { className: "ps-ignored" });
    const output = el("div", {});
    const fields = el("div", {});
    let serial = 0;

    function readAddress() {
      const given = new URLSearchParams(location.search);
      const lost = [];
      if (given.has("version")) {
        if (data.versions.some((one) => one.version === given.get("version"))) wanted.version = given.get("version");
        else lost.push("version");
      }
      if (/^\d{4}-\d\d-\d\d$/.test(given.get("day") || "")) wanted.day = given.get("day");
      for (const key of new Set(given.keys())) {
        const control = (form().controls || []).find((one) => one.id === key);
        const choice = open.find((one) => keyOf(one) === key);
        if (control && stateOf(control, given.get(key))) wanted.picked.set(key, given.get(key));
        else if (choice && given.getAll(key).every((value) => accepts(choice, value)))
          wanted.chosen.set(choice.id, choice.takes === "several" ? given.getAll(key) : [given.get(key)]);
        else if (key !== "version" && key !== "day") lost.push(key);
      }
      ignored.textContent = lost.length ? `Left out, as this pack does not have it: ${lost.join(", ")}` : "";
    }

    function writeAddress() {
      const query = new URLSearchParams();
      if (wanted.version !== data.versions[0].version) query.set("version", wanted.version);
      if (wanted.day !== data.asOf) query.set("day", wanted.day);
      for (const control of form().controls || [])
        if (wanted.picked.has(control.id)) query.set(control.id, wanted.picked.get(control.id));
      for (const choice of open) for (const value of wanted.chosen.get(choice.id) || []) query.append(keyOf(choice), value);
      history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
    }

    function show() {
      const found = results(data, wanted);
      root.dataset.says = found.says;
      if (verdict.textContent !== found.verdict) verdict.textContent = found.verdict;
      output.replaceChildren(...found.parts.flat(3));
    }

    const changed = () => (writeAddress(), show());
    const put = (map, key, value) => (value && value.length ? map.set(key, value) : map.delete(key), changed());

    function radios(control) {
      const name = `ps-${serial++}`;
      const row = (value, label, text) => {
        const input = el("input", { type: "radio", name, value, checked: (wanted.picked.get(control.id) || "") === value });
        input.onchange = () => put(wanted.picked, control.id, value);
        return el("label", {}, input, el("span", {}, el("b", {}, label), build(text).length ? el("small", {}, build(text)) : ""));
      };
      const states = control.states.map((state) => row(state.value, state.label || state.value, state.text));
      return el("fieldset", {}, el("legend", {}, control.title), el("div", {}, control.kind === "parameter" && control.title !== control.id ? [el("code", {}, control.id), ": "] : "",
          build(control.text)),
        row("", `Unchanged: ${control.now || "none"}`), states);
    }

    function field(choice) {
      const now = wanted.chosen.get(choice.id) || [];
      if (choice.takes === "several") {
        const boxes = (choice.values || []).map((value) => {
          const input = el("input", { type: "checkbox", value, checked: now.includes(value) });
          return el("label", {}, input, el("span", {}, value));
        });
        const set = el("fieldset", { className: "ps-boxes" }, el("legend", {}, choice.title), boxes);
        set.onchange = () => put(wanted.chosen, choice.id, [...set.querySelectorAll(":checked")].map((box) => box.value));
        return set;
      }
      if (choice.takes === "one") {
        const select = el("select", {}, el("option", { value: "" }, "not chosen"),
          (choice.values || []).map((value) => el("option", { value, selected: now.includes(value) }, value)));
        select.onchange = () => put(wanted.chosen, choice.id, select.value && [select.value]);
        return el("label", {}, el("span", {}, choice.title), select);
      }
      const input = el("input", { type: "text", value: now[0] || "", autocomplete: "off", spellcheck: false });
      input.oninput = () => {
        const wrong = input.value !== "" && !accepts(choice, input.value);
        input.setAttribute("aria-invalid", wrong);
        put(wanted.chosen, choice.id, wrong ? "" : input.value && [input.value]);
      };
      return el("label", {}, el("span", {}, choice.title), input);
    }

    function draw() {
      const day = el("input", { type: "date", value: wanted.day });
      day.onchange = () => ((wanted.day = day.value || data.asOf), changed());
      const cluster = [...open.map(field), el("label", {}, el("span", {}, "Judged for the day"), day)];
      const rest = form().leftOut || [];
      fields.replaceChildren(
        ...(form().controls || []).map(radios),
        el("fieldset", { className: "ps-cluster" }, el("legend", {}, open.length ? "The cluster" : "The day"), cluster),
        rest.length ? el("p", {}, `With --set on the command line only: ${rest.join(", ")}`) : "",
      );
    }

    readAddress();
    const versions = el("select", {}, data.versions.map(({ version }) =>
      el("option", { value: version, selected: version === wanted.version }, version)));
    versions.onchange = () => {
      wanted.version = versions.value;
      for (const [id, value] of wanted.picked) {
        const control = (form().controls || []).find((one) => one.id === id);
        if (!control || !stateOf(control, value)) wanted.picked.delete(id);
      }
      draw();
      changed();
    };
    const older = data.older ? ` Older versions, on the command line only: ${data.older.join(", ")}.` : "";
    draw();
    show();
    root.replaceChildren(
      el("form", { "aria-label": "Choices", onsubmit: (event) => event.preventDefault() }, ignored,
        el("label", {}, el("span", {}, "Version"), versions), older, fields),
      el("section", { "aria-label": "What comes of it" }, verdict, output),
    );
  }

  for (const root of document.querySelectorAll(".ps-configurator"))
    fetch(root.dataset.form)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((data) => {
        start(root, data);
        for (let next = root.nextElementSibling; next; next = next.nextElementSibling) next.hidden = true;
      })
      .catch(() => (root.textContent = "The configurator could not be loaded. The command line below does the same."));
})();
