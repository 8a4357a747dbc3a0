"""`packscribe check`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from generator.cli.options import common
from generator.cli.report import report


@click.command()
@click.argument("names", nargs=-1)
@click.option("--no-bytes", is_flag=True, help="Leave out the byte comparison: only read the facts back.")
@common
def command(names: tuple[str, ...], no_bytes: bool, root: Path, strict: bool, fmt: str) -> None:
    """Check the packs NAMES: the source, the bytes on the disk, the facts read back from them, and what is packed."""
    from generator import pipeline
    from generator.verdicts.memory import memory

    known = memory(root, os.environ)
    outcome = pipeline.check(root, list(names), compare_bytes=not no_bytes, memory=known)
    done = f"{outcome.packs} pack{'s' * (outcome.packs != 1)}: sources, bytes and facts agree"
    report(outcome.diagnostics, fmt, strict=strict, done=done)
