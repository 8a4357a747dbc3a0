"""Every audit check on a small pack of its own.

`audit/clean/` is a whole pack in which nothing is found. `audit/<CODE>/` (or `audit/<CODE>/<case>/`) holds only the
files that differ from it, and `expected.txt`: a line `path:line CODE` for each finding, with a remark after it, and
`# folder: NAME` or `# absent: PATH` where the folder has another name or lacks a file. A folder that is called
`….tgz` is packed to an archive of that name. Secrets and broken archives are made here: no scanner should find them.
"""

from __future__ import annotations

import datetime
import io
import os
import re
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.audit import audit, audit_modules
from generator.audit.folder import Memory, PackFolder, find_folders
from generator.audit.run import run
from generator.checks import check_modules
from generator.diagnostics import Diagnostic, Severity
from generator.diagnostics.catalogue import EXPLANATIONS

HERE = Path(__file__).parent / "audit"
AS_OF = datetime.date(2026, 11, 21)
CASES = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.rglob("expected.txt"))
MADE_HERE = {"PS240", "PS241", "PS255", "PS256"}
_OPTION = re.compile(r"# (folder|absent): (.+)")
_LINE = re.compile(r"(\S+:\d+) (PS\d{3})\b")


def clean(target: Path) -> Path:
    """Copy the clean pack to *target* and pack its charts."""
    return overlay(HERE / "clean", target)


def overlay(source: Path, target: Path) -> Path:
    """Put the files of *source* over those of *target*; folders that are called like archives are packed."""
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        if path.is_file() and path.name != "expected.txt" and not any(p.endswith(".tgz") for p in relative.parts[:-1]):
            (target / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / relative)
        elif path.is_dir() and path.name.endswith(".tgz"):
            (target / relative).parent.mkdir(parents=True, exist_ok=True)
            with tarfile.open(target / relative, "w:gz") as archive:
                for child in sorted(path.iterdir()):
                    archive.add(child, child.name)
    return target


def fixture(case: str, root: Path) -> tuple[Path, list[str]]:
    """Build the pack of *case* below *root*; return it and what is expected of it."""
    text = (HERE / case / "expected.txt").read_text(encoding="utf-8")
    options = dict(found.groups() for found in _OPTION.finditer(text))
    target = overlay(HERE / case, clean(root / options.get("folder", "monitoring-1.4.0")))
    if "absent" in options:
        (target / options["absent"]).unlink()
    return target, sorted(f"{place} {code}" for place, code in _LINE.findall(text))


def audited(folder: Path) -> list[Diagnostic]:
    """Audit one pack folder."""
    return run([folder], AS_OF).diagnostics


def lines(found: list[Diagnostic], folder: Path) -> list[str]:
    """Return findings as the lines of an `expected.txt`."""
    return sorted(f"{d.location.path.removeprefix(folder.as_posix() + '/')}:{d.location.line} {d.code}" for d in found)


@pytest.mark.parametrize("case", CASES)
def test_fixture(case: str, tmp_path: Path) -> None:
    folder, expected = fixture(case, tmp_path)
    found = audited(folder)
    assert lines(found, folder) == expected, "\n".join(f"{d.location} {d.code} {d.message}" for d in found)
    assert {d.code for d in found} <= {case[:5]}
    for problem in found:
        assert problem.pack == folder.name and problem.help
        assert problem.message.isprintable() and len(problem.message) < 400


def test_nothing_is_found_in_a_clean_pack(tmp_path: Path) -> None:
    assert audited(clean(tmp_path / "monitoring-1.4.0")) == []


@pytest.mark.parametrize("module", audit_modules(), ids=lambda m: str(m.CODE))
def test_form(module: object) -> None:
    """A check has a code of its own, a fixture, and a docstring that is a page."""
    code, page = str(getattr(module, "CODE", "")), str(module.__doc__)
    title, blank, *rest = page.splitlines()
    assert re.fullmatch(r"PS2[3-9]\d", code)
    assert code in MADE_HERE or any(case[:5] == code for case in CASES), f"add tests/audit/{code}/"
    assert 5 < len(title) < 80 and not title.endswith(".") and blank == "" and len(rest) >= 4
    assert any(line.startswith("    ") for line in rest), "an example"


def test_codes_are_unique() -> None:
    codes = [str(m.CODE) for m in (*audit_modules(), *check_modules())]
    assert len(codes) == len(set(codes)) and not set(codes) & set(EXPLANATIONS)


def _values(text: str, root: Path) -> list[Diagnostic]:
    folder = clean(root / "monitoring-1.4.0")
    (folder / "values.yaml").write_text(text, encoding="utf-8")
    return audited(folder)


