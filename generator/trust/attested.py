"""What is attached to a pack, held against the pack: signatures, bill of materials, provenance.

Anybody who may push may attach something. So a key decides what counts: where one is given, what it has not signed
proves nothing, and what others attach besides does no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.diagnostics import Severity
from generator.registry import Descriptor, Registry
from generator.registry.stored import digest_of
from generator.trust import cosign_legacy
from generator.trust.attachments import Attached, attached, read_blob
from generator.trust.bundle import BUNDLE, Bundle, read_bundle
from generator.trust.contents import Contents
from generator.trust.provenance import PROVENANCE, revision_of, sbom_of
from generator.trust.pulled import damaged
from generator.trust.report import FORGED, SBOM, STRANGE, UNSIGNED, Finding, State, absent, fails, holds, unchecked
from generator.trust.report import PROVENANCE as WRONG_ORIGIN
from generator.trust.sbom import CYCLONEDX, About, disagreement
from generator.trust.sbom import sbom as bill
from generator.trust.statement import PAYLOAD_TYPE, SIGNED, Statement, read_statement
from generator.trust.strict_json import Malformed
from generator.trust.tar_reader import Damaged

if TYPE_CHECKING:
    from generator.trust.keys import VerifyingKey

SIGNATURE, COSIGN = "signature", "cosign signature"
_SIGN = "ask who publishes the pack for the right key; if that is you, publish with `--sign KEY`"
_FORGED = "do not use the pack before its publisher has explained it; `--key` may also name another publisher's key"
_AGAIN = "delete it in the registry, and publish again"


@dataclass(frozen=True)
class Said:
    """A statement that is attached, by whom it is signed (none: nobody), and whether the key that is given did it."""

    statement: Statement
    bundle: Bundle | None = None
    proven: bool = False


@dataclass
class Evidence:
    """What is attached to one image manifest, *digest*, sorted."""

    digest: str
    said: list[Said] = field(default_factory=list)
    sboms: list[bytes] = field(default_factory=list)
    strange: list[Finding] = field(default_factory=list)

    def of(self, predicate: str) -> list[Said]:
        """Return what was said with a predicate of the type *predicate*."""
        return [each for each in self.said if each.statement.predicate_type == predicate]


def gather(registry: Registry, repository: str, digest: str, key: VerifyingKey | None) -> Evidence:
    """Return what is attached to the image manifest *digest*. Raises `RegistryError` where the world fails."""
    evidence = Evidence(digest)
    try:
        with damaged():
            for each in attached(registry, repository, digest, (BUNDLE, CYCLONEDX, PAYLOAD_TYPE)):
                _sort(each, evidence, key)
    except Damaged as why:
        evidence.strange.append(_strange(f"what is attached {why}"))
    return evidence


def signature(evidence: Evidence, key: VerifyingKey | None) -> Finding:
    """Return whether the pack is signed by *key*, as a Sigstore bundle."""
    made = evidence.of(SIGNED)
    ours = [each for each in made if each.proven]
    if any(evidence.digest in each.statement.subjects for each in ours):
        return holds(SIGNATURE, "the key has signed this image manifest (Sigstore bundle)")
    if not made:
        return absent(SIGNATURE, "no Sigstore bundle is attached that signs it")
    if key is None:
        return unchecked(SIGNATURE, f"signed by {_keys(made)}; name the public key with --key")
    if ours:
        return fails(SIGNATURE, "the key has signed another image manifest than this one", FORGED, _FORGED)
    if any(each.bundle and each.bundle.hint == key.hint for each in made):
        why = "a bundle names the key, and its signature is not one of its content"
        return fails(SIGNATURE, why, FORGED, _FORGED)
    return fails(SIGNATURE, f"signed by {_keys(made)}, not by the key that is given", FORGED, _FORGED)


def cosign_signature(registry: Registry, repository: str, digest: str, key: VerifyingKey | None) -> Finding:
    """Return whether the pack is signed by *key* in cosign's older form. Raises `RegistryError`."""
    tag = cosign_legacy.tag_of(digest)
    try:
        with damaged():
            found = registry.manifest(repository, tag)
            layers = cosign_legacy.signatures(found) if found else []
            verdicts = {_legacy(registry, repository, layer, digest, key) for layer in layers}
    except Damaged as why:
        return fails(COSIGN, f"what is under the tag {tag[:19]}… {why}", FORGED, _FORGED)
    if "" in verdicts:
        return holds(COSIGN, "the key has signed this image manifest (tag `.sig`)")
    if not verdicts:
        return absent(COSIGN, "there is no signature in cosign's older form")
    if key is None:
        return unchecked(COSIGN, "there is a signature in cosign's older form; name the public key with --key")
    return fails(COSIGN, "; ".join(sorted(verdicts)), FORGED, _FORGED)


