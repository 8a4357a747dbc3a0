"""What the configurator of a pack must say, and its form."""

from __future__ import annotations

import json
from functools import partial

from generator.claims.artifacts import leaves
from generator.claims.page import PageClaims
from generator.configure.form import form_json
from generator.configure.page import first_command, first_values
from generator.configure.shown import FIELDS
from generator.model.pack import Pack
from generator.readback.compare import Claim
from generator.view import PackView
from generator.view.said import Coded, Route


def configure_page(view: PackView, notice: str) -> list[Claim]:
    """Return the claims of the page."""
    page, name = PageClaims("material"), view.pack.display_name
    page.front(
        notice,
        {
            "title": (f"Configure {name}", ("displayName",)),
            "description": (
                f"Choose options of {name}, and see the values and what applies to exactly this choice",
                ("displayName",),
            ),
            "source": (f"packs/{view.pack.name}/pack.yaml", ("name",)),
            "hide": (["toc"], ()),
            "search": ({"exclude": True}, ()),
        },
    )
    page.heading(1, f"Configure {name}")
    page.paragraph(view.about_configuring)
    form = f'<div class="ps-configurator" data-form="../{view.pack.name}.json"></div>'
    page.say("html", "", f'<link rel="stylesheet" href="../../assets/configurator.css">\n{form}', ("name",))
    page.heading(2, "On the Command Line")
    page.paragraph("The same configurator answers on the command line, also without a browser:")
    page.code(Coded("bash", first_command(view), ("name",)))
    if values := first_values(view):
        page.heading(2, "Values as Shipped")
        page.code(Coded("yaml", values, ("versions",)))
    page.say("html", "", '<script src="../../assets/configurator.js" defer></script>')
    return page.claims


def configure_form(view: PackView) -> list[Claim]:
    """Return the claims of the form: every leaf of its data."""
    data = json.loads(form_json(view.pack, view.settings.as_of, view.values))
    ruling = partial(_ruling, view.pack, data)
    return [Claim((), "value", path, text, ruling(path)) for path, text in leaves(data, "")]


def _ruling(pack: Pack, data: dict[str, list[dict[str, str]]], path: str) -> Route | None:
    """Return the route into pack.yaml of what rules the leaf *path*."""
    key, _, rest = path.partition("[")
    if key not in ("versions", "records", "choices") or not rest:
        return {"pack": ("name",), "displayName": ("displayName",)}.get(key)
    one = data[key][int(rest.partition("]")[0])]
    if key == "versions":
        return ("versions", next(i for i, v in enumerate(pack.versions) if v.version == one["version"]))
    if key == "choices":
        return ("choices", one["id"]) if one["id"] in pack.choices else ("systems",)
    if one["kind"] in FIELDS:
        return (FIELDS[one["kind"]], one["id"])
    return ("matrix",) if one["kind"] == "capability" else ("parameters",)
