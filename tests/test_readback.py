"""The readers: every dialect says the same, escapes come back as what they stand for, and no line is passed over."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.readback import DIALECTS, Fact, read

HERE = Path(__file__).parent / "readback"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
PAGES = {"docusaurus": "mdx", "gatsby": "mdx", "material": "md", "github": "md"}


def facts(text: str, dialect: str) -> list[tuple[str, str, str]]:
    return [(f.kind, f.key, f.value) for f in read("page", text, dialect)]


def only(text: str, dialect: str, kind: str) -> list[tuple[str, str]]:
    return [(f.key, f.value) for f in read("page", text, dialect) if f.kind == kind]


# --- the same document in every dialect


@pytest.mark.parametrize("dialect", PAGES)
def test_one_document_states_the_same_in_every_dialect(dialect: str) -> None:
    expected = [tuple(fact) for fact in json.loads((HERE / "facts.json").read_text(encoding="utf-8"))]
    if dialect == "github":  # no front matter, no tabs and no titles of alerts
        expected = [f for f in expected if f[0] not in ("front", "tab") and "tab 1.4.x" not in f[3]]
        expected = [(*f[:2], "", f[3]) if f[0] == "admonition" else f for f in expected]
    page = (HERE / f"{dialect}.{PAGES[dialect]}").read_text(encoding="utf-8")
    own = ("import", "component", "tabs")
    found = [(f.kind, f.key, f.value, list(f.scope)) for f in read("page", page, dialect) if f.kind not in own]
    assert found == [tuple(f) for f in expected]


@pytest.mark.parametrize("dialect", PAGES)
def test_lines_of_facts_hold_their_words(dialect: str) -> None:
    lines = (HERE / f"{dialect}.{PAGES[dialect]}").read_text(encoding="utf-8").split("\n")
    for fact in read("page", "\n".join(lines), dialect):
        span = " ".join(lines[fact.line - 1 : fact.end_line])
        for word in re.findall(r"[A-Za-z]{4,}", fact.value):
            assert word in span, fact


def test_own_constructs_of_docusaurus() -> None:
    page = (HERE / "docusaurus.mdx").read_text(encoding="utf-8")
    assert only(page, "docusaurus", "import") == [("", 'import X from "y";')]
    assert only(page, "docusaurus", "component") == [("RedirectPackPage", 'packName="cni-azure"')]
    assert only(page, "docusaurus", "tabs") == [("", 'queryString="parent"')]


# --- the seeds


def seed(number: str) -> str:
    found = sorted(SEEDS.glob(f"{number}_*"))
    if not found:
        pytest.skip("the seeds are not on this machine")
    return found[0].read_text(encoding="utf-8")


def test_seed_of_docusaurus() -> None:
    found = read("seed", seed("000"), "docusaurus")
    support = ("## Versions Supported", "tab 1.4.x", "### Azure CNI Policy Support")
    assert [f.value.split(":")[0] for f in found if f.kind == "item"] == ["**azure**", "**calico**", "**none**"]
    assert {f.scope for f in found if f.kind == "item"} == {support}
    assert [(f.key, f.line) for f in found if f.kind == "admonition"] == [("warning", 18), ("tip", 48)]
    assert [f.value for f in found if f.kind == "code"] == ['pack:\n  networkPolicy: "none"']
    assert next(f for f in found if f.kind == "front" and f.key == "category").value == '["network", "amd64"]'
    assert not [f for f in found if f.kind in ("html", "unclosed", "expression")]


def test_seed_of_gatsby() -> None:
    found = read("seed", seed("001"), "gatsby")
    assert [f.value for f in found if f.kind == "heading"] == [
        "Azure CNI", "Versions Supported", "Azure CNI Policy Support", "References"]  # fmt: skip
    assert [f.value for f in found if f.kind == "item"][:3] == ["none", "azure", "calico"]
    assert sum(f.kind == "import" for f in found) == 5
    box = next(f for f in found if f.scope[-1:] == ("warning",))
    assert (box.line, box.end_line) == (61, 62)
    assert box.value.endswith("kubenet is not available for Windows environment")
    assert not [f for f in found if f.kind in ("html", "unclosed", "expression")]


# --- nasty text

NASTY = [
    "{{ .spectro.system.user.name }}", "{networkPolicy}", "a { b } c", "<pod-name>", "<=1.29 and x <5",
    "<https://e.org>", "<script>alert(1)</script>", "</TabItem>", "<!-- c -->", "{/* c */}", "y|z", ":::danger",
    "one ` tick", "``` fence", "import x from 'y'", "__init__", "*a* **b**", "[a](javascript:b)", "![i](u)",
    "# no heading", "- no item", "1. no step", "> no quote", "--- no rule", '=== "no tab"', "!!! danger", "a\\|b",
    "back\\slash \\<x>", "&lt; &amp;", "x {.a}",
]  # fmt: skip


def escaped(text: str) -> str:
    return "".join(f"&#{ord(c)};" if n == 0 or not (c.isalnum() or c == " ") else c for n, c in enumerate(text))


@pytest.mark.parametrize("dialect", PAGES)
@pytest.mark.parametrize("text", NASTY)
def test_escaped_text_comes_back(text: str, dialect: str) -> None:
    words = escaped(text)
    assert facts(f"{words}\n", dialect) == [("paragraph", "", text)]
    assert facts(f"## {words}\n", dialect) == [("heading", "2", text)]
    assert facts(f"- {words}\n", dialect) == [("item", "", text)]
    table = f"| A | B |\n|---|---|\n| x | {words} |\n"
    assert facts(table, dialect)[2:] == [("cell", "x | B", text)]


@pytest.mark.parametrize(
    ("dialect", "source", "text"),
    [
        ("docusaurus", "\\{x\\} \\<pod> \\`a\\` \\_b\\_ 1\\. \\# \\~", "{x} <pod> `a` _b_ 1. # ~"),
        ("github", "\\<pod> {x} \\~a\\~ \\[b\\]", "<pod> {x} ~a~ [b]"),
        ("material", "\\{x\\} \\_b\\_ \\`a\\` a\\~b \\: \\\\", "{x} _b_ `a` a\\~b \\: \\"),
        ("docusaurus", "`` a`b `` and `{x}` and `<y>`", "`a`b` and `{x}` and `<y>`"),
        ("material", "a  \nb <br/> c\nd", "a\nb\nc d"),
        ("github", "_a_ *b* ***c***", "_a_ _b_ _**c**_"),
        ("docusaurus", "[x `y`](https://e.org/?a=1&amp;b=2 \"T\")", '[x `y`](https://e.org/?a=1&b=2 "T")'),
        ("gatsby", "![alt **x**](a.png)", "![alt **x**](a.png)"),
        ("material", "[x](https://e.org/a_(b))", "[x](https://e.org/a_%28b%29)"),
        ("github", "[x](https://e.org/a_%28b%29)", "[x](https://e.org/a_%28b%29)"),
        ("docusaurus", "![x](<a (1).png>)", "![x](a%20%281%29.png)"),
    ],
)  # fmt: skip
def test_escapes_and_markup(dialect: str, source: str, text: str) -> None:
    assert facts(source, dialect) == [("paragraph", "", text)]


@pytest.mark.parametrize(
    ("dialect", "source", "missing", "kind"),
    [
        ("docusaurus", "a {networkPolicy} b", "networkPolicy", "expression"),
        ("docusaurus", "a <pod-name> b", "pod-name", "html"),
        ("docusaurus", "x <=1.29", "<", "html"),
        ("material", "a <pod-name> b", "pod-name", "html"),
        ("material", "\\<pod>", "pod", "html"),
        ("material", "[a](https://e.org){ .x }", "{", "attributes"),
        ("github", "a <!-- b --> c", "b", "comment"),
    ],
)
def test_what_a_dialect_does_not_show_is_no_word(dialect: str, source: str, missing: str, kind: str) -> None:
    found = facts(source, dialect)
    assert kind in [f[0] for f in found]
    assert all(missing not in value for k, _, value in found if k == "paragraph")


def test_pipes_in_code_cells() -> None:
    table = "| A | B |\n|---|---|\n| x | `y{}z` |\n"
    assert only(table.format("\\|"), "docusaurus", "cell") == [("x | B", "`y|z`")]
    assert only(table.format("|"), "material", "cell") == [("x | B", "`y|z`")]
    assert only(table.format("|"), "docusaurus", "cell") != [("x | B", "`y|z`")]
    assert only(table.format("\\|"), "material", "cell") == [("x | B", "`y\\|z`")]


# --- blocks


def scopes(text: str, dialect: str, value: str) -> tuple[str, ...]:
    return next(f.scope for f in read("page", text, dialect) if f.value == value)


def test_containers() -> None:
    assert scopes(":::note Look\n\nx\n\n:::\n\ny\n", "docusaurus", "x") == ("info",)
    assert scopes(":::note Look\n\nx\n\n:::\n\ny\n", "docusaurus", "y") == ()
    assert scopes("> [!CAUTION]\n> x\n", "github", "x") == ("danger",)
    assert scopes("> x\n", "github", "x") == ("quote",)
    assert scopes("??? tip\n    x\n\ny\n", "material", "y") == ()
    assert scopes("<InfoBox>x</InfoBox>\n", "gatsby", "x") == ("info",)
    assert scopes("- a\n\n  1. b\n\n     x\n", "github", "x") == ("item 1", "step 1")


def test_headings_of_a_tab_do_not_leak() -> None:
    page = '# A\n\n=== "1.4.x"\n\n    ## B\n\n    x\n\ny\n'
    assert scopes(page, "material", "x") == ("# A", "tab 1.4.x", "## B")
    assert scopes(page, "material", "y") == ("# A",)


def test_attribute_lists() -> None:
    found = facts('## T { #t data-x="y" }\n', "material")
    assert found == [("heading", "2", "T"), ("attributes", "", '{ #t data-x="y" }')]
    assert facts("p\n{ .x }\n", "material") == [("paragraph", "", "p"), ("attributes", "", "{ .x }")]
    assert facts("## T {#t}\n", "docusaurus") == [("heading", "2", "T"), ("attributes", "", "{#t}")]


@pytest.mark.parametrize(
    ("dialect", "page"),
    [
        ("docusaurus", "```yaml\na: 1\n"), ("docusaurus", ":::tip\n\nx\n"), ("github", "<!-- a\n"),
        ("docusaurus", '```hcl\ndata "a" "b" {\n```\n'),
    ],
)  # fmt: skip
def test_what_is_not_closed_is_said(dialect: str, page: str) -> None:
    assert "unclosed" in [f[0] for f in facts(page, dialect)]


def test_python_markdown_wants_four_columns() -> None:
    assert ("item", "", "a") in facts("- a\n\n    b\n", "material")
    assert scopes("- a\n\n    b\n", "material", "b") == ("item 1",)
    assert scopes("- a\n\n  b\n", "material", "b") == ()
    assert facts("words\n- a\n", "material") == [("paragraph", "", "words - a")]


# --- data files

VALUES = """\
# spectrocloud.com/enabled-presets: Net:overlay
#: Generated by packscribe from packs/x/pack.yaml. Do not edit here.
#: The policy. Supported values
#: are none, azure.
networkPolicy: "none"
# by hand
pack:
  # dataplane: cilium
  tags: []
  "a.b": [1, x]  # why
  text: |
    # no comment
