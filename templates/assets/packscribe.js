/* What readers do with the tables and tabs of a pack. Every fact is in the page; this finds, opens and copies. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const first = (selector, root) => all(selector, root)[0];
  const on = (target, names, act, early) => names.split(" ").forEach((name) => target.addEventListener(name, act, early));
  const lower = (node) => node.textContent.toLowerCase();
  const trimmed = (node) => node.textContent.trim();
  const query = () => new URLSearchParams(location.search);
  const anchor = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));
  const some = (number, of, word) => (number < of ? `${number} of ` : "") + `${of} ${word}${of === 1 ? "" : "s"}`;
  const finder = (words) => {
    const wanted = words.toLowerCase().split(/\s+/);
    return (text) => wanted.every((word) => text.includes(word));
  };

  /** Keep the address in step with what is chosen; with *push*, going back undoes it. */
  const show = (chosen, push) => {
    const url = new URL(location.href);
    for (const [key, value] of Object.entries(chosen)) value ? url.searchParams.set(key, value) : url.searchParams.delete(key);
    if (url.href !== location.href) history[push ? "pushState" : "replaceState"](null, "", url);
  };

  /* Catalog: each filter looks at one column, in which "all" stands for every value. */
  const COLUMNS = { layer: "Layer", cloud: "Clouds", arch: "Architectures", state: "State", tag: "Tags" };
  const catalog = (table) => {
    const form = first("form.ps-tools"), fields = [...form.elements].filter((field) => field.name);
    const packs = [...table.tBodies[0].rows].map((row, place) => {
      const cells = Object.fromEntries(all("td", row).map((cell) => [cell.dataset.head, trimmed(cell).split(", ")]));
      return { row, place, cells, text: lower(row) };
    });
    let sorted = "";
    const apply = () => {
      const want = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()])), fits = finder(want.text);
      let shown = 0;
      for (const { row, text, cells } of packs) {
        row.hidden = !fits(text) || Object.entries(COLUMNS).some(
          ([name, head]) => want[name] && !cells[head].includes(want[name]) && !cells[head].includes("all"));
        shown += !row.hidden;
      }
      if (want.sort !== sorted) {
        const head = COLUMNS[sorted = want.sort], key = ({ cells }) => (head ? cells[head].join() : "");
        packs.sort((a, b) => key(a).localeCompare(key(b)) || a.place - b.place);
        table.tBodies[0].append(...packs.map(({ row }) => row));
      }
      first(".ps-count", form).textContent = some(shown, packs.length, "pack");
      first(".ps-clear", form).hidden = !fields.some((field) => field.value && field.name !== "sort");
      return want;
    };
    const restore = () => {
      for (const field of fields) {
        field.value = query().get(field.name) || "";
        if (field.selectedIndex === -1) field.value = "";
      }
      apply();
    };
    on(form, "input", ({ target }) => show(apply(), target.name !== "text"));
    on(form, "submit", (event) => event.preventDefault());
    on(form, "reset", (event) => {
      event.preventDefault();
      for (const field of fields) field.value = "";
      show(apply(), true);
      fields[0].focus();
    });
    on(window, "popstate", restore);
    restore();
  };

  /* Matrix: one operating system at a time, and all notes at once. */
  const matrix = (table) => {
    const tools = table.parentElement.previousElementSibling, notes = first(".ps-notes", tools);
    on(tools, "click", ({ target }) => {
      const { os } = target.dataset;
      if (target === notes) {
        const open = notes.getAttribute("aria-pressed") !== "true";
        notes.setAttribute("aria-pressed", open);
        for (const one of all("details", table)) one.open = open;
      } else if (os !== undefined) {
        for (const button of all("[data-os]", tools)) button.setAttribute("aria-pressed", button === target);
        const out = [...table.tHead.rows[0].cells].map((cell, n) => n && os && !cell.textContent.endsWith(` on ${os}`));
        for (const row of table.rows) [...row.cells].forEach((cell, n) => { cell.hidden = out[n]; });
      }
    });
  };

  /* Parameters: paths to copy, a filter, and rows that are folded. */
  const parameters = (table) => {
    const rows = [...table.tBodies[0].rows], tools = table.parentElement.previousElementSibling;
    for (const { cells: [cell] } of rows) {
      const path = trimmed(cell);
      cell.append(Object.assign(document.createElement("button"), { type: "button", className: "ps-copy", title: `Copy ${path}` }));
      cell.lastChild.dataset.clipboardText = path; // Material copies it, and says so
    }
    if (!tools?.matches(".ps-filter")) return;
    const more = first(".ps-all", tools), texts = rows.map(lower);
    const unfold = () => { table.classList.add("ps-every-row"); more?.remove(); };
    if (more) on(more, "click", () => { unfold(); first("input", tools).focus(); });
    const plain = (text) => text?.replace(/\W+/g, "."), sought = plain(query().get("h"));
    if (sought) { // it may stand in any row, and its own row is what is wanted
      unfold();
      const row = rows.find((one) => plain(trimmed(one.cells[0])) === sought);
      if (row?.id) history.replaceState(null, "", `#${row.id}`);
    }
    on(tools, "input", ({ target }) => {
      unfold();
      const fits = finder(target.value);
      let shown = 0;
      rows.forEach((row, n) => { shown += !(row.hidden = !fits(texts[n])); });
      first(".ps-count", tools).textContent = some(shown, rows.length, "parameter");
    });
  };

  /* Tabs: what an address leads to is open. `?version=1.4.0` and Palette's `?parent=1.4.x` open the tab of a version;
     without them that is the newest, whatever was open on another page. Opening one says so in the address. */
  const block = (element) => element?.closest(".tabbed-block");
  const radio = (one) => all(":scope > input", one.closest(".tabbed-set"))[[...one.parentElement.children].indexOf(one)];
  const open = (one) => {
    if (radio(one).checked) return;
    radio(one).checked = true;
    radio(one).dispatchEvent(new Event("change", { bubbles: true }));
  };
  const reveal = () => {
    const target = anchor(location.hash);
    for (let one = target; one; one = one.parentElement) {
      if (one.matches(".tabbed-block")) open(one);
      if (one.matches("details")) one.open = true;
    }
    target?.scrollIntoView();
    return target;
  };
  const versions = (set) => {
    const labels = all(":scope > .tabbed-labels > label", set), names = labels.map(trimmed);
    const blocks = all(":scope > .tabbed-content > .tabbed-block", set);
    const held = blocks.map((one) => all(":scope > ul:first-child > li > strong:first-child", one).map((name) => name.textContent));
    const follow = () => {
      for (const link of all(".md-nav--secondary .md-nav__link[href]")) {
        const inside = block(anchor(link.hash));
        if (blocks.includes(inside)) link.parentElement.hidden = !radio(inside).checked;
      }
    };
    const restore = () => {
      let place = held.findIndex((list) => list.includes(query().get("version")));
      if (place < 0) place = names.findIndex((name) => name.toLowerCase() === query().get("parent")?.toLowerCase());
      open(blocks[Math.max(place, 0)]);
      if (!reveal() && place >= 0) set.scrollIntoView();
      follow();
    };
    // Material keeps clicks on its labels to itself, and passes on what no reader did.
    blocks.forEach((one, n) => [labels[n], radio(one)].forEach((from) =>
      on(from, "click", ({ isTrusted }) => isTrusted && show({ parent: names[n], version: "" }, true), true)));
    on(set, "change", follow);
    on(window, "popstate", restore);
    restore();
  };

  /* Names that Material leaves out, and a way with the keyboard to all that scrolls. */
  const put = (node, name, value) => {
    if (value === null) node.removeAttribute(name);
    else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  };
  const mend = () => {
    all(".ps-scroll, pre > code").forEach((frame, n) => {
      const scrolls = frame.scrollWidth > frame.clientWidth + 1, table = scrolls && frame.tagName === "DIV";
      put(frame, "tabindex", scrolls ? "0" : null);
      put(frame, "role", table ? "region" : null);
      put(frame, "aria-label", table ? `Table ${n + 1}, scrolls sideways` : null);
    });
    all("nav.md-code__nav").forEach((nav, n) => put(nav, "aria-label", `Code ${n + 1}`));
  };
  const name = (selector, value, attribute = "aria-label") => first(selector)?.setAttribute(attribute, value);
  name(".md-search", "Search");
  name(".md-tags", "Tags");
  name(".md-dialog__inner", "status", "role");

  all(".ps-catalog").forEach(catalog);
  all(".ps-matrix").forEach(matrix);
  all(".ps-parameters").forEach(parameters);
  const tabs = document.getElementById("versions-supported")?.nextElementSibling;
  tabs?.matches(".tabbed-set") ? versions(tabs) : reveal();
  document.documentElement.classList.remove("ps-wait");
  mend();
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["tabindex"] });
  on(window, "resize change toggle", mend, true);
  on(window, "hashchange", reveal);
})();
