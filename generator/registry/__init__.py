"""Registries that hold packs: one small interface, and a module for each kind of destination, found by its scheme.

Knows nothing of packs: repositories, manifests, blobs, tags and digests, as the OCI distribution specification 1.1 has
them. A backend is `generator/registry/<scheme>.py` with a function `open_registry(address, options) -> Registry`;
adding the file is registering it, and the contract test of all backends finds it. The address is the destination as
it was written, scheme included (`oci://HOST/BASE`); repositories are named below it, without the base path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol, runtime_checkable

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"

LARGEST_MANIFEST = 4 * 2**20
"""Bytes of the largest manifest that is read; registries must accept that many (distribution specification 1.1)."""


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What points at content: its media type, its digest (`sha256:…`), and its size in bytes."""

    media_type: str
    digest: str
    size: int
    annotations: tuple[tuple[str, str], ...] = ()
    artifact_type: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as it is stored: its bytes say everything else."""

    media_type: str
    data: bytes
    digest: str


class RegistryError(Exception):
    """Something a registry refused or failed at: a code (PS6xx), words that name host, repository and cause, and the
    way out. *world* tells that the outside world failed (network, server, disk), not what was asked for."""

    def __init__(self, code: str, message: str, help: str, *, world: bool = True) -> None:
        super().__init__(message)
        self.code, self.message, self.help, self.world = code, message, help, world


class NoSubjects(RegistryError):
    """The destination takes no manifest that refers to another one: what was published stands, without a signature."""


class DiskRefused(RegistryError):
    """The system refuses to read or write at the destination: *everywhere*, or in one repository only."""

    def __init__(self, code: str, message: str, help: str, *, everywhere: bool) -> None:
        super().__init__(code, message, help)
        self.everywhere = everywhere


class Registry(Protocol):
    """A destination. Every method may raise `RegistryError`; whatever is read is verified against its digest.

    Safe to be used by several threads at once.
    """

    name: str
    """What it is called in messages, without credentials: `oci://registry.example.com/packs`."""

    def manifest(self, repository: str, reference: str) -> Manifest | None:
        """Return the manifest that *reference*, a tag or a digest, leads to; none where there is none."""

    def head(self, repository: str, reference: str) -> Descriptor | None:
        """Return what *reference* leads to without reading it; none where there is none."""

    def has_blob(self, repository: str, digest: str) -> bool:
        """Tell whether the blob is there."""

    def put_blob(self, repository: str, blob: Descriptor, content: Callable[[], BinaryIO]) -> bool:
        """Store a blob, streamed from *content*, which may be opened again for another try; tell whether it was new."""

    def blob(self, repository: str, digest: str, size: int) -> Iterator[bytes]:
        """Yield the content of a blob in pieces, and raise at the end where digest or size are others."""

    def put_manifest(self, repository: str, reference: str, manifest: Manifest) -> None:
        """Store a manifest under its digest or a tag. Its blobs must be there.

        A tag is read back, where others may move it at the same time: raise where it leads elsewhere.
        """

    def tags(self, repository: str) -> Sequence[str]:
        """Return the tags of a repository, sorted; none where there is no such repository."""

    def repositories(self, prefix: str) -> Sequence[str]:
        """Return the repositories whose names start with *prefix*, sorted, as far as the destination tells."""

    def referrers(self, repository: str, digest: str) -> Sequence[Descriptor]:
        """Return the manifests whose subject is *digest*, by the referrers API or the fallback tag."""

    def attach(self, repository: str, manifest: Manifest, subject: str) -> None:
        """Store a manifest that refers to *subject*, and see that `referrers` finds it, whatever the registry knows."""

    def create_repository(self, repository: str) -> None:
        """Make *repository* exist where the destination wants that first; do nothing where it does not."""

    def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class OnDisk(Protocol):
    """What a destination in a folder can do besides."""

    @property
    def is_there(self) -> bool:
        """Tell whether the folder is there."""

    def listed(self, repository: str, tag: str) -> Descriptor | None:
        """Return what *tag* is said to lead to, whatever is there of it; none where there is no such tag."""

    def is_whole(self, repository: str, manifest: Descriptor) -> bool:
        """Tell whether *manifest* is there, and all that it needs: every blob is read to its end."""


@dataclass(frozen=True)
class Options:
    """How to reach a registry. *deadline* is the seconds that one operation may take in all, retries included."""

    ca_file: str = ""
    plain_http: bool = False
    username: str = ""
    password: str = field(default="", repr=False)
    connect_timeout: float = 5.0
    read_timeout: float = 30.0
    deadline: float = 120.0
    unreachable_deadline: float = 15.0
    retries: int = 5
