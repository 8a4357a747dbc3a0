"""What every generated file must state, derived from the model alone.

Templates have no part in this. `readback` finds what the files do state; `readback.compare` holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.artifacts.notice import sentence
from generator.catalog import LoadedPack
from generator.claims import artifacts, configure, guides, overview, pages, readme
from generator.claims.page import PageClaims
from generator.model.selection import presets_of
from generator.model.versions import Output
from generator.readback.compare import Claim
from generator.settings import Settings
from generator.view import PackView
from generator.view.said import Grid, Said

Claimed = dict[str, tuple[str, list[Claim]]]


def catalog_claims(packs: Sequence[LoadedPack], settings: Settings) -> Claimed:
    """Return what the files of all *packs* must state; an origin starts with the number of its pack."""
    from generator.view.listing import pack_listing

    views = [PackView(p.pack, settings, p.values) for p in packs]
    found: Claimed = {
        "docs_src/packs/index.md": ("material", _catalog_page("material", packs, views)),
        "docs_src/exports/markdown/packs/index.md": ("github", _catalog_page("github", packs, views)),
    }
    return found | overview.overview_claims(packs, [pack_listing(view) for view in views], settings)


def _catalog_page(dialect: str, packs: Sequence[LoadedPack], views: Sequence[PackView]) -> list[Claim]:
    from generator.view.packs import catalog_entry, catalog_grid

    number = {p.name: i for i, p in enumerate(packs)}
    page = PageClaims(dialect)
    page.front(sentence("*"), {"title": ("Packs", ()), "description": ("Every pack of this repository", ())})
    page.heading(1, "Packs")
    if not packs:
        page.paragraph("There are no packs yet.")
        return page.claims
    ordered = sorted(views, key=lambda v: (v.pack.display_name.lower(), v.pack.name))
    grid = catalog_grid(map(catalog_entry, views))
    rows = tuple(
        tuple(Said(cell.what, (number[view.pack.name], *cell.route)) for cell in row)
        for view, row in zip(ordered, grid.rows, strict=True)
    )
    page.grid(Grid(grid.head, rows))
    return page.claims


def claims_of(loaded: LoadedPack, settings: Settings) -> Claimed:
    """Return for each generated file of *loaded* its dialect and what it must state."""
    view = PackView(loaded.pack, settings, loaded.values)
    name = loaded.name
    notice = sentence(name)
    found: Claimed = {
        f"docs_src/packs/{name}.md": ("material", pages.pack_page(view, "material", notice)),
        f"docs_src/exports/docusaurus/{name}.mdx": ("docusaurus", pages.pack_page(view, "docusaurus", notice)),
        f"docs_src/exports/gatsby/{name}.mdx": ("gatsby", pages.pack_page(view, "gatsby", notice)),
        f"docs_src/exports/markdown/packs/{name}.md": ("github", pages.pack_page(view, "github", notice)),
    }
    if view.is_configurable:
        found[f"docs_src/configure/{name}.md"] = ("material", configure.configure_page(view, notice))
        found[f"docs_src/configure/{name}.json"] = ("configure.json", configure.configure_form(view))
    for guide in view.guides:
        path = f"guides/{name}/{guide.name}.md"
        found[f"docs_src/{path}"] = ("material", guides.guide_page("material", view, guide, notice))
        found[f"docs_src/exports/markdown/{path}"] = ("github", guides.guide_page("github", view, guide, notice))
    for version in loaded.pack.versions:
        folder = f"packs/{name}/{version.version}"
        one = view.version(version.version)
        if Output.README not in version.omit:
            found[f"{folder}/README.md"] = ("github", readme.readme(view, one, notice))
        found[f"{folder}/pack.json"] = ("pack.json", artifacts.pack_json(one))
        found[f"{folder}/values.yaml"] = ("values.yaml", artifacts.values_yaml(one, notice))
        if Output.VALUES_SCHEMA not in version.omit:
            found[f"{folder}/values.schema.json"] = ("values.schema.json", artifacts.values_schema(one))
        if version.presets_text is not None or presets_of(loaded.pack, version):
            found[f"{folder}/presets.yaml"] = ("presets.yaml", artifacts.presets_yaml(one))
        if schema := artifacts.schema_yaml(one):
            found[f"{folder}/schema.yaml"] = ("schema.yaml", schema)
    return found
