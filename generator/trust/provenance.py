"""Where a pack comes from, as an in-toto statement: SLSA provenance v1 (https://slsa.dev/spec/v1.0/provenance).

It names pack.yaml and every other file of the source, the templates and the settings by digest, the git revision if
they are as it has them, and the version of packscribe. It speaks of the image manifest and of the tar. No time and no
number of a run stands in it: the same source makes the same statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator import __version__
from generator.trust.revision import Revision
from generator.trust.sbom import About
from generator.trust.statement import Statement, digests, statement
from generator.trust.strict_json import items_at, text_at

PROVENANCE = "https://slsa.dev/provenance/v1"
PROJECT = "https://github.com/packscribe/packscribe"
BUILD = f"{PROJECT}/pack/v1"
SBOM_NAME, TAR_NAME = "sbom.cdx.json", "{}-{}.tar"


@dataclass(frozen=True)
class Origin:
    """What a pack is compiled from: digests of *sources* and *templates* by path, and the *revision* they are of.

    *compiler* is one digest over packscribe's own code and the templates, *repository* the address in packscribe.toml.
    """

    sources: Mapping[str, str]
    templates: Mapping[str, str] = field(default_factory=dict)
    compiler: str = ""
    revision: Revision = Revision()  # noqa: RUF009 - it is frozen
    repository: str = ""


def provenance(about: About, manifest: str, origin: Origin, sbom: str = "") -> bytes:
    """Return the statement of where a pack comes from. *manifest* and *sbom* are digests of what is in the registry."""
    predicate: dict[str, object] = {
        "buildDefinition": {
            "buildType": BUILD,
            "externalParameters": {"pack": about.name, "version": about.version},
            "internalParameters": {"revision": origin.revision.words},
            "resolvedDependencies": list(_materials(origin)),
        },
        "runDetails": {"builder": _builder(origin)} | _byproducts(sbom),
    }
    subjects = [("", manifest), (TAR_NAME.format(about.name, about.version), about.tar)]
    return statement(subjects, PROVENANCE, predicate)


def materials(said: Statement) -> dict[str, str]:
    """Return the files that a statement names, by path: their digests."""
    listed = items_at(said.predicate, "buildDefinition", "resolvedDependencies")
    found = {text_at(each, "name"): text_at(each, "digest", "sha256") for each in listed}
    return {name: f"sha256:{digest}" for name, digest in found.items() if name and digest}


def sbom_of(said: Statement) -> str:
    """Return the digest of the bill of materials that a statement names, "" where it names none."""
    for each in items_at(said.predicate, "runDetails", "byproducts"):
        if text_at(each, "name") == SBOM_NAME:
            return f"sha256:{text_at(each, 'digest', 'sha256')}"
    return ""


def revision_of(said: Statement) -> str:
    """Return the git commit that a statement names, or what it says instead."""
    for each in items_at(said.predicate, "buildDefinition", "resolvedDependencies"):
        if commit := text_at(each, "digest", "gitCommit"):
            return f"revision {commit[:12]}"
    return text_at(said.predicate, "buildDefinition", "internalParameters", "revision")[:80] or "no git revision"


def _materials(origin: Origin) -> Iterable[dict[str, object]]:
    if origin.revision.clean:
        address = {"uri": f"git+{origin.repository}"} if origin.repository else {"name": "repository"}
        yield {**address, "digest": {"gitCommit": origin.revision.commit}}
    for path, digest in sorted({**origin.templates, **origin.sources}.items()):
        yield {"name": path, "digest": digests(digest)}


def _builder(origin: Origin) -> dict[str, object]:
    tool = {"uri": f"pkg:pypi/packscribe@{__version__}", "annotations": {"compiler": origin.compiler}}
    return {"id": PROJECT, "version": {"packscribe": __version__}, "builderDependencies": [tool]}


def _byproducts(sbom: str) -> dict[str, object]:
    return {"byproducts": [{"name": SBOM_NAME, "digest": digests(sbom)}]} if sbom else {}
