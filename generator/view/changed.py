"""What changed from one version to the next, for the page: the same comparison that reviews make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.meaning import Difference, Impact, Leaves, Reading, predecessor, step
from generator.prose import Code, Phrase, Strong, parse_phrase, phrase
from generator.view.said import Said, strong

if TYPE_CHECKING:
    from generator.view import PackView

_MOST = 10
_TOLD = (Impact.BREAKING, Impact.FEATURE, Impact.FIX)


@dataclass(frozen=True, slots=True)
class ChangedView:
    """What to know who comes from the version before: which that is, and the changes, those that ask the most first."""

    lead: Said
    items: tuple[Said, ...]


def changed(view: PackView, version: str) -> ChangedView | None:
    """Return what *version* changes; None where it is the first, or where nothing changes but words."""
    before = predecessor(version, view.names)
    if before is None or before not in view.values or version not in view.values:
        return None
    reading = Reading(view.pack, view.values, view.settings.as_of)
    taken = step(reading, before, reading, version)
    told = sorted((d for d in taken.changes if d.impact in _TOLD), key=lambda d: d.impact.rank)
    if not told:
        return None
    at = ("versions", view.names.index(version), "version")
    items = [Said(_item(d), d.route) for d in told[:_MOST]]
    if more := told[_MOST:]:
        items.append(Said(phrase(f"And {_more(more)}."), at))
    lead = f"From {before} to {version} ({_counted(taken.leaves)}):"
    return ChangedView(Said(phrase(lead), at), tuple(items))


def _item(d: Difference) -> Phrase:
    """Return one change in words; of what was added, its own words say what it is."""
    added = d.after if d.before is None else d.before if d.after is None else None
    words = _own_words(added) if isinstance(added, dict) else ""
    head, _, _ = d.summary.partition(": `") if words else (d.summary, "", "")
    parts: list[Phrase | str | Code | Strong] = [strong("Breaking"), ": "] if d.impact is Impact.BREAKING else []
    parts += [Code(part) if number % 2 else part for number, part in enumerate(head.split("`")) if part]
    if words and d.before is None:
        return phrase(*parts, ": ", parse_phrase(words))
    return phrase(*parts, ".")


def _own_words(record: dict[str, object]) -> str:
    text = record.get("text") or record.get("description")
    return " ".join(text.split("\n\n")[0].split()) if isinstance(text, str) else ""


def _more(rest: Sequence[Difference]) -> str:
    counts = Counter(d.impact for d in rest)
    kinds = [f"{counts[impact]} {impact}" for impact in _TOLD if counts[impact]]
    return f"{len(rest)} more changes ({', '.join(kinds)})" if len(rest) > 1 else "one more change"


def _counted(leaves: Leaves) -> str:
    kinds = (("added", leaves.added), ("removed", leaves.removed), ("changed", leaves.changed))
    counts = [f"{number} {what}" for what, number in kinds if number]
    return f"values: {', '.join(counts)}" if counts else "with the same values"
