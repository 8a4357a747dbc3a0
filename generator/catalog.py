"""The packs of a repository, read: facts, the places they stand at, and the text of their values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from generator.diagnostics import Diagnostic, Location, Severity
from generator.model import Pack, validate
from generator.model.salvage import salvage
from generator.model.versions import TextFile, Version
from generator.roster import no_packs as no_packs
from generator.roster import pack_names as pack_names
from generator.roster import unknown_names as unknown_names
from generator.source import VALUES, Document, decode, load_file, parse_values
from generator.tree import file_digest, is_file_inside
from generator.values import ValuesText

LINE = "@line"
Route = tuple[str | int, ...]


@dataclass(frozen=True)
class LoadedPack:
    """A pack as read: the model, where its facts stand, and the values text of each version.

    *sources* holds the bytes of every text that was read, by path relative to *root*, and *assets* the digests of the
    further files, which may be large. *files* says which text came
    from which of them: route of the text to path; the model holds the text itself. A *salvaged* pack is what could
    be read of one with errors in its shape: good for checks of references, and for nothing else.
    """

    pack: Pack
    document: Document
    values: dict[str, ValuesText]
    sources: dict[str, bytes]
    root: Path = Path()
    salvaged: bool = False
    files: dict[Route, str] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the pack."""
        return self.pack.name

    @property
    def folder(self) -> Path:
        """The folder that holds pack.yaml."""
        return (self.root / self.document.path).parent

    def where(self, route: Route, *, key: bool = False) -> Location:
        """Return the place of the fact at *route*; `…, "@line", n` means line *n* (from 0) of the text there."""
        if LINE in route:
            cut = route.index(LINE)
            return self._line(route[:cut], int(route[cut + 1]))
        return self.document.where_key(route) if key else self.document.where(route)

    def _line(self, route: Route, line: int) -> Location:
        if path := self.files.get(route):
            written = self.sources[path].decode("utf-8", "replace").split("\n")
            return Location(path, line + 1, _indent(written[line] if line < len(written) else "") + 1)
        place = self.document.block_line(route, line)
        return replace(place, column=max(place.column, _indent(self.document.places.line(place.line - 1)) + 1))

    def problem(self, code: str, message: str, route: Route, help: str, **more: object) -> Diagnostic:
        """Return a diagnostic at the fact at *route*. *more*: `severity`, and `key=True` for the place of its key."""
        severity = more.get("severity", Severity.ERROR)
        assert isinstance(severity, Severity)
        place = self.where(route, key=bool(more.get("key")))
        return Diagnostic(code, message, place, help, severity, self.name)


def load_pack(root: Path, name: str) -> tuple[LoadedPack | None, list[Diagnostic]]:
    """Read `packs/<name>/pack.yaml` and its values: the pack, or none, and everything that is wrong with it."""
    path = f"packs/{name}/pack.yaml"
    document, found = load_file(root, path)
    if document is None:
        return None, [d.in_pack(name) for d in found]
    pack, shape = validate(document)
    said = {d.location for d in found if d.severity is Severity.ERROR}  # `1.10` is no text: say only why
    found = [*found, *(d for d in shape if d.location not in said)]
    salvaged = pack is None
    pack = pack or salvage(document.data)
    if pack is None:
        return None, [d.in_pack(name) for d in found]
    sources = {path: _bytes(root, path)}
    loaded = LoadedPack(pack, document, {}, sources, root, salvaged)
    if pack.name != name:
        help_ = f"rename the folder to `packs/{pack.name}` or the pack to `{name}`"
        found.append(loaded.problem("PS107", f"the pack in `packs/{name}` is named `{pack.name}`", ("name",), help_))
    for index, version in enumerate(pack.versions):
        values, problems = _values_of(root, loaded, index)
        found.extend(problems)
        if values is not None:
            loaded.values.setdefault(version.version, values)  # of a version listed twice, the first
    whole, problems = _with_texts(root, loaded)
    found.extend(problems)
    whole.assets.update(_assets(root, whole))
    return whole, [d.in_pack(name) for d in found]


_TEXTS = {"presets_text": "presetsText", "schema_text": "schemaText"}


def _with_texts(root: Path, loaded: LoadedPack) -> tuple[LoadedPack, list[Diagnostic]]:
    """Return *loaded* with every text that a file holds in the place of its name, and what is wrong with the files."""
    pack, found = loaded.pack, []

    def text_of(value: str | TextFile | None, *route: str | int) -> str | TextFile | None:
        if not isinstance(value, TextFile):
            return value
        text, problems = _text_file(root, loaded, (*route, "file"), value.file)
        found.extend(problems)
        return text

    versions = tuple(
        version.model_copy(
            update={
                name: text_of(getattr(version, name), "versions", index, key)
                for name, key in _TEXTS.items()
                if isinstance(getattr(version, name), TextFile)
            }
        )
        for index, version in enumerate(pack.versions)
    )
    readme = tuple(
        part.model_copy(update={"text": text_of(part.text, "readme", index, "text")})
        if isinstance(part.text, TextFile)
        else part
        for index, part in enumerate(pack.readme)
    )
    return replace(loaded, pack=pack.model_copy(update={"versions": versions, "readme": readme})), found


