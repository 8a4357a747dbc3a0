"""Titles and descriptions of packs are text wherever the theme prints them."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.site.page_meta import on_page_markdown


@dataclass
class _Page:
    meta: dict[str, object] = field(default_factory=dict)


def test_title_and_description_are_escaped() -> None:
    page = _Page({"title": "a </title><b>", "description": '"><i>', "tags": ["x"]})
    assert on_page_markdown("# a", page) == "# a"
    assert page.meta == {"title": "a &lt;/title&gt;&lt;b&gt;", "description": "&quot;&gt;&lt;i&gt;", "tags": ["x"]}


def test_a_page_without_front_matter_stays_so() -> None:
    page = _Page()
    on_page_markdown("", page)
    assert page.meta == {}
