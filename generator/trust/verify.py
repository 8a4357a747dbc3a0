"""A pack in a registry, checked from its tag to its last file, offline but for the registry itself.

Each step trusts only what the one before has proven: image manifest by digest, archive by the manifest, tar by what
is in the archive, and what is attached by the key and by the tar. A rebuild from the source needs no trust at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from generator.archive import MTIME
from generator.registry import Manifest, Registry
from generator.registry.names import is_digest
from generator.registry.stored import digest_of
from generator.trust import attested
from generator.trust.attested import Said
from generator.trust.contents import Unpacked, of_archive
from generator.trust.form import Form, form_of
from generator.trust.provenance import materials
from generator.trust.pulled import damaged, fetched
from generator.trust.report import (
    ARCHIVE,
    MANIFEST,
    MISSING,
    OTHER_PACK,
    OTHER_TAR,
    SOURCE,
    Finding,
    Report,
    absent,
    fails,
    holds,
)
from generator.trust.sbom import About
from generator.trust.strict_json import Malformed, read_object, text_at
from generator.trust.tar_reader import Damaged

if TYPE_CHECKING:
    from generator.trust.keys import VerifyingKey

_DAMAGED = (
    'do not use it; in a folder, publish the same source again with `--force --message "why"`, which writes what is '
    "damaged anew; in a registry, delete the version there and publish it again"
)
_NOT_OURS = "publish it with `packscribe publish`, or push it with ORAS v1.0.0 as Palette's documentation says"
_OTHER = "do not use it; whoever publishes it has put another pack under this name or version"


class Rebuilt(NamedTuple):
    """What a rebuild from the source gives: the digest of its *tar*, of its files, and of the files of the source."""

    tar: str
    files: Mapping[str, str]
    sources: Mapping[str, str]


Rebuild = Callable[[str, int], Rebuilt | str]
"""Takes a version and the time of the files in its archive; returns what a rebuild gives, or why there is none."""


@dataclass(frozen=True)
class Asked:
    """What to verify: *name* and *version* of a pack ("" where it is asked for by digest), by which *key*, and how to
    *rebuild* it."""

    name: str
    version: str = ""
    key: VerifyingKey | None = None
    rebuild: Rebuild | None = None


def verify(registry: Registry, repository: str, reference: str, asked: Asked) -> Report:
    """Check the pack that *reference*, a tag or a digest, leads to. Raises `RegistryError` where the world fails."""
    place = f"{registry.name}/{repository}{'@' if is_digest(reference) else ':'}{reference}"
    return Report(place, tuple(_findings(registry, repository, reference, asked)), asked.name)


def manifest_of(registry: Registry, repository: str, reference: str) -> tuple[Manifest, Form] | Finding:
    """Return the image manifest that *reference* leads to and what it says, or why there is none."""
    try:
        with damaged():
            found = registry.manifest(repository, reference)
        if found is None:
            help = "`packscribe registry ls` lists what is there"
            return fails("manifest", f"there is no {reference[:80]} in {repository}", MISSING, help)
        wanted = reference if is_digest(reference) else found.digest
        if digest_of(found.data) != wanted or found.digest != wanted:
            return fails("manifest", f"it is not what its digest {wanted} says", MANIFEST, _DAMAGED)
        return found, form_of(found)
    except Damaged as why:
        return fails("manifest", f"it {why}", MANIFEST, _DAMAGED)
    except Malformed as wrong:
        return fails("manifest", f"it {wrong}", MANIFEST, _NOT_OURS)


def identity_of(unpacked: Unpacked, form: Form, asked: Asked) -> About | Finding:
    """Return which pack an archive is by its pack.json, or why it is not the one that was asked for."""
    try:
        facts = read_object(unpacked.contents.kept.get("pack.json", b""))
    except Malformed as broken:
        said = f"its pack.json {broken}" if unpacked.contents.has("pack.json") else "it has no pack.json"
        return fails("archive", said, ARCHIVE, _NOT_OURS)
    name, version = text_at(facts, "name"), text_at(facts, "version")
    if name != asked.name or (asked.version and version != asked.version):
        why = f"its pack.json is that of {name[:80]!a} {version[:80]!a}"
        return fails("archive", why, OTHER_PACK, _OTHER)
    if form.title != f"{name}-{version}.tar.gz":
        return fails("archive", f"it is called {form.title[:120]!a}", OTHER_PACK, _OTHER)
    return About(name, version, unpacked.tar)


def _findings(registry: Registry, repository: str, reference: str, asked: Asked) -> Iterator[Finding]:
    found = manifest_of(registry, repository, reference)
    if isinstance(found, Finding):
        yield found
        return
    manifest, form = found
    yield holds("manifest", f"{manifest.digest} is an image manifest of a pack")
    evidence = attested.gather(registry, repository, manifest.digest, asked.key)
    yield from attested.signatures(registry, repository, evidence, asked.key)
    yield from evidence.strange
    try:
        with fetched(registry, repository, form.archive) as file:
            unpacked = of_archive(file, form.archive.size)
    except Damaged as why:
        yield fails("archive", f"it {why}", ARCHIVE, _DAMAGED)
        return
    about = identity_of(unpacked, form, asked)
    if isinstance(about, Finding):
        yield about
        return
    yield holds("archive", f"{form.archive.digest}, {len(unpacked.contents.sizes)} files")
    yield tar_of(unpacked, form)
    origin, said = attested.provenance(evidence, about, asked.key)
    yield origin
    yield attested.sbom(evidence, about, unpacked.contents, said)
    if asked.rebuild:
        yield _source(about.version, unpacked, asked.rebuild, said)


def tar_of(unpacked: Unpacked, form: Form) -> Finding:
    """Return whether the tar in an archive is the one that the image manifest states."""
    if not form.tar:
        return absent("tar", f"the image manifest does not say which tar is in the archive; it is {unpacked.tar}")
    if form.tar != unpacked.tar:
        why = f"the image manifest says {form.tar}, in the archive is {unpacked.tar}"
        return fails("tar", why, OTHER_TAR, _OTHER)
    return holds("tar", f"{unpacked.tar}, as the image manifest says")


def _source(version: str, unpacked: Unpacked, rebuild: Rebuild, said: Said | None) -> Finding:
    """Hold the archive against a rebuild; what was attached of its origin helps to say why they differ."""
    time = next(iter(unpacked.times)) if len(unpacked.times) == 1 else MTIME
    rebuilt = rebuild(version, time)
    if isinstance(rebuilt, str):
        return absent("source", rebuilt)
    if rebuilt.tar == unpacked.tar:
        return holds("source", "a rebuild from the source gives the same tar, byte for byte")
    differing = _differing(unpacked.contents.digests, rebuilt.files)
    if not differing:
        return holds("source", "a rebuild from the source gives the same files; another tool has packed them")
    named = materials(said.statement) if said else {}
    moved = [path for path in _differing(named, rebuilt.sources) if path in named and path in rebuilt.sources]
    since = f"; changed since it was made: {_some(moved)}" if moved else ""
    help = "check out the revision that it was made of, and verify again; or publish this source as a new version"
    return fails("source", f"a rebuild differs in {_some(differing)}{since}", SOURCE, help)


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def _some(paths: list[str]) -> str:
    shown = ", ".join(f"`{path[:100]}`" for path in paths[:3])
    return shown + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
