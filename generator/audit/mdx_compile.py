"""README that is no MDX

What GitHub shows as text or as HTML, an MDX page refuses to compile: a `<` that begins no tag, a tag that is never
closed, an HTML comment, an address in `<…>`, braces around what is no JavaScript. The README cannot be taken over into
a documentation site that is built from MDX, and where Palette shows it, HTML is not drawn either.

    Run `helm test` for <release-name>.<br>      never closed: <release-name> and <br>
    Set {{ .Values.host }}                        no JavaScript

Put placeholders and templates into backquotes, write `&lt;` and `&#123;` for single signs, close tags (`<br />`), and
write addresses bare or as `[text](address)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from generator.audit.folder import PackFolder
from generator.audit.mdx_flow import Fault
from generator.audit.mdx_page import page
from generator.audit.text_files import TextFile
from generator.audit.wording import short
from generator.diagnostics import Diagnostic

CODE = "PS284"
MOST = 50

_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
_HTML = frozenset(
    (
        *("a", "abbr", "b", "blockquote", "center", "code", "dd", "del", "details", "div", "dl", "dt", "em", "font"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "kbd", "li", "mark", "ol", "p", "picture", "pre", "q", "s"),
        *("samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("tr", "u", "ul", "var", "video"),
    )
)
_ADDRESS = re.compile(r"<((?:[A-Za-z][A-Za-z0-9+.-]{1,31}:|[\w.+-]{1,64}@)[^\s<>]{1,2000})>")
_PLACEHOLDER = re.compile(r"<(/?[A-Za-z][\w .:-]{0,60})>")


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each place of README.md that the MDX compiler refuses."""
    readme = folder.readme
    if readme is None or not readme.text:
        return
    for fault in islice(folder.once(page).faults, MOST):
        message, help = _said(readme, fault)
        yield folder.problem(CODE, message, readme.at(fault.offset), help)


def _said(readme: TextFile, fault: Fault) -> tuple[str, str]:
    """Return what is wrong, and the way out."""
    match fault.kind:
        case "comment":
            return "MDX knows no HTML comments", "delete the comment, or move it to where no page is made of it"
        case "braces":
            return _braces(readme.text[fault.offset : fault.offset + 60], fault.why)
        case "module":
            message = f"a block that begins with `{fault.why} ` is a line of JavaScript in MDX, and this is none"
            return message, "begin the paragraph with another word"
        case "stray":
            return f"`</{short(fault.why)}>` closes nothing that is open here", _way_out(fault.why, "delete it")
        case "open":
            return _open(fault.why)
    return _tag(readme.text[fault.offset : fault.offset + 2100], fault.why)


def _braces(written: str, why: str) -> tuple[str, str]:
    shown = short(written.split("\n", 1)[0], 30)
    end = shown.find("}}") + 2 if "}}" in shown else shown.find("}") + 1
    code = shown[:end] if end > 1 else "{"
    message = f"`{code}` is an expression in MDX, and {why}"
    if "|" in code and "not closed" in why:
        return message, "a `|` ends the cell of a table, in code too: write `\\|`"
    return message, "put it in backquotes, or write `&#123;` for the brace"


def _open(name: str) -> tuple[str, str]:
    message = f"`<{short(name)}>` is a tag in MDX, and it is not closed in its paragraph or block"
    return message, _way_out(name, f"close it, or write `&lt;{short(name)}>`")


def _way_out(name: str, otherwise: str) -> str:
    if name.lower() in _VOID:
        return f"write `<{name.lower()} />`, or use Markdown"
    if name.lower() in _HTML or not name:
        return f"{otherwise}; opening and closing tag must be in one paragraph, or each on a line of its own"
    return f"put `<{short(name)}>` in backquotes, or write `&lt;{short(name)}>`"


def _tag(written: str, why: str) -> tuple[str, str]:
    if address := _ADDRESS.match(written):
        shown = short(address[1], 80)
        return f"MDX knows no addresses in `<…>`: `{shown}`", f"write it bare, or as `[text]({shown})`"
    if placeholder := _PLACEHOLDER.match(written):
        shown = short(placeholder[1])
        return f"`<{shown}>` is a tag in MDX, and {why}", f"put it in backquotes, or write `&lt;{shown}>`"
    message = f"`<` begins a tag in MDX, and {why}"
    return message, "write `&lt;`, or put the whole in backquotes"