def asset_files(folder: Path, version: Version) -> dict[str, str]:
    """Return the further files of *version*: path in the pack to path in *folder*, which holds pack.yaml.

    An asset whose path ends with `/` stands for every file below it; links that leave *folder* are left out.
    """
    found: dict[str, str] = {}
    home = str(folder.resolve())
    for path, file in version.assets.items():
        if not path.endswith("/"):
            found[path] = file
            continue
        base = folder / file
        for each in sorted(base.rglob("*")) if base.is_dir() else ():
            inside = each.relative_to(base).as_posix()
            name = f"{file.rstrip('/')}/{inside}"
            if is_file_inside(home, name):
                found[path + inside] = name
    return found


def _assets(root: Path, loaded: LoadedPack) -> dict[str, str]:
    """Return the digests of the files beside pack.yaml that it names: the lock knows when one changes or goes."""
    pack = loaded.pack
    home = (root / loaded.document.path).resolve().parent
    files = {pack.logo.file} if pack.logo else set()
    for version in pack.versions:
        files |= {*asset_files(home, version).values(), *version.charts, *version.kube_manifests}
    paths = {_beside(loaded.document.path, file): file for file in files}
    real = str(home)
    inside = {path: home / file for path, file in paths.items() if is_file_inside(real, file)}
    return {path: digest for path, file in inside.items() if (digest := file_digest(file))}


def _values_of(root: Path, loaded: LoadedPack, index: int) -> tuple[ValuesText | None, list[Diagnostic]]:
    version = loaded.pack.versions[index]
    at: Route = ("versions", index, "values")
    owner = _owner(loaded.pack, version)
    if owner is None:
        return None, [_without_values(loaded, index)]
    if owner is not version:
        read = loaded.values.get(owner.version)
        return (read, []) if read else (_values_of(root, loaded, loaded.pack.versions.index(owner))[0], [])
    text, problems = _own_text(root, loaded, version, at)
    if text is None:
        return None, problems
    path, origin = loaded.files.get(at, loaded.document.path), None
    if at not in loaded.files:
        origin = loaded.document.origin(at)
    document, more = parse_values(path, text, origin=origin)
    problems = [*problems, *more]
    if document is None or any(d.severity is Severity.ERROR for d in problems):
        return None, problems
    return ValuesText.known(text, document.data).shared(), problems


def _own_text(root: Path, loaded: LoadedPack, version: Version, at: Route) -> tuple[str | None, list[Diagnostic]]:
    if isinstance(version.values, TextFile):
        return _text_file(root, loaded, (*at, "file"), version.values.file)
    return version.values or "", []


def _without_values(loaded: LoadedPack, index: int) -> Diagnostic:
    version = loaded.pack.versions[index]
    own = [v.version for v in loaded.pack.versions if v.values is not None]
    listed = ", ".join(f'"{v}"' for v in own) or "…"
    if version.values_of is None:
        way_out = f"add `values: |`, or `valuesOf:` one of {listed}"
        return loaded.problem("PS108", f"version {version.version} has no values", ("versions", index), way_out)
    at: Route = ("versions", index, "valuesOf")
    if any(v.version == version.values_of for v in loaded.pack.versions):
        message = f"version {version.version} shares the values of {version.values_of}, which has none of its own"
        return loaded.problem("PS108", message, at, f"name one of {listed}")
    close = get_close_matches(version.values_of, own, n=1)
    way_out = f'did you mean `"{close[0]}"`?' if close else f"versions with values of their own: {listed}"
    return loaded.problem("PS206", f"there is no version `{version.values_of}`", at, way_out)


def _owner(pack: Pack, version: Version) -> Version | None:
    """Return the version whose text *version* uses: itself, or the one that `valuesOf` names."""
    if version.values is not None:
        return version
    return next((v for v in pack.versions if v.version == version.values_of and v.values is not None), None)


def _text_file(root: Path, loaded: LoadedPack, at: Route, file: str) -> tuple[str | None, list[Diagnostic]]:
    """Read the text that the fact at *at* (`…, "file"`) names: the text, or none and why there is none."""
    path = _beside(loaded.document.path, file)
    target = root / path
    if not target.resolve().is_relative_to((root / loaded.document.path).resolve().parent):
        return None, [loaded.problem("PS105", f"`{file}` leaves the pack folder", at, "keep it beside pack.yaml")]
    try:
        if target.stat().st_size > VALUES.max_bytes:
            return None, [loaded.problem("PS109", f"`{file}` is too large", at, f"{VALUES.max_bytes} bytes at most")]
        data = target.read_bytes()
    except OSError as error:
        way_out = f"create packs/{loaded.name}/{file}, or write the text into pack.yaml"
        return None, [loaded.problem("PS109", f"`{file}` cannot be read: {error.strerror}", at, way_out)]
    text, problems = decode(path, data, VALUES)
    if text is not None:
        loaded.sources[path] = data
        loaded.files[at[:-1]] = path
    return text, problems


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _beside(path: str, file: str) -> str:
    return f"{path.rpartition('/')[0]}/{file}"


def _bytes(root: Path, path: str) -> bytes:
    try:
        return (root / path).read_bytes()
    except OSError:
        return b""
