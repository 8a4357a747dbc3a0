"""`packscribe bump`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.cli.options import ARCHIVE, common
from generator.cli.report import report


@click.command()
@click.argument("name")
@click.argument("version")
@click.option("--chart", "charts", multiple=True, type=ARCHIVE, metavar="NEW.tgz", help="Packed chart of that version.")
@click.option("--from", "start", default="", metavar="OLD", help="Version it is made from (default: the newest).")
@click.option("--keep-values", is_flag=True, help="Change nothing in the values but content versions and image tags.")
@click.option("--extend/--no-extend", default=True, help="Extend version ranges that would end.", show_default=True)
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change.")
@common
def command(name: str, root: Path, strict: bool, fmt: str, **asked: Any) -> None:
    """Add VERSION to packs/NAME/pack.yaml, made from the newest one, and say what its new chart changes."""
    from generator.bump.run import Request
    from generator.bump.run import bump as make
    from generator.bump.story import story

    outcome = make(root, Request(name, **asked))
    if fmt == "text" and not outcome.failed:
        for line in story(outcome, name, asked["version"]):
            click.echo(line)
    report(outcome.diagnostics if fmt != "text" or outcome.failed else [], fmt, strict=strict)
