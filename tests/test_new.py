"""`packscribe new`: what it writes passes every check at once, or nothing is written."""

from __future__ import annotations

import io
import json
import os
import re
import tarfile
from pathlib import Path

import pytest
import yaml
from audit_packs import FIXTURES
from click.testing import CliRunner, Result
from repositories import AS_OF, PACKS, repository

from generator import pipeline, tree
from generator.artifacts.logo import draw
from generator.catalog import load_pack
from generator.cli import cli
from generator.cli.options import LAYERS
from generator.diagnostics import Severity, has_errors
from generator.model import validate
from generator.model.identity import Layer
from generator.scaffold.refusals import is_name
from generator.source import load


def new(root: Path, *arguments: object) -> Result:
    return CliRunner().invoke(cli, ["new", *map(str, arguments), "--root", str(root)])


def found(root: Path, *arguments: object) -> list[str]:
    """Return the codes that `new` reports."""
    return [d["code"] for d in json.loads(new(root, *arguments, "--format", "json").output)]


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def values_of(root: Path, name: str) -> str:
    loaded, problems = load_pack(root, name)
    assert loaded and not has_errors(problems)
    (text,) = loaded.values.values()
    return text.text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    return repository(folder)


# --- Without a chart -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", [layer.value for layer in Layer])
def test_every_layer_passes_check_at_once(layer: str, root: Path) -> None:
    done = new(root, "my-pack", "--layer", layer)
    assert done.exit_code == 0, done.output
    assert "wrote packs/my-pack/pack.yaml" in done.output and "TODO" in done.output
    for names in (["my-pack"], []):
        assert pipeline.check(root, names).diagnostics == []
    assert pipeline.build(root, []).changed == []
    pack = json.loads((root / "packs/my-pack/1.0.0/pack.json").read_text())
    assert (pack["name"], pack["displayName"], pack["layer"]) == ("my-pack", "My Pack", layer)
    assert ("addonType" in pack) == (layer == "addon")
    assert (root / "packs/my-pack/assets/logo.png").read_bytes() == draw("my-pack")


def test_layers_are_those_of_the_model() -> None:
    """Named once more, as the models take longer to load than a command to fail."""
    assert list(LAYERS.choices) == [layer.value for layer in Layer]


def test_it_is_small_and_says_what_to_do(root: Path) -> None:
    new(root, "my-pack")
    text = (root / "packs/my-pack/pack.yaml").read_text()
    assert len(text.splitlines()) < 70 and max(map(len, text.splitlines())) <= 120
    assert text.count("TODO") >= 4 and "\n\n\n" not in text and str(AS_OF) in text


NAMES = [
    "a",
    "0",
    "cni-azure",
    "a.b_c--d",
    "1.10",
    "true",
    "null",
    "1e3",
    "no",
    "x" * 128,
    "generated",
    "0x1f",
    "2026-02-30",
]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:20])
def test_names(name: str, root: Path) -> None:
    done = new(root, name)
    assert done.exit_code == 0, done.output
    assert not has_errors(pipeline.check(root, []).diagnostics, strict=True)


BAD_NAMES = {
    "My Pack": "my-pack",
    "Azure_CNI": "azure-cni",
    "-x": "x",
    "../../etc": "etc",
    "a/b": "a-b",
    "/etc/passwd": "etc-passwd",
    "x" * 129: "x" * 128,
    "": "small letters",
    ".": "small letters",
    "Ünï": "n",
    "a\nb": "a-b",
    "a\x1b[31m": "a-31m",
    "\u202e": "small letters",
    "index": "another name",
    "-" * 10_000 + "!": "small letters",
}


@pytest.mark.parametrize("name", BAD_NAMES, ids=lambda name: ascii(name)[:20])
def test_bad_names_are_refused_with_one_that_would_do(name: str, root: Path) -> None:
    before = files(root)
    done = CliRunner().invoke(cli, ["new", "--root", str(root), "--", name])
    assert done.exit_code == 2 and "PS140" in done.output and BAD_NAMES[name] in done.output
    assert all(c.isprintable() or c == "\n" for c in done.output)
    assert files(root) == before and not (root.parent / "etc").exists()