# secrets: put together here, so that nobody takes this file for a leak

SECRETS = {
    "slack": "xoxb-" + "000000000000-000000000000-EXAMPLEMASKEDTOKEN00000",
    "webhook": "https://hooks.slack.com/services/" + "T0AB12CD3/B0AB12CD3/" + "a1B2c3D4e5F6g7H8i9J0k1L2",
    "github": "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "github fine-grained": "github_pat_" + "11AB" * 15,
    "gitlab": "glpat-" + "a1B2c3D4e5F6g7H8i9J0",
    "aws": "AKIA" + "IOSFODNN7QWERTYU",
    "google": "AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q",
    "azure": "DefaultEndpointsProtocol=https;AccountKey=" + "a1B2c3D4" * 11 + "==",
    "azure sas": "https://a.blob.core.windows.net/c?sv=2022-11-02&sp=r&sig=" + "a1B2c3D4%2F" * 5,
    "stripe": "sk_live_" + "a1B2c3D4e5F6g7H8i9J0",
    "jwt": "eyJ"
     "hbGciOiJIUzI1NiJ9.eyJ"
     "zdWIiOiIxMjM0NTY3ODkwIn0."
     "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "npm": "npm_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
}
NO_SECRETS = (
    "xoxb-your-token-here",
    "xoxb-" + "xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx",
    "AKIA" + "IOSFODNN7EXAMPLE",
    "ghp_" + "x" * 36,
    "changeme-please-now",
    "my-database-credentials-secret",
    "<your-password-here-123>",
    "{{ .spectro.var.password }}",
    "/var/run/secrets/kubernetes.io/serviceaccount/token",
    "Y2hhbmdlbWUgcGxlYXNlIG5vdw==",
)


def _with_secret(line: str, key: str = "password") -> str:
    return (HERE / "clean/values.yaml").read_text().replace('password: ""', f'{key}: "{line}"')


@pytest.mark.parametrize("kind", SECRETS)
def test_secret(kind: str, tmp_path: Path) -> None:
    found = _values(_with_secret(SECRETS[kind]), tmp_path)
    assert [d.code for d in found] == ["PS255"]
    assert found[0].severity is Severity.WARNING
    assert SECRETS[kind][-12:] not in found[0].message, "a report must not spread the secret"


def test_random_text_under_a_password(tmp_path: Path) -> None:
    random = "q7" + "Rz2VbX9mKp4LwT8sHd"
    assert [d.code for d in _values(_with_secret(random), tmp_path)] == ["PS255"]


def test_private_key(tmp_path: Path) -> None:
    key = f"|\n      -----BEGIN RSA PRIVATE {'KEY'}-----\n      {'MIIEowIBAAKCAQEA' * 4}\n"
    text = (HERE / "clean/values.yaml").read_text().replace('password: ""', f"password: {key}")
    assert [d.code for d in _values(text, tmp_path)] == ["PS255"]
    commented = re.sub(r"(?m)^( +)(-----|MIIE)", r"\1# \2", text)
    assert _values(commented, tmp_path / "commented") == []


@pytest.mark.parametrize("text", NO_SECRETS)
def test_no_secret(text: str, tmp_path: Path) -> None:
    assert _values(_with_secret(text), tmp_path) == []


def test_secret_in_a_comment(tmp_path: Path) -> None:
    text = (HERE / "clean/values.yaml").read_text().replace("xoxb-your-token", SECRETS["slack"])
    assert _values(text, tmp_path) == []


# archives


