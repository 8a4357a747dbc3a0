"""`packscribe configure`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.options import common
from generator.cli.report import PROBLEMS, report

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.argument("name")
@click.option("--version", default="", help="Version of the pack (default: the newest).")
@click.option("--set", "set_", multiple=True, metavar="PATH=VALUE", help="Set a parameter.")
@click.option("--choose", multiple=True, metavar="CHOICE=VALUE", help="Say how the cluster is made.")
@click.option("--preset", "presets", multiple=True, metavar="NAME", help="Preset to switch on, `Group:name` if needed.")
@click.option("--os", "systems", multiple=True, metavar="SYSTEM", help="Short for --choose os=SYSTEM.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day to judge for (default: that of packscribe.toml).")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File for the values.")
@common
def command(name: str, root: Path, strict: bool, fmt: str, **given: Any) -> None:
    """Print the values.yaml of the pack NAME for a choice, and all that is known of exactly this choice.

    A combination that does not work fails with 1, a name or value that there is not with 2.
    """
    from generator.configure.run import configure
    from generator.configure.shown import as_json, diagnostics, text
    from generator.configure.wanted import Asked

    day: datetime | None = given["as_of"]
    choose = (*given["choose"], *(f"os={system}" for system in given["systems"]))
    asked = Asked(given["version"], given["set_"], choose, given["presets"])
    outcome = configure(root, name, asked, day.date() if day else None)
    if outcome.made is None or outcome.loaded is None:
        report(outcome.diagnostics, fmt, strict=strict)
        return
    if given["output"]:
        given["output"].write_bytes(outcome.made.values.text.encode())
    found = diagnostics(outcome.loaded, outcome.made)
    if fmt not in ("text", "json"):
        report(found, fmt, strict=strict)
    click.echo(as_json(outcome.made) if fmt == "json" else text(outcome.made), nl=False)
    sys.exit(0 if outcome.made.works and not (strict and found) else PROBLEMS)
