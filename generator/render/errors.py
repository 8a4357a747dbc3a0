"""Errors in templates, as problems with a place."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from generator.diagnostics import Diagnostic, Location, Problems
from generator.render import Renderer


@contextmanager
def placed(renderer: Renderer) -> Iterator[None]:
    """Turn an error that a template raises inside this block into `Problems` with the template's file and line."""
    try:
        yield
    except TemplateSyntaxError as error:
        place = Location(_name(error.filename or error.name or "template", renderer), error.lineno)
        raise Problems([Diagnostic("PS401", f"template error: {error.message}", place, _HELP)]) from None
    except TemplateNotFound as error:
        place = Location(f"templates/{error.name}")
        message = f"there is no template `{error.name}`"
        raise Problems([Diagnostic("PS402", message, place, "restore the file, or correct the name")]) from None
    except (
        TemplateError,
        TypeError,
        ValueError,
        AttributeError,
        KeyError,
        IndexError,
        ArithmeticError,
        RecursionError,
    ) as error:
        found = _last_template_line(renderer)
        if found is None:
            raise
        raise Problems([Diagnostic("PS401", f"template error: {error}", found, _HELP)]) from None


_HELP = "mend the template, or delete it from your `templates/` to use the one that packscribe ships"


def _last_template_line(renderer: Renderer) -> Location | None:
    frames = traceback.extract_tb(sys.exc_info()[2])
    folders = [str(f) for f in renderer.folders]
    inside = [f for f in frames if any(f.filename.startswith(folder) for folder in folders)]
    return Location(_name(inside[-1].filename, renderer), inside[-1].lineno or 1) if inside else None


def _name(filename: str, renderer: Renderer) -> str:
    for folder in renderer.folders:
        if filename.startswith(str(folder)):
            return f"templates/{Path(filename).relative_to(folder).as_posix()}"
    return filename
