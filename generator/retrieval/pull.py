"""`packscribe pull`: the archive of a pack, or the files in it, once it is proven that they are what they should be."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from generator.archive.tar import FILE_MODE, FOLDER_MODE
from generator.diagnostics import Diagnostic, Location
from generator.registry import Options, Registry, RegistryError
from generator.registry.destinations import open_source, without_login
from generator.retrieval.reference import Reference, reference
from generator.retrieval.run import Outcome
from generator.tree import TEMPORARY, file_digest
from generator.trust.contents import Unpacked, files_of, of_archive
from generator.trust.form import Form
from generator.trust.pulled import fetched
from generator.trust.report import ARCHIVE, Finding, Report, State, fails
from generator.trust.tar_reader import Damaged
from generator.trust.verify import Asked, identity_of, manifest_of, tar_of

IN_THE_WAY = "PS676"


def pull(text: str, to: Path, options: Options, *, folder: bool = False) -> Outcome:
    """Write the pack that the reference *text* names to the folder *to*: its archive, or a *folder* of its files.

    Nothing is written before every digest is right. Raises `OSError` where the disk refuses.
    """
    outcome = Outcome()
    try:
        asked = reference(text)
        registry = open_source(asked.destination, options)
    except RegistryError as error:
        outcome.failed(error, without_login(text))
        return outcome
    try:
        line, problem = _pulled(registry, asked, to, folder=folder)
        outcome.lines += [line] if line else []
        outcome.diagnostics += [problem] if isinstance(problem, Diagnostic) else []
        outcome.diagnostics += Report(text, (problem,), asked.name).problems if isinstance(problem, Finding) else []
    except RegistryError as error:
        outcome.failed(error, registry.name)
    finally:
        registry.close()
    return outcome


def _pulled(registry: Registry, asked: Reference, to: Path, *, folder: bool) -> tuple[str, Finding | Diagnostic | None]:
    """Return what to say of what was written, or what is wrong."""
    found = manifest_of(registry, asked.repository, asked.target)
    if isinstance(found, Finding):
        return "", found
    manifest, form = found
    try:
        with fetched(registry, asked.repository, form.archive) as file:
            unpacked = of_archive(file, form.archive.size)
            about = identity_of(unpacked, form, Asked(asked.name, asked.version))
            tar = tar_of(unpacked, form)
            if isinstance(about, Finding) or tar.state is State.FAILS:
                return "", about if isinstance(about, Finding) else tar
            file.seek(0)
            target = to / (f"{about.name}-{about.version}" if folder else form.title)
            same = _there(target, unpacked, form, folder=folder)
            if same is False:
                return "", _in_the_way(target, asked)
            if same is None:
                to.mkdir(parents=True, exist_ok=True)
                _write_folder(file, form, target) if folder else _write_file(file, target)
    except Damaged as why:
        return "", fails("archive", f"it {why}", ARCHIVE, "do not use it; ask who publishes it")
    what = "unchanged" if same else "wrote    "
    return f"{what} {target.as_posix()}  {about.name} {about.version}  {manifest.digest}", None


def _there(target: Path, unpacked: Unpacked, form: Form, *, folder: bool) -> bool | None:
    """Tell whether what stands at *target* is the pack already; None where nothing stands there."""
    if not os.path.lexists(target):
        return None
    if target.is_symlink() or target.is_dir() != folder:
        return False
    if not folder:
        return file_digest(target) == form.archive.digest
    there = {path.relative_to(target).as_posix(): path for path in target.rglob("*") if not path.is_dir()}
    return {name: file_digest(path) for name, path in there.items()} == dict(unpacked.contents.digests)


def _write_file(file: BinaryIO, target: Path) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}{TEMPORARY}")
    try:
        with temporary.open("xb") as out:
            shutil.copyfileobj(file, out, 2**20)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _write_folder(file: BinaryIO, form: Form, target: Path) -> None:
    """Write the files beside their place and move the whole folder there; it stands there complete or not at all."""
    temporary = Path(tempfile.mkdtemp(suffix=TEMPORARY, prefix=f".{target.name}.", dir=target.parent))
    try:
        for path, content in files_of(file, form.archive.size):
            _write(temporary / "pack" / path.partition("/")[2], content)
        for path, _folders, _files in os.walk(temporary / "pack"):
            Path(path).chmod(FOLDER_MODE)
        (temporary / "pack").rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write(target: Path, content: Iterable[bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        for piece in content:
            out.write(piece)
    target.chmod(FILE_MODE)  # as in the archive, whatever the umask is


def _in_the_way(target: Path, asked: Reference) -> Diagnostic:
    message = f"`{target.as_posix()}` is there already, and is not what the registry has"
    help = "move it away, or name another folder with `-o`"
    return Diagnostic(IN_THE_WAY, message, Location(target.as_posix()), help, pack=asked.name)
