"""The contract that every dialect passes: whatever a fact holds, nothing is injected and nothing is lost.

Each nasty string stands in each place a page has for it. The page is rendered by the dialect's real renderer, and
must have the same elements as with harmless words, and the very same text.
"""

from __future__ import annotations

import html.parser
import urllib.parse
from collections.abc import Callable
from functools import cache

import markdown
import mdx_gate
import pytest
from markdown_it import MarkdownIt
from markupsafe import Markup

from generator.prose import (
    Bullets,
    Code,
    Emphasis,
    Heading,
    Image,
    Link,
    Paragraph,
    Passage,
    Quote,
    Strike,
    Strong,
    Text,
    parse,
    phrase,
)
from generator.render import Renderer
from generator.render.dialect import Dialect
from generator.render.layout import finish
from generator.view.said import Box, Grid, Said, Told

HARMLESS = "plain words"
NASTY = {
    "macro": "{{ .spectro.system.user.name }}",
    "variable": "{networkPolicy}",
    "call": "{(() => 1+1)()}",
    "lone brace": "a { b",
    "closing brace": "a } b",
    "json": '{"a": 1}',
    "raw block": "{% raw %}",
    "tag": "<pod-name>",
    "comparison": "<=1.29 and x <5 and >=1.27",
    "autolink": "<https://example.org>",
    "mail": "<a@b.example>",
    "break tag": "a<br>b",
    "script": "<script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "closing component": "</TabItem>",
    "html comment": "<!-- c -->",
    "mdx comment": "{/* c */}",
    "entity": "&lt;b&gt; &amp; &#123; &copy",
    "pipe": "y|z || w",
    "escaped pipe": "y\\|z",
    "import": "import x from 'y'",
    "export": "export const a = 1",
    "directive": ":::danger",
    "leaf directive": "::note now",
    "emoji": ":warning: and :smile:",
    "time": "10:30 repo:tag",
    "text directive": "a:b[c]{d}",
    "backtick": "one ` backtick",
    "backticks": "``` fence",
    "code": "`code`",
    "emphasis": "*a* _b_ **c** __init__ snake_case_name",
    "strike": "~~gone~~ and ~one~",
    "footnote": "[^1] and [^1]: text",
    "link": "[a](javascript:alert(1))",
    "image": "![a](x.png)",
    "reference": "[a]: https://example.org",
    "heading": "# not a heading",
    "attribute list": "H {#id} {: onclick=alert(1) }",
    "bullet": "- item",
    "plus": "+ item",
    "star": "* item",
    "number": "1. item",
    "parenthesis": "1) item",
    "quote": "> quoted",
    "alert": "[!WARNING]",
    "rule": "---",
    "stars": "***",
    "setext": "=== x",
    "equals": "===",
    "admonition": '!!! danger "x"',
    "details": '??? note "x"',
    "tab": '=== "x"',
    "block": "/// details",
    "dollar": "$a$ costs $5 and $6",
    "backslash": "C:\\temp\\new \\* \\",
    "quotes": "\"double\" and 'single'",
    "ends in brace": "cell {z}",
    "html id": 'x" onmouseover="alert(1)',
    "rtl": "שלום עולם",
    "wide": "中文字符 和 日本語",
    "long": "word " * 60 + "- # + 1. > end",
    "abbreviation": "*[HTML]: text",
    "definition": ":   definition",
    "table": "a | b\\n--- | ---",
    "url": "see https://example.org/a_b_c and www.example.org",
    "indented": "    four spaces",
    "smart": "a -- b --- c ... (c)",
}

Place = Callable[[Dialect, str], str]


def _said(*parts: object) -> Said:
    return Said(phrase(*parts), ())  # type: ignore[arg-type]


def _box(dialect: Dialect, body: str, title: str = "") -> str:
    return str(dialect.words.box(Box("warning", title, Told(parse("words"), ()))) if title else "") or str(
        dialect.words.box(Box("warning", "", Told(_passage(body), ())))
    )


def _tab(dialect: Dialect, label: str) -> str:
    caller = "{% call d.tabs() %}{% call d.tab(label) %}words\n\n{% endcall %}{% endcall %}"
    environment = _renderer().environment
    return str(environment.from_string(caller).render(d=dialect.words, label=label, dialect=dialect))


def _passage(text: str) -> Passage:
    return Passage((Paragraph(phrase(text)),))


def _blocks(dialect: Dialect, *blocks: object) -> str:
    return str(dialect.emit(Passage(blocks)))  # type: ignore[arg-type]


