"""`packscribe verify` and `packscribe registry ls`: what they do, from words to what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.diagnostics import Diagnostic, Location, ordered
from generator.registry import Options, RegistryError
from generator.registry.destinations import open_source, without_login
from generator.retrieval.rebuild import has_source, rebuilder
from generator.retrieval.reference import ARCHIVES, reference
from generator.trust.key_files import read_verifying_key
from generator.trust.report import SOURCE, Report, State
from generator.trust.verify import Asked
from generator.trust.verify import verify as check

_OF_SIGNATURES = re.compile(r"sha256-[0-9a-f]{64}(\..*)?")  # tags that no version has: what is attached to a manifest


@dataclass
class Outcome:
    """What was found out and is wrong. *world*: the outside world failed."""

    lines: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    world: bool = False

    def failed(self, error: RegistryError, place: str) -> None:
        """Add what a registry, a key or a reference failed with."""
        self.diagnostics.append(Diagnostic(error.code, error.message, Location(place), error.help))
        self.world = self.world or error.world


def verify(root: Path, text: str, options: Options, key: Path | None = None, source: str = "") -> Outcome:
    """Check the pack that the reference *text* names, by the public key in the file *key* where one is given.

    It is compared with a rebuild of the pack *source* below *root*; where none is named, of the pack of its own name,
    if there is one that can be built.
    """
    outcome = Outcome()
    try:
        asked_for = reference(text)
        public = read_verifying_key(key) if key else None
        registry = open_source(asked_for.destination, options)
    except RegistryError as error:
        outcome.failed(error, without_login(text))
        return outcome
    again = source or (asked_for.name if has_source(root, asked_for.name) else "")
    wrong: list[Diagnostic] = []
    rebuild = rebuilder(root, again, wrong) if again else None
    try:
        asked = Asked(asked_for.name, asked_for.version, public, rebuild)
        report = check(registry, asked_for.repository, asked_for.target, asked)
    except RegistryError as error:
        outcome.failed(error, registry.name)
        return outcome
    finally:
        registry.close()
    outcome.lines = list(report.lines())
    of_source = [*wrong, *_without_source(report)] if source else []
    outcome.diagnostics = ordered([*report.problems, *of_source])
    return outcome


def ls(destination: str, names: Sequence[str], options: Options) -> Outcome:
    """List the packs at a destination and their versions: those called *names*, or all that it tells of."""
    outcome = Outcome()
    try:
        registry = open_source(destination, options)
    except RegistryError as error:
        outcome.failed(error, without_login(destination))
        return outcome
    try:
        start = f"{ARCHIVES}/"
        found = [start + name for name in names] or registry.repositories(start)
        for repository in found:
            versions = list(_versions(registry.tags(repository)))
            outcome.lines += [f"{repository.removeprefix(start)} {version}" for version in versions]
    except RegistryError as error:
        outcome.failed(error, registry.name)
    finally:
        registry.close()
    return outcome


def _versions(tags: Iterable[str]) -> Iterator[str]:
    shown = [tag for tag in tags if not _OF_SIGNATURES.fullmatch(tag)]
    return iter(sorted(shown, key=_in_order))


def _in_order(tag: str) -> list[tuple[bool, int, str]]:
    """Order versions by their numbers: 1.9.0 stands before 1.10.0."""
    parts = re.findall(r"[0-9]+|[^0-9]+", tag)
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]


def _without_source(report: Report) -> Iterator[Diagnostic]:
    """Yield a problem where a rebuild was asked for and there was none."""
    for each in report.findings:
        if each.about == "source" and each.state is State.ABSENT:
            help = "name another pack with `--source`, or check out the revision that has this version"
            yield Diagnostic(SOURCE, f"source: {each.why}", Location(report.place), help, pack=report.pack)
