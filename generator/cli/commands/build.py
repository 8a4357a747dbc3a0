"""`packscribe build`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from generator.cli.options import common
from generator.cli.report import report
from generator.diagnostics import Diagnostic, Severity, has_errors


@click.command()
@click.argument("names", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail if anything on the disk would change.")
@click.option("--site", "with_site", is_flag=True, help="Build the site with MkDocs, too.")
@common
def command(names: tuple[str, ...], check: bool, with_site: bool, root: Path, strict: bool, fmt: str) -> None:
    """Compile the packs NAMES (all, if none is named) into their pages and artifacts."""
    if not with_site:
        found, done = _build(root, names, fmt, check=check)
        report(found, fmt, strict=strict, done=done)
    if check:
        raise click.UsageError("`--check` writes nothing, and `--site` a site: leave one of them out")
    from generator.serving.built import build_site
    from generator.serving.process import no_site
    from generator.unchanged import NOTHING_TO_DO, unchanged

    if missing := no_site(root):
        report([replace(missing, severity=Severity.ERROR)], fmt, strict=strict)
    same = unchanged(root, list(names))
    found, done = ([], NOTHING_TO_DO) if same else _build(root, names, fmt, check=False)
    if not has_errors(found, strict=strict):
        found = [*found, *build_site(root)]
    report(found, fmt, strict=strict, done=done)


def _build(root: Path, names: tuple[str, ...], fmt: str, *, check: bool) -> tuple[list[Diagnostic], str]:
    """Compile, and say which files changed; return what else is to be said, and what where all is well."""
    from generator import pipeline

    outcome = (pipeline.build_check if check else pipeline.build)(root, list(names))
    if fmt == "text":
        for line in outcome.story(root):
            click.echo(line)
    return outcome.diagnostics, outcome.done
