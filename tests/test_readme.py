"""READMEs as text: tables, paths, defaults, and what of a pack they speak of. The cases are in `readme/*.yaml`."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.audit import readme_facts
from generator.audit.folder import Memory, PackFolder, find_folders
from generator.audit.run import run
from generator.readme.agreement import agreement
from generator.readme.defaults import read_default
from generator.readme.kinds import Kind
from generator.readme.links import anchors, has_anchor, links
from generator.readme.parameters import parameter_tables, stated
from generator.readme.paths import read_words, written
from generator.readme.resolve import Resolver
from generator.readme.tables import Table, tables
from generator.readme.text import ReadmeText
from generator.readme.types import fits, read_type
from generator.readme.versions import mentions
from generator.values import ValuesText, format_path

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
CORPUS, FINDINGS = SHARED / "corpus", SHARED / "domain" / "corpus-findings.json"


def _cases(name: str) -> Any:
    return yaml.safe_load((HERE / "readme" / f"{name}.yaml").read_text(encoding="utf-8"))


def _cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in (table.header, *table.rows)]


TABLES: dict[str, tuple[str, list[list[list[str]]]]] = {
    "plain": ("| a | b |\n| - | - |\n| 1 | 2 |", [[["a", "b"], ["1", "2"]]]),
    "without outer pipes": ("a | b\n:-: | --:\n1 | 2", [[["a", "b"], ["1", "2"]]]),
    "below a paragraph": ("words\n| a |\n| - |\n", [[["a"]]]),
    "escaped pipe": ("|a|\n|-|\n|x \\| y|", [[["a"], ["x | y"]]]),
    "pipe in code": ("|a|b|\n|-|-|\n|`x || y`|", [[["a", "b"], ["`x", "", "y`"]]]),
    "escaped pipe in code": ("|a|b|\n|-|-|\n|`x \\|\\| y`|z|", [[["a", "b"], ["`x || y`", "z"]]]),
    "empty cells": ("|a|b|\n|-|-|\n|||\n| |x|", [[["a", "b"], ["", ""], ["", "x"]]]),
    "in code": ("```\n|a|\n|-|\n```\n~~~md\n|a|\n|-|\n~~~", []),
    "below an unclosed fence": ("````\n```\n|a|\n|-|\n", []),
    "in a comment": ("<!--\n|a|\n|-|\n--> x\n|a|\n|-|", [[["a"]]]),
    "comment in a line": ("|a <!-- | -->|b|\n|-|-|", [[["a", "b"]]]),
    "comment shown as code": ("Write `<!--` first.\n\n|a|\n|-|", [[["a"]]]),
    "comment never closed in a line": ("Write <!-- first.\n\n|a|\n|-|", [[["a"]]]),
    "in raw HTML": ("<pre>\n|a|\n|-|\n</pre>", []),
    "indented code": ("x\n\n    |a|\n    |-|\n", []),
    "in a list": ("- x\n\n  |a|\n  |-|\n  |1|\n- y", [[["a"], ["1"]]]),
    "in a quote": ("> |a|\n> |-|\n> |1|\n\nx", [[["a"], ["1"]]]),
    "ends at a heading": ("|a|\n|-|\n|1|\n# x", [[["a"], ["1"]]]),
    "ends at a list": ("|a|b|\n|-|-|\n- x", [[["a", "b"]]]),
    "ends at a rule": ("|a|b|\n|-|-|\n---\n|c|", [[["a", "b"]]]),
    "text below": ("|a|b|\n|-|-|\nwords", [[["a", "b"], ["words"]]]),
    "one below the other": ("|a|\n|-|\n|b|\n|-|\n|1|", [[["a"]], [["b"], ["1"]]]),
    "no delimiter": ("|a|b|\n|1|2|", []),
    "rule below text": ("words\n---\n", []),
    "carriage returns": ("|a|\r\n|-|\r\n|1|\r\n", [[["a"], ["1"]]]),
    "byte order mark": ("\ufeff|a|\n|-|\n", [[["a"]]]),
}


@pytest.mark.parametrize("case", TABLES)
def test_table(case: str) -> None:
    text, expected = TABLES[case]
    assert [_cells(table) for table in tables(ReadmeText(text))] == expected


def test_places_in_a_table() -> None:
    found = tables(ReadmeText("# x\n\n  | a |  b |\n  |---|----|\n  | 1 | \\|2 |\n"))[0]
    assert (found.header.line, [cell.column for cell in found.header.cells]) == (3, [5, 10])
    assert (found.rows[0].line, [cell.column for cell in found.rows[0].cells]) == (5, [5, 9])
    assert found.shown and not tables(ReadmeText("|a|b|\n|-|-|-|"))[0].shown


LAYOUTS = {
    "Parameter | Description | Default": "path description default",
    "**Parameter** | **Description** | **Type** | **Default Value** | **Required**": (
        "path description type default required"
    ),
    "Name | Type | Default | description": "path type default description",
    "Name | Description | Value": "path description default",
    "Key | Type | Default | Description": "path type default description",
    "Value | Description | Default": "path description default",
    "Key | Value": "path default",
    "# | Option | Purpose": "other path description",
    "Helm value | Default | Chart default | Possible values": "path default other other",
    "Parameter | Description | Default | Example": "path description default other",
    "Parameter name | Data type | Required? | Default value": "path type required default",
    "Parameters | Default (if not set) | Notes": "path default description",
    "Parameter | Upstream default | Default in the pack | Pack default": "path other default other",
    "Endpoint | Purpose": "",
    "Parameter": "",
    "Operator Version | API Version | Kubernetes Version": "",
}


@pytest.mark.parametrize("header", LAYOUTS)
def test_columns(header: str) -> None:
    dashes = " | ".join("-" for _cell in header.split("|"))
    row = " | ".join("`a.b`" for _cell in header.split("|"))
    found = parameter_tables(ReadmeText(f"# Parameters\n| {header} |\n| {dashes} |\n| {row} |"))
    assert " ".join(found[0].columns if found else ()) == LAYOUTS[header]


def test_values_to_be_set_are_no_defaults() -> None:
    text = "## Usage\n\nFor TLS:\n\n| Parameter | Value | Notes |\n| - | - | - |\n| tls.enabled | true | |\n"
    assert " ".join(parameter_tables(ReadmeText(text))[0].columns) == "path other description"


def test_what_a_table_stands_under() -> None:
    text = "# A\n\n## `charts.b`\n\nSettings below `c.d.*`:\n\n| Key | Default |\n| - | - |\n| e | 1 |\n\n# F\n"
    (found,) = parameter_tables(ReadmeText(text))
    assert [heading.title for heading in found.headings] == ["A", "`charts.b`"]
    assert list(stated(found))[:2] == ["c.d", "charts.b"]


@pytest.mark.parametrize("case", _cases("paths"), ids=lambda case: str(case["cell"]))
def test_path(case: dict[str, Any]) -> None:
    assert [list(path.words) for path in written(case["cell"])] == case["paths"]


@pytest.mark.parametrize("case", _cases("resolve")["cases"], ids=lambda case: str(case["path"]))
def test_resolve(case: dict[str, Any]) -> None:
    pack = _cases("resolve")
    resolver = Resolver(ValuesText(pack["values"]), pack["charts"], pack["presets"], names=pack["names"])
    (path,) = written(f"`{case['path']}`")
    found = resolver.resolve(path, resolver.bases(case.get("stated", ())))
    assert found.kind == case["is"], found
    assert [format_path(full) for full in found.paths] == case.get("at", []) or "at" not in case
    for key, value in (
        ("prefix", format_path(found.prefix)),
        ("where", found.where),
        ("parent", format_path(found.parent)),
    ):
        assert value == case.get(key, value)


@pytest.mark.parametrize("case", _cases("defaults"), ids=lambda case: f"{case['cell']} {case['value']}")
def test_default(case: dict[str, Any]) -> None:
    said = read_default(case["cell"])
    assert agreement(said, case["value"]) == case["is"], said
    assert said.says == case.get("says", said.says)


TYPES = [
    ("string", "a", True), ("string", 1, False), ("string", None, True), ("`int`", "1", True), ("int", "a", False),
    ("int", 1.5, True), ("Boolean", True, True), ("bool", "true", True), ("bool", 1, False), ("list", {"a": 1}, False),
    ("list", {}, True), ("[]string", ["a"], True), ("map[string]string", ["a"], False), ("string/int", 1, True),
    ("int or string", 1, True), ("list(object)", [{}], True), ("tpl/object", {"a": 1}, True), ("", 1, True),
    ("string (password)", 1, False), ("see below", 1, True), ("quantity", 1, True), ("array of maps", [1], True),
    ("object", "{{ .x }}", True),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value", "expected"), TYPES)
def test_type(cell: str, value: object, expected: bool) -> None:
    assert fits(value, read_type(cell)) is expected


def test_links_and_anchors() -> None:
    readme = ReadmeText(
        "[a](b.md) ![c](d.png \"t\") [e](<f g>) [![h](i.png)](j.md) `[no](no)` [k](l(m).md)\n"
        '<a href="n.md">o</a>\n\n[p]: q.md\n[^1]: note\n<!-- [no](no) -->\n\n'
        '## R & *s*: `t`\n\nU\n=\n\n<a name="v"></a>\n'
    )  # fmt: skip
    assert [link.target for link in links(readme)] == [
        "b.md",
        "d.png",
        "f g",
        "i.png",
        "j.md",
        "l(m).md",
        "n.md",
        "q.md",
    ]
    assert [(link.line, link.column) for link in links(readme)][:2] == [(1, 5), (1, 16)]
    known = anchors(readme)
    assert all(has_anchor(known, name) for name in ("r--s-t", "u", "U", "v", "u-1", ""))
    assert not has_anchor(known, "w")


def test_versions() -> None:
    text = (
        "# Tool 1.2.3\n\n**Version:** `1.2.3` (stable)\n\nVersion 1.2.3 is old. Kubernetes version: 1.27.0\n\n"
        "![v](https://img.shields.io/badge/version-1.2.3--rc1-blue)\n\n```sh\nhelm install x tool --version 1.2.3\n"
        "helm install x other --version 9.9.9\n```\n\n## Upgrade\n\nVersion: 1.2.2\n"
    )
    found = [(mention.version, mention.line) for mention in mentions(ReadmeText(text), ["tool"])]
    assert found == [("1.2.3", 1), ("1.2.3", 3), ("1.2.3-rc1", 7), ("1.2.3", 10)]


M = 10**6
HEAD = "| Parameter | Default |\n|-|-|\n"
HOSTILE = {
    "pipes": "|" * M,
    "lines of pipes": "|\n-|\n" * (M // 5),
    "columns": "|a" * 10_000 + "|\n" + "|-" * 10_000 + "|\n" + ("|b" * 10_000 + "|\n") * 40,
    "parameters": "| Parameter | Type | Default |\n|-|-|-|\n" + "| `charts.monitoring.a` | int | `[1` |\n" * (M // 38),
    "other parameters": HEAD + "".join(f"| `a{n}.enabled` | {n} |\n" for n in range(M // 30)),
    "many words": HEAD + f"| `{'a.' * 180}b` | 1 |\n" * (M // 380),
    "long cells": HEAD + f"| `a` | {'*a_`[' * 800} |\n" * (M // 4000),
    "brackets": HEAD + f"| `a` | `{'[' * 1990}{']' * 1990}` |\n" * (M // 4000),
    "fewer brackets": HEAD + f"| `a` | `{'[' * 400}{']' * 400}` |\n" * (M // 820),
    "one row": "| Parameter | Default |\n|-|-|\n| `a` | " + "[" * M,
    "backticks": "`" * M + " `",
    "blanks": " " * M + "x-",
    "dashes and blanks": "---" + " " * M + "x",
    "number signs": "# " + " #" * (M // 2) + "x",
    "headings": "# a\n|a|b|\n|-|-|\n" * (M // 16),
    "comments": "<!--" * (M // 4),
    "closed comments": "<!---->" * (M // 7),
    "lines of comments": "<!-- a\n" * (M // 7),
    "tags": "<h1>" * (M // 4),
    "attributes": '<a href="' * (M // 9),
    "links": "[a](b" * (M // 5),
    "links to nothing": "[a](b)" * (M // 6),
    "nested links": "[" * (M // 2) + "](" * (M // 4),
    "anchors": "[a](#b)\n# b\n" * (M // 12),
    "versions": "Version: 1.2.3\n" * (M // 15),
    "badges": "/badge/version-" * (M // 15),
    "names": "monitoring " * (M // 11),
    "images": "quay.io/example/monitoring:v1.3.0 " * (M // 34),
    "slashes": "a/" * (M // 2) + ":1",
    "lists": "- " * (M // 2),
    "stars": "*a" * (M // 2),
    "NUL": "\0" * M,
    "line ends": "\r\n" * (M // 2),
    "other line ends": "\x85\u2028\x0b" * (M // 9),
}  # fmt: skip
PACK = {
    "pack.json": b'{"name": "monitoring", "displayName": "Monitoring", "version": "1.4.0", "layer": "addon"}',
    "values.yaml": b"pack: {content: {images: [{image: 'quay.io/example/monitoring:v1.4.0'}]}}\n"
    b"charts:\n  monitoring:\n    a: {b: 1}\n"
    + b"".join(b"    x%d: {enabled: true}\n    # y%d: {enabled: true}\n" % (n, n) for n in range(500)),
}


def _checked(readme: bytes) -> list[str]:
    """Run the checks of READMEs on a pack with this one; return what they say."""
    from generator.audit import audit_modules

    folder = PackFolder("monitoring-1.4.0", "monitoring-1.4.0", Memory({**PACK, "README.md": readme}))
    checks = [module for module in audit_modules() if module.__name__.rpartition(".")[2].startswith("readme_")]
    return [f"{d.code} {d.message}" for module in checks for d in module.audit(folder)]


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile(what: str) -> None:
    """A megabyte of anything is read in time that grows with its length, and nothing raises."""
    started = time.process_time()
    found = _checked(HOSTILE[what].encode())
    assert all(len(message) < 500 for message in found)
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "data", [b"\xff\xfe|\0a\0", "| é |\n|-|".encode("latin-1"), b"\xef\xbb\xbf# x", b"", b"\0", b"\r"]
)
def test_other_encodings(data: bytes) -> None:
    assert isinstance(_checked(data), list)


STATES = {
    "readme.param_commented_out": Kind.COMMENTED,
    "readme.param_only_in_preset": Kind.PRESET,
    "readme.param_case_differs": Kind.WRONG_CASE,
    "readme.param_not_found": Kind.MISSING,
}


@cache
def _corpus() -> dict[tuple[str, int], list[Any]]:
    found: dict[tuple[str, int], list[Any]] = {}
    for folder in find_folders([CORPUS]):
        if isinstance(folder, PackFolder):
            for row, resolution in readme_facts.resolved(folder):
                found.setdefault((folder.name, row.parameter.line), []).append((row, resolution))
    return found


def _findings() -> Iterator[dict[str, Any]]:
    yield from json.loads(FINDINGS.read_text(encoding="utf-8"))


@pytest.mark.skipif(not FINDINGS.is_file(), reason="needs ../shared with the corpus of real packs")
def test_states_in_the_corpus() -> None:
    """What the rough script found of each documented path is what we find, but for what it got wrong."""
    counted: Counter[tuple[str, str]] = Counter()
    for finding in _findings():
        if finding["kind"] in STATES:
            ((_row, found),) = _corpus()[finding["pack"], finding["line"]]
            if found.kind is not STATES[finding["kind"]]:
                counted[finding["pack"], found.kind] += 1
        elif finding["kind"] == "readme.param_ambiguous":
            assert len(_corpus()[finding["pack"], finding["line"]][0][1].paths) > 1
    # `config.google.existingConfig`: the script found `existingConfig` of the mapping above it.
    assert counted == {("oauth2-proxy-8.2.0", Kind.MISSING): 1}


@pytest.mark.skipif(not FINDINGS.is_file(), reason="needs ../shared with the corpus of real packs")
def test_prose_in_the_corpus() -> None:
    """No default that is said in words is taken for a value that differs."""
    prose = {(f["pack"], f["line"]) for f in _findings() if f["kind"] == "readme.default_prose"}
    differing = {(d.pack, d.location.line) for d in run([CORPUS]).diagnostics if d.code == "PS263"}
    assert len(prose) == 25 and not prose & differing


def test_words_of_a_path() -> None:
    assert read_words("a" * 500) == () and read_words("") == () and read_words("a.b\n.c") == ()
