"""`packscribe diff`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from generator.cli.options import destination, reached
from generator.cli.report import PROBLEMS, WORLD_FAILED, report

FORMATS = click.Choice(["text", "markdown", "json", "github", "sarif", "changelog"])


@click.command()
@click.argument("base")
@click.argument("head", default="")
@click.option(
    "--gate", is_flag=True, help="Fail on changed published content and on breaking changes without a major step."
)
@click.option("--format", "fmt", type=FORMATS, default="text", help="How the changes are printed.")
@click.option(
    "--root", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder that holds packs/."
)
@destination
def command(base: str, head: str, gate: bool, fmt: str, root: Path, **given: Any) -> None:
    """Say what changes from BASE to HEAD (default: the working tree) for those who run the packs.

    Both are revisions of git, folders, or published versions (oci://…, oci-layout:…). BASE...HEAD compares with where
    the two parted.
    """
    from generator.diagnostics import Problems, has_errors
    from generator.diagnostics.report import wants_colour
    from generator.review.archives import Unreached
    from generator.review.as_diagnostics import diagnostics
    from generator.review.rendering import render
    from generator.review.run import review

    as_problems = fmt in ("github", "sarif")
    try:
        found = review(root, base, head, gate=gate, options=reached(given))
    except Problems as wrong:
        failed = WORLD_FAILED if isinstance(wrong, Unreached) and wrong.world else PROBLEMS
        shown = fmt if as_problems or fmt == "json" else "text"
        report(list(wrong.diagnostics), shown, strict=False, failed=failed)
        return
    if as_problems:
        report(diagnostics(found), fmt, strict=False)
    click.echo(render(found, fmt, colour=wants_colour()), nl=False)
    sys.exit(PROBLEMS if has_errors([*found.problems, *found.gate]) else 0)
