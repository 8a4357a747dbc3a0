"""The JSON Schemas of pack.yaml, for editors, and of packs.json, for programs: generated from the models."""

from __future__ import annotations

import json
from pathlib import Path

from generator import tree
from generator.diagnostics import Diagnostic, Location
from generator.model import Pack
from generator.model.form import Form
from generator.model.listing import Listings

PATH = "schema/pack.schema.json"
MODELS: dict[str, tuple[type[Pack] | type[Listings] | type[Form], str]] = {
    PATH: (Pack, "packscribe pack.yaml"),
    "schema/packs.schema.json": (Listings, "packscribe packs.json"),
    "schema/configure.schema.json": (Form, "packscribe configurator"),
}


def schema_text(path: str = PATH) -> str:
    """Return the JSON Schema (draft 2020-12) that belongs at *path*."""
    model, title = MODELS[path]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return (
        json.dumps(head | model.model_json_schema(by_alias=True) | {"title": title}, indent=2, ensure_ascii=False)
        + "\n"
    )


def write(root: Path, *, check: bool = False) -> tuple[list[Diagnostic], bool]:
    """Write the schemas below *root*, or with *check* only compare: what is wrong, and whether any was written."""
    new = {path: schema_text(path).encode() for path in MODELS}
    if not check:
        return [], bool(tree.write(root, new))
    there = tree.read(root, new)
    return [
        Diagnostic("PS505", "is not what the models say", Location(path), "run `packscribe schema`")
        for path, data in new.items()
        if there.get(path) != data
    ], False
