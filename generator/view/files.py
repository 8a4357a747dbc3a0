"""Links to the files of a pack, as its page on the site has them: the site serves them below the page's address."""

from __future__ import annotations

from generator.artifacts.files import file_names
from generator.model.pack import Pack
from generator.model.versioning import version_key
from generator.model.versions import Version
from generator.prose import Image, Link, Text, phrase
from generator.view.said import Route, Said, strong

_LOGO = "logo.png"  # where an archive has it


def file_link(pack: Pack, version: Version, name: str) -> Link:
    """Return a link to the file *name* of *version*."""
    return Link((Text(name),), f"{pack.name}/{version.version}/{name}")


def version_files(pack: Pack, version: Version) -> Said:
    """Name the files of *version*, each with a link."""
    links = [file_link(pack, version, name) for name in file_names(pack, version)]
    listed = [part for link in links for part in (", ", link)][1:]
    at: Route = ("versions", pack.versions.index(version), "version")
    return Said(phrase(strong(version.version), ": ", *listed), at)


def pack_files(pack: Pack) -> tuple[Said, ...]:
    """Name the source of the page and its forms for other sites."""
    name = pack.name
    links = (
        (Link((Text("pack.yaml"),), f"{name}/pack.yaml"), "the source of this page and of all files of its versions"),
        (Link((Text("Docusaurus"),), f"../exports/docusaurus/{name}.mdx"), "this page for Palette's docs site"),
        (Link((Text("Gatsby"),), f"../exports/gatsby/{name}.mdx"), "this page for its older form"),
    )
    return tuple(Said(phrase(link, f": {what}"), ("name",)) for link, what in links)


def picture(pack: Pack, alt: str | None = None) -> Said | None:
    """Return the logo of *pack*: its own, or else the one in the archive of its newest version, if there is one.

    *alt* stands for it; left out, the words that pack.yaml has for it.
    """
    at: Route = ("logo", "file")
    file, words = (pack.logo.file, pack.logo.alt) if pack.logo else (None, f"Logo of {pack.display_name}")
    if file is None:
        newest = max(pack.versions, key=lambda v: version_key(v.version))
        file, at = newest.assets.get(_LOGO), ("versions", pack.versions.index(newest), "assets")
    return Said(phrase(Image(words if alt is None else alt, f"{pack.name}/{file}")), at) if file else None
