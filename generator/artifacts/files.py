"""Which files a version's folder has."""

from __future__ import annotations

from generator.artifacts.schema_yaml import schema_yaml
from generator.model.pack import Pack
from generator.model.selection import presets_of
from generator.model.versions import Output, Version


def file_names(pack: Pack, version: Version) -> tuple[str, ...]:
    """Return the names of the files that are generated for *version*, those that a user of the pack needs first."""
    there = {
        "values.yaml": True,
        "presets.yaml": version.presets_text is not None or bool(presets_of(pack, version)),
        "README.md": Output.README not in version.omit,
        "pack.json": True,
        "schema.yaml": schema_yaml(pack, version) is not None,
        "values.schema.json": Output.VALUES_SCHEMA not in version.omit,
    }
    return tuple(name for name, is_there in there.items() if is_there)
