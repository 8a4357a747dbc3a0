"""The lock: what was generated, and from what. `packs/<name>/generated.lock.json`, committed.

It tells a hand edit (an output's digest is not the lock's) from a moved source (a source's is not), names files
that nothing produces any more, and lets an unchanged check end after hashing. Only the standard library.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from generator.tree import file_digest

FORMAT = 1
#: The rooms that have a part in what is generated; a test holds this against what compiling imports.
COMPILING = frozenset(
    (
        "artifacts",
        "catalog",
        "compile",
        "configure",
        "github_markdown",
        "meaning",
        "model",
        "overview",
        "palette_schema",
        "prose",
        "render",
        "roster",
        "rules",
        "settings",
        "source",
        "tree",
        "values",
        "view",
        "yaml_text",
    )
)
NAME = "generated.lock.json"
CATALOG = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """Digests by path, relative to the root: the *sources* of one pack and the *outputs* compiled from them.

    *compiler* stands for packscribe's own code and the templates, *settings* for packscribe.toml.
    """

    pack: str
    compiler: str = ""
    settings: str = ""
    sources: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the lock as it stands on the disk."""
        data = {
            "format": FORMAT,
            "pack": self.pack,
            "compiler": self.compiler,
            "settings": self.settings,
            "sources": dict(sorted(self.sources.items())),
            "outputs": dict(sorted(self.outputs.items())),
        }
        return (json.dumps(data, indent=2) + "\n").encode()


def path_of(pack: str) -> str:
    """Return the path of the lock of *pack* (empty: of the catalog page), relative to the root."""
    return f"packs/{pack}/{NAME}" if pack else f"packs/{NAME}"


def load(root: Path, pack: str) -> Lock | None:
    """Read the lock of *pack*; none where there is none or it is unreadable, which means that nothing is known."""
    try:
        return parse((root / path_of(pack)).read_bytes())
    except OSError:
        return None


def parse(written: bytes) -> Lock | None:
    """Read a lock as it is *written*; none where it is unreadable, which means that nothing is known."""
    try:
        data = json.loads(written)
        if data["format"] != FORMAT:
            return None
        texts = (data["pack"], data["compiler"], data["settings"])
        if not all(isinstance(t, str) for t in texts) or not _plain(data["sources"]) or not _plain(data["outputs"]):
            return None
        return Lock(*texts, data["sources"], data["outputs"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _plain(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(v, str) and _contained(k) for k, v in value.items())


def _contained(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/")


def current(root: Path, lock: Lock, *, compiler: str, settings: str) -> bool:
    """Tell whether sources and outputs on the disk are those that *lock* records, by the same compiler."""
    if lock.compiler != compiler or lock.settings != settings:
        return False
    return all(file_digest(root / p) == d for group in (lock.sources, lock.outputs) for p, d in group.items())


@cache
def compiler_digest(*templates: Path) -> str:
    """Return one digest over the code that has a part in what is generated and the *templates*, by path and content."""
    total = hashlib.sha256()
    code = Path(__file__).parent
    modules = [p for p in code.rglob("*.py") if p.relative_to(code).parts[0].removesuffix(".py") in COMPILING]
    pages = [(t, sorted(t.rglob("*.j2"))) for t in templates]
    for folder, paths in ((code, sorted(modules)), *pages):
        for path in paths:
            total.update(path.relative_to(folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{total.hexdigest()}"