@pytest.mark.parametrize("name", [*NAMES, *BAD_NAMES, "a..b", "a.-b", "a_", "_a", "A"], ids=lambda n: ascii(n)[:20])
def test_the_rule_is_that_of_the_model(name: str) -> None:
    document, _problems = load("p", json.dumps({"name": name}).encode())
    wrong = document is None or any(d.location.column > 1 or "name" in d.message for d in _named(document))
    assert is_name(name) == (not wrong)


def _named(document: object) -> list[object]:
    return [d for d in validate(document)[1] if d.code != "PS102"]  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["pack", "file", "broken link", "folder"])
def test_what_exists_is_never_overwritten(kind: str, root: Path) -> None:
    place = root / "packs/my-pack"
    place.parent.mkdir(exist_ok=True)
    if kind == "pack":
        new(root, "my-pack")
    elif kind == "file":
        place.write_text("mine")
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to("nowhere")
    before = files(root)
    done = new(root, "my-pack")
    assert done.exit_code == 2 and "PS141" in done.output and "choose another name" in done.output
    assert files(root) == before


def test_a_page_of_that_name_is_never_overwritten(root: Path) -> None:
    page = root / "docs_src/packs/my-pack.md"
    page.parent.mkdir(parents=True)
    page.write_text("# My own page\n")
    done = new(root, "my-pack")
    assert done.exit_code == 2 and "docs_src/packs/my-pack.md:1:1: error PS141" in done.output
    assert page.read_text() == "# My own page\n" and not (root / "packs/my-pack").exists()


DISPLAY_NAMES = {
    "My: Pack # 1": True,
    'it\'s "quoted" \\ {{ x }} {% raw %}': True,
    "日本語 & <b>": True,
    "- x": True,
    "true": True,
    "12": True,
    "x" * 100: True,
    "x" * 101: False,
    "   ": False,
    "a\nb": False,
    "a\x1b[31m": False,
    "\u202eabc": False,
    "\ud800": False,
}


@pytest.mark.parametrize("text", DISPLAY_NAMES, ids=lambda text: ascii(text)[:20])
def test_display_names(text: str, root: Path) -> None:
    done = new(root, "my-pack", "--display-name", text)
    if DISPLAY_NAMES[text]:
        assert done.exit_code == 0, done.output
        assert json.loads((root / "packs/my-pack/1.0.0/pack.json").read_text())["displayName"] == text
        assert pipeline.check(root, []).diagnostics == []
    else:
        assert done.exit_code == 2 and "PS144" in done.output and not (root / "packs").exists()


def test_wrong_use(root: Path, tmp_path: Path) -> None:
    assert new(root, "my-pack", "--layer", "network").exit_code == 2
    assert new(root, "my-pack", "--chart", tmp_path / "none.tgz").exit_code == 2
    assert new(root).exit_code == 2
    done = new(tmp_path / "nothing", "my-pack")
    assert done.exit_code == 2 and "PS120" in done.output and not (tmp_path / "nothing").exists()


def test_a_folder_that_is_no_repository_becomes_one(tmp_path: Path) -> None:
    assert new(tmp_path, "My Pack").exit_code == 2 and not list(tmp_path.iterdir())
    done = new(tmp_path, "my-pack")
    assert done.exit_code == 0 and done.output.startswith("wrote packscribe.toml\n")
    assert pipeline.check(tmp_path, []).diagnostics == []


def test_a_folder_in_a_repository_does_not(root: Path) -> None:
    (root / "packs").mkdir()
    done = new(root / "packs", "my-pack")
    assert done.exit_code == 2 and "PS120" in done.output and "--root" in done.output
    assert not list((root / "packs").iterdir())


# --- Beside other packs --------------------------------------------------------------------------------------


def test_other_packs_and_hand_edits_are_left_alone(root: Path) -> None:
    other = repository(root.parent, PACKS / "sample")
    pipeline.build(other, [])
    edited = other / "packs/sample/1.4.0/README.md"
    edited.write_text("by hand\n")
    assert new(other, "my-pack").exit_code == 0
    assert new(other, "my-second").exit_code == 0
    assert edited.read_text() == "by hand\n"
    assert "My Pack" in (other / "docs_src/packs/index.md").read_text()


def test_an_error_in_another_pack_is_no_hindrance(root: Path) -> None:
    other = root / "packs/broken"
    other.mkdir(parents=True)
    (other / "pack.yaml").write_text("name: [\n")
    assert new(root, "my-pack").exit_code == 0
    assert pipeline.check(root, ["my-pack"]).diagnostics == []


