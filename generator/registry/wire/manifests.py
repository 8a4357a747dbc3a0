"""Manifests: read and hashed, stored, read back, and repaired where a registry loses sight of a blob.

docker's registry 2.8 on a file system may answer MANIFEST_BLOB_UNKNOWN for a blob that it has, while another request
writes the link to it: so it is asked again, what is missing is sent again, and the manifest is stored again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.registry import INDEX, LARGEST_MANIFEST, MANIFEST, Descriptor, Manifest
from generator.registry.wire.budget import Budget
from generator.registry.wire.client import Client
from generator.registry.wire.failures import (
    CHANGED,
    IMMUTABLE,
    LOST_RACE,
    REFUSED,
    UNKNOWN_BLOB,
    WRONG_DIGEST,
    Place,
    Trouble,
)
from generator.registry.wire.names import digest_of, is_digest
from generator.registry.wire.scopes import pull, push
from generator.registry.wire.shown import clean, parsed
from generator.registry.wire.sources import Sources
from generator.registry.wire.transport import Answer, Request
from generator.registry.wire.uploads import Uploads

_DOCKER = "application/vnd.docker.distribution.manifest"
ACCEPT = {
    "Accept": f"{MANIFEST}, {INDEX}, {_DOCKER}.v2+json, {_DOCKER}.list.v2+json, {_DOCKER}.v1+prettyjws, "
    "application/vnd.oci.artifact.manifest.v1+json"
}
"""Every kind there is: without it, docker's registry answers that a tag which exists is not there."""

_MEDIA_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}", re.ASCII)
_REPAIRS, _READINGS = 4, 3
_PROTECTED = re.compile(r"immutab|cannot be overwritten|already exists|TAG_INVALID", re.IGNORECASE)
_TELL = "ask who runs the registry, or a proxy in front of it"


