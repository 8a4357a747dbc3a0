"""What changed in the values of the versions that both sides have, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.meaning import words
from generator.meaning.change import Difference, Impact, Leaves, Route, Side
from generator.meaning.compare import Reading
from generator.meaning.images import is_image, listed_images
from generator.meaning.leaves import Block, Kind, blocks, told
from generator.model.selection import parameters_of
from generator.model.versions import Version
from generator.values import ENABLED_PRESETS, Path, ValuesText, comment_lines, format_path, parse_path

_IMAGES: Path = ("pack", "content", "images")
_KINDS = {Kind.ADDED: ("PS325", Impact.FEATURE), Kind.REMOVED: ("PS326", Impact.BREAKING)}


def of_values(before: Reading, after: Reading, known: Sequence[Difference]) -> list[Difference]:
    """Return how the values differ in versions of the same name.

    What is told by *known*, such as a key that came with its parameter, is not told again. Versions that share a text
    share its changes.
    """
    told: set[tuple[str, str]] = set()
    found: list[Difference] = []
    for version in after.pack.versions:
        old = next((v for v in before.pack.versions if v.version == version.version), None)
        if old is None or version.version not in before.values or version.version not in after.values:
            continue
        texts = before.values[version.version].text, after.values[version.version].text
        if texts[0] != texts[1] and texts not in told:
            told.add(texts)
            one = OneVersion(before, after, old, version)
            found += [*one.differences(known), *one.around_the_data()]
    return found


@dataclass(frozen=True)
class OneVersion:
    """The values of one version on both sides."""

    before: Reading
    after: Reading
    old: Version
    new: Version

    def differences(self, known: Sequence[Difference]) -> Iterator[Difference]:
        """Yield what differs, except what is *known*."""
        folded = _Folded(known)
        kept = [folded.without_new_parameter(block, self) for block in self.blocks]
        found = [block for block in kept if not folded.covers(block, self)]
        yield from map(self._told, found)

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks that differ."""
        return blocks(self.old_values.data, self.new_values.data)

    @property
    def leaves(self) -> Leaves:
        """How many values differ."""
        return sum((block.leaves for block in self.blocks), Leaves())

    @property
    def old_values(self) -> ValuesText:
        """The values text before."""
        return self.before.values[self.old.version]

    @property
    def new_values(self) -> ValuesText:
        """The values text after."""
        return self.after.values[self.new.version]

    @cached_property
    def _documented(self) -> set[Path]:
        records = [*parameters_of(self.before.pack, self.old), *parameters_of(self.after.pack, self.new)]
        return {parse_path(record.path) for record in records}

    def documents(self, path: Path) -> bool:
        """Tell whether a parameter is at *path* or around it."""
        return any(path[:length] in self._documented for length in range(1, len(path) + 1))

    def _told(self, block: Block) -> Difference:
        if block.kind is Kind.MOVED:
            return self._moved(block)
        if block.kind is Kind.CHANGED:
            return self._changed(block)
        code, impact = _KINDS[block.kind]
        path = block.new if block.new is not None else block.old
        assert path is not None
        if path in self.both_document:
            return self._set_or_unset(block, path)
        values = self.new_values if block.new is not None else self.old_values
        number = block.leaves.added + block.leaves.removed
        value = values.value(path) if path else values.data
        says = f"{words.shown(format_path(path))} {block.kind}"
        says += f" with {words.counted(number, 'value')}" if number > 1 else f": {words.shown(value)}"
        before, after = (None, value) if block.new is not None else (value, None)
        return self._difference((code, impact), block, f"Value {says}", before, after)

    @cached_property
    def both_document(self) -> set[Path]:
        """The paths that are parameters on both sides: a key that comes or goes there sets the default, or no more."""
        sides = ((self.before.pack, self.old), (self.after.pack, self.new))
        old, new = ({parse_path(record.path) for record in parameters_of(*side)} for side in sides)
        return old & new

    def _set_or_unset(self, block: Block, path: Path) -> Difference:
        before = None if block.old is None else self.old_values.value(path)
        after = None if block.new is None else self.new_values.value(path)
        says = f"set to {words.shown(after)}" if block.old is None else f"no longer set (it was {words.shown(before)})"
        says = f"Default of {words.shown(format_path(path))} {says}"
        return self._difference(("PS314", Impact.BREAKING), block, says, before, after)

    def _moved(self, block: Block) -> Difference:
        assert block.old is not None and block.new is not None
        old, new = (_or_top(path) for path in (block.old, block.new))
        number = words.counted(block.leaves.added, "value")
        says = f"{old} is now {new}" if block.leaves.added == 1 else f"{number} moved from {old} to {new}"
        says = says if says[0].isdigit() else f"Value {says}"
        return self._difference(("PS328", Impact.BREAKING), block, says, format_path(block.old), format_path(block.new))

    def _changed(self, block: Block) -> Difference:
        assert block.old is not None and block.new is not None
        before, after = self.old_values.value(block.old), self.new_values.value(block.new)
        path = words.shown(format_path(block.new))
        if block.new == _IMAGES:
            return self._difference(("PS331", Impact.FIX), block, listed_images(before, after), before, after)
        says = words.changed(before, after)
        if isinstance(before, list) and isinstance(after, list):
            says = _items(before, after)
        moved = f" and moved from {words.shown(format_path(block.old))}" if block.old != block.new else ""
        if is_image(block.new):
            return self._difference(("PS331", Impact.FIX), block, f"Image {path} {says}{moved}", before, after)
        code = "PS314" if self.documents(block.new) or self.documents(block.old) else "PS327"
        what = "Default of" if code == "PS314" else "Value"
        return self._difference((code, Impact.BREAKING), block, f"{what} {path} {says}{moved}", before, after)

    def _difference(
        self, kind: tuple[str, Impact], block: Block, says: str, before: object, after: object
    ) -> Difference:
        side = Side.BASE if block.new is None else Side.HEAD
        routes = [
            None if path is None else self._route(reading, version, path)
            for reading, version, path in ((self.before, self.old, block.old), (self.after, self.new, block.new))
        ]
        text = self._text(self.after, self.new)
        mine, other = (routes[0], text) if side is Side.BASE else (routes[1], routes[0])
        assert mine is not None
        leaf = format_path((block.old if side is Side.BASE else block.new) or ())
        plain = words.plain(before), words.plain(after)
        says += f" in {self.new.version}" if len(self.after.pack.versions) > 1 else ""
        return Difference(*kind, self.new.version, mine, side, says, *plain, other, block.leaves, leaf)

    def _route(self, reading: Reading, version: Version, path: Path) -> Route:
        line = reading.values[version.version].line(path) if path else 1
        return (*self._text(reading, version), "@line", (line or 1) - 1)

    @staticmethod
    def _text(reading: Reading, version: Version) -> Route:
        """Return the route of the text that *version* uses, which may be another's."""
        versions = reading.pack.versions
        owner = next((v for v in versions if v.version == version.values_of), version)
        return ("versions", reading.number(owner, versions.index(owner)), "values")

    def around_the_data(self) -> Iterator[Difference]:
        """Yield what differs beside the data: comments, or else the form of the same data."""
        old, new = (_comments(values.text) for values in (self.old_values, self.new_values))
        code, impact, says = "PS329", Impact.DOCS, "Comments of the values changed"
        if old == new:
            if self.blocks:
                return
            code, impact, says = "PS330", Impact.NONE, "Values written in another form, with the same data"
        routes = self._text(self.after, self.new), self._text(self.before, self.old)
        yield Difference(code, impact, self.new.version, routes[0], Side.HEAD, says, None, None, routes[1])


