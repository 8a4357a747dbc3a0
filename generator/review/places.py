"""Where a difference stands and which generated files it reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.catalog import LINE, LoadedPack, Route
from generator.diagnostics import Location
from generator.meaning import Difference, Side
from generator.review.change import Change
from generator.review.sides import OnePack

Files = Mapping[str, tuple[bytes | None, bytes | None]]


def differing(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, tuple[bytes | None, bytes | None]]:
    """Return the files that differ between two trees, before and after."""
    paths = sorted(before.keys() | after.keys())
    return {p: (before.get(p), after.get(p)) for p in paths if before.get(p) != after.get(p)}


def dotted(route: Route, leaf: str = "") -> str:
    """Return *route* as a dotted path: `versions[0].series`; *leaf* is the path of a value in a text."""
    if LINE in route:
        route = route[: route.index(LINE)]
    text = ""
    for step in route:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return f"{text}.{leaf}" if leaf and text else text or leaf


class Placing:
    """Turns the differences of one pack into changes with places and files."""

    def __init__(self, name: str, sides: Mapping[Side, OnePack], files: Files) -> None:
        self._name, self._sides, self._files = name, sides, files

    def changes(self, found: Iterable[Difference]) -> list[Change]:
        """Return *found* with places and files, without what stands where a side could not be read."""
        return [self._change(d) for d in found if not self._stands_wrong(d)]

    def _change(self, d: Difference) -> Change:
        place = location(self._sides[d.side].loaded, d.route)
        summary = d.summary if d.side is Side.HEAD else f"{d.summary} (line of the base)"
        about = (d.code, d.impact, self._name, d.version, dotted(d.route, d.leaf), place, d.side, summary)
        return Change(*about, d.before, d.after, self.reached(d), self._near(d))

    def _near(self, d: Difference) -> Location:
        """Return a place of the later side: for what was removed, the field that it was in."""
        if d.side is Side.HEAD:
            return location(self._sides[Side.HEAD].loaded, d.route)
        within = next((n for n, step in enumerate(d.route) if isinstance(step, int)), len(d.route) - 1)
        return location(self._sides[Side.HEAD].loaded, d.other or d.route[:within])

    def _stands_wrong(self, d: Difference) -> bool:
        """Tell whether *d* is about a line that has an error on one side: what it meant is not known."""
        for side, route in ((d.side, d.route), (Side.BASE if d.side is Side.HEAD else Side.HEAD, d.other)):
            one = self._sides.get(side)
            if route and one and one.loaded.salvaged:
                lines = {(w.location.path, w.location.line) for w in one.wrong}
                place = location(one.loaded, route)
                if (place.path, place.line) in lines:
                    return True
        return False

    def reached(self, d: Difference) -> tuple[str, ...]:
        """Return the files that differ and state the fact; where no claim knows it, those that can be about it."""
        found = [path for path in self._files if self._states(path, d)]
        if LINE in d.route and not any(d.route in self._sides[d.side].stated(path).ways for path in found):
            text = d.route[: d.route.index(LINE) + 1]  # the line of a list: files state what is in it, line by line
            found = [p for p in self._files if p in found or text in self._sides[d.side].stated(p).ways]
        return tuple(found) or tuple(path for path in self._files if self._may_tell(path, d.version))

    def _states(self, path: str, d: Difference) -> bool:
        """Tell whether the file at *path* states the fact, a part of it, or one that it is a part of."""
        side, route = d.side, d.route
        if self._files[path][1] is None and side is Side.HEAD and d.other:
            side, route = Side.BASE, d.other
        return self._sides[side].stated(path).tells(route)

    def _may_tell(self, path: str, version: str) -> bool:
        folder = f"packs/{self._name}/"
        return not version or not path.startswith(folder) or path.startswith(f"{folder}{version}/")


def location(loaded: LoadedPack, route: Route) -> Location:
    """Return the place of the fact at *route*: of a record its key, of a value the value."""
    data: object = loaded.document.data
    for step in route:
        if isinstance(data, dict) and step in data:  # noqa: SIM114 - together they are no longer typed
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return loaded.where(route)
    return loaded.where(route, key=isinstance(data, dict | list))
