"""An archive from a registry: first all of it, then its digest, and only then what is in it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from generator.registry import Descriptor, Registry, RegistryError
from generator.trust.tar_reader import Damaged

WRONG_CONTENT = {"PS610", "PS613", "PS614", "PS643", "PS652", "PS656"}
"""What registries raise where something is not there, or is not what its digest says: the pack is damaged."""


@contextmanager
def fetched(registry: Registry, repository: str, blob: Descriptor) -> Iterator[BinaryIO]:
    """Give a file that holds the content of *blob* while it is needed. Raises `Damaged`, `RegistryError`, `OSError`."""
    with tempfile.TemporaryFile(prefix="packscribe-") as file:
        total, size = hashlib.sha256(), 0
        with damaged():
            for piece in registry.blob(repository, blob.digest, blob.size):
                size += len(piece)
                if size > blob.size:
                    break
                total.update(piece)
                file.write(piece)
        if size != blob.size or f"sha256:{total.hexdigest()}" != blob.digest:
            raise Damaged(f"is not what its digest {blob.digest} says")
        file.seek(0)
        yield file


@contextmanager
def damaged() -> Iterator[None]:
    """Turn what a registry says of damaged content into `Damaged`; where the world fails, `RegistryError` goes on."""
    try:
        yield
    except RegistryError as error:
        if error.code not in WRONG_CONTENT:
            raise
        raise Damaged(f"cannot be had: {error.message}") from None
