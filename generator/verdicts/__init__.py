"""What was judged need not be judged again: verdicts on packs, kept in the user's cache.

A verdict is what `check` says of one pack, and what its archives hold. Its key is a digest of everything that has a
part in it: every file of the pack and every file generated from it, packscribe.toml, the templates, packscribe itself,
Python and its libraries. So a verdict is right as long as its key is, in whatever folder the pack lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.diagnostics import Diagnostic, has_errors
from generator.packing import Packing


@dataclass(frozen=True)
class Verdict:
    """What is said of the pack *name*, each in the order of what finds it, and what its archives hold.

    *source*: by the checks of pack.yaml; *drift*: of the bytes on the disk; *facts*: by reading them back; *audited*:
    of the archives. *further* says of each version which files of its archive were not generated: path there to path
    from the root.
    """

    name: str
    source: tuple[Diagnostic, ...]
    drift: tuple[Diagnostic, ...]
    facts: tuple[Diagnostic, ...]
    audited: tuple[Diagnostic, ...]
    packing: Packing
    further: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def green(self) -> bool:
        """Tell whether nothing is wrong: only such a verdict is kept, and what is wrong is looked at each time."""
        return not has_errors((*self.source, *self.drift, *self.facts, *self.audited, *self.packing.found))
