"""What every generated file must state, derived from the model alone.

Templates have no part in this. `readback` finds what the files do state; `readback.compare` holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from generator.artifacts.notice import sentence
from generator.catalog import LoadedPack
from generator.claims import artifacts, configure, guides, overview, pages, readme
from generator.claims.page import PageClaims
from generator.model.selection import presets_of
from generator.model.versions import Output, Version
from generator.readback.compare import Claim
from generator.settings import Settings
from generator.view import PackView
from generator.view.said import Grid, Said

Claimed = dict[str, tuple[str, list[Claim]]]
Make = Callable[[], list[Claim]]


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
    return {path: (dialect, make()) for path, (dialect, make) in claimable(loaded, settings).items()}


def claimable(loaded: LoadedPack, settings: Settings) -> dict[str, tuple[str, Make]]:
    """Return for each generated file of *loaded* its dialect and a function that says what it must state.

    For who asks for a few files only.
    """
    view = PackView(loaded.pack, settings, loaded.values)
    name, notice = loaded.name, sentence(loaded.name)
    found: dict[str, tuple[str, Make]] = {
        path: (dialect, partial(pages.pack_page, view, dialect, notice))
        for path, dialect in (
            (f"docs_src/packs/{name}.md", "material"),
            (f"docs_src/exports/docusaurus/{name}.mdx", "docusaurus"),
            (f"docs_src/exports/gatsby/{name}.mdx", "gatsby"),
            (f"docs_src/exports/markdown/packs/{name}.md", "github"),
        )
    }
    if view.is_configurable:
        found[f"docs_src/configure/{name}.md"] = ("material", partial(configure.configure_page, view, notice))
        found[f"docs_src/configure/{name}.json"] = ("configure.json", partial(configure.configure_form, view))
    for guide in view.guides:
        path = f"guides/{name}/{guide.name}.md"
        for folder, dialect in (("docs_src", "material"), ("docs_src/exports/markdown", "github")):
            found[f"{folder}/{path}"] = (dialect, partial(guides.guide_page, dialect, view, guide, notice))
    for version in loaded.pack.versions:
        found |= _of_version(view, version, notice)
    return found


def _of_version(view: PackView, version: Version, notice: str) -> dict[str, tuple[str, Make]]:
    one = view.version(version.version)
    made: dict[str, Make] = {}
    if Output.README not in version.omit:
        made["README.md"] = partial(readme.readme, view, one, notice)
    made["pack.json"] = partial(artifacts.pack_json, one)
    made["values.yaml"] = partial(artifacts.values_yaml, one, notice)
    if Output.VALUES_SCHEMA not in version.omit:
        made["values.schema.json"] = partial(artifacts.values_schema, one)
    if version.presets_text is not None or presets_of(view.pack, version):
        made["presets.yaml"] = partial(artifacts.presets_yaml, one)
    if artifacts.schema_yaml(one):
        made["schema.yaml"] = partial(artifacts.schema_yaml, one)
    folder = f"packs/{view.pack.name}/{version.version}"
    return {f"{folder}/{file}": ("github" if file == "README.md" else file, make) for file, make in made.items()}
