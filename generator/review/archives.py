"""Published versions as sides: pulled from their registry, and read as a pack by the import that takes packs over.

An archive has no pack.yaml. What can be compared is what it tells: pack.json, values, presets, constraints, README and
files. So that like is held against like, the other side is packed and read in the same way. Lines are those of the
pack.yaml that the import writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.archive.entries import pieces
from generator.diagnostics import Diagnostic, Location, Problems, has_errors
from generator.model.versioning import version_key
from generator.registry import Options
from generator.review.sides import Bench
from generator.review.snapshots import OnDisk, Snapshot
from generator.settings import FILE

_SETTINGS = "as_of = 1970-01-01\n"
PREFIXES = ("oci://", "oci-layout:")


class Unreached(Problems):
    """A registry did not give what was asked for. *world*: it is the outside world that failed."""

    def __init__(self, diagnostics: list[Diagnostic], *, world: bool) -> None:
        super().__init__(diagnostics)
        self.world = world


@dataclass(frozen=True)
class Archived(OnDisk):
    """One version of one pack, as its archive has it."""

    pack: str = ""
    version: str = ""


def published(text: str, root: Path, home: Path, options: Options) -> Archived:
    """Return the published version that the reference *text* names, written below *home*. Raises `Unreached`."""
    from generator.retrieval.pull import pull

    outcome = pull(text, home / "archive", options, folder=True)
    if has_errors(outcome.diagnostics):
        raise Unreached(outcome.diagnostics, world=outcome.world)
    return _read(home, root, text)


def as_published(side: Snapshot, like: Archived, root: Path, home: Path) -> Archived:
    """Return the pack of *like* as *side* would publish it: the same version, or where it has none the newest one."""
    from generator.packing import packing

    bench = Bench(side, {like.pack})
    one, wrong = bench.load(like.pack)
    if one is None or wrong:
        message = f"there is no pack `{like.pack}` in {side.label}"
        raise Problems(wrong or [Diagnostic("PS180", message, Location("packs"), "name a side that has it")])
    packed = packing(one.loaded, one.tree)
    if not packed.artifacts:
        raise Problems(packed.found)
    same = [a for a in packed.artifacts if a.version == like.version]
    artifact = same[0] if same else max(packed.artifacts, key=lambda a: version_key(a.version))
    for entry in artifact.entries:
        target = home / "archive" / artifact.top / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"".join(pieces(entry)))
    return _read(home, root, f"{side.label}, {artifact.top}")


def _read(home: Path, root: Path, label: str) -> Archived:
    """Read the one archive below *home* as a pack; with the settings of *root*, if it has any."""
    from generator.importer.run import import_packs

    outcome = import_packs([home / "archive"], home / "packs")
    found = sorted((home / "packs").glob("*/pack.yaml"))
    if not found:
        raise Problems(outcome.diagnostics)
    written = (root / FILE).read_text() if (root / FILE).is_file() else _SETTINGS
    (home / FILE).write_text(written)
    (report,) = outcome.reports
    return Archived(home, label, "sha1", report.name, report.proofs[0].version)
