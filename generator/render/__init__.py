"""Pages from templates: Jinja in one place, a dialect's escaping as the default for every value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context
from markupsafe import Markup

from generator.render.dialect import Dialect
from generator.render.layout import finish, front_line
from generator.render.wrap import table

__all__ = ["Dialect", "Renderer", "shipped_templates"]


def shipped_templates() -> Path:
    """Return the folder of the templates that come with packscribe: in the wheel, or beside it in a checkout."""
    inside = Path(__file__).parent.parent / "templates"
    return inside if inside.is_dir() else inside.parent.parent / "templates"


def _bytecode_cache() -> FileSystemBytecodeCache | None:
    """Return a cache of compiled templates in a temporary folder that only this user can write, or none."""
    try:
        return FileSystemBytecodeCache(pattern="__packscribe_%s.cache")  # none that Jinja's own generator made
    except (OSError, RuntimeError):
        return None


@pass_context
def _finalize(context: Context, value: object) -> Markup:
    if type(value) is Markup:  # what a macro has made: most of all that a template prints
        return value
    dialect: Dialect = context["dialect"]
    return dialect.emit(value)


class _EmittingCode(CodeGenerator):
    """The code of a template, in which nothing is escaped once more: all that `_finalize` returns is markup."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(finalize.src or "escape(")

    def _output_child_post(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class _Environment(Environment):
    """Templates, compiled to such code; Jinja's `NativeEnvironment` changes the code in the same way."""

    code_generator_class = _EmittingCode


class Renderer:
    """Renders pages in every dialect. A template under *project* wins over the shipped one of the same name."""

    def __init__(self, project: Path | None = None) -> None:
        folders = [f for f in (project, shipped_templates()) if f is not None]
        self.folders = tuple(folders)
        self.environment = _Environment(
            loader=ChoiceLoader([FileSystemLoader(f) for f in folders]),
            autoescape=True,
            finalize=_finalize,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=_bytecode_cache(),
        )
        self.environment.globals.update(
            ticks=_ticks,
            yaml=_yaml,
            quoted=_quoted,
            attr=_attr,
            indented=_indented,
            prefixed=_prefixed,
            front_line=front_line,
        )
        self._dialects: dict[str, Dialect] = {}

    def dialect(self, name: str) -> Dialect:
        """Return the dialect *name*, read once."""
        if name not in self._dialects:
            template = self.environment.get_template(f"dialects/{name}.j2")
            escapes = template.make_module({"dialect": _NoDialect(), **_NO_WORDS}).escapes  # type: ignore[attr-defined]
            dialect = Dialect(name, escapes)
            dialect.words = template.make_module(self._tools(dialect))
            self._dialects[name] = dialect
        return self._dialects[name]

    @cached_property
    def dialects(self) -> tuple[str, ...]:
        """Names of all dialects, by the files that are there."""
        found = {p.stem for f in self.folders for p in (f / "dialects").glob("*.j2")}
        return tuple(sorted(found))

    def render(self, page: str, dialect: str, **facts: Any) -> str:
        """Return the page *page* in *dialect*. Raises jinja2's `TemplateError` where a template is wrong."""
        words = self.dialect(dialect)
        template = self.environment.get_template(f"pages/{page}.j2")
        text = template.render(d=words.words, **self._tools(words), **facts)
        return finish(text, words.wrap)

    def _tools(self, dialect: Dialect) -> dict[str, Any]:
        def pipes(grid: Any, padded: bool = False) -> Markup:
            rows = dialect.cells(grid)
            return Markup("\n".join(table(rows) if padded and _can_be_padded(rows) else _compact(rows)))

        return {"dialect": dialect, "flat": dialect.flat, "pipes": pipes, "rendered": dialect.emit}


class _NoDialect:
    """Stands in while a dialect's own escapes are read."""

    def emit(self, value: object) -> Markup:
        return Markup(value)


_MOST_PADDED = 1_000_000  # characters; only a hostile table has more

_NO_WORDS: dict[str, Callable[..., Markup]] = {"flat": Markup, "pipes": Markup, "rendered": Markup}


def _can_be_padded(rows: list[list[str]]) -> bool:
    """Tell whether a table stays within bounds when each cell is as wide as the widest of its column."""
    widest = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    return sum(widest) * len(rows) < _MOST_PADDED + 20 * sum(len(cell) for row in rows for cell in row)


def _compact(rows: list[list[str]]) -> list[str]:
    head, *body = ["| " + " | ".join([c or " " for c in row]) + " |" for row in rows]
    return [head, "|" + " --- |" * len(rows[0]), *body]


def _ticks(text: str, least: int = 1, sign: str = "`") -> Markup:
    """Return the backticks around *text*: the shortest run that is not in a code span, a longer one for a fence.

    A fence of another *sign* is one around `:::` blocks.
    """
    runs = {len(run) for run in re.findall(f"{sign}+", text)} if sign in text else set()
    if least > 1:
        return Markup(sign * max(least, max(runs, default=0) + 1))
    return Markup(sign * next(n for n in range(1, len(runs) + 2) if n not in runs))


def _yaml(value: object) -> Markup:
    """Return *value* for front matter, double-quoted: JSON is YAML."""
    plain = list(value) if isinstance(value, Iterable) and not isinstance(value, str | dict) else value
    return Markup(json.dumps(plain, ensure_ascii=False))


def _quoted(value: object) -> Markup:
    """Return *value* for front matter in single quotes, a list as a flow list of them."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return Markup("[" + ", ".join(_quoted(v) for v in value) + "]")
    return Markup("'" + str(value).replace("'", "''") + "'")


def _attr(value: object) -> Markup:
    """Return *value* for a quoted attribute of a JSX or HTML tag."""
    text = str(value)
    for character, entity in (
        ("&", "&amp;"),
        ('"', "&quot;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("{", "&#123;"),
        ("}", "&#125;"),
    ):
        text = text.replace(character, entity)
    return Markup(text)


def _indented(text: str, width: int, first: str | None = None) -> Markup:
    """Indent the lines of *text* that are not empty; *first* replaces the indentation of the first line."""
    pad = " " * width
    lines = [pad + line if line else line for line in str(text).split("\n")]
    if first is not None:
        lines[0] = first + lines[0][width:]
    return Markup("\n".join(lines))


def _prefixed(text: str, prefix: str) -> Markup:
    """Put *prefix* before each line of *text*, as a quotation has it."""
    return Markup("\n".join(prefix + line if line else prefix.rstrip() for line in str(text).split("\n")))
