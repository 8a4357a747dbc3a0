"""The checks of schema.yaml and presets.yaml where a fixture says too little: patterns, paths, hostile files."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from audit_packs import audited, clean

from generator.audit.run import run
from generator.audit.schema_format import fault
from generator.audit.schema_paths import look
from generator.audit.schema_regex import fault_of, matches
from generator.palette_schema import Constraint, Placeholder, parse

SHARED = Path(__file__).parents[2] / "shared"
FINDINGS = SHARED / "domain" / "corpus-findings.json"

MANY = 20_000


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (r'{{ format "${number:/^(500[0-5])$/}" }}', Placeholder("number", regex="^(500[0-5])$")),
        ('{{ format "${number:[5000-5005]}" }}', Placeholder("number", range=(5000.0, 5005.0))),
    ],
)
def test_forms_of_the_public_page(template: str, said: Placeholder) -> None:
    found = parse(template)
    assert isinstance(found, Constraint) and found.parts == (said,)


def test_hints_may_be_joined_by_a_bar() -> None:
    found = parse('{{ required | hints "a" | "b" "c|d" | readonly }}')
    assert isinstance(found, Constraint), found
    assert found.hints == ("a", "b", "c|d") and found.required and found.readonly


@pytest.mark.parametrize(
    ("pattern", "text", "met"),
    [
        (r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "my-name", True),
        (r"^\d+(m|Mi|Gi)?$", "10Gb", False),
        (r"size=\d+", "disk, size=10", True),
        (r"^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)$", "10.0.0.300", False),
        (r"^(a+)+$", "a" * 40 + "b", None),
        (r"^(a|a)*$", "a" * 40 + "b", None),
        ("a?" * 30 + "a" * 30, "a" * 30, None),
        (".*" * 12 + "=", "a" * 500, None),
        (r"(" * 5000, "a", None),
        (r"\pL+", "a", None),
    ],
)
def test_patterns_are_tried_only_where_they_end_soon(pattern: str, text: str, met: bool | None) -> None:
    started = time.process_time()
    assert matches(pattern, text) is met
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "pattern", [r"(?=a)", r"(?<!a)b", r"(a)\1", r"(?P<n>a)(?P=n)", r"(?>a)", r"a**", r"[z-a]", r"(a"]
)
def test_patterns_that_re2_refuses(pattern: str) -> None:
    assert fault_of(pattern)


@pytest.mark.parametrize("pattern", [r"[\1(?=]", r"\(?=a", r"(?i:a)", r"(?<n>a)", r"[[:alpha:]]+", r"\Qa(\E", r"\z"])
def test_patterns_that_it_may_know(pattern: str) -> None:
    assert fault_of(pattern) is None


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("a.b", 1),
        ("a.kubernetes.io/os", 1),
        ("l[0].n", 1),
        ("l.1.n", 1),
        ("l.$[].n", 2),
        ("l[].n", 2),
        ("l.$[]", 2),
        ("l[2]", 0),
        ("a.c", 0),
        ("", 0),
        ("a..b", 1),
    ],
)
def test_paths(path: str, count: int) -> None:
    data = {"a": {"b": 1, "kubernetes.io/os": "linux"}, "l": [{"n": 1}, {"n": 2}]}
    assert len(look(data, path).found) == count


@pytest.mark.parametrize(
    ("template", "value", "is_fault"),
    [
        ("${boolean}", True, False),
        ("${boolean}", "yes", True),
        ("${number}", 3, False),
        ("${number}", True, True),
        ("${number}", "{{ .spectro.var.n }}", False),
        ("${number}", "", False),
        ("${list:[yes,no]}", True, False),
        ("${list:[1.10,2]}", 1.1, False),
        ("${list:[a,b]}", ["a", "b"], False),
        ("${list:[a,b]}", "c", True),
        ("${version}", "v1.2.3-rc.1+b", False),
        ("${version}", 1.2, False),
        ("${ipv4}", "1.2.3", True),
        ("${ipv4}", "01.2.3.4", False),
        ("${string}", 8080, False),
        ("${string}", [{"a": 1}], False),
        ("${ipv4}/${number}", "10.0.0.0/16", False),
        ("${ipv4}/${number}", "10.0.0.0", True),
        ("${string:/^(a+)+$/}x", "ab", False),
    ],
)
def test_values(template: str, value: object, is_fault: bool) -> None:
    found = parse(f'{{{{ format "{template}" }}}}')
    assert isinstance(found, Constraint), found
    assert (fault(found, value) is not None) == is_fault


def _schema(body: str) -> dict[str, str]:
    return {"schema.yaml": body}


def _presets(add: str = "", remove: str = "[]") -> str:
    return (
        f"presets:\n  - name: a\n    displayName: A\n    group: G\n    remove: {remove}\n    add: |\n      a: {add}\n"
    )


HOSTILE: dict[str, dict[str, str]] = {
    "numbers for entries": _schema("1: 2\n[a]: b\nnull: null\n"),
    "a number": _schema("3\n"),
    "a template of numbers": _schema("a: {schema: 3}\nb: {schema: {a: b}}\nc: {schema: }\n"),
    "paths of dots": _schema('"....": {schema: "{{ required }}"}\n"": {schema: "{{ x }}"}\n"[": {schema: "{{ x"}\n'),
    "a long path": _schema(f'{"a." * 900}a: {{schema: "{{{{ required }}}}"}}\n'),
    "a template over lines": _schema('a:\n  schema: >-\n    {{ required |\n    x }}\nb:\n  schema: "{{\\n\\n x }}"\n'),
    "a bomb of a pattern": _schema("pack.namespace:\n  schema: '{{ format \"${string:/^(m*)*$/}\" }}'\n"),
    "presets of numbers": {"presets.yaml": "presets: [1, [2], null, {}, {name: [a], group: {b: c}, add: 4}]\n"},
    "presets without a list": {"presets.yaml": "presets: 3\n"},
    "an empty preset": {"presets.yaml": "presets: [{}]\n"},
    "broken add": {"presets.yaml": _presets("[")},
    "a header of commas": {"values.yaml": "# spectrocloud.com/enabled-presets: ,,:,a:,:b,::\na: 1\n"},
    "a header alone": {"values.yaml": "# spectrocloud.com/enabled-presets"},
    "lists in lists": {"presets.yaml": _presets("b", "[[a], {b: c}, null, 3, '', '.', '[', 'a[', '$[]', 'a.$[].b']")},
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_file(what: str, tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    for name, text in HOSTILE[what].items():
        (folder / name).write_text(text)
    found = audited(folder)
    assert all(d.message.isprintable() and d.help and len(d.message) < 500 for d in found)


LONG: dict[str, dict[str, str]] = {
    "entries": _schema("".join(f'charts.a{n}.b: {{schema: "{{{{ required }}}}"}}\n' for n in range(MANY))),
    "bars": _schema("a: {schema: '{{ " + "required | " * MANY + "}}'}\n"),
    "hints": _schema("a: {schema: '{{ hints " + '"h" | ' * MANY + "}}'}\n"),
    "placeholders": _schema("pack.namespace: {schema: '{{ format \"" + "${string}" * MANY + "\" }}'}\n"),
    "starts of placeholders": _schema("pack.namespace: {schema: '{{ format \"" + "${string:/" * MANY + "\" }}'}\n"),
    "elements": _schema("a.$[]: {schema: '{{ format \"${number}\" }}'}\n")
    | {"values.yaml": "a: [" + "b, " * MANY + "]\n"},
    "paths to remove": {"presets.yaml": _presets("b", "[" + ", ".join(f"x.y{n}" for n in range(MANY)) + "]")},
    "presets": {
        "presets.yaml": "presets:\n" + "- {name: a, displayName: a, group: g, add: 'a: 1', remove: [b]}\n" * MANY
    },
    "commented keys": _schema("".join(f'a.b{n}: {{schema: "{{{{ required }}}}"}}\n' for n in range(500)))
    | {"values.yaml": "a:\n  c: 1\n" + "".join(f"  # b{n}x: 1\n" for n in range(MANY))},
    "names in the header": {"values.yaml": "# spectrocloud.com/enabled-presets: " + "a:b," * MANY + "\na: 1\n"},
    "keys of a preset": {"presets.yaml": _presets("\n" + "".join(f"        k{n}: 1\n" for n in range(MANY)))},
}


@pytest.mark.parametrize("what", LONG)
def test_no_file_takes_long(what: str, tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    for name, text in LONG[what].items():
        (folder / name).write_text(text)
    started = time.process_time()
    audited(folder)
    assert time.process_time() - started < 10  # each ends within two seconds; with a quadratic search, few do


@pytest.mark.skipif(not FINDINGS.is_file(), reason="needs ../shared with the corpus of real packs")
def test_dead_paths_of_the_corpus() -> None:
    """The script names the line of a preset, we that of the path: the paths are the same."""
    listed = json.loads(FINDINGS.read_text(encoding="utf-8"))
    theirs = {(f["pack"], f["detail"]) for f in listed if f["kind"] == "presets.remove_dead_path"}
    named = re.compile(r"the preset `(.*?)` removes `(.*?)`")
    found = [d for d in run([SHARED / "corpus"]).diagnostics if d.code == "PS280"]
    ours = {(d.pack, " ".join(m.groups())) for d in found if (m := named.match(d.message))}
    assert ours == theirs
