"""READMEs of GitHub on our pages: no word, code block, link or image is lost, nothing is injected, no text fails."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache

import mdx_gate
import pytest
import readme_pages as pages
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.github_markdown import Remark, parse_github, read_github, shifted
from generator.prose import Bullets, Code, Fence, Heading, Image, Link, Paragraph, Passage, Quote, Strong, Text, phrase
from generator.readback import read
from generator.readback.compare import Claim, compare

MDX = ("docusaurus", "gatsby")
WHERE = {"case": pages.cases, "corpus": pages.corpus}

#: Where GitHub's words are no measure for ours, and why.
UNLIKE = {
    "deep quotes": "the parser that stands for GitHub drops what nests deeper than 20 levels",
    "deep lists": "as above; we show it as it is written",
    "html table": "a list or code in a cell becomes lines of the cell",
    "unclosed html": "a quotation and code in a cell become lines of the cell",
}


@cache
def html_of(dialect: str, where: str) -> dict[str, str]:
    """Return the pages of *dialect* as its real renderer shows them; raises where one does not compile."""
    sources = {name: pages.page(dialect, text) for name, text in WHERE[where]().items()}
    if dialect == "material":
        return {name: pages.material(source) for name, source in sources.items()}
    results = mdx_gate.run([{"name": name, "text": source} for name, source in sources.items()])
    broken = [f"{r['name']}: {r['error']} (line {r['line']})" for r in results if not r["ok"]]
    assert not broken, "\n".join(broken)
    lossy = [f"{r['name']}: {r['warnings']}" for r in results if r.get("warnings")]
    assert not lossy, "\n".join(lossy)
    return {r["name"]: r["html"] for r in results}


def needed(dialect: str, where: str) -> None:
    if where == "corpus" and not pages.corpus():
        pytest.skip(pages.NO_CORPUS)
    if dialect in MDX and (reason := mdx_gate.available()):
        pytest.skip(reason)


# --- every README on every page


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("dialect", pages.DIALECTS)
def test_what_is_read_back_is_what_was_claimed(dialect: str, where: str) -> None:
    if where == "corpus" and not pages.corpus():
        pytest.skip(pages.NO_CORPUS)
    wrong = {
        name: pages.first_difference(pages.claimed(dialect, text), pages.stated(dialect, pages.page(dialect, text)))
        for name, text in WHERE[where]().items()
    }
    assert not {name: difference for name, difference in wrong.items() if difference}


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("dialect", pages.DIALECTS)
def test_readers_see_what_they_see_on_github(dialect: str, where: str, figure: Callable[[str], None]) -> None:
    needed(dialect, where)
    wrong: dict[str, str] = {}
    words = 0
    for name, html in html_of(dialect, where).items():
        if name in UNLIKE:
            continue
        here, there = pages.seen(html), pages.seen_on_github(WHERE[where]()[name], dialect)
        words += len(here.words)
        found = [
            pages.first_difference(getattr(here, part), getattr(there, part)) for part in ("words", "code", "images")
        ]
        found += [f"lost links: {lost}" for lost in [sorted(set(there.links) - set(here.links))] if lost]
        if where == "corpus" and here.shapes != there.shapes:
            found.append(f"{here.shapes} is not {there.shapes}")
        wrong[name] = "; ".join(part for part in found if part)
    assert not {name: difference for name, difference in wrong.items() if difference}
    figure(f"READMEs on pages, {dialect}, {where}: {len(wrong)} with {words} words as on GitHub")


@pytest.mark.parametrize("where", WHERE)
def test_words_are_those_of_another_parser(where: str, figure: Callable[[str], None]) -> None:
    """The parser of the MDX compiler, which knows nothing of ours, reads what has no HTML and no dead links."""
    needed("docusaurus", where)
    unlike = {
        *UNLIKE,
        "escapes",
        "footnotes",
        "tasks",
        "alerts",
        "control characters",
    }  # GitHub's own, and what no page may hold
    texts = {
        name: text
        for name, text in WHERE[where]().items()
        if name not in unlike and not re.search(r"<[a-zA-Z/!?]|\[[xX ]\]|\[!", text) and not read_github(text)[1]
    }
    results = mdx_gate.run([{"name": name, "text": text, "format": "md"} for name, text in texts.items()])
    assert all(r["ok"] for r in results), [r for r in results if not r["ok"]]
    here = html_of("docusaurus", where)
    wrong: dict[str, str] = {}
    for result in results:
        name = result["name"]
        ours, theirs = pages.seen(here[name]), pages.seen(result["html"])
        parts = [getattr(seen, part) for part in ("words", "code", "images", "links") for seen in (ours, theirs)]
        wrong[name] = "; ".join(filter(None, map(pages.first_difference, parts[::2], parts[1::2])))
        if where == "corpus" and ours.shapes != theirs.shapes:
            wrong[name] += f"{ours.shapes} is not {theirs.shapes}"
    assert not {name: difference for name, difference in wrong.items() if difference}
    figure(f"READMEs without HTML as another parser reads them, {where}: {len(wrong)}")


# --- what each construct becomes


def blocks(text: str) -> tuple[object, ...]:
    return parse_github(text).blocks


def only(text: str) -> str:
    """Return the words of the one paragraph of *text* in the notation of readers."""
    (block,) = blocks(text)
    assert isinstance(block, Paragraph)
    return block.phrase.canonical


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a *b* **c** ~~d~~ `e`", "a _b_ **c** ~~d~~ `e`"),
        ("a  \nb<br>c\nd", "a\nb\nc d"),
        ("![a *b*](https://e.org/i.png 'T')", "![a b](https://e.org/i.png)"),
        ("https://e.org/a_b. https://", "[https://e.org/a_b](https://e.org/a_b). https://"),
        ("www.e.org a@e.org", "[www.e.org](http://www.e.org) [a@e.org](mailto:a@e.org)"),
        ("(https://e.org/a_(b)) x://y", "([https://e.org/a_(b)](https://e.org/a_%28b%29)) x://y"),
        ("https://e.org/&amp;", "[https://e.org/&](https://e.org/&)"),
        ("<https://e.org/a>", "[https://e.org/a](https://e.org/a)"),
        ("[a](docs/b.md) [b.md](b.md) [c](#d)", "a (`docs/b.md`) `b.md` c"),
        ("![a](i.png) ![](i.png)", "a (`i.png`) `i.png`"),
        ("[a](javascript:b) [c](data:d) ![e](data:f)", "a c e"),
        ("[](https://e.org)", "[https://e.org](https://e.org)"),
        ("<b>a</b> <i>b</i> <kbd>c</kbd> <del>d</del> <sub>e</sub> <span class=x>f</span>", "**a** _b_ `c` ~~d~~ e f"),
        ("<a href='https://e.org/x'>a <img src=https://e.org/i.png alt=b></a>", "[a ![b](https://e.org/i.png)](https://e.org/x)"),
        ("<a href='javascript:x'>a</a> <a name=y></a>b", "a b"),
        ("use <name> and </name> <!-- c --> x", "use <name> and </name> x"),
        ("<b>a **b** c</b> <b> d </b>e", "**a b c** **d** e"),
        ("- [ ] a", None),
        ("a <a href=d>b [c](https://e.org/c)</a> e", "a b [c](https://e.org/c) (`d`) e"),
        ("Line<p>one</p>two", "Line\none\ntwo"),
    ],
)  # fmt: skip
def test_words(text: str, words: str | None) -> None:
    if words is None:
        (block,) = blocks(text)
        assert block == Bullets(((Paragraph(phrase("[ ] a")),),))
    else:
        assert only(text) == words


def test_blocks() -> None:
    assert blocks("Title\n===\n\n    code\n\n---\n") == (Heading(1, phrase("Title")), Fence("", "code\n"))
    assert blocks("3. a\n4. b\n") == (Bullets(((Paragraph(phrase("a")),), (Paragraph(phrase("b")),)), True, 3),)
    (found,) = blocks("- a\n\n- b\n")
    assert isinstance(found, Bullets) and found.loose
    assert blocks("> [!Tip]\n> a\n") == (Quote("tip", (Paragraph(phrase("a")),)),)
    assert blocks("> [!NOTE]\n") == (Quote(None, (Paragraph(phrase("[!NOTE]")),)),)
    assert blocks("```yaml title='x'\na\n```\n~~~ {.x}\n~~~\n") == (Fence("yaml", "a\n"), Fence("", ""))


def test_blocks_of_html() -> None:
    assert blocks("<h2 id=x>A <code>b</code></h2>") == (Heading(2, phrase("A ", Code("b"))),)
    assert blocks("<h1><img src='https://e.org/i.png'></h1>") == (Paragraph(phrase(Image("", "https://e.org/i.png"))),)
    assert blocks("<details><summary>A</summary>\n\n- b\n\n</details>") == (
        Paragraph(phrase(Strong((Text("A"),)))),
        Bullets(((Paragraph(phrase("b")),),)),
    )
    assert blocks("<ol start=2><li>a<li>b</ol>") == (
        Bullets(((Paragraph(phrase("a")),), (Paragraph(phrase("b")),)), True, 2),
    )
    assert blocks('<pre><code class="language-sh">a &lt; b\n</code></pre>') == (Fence("sh", "a < b\n"),)
    assert blocks("<blockquote>a</blockquote>") == (Quote(None, (Paragraph(phrase("a")),)),)


def test_a_table_of_html() -> None:
    (table,) = blocks("<table><tr><th>A<th>B<tr><td><ul><li>a<li>b</ul><td>c<tr><td>d</table>")
    rows = [[cell.canonical for cell in row] for row in (table.head, *table.rows)]  # type: ignore[attr-defined]
    assert rows == [["A", "B"], ["a\nb", "c"], ["d", ""]]


def test_a_link_around_blocks_leads_on() -> None:
    image = Image("a", "https://e.org/i.png")
    assert blocks('<a href="https://e.org">\n\n![a](https://e.org/i.png)\n\n</a>\n\nb') == (
        Paragraph(phrase(Link((image,), "https://e.org"))),
        Paragraph(phrase("b")),
    )


def test_remarks_name_their_lines() -> None:
    text = "# T\n\n[a](b.md)\nx ![c](d.png)\n\n| A |\n|---|\n| <x> |\n\n<p>\n<unknown>\n</p>\n\n[y](javascript:z)\n"
    assert read_github(text)[1] == (
        Remark(3, "the link to `b.md` is shown as words and path"),
        Remark(4, "the image `d.png` is shown as words"),
        Remark(8, "the tag `<x>` is shown as text"),
        Remark(11, "the tag `<unknown>` is shown as text"),
        Remark(14, "the link to `javascript:z` is shown as words"),
    )


# --- headings below those of the page


def levels(text: str, title: str = "") -> list[tuple[int, str]]:
    found = shifted(parse_github(text), 3, title).blocks
    return [(block.level, block.phrase.plain) for block in found if isinstance(block, Heading)]


@pytest.mark.parametrize(
    ("text", "title", "found"),
    [
        ("# My Pack\n## A\n### B\n", "My pack", [(3, "A"), (4, "B")]),
        ("# Other\n## A\n### B\n", "My pack", [(3, "Other"), (3, "A"), (4, "B")]),
        ("# My pack\n# A\n## B\n", "My pack", [(3, "A"), (4, "B")]),
        ("## A\n# B\n", "A", [(4, "A"), (3, "B")]),
        ("# T\n#### A\n###### B\n", "T", [(3, "A"), (5, "B")]),
        ("## A\n###### B\n", "", [(3, "A"), (6, "B")]),
        ("# T\n", "t", []),
        ("- # A\n- ## B\n\n> ### C\n", "", []),
    ],
)
def test_levels(text: str, title: str, found: list[tuple[int, str]]) -> None:
    assert levels(text, title) == found


def test_headings_in_lists_and_quotations_are_lowered() -> None:
    (first, second) = shifted(parse_github("- # A\n\n> ### C\n"), 3).blocks
    assert first == Bullets(((Heading(3, phrase("A")),),))
    assert second == Quote(None, (Heading(5, phrase("C")),))


# --- a page that lacks something is found out

README = """\
Intro with _stress_ and ~~old~~ words, ![alt](https://example.org/i.png).

> Quoted words.

> [!CAUTION]
> Be careful.

3. third
   - nested one
   - nested two
4. fourth

## Part with `code`

| A | B |
|---|---|
| a | ![b](https://example.org/b.png) |
"""


@pytest.mark.parametrize("dialect", pages.DIALECTS)
@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("_stress_", "stress"), ("old", "new"), ("![alt]", "[alt]"), ("i.png", "j.png"), ("> Quoted", "Quoted"),
        ("3.", "2."), ("nested two", "nested three"), ("Part with", "Part"), ("`code`", "code"), ("b.png", "c.png"),
        ("Be careful.", "Relax."), ("fourth", "fifth"), ("Caution", "Note"),
    ],
)  # fmt: skip
def test_a_falsified_page_is_found_out(dialect: str, written: str, instead: str) -> None:
    page = pages.page(dialect, README)
    if written not in page:  # the number of a list that does not start at 1, in words
        written, instead = "&#51;.", "&#50;."
    false = page.replace(written, instead, 1)
    assert false != page
    wanted = [Claim(*said, None) for said in pages.claimed(dialect, README)]
    tabs = ("tab", "tabs")
    assert not compare("p", wanted, [f for f in read("p", page, dialect) if f.kind not in tabs], lambda _: None)
    assert compare("p", wanted, [f for f in read("p", false, dialect) if f.kind not in tabs], lambda _: None)


# --- whatever the text is

FRAGMENTS = [
    "", "words", "# H", "H\n===", "- a", "  - b", "    c", "1. s", "7) t", "> q", "> [!NOTE]", "```yaml", "```",
    "~~~", "| a | b |", "|---|---|", "a | b", "---", "* * *", "<p>", "</p>", "<ul><li>", "</li></ul>", "<table>",
    "<tr><td>", "</table>", "<pre>", "</pre>", "<details><summary>s", "</summary>", "</details>", "<h2>", "</h2>",
    "<a href='https://e.org'>", "</a>", "<b>", "</b>", "<!-- c", "-->", "<x y=\"", "<br>", "**a", "b**", "_c", "d_",
    "~~e", "f~~", "`g", "h`", "[i](https://e.org)", "![j](https://e.org)", "[k](l.md)", "[m]: https://e.org", "[m]",
    "https://e.org/n", "{o}", "{{ p }}", ":::note", ":::", "::q", "import r", "&lt;", "\\", "!", "<blockquote>",
    "\t- s", "中", "🙂", "\u202e", "\ufdd0", "\x00", "\x85",
]  # fmt: skip
texts = st.lists(
    st.tuples(st.sampled_from(FRAGMENTS) | st.text(max_size=8), st.sampled_from(["\n", "\n\n", " ", ""])), max_size=14
).map(lambda parts: "".join(a + b for a, b in parts))


@pytest.mark.parametrize("dialect", pages.DIALECTS)
@settings(max_examples=250, deadline=None)
@given(text=texts)
def test_any_text_is_read_back_as_claimed(dialect: str, text: str) -> None:
    assert pages.stated(dialect, pages.page(dialect, text)) == pages.claimed(dialect, text)


@settings(max_examples=200, deadline=None)
@given(text=texts)
def test_any_text_keeps_its_letters(text: str) -> None:
    """What stands in plain words is found in the tree."""
    marked = f"{text}\n\nLASTWORD\n"
    assert "LASTWORD" in repr(parse_github(marked)) or "<!--" in text


SIZE = 100_000
HOSTILE = {
    "brackets": "[", "images": "x![", "links": "[a](", "stars": "*a ", "strong": "**a", "strikes": "~~a ",
    "ticks": "`a``b", "comments": "x<!--", "tags": "x<a ", "quotes in tags": 'x<a b="', "open tags": "x<b>",
    "closing tags": "x</b>", "block tags": "<div>\n", "lists": "<ul><li>", "tables": "<table><tr><td>",
    "anchors": "x<a href='https://e.org'>y", "markdown quotes": "> ", "markdown lists": "- ", "entities": "&amp;",
    "addresses": "https://e.org/)", "mails": "a@b.c@", "parentheses": "https://e.org/" + ")" * 200 + " ",
    "references": "[a]: b\n", "pipes": "a|", "escapes": "\\*", "spaces": "  \n", "rows": "| a | b |\n|---|---|\n",
    "declarations": "x<!A", "processing": "x<?", "cdata": "x<![CDATA[", "crossing": "x<b>*y</b>", "headings": "# a\n",
    "fences": "```\n", "breaks": "a<br>", "summaries": "<details><summary>", "pre": "<pre>", "html cells": "<td>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    unit = HOSTILE[name]
    took = []
    for size in (SIZE // 8, SIZE):
        text = (unit * (size // len(unit) + 1))[:size]
        start = time.process_time()
        passage = parse_github(text)
        took.append(time.process_time() - start)
        assert isinstance(passage, Passage)
    assert took[1] < max(8 * 4 * took[0], 3.0), took  # of this processor alone: others may be busy


def test_a_hostile_table_is_not_padded() -> None:
    text = f"| A | {'b' * 50_000} |\n|---|---|\n" + "| c | d |\n" * 5_000
    assert len(pages.page("docusaurus", text)) < 3 * len(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[![build](https://e.org/b.svg)](https://e.org/ci)", "[build](https://e.org/ci)"),
        ("[![](https://e.org/b.svg)](https://e.org/ci)", "[https://e.org/ci](https://e.org/ci)"),
        ("a ![b *c*](https://e.org/i.png) d", "a [b c](https://e.org/i.png) d"),
        ("![](https://e.org/i.png)", "[https://e.org/i.png](https://e.org/i.png)"),
        ('**<img src="https://e.org/i.png" alt="b">**', "**[b](https://e.org/i.png)**"),
        ("[**![](https://e.org/i.png)** b](https://e.org)", "[ b](https://e.org)"),
        ("| A |\n|---|\n| ![b](https://e.org/i.png) |", "[b](https://e.org/i.png)"),
    ],
)
def test_pictures_of_other_hosts_are_links_on_the_site(text: str, shown: str) -> None:
    page = pages.page("material", text)
    assert shown in [value for _, _, _, value in pages.stated("material", page)]
    assert pages.claimed("material", text) == pages.stated("material", page)
    assert "<img" not in pages.material(page)
    assert "![" in pages.page("docusaurus", text)
