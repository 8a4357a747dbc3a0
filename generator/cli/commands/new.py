"""`packscribe new`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.cli.options import ARCHIVE, LAYERS, common
from generator.cli.report import report


@click.command()
@click.argument("name")
@click.option("--layer", type=LAYERS, default="addon", show_default=True, help="Layer of the cluster profile.")
@click.option("--chart", type=ARCHIVE, metavar="FILE.tgz", help="Packed Helm chart that the pack deploys.")
@click.option("--display-name", default="", help="Name shown to people (default: from NAME).")
@common
def command(name: str, root: Path, strict: bool, fmt: str, **given: Any) -> None:
    """Create packs/NAME/pack.yaml, which passes every check, and say in it what to fill in."""
    from datetime import date as calendar

    from generator.scaffold import Request, scaffold

    outcome = scaffold(root, Request(name, **given), calendar.today())
    if fmt == "text":
        for line in outcome.story(root):
            click.echo(line)
    done = f"now write what stands behind each TODO in packs/{name}/pack.yaml, and run `packscribe build`"
    report(outcome.diagnostics, fmt, strict=strict, done=done)
