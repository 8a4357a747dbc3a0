"""No list of images

`pack.content.images` of values.yaml names every image that the pack pulls. Palette reads it to mirror images for
clusters without access to the internet; without it such a cluster cannot start the pack. Here the list is missing, or
it is empty and the pack does name images.

    pack:
      content:
        images:
          - image: quay.io/example/monitoring:v1.4.0

List the images that `helm template` of the chart shows. A pack that pulls none says so with `images: []`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit import images
from generator.audit.folder import PackFolder
from generator.audit.wording import listing
from generator.diagnostics import Diagnostic

CODE = "PS250"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning where a pack that deploys something lists no images."""
    if not folder.values or not (folder.listed("charts") or folder.listed("kubeManifests")):
        return
    if folder.values.document is None:
        return
    entries, used = images.entries(folder), folder.once(images.used)
    if entries or (entries is not None and not used):
        return
    what = "`pack.content.images` is empty" if entries is not None else "there is no list `pack.content.images`"
    names = f", though the pack names {listing((i.text for i in used), 3)}" if used else ""
    help = "list every image that the pack pulls" + ("" if used else ", or write `images: []` if it pulls none")
    yield folder.problem(CODE, what + names, folder.values.where_key(("pack", "content", "images")), help)
