"""Repositories for the files of all packs, compiled without a disk. No tests in here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml
from repositories import PACKS, PROJECT, SETTINGS, load, renderer

from generator import catalog, lock
from generator.catalog import LoadedPack, pack_names
from generator.compile import compile_catalog, entry_of
from generator.compiled import Compiled
from generator.diagnostics import has_errors

#: Text that is special in XML, in calendars, in HTML, in Markdown or in JSON, long, wide or from right to left.
NASTY = (
    "<script>alert(1)</script> ]]> & \"x\" 'y' &amp; <!-- c -->",
    "a;b,c:d\\n e\\, BEGIN:VEVENT ^n",
    "שלום עולם 中文字符 é 👩‍👩‍👧 \N{COMBINING ACUTE ACCENT}",
    "[a](javascript:alert(1)) **b** `c` {{ d }} {% e %} {f}",
    "word " * 60,
    "x" * 300,
)
AT = replace(SETTINGS, site_url="https://docs.example.org/some/path")


@cache
def compiled(*names: str) -> Compiled:
    """Return what is made of all the packs *names* together."""
    return of_packs(load(name) for name in names)


def of_packs(packs: Iterable[LoadedPack]) -> Compiled:
    """Return what is made of all *packs* together."""
    read = tuple(packs)
    tree = compile_catalog([entry_of(pack, AT) for pack in read], AT, renderer())
    return Compiled(lock.CATALOG, read, AT, tree, lock.Lock(lock.CATALOG), PACKS / "nothing here")


def all_packs() -> Compiled:
    """Return what is made of the project's packs and those of the tests."""
    return compiled(*sorted({*pack_names(PROJECT), *pack_names(PACKS.parent)}))


def written(folder: Path, name: str, **facts: object) -> LoadedPack:
    """Write a small pack with *facts* below *folder*, and read it."""
    pack = {
        "name": name,
        "displayName": name,
        "layer": "addon",
        "description": "A small pack.",
        "versions": [{"version": "1.0.0", "series": "1.0.x", "values": "pack:\n  a: 1\n"}],
    }
    home = folder / "packs" / name
    home.mkdir(parents=True)
    (home / "pack.yaml").write_text(yaml.safe_dump(pack | facts, allow_unicode=True, sort_keys=False, width=1_000_000))
    loaded, found = catalog.load_pack(folder, name)
    assert loaded is not None and not has_errors(found), found
    return loaded


def retirement(subject: str, date: datetime.date, text: str = "It ends.") -> dict[str, object]:
    """Return a retirement as pack.yaml has it."""
    return {"subject": subject, "date": date, "consequence": text, "replacement": text}