def test_a_disk_that_refuses_leaves_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, write = files(root), tree.write

    def failing(folder: Path, content: tree.Tree, *, remove: object = ()) -> list[str]:
        if any(path.startswith("docs_src/") for path in content):
            raise OSError(28, "No space left on device", str(folder))
        return write(folder, content, remove=remove)  # type: ignore[arg-type]

    monkeypatch.setattr("generator.scaffold.trees.write", failing)
    with pytest.raises(OSError, match="No space"):
        CliRunner().invoke(cli, ["new", "my-pack", "--root", str(root)], catch_exceptions=False)
    assert files(root) == before and not (root / "packs/my-pack").exists()


def test_own_template_wins(root: Path) -> None:
    own = root / "templates/scaffold"
    own.mkdir(parents=True)
    (own / "values.yaml.jinja").write_text("pack:\n  namespace: platform\n")
    assert new(root, "my-pack").exit_code == 0
    assert values_of(root, "my-pack") == "pack:\n  namespace: platform\n"


TEMPLATES = {
    "broken": (b"{% if %}", "PS401"),
    "unknown name": (b"pack:\n  x: {{ nothing }}\n", "PS401"),
    "no UTF-8": (b"pack:\n  x: \xff\n", "PS401"),
    "no YAML": (b"pack: [\n", "PS01"),
}


@pytest.mark.parametrize("case", TEMPLATES)
def test_broken_templates_are_told(case: str, root: Path) -> None:
    own = root / "templates/scaffold"
    own.mkdir(parents=True)
    (own / "values.yaml.jinja").write_bytes(TEMPLATES[case][0])
    done = new(root, "my-pack")
    assert done.exit_code == 1 and TEMPLATES[case][1] in done.output and not (root / "packs").exists()


# --- With a chart --------------------------------------------------------------------------------------------


def chart(
    folder: Path, values: str | bytes | None, *, about: str = "name: monitoring\nversion: 1.4.0\n", **more: str
) -> Path:
    """Pack a chart: its values.yaml, Chart.yaml and *more* templates."""
    written = values.encode() if isinstance(values, str) else values
    content = {"monitoring/Chart.yaml": f"apiVersion: v2\n{about}".encode()}
    content |= {} if written is None else {"monitoring/values.yaml": written}
    content |= {f"monitoring/templates/{name}.yaml": text.encode() for name, text in more.items()}
    with tarfile.open(folder / "chart.tgz", "w:gz") as archive:
        for name, data in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return folder / "chart.tgz"


def test_a_chart_with_its_values_comments_and_images(root: Path, tmp_path: Path) -> None:
    packed = tmp_path / "anything.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(FIXTURES / "clean/charts/monitoring-1.4.0.tgz/monitoring", "monitoring")
    done = new(root, "my-pack", "--chart", packed)
    assert done.exit_code == 0, done.output
    assert not has_errors(pipeline.check(root, []).diagnostics)
    pack = json.loads((root / "packs/my-pack/1.4.0/pack.json").read_text())
    assert pack["charts"] == ["charts/monitoring-1.4.0.tgz"] and pack["version"] == "1.4.0"
    assert (root / "packs/my-pack/assets/monitoring-1.4.0.tgz").read_bytes() == packed.read_bytes()
    text = values_of(root, "my-pack")
    original = (FIXTURES / "clean/charts/monitoring-1.4.0.tgz/monitoring/values.yaml").read_text()
    assert "".join(f"    {line}" if line.strip() else line for line in original.splitlines(keepends=True)) in text
    assert yaml.safe_load(text)["charts"]["monitoring"] == yaml.safe_load(original)
    assert "    series: 1.4.x\n" in text or "series: 1.4.x" in (root / "packs/my-pack/pack.yaml").read_text()


