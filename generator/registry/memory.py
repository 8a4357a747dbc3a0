"""A registry in memory, for tests and trials: `memory:NAME`. What is opened under one name is one registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import BinaryIO

from generator.registry import Descriptor, Manifest, Options, Registry
from generator.registry import stored as rules


@dataclass
class _Repository:
    blobs: dict[str, bytes] = field(default_factory=dict)
    manifests: dict[str, Manifest] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)


_KEPT: dict[str, dict[str, _Repository]] = defaultdict(dict)


def open_registry(address: str, options: Options) -> Registry:
    """Return the registry that *address* names, `memory:NAME`; an empty one where there is none yet."""
    return Memory(address)


class Memory:
    """Repositories in a dictionary."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._repositories = _KEPT[name]
        self._lock = Lock()

    def manifest(self, repository: str, reference: str) -> Manifest | None:
        """Return the manifest that a tag or a digest leads to; none where there is none."""
        rules.check_names(self.name, repository, reference)
        known = self._repositories.get(repository)
        return known.manifests.get(known.tags.get(reference, reference)) if known else None

    def head(self, repository: str, reference: str) -> Descriptor | None:
        """Return what *reference* leads to; none where there is none."""
        found = self.manifest(repository, reference)
        return rules.described(found) if found else None

    def has_blob(self, repository: str, digest: str) -> bool:
        """Tell whether the blob is there."""
        known = self._repositories.get(repository)
        return known is not None and digest in known.blobs

    def put_blob(self, repository: str, blob: Descriptor, content: Callable[[], BinaryIO]) -> bool:
        """Store a blob; tell whether it was new."""
        rules.check_names(self.name, repository)
        if self.has_blob(repository, blob.digest):
            return False
        pieces = rules.in_pieces(content())
        data = b"".join(rules.checked(pieces, f"{self.name}/{repository}", blob.digest, blob.size))
        with self._lock:
            self._repositories.setdefault(repository, _Repository()).blobs[blob.digest] = data
        return True

    def blob(self, repository: str, digest: str, size: int) -> Iterator[bytes]:
        """Yield the content of a blob."""
        if not self.has_blob(repository, digest):
            raise rules.without_blob(f"{self.name}/{repository}", digest)
        return rules.checked([self._repositories[repository].blobs[digest]], self.name, digest, size)

    def put_manifest(self, repository: str, reference: str, manifest: Manifest) -> None:
        """Store a manifest under its digest or a tag."""
        rules.check_names(self.name, repository, reference)
        rules.check_manifest(f"{self.name}/{repository}", reference, manifest)
        with self._lock:
            here = self._repositories.setdefault(repository, _Repository())
            for each, is_manifest in rules.needed(manifest):
                if each.digest not in (here.manifests if is_manifest else here.blobs):
                    raise rules.without_blob(f"{self.name}/{repository}", each.digest)
            here.manifests[manifest.digest] = manifest
            if reference != manifest.digest:
                here.tags[reference] = manifest.digest

    def tags(self, repository: str) -> Sequence[str]:
        """Return the tags of a repository, sorted."""
        known = self._repositories.get(repository)
        return sorted(known.tags) if known else []

    def repositories(self, prefix: str) -> Sequence[str]:
        """Return the repositories whose names start with *prefix*, sorted."""
        return sorted(name for name in self._repositories if name.startswith(prefix))

    def referrers(self, repository: str, digest: str) -> Sequence[Descriptor]:
        """Return the manifests whose subject is *digest*."""
        known = self._repositories.get(repository)
        manifests = list(known.manifests.values()) if known else []
        return [rules.referrer(each) for each in manifests if rules.subject(each.data) == digest]

    def attach(self, repository: str, manifest: Manifest, subject: str) -> None:
        """Store a manifest that refers to *subject*."""
        self.put_manifest(repository, manifest.digest, manifest)

    def create_repository(self, repository: str) -> None:
        """Make *repository* exist."""
        rules.check_names(self.name, repository)
        with self._lock:
            self._repositories.setdefault(repository, _Repository())

    def close(self) -> None:
        """Do nothing: what is kept stays for whoever opens the same name."""
