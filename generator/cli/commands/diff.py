"""`packscribe diff`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.report import PROBLEMS, report

FORMATS = click.Choice(["text", "markdown", "json", "github", "sarif"])


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
def command(base: str, head: str, gate: bool, fmt: str, root: Path) -> None:
    """Say what changes from BASE to HEAD (default: the working tree) for those who run the packs.

    Both are revisions of git, folders, or published versions (oci://…, oci-layout:…). BASE...HEAD compares with where
    the two parted.
    """
    from generator.diagnostics import Problems, has_errors
    from generator.review.rendering import render
    from generator.review.run import review

    try:
        found = review(root, base, head, gate=gate)
    except Problems as wrong:
        report(list(wrong.diagnostics), fmt if fmt in ("json", "sarif", "github") else "text", strict=False)
        return
    click.echo(render(found, fmt), nl=False)
    sys.exit(PROBLEMS if has_errors([*found.problems, *found.gate]) else 0)
