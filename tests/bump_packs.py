"""Small packs with a chart, and charts packed with tarfile, for the tests of `bump`. No tests in here."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import yaml
from click.testing import CliRunner, Result
from repositories import AS_OF

from generator import pipeline
from generator.bump.run import Outcome, Request, bump
from generator.cli import cli
from generator.diagnostics import Diagnostic, Severity

NEXT = "1.5.0"

OLD_VALUES = """\
replicas: 1
image:
  repository: registry.example.com/demo/server
  tag: "1.4.0"
logLevel: info
rbac:
  psp: false
resources: {}
hosts: [a, b]
sidecar:
  enabled: true
"""
NEW_VALUES = """\
replicas: 2
image:
  repository: registry.example.com/demo/server
  tag: "1.5.0"
logLevel: warn
resources: {}
hosts: [a, c]
side:
  enabled: true
metrics:
  port: 9090
"""
PACK_VALUES = """\
pack:
  namespace: "demo"
  content:
    images:
      - image: registry.example.com/demo/server:1.4.0
      - image: docker.io/library/busybox:1.36.1
    charts:
      - repo: https://charts.example.com
        name: demo
        version: 1.4.0
charts:
  demo:
    replicas: 1          # one is enough
    image:
      repository: mirror.example.com/demo/server
      tag: "1.4.0"
    logLevel: debug
    rbac:
      psp: false
    resources: {}
    hosts: [a, b]
"""
ENTRY = """\
  - version: "1.4.0"        # the newest
    # how it is shown
    series: 1.4.x
    lifecycle:
      supported: 2026-01-01
    charts: [charts/demo-1.4.0.tgz]
    # what belongs to it
    assets:
      charts/demo-1.4.0.tgz: assets/charts/demo-1.4.0.tgz
      logo.png: assets/logo.png
    notes: Faster than 1.3.0.
    # the values come last
    values: |
"""
HEAD = """\
name: demo
displayName: Demo
layer: addon
addonType: monitoring
description: A pack for tests
sources:
  own: {title: The pack itself, rank: 1}
versions:
"""
PARAMETERS = """\
parameters:
  - path: charts.demo.replicas
    type: integer
    description: How many.
    cite: [own]
  - path: charts.demo.rbac.psp
    type: boolean
    description: Whether there are policies.
    versions: 1.4.x
    cite: [own]
"""

SMALL = '  - version: "1.4.0"\n    series: 1.4.x\n    values: "a: 1\\n"\n'
FILED = ENTRY.replace("    values: |\n", "    values: {file: values/1.4.0.yaml}\n    comments: verbatim\n")


def indented(text: str, columns: int) -> str:
    return "".join(" " * columns + line if line.strip() else line for line in text.splitlines(keepends=True))


SOURCE = HEAD + ENTRY + indented(PACK_VALUES, 6) + PARAMETERS


def chart(
    path: Path,
    values: str | None = NEW_VALUES,
    *,
    name: str = "demo",
    version: str = NEXT,
    app: str = "",
    files: dict[str, str] | None = None,
) -> Path:
    """Pack a chart at *path* and return it; *files* are further ones, by path in the chart."""
    metadata = f"apiVersion: v2\nname: {name}\nversion: {version}\n" + (f'appVersion: "{app}"\n' if app else "")
    content = {"Chart.yaml": metadata, **({"values.yaml": values} if values is not None else {}), **(files or {})}
    return archive(path, {f"{name}/{file}": text.encode() for file, text in content.items()})


def archive(path: Path, members: dict[str, bytes]) -> Path:
    """Pack *members* at *path* and return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def pack(root: Path, source: str = SOURCE, old: str | None = OLD_VALUES, **more: str) -> Path:
    """Make *root* a repository with the pack `demo` and its chart 1.4.0; *more* texts, by path with `_` for `/`."""
    folder = root / "packs" / "demo"
    (folder / "assets").mkdir(parents=True)
    (root / "packscribe.toml").write_text(f"as_of = {AS_OF}\n")
    (folder / "pack.yaml").write_bytes(source.encode())
    (folder / "assets/logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    if old is not None:
        chart(folder / "assets/charts/demo-1.4.0.tgz", old, version="1.4.0", app=more.pop("app", ""))
    for path, text in more.items():
        target = folder / path.replace("__", "/").replace("_yaml", ".yaml")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    return root


def command(root: Path, *arguments: object) -> Result:
    return CliRunner().invoke(cli, ["bump", *map(str, arguments), "--root", str(root)])


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def source(root: Path) -> str:
    return (root / "packs/demo/pack.yaml").read_bytes().decode()


def data(root: Path) -> dict[str, object]:
    read: dict[str, object] = yaml.safe_load(source(root))
    return read


def entry(root: Path, version: str = NEXT) -> dict[str, object]:
    return next(e for e in data(root)["versions"] if e["version"] == version)  # type: ignore[attr-defined]


def made(root: Path, **asked: object) -> Outcome:
    if "charts" not in asked:
        asked["charts"] = (chart(root / "new.tgz"),)
    return bump(root, Request("demo", str(asked.pop("version", NEXT)), **asked))  # type: ignore[arg-type]


def said(outcome: Outcome, code: str) -> list[str]:
    return [d.message for d in outcome.diagnostics if d.code == code]


def passes(root: Path) -> list[Diagnostic]:
    """Build all, check all, and return what is wrong."""
    found = [*pipeline.build(root, []).diagnostics, *pipeline.check(root, []).diagnostics]
    return [d for d in found if d.severity is Severity.ERROR]


def held(root: Path, version: str = NEXT) -> str:
    """Return the values of a version as they are built."""
    pipeline.build(root, [])
    return (root / "packs/demo" / version / "values.yaml").read_bytes().decode()
