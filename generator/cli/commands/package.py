"""`packscribe package`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from generator.cli.options import common
from generator.cli.report import failing, report


@click.command()
@click.argument("names", nargs=-1)
@click.option("-o", "--output", "to", type=click.Path(file_okay=False, path_type=Path), help="Folder (default: dist/).")
@click.option("--as", "form", type=click.Choice(["archive", "folder"]), default="archive", show_default=True)
@click.option("--baseline", type=click.Path(path_type=Path), help="File of known findings, which pass.")
@common
def command(names: tuple[str, ...], to: Path | None, form: str, root: Path, fmt: str, **wish: Any) -> None:
    """Write the packs NAMES (all, if none is named) as archives that are the same wherever they are written."""
    from generator.publishing.judged import TIME_VARIABLE, Wish
    from generator.publishing.package import package as write
    from generator.verdicts.memory import memory

    time = os.environ.get(TIME_VARIABLE, "")
    outcome = write(
        root,
        Wish(names, time=time, memory=memory(root, os.environ), **wish),
        to or root / "dist",
        folders=form == "folder",
    )
    for written in outcome.written if fmt == "text" else ():
        click.echo(written.line())
    report(failing(outcome.diagnostics, fmt, strict=wish["strict"]), fmt, strict=wish["strict"])
