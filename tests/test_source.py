"""YAML in, data and findings out. Each file in `source/` says in its first line what is found in it, where:
`# expect: PS020@3:1; warning PS023@4:4`. Files called `values-…` are read as values text. What a file cannot
hold (control characters, bombs) is made here."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, Location, Severity
from generator.diagnostics.catalogue import EXPLANATIONS
from generator.source import PACK, VALUES, Document, Limits, decode, load, load_file, parse_values

CASES = sorted((Path(__file__).parent / "source").glob("*.yaml"))


def told(diagnostics: list[Diagnostic]) -> list[str]:
    """Return the findings as the fixtures write them, after what holds for every finding."""
    for finding in diagnostics:
        assert finding.code in EXPLANATIONS
        assert finding.help and "\n" not in finding.message and finding.message.isprintable()
    return [
        ("warning " if d.severity is Severity.WARNING else "") + f"{d.code}@{d.location.line}:{d.location.column}"
        for d in diagnostics
    ]


def read(text: str) -> Document:
    document, findings = load("p.yaml", text.encode())
    assert document is not None and findings == []
    return document


def at(line: int, column: int) -> Location:
    return Location("p.yaml", line, column)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_fixture(path: Path) -> None:
    data = path.read_bytes()
    first = data.decode().split("\n", 1)[0].removeprefix("# expect:")
    expected = [part.strip() for part in first.split(";") if part.strip()]
    if path.name.startswith("values-"):
        _document, findings = parse_values(path.name, data.decode())
    else:
        _document, findings = load(path.name, data)
    assert told(findings) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbfa: 1\n", ["PS006@1:1"]),
        ("a: x\ufeffy\n".encode(), ["PS006@1:5"]),
        (b"a: 1\nb: \x00\x1b\nc: \x7f\n", ["PS007@2:4", "PS007@2:5", "PS007@3:4"]),
        ("é: \ufdd0\U0001fffe\n".encode(), ["PS007@1:4", "PS007@1:5"]),
        ("a: 1\n# \u202e\u200f\u2066\u061c\n".encode(), ["PS008@2:3", "PS008@2:4", "PS008@2:5", "PS008@2:6"]),
        ("a: |\n  x\x85y\n".encode(), ["PS009@2:4"]),
        ("a: 'x\u2028 y\u2029 z'\n".encode(), ["PS009@1:6", "PS009@1:9"]),
        ("a: 1\nbé: é".encode("latin-1"), ["PS005@2:2"]),
        ("a: 1".encode("utf-16"), ["PS005@1:1"]),
        (b"a: \xed\xa0\x80\n", ["PS005@1:4"]),
        (b"a: 1\r\n b: 2\r\n", ["PS010@2:3"]),
        (b"a: 1\r b: 2\r", ["PS010@2:3"]),
        (b'a: "\\u202e"\nb: \x01\na: 1\n', ["PS008@1:5", "PS007@2:4", "PS020@3:1"]),
    ],
)
def test_bytes(data: bytes, expected: list[str]) -> None:
    assert told(load("p.yaml", data)[1]) == expected


def test_only_strict_refuses_what_values_may_hold() -> None:
    text = "\ufeffa: 'x\u2028 y'\nb: z\n"
    document, findings = load("v.yaml", text.encode(), strict=False)
    assert findings == [] and document is not None
    assert document.where(["b"]) == Location("v.yaml", 2, 4)
    assert told(load("p.yaml", text.encode())[1]) == ["PS006@1:1", "PS009@1:6"]


def test_the_words_say_where_the_other_place_is() -> None:
    assert "line 1, column 1" in load("p", b"a: 1\na: 2\n")[1][0].help
    (unclosed,) = load("p", b"a: [1,\n2\nb: 3\n")[1]
    assert "`[`" in unclosed.message and "line 3" in unclosed.message
    assert "the number 10 in YAML 1.1 and the number 12 in YAML 1.2" in load("p", b"a: 012\n")[1][0].message


BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 20)
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 5000))
MERGES = "a: &a {" + ",".join(f"k{i}: x" for i in range(9999)) + "}\nb: {<<: [" + ",".join(["*a"] * 9999) + "]}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[" * 5000, "PS016@1:101"),
        ("[" * 1_000_000, "PS016@1:101"),
        ("[" * 101 + "]" * 101, "PS016@1:101"),
        ("- " * 5000 + "a", "PS016@1:201"),
        ("? " * 5000 + "a", "PS016@1:201"),
        ("".join(" " * i + "a:\n" for i in range(3000)), "PS016@101:101"),
        ("".join(" " * i + "a:\r" for i in range(3000)), "PS016@101:101"),
        ("{a: " * 5000, "PS016@1:401"),
        (CHAIN, "PS016@100:6"),
        (BOMB, "PS017@6:5"),
        (MERGES, "PS017@2:9"),
        ("- a\n" * 600_000, "PS017@500000:3"),
    ],
)
def test_bombs_are_refused(text: str, expected: str) -> None:
    document, findings = load("p.yaml", text.encode(), limits=PACK, strict=False)
    assert document is None
    assert told(findings) == [expected]


@pytest.mark.parametrize(
    "piece", ["{{ ", "\x00", '"', "'", "&a ", ": ", "?\n", "<<<<<<< \n", " " * 99 + "a\n", "\t", "[]"]
)
def test_repetition_is_survived(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    parse_values("v.yaml", text)
    load("p.yaml", text.encode())


def test_many_of_one_kind_are_counted_not_listed() -> None:
    findings = load("p.yaml", b"\x00" * 5000)[1]
    assert len(findings) == 100
    assert "and at least 4900 more" in findings[-1].message


def test_nesting_up_to_the_limit_is_fine() -> None:
    assert load("p.yaml", b"[" * 100 + b"]" * 100)[1] == []
    assert load("p.yaml", ("a: " + "[{}, [x]]\n" * 1).encode())[1] == []


def test_files(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with (tmp_path / "big.yaml").open("wb") as big:
        big.truncate(50 * 2**20)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "good.yaml").write_text("a: 1\n")
    wanted = {"folder": "PS002", "pipe": "PS002", "a": "PS003", "nul\0": "PS003", "big.yaml": "PS004"}
    wanted |= {"missing": "PS001", "good.yaml/x": "PS001", "x" * 5000: "PS003"}
    for name, code in wanted.items():
        document, findings = load_file(tmp_path, name)
        assert document is None
        assert [(d.code, d.location) for d in findings] == [(code, Location(name))]
    document, findings = load_file(tmp_path, "good.yaml")
    assert findings == [] and document is not None and document.data == {"a": 1} and document.path == "good.yaml"


def test_size_limit_of_bytes_and_text() -> None:
    small = Limits(max_bytes=3)
    assert told(decode("p", b"a: 1", small)[1]) == ["PS004@1:1"]
    assert told(load("p", b"a: 1", limits=small)[1]) == ["PS004@1:1"]
    assert told(parse_values("p", "a: 1", limits=small)[1]) == ["PS004@1:1"]


def test_data_is_plain() -> None:
    text = 'a: [1, -2, 1.5, true, null, 2026-09-30, "1.10", {}]\nb: |\n  x\n\nc:\n'
    assert read(text).data == {
        "a": [1, -2, 1.5, True, None, date(2026, 9, 30), "1.10", {}],
        "b": "x\n",
        "c": None,
    }


def test_values_are_read_as_helm_does() -> None:
    text = "a: &a {x: 1, y1: 2}\nb: {<<: *a, x: 3}\n8080: web\nm: {{ .x }}/y\nn1: 2026-01-01\nl: [{{ a, b }}]\n"
    document, _findings = parse_values("v.yaml", text)
    assert document is not None
    assert document.data == {
        "a": {"x": 1, "y1": 2},
        "b": {"x": 3, "y1": 2},
        "8080": "web",
        "m": "{{ .x }}/y",
        "n1": "2026-01-01",
        "l": ["{{ a, b }}"],
    }
    assert document.where(["b", "y1"]) == Location("v.yaml", 1, 18)
    assert document.text == text


def test_empty_values() -> None:
    for text in ("", "# only a comment\n", "---\n"):
        document, findings = parse_values("v.yaml", text)
        assert document is not None and document.data is None and findings == []
        assert document.where(["a"]) == document.where([])


ROUTES = """\
a:
  - x: 1
    "é": &m {k: v}   # comment
  - - 2

