"""Presets merged into values text, and values set in it, by position: data as a merge of data, lines as they were."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from generator.source import parse_values
from generator.values import ValuesText, parse_path
from generator.values.laid import Laid, data_of
from generator.values.merging import Merged, Unmergeable, merge, set_value
from generator.values.nearby import data_nearby
from generator.values.plain_data import located, merged, same, without
from generator.values.splice import Edit, Overlap, applied
from generator.yaml_text import inline, mapping, sequence

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

BASE = """\
# about everything
pack:
  namespace: "x" # where
  # mode: "overlay"  # how
  list:
    - a
    # - b
  # tail
charts:
  app:
    resources: {}
    login:
      enabled: true # yes
      user: me
    image: {repo: a, tag: "1"}
    text: |
      hello

    other: 1
"""

#: name: what is added, what is removed, the lines of BASE that go, and those that come.
CASES: dict[str, tuple[str, list[str], list[str], list[str]]] = {
    "nothing": ("", [], [], []),
    "what is there": ("pack: {namespace: x}\n", [], [], []),
    "scalar": ("pack:\n  namespace: y\n", [], ['  namespace: "x" # where'], ["  namespace: y # where"]),
    "commented-out": ("pack:\n  mode: a\n", [], ['  # mode: "overlay"  # how'], ['  mode: "a"        # how']),
    "new with comment": ("pack:\n  # why\n  new: 1\n  # after\n", [], [], ["  # why", "  new: 1"]),
    "inner comments": ("pack:\n   new:\n     - 1\n     # - 2\n", [], [], ["  new:", "    - 1", "    # - 2"]),
    "into brackets": (
        'charts:\n  app:\n    image: {tag: "2", pull: Always}\n',
        [],
        ['    image: {repo: a, tag: "1"}'],
        ['    image: {repo: a, tag: "2", pull: Always}'],
    ),
    "empty brackets": (
        "charts:\n  app:\n    resources:\n      cpu: 1\n",
        [],
        ["    resources: {}"],
        ["    resources:", "      cpu: 1"],
    ),
    "list": ("pack:\n  list: [c]\n", [], ["  list:", "    - a", "    # - b"], ["  list: [c]"]),
    "block text": ("charts:\n  app:\n    other: |\n      t\n", [], ["    other: 1"], ["    other: |", "      t"]),
    "text to scalar": ("charts:\n  app:\n    text: s\n", [], ["    text: |", "      hello"], ["    text: s"]),
    "removed": ("", ["charts.app.login"], ["    login:", "      enabled: true # yes", "      user: me"], []),
    "last ones removed": (
        "",
        ["charts.app.login.user", "charts.app.login.enabled"],
        ["    login:", "      enabled: true # yes", "      user: me"],
        ["    login: {}"],
    ),
    "removed and added": (
        "charts:\n  app:\n    login:\n      token: t\n",
        ["charts.app.login"],
        ["      enabled: true # yes", "      user: me"],
        ["      token: t"],
    ),
    "removed in vain": ("", ["charts.none", "pack.list.a", "pack.list[7]"], [], []),
    "new at the root": ("more:\n  a: 1\n", [], [], ["more:", "  a: 1"]),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_that_change(case: str, newline: str) -> None:
    add, remove, gone, come = CASES[case]
    base = BASE.replace("\n", newline)
    lines = merge(base, add, remove).text.split(newline)
    kept = base.split(newline)
    for line in gone:
        kept.remove(line)
    for line in come:
        lines.remove(line)
    assert lines == kept


SET = {
    "pack.namespace": ("new", '  namespace: "new" # where'),
    "pack.mode": ("flat", '  mode: "flat"     # how'),
    "pack.list[0]": ("z", "    - z"),
    "charts.app.image.tag": ("3", '    image: {repo: a, tag: "3"}'),
    "charts.app.other": (2.5, "    other: 2.5"),
    "charts.app.text": ("s", "    text: s"),
    "charts.app.login": (False, "    login: false"),
    "charts.app.new": ("yes", '    new: "yes"'),
    "fresh.key": ("v", "  key: v"),
}


@pytest.mark.parametrize("path", SET)
def test_set_value(path: str) -> None:
    value, line = SET[path]
    steps = parse_path(path)
    done = set_value(BASE, steps, value)
    assert line in done.text.split("\n")
    assert ValuesText(done.text).value(steps) == value
    assert set_value(done.text, steps, value) == Merged(done.text, (), frozenset())


REFUSED = {
    "alias": ("a: &x {b: 1}\nc: *x\n", "c: {d: 1}", []),
    "anchor in use": ("a: &x\n  b: 1\nc: *x\n", "", ["a"]),
    "merge key": ("a: &x {b: 1}\nc:\n  <<: *x\n", "c: {b: 2}", []),
    "item of a list": ("a: [1, 2]\n", "", ["a[0]"]),
    "list of a file": ("- a\n", "a: 1", []),
    "no YAML": ("a: [\n", "a: 1", []),
    "added no YAML": ("a: 1\n", "a: [", []),
    "added no mapping": ("a: 1\n", "text", []),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    """What cannot be edited safely is not guessed."""
    with pytest.raises(Unmergeable):
        merge(*REFUSED[case])


def test_empty_files() -> None:
    assert merge("", "a: 1\n").text == "a: 1\n"
    assert merge("# only words", "a: 1\n").text == "# only words\na: 1\n"
    assert merge("\ufeffa: 1\n", "b: 2\n").text == "\ufeffa: 1\nb: 2\n"
    assert merge("a: 1", "b: 2\n").text == "a: 1\nb: 2"
    assert merge("a: 1\n", "", ["a"]).text == "{}\n"


def _presets() -> list[Path]:
    return sorted(CORPUS.glob("*/presets.yaml"))


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real packs is not here")
@pytest.mark.parametrize("path", _presets(), ids=lambda path: path.parent.name)
def test_real_presets(path: Path) -> None:
    """Every preset of real packs gives the data that merging data gives, and leaves every other line as it is."""
    text = (path.parent / "values.yaml").read_text(encoding="utf-8")
    base = parse_values("values.yaml", text)[0]
    document = parse_values("presets.yaml", path.read_text(encoding="utf-8"))[0]
    listed = document.data.get("presets") if document and isinstance(document.data, dict) else None
    assert base is not None
    for preset in listed or ():
        done = merge(text, preset["add"], preset["remove"])
        gone = [p for dotted in preset["remove"] if (p := located(base.data, dotted))]
        added = parse_values("add", preset["add"])[0]
        assert added is not None
        assert same(ValuesText(done.text).data, merged(without(base.data, gone), added.data))
        assert _untouched(text, done)


def _untouched(text: str, done: Merged) -> bool:
    """Tell whether *done* is *text* with its edits, told by what stands between them."""
    kept, position, at = [], 0, 0
    for edit in done.edits:
        kept.append(text[position : edit.start])
        position = edit.end
    kept.append(text[position:])
    for piece in kept:
        at = done.text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return sum(len(piece) for piece in kept) + sum(len(e.text) for e in done.edits) == len(done.text)


_KEYS = st.sampled_from(["a", "b", "c", "d.e", "f g", "on", "1"])
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 99), st.sampled_from(["", "x", "yes", "a: b", "# no", "one\ntwo\n", "ü"])
)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.dictionaries(_KEYS, inner, max_size=4),
        st.lists(inner, max_size=3),
        st.dictionaries(_KEYS, inner, max_size=4),
    ),
    max_leaves=12,
)
_MAPPINGS = st.dictionaries(_KEYS, _TREES, max_size=5)


def _styled(data: object, draw: Any, indent: int = 0) -> list[str]:
    """Write *data* as YAML in styles that *draw* chooses, with comments between."""
    lines: list[str] = []
    assert isinstance(data, dict)
    for key, value in data.items():
        pad = " " * indent
        if draw(st.booleans()):
            lines.append(f"{pad}# note {len(lines)}")
        tail = draw(st.sampled_from(["", "  # why"]))
        if isinstance(value, dict) and value and draw(st.booleans()):
            lines += [f"{pad}{inline(key)}:{tail}", *_styled(value, draw, indent + draw(st.sampled_from([1, 2, 4])))]
        elif isinstance(value, list) and value and draw(st.booleans()):
            lines += [f"{pad}{inline(key)}:{tail}", *sequence(value, indent + draw(st.sampled_from([0, 2])))]
        elif isinstance(value, str) and value.endswith("\n"):
            lines += mapping({key: value}, indent)
        else:
            lines.append(f"{pad}{inline(key)}: {inline(value)}{tail}")
    return lines


@settings(deadline=None, max_examples=150)
@given(_MAPPINGS, _MAPPINGS, st.data())
def test_any_preset(base: dict[str, object], add: dict[str, object], data: st.DataObject) -> None:
    """Any addition and removal gives what merging the data gives, and no comment outside of what changes is lost."""
    text = "\n".join(_styled(base, data.draw)) + data.draw(st.sampled_from(["\n", "\n\n# end\n"]))
    more = "\n".join(_styled(add, data.draw)) + "\n"
    paths = [p for p in ValuesText(text).leaves() if not any(isinstance(step, int) for step in p)]
    gone = data.draw(st.lists(st.sampled_from(paths), max_size=2)) if paths else []
    dotted = [p for path in gone if located(base, p := ".".join(map(str, path))) == path]
    try:
        done = merge(text, more, dotted)
    except Unmergeable as refused:
        assert "shares its line" in str(refused)
        return
    wanted = merged(without(base, [located(base, d) or () for d in dotted]), add)
    assert same(ValuesText(done.text).data or {}, wanted)
    assert _untouched(text, done)
    assert not _outer_comments(text) - _outer_comments(done.text)


def _outer_comments(text: str) -> Counter[str]:
    """Count the comments between the keys of the root: they belong to nothing that could go."""
    return Counter(line for line in text.split("\n") if line.startswith("# "))


UNUSUAL = {
    "key apart": "? a\n: b\n",
    "nothing there": "a:\nb: # why\nc:   \nd: 1",
    "list in a list": "- - x\n  - y\n- z # z\n",
    "deeper comment": "a: x\n    # deeper\nb: 'y'\n  # and\n",
    "anchors": "a: &x 1\nb: *x\nc: {d: 2, e: [3]}\n",
    "merge key": "a: &x\n  b: 1\nc:\n  <<: *x\n  d: 2\n  b: 3\n",
    "macros": "a: '{{ .x }}'\nb: {{ y }}\nc: 1 # {{ z }}\n",
    "documents": "---\na: 1\nb: '2'\n...\n",
    "other line ends": "a: 1\r\nb: '2' # c\r\nc:\r\n",
    "keys with colons": "'a: b': 1\n\"c #\": 2\nd:e: 3\n",
    "over lines": "a: one\n  two\nb: 'one\n  two'\nc: |\n  x\n",
    "at the end": "a:\n  b: 1",
}
HARD = ["x", "", True, None, 1.5, "a: b", "# c", "'q", '"', "{{ x }}", "- a", "é", "a\\b", "*a", "&a", "!t", "012"]
HARD += ["? x", "k:", "|", "@x", "[a", "x,y", "---", " lead", "yes", "=", "<<", "~", "one\ntwo"]


@pytest.mark.parametrize("case", UNUSUAL)
def test_any_value_set_anywhere(case: str) -> None:
    """The new text is read as the data that `set_value` says, where it is sure and where it looked."""
    text = UNUSUAL[case]
    done = 0
    for path in ValuesText(text).leaves():
        for value in HARD:
            try:
                made = set_value(text, path, value)
            except Unmergeable:
                continue
            done += 1
            assert same(ValuesText(made.text).data, made.data), (path, value)
            assert same(ValuesText(made.text).value(path), value)
    assert done or case == "list in a list"


FRAGMENTS = [
    "\n",
    "  ",
    "a: 1\n",
    "  b: 2\n",
    "a:\n",
    "- x\n",
    "? ",
    "? [k]\n: v\n",
    ": ",
    "|\n",
    "|+\n    t\n\n",
    ">2\n",
]
FRAGMENTS += [
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    "# c",
    "#",
    "&x ",
    "*x",
    "!t ",
    "%TAG ! tag:x,2000:\n",
    "---\n",
    "...\n",
]
FRAGMENTS += [
    "\r",
    "\t",
    "\u2028",
    "\x85",
    "\ufeff",
    "\x00",
    "{{ x }}",
    "{{",
    "\U000f0020",
    "<<: {z: 1}\n",
    "<<<<<<< a\n",
]
FRAGMENTS += ["the next key: 0\n", "one\n  two\n", "k: 'one\n\n  two'\n", "k: {l: 1,\n  m: 2}\n"]


@settings(deadline=None, max_examples=200)
@given(_MAPPINGS, st.one_of(st.just(""), st.sampled_from([*UNUSUAL.values()])), st.data())
def test_what_is_read_nearby(base: dict[str, object], before: str, data: st.DataObject) -> None:
    """Any edits of any text: where the entries around them tell its data, they are those of the whole new text."""
    laid = Laid(before + "\n".join(_styled(base, data.draw)) + data.draw(st.sampled_from(["", "\n", "\n# end\n"])))
    if not laid.values.readable or not isinstance(laid.values.data, dict):
        return
    spans = data.draw(st.lists(_spans(laid.text), min_size=1, max_size=2))
    new = st.lists(st.sampled_from(FRAGMENTS), max_size=3).map("".join)
    edits = [Edit(start, end, data.draw(new)) for start, end in spans]
    try:
        text = applied(laid.text, edits)
    except Overlap:
        return
    near = data_nearby(laid, edits)
    event("read nearby" if near is not None else "read as a whole")
    assert near is None or (isinstance(data_of(text), dict) and same(data_of(text), near))


def _spans(text: str) -> st.SearchStrategy[tuple[int, int]]:
    """Return places in *text* that are near each other; often a line starts at the first."""
    lines = [0, *(place + 1 for place, char in enumerate(text) if char == "\n"), len(text)]
    starts = st.one_of(st.integers(0, len(text)), st.sampled_from(lines))
    return st.tuples(starts, st.integers(0, 9)).map(lambda pair: (pair[0], min(sum(pair), len(text))))


FAR = {
    "anchor used elsewhere": ("a: &x 1\nb: *x\n", "1", "2"),
    "tag of a directive": ("%TAG !e! tag:x,2000:\n---\na: !e!t 1\nb: 2\n", "1", "3"),
    "merged into the root": ("a: 1\n<<: {b: 2}\nc: 3\n", "a: 1\n", "a: 1\nb: 3\n"),
    "key of another entry": ("a: 1\nb: 2\n", "a: 1\n", "a: 1\nb: 3\n"),
    "document ends": ("a: 1\nb: 2\n", "a: 1\n", "a: 1\n...\n"),
    "quotes left open": ("a: 1\nb: '2'\n", "1", "'1"),
    "line not ended": ("a: 1\nb: 2\n", " 1\n", " |\n? "),
    "first entry": ("a: 1\nb: 2\n", "a: 1\n", ""),
    "brackets": ("{a: 1, b: 2}\n", "1", "3"),
    "too deep": ("".join(f"{' ' * n}k:\n" for n in range(97)) + " " * 97 + "a: 1\n", "1", "[[[1]]]"),
}


@pytest.mark.parametrize("case", FAR)
def test_what_reaches_far(case: str) -> None:
    """What may mean something for other entries, or depend on them, is not told by its own entry."""
    text, old, new = FAR[case]
    place = text.index(old)
    assert data_nearby(Laid(text), [Edit(place, place + len(old), new)]) is None


def test_what_is_told_nearby() -> None:
    """Below many keys, the data of a change come from the entry that it lies in."""
    at = BASE.index("hello")
    near = data_nearby(Laid(BASE), [Edit(at, at + len("hello"), "bye")])
    assert same(near, data_of(BASE.replace("hello", "bye")))
