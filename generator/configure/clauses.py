"""Scopes and conditions as clauses, in the form that records have."""

from __future__ import annotations

from generator.configure.naming import ENGINE, OS, known_engines, named
from generator.model.form import Clause, Condition, Key
from generator.model.knowledge import Scope
from generator.model.pack import Pack
from generator.model.versioning import VersionRange, version_key
from generator.rules import conditions, text_of

_COMPARING = (">", ">=", "<", "<=", "=")


def scope_clauses(pack: Pack, scope: Scope) -> tuple[Clause, ...]:
    """Return *scope* as clauses; an engine that no option chooses is always there."""
    found = [equals(ENGINE, scope.engine)] if scope.engine and scope.engine in known_engines(pack) else []
    found += [equals(OS, *scope.os)] if scope.os else []
    found += [equals(named(path), text_of(value)) for path, value in scope.option.items()]
    found += [equals(choice, value) for choice, value in scope.choice.items()]
    return tuple(found)


def covered(pack: Pack, versions: VersionRange) -> tuple[str, ...] | None:
    """Return the versions of *pack* in the range *versions*; None for all."""
    inside = tuple(v.version for v in pack.versions if v.version in versions)
    return None if len(inside) == len(pack.versions) else inside


def equals(name: str, *values: str) -> Clause:
    """Return the clause that *name* has one of *values*."""
    return Clause(of=name, any=tuple(Condition(op="is", value=value) for value in values))


def comparable(value: str) -> Key:
    """Return *value* as a key for comparison, with numbers as text: they may be larger than a page can count."""
    numbers, release, tail = version_key(value)
    return tuple(map(str, numbers)), release, tuple((kind, str(part)) for kind, part in tail)


def asked(choice: str, wanted: str | tuple[str, ...]) -> Clause:
    """Return an entry of a rule's `when` as a clause."""
    found = []
    for one in conditions(wanted):
        op = one.operator or "is"
        key = comparable(one.value) if op in _COMPARING else None
        found.append(Condition.model_validate({"op": op, "value": one.value, "key": key, "negated": one.negated}))
    return Clause(of=choice, any=tuple(found))
