// Compiles, renders and (on request) format-checks MDX pages.
//
// stdin:  JSON array of {name, text} or {name, path}; options of an entry:
//           prettier: true      also compare the text with Prettier's output
//           printWidth: 40      for that comparison; 120 when left out
//           compile: false      skip compile and render (format check only)
//           expressions: true   allow live {expressions}; refused otherwise, since they are unescaped data
//           format: "md"        read the text as GitHub-Flavored Markdown, without the HTML in it
// stdout: JSON array, one result per entry, in the same order:
//           {name, ok: true, html} or {name, ok: false, error, line, column}
//           plus warnings: [text] when Docusaurus would drop some of the text
//           plus prettier: true|false and diff: "first differing line"

import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import * as runtime from "react/jsx-runtime";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { evaluate } from "@mdx-js/mdx";
import remarkDirective from "remark-directive";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import { format } from "prettier";

// The settings of the documentation site's .prettierrc.
const PRETTIER = { parser: "mdx", printWidth: 120, proseWrap: "always", singleQuote: false, tabWidth: 2 };

// Docusaurus' default admonitions and the two which the site adds.
const ADMONITIONS = [
  "secondary", "info", "success", "danger", "note", "tip", "warning", "important", "caution",
  "preview", "further",
];
const TITLED = new RegExp(`^([ \\t>]*:::+)(${ADMONITIONS.join("|")})[ \\t]+([^\\[{\\s].*)$`, "gm");

// Imports whose components are stubs here.
const STUBBED = /^shared\/|^@theme\/(Tabs|TabItem)$/;

const box = (name) => (props) =>
  createElement("div", { className: name, "data-label": props.label ?? props.tab }, props.children);
const Tabs = Object.assign(box("tabs"), { TabPane: box("tab") });
const COMPONENTS = {
  Tabs,
  TabItem: box("tab"),
  WarningBox: box("warning-box"),
  InfoBox: box("info-box"),
  PointsOfInterest: box("points-of-interest"),
  Tooltip: ({ children }) => createElement("span", { className: "tooltip" }, children),
  RedirectPackPage: () => null,
};

/** Calls visit(node, parent) for each node of the tree, parents first. */
function walk(node, visit, parent = null) {
  visit(node, parent);
  for (const child of [...(node.children ?? [])]) walk(child, visit, node);
}

/** Takes a directive and returns its text as it stands in the page. */
function source(node, file) {
  return String(file).slice(node.position.start.offset, node.position.end.offset);
}

/** Turns a container directive into the box which Docusaurus would draw. */
function admonition(node, file) {
  if (!ADMONITIONS.includes(node.name)) file.fail(`Unknown admonition :::${node.name}`, node);
  if (!/\n[ \t>]*:{3,}$/.test(source(node, file))) file.fail(`Admonition :::${node.name} is not closed`, node);
  node.data = { hName: "div", hProperties: { className: ["admonition", `admonition-${node.name}`] } };
}

/** Turns a text or leaf directive (10:30, repo:tag) back into its literal text. */
function restore(node, parent, file) {
  const text = source(node, file);
  const lossy = node.type === "leafDirective" || node.children.length || Object.keys(node.attributes).length;
  if (lossy) file.message(`Docusaurus drops text of the directive ${text}`, node);
  const literal = { type: "text", value: text, position: node.position };
  const block = { type: "paragraph", children: [literal], position: node.position };
  parent.children[parent.children.indexOf(node)] = node.type === "leafDirective" ? block : literal;
}

/** Remark plugin: directives as Docusaurus treats them. */
function directives() {
  return (tree, file) =>
    walk(tree, (node, parent) => {
      if (node.type === "containerDirective") admonition(node, file);
      else if (/^(text|leaf)Directive$/.test(node.type)) restore(node, parent, file);
    });
}

/** Remark plugin: drops the imports of stubbed components, refuses other imports and exports. */
function imports() {
  return (tree, file) =>
    walk(tree, (node) => {
      if (node.type !== "mdxjsEsm") return;
      for (const item of node.data.estree.body) {
        const from = item.type === "ImportDeclaration" ? item.source.value : null;
        if (from === null || !STUBBED.test(from)) file.fail(`Refused: ${source(node, file)}`, node);
      }
      node.data.estree.body = [];
      node.value = "";
    });
}

/** Remark plugin: refuses live expressions in the text; comments pass. */
function expressions() {
  return (tree, file) =>
    walk(tree, (node) => {
      if (!/^mdx(Flow|Text)Expression$/.test(node.type)) return;
      if (node.data?.estree?.body.length) file.fail(`Refused: live expression {${node.value}}`, node);
    });
}

/** Takes an entry and its text and returns {ok, html, warnings} or {ok, error, line, column}. */
async function compile(entry, text) {
  const format = entry.format ?? "mdx";
  const file = { value: format === "md" ? text : text.replace(TITLED, "$1$2[$3]"), messages: [] };
  const collect = () => (tree, vfile) => void file.messages.push(...vfile.messages.map((m) => m.reason));
  const plugins = [remarkFrontmatter, remarkDirective, remarkGfm, directives, imports];
  if (!entry.expressions) plugins.push(expressions);
  const remarkPlugins = format === "md" ? [remarkGfm] : [...plugins, collect];
  try {
    const page = await evaluate(file.value, { ...runtime, format, remarkPlugins });
    const html = renderToStaticMarkup(createElement(page.default, { components: COMPONENTS }));
    return { ok: true, html, ...(file.messages.length ? { warnings: file.messages } : {}) };
  } catch (error) {
    const { line = null, column = null } = error;
    return { ok: false, error: error.reason ?? error.message, line, column };
  }
}

/** Takes a text and a width and returns {prettier: true} or {prettier: false, diff}. */
async function compare(text, printWidth) {
  const options = { ...PRETTIER, ...(printWidth ? { printWidth } : {}) };
  const formatted = await format(text, options).catch((error) => `Prettier failed: ${error.message}`);
  if (formatted === text) return { prettier: true };
  const [ours, theirs] = [text.split("\n"), formatted.split("\n")];
  const at = ours.findIndex((line, index) => line !== theirs[index]);
  const index = at < 0 ? ours.length : at;
  const shown = [ours[index], theirs[index]].map((line) => JSON.stringify(line ?? "(end)"));
  return { prettier: false, diff: `line ${index + 1}: ${shown[0]}, Prettier writes ${shown[1]}` };
}

/** Takes an entry and returns its result. */
async function check(entry) {
  const text = entry.text ?? readFileSync(entry.path, "utf8");
  const compiled = entry.compile === false ? { ok: true } : await compile(entry, text);
  return { name: entry.name, ...compiled, ...(entry.prettier ? await compare(text, entry.printWidth) : {}) };
}

const results = [];
for (const entry of JSON.parse(await readAll(process.stdin))) {
  try {
    results.push(await check(entry));
  } catch (error) {
    results.push({ name: entry.name, ok: false, error: error.message, line: null, column: null });
  }
}
process.stdout.write(JSON.stringify(results));
