"""The command line: the only module that prints or exits."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import __version__
from generator.diagnostics import Diagnostic, has_errors

if TYPE_CHECKING:
    from datetime import datetime

    from generator.settings import Settings

PROBLEMS, WRONG_USE, WORLD_FAILED = 1, 2, 3

MISUSED = {"PS110", "PS111", "PS120"}  # the command line names a pack or a root that is not there
FORMATS = click.Choice(["text", "json", "github", "sarif"])


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command takes."""
    function = click.option("--format", "fmt", type=FORMATS, default="text", help="How problems are printed.")(function)
    function = click.option("--strict", is_flag=True, help="Warnings fail too.")(function)
    return click.option(
        "--root", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder that holds packs/."
    )(function)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="packscribe")
def cli() -> None:
    """One pack.yaml compiles into every page and artifact of a Palette pack, and proves that they agree."""


@cli.command()
@click.argument("names", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail if anything on the disk would change.")
@common
def build(names: tuple[str, ...], check: bool, root: Path, strict: bool, fmt: str) -> None:
    """Compile the packs NAMES (all, if none is named) into their pages and artifacts."""
    from generator import pipeline

    outcome = (pipeline.build_check if check else pipeline.build)(root, list(names))
    if fmt == "text":
        for line in outcome.story(root):
            click.echo(line)
    report(outcome.diagnostics, fmt, strict=strict, done=outcome.done)


@cli.command()
@click.argument("names", nargs=-1)
@click.option("--no-bytes", is_flag=True, help="Leave out the byte comparison: only read the facts back.")
@common
def check(names: tuple[str, ...], no_bytes: bool, root: Path, strict: bool, fmt: str) -> None:
    """Check the packs NAMES: the source, the bytes on the disk, and the facts read back from them."""
    from generator import pipeline

    outcome = pipeline.check(root, list(names), compare_bytes=not no_bytes)
    done = f"{outcome.packs} pack{'s' * (outcome.packs != 1)}: sources, bytes and facts agree"
    report(outcome.diagnostics, fmt, strict=strict, done=done)


@cli.command()
@click.argument(
    "dirs",
    nargs=-1,
    required=True,
    metavar="DIR…",
    type=click.Path(exists=True, file_okay=False, readable=False, path_type=Path),
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day to judge `eol` by (default: packscribe.toml's).")
@common
def audit(dirs: tuple[Path, ...], as_of: datetime | None, root: Path, strict: bool, fmt: str) -> None:
    """Audit the pack folders DIR…, or those in them, as they stand: no pack.yaml is needed."""
    from generator.audit.run import run as audit_all

    settings, found = read_settings(root)
    day = as_of.date() if as_of else settings.as_of if settings else None
    outcome = audit_all(dirs, day)
    found += outcome.diagnostics
    if settings and settings.ignore:
        from generator.pipeline import suppress

        found = suppress(found, settings)
    done = f"{outcome.folders} pack folder{'s' * (outcome.folders != 1)}: nothing found"
    report(found, fmt, strict=strict, done=done)


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; fail if the file on the disk is another.")
@common
def schema(check: bool, root: Path, strict: bool, fmt: str) -> None:
    """Write schema/pack.schema.json, the JSON Schema of pack.yaml for editors."""
    from generator import schema_file

    found, changed = schema_file.write(root, check=check)
    report(found, fmt, strict=strict, done="wrote schema/pack.schema.json" if changed else "schema is up to date")


@cli.command()
@click.argument("code")
def explain(code: str) -> None:
    """Print what the problem CODE means and what to do about it."""
    from generator.explain import explanation

    text = explanation(code)
    if text is None:
        raise click.UsageError(f"there is no code `{code}`; codes look like PS203")
    click.echo(text)


def read_settings(root: Path) -> tuple[Settings | None, list[Diagnostic]]:
    """Return what packscribe.toml of *root* says, for commands that do without one."""
    if not (root / "packscribe.toml").exists():
        return None, []
    from generator import settings

    return settings.load(root)


def report(found: list[Diagnostic], fmt: str, *, strict: bool, done: str = "") -> None:
    """Print *found* and leave with the exit code that follows from it."""
    from generator.diagnostics.report import render

    if found or fmt in ("json", "sarif"):
        click.echo(render(found, fmt, colour=fmt == "text" and sys.stdout.isatty() and "NO_COLOR" not in os.environ))
    elif done and fmt == "text":
        click.echo(done)
    if any(d.code in MISUSED for d in found):
        sys.exit(WRONG_USE)
    sys.exit(PROBLEMS if has_errors(found, strict=strict) else 0)


def run() -> None:
    """Run the command line; whatever fails, no traceback reaches the user."""
    try:
        cli.main(prog_name="packscribe", standalone_mode=False)
    except click.exceptions.Exit as wanted:
        sys.exit(wanted.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(WRONG_USE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python fails while it flushes
        sys.exit(PROBLEMS)
    except OSError as error:
        click.echo(f"error: {error.strerror or error}: {error.filename or 'file system'}", err=True)
        sys.exit(WORLD_FAILED)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as bug:
        if "PACKSCRIBE_DEBUG" in os.environ:
            raise
        place = f"{type(bug).__name__}: {bug}"
        click.echo(
            f"internal error: {place}\n  help: this is a fault of packscribe; set PACKSCRIBE_DEBUG=1 to see where",
            err=True,
        )
        sys.exit(WORLD_FAILED)