def _tgz(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def _member(
    name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = ""
) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info, data


CHART = _member("monitoring/Chart.yaml", b"name: monitoring\nversion: 1.4.0\n")
ARCHIVES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "absolute path": ("PS240", lambda: _tgz(CHART, _member("/etc/passwd", b"x"))),
    "path with ..": ("PS240", lambda: _tgz(CHART, _member("monitoring/../../x", b"x"))),
    "path of Windows": ("PS240", lambda: _tgz(CHART, _member("C:\\x", b"x"))),
    "link": ("PS240", lambda: _tgz(CHART, _member("monitoring/values.yaml", b"", tarfile.SYMTYPE, "/etc/passwd"))),
    "hard link": ("PS240", lambda: _tgz(CHART, _member("monitoring/values.yaml", b"", tarfile.LNKTYPE, "x"))),
    "device": ("PS240", lambda: _tgz(CHART, _member("monitoring/null", b"", tarfile.CHRTYPE))),
    "pipe": ("PS240", lambda: _tgz(CHART, _member("monitoring/pipe", b"", tarfile.FIFOTYPE))),
    "two of one name": ("PS240", lambda: _tgz(CHART, CHART)),
    "escape in a name": ("PS240", lambda: _tgz(CHART, _member("monitoring/\x1b[2J", b"x"))),
    "bomb": ("PS240", lambda: _tgz(CHART, *(_member(f"monitoring/{n}", bytes(2**24)) for n in range(17)))),
    "huge values": ("PS240", lambda: _tgz(CHART, _member("monitoring/values.yaml", bytes(2**24 + 1)))),
    "no chart": ("PS241", lambda: _tgz(_member("monitoring/values.yaml", b"a: 1\n"))),
    "no archive": ("PS241", lambda: b"version https://git-lfs.github.com/spec/v1\n"),
    "empty": ("PS241", lambda: b""),
    "cut off": ("PS241", lambda: _tgz(CHART, _member("monitoring/x", os.urandom(9999)))[:-5000]),
    "broken Chart.yaml": ("PS241", lambda: _tgz(_member("monitoring/Chart.yaml", b"a: [\n"))),
}


