"""The command line: the only module that prints or exits."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import __version__
from generator.diagnostics import Diagnostic, has_errors

if TYPE_CHECKING:
    from datetime import datetime

    from generator.settings import Settings

PROBLEMS, WRONG_USE, WORLD_FAILED = 1, 2, 3

MISUSED = {"PS110", "PS111", "PS120", "PS124", "PS140", "PS141", "PS144", "PS150", "PS170", "PS171"}  # wrongly named
FORMATS = click.Choice(["text", "json", "github", "sarif"])
LAYERS = click.Choice(["kernel", "os", "k8s", "cni", "csi", "addon"])
ARCHIVE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


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
    """Check the packs NAMES: the source, the bytes on the disk, the facts read back from them, and what is packed."""
    from generator import pipeline

    outcome = pipeline.check(root, list(names), compare_bytes=not no_bytes)
    done = f"{outcome.packs} pack{'s' * (outcome.packs != 1)}: sources, bytes and facts agree"
    report(outcome.diagnostics, fmt, strict=strict, done=done)


def codes(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes that an option names, or what they begin with."""
    from generator.explain import prefixes

    wanted, wrong = prefixes(given)
    if wrong:
        raise click.BadParameter(wrong, context, option)
    return wanted


@cli.command()
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
@click.option("--baseline", type=click.Path(path_type=Path), help="File of known findings: only new ones count.")
@click.option("--update-baseline", "update", is_flag=True, help="Write that file: what is found now is known.")
@common
def audit(dirs: tuple[Path, ...], as_of: datetime | None, root: Path, strict: bool, fmt: str, **wanted: Any) -> None:
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
    report([*found, *outcome.found], fmt, strict=strict, done=outcome.done, text=by_pack)


@cli.command("import")
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
def take_over(dirs: tuple[Path, ...], into: Path | None, dry_run: bool, root: Path, strict: bool, fmt: str) -> None:
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

        from generator.settings import FILE, pin

        lines += [f"wrote {target.parent / FILE}"] if pin(target.parent, calendar.today()) else []
        lines.append(f"next: packscribe build --root {target.parent}")
    for line in lines if fmt == "text" else ():
        click.echo(line)
    report([*found, *outcome.diagnostics], fmt, strict=strict)


@cli.command()
@click.argument("name")
@click.argument("version")
@click.option("--chart", "charts", multiple=True, type=ARCHIVE, metavar="NEW.tgz", help="Packed chart of that version.")
@click.option("--from", "start", default="", metavar="OLD", help="Version it is made from (default: the newest).")
@click.option("--keep-values", is_flag=True, help="Change nothing in the values but content versions and image tags.")
@click.option("--extend/--no-extend", default=True, help="Extend version ranges that would end.", show_default=True)
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change.")
@common
def bump(name: str, root: Path, strict: bool, fmt: str, **asked: Any) -> None:
    """Add VERSION to packs/NAME/pack.yaml, made from the newest one, and say what its new chart changes."""
    from generator.bump.run import Request
    from generator.bump.run import bump as make
    from generator.bump.story import story

    outcome = make(root, Request(name, **asked))
    if fmt == "text" and not outcome.failed:
        for line in story(outcome, name, asked["version"]):
            click.echo(line)
    report(outcome.diagnostics if fmt != "text" or outcome.failed else [], fmt, strict=strict)


@cli.command()
@click.argument("name")
@click.option("--layer", type=LAYERS, default="addon", show_default=True, help="Layer of the cluster profile.")
@click.option("--chart", type=ARCHIVE, metavar="FILE.tgz", help="Packed Helm chart that the pack deploys.")
@click.option("--display-name", default="", help="Name shown to people (default: from NAME).")
@common
def new(name: str, root: Path, strict: bool, fmt: str, **given: Any) -> None:
    """Create packs/NAME/pack.yaml, which passes every check, and say in it what to fill in."""
    from datetime import date as calendar

    from generator.scaffold import Request, scaffold

    outcome = scaffold(root, Request(name, **given), calendar.today())
    if fmt == "text":
        for line in outcome.story(root):
            click.echo(line)
    done = f"now write what stands behind each TODO in packs/{name}/pack.yaml, and run `packscribe build`"
    report(outcome.diagnostics, fmt, strict=strict, done=done)


@cli.command()
@click.argument("names", nargs=-1)
@click.option(
    "--to",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Checkout of a docs site.",
)
@click.option("--dialect", type=click.Choice(["docusaurus", "gatsby"]), default="docusaurus", show_default=True)
@click.option("--check", is_flag=True, help="Write nothing; fail if any page there would change.")
@click.option("--force", is_flag=True, help="Write over pages that packscribe did not write, too.")
@common
def export(names: tuple[str, ...], to: Path, root: Path, strict: bool, fmt: str, **wish: Any) -> None:
    """Write the pages of the packs NAMES (all, if none is named) into a checkout of Palette's docs site."""
    from generator.export import Wish
    from generator.export import export as export_pages

    outcome = export_pages(root, to, Wish(names, **wish))
    if fmt == "text":
        for line in outcome.story(to):
            click.echo(line)
    done = f"{outcome.packs} page{'s' * (outcome.packs != 1)} up to date in {to}"
    report(outcome.diagnostics, fmt, strict=strict, done=done)


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


def report(
    found: list[Diagnostic], fmt: str, *, strict: bool, done: str = "", text: Callable[..., str] | None = None
) -> None:
    """Print *found*, as *text* shows it to people, and leave with the exit code that follows from it."""
    from generator.diagnostics.report import render

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if found and fmt == "text" and text is not None:
        click.echo(text(found, colour=colour), nl=False)
    elif fmt == "sarif":
        from generator.explain import explained

        click.echo(render(found, fmt, explain=explained), nl=False)
    elif found or fmt == "json":
        click.echo(render(found, fmt, colour=colour), nl=False)
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