def _grid(*cells: object) -> Grid:
    return Grid((phrase("A"), phrase("B")), (tuple(_said(c) for c in cells),))


PLACES: dict[str, Place] = {
    "paragraph": lambda d, s: d.words.para(_said(s)),
    "heading": lambda d, s: d.words.heading(2, _said(s)),
    "bullet": lambda d, s: d.words.bullets([_said(s), _said("next")]),
    "step": lambda d, s: d.words.steps([d.words.para(_said(s)), d.words.para(_said("next"))]),
    "first cell": lambda d, s: d.words.table(_grid(s, "b")),
    "last cell": lambda d, s: d.words.table(_grid("a", s)),
    "code": lambda d, s: d.words.para(_said("a ", Code(s), " b")),
    "code in a cell": lambda d, s: d.words.table(_grid("a", Code(s))),
    "fence": lambda d, s: d.words.fence("text", Markup(s + "\n")),
    "strong": lambda d, s: d.words.para(_said("a ", Strong((Text(s),)), " b")),
    "link": lambda d, s: d.words.para(_said("a ", Link((Text(s),), "https://example.org/x"), " b")),
    "admonition": lambda d, s: _box(d, s),
    "admonition title": lambda d, s: _box(d, "", s),
    "tab": lambda d, s: _tab(d, s),
    "after words": lambda d, s: d.words.para(_said("word ", s)),
    "emphasis": lambda d, s: d.words.para(_said("a", Emphasis((Text(s),)), "b")),
    "struck": lambda d, s: d.words.para(_said("a", Strike((Text(s),)), "b")),
    "marks within a word": lambda d, s: d.words.para(_said("a", Strong((Text(s), Emphasis((Text(s),)))), "b")),
    "image": lambda d, s: d.words.para(_said("a ", Image(s, "https://example.org/x.png"), " b")),
    "image in a cell": lambda d, s: d.words.table(_grid("a", Image(s, "https://example.org/x.png"))),
    "image in a link": lambda d, s: d.words.para(
        _said(Link((Image(s, "https://example.org/x.png"),), "https://example.org/x"))
    ),
    "quotation": lambda d, s: _blocks(d, Quote(None, (Paragraph(phrase(s)), Paragraph(phrase(s))))),
    "alert": lambda d, s: _blocks(d, Quote("caution", (Paragraph(phrase(s)),))),
    "heading in an item": lambda d, s: _blocks(d, Bullets(((Heading(3, phrase(s)), Paragraph(phrase(s))),))),
    "nested item": lambda d, s: _blocks(d, Bullets(((Bullets(((Paragraph(phrase(s)),),), True),),))),
    "second list": lambda d, s: _blocks(d, *[Bullets(((Paragraph(phrase(s)),),), loose=True)] * 2),
    "list from three": lambda d, s: _blocks(d, Bullets(((Paragraph(phrase(s)),),), True, 3)),
}
#: Text that an element cannot hold in any Markdown: strong words do not start or end with a space or punctuation.
_IMPOSSIBLE = {
    *(
        (place, "indented")
        for place in (
            *("code", "code in a cell", "strong", "link", "first cell", "last cell", "fence", "emphasis", "struck"),
            *("marks within a word", "image", "image in a cell", "image in a link"),
        )
    ),
    # GFM reads an address up to the next space, so README's bare addresses become links before they are written.
    *(
        (place, name)
        for place in ("emphasis", "struck", "marks within a word")
        for name in ("autolink", "reference", "url")
    ),
    ("alert", "indented"),  # nothing stands between the title and the words as they are compared here
    ("code in a cell", "escaped pipe"),  # GFM cannot; see the test below
}


def document(dialect: str, place: str, text: str) -> str:
    words = _renderer().dialect(dialect)
    body = f"{words.words.para(_said('BEFORE'))}{PLACES[place](words, text)}{words.words.para(_said('AFTER'))}"
    return finish(body, words.wrap)


@cache
def _renderer() -> Renderer:
    return Renderer()


