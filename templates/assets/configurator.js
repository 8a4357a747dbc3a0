// The configurator of a pack: evaluates docs_src/configure/<name>.json, which generator/configure makes, as
// generator/configure/evaluation.py and texts.py do. tests/test_configurator.py holds the two together.
// Data becomes text and elements, never HTML.
(() => {
  "use strict";

  // --- What comes of a choice: no browser needed ---

  /** Order numbers and words, numbers as text among them; lists item by item. */
  const compare = (a, b) => {
    if (!Array.isArray(a)) return (/\d/.test(a) && a.length - b.length) || (a < b ? -1 : +(a > b));
    for (let n = 0; n < a.length && n < b.length; n++) {
      const found = compare(a[n], b[n]);
      if (found) return found;
    }
    return a.length - b.length;
  };

  /** The key of a version, as generator.configure.clauses.comparable makes it. */
  const comparable = (version) => {
    const plain = (text) => text.replace(/^0+(?=.)/, "");
    const [, core, tail] = /^([^-]*)-?(.*)$/s.exec(version.replace(/^[vV]+/, "").split("+")[0]);
    const numbers = (core.match(/\d+/g) || []).map(plain);
    while (numbers.at(-1) === "0") numbers.pop();
    const parts = (tail.match(/\d+|[A-Za-z]+/g) || []).map((part) => (/\d/.test(part) ? [0, plain(part)] : [1, part]));
    return [numbers, parts.length ? 0 : 1, parts];
  };

  const meets = ({ op, key, value = "", negated }, given) =>
    (key ? /\d/.test(given) && op.includes("<=>"[Math.sign(compare(comparable(given), key)) + 1]) : given === value) !== !!negated;

  const clauseMet = (clause, given) => {
    const values = given.get(clause.of);
    if (!values) return "maybe";
    const met = (one) => (one.op === "absent" ? !values.length !== !!one.negated : values.some((value) => meets(one, value)));
    return clause.any.some(met) ? "yes" : "no";
  };

  const applies = (record, given, version, day) => {
    const { versions, since, until, when = [] } = record;
    if ((versions && !versions.includes(version)) || (since && day < since) || (until && day >= until)) return "no";
    const met = when.map((clause) => clauseMet(clause, given));
    return met.includes("no") ? "no" : !met.includes("maybe") ? "yes" : record.lenient ? "maybe" : "no";
  };

  /** The number of the state that is *picked*, from 1; 0 is none. */
  const stateOf = (control, picked) => control.states.findIndex(({ value }) => value === picked.get(control.id)) + 1;

  /** The form of a version, or of the newest one. What is empty is left out of the data. */
  const formOf = (data, wanted) => {
    const form = data.versions.find(({ version }) => version === wanted) || data.versions[0];
    data.choices ||= [];
    form.controls ||= [];
    return form;
  };

  /** The edits of the text, the values of parameters, and why something cannot be done. */
  const changesFor = (form, picked) => {
    const values = new Map(Object.entries(form.values || {}));
    const edits = [], refused = [];
    for (const cluster of form.clusters || []) {
      const states = cluster.controls.map((id) => stateOf(form.controls.find((one) => one.id === id), picked));
      const change = cluster.changes[states] || {}; // there is none where nothing is picked
      if (change.refused) refused.push(change.refused);
      for (const edit of change.edits || []) edits.push([edit.start, edit.end, edit.text || ""]);
      for (const [path, value] of Object.entries(change.values || {})) values.set(path, value);
    }
    return { edits, values, refused };
  };

  /** The edit of Palette's first line, which names the presets that are on. */
  const headerEdit = (form, picked) => {
    let enabled = form.enabled || [];
    const before = `${enabled}`;
    const group = (name) => name.slice(0, name.lastIndexOf(":") + 1);
    for (const control of form.controls)
      if (control.kind === "preset" && stateOf(control, picked)) {
        const name = picked.get(control.id);
        enabled = [...enabled.filter((one) => group(one) !== group(name)), name];
      }
    const start = +form.text.startsWith("\ufeff");
    const line = `${form.header} ${enabled}${form.newline || "\n"}`;
    return `${enabled}` === before ? [] : [[start, Math.max(start, form.headerEnd || 0), line]];
  };

  /** The text with its edits, and the first and last line of each passage that is new. */
  const spliced = (text, edits) => {
    let out = "", done = 0;
    const changed = new Map();
    const line = (words) => (out + words).split("\n").length;
    for (const [start, end, words] of edits) {
      out += text.slice(done, start);
      const [, lead, seen] = /^([ \t\r\n]*)(.*?)[ \t\r\n]*$/s.exec(words);
      const lines = [line(lead), line(lead + seen)];
      if (seen) changed.set(`${lines}`, lines);
      out += words;
      done = end;
    }
    return { text: out + text.slice(done), changed: [...changed.values()] };
  };

  /** The values of all names: see generator.configure.naming.given. */
  const givenBy = (form, data, values, chosen, picked) => {
    const given = new Map();
    for (const [path, value] of values) if (value) given.set(`=${path}`, value);
    for (const { id, parameter, values: listed = [] } of data.choices) {
      const control = form.controls.find((one) => one.id === parameter);
      const state = control?.states[stateOf(control, picked) - 1];
      const value = parameter ? given.get(`=${parameter}`) : chosen.get(id);
      if (state?.leftOut && listed.includes(state.value)) given.set(id, [state.value]);
      else if (value?.length) given.set(id, value);
      else if (parameter && value) given.set(id, [""]);
    }
    const engines = data.engines || [];
    if (engines.every(({ path }) => given.has(`=${path}`)))
      given.set("@engine", engines.filter(({ path, value }) => given.get(`=${path}`).includes(value)).map(({ engine }) => engine));
    const os = data.os && given.get(data.os);
    if (os) given.set("@os", Object.entries(data.systems || {}).filter(([value]) => os.includes(value)).map(([, system]) => system));
    return given;
  };

  /** Everything for a choice: {version, picked: Map control → value, chosen: Map choice → values, day}. */
  const evaluate = (data, { version, picked, chosen, day }) => {
    const form = formOf(data, version);
    const { edits, values, refused } = changesFor(form, picked);
    if (refused.length) return { form, refused };
    const given = givenBy(form, data, values, chosen, picked);
    const findings = [], procedures = [];
    let works = true;
    for (const record of data.records || []) {
      const how = applies(record, given, form.version, day);
      if (how === "no") continue;
      (record.kind === "procedure" ? procedures : findings).push({ record, sure: how === "yes", ended: day >= record.ends });
      works &&= record.says !== "error";
    }
    const told = ({ record: { kind, id }, sure }) =>
      kind === "limitation" && findings.some(({ record, sure: as }) => record.kind === "warning" && record.id === id && as >= sure);
    return {
      form, works, refused,
      findings: findings.filter((one) => !told(one)),
      procedures: works ? procedures : [],
      ...spliced(form.text, [...headerEdit(form, picked), ...edits].sort((a, b) => a[0] - b[0] || a[1] - b[1])),
    };
  };

  if (typeof document === "undefined") {
    module.exports = { evaluate };
    return;
  }

  // --- The page ---

  const TAGS = "p strong em del code a br ul ol li pre blockquote table tr th td".split(" ");
  const NUMBER = /^v?[0-9][0-9A-Za-z.+_-]{0,63}$/;

  /** An element of *parts*: texts, elements, properties, and lists of all these. What is empty or false is nothing. */
  const el = (tag, ...parts) => {
    const element = document.createElement(tag);
    for (const part of parts.flat(9))
      if (typeof part === "string" || part?.nodeType) element.append(part);
      else for (const name in part) name in element ? (element[name] = part[name]) : element.setAttribute(name, part[name]);
    return element;
  };

  const build = (markup = []) =>
    markup.map((node) => {
      if (typeof node === "string") return node;
      const [tag, ...inside] = node;
      const link = tag === "a" && /^(https?|mailto):/.test(inside[0]) && { href: inside.shift() };
      return TAGS.includes(tag) && el(tag, link, build(inside));
    });

  const copyButton = (text) => {
    const said = el("span", { role: "status" });
    const say = (words) => () => (said.textContent = words);
    const onclick = async () => {
      await navigator.clipboard.writeText(text).then(say("Copied"), say("Not copied: your browser does not allow it"));
      setTimeout(say(""), 4000);
    };
    return [el("button", { type: "button", className: "md-button", onclick }, "Copy"), said];
  };

  const box = (text) => el("div", { className: "ps-code" }, el("pre", { tabIndex: 0 }, el("code", text)), copyButton(text));
  const details = (title, ...inside) => el("details", el("summary", title), inside);
  const labelled = (title, ...field) => el("label", el("span", title), field);
  const count = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

  const procedure = ({ record: { text, label, requires, steps = [], page } }) =>
    details(
      el("span", build(text), label && ` (${label})`),
      requires && [el("p", "Before you start:"), el("ul", requires.map((words) => el("li", build(words))))],
      el("ol", steps.map((step) =>
        el("li", build(step.text), (step.blocks || []).map(({ lead, text }) => [lead && el("p", lead), box(text)]), build(step.expect)))),
      page && el("p", el("a", { href: page }, "The whole guide")),
    );

  const start = (root, data) => {
    const newest = formOf(data).version;
    const wanted = { version: newest, picked: new Map(), chosen: new Map(), day: data.asOf };
    const { picked, chosen } = wanted;
    const open = data.choices.filter(({ parameter }) => !parameter);
    const form = () => formOf(data, wanted.version);
    const taken = ["version", "day", ...data.versions.flatMap(({ controls = [] }) => controls.map(({ id }) => id))];
    const keyOf = ({ id }) => (taken.includes(id) ? `choice:${id}` : id);
    const accepts = ({ takes, values = [] }, value) =>
      takes === "number" ? NUMBER.test(value) : takes === "text" || values.includes(value);
    const verdict = el("p", { className: "ps-verdict", role: "status" });
    const ignored = el("p", { className: "ps-ignored" });
    const output = el("div"), fields = el("div");

    const readAddress = () => {
      const given = new URLSearchParams(location.search);
      const lost = [], version = given.get("version"), day = given.get("day");
      if (data.versions.some((one) => one.version === version)) wanted.version = version;
      else if (version !== null) lost.push("version");
      if (/^\d{4}-\d\d-\d\d$/.test(day)) wanted.day = day;
      for (const key of new Set(given.keys())) {
        const control = form().controls.find(({ id }) => id === key);
        const choice = open.find((one) => keyOf(one) === key);
        const values = given.getAll(key);
        if (control && stateOf(control, given)) picked.set(key, values[0]);
        else if (choice && values.every((value) => accepts(choice, value)))
          chosen.set(choice.id, choice.takes === "several" ? values : values.slice(0, 1));
        else if (key !== "version" && key !== "day") lost.push(key);
      }
      ignored.textContent = lost.length ? `Left out, as this pack does not have it: ${lost.join(", ")}` : "";
    };

    const writeAddress = () => {
      const query = new URLSearchParams();
      const { version, day } = wanted;
      if (version !== newest) query.set("version", version);
      if (day !== data.asOf) query.set("day", day);
      for (const { id } of form().controls) if (picked.has(id)) query.set(id, picked.get(id));
      for (const choice of open) for (const value of chosen.get(choice.id) || []) query.append(keyOf(choice), value);
      history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
    };

    /** What to type for the same. */
    const command = () => {
      const parts = [`packscribe configure ${data.pack} --version ${form().version}`];
      const add = (option, text) => parts.push(option, /^[\w.\/:=@%+-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`);
      for (const control of form().controls) {
        const { value, leftOut } = control.states[stateOf(control, picked) - 1] || {};
        const choice = leftOut && data.choices.find(({ parameter }) => parameter === control.id);
        if (value === undefined) continue;
        if (control.kind === "preset") add("--preset", value);
        else if (choice) add("--choose", `${choice.id}=${value}`);
        else add("--set", `${control.id}=${value}`);
      }
      for (const [id, values] of chosen) for (const value of values) add("--choose", `${id}=${value}`);
      if (wanted.day !== data.asOf) add("--as-of", wanted.day);
      return parts.join(" ");
    };

    const finding = ({ record: { says = "note", label, ends, endsText, text, layer, reports, cite = [] }, ended }) => {
      const sources = cite.map((one, n) => {
        const id = one.split("#")[0];
        const { url, title } = Object.hasOwn(data.sources || {}, id) ? data.sources[id] : { title: one };
        return [n ? " · " : "Sources: ", url ? el("a", { href: url }, title) : title];
      });
      const by = layer && `Enforced by ${layer}${reports ? `: ${reports}` : ""}. `;
      return el("li", { className: `ps-${says}` },
        label && el("strong", `${label} `),
        ends && el("em", `${ended ? "ended" : "until"} ${endsText} `),
        build(text),
        (by || cite.length) && el("small", by, sources));
    };

    const list = (found) => el("ul", { className: "ps-findings" }, found.map(finding));
    const folded = (title, found) => found.length && details(`${title} (${found.length})`, list(found));
    const under = (title, found) => found.length && [el("h3", title), list(found)];

    const results = ({ form: { terraform }, refused, findings, procedures, works, text, changed }) => {
      if (refused.length) return ["error", "Change the values by hand", el("p", refused.join("; "))];
      const of = (wanted) => findings.filter(({ record: { says = "note" }, sure }) => sure && says === wanted);
      const errors = of("error"), warnings = of("warning");
      const lines = text.split("\n").map((words, n) =>
        el(changed.some(([from, to]) => from <= n + 1 && n < to) ? "mark" : "span", `${words.replace(/\r$/, "")}\n`));
      const href = URL.createObjectURL(new Blob([text], { type: "text/yaml" }));
      const [says, words] = errors.length
        ? ["error", `This does not work: ${count(errors.length, "reason")}`]
        : warnings.length ? ["warning", `No rule is against this; take care of ${count(warnings.length, "thing")}`]
        : ["note", "No rule is against this"];
      return [
        says, words,
        under("Does not work", errors),
        el("h3", "values.yaml"),
        el("p", { className: "ps-bar" }, copyButton(text), el("a", { className: "md-button", download: "values.yaml", href }, "Download"),
          changed.length && el("small", "Marked lines differ from what is shipped.")),
        el("pre", { className: "ps-values", tabIndex: 0, "aria-label": "values.yaml" }, el("code", lines)),
        under("Take care", warnings),
        folded("Good to know", of("note")),
        folded("Depends on what is not chosen", findings.filter(({ sure }) => !sure)),
        procedures.length && [el("h3", "Procedures"), procedures.map(procedure)],
        works && terraform && details("Terraform", box(terraform)),
      ];
    };

    const show = () => {
      const [says, words, ...parts] = results(evaluate(data, wanted));
      root.dataset.says = says;
      if (verdict.textContent !== words) verdict.textContent = words;
      output.replaceChildren(el("div", parts, details("The same on the command line", box(command()))));
    };

    const changed = () => (writeAddress(), show());
    const put = (map, key, value) => (value?.length ? map.set(key, value) : map.delete(key), changed());

    const radios = (control) => {
      const { id, kind, title, text, now = "none", states } = control;
      const chosenState = stateOf(control, picked);
      const rows = [{ value: "", label: `Unchanged: ${now}` }, ...states].map(({ value, label = value, text }, n) =>
        el("label",
          el("input", { type: "radio", name: `ps-${id}`, value, checked: n === chosenState, onchange: () => put(picked, id, value) }),
          el("span", el("b", label), text && el("small", build(text)))));
      return el("fieldset", el("legend", title), el("div", kind === "parameter" && title !== id && [el("code", id), ": "], build(text)), rows);
    };

    const field = (choice) => {
      const { id, takes, title, values = [] } = choice;
      const now = chosen.get(id) || [];
      const take = (value) => put(chosen, id, value && [value]);
      if (takes === "several") {
        const boxes = values.map((value) =>
          el("label", el("input", { type: "checkbox", value, checked: now.includes(value) }), el("span", value)));
        const set = el("fieldset", { className: "ps-boxes" }, el("legend", title), boxes);
        set.onchange = () => put(chosen, id, [...set.querySelectorAll(":checked")].map(({ value }) => value));
        return set;
      }
      if (takes === "one")
        return labelled(title, el("select", { onchange: ({ target }) => take(target.value) }, el("option", { value: "" }, "not chosen"),
          values.map((value) => el("option", { value, selected: now.includes(value) }, value))));
      const said = el("small", { role: "status" });
      const oninput = ({ target }) => {
        const wrong = target.value && !accepts(choice, target.value);
        target.setAttribute("aria-invalid", !!wrong);
        said.textContent = wrong ? "Left out: no number, and no version" : "";
        take(wrong ? "" : target.value);
      };
      return labelled(title, el("input", { type: "text", value: now[0] || "", autocomplete: "off", spellcheck: false, oninput }), said);
    };

    const draw = () => {
      const { controls, leftOut } = form();
      const onchange = ({ target }) => ((wanted.day = target.value || data.asOf), changed());
      fields.replaceChildren(el("div",
        controls.map(radios),
        el("fieldset", el("legend", open.length ? "The cluster" : "The day"), open.map(field),
          labelled("Judged for the day", el("input", { type: "date", value: wanted.day, onchange }))),
        leftOut && el("p", `With --set on the command line only: ${leftOut.join(", ")}`)));
    };

    readAddress();
    const onchange = ({ target }) => {
      wanted.version = target.value;
      for (const id of picked.keys()) {
        const control = form().controls.find((one) => one.id === id);
        if (!control || !stateOf(control, picked)) picked.delete(id);
      }
      draw();
      changed();
    };
    const versions = data.versions.map(({ version }) => el("option", { value: version, selected: version === wanted.version }, version));
    draw();
    show();
    root.replaceChildren(
      el("form", { "aria-label": "Choices", onsubmit: (event) => event.preventDefault() }, ignored,
        labelled("Version", el("select", { onchange }, versions)),
        data.older && ` Older versions, on the command line only: ${data.older.join(", ")}.`, fields),
      el("section", { "aria-label": "What comes of it" }, verdict, output),
    );
  };

  for (const root of document.querySelectorAll(".ps-configurator"))
    fetch(root.dataset.form)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((data) => {
        start(root, data);
        for (let next = root.nextElementSibling; next; next = next.nextElementSibling) next.hidden = true;
      })
      .catch(() => (root.textContent = "The configurator could not be loaded. The command line below does the same."));
})();
