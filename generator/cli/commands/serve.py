"""`packscribe serve`."""

from __future__ import annotations

import gc
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import FORMATS
from generator.cli.report import MISUSED, WORLD_FAILED, report, show

if TYPE_CHECKING:
    from generator.serving.rebuild import Round
    from generator.serving.site import Address


@click.command()
@click.argument("names", nargs=-1)
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="HOST:PORT; port 0 takes a free one.")
@click.option("--open", "in_browser", is_flag=True, help="Open the site in the browser.")
@click.option("--format", "fmt", type=FORMATS, default="text", help="How problems are printed.")
@click.option(
    "--root", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder that holds packs/."
)
def command(names: tuple[str, ...], address: str, in_browser: bool, root: Path, fmt: str) -> None:
    """Compile the packs NAMES (all, if none is named) whenever a source is saved, and serve the site.

    An error is shown here and keeps the last good pages. Ctrl-C ends it.
    """
    from generator import catalog
    from generator.diagnostics import Diagnostic, Problems
    from generator.serving.rebuild import Round
    from generator.serving.run import serve
    from generator.serving.site import listening

    if unknown := catalog.unknown_names(root, names):
        report(unknown, fmt, strict=False)
    try:
        place = listening(_address(address))
    except Problems as taken:
        report(list(taken.diagnostics), fmt, strict=False, failed=WORLD_FAILED)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    events = serve(root.resolve(), names, place, in_browser=in_browser)
    try:
        for event in events:
            if isinstance(event, Round):
                _tell(event, root, fmt)
                gc.collect()  # the process is a long one
            elif isinstance(event, Diagnostic):
                show([event], fmt)
            elif fmt == "text":
                click.echo(f"serving http://{event.address}/ until Ctrl-C")
        sys.exit(WORLD_FAILED)
    except KeyboardInterrupt:
        pass  # the way that a server ends
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C is as good as the first
        events.close()


def _tell(done: Round, root: Path, fmt: str) -> None:
    found = done.outcome.diagnostics
    if not done.outcome.packs and any(d.code in MISUSED for d in found):
        report(found, fmt, strict=False)  # nothing here to serve
    show(found, fmt)
    if fmt != "text":
        return
    for line in done.outcome.story(root):
        click.echo(line)
    if done.kept:
        click.echo(f"kept the last good files of {', '.join(done.kept)}")
    if done.mended:
        click.echo(f"mended: {', '.join(done.mended)}")
    if done.outcome.changed:
        click.echo(f"{len(done.outcome.changed)} files in {done.seconds:.2f} s")


def _address(text: str) -> Address:
    from generator.serving.site import Address

    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isascii() and port.isdecimal() and int(port) < 65536):
        raise click.BadParameter(f"`{text}` is not HOST:PORT, such as `127.0.0.1:8000`", param_hint="--address")
    return Address(host.removeprefix("[").removesuffix("]"), int(port))
