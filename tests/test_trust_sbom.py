"""The bill of materials and the provenance: valid by the official schemas, the same each time, and complete."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sealed_packs import IMAGES, NAME, ORIGIN, VERSION, a_chart, an_artifact, files_of_pack

from generator.archive.entries import of_bytes
from generator.audit.images import parse
from generator.diagnostics import Location
from generator.trust import purl
from generator.trust.contents import of_entries
from generator.trust.provenance import Origin, materials, provenance, revision_of, sbom_of
from generator.trust.revision import Revision, revision
from generator.trust.sbom import About, disagreement, sbom
from generator.trust.statement import read_statement
from generator.trust.strict_json import Malformed

TAR, OTHER = "sha256:" + "7b" * 32, "sha256:" + "8c" * 32
ABOUT = About(NAME, VERSION, TAR)


def contents_of(files: dict[str, bytes] | None = None) -> Any:
    return of_entries(an_artifact(files).entries)


def bill(files: dict[str, bytes] | None = None, time: int | None = None) -> Any:
    return json.loads(sbom(ABOUT, contents_of(files), time))


def by_ref(read: Any) -> dict[str, Any]:
    return {each["bom-ref"]: each for each in read["components"]}


def test_charts_images_and_manifests_are_listed() -> None:
    read = bill()
    found = by_ref(read)
    chart = found["chart:charts/monitoring-5.0.1.tgz"]
    assert (chart["name"], chart["version"], chart["purl"]) == ("monitoring", "5.0.1", "pkg:helm/monitoring@5.0.1")
    assert chart["hashes"][0]["content"] == contents_of().digests["charts/monitoring-5.0.1.tgz"].removeprefix("sha256:")
    assert [(each["name"], each["version"]) for each in chart["components"]] == [("agent", "0.1.0"), ("store", "0.1.0")]
    images = {each["name"]: each for each in found.values() if each["type"] == "container"}
    assert set(images) == {
        "registry.example.com:5000/team/agent",
        "docker.io/library/nginx",
        "docker.io/grafana/grafana",
    }
    assert images["registry.example.com:5000/team/agent"]["hashes"][0]["content"] == "ab" * 32
    assert found["file:manifests/rules.yaml"]["hashes"]
    assert read["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": "7b" * 32}]
    needs = {each["ref"]: each.get("dependsOn", []) for each in read["dependencies"]}
    assert needs["pack"] == list(found) and len(needs["chart:charts/monitoring-5.0.1.tgz"]) == 2


def test_it_is_the_same_each_time_and_has_no_clock() -> None:
    assert sbom(ABOUT, contents_of()) == sbom(ABOUT, contents_of(dict(reversed(files_of_pack().items()))))
    assert "timestamp" not in bill()["metadata"] and bill()["serialNumber"] == bill()["serialNumber"]
    assert bill(time=0)["metadata"]["timestamp"] == "1970-01-01T00:00:00Z"
    assert json.loads(sbom(About(NAME, VERSION, OTHER), contents_of()))["serialNumber"] != bill()["serialNumber"]


STRANGE = {
    "nothing": {"pack.json": b"{}"},
    "broken pack.json": {"pack.json": b"{", "values.yaml": b"\xff\xfe"},
    "broken chart": files_of_pack(charts__broken=b"no archive" * 9),
    "broken archive": files_of_pack(**{"charts/broken-1.0.0.tgz": b"no archive"}),
    "unpacked chart": files_of_pack(**{"charts/agent/Chart.yaml": b"name: agent\nversion: 0.1.0\n"}),
    "the same chart twice": files_of_pack(**{"charts/copy-5.0.1.tgz": a_chart()}),
    "chart elsewhere": {"pack.json": b'{"charts": ["helm/a.tgz"]}', "helm/a.tgz": a_chart("a", "1.0.0")},
    "images twice": files_of_pack(**{"values.yaml": IMAGES.replace("grafana/grafana:11.0.0", "nginx:1.27").encode()}),
    "images that are none": {
        "pack.json": b"{}",
        "values.yaml": b"pack:\n  content:\n    images: [{image: 'a b'}, 7, {image: x}, {image: 'x@md5:00'}, [a]]\n",
    },
    "strange metadata": files_of_pack(
        **{"charts/agent/Chart.yaml": b'name: {a: b}\nversion: 1.10\ndescription: "\\u0001\\ud800"\n'}
    ),
    "odd names": files_of_pack(**{"manifests/d\u00e9 \u20ac#?.yaml": b"a: 1\n"}),
}


@pytest.mark.parametrize("case", [None, *STRANGE])
def test_the_official_schema_holds(case: str | None) -> None:
    schema = pytest.importorskip("cyclonedx.schema", reason="needs cyclonedx-python-lib")
    validation = pytest.importorskip("cyclonedx.validation.json", reason="needs cyclonedx-python-lib")
    validator = validation.JsonStrictValidator(schema.SchemaVersion.V1_6)
    for time in (None, 1_700_000_000):
        data = sbom(ABOUT, contents_of(STRANGE[case] if case else None), time).decode()
        problem = validator.validate_str(data)
        assert problem is None, repr(problem)[:500]
    refs = [each["bom-ref"] for each in json.loads(data)["components"]]
    assert len(refs) == len(set(refs))


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("nginx:1.27", "pkg:oci/nginx?repository_url=docker.io/library/nginx&tag=1.27"),
        ("docker.io/nginx:1", "pkg:oci/nginx?repository_url=docker.io/library/nginx&tag=1"),
        ("index.docker.io/a/b:1", "pkg:oci/b?repository_url=docker.io/a/b&tag=1"),
        ("grafana/grafana", "pkg:oci/grafana?repository_url=docker.io/grafana/grafana"),
        ("gcr.io/a/b/c:v1", "pkg:oci/c?repository_url=gcr.io/a/b/c&tag=v1"),
        ("localhost/a:v1", "pkg:oci/a?repository_url=localhost/a&tag=v1"),
        ("h.example:5000/a@sha256:" + "0" * 64, f"pkg:oci/a@sha256:{'0' * 64}?repository_url=h.example:5000/a"),
    ],
)
def test_package_urls_of_images(text: str, url: str) -> None:
    image = parse(text, Location("values.yaml"))
    assert image and purl.of_image(image) == url
    packageurl = pytest.importorskip("packageurl", reason="needs packageurl-python")
    read = packageurl.PackageURL.from_string(url)
    assert read.type == "oci" and (read.version or "") == image.digest
    assert read.qualifiers["repository_url"] == purl.full_name(image.name)


def test_a_bill_of_something_else_is_found_out() -> None:
    contents, own = contents_of(), sbom(ABOUT, contents_of())
    assert disagreement(own, own, ABOUT, contents) == ""
    assert disagreement(sbom(ABOUT, contents, 5), own, ABOUT, contents) == ""
    assert "about" in disagreement(sbom(About(NAME, VERSION, OTHER), contents), own, ABOUT, contents)
    assert "about" in disagreement(sbom(About(NAME, "1.3.0", TAR), contents), own, ABOUT, contents)
    read = json.loads(own)
    read["components"].pop()
    assert "something else" in disagreement(json.dumps(read).encode(), own, ABOUT, contents)
    read = json.loads(own)
    read["metadata"]["tools"]["components"][0]["version"] = "99.0.0"
    assert disagreement(json.dumps(read).encode(), own, ABOUT, contents) == ""
    read["components"][0]["hashes"][0]["content"] = "0" * 64
    assert "no file" in disagreement(json.dumps(read).encode(), own, ABOUT, contents)
    for data in (b"", b"{}", b"[]", b'{"bomFormat": "CycloneDX", "bomFormat": "CycloneDX"}'):
        with pytest.raises(Malformed):
            disagreement(data, own, ABOUT, contents)
    assert disagreement(b'{"bomFormat": "CycloneDX", "metadata": [{"component": 3}]}', own, ABOUT, contents)


def test_the_provenance_names_everything_by_digest() -> None:
    data = provenance(ABOUT, OTHER, ORIGIN, TAR)
    said = read_statement(data)
    assert said.subjects == (OTHER, TAR) and said.predicate_type == "https://slsa.dev/provenance/v1"
    assert materials(said) == {**ORIGIN.sources, **ORIGIN.templates}
    assert sbom_of(said) == TAR and revision_of(said) == "revision c0ffee000000"
    assert data == provenance(ABOUT, OTHER, ORIGIN, TAR)
    definition = json.loads(data)["predicate"]["buildDefinition"]
    assert definition["resolvedDependencies"][0] == {
        "uri": "git+https://git.example.com/packs",
        "digest": {"gitCommit": ORIGIN.revision.commit},
    }


def test_the_provenance_conforms_to_slsa() -> None:
    """Required fields of SLSA provenance v1 and of in-toto's resource descriptors are there."""
    for origin in (ORIGIN, Origin({})):
        predicate = json.loads(provenance(ABOUT, OTHER, origin))["predicate"]
        definition, details = predicate["buildDefinition"], predicate["runDetails"]
        assert definition["buildType"].startswith("https://") and definition["externalParameters"]
        assert details["builder"]["id"].startswith("https://")
        listed = [*definition["resolvedDependencies"], *details["builder"]["builderDependencies"]]
        assert all({"uri", "digest", "content"} & set(each) for each in listed)


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, "-C", str(folder), *words], check=True, capture_output=True)


