"""The command line: the only module that prints or exits."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import __version__
from generator.diagnostics import Diagnostic, Location, has_errors

if TYPE_CHECKING:
    from datetime import datetime

    from generator.registry import Options
    from generator.settings import Settings

PROBLEMS, WRONG_USE, WORLD_FAILED, INTERRUPTED = 1, 2, 3, 130

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


def destination(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how a registry is reached; `reached` makes one value of them."""
    for option in (
        click.option("--retries", type=click.IntRange(0, 20), default=5, show_default=True, help="Tries after one."),
        click.option(
            "--deadline", type=click.FloatRange(1), default=120, show_default=True, help="Seconds for each step."
        ),
        click.option("--password-stdin", is_flag=True, help="Read the password from standard input."),
        click.option("--username", default="", help="User name (default: environment, docker's config.json)."),
        click.option("--plain-http", is_flag=True, help="No TLS; to this machine it is never needed."),
        click.option("--ca-file", type=click.Path(path_type=Path), help="Certificates that sign the registry's."),
    ):
        function = option(function)
    return function


def reached(given: dict[str, Any]) -> Options:
    """Take what the options of `destination` were given out of *given*, and return it as a value."""
    from generator.registry import Options

    ca_file, username, from_input = given.pop("ca_file"), given.pop("username"), given.pop("password_stdin")
    if bool(username) != from_input:
        raise click.UsageError("--username and --password-stdin are given together")
    password = sys.stdin.readline().rstrip("\r\n") if from_input else ""
    rest = {name: given.pop(name) for name in ("plain_http", "deadline", "retries")}
    return Options(ca_file=str(ca_file or ""), username=username, password=password, **rest)


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
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="File of known findings: new ones fail, warnings too."
)
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
    strict |= outcome.strict
    report([*found, *outcome.found], fmt, strict=strict, done=outcome.done, text=by_pack, homes=outcome.homes)


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
@click.argument("names", nargs=-1)
@click.option("-o", "--output", "to", type=click.Path(file_okay=False, path_type=Path), help="Folder (default: dist/).")
@click.option("--as", "form", type=click.Choice(["archive", "folder"]), default="archive", show_default=True)
@click.option("--baseline", type=click.Path(path_type=Path), help="File of known findings, which pass.")
@common
def package(names: tuple[str, ...], to: Path | None, form: str, root: Path, fmt: str, **wish: Any) -> None:
    """Write the packs NAMES (all, if none is named) as archives that are the same wherever they are written."""
    from generator.publishing.judged import TIME_VARIABLE, Wish
    from generator.publishing.package import package as write

    time = os.environ.get(TIME_VARIABLE, "")
    outcome = write(root, Wish(names, time=time, **wish), to or root / "dist", folders=form == "folder")
    for written in outcome.written if fmt == "text" else ():
        click.echo(written.line())
    report(failing(outcome.diagnostics, fmt, strict=wish["strict"]), fmt, strict=wish["strict"])


@cli.command()
@click.argument("names", nargs=-1)
@click.option("--to", required=True, metavar="DEST", help="oci://HOST/BASE, or oci-layout:DIR")
@click.option("--plan", "only_plan", is_flag=True, help="Write nothing; show what is new, unchanged or conflicting.")
@click.option("--force", is_flag=True, help="Replace other content under a tag; needs --message.")
@click.option("--message", default="", help="Why it is replaced; recorded with the old digest.")
@click.option("--create-repos", "create", is_flag=True, help="Create repositories first, where a registry wants that.")
@click.option(
    "--sign", "key", type=click.Path(path_type=Path), help="Private key: sign what is new, attach SBOM and origin."
)
@click.option(
    "--report", "report_file", type=click.Path(dir_okay=False, path_type=Path), help="JSON file of the outcome."
)
@click.option("--workers", type=click.IntRange(1, 64), default=8, show_default=True, help="Packs at once.")
@click.option("--baseline", type=click.Path(path_type=Path), help="File of known findings, which pass.")
@destination
@common
def publish(
    names: tuple[str, ...], force: bool, report_file: Path | None, root: Path, strict: bool, fmt: str, **given: Any
) -> None:
    """Publish the packs NAMES (all, if none is named) to a registry; what is there already is left as it is."""
    import signal

    from generator.publishing.judged import TIME_VARIABLE, Wish
    from generator.publishing.run import Request
    from generator.publishing.run import publish as write

    given["message"] = given["message"].strip()
    if force != bool(given["message"]):
        raise click.UsageError('--force replaces what was published: say why with --message "…", and only then')
    wish = Wish(names, strict, given.pop("baseline"), os.environ.get(TIME_VARIABLE, ""))
    key = given.pop("key")
    request = Request(options=reached(given), seal=signing(root, key, fmt) if key else None, **given)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # it ends as Ctrl-C does: with a summary
    outcome = write(root, wish, request, progress if sys.stderr.isatty() else None)
    if report_file:
        from generator.tree import write as write_files

        write_files(report_file.parent, {report_file.name: outcome.to_bytes()})
    for line in outcome.story(everything=request.only_plan) if fmt == "text" else ():
        click.echo(line)
    if fmt == "text" and outcome.rows:
        click.echo(outcome.done)
    if outcome.stopped:
        sys.exit(INTERRUPTED)
    failed = WORLD_FAILED if outcome.world else PROBLEMS
    report(failing(outcome.found, fmt, strict=strict), fmt, strict=strict, failed=failed)


