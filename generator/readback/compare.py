"""The facts of a file against the claims of the model: every difference, each with the one best message."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from generator.diagnostics import Diagnostic, Location
from generator.readback.facts import Fact
from generator.readback.leftovers import Leftovers, Pair, Shadow, identity
from generator.readback.scopes import Said, Scope, renamed
from generator.readback.wording import both, named, place, quoted, stated, within

Origin = tuple[str | int, ...]
RuledBy = Callable[[Origin], Location | None]

_REPAIR = "run `packscribe build`"
# Kinds whose key is a name that may be wrong while the words are right; a cell's is that of its row and column.
_NAMED = frozenset(
    {"front", "heading", "admonition", "value", "constraint", "preset", "preset-remove", "preset-add", "comment",
     "commented", "hand-comment", "code", "component", "hcl", "definition"}
)  # fmt: skip
_RUN = 3  # a gap of more facts than that is told in one message


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
        self.paired: list[Pair] = []
        self._pair_up(self.left.agreed)
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

    def _pairs(self, shifted: set[Scope]) -> None:
        """Report leftovers: wrong, moved, under another name, then what has no counterpart."""
        before = list(self.left.missing), list(self.left.extra)
        wrong = self.left.take(lambda s: (s.scope, s.kind, "" if s.kind == "step" else s.key))
        self._pair_up(wrong)
        for pair in wrong:
            self._wrong(pair)
        claims, facts = self._shadows(*before, wrong)
        self.left.forget(
            [n for n in self.left.missing if claims.names(self.claims[n])],
            [n for n in self.left.extra if facts.names(self.told[n])],
        )
        quiet: list[Pair] = []
        for pair in self.left.take(lambda s: (s.kind, s.key, s.value)):
            if claims.covers(self.claims[pair[0]]) or facts.covers(self.told[pair[1]]):
                quiet.append(pair)
            else:
                self._moved(pair)
        renamed_ = self.left.take(lambda s: (s.scope, s.kind, s.value), _NAMED)
        renamed_ += self.left.take(lambda s: (s.kind, s.value), frozenset({"heading"}))
        for pair in renamed_:
            self._renamed(pair)
        self._numbers(shifted | self._scopes_of_lone_steps())
        self._alone()
        if not self.found and quiet:
            # A heading that now holds its former holder: each would explain the other. Say the one that stands free.
            self._moved(next((pair for pair in quiet if not facts.covers(self.told[pair[1]])), quiet[0]))

    def _scopes_of_lone_steps(self) -> set[Scope]:
        lone: list[Said] = [self.claims[n] for n in self.left.missing]
        lone += [self.told[n] for n in self.left.extra]
        return {said.scope for said in lone if said.kind == "step"}

    def _pair_up(self, pairs: list[Pair]) -> None:
        self.paired = sorted([*self.paired, *pairs])
        self._by_fact = sorted((fact, claim) for claim, fact in self.paired)

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

    def _order(self) -> set[Scope]:
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
        message = f"the {name} says {says}, pack.yaml says {ruled}{where}"
        self._report("PS510", message, fact.line + _first_difference(claim, fact), pair[0])

    def _renamed(self, pair: Pair) -> None:
        claim, fact = self.claims[pair[0]], self.facts[pair[1]]
        message = f"says the {stated(fact)}, pack.yaml says the {stated(claim)}{within(fact.scope[-1:])}"
        self._add("PS510", message, pair[1], pair[0])

    def _moved(self, pair: Pair) -> None:
        claim, fact = self.claims[pair[0]], self.facts[pair[1]]
        message = f"the {stated(fact)} stands under {place(fact.scope)}, belongs under {place(claim.scope)}"
        self._add("PS513", message, pair[1], pair[0])

    def _numbers(self, unsteady: set[Scope]) -> None:
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
        missing = [n for n in self.left.missing if not holders[0].covers(self.claims[n])]
        for run in _runs(missing, set(self.left.missing)):
            for number in run[:1] if len(run) > _RUN else run:
                self._missing(number, len(run) - 1 if len(run) > _RUN else 0)
        known = {(c.scope, c.kind, c.key, c.value): n for n, c in enumerate(self.claims)}
        extra = [n for n in self.left.extra if not holders[1].covers(self.told[n])]
        for run in _runs(extra, set(self.left.extra)):
            for number in run[:1] if len(run) > _RUN else run:
                fact = self.told[number]
                twin = known.get((fact.scope, fact.kind, fact.key, fact.value))
                self._extra(number, twin, len(run) - 1 if len(run) > _RUN else 0)

    def _missing(self, number: int, more: int) -> None:
        claim = self.claims[number]
        near = self._fact_near(number)
        message = f"does not state the {stated(claim)}{within(claim.scope)}{_more(more)}"
        self._report("PS511", message, near.end_line if near else 1, number)

    def _extra(self, number: int, twin: int | None, more: int) -> None:
        fact = self.facts[number]
        tail = f"{within(fact.scope[-1:])}{_more(more)}"
        if twin is not None:
            self._add("PS512", f"the {stated(fact)} is stated twice{tail}", number, twin)
        else:
            message = f"nothing in pack.yaml says the {stated(fact)}{tail}"
            self._add("PS514", message, number, self._claim_before(number))

    def _fact_near(self, claim: int) -> Fact | None:
        """Return the fact that stands before the place where *claim* should be, or else the one after it."""
        after = bisect_left(self.paired, (claim, -1))
        if not self.paired:
            return None
        return self.facts[self.paired[after - 1 if after else 0][1]]

    def _claim_before(self, fact: int) -> int:
        """Return the claim of the last fact before *fact* that has one."""
        number = bisect_left(self._by_fact, (fact, -1))
        return self._by_fact[number - 1][1] if number else 0

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


def _more(more: int) -> str:
    return f" (and {more} more after it)" if more else ""


def _runs(numbers: Sequence[int], lone: set[int]) -> list[list[int]]:
    """Group *numbers* between which nothing but *lone* ones stands."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and all(between in lone for between in range(runs[-1][-1], number)):
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _first_difference(claim: Claim, fact: Fact) -> int:
    """Return how many lines below the start of a block of text the two part."""
    if fact.kind not in ("code", "preset-add"):
        return 0
    expected, actual = claim.value.split("\n"), fact.value.split("\n")
    same = next((n for n, (a, b) in enumerate(zip(expected, actual, strict=False)) if a != b), None)
    return min(1 + (same if same is not None else min(len(expected), len(actual))), fact.end_line - fact.line)
