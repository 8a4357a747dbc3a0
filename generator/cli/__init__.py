"""The command line: the only room that prints or exits. Each command is a module of `commands`."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pkgutil import iter_modules

import click

from generator import __version__
from generator.cli import commands
from generator.cli.report import INTERRUPTED, PROBLEMS, WORLD_FAILED, WRONG_USE

__all__ = ["cli", "run"]


class Commands(click.Group):
    """The commands, found by listing the folder; a trailing `_` keeps the name of a file from being a keyword."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(module.name.rstrip("_") for module in iter_modules(commands.__path__))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return the command *name*, or none where there is no such command."""
        found = next((m.name for m in iter_modules(commands.__path__) if m.name.rstrip("_") == name), None)
        if found is None:
            return None
        command: click.Command = import_module(f"generator.cli.commands.{found}").command
        command.name = name
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="packscribe")
def cli() -> None:
    """One pack.yaml compiles into every page and artifact of a Palette pack, and proves that they agree."""


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
