"""READMEs as MDX: what PS284 refuses is what the real compiler refuses, with GitHub's tables and footnotes.

The compiler stops at the first fault, the audit reports all. So the two are compared by whether there is one, and by
the line of the first.
"""

from __future__ import annotations

import json
import random
import subprocess
import time
from functools import cache
from pathlib import Path

import mdx_gate
import pytest

from generator.audit.mdx_js import braces
from generator.audit.mdx_page import read

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

PLAIN = [
    "text", "more text", "# Heading", "- item", "1. one", "> quote", "***", "---", "| a | b |\n| - | - |",
    "[r]: http://x/{y}", "`{{ x }}`", "`<b>`", r"\<b> \{x}", "&lt;b> &#123;x}", "x < y", "[t](http://x/{id})",
    "[t](<a b>)", '[t](u "a{b")', "![i](x{y}.png)", "https://x.io/{id}", "www.x.io/{a}", "```yaml\na: {{ b }}\n```",
    "~~~\n<b>\n~~~", "```sh\necho ${A}\n```", "<br/>", "<br />", "<b>bold</b>", '<img src="a.png"/>',
    "<details>\n<summary>s</summary>\n\nx\n\n</details>", "{/* c */}", '<a href="x">l</a>', "<kbd>Ctrl</kbd>", "{}",
    "{x}", "{{ x }}", "<p>\n\ntext\n\n</p>", "| a |\n| - |\n| `x` |", "- a\n\n  ```\n  {{ b }}\n  ```", "[^1]: note",
    "please import the chart", "a}", "<>x</>", "<b x={1}/>", "`` ` { ``",
]  # fmt: skip
FAULTY = [
    "<br>", "<https://x.io/a>", "<a@b.io>", "<pod-name>", "</b>", "<b>", '<img src="a.png">', "<img src=a.png />",
    "<!-- c -->", "{{ .Values.x }}", "{", '{"a": 1}', "{a b}", "x <5", "<=1", "{% raw %}", "## h {#id}",
    "import the chart", "<p>text\n</p>", "- <div>\n\n</div>", "| a |\n| - |\n| `{a|b}` |", "http://<ip>:80",
    "https://{a b}/", "<b/ x>", "{/}", "<?php ?>", "{...x}",
]  # fmt: skip


def compiled(texts: list[str]) -> list[dict[str, object] | None]:
    """Return for each text None where the compiler takes it, else its message."""
    if reason := mdx_gate.available():
        pytest.skip(reason)
    command = ["node", str(mdx_gate.FOLDER / "compile.mjs")]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, check=True, encoding="utf-8")
    results: list[dict[str, object] | None] = json.loads(done.stdout)
    return results


@cache
def readmes() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*/README.md")))


def differing(texts: list[str]) -> tuple[list[str], list[str]]:
    """Return the texts that only we refuse, and those that only the compiler does."""
    false, missed = [], []
    for text, error in zip(texts, compiled(texts), strict=True):
        if bool(read(text).faults) != bool(error):
            (missed if error else false).append(text)
    return false, missed


def variations(count: int) -> list[str]:
    """Return small texts put together from pieces, half of them without a piece that the compiler refuses."""
    chance = random.Random(284)
    texts = []
    for number in range(count):
        pieces = chance.choices(PLAIN, k=chance.randint(1, 4))
        if number % 2:
            pieces.insert(chance.randint(0, len(pieces)), chance.choice(FAULTY))
        texts.append("".join(piece + chance.choice(("\n", "\n\n", "\n\n", " ")) for piece in pieces))
    return texts


@pytest.mark.parametrize("text", FAULTY)
def test_each_fault_is_one(text: str) -> None:
    assert read(text).faults
    assert compiled([text])[0]


def test_plain_pieces_are_none() -> None:
    assert [text for text in PLAIN if read(text).faults] == []
    assert [text for text, error in zip(PLAIN, compiled(PLAIN), strict=True) if error] == []


def test_variations() -> None:
    """No false alarm, and nothing missed."""
    assert differing(variations(600)) == ([], [])


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared with the corpus of real packs")
def test_corpus() -> None:
    """The READMEs that we refuse are those that the compiler refuses, and for the same line."""
    for text, error in zip(readmes(), compiled(list(readmes())), strict=True):
        assert bool(read(text).faults) == bool(error), error
        if error and "closing tag" not in str(error["error"]):  # those are reported where they are opened
            first = text.count("\n", 0, read(text).faults[0].offset) + 1
            assert first == error["line"]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared with the corpus of real packs")
def test_corpus_with_one_piece_put_in() -> None:
    """A real README, and one piece before one of its lines."""
    chance = random.Random(285)
    texts = []
    for text in readmes():
        for piece in (chance.choice(PLAIN), chance.choice(FAULTY)):
            lines = text.split("\n")
            lines.insert(chance.randint(0, len(lines)), piece)
            texts.append("\n".join(lines))
    assert differing(texts) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "{a}", "{a.b?.c[0]}", "{a, b}", "{a ? b : c}", "{f(...a)}", "{{a: [1, 'x']}}", "{`a${b}`}", "{/}/.test(a)}",
        "{a => 1}", "{new A().b}", "{typeof a}", "{a = b}", "{-a ** 2 || !b}", "{<b>x</b>}", "{ /* c */ }", '{"}"}',
    ],
)  # fmt: skip
def test_javascript(text: str) -> None:
    found = braces(text, 0)
    assert found is not None and found.is_valid and found.end == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "{a b}", "{.a}", "{1.2.3}", "{10px}", "{a:b}", "{#a}", "{it's}", "{a-b=c}", "{if}", "{a+}", "{()}", "{[}",
        "{a..b}", "{@a}",
    ],
)  # fmt: skip
def test_no_javascript(text: str) -> None:
    found = braces(text, 0)
    assert found is None or not found.is_valid


MANY = 20_000
ENDLESS = {
    "<": "<", "tags": "<a ", "open values": '<a b="', "braces": "{", "lines of braces": "{\n", "blocks": "{a\n\n",
    "elements": "<a>\n", "closing tags": "</a>", "links": "[a](", "titles": '<[a](b "', "definitions": "[a]: b\n",
    "quotes": "> <b\n", "items": "- <b\n", "levels": "> ", "cells": "|<a>", "addresses": "<https://",
    "imports": "import x\n\n", "comments": "<!-- \n\n", "regexes": "{/", "templates": "{`${",
    "lines of tags": "<a\n", "operators": "{a+", "objects": "{{a:", "expressions in quotes": "> {\n",
    "tables": "a\n|-|\n", "ticks": "`<``", "escapes": "\\<", "references": "[a][b]<", "headings": "# <a\n",
    "underlines": "<\n-\n",
}  # fmt: skip


@pytest.mark.parametrize("what", ENDLESS)
def test_no_text_takes_long(what: str) -> None:
    started = time.process_time()
    read(ENDLESS[what] * MANY)
    assert time.process_time() - started < 10  # each ends within a second; with a quadratic search, few do


def test_nested_blocks_end() -> None:
    started = time.process_time()
    read("{\n" * MANY + "}\n" * MANY + "x")
    read("- " * MANY + "<b>")
    assert time.process_time() - started < 10
