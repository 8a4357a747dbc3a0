"""Delete single lines of templates, rebuild, and read back: at least nine of ten deletions that matter are found.

The byte comparison cannot find these: what is on the disk is exactly what the crippled template makes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import PROJECT, SETTINGS, load, renderer

from generator import judging, lock
from generator.compile import compile_pack
from generator.compiled import Compiled
from generator.diagnostics import Problems
from generator.render import Renderer
from generator.render.errors import placed

TEMPLATES = PROJECT / "templates"
LINES = [
    (path.relative_to(TEMPLATES).as_posix(), number)
    for folder in ("pages", "dialects", "artifacts")
    for path in sorted((TEMPLATES / folder).glob("*.j2"))
    for number, line in enumerate(path.read_text().splitlines())
    if line.strip() and path.stem != "catalog"
]


def _without(folder: Path, template: str, number: int) -> Renderer:
    """Return a renderer in whose *template* line *number* (from 0) is missing."""
    lines = (TEMPLATES / template).read_text().splitlines(keepends=True)
    del lines[number]
    target = folder / str(number) / template
    target.parent.mkdir(parents=True)
    target.write_text("".join(lines))
    return Renderer(folder / str(number))


def test_deleted_template_lines_are_found(tmp_path: Path, figure: Callable[[str], None]) -> None:
    loaded = load("sample")
    whole = compile_pack(loaded, SETTINGS, renderer())
    found, harmless, broken, missed = 0, 0, 0, []
    for template, number in LINES:
        crippled = _without(tmp_path, template, number)
        try:
            with placed(crippled):
                tree = compile_pack(loaded, SETTINGS, crippled)
        except Problems:
            broken += 1
            continue
        finally:
            shutil.rmtree(tmp_path / str(number))
        if tree == whole:
            harmless += 1
        elif judging.read_back(Compiled("sample", (loaded,), SETTINGS, tree, lock.Lock("sample")), tree):
            found += 1
        else:
            missed.append(f"{template}:{number + 1}: {(TEMPLATES / template).read_text().splitlines()[number]}")
    share = found / (found + len(missed))
    figure(
        f"deleted template lines found by reading back: {found} of {found + len(missed)} that change an output"
        f" ({100 * share:.1f} %); {broken} more are template errors, {harmless} change nothing"
    )
    assert share >= 0.9, "\n".join(missed)


@pytest.mark.parametrize(
    "line",
    ['{{ listed(v.limitations, "Limitations of All Versions", 2) }}', "{{ p.intro }}", "{{ matrix(v.matrix, 2) }}"],
)
def test_a_dropped_line_is_named_with_its_file(tmp_path: Path, line: str) -> None:
    number = (TEMPLATES / "pages/pack.j2").read_text().splitlines().index(line)
    loaded = load("sample")
    tree = compile_pack(loaded, SETTINGS, _without(tmp_path, "pages/pack.j2", number))
    said = judging.read_back(Compiled("sample", (loaded,), SETTINGS, tree, lock.Lock("sample")), tree)
    assert {d.location.path for d in said} == {
        "docs_src/packs/sample.md",
        "docs_src/exports/docusaurus/sample.mdx",
        "docs_src/exports/gatsby/sample.mdx",
        "docs_src/exports/markdown/packs/sample.md",
    }
    assert all("packs/sample/pack.yaml:" in d.help for d in said)
