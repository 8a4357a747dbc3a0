"""What the pages of a pack must say, from the model alone: templates have no part in it."""

from __future__ import annotations

from generator.claims.page import PageClaims
from generator.readback.compare import Claim
from generator.view import PackView, SeriesView, VersionView
from generator.view.guides import GuideView, ProcedureView
from generator.view.parameters import ParameterView, PresetView
from generator.view.said import Route

Fields = dict[str, tuple[object, Route]]

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
    page.boxes(view.boxes)
    for section in view.intro:
        if section.title:
            page.heading(2, section.title)
        if section.applies:
            page.paragraph(section.applies)
        page.passage(section.text)
    page.heading(2, "Versions Supported")
    if dialect == "docusaurus":
        page.say("tabs", "", 'queryString="parent"')
    for series in view.series:
        page.say("tab", "", series.label, ("versions", view.pack.versions.index(series.versions[0]), "series"))
        with page.inside(f"tab {series.label}"):
            _series(page, view, series)
    _after_tabs(page, view)
    if dialect == "material":
        _provenance(page, view)
    return page.claims


def _opening(page: PageClaims, view: PackView) -> None:
    if page.dialect == "docusaurus":
        page.say("component", "RedirectPackPage", f'packName="{view.pack.name}"', ("name",))
    if page.dialect == "gatsby":
        for line in _GATSBY_IMPORTS:
            page.say("import", "", line)
    if page.dialect != "docusaurus":
        page.heading(1, view.pack.display_name)


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


_FRONT = {"docusaurus": _docusaurus, "gatsby": _gatsby, "material": _material}


def _series(page: PageClaims, view: PackView, series: SeriesView) -> None:
    page.bullets(series.lines)
    for note in series.notes:
        page.passage(note)
    page.boxes(series.boxes)
    for section in series.sections:
        if section.title:
            page.heading(3, section.title)
        if section.applies:
            page.paragraph(section.applies)
        page.passage(section.text)
    for parameter in series.newest.parameters:
        _parameter_section(page, parameter)
    if series.newest.parameter_grid:
        page.heading(3, "Parameters")
        page.grid(series.newest.parameter_grid)
    if series.newest.presets:
        page.heading(3, "Presets")
        for preset in series.newest.presets:
            _preset(page, preset)
    if view.matrix_title:
        page.heading(3, view.matrix_title)
        page.passage(view.matrix_text)
        page.grid(series.matrix)
    if series.limitations:
        page.heading(3, "Limitations")
        page.bullets(series.limitations)


def _parameter_section(page: PageClaims, parameter: ParameterView) -> None:
    if not parameter.title:
        return
    page.heading(3, parameter.title)
    page.passage(parameter.intro)
    if parameter.choice:
        page.paragraph(parameter.choice)
        page.bullets(parameter.options)
    if parameter.snippet:
        page.paragraph(parameter.usage)
        page.code(parameter.snippet)
    page.boxes(parameter.boxes)


def _preset(page: PageClaims, preset: PresetView) -> None:
    page.paragraph(preset.lead)
    if preset.removes:
        page.paragraph("It removes these paths:")
        page.bullets(preset.removes)
    if preset.adds:
        page.paragraph("It adds these values:")
        page.code(preset.adds)


def _after_tabs(page: PageClaims, view: PackView) -> None:
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
    for section in view.end:
        if section.title:
            page.heading(2, section.title)
        if section.applies:
            page.paragraph(section.applies)
        page.passage(section.text)
    if page.dialect == "material" and view.guides:
        page.heading(2, "Guides")
        page.bullets(view.guide_links)
    if view.pack.page.terraform:
        page.heading(2, "Terraform")
        page.paragraph("Use this pack in a cluster profile with these data sources:")
        _terraform(page, view, view.newest)
    if view.references:
        page.heading(2, "References")
        page.bullets(view.references)


def _terraform(page: PageClaims, view: PackView, version: VersionView) -> None:
    place = view.pack.versions.index(version.version)
    page.hcl(view.pack.name, version.version.version, ("versions", place, "version"))


