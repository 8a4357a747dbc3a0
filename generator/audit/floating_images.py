"""Image without a fixed tag

`pack.content.images` lists an image with the tag `latest`, or without tag and digest, or a manifest names one so. What
is mirrored today and what a cluster pulls tomorrow are two images.

    - image: docker.io/curlimages/curl

Name the tag that the pack was tested with.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit import images
from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic

CODE = "PS253"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each image that is not pinned: all in the list, and the first of a name in manifests."""
    listed = folder.once(images.listed)
    seen = {images.short_name(image.name) for image in listed if _floats(image)}
    for image in listed:
        if _floats(image):
            yield _problem(folder, image)
    for image in images.manifest_images(folder):
        if _floats(image) and images.short_name(image.name) not in seen:
            seen.add(images.short_name(image.name))
            yield _problem(folder, image)


def _floats(image: images.Image) -> bool:
    return not image.digest and image.tag in ("", "latest")


def _problem(folder: PackFolder, image: images.Image) -> Diagnostic:
    what = "has the tag `latest`" if image.tag else "has no tag"
    message = f"the image `{short(image.name, 120)}` {what}"
    return folder.problem(CODE, message, image.place, "name the tag that the pack was tested with")
