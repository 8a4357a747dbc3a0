"""The files of a new pack, from the templates in `templates/scaffold/`."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from generator.artifacts.logo import draw
from generator.audit.folder import Memory, PackFolder
from generator.audit.images import Image, used
from generator.diagnostics import Diagnostic, Location, Problems
from generator.model.versioning import in_series
from generator.render import Renderer
from generator.render.errors import placed
from generator.scaffold.chart import Packed
from generator.source import parse_values

LONG = 200
"""Values with more lines stand in a file of their own."""
_MOST_IMAGES = 200
_PLAIN = re.compile(r"[A-Za-z][\w./-]*(?: [\w./-]+)*", re.ASCII)
_READ_OTHERWISE = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


@dataclass(frozen=True)
class Draft:
    """A way to write a pack: with the values of its chart or without, in pack.yaml or *in_file*."""

    chart_values: bool = False
    in_file: bool = False


@dataclass(frozen=True)
class _Chart:
    """What the templates say of a chart."""

    name: str
    path: str
    asset: str
    app_version: str
    values: Markup
    bare: bool
    images: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    untagged: tuple[str, ...] = ()


class _Yaml:
    """Writes every value of a template as YAML: plain where all readers agree on it, else in double quotes."""

    def emit(self, value: object) -> Markup:
        """Return *value*, a text, as a scalar; what is marked as YAML stays as it is."""
        if isinstance(value, Markup):
            return value
        text = str(value)
        plain = _PLAIN.fullmatch(text) and text.lower() not in _READ_OTHERWISE
        return Markup(text if plain else json.dumps(text, ensure_ascii=False))


class Scaffolder:
    """Writes the files of the pack *name*; templates of the repository at *root* win over the shipped ones."""

    def __init__(self, root: Path, name: str, layer: str, display_name: str, as_of: datetime.date) -> None:
        own = root / "templates"
        self._renderer = Renderer(own if own.is_dir() else None)
        self._name, self._layer, self._as_of = name, layer, as_of
        self._display_name = display_name.strip() or re.sub(r"[._-]+", " ", name).title()
        self._logo = draw(name)

    def files(self, chart: Packed | None, draft: Draft) -> dict[str, bytes]:
        """Return the files of *draft* by path from the root. Raises `Problems` where a template is wrong."""
        version = chart.pack_version if chart else "1.0.0"
        series, values = _series(version), self._values(chart, draft).rstrip("\n")
        home, values_file = f"packs/{self._name}", f"values/{version}.yaml" if draft.in_file else ""
        pack = self._render(
            "pack.yaml",
            name=self._name,
            display_name=self._display_name,
            description=(chart.description if chart else "") or "TODO: what the pack is for, in one sentence.",
            layer=self._layer,
            as_of=Markup(self._as_of.isoformat()),
            version=Markup(json.dumps(version)),
            series=Markup(series) if series.endswith(".x") else series,
            chart=_about(chart, draft) if chart else None,
            values=Markup(values),
            values_file=values_file,
        )
        files = {f"{home}/pack.yaml": pack.encode(), f"{home}/assets/logo.png": self._logo}
        files |= {f"{home}/assets/{chart.file}": chart.data} if chart else {}
        return files | ({f"{home}/{values_file}": f"{values}\n".encode()} if values_file else {})

    def keeps(self, chart: Packed, draft: Draft) -> bool:
        """Tell whether the values of *chart* are the same below `charts.<name>` as in the chart."""
        document, _problems = parse_values("", self._values(chart, draft))
        data: Any = document.data if document else None
        charts = data.get("charts") if isinstance(data, dict) else None
        found = charts.get(chart.name) if isinstance(charts, dict) else None
        return bool(found == chart.values) and "\ufffd" not in chart.values_text

    def _values(self, chart: Packed | None, draft: Draft) -> str:
        namespace = re.sub(r"[._-]+", "-", self._name)[:63].strip("-")
        if chart is None:
            return self._render("values.yaml", namespace=namespace, chart=None)
        about = _about(chart, draft)
        text = self._render("values.yaml", namespace=namespace, chart=about)
        fixed, optional, untagged = _images(chart, about.path, text)
        whole = replace(about, images=fixed, optional=optional, untagged=untagged)
        return self._render("values.yaml", namespace=namespace, chart=whole)

    def _render(self, template: str, **facts: object) -> str:
        path = f"scaffold/{template}.jinja"
        with placed(self._renderer):
            try:
                return self._renderer.environment.get_template(path).render(dialect=_Yaml(), **facts)
            except UnicodeDecodeError:
                place = Location(f"templates/{path}")
                raise Problems([Diagnostic("PS401", "the template is not UTF-8", place, "save it as UTF-8")]) from None


def _about(chart: Packed, draft: Draft) -> _Chart:
    values = chart.values_text if draft.chart_values else ""
    return _Chart(
        chart.name,
        f"charts/{chart.file}",
        f"assets/{chart.file}",
        chart.app_version,
        Markup(values),
        not (draft.chart_values and chart.values),
    )


def _images(chart: Packed, path: str, values: str) -> tuple[tuple[str, ...], ...]:
    """Return the images that values and templates name, as far as they can be read without rendering them.

    They are those with a fixed tag, those that are pulled only where something is switched on, those without a tag.
    """
    about = {"name": chart.name, "version": chart.version, "charts": [path]}
    files = {"pack.json": json.dumps(about).encode(), "values.yaml": values.encode(), path: chart.data}
    found = used(PackFolder("", chart.name, Memory(files)))[:_MOST_IMAGES]
    fixed = [image for image in found if image.tag or image.digest]
    untagged = [image for image in found if image not in fixed]
    on, off = ([image for image in fixed if image.optional is optional] for optional in (False, True))
    return _texts(on), _texts(off), _texts(untagged)


def _texts(images: Sequence[Image]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(image.text for image in images))


def _series(version: str) -> str:
    """Return the tab that *version* belongs to: `1.4.x`, or `1.x` where it has one number only."""
    numbers = re.findall(r"\d+", version.partition("-")[0])
    candidates = (f"{'.'.join(numbers[:length])}.x" for length in (2, 1) if len(numbers) >= length)
    return next((series for series in candidates if in_series(version, series)), version)