def signed_by(registry: Registry, repository: str, digest: str, key: VerifyingKey) -> bool:
    """Tell whether *key* has signed the image manifest *digest* as a Sigstore bundle that is attached to it.

    Raises `RegistryError`.
    """
    return signature(gather(registry, repository, digest, key), key).state is State.HOLDS


def signatures(
    registry: Registry, repository: str, evidence: Evidence, key: VerifyingKey | None
) -> tuple[Finding, Finding]:
    """Return whether the pack is signed, in either form; with a *key* one of them must be there."""
    new = signature(evidence, key)
    old = cosign_signature(registry, repository, evidence.digest, key)
    if key and new.state is State.ABSENT and old.state is State.ABSENT:
        new = fails(SIGNATURE, "nobody has signed this pack, and a key is given to verify it by", UNSIGNED, _SIGN)
    return new, old


def provenance(evidence: Evidence, about: About, key: VerifyingKey | None) -> tuple[Finding, Said | None]:
    """Return whether what is said of the pack's origin is about the pack, and the statement itself where it is."""
    made = evidence.of(PROVENANCE)
    if not made:
        return absent("provenance", "no statement of where it comes from is attached"), None
    counting = [each for each in made if each.proven] if key else made
    if not counting:
        why = "what is said of its origin is not signed by the key that is given"
        return fails("provenance", why, WRONG_ORIGIN, _FORGED), None
    both = {evidence.digest, about.tar}
    fitting = next((each for each in counting if both <= set(each.statement.subjects)), None)
    if fitting is None:
        why = "the statement of its origin is about another image manifest or another tar"
        return fails("provenance", why, WRONG_ORIGIN, _AGAIN), None
    signed = "signed by the key" if fitting.proven else "its signature is not checked" if fitting.bundle else "unsigned"
    return holds("provenance", f"about this pack, made of {revision_of(fitting.statement)} ({signed})"), fitting


def sbom(evidence: Evidence, about: About, contents: Contents, origin: Said | None) -> Finding:
    """Return whether a bill of materials that is attached is that of the archive, and the one that *origin* names."""
    named = sbom_of(origin.statement) if origin else ""
    own = bill(about, contents) if evidence.sboms else b""
    why = ""
    for data in evidence.sboms:
        try:
            wrong = disagreement(data, own, about, contents)
        except Malformed as broken:
            wrong = f"it {broken}"
        if not wrong and named and digest_of(data) != named:
            wrong = "it is not the one that the provenance names"
        if not wrong:
            return holds("sbom", "it lists what is in the archive" + (", and the provenance names it" if named else ""))
        why = why or wrong
    if not evidence.sboms:
        return absent("sbom", "no bill of materials is attached")
    return fails("sbom", why, SBOM, _AGAIN)


def _sort(each: Attached, evidence: Evidence, key: VerifyingKey | None) -> None:
    if each.broken:
        evidence.strange.append(_strange(f"{each.digest[:19]}… {each.broken}"))
    elif each.type == CYCLONEDX:
        evidence.sboms.append(each.content)
    else:
        try:
            evidence.said.append(_said(each, key))
        except Malformed as why:
            evidence.strange.append(_strange(f"{each.digest[:19]}… {why}"))


def _said(each: Attached, key: VerifyingKey | None) -> Said:
    if each.type != BUNDLE:
        return Said(read_statement(each.content))
    bundle = read_bundle(each.content)
    return Said(read_statement(bundle.payload), bundle, key is not None and bundle.signed_by(key))


def _legacy(registry: Registry, repository: str, layer: Descriptor, digest: str, key: VerifyingKey | None) -> str:
    """Return why a signature is none of *key* for this manifest, "" where it is one."""
    payload = read_blob(registry, repository, layer, cosign_legacy.LARGEST)
    if payload is None:
        return "the payload is not what its digest says"
    try:
        if cosign_legacy.signed_digest(payload) != digest:
            return "the payload is about another image manifest"
        signed = key is not None and cosign_legacy.signed_by(layer, payload, key)
    except Malformed as why:
        return f"the payload {why}"
    return "" if signed else "signed by another key, or changed after it was signed"


def _keys(made: Sequence[Said]) -> str:
    hints = sorted({each.bundle.hint[:16] for each in made if each.bundle and each.bundle.hint})
    clean = [hint for hint in hints if hint.isprintable()]
    return f"the key {', '.join(clean[:3])}…" if clean else "nobody that it names" if not hints else "a strange key"


def _strange(why: str) -> Finding:
    help = "whoever may push may attach anything: find out what it is, or delete it in the registry"
    return Finding("attached", State.FAILS, why, STRANGE, help, Severity.WARNING)
