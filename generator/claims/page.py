"""Collects what a page must say, block by block, in the notation that the readers use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from generator.prose import Block, Bullets, Fence, Paragraph, Table
from generator.readback.compare import Claim
from generator.view.said import Box, Coded, Grid, Route, Said, Told

#: How a dialect that has fewer admonitions names the model's four.
_KINDS = {"gatsby": {"danger": "warning", "tip": "info"}}
#: Dialects whose admonitions carry no title of their own: it is the first, bold paragraph inside.
_BOLD_TITLES = {"gatsby", "github"}


class PageClaims:
    """The claims of one page of one *dialect*, collected in the order in which they must stand."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.claims: list[Claim] = []
        self._scope: list[str] = []
        self._floor = 0

    def say(self, kind: str, key: str, value: str, origin: Route = ()) -> None:
        """Claim one fact at the present scope."""
        self.claims.append(Claim(tuple(self._scope), kind, key, value, origin or None))

    def front(self, notice: str, fields: dict[str, tuple[object, Route]]) -> None:
        """Claim the front matter: the notice, and each field with its route."""
        self.say("notice", "", notice)
        for key, (value, origin) in fields.items():
            self.say("front", key, json.dumps(value, ensure_ascii=False), origin)

    def heading(self, level: int, words: Said | str) -> None:
        """Claim a heading; what follows stands under it until a heading of the same or a higher rank."""
        text = words if isinstance(words, str) else words.what.canonical
        while len(self._scope) > self._floor and self._scope[-1].startswith("#"):
            if self._scope[-1].index(" ") < level:
                break
            self._scope.pop()
        self.say("heading", str(level), text, () if isinstance(words, str) else words.route)
        self._scope.append(f"{'#' * level} {text}")

    @contextmanager
    def inside(self, entry: str) -> Iterator[None]:
        """Claim what follows within *entry*: a tab, an admonition, a list item."""
        scope, floor = list(self._scope), self._floor
        self._scope.append(entry)
        self._floor = len(self._scope)
        yield
        self._scope, self._floor = scope, floor

    def paragraph(self, words: Said | str) -> None:
        """Claim a paragraph; a `str` is what a template says by itself."""
        if isinstance(words, str):
            self.say("paragraph", "", words)
        else:
            self.say("paragraph", "", words.what.canonical, words.route)

    def passage(self, told: Told | None) -> None:
        """Claim prose of any length."""
        for block in told.what.blocks if told else ():
            self._block(block, told.route if told else ())

    def _block(self, block: Block, origin: Route) -> None:
        match block:
            case Paragraph(phrase):
                self.say("paragraph", "", phrase.canonical, origin)
            case Fence(language, text):
                self.code(Coded(language, text, origin))
            case Table(head, rows):
                self.grid(Grid(head, tuple(tuple(Said(c, origin) for c in row) for row in rows)))
            case Bullets(items, ordered):
                for number, item in enumerate(items, 1):
                    self._item(item, number, ordered, origin)

    def _item(self, item: Sequence[Block], number: int, ordered: bool, origin: Route) -> None:
        first = item[0].phrase.canonical if item and isinstance(item[0], Paragraph) else ""
        self.say("step" if ordered else "item", str(number) if ordered else "", first, origin)
        with self.inside(f"{'step' if ordered else 'item'} {number}"):
            for block in item[1:] if first else item:
                self._block(block, origin)

    def bullets(self, items: Sequence[Said]) -> None:
        """Claim a list."""
        for item in items:
            self.say("item", "", item.what.canonical, item.route)

    def code(self, coded: Coded | None) -> None:
        """Claim a code block."""
        if coded:
            self.say("code", coded.language, coded.text.removesuffix("\n"), coded.route)

    def grid(self, grid: Grid | None) -> None:
        """Claim a table, cell by cell."""
        if grid is None:
            return
        columns = [p.canonical for p in grid.head]
        self.say("columns", "", " | ".join(columns))
        for row in grid.rows:
            name = row[0].what.canonical
            self.say("row", "", name, row[0].route)
            for column, cell in zip(columns[1:], row[1:], strict=True):
                self.say("cell", f"{name} | {column}", cell.what.canonical, cell.route)

    def box(self, box: Box) -> None:
        """Claim an admonition."""
        kind = _KINDS.get(self.dialect, {}).get(box.kind, box.kind)
        bold = self.dialect in _BOLD_TITLES
        self.say("admonition", kind, "" if bold else box.title, box.body.route)
        with self.inside(kind):
            if bold and box.title:
                self.paragraph(f"**{box.title}**")
            self.passage(box.body)

    def boxes(self, boxes: Sequence[Box]) -> None:
        """Claim admonitions."""
        for box in boxes:
            self.box(box)

    def hcl(self, name: str, version: str, origin: Route) -> None:
        """Claim the Terraform snippet of a pack."""
        pack = f"data.spectrocloud_pack.{name}"
        self.say("hcl-block", "", "data.spectrocloud_registry.registry")
        self.say("hcl", "data.spectrocloud_registry.registry.name", '"Public Repo"')
        self.say("hcl-block", "", pack, ("name",))
        self.say("hcl", f"{pack}.name", f'"{name}"', ("name",))
        self.say("hcl", f"{pack}.version", f'"{version}"', origin)
        self.say("hcl", f"{pack}.registry_uid", "data.spectrocloud_registry.registry.id")
