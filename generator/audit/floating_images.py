"""Image without a fixed tag

`pack.content.images` lists an image with the tag `latest`, or without tag and digest. What is mirrored today and what
a cluster pulls tomorrow are two images.

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
    """Yield a warning for each listed image that is not pinned."""
    for image in folder.once(images.listed):
        if not image.digest and image.tag in ("", "latest"):
            what = "has the tag `latest`" if image.tag else "has no tag"
            message = f"the image `{short(image.name, 120)}` {what}"
            yield folder.problem(CODE, message, image.place, "name the tag that the pack was tested with")
