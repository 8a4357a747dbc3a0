"""What the pages of a pack must say, from the model alone: templates have no part in it."""

from __future__ import annotations

from generator.claims import site
from generator.claims.page import PageClaims
from generator.claims.parts import say_choice, say_listed, say_preset, say_sections, say_terraform
from generator.prose import phrase
from generator.readback.compare import Claim
from generator.view import PackView, SeriesView
from generator.view.parameters import ParameterView
from generator.view.said import Grid, Route, Said

Fields = dict[str, tuple[object, Route]]

#: Dialects whose pages state everything: guides and provenance, too.
_WHOLE = ("material", "github")
_GATSBY_IMPORTS = (
    "import Tabs from 'shared/components/ui/Tabs';",
    "import WarningBox from 'shared/components/WarningBox';",
    "import InfoBox from 'shared/components/InfoBox';",
    "import PointsOfInterest from 'shared/components/common/PointOfInterest';",
    'import Tooltip from "shared/components/ui/Tooltip";',
)


def pack_page(view: PackView, dialect: str, notice: str) -> list[Claim]:
    """Return the claims of the pack's page in *dialect*."""
    page = PageClaims(dialect)
    page.front(notice, _FRONT[dialect](view))
    _opening(page, view)
    page.boxes(view.banners if dialect == "material" else view.boxes)
    say_sections(page, 2, view.intro)
    say_listed(page, 2, "Prerequisites of All Versions", view.prerequisites)
    if dialect == "material" and view.configure_link:
        page.paragraph(view.configure_link)
    page.heading(2, "Versions Supported")
    if dialect == "docusaurus":
        page.say("tabs", "", 'queryString="parent"')
    for series in view.series:
        origin = ("versions", view.pack.versions.index(series.versions[0]), "series")
        if dialect == "github":  # a section in place of a tab
            page.heading(2, Said(phrase(series.label), origin))
            _series(page, view, series)
            continue
        page.say("tab", "", series.label, origin)
        with page.inside(f"tab {series.label}"):
            _series(page, view, series)
    _after_tabs(page, view)
    if dialect in _WHOLE:
        site.provenance(page, view)
    if dialect == "material":
        say_listed(page, 2, "Files of This Pack", view.files)
    return page.claims


def _opening(page: PageClaims, view: PackView) -> None:
    if page.dialect == "docusaurus":
        page.say("component", "RedirectPackPage", f'packName="{view.pack.name}"', ("name",))
    if page.dialect == "gatsby":
        for line in _GATSBY_IMPORTS:
            page.say("import", "", line)
    if page.dialect != "docusaurus":
        page.heading(1, view.pack.display_name)
    if page.dialect == "material":
        site.opening(page, view)


def _docusaurus(view: PackView) -> Fields:
    pack = view.pack
    fields: Fields = {
        "sidebar_label": (pack.display_name, ("displayName",)),
        "title": (pack.display_name, ("displayName",)),
        "description": (pack.description, ("description",)),
        "hide_table_of_contents": (True, ()),
        "type": ("integration", ()),
        "category": (list(view.categories), ("category",)),
    }
    if pack.page.hidden:
        fields["sidebar_class_name"] = ("hide-from-sidebar", ("page", "hidden"))
    if pack.page.logo_url:
        fields["logoUrl"] = (pack.page.logo_url, ("page", "logoUrl"))
    return fields | {"tags": (list(pack.tags), ("tags",))}


def _gatsby(view: PackView) -> Fields:
    pack = view.pack
    fields: Fields = {
        "title": (pack.display_name, ("displayName",)),
        "metaTitle": (pack.display_name, ("displayName",)),
        "metaDescription": (pack.description, ("description",)),
    }
    if pack.page.hidden:
        fields["hiddenFromNav"] = (True, ("page", "hidden"))
    fields |= {"isIntegration": (True, ()), "category": (list(view.categories), ("category",))}
    return fields | ({"logoUrl": (pack.page.logo_url, ("page", "logoUrl"))} if pack.page.logo_url else {})


