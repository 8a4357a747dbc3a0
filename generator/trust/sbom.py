"""What is in a pack, as a bill of materials: CycloneDX 1.6 in JSON (ECMA-424), the same for the same archive.

It is made of the files of the archive alone, so that it can be made again of an archive that was pulled. Its serial
number follows from the digest of the tar, and it has a time only where SOURCE_DATE_EPOCH gives one.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from generator import __version__
from generator.trust.components import Component, parts
from generator.trust.contents import Contents
from generator.trust.strict_json import Malformed, at, items_at, read_object, text_at, written

CYCLONEDX = "application/vnd.cyclonedx+json"
_SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"


@dataclass(frozen=True, slots=True)
class About:
    """The pack that a list or a statement is about: *name*, *version*, and the digest of its *tar*."""

    name: str
    version: str
    tar: str


def sbom(about: About, contents: Contents, time: int | None = None) -> bytes:
    """Return the bill of materials of a pack. *time*: SOURCE_DATE_EPOCH, where it is set."""
    found = parts(contents)
    data: dict[str, object] = {
        "$schema": _SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, about.tar)}",
        "version": 1,
        "metadata": _metadata(about, time),
        "components": found.components,
        "dependencies": [{"ref": ref} | ({"dependsOn": on} if on else {}) for ref, on in found.needs],
    }
    return written(data)


def disagreement(data: bytes, own: bytes, about: About, contents: Contents) -> str:
    """Return why the bill of materials *data* is not that of a pack, "" where it is. Raises `Malformed`.

    One that this version of packscribe made must say what its *own* says, but for the time. Of another one it is
    checked that it is about the pack, and that every chart and manifest with a digest is in the archive.
    """
    read = read_object(data)
    if read.get("bomFormat") != "CycloneDX":
        raise Malformed("is no CycloneDX document")
    subject = at(read, "metadata", "component")
    said = (text_at(subject, "name"), text_at(subject, "version"), _sha256(subject))
    if said != (about.name, about.version, about.tar):
        return f"it is about {said[0][:80]!a} {said[1][:80]!a} with the tar {said[2][:19] or 'of no digest'}"
    if _maker(read) == __version__:
        same = _timeless(read_object(own, len(own))) == _timeless(read)
        return "" if same else "it lists something else than what is in the archive"
    there = set(contents.digests.values())
    for component in items_at(read, "components"):
        digest = _sha256(component)
        if digest and text_at(component, "type") != "container" and digest not in there:
            return f"it lists {text_at(component, 'name')[:80]!a} with a digest that no file of the archive has"
    return ""


def _metadata(about: About, time: int | None) -> dict[str, object]:
    subject: Component = {
        "type": "application",
        "bom-ref": "pack",
        "name": about.name,
        "version": about.version,
        "hashes": [{"alg": "SHA-256", "content": about.tar.partition(":")[2]}],
    }
    tool = {"type": "application", "name": "packscribe", "version": __version__}
    found: dict[str, object] = {"tools": {"components": [tool]}, "component": subject}
    if time is not None:
        moment = datetime.datetime.fromtimestamp(time, datetime.UTC)
        found = {"timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ"), **found}
    return found


def _timeless(read: dict[str, object]) -> dict[str, object]:
    metadata = read.get("metadata")
    rest = {key: value for key, value in metadata.items() if key != "timestamp"} if isinstance(metadata, dict) else {}
    return read | {"metadata": rest}


def _maker(read: dict[str, object]) -> str:
    """Return the version of packscribe that made the document, "" where another tool did."""
    tool = at(read, "metadata", "tools", "components", 0)
    return text_at(tool, "version") if text_at(tool, "name") == "packscribe" else ""


def _sha256(component: object) -> str:
    for each in items_at(component, "hashes"):
        if text_at(each, "alg") == "SHA-256":
            return f"sha256:{text_at(each, 'content')}"
    return ""
