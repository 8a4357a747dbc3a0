"""The facts of a file against the claims of the model: every difference, each with the one best message."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from generator.diagnostics import Diagnostic, Location
from generator.readback.facts import Fact
from generator.readback.leftovers import Leftovers, Pair, Shadow, identity
from generator.readback.scopes import renamed
from generator.readback.wording import both, named, place, quoted, stated, within

Origin = tuple[str | int, ...]
RuledBy = Callable[[Origin], Location | None]

_REPAIR = "run `packscribe build`"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file must state. *origin* is the route into pack.yaml of the fact that rules it."""

    scope: tuple[str, ...]
    kind: str
    key: str
    value: str
    origin: Origin | None


def compare(path: str, claims: Sequence[Claim], facts: Sequence[Fact], ruled_by: RuledBy) -> list[Diagnostic]:
    """Hold *facts*, read from the file *path*, against *claims*, both in the order of the file.

    *ruled_by* takes the origin of a claim and returns its place in pack.yaml. The result is in the order of lines.
    """
    comparison = _Comparison(path, claims, facts, ruled_by)
    return sorted(comparison.diagnostics(), key=Diagnostic.sort_key)


class _Comparison:
    def __init__(self, path: str, claims: Sequence[Claim], facts: Sequence[Fact], ruled_by: RuledBy) -> None:
        self.path, self.claims, self.facts, self.ruled_by = path, claims, facts, ruled_by
        names = renamed(claims, facts)
        # The scopes of the facts in the words of the claims; messages about a fact tell its own.
        self.told = [replace(f, scope=names[f.scope]) if f.scope in names else f for f in facts] if names else facts
        self.left = Leftovers(claims, self.told)
        self.found: list[Diagnostic] = []
        self.paired = sorted(self.left.agreed)
        self._with_origin = [n for n, claim in enumerate(claims) if claim.origin is not None]

    def diagnostics(self) -> list[Diagnostic]:
        """Return every difference."""
        if len(self.left.agreed) == len(self.claims) == len(self.facts):
            self._numbers(set())
            return self.found
        unreadable = [n for n in self.left.extra if self.facts[n].kind == "unreadable"]
        for number in unreadable:
            self._add("PS516", f"cannot be read: {self.facts[number].value}", number, self._claim_before(number))
        self.left.forget(self.left.missing if unreadable else (), unreadable)
        shifted = self._order()
        self._pairs(shifted)
        return self.found

    def _pairs(self, shifted: set[tuple[str, ...]]) -> None:
        """Report leftovers: wrong, then moved, then what has no counterpart."""
        before_claims, before_facts = list(self.left.missing), list(self.left.extra)
        wrong = self.left.take(lambda s: (s.scope, s.kind, "" if s.kind == "step" else s.key))
        self.paired = sorted([*self.paired, *wrong])
        for pair in wrong:
            self._wrong(pair)
        bad_claims, bad_facts = self._shadows(before_claims, before_facts, wrong)
        self.left.forget(
            (n for n in self.left.missing if bad_claims.names(self.claims[n])),
            (n for n in self.left.extra if bad_facts.names(self.told[n])),
        )
        for claim, fact in self.left.take(lambda s: (s.kind, s.key, s.value)):
            if not bad_claims.covers(self.claims[claim]) and not bad_facts.covers(self.told[fact]):
                self._moved((claim, fact))
        for key in (lambda s: (s.scope, s.kind, s.value)), (lambda s: (s.kind, s.value) if s.kind == "heading" else id(s)):
            for pair in self.left.take(key, _RENAMED):
                self._renamed(pair)
        self._numbers(shifted | {c.scope for c in self._said(self.left.missing)} | {
            f.scope for f in (self.told[n] for n in self.left.extra)})  # fmt: skip
        self._alone()

    def _said(self, numbers: list[int]) -> list[Claim]:
        return [self.claims[n] for n in numbers if self.claims[n].kind == "step"]

    def _shadows(self, claims: list[int], facts: list[int], wrong: list[Pair]) -> tuple[Shadow, Shadow]:
        """Return what stands or falls with the *claims* and *facts* that do not agree."""
        shadows = Shadow(self.claims, claims), Shadow(self.told, facts)
        for claim, fact in wrong:
            expected, actual = self.claims[claim], self.facts[fact]
            if expected.kind == "columns":
                columns = set(expected.value.split(" | ")) ^ set(actual.value.split(" | "))
                for shadow in shadows:
                    shadow.columns(expected.scope, columns)
        return shadows

    def _order(self) -> set[tuple[str, ...]]:
        """Report the first fact that stands elsewhere among its neighbours; return the scopes that this concerns."""
        swapped = self.left.take(identity)
        if not swapped:
            return set()
        claim, fact = swapped[0]
        before = self.claims[claim - 1] if claim else None
        after = f"after the {stated(before)}" if before else "at the beginning"
        message = f"the {stated(self.facts[fact])} stands in another order: pack.yaml has it {after}"
        self._add("PS515", message, fact, claim)
        return {self.claims[c].scope for c, _ in swapped}

    def _wrong(self, pair: Pair) -> None:
        claim, fact = self.claims[pair[0]], self.facts[pair[1]]
        says, ruled = both(fact.value, claim.value)
        name = named(claim)
        where = within(fact.scope[-1:])
        self._add("PS510", f"the {name} says {says}, pack.yaml says {ruled}{where}", pair[1], pair[0])

    def _renamed(self, pair: Pair) -> None:
        claim, fact = self.claims[pair[0]], self.facts[pair[1]]
        message = f"says the {stated(fact)}, pack.yaml says the {stated(claim)}{within(fact.scope[-1:])}"
        self._add("PS510", message, pair[1], pair[0])

    def _moved(self, pair: Pair) -> None:
        claim, fact = self.claims[pair[0]], self.facts[pair[1]]
        message = f"the {stated(fact)} stands under {place(fact.scope)}, belongs under {place(claim.scope)}"
        self._add("PS513", message, pair[1], pair[0])

    def _numbers(self, unsteady: set[tuple[str, ...]]) -> None:
        """Report the first wrong number of each list of steps; not where a step too many or too few explains it."""
        seen = set(unsteady)
        for claim, fact in self.left.agreed:
            expected, actual = self.claims[claim], self.facts[fact]
            if expected.kind == "step" and expected.key != actual.key and expected.scope not in seen:
                seen.add(expected.scope)
                message = f"says `{actual.key}` before {quoted(actual.value)}, pack.yaml says `{expected.key}`"
                self._add("PS510", message, fact, claim)

    def _alone(self) -> None:
        """Report what has no counterpart; what a missing or added container holds goes with it."""
        holders = Shadow(self.claims, self.left.missing), Shadow(self.told, self.left.extra)
        for number in self.left.missing:
            if self.claims[number].kind == "columns":
                holders[0].table(self.claims[number].scope)
        for number in self.left.extra:
            if self.told[number].kind == "columns":
                holders[1].table(self.told[number].scope)
        for number in self.left.missing:
            if not holders[0].covers(self.claims[number]):
                self._missing(number)
        known = {(c.scope, c.kind, c.key, c.value): n for n, c in enumerate(self.claims)}
        for number in self.left.extra:
            fact = self.told[number]
            if not holders[1].covers(fact):
                self._extra(number, known.get((fact.scope, fact.kind, fact.key, fact.value)))

    def _missing(self, number: int) -> None:
        claim = self.claims[number]
        message = f"does not state the {stated(claim)}{within(claim.scope)}"
        near = self._fact_near(number)
        line = near.line if near else 1
        self._report("PS511", message, line, number)

    def _extra(self, number: int, twin: int | None) -> None:
        fact = self.facts[number]
        if twin is not None:
            self._add("PS512", f"the {stated(fact)} is stated twice{within(fact.scope[-1:])}", number, twin)
        else:
            message = f"nothing in pack.yaml says the {stated(fact)}{within(fact.scope[-1:])}"
            self._add("PS514", message, number, self._claim_before(number))

    def _fact_near(self, claim: int) -> Fact | None:
        """Return the fact that stands before the place where *claim* should be, or else the one after it."""
        after = bisect_left(self.paired, (claim, -1))
        if not self.paired:
            return None
        return self.facts[self.paired[after - 1 if after else 0][1]]

    def _claim_before(self, fact: int) -> int:
        """Return the claim of the last fact before *fact* that has one."""
        best = max((pair for pair in self.paired if pair[1] < fact), key=lambda pair: pair[1], default=(0, 0))
        return best[0]

    def _add(self, code: str, message: str, fact: int, claim: int) -> None:
        self._report(code, message, self.facts[fact].line, claim)

    def _report(self, code: str, message: str, line: int, claim: int) -> None:
        self.found.append(Diagnostic(code, message, Location(self.path, line), self._help(claim)))

    def _help(self, claim: int) -> str:
        """Return what rules *claim*, or the nearest claim of which that is known, and the way out."""
        number = bisect_left(self._with_origin, claim)
        near = sorted(self._with_origin[max(0, number - 1) : number + 1], key=lambda n: (abs(n - claim), n))
        for candidate in near:
            origin = self.claims[candidate].origin
            if origin is not None and (location := self.ruled_by(origin)):
                return f"{location} rules it; {_REPAIR}"
        return _REPAIR


_RENAMED = frozenset(
    {"front", "heading", "admonition", "value", "constraint", "preset", "preset-remove", "preset-add", "comment",
     "commented", "hand-comment", "code", "component", "hcl", "definition"}
)  # fmt: skip