def _material(view: PackView) -> Fields:
    pack = view.pack
    return {
        "title": (pack.display_name, ("displayName",)),
        "description": (pack.description, ("description",)),
        "tags": (list(pack.tags), ("tags",)),
        "source": (f"packs/{pack.name}/pack.yaml", ("name",)),
    }


def _github(view: PackView) -> Fields:
    return {}


_FRONT = {"docusaurus": _docusaurus, "gatsby": _gatsby, "material": _material, "github": _github}


def _series(page: PageClaims, view: PackView, series: SeriesView) -> None:
    page.bullets(series.lines)
    on_site = page.dialect == "material"
    if on_site and series.banner:
        page.box(series.banner)
    for note in series.notes:
        page.passage(note)
    page.boxes(series.boxes)
    say_listed(page, 3, "Prerequisites", series.prerequisites)
    say_sections(page, 3, series.sections)
    page.passage(series.newest.content)
    for parameter in series.parameters:
        _parameter_section(page, parameter)
    if grid := series.record_grid if on_site else series.parameter_grid:
        page.heading(3, "Parameters")
        page.grid(grid)
    for parameter in series.parameters:
        if not parameter.title:
            say_choice(page, parameter)
            page.boxes(parameter.boxes)
    if on_site:
        site.values_and_presets(page, series)
    else:
        _values_and_presets(page, series)
    _matrix(page, 3, view, series.matrix)
    say_listed(page, 3, "Limitations", series.limitations)
    if series.changed:
        page.heading(3, "What Changed")
        page.paragraph(series.changed.lead)
        page.bullets(series.changed.items)
    say_listed(page, 3, "Upgrade", series.upgrade)
    if on_site:
        say_listed(page, 3, "Files", series.files)


def _values_and_presets(page: PageClaims, series: SeriesView) -> None:
    if series.described:
        page.heading(3, "Values")
        page.paragraph("What the comments of values.yaml say:")
        page.grid(series.described)
    if series.presets:
        page.heading(3, "Presets")
        for preset in series.presets:
            say_preset(page, preset)


def _matrix(page: PageClaims, level: int, view: PackView, grid: Grid | None) -> None:
    if grid and view.matrix_title:
        page.heading(level, view.matrix_title)
        page.passage(view.matrix_text)
        page.grid(grid)


def _parameter_section(page: PageClaims, parameter: ParameterView) -> None:
    if not parameter.title:
        return
    page.heading(3, parameter.title)
    page.passage(parameter.intro)
    say_choice(page, parameter)
    if parameter.snippet:
        page.paragraph(parameter.usage)
        page.code(parameter.snippet)
    page.boxes(parameter.boxes)


def _after_tabs(page: PageClaims, view: PackView) -> None:
    _matrix(page, 2, view, view.matrix)
    say_listed(page, 2, "Limitations of All Versions", view.limitations)
    say_listed(page, 2, "Upgrade to Any Version", view.upgrade)
    if view.engines:
        page.heading(2, "Engines")
        page.bullets(view.engines)
    if view.retirement_grid:
        page.heading(2, "Retirements")
        page.paragraph(f"States are as of {view.as_of.what.plain}.")
        page.grid(view.retirement_grid)
    if view.rules:
        page.heading(2, "Cluster Combinations")
        page.paragraph("A cluster design chooses one value for each of these:")
        page.grid(view.choices)
        page.paragraph("These combinations have consequences:")
        page.grid(view.rules)
    say_sections(page, 2, view.end)
    if page.dialect in _WHOLE and view.guides:
        page.heading(2, "Guides")
        page.bullets(view.guide_links)
    if view.pack.page.terraform:
        page.heading(2, "Terraform")
        page.paragraph("Use this pack in a cluster profile with these data sources:")
        say_terraform(page, view, view.newest)
    if view.references:
        page.heading(2, "References")
        page.bullets(view.references)
