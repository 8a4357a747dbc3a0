"""`packscribe schema`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.options import common
from generator.cli.report import report


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail if the file on the disk is another.")
@common
def command(check: bool, root: Path, strict: bool, fmt: str) -> None:
    """Write the JSON Schemas of pack.yaml, for editors, and of packs.json, into schema/."""
    from generator import schema_file

    found, changed = schema_file.write(root, check=check)
    report(
        found,
        fmt,
        strict=strict,
        done="wrote the schemas below schema/" if changed else "schemas are up to date",
    )
