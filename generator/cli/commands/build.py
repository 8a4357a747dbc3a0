"""`packscribe build`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.options import common
from generator.cli.report import report


@click.command()
@click.argument("names", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail if anything on the disk would change.")
@common
def command(names: tuple[str, ...], check: bool, root: Path, strict: bool, fmt: str) -> None:
    """Compile the packs NAMES (all, if none is named) into their pages and artifacts."""
    from generator import pipeline

    outcome = (pipeline.build_check if check else pipeline.build)(root, list(names))
    if fmt == "text":
        for line in outcome.story(root):
            click.echo(line)
    report(outcome.diagnostics, fmt, strict=strict, done=outcome.done)
