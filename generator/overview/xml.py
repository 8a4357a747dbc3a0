"""Words as XML holds them."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

#: What no XML 1.0 text may hold, whatever its escaping.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return *text* escaped, without what XML cannot hold."""
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def xml_attribute(text: str) -> str:
    """Return *text* as a quoted attribute."""
    return quoteattr(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", text))
