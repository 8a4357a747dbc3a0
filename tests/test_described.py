"""What comments of values.yaml say; the cases are in values/described.yaml."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.values import ValuesText, format_path
from generator.values.described import Described, described

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "shared" / "corpus"
CASES: dict[str, Any] = yaml.safe_load((HERE / "values" / "described.yaml").read_text(encoding="utf-8"))


def shown(found: Described) -> list[Any]:
    """Return what was found as the cases write it."""
    fields = {"type": found.type, "default_text": found.default_text, "commented": found.commented}
    more = {name: value for name, value in fields.items() if value}
    return [found.dialect, found.text, more] if more else [found.dialect, found.text]


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    text = ValuesText(CASES[case]["text"])
    assert {format_path(path): shown(found) for path, found in described(text).items()} == CASES[case]["said"]


def test_line() -> None:
    """The line is that of the first words, counted from 1."""
    text = "a:\n  # ----\n  # Title\n  # ----\n  #\n  # Words about the key\n  b: 1\n  c: 1 # behind it\n"
    assert [found.line for found in described(ValuesText(text)).values()] == [6, 8]


HOSTILE = {
    "words": "a: 1\n" + "# words\n" * 50_000 + "b: 1\n",
    "commented-out keys": "a: 1\n" + "".join(f"# k{n}: v\n" for n in range(50_000)) + "b: 1\n",
    "keys": "".join(f"# about it\nk{n}: v # and it\n" for n in range(20_000)),
    "paths": "a:\n  b: 1\n" + "  ## @param a.b.a.b.a.b.c words\n" * 30_000 + "  c: 1\n",
    "deep": "".join(" " * n + "a:\n" for n in range(90))
    + (" " * 90 + "## @param a.a.a.b w\n") * 5_000
    + " " * 90
    + "b: 1",
    "a long path": f"a: 1\n## @param {'a.' * 500_000}b words\nb: 1\n",
    "a long line": "a: 1\n# " + "x " * 1_000_000 + "\nb: 1 # " + "x " * 1_000_000 + "\n",
    "spaces": "a: 1\n# x" + " " * 2_000_000 + "x\nb: 1 " + " " * 2_000_000 + "# x y\n",
    "signs": "a: 1\n" + "#" * 2_000_000 + "\nb: 1\n# " + "# " * 900 + "\nc: 1\n",
    "quotes": "a: 1\n" + ("b: x" + " ' \"" * 400 + " # a b\n").join(f"k{n}: 1\n" for n in range(500)),
    "colons": "a: 1\n" + ("# " + "a:" * 900 + "\n") * 1_000 + "b: 1\n",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_texts_take_linear_time(case: str) -> None:
    text = ValuesText(HOSTILE[case])
    assert text.readable in (True, False)  # parsed before the clock starts
    start = time.process_time()
    described(text)
    assert time.process_time() - start < 5


LINES = st.sampled_from(
    ["# words", "# -- words", "## @param a.b [array] words", "# a: 1", "#b: 2", "# - x", "  # c: x", "# ----", "#", ""]
    + ["# @schema", "# @default -- x", "# @ignored", "# ```", "#: x", "# {{ x }}", "# Example:", "  # b -- words"]
    + ["a:", "  b: 1", "  c: 2 # words here", "d: [1, 2]  # words", "e: |-", "f:", "  - g: 1", "  "]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25), st.sampled_from(["\n", "\r\n", "\x85"]))
def test_any_comments(lines: list[str], newline: str) -> None:
    """Whatever stands in a text, what is found belongs to a key of it, live or commented out as it is said."""
    text = ValuesText(newline.join(lines))
    for path, found in described(text).items():
        assert text.state(path) == ("commented" if found.commented else "live")
        assert found.text.strip() == found.text != ""
        assert 1 <= found.line <= len(text.lines)


def test_real_files() -> None:
    """In real files the keys found are there, and most comments above keys are read."""
    files = sorted(CORPUS.glob("*/values.yaml"))
    if not files:
        pytest.skip(f"no corpus at {CORPUS}")
    commented = read = 0
    for file in files:
        text = ValuesText(file.read_bytes().decode("utf-8"))
        found = described(text)
        for path, what in found.items():
            assert text.state(path) == ("commented" if what.commented else "live"), (file, path)
        for path in text.leaves():
            place = text.place(path)
            if place and not place.rest and place.line and path[:2] != ("pack", "content"):
                above, line = text.lines[place.line - 1], text.lines[place.line]
                if (
                    above[: len(above) - len(above.lstrip())] + "#"
                    == line[: len(line) - len(line.lstrip())] + above.lstrip()[:1]
                ):
                    commented += 1
                    read += path in found
    assert read / commented > 0.95
