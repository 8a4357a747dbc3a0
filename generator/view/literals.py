"""Values as a page writes them: the default of a parameter, the lines that set its example."""

from __future__ import annotations

import json
import re

from generator.model.pack import Pack
from generator.model.parameters import Parameter
from generator.model.versions import Version
from generator.prose import Code, Phrase, parse_phrase, phrase
from generator.values import ValuesText, parse_path
from generator.view.said import Route

_BARE = re.compile(r"[A-Za-z_./$@%+-][\w ./:@$%+=,-]*")
_JSON = json.JSONEncoder(ensure_ascii=False, default=str)
_OTHER_TYPES = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", ""}


def literal(value: object) -> str:
    """Return *value* as it would stand in YAML, with quotes only where plain words would read as something else."""
    if isinstance(value, str):
        bare = _BARE.fullmatch(value) and value.lower() not in _OTHER_TYPES and value == value.strip()
        return value if bare else _JSON.encode(value)
    return _JSON.encode(value)


def default_of(pack: Pack, version: Version, values: ValuesText, index: int) -> tuple[Phrase, Route]:
    """Say the default of a parameter and where it is ruled: the values text where the key is live."""
    fact, at = pack.parameters[index], ("parameters", index)
    path = parse_path(fact.path)
    if fact.default_text:
        return parse_phrase(fact.default_text), (*at, "defaultText")
    if values.state(path) == "live":
        return phrase(Code(literal(values.value(path)))), values_route(pack, version, values.line(path))
    if fact.default is not None:
        return phrase(Code(literal(fact.default))), (*at, "default")
    return phrase("not set"), (*at, "path")


def values_route(pack: Pack, version: Version, line: int | None) -> Route:
    """Return the route of line *line* (from 1) of the values text that *version* uses."""
    return (*text_route(pack, version), "@line", (line or 1) - 1)


def text_route(pack: Pack, version: Version) -> Route:
    """Return the route of the values text that *version* uses, which may be another's."""
    names = [v.version for v in pack.versions]
    owner = version.values_of if version.values_of in names else version.version
    return ("versions", names.index(owner), "values")


def snippet(fact: Parameter) -> str:
    """Return the YAML that sets *fact* to its example."""
    lines, steps = [], parse_path(fact.path)
    for depth, step in enumerate(steps[:-1]):
        lines.append("  " * depth + (f"{literal_key(step)}:" if isinstance(step, str) else "-"))
    value = json.dumps(fact.example, ensure_ascii=False)
    lines.append("  " * (len(steps) - 1) + f"{literal_key(steps[-1])}: {value}")
    return "\n".join(lines) + "\n"


def literal_key(step: str | int) -> str:
    """Return *step* as a mapping key."""
    text = str(step)
    return text if re.fullmatch(r"[A-Za-z_][\w./-]*", text) and text.lower() not in _OTHER_TYPES else json.dumps(text)
