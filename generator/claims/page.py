"""Collects what a page must say, block by block, in the notation that the readers use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from generator.prose import (
    Block,
    Bullets,
    Code,
    Emphasis,
    Fence,
    Heading,
    Inline,
    Link,
    Paragraph,
    Phrase,
    Quote,
    Strike,
    Strong,
    Table,
    Text,
    adjacent,
    linked_pictures,
    spelled,
)
from generator.readback.compare import Claim
from generator.readback.facts import Place, lines_of
from generator.readback.hcl import read_hcl
from generator.view.said import Box, Coded, Grid, Route, Said, Told, alert

#: How a dialect that has fewer admonitions names the model's four.
_KINDS = {"gatsby": {"danger": "warning", "tip": "info"}}
#: Dialects that write a comment between lists that follow each other, and start every list at 1.
_PLAIN_LISTS = {"material"}
#: Dialects whose admonitions carry no title of their own: it is the first, bold paragraph inside.
_BOLD_TITLES = {"gatsby", "github"}
#: Dialects whose cells are of one line: a break in them is a space, as a README carries no HTML.
_UNBROKEN_CELLS = {"github"}
#: The dialect of our own site, which shows no picture of another host.
_OWN_PICTURES = {"material"}
#: Dialects without front matter, and without what opens when asked.
_NO_FRONT = {"github"}


def _without_code(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return *inlines* with code that holds `\\|` as plain words."""
    found: list[Inline] = []
    for inline in inlines:
        match inline:
            case Code(text) if "\\|" in text:
                found.append(Text(text))
            case Strong(children) | Emphasis(children) | Strike(children):
                found.append(type(inline)(_without_code(children)))
            case Link(children, url):
                found.append(Link(_without_code(children), url))
            case _:
                found.append(inline)
    return tuple(found)


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
        """Claim the notice, and each field of the front matter with its route where the dialect has one."""
        self.say("notice", "", notice)
        for key, (value, origin) in fields.items() if self.dialect not in _NO_FRONT else ():
            self.say("front", key, json.dumps(value, ensure_ascii=False), origin)

    def _said(self, words: Phrase) -> str:
        """Return *words* as this dialect says them."""
        return (Phrase(linked_pictures(words.inlines)) if self.dialect in _OWN_PICTURES else words).canonical

    def heading(self, level: int, words: Said | str) -> None:
        """Claim a heading; what follows stands under it until a heading of the same or a higher rank."""
        text = words if isinstance(words, str) else self._said(words.what)
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
            self.say("paragraph", "", self._said(words.what), words.route)

    def passage(self, told: Told | None) -> None:
        """Claim prose of any length."""
        if told:
            self._blocks(told.what.blocks, told.route)

    def _blocks(self, blocks: Sequence[Block], origin: Route) -> None:
        before: Block | None = None
        for block in blocks:
            if self.dialect in _PLAIN_LISTS and adjacent(before, block):
                self.say("comment", "", "")
            self._block(block, origin)
            before = block

    def _block(self, block: Block, origin: Route) -> None:
        match block:
            case Paragraph(phrase):
                self.say("paragraph", "", self._said(phrase), origin)
            case Heading(level, phrase):
                self.heading(level, Said(phrase, origin))
            case Fence("hcl", text) if text.strip():
                self._hcl_of(text, origin)
            case Fence(language, text):
                self.code(Coded(language, text, origin))
            case Table(head, rows):
                self.grid(Grid(head, tuple(tuple(Said(c, origin) for c in row) for row in rows)))
            case Quote(None, inner):
                self.say("quote", "", "", origin)
                with self.inside("quote"):
                    self._blocks(inner, origin)
            case Quote():
                self.box(alert(block, origin))
            case Bullets():
                self._list(block, origin)

    def _list(self, found: Bullets, origin: Route) -> None:
        if found.ordered and found.start != 1 and self.dialect in _PLAIN_LISTS:
            self._blocks(spelled(found), origin)
            return
        for number, item in enumerate(found.items):
            first = self._said(item[0].phrase) if item and isinstance(item[0], Paragraph) else ""
            word = "step" if found.ordered else "item"
            self.say(word, str(found.start + number) if found.ordered else "", first, origin)
            with self.inside(f"{word} {number + 1}"):
                self._blocks(item[1:] if first else item, origin)

    @contextmanager
    def step(self, number: int, text: Told) -> Iterator[None]:
        """Claim a step that starts with *text*, and what follows within it."""
        blocks = text.what.blocks
        own = [self._said(block.phrase) for block in blocks[:1] if isinstance(block, Paragraph)]
        self.say("step", str(number), own[0] if own else "", text.route)
        with self.inside(f"step {number}"):
            self._blocks(blocks[len(own) :], text.route)
            yield

    def _hcl_of(self, text: str, origin: Route) -> None:
        """Claim what HCL says, statement by statement, as the readers tell it."""
        place = Place([])
        read_hcl(lines_of(text.removesuffix("\n")), place)
        for fact in place.facts:
            self.say(fact.kind, fact.key, fact.value, origin)

    def bullets(self, items: Sequence[Said]) -> None:
        """Claim a list."""
        for item in items:
            self.say("item", "", self._said(item.what), item.route)

    def code(self, coded: Coded | None) -> None:
        """Claim a code block."""
        if coded:
            self.say("code", coded.language, coded.text.removesuffix("\n"), coded.route)

    def grid(self, grid: Grid | None) -> None:
        """Claim a table, cell by cell."""
        if grid is None:
            return
        columns = [self._cell(p) for p in grid.head]
        self.say("columns", "", " | ".join(columns))
        for row in grid.rows:
            name = self._cell(row[0].what)
            self.say("row", "", name, row[0].route)
            for column, cell in zip(columns[1:], row[1:], strict=True):
                self.say("cell", f"{name} | {column}", self._cell(cell.what), cell.route)

    def _cell(self, words: Phrase) -> str:
        """Return the words of a cell; where `\\|` cannot stand in code, such code is plain words."""
        said = self._said(words)
        if self.dialect in _UNBROKEN_CELLS:
            said = said.replace("\n", " ")
        if "\\|" not in said or self.dialect == "material":
            return said
        return Phrase(_without_code(words.inlines)).canonical

    def box(self, box: Box) -> None:
        """Claim an admonition."""
        kind = _KINDS.get(self.dialect, {}).get(box.kind, box.kind)
        bold = self.dialect in _BOLD_TITLES
        self.say("admonition", kind, "" if bold else box.title, box.body.route)
        with self.inside(kind):
            if bold and box.title:
                self.paragraph(f"**{box.title}**")
            self.passage(box.body)

    @contextmanager
    def fold(self, kind: str, title: Said | str) -> Iterator[None]:
        """Claim what follows within an admonition that opens when asked; elsewhere it stands under a heading."""
        if self.dialect in _NO_FRONT:
            self.heading(3, title)
            yield
            return
        words = title if isinstance(title, str) else self._said(title.what)
        self.say("admonition", kind, words, () if isinstance(title, str) else title.route)
        self.say("attributes", "collapsible", "???")
        with self.inside(kind):
            yield

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
