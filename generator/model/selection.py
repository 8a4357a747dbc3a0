"""Which records of a pack hold for one of its versions."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.identity import Identity, PackJson
from generator.model.pack import Pack
from generator.model.parameters import Option, Parameter
from generator.model.versioning import version_key
from generator.model.versions import Preset, Version


def parameters_of(pack: Pack, version: Version) -> tuple[Parameter, ...]:
    """Return the parameters that *version* has, one for each path, in the order of the file.

    Of several records for one path, one with a version range beats one for every version, and the later of
    equals wins.
    """
    chosen: dict[str, Parameter] = {}
    for parameter in pack.parameters:
        if not holds(parameter, version.version):
            continue
        before = chosen.get(parameter.path)
        if before is None or before.versions.everything or not parameter.versions.everything:
            chosen[parameter.path] = parameter
    return tuple(chosen.values())


def options_of(parameter: Parameter, version: Version) -> tuple[Option, ...]:
    """Return the options that *parameter* accepts in *version*."""
    return tuple(option for option in parameter.options if version.version in option.versions)


def presets_of(pack: Pack, version: Version) -> tuple[Preset, ...]:
    """Return the presets that *version* offers."""
    return tuple(preset for preset in pack.presets if version.version in preset.versions)


def effective(pack: Pack, version: Version) -> Mapping[str, object]:
    """Return the fields of `Identity` as they hold in *version*: its overrides win over the pack's fields.

    How pack.json is written is not among them: see `layout_of`.
    """
    fields = [name for name in Identity.model_fields if name != "pack_json"]
    overrides = {name: getattr(version.overrides, name) for name in fields}
    return {name: getattr(pack, name) if overrides[name] is None else overrides[name] for name in fields}


def layout_of(pack: Pack, version: Version) -> PackJson:
    """Return how the pack.json of *version* differs from one that packscribe writes."""
    return version.overrides.pack_json or pack.pack_json or PackJson()


def is_deprecated(parameter: Parameter, version: Version) -> bool:
    """Tell whether *parameter* is deprecated in *version*."""
    since = parameter.lifecycle.deprecated
    return since is not None and version_key(since) <= version_key(version.version)


def holds(parameter: Parameter, version: str) -> bool:
    """Tell whether *version* has *parameter*."""
    life, key = parameter.lifecycle, version_key(version)
    if life.since is not None and key < version_key(life.since):
        return False
    if life.removed is not None and key >= version_key(life.removed):
        return False
    return version in parameter.versions
