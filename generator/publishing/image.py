"""The image manifest of a pack, byte for byte as Palette reads it.

Media types and layout are those of ORAS CLI v1.0.0, which Palette's documentation asks for (deploy-pack.md and
add-pack-oci-basic.md of spectrocloud/librarium; `packImage` of oras-go v2.0.2): an image manifest whose configuration
is `{}`, and one blob with the bare file name as its title. A further annotation holds the digest of the uncompressed
tar. Nothing in it varies, so that the same pack has the same digest whenever and wherever it is published.
"""

from __future__ import annotations

import json

from generator.archive import Packed
from generator.packing import Artifact
from generator.registry import MANIFEST, Descriptor, Manifest
from generator.registry.names import is_digest
from generator.registry.stored import digest_of, fields

ARCHIVES = "spectro-packs/archive"
"""The path of the repositories of all packs, below the base path of a registry; Palette looks nowhere else."""

CONFIG = b"{}"
CONFIG_TYPE = "application/vnd.unknown.config.v1+json"
ARCHIVE_TYPE = "application/vnd.oci.image.layer.v1.tar"  # although it is gzipped: what ORAS gives to a plain file
TITLE = "org.opencontainers.image.title"
TAR_DIGEST = "dev.packscribe.tar.digest"

_CONFIG = Descriptor(CONFIG_TYPE, digest_of(CONFIG), len(CONFIG))


def repository_of(name: str) -> str:
    """Return the repository of the pack *name*, below the base path of a registry."""
    return f"{ARCHIVES}/{name}"


def config() -> Descriptor:
    """Return what points at the configuration, which is the same for every pack."""
    return _CONFIG


def layer(artifact: Artifact, packed: Packed) -> Descriptor:
    """Return what points at the archive."""
    return Descriptor(ARCHIVE_TYPE, packed.digest, packed.size, ((TITLE, artifact.file),))


def manifest(artifact: Artifact, packed: Packed) -> Manifest:
    """Return the image manifest of *artifact*, which was written as *packed*: compact JSON, keys in this order."""
    fields = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": _pointer(_CONFIG),
        "layers": [_pointer(layer(artifact, packed))],
        "annotations": {TAR_DIGEST: packed.tar},
    }
    data = json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode()
    return Manifest(MANIFEST, data, digest_of(data))


def tar_of(found: Manifest) -> str:
    """Return the digest of the tar that an image manifest states, "" where it states none."""
    notes = fields(found.data).get("annotations")
    stated = notes.get(TAR_DIGEST) if isinstance(notes, dict) else None
    return stated if isinstance(stated, str) and is_digest(stated) else ""


def _pointer(blob: Descriptor) -> dict[str, object]:
    pointer: dict[str, object] = {"mediaType": blob.media_type, "digest": blob.digest, "size": blob.size}
    return pointer | ({"annotations": dict(blob.annotations)} if blob.annotations else {})