class _Folded:
    """Which blocks are told with their parameter: it was added, removed or renamed, and its key with it."""

    def __init__(self, known: Iterable[Difference]) -> None:
        self._paths: dict[str, set[Path]] = {"PS310": set(), "PS311": set()}
        self._renamed: set[tuple[Path, Path]] = set()
        for each in known:
            if each.code == "PS312":
                self._renamed.add((parse_path(str(each.before)), parse_path(str(each.after))))
            elif each.code in self._paths:
                record = each.after if each.code == "PS310" else each.before
                if isinstance(record, dict):
                    self._paths[each.code].add(parse_path(str(record["path"])))

    def without_new_parameter(self, block: Block, one: OneVersion) -> Block:
        """Return of a value that moved to a new parameter only that it went: where it came from is one still."""
        moved = block.kind is Kind.MOVED and (block.old, block.new) not in self._renamed
        if moved and block.new in self._paths["PS310"] and block.old in one.both_document:
            return Block(Kind.REMOVED, block.old, None, block.leaves)
        return block

    def covers(self, block: Block, one: OneVersion) -> bool:
        """Tell whether *block* is told with a parameter."""
        match block.kind:
            case Kind.ADDED:
                return self._all("PS310", block.new or (), one.new_values) or self._is_renamed(block.new, one)
            case Kind.REMOVED:
                return self._all("PS311", block.old or (), one.old_values) or self._is_renamed(block.old, one)
            case Kind.MOVED:
                return (block.old, block.new) in self._renamed
        return False

    def _is_renamed(self, path: Path | None, one: OneVersion) -> bool:
        """Tell whether *path* is the old or the new one of a parameter that holds the same under both."""
        return any(
            path in pair and told(one.old_values.value(pair[0])) == told(one.new_values.value(pair[1]))
            for pair in self._renamed
            if one.old_values.state(pair[0]) == "live" == one.new_values.state(pair[1])
        )

    def _all(self, code: str, path: Path, values: ValuesText) -> bool:
        """Tell whether every value at and below *path* is one of a parameter that was told."""
        known = self._paths[code]
        inside = [leaf for leaf in values.leaves() if leaf[: len(path)] == path] if known else []
        return bool(inside) and all(any(leaf[:n] in known for n in range(1, len(leaf) + 1)) for leaf in inside)


def _comments(text: str) -> list[str]:
    return [line for line in comment_lines(text) if not re.match(re.escape(ENABLED_PRESETS), line)]


def _or_top(path: Path) -> str:
    return words.shown(format_path(path)) if path else "the top level"


def _items(before: list[object], after: list[object]) -> str:
    """Say how a list changed, by its items where they are plain."""
    plain = not any(isinstance(item, list | dict) for item in (*before, *after))
    says = words.members(before, after) if plain else ""
    return f"changed: {says}" if says else f"changed ({words.counted(len(after), 'item')}, {len(before)} before)"
