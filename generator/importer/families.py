"""Which folders are versions of one pack: those whose pack.json has the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.audit.folder import PackFolder
from generator.diagnostics import Diagnostic, Severity, has_errors
from generator.importer.original import Original, problems
from generator.model.versioning import version_key

SAME_VERSION = "PS162"


@dataclass(frozen=True)
class Family:
    """The versions of the pack *name*, newest first, and what is wrong with them: an error stops all of them."""

    name: str
    originals: tuple[Original, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Whether the family can be taken over."""
        return bool(self.originals) and not has_errors(self.diagnostics)

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions, newest first."""
        return tuple(original.version for original in self.originals)


def families(folders: Iterable[PackFolder]) -> list[Family]:
    """Return the packs that *folders* hold, by name. A folder whose pack.json has no name is a family of its own."""
    members: dict[str, list[PackFolder]] = defaultdict(list)
    for folder in folders:
        name = folder.facts.get("name")
        members[name if isinstance(name, str) and name else f"?{folder.path}"].append(folder)
    return [_family(name, members[name]) for name in sorted(members)]


def _family(name: str, folders: Sequence[PackFolder]) -> Family:
    found = [problem for folder in folders for problem in problems(folder)]
    originals = tuple(Original(folder) for folder in folders) if not has_errors(found) else ()
    ordered = newest_first(originals)
    found += _same(ordered)
    return Family(name.removeprefix("?"), ordered, tuple(found))


def newest_first(originals: Iterable[Original]) -> tuple[Original, ...]:
    """Return *originals* in the order in which pack.yaml lists versions."""
    return tuple(sorted(originals, key=lambda one: (version_key(one.version), one.version), reverse=True))


def _same(originals: Sequence[Original]) -> list[Diagnostic]:
    found = []
    for newer, older in zip(originals, originals[1:], strict=False):
        if version_key(newer.version) == version_key(older.version):
            said = f"version {newer.version} of {newer.name} is in `{older.folder.path}`"
            said += "" if newer.version == older.version else f" too, as {older.version}, which is the same version"
            help = "leave one of the two folders out, or give one another version"
            stated = newer.folder.pack_json
            place = stated.where(("version",)) if stated else newer.folder.at("pack.json")
            found.append(Diagnostic(SAME_VERSION, said, place, help, Severity.ERROR, newer.folder.name))
    return found