class _Shape(html.parser.HTMLParser):
    """The elements of a page in order, with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text = ""
        self._start = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start = len(self.text)
        kept = sorted(f"{k}={v}" for k, v in attrs if k not in ("id", "class"))
        self.elements.append(" ".join([tag, *kept]))

    def handle_endtag(self, tag: str) -> None:
        # GFM makes links of bare addresses, whatever is escaped; such a link leads where it says and loses nothing.
        opened = self.elements[-1] if self.elements else ""
        if tag == "a" and urllib.parse.unquote(opened).endswith(self.text[self._start :]) and "href=" in opened:
            self.elements.pop()
            return
        self.elements.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.elements.append(f"comment {data}")


def _folded(text: str) -> str:
    return " ".join(text.split())


#: Prettier writes entities in an image's words as what they stand for, and pairs marks within words wrongly.
_PRETTIER_BREAKS = ("image", "image in a cell", "image in a link", "emphasis", "struck", "marks within a word")


def _same(place: str, name: str, page: str, harmless: str) -> list[str]:
    wanted, got = _Shape(harmless), _Shape(page)
    faults = []
    elements = [_folded(e.replace(HARMLESS, NASTY[name])) for e in wanted.elements]
    if elements != [_folded(e) for e in got.elements]:
        faults.append(f"{place}/{name}: elements {got.elements} instead of {elements}")
    expected = " ".join(wanted.text.replace(HARMLESS, NASTY[name]).split())
    if " ".join(got.text.split()) != expected:
        faults.append(f"{place}/{name}: text {' '.join(got.text.split())!r} instead of {expected!r}")
    return faults


def _cases() -> list[tuple[str, str]]:
    return [(p, n) for p in PLACES for n in NASTY if (p, n) not in _IMPOSSIBLE]


def _material(text: str) -> str:
    extensions = [
        "admonition",
        "attr_list",
        "tables",
        "pymdownx.superfences",
        "pymdownx.tabbed",
        "pymdownx.highlight",
    ]
    configs = {"pymdownx.tabbed": {"alternate_style": True}, "pymdownx.highlight": {"use_pygments": False}}
    return markdown.markdown(text, extensions=extensions, extension_configs=configs)


def _github(text: str) -> str:
    return MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text)


@pytest.mark.parametrize("dialect", ["material", "github"])
def test_python_renderer(dialect: str) -> None:
    render = {"material": _material, "github": _github}[dialect]
    places = [p for p in PLACES if p != "tab" or dialect != "github"]
    harmless = {place: render(document(dialect, place, HARMLESS)) for place in places}
    faults = [
        fault
        for place, name in _cases()
        if place in harmless
        for fault in _same(place, name, render(document(dialect, place, NASTY[name])), harmless[place])
    ]
    assert not faults, f"{len(faults)} of {len(_cases())}:\n" + "\n".join(faults[:40])


@pytest.mark.parametrize("dialect", ["docusaurus", "gatsby"])
def test_mdx_renderer(dialect: str) -> None:
    if reason := mdx_gate.available():
        pytest.skip(reason)
    entries = [{"name": f"{p}/{n}", "text": document(dialect, p, NASTY[n])} for p, n in _cases()]
    entries += [{"name": f"{p}/", "text": document(dialect, p, HARMLESS)} for p in PLACES]
    results = {r["name"]: r for r in mdx_gate.run(entries)}
    broken = [f"{n}: {r['error']}" for n, r in results.items() if not r["ok"]]
    assert not broken, f"{len(broken)} of {len(entries)}:\n" + "\n".join(broken[:40])
    faults = [
        fault
        for place, name in _cases()
        for fault in _same(place, name, results[f"{place}/{name}"]["html"], results[f"{place}/"]["html"])
    ]
    assert not faults, f"{len(faults)} of {len(_cases())}:\n" + "\n".join(faults[:40])


def test_emitted_docusaurus_text_is_stable_under_prettier() -> None:
    if reason := mdx_gate.available():
        pytest.skip(reason)
    entries = [
        {"name": f"{p}/{n}", "text": document("docusaurus", p, NASTY[n]), "prettier": True, "compile": False}
        for p, n in _cases()
        if (p, n) != ("admonition title", "long")  # a directive's line cannot be broken
        and p not in _PRETTIER_BREAKS
    ]
    moved = [f"{r['name']}: {r.get('diff')}" for r in mdx_gate.run(entries) if not r["prettier"]]
    assert not moved, f"{len(moved)} of {len(entries)}:\n" + "\n".join(moved[:40])


@pytest.mark.parametrize("dialect", ["docusaurus", "gatsby", "github"])
def test_backslash_and_pipe_in_code_in_a_cell_becomes_plain_words(dialect: str) -> None:
    assert r"| y\\\|z |" in " ".join(document(dialect, "code in a cell", NASTY["escaped pipe"]).split())
