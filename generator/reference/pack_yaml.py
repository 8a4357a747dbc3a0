"""The page of pack.yaml: every key of every record, from the models, with examples from the packs that are here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from generator import catalog
from generator.model import Pack
from generator.reference.kinds import TEXTS, default_of, hints_of, in_words, models_in, section
from generator.reference.words import escaped, front, table

#: Packs from which examples are taken, the plainest first.
_EXAMPLES = ("hello-edge", "cni-azure")
_LEAD = """What a pack.yaml can say. A key that is not listed is an error, so that no slip of the pen goes unnoticed.
`packscribe schema` writes the same as a JSON Schema, with which editors complete keys, and
[Getting started](../start.md) writes a first one."""
_LONGEST = 48


def pack_yaml(root: Path) -> str:
    """Return the page; examples are taken from the packs below *root*."""
    examples = _Examples()
    for name in _EXAMPLES:
        loaded, _ = catalog.load_pack(root, name)
        if loaded:
            examples.read(Pack, loaded.document.data)
    lines = front("pack.yaml", "Every key of pack.yaml, with what it takes", "generator/model/pack.py")
    packs = " and ".join(f"[{name}](../packs/{name}.md)" for name in _EXAMPLES)
    lines += [_LEAD, f"Examples are from the packs {packs} of this site.", ""]
    for model in _models(Pack):
        lines += _section(model, examples)
    lines += [
        "## Kinds of text",
        "",
        *table(("Kind", "What it holds"), ((word, says) for word, (_, says) in TEXTS.items())),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _models(first: type[BaseModel]) -> list[type[BaseModel]]:
    """Return *first* and every model that it leads to, in the order of their first mention."""
    found, pending = [first], [first]
    while pending:
        model = pending.pop(0)
        for hint in hints_of(model).values():
            for inner in models_in(hint):
                if inner not in found:
                    found.append(inner)
                    pending.append(inner)
    return found


def _section(model: type[BaseModel], examples: _Examples) -> Iterator[str]:
    hints = hints_of(model)
    yield from (f"## {section(model)}", "", escaped(_summary(model)), "")
    ordered = sorted(model.model_fields.items(), key=lambda item: not item[1].is_required())
    rows = [
        (
            f"`{field.alias or name}`",
            in_words(hints[name]),
            default_of(field),
            escaped(field.description or ""),
            examples.short(model, name),
        )
        for name, field in ordered
    ]
    yield from table(("Key", "Takes", "Left out", "What it says", "Example"), rows)


def _summary(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split())


@dataclass
class _Examples:
    """The first value that packs have for each field."""

    _values: dict[tuple[type[BaseModel], str], str] = field(default_factory=dict)

    def read(self, model: type[BaseModel], data: object) -> None:
        """Note the values of *data*, which is a *model*, and of everything in it."""
        if not isinstance(data, dict):
            return
        hints = hints_of(model)
        for name, info in model.model_fields.items():
            value = data.get(info.alias or name)
            if value is None:
                continue
            shown = _flow(value)
            if len(shown) <= _LONGEST and "\n" not in shown:
                self._values.setdefault((model, name), shown)
            for inner in models_in(hints[name]):
                for part in _parts(value, hints[name], inner):
                    self.read(inner, part)

    def short(self, model: type[BaseModel], name: str) -> str:
        """Return the example of a field as code, "" where there is none that is short."""
        value = self._values.get((model, name), "")
        if not value:
            return ""
        return f"`{value}`" if "`" not in value else f"`` {value} ``"


def _parts(value: object, hint: Any, inner: type[BaseModel]) -> Iterator[object]:
    """Yield the values within *value* that are records of *inner*: itself, its items, or theirs."""
    if isinstance(value, dict):
        keys = {f.alias or n for n, f in inner.model_fields.items()}
        if hint is inner or set(value) <= keys:
            yield value
            return
        for part in value.values():
            yield from _parts(part, None, inner)
    elif isinstance(value, list):
        for part in value:
            yield from _parts(part, None, inner)


def _flow(value: object) -> str:
    """Return *value* as YAML on one line, in the style of pack.yaml."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = str(value)
    if not isinstance(value, str):
        return text
    plain = (
        text[:1].isalpha()
        and not any(c in text for c in ":#{}[],&*!|>'\"%@`")
        and text not in ("none", "true", "false")
    )
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