def test_the_revision_counts_only_where_the_files_are_as_committed(tmp_path: Path) -> None:
    paths = ["packs/a/pack.yaml", "packs/a/values/[1].yaml"]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("a: 1\n")
    assert revision(tmp_path, paths).words in ("no git revision", "changed since the revision")  # of a folder around it
    git(tmp_path, "init", "-q")
    assert revision(tmp_path, paths) == Revision()
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "all")
    committed = revision(tmp_path, paths)
    assert committed.clean and len(committed.commit) == 40 and committed.words == "as committed"
    (tmp_path / "elsewhere").write_text("new")
    assert revision(tmp_path, paths) == committed
    (tmp_path / ".gitignore").write_text("*.local\n")
    (tmp_path / "packs/a/x.local").write_text("ignored by git, and in the pack")
    assert not revision(tmp_path, [*paths, "packs/a/x.local"]).clean
    (tmp_path / paths[1]).write_text("a: 2\n")
    changed = revision(tmp_path, paths)
    assert changed.commit == committed.commit and not changed.clean
    origin = Origin({}, revision=changed)
    assert b"gitCommit" not in provenance(ABOUT, OTHER, origin) and b"changed since" in provenance(ABOUT, OTHER, origin)


def test_without_git_there_is_no_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert revision(tmp_path, ["a"]) == Revision()
    assert revision(tmp_path / "missing", ["a"]).words == "no git revision"


def test_large_packs_stay_quick() -> None:
    """Ten thousand images and manifests: no step looks at all the others for each."""
    images = "".join(f"      - image: registry.example.com/team/part-{n}:v{n}\n" for n in range(10_000))
    files = {"pack.json": b"{}", "values.yaml": f"pack:\n  content:\n    images:\n{images}".encode()}
    entries = [of_bytes(path, data) for path, data in files.items()]
    entries += [of_bytes(f"manifests/{n}.yaml", b"a: 1\n") for n in range(10_000)]
    assert len(json.loads(sbom(ABOUT, of_entries(entries)))["components"]) == 20_000
