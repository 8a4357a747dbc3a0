"""A small pack in a registry in memory, sealed and signed, for the tests of trust. No tests in here."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from generator import archive
from generator.archive.entries import of_bytes
from generator.diagnostics import Location
from generator.packing import Artifact
from generator.publishing import image
from generator.registry import Manifest, Options, Registry
from generator.registry.memory import open_registry
from generator.trust.attachments import attach
from generator.trust.contents import of_entries
from generator.trust.keys import SigningKey
from generator.trust.provenance import Origin
from generator.trust.revision import Revision
from generator.trust.sbom import About, sbom
from generator.trust.seal import attach_legacy, attachments

GATE = Path(__file__).resolve().parent / "sigstore"
NAME, VERSION = "monitoring", "1.4.0"
REPOSITORY = f"spectro-packs/archive/{NAME}"
IMAGES = """\
pack:
  content:
    images:
      - image: registry.example.com:5000/team/agent:v2.1@sha256:{digest}
      - image: nginx:1.27
      - image: docker.io/grafana/grafana:11.0.0
charts: {{}}
""".format(digest="ab" * 32)
ORIGIN = Origin(
    {"packs/monitoring/pack.yaml": "sha256:" + "1" * 64, "packs/monitoring/values/1.4.0.yaml": "sha256:" + "2" * 64},
    {"templates/artifacts/README.md.j2": "sha256:" + "3" * 64},
    "sha256:" + "4" * 64,
    Revision("c0ffee" + "0" * 34, True),
    "https://git.example.com/packs",
)


def a_key(kind: str = "ecdsa") -> SigningKey:
    """Return a key of a *kind*, the same for all tests; `other` is another one."""
    return _key(kind)


@cache
def _key(kind: str) -> SigningKey:
    if kind == "ed25519":
        return SigningKey(ed25519.Ed25519PrivateKey.generate())
    return SigningKey(ec.generate_private_key(ec.SECP256R1()))


@cache
def a_chart(name: str = "monitoring", version: str = "5.0.1", *below: str) -> bytes:
    """Return a packed chart, with packed charts *below* it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        files = {"Chart.yaml": f"apiVersion: v2\nname: {name}\nversion: {version}\ndescription: Watches\n".encode()}
        files |= {f"charts/{each}-0.1.0.tgz": a_chart(each, "0.1.0") for each in below}
        for path, data in files.items():
            info = tarfile.TarInfo(f"{name}/{path}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def files_of_pack(**more: bytes) -> dict[str, bytes]:
    """Return the files of the pack."""
    facts = {"name": NAME, "version": VERSION, "layer": "addon", "charts": ["charts/monitoring-5.0.1.tgz"]}
    return {
        "pack.json": json.dumps(facts).encode(),
        "values.yaml": IMAGES.encode(),
        "README.md": b"# Monitoring\n",
        "charts/monitoring-5.0.1.tgz": a_chart("monitoring", "5.0.1", "agent", "store"),
        "manifests/rules.yaml": b"kind: ConfigMap\n",
        **{path.replace("__", "/"): data for path, data in more.items()},
    }


def an_artifact(files: dict[str, bytes] | None = None, name: str = NAME, version: str = VERSION) -> Artifact:
    """Return what would be packed."""
    entries = tuple(of_bytes(path, data) for path, data in (files or files_of_pack()).items())
    return Artifact(name, version, Location("packs/monitoring/pack.yaml"), entries)


@dataclass
class Shop:
    """A registry in memory with one pack: what tests look at, and what they change."""

    registry: Registry
    manifest: Manifest
    about: About
    store: Any = field(repr=False)

    def replace_blob(self, digest: str, data: bytes) -> None:
        """Put other bytes under a digest, as no honest registry would."""
        self.store.blobs[digest] = data

    def attached(self, predicate: str) -> Manifest:
        """Return the manifest of the bundle with a predicate of this type."""
        found = [each for each in self.store.manifests.values() if predicate.encode() in each.data]
        assert len(found) == 1
        return found[0]


def a_shop(
    name: str, key: SigningKey | None = None, *, artifact: Artifact | None = None, sealed: bool = True, mtime: int = 0
) -> Shop:
    """Publish a pack to the memory registry *name*, sealed and, with a *key*, signed in both forms."""
    artifact = artifact or an_artifact()
    registry = open_registry(f"memory:{name}", Options())
    out = io.BytesIO()
    packed = archive.write(artifact.top, artifact.entries, out, mtime or archive.MTIME)
    manifest = image.manifest(artifact, packed)
    repository = image.repository_of(artifact.name)
    registry.put_blob(repository, image.config(), lambda: io.BytesIO(image.CONFIG))
    registry.put_blob(repository, image.layer(artifact, packed), lambda: io.BytesIO(out.getvalue()))
    registry.put_manifest(repository, manifest.digest, manifest)
    about = About(artifact.name, artifact.version, packed.tar)
    if sealed:
        bill = sbom(about, of_entries(artifact.entries))
        attach(registry, repository, attachments(manifest, about, ORIGIN, bill, key))
        if key:
            attach_legacy(registry, repository, manifest, key)
    registry.put_manifest(repository, artifact.version, manifest)
    return Shop(registry, manifest, about, registry._repositories[repository])  # type: ignore[attr-defined]


def gate_missing() -> str:
    """Return why Sigstore's own verifier cannot run, "" where it can."""
    if shutil.which("node") is None:
        return "Sigstore's verifier needs Node 20 or newer, and no node command was found."
    if not (GATE / "node_modules" / "@sigstore" / "verify").is_dir():
        return "Sigstore's verifier is missing; install it with: npm ci --prefix tests/sigstore"
    return ""


def gate(entries: list[tuple[bytes, SigningKey]]) -> list[str]:
    """Return the verdict of Sigstore's own verifier on each bundle: `ok`, or the code of an error."""
    given = [{"bundle": b.decode(), "key": k.public.pem.decode(), "hint": k.public.hint} for b, k in entries]
    done = subprocess.run(
        ["node", str(GATE / "verify.mjs")], input=json.dumps(given), capture_output=True, check=True, encoding="utf-8"
    )
    verdicts: list[str] = json.loads(done.stdout)
    return verdicts
