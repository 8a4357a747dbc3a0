"""pack.json as facts of pack.yaml: what all versions share, what differs, and what no field stands for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from generator.artifacts.pack_json import ORDER, plain
from generator.importer.original import Original
from generator.model.identity import Identity, Layer
from generator.model.versions import Version

Facts = dict[str, Any]

_OF_IDENTITY = {field.alias or name: name for name, field in Identity.model_fields.items() if name != "pack_json"}
_OF_VERSION = {"charts": "charts", "kubeManifests": "kube_manifests", "eol": "eol"}


def written_by_us(text: str) -> bool:
    """Tell whether the pack.json *text* is laid out as packscribe does it, whatever the order of its keys."""
    return text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def shared_and_own(originals: Sequence[Original]) -> tuple[Facts, list[Facts]]:
    """Take the versions of a pack, newest first; return the facts of the pack and those of each version.

    What most versions state is a fact of the pack, as the newest has it; the others override it, or say which keys
    their pack.json has.
    """
    split = [_split(original) for original in originals]
    counts = Counter(key for fields, _own, _extra in split for key in fields)
    newest = split[0][0]
    shared = {key: value for key, value in newest.items() if 2 * counts[key] > len(originals)}
    layouts = [_layout(one, shared, extra) for one, (_fields, _own, extra) in zip(originals, split, strict=True)]
    if layouts[0]:
        shared["packJson"] = layouts[0]
    owns = []
    for (fields, own, _extra), layout in zip(split, layouts, strict=True):
        overrides = {key: value for key, value in fields.items() if key not in shared or differ(shared[key], value)}
        if layout != layouts[0]:
            overrides["packJson"] = layout
        owns.append({**own, **({"overrides": overrides} if overrides else {})})
    name = originals[0].name
    shared = {"name": name, "displayName": name, "layer": Layer.ADDON.value, **shared}
    return shared, owns


def _layout(original: Original, shared: Facts, extra: Facts) -> Facts:
    """Return how the pack.json of *original* differs from one that packscribe writes."""
    keys = list(original.facts)
    usual = [*(key for key in ORDER if key in original.facts), *(key for key in keys if key not in ORDER)]
    made_up = ({"displayName", "layer"} | set(shared)) - set(keys)
    own_order = keys != usual and written_by_us(original.pack_json)
    return ({"keys": keys} if made_up or own_order else {}) | ({"extra": extra} if extra else {})


def _split(original: Original) -> tuple[Facts, Facts, Facts]:
    """Return the fields that versions may share, those that each has for itself, and the keys without a field."""
    exact = written_by_us(original.pack_json)
    fields: Facts = {}
    own: Facts = {}
    extra: Facts = {}
    for key, value in original.facts.items():
        if key in ("name", "version"):
            continue
        if key in _OF_IDENTITY and _fits(Identity, _OF_IDENTITY[key], key, value, exact=exact):
            fields[key] = _whole(value)
        elif key in _OF_VERSION and _fits(_Listed, _OF_VERSION[key], key, value, exact=exact):
            own[key] = value
        else:
            extra[key] = _whole(value)
    return fields, own, extra


class _Listed(Version):
    """A version with nothing but what is to be tried."""

    version: str = "0"
    series: str = "0"


def _fits(model: type[Identity | _Listed], field: str, key: str, value: object, *, exact: bool) -> bool:
    """Tell whether a fact of pack.yaml can say *value*: it must come out again as it went in."""
    if value is None:
        return False
    try:
        read = plain(getattr(model.model_validate({key: value}), field))
    except ValueError:
        return False
    return json.dumps(read) == json.dumps(value) if exact else not differ(read, value)


def _whole(value: object) -> object:
    """Return *value* with whole numbers written without a point: JSON has one kind of number, and YAML has two."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, list) else value


def differ(one: object, other: object) -> bool:
    """Tell whether two pieces of JSON are not the same data, whatever the order of their keys."""
    return json.dumps(_whole(one), sort_keys=True) != json.dumps(_whole(other), sort_keys=True)
