"""`packscribe publish`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from generator.cli.options import common, destination, reached
from generator.cli.report import INTERRUPTED, PROBLEMS, WORLD_FAILED, failing, progress, report
from generator.diagnostics import Diagnostic, Location


def signing(root: Path, key: Path | None, fmt: str) -> dict[str, Any]:
    """Return what a request needs to sign packs with the private key in the file *key*; leave where that is none."""
    if key is None:
        return {}
    from generator.registry import RegistryError
    from generator.sealing import sealer

    try:
        seal = sealer(root, key, os.environ)
        return {"seal": seal, "signed": seal.signed}
    except RegistryError as why:
        report([Diagnostic(why.code, str(why), Location(str(key)), why.help)], fmt, strict=False)
    raise AssertionError  # `report` has left


@click.command()
@click.argument("names", nargs=-1)
@click.option("--to", required=True, metavar="DEST", help="oci://HOST/BASE, or oci-layout:DIR")
@click.option("--plan", "only_plan", is_flag=True, help="Write nothing; show what is new, unchanged or conflicting.")
@click.option(
    "--force", is_flag=True, help="Replace other content under a tag, mend a damaged folder; needs --message."
)
@click.option("--message", default="", help="Why that is done; recorded with the digest of what is replaced.")
@click.option("--create-repos", "create", is_flag=True, help="Create repositories first, where a registry wants that.")
@click.option(
    "--sign",
    "key",
    type=click.Path(path_type=Path),
    help="Private key: sign what it has not signed yet, attach SBOM and origin.",
)
@click.option(
    "--report", "report_file", type=click.Path(dir_okay=False, path_type=Path), help="JSON file of the outcome."
)
@click.option("--workers", type=click.IntRange(1, 64), default=8, show_default=True, help="Packs at once.")
@click.option("--baseline", type=click.Path(path_type=Path), help="File of known findings, which pass.")
@destination
@common
def command(
    names: tuple[str, ...], force: bool, report_file: Path | None, root: Path, strict: bool, fmt: str, **given: Any
) -> None:
    """Publish the packs NAMES (all, if none is named) to a registry; what is there already is left as it is."""
    import signal

    from generator.publishing.judged import TIME_VARIABLE, Wish
    from generator.publishing.run import Request
    from generator.publishing.run import publish as write
    from generator.verdicts.memory import memory

    given["message"] = given["message"].strip()
    if force != bool(given["message"]):
        raise click.UsageError('--force replaces what was published: say why with --message "…", and only then')
    wish = Wish(names, strict, given.pop("baseline"), os.environ.get(TIME_VARIABLE, ""), memory(root, os.environ))
    signed = signing(root, given.pop("key"), fmt)
    request = Request(options=reached(given), **signed, **given)
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
