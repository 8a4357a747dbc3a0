"""The edits of values text that lay other values over it: only the lines that change are touched."""

from __future__ import annotations

from collections.abc import Sequence

from generator.source.outline import BREAK, Path
from generator.values.commented import Commented
from generator.values.laid import Laid, Unmergeable, shifted
from generator.values.paths import value_at
from generator.values.plain_data import same
from generator.values.splice import Edit, applied, rewritten
from generator.yaml_text import inline, mapping


class Overlay:
    """The edits that lay *added* over *laid*, from which the paths *gone* are taken out."""

    def __init__(self, laid: Laid, added: Laid, gone: Sequence[Path]) -> None:
        self.laid, self.added, self.gone = laid, added, frozenset(gone)
        self.edits: list[Edit] = []
        self.touched: set[Path] = set()

    def run(self) -> tuple[list[Edit], set[Path]]:
        """Return the edits, and the paths that they touch. Raises `Unmergeable`."""
        dropped = [path for path in self.gone if not self._is_replaced(path)]
        for path in dropped:
            self._drop(path)
        for parent in sorted({path[:-1] for path in dropped}, key=str):
            self._emptied(parent, dropped)
        base = self.laid.values.data
        if self.added.values.data and base:
            self._mapping(())
        elif self.added.values.data:
            self._append(self.added.text)
        return self.edits, self.touched

    def _is_replaced(self, path: Path) -> bool:
        """Tell whether *add* has a value at *path*, or in place of a mapping around it."""
        data: object = self.added.values.data or {}
        for step in path:
            if not isinstance(data, dict):
                return True
            if step not in data:
                return False
            data = data[step]
        return True

    def _append(self, text: str) -> None:
        """Put *text* below a file without data."""
        if self.laid.text.strip() in ("{}", "---"):
            raise Unmergeable("it holds nothing but brackets")
        end = len(self.laid.text)
        gap = self.laid.newline if end and not BREAK.search(self.laid.text[-1]) else ""
        lines = BREAK.split(text.rstrip("\n"))
        self.edits.append(Edit(end, end, gap + "".join(line + self.laid.newline for line in lines)))
        self.touched |= {(key,) for key in self._new(())}

    def _new(self, path: Path) -> dict[str, object]:
        try:
            value = value_at(self.added.values.data, path)
        except KeyError:
            return {}
        return value if isinstance(value, dict) else {}

    def _mapping(self, path: Path) -> None:
        """Lay the mapping at *path* of *added* over the one that is there; neither is empty."""
        here = value_at(self.laid.values.data, path)
        assert isinstance(here, dict)
        fresh: list[Path] = []
        for key, value in self._new(path).items():
            at = (*path, key)
            if key not in here:
                fresh.append(at)
            elif at not in self.gone and isinstance(here[key], dict) and isinstance(value, dict):
                if here[key] and value:
                    self._mapping(at)
                elif value:
                    self._replace(at)
            elif not same(here[key], value):
                self._replace(at)
        left = [at for at in fresh if not self._uncomment(at)]
        if left and self.laid.spot(path).style == "flow":
            self._insert_inline(path, left)
        elif left:
            self._insert(path, left)

    # What is taken out

    def _drop(self, path: Path) -> None:
        if not self.laid.is_first(path):
            raise Unmergeable(f"`{path[-1]}` shares its line with others")
        if isinstance(path[-1], int):
            raise Unmergeable("items of a list are not taken out one by one")
        laid = self.laid
        first = laid.line(laid.spot(path).key)
        while first and laid.words_of(first - 1).lstrip(" ").startswith("#:"):
            first -= 1  # a record that was generated for this key
        self.edits.append(Edit(laid.start_of(first), laid.start_of(laid.last_line(path) + 1), ""))
        self.touched.add(path)

    def _emptied(self, parent: Path, dropped: list[Path]) -> None:
        """Write `{}` where nothing is left of the mapping at *parent* that would say it is one."""
        here = value_at(self.laid.values.data, parent)
        assert isinstance(here, dict)
        if self._new(parent) or not all((*parent, key) in dropped for key in here):
            return
        if parent:
            colon = self.laid.colon(parent)
            self.edits.append(Edit(colon, colon, " {}"))
        else:
            end = len(self.laid.text)
            self.edits.append(Edit(end, end, "{}" + self.laid.newline))

    # What is new

    def _insert(self, path: Path, fresh: list[Path]) -> None:
        """Put the entries *fresh* below the last child of the block mapping at *path*."""
        laid, children = self.laid, self.laid.children(path)
        if not children or not laid.is_first(children[0]):
            raise Unmergeable("the first key of a mapping shares its line with others")
        laid.end(path)  # the last child is known
        column = laid.column(children[0])
        lines = [line for at in fresh for line in self._entry(at, column)]
        last = laid.last_line(path)
        at = laid.start_of(last + 1)
        ended = at > laid.end_of(last)
        text = laid.newline.join(lines)
        self.edits.append(Edit(at, at, text + laid.newline if ended else laid.newline + text))
        self.touched |= set(fresh)

    def _entry(self, path: Path, column: int) -> list[str]:
        """Return the lines of the entry at *path* of *added*, with the comments above it, for *column*."""
        added, at = self._block(path)
        first, last = added.first_line(at), added.last_line(at)
        return shifted([added.words_of(line) for line in range(first, last + 1)], column - added.column(at))

    def _block(self, path: Path) -> tuple[Laid, Path]:
        """Return a text and path under which the entry at *path* of *added* has lines of its own."""
        spot = self.added.spots.get(path)
        if spot is not None and self.added.is_first(path):
            return self.added, path
        key = str(path[-1])
        return Laid("\n".join(mapping({key: self.added.values.value(path)}))), (key,)

    def _insert_inline(self, path: Path, fresh: list[Path]) -> None:
        """Put the entries *fresh* at the end of the mapping in brackets at *path*."""
        spot = self.laid.spot(path)
        inside = self.laid.text[spot.start : spot.end - 1].rstrip()
        at = spot.start + len(inside)
        entries = ", ".join(f"{inline(at[-1])}: {inline(self.added.values.value(at))}" for at in fresh)
        self.edits.append(Edit(at, at, f"{'' if inside.endswith(',') else ','} {entries}"))
        self.touched |= set(fresh)

    def _uncomment(self, path: Path) -> bool:
        """Put the new scalar at *path* where its key is commented out on one line, if it is."""
        value = self.added.values.value(path)
        found = None if isinstance(value, dict | list) else self.laid.values.commented_line(path)
        if found is None:
            return False
        live = self._uncommented(path, found)
        part = Laid(live.lstrip(" "))
        spot = part.spots.get((path[-1],))
        edit = rewritten(part.text, spot, value) if spot else None
        if edit is None:
            return False
        new = " " * (len(live) - len(part.text)) + applied(part.text, [edit])
        start = self.laid.start_of(found.line)
        self.edits.append(Edit(start, self.laid.end_of(found.line), new))
        self.touched.add(path)
        return True

    def _uncommented(self, path: Path, found: Commented) -> str:
        children = self.laid.children(path[:-1])
        column = self.laid.column(children[0]) if children else found.hash_column or found.column
        return " " * column + self.laid.words_of(found.line)[found.column :]

    # What takes the place of something

    def _replace(self, path: Path) -> None:
        """Put the value at *path* of *added* in the place of the one that is there."""
        spot = self.laid.spot(path)
        self.touched.add(path)
        if spot.in_flow:
            self.edits.append(Edit(spot.start, spot.end, inline(self.added.values.value(path))))
            return
        if not self.laid.is_first(path):
            raise Unmergeable(f"`{path[-1]}` shares its line with others")
        added, at = self._block(path)
        self._head(path, added, at)
        self._tail(path, added, at)

    def _head(self, path: Path, added: Laid, at: Path) -> None:
        """Exchange what stands behind the colon, on the line of the key; a comment there stays where it can."""
        laid, old = self.laid, self.laid.spot(path)
        line, colon = laid.line(old.key), laid.colon(path)
        words = _inline_words(added, at)
        start = end = colon
        if laid.line(old.start) == line and old.style != "block" and old.start < old.end:
            start, end = old.start, min(laid.end(path), laid.end_of(line))
        if _goes_on(added, at):
            end = laid.end_of(line)  # a comment would be part of the value
        text = words if not words or start != colon else f" {words}"
        if start != colon and not words:
            start = colon
        if start != end or text:
            self.edits.append(Edit(start, end, text))

    def _tail(self, path: Path, added: Laid, at: Path) -> None:
        """Exchange the lines below the key."""
        laid = self.laid
        first, last = laid.line(laid.spot(path).key) + 1, laid.last_line(path)
        start, end = laid.start_of(first), laid.start_of(max(first, last + 1))
        lines = [added.words_of(n) for n in range(added.line(added.spot(at).key) + 1, added.last_line(at) + 1)]
        lines = shifted(lines, laid.column(path) - added.column(at))
        if not lines and start == end:
            return
        text = "".join(line + laid.newline for line in lines)
        if lines and start == end == len(laid.text) and start == laid.end_of(first - 1):
            text = laid.newline + laid.newline.join(lines)
        elif lines and end == len(laid.text) and end == laid.end_of(last):
            text = laid.newline.join(lines)
        self.edits.append(Edit(start, end, text))


def _inline_words(added: Laid, at: Path) -> str:
    """Return what stands behind the colon of the entry at *at*, on the line of its key, without a comment."""
    spot = added.spot(at)
    line = added.line(spot.key)
    if spot.style == "block" or added.line(spot.start) != line:
        return ""
    return added.text[spot.start : min(added.end(at), added.end_of(line))]


def _goes_on(added: Laid, at: Path) -> bool:
    """Tell whether the value at *at* begins behind its colon and goes on below, and is no block scalar."""
    spot = added.spot(at)
    return spot.style not in ("block", "|", ">") and added.line(spot.start) < added.line(added.end(at))
