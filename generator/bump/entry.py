"""The entry of the new version: a copy of the text of another entry, edited, and the place where it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.bump.shipped import Pair
from generator.diagnostics import Location
from generator.source import Document, Route
from generator.source.outline import Path
from generator.source.spots import Spot, spots
from generator.values.splice import Edit, applied, rewritten
from generator.yaml_text import scalar


class Unwritable(Exception):
    """The text at *route* cannot be copied or edited by position; the message says why."""

    def __init__(self, route: Route, why: str) -> None:
        super().__init__(why)
        self.route = route


@dataclass
class Source:
    """The text of pack.yaml with the spot of each value."""

    document: Document
    spots: Mapping[Path, Spot] = field(init=False)

    def __post_init__(self) -> None:
        """Find the spots."""
        self.spots = spots(self.document.text, foreign=False)

    @property
    def text(self) -> str:
        """The text."""
        return self.document.text

    def spot(self, route: Route) -> Spot:
        """Return the spot of the value at *route*. Raises `Unwritable` where it has none, as behind an alias."""
        found = self.spots.get(tuple(route))
        if found is None:
            raise Unwritable(route, "it stands behind an alias")
        return found

    def end(self, route: Route) -> int:
        """Return the offset at which the value at *route* has ended, without comments and blank lines behind it."""
        place: Location = self.document.span(route)[1]
        return self.document.places.starts[place.line - 1] + place.column - 1

    def line_start(self, offset: int) -> int:
        """Return where the line of *offset* begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return where the line of *offset* has ended, its line end included; itself at the start of a line."""
        if offset == self.line_start(offset) and offset:
            return offset
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found + 1

    @property
    def newline(self) -> str:
        """How its lines end."""
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    def set(self, route: Route, value: str) -> Edit:
        """Return the edit that makes the scalar at *route* say *value*. Raises `Unwritable`."""
        edit = rewritten(self.text, self.spot(route), value)
        if edit is None:
            raise Unwritable(route, "it has an anchor or a tag, or stands over several lines")
        return edit

    def keys(self, route: Route) -> list[tuple[str, Spot]]:
        """Return the pairs of the mapping at *route*, in their order."""
        at = tuple(route)
        return [(str(path[-1]), spot) for path, spot in self.spots.items() if path[:-1] == at and path]

    def instead(self, route: Route, lines: Sequence[str]) -> Edit:
        """Return the edit that puts *lines* of YAML in the place of the pair at *route*; none take the pair away.

        Comments directly above a pair that goes, go with it. In braces every line is a pair, and none is taken away.
        """
        spot = self.spot(route)
        if self.spot(route[:-1]).style == "flow":
            return Edit(spot.key, spot.end, ", ".join(lines))
        start, end = self.line_start(spot.key), self.line_end(self.end(route))
        first = self.text[start : spot.key]
        pad = " " * len(first)
        if first.strip(" "):  # the first pair of the entry stands behind the dash
            if lines:
                return Edit(spot.key, end, self.newline.join([lines[0], *(_in(pad, each) for each in lines[1:]), ""]))
            following = [other.key for _key, other in self.keys(route[:-1]) if other.key > spot.key]
            if not following:
                raise Unwritable(route, "nothing would be left")
            return Edit(spot.key, min(following), "")
        if not lines:
            start = self.with_comments(start, pad)
        return Edit(start, end, "".join(_in(pad, each) + self.newline for each in lines))

    def behind(self, route: Route, lines: Sequence[str]) -> Edit:
        """Return the edit that puts *lines* of YAML behind the pair at *route*; in brackets every line is a pair."""
        spot = self.spot(route)
        if self.spot(route[:-1]).style == "flow":
            return Edit(spot.end, spot.end, "".join(f", {each}" for each in lines))
        start, at = self.line_start(spot.key), self.line_end(self.end(route))
        pad = " " * (spot.key - start)
        missing = "" if self.text[:at].endswith("\n") else self.newline
        return Edit(at, at, missing + "".join(_in(pad, each) + self.newline for each in lines))

    def with_comments(self, start: int, pad: str) -> int:
        """Return where the comments begin that stand directly above a line, as deep as it."""
        while start > 0:
            above = self.line_start(start - 1)
            if not self.text[above:start].startswith(f"{pad}#"):
                break
            start = above
        return start

    def instead_of(self, route: Route, pairs: Mapping[str, Sequence[str]]) -> list[Edit]:
        """Return the edits that put lines in the place of several pairs of the mapping at *route*, by their keys."""
        if self.spot(route).style != "flow":
            return [self.instead((*route, key), lines) for key, lines in pairs.items()]
        listed = self.keys(route)
        kept = [number for number, (key, _spot) in enumerate(listed) if pairs.get(key, [""])]
        edits = [
            Edit(spot.key, spot.end, ", ".join(pairs[key]))
            if pairs[key]
            else Edit(spot.key, listed[number + 1][1].key, "")
            for number, (key, spot) in enumerate(listed)
            if key in pairs and (pairs[key] or number < max(kept, default=-1))
        ]
        if not kept or kept[-1] + 1 < len(listed):  # the last ones go, with the comma before them
            start = listed[kept[-1]][1].end if kept else listed[0][1].key
            edits.append(Edit(start, listed[-1][1].end, ""))
        return edits


def _in(pad: str, line: str) -> str:
    return pad + line if line else ""


def pair_lines(pairs: Sequence[Pair]) -> list[str]:
    """Return pairs of texts as lines of YAML."""
    return [f"{scalar(key)}: {scalar(value)}" for key, value in pairs]


@dataclass(frozen=True)
class Copied:
    """The entry number *number* of `versions`, as a text that can be put before entry *before* (None: last)."""

    source: Source
    number: int
    before: int | None

    def insertion(self, edits: Sequence[Edit]) -> Edit:
        """Return the edit of pack.yaml that inserts the copy with *edits* done. Raises `Unwritable`."""
        listed = self.source.spot(("versions",))
        if listed.style == "flow":
            return self._in_flow(edits)
        start, end = self._region(self.number)
        copy = applied(self.source.text, edits, start, end)
        newline = self.source.newline
        copy += "" if copy.endswith("\n") else newline
        gap = newline * self._blank_lines()
        if self.before is None:
            last = self._region(self._count - 1)[1]
            missing = "" if self.source.text[:last].endswith("\n") else newline
            return Edit(last, last, missing + gap + copy)
        at = self._dash(self.before)
        if self.before:
            at = self.source.with_comments(at, " " * self._column)
        return Edit(at, at, copy + gap)

    @property
    def _count(self) -> int:
        return sum(len(path) == 2 and path[0] == "versions" for path in self.source.spots)

    @property
    def _column(self) -> int:
        at = self.source.spot(("versions", self.number)).start
        dash = self._dash(self.number)
        line = self.source.text[dash:at]
        return len(line) - len(line.lstrip(" "))

    def _dash(self, number: int) -> int:
        """Return where the line with the dash of entry *number* begins."""
        at = self.source.spot(("versions", number)).start
        start = self.source.line_start(at)
        while start >= 0:
            before = self.source.text[start:at].lstrip(" ")
            if before.startswith("-"):
                return start
            if (before.strip() and not before.startswith("#")) or start == 0:
                break
            at, start = start, self.source.line_start(start - 1)
        raise Unwritable(("versions", number), "its dash does not stand alone before it")

    def _region(self, number: int) -> tuple[int, int]:
        """Return where entry *number* begins and ends, with the comments that are indented like its keys."""
        start, text = self._dash(number), self.source.text
        end = self.source.line_end(self.source.end(("versions", number)))
        position, column = end, self._column
        while position < len(text):
            line = text[position : self.source.line_end(position + 1)]
            words = line.strip()
            if words and not (words.startswith("#") and len(line) - len(line.lstrip(" ")) > column):
                break
            position += len(line)
            end = position if words else end
        return start, end

    def _blank_lines(self) -> int:
        """Return how many blank lines stand between the first two entries."""
        if self._count < 2:
            return 0
        between = self.source.text[self._region(0)[1] : self._dash(1)]
        lines = between.split("\n")[:-1]
        blank = [not line.strip() for line in lines]
        return blank.index(False) if False in blank else len(blank)

    def _in_flow(self, edits: Sequence[Edit]) -> Edit:
        spot = self.source.spot(("versions", self.number))
        copy = applied(self.source.text, edits, spot.start, spot.end)
        if self.before is None:
            last = self.source.spot(("versions", self._count - 1))
            return Edit(last.end, last.end, f", {copy}")
        at = self.source.spot(("versions", self.before)).start
        return Edit(at, at, f"{copy}, ")