def _provenance(page: PageClaims, view: PackView) -> None:
    if view.conflicts:
        page.heading(2, "Conflicts Between Sources")
        for conflict in view.conflicts:
            page.heading(3, conflict.topic)
            page.grid(conflict.claims)
            page.passage(conflict.ruling)
            page.bullets(conflict.holds)
            page.passage(conflict.why)
    if view.evidence:
        page.heading(2, "Provenance")
        page.paragraph("Each fact with its sources, in the words of pack.yaml:")
        page.grid(view.evidence)
        page.paragraph("The sources, the strongest first:")
        page.grid(view.sources)


def readme(view: PackView, version: VersionView, notice: str) -> list[Claim]:
    """Return the claims of the README of one version."""
    page = PageClaims("github")
    page.say("notice", "", notice)
    page.heading(1, view.pack.display_name)
    page.say("paragraph", "", view.pack.description, ("description",))
    for text in version.intro:
        page.passage(text)
    page.heading(2, "Prerequisites")
    page.bullets(version.prerequisites) if version.prerequisites else page.paragraph("None.")
    page.heading(2, "Parameters")
    _readme_parameters(page, version)
    page.heading(2, "Upgrade")
    page.bullets(version.upgrade) if version.upgrade else page.paragraph("There is nothing to do.")
    page.heading(2, "Usage")
    page.boxes(view.notices)
    page.boxes(version.boxes)
    for parameter in version.parameters:
        if parameter.snippet:
            page.paragraph(parameter.usage)
            page.code(parameter.snippet)
            page.boxes(parameter.boxes)
    if view.pack.page.terraform:
        page.paragraph("Use this pack in a cluster profile with Terraform:")
        _terraform(page, view, version)
    page.heading(2, "References")
    page.bullets(version.references) if version.references else page.paragraph("None.")
    return page.claims


def _readme_parameters(page: PageClaims, version: VersionView) -> None:
    if version.parameter_grid is None:
        page.paragraph("None.")
    page.grid(version.parameter_grid)
    for parameter in version.parameters:
        if parameter.choice:
            page.paragraph(parameter.choice)
            page.bullets(parameter.options)
    if version.presets:
        page.heading(3, "Presets")
        for preset in version.presets:
            page.paragraph(preset.lead)
            page.code(preset.adds)


def guide_page(view: PackView, guide: GuideView, notice: str) -> list[Claim]:
    """Return the claims of a guide."""
    page = PageClaims("material")
    page.front(
        notice,
        {
            "title": (guide.title.what.plain, guide.title.route),
            "description": (guide.description.what.plain, guide.description.route),
            "source": (f"packs/{view.pack.name}/pack.yaml", ("name",)),
        },
    )
    page.heading(1, guide.title)
    page.passage(guide.text)
    for part in guide.parts:
        page.heading(2, part.title)
        page.passage(part.text)
        for procedure in part.procedures:
            _procedure(page, procedure)
    if guide.ended:
        page.heading(2, "No Longer Available")
        page.paragraph(
            "These procedures are kept for clusters that still run what has ended. Do not follow them on a new cluster."
        )
        for procedure in guide.ended:
            _procedure(page, procedure)
    return page.claims


def _procedure(page: PageClaims, procedure: ProcedureView) -> None:
    page.heading(3, procedure.title)
    if procedure.banner:
        page.box(procedure.banner)
    if procedure.scope:
        page.paragraph(procedure.scope)
    page.passage(procedure.text)
    if procedure.requires:
        page.paragraph("Before you start:")
        page.bullets(procedure.requires)
    page.boxes(procedure.boxes)
    for number, step in enumerate(procedure.steps, 1):
        before = len(page.claims)
        page.passage(step.text)
        first = page.claims.pop(before)
        nested = page.claims[before:]
        del page.claims[before:]
        page.say("step", str(number), first.value, step.text.route)
        with page.inside(f"step {number}"):
            for claim in nested:
                page.say(claim.kind, claim.key, claim.value, claim.origin or ())
            page.boxes(step.boxes)
            if step.manifest_lead:
                page.paragraph(step.manifest_lead)
            for block in step.blocks:
                page.code(block)
            page.passage(step.expect)
            if step.output:
                page.paragraph("The output looks like this:")
                page.code(step.output)
