"""How much a file may ask of us, and a look ahead that costs a normal file next to nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import yaml

from generator.source.findings import Findings

Loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's loader in C, or the slow one where PyYAML was built without it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a text may have. *max_nodes* counts what aliases expand to."""

    max_bytes: int = 8 * 2**20
    max_depth: int = 100
    max_nodes: int = 500_000


PACK = Limits()
VALUES = Limits(max_bytes=16 * 2**20, max_nodes=1_000_000)

# The composer recurses in C; at this depth it is far from the end of any stack, and few files come near.
_HARMLESS_DEPTH = 200
# An opening bracket that holds no other and no quote or comment, as `[linux, windows]`: it ends where it
# seems to end, so it nests nothing, and it is nearly every bracket of a real file. This finds the others.
_OPENING = re.compile(r"""[\[{](?![^\[\]{}"'#\r\n]*[\]}])""")
# A block collection can start only after indentation and indicators, so a deep one has a long run of these;
# two levels can share a column (a list in a mapping). The look-behind keeps the search linear.
_RUN = re.compile(r"(?<![ \t:?-])(?:[ \t]|[-?:](?=[ \t])){" + str(_HARMLESS_DEPTH // 2) + "}")
# What may stand in such a run becomes one byte, and a run of it is found at the speed of memory.
_IN_RUN = bytes(1 if byte in b" \t-?:" else 0 for byte in range(256))
_LONG_RUN = b"\1" * (_HARMLESS_DEPTH // 2)


def within(text: str, limits: Limits, findings: Findings) -> bool:
    """Tell whether *text* is safe to compose; report what is nested too deep or has too many nodes."""
    if len(text) <= limits.max_nodes and not _may_be_deep(text):
        return True
    depth = nodes = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, (yaml.CollectionStartEvent, yaml.ScalarEvent)):
                nodes += 1
                depth += isinstance(event, yaml.CollectionStartEvent)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > limits.max_depth or nodes > limits.max_nodes:
                report = too_deep if depth > limits.max_depth else too_many
                report(limits, _offset(event), findings)
                return False
    except yaml.YAMLError:
        pass  # the composer meets the same error at the same place, and it is reported there
    return True


def _offset(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


@lru_cache(maxsize=4)  # of one text, its data are asked for, then its outline, then its spots
def _may_be_deep(text: str) -> bool:
    openings = text.count("[") + text.count("{")
    if openings > _HARMLESS_DEPTH and len(_OPENING.findall(text)) > _HARMLESS_DEPTH:
        return True
    return _LONG_RUN in text.encode("utf-8", "replace").translate(_IN_RUN) and _RUN.search(text) is not None


def too_deep(limits: Limits, offset: int, findings: Findings) -> None:
    """Report that the node at *offset* is nested deeper than *limits* allow."""
    findings.add(
        "PS016",
        offset,
        f"nested more than {limits.max_depth} levels deep",
        "flatten the structure at this place",
    )


def too_many(limits: Limits, offset: int, findings: Findings) -> None:
    """Report that the text has more nodes than *limits* allow, counted up to *offset*."""
    findings.add(
        "PS017",
        offset,
        f"more than {limits.max_nodes:,} values, counting what aliases stand for",
        "write the values out instead of multiplying them with `*alias`, or split the file",
    )
