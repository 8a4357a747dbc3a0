"""Entry point of `packscribe` and of `python -m generator`."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command line; a build that would change nothing ends after hashing, before anything heavy is imported."""
    # A short process: collecting garbage and looking for plugins of pydantic cost more than they could save.
    gc.set_threshold(1_000_000, 50, 50)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if sys.argv[1:2] == ["build"] and _built(sys.argv[2:]):
        return
    from generator.cli import run

    run()


def script() -> None:
    """Run the command line as a program, which ends without taking apart all that it has read: the system is faster."""
    code: object = None
    try:
        main()
    except SystemExit as end:
        code = end.code
    if code is None or isinstance(code, int):
        with contextlib.suppress(OSError):  # whoever read it may be gone
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code or 0)
    sys.exit(code)  # type: ignore[arg-type]


def _built(arguments: list[str]) -> bool:
    """Build, or find that nothing is to do, without the library of the command line, which costs more than hashing.

    Only for plain words, and only where all is well: whatever else there is to say, the command line says it.
    """
    root, names, check = Path(), [], False
    rest = iter(arguments)
    for argument in rest:
        if argument == "--root":
            root = Path(next(rest, "."))
        elif argument == "--check":
            check = True
        elif argument.startswith("-"):
            return False
        else:
            names.append(argument)
    try:
        return _unchanged(root, names) or (not check and _compiled(root, names))
    except Exception:
        return False  # the command line tries again, and says what is wrong


def _unchanged(root: Path, names: list[str]) -> bool:
    from generator.unchanged import NOTHING_TO_DO, unchanged

    same = unchanged(root, names)
    if same:
        print(NOTHING_TO_DO)
    return same


def _compiled(root: Path, names: list[str]) -> bool:
    from generator import pipeline

    outcome = pipeline.build(root, names)
    if outcome.diagnostics and not outcome.changed:
        return False
    for line in outcome.story(root):
        print(line)
    if outcome.diagnostics:
        from generator.diagnostics.report import render, wants_colour

        print(render(outcome.diagnostics, "text", colour=wants_colour()), end="")
    else:
        print(outcome.done)
    return True


if __name__ == "__main__":
    script()
