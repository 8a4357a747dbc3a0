"""What `import` wrote last time: the base of the next merge. `packs/<name>/imported.lock.json`, committed.

Texts are kept whole, compressed, because a three-way merge needs them; of other files the digest is enough.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.tree import digest

NAME = "imported.lock.json"
FORMAT = 1
_LARGEST = 64 * 2**20  # bytes of a text when it is inflated
_WIDTH = 100


@dataclass(frozen=True)
class Base:
    """The files that the last import made, by path below the pack's folder: *digests* of all, *texts* of the texts."""

    digests: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(files: Mapping[str, bytes]) -> Base:
        """Return the base that *files*, as an import made them, are for the next one."""
        texts = {path: data.decode() for path, data in files.items() if is_text(path)}
        return Base({path: digest(data) for path, data in files.items()}, texts)

    def to_bytes(self) -> bytes:
        """Return the base as it stands on the disk."""
        data = {
            "format": FORMAT,
            "digests": dict(sorted(self.digests.items())),
            "texts": {path: _deflated(text) for path, text in sorted(self.texts.items())},
        }
        return (json.dumps(data, indent=1) + "\n").encode()


def is_text(path: str) -> bool:
    """Tell whether the file at *path* below a pack's folder is a text of the source, which people edit."""
    return not path.startswith("assets/")


def load(folder: Path) -> Base | None:
    """Read the base of the pack in *folder*; none where there is none, or it is broken."""
    try:
        data = json.loads((folder / NAME).read_bytes())
        if data["format"] != FORMAT:
            return None
        texts = {str(path): _inflated(lines) for path, lines in data["texts"].items()}
        digests = {str(path): str(one) for path, one in data["digests"].items()}
        return Base(digests, texts) if digests.keys() >= texts.keys() and "pack.yaml" in texts else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zlib.error, RecursionError):
        return None


def _deflated(text: str) -> list[str]:
    packed = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
    return [packed[start : start + _WIDTH] for start in range(0, len(packed), _WIDTH)]


def _inflated(lines: list[str]) -> str:
    stream = zlib.decompressobj()
    data = stream.decompress(base64.b64decode("".join(lines), validate=True), _LARGEST)
    if not stream.eof:
        raise ValueError("too large or cut off")
    return data.decode()
