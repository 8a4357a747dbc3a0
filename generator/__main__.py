"""Entry point of `packscribe` and of `python -m generator`."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Run the command line; a build that would change nothing ends after hashing, before anything heavy is imported."""
    if sys.argv[1:2] == ["build"] and _up_to_date(sys.argv[2:]):
        return
    from generator.cli import run

    run()


def _up_to_date(arguments: list[str]) -> bool:
    root, names = Path(), []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--root":
            root = Path(next(rest, "."))
        elif argument.startswith("-") and argument != "--check":
            return False
        elif argument != "--check":
            names.append(argument)
    from generator.unchanged import unchanged

    try:
        same = unchanged(root, names)
    except OSError:
        return False
    if same:
        print("nothing to do: sources, templates and generated files are as recorded")
    return same


if __name__ == "__main__":
    main()
