"""`packscribe export`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.cli.options import common
from generator.cli.report import report


@click.command()
@click.argument("names", nargs=-1)
@click.option(
    "--to",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Checkout of a docs site.",
)
@click.option("--dialect", type=click.Choice(["docusaurus", "gatsby"]), default="docusaurus", show_default=True)
@click.option("--check", is_flag=True, help="Write nothing; fail if any page there would change.")
@click.option("--force", is_flag=True, help="Write over pages that packscribe did not write, too.")
@common
def command(names: tuple[str, ...], to: Path, root: Path, strict: bool, fmt: str, **wish: Any) -> None:
    """Write the pages of the packs NAMES (all, if none is named) into a checkout of Palette's docs site."""
    from generator.export import Wish
    from generator.export import export as export_pages

    outcome = export_pages(root, to, Wish(names, **wish))
    if fmt == "text":
        for line in outcome.story(to):
            click.echo(line)
    done = f"{outcome.packs} page{'s' * (outcome.packs != 1)} up to date in {to}"
    report(outcome.diagnostics, fmt, strict=strict, done=done)