"""


def test_values_yaml() -> None:
    found = [(f.kind, f.key, f.value, f.line) for f in read("values.yaml", VALUES, "values.yaml")]
    assert found == [
        ("enabled-presets", "", "Net:overlay", 1),
        ("notice", "", "Generated by packscribe from packs/x/pack.yaml. Do not edit here.", 2),
        ("comment", "networkPolicy", "The policy. Supported values are none, azure.", 3),
        ("value", "networkPolicy", '"none"', 5),
        ("hand-comment", "pack", "by hand", 6),
        ("commented", "pack.dataplane", "cilium", 8),
        ("value", "pack.tags", "[]", 9),
        ("value", 'pack."a.b"[0]', "1", 10),
        ("value", 'pack."a.b"[1]', '"x"', 10),
        ("hand-comment", 'pack."a.b"', "why", 10),
        ("value", "pack.text", '"# no comment\\n"', 11),
    ]


def test_record_above_a_key_that_is_commented_out() -> None:
    found = read("values.yaml", "pack:\n  #: What it is.\n  # plane: cilium\n  x: 1\n", "values.yaml")
    assert [(f.kind, f.key, f.value) for f in found][:2] == [
        ("comment", "pack.plane", "What it is."), ("commented", "pack.plane", "cilium")]  # fmt: skip


def test_a_mapping_that_stands_twice_is_said() -> None:
    found = read("values.yaml", "pack:\npack:\n  a: 1\n", "values.yaml")
    assert [(f.key, f.line) for f in found] == [("pack", 1), ("pack.a", 3)]


def test_json_keeps_keys_that_stand_twice() -> None:
    found = read("pack.json", '{\n "a": 1,\n "a": [true, "é"],\n "b": {}\n}\n', "pack.json")
    assert [(f.key, f.value, f.line) for f in found] == [
        ("a", "1", 2), ("a[0]", "true", 3), ("a[1]", '"é"', 3), ("b", "{}", 4)]  # fmt: skip


def test_presets_and_schema() -> None:
    presets = """\
