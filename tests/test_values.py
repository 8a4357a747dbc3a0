"""Values text, edited by position."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.source import parse_values
from generator.source.outline import Unreadable, outline
from generator.values import ValuesText, format_path, insert_comments, parse_path, strip_comments

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

PATHS = {
    "a": ("a",),
    "charts.coder.env[0].name": ("charts", "coder", "env", 0, "name"),
    'pack."spectrocloud.com/install-priority"': ("pack", "spectrocloud.com/install-priority"),
    '"a \\"b\\" [0]"': ('a "b" [0]',),
    "ports.8080": ("ports", "8080"),
    "a[0][1]": ("a", 0, 1),
    '""': ("",),
}

TEXT = """\
# note: about everything
pack:
  # networkPolicy: "none"
  "spectrocloud.com/install-priority": 1
  #mode: x
#   far: 2
  empty:
    # inside: true
    # other: 1
  next: {a: 1, b: [2]}
  list:
    - name: n
      # hidden: h
    - plain
  text: |
    # quoted: no key
  # resources:
  #   limits:
  #     # why
  #     cpu: 1
  #   words that are no yaml: [
base: &base {x: 1}
copy: *base
merged:
  <<: *base
"""

STATES = {
    "pack": ("live", 2),
    "pack.networkPolicy": ("commented", 3),
    'pack."spectrocloud.com/install-priority"': ("live", 4),
    "pack.mode": ("commented", 5),
    "pack.far": ("commented", 6),
    "pack.empty.inside": ("commented", 8),
    "pack.inside": ("missing", None),
    "pack.next.b[0]": ("live", 10),
    "pack.next.b[1]": ("missing", None),
    "pack.list[0].name": ("live", 12),
    "pack.list[0].hidden": ("commented", 13),
    "pack.list[1]": ("live", 14),
    "pack.quoted": ("missing", None),
    "pack.resources": ("commented", 17),
    "quoted": ("missing", None),
    "note": ("commented", 1),
    "copy.x": ("live", 23),
    "copy.y": ("missing", None),
    "merged.x": ("live", 24),
}


@pytest.mark.parametrize(("text", "steps"), PATHS.items())
def test_paths(text: str, steps: tuple[str | int, ...]) -> None:
    """A path is read and written the same way."""
    assert parse_path(text) == steps
    assert format_path(steps) == text


@given(st.lists(st.text() | st.integers(0, 99), min_size=1).map(tuple))
def test_paths_read_back(steps: tuple[str | int, ...]) -> None:
    """Whatever the keys are, the written path leads to them."""
    assert parse_path(format_path(steps)) == steps


@pytest.mark.parametrize("text", ["", ".a", "a.", "a..b", "a[x]", "a[-1]", "a]", 'a"b"', "a.[0]", '"a', "[0]b"])
def test_what_is_no_path(text: str) -> None:
    """A text that is no path is refused."""
    with pytest.raises(ValueError):
        parse_path(text)


@pytest.mark.parametrize(("path", "expected"), STATES.items(), ids=STATES)
def test_state(path: str, expected: tuple[str, int | None]) -> None:
    """A key is live, commented out or missing, and known by its line."""
    values = ValuesText(TEXT)
    assert (values.state(path), values.line(path)) == expected


def test_values_and_leaves() -> None:
    """Values come live, through aliases, and out of comments; leaves in the order of the text."""
    values = ValuesText("a:\n  b: 1\n  # c: [x]\n  # d:\n  #   e: {f: 2}\ng: []\nh: {}\n")
    assert values.value("a.b") == 1
    assert values.commented_value("a.c") == ["x"]
    assert values.commented_value("a.d.e.f") == 2
    assert ValuesText(TEXT).value("merged.x") == 1
    assert [format_path(path) for path in values.leaves()] == ["a.b", "g", "h"]
    with pytest.raises(KeyError):
        values.value("a.c")


def test_broken_text_has_no_keys() -> None:
    """Text that is no YAML, or too deep, is not readable; nothing is raised."""
    for text in ("a: [", "a: 1\n---\nb: 2\n", "[" * 100_000, "a: \x00"):
        values = ValuesText(text)
        assert not values.readable
        assert values.state("a") == "missing"
        assert insert_comments(text, {("a",): ["x"]}, ["h"]) == text
        with pytest.raises(Unreadable):
            outline(text)


INSERTED = {
    "above a live key, below a comment by hand": ("# by hand\na: 1\n", "a", "# by hand\n#: T\na: 1\n"),
    "above a commented-out key": ("p:\n  # a: 1\n  b: 2\n", "p.a", "p:\n  #: T\n  # a: 1\n  b: 2\n"),
    "above a list item": ("p:\n  - a: 1\n", "p[0].a", "p:\n  #: T\n  - a: 1\n"),
    "in brackets, above the key around them": ("p: {a: 1}\n", "p.a", "#: a: T\np: {a: 1}\n"),
    "after a block scalar": ("t: |+\n  x\n\na: 1", "a", "t: |+\n  x\n\n#: T\na: 1"),
    "crlf": ("b: 1\r\na: 2\r\n", "a", "b: 1\r\n#: T\r\na: 2\r\n"),
    "not there": ("b: 1\n", "a", "b: 1\n"),
}


@pytest.mark.parametrize(("before", "path", "after"), INSERTED.values(), ids=INSERTED)
def test_insert(before: str, path: str, after: str) -> None:
    """A comment goes directly above its key, at its indentation."""
    assert insert_comments(before, {parse_path(path): ["T"]}) == after
    assert strip_comments(after) == before


def test_header_and_wrapping() -> None:
    """The header is on top, but below Palette's own line; long lines are wrapped."""
    text = "# spectrocloud.com/enabled-presets: A:b"
    assert insert_comments(text, {}, ["h"]) == f"{text}\n#: h"
    assert insert_comments("", {}, ["h", "", "i"]) == "#: h\n#:\n#: i\n"
    long = insert_comments("a: 1\n", {("a",): ["word " * 60, "- " + "item " * 30]})
    assert all(len(line) <= 100 for line in long.splitlines())
    assert "\n#:   item" in long


