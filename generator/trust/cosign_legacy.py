"""Signatures as cosign made them before version 3: an image manifest under the tag `sha256-<hex>.sig`.

Form: SIGNATURE_SPEC.md of sigstore/cosign. The payload says which manifest is signed, the signature is an annotation
of the layer that points at it, and one manifest carries the signatures of all keys. Whether Palette minds the
additional tag is untried.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.registry import MANIFEST, Descriptor, Manifest
from generator.registry.stored import descriptor, digest_of, fields
from generator.trust.attachments import Attachment, pointer
from generator.trust.strict_json import Malformed, base64_of, from_base64, items_at, read_object, text_at, written

if TYPE_CHECKING:
    from generator.trust.keys import SigningKey, VerifyingKey

PAYLOAD = "application/vnd.dev.cosign.simplesigning.v1+json"
SIGNATURE = "dev.cosignproject.cosign/signature"
_KIND = "cosign container image signature"
_CONFIG = "application/vnd.oci.image.config.v1+json"
_MOST_SIGNATURES = 100
LARGEST = 64 * 2**10
"""Bytes of the largest payload that is read; one has about 250."""


def tag_of(digest: str) -> str:
    """Return the tag under which the signatures of the manifest *digest* stand."""
    return f"{digest.replace(':', '-')}.sig"


def payload_of(digest: str, repository: str) -> bytes:
    """Return what is signed: that the manifest *digest* is an image. Readers ignore the name *repository*."""
    critical = {
        "identity": {"docker-reference": repository},
        "image": {"docker-manifest-digest": digest},
        "type": _KIND,
    }
    return written({"critical": critical, "optional": None})


def signature(digest: str, repository: str, key: SigningKey, there: Manifest | None = None) -> Attachment:
    """Return the manifest that signs the manifest *digest*, with what it needs; signatures that are *there* stay."""
    payload = payload_of(digest, repository)
    notes = ((SIGNATURE, base64_of(key.sign(payload))),)
    layer = Descriptor(PAYLOAD, digest_of(payload), len(payload), notes)
    layers = signatures(there) if there else []
    layers += [] if layer in layers else [layer]
    config = _config(layers)
    described = Descriptor(_CONFIG, digest_of(config), len(config))
    data = written(
        {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": pointer(described),
            "layers": [pointer(each) for each in layers],
        }
    )
    blobs = ((replace(layer, annotations=()), payload), (described, config))
    return Attachment(Manifest(MANIFEST, data, digest_of(data)), blobs, tag_of(digest))


def signatures(found: Manifest) -> list[Descriptor]:
    """Return the layers of a manifest that are signatures."""
    listed = [descriptor(each) for each in items_at(fields(found.data), "layers")[:_MOST_SIGNATURES]]
    return [each for each in listed if each and each.media_type == PAYLOAD and SIGNATURE in dict(each.annotations)]


def signed_digest(payload: bytes) -> str:
    """Return the digest of the manifest that *payload* speaks of. Raises `Malformed`."""
    read = read_object(payload)
    if text_at(read, "critical", "type") != _KIND:
        raise Malformed("is no payload of cosign")
    return text_at(read, "critical", "image", "docker-manifest-digest")


def signed_by(layer: Descriptor, payload: bytes, key: VerifyingKey) -> bool:
    """Tell whether *key* has signed *payload*, to which *layer* points. Raises `Malformed`."""
    return key.verifies(from_base64(dict(layer.annotations)[SIGNATURE], "signature"), payload)


def _config(layers: list[Descriptor]) -> bytes:
    """Return the configuration that cosign writes; the time in it is none, so that it is the same each time."""
    never = "0001-01-01T00:00:00Z"
    return written(
        {
            "architecture": "",
            "created": never,
            "history": [{"created": never} for _ in layers],
            "os": "",
            "rootfs": {"type": "layers", "diff_ids": [each.digest for each in layers]},
            "config": {},
        }
    )
