"""`packscribe audit`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.options import common
from generator.cli.report import read_settings, report

if TYPE_CHECKING:
    from datetime import datetime


def codes(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes that an option names, or what they begin with."""
    from generator.explain import prefixes

    wanted, wrong = prefixes(given)
    if wrong:
        raise click.BadParameter(wrong, context, option)
    return wanted


@click.command()
@click.argument(
    "dirs",
    nargs=-1,
    required=True,
    metavar="DIR…",
    type=click.Path(exists=True, file_okay=False, readable=False, path_type=Path),
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day to judge `eol` by (default: packscribe.toml's).")
@click.option("--select", multiple=True, callback=codes, metavar="CODE,…", help="Only these codes; PS26 is all PS26x.")
@click.option("--ignore", multiple=True, callback=codes, metavar="CODE,…", help="Leave these codes out.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="File of known findings: new ones fail, warnings too."
)
@click.option("--update-baseline", "update", is_flag=True, help="Write that file: what is found now is known.")
@common
def command(dirs: tuple[Path, ...], as_of: datetime | None, root: Path, strict: bool, fmt: str, **wanted: Any) -> None:
    """Audit the pack folders DIR…, or those in them, as they stand: no pack.yaml is needed."""
    from generator.diagnostics.grouped import grouped
    from generator.explain import title
    from generator.inspection import Wanted, inspect

    if wanted["update"] and not wanted["baseline"]:
        raise click.UsageError("--update-baseline writes the file that --baseline names: name one")
    settings, found = read_settings(root)
    day = as_of.date() if as_of else settings.as_of if settings else None
    outcome = inspect(dirs, day, settings, Wanted(**wanted))
    by_pack = partial(grouped, homes=outcome.homes, title=title) if outcome.homes else None
    strict |= outcome.strict
    report([*found, *outcome.found], fmt, strict=strict, done=outcome.done, text=by_pack, homes=outcome.homes)
