"""Package URLs of what a pack brings along (purl-spec of package-url): charts and images."""

from __future__ import annotations

from urllib.parse import quote

from generator.audit.images import Image

HUB = "docker.io"


def of_chart(name: str, version: str) -> str:
    """Return the package URL of a Helm chart."""
    return f"pkg:helm/{_word(name)}" + (f"@{_word(version)}" if version else "")


def of_image(image: Image) -> str:
    """Return the package URL of an image: a name, a digest where one is stated, and where it comes from."""
    repository = full_name(image.name)
    name = repository.rpartition("/")[2].lower()
    version = f"@{quote(image.digest, safe=':')}" if image.digest else ""
    tag = f"&tag={_word(image.tag)}" if image.tag else ""
    return (
        f"pkg:oci/{_word(name)}{version}?repository_url={quote(repository.lower(), safe='/:', errors='replace')}{tag}"
    )


def full_name(name: str) -> str:
    """Return the name of an image with its registry; names without one come from Docker Hub (distribution/reference).

    What stands before the first `/` is a registry if it has a dot or a port, or is `localhost`.
    """
    first, slash, rest = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        if first in ("index.docker.io", "registry-1.docker.io", HUB):
            return f"{HUB}/{rest}" if "/" in rest else f"{HUB}/library/{rest}"
        return name
    return f"{HUB}/{name}" if slash else f"{HUB}/library/{name}"


def _word(text: str) -> str:
    return quote(text, safe="", errors="replace")
