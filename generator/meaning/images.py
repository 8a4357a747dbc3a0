"""Which values name an image, and how a list of images changed."""

from __future__ import annotations

from generator.meaning import words
from generator.values import Path

_TAGS = {"tag", "digest", "imagetag", "image_tag", "image"}
_PARTS = {"registry", "repository", "tag", "digest", "name"}


def is_image(path: Path) -> bool:
    """Tell whether the value at *path* is an image or a part of one, by the names that charts give them."""
    steps = [str(step).lower() for step in path if isinstance(step, str)]
    if not steps:
        return False
    return steps[-1] in _TAGS or (len(steps) > 1 and steps[-2].endswith("image") and steps[-1] in _PARTS)


def listed_images(before: object, after: object) -> str:
    """Say how a list of images changed: by name, so that another tag is a change of the same image."""
    old, new = _by_name(before), _by_name(after)
    parts = [
        f"{words.shown(name)} {words.changed(old[name], new[name])}"
        for name in new
        if name in old and old[name] != new[name]
    ]
    if added := [f"{name}:{new[name]}" if new[name] else name for name in new if name not in old]:
        parts.append(f"added {words.named(added)}")
    if removed := [f"{name}:{old[name]}" if old[name] else name for name in old if name not in new]:
        parts.append(f"removed {words.named(removed)}")
    return "Images: " + ("; ".join(parts) or "listed in another form")


def _by_name(images: object) -> dict[str, str]:
    found = {}
    for entry in images if isinstance(images, list) else ():
        image = str(entry.get("image", "")) if isinstance(entry, dict) else str(entry)
        name, digest, tag = image.partition("@")
        if not digest and ":" in image.rpartition("/")[2]:
            name, _, tag = image.rpartition(":")
        found[name] = tag
    return found
