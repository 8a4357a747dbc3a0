"""What a command prints at its end, and the code it leaves with."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.diagnostics import Diagnostic, has_errors

if TYPE_CHECKING:
    from generator.settings import Settings

PROBLEMS, WRONG_USE, WORLD_FAILED, INTERRUPTED = 1, 2, 3, 130

#: Wrongly named, or not there: wrong use.
MISUSED = {"PS110", "PS111", "PS120", "PS124", "PS140", "PS141", "PS144", "PS150", "PS170", "PS171"}
MISUSED |= {"PS180", "PS181", "PS182", "PS183", "PS191"}
MISUSED |= {"PS195", "PS196", "PS197", "PS198", "PS199", "PS664", "PS703", "PS704"}


def report(
    found: list[Diagnostic],
    fmt: str,
    *,
    strict: bool,
    done: str = "",
    text: Callable[..., str] | None = None,
    failed: int = PROBLEMS,
    homes: Mapping[str, str] | None = None,
) -> None:
    """Print *found*, as *text* shows it to people, and leave with 0, or with *failed* where something failed."""
    from generator.diagnostics.report import render, wants_colour

    colour = wants_colour()
    if found and fmt == "text" and text is not None:
        click.echo(text(found, colour=colour), nl=False)
    elif fmt == "sarif":
        from generator.explain import explained

        click.echo(render(found, fmt, explain=explained, homes=homes), nl=False)
    elif found or fmt == "json":
        click.echo(render(found, fmt, colour=colour), nl=False)
    elif done and fmt == "text":
        click.echo(done)
    if any(d.code in MISUSED for d in found):
        sys.exit(WRONG_USE)
    sys.exit(failed if has_errors(found, strict=strict) else 0)


def show(found: list[Diagnostic], fmt: str) -> None:
    """Print *found* where there is something to print, and go on."""
    from generator.diagnostics.report import render, wants_colour

    if found:
        click.echo(render(found, fmt, colour=wants_colour()), nl=False)


def failing(found: list[Diagnostic], fmt: str, *, strict: bool) -> list[Diagnostic]:
    """Return what fails a command, for people; how much else there is, is said, and programs get everything."""
    wrong = [d for d in found if has_errors([d], strict=strict)]
    if fmt != "text":
        return found
    if rest := len(found) - len(wrong):
        click.echo(f"{rest} warnings and notes besides, which `packscribe check` shows")
    return wrong


def progress(done: int, of: int, what: str) -> None:
    """Show on a terminal how far a command has come."""
    click.echo(f"\r\x1b[K[{done}/{of}] {what[:60]}" if done < of else "\r\x1b[K", nl=False, err=True)


def read_settings(root: Path) -> tuple[Settings | None, list[Diagnostic]]:
    """Return what packscribe.toml of *root* says, for commands that do without one."""
    if not (root / "packscribe.toml").exists():
        return None, []
    from generator import settings

    return settings.load(root)
