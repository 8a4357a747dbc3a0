"""values.schema.json: a JSON Schema (draft-07) of the values, for editors.

It is loose on purpose: a schema that cries wolf is switched off. Objects are open, every value may be null or a
macro `{{ … }}`, and whatever the values text or a preset puts somewhere is allowed there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from generator.artifacts.plain_prose import paragraphs
from generator.model.pack import Pack
from generator.model.parameters import Parameter
from generator.model.selection import is_deprecated, options_of, parameters_of, presets_of
from generator.model.versions import Version
from generator.source import parse_values
from generator.values import Path, parse_path
from generator.values.kinds import json_type

Json = dict[str, object]

_DIALECT = "http://json-schema.org/draft-07/schema#"
_MACRO = r"\{\{"
# Undocumented numbers and texts: a chart that ships 1 usually takes 0.5 too, and one that ships "1" takes 1.
_LOOSE = {"integer": ("number",), "string": ("string", "number", "boolean")}


@dataclass(slots=True)
class _Node:
    """A place in the values: what was seen there, in the values and in presets, and what is below it."""

    seen: list[object] = field(default_factory=list)
    children: dict[str, _Node] = field(default_factory=dict)
    items: _Node | None = None
    parameter: Parameter | None = None
    default: object = None
    has_default: bool = False

    def look(self, value: object) -> None:
        """Take in a value that stands here."""
        self.seen.append(value)
        if isinstance(value, dict):
            for key, item in value.items():
                self.children.setdefault(str(key), _Node()).look(item)
        elif isinstance(value, list):
            for item in value:
                self.item().look(item)

    def item(self) -> _Node:
        """Return the place that stands for every item of a list."""
        if self.items is None:
            self.items = _Node()
        return self.items

    def at(self, path: Path) -> _Node:
        """Return the place at *path*, made where it is missing: its key is commented out or in the chart."""
        node = self
        for step in path:
            node = node.item() if isinstance(step, int) else node.children.setdefault(step, _Node())
        return node


def values_schema(pack: Pack, version: Version, values_text: str) -> str:
    """Take a pack, one of its versions and that version's values text; return its values.schema.json."""
    root = _Node()
    root.look(_data(values_text))
    documented = [(parse_path(parameter.path), parameter) for parameter in parameters_of(pack, version)]
    for path, parameter in documented:
        _document(root.at(path), path, parameter)
    for preset in presets_of(pack, version):
        root.look(_data(preset.add))
    head: Json = {"$schema": _DIALECT, "title": f"{pack.display_name} {version.version}"}
    schema = head | _schema(root, version)
    return json.dumps(schema, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _data(text: str) -> object:
    document, _problems = parse_values("values.yaml", text)
    return document.data if document else None


def _document(node: _Node, path: Path, parameter: Parameter) -> None:
    """Note the record of the place *node*; its default is what stands there, as long as no preset was seen."""
    node.parameter = parameter
    if any(isinstance(step, int) for step in path):
        return
    live = bool(node.seen)
    node.has_default = live or "default" in parameter.model_fields_set
    node.default = _jsonable(node.seen[0] if live else parameter.default)


def _schema(node: _Node, version: Version) -> Json:
    schema: Json = {}
    if node.parameter is not None:
        schema |= _words(node.parameter, version)
    options = options_of(node.parameter, version) if node.parameter else ()
    if options:
        seen = (_jsonable(value) for value in node.seen)
        schema["enum"] = _distinct([*(option.value for option in options), *seen])
    else:
        schema |= _type(node)
    if node.has_default and _is_json(node.default):
        schema["default"] = node.default
    if node.children and not options:
        schema["properties"] = {key: _schema(child, version) for key, child in node.children.items()}
    if node.items is not None and not options:
        schema["items"] = _schema(node.items, version)
    return schema


def _words(parameter: Parameter, version: Version) -> Json:
    words: Json = {"description": "\n".join(paragraphs(parameter.description))}
    if parameter.readonly:
        words["readOnly"] = True
    if is_deprecated(parameter, version):
        words["deprecated"] = True
    return words


def _type(node: _Node) -> Json:
    """Return the types that may stand here; none where only null, a macro or an empty text is known."""
    seen = [value for value in map(_jsonable, node.seen) if value is not None and not _is_macro(value)]
    if node.parameter is not None:
        found = {str(node.parameter.type), *map(json_type, seen)}
    elif not seen or any(value == "" for value in seen):
        return {}
    else:
        found = {loose for value in seen for loose in _LOOSE.get(json_type(value), (json_type(value),))}
    names = [kind for kind in _KINDS if kind in found | {"null", "string"}]
    return {"type": names} if "string" in found else {"type": names, "pattern": _MACRO}


_KINDS = ("object", "array", "string", "integer", "number", "boolean", "null")


def _is_macro(value: object) -> bool:
    return isinstance(value, str) and "{{" in value


def _jsonable(value: object) -> object:
    """Return *value* as JSON has it: a date, which only YAML 1.1 knows, is text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _jsonable(item) for key, item in value.items()}
    return [_jsonable(item) for item in value] if isinstance(value, list) else value


def _is_json(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(map(_is_json, value.values()))
    return all(map(_is_json, value)) if isinstance(value, list) else True


def _distinct(values: Iterable[object]) -> list[object]:
    """Return JSON values without repeats; 1 and true differ."""
    found = {json.dumps(value, sort_keys=True): value for value in values if _is_json(value)}
    return list(found.values())
