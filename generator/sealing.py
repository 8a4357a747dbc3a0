"""Sealing a pack while it is published: what is attached to it before any tag leads there.

A bill of materials and a statement of its origin, and with a key the signatures in both forms. Where a registry takes
no manifest that refers to another one, the signature in cosign's older form is there all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from generator import lock as locks
from generator import settings as settings_file
from generator.archive import modification_time
from generator.packing import Artifact
from generator.registry import Manifest, Registry, RegistryError
from generator.settings import FILE
from generator.tree import digest
from generator.trust.attachments import attach
from generator.trust.attested import signed_by
from generator.trust.contents import of_entries
from generator.trust.form import form_of
from generator.trust.provenance import Origin
from generator.trust.revision import Revision, revision
from generator.trust.sbom import About, sbom
from generator.trust.seal import attach_legacy, attachments
from generator.trust.strict_json import Malformed
from generator.unchanged import template_folders

if TYPE_CHECKING:
    from generator.trust.keys import SigningKey


NO_PACK = "PS615"


def sealer(root: Path, key: Path | None, environment: Mapping[str, str]) -> Sealer:
    """Return what seals the packs below *root*, signed by the private key in the file *key* where one is named.

    Passphrase and SOURCE_DATE_EPOCH come from *environment*. Raises `RegistryError` where the key is none; settings
    and times that are wrong are left to who publishes.
    """
    from generator.trust.key_files import PASSWORD_VARIABLE, read_signing_key

    signing = read_signing_key(key, environment.get(PASSWORD_VARIABLE, "")) if key else None
    written = environment.get("SOURCE_DATE_EPOCH", "")
    try:
        time = modification_time(written) if written else None
    except ValueError:
        time = None
    settings, _ = settings_file.load(root)
    return Sealer(root, settings.repo_url if settings else "", signing, time)


class Sealer:
    """Seals the packs below *root*, signed by *key* where there is one. *time*: SOURCE_DATE_EPOCH where it is set.

    *repository* is the address of the source, "" where packscribe.toml has none.

    Safe to be used by several threads at once.
    """

    def __init__(
        self, root: Path, repository: str = "", key: SigningKey | None = None, time: int | None = None
    ) -> None:
        self._root, self._repository, self._key, self._time = root, repository, key, time
        self._lock = Lock()
        self._templates, self._own = _templates(root)
        self._revisions: dict[str, Revision] = {}

    def __call__(self, registry: Registry, repository: str, manifest: Manifest, artifact: Artifact) -> None:
        """Attach to *manifest*, which is in the registry, what is to be said of *artifact*.

        Raises `RegistryError`; `NoSubjects` once all else is done that can be. Raises `Unpackable`.
        """
        about = About(artifact.name, artifact.version, _tar(registry, repository, manifest))
        bill = sbom(about, of_entries(artifact.entries), self._time)
        if self._key is not None:
            attach_legacy(registry, repository, manifest, self._key)
        attach(registry, repository, attachments(manifest, about, self._origin(artifact.name), bill, self._key))

    def signed(self, registry: Registry, repository: str, digest: str) -> bool:
        """Tell whether the image manifest *digest* is signed by the key; without a key, nothing has to be.

        Raises `RegistryError`.
        """
        return self._key is None or signed_by(registry, repository, digest, self._key.public)

    def _origin(self, name: str) -> Origin:
        """Return what the pack *name* is compiled from, by its lock, which `check` has held against the disk."""
        recorded = locks.load(self._root, name)
        sources = dict(recorded.sources) if recorded else {}
        settings = self._root / FILE
        if settings.is_file():
            sources[FILE] = digest(settings.read_bytes())
        with self._lock:
            if name not in self._revisions:
                self._revisions[name] = revision(self._root, [*sources, *self._own])
        compiler = locks.compiler_digest(*template_folders(self._root))
        return Origin(sources, self._templates, compiler, self._revisions[name], self._repository)


def _tar(registry: Registry, repository: str, manifest: Manifest) -> str:
    """Return the digest of the tar in the pack of *manifest*. Raises `RegistryError` where it is none of a pack."""
    try:
        return form_of(manifest).tar
    except Malformed as why:
        message = f"{registry.name}, repository {repository}: {manifest.digest[:19]} {why}, so it is not signed"
        raise RegistryError(
            NO_PACK, message, "publish the version anew, or sign it with the tool it came from"
        ) from None


def _templates(root: Path) -> tuple[dict[str, str], list[str]]:
    """Return the digests of all templates by path, and which of them lie below *root*: those win file by file."""
    shipped = template_folders(root)[-1]
    own = shipped if shipped.is_relative_to(root.resolve()) else root / "templates"
    found: dict[str, str] = {}
    mine = []
    for folder in dict.fromkeys((shipped, own)):
        for path in sorted(folder.rglob("*.j2")) if folder.is_dir() else ():
            name = path.relative_to(folder).as_posix()
            found.pop(f"packscribe/templates/{name}", None)
            called = f"templates/{name}" if folder == own else f"packscribe/templates/{name}"
            found[called] = digest(path.read_bytes())
            mine += [called] if folder == own else []
    return found, mine
