"""Options that several commands share, and the kinds of what they take."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from generator.registry import Options

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
