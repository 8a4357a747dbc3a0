"""What is attached to an image manifest in a registry: manifests that refer to it, as values, written and read.

Form: image specification 1.1, manifest.md ("Guidelines for Artifact Usage"), and BUNDLE_SPEC.md of sigstore/cosign
for signed bundles. The registry sees to it that what refers to a manifest is found from there.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.registry import MANIFEST, Descriptor, Manifest, Registry, RegistryError
from generator.registry.stored import descriptor, digest_of, fields, subject
from generator.trust.pulled import WRONG_CONTENT
from generator.trust.strict_json import LARGEST, items_at, text_at, written

EMPTY = "application/vnd.oci.empty.v1+json"
TITLE = "org.opencontainers.image.title"
CONTENT, PREDICATE = "dev.sigstore.bundle.content", "dev.sigstore.bundle.predicateType"
MOST, MOST_TOGETHER = 100, 4 * LARGEST
"""How many manifests that refer to one pack are read, and bytes of them; whoever may push could attach any number."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A manifest to store, and the *blobs* that it needs; under a *tag* where it does not refer to anything itself."""

    manifest: Manifest
    blobs: tuple[tuple[Descriptor, bytes], ...]
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """Something that a registry has attached to a pack: its *type*, and its *content*, or why that is not usable."""

    type: str
    digest: str
    content: bytes = b""
    broken: str = ""


def attachment(kind: str, content: bytes, to: Descriptor, title: str, *, predicate: str = "") -> Attachment:
    """Return the manifest that attaches *content* of the media type *kind* to the manifest that *to* describes.

    *title* is the name of a file for who pulls it; *predicate* the type of what a signed bundle states.
    """
    blob = Descriptor(kind, digest_of(content), len(content), ((TITLE, title),))
    config = Descriptor(EMPTY, digest_of(b"{}"), 2)
    notes = {CONTENT: "dsse-envelope", PREDICATE: predicate} if predicate else {}
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "artifactType": kind,
        "config": pointer(config),
        "layers": [pointer(blob)],
        "subject": pointer(Descriptor(to.media_type, to.digest, to.size)),
    }
    data = written(manifest | ({"annotations": notes} if notes else {}))
    return Attachment(Manifest(MANIFEST, data, digest_of(data)), ((config, b"{}"), (blob, content)))


def attach(registry: Registry, repository: str, attachments: Iterable[Attachment]) -> None:
    """Store *attachments*, each after what it needs. Raises `RegistryError`; `NoSubjects` where there can be none."""
    for each in attachments:
        for blob, content in each.blobs:
            registry.put_blob(repository, blob, lambda content=content: io.BytesIO(content))  # type: ignore[misc]
        if each.tag:
            registry.put_manifest(repository, each.tag, each.manifest)
        else:
            registry.attach(repository, each.manifest, subject(each.manifest.data))


def attached(registry: Registry, repository: str, digest: str, kinds: Iterable[str]) -> Iterator[Attached]:
    """Yield what of *kinds* is attached to the manifest *digest*. Raises `RegistryError` where the world fails."""
    wanted, left = set(kinds), MOST_TOGETHER
    listed = [each for each in registry.referrers(repository, digest) if each.artifact_type in {*wanted, ""}]
    for count, each in enumerate(listed):
        if count >= MOST or left <= 0:
            yield Attached("", each.digest, broken="and what is listed after it was not read: there is too much")
            return
        try:
            found = registry.manifest(repository, each.digest)
            kind = text_at(fields(found.data), "artifactType") if found else ""
            if found is None or digest_of(found.data) != each.digest or subject(found.data) != digest:
                yield Attached(each.artifact_type, each.digest, broken="does not lead to what is listed")
            elif kind in wanted:
                content = _content(registry, repository, found, kind)
                left -= len(content.content)
                yield content
        except RegistryError as error:
            if error.code not in WRONG_CONTENT:
                raise
            yield Attached(each.artifact_type, each.digest, broken="is not what its digest says")


def read_blob(registry: Registry, repository: str, blob: Descriptor, most: int = LARGEST) -> bytes | None:
    """Return the content of a small blob, none where it is not what *blob* says. Raises `RegistryError`."""
    data = bytearray()
    if blob.size > most:
        return None
    for piece in registry.blob(repository, blob.digest, blob.size):
        data += piece
        if len(data) > blob.size:
            return None
    content = bytes(data)
    return content if digest_of(content) == blob.digest else None


def pointer(to: Descriptor) -> dict[str, object]:
    """Return what stands in a manifest for a descriptor."""
    found: dict[str, object] = {"mediaType": to.media_type, "digest": to.digest, "size": to.size}
    return found | ({"annotations": dict(to.annotations)} if to.annotations else {})


def _content(registry: Registry, repository: str, manifest: Manifest, kind: str) -> Attached:
    layers = items_at(fields(manifest.data), "layers")
    blob = descriptor(layers[0]) if len(layers) == 1 else None
    if blob is None or blob.media_type != kind:
        return Attached(kind, manifest.digest, broken="has not just one blob of its own type")
    if blob.size > LARGEST:
        return Attached(kind, manifest.digest, broken=f"has {blob.size:,} bytes, {LARGEST:,} are allowed")
    content = read_blob(registry, repository, blob)
    if content is None:
        return Attached(kind, manifest.digest, broken="is not what its digest says")
    return Attached(kind, manifest.digest, content)