# Notice.
presets:
  - name: overlay
    displayName: "On"
    group: Net
    remove: [a.b]
    add: |
      pack:
        mode: overlay
    more: 1
"""
    assert [(f.kind, f.key, f.value, f.line, f.end_line) for f in read("p", presets, "presets.yaml")] == [
        ("notice", "", "Notice.", 1, 1),
        ("preset", "Net/overlay", "On", 4, 5),
        ("preset-remove", "Net/overlay", "a.b", 6, 6),
        ("preset-add", "Net/overlay", "pack:\n  mode: overlay\n", 7, 9),
        ("value", "presets[0].more", "1", 10, 10),
    ]
    schema = "a.b:\n  schema: '{{ required }}'\n"
    assert facts(schema, "schema.yaml") == [("constraint", "a.b", "{{ required }}")]


@pytest.mark.parametrize(
    ("dialect", "text", "line"),
    [
        ("values.yaml", "a: 1\nb: [\n", 2), ("pack.json", '{\n"a": \n}', 3), ("presets.yaml", "a: 1\n\tb: 2\n", 2),
        ("docusaurus", "---\na: 1\nb: [\n---\n", 3), ("values.schema.json", "[" * 100_000, 1),
    ],
)  # fmt: skip
def test_broken_files_are_said_to_be_unreadable(dialect: str, text: str, line: int) -> None:
    found = [f for f in read("x", text, dialect) if f.kind == "unreadable"]
    assert [f.line for f in found] == [line]


# --- whatever the text is

FRAGMENTS = [
    "", "words", "# H", "## H {#i}", "- a", "  - b", "    - c", "1. s", "   x", "    y", "> q", "> [!NOTE]", "```yaml",
    "```", "~~~", ":::tip", ":::", "::::warning[T]", "<Tabs>", '<TabItem label="a" value="b">', "</TabItem>", "</Tabs>",
    "<br />", "<Foo a={1} />", "<WarningBox>", "</WarningBox>", "<div>", "</div>", "| a | b |", "|---|---|", "a | b",
    "---", "===", '=== "t"', '!!! warning "T"', "??? tip", "<!-- c -->", "<!-- c", "-->", "{/* c */}", "{/*",
    "[//]: # (n)", "[a]: b", "import x", "{ .x }", "```hcl", 'data "a" "b" {', "  c = [", "}", "\t- t", "* * *", "{x",
    "`", "\\", "&lt;", "<", "a: 1", "# c", "#: c", "k:", "  # k: v", "\x00", "\x85", "\u2028",
]  # fmt: skip
PASSED_OVER = re.compile(
    r"[\s>]*(?:<br\s*/?>|</[\w.:-]*\s*>|:{3,}|[`~]{3,}.*|[|:\s-]+|<Tabs>|\}|[-*+]|\d+[.)]|\s|>|EOF)*", re.IGNORECASE
)
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=14).map("\n".join)


def covered(found: list[Fact]) -> set[int]:
    return {number for fact in found for number in range(fact.line, fact.end_line + 1)}


@pytest.mark.parametrize("dialect", PAGES)
@settings(max_examples=300, deadline=None)
@given(text=texts)
def test_no_line_of_a_page_is_passed_over(dialect: str, text: str) -> None:
    found = read("page", text, dialect)
    broken = max((f.end_line for f in found if f.kind == "unreadable"), default=0)  # a front matter stands or falls
    inside = covered(found) | set(range(broken + 1))
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), 1):
        assert number in inside or not line.strip() or PASSED_OVER.fullmatch(line), (number, line)


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=200, deadline=None)
@given(text=texts | st.text())
def test_reading_never_fails(dialect: str, text: str) -> None:
    total = len(re.split(r"\r\n|\r|\n", text))
    for fact in read("x", text, dialect):
        assert 1 <= fact.line <= fact.end_line <= total


def test_deep_nesting_is_read_as_words() -> None:
    for page in ("> " * 5_000 + "x", "- " * 3_000 + "x", "<Tabs>\n" * 300 + "x", "*" * 5_000, "[" * 5_000, "{" * 5_000):
        for dialect in PAGES:
            assert read("page", page, dialect)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("!!! danger", "??? danger"),
        ("!!! danger", '!!! danger ""'),
        ('=== "1.4.x"', '===+ "1.4.x"'),
        ('=== "1.4.x"', '===! "1.4.x"'),
    ],
)
def test_what_hides_a_box_or_splits_tabs_is_seen(written: str, instead: str) -> None:
    page = f"{written}\n\n    Words.\n"
    before, after = read("p.md", page, "material"), read("p.md", page.replace(written, instead), "material")
    assert [f for f in after if f not in before]
