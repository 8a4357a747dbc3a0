"""Words as XML holds them."""

from __future__ import annotations

import re
from html import escape  # xml.sax.saxutils has the same, and imports a client of HTTP

#: What no XML 1.0 text may hold, whatever its escaping.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: What an attribute would be read as a space for.
_SPACES = {ord(space): f"&#{ord(space)};" for space in "\t\n\r"}


def xml_text(text: str) -> str:
    """Return *text* escaped, without what XML cannot hold."""
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", text), quote=False)


def xml_attribute(text: str) -> str:
    """Return *text* as a quoted attribute."""
    words = escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)).translate(_SPACES)
    return f'"{words}"'
