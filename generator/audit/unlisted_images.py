"""Image that is not listed

values.yaml, a manifest or a template names an image that `pack.content.images` does not list under any tag, so it is
not mirrored, and a cluster without access to the internet cannot pull it. It is a note where the part that uses the
image is switched off.

    pack: {content: {images: [{image: "quay.io/example/monitoring:v1.4.0"}]}}
    charts:
      monitoring:
        reloader: {image: {repository: ghcr.io/example/reloader, tag: v0.15.0}}

Add it to the list. Images of test hooks are left out, and packs without a list have one finding of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit import images
from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic, Severity

CODE = "PS251"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a finding for each image whose name is not in the list."""
    if not images.entries(folder):
        return
    names = {images.short_name(image.name) for image in folder.once(images.listed)}
    ends = {name.rpartition("/")[2] for name in names}
    seen: set[str] = set()
    for image in folder.once(images.used):
        name = images.short_name(image.name)
        if name in names or name.rpartition("/")[2] in ends or name in seen:
            continue  # the last part alone: a mirror of the image is listed
        seen.add(name)
        severity = Severity.NOTE if image.optional else Severity.WARNING
        message = f"the image `{short(image.text, 120)}` is not in `pack.content.images`"
        yield folder.problem(CODE, message, image.place, "add it to the list", severity=severity)
