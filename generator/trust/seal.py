"""Everything that is attached to a pack: its bill of materials, where it comes from, and the signatures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.registry import Manifest, Registry
from generator.registry.stored import described, digest_of
from generator.trust import cosign_legacy
from generator.trust.attachments import Attachment, attach, attachment
from generator.trust.attested import cosign_signature
from generator.trust.bundle import BUNDLE, bundle
from generator.trust.provenance import PROVENANCE, SBOM_NAME, Origin, provenance
from generator.trust.report import State
from generator.trust.sbom import CYCLONEDX, About
from generator.trust.statement import PAYLOAD_TYPE, SIGNED, signed_statement

if TYPE_CHECKING:
    from generator.trust.keys import SigningKey


def attachments(
    manifest: Manifest, about: About, origin: Origin, sbom: bytes, key: SigningKey | None = None
) -> Iterator[Attachment]:
    """Yield what is attached to the image manifest of a pack: *sbom*, its provenance, and with a *key* a signature.

    With a key the provenance is signed too; it names *sbom* by digest, which is thereby signed as well.
    """
    to = described(manifest)
    yield attachment(CYCLONEDX, sbom, to, SBOM_NAME)
    said = provenance(about, manifest.digest, origin, digest_of(sbom))
    if key is None:
        yield attachment(PAYLOAD_TYPE, said, to, "provenance.intoto.json")
        return
    for statement, kind in ((said, PROVENANCE), (signed_statement(manifest.digest), SIGNED)):
        signed = bundle(statement, key)
        title = f"{digest_of(signed).replace(':', '-')}.sigstore.json"
        yield attachment(BUNDLE, signed, to, title, predicate=kind)


def attach_legacy(registry: Registry, repository: str, manifest: Manifest, key: SigningKey) -> None:
    """Add the signature of *key* in cosign's older form, which refers to nothing and so needs no `subject`.

    One that is there already stays as it is. Raises `RegistryError`.
    """
    if cosign_signature(registry, repository, manifest.digest, key.public).state is State.HOLDS:
        return
    there = registry.manifest(repository, cosign_legacy.tag_of(manifest.digest))
    attach(registry, repository, [cosign_legacy.signature(manifest.digest, repository, key, there)])