def signing(root: Path, key: Path, fmt: str) -> Callable[..., None]:
    """Return what signs packs with the private key in the file *key*; leave where that is none."""
    from generator.registry import RegistryError
    from generator.sealing import sealer

    try:
        return sealer(root, key, os.environ)
    except RegistryError as why:
        report([Diagnostic(why.code, str(why), Location(str(key)), why.help)], fmt, strict=False)
    raise AssertionError  # `report` has left


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


@cli.command()
@click.argument("reference", metavar="REF")
@click.option("--key", type=click.Path(path_type=Path), metavar="PUB", help="Public key of who publishes the pack.")
@click.option("--source", default="", metavar="NAME", help="Pack to build again and compare (default: that of REF).")
@destination
@common
def verify(reference: str, key: Path | None, source: str, root: Path, strict: bool, fmt: str, **given: Any) -> None:
    """Prove what a registry has under REF, oci://HOST/BASE/NAME:VERSION or oci-layout:DIR#NAME:VERSION."""
    from generator.retrieval.run import verify as prove

    outcome = prove(root, reference, reached(given), key, source)
    for line in outcome.lines if fmt == "text" else ():
        click.echo(line)
    report(outcome.diagnostics, fmt, strict=strict, failed=WORLD_FAILED if outcome.world else PROBLEMS)


@cli.command()
@click.argument("reference", metavar="REF")
@click.option("-o", "--output", "to", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder.")
@click.option("--as", "form", type=click.Choice(["archive", "folder"]), default="archive", show_default=True)
@destination
@common
def pull(reference: str, to: Path, form: str, root: Path, strict: bool, fmt: str, **given: Any) -> None:
    """Write the pack REF of a registry to a folder, once every digest is right."""
    from generator.retrieval.pull import pull as write

    outcome = write(reference, to, reached(given), folder=form == "folder")
    for line in outcome.lines if fmt == "text" else ():
        click.echo(line)
    report(outcome.diagnostics, fmt, strict=strict, failed=WORLD_FAILED if outcome.world else PROBLEMS)


@cli.group()
def registry() -> None:
    """Look into a registry."""


@registry.command()
@click.argument("dest")
@click.argument("names", nargs=-1)
@destination
@common
def ls(dest: str, names: tuple[str, ...], root: Path, strict: bool, fmt: str, **given: Any) -> None:
    """List packs and versions at DEST, oci://HOST/BASE or oci-layout:DIR: those of NAMES, or all it tells of."""
    from generator.retrieval.run import ls as list_packs

    outcome = list_packs(dest, names, reached(given))
    for line in outcome.lines if fmt == "text" else ():
        click.echo(line)
    report(outcome.diagnostics, fmt, strict=strict, failed=WORLD_FAILED if outcome.world else PROBLEMS)


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
    from generator.diagnostics.report import render

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
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


def run() -> None:
    """Run the command line; whatever fails, no traceback reaches the user."""
    try:
        cli.main(prog_name="packscribe", standalone_mode=False)
    except click.exceptions.Exit as wanted:
        sys.exit(wanted.exit_code)
    except click.Abort:
        sys.exit(INTERRUPTED)
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
        sys.exit(INTERRUPTED)
    except Exception as bug:
        if "PACKSCRIBE_DEBUG" in os.environ:
            raise
        place = f"{type(bug).__name__}: {bug}"
        click.echo(
            f"internal error: {place}\n  help: this is a fault of packscribe; set PACKSCRIBE_DEBUG=1 to see where",
            err=True,
        )
        sys.exit(WORLD_FAILED)
