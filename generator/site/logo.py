"""The logo of a pack on its page: beside the title, and of a size that is known before it is there."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from generator.site.elements import add_class

_SIZE = "72"


def dress_logo(root: Element) -> None:
    """Put a picture that stands alone below the title before it."""
    top = list(root)
    if len(top) < 2 or top[0].tag != "h1" or top[1].tag != "p":
        return
    title, frame = top[:2]
    pictures = list(frame)
    if [p.tag for p in pictures] != ["img"] or (frame.text or "").strip() or (pictures[0].tail or "").strip():
        return
    pictures[0].attrib |= {"width": _SIZE, "height": _SIZE, "decoding": "async"}
    add_class(frame, "ps-logo")
    root.remove(title)
    root.insert(1, title)
