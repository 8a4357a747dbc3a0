"""The real MDX compiler compiles and renders every MDX page, and Prettier leaves the Docusaurus ones as they are."""

from __future__ import annotations

import mdx_gate
import pytest
from repositories import PROJECT

PAGES = sorted(PROJECT.glob("docs_src/exports/*/*.mdx"))


def test_every_mdx_page_compiles_and_renders() -> None:
    if reason := mdx_gate.available():
        pytest.skip(reason)
    entries = [
        {"name": p.relative_to(PROJECT).as_posix(), "text": p.read_text(), "prettier": p.parent.name == "docusaurus"}
        for p in PAGES
    ]
    assert len(entries) >= 2
    results = mdx_gate.run(entries)
    broken = [f"{r['name']}:{r.get('line')}: {r['error']}" for r in results if not r["ok"]]
    assert not broken
    lossy = [f"{r['name']}: {r['warnings']}" for r in results if r.get("warnings")]
    assert not lossy
    moved = [f"{r['name']}: {r.get('diff')}" for r in results if r.get("prettier") is False]
    assert not moved


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("undefined variable", "Hello {networkPolicy}"),
        ("undefined component", "<Unknown />"),
        ("unclosed tag", "use <pod-name> here"),
        ("comparison", "needs x <5"),
        ("unclosed admonition", ":::warning\n\ntext"),
    ],
)
def test_the_gate_can_fail(name: str, text: str) -> None:
    if reason := mdx_gate.available():
        pytest.skip(reason)
    assert not mdx_gate.run([{"name": name, "text": text}])[0]["ok"]
