"""Bills of materials of 110 real packs: valid, the same again, and of what an archive of the pack holds."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import yaml
from repositories import SHARED

from generator import archive
from generator.archive.entries import of_bytes
from generator.trust.contents import of_archive, of_entries
from generator.trust.sbom import About, disagreement, sbom

CORPUS = SHARED / "corpus"
PACKS = sorted(path.parent for path in CORPUS.glob("*/pack.json"))

pytestmark = pytest.mark.skipif(not PACKS, reason="needs ../shared with the corpus of real packs")


@cache
def validator() -> Any:
    schema = pytest.importorskip("cyclonedx.schema", reason="needs cyclonedx-python-lib")
    validation = pytest.importorskip("cyclonedx.validation.json", reason="needs cyclonedx-python-lib")
    return validation.JsonStrictValidator(schema.SchemaVersion.V1_6)


def test_every_pack(tally: Callable[[str, int, int], None]) -> None:
    wrong, listed, charts = [], 0, 0
    for folder in PACKS:
        files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
        entries = [of_bytes(path, data) for path, data in files.items()]
        out = io.BytesIO()
        packed = archive.write(folder.name, entries, out)
        out.seek(0)
        found = of_archive(out, packed.size)
        about = About(folder.name, "1.0.0", packed.tar)
        made = sbom(about, of_entries(entries))
        if found.tar != packed.tar or disagreement(made, sbom(about, found.contents), about, found.contents):
            wrong.append(f"{folder.name}: not the same again")
        if problem := validator().validate_str(made.decode()):
            wrong.append(f"{folder.name}: {str(problem)[:200]}")
        read = json.loads(made)["components"]
        images = {each["name"] + each.get("version", "") for each in read if each["type"] == "container"}
        listed += len(images)
        charts += sum(each["type"] == "application" for each in read)
        if len(images) < len(_images(files.get("values.yaml", b""))):
            wrong.append(f"{folder.name}: has only {len(images)} images")
    tally("bills of materials of real packs that are valid and complete", len(PACKS) - len(wrong), len(PACKS))
    assert not wrong and listed > 300 and charts > 80, (listed, charts)


def _images(values: bytes) -> set[str]:
    """Return what `pack.content.images` lists, read by another way; none where that needs our reader."""
    try:
        data = yaml.safe_load(values)
    except yaml.YAMLError:
        return set()
    listed = ((data or {}).get("pack") or {}).get("content") or {}
    images = listed.get("images") if isinstance(listed, dict) else None
    found = {each.get("image") if isinstance(each, dict) else each for each in images or []}
    return {each for each in found if isinstance(each, str) and each}