b: |-
    one

      two
# end
c: *m
d:
"""


def test_where() -> None:
    document = read(ROUTES)
    assert document.where([]) == at(1, 1)
    assert document.where(["a", 0, "x"]) == at(2, 8)
    assert document.where(["a", 0, "é", "k"]) == at(3, 17)
    assert document.where(["a", 1, 0]) == at(4, 7)
    assert document.where(["a", 7, "x"]) == document.where(["a"]) == at(2, 3)
    assert document.where(["c", "k"]) == at(3, 17)
    assert document.where(["nothing"]) == at(1, 1)
    assert document.where_key(["a", 0, "é"]) == at(3, 5)
    assert document.where_key(["a", 0]) == at(2, 5)
    assert document.where_key(["a", "no"]) == at(2, 3)


def test_span() -> None:
    document = read(ROUTES)
    assert document.span(["a"]) == (at(2, 3), at(4, 8))
    assert document.span(["a", 0]) == (at(2, 5), at(3, 19))
    assert document.span(["a", 0, "x"]) == (at(2, 8), at(2, 9))
    assert document.span(["b"]) == (at(6, 4), at(10, 1))
    assert document.span(["d"]) == (at(12, 3), at(12, 3))
    assert document.span([])[1] == at(12, 3)
    assert read("a:\n  b: *x\n".replace("a:", "z: &x [1]\na:")).span(["a"]) == (at(3, 3), at(3, 8))


def test_block_line() -> None:
    document = read(ROUTES)
    assert document.block_line(["b"], 0) == at(7, 5)
    assert document.block_line(["b"], 2) == at(9, 5)
    assert document.block_line(["b"], 99) == at(9, 5)
    indented = read("a:\n  b: |2\n       x\n    y\n")
    assert indented.data == {"a": {"b": "   x\ny\n"}}
    assert indented.block_line(["a", "b"], 0) == at(3, 5)
    folded = read("a: >-\n  one\n  two\n")
    assert folded.block_line(["a"], 1) == at(3, 3)
    assert read("a: 'x\n   y'\n").block_line(["a"], 0) == at(1, 5)
    assert read("a: x\n   y\n").block_line(["a"], 1) == at(2, 4)


def test_problems_in_embedded_values_are_reported_in_the_file() -> None:
    document = read("v:\n  - values: |\n      a: 1\n      b:\n        a: yes\n      a: 2\n")
    assert isinstance(document.data, dict)
    text = document.data["v"][0]["values"]
    _values, findings = parse_values("p.yaml", text, origin=document.origin(["v", 0, "values"]))
    assert told(findings) == ["warning PS023@5:12", "PS020@6:7"]


def inside(document: Document, place: Location) -> bool:
    lines = re.split(r"\r\n|\r|\n", document.text)
    return 1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1


YAMLISH = st.text(
    st.sampled_from(list("ab1 \n\t:-[]{},&*!?|>'\"#%@`=<~.0_\\x\r\x85\u2028\ufeff\u202eé😀")), max_size=60
)
STEPS = st.lists(st.one_of(st.integers(-2, 3), st.sampled_from(["a", "b", "", "1"])), max_size=3)


def check_anything(document: Document | None, findings: list[Diagnostic], route: list[str | int]) -> None:
    told(findings)
    if document is None:
        assert any(d.severity is Severity.ERROR for d in findings)
        return
    places = [document.where(route), document.where_key(route), *document.span(route)]
    places += [document.block_line(route, n) for n in (0, 1, 9)]
    assert all(inside(document, place) for place in [*places, *(d.location for d in findings)])
    assert places[2] <= places[3]


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=60), YAMLISH.map(str.encode)), st.booleans(), STEPS)
def test_any_bytes(data: bytes, strict: bool, route: list[str | int]) -> None:
    check_anything(*load("p.yaml", data, strict=strict), route)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), YAMLISH), STEPS)
def test_any_text(text: str, route: list[str | int]) -> None:
    check_anything(*parse_values("v.yaml", text, limits=VALUES), route)


def test_the_catalogue_is_in_order_and_complete() -> None:
    assert list(EXPLANATIONS) == sorted(EXPLANATIONS)
    room = Path(__file__).parent.parent / "generator" / "source"
    emitted = set(re.findall(r'"(PS0\d\d)"', "".join(p.read_text("utf-8") for p in room.glob("*.py"))))
    assert emitted == {code for code in EXPLANATIONS if code.startswith("PS0")}
    for code, entry in EXPLANATIONS.items():
        assert entry.code == code and entry.title and len(entry.text.splitlines()) >= 3
