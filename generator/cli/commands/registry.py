"""`packscribe registry`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.cli.options import common, destination, reached
from generator.cli.report import PROBLEMS, WORLD_FAILED, report


@click.group()
def command() -> None:
    """Look into a registry."""


@command.command()
@click.argument("dest")
@click.argument("names", nargs=-1)
@destination
@common
def ls(dest: str, names: tuple[str, ...], root: Path, strict: bool, fmt: str, **given: Any) -> None:
    """List packs and versions at DEST, oci://HOST/BASE or oci-layout:DIR: those of NAMES, or all it tells of."""
    from generator.retrieval.run import ls as list_packs

    outcome = list_packs(dest, names, reached(given))
    for line in outcome.lines if fmt == "text" else ():
        click.echo(line)
    if fmt == "text" and not outcome.lines and not outcome.diagnostics:
        click.echo(f"no packs at {dest}: check its base path, if there should be some", err=True)
    report(outcome.diagnostics, fmt, strict=strict, failed=WORLD_FAILED if outcome.world else PROBLEMS)
