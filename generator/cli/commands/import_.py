"""`packscribe import`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.options import common
from generator.cli.report import read_settings, report


@click.command()
@click.argument(
    "dirs",
    nargs=-1,
    required=True,
    metavar="DIR…",
    type=click.Path(exists=True, file_okay=False, readable=False, path_type=Path),
)
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), help="The folder packs/ (default: that of --root)."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would be written.")
@common
def command(dirs: tuple[Path, ...], into: Path | None, dry_run: bool, root: Path, strict: bool, fmt: str) -> None:
    """Take the pack folders DIR…, or those in them, over as packs/<name>/pack.yaml, with nothing lost."""
    from generator.importer.run import import_packs
    from generator.importer.story import story

    target = into or root / "packs"
    if target.resolve().name != "packs":
        raise click.UsageError(f"a build looks for packs in a folder called `packs`: --into {target}/packs")
    settings, found = read_settings(target.parent)
    outcome = import_packs(dirs, target, settings, dry_run=dry_run)
    lines = list(story(outcome, target))
    if outcome.reports and not dry_run:
        from datetime import date as calendar

        from generator.scaffold.site import begin_site
        from generator.settings import FILE, pin

        if pin(target.parent, calendar.today()):
            lines += [f"wrote {target.parent / name}" for name in (FILE, *begin_site(target.parent))]
        lines.append(f"next: packscribe build --root {target.parent}")
    for line in lines if fmt == "text" else ():
        click.echo(line)
    report([*found, *outcome.diagnostics], fmt, strict=strict)
