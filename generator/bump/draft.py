"""The text of pack.yaml with the new version in it, and the files that come with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.bump.archive import Swap
from generator.bump.entry import Copied, Source, Unwritable, pair_lines
from generator.bump.ranges import Ending
from generator.bump.shipped import Shipped, Taken
from generator.bump.values import Bumped
from generator.catalog import LoadedPack, Route
from generator.model.versioning import version_key
from generator.model.versions import TextFile, Version
from generator.values.splice import Edit, applied
from generator.yaml_text import carries, literal, scalar

Files = dict[str, bytes]


@dataclass(frozen=True)
class Planned:
    """What the new version is to be: made from the entry *number* of `versions`, of which *before* comes behind it."""

    loaded: LoadedPack
    number: int
    version: str
    series: str
    swaps: Sequence[Swap]
    shipped: Shipped
    endings: Sequence[Ending]
    extend: bool

    @property
    def old(self) -> Version:
        """The version that the new one is made from."""
        return self.loaded.pack.versions[self.number]

    @property
    def before(self) -> int | None:
        """The first entry that is older than the new version; None where all are newer."""
        key = version_key(self.version)
        return next((i for i, v in enumerate(self.loaded.pack.versions) if version_key(v.version) < key), None)

    @property
    def place(self) -> int:
        """The number of the new entry."""
        return len(self.loaded.pack.versions) if self.before is None else self.before


@dataclass
class Draft:
    """The *files* to write, by path from the root, and the facts of the old entry that were not copied."""

    files: Files = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    not_extended: dict[Route, str] = field(default_factory=dict)


def draft(plan: Planned, values: Bumped) -> Draft:
    """Return pack.yaml and the other files of the new version. Raises `Unwritable` and `Taken`."""
    made = Draft()
    source = Source(plan.loaded.document)
    home = plan.loaded.document.path.rpartition("/")[0]
    for path, data in plan.shipped.files.items():
        made.files[f"{home}/{path}"] = data
    at: Route = ("versions", plan.number)
    edits = [
        source.set((*at, "version"), plan.version),
        *([source.set((*at, "series"), plan.series)] if plan.series != plan.old.series else []),
        *source.instead_of(at, _dropped(plan.old, made)),
        *(source.set((*at, "charts", swap.index), swap.path) for swap in plan.swaps if swap.path != swap.declared),
        *_assets(source, at, plan),
        *_values(source, at, plan, values, made),
    ]
    inserted = Copied(source, plan.number, plan.before).insertion(edits)
    text = applied(source.text, [inserted, *_extended(source, plan, made)])
    made.files[plan.loaded.document.path] = text.encode()
    return made


def _dropped(old: Version, made: Draft) -> dict[str, list[str]]:
    """Return the keys of what is true for the old version alone. An empty `eol` says nothing: it stays."""
    stated: Mapping[str, object] = {
        "lifecycle": "lifecycle" in old.model_fields_set,
        "eol": old.eol,
        "notes": old.notes,
    }
    made.dropped = [key for key, value in stated.items() if value]
    return {key: [] for key in made.dropped}


def _assets(source: Source, at: Route, plan: Planned) -> Iterator[Edit]:
    """Yield the edits of `assets`: the new archive, without what belongs to the old chart."""
    mapping: Route = (*at, "assets")
    keys = [key for key, _spot in source.keys(mapping)]
    added = pair_lines(plan.shipped.added)
    if keys and not added and all(plan.shipped.instead.get(key) == [] for key in keys):
        yield from source.instead_of(at, {"assets": []})
        return
    if keys:
        changed = {key: pair_lines(pairs) for key, pairs in plan.shipped.instead.items()}
        yield from source.instead_of(mapping, changed)
    if not added:
        return
    if keys:
        yield source.behind((*mapping, keys[-1]), added)
    elif mapping in source.spots:
        spot = source.spot(mapping)
        yield Edit(spot.start, spot.end, "{" + ", ".join(added) + "}")
    elif source.spot(at).style == "flow":
        yield source.behind((*at, "charts"), ["assets: {" + ", ".join(added) + "}"])
    else:
        yield source.behind((*at, "charts"), ["assets:", *(f"  {each}" for each in added)])


def _values(source: Source, at: Route, plan: Planned, values: Bumped, made: Draft) -> Iterator[Edit]:
    """Yield the edits that give the new version its values: those of the old one, shared where they are equal."""
    old = plan.old
    if not values.edits:
        if old.values is not None:
            yield source.instead((*at, "values"), [f"valuesOf: {scalar(old.version)}"])
        return
    owner = next(
        v for v in plan.loaded.pack.versions if v.version == (old.values_of or old.version) and v.values is not None
    )
    key = "values" if old.values is not None else "valuesOf"
    if isinstance(owner.values, TextFile) or not carries(values.text):
        file = _free_file(plan, owner, values.text.encode())
        made.files[f"{plan.loaded.document.path.rpartition('/')[0]}/{file}"] = values.text.encode()
        if isinstance(old.values, TextFile):
            yield source.set((*at, "values", "file"), file)
        else:
            yield source.instead((*at, key), [f"values: {{file: {scalar(file)}}}"])
    elif key == "values" and (inside := _inside(source, (*at, "values"), values)):
        yield from inside
    elif source.spot(at).style == "flow":
        yield source.instead((*at, key), [f"values: {scalar(values.text)}"])
    else:
        first, *rest = literal(values.text, 0)
        yield source.instead((*at, key), [f"values: {first}", *rest])


def _free_file(plan: Planned, owner: Version, data: bytes) -> str:
    """Return the name of the new values file: that of the old one with the new version in it. Raises `Taken`."""
    file = owner.values.file if isinstance(owner.values, TextFile) else ""
    named = file.replace(owner.version, plan.version) if owner.version in file else f"values/{plan.version}.yaml"
    target = plan.loaded.folder / named
    try:
        inside = target.resolve().is_relative_to(plan.loaded.folder.resolve())
        taken = target.is_symlink() or (target.exists() and not (target.is_file() and target.read_bytes() == data))
        if inside and not taken:
            return named
    except (OSError, RuntimeError):
        pass
    raise Taken(named)


def _inside(source: Source, route: Route, values: Bumped) -> list[Edit]:
    """Return edits of a values text as edits of the literal block that holds it; none where it is no such block."""
    if source.spot(route).style != "|" or source.spot(route).shared:
        return []
    lines = values.before.split("\n")
    filled = next((number for number, line in enumerate(lines) if line.strip()), 0)
    place = source.document.block_line(route, filled)
    found: list[Edit] = []
    number = start = 0
    for edit in sorted(values.edits):
        while start + len(lines[number]) < edit.start:
            start += len(lines[number]) + 1
            number += 1
        moved = source.document.places.starts[place.line - 1 + number - filled] + place.column - 1 - start
        if source.text[edit.start + moved : edit.end + moved] != values.before[edit.start : edit.end]:
            return []
        found.append(Edit(edit.start + moved, edit.end + moved, edit.text))
    return found


def _extended(source: Source, plan: Planned, made: Draft) -> Iterator[Edit]:
    for ending in plan.endings if plan.extend else ():
        if ending.extended:
            try:
                yield source.set(ending.route, ending.extended)
            except Unwritable as why:
                made.not_extended[ending.route] = str(why)
