"""Preset that cannot be offered

`presets.yaml` holds a list under `presets:`, and each preset has a `name`, a `displayName`, a `group`, what to
`remove` and what to `add`. `add` is a block of text (`|`) that is YAML itself: the part of values.yaml that changes,
from the root. A preset that lacks one, says one twice or cannot be read is left out, or changes nothing.

    presets:
      - name: small
        displayName: Small
        group: Size
        remove: []
        add: |
          charts:
            monitoring:
              replicas: 1

Names are told apart by their group: two presets of a group need two names.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.audit.folder import PackFolder
from generator.audit.presets_file import MOST_PRESETS, Preset, place, presets
from generator.audit.wording import closest, short
from generator.diagnostics import Diagnostic, Location, Severity

CODE = "PS279"
MOST = 100

KEYS = ("name", "displayName", "group", "remove", "add")
_SHAPE = "write `presets:` and below it a list of `name`, `displayName`, `group`, `remove` and `add: |`"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each preset of another shape, and a note for a file without any."""
    file = folder.presets
    if file is None or file.document is None:
        return
    data, start = file.data, Location(file.path)
    listed = data.get("presets") if isinstance(data, dict) else None
    if data is None or data == {} or listed == [] or (isinstance(data, dict) and "presets" in data and listed is None):
        message = "presets.yaml has no presets"
        yield folder.problem(CODE, message, start, "add some, or delete the file", severity=Severity.NOTE)
    elif not isinstance(data, dict) or not isinstance(listed, list):
        close = closest("presets", data) if isinstance(data, dict) and "presets" not in data else ""
        help = f"did you mean `presets` by `{close}`?" if close else _SHAPE
        yield folder.problem(CODE, "presets.yaml has no list under `presets:`", start, help)
    else:
        yield from islice(_in_list(folder, listed), MOST)


def _in_list(folder: PackFolder, listed: list[object]) -> Iterator[Diagnostic]:
    for number, body in enumerate(islice(listed, MOST_PRESETS)):
        if not isinstance(body, dict):
            where = place(folder, ("presets", number))
            yield folder.problem(CODE, f"preset {number + 1} is no mapping", where, _SHAPE)
    seen: dict[str, Preset] = {}
    for preset in folder.once(presets):
        yield from _keys(folder, preset)
        yield from _removed(folder, preset)
        yield from _added(folder, preset)
        first = seen.setdefault(preset.called, preset)
        if first is not preset and preset.name:
            message = f"a second preset is called `{short(preset.called)}`"
            help = f"give it another name; the first is in line {place(folder, first.route()).line}"
            yield folder.problem(CODE, message, place(folder, preset.route("name")), help)


def _keys(folder: PackFolder, preset: Preset) -> Iterator[Diagnostic]:
    strange = [key for key in preset.body if key not in KEYS]
    for key in KEYS:
        value = preset.body.get(key)
        close = closest(key, strange) if key not in preset.body else ""
        if key in ("name", "displayName", "group") and (not isinstance(value, str) or not value.strip()):
            message = f"preset {preset.number + 1} has no `{key}`"
            help = f"did you mean `{key}` by `{short(close)}`?" if close else f"give it one: {key}: …"
            if value is not None:
                message, help = f"`{key}` of preset {preset.number + 1} is no text", "put it in quotes"
            yield folder.problem(CODE, message, place(folder, preset.route(key)), help)
        elif close:
            message = f"`{short(close)}` is no key of a preset"
            yield folder.problem(CODE, message, place(folder, preset.route(close)), f"did you mean `{key}`?")
        if key in ("name", "group") and isinstance(value, str) and any(sign in value for sign in ",:"):
            message = f"`,` and `:` separate names in the header of values.yaml, and the {key} `{short(value)}` has one"
            yield folder.problem(CODE, message, place(folder, preset.route(key)), "choose a name without it")


def _removed(folder: PackFolder, preset: Preset) -> Iterator[Diagnostic]:
    removed = preset.body.get("remove")
    if removed is not None and not isinstance(removed, list):
        message = f"`remove` of the preset `{short(preset.called)}` is no list"
        help = "write it as a list of dotted paths, `[]` where nothing is removed"
        yield folder.problem(CODE, message, place(folder, preset.route("remove")), help)
    for index, path in enumerate(removed if isinstance(removed, list) else []):
        if not isinstance(path, str):
            message = f"the preset `{short(preset.called)}` removes what is no path"
            yield folder.problem(CODE, message, place(folder, preset.route("remove", index)), 'write "a.b.c"')


def _added(folder: PackFolder, preset: Preset) -> Iterator[Diagnostic]:
    text, where = preset.body.get("add"), place(folder, preset.route("add"))
    if preset.problems:
        first = preset.problems[0]
        message = f"`add` of the preset `{short(preset.called)}` is no readable YAML: {short(first.message, 120)}"
        yield folder.problem(CODE, message, first.location, first.help or "correct the YAML at this place")
    elif isinstance(text, dict):
        message = f"`add` of the preset `{short(preset.called)}` is a mapping, and Palette wants it as a text"
        yield folder.problem(CODE, message, where, "write `add: |` and the same lines below it")
    elif text is not None and not isinstance(text, str):
        yield folder.problem(CODE, f"`add` of the preset `{short(preset.called)}` is no text", where, _SHAPE)
    elif preset.added is not None and not isinstance(preset.added, dict):
        message = f"`add` of the preset `{short(preset.called)}` is no mapping"
        yield folder.problem(CODE, message, where, "write the keys that change, from the root of values.yaml")
    elif preset.added in (None, {}) and not preset.body.get("remove"):
        message = f"the preset `{short(preset.called)}` neither adds nor removes anything"
        help = "say below `add: |` what it changes, or delete it"
        yield folder.problem(CODE, message, where, help, severity=Severity.NOTE)
