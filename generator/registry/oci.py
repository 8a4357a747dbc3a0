"""`oci://HOST[:PORT]/BASE`: a registry over HTTP, as the OCI distribution specification 1.1 has it.

Repositories are named without BASE. What is sent and what is read is held against its digest; every operation ends
within `Options.deadline`, and a large blob has as much more time as it takes at 256 KiB a second.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO

from generator.registry import MANIFEST, Descriptor, Manifest, Options
from generator.registry.wire import downloads, listing
from generator.registry.wire.address import Address, parse
from generator.registry.wire.budget import Budget, Clock
from generator.registry.wire.client import Client
from generator.registry.wire.failures import NOT_THERE, Trouble, repository_help
from generator.registry.wire.manifests import Manifests
from generator.registry.wire.names import digest_of, require
from generator.registry.wire.referrers import Referrers
from generator.registry.wire.sources import Sources
from generator.registry.wire.uploads import Uploads

_EMPTY = b"{}"
_UNKNOWN_CONFIG = "application/vnd.unknown.config.v1+json"


def open_registry(address: str, options: Options) -> OciRegistry:
    """Return the registry at *address*. Nothing is sent before it is asked for something."""
    return OciRegistry(parse(address), options)


class OciRegistry:
    """A registry over HTTP. Safe to be used by several threads."""

    def __init__(
        self,
        address: Address,
        options: Options,
        clock: Clock | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.name = str(address)
        self._address = address
        self._client = Client(address, options, clock, environment)
        sources = Sources()
        self._uploads = Uploads(self._client, sources)
        self._manifests = Manifests(self._client, self._uploads, sources)
        self._referrers = Referrers(self._client, self._manifests)

    def manifest(self, repository: str, reference: str) -> Manifest | None:
        return self._manifests.get(self._full(repository, reference), reference, self._client.budget())

    def head(self, repository: str, reference: str) -> Descriptor | None:
        return self._manifests.head(self._full(repository, reference), reference, self._client.budget())

    def has_blob(self, repository: str, digest: str) -> bool:
        return self._uploads.has(self._full(repository, digest), digest, self._client.budget())

    def put_blob(self, repository: str, blob: Descriptor, content: Callable[[], BinaryIO]) -> bool:
        return self._uploads.put(self._full(repository, blob.digest), blob, content, self._client.budget(blob.size))

    def blob(self, repository: str, digest: str, size: int) -> Iterator[bytes]:
        return downloads.blob(self._client, self._full(repository, digest), digest, size)

    def put_manifest(self, repository: str, reference: str, manifest: Manifest) -> None:
        self._manifests.put(self._full(repository, reference), reference, manifest, self._client.budget())

    def tags(self, repository: str) -> Sequence[str]:
        return listing.tags(self._client, self._full(repository), self._client.budget())

    def repositories(self, prefix: str) -> Sequence[str]:
        below = f"{self._address.base}/" if self._address.base else ""
        found = (name for name in listing.repositories(self._client, self._client.budget()) if name.startswith(below))
        return [name.removeprefix(below) for name in found if name.startswith(below + prefix)]

    def referrers(self, repository: str, digest: str) -> Sequence[Descriptor]:
        return self._referrers.list(self._full(repository, digest), digest, self._client.budget())

    def attach(self, repository: str, manifest: Manifest, subject: str) -> None:
        self._referrers.attach(self._full(repository, subject), manifest, subject, self._client.budget())

    def create_repository(self, repository: str) -> None:
        """Store an empty artifact, as Palette's documentation does for Harbor, unless the repository is there.

        Amazon ECR makes repositories by an API of its own only: the way out says how.
        """
        full, budget = self._full(repository), self._client.budget()
        if listing.tags(self._client, full, budget) or self._is_there(full, budget):
            return
        config = Descriptor(_UNKNOWN_CONFIG, digest_of(_EMPTY), len(_EMPTY))
        entry = {"mediaType": config.media_type, "digest": config.digest, "size": config.size}
        empty = {"schemaVersion": 2, "mediaType": MANIFEST, "config": entry, "layers": []}
        data = json.dumps(empty, separators=(",", ":")).encode("ascii")
        try:
            self._uploads.put(full, config, lambda: io.BytesIO(_EMPTY), budget)
            manifest = Manifest(MANIFEST, data, digest_of(data))
            self._manifests.put(full, manifest.digest, manifest, budget)
        except Trouble as trouble:
            if trouble.code != NOT_THERE:
                raise
            help = repository_help(self._address.host, full, create=True)
            raise Trouble(trouble.code, trouble.message, help, world=False) from None

    def _is_there(self, full: str, budget: Budget) -> bool:
        return self._uploads.has(full, digest_of(_EMPTY), budget)

    def close(self) -> None:
        self._client.close()

    def _full(self, repository: str, reference: str = "") -> str:
        full = self._address.full(repository)
        require(full, reference)
        return full