@pytest.mark.parametrize("what", ARCHIVES)
def test_hostile_archive(what: str, tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    code, make = ARCHIVES[what]
    (folder / "charts/monitoring-1.4.0.tgz").write_bytes(make())
    found = [d for d in audited(folder) if d.code in ("PS240", "PS241")]
    assert {d.code for d in found} == {code}, found
    assert all(d.location.path.endswith("monitoring-1.4.0.tgz") and d.message.isprintable() for d in found)
    assert found[0].severity is (Severity.ERROR if code == "PS240" else Severity.WARNING)
    assert not (tmp_path / "x").exists()


def test_many_members(tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    stream = _tgz(CHART, *(_member(f"monitoring/{n}") for n in range(20_001)))
    (folder / "charts/monitoring-1.4.0.tgz").write_bytes(stream)
    assert "PS240" in {d.code for d in audited(folder)}


def test_chart_in_an_archive(tmp_path: Path) -> None:
    """Packed and unpacked charts are read alike, with the charts below them."""
    packed = next(_folders(clean(tmp_path / "monitoring-1.4.0"))).charts[0]
    folder = clean(tmp_path / "other" / "monitoring-1.4.0")
    (folder / "charts/monitoring-1.4.0.tgz").unlink()
    source = HERE / "clean/charts/monitoring-1.4.0.tgz"
    for place in ("charts/monitoring-1.4.0", "charts"):
        shutil.copytree(source, folder / place, dirs_exist_ok=True)
        unpacked = next(_folders(folder)).charts[0]
        assert (unpacked.name, unpacked.version, unpacked.app_version) == ("monitoring", "1.4.0", "v1.4.0")
        assert unpacked.values == packed.values and unpacked.templates == packed.templates
        assert [c.name for c in unpacked.charts] == [c.name for c in packed.charts] == ["exporter"]
        assert unpacked.dependencies == packed.dependencies and packed.first_keys == set(packed.values)
        shutil.rmtree(folder / place)


def test_packed_dependency(tmp_path: Path) -> None:
    inner = _tgz(_member("exporter/Chart.yaml", b"name: exporter\nversion: 2.1.0\n"))
    folder = clean(tmp_path / "monitoring-1.4.0")
    archive = _tgz(CHART, _member("monitoring/charts/exporter-2.1.0.tgz", inner))
    (folder / "charts/monitoring-1.4.0.tgz").write_bytes(archive)
    assert [c.name for c in next(_folders(folder)).charts[0].charts] == ["exporter"]


def _folders(path: Path) -> Iterator[PackFolder]:
    return (folder for folder in find_folders([path]) if isinstance(folder, PackFolder))


# folders


def test_two_folders_of_one_pack(tmp_path: Path) -> None:
    for name in ("monitoring-1.4.0", "monitoring-copy"):
        clean(tmp_path / name)
    found = [d for d in run([tmp_path], AS_OF).diagnostics if d.code == "PS256"]
    assert [d.pack for d in found] == ["monitoring-copy"] and found[0].severity is Severity.ERROR


def test_folder_that_is_no_pack(tmp_path: Path) -> None:
    clean(tmp_path / "monitoring-1.4.0")
    (tmp_path / "empty").mkdir()
    (tmp_path / ".git").mkdir()
    outcome = run([tmp_path, tmp_path / "empty"], AS_OF)
    assert outcome.folders == 1
    assert [(d.code, d.pack) for d in outcome.diagnostics] == [("PS230", "empty")] * 2


def test_links_out_of_the_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Not to be read\n")
    folder = clean(tmp_path / "packs" / "monitoring-1.4.0")
    (folder / "README.md").unlink()
    (folder / "README.md").symlink_to(secret)
    (folder / "presets.yaml").symlink_to("/dev/zero")
    (folder / "schema.yaml").symlink_to("schema.yaml")
    (folder / "charts" / "all").symlink_to("/")
    (tmp_path / "packs" / "elsewhere").symlink_to(tmp_path)
    found = run([tmp_path / "packs"], AS_OF).diagnostics
    assert {(Path(d.location.path).name, d.code) for d in found if d.code < "PS200"} == {
        ("README.md", "PS105"),
        ("presets.yaml", "PS105"),
        ("schema.yaml", "PS003"),
        ("all", "PS105"),
        ("elsewhere", "PS105"),
    }


HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "values in Latin-1": ("values.yaml", "name: Zoë\n".encode("latin-1"), "PS005"),
    "values in UTF-16": ("values.yaml", "a: b\n".encode("utf-16"), "PS005"),
    "broken values": ("values.yaml", b"a: [\n", "PS010"),
    "a bomb of aliases": ("values.yaml", b"a: &a [x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 112)), "PS017"),
    "deep values": ("values.yaml", b"[" * 99_999, "PS016"),
    "a list for values": ("values.yaml", b"- a\n", ""),
    "empty values": ("values.yaml", b"", ""),
    "comments for values": ("values.yaml", b"# nothing\n", ""),
    "wrong types in values": ("values.yaml", b"pack: [a]\ncharts: {monitoring: [1]}\nmanifests: 3\n", ""),
    "wrong types in content": ("values.yaml", b"pack: {content: {images: {a: 1}, charts: [3, {name: [1]}]}}\n", ""),
    "README in Latin-1": ("README.md", "# Zoë\n".encode("latin-1"), "PS005"),
    "broken presets": ("presets.yaml", b"presets: [\n", "PS010"),
    "control characters": ("schema.yaml", b"a: \x1b[2J\n", "PS007"),
    "a list for pack.json": ("pack.json", b"[]", "PS231"),
    "null for pack.json": ("pack.json", b"null", ""),
    "empty pack.json": ("pack.json", b"", "PS232"),
    "deep pack.json": ("pack.json", b"[" * 99_999, "PS232"),
    "a long number": ("pack.json", b'{"name": ' + b"9" * 9_999 + b"}", "PS232"),
    "pack.json of numbers": ("pack.json", b'{"name": 1, "version": 2, "charts": [3], "constraints": {"dependencies": 1}}', "PS231"),
    "half a surrogate": ("pack.json", b'{"name": "\\ud800", "version": "1"}', "PS231"),
    "strange dependencies": ("Chart.yaml", b"name: [a]\ndependencies: [1, {name: 3}, null]\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_file(what: str, tmp_path: Path) -> None:
    """Something is said of it, nothing else of the pack is hidden, and no check raises."""
    folder = clean(tmp_path / "monitoring-1.4.0")
    name, data, code = HOSTILE[what]
    if name == "Chart.yaml":
        (folder / "charts/monitoring-1.4.0.tgz").write_bytes(_tgz(_member("monitoring/Chart.yaml", data)))
    else:
        (folder / name).write_bytes(data)
    found = audited(folder)
    assert code in {d.code for d in found} or not code
    assert all(d.message.isprintable() for d in found)


def test_huge_and_unreadable_files(tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    with (folder / "values.yaml").open("wb") as file:
        file.truncate(2**40)
    (folder / "README.md").unlink()
    os.mkfifo(folder / "README.md")
    assert {d.code for d in audited(folder) if d.code < "PS200"} == {"PS002", "PS004"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_file(tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    (folder / "values.yaml").chmod(0)
    assert "PS003" in {d.code for d in audited(folder)}


def test_two_processes_find_what_one_finds(tmp_path: Path) -> None:
    for number, case in enumerate(CASES):
        fixture(case, tmp_path / f"{number}")
    paths = sorted(tmp_path.iterdir())
    alone, together = (run(paths, AS_OF, processes=n) for n in (1, 2))
    assert alone == together and alone.folders == len(paths) - 1  # one lies a level deeper


def test_files_in_memory() -> None:
    """What is compiled can be audited before it is written."""
    files = {"pack.json": b'{"name": "a", "displayName": "A", "version": "v1", "layer": "cni"}', "values.yaml": b""}
    folder = PackFolder("packs/a/v1", "v1", Memory(files))
    assert {d.code for d in audit(folder) if d.code < "PS260"} == {"PS234"}
