"""`packscribe verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.cli.options import common, destination, reached
from generator.cli.report import PROBLEMS, WORLD_FAILED, report


@click.command()
@click.argument("reference", metavar="REF")
@click.option("--key", type=click.Path(path_type=Path), metavar="PUB", help="Public key of who publishes the pack.")
@click.option("--source", default="", metavar="NAME", help="Pack to build again and compare (default: that of REF).")
@destination
@common
def command(reference: str, key: Path | None, source: str, root: Path, strict: bool, fmt: str, **given: Any) -> None:
    """Prove what a registry has under REF, oci://HOST/BASE/NAME:VERSION or oci-layout:DIR#NAME:VERSION."""
    from generator.retrieval.run import verify as prove

    outcome = prove(root, reference, reached(given), key, source)
    for line in outcome.lines if fmt == "text" else ():
        click.echo(line)
    report(outcome.diagnostics, fmt, strict=strict, failed=WORLD_FAILED if outcome.world else PROBLEMS)
