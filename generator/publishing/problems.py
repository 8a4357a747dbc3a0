"""What goes wrong at a destination, as problems."""

from __future__ import annotations

from generator import published
from generator.diagnostics import Diagnostic, Location
from generator.publishing.judged import Ground
from generator.publishing.outcome import Row
from generator.publishing.plan import CONFLICT
from generator.registry import RegistryError


def unsealed(row: Row, why: RegistryError | None) -> Diagnostic | None:
    """Return why the version of *row* could not be signed, if it could not."""
    return row.artifact.problem(why.code, why.message, why.help) if why else None


def conflict(row: Row, destination: str, on: Ground) -> Diagnostic:
    """Return the problem of a version that is at *destination* with other content."""
    planned = row.planned
    there = f"tar {planned.there_tar[:19]}…" if planned and planned.there_tar else "published by another tool"
    message = f"{destination} has {row.artifact.version} with other content ({there}), here it is {row.tar[:19]}…"
    known = on.published.entries.get(row.key)
    if known and known.tar == row.tar:
        message += f", which is what {published.FILE} records: the tag was overwritten there"
    help = 'give the change a version of its own, or replace what is there with `--force --message "why"`'
    return row.artifact.problem(CONFLICT, message, help)


def of_destination(error: RegistryError, destination: str) -> Diagnostic:
    """Return the problem of a whole *destination*."""
    return Diagnostic(error.code, error.message, Location(destination), error.help)
