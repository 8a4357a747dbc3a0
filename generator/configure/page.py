"""What the page of a configurator says by itself, for who has no JavaScript."""

from __future__ import annotations

from generator.configure.form import newest_first
from generator.configure.texts import shipped
from generator.view import PackView

MOST_LINES = 300


def first_command(view: PackView) -> str:
    """Return the command that prints the values of the newest version."""
    return f"packscribe configure {view.pack.name} --version {newest_first(view.pack)[0].version}\n"


def first_values(view: PackView) -> str:
    """Return the values of the newest version as shipped; none where they are too long for a page."""
    version = newest_first(view.pack)[0]
    text = shipped(view.pack, version, view.values[version.version]).text
    lines = text.removeprefix("\ufeff").splitlines()
    return "\n".join(lines) + "\n" if text.strip() and len(lines) <= MOST_LINES else ""
