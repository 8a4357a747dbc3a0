"""Errors in templates, as problems with a place."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError

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
        place = _last_template_line(renderer) or Location(f"templates/{error.name}")
        message = f"there is no template `{error.name}`"
        raise Problems([Diagnostic("PS402", message, place, "restore the file, or correct the name")]) from None
    except (Problems, OSError):
        raise
    except Exception as error:  # whatever a template makes Python do
        found = _last_template_line(renderer) or _undecodable(error, renderer) or _being_read(renderer)
        if found is None:
            raise
        message = " ".join(str(error).split()) or type(error).__name__
        raise Problems([Diagnostic("PS401", f"template error: {message}", found, _HELP)]) from None


_HELP = "mend the template, or delete it from your `templates/` to use the one that packscribe ships"


def _last_template_line(renderer: Renderer) -> Location | None:
    frames = traceback.extract_tb(sys.exc_info()[2])
    folders = [f"{f}{os.sep}" for f in renderer.folders]
    inside = [f for f in frames if f.filename.startswith(tuple(folders))]
    return Location(_name(inside[-1].filename, renderer), inside[-1].lineno or 1) if inside else None


def _undecodable(error: Exception, renderer: Renderer) -> Location | None:
    """Return the place of the byte that is no UTF-8; Jinja does not say in which template it is."""
    if not isinstance(error, UnicodeDecodeError):
        return None
    for path in (p for folder in renderer.folders for p in sorted(folder.rglob("*.j2"))):
        if (data := path.read_bytes()) == error.object:
            before = data[: error.start]
            column = len(before.rpartition(b"\n")[2].decode(errors="replace")) + 1
            return Location(_name(str(path), renderer), before.count(b"\n") + 1, column)
    return None


def _being_read(renderer: Renderer) -> Location | None:
    """Return the dialect that was being read: its tables can be wrong where no line of it runs."""
    for frame, _ in traceback.walk_tb(sys.exc_info()[2]):
        template = frame.f_locals.get("template") if frame.f_code.co_name == "dialect" else None
        if isinstance(template, Template) and template.filename:
            return Location(_name(template.filename, renderer))
    return None


def _name(filename: str, renderer: Renderer) -> str:
    for folder in renderer.folders:
        if filename.startswith(str(folder)):
            return f"templates/{Path(filename).relative_to(folder).as_posix()}"
    return filename
