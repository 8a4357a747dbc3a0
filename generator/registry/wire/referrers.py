"""What refers to a manifest: the referrers API of distribution specification 1.1, or the index under a fallback tag.

A registry that knows of subjects says so by `OCI-Subject`; for any other the client keeps the index itself.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping

from generator.registry import INDEX, Descriptor, Manifest
from generator.registry.wire.budget import Budget
from generator.registry.wire.client import Client
from generator.registry.wire.failures import LOST_RACE, NO_REGISTRY, Trouble, no_subject
from generator.registry.wire.listing import LARGEST_PAGE, pages
from generator.registry.wire.manifests import Manifests
from generator.registry.wire.names import digest_of, is_digest
from generator.registry.wire.scopes import pull
from generator.registry.wire.shown import parsed
from generator.registry.wire.transport import Request

_NO_API = {400, 404, 405, 406, 410, 501}
_TRIES = 5
_HELP = "run the same command again, it does only what is missing"


class Referrers:
    """What refers to manifests of one registry. Safe to be used by several threads."""

    def __init__(self, client: Client, manifests: Manifests) -> None:
        self._client, self._manifests = client, manifests
        self._lock = threading.Lock()

    def list(self, repository: str, digest: str, budget: Budget) -> list[Descriptor]:
        """Return the manifests whose subject is *digest*."""
        place = self._client.place(f"asking what refers to {digest[:19]}", repository)
        url = self._client.url(repository, f"referrers/{digest}", budget)
        request = Request("GET", url, place, {"Accept": INDEX}, limit=LARGEST_PAGE, scopes=pull(repository))
        found: list[Descriptor] = []
        for answer in pages(self._client, request, budget):
            if answer.status in _NO_API:
                return _descriptors(self._index(repository, digest, budget))
            if not answer.good:
                raise self._client.refused(answer, request)
            data = parsed(answer.data)
            if not isinstance(data, dict) or not isinstance(data.get("manifests"), list | None):
                help = "check that the address is one of a registry"
                raise Trouble(NO_REGISTRY, f"{place}: the answer is not the JSON of a registry", help)
            found += _descriptors(data)
        return found

    def attach(self, repository: str, manifest: Manifest, subject: str, budget: Budget) -> None:
        """Store *manifest*, whose subject is *subject*, and keep the index where the registry keeps none."""
        try:
            answer = self._manifests.put(repository, manifest.digest, manifest, budget)
        except Trouble as trouble:
            if trouble.status in (405, 501) or "UNSUPPORTED" in trouble.codes:
                raise no_subject(trouble) from None
            raise
        if answer is not None and answer.headers.get("OCI-Subject", "").strip() == subject:
            return
        with self._lock:  # read, change, write: no registry does that in one step
            for _ in range(_TRIES):
                if self._in_index(repository, manifest, subject, budget):
                    return
        place = self._client.place(f"adding to what refers to {subject[:19]}", repository)
        raise Trouble(LOST_RACE, f"{place}: others change the list again and again", _HELP)

    def _in_index(self, repository: str, manifest: Manifest, subject: str, budget: Budget) -> bool:
        """Add *manifest* to the index of *subject*, and tell whether it is still there afterwards."""
        before = self._index(repository, subject, budget)
        if any(entry.digest == manifest.digest for entry in _descriptors(before)):
            return True
        entries = before.get("manifests")
        after = {
            "schemaVersion": 2,
            "mediaType": INDEX,
            **before,
            "manifests": [*(entries if isinstance(entries, list) else []), _entry(manifest)],
        }
        data = json.dumps(after, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
        try:
            self._manifests.put(repository, _tag(subject), Manifest(INDEX, data, digest_of(data)), budget)
        except Trouble as trouble:
            if trouble.code != LOST_RACE:
                raise
        return False  # the next look tells

    def _index(self, repository: str, subject: str, budget: Budget) -> dict[str, object]:
        found = self._manifests.get(repository, _tag(subject), budget)
        if found is None:
            return {}
        data = parsed(found.data)
        if isinstance(data, dict) and isinstance(data.get("manifests"), list):
            return data
        place = self._client.place(f"reading {_tag(subject)[:26]}", repository)
        cause = "the tag of the list of what refers to a manifest leads to something else"
        raise Trouble(NO_REGISTRY, f"{place}: {cause}", "remove that tag, or move it elsewhere", world=False)


def _tag(subject: str) -> str:
    """Return the tag of the index of *subject* (distribution specification 1.1, "Referrers Tag Schema")."""
    algorithm, _, encoded = subject.partition(":")
    return f"{algorithm[:32]}-{encoded[:64]}"


def _entry(manifest: Manifest) -> dict[str, object]:
    """Return the entry of *manifest* in an index: the type of an artifact is that of its config where it has none."""
    data = parsed(manifest.data)
    inner: Mapping[str, object] = data if isinstance(data, dict) else {}
    config = inner.get("config")
    kind = inner.get("artifactType") or (config.get("mediaType") if isinstance(config, dict) else None)
    entry: dict[str, object] = {
        "mediaType": manifest.media_type,
        "digest": manifest.digest,
        "size": len(manifest.data),
    }
    if isinstance(inner.get("annotations"), dict) and inner["annotations"]:
        entry["annotations"] = inner["annotations"]
    return entry | ({"artifactType": kind} if kind else {})


def _descriptors(index: Mapping[str, object]) -> list[Descriptor]:
    """Return what *index* lists, without what is no descriptor."""
    entries = index.get("manifests")
    found = [_descriptor(entry) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return [each for each in found if is_digest(each.digest)]


def _descriptor(entry: Mapping[str, object]) -> Descriptor:
    text = {key: value for key, value in entry.items() if isinstance(value, str)}
    size = entry.get("size")
    annotations = entry.get("annotations")
    pairs = annotations.items() if isinstance(annotations, dict) else ()
    return Descriptor(
        text.get("mediaType", ""),
        text.get("digest", ""),
        size if isinstance(size, int) and size >= 0 else 0,
        tuple((key, value) for key, value in pairs if isinstance(key, str) and isinstance(value, str)),
        text.get("artifactType", ""),
    )
