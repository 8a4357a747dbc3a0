"""Image listed with another tag

values.yaml, a manifest or a template pulls an image with another tag than `pack.content.images` lists: what is
mirrored is not what runs.

    pack: {content: {images: [{image: "quay.io/example/monitoring:v1.4.1"}]}}
    charts:
      monitoring: {image: {repository: quay.io/example/monitoring, tag: v1.4.0}}

Correct one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit import images
from generator.audit.folder import PackFolder
from generator.audit.wording import listing, short
from generator.diagnostics import Diagnostic

CODE = "PS252"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each image that is listed, but never with the tag or digest that is used."""
    tags: dict[str, list[images.Image]] = {}
    for image in folder.once(images.listed):
        tags.setdefault(images.short_name(image.name), []).append(image)
    for image in folder.once(images.used):
        others = tags.get(images.short_name(image.name), [])
        if not others or not image.tag or any(_same(image, other) for other in others):
            continue
        lines = sorted({other.place.line for other in others})
        message = (
            f"`{short(image.text, 120)}` is listed as {listing((other.tag or other.digest for other in others), 3)}"
        )
        help = f"correct it here, or in line {lines[0]} of values.yaml"
        yield folder.problem(CODE, message, image.tag_place, help)


def _same(image: images.Image, other: images.Image) -> bool:
    """Tell whether two references can mean one image: by digest, or by tags that differ only in a leading v."""
    if image.digest and other.digest:
        return image.digest == other.digest
    return not other.tag or other.tag.removeprefix("v") == image.tag.removeprefix("v")