class Manifests:
    """Manifests in the repositories of one registry, named in full. Safe to be used by several threads."""

    def __init__(self, client: Client, uploads: Uploads, sources: Sources) -> None:
        self._client, self._uploads, self._sources = client, uploads, sources

    def get(self, repository: str, reference: str, budget: Budget) -> Manifest | None:
        """Return the manifest at *reference*, its bytes held against its digest; none where there is none."""
        request = self._request("GET", repository, reference, f"reading {_short(reference)}", budget)
        answer = self._client.send(request, budget)
        if answer.status == 404:
            self._require_registry(answer, request)
            return None
        if not answer.good:
            raise self._client.refused(answer, request)
        expected = reference if ":" in reference else answer.headers.get("Docker-Content-Digest", "").strip()
        digest = digest_of(answer.data, expected if is_digest(expected) else "sha256:")
        if expected and digest != expected:
            cause = f"the registry sends what is not {clean(expected, 40)} but {digest[:19]}"
            raise Trouble(WRONG_DIGEST, f"{request.place}: {cause}", _TELL)
        return Manifest(_media_type(answer), answer.data, digest)

    def head(self, repository: str, reference: str, budget: Budget) -> Descriptor | None:
        """Return what *reference* leads to; none where there is none. A registry that does not say is read."""
        request = self._request("HEAD", repository, reference, f"looking for {_short(reference)}", budget)
        answer = self._client.send(request, budget)
        if answer.status == 404:
            return None
        digest = answer.headers.get("Docker-Content-Digest", "").strip()
        size = answer.headers.get("Content-Length", "")
        if not answer.good or not is_digest(digest) or not (size.isascii() and size.isdigit() and len(size) < 12):
            if not answer.good and answer.status not in (405, 501):
                raise self._client.refused(answer, request)
            found = self.get(repository, reference, budget)
            return Descriptor(found.media_type, found.digest, len(found.data)) if found else None
        if ":" in reference and digest != reference:
            cause = f"the registry has {digest[:19]} where it should have {reference[:19]}"
            raise Trouble(WRONG_DIGEST, f"{request.place}: {cause}", _TELL)
        return Descriptor(_media_type(answer), digest, int(size))

    def put(self, repository: str, reference: str, manifest: Manifest, budget: Budget) -> Answer | None:
        """Store *manifest*, whose blobs are there, and return the answer; none where it was there, protected.

        Under a tag it is read back: no registry can be asked to store only where nothing else is.
        """
        place = self._client.place(f"storing {_short(reference)}", repository)
        self._check(reference, manifest, place)
        answer = self._stored(repository, reference, manifest, budget)
        if answer is not None:
            told = answer.headers.get("Docker-Content-Digest", "").strip()
            if told and told != manifest.digest:
                cause = f"the registry says it has stored {clean(told, 19)}, not {manifest.digest[:19]}"
                raise Trouble(WRONG_DIGEST, f"{place}: {cause}", _TELL)
        if ":" not in reference:
            self._read_back(repository, reference, manifest, budget)
            self._sources.forget(repository)
        return answer

    def _stored(self, repository: str, reference: str, manifest: Manifest, budget: Budget) -> Answer | None:
        headers = {"Content-Type": manifest.media_type}
        request = self._request("PUT", repository, reference, f"storing {_short(reference)}", budget)
        request = Request(
            "PUT",
            request.url,
            request.place,
            headers,
            lambda: [manifest.data],
            len(manifest.data),
            scopes=push(repository),
        )
        for left in reversed(range(_REPAIRS)):
            answer = self._client.send(request, budget)
            if answer.good:
                return answer
            trouble = self._client.refused(answer, request)
            if self._is_protected(trouble) and ":" not in reference:
                self._check_protected(repository, reference, manifest, trouble, budget)
                return None
            if trouble.code == UNKNOWN_BLOB:
                self._sources.doubt(repository)
            if trouble.code != UNKNOWN_BLOB or not left:
                raise trouble
            self._repair(repository, manifest, trouble, budget)
            if not budget.again(trouble):
                raise trouble
        return None

    def _repair(self, repository: str, manifest: Manifest, trouble: Trouble, budget: Budget) -> None:
        """Send again what *manifest* needs and the registry has not."""
        for digest in _blobs(manifest):
            if not self._uploads.has(repository, digest, budget):
                known = self._sources.content(repository, digest)
                if known is None:
                    raise trouble
                self._uploads.put(repository, *known, budget)

    def _check_protected(
        self, repository: str, reference: str, manifest: Manifest, trouble: Trouble, budget: Budget
    ) -> None:
        """Let pass what a registry protects because it has it already; raise for anything else."""
        found = self.head(repository, reference, budget)
        if found is None:
            raise trouble
        if found.digest != manifest.digest:
            place = self._client.place(f"storing {_short(reference)}", repository)
            cause = f"the tag is protected and holds {found.digest[:19]}, not {manifest.digest[:19]} ({trouble.status})"
            help = "publish another version; only those who run the registry can lift the protection"
            raise Trouble(IMMUTABLE, f"{place}: {cause}", help, world=False)

    def _is_protected(self, trouble: Trouble) -> bool:
        said = trouble.status == 400 and trouble.code == REFUSED and _PROTECTED.search(trouble.message)
        return trouble.status in (409, 412) or bool(said)

    def _read_back(self, repository: str, tag: str, manifest: Manifest, budget: Budget) -> None:
        """See that *tag* leads to *manifest* now. A registry of several machines may need a moment for that."""
        place = self._client.place(f"reading tag {tag} back", repository)
        wrong = Trouble(LOST_RACE, f"{place}: the tag is not there", _TELL, again=True)
        for left in reversed(range(_READINGS)):
            found = self.get(repository, tag, budget)
            if found and found.digest == manifest.digest and found.data == manifest.data:
                return
            if found:
                cause = f"the tag leads to {found.digest[:19]}, not {manifest.digest[:19]}: someone else published it"
                help = "agree who publishes this pack, and protect tags in the registry; then publish again"
                wrong = Trouble(LOST_RACE, f"{place}: {cause}", help, again=True)
            if not left or not budget.again(wrong):
                raise wrong

    def _check(self, reference: str, manifest: Manifest, place: Place) -> None:
        right = is_digest(manifest.digest) and digest_of(manifest.data, manifest.digest) == manifest.digest
        if not right or (":" in reference and reference != manifest.digest):
            cause = "the manifest is not the one of that digest"
            raise Trouble(CHANGED, f"{place}: {cause}", "package it again", world=False)

    def _require_registry(self, answer: Answer, request: Request) -> None:
        """Take 404 for "none there", except where it is clear that no registry says so."""
        if b"<html" in answer.data[:2000].lower():
            raise self._client.refused(answer, request)

    def _request(self, method: str, repository: str, reference: str, doing: str, budget: Budget) -> Request:
        place = self._client.place(doing, repository)
        url = self._client.url(repository, f"manifests/{reference}", budget)
        return Request(method, url, place, ACCEPT, limit=LARGEST_MANIFEST, scopes=pull(repository))


def _short(reference: str) -> str:
    """Return *reference* as messages have it: the start of a digest tells it from others."""
    return f"manifest {reference[:19]}" if ":" in reference else f"tag {reference}"


def _media_type(answer: Answer) -> str:
    """Return the media type of a manifest: what the answer says, or else what the manifest says of itself."""
    told = answer.headers.get("Content-Type", "").partition(";")[0].strip()
    if not told or told in ("application/json", "application/octet-stream", "text/plain"):
        data = parsed(answer.data)
        inner = data.get("mediaType") if isinstance(data, dict) else None
        told = inner if isinstance(inner, str) else told
    return told if _MEDIA_TYPE.fullmatch(told) else ""


def _blobs(manifest: Manifest) -> Iterator[str]:
    """Yield the digests of the blobs that *manifest* needs."""
    data = parsed(manifest.data)
    if isinstance(data, dict):
        layers = data.get("layers")
        for entry in [data.get("config"), *(layers if isinstance(layers, list) else [])]:
            digest = entry.get("digest") if isinstance(entry, dict) else None
            if isinstance(digest, str) and is_digest(digest):
                yield digest
