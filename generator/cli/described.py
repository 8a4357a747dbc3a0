"""The commands in words, from click's own records: for the reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import click

from generator.cli import cli


@dataclass(frozen=True)
class OptionWords:
    """An option: how it is written, and what it does."""

    written: str
    help: str


@dataclass(frozen=True)
class CommandWords:
    """A command: its name with those of the groups around it, how it is used, what it does, its options."""

    name: str
    usage: str
    help: str
    options: tuple[OptionWords, ...]


def commands() -> list[CommandWords]:
    """Return every command, by name."""
    return list(_below(cli, click.Context(cli, info_name="packscribe")))


def _below(group: click.Group, context: click.Context) -> Iterator[CommandWords]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _below(command, inner)
        else:
            yield _words(command, inner)


def _words(command: click.Command, context: click.Context) -> CommandWords:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    records = (p.get_help_record(context) for p in command.get_params(context) if isinstance(p, click.Option))
    options = tuple(OptionWords(*record) for record in records if record and "--help" not in record[0])
    path = context.command_path.removeprefix("packscribe ")
    return CommandWords(path, usage, " ".join((command.help or "").split()), options)
