"""Some entries of a block mapping, read without the rest of the text.

Entries are read each on its own. Where one begins, the parser stands at the start of a line with nothing open but the
mappings around, whatever came before; and once the next key of the mapping, or of one around it, is read as such a
key, everything before it has ended. So the data of a text are those of its entries, however they are read, unless
something reaches from one to another: anchors, directives (which say what tags mean), a byte order mark (behind which
a line begins late), or the private characters with which no macro of a text is hidden.
"""

from __future__ import annotations

import re
from dataclasses import replace

from yaml import MappingNode

from generator.diagnostics import has_errors
from generator.source.foreign import keeps_macros
from generator.source.limits import VALUES
from generator.source.loading import parse_values

_FAR = re.compile("&(?<![^\\s\\[{,:]&)[\\w-]|%(?<![^\r\n\x85\u2028\u2029]%)|\ufeff")
"""What may be an anchor, a directive or a byte order mark; one in a comment or in quotes is taken for one."""
_NEXT = "the next key"


def reaches_far(text: str) -> bool:
    """Tell whether something in *text* may have a part in how entries are read that it does not stand in."""
    return _FAR.search(text) is not None or keeps_macros(text)


def read_entries(text: str, column: int, depth: int, *, last: bool) -> dict[str, object] | None:
    """Return the data of the whole lines *text*: entries of a block mapping in *column*, with *depth* mappings around.

    They are values of a text in which nothing `reaches_far`. *last*: nothing follows them there. Returns None where
    they are no such entries, or something is wrong with them.
    """
    after = "" if last else f"{' ' * column}{_NEXT}: 0\n"
    document, found = parse_values("", text + after, limits=replace(VALUES, max_depth=VALUES.max_depth - depth))
    root = document.root if document else None
    if document is None or has_errors(found) or not isinstance(root, MappingNode) or root.flow_style or _NEXT in text:
        return None
    first, next_key = root.value[0][0].start_mark, root.value[-1][0].start_mark
    begins = (first.line, first.column) == (0, column)
    ends = last or (next_key.index, next_key.column) == (len(text) + column, column)
    if not begins or not ends:
        return None
    assert isinstance(document.data, dict)
    return {key: value for key, value in document.data.items() if key != _NEXT}
