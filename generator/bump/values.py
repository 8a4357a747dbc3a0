"""The values text of the new version: the old one, with what it had from the old chart as the new chart has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from generator.audit.charts import base_name
from generator.bump.archive import Swap
from generator.bump.defaults import ABSENT, Changes, flat
from generator.bump.images import ImageSwap
from generator.bump.plain import agrees, brackets, scalars, short
from generator.source import parse_values
from generator.source.outline import Path
from generator.source.spots import Spot, spots
from generator.values.plain_data import same
from generator.values.splice import Edit, applied, rewritten

CONTENT, IMAGE, GUESSED, DEFAULT = "content", "image", "guessed", "default"


@dataclass(frozen=True, eq=False)
class Compared:
    """A swap of charts with what it changes: *changes* is None where the old defaults are not known."""

    swap: Swap
    changes: Changes | None
    images: ImageSwap | None

    def key(self, data: object) -> str:
        """Return the key under `charts:` of values *data* that the chart's values stand under, "" for none."""
        charts = data.get("charts") if isinstance(data, dict) else None
        held = charts if isinstance(charts, dict) else {}
        return next((key for key in self.swap.keys if isinstance(held.get(key), dict)), "")


@dataclass(frozen=True)
class Change:
    """The value at *path* was *before* and is *after*; *kind* says what it is, *source* how the chart writes it."""

    path: Path
    before: object
    after: object
    kind: str
    source: str = ""


@dataclass(frozen=True)
class Left:
    """The value at *path* was left alone, though the chart has another one now; *why* says the rest."""

    path: Path
    why: str


@dataclass
class Bumped:
    """The new *text*, the *edits* of the text *before* that make it, and what is to be said of them."""

    before: str
    text: str
    edits: list[Edit] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    unknown_images: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Policy:
    """What may be changed: *keep* leaves all but content and images; *fits* says whether a record allows a value."""

    keep: bool
    fits: Callable[[Path, object, object], bool]


