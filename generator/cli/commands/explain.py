"""`packscribe explain`."""

from __future__ import annotations

import click


@click.command()
@click.argument("code")
def command(code: str) -> None:
    """Print what the problem CODE means and what to do about it."""
    from generator.explain import explanation

    text = explanation(code)
    if text is None:
        raise click.UsageError(f"there is no code `{code}`; codes look like PS203")
    click.echo(text)
