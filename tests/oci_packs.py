"""A pack as a registry holds it, and how it gets there: blobs, image manifest by digest, tag last."""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from scripted_registry import ScriptedRegistry

from generator.registry import MANIFEST, Descriptor, Manifest, Options, Registry
from generator.registry.oci import OciRegistry
from generator.registry.wire.address import parse
from generator.registry.wire.budget import Clock

REPOSITORY, TAG = "spectro-packs/archive/monitoring", "1.4.0"
FULL = f"base/{REPOSITORY}"
CONFIG = b"{}"
ARCHIVE = bytes(range(256)) * 4096  # 1 MiB

QUICK = Options(connect_timeout=0.5, read_timeout=0.3, deadline=5.0, unreachable_deadline=2.0, retries=3)


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def blob(data: bytes, kind: str = "application/vnd.oci.image.layer.v1.tar") -> Descriptor:
    return Descriptor(kind, digest(data), len(data))


def image(archive: bytes = ARCHIVE, subject: Manifest | None = None) -> Manifest:
    def entry(each: Descriptor) -> dict[str, object]:
        return {"mediaType": each.media_type, "digest": each.digest, "size": each.size}

    config = blob(CONFIG, "application/vnd.unknown.config.v1+json")
    told: dict[str, object] = {"schemaVersion": 2, "mediaType": MANIFEST, "config": entry(config)}
    told["layers"] = [entry(blob(archive))]
    if subject:
        told["artifactType"] = "application/vnd.example.signature"
        told["subject"] = {"mediaType": MANIFEST, "digest": subject.digest, "size": len(subject.data)}
    data = json.dumps(told).encode()
    return Manifest(MANIFEST, data, digest(data))


def publish(registry: Registry, archive: bytes = ARCHIVE, content: Callable[[], BinaryIO] | None = None) -> None:
    manifest = image(archive)
    head = registry.head(REPOSITORY, TAG)
    if head is not None and head.digest == manifest.digest:
        return
    registry.put_blob(REPOSITORY, blob(CONFIG), lambda: io.BytesIO(CONFIG))
    registry.put_blob(REPOSITORY, blob(archive), content or (lambda: io.BytesIO(archive)))
    registry.put_manifest(REPOSITORY, manifest.digest, manifest)
    registry.put_manifest(REPOSITORY, TAG, manifest)


@dataclass
class QuickClock:
    """A clock that does not sleep: it goes forward instead. *slept* is what was slept."""

    ahead: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.ahead += seconds

    def clock(self) -> Clock:
        return Clock(self.sleep, lambda: time.monotonic() + self.ahead, lambda: time.time() + self.ahead, lambda: 0.5)


def opened(
    server: ScriptedRegistry | str, options: Options = QUICK, clock: QuickClock | None = None, **env: str
) -> OciRegistry:
    """Open *server* with a quick clock, and an environment of nothing but *env*."""
    address = server if isinstance(server, str) else server.address
    return OciRegistry(parse(address), options, (clock or QuickClock()).clock(), env)
