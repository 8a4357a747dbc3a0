"""schema/pack.schema.json: the JSON Schema of pack.yaml, generated from the models, for editors."""

from __future__ import annotations

import json
from pathlib import Path

from generator import tree
from generator.diagnostics import Diagnostic, Location
from generator.model import Pack

PATH = "schema/pack.schema.json"


def schema_text() -> str:
    """Return the JSON Schema of pack.yaml (draft 2020-12)."""
    data = Pack.model_json_schema(by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "packscribe pack.yaml"}
    return json.dumps(head | data | {"title": head["title"]}, indent=2, ensure_ascii=False) + "\n"


def write(root: Path, *, check: bool = False) -> tuple[list[Diagnostic], bool]:
    """Write the schema below *root*, or with *check* only compare: what is wrong, and whether it was written."""
    new = schema_text().encode()
    if not check:
        return [], bool(tree.write(root, {PATH: new}))
    if tree.read(root, [PATH]).get(PATH) == new:
        return [], False
    return [Diagnostic("PS505", "is not what the models say", Location(PATH), "run `packscribe schema`")], False
