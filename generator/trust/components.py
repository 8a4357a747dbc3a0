"""What a pack consists of, as components of CycloneDX: its charts and theirs, the images it lists, its manifests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from generator.audit import charts
from generator.audit.charts import Chart
from generator.audit.folder import PackFolder
from generator.audit.images import Image, listed
from generator.trust import purl
from generator.trust.contents import Contents

MOST_CHARTS = 500
_PLACE = "packscribe:path"  # where a component lies in the pack

Component = dict[str, object]


@dataclass(frozen=True)
class Parts:
    """The components of a pack, and what depends on what: pairs of a reference and those that it needs."""

    components: list[Component]
    needs: list[tuple[str, list[str]]]


def parts(contents: Contents) -> Parts:
    """Return the components of a pack."""
    folder = PackFolder("", "", contents)
    found: list[Component] = []
    needs: list[tuple[str, list[str]]] = []
    for path, chart in islice(_charts(folder, contents), MOST_CHARTS):
        found.append(_chart(chart, f"chart:{path}", path, contents.digests.get(path, ""), needs))
    found += [_image(image) for image in _once(listed(folder))]
    declared = (path for path in folder.listed("kubeManifests") if contents.has(path))
    found += [_manifest(path, contents.digests[path]) for path in sorted({*folder.manifests, *declared})]
    return Parts(found, [("pack", [str(each["bom-ref"]) for each in found]), *needs])


def _charts(folder: PackFolder, contents: Contents) -> Iterator[tuple[str, Chart]]:
    """Yield every chart that lies in the pack, whether pack.json names it or not, by the path of archive or folder."""
    folders = list(charts.chart_folders(contents))
    declared = [path for path in folder.listed("charts") if contents.has(path)]
    lying = [path for path in contents.sizes if path.startswith("charts/") and path.endswith(charts.SUFFIXES)]
    for path in sorted({*declared, *lying}):
        if not any(path.startswith(f"{each}/") for each in folders):  # those are below a chart
            yield path, charts.packed(contents, path, "")
    for path in folders:
        yield path, charts.unpacked(contents, path, "")


def _chart(chart: Chart, ref: str, path: str, digest: str, needs: list[tuple[str, list[str]]]) -> Component:
    """Return the component of a chart, those below it inside; *needs* learns which those are."""
    name, version = chart.name or charts.base_name(path), chart.version
    found: Component = {"type": "application", "bom-ref": ref, "name": name}
    found |= {"version": version} if version else {}
    found |= {"description": chart.description} if chart.description else {}
    found |= _hashes(digest)
    found["purl"] = purl.of_chart(name, version)
    found |= {"properties": [{"name": _PLACE, "value": path}]} if path else {}
    below = [
        _chart(each, f"{ref}/{number}:{each.name}", "", "", needs)
        for number, each in enumerate(chart.charts)
        if each.name
    ]
    if below:
        found["components"] = below
    needs.append((ref, [str(each["bom-ref"]) for each in below]))
    return found


def _image(image: Image) -> Component:
    version = image.tag or image.digest
    found: Component = {
        "type": "container",
        "bom-ref": f"image:{image.text}",
        "name": purl.full_name(image.name),
    }
    found |= {"version": version} if version else {}
    found |= _hashes(image.digest)
    return found | {"purl": purl.of_image(image)}


def _manifest(path: str, digest: str) -> Component:
    return {"type": "file", "bom-ref": f"file:{path}", "name": path} | _hashes(digest)


def _hashes(digest: str) -> Component:
    algorithm, _, value = digest.partition(":")
    usable = algorithm == "sha256" and len(value) == 64 and not value.strip("0123456789abcdef")
    return {"hashes": [{"alg": "SHA-256", "content": value}]} if usable else {}


def _once(images: Iterable[Image]) -> list[Image]:
    return list({image.text: image for image in images}.values())
