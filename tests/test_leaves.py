"""What is compared: what is told sooner is what the long way tells, for whatever YAML may hold."""

from __future__ import annotations

import datetime
from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from generator.meaning.change import Leaves
from generator.meaning.leaves import Tree, around, count, told
from generator.meaning.records import _shared

SCALARS = st.sampled_from(
    [None, True, False, 0, 1, -1, 0.0, -0.0, 1.0, float("nan"), float("inf"), "", "1", "true", "é", "\ud800", "a", "b"]
    + [datetime.date(2026, 1, 1), "date 2026-01-01", b"a"]
)
KEYS = st.sampled_from(["a", "b", "1", 1, True, "True", None])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)


@given(VALUES, VALUES)
def test_count_is_that_of_leaves_as_text(before: object, after: object) -> None:
    old, new = ({path: told(leaf) for path, leaf in Tree(data).leaves.items()} for data in (before, after))
    changed = sum(old[path] != new[path] for path in new if path in old)
    assert count(before, after) == Leaves(len(new.keys() - old.keys()), len(old.keys() - new.keys()), changed)


@given(VALUES)
def test_sizes_are_those_of_the_leaves_below(data: object) -> None:
    tree = Tree(data)
    assert {path: size for path, size in tree.sizes.items() if size} == around(tree.leaves)


@given(st.text("ab \n", max_size=30), st.text("abc", max_size=30))
def test_texts_share_what_difflib_says(old: str, new: str) -> None:
    assert _shared(old, new) == SequenceMatcher(None, old, new, autojunk=False).quick_ratio()
