"""What a field of a model takes, in words: the kinds of text by their names, models by links to their sections."""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.model import scalars
from generator.model.versioning import VersionRange

#: The kinds of text, with their name here and what they hold.
TEXTS: dict[str, tuple[Any, str]] = {
    "name": (scalars.Name, "small letters and digits, with single `.`, `_` and `-` between them"),
    "id": (scalars.Id, "letters and digits, with single `.`, `_` and `-` between them"),
    "version": (scalars.VersionText, "a version in quotes"),
    "series": (scalars.Series, "a label of versions such as `1.4.x`, in quotes"),
    "versions": (scalars.Versions, "a range of versions: `*`, `1.4.x`, `>=1.2 <2`"),
    "line": (scalars.Line, "text on one line"),
    "prose": (scalars.Prose, "small Markdown: text, code, strong words, links, lists, code blocks, tables"),
    "path": (scalars.Path, "a path within the folder of the pack"),
    "address": (scalars.Url, "an address that starts with `https://`, `http://` or `mailto:`"),
    "citation": (scalars.Citation, "the id of a source, or `id#place in it`"),
}
_PLAIN = {str: "text", bool: "true or false", int: "whole number", float: "number", datetime.date: "date"}
_PLAIN |= {VersionRange: "versions", object: "anything"}


def section(model: type[BaseModel]) -> str:
    """Return the heading of the section of *model*."""
    return "".join(f" {c.lower()}" if c.isupper() and n else c for n, c in enumerate(model.__name__))


def link(model: type[BaseModel]) -> str:
    """Return a link to the section of *model*."""
    return f"[{section(model).lower()}](#{section(model).lower().replace(' ', '-')})"


def in_words(hint: Any) -> str:
    """Return what *hint*, a type with its notes, takes."""
    for word, (kind, _) in TEXTS.items():
        if hint is kind or hint == kind:
            return word
    origin, arguments = typing.get_origin(hint), [a for a in typing.get_args(hint) if a is not Ellipsis]
    if origin is Annotated:
        return f"{in_words(arguments[0])}{_limits(arguments[1:])}"
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(in_words(a) for a in arguments if a is not type(None)))
    if origin is tuple:
        return f"list of {in_words(arguments[0])}"
    if origin is dict:
        return f"mapping of {in_words(arguments[0])} to {in_words(arguments[1])}"
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return link(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return " or ".join(f"`{member.value}`" for member in hint)
    return _PLAIN.get(hint, "anything")


def _limits(notes: list[Any]) -> str:
    """Return what *notes* of a type demand beyond it: a pattern that lists its values, or one that does not."""
    patterns = [n.pattern if hasattr(n, "pattern") else None for n in _constraints(notes)]
    pattern = next((p for p in patterns if p), "")
    inside = pattern.removeprefix("^(").removesuffix(")$")
    if inside != pattern and all(word.isalnum() for word in inside.split("|")):
        return ": " + " or ".join(f"`{word}`" for word in inside.split("|"))
    return f" of the form `{pattern}`".replace("|", "\\|") if pattern else ""


def _constraints(notes: list[Any]) -> Iterator[Any]:
    for note in notes:
        yield from note.metadata if isinstance(note, FieldInfo) else (note,)


def models_in(hint: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that *hint* speaks of."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for argument in typing.get_args(hint):
        yield from models_in(argument)


def hints_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the types of the fields of *model*, with their notes."""
    return typing.get_type_hints(model, include_extras=True)


def default_of(field: FieldInfo) -> str:
    """Return what holds where *field* is left out: "required" where it cannot be."""
    if field.is_required():
        return "required"
    value = field.default
    if value is None or value in ((), {}, "") or isinstance(value, BaseModel):
        return "–"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value.value if isinstance(value, Enum) else value}`"
