"""The sample pack compiles to the committed folder tests/goldens/sample, file by file.

`PACKSCRIBE_GOLDENS=write pytest tests/test_goldens.py` writes it anew; read the diff before you commit it.
"""

from __future__ import annotations

import os

import pytest
from repositories import PROJECT, SETTINGS, load, renderer

from generator import tree
from generator.compile import compile_pack

GOLDENS = PROJECT / "tests" / "goldens" / "sample"
TREE = compile_pack(load("sample"), SETTINGS, renderer())


@pytest.mark.parametrize("path", sorted(TREE))
def test_golden(path: str) -> None:
    if os.environ.get("PACKSCRIBE_GOLDENS") == "write":
        tree.write(GOLDENS, {path: TREE[path]})
    assert (GOLDENS / path).read_text() == TREE[path].decode()


def test_no_golden_is_left_over() -> None:
    assert {p.relative_to(GOLDENS).as_posix() for p in GOLDENS.rglob("*") if p.is_file()} == set(TREE)