def test_images_are_listed_by_what_is_known_of_them(root: Path, tmp_path: Path) -> None:
    values = """
        image: {repository: quay.io/example/monitoring, tag: v1.4.0}
        reloader: {enabled: false, image: {repository: ghcr.io/example/reloader, tag: v0.15.0}}
        exporter: {image: {repository: quay.io/example/exporter, tag: ""}}
    """
    about = 'name: monitoring\nversion: 1.4.0\nappVersion: "0.9"\n'
    pod = 'spec: {}\n  image: "docker.io/example/sidecar:2"\n  image: {{ .Values.other }}\n'
    assert new(root, "my-pack", "--chart", chart(tmp_path, values, about=about, pod=pod)).exit_code == 0
    text = values_of(root, "my-pack")
    listed = [entry["image"] for entry in yaml.safe_load(text)["pack"]["content"]["images"]]
    assert listed == ["quay.io/example/monitoring:v1.4.0", "docker.io/example/sidecar:2"]
    assert re.search(r"# - image: \"?ghcr.io/example/reloader:v0.15.0\"?  # pulled only where", text)
    assert re.search(r"# - image: \"?quay.io/example/exporter\"?  # its tag is not stated, mostly it is \"?0.9", text)
    assert [d.code for d in pipeline.check(root, []).diagnostics if d.code in ("PS250", "PS252", "PS253")] == []


KEPT = {
    "none": None,
    "empty": "",
    "comments only": "# Nothing to set\n\n# here\n",
    "a document mark": "# About\n---\na: 1\n",
    "carriage returns": "a: 1\r\n# why\r\nb:\r\n  c: |\r\n    x\r\n    y\r\n",
    "literal blocks": "a: |\n  #!/bin/sh\n\n  echo {{ .Values.x }}\n\nb: >-\n  a\n  b\n\nkept: |+\n  x\n\nz: 1\n",
    "an indicator": "a: |2\n    indented\n  less\nb: 1\n",
    "long quoted text": "a: \"one\n  two\n\n  three\"\nb: 'x\n  y'\nc: one\n  two\n",
    "anchors": "a: &x {k: 1}\nb: *x\nc:\n  <<: *x\n  l: 2\n",
    "templates": 'a: "{{ .Values.b }}"\nb: {{ include "x" . }}\n'.replace("{{ include", "'{{ include").replace(
        ". }}\n", ". }}'\n"
    ),
    "a flow mapping": "{a: 1, b: [1, 2]}\n",
    "a byte order mark": "\ufeffa: 1\n",
    "lists at the margin": "a:\n- b\n- c: 1\n  d: 2\n",
    "no line end": "a: 1",
    "blank lines of spaces": "a: |\n  x\n     \n  y\n   \nb: 1\n",
    "unicode": "a: 日本語 # ✓\n",
    "long": "".join(f"# Number {n}\nkey{n}: {n}\n" for n in range(300)),
    "words that YAML 1.1 reads": "a: yes\nb: 012\n",
}


@pytest.mark.parametrize("case", KEPT)
def test_values_are_kept(case: str, root: Path, tmp_path: Path) -> None:
    packed = chart(tmp_path, KEPT[case])
    done = new(root, "my-pack", "--chart", packed)
    assert done.exit_code == 0 and "PS143" not in done.output, done.output
    text = values_of(root, "my-pack")
    original = (KEPT[case] or "").removeprefix("\ufeff")
    expected = yaml.safe_load(original.replace("---\n", "")) or {}
    assert yaml.safe_load(text)["charts"]["monitoring"] == expected
    comments = [line.strip() for line in original.splitlines() if line.strip().startswith("#")]
    assert [line.strip() for line in text.splitlines() if line.strip() in comments] == comments
    assert (root / "packs/my-pack/values/1.4.0.yaml").exists() == (case == "long")
    assert not has_errors(pipeline.check(root, []).diagnostics)


