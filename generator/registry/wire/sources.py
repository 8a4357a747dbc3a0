"""Where blobs came from, so that one which a registry loses can be sent again, or mounted in another repository."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import BinaryIO

from generator.registry import Descriptor

_MOST = 64

Content = Callable[[], BinaryIO]


class Sources:
    """Remembers the last blobs that were stored, a bounded number. Safe to be used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._contents: OrderedDict[tuple[str, str], tuple[Descriptor, Content]] = OrderedDict()
        self._homes: OrderedDict[str, str] = OrderedDict()
        self._held: OrderedDict[tuple[str, str], None] = OrderedDict()

    def remember(self, repository: str, blob: Descriptor, content: Content) -> None:
        """Note how to read *blob* again for *repository*."""
        with self._lock:
            self._contents[repository, blob.digest] = (blob, content)
            while len(self._contents) > _MOST:
                self._contents.popitem(last=False)

    def content(self, repository: str, digest: str) -> tuple[Descriptor, Content] | None:
        """Return what was remembered of a blob."""
        with self._lock:
            return self._contents.get((repository, digest))

    def forget(self, repository: str) -> None:
        """Forget the contents for *repository*: what a tag leads to is complete, and contents may hold memory."""
        with self._lock:
            for key in [key for key in self._contents if key[0] == repository]:
                del self._contents[key]

    def stored(self, repository: str, blob: Descriptor) -> None:
        """Note that *repository* has *blob*."""
        with self._lock:
            self._homes[blob.digest] = repository
            self._held[repository, blob.digest] = None
            while len(self._homes) > _MOST:
                self._homes.popitem(last=False)
            while len(self._held) > _MOST:
                self._held.popitem(last=False)

    def holds(self, repository: str, blob: Descriptor) -> bool:
        """Tell whether *blob* was stored in *repository* before, and nothing has been doubted since."""
        with self._lock:
            return (repository, blob.digest) in self._held

    def doubt(self, repository: str) -> None:
        """Note that *repository* may have lost blobs: the registry says that it does not know one."""
        with self._lock:
            for key in [key for key in self._held if key[0] == repository]:
                del self._held[key]

    def sibling(self, repository: str, blob: Descriptor) -> str:
        """Return another repository that has *blob*, "" where none is known."""
        with self._lock:
            home = self._homes.get(blob.digest, "")
        return "" if home == repository else home
