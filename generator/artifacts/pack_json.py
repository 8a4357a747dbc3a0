"""pack.json, as the official pack schema describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum

from generator.model.pack import Pack
from generator.model.scalars import Model
from generator.model.selection import effective, layout_of
from generator.model.versions import Version

# The order most real packs keep: of 110, more put each key before the next than after it.
ORDER = (
    "addonType",
    "addonSubType",
    "ansibleRoles",
    "annotations",
    "cloudTypes",
    "displayName",
    "eol",
    "group",
    "charts",
    "kubeManifests",
    "layer",
    "name",
    "version",
    "constraints",
)
_DEPENDENCY = ("packName", "layer", "minVersion", "maxVersion", "type")
_PLACE = {key: place for order in (ORDER, _DEPENDENCY) for place, key in enumerate(order)}


def pack_json(pack: Pack, version: Version) -> str:
    """Take a pack and one of its versions; return its pack.json. Only fields that are set are in it."""
    fields: dict[str, object] = {
        _alias(name): value for name, value in effective(pack, version).items() if value is not None
    }
    fields |= {"name": pack.name, "version": version.version}
    for name in ("charts", "kube_manifests", "eol"):
        if name in version.model_fields_set and getattr(version, name) is not None:
            fields[_alias(name)] = getattr(version, name)
    layout = layout_of(pack, version)
    fields |= layout.extra
    keys = layout.keys or (*ORDER, *(key for key in layout.extra if key not in ORDER))
    ordered = {key: plain(fields[key]) for key in keys if key in fields}
    return json.dumps(ordered, indent=2, ensure_ascii=False) + "\n"


def plain(value: object) -> object:
    """Return *value*, a fact of a model, as plain JSON data, keys in the order of pack.json."""
    if isinstance(value, Model):
        stated = value.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
        return {key: _in_order(item) for key, item in stated.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value.value if isinstance(value, Enum) else value


def _in_order(value: object) -> object:
    if isinstance(value, list):
        return [_in_order(item) for item in value]
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in sorted(value, key=lambda key: _PLACE.get(key, len(_PLACE)))}
    return value


def _alias(name: str) -> str:
    """Return the key of the field *name* in pack.json."""
    owner = Pack if name in Pack.model_fields else Version
    return owner.model_fields[name].alias or name
