"""What is left when everything that agrees is set aside, paired so that one fault gives one message."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from generator.readback.align import aligned
from generator.readback.scopes import Said, Scope

Key = Callable[[Said], Hashable]
Pair = tuple[int, int]

_MOST = 2_500  # pairs of texts that are weighed for likeness


def identity(said: Said) -> Hashable:
    """Return what makes two statements the same. The number of a step is looked at apart: it shifts."""
    return said.scope, said.kind, "" if said.kind == "step" else said.key, said.value


def entry_of(said: Sequence[Said], number: int) -> Scope | None:
    """Return the scope of what the container said[number] holds; None for what holds nothing."""
    one = said[number]
    if one.kind == "heading" and one.key.isdigit():
        return (*one.scope, f"{'#' * int(one.key)} {one.value}")
    if one.kind in ("tab", "admonition", "component", "quote"):
        entry = {"tab": f"tab {one.value}", "admonition": one.key, "component": one.key}.get(one.kind, one.kind)
        return (*one.scope, entry)
    if one.kind in ("item", "step") and number + 1 < len(said):
        following, depth = said[number + 1].scope, len(one.scope)
        if following[:depth] == one.scope and following[depth : depth + 1] and following[depth].startswith(one.kind):
            return following[: depth + 1]
    return None


@dataclass
class Leftovers:
    """Claims and facts by position: what agrees is in *agreed*; the rest is paired step by step."""

    claims: Sequence[Said]
    facts: Sequence[Said]
    agreed: list[Pair] = field(init=False)
    missing: list[int] = field(init=False)
    extra: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.agreed = aligned([identity(c) for c in self.claims], [identity(f) for f in self.facts])
        left, right = {c for c, _ in self.agreed}, {f for _, f in self.agreed}
        self.missing = [n for n in range(len(self.claims)) if n not in left]
        self.extra = [n for n in range(len(self.facts)) if n not in right]

    def take(self, key: Key, kinds: frozenset[str] | None = None) -> list[Pair]:
        """Pair claims and facts with the same *key*, the most alike first; they are no longer left over."""
        groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, (numbers, said) in enumerate(((self.missing, self.claims), (self.extra, self.facts))):
            for number in numbers:
                if kinds is None or said[number].kind in kinds:
                    groups[key(said[number])][side].append(number)
        pairs = [pair for left, right in groups.values() if left and right for pair in self._likeliest(left, right)]
        self.forget((c for c, _ in pairs), (f for _, f in pairs))
        return sorted(pairs, key=lambda pair: pair[1])

    def forget(self, claims: Iterable[int], facts: Iterable[int]) -> None:
        """Set aside what needs no message of its own."""
        left, right = set(claims), set(facts)
        self.missing = [n for n in self.missing if n not in left]
        self.extra = [n for n in self.extra if n not in right]

    def _likeliest(self, left: list[int], right: list[int]) -> list[Pair]:
        if len(left) == len(right) or len(left) * len(right) > _MOST:
            return list(zip(left, right, strict=False))
        words = {n: Counter(self.claims[n].value.split()) for n in left}
        others = {n: Counter(self.facts[n].value.split()) for n in right}
        weights = sorted(
            (-(words[c] & others[f]).total() / max(1, words[c].total(), others[f].total()), c, f)
            for c in left
            for f in right
        )
        pairs: dict[int, int] = {}
        taken: set[int] = set()
        for _, claim, fact in weights:
            if claim not in pairs and fact not in taken:
                pairs[claim] = fact
                taken.add(fact)
        return list(pairs.items())


class Shadow:
    """What stands or falls with something else: the content of a container, the cells of a row or a column."""

    def __init__(self, said: Sequence[Said], bad: Iterable[int]) -> None:
        self._scopes: set[Scope] = set()
        self._names: dict[tuple[Scope, str], list[tuple[str, str]]] = defaultdict(list)
        for number in bad:
            one = said[number]
            if entry := entry_of(said, number):
                self._scopes.add(entry)
            if one.kind == "row":
                self._names[one.scope, "cell"].append((f"{one.value} | ", ""))
            if one.kind == "hcl-block":
                self._names[one.scope, "hcl"].append((f"{one.value}.", ""))

    def columns(self, scope: Scope, names: Iterable[str]) -> None:
        """Add the cells of the columns *names* of the tables in *scope*."""
        self._names[scope, "cell"] += [("", f" | {name}") for name in names]

    def table(self, scope: Scope) -> None:
        """Add all of the tables in *scope*."""
        self._names[scope, "cell"].append(("", ""))
        self._names[scope, "row"].append(("", ""))

    def covers(self, said: Said) -> bool:
        """Tell whether *said* needs no message of its own."""
        if any(said.scope[:length] in self._scopes for length in range(1, len(said.scope) + 1)):
            return True
        return self.names(said)

    def names(self, said: Said) -> bool:
        """Tell whether *said* has its name from a row, column or block that is itself reported."""
        affixes = self._names.get((said.scope, said.kind), ())
        return any(said.key.startswith(head) and said.key.endswith(tail) for head, tail in affixes)
