"""A preset applied to values text, and a value set in it: by position, so that all other bytes and comments stay.

Palette merges what a preset adds key by key, as Helm does, and takes out what it removes first. Here only the lines
that change are touched: a key that is there gets the new value in its place, a new one stands below its siblings, or
where it was commented out. The result is read again and must be what merging the data gives; otherwise, and where a
text cannot be edited so (aliases, merge keys), `Unmergeable` is raised and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.source.outline import Path
from generator.values.laid import Laid, Unmergeable, data_of, laid_out
from generator.values.nearby import data_nearby
from generator.values.overlay import Overlay
from generator.values.plain_data import located, merged, placed, same, without
from generator.values.splice import Edit, Overlap, applied, reads_as, rewritten
from generator.yaml_text import mapping

__all__ = ["Merged", "Unmergeable", "merge", "set_value"]

_BOM = "\ufeff"


@dataclass(frozen=True)
class Merged:
    """The new *text*, the *edits* of the old one that make it, and the paths *touched*: added, replaced or removed.

    *data* is what the new text is read as.
    """

    text: str
    edits: tuple[Edit, ...]
    touched: frozenset[Path]
    data: object = field(default=None, compare=False, repr=False)


def merge(text: str, add: str, remove: Iterable[str] = ()) -> Merged:
    """Return values *text* with what stands at the paths *remove* taken out, and the YAML text *add* merged in.

    A path of *remove* that leads nowhere takes nothing out. Raises `Unmergeable`.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    laid, added = laid_out(text.removeprefix(mark)), laid_out(add.removeprefix(_BOM))
    for one in (laid, added):
        if not one.values.readable or not isinstance(one.values.data, dict | None):
            raise Unmergeable("it is no YAML mapping")
    gone = _outermost(found for dotted in remove if (found := located(laid.values.data, dotted)))
    wanted = merged(without(laid.values.data or {}, gone), added.values.data or {})
    return _checked(mark, laid, Overlay(laid, added, gone).run(), wanted)


def set_value(text: str, path: Path, value: object) -> Merged:
    """Return values *text* with the scalar *value* at *path*, in the quotes that are there; raises `Unmergeable`."""
    mark = _BOM if text.startswith(_BOM) else ""
    laid = laid_out(text.removeprefix(mark))
    if not laid.values.readable or not isinstance(laid.values.data, dict | None):
        raise Unmergeable("it is no YAML mapping")
    try:
        wanted = placed(laid.values.data, path, value)
    except KeyError as missing:
        raise Unmergeable("a list on the way has no such item") from missing
    if "<<" in path:
        raise Unmergeable("a merge key stands for other keys")
    if laid.values.state(path) == "live" and same(laid.values.value(path), value):
        return Merged(text, (), frozenset(), laid.values.data)
    spot = laid.spots.get(path)
    edit = rewritten(laid.text, spot, value) if spot else None
    if spot and edit:
        return _checked(mark, laid, ([edit], {path}), wanted, sure=not spot.in_flow and reads_as(edit.text, value))
    nested: object = value
    for step in reversed(path):
        if isinstance(step, int):
            raise Unmergeable("a value in a list can be changed only where it is a scalar on one line")
        nested = {step: nested}
    assert isinstance(nested, dict)
    added = Laid("\n".join(mapping(nested)) + "\n")
    return _checked(mark, laid, Overlay(laid, added, ()).run(), wanted)


def _checked(
    mark: str, laid: Laid, done: tuple[list[Edit], set[Path]], wanted: object, *, sure: bool = False
) -> Merged:
    """Return what is *done*, once it is read as *wanted*.

    It is *sure* to be where one scalar on a line of its own stands in the place of another, which nothing around it
    can read in another way: long texts are not read again for that.
    """
    edits, touched = done
    try:
        text = applied(laid.text, edits)
    except Overlap as overlap:
        raise Unmergeable("two changes meet in one place") from overlap
    if not sure and not same(_data(laid, edits, text) or {}, wanted or {}):
        raise Unmergeable("the lines in question depend on others, such as anchors")
    moved = tuple(
        Edit(e.start + len(mark), e.end + len(mark), e.text) for e in sorted(edits, key=lambda e: (e.start, e.end))
    )
    return Merged(mark + text, moved, frozenset(touched), wanted)


def _data(laid: Laid, edits: Sequence[Edit], text: str) -> object:
    """Return what *text*, the one *laid* with *edits* done, is read as."""
    if not edits:
        return laid.values.data
    near = data_nearby(laid, edits)
    return data_of(text) if near is None else near


def _outermost(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return *paths* without those that lie below another one."""
    every = set(paths)
    return tuple(sorted((p for p in every if not any(p[:n] in every for n in range(len(p)))), key=str))
