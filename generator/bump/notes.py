"""What is to be said of a new version: what changed with the chart, what no longer fits, what was left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from generator.bump.draft import Draft, Planned
from generator.bump.named import PARAMETER, VALUES, InValues, mentions, named
from generator.bump.plain import short
from generator.bump.values import CONTENT, GUESSED, IMAGE, Bumped, Compared
from generator.catalog import LoadedPack, Route
from generator.diagnostics import Diagnostic, Location, Severity
from generator.source.outline import Path
from generator.values import format_path

GONE, OFFERED, CHANGED, ENDS, MENTIONED, LEFT = "PS174", "PS175", "PS176", "PS177", "PS178", "PS179"

_MOST = 10_000
_GUESSED = "its tag was the version of the old chart's application: see that it is that of this image"


@dataclass(frozen=True)
class Made:
    """A finished version: the pack *after* it, what was *planned* and *drafted*, and its *values*."""

    after: LoadedPack
    planned: Planned
    drafted: Draft
    values: Bumped
    compared: Sequence[Compared]

    @property
    def home(self) -> Location:
        """The place of the new entry."""
        return self.after.where(("versions", self.planned.place))


def notes(made: Made) -> list[Diagnostic]:
    """Return a note for everything that the author of the pack should know of the new version."""
    every = (_changed, _gone, _offered, _left, _ends, _mentioned)
    found = [note for look in every for note in islice(look(made), _MOST)]
    return list(dict.fromkeys(note.in_pack(made.after.name) for note in found))


def _note(code: str, place: Location, message: str, help: str) -> Diagnostic:
    return Diagnostic(code, message, place, help, Severity.NOTE)


def _shown(path: Path) -> str:
    text = format_path(path)
    return text if len(text) <= 160 else text[:159] + "…"


def _changed(made: Made) -> Iterator[Diagnostic]:
    """Yield what the values have from the new chart."""
    places = InValues(made.after, made.planned.place)
    for swap in made.planned.swaps:
        place = made.after.where(("versions", made.planned.place, "charts", swap.index))
        message = f"the chart `{swap.new.name}` is {swap.new.version}, it was {swap.old.version or 'not readable'}"
        stored = ", ".join(made.planned.shipped.files)
        yield _note(CHANGED, place, message, f"stored at {stored}" if stored else "the archive was there already")
    for change in made.values.changes:
        message = f"`{_shown(change.path)}` is {short(change.after)}, it was {short(change.before)}"
        helps = {IMAGE: "as the new chart has it", CONTENT: "the version of the new chart", GUESSED: _GUESSED}
        way_out = helps.get(change.kind, "it was the default of the old chart, and is that of the new one")
        yield _note(CHANGED, places.place(change.path), message, way_out)


def _gone(made: Made) -> Iterator[Diagnostic]:
    """Yield each place that names a path which the new chart no longer has."""
    keys = _keys(made)
    values = InValues(made.after, made.planned.place)
    told: set[Path] = set()
    for each in named(made.after, made.planned.place) if keys else ():
        one = keys.get(str(each.path[1])) if len(each.path) > 2 and each.path[0] == "charts" else None
        lost = one.changes.gone(each.path[2:]) if one and one.changes else None
        if one is None or one.changes is None or lost is None:
            continue
        full = (*each.path[:2], *lost)
        path = full if each.how == VALUES else each.path
        if each.how == VALUES and full in told:
            continue
        told.add(full)
        moved = one.changes.moved(lost)
        hint = f"; `{_shown((*each.path[:2], *moved))}` is new and has the same default" if moved else ""
        message = f"`{_shown(path)}` {each.how}, and the new chart no longer has it"
        place = values.place(full) if each.how == VALUES else each.place()
        yield _note(GONE, place, message, _way_out(each.how, made.planned.version) + hint)


def _way_out(how: str, version: str) -> str:
    if how == PARAMETER:
        return f'add `lifecycle: {{removed: "{version}"}}` to the record'
    return "take it out, or write the path that the new chart has for it"


def _offered(made: Made) -> Iterator[Diagnostic]:
    """Yield what the new chart offers, at the place of the values where it would be set."""
    places = InValues(made.after, made.planned.place)
    for key, one in _keys(made).items():
        for path, value in (one.changes.offered if one.changes else {}).items():
            full: Path = ("charts", key, *path)
            message = f"the new chart offers `{_shown(full)}`, default {short(value)}"
            yield _note(OFFERED, places.place(full), message, "set it in the values where users should see it")


def _left(made: Made) -> Iterator[Diagnostic]:
    """Yield what was not taken over, or not changed, and why."""
    plan, old = made.planned, made.planned.old
    where = made.after.where
    before = plan.number + (plan.place <= plan.number)
    for key in made.drafted.dropped:
        message = f"`{key}` of version {old.version} is not in the new one: it is true for that version alone"
        yield _note(
            LEFT, where(("versions", before, key), key=True), message, f"write `{key}` of {plan.version}, if it has one"
        )
    for folder in plan.shipped.left_out:
        way_out = "the archive holds the chart; unpack it there if your registry wants it"
        yield _note(LEFT, made.home, f"the unpacked chart at `{folder}` is the old one, and was left out", way_out)
    if not plan.swaps:
        kept = f"charts, images and values are those of version {old.version}"
        yield _note(LEFT, made.home, kept, "name the new chart with `--chart`, or edit the values by hand")
    yield from _unread(made)
    places = InValues(made.after, plan.place)
    for left in made.values.left:
        yield _note(
            LEFT,
            places.place(left.path),
            f"`{_shown(left.path)}` was left alone: {left.why}",
            "see that it is meant so",
        )
    if plan.swaps and made.values.unknown_images:
        images = ", ".join(f"`{image[:80]}`" for image in made.values.unknown_images[:8])
        more = len(made.values.unknown_images) - 8
        message = f"the charts do not say which tag these images have now: {images}{f' and {more} more' * (more > 0)}"
        yield _note(
            LEFT, places.place(("pack", "content", "images")), message, "see what `helm template` makes of the chart"
        )


def _unread(made: Made) -> Iterator[Diagnostic]:
    """Yield the charts whose values could not be compared."""
    data = InValues(made.after, made.planned.place).text.data
    for one in made.compared:
        place = made.after.where(("versions", made.planned.place, "charts", one.swap.index))
        if one.images is None:
            message = f"the old chart at `{one.swap.declared}` cannot be read: its values were not compared"
            yield _note(LEFT, place, message, "put its archive into the pack folder, and bump again")
        elif one.changes is None:
            which = "new" if one.swap.old.values_text else "old"
            message = f"the {which} chart `{one.swap.new.name}` has no values.yaml: its values were not compared"
            yield _note(LEFT, place, message, "see that the archive is whole")
        elif not one.key(data):
            message = f"no key under `charts:` of the values is the chart `{one.swap.new.name}`: nothing was compared"
            yield _note(LEFT, place, message, f"its values belong to `charts.{one.swap.new.name}`")


def _ends(made: Made) -> Iterator[Diagnostic]:
    """Yield the version ranges that would end with the old version."""
    plan = made.planned
    for ending in plan.endings:
        place = made.after.where(_moved(ending.route, plan))
        why = made.drafted.not_extended.get(ending.route) or ending.why
        if ending.extended and plan.extend and not why:
            message = f"`{ending.text}` ended before {plan.version}; it is `{ending.extended}` now"
            yield _note(ENDS, place, message, f"write `{ending.text}` again if it is not true for {plan.version}")
        else:
            message = f"`{ending.text}` ends before {plan.version}" + (f": {why}" if why else "")
            wider = f"`{ending.extended}`" if ending.extended else "the range so that it holds"
            yield _note(ENDS, place, message, f"write {wider} if it is true for {plan.version} too")


def _moved(route: Route, plan: Planned) -> Route:
    """Return where a fact stands after the new entry."""
    if route[0] == "versions" and isinstance(route[1], int) and route[1] >= plan.place:
        return (route[0], route[1] + 1, *route[2:])
    return route


def _mentioned(made: Made) -> Iterator[Diagnostic]:
    """Yield where words that hold for the new version speak of the old one, or of the old chart."""
    plan = made.planned
    said = {plan.old.version: f"version {plan.old.version}"}
    for swap in plan.swaps:
        for version in (swap.old.version, swap.old.app_version):
            if version.count(".") >= 2 and version not in (swap.new.version, swap.new.app_version):
                said.setdefault(version, f"{version}, which the chart `{swap.old.name}` no longer is")
    for version, what in said.items():
        for place in mentions(made.after, plan.place, version):
            yield _note(MENTIONED, place, f"mentions {what}", f"see whether it is true for {plan.version}")


def _keys(made: Made) -> dict[str, Compared]:
    data = InValues(made.after, made.planned.place).text.data
    return {key: one for one in made.compared if one.changes and (key := one.key(data))}
