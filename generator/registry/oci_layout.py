"""Image layouts in a folder: `oci-layout:DIR`, a registry that needs no server.

Each repository is a layout of its own, `DIR/<repository>/`, and each tag the plain `org.opencontainers.image.ref.name`
of an entry in its index. One layout for all would need names such as `a/b:1.4.0` in that place, which many tools do
not take apart as they should; as it is, `skopeo copy oci:DIR/<repository>:1.4.0 docker://…` works, and so does every
other tool that takes a folder and a tag. One that is damaged leaves the others alone.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from generator.registry import LARGEST_MANIFEST, Descriptor, Manifest, Options, Registry, RegistryError
from generator.registry import stored as rules
from generator.registry.destinations import refused
from generator.registry.layout_files import INDEX_FILE, LOCK_FILE, REF_NAME, VERSION_FILE, LayoutFiles, tag
from generator.registry.names import is_digest, is_repository, is_tag

SCHEME = "oci-layout:"
_DEEPEST, _MOST_FOLDERS, _MOST_FOREIGN = 12, 100_000, 1_000


def open_registry(address: str, options: Options) -> Registry:
    """Return the registry in the folder that *address* names, `oci-layout:DIR`. Raises `RegistryError`."""
    folder = address.removeprefix(SCHEME)
    if folder.startswith("//") and not folder.startswith("///"):
        raise refused(f"`{address}` has a host in it, a folder has none", f"write `{SCHEME}{folder[2:]}`")
    root = Path(folder)
    if os.path.lexists(root) and not root.is_dir():
        raise refused(f"`{folder}` is no folder", "name a folder, which need not exist")
    for name in (VERSION_FILE, INDEX_FILE):
        if os.path.lexists(root / name):
            message = f"`{(root / name).as_posix()}` makes a single image layout of the folder"
            raise refused(message, "name another folder: below it each pack gets a layout of its own")
    if (foreign := _foreign(root)) is not None:
        message = f"`{folder}` holds other files, such as `{foreign}`, and no image layouts"
        new = f"{SCHEME}{(root / 'registry').as_posix()}"
        raise refused(message, f"name a folder of layouts; to publish, a new or an empty one will do, such as `{new}`")
    return OciLayout(root)


def _foreign(root: Path) -> str | None:
    """Return what stands in *root* and is no image layout, nor a folder around some; None where layouts are at home.

    They are in a folder that is not there or empty, that has our lock, or that has nothing else in it. Hidden files,
    such as a `.gitignore`, say nothing.
    """
    try:
        names = sorted(path.name for path in root.iterdir())
    except OSError:  # not there, or not to be read: whoever writes is told
        return None
    if LOCK_FILE in names:
        return None
    return next((name for name in names if not name.startswith(".") and not _holds_layouts(root / name)), None)


def _holds_layouts(entry: Path) -> bool:
    """Tell whether *entry* is a folder with a layout below it, or with no file at all."""
    if not entry.is_dir():
        return False
    for count, (_folder, _folders, files) in enumerate(os.walk(entry)):
        if {VERSION_FILE, INDEX_FILE} & set(files):
            return True
        if any(not name.startswith(".") for name in files) or count >= _MOST_FOREIGN:
            return False
    return True


class OciLayout:
    """The layouts below *root*, one for each repository."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.name = f"{SCHEME}{root.as_posix()}"

    @property
    def is_there(self) -> bool:
        """Tell whether the folder of the layouts is there."""
        return os.path.lexists(self._root)

    def manifest(self, repository: str, reference: str) -> Manifest | None:
        """Return the manifest that a tag or a digest leads to; none where there is none."""
        files, found = self._find(repository, reference)
        if found is None:
            return None
        return Manifest(found.media_type, files.read_blob(found.digest, found.size), found.digest)

    def head(self, repository: str, reference: str) -> Descriptor | None:
        """Return what *reference* leads to; none where there is none."""
        found = self.manifest(repository, reference)  # read all the same, for a damaged blob is not there
        if found is None:
            return None
        files = self._files(repository, reference)
        for each, _is_manifest in rules.needed(found):
            files.require(each)
        return rules.described(found)

    def listed(self, repository: str, tag: str) -> Descriptor | None:
        """Return what the index says of *tag*; no blob is read."""
        return self._tagged(self._files(repository, tag), tag)

    def is_whole(self, repository: str, manifest: Descriptor) -> bool:
        """Tell whether *manifest* and all that it needs are there, by their digests."""
        files = self._files(repository, manifest.digest)
        try:
            data = files.read_blob(manifest.digest, manifest.size)
        except RegistryError as error:
            if error.world:
                raise
            return False
        needed = rules.needed(Manifest(manifest.media_type, data, manifest.digest))
        return all(files.is_whole(each) for each, _is_manifest in needed)

    def has_blob(self, repository: str, digest: str) -> bool:
        """Tell whether the blob is there."""
        return self._files(repository, digest).holds(digest)

    def put_blob(self, repository: str, blob: Descriptor, content: Callable[[], BinaryIO]) -> bool:
        """Store a blob; tell whether it was new. One that is there and damaged is stored again."""
        files = self._files(repository, blob.digest)
        if files.holds(blob.digest) and files.is_whole(blob):
            return False
        files.put(blob, content)
        return True

    def blob(self, repository: str, digest: str, size: int) -> Iterator[bytes]:
        """Yield the content of a blob."""
        return self._files(repository, digest).pieces(digest, size)

    def put_manifest(self, repository: str, reference: str, manifest: Manifest) -> None:
        """Store a manifest under its digest or a tag; one without a tag is only a blob, which the tag then finds."""
        files = self._files(repository, reference)
        rules.check_manifest(self._place(repository), reference, manifest)
        for each, _is_manifest in rules.needed(manifest):
            if not files.holds(each.digest):
                raise rules.without_blob(self._place(repository), each.digest)
        here = rules.described(manifest)
        if not files.holds(manifest.digest) or not files.is_whole(here):
            files.put(here, lambda: io.BytesIO(manifest.data))
        if is_tag(reference):
            named = replace(rules.referrer(manifest), annotations=((REF_NAME, reference),))
            files.update(named, lambda entry: tag(entry) == reference)

    def tags(self, repository: str) -> Sequence[str]:
        """Return the tags of a repository, sorted."""
        return sorted({tag(each) for each in self._files(repository).entries()} - {""})

    def repositories(self, prefix: str) -> Sequence[str]:
        """Return the repositories whose names start with *prefix*, sorted. Links to folders are not followed."""
        found = []
        for count, (folder, folders, files) in enumerate(os.walk(self._root)):
            name = Path(folder).relative_to(self._root).as_posix()
            if {VERSION_FILE, INDEX_FILE} & set(files):
                found += [name] if is_repository(name) and name.startswith(prefix) else []
                folders[:] = [each for each in folders if each != "blobs"]
            if name.count("/") >= _DEEPEST or count >= _MOST_FOLDERS:
                folders.clear()
        return sorted(found)

    def referrers(self, repository: str, digest: str) -> Sequence[Descriptor]:
        """Return the manifests of the index whose subject is *digest*."""
        files = self._files(repository, digest)
        found = {}
        for each in files.entries():
            if each.size <= LARGEST_MANIFEST and files.holds(each.digest):
                data = files.read_blob(each.digest, each.size)
                if rules.subject(data) == digest:
                    found[each.digest] = rules.referrer(Manifest(each.media_type, data, each.digest))
        return list(found.values())

    def attach(self, repository: str, manifest: Manifest, subject: str) -> None:
        """Store a manifest that refers to *subject*, with an entry in the index, where other tools look for it."""
        self.put_manifest(repository, manifest.digest, manifest)
        self._files(repository).update(replace(rules.referrer(manifest), annotations=()))

    def create_repository(self, repository: str) -> None:
        """Make an empty layout, unless there is one."""
        self._files(repository).update()

    def close(self) -> None:
        """Do nothing: no file stays open."""

    def _place(self, repository: str) -> str:
        return (self._root / repository).as_posix()

    def _files(self, repository: str, reference: str = "") -> LayoutFiles:
        rules.check_names(self.name, repository, reference)
        return LayoutFiles(self._root / repository, self._root)

    def _find(self, repository: str, reference: str) -> tuple[LayoutFiles, Descriptor | None]:
        files = self._files(repository, reference)
        if not is_digest(reference):
            return files, self._tagged(files, reference)
        files.entries()  # where there is no index, there is no manifest
        if not files.holds(reference):
            return files, None
        size = files.blob(reference).stat().st_size
        if size > LARGEST_MANIFEST:
            return files, None
        media_type = rules.media_type(files.read_blob(reference, size))
        return files, Descriptor(media_type, reference, size) if media_type else None

    @staticmethod
    def _tagged(files: LayoutFiles, reference: str) -> Descriptor | None:
        found = {each.digest: each for each in files.entries() if tag(each) == reference}
        if len(found) > 1:
            raise files.corrupt(INDEX_FILE, f"has {len(found)} manifests called `{reference}`")
        return next(iter(found.values()), None)
