"""From a pack to its tree: every page and artifact, as bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.artifacts.notice import sentence
from generator.artifacts.pack_json import pack_json
from generator.artifacts.presets_yaml import presets_yaml
from generator.artifacts.schema_yaml import schema_yaml
from generator.artifacts.values_schema import values_schema
from generator.catalog import LoadedPack
from generator.configure.form import form_json
from generator.configure.page import first_command, first_values
from generator.model.selection import presets_of
from generator.model.versions import Output
from generator.overview import overview
from generator.render import Renderer
from generator.settings import Settings
from generator.view import PackView, VersionView
from generator.view.ends import ends
from generator.view.llms import llms
from generator.view.packs import Entry, catalog_entry, catalog_grid
from generator.view.readme import Words
from generator.view.retirements import retirements_page
from generator.view.timeline import endings

PAGES = {
    "docs_src/packs/{name}.md": "material",
    "docs_src/exports/docusaurus/{name}.mdx": "docusaurus",
    "docs_src/exports/gatsby/{name}.mdx": "gatsby",
    "docs_src/exports/markdown/packs/{name}.md": "github",
}
#: Where a page that only the site has stands, and its copy in plain Markdown, whose links lead to other copies.
SITE = {"docs_src": "material", "docs_src/exports/markdown": "github"}


def compile_pack(loaded: LoadedPack, settings: Settings, renderer: Renderer) -> dict[str, bytes]:
    """Return every file that is generated from *loaded*, by path relative to the root.

    Raises jinja2's `TemplateError` where a template is wrong.
    """
    view = PackView(loaded.pack, settings, loaded.values)
    return {path: text.encode() for path, text in (*_pages(view, renderer), *_versions(view, renderer))}


def compile_versions(loaded: LoadedPack, settings: Settings, renderer: Renderer) -> dict[str, bytes]:
    """Return only the files of the versions' folders, as `compile_pack` does."""
    view = PackView(loaded.pack, settings, loaded.values)
    return {path: text.encode() for path, text in _versions(view, renderer)}


def compile_catalog(entries: Sequence[Entry], settings: Settings, renderer: Renderer) -> dict[str, bytes]:
    """Return what is made of all packs together, given what `catalog_entry` says of each."""
    grid = catalog_grid(entries)
    listings = [entry.listing for entry in entries]
    ending = retirements_page(endings(ends(listings, settings.as_of)), settings.as_of)
    files = dict(overview(listings, settings))
    for home, dialect in SITE.items():
        files[f"{home}/packs/index.md"] = renderer.render("catalog", dialect, grid=grid, notice=sentence("*"))
        files[f"{home}/retirements.md"] = renderer.render("retirements", dialect, p=ending, notice=sentence("*"))
    files["docs_src/llms.txt"] = renderer.render("llms", "github", p=llms(listings, settings))
    return {path: text.encode() for path, text in files.items()}


def entry_of(loaded: LoadedPack, settings: Settings) -> Entry:
    """Return what the catalog says of *loaded*."""
    return catalog_entry(PackView(loaded.pack, settings, loaded.values))


def _pages(view: PackView, renderer: Renderer) -> Iterator[tuple[str, str]]:
    name = view.pack.name
    for path, dialect in PAGES.items():
        yield path.format(name=name), renderer.render("pack", dialect, v=view, notice=sentence(name))
    if view.is_configurable:
        texts = {"command": first_command(view), "values": first_values(view)}
        yield (
            f"docs_src/configure/{name}.md",
            renderer.render("configure", "material", v=view, notice=sentence(name), **texts),
        )
        yield f"docs_src/configure/{name}.json", form_json(view.pack, view.settings.as_of, view.values)
    for guide in view.guides:
        for home, dialect in SITE.items():
            page = renderer.render("guide", dialect, v=view, guide=guide, notice=sentence(name))
            yield f"{home}/guides/{name}/{guide.name}.md", page


def _versions(view: PackView, renderer: Renderer) -> Iterator[tuple[str, str]]:
    pack = view.pack
    for version in pack.versions:
        folder = f"packs/{pack.name}/{version.version}"
        one = view.version(version.version)
        yield f"{folder}/pack.json", pack_json(pack, version)
        yield f"{folder}/values.yaml", one.shipped.text
        if Output.VALUES_SCHEMA not in version.omit:
            yield f"{folder}/values.schema.json", values_schema(pack, version, one.values.text)
        if Output.README not in version.omit:
            yield f"{folder}/README.md", _readme(view, one, renderer)
        if version.presets_text is not None or presets_of(pack, version):
            yield f"{folder}/presets.yaml", presets_yaml(pack, version)
        if (schema := schema_yaml(pack, version)) is not None:
            yield f"{folder}/schema.yaml", schema


def _readme(view: PackView, version: VersionView, renderer: Renderer) -> str:
    """Return the README of *version*: its own words where it has them, with tables of parameters between them."""
    if not version.readme:
        return renderer.render("readme", "github", v=view, version=version, notice=sentence(view.pack.name))
    pieces = (
        piece.text if isinstance(piece, Words) else renderer.render("readme_table", "github", grid=piece)
        for piece in version.readme
    )
    return "".join(pieces)
