"""The form of a pack in a registry, as a reader has it: independent of the code that publishes.

Source: Palette's documentation (deploy-pack.md and add-pack-oci-basic.md of spectrocloud/librarium) and what ORAS CLI
v1.0.0 writes, which it asks for: an image manifest with one blob, the gzipped tar, under its bare file name.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.registry import MANIFEST, Descriptor, Manifest
from generator.registry.names import is_digest
from generator.registry.stored import descriptor
from generator.trust.strict_json import Malformed, at, items_at, read_object, text_at

CONFIG = "application/vnd.unknown.config.v1+json"
ARCHIVE = "application/vnd.oci.image.layer.v1.tar"
TITLE = "org.opencontainers.image.title"
TAR = "dev.packscribe.tar.digest"
LARGEST_ARCHIVE = 512 * 2**20


@dataclass(frozen=True, slots=True)
class Form:
    """What the image manifest of a pack says: its *archive*, and the digest of the *tar* in it, "" where unsaid."""

    archive: Descriptor
    tar: str

    @property
    def title(self) -> str:
        """The file name of the archive."""
        return dict(self.archive.annotations)[TITLE]


def form_of(manifest: Manifest) -> Form:
    """Return what an image manifest says. Raises `Malformed` where it is not one of a pack."""
    read = read_object(manifest.data)
    if read.get("schemaVersion") != 2 or read.get("mediaType", MANIFEST) != MANIFEST or manifest.media_type != MANIFEST:
        raise Malformed("is no image manifest")
    if text_at(read, "config", "mediaType") != CONFIG:
        raise Malformed(f"has a configuration of another type than {CONFIG}")
    layers = items_at(read, "layers")
    archive = descriptor(layers[0]) if len(layers) == 1 else None
    if archive is None:
        raise Malformed(f"has {len(layers)} blobs, not one archive" if len(layers) != 1 else "has a broken descriptor")
    if archive.media_type != ARCHIVE:
        raise Malformed(f"has an archive of another type than {ARCHIVE}")
    if archive.size > LARGEST_ARCHIVE:
        raise Malformed(f"has an archive of {archive.size:,} bytes; {LARGEST_ARCHIVE:,} are allowed")
    title = dict(archive.annotations).get(TITLE, "")
    if not title.endswith(".tar.gz") or "/" in title or "\\" in title or not title.isprintable():
        raise Malformed("gives its archive no bare file name as title, which Palette looks for")
    stated = at(read, "annotations", TAR)
    if stated is not None and not (isinstance(stated, str) and is_digest(stated)):
        raise Malformed(f"has an annotation {TAR} that is no digest")
    return Form(archive, stated if isinstance(stated, str) else "")
