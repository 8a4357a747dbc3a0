/* What readers do with the tables and tabs of a pack. Every fact is in the page; this finds and copies. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const listed = (cell) => cell.textContent.trim().split(", ");
  const fold = (text) => text.toLowerCase();
  const some = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  /** Keep the address of the page in step with what is chosen, without loading it again. */
  const show = (wanted, push) => {
    const url = new URL(location.href);
    for (const [key, value] of Object.entries(wanted)) value ? url.searchParams.set(key, value) : url.searchParams.delete(key);
    if (url.href !== location.href) history[push ? "pushState" : "replaceState"](null, "", url);
  };

  /* Catalog: each filter looks at one column; "all" stands for every value. */
  const catalog = (table) => {
    const form = document.querySelector("form.ps-tools");
    const body = table.tBodies[0], rows = [...body.rows];
    const column = { layer: "Layer", cloud: "Clouds", arch: "Architectures", state: "State", tag: "Tags" };
    const data = rows.map((row, place) => ({
      row, place, text: fold(row.textContent),
      cells: Object.fromEntries(all("td", row).map((cell) => [cell.dataset.head, listed(cell)])),
    }));
    const count = form.querySelector(".ps-count"), clear = form.querySelector(".ps-clear");
    let sorted = "";
    const chosen = () => Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, value.trim()]));
    const apply = () => {
      const want = chosen(), words = fold(want.text).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { row, text, cells } of data) {
        const fits = words.every((word) => text.includes(word)) &&
          Object.entries(column).every(([name, head]) => !want[name] || cells[head].some((value) => value === want[name] || value === "all"));
        row.hidden = !fits;
        shown += fits;
      }
      if (want.sort !== sorted) {
        const head = column[sorted = want.sort];
        const key = ({ cells, place }) => [head ? cells[head].join() : "", place];
        data.sort((a, b) => { const [x, i] = key(a), [y, j] = key(b); return x < y ? -1 : x > y ? 1 : i - j; });
        body.append(...data.map(({ row }) => row));
      }
      const filtered = Object.entries(want).some(([key, value]) => value && key !== "sort");
      count.textContent = filtered ? `${shown} of ${some(rows.length, "pack")}` : some(rows.length, "pack");
      clear.hidden = !filtered;
    };
    const restore = () => {
      const query = new URLSearchParams(location.search);
      for (const field of form.elements) if (field.name) {
        field.value = query.get(field.name) || "";
        if (field.selectedIndex === -1) field.value = "";
      }
      apply();
    };
    form.addEventListener("input", (event) => { apply(); show(chosen(), event.target.name !== "text"); });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const field of form.elements) if (field.name) field.value = "";
      apply(); show(chosen(), true); form.elements.text.focus();
    });
    addEventListener("popstate", restore);
    restore();
  };

  /* Matrix: one operating system at a time, and all notes at once. */
  const matrix = (table) => {
    const tools = table.parentElement.previousElementSibling;
    const heads = [...table.tHead.rows[0].cells];
    const details = all("details", table), notes = tools.querySelector(".ps-notes");
    notes.hidden = !details.length;
    tools.addEventListener("click", ({ target }) => {
      if (target === notes) {
        const open = notes.getAttribute("aria-pressed") !== "true";
        notes.setAttribute("aria-pressed", open);
        for (const one of details) one.open = open;
      } else if (target.dataset.os !== undefined) {
        for (const button of all("[data-os]", tools)) button.setAttribute("aria-pressed", button === target);
        const out = heads.map((cell, n) => n > 0 && target.dataset.os && !cell.textContent.endsWith(` on ${target.dataset.os}`));
        for (const row of table.rows) [...row.cells].forEach((cell, n) => { cell.hidden = out[n]; });
      }
    });
  };

  /* Parameters: a filter, rows that are folded, and paths to copy. */
  const parameters = (table) => {
    const rows = [...table.tBodies[0].rows], tools = table.parentElement.previousElementSibling;
    for (const row of rows) {
      const path = row.cells[0].textContent.trim();
      const button = Object.assign(document.createElement("button"), { type: "button", className: "ps-copy", title: `Copy ${path}` });
      button.dataset.clipboardText = path; // Material copies it, and says so
      row.cells[0].append(button);
    }
    const every = () => { table.classList.add("ps-every-row"); tools?.querySelector(".ps-all")?.remove(); };
    if (new URLSearchParams(location.search).has("h")) every();
    if (!tools?.matches(".ps-filter")) return;
    const texts = rows.map((row) => fold(row.textContent)), count = tools.querySelector(".ps-count");
    tools.addEventListener("input", ({ target }) => {
      const words = fold(target.value).split(/\s+/).filter(Boolean);
      if (words.length) every();
      let shown = 0;
      rows.forEach((row, n) => { shown += !(row.hidden = !words.every((word) => texts[n].includes(word))); });
      count.textContent = words.length ? `${shown} of ${some(rows.length, "parameter")}` : some(rows.length, "parameter");
    });
    tools.querySelector(".ps-all")?.addEventListener("click", () => { every(); tools.querySelector("input").focus(); });
  };

  /* Tabs: what an address leads to is open. `?version=1.4.0` and Palette's `?parent=1.4.x` open the tab of a version;
     without them that is the newest, whatever was open on another page. Opening one says so in the address. */
  const block = (element) => element?.closest(".tabbed-block");
  const input = (one) => one.parentElement.parentElement.querySelectorAll(":scope > input")[[...one.parentElement.children].indexOf(one)];
  const open = (one) => {
    const radio = input(one);
    if (!radio.checked) { radio.checked = true; radio.dispatchEvent(new Event("change", { bubbles: true })); }
  };
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let one = block(target); one; one = block(one.parentElement)) open(one);
    for (let one = target && target.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    if (target) target.scrollIntoView();
    return target;
  };
  const versions = (set) => {
    const names = all(":scope > .tabbed-labels > label", set).map((label) => label.textContent.trim());
    const blocks = all(":scope > .tabbed-content > .tabbed-block", set), inputs = blocks.map(input);
    const held = blocks.map((one) => all(":scope > ul:first-child > li > strong:first-child", one).map((name) => name.textContent));
    const follow = () => {
      for (const link of all(".md-nav--secondary .md-nav__link")) {
        const inside = block(document.getElementById(decodeURIComponent(link.hash.slice(1))));
        if (blocks.includes(inside)) link.parentElement.hidden = !input(inside).checked;
      }
    };
    const restore = () => {
      const query = new URLSearchParams(location.search);
      let place = held.findIndex((list) => list.includes(query.get("version")));
      if (place < 0) place = names.indexOf(query.get("parent"));
      open(blocks[Math.max(place, 0)]);
      if (!reveal() && place >= 0) set.scrollIntoView();
      follow();
    };
    inputs.forEach((one, n) => one.addEventListener("click", ({ isTrusted }) => isTrusted && show({ parent: names[n], version: "" }, true)));
    set.addEventListener("change", follow);
    addEventListener("popstate", restore);
    restore();
  };

  /* What scrolls can be reached with the keyboard. */
  const reachable = () => {
    all(".ps-scroll, pre > code").forEach((frame, number) => {
      const table = frame.tagName === "DIV", scrolls = frame.scrollWidth > frame.clientWidth + 1;
      const wanted = { tabindex: "0", ...(table && { role: "region", "aria-label": `Table ${number + 1}, scrolls sideways` }) };
      for (const [name, value] of Object.entries(wanted)) {
        if (scrolls && frame.getAttribute(name) !== value) frame.setAttribute(name, value);
        else if (!scrolls && frame.hasAttribute(name)) frame.removeAttribute(name);
      }
    });
  };

  /* Names that Material leaves out, and what it makes of code while the page is read. */
  for (const [selector, name] of [[".md-search", "Search"], [".md-tags", "Tags"]])
    document.querySelector(selector)?.setAttribute("aria-label", name);
  document.querySelector(".md-dialog__inner")?.setAttribute("role", "status");
  all(".ps-catalog").forEach(catalog);
  all(".ps-matrix").forEach(matrix);
  all(".ps-parameters").forEach(parameters);
  const tabs = document.getElementById("versions-supported")?.nextElementSibling;
  if (tabs?.matches(".tabbed-set")) versions(tabs);
  else reveal();
  addEventListener("hashchange", reveal);
  document.documentElement.classList.remove("ps-wait");
  const refresh = () => {
    all("nav.md-code__nav:not([aria-label])").forEach((nav) => nav.setAttribute("aria-label", `Code ${nav.querySelector("button")?.dataset.clipboardTarget.match(/\d+/)?.[0]}`));
    reachable();
  };
  refresh();
  new MutationObserver(refresh).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["tabindex"] });
  addEventListener("resize", reachable);
  for (const event of ["change", "toggle"]) addEventListener(event, ({ target }) => { if (target.closest?.(".tabbed-set, details")) reachable(); }, true);
})();