LEFT_OUT = {
    "broken YAML": "a: [\n",
    "a key twice": "a: 1\na: 2\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "a list": "- a\n- b\n",
    "no UTF-8": b"a: \xff\n",
    "a control character": "a: \x00\n",
    "a tab": "a:\n\tb: 1\n",
    "our own mark": "#: Generated\na: 1\n",
    "a tag": "a: !!python/object/apply:os.system [id]\n",
    "deep": "a: " + "[" * 5000 + "]" * 5000,
    "laughs": "a: &a [x, x]\n"
    + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_values_that_cannot_be_kept_are_left_out_and_told(case: str, root: Path, tmp_path: Path) -> None:
    done = new(root, "my-pack", "--chart", chart(tmp_path, LEFT_OUT[case]), "--format", "json")
    assert done.exit_code == 0, done.output
    told = [d for d in json.loads(done.output) if d["code"] == "PS143"]
    assert len(told) == 1 and told[0]["severity"] == "warning" and told[0]["message"].count(": ") >= 1
    assert yaml.safe_load(values_of(root, "my-pack"))["charts"] == {"monitoring": {}}
    assert not has_errors(pipeline.check(root, ["my-pack"]).diagnostics)


ABOUT = {
    "a leading v": ("name: monitoring\nversion: v1.4.0\n", "1.4.0"),
    "build metadata": ("name: monitoring\nversion: 1.4.0+up.2\n", "1.4.0-up.2"),
    "two numbers": ('name: monitoring\nversion: "1.10"\n', "1.10"),
    "one number": ("name: monitoring\nversion: 7\n", "7"),
    "a word": ("name: monitoring\nversion: nightly\n", "nightly"),
    "a pre-release": ("name: monitoring\nversion: 2.0.0-rc.1\n", "2.0.0-rc.1"),
    "a name that is a boolean": ('name: "yes"\nversion: 1.0.0\n', "1.0.0"),
    "a name that is a number": ('name: "1.10"\nversion: 1.0.0\n', "1.0.0"),
    "a long description": (f"name: monitoring\nversion: 1.0.0\ndescription: {'x' * 5000}\n", "1.0.0"),
    "a description that steers": ('name: monitoring\nversion: 1.0.0\ndescription: "\\e[31m\\u202e"\n', "1.0.0"),
    "a description with marks": (
        "name: monitoring\nversion: 1.0.0\ndescription: 'a: b # {x} <b> `c` {% f %}'\n",
        "1.0.0",
    ),
    "a number for a name": ("name: 12\nversion: 1.0.0\n", "1.0.0"),
}


@pytest.mark.parametrize("case", ABOUT)
def test_what_chart_yaml_says(case: str, root: Path, tmp_path: Path) -> None:
    about, version = ABOUT[case]
    done = new(root, "my-pack", "--chart", chart(tmp_path, "a: 1\n", about=about))
    assert done.exit_code == 0, done.output
    assert (root / f"packs/my-pack/{version}/pack.json").is_file()
    found = pipeline.check(root, []).diagnostics
    assert not [d for d in found if d.severity is not Severity.NOTE and d.code not in ("PS234", "PS220", "PS250")], (
        found
    )


UNUSABLE = {
    "no name": ("version: 1.0.0\n", "PS142"),
    "no version": ("name: monitoring\n", "PS142"),
    "a name that leads away": ("name: ../../monitoring\nversion: 1.0.0\n", "PS142"),
    "a name with a line end": ('name: "a\\nb"\nversion: 1.0.0\n', "PS142"),
    "a version that leads away": ("name: monitoring\nversion: 1.0.0/../..\n", "PS142"),
    "a list for a name": ("name: [a]\nversion: 1.0.0\n", "PS142"),
    "a huge name": (f"name: {'x' * 100_000}\nversion: 1.0.0\n", "PS142"),
    "broken": ("name: [\n", "PS241"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_charts_that_cannot_be_used(case: str, root: Path, tmp_path: Path) -> None:
    about, code = UNUSABLE[case]
    packed, before = chart(tmp_path, "a: 1\n", about=about), files(root)
    done = new(root, "my-pack", "--chart", packed)
    assert done.exit_code == 1 and code in done.output and len(done.output) < 1000
    assert files(root) == before


def _links() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        member = tarfile.TarInfo("monitoring/values.yaml")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)
    return buffer.getvalue()


ARCHIVES = {
    "empty": (b"", {"PS241"}),
    "no archive": (b"name: monitoring\n", {"PS241"}),
    "a link": (_links(), {"PS240", "PS241"}),
    "cut off": (_links()[:40], {"PS241"}),
}


@pytest.mark.parametrize("case", ARCHIVES)
def test_hostile_archives(case: str, root: Path, tmp_path: Path) -> None:
    content, codes = ARCHIVES[case]
    (tmp_path / "chart.tgz").write_bytes(content)
    before = files(root)
    assert set(found(root, "my-pack", "--chart", tmp_path / "chart.tgz")) <= codes
    assert new(root, "my-pack", "--chart", tmp_path / "chart.tgz").exit_code == 1
    assert files(root) == before


def test_a_pipe_is_not_read(root: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert found(root, "my-pack", "--chart", tmp_path / "pipe") == ["PS002"]
