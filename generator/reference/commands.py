"""The page of all commands, from the command line's own records."""

from __future__ import annotations

from generator.reference.words import escaped, front, table

_EXIT_CODES = (
    ("0", "nothing at error level was found; with `--strict` no warning either"),
    ("1", "errors, or a difference between what is there and what should be, such as content that is damaged"),
    ("2", "wrong use: a name, an option or a setting that does not exist"),
    ("3", "the outside world failed: a network, a disk that refuses, a registry"),
    ("130", "interrupted"),
)


def commands() -> str:
    """Return the page."""
    from generator.cli.described import commands as described

    lines = front("Commands", "Every command of packscribe, with its options", "generator/cli/commands/__init__.py")
    lines += ["Every command takes `--help`. What a command finds, it prints on one line with place and code,", ""]
    lines[-2] += " and a way out below; `packscribe explain CODE` says more."
    lines += ["## Exit codes", "", *table(("Code", "Meaning"), _EXIT_CODES)]
    for command in described():
        lines += [f"## {command.name}", "", escaped(command.help), "", "```text", command.usage, "```", ""]
        lines += table(("Option", "What it does"), ((f"`{o.written}`", escaped(o.help)) for o in command.options))
    return "\n".join(lines).rstrip("\n") + "\n"