def test_comments_leak_no_keys() -> None:
    """A description with any kind of line break stays in the comment."""
    for end in ("\n", "\r", "\r\n", "\x85", "\u2028", "\u2029", "\x0b", "\x00"):
        text = insert_comments("a: 1\n", {("a",): [f"x{end}leak: 1"]}, [f"y{end}leak: 2"])
        assert ValuesText(text).data == {"a": 1}
        assert strip_comments(text) == "a: 1\n"


def test_generated_comments_are_replaced() -> None:
    """Inserting again changes nothing; what only looks generated, inside a text, stays."""
    text = 'a: |\n  #: data\nb: "x\n  #: data"\n'
    once = insert_comments(text, {("b",): ["T"]}, ["h"])
    assert insert_comments(once, {("b",): ["T"]}, ["h"]) == once
    assert strip_comments(once) == text


KEYS = st.sampled_from(["a", "b", "c", "x.y", "8080"])
LINES = st.sampled_from(["text", "#: mark", "  #: deeper", "", "# c: 1", "key: v", "- #: x", "\t"])


@st.composite
def values_texts(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """Return the lines of a mapping whose values are of every kind, with comments in between."""
    lines: list[str] = []
    for key in draw(st.lists(KEYS, max_size=4, unique=True)):
        lines += draw(st.sampled_from([[], [""], ["# by hand"], [f"# {key}: 1"], ["  # c: 2", "#   d: 3"], ["  "]]))
        kind = draw(st.sampled_from(["plain", "quoted", "block", "flow", "list", "map", "empty"]))
        body = draw(st.lists(LINES, max_size=4))
        if kind == "block":
            header = draw(st.sampled_from(["|", "|-", "|+", ">", "|2", "|2+"]))
            lines += [f"{key}: {header}", *(f"  {line}" if line else "" for line in body)]
        elif kind == "quoted":
            lines += [f'{key}: "x', *(f"  {line}" for line in body), '  y"']
        elif kind == "map" and depth < 3:
            lines += [f"{key}:", *(f"  {line}" for line in draw(values_texts(depth + 1)))]
        elif kind == "list" and depth < 3:
            inner = draw(values_texts(depth + 1))
            lines += [f"{key}:", "  - &i x", "  - *i", "  - q: 1  ", *(f"    {line}" for line in inner)]
        else:
            plain = {"flow": " {a: 1,\n  b: [2, '#: x']}", "empty": "", "list": " []", "map": " {{ .m }}/x"}
            lines.append(f"{key}:{plain.get(kind, ' v  # c')}")
    return lines


@settings(max_examples=300, deadline=None)
@given(values_texts(), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from(["", "\ufeff", "---\n"]))
def test_strip_undoes_insert(lines: list[str], newline: str, final: bool, start: str) -> None:
    """Whatever the text, its comments can be taken out again, and they change no data."""
    text = strip_comments(start + newline.join(lines) + newline * final)  # a mark by hand counts as generated
    assume(strip_comments(text) == text)
    values = ValuesText(text)
    paths = [*values.leaves(), ("a",), ("b", "c"), ("c", "d"), ("a", "b", "c")]
    written = insert_comments(text, {path: ["One", "#: two"] for path in paths}, ["header"])
    assert strip_comments(written) == text
    assert ValuesText(written).data == values.data
    assert insert_comments(written, {path: ["One", "#: two"] for path in paths}, ["header"]) == written
    assert written.count("One") >= len([p for p in values.leaves() if values.place(p)])


def test_real_files() -> None:
    """In every real values.yaml all leaves can get a comment, and lose it again."""
    files = sorted(CORPUS.glob("*/values.yaml"))
    if not files:
        pytest.skip(f"no corpus at {CORPUS}")
    for file in files:
        text = file.read_bytes().decode("utf-8")
        values = ValuesText(text)
        written = insert_comments(text, {path: ["A comment."] for path in values.leaves()}, ["header"])
        assert strip_comments(written) == text, file
        document, _ = parse_values(str(file), written)
        assert document is not None and document.data == values.data, file


def test_texts_are_shared_as_long_as_somebody_holds_them() -> None:
    text = "a: 1 # a text that no other test has\n"
    held = ValuesText.known(text, {"a": 1}).shared()
    assert ValuesText.of(text) is ValuesText.known(text, {"a": 1}).shared() is held
    assert ValuesText.of(text + "b: 2\n") is not ValuesText.of(text + "b: 2\n")
    seen = weakref.ref(held)
    del held
    gc.collect()
    assert seen() is None
    assert ValuesText.of(text).data == {"a": 1}
