"""`packscribe pull`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.cli.options import common, destination, reached
from generator.cli.report import PROBLEMS, WORLD_FAILED, report


@click.command()
@click.argument("reference", metavar="REF")
@click.option("-o", "--output", "to", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder.")
@click.option("--as", "form", type=click.Choice(["archive", "folder"]), default="archive", show_default=True)
@destination
@common
def command(reference: str, to: Path, form: str, root: Path, strict: bool, fmt: str, **given: Any) -> None:
    """Write the pack REF of a registry to a folder, once every digest is right."""
    from generator.retrieval.pull import pull as write

    outcome = write(reference, to, reached(given), folder=form == "folder")
    for line in outcome.lines if fmt == "text" else ():
        click.echo(line)
    report(outcome.diagnostics, fmt, strict=strict, failed=WORLD_FAILED if outcome.world else PROBLEMS)