def bumped(text: str, compared: Sequence[Compared], policy: Policy) -> Bumped:
    """Take the values *text* of the old version; return that of the new one, for the charts *compared*."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    document, _found = parse_values("values.yaml", body)
    data = document.data if document else None
    made = Bumped(text, text)
    if not isinstance(data, dict):
        return made
    work = _Work(body, data, spots(body), made)
    for change in _wanted(data, compared, policy, made):
        work.do(change)
    after = applied(body, [edit for edit, _change in work.done])
    if not _is_right(data, after, [change for _edit, change in work.done]):
        made.left += [Left(change.path, "it cannot be changed safely") for _edit, change in work.done]
        return made
    made.text = mark + after
    made.edits = [Edit(e.start + len(mark), e.end + len(mark), e.text) for e, _change in work.done]
    made.changes = [change for _edit, change in work.done]
    return made


@dataclass
class _Work:
    text: str
    data: object
    spots: Mapping[Path, Spot]
    made: Bumped
    done: list[tuple[Edit, Change]] = field(default_factory=list)

    def do(self, change: Change) -> None:
        """Make *change* by an edit, or say why there is none."""
        spot = self.spots.get(change.path)
        edit = None
        if spot is not None:
            edit = _edit(self.text, spot, change.after, change.source)
        if edit is None:
            self.made.left.append(Left(change.path, f"write {short(change.after)} by hand: {_why(self.text, spot)}"))
        else:
            self.done.append((edit, change))


def _edit(text: str, spot: Spot, value: object, source: str) -> Edit | None:
    written = brackets(value)
    if written is None:
        plain = not isinstance(value, (dict, list))
        return rewritten(text, spot, value, source) if plain and spot.kind == "scalar" else None
    if spot.shared or spot.style in ("block", "|", ">") or "\n" in text[spot.start : spot.end]:
        return None
    return Edit(spot.start, spot.end, f" {written}" if spot.start == spot.end else written)


def _why(text: str, spot: Spot | None) -> str:
    if spot is None:
        return "it stands behind an alias"
    if spot.shared:
        return "it has an anchor or a tag"
    return "it stands over several lines" if "\n" in text[spot.start : spot.end].rstrip() else "it is of another kind"


def _wanted(data: object, compared: Sequence[Compared], policy: Policy, made: Bumped) -> Iterator[Change]:
    """Yield what is to be changed, each place once."""
    seen: set[Path] = set()
    every = [(*_content(data, one), *_references(data, one), *_values(data, one, policy, made)) for one in compared]
    for change in (*chain(*every), *_listed(data, compared, made)):
        if change.path not in seen and not same(change.before, change.after):
            seen.add(change.path)
            yield change


def _content(data: object, one: Compared) -> Iterator[Change]:
    """Yield the versions in `pack.content.charts`: of the chart itself, and of the charts below it."""
    below = {child.name: child.version for child in one.swap.old.charts}
    now = {child.name: child.version for child in one.swap.new.charts}
    for number, entry in enumerate(_list(data, "charts")):
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or "version" not in entry:
            continue
        name, version = entry["name"], entry["version"]
        path: Path = ("pack", "content", "charts", number, "version")
        new = one.swap.new.version if name == one.swap.new.name else ""
        if not new and below.get(name) == str(version):
            new = now.get(name, "")
        if new and isinstance(version, (str, int, float)):
            style = "v" if str(version).startswith("v") and not new.startswith("v") else ""
            yield Change(path, version, style + new, CONTENT)


def _references(data: object, one: Compared) -> Iterator[Change]:
    """Yield what names the archive of the old chart, below `pack`."""
    before, after = base_name(one.swap.declared), base_name(one.swap.path)
    pack = data.get("pack") if isinstance(data, dict) else None
    for path, value in scalars(pack, ("pack",)) if before != after else ():
        if isinstance(value, str) and f"{before}.t" in value:
            yield Change(path, value, value.replace(f"{before}.t", f"{after}.t"), CONTENT)


def _values(data: object, one: Compared, policy: Policy, made: Bumped) -> Iterator[Change]:
    """Yield the values below `charts` that were those of the old chart, where the new one has others."""
    key = one.key(data)
    if not key or one.changes is None or not isinstance(data, dict):
        return
    for path, value in flat(data["charts"][key]):
        full: Path = ("charts", key, *path)
        old, new = (d.leaves.get(path, ABSENT) for d in (one.changes.old, one.changes.new))
        kind = IMAGE if _is_image(path) else DEFAULT
        if kind == IMAGE and old in ("", None) and isinstance(value, str) and value and one.images:
            new = one.images.same_style(value, path) or new  # the appVersion, written out
            old = value if new not in (ABSENT, "", None) else old
        elif kind == IMAGE and isinstance(value, str) and "/" in value and not same(value, old) and one.images:
            elsewhere = one.images.reference(value)  # the same image, from another registry
            old, new = (value, elsewhere) if elsewhere else (old, new)
        if old is ABSENT or same(old, new):
            continue
        if new is ABSENT:
            if path in one.changes.new.around and same(value, old):
                made.left.append(Left(full, "the new chart has a map here: write it by hand, or delete the line"))
        elif not same(value, old):
            made.left.append(Left(full, f"the pack's own value; the default was {short(old)} and is {short(new)}"))
        elif kind == DEFAULT and policy.keep:
            made.left.append(Left(full, f"kept, as asked; the default was {short(old)} and is {short(new)}"))
        elif not policy.fits(full, value, new):
            made.left.append(Left(full, f"its record does not allow the new default {short(new)}"))
        else:
            yield from _pieces(Change(full, value, new, kind, one.changes.new.texts.get(path, "")), made)


def _pieces(change: Change, made: Bumped) -> Iterator[Change]:
    """Yield *change*; of a list that keeps its shape, the items that change."""
    if not isinstance(change.before, list) or not change.before:
        yield change
        return
    pieces = list(_items(change.before, change.after, change.path))
    if any(piece is None for piece in pieces):
        made.left.append(Left(change.path, f"the default is another list now: {short(change.after)}"))
    else:
        yield from (Change(*piece, change.kind) for piece in pieces if piece)


def _items(before: object, after: object, path: Path) -> Iterator[tuple[Path, object, object] | None]:
    """Yield path, old and new value of the scalars that differ; None where the shape is another."""
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _items(one, other, (*path, number))
    elif isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            yield from _items(before[key], after[key], (*path, key))
    elif isinstance(before, (list, dict)) or isinstance(after, (list, dict)):
        if not same(before, after):
            yield None
    elif not same(before, after):
        yield path, before, after


def _listed(data: object, compared: Sequence[Compared], made: Bumped) -> Iterator[Change]:
    """Yield the images of `pack.content.images` that came from the charts."""
    for number, entry in enumerate(_list(data, "images")):
        text = entry.get("image") if isinstance(entry, dict) else entry
        if not isinstance(text, str):
            continue
        path: Path = ("pack", "content", "images", number, *(("image",) if isinstance(entry, dict) else ()))
        images = [one.images for one in compared if one.images]
        known = [(new, IMAGE) for one in images if (new := one.reference(text))]
        known = known or [(new, GUESSED) for one in images if (new := one.guessed(text, alone=len(images) == 1))]
        if not known:
            made.unknown_images.append(text)
        elif len(set(known)) == 1 and known[0][0] != text:
            yield Change(path, text, *known[0])


def _list(data: object, key: str) -> list[object]:
    for step in ("pack", "content", key):
        data = data.get(step) if isinstance(data, dict) else None
    return data if isinstance(data, list) else []


def _is_image(path: Path) -> bool:
    last = str(path[-1]).lower() if path else ""
    return last.endswith(("tag", "digest", "image"))


def _is_right(data: object, text: str, changes: Sequence[Change]) -> bool:
    """Tell whether *text* says what *data* does, save for *changes*."""
    document, _found = parse_values("values.yaml", text)
    wanted = {change.path: change.after for change in changes}
    return document is not None and agrees(data, document.data, (), wanted)
