"""The images that a pack lists, and those that its values, manifests and templates name. This module is no check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.audit.folder import PackFolder
from generator.audit.text_files import TextFile
from generator.diagnostics import Location
from generator.values import Path

_REFERENCE = re.compile(
    r"(?P<name>[a-z0-9][\w.\-/]*(?::\d+/[\w.\-/]+)?)(?::(?P<tag>[\w.\-]+))?(?:@(?P<digest>\w+:\w+))?"
)
_WRITTEN = re.compile(
    r"""^[ \t]*(?:-[ \t]+)?["']?image["']?[ \t]*:[ \t]*(["']?)([^\s"'{},#]*[/:][^\s"'{},#]*)\1[ \t]*(?:#.*)?$""",
    re.MULTILINE,
)
_BARE = re.compile(
    r"""^[ \t]*(?:-[ \t]+)?["']?image["']?[ \t]*:[ \t]*(["']?)([a-z0-9][a-z0-9._-]*)\1[ \t]*(?:#.*)?$""",
    re.MULTILINE,
)
_CONTAINERS = re.compile(r"""^[ \t]*(?:-[ \t]+)?["']?(?:c|initC|ephemeralC)ontainers["']?[ \t]*:""", re.MULTILINE)
_TEST_KEY = re.compile(r"tests?(?![a-z])|testFramework", re.IGNORECASE)
_TEST_FILE = re.compile(r"\btests?\b")
_TEST_HOOK = re.compile(r"helm\.sh/hook[\"']?\s*:\s*[\"']?test")


class Image(NamedTuple):
    """An image: its name with the registry (Docker Hub's left out), its tag and digest, "" where not stated.

    *place* is where its name stands, *tag_place* its tag. *optional*: what uses it is switched off unless the user
    switches it on.
    """

    name: str
    tag: str
    digest: str
    place: Location
    tag_place: Location
    optional: bool = False

    @property
    def text(self) -> str:
        """The image as it is written in a list."""
        return self.name + f":{self.tag}" * bool(self.tag) + f"@{self.digest}" * bool(self.digest)


def parse(text: str, place: Location) -> Image | None:
    """Take the text of an image reference; return its parts, None where it is no reference."""
    found = _REFERENCE.fullmatch(text.strip()) if len(text) < 300 else None
    if found is None:
        return None
    return Image(found["name"], found["tag"] or "", found["digest"] or "", place, place)


def entries(folder: PackFolder) -> list[object] | None:
    """Return `pack.content.images` of values.yaml as it is written, None where there is no such list."""
    value = folder.values.data if folder.values else None
    for step in ("pack", "content", "images"):
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, list) else None


def listed(folder: PackFolder) -> tuple[Image, ...]:
    """Return the images of `pack.content.images`."""
    return tuple(_listed(folder))


def used(folder: PackFolder) -> tuple[Image, ...]:
    """Return the images that values, manifests and templates name, the first place of each."""
    found: dict[tuple[str, str, str], Image] = {}
    for image in (*_in_values(folder), *_in_texts(folder)):
        key = (short_name(image.name), image.tag, image.digest)
        if key not in found or (found[key].optional and not image.optional):
            found[key] = image
    return tuple(found.values())


def short_name(name: str) -> str:
    """Return *name* without what Docker Hub adds to it, so that equal images are equal texts."""
    for prefix in ("index.docker.io/", "registry-1.docker.io/", "docker.io/"):
        name = name.removeprefix(prefix)
    return name.removeprefix("library/")


def _listed(folder: PackFolder) -> Iterator[Image]:
    for index, entry in enumerate(entries(folder) or []):
        text = entry.get("image") if isinstance(entry, dict) else entry
        if folder.values and isinstance(text, str):
            route = ("pack", "content", "images", index, "image") if isinstance(entry, dict) else ()
            image = parse(text, folder.values.where(route or ("pack", "content", "images", index)))
            if image:
                yield image


def _in_values(folder: PackFolder) -> Iterator[Image]:
    data = folder.values.data if folder.values else None
    for key in data if isinstance(data, dict) and folder.values else ():
        if key not in ("pack", "readinessCheck") and isinstance(data, dict) and folder.values:
            for path, name, tag, digest, optional in _found(data[key], (key,), False):
                if image := parse(name, folder.values.where_key(path)):
                    yield image._replace(
                        tag=tag or image.tag,
                        digest=digest or image.digest,
                        tag_place=folder.values.where_key((*path[:-1], "tag")) if tag else image.place,
                        optional=optional,
                    )


def _found(value: object, path: Path, off: bool) -> Iterator[tuple[Path, str, str, str, bool]]:
    """Yield path of the name, name, tag and digest of each image below *value*; *off*: a switch above it is off."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _found(item, (*path, index), off)
    if not isinstance(value, dict):
        return
    off = off or _is_off(value)
    own = _image_of(value, path)
    if own:
        yield *own, off
    for key, item in value.items():
        if _TEST_KEY.match(key) or (own and own[0][-1] == key):
            continue
        if key == "image" and isinstance(item, str) and "/" in item and ":" in item:
            yield (*path, key), item, "", "", off
        else:
            yield from _found(item, (*path, key), off)


def _image_of(value: Mapping[str, object], path: Path) -> tuple[Path, str, str, str] | None:
    """Return the image that a mapping describes with a key for each part."""
    name = next((key for key in ("repository", "repo", "image") if isinstance(value.get(key), str)), "")
    if not name or not value[name] or not ("tag" in value or "digest" in value):
        return None
    registry, tag, digest = (_word(value.get(key)) for key in ("registry", "tag", "digest"))
    text = f"{registry}/{value[name]}" if registry else str(value[name])
    if "{{" in f"{text}{tag}{digest}" or "://" in text:
        return None
    return (*path, name), text, tag if tag != "-" else "", digest


def _is_off(value: Mapping[str, object]) -> bool:
    return any(value.get(key) is False for key in ("enabled", "enable", "create", "deploy", "install"))


def _in_texts(folder: PackFolder) -> Iterator[Image]:
    yield from manifest_images(folder)
    for chart in folder.charts:
        for path, text in chart.templates.items():
            if not _TEST_FILE.search(path) and not _TEST_HOOK.search(text):
                for found in _WRITTEN.finditer(text):
                    if image := parse(found[2], Location(chart.path)):
                        yield image


def _in_manifest(file: TextFile) -> Iterator[Image]:
    """Yield the images of a manifest; a single word is one only where there are containers: `image: busybox`."""
    bare = _BARE.finditer(file.text) if _CONTAINERS.search(file.text) else ()
    for found in sorted((*_WRITTEN.finditer(file.text), *bare), key=lambda found: found.start(2)):
        if image := parse(found[2], file.at(found.start(2))):
            yield image


def manifest_images(folder: PackFolder) -> tuple[Image, ...]:
    """Return the images that manifests name, wherever they do."""
    files = (folder.read_text(path) for path in folder.manifests if path.endswith((".yaml", ".yml")))
    return tuple(image for file in files if file and "image" in file.text for image in _in_manifest(file))


def _word(value: object) -> str:
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
