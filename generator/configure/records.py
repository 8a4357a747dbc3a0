"""What a pack knows of choices, as records in one simple form: the page and the command line evaluate the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.configure import markup
from generator.configure.clauses import asked, covered, equals, scope_clauses
from generator.configure.naming import named, value_of
from generator.configure.procedures import procedures
from generator.model.form import Clause, Condition, Record, Status
from generator.model.knowledge import Authority, CellState, Scope, Strength, WarningKind
from generator.model.pack import Pack
from generator.model.parameters import Parameter
from generator.model.selection import is_deprecated, parameters_of
from generator.rules import text_of
from generator.values import ValuesText
from generator.view.cluster import LAYERS, STRENGTHS, scope_words
from generator.view.literals import literal
from generator.view.said import day

_CAPABLE = {
    CellState.PREVIEW: "a preview",
    CellState.PARTIAL: "partly supported",
    CellState.UNSUPPORTED: "not supported",
    CellState.UNKNOWN: "not known",
}
_ORDER = ("error", "warning", "note")
_WARNINGS: dict[WarningKind, Status] = {WarningKind.DANGER: "warning", WarningKind.WARNING: "warning"}


def records(pack: Pack, values: Mapping[str, ValuesText]) -> tuple[Record, ...]:
    """Return the records of *pack*, the gravest first. *values* maps each version to its values text."""
    found = [
        *_rules(pack),
        *_requirements(pack),
        *_required(pack, values),
        *_deprecated(pack),
        *_retirements(pack),
        *_warnings(pack),
        *_limitations(pack),
        *_capabilities(pack),
    ]
    return (*sorted(found, key=lambda record: _ORDER.index(record.says)), *procedures(pack))


def _rules(pack: Pack) -> Iterator[Record]:
    for name, rule in pack.rules.items():
        if any(bound and bound not in pack.retirements for bound in (rule.before, rule.after)):
            continue
        doubt = f" ({rule.confidence.value})" if rule.confidence else ""
        yield Record(
            kind="rule",
            id=name,
            says=rule.says.value,
            when=tuple(asked(choice, wanted) for choice, wanted in rule.when.items()),
            versions=covered(pack, rule.versions),
            since=pack.retirements[rule.after].date if rule.after else None,
            until=pack.retirements[rule.before].date if rule.before else None,
            text=(*markup.line(rule.text), *([doubt] if doubt else [])),
            layer=LAYERS[rule.layer],
            reports=rule.reports or "",
            cite=rule.cite,
        )


def _requirements(pack: Pack) -> Iterator[Record]:
    """Yield what options need: another value of the other parameter is an error."""
    for parameter in pack.parameters:
        for option in parameter.options:
            for path, value in option.needs.items():
                chosen, needed = text_of(option.value), "" if value is None else text_of(value)
                other = Condition(op="is", value=needed, negated=True)
                absent = () if value is None else (Condition(op="absent"),)
                yield Record(
                    kind="requirement",
                    id=f"{parameter.path}={chosen}, {path}",
                    says="error",
                    when=(equals(named(parameter.path), chosen), Clause(of=named(path), any=(other, *absent))),
                    versions=covered(pack, option.versions),
                    text=(
                        ["code", f"{parameter.path}: {literal(option.value)}"],
                        " needs ",
                        ["code", f"{path}: {literal(value)}"],
                        ".",
                    ),
                    layer=LAYERS[Authority.PACK],
                    cite=option.cite,
                )


def _of_versions(pack: Pack) -> Iterator[tuple[Parameter, str]]:
    for version in pack.versions:
        for parameter in parameters_of(pack, version):
            yield parameter, version.version


def _required(pack: Pack, values: Mapping[str, ValuesText]) -> Iterator[Record]:
    """Yield what the user must enter: where it is empty, or was not even there as shipped."""
    found: dict[tuple[str, bool], list[str]] = {}
    for parameter, version in _of_versions(pack):
        if parameter.required:
            there = value_of(values[version].data, parameter.path) != ()
            found.setdefault((parameter.path, there), []).append(version)
    for (path, there), versions in found.items():
        empty = (Condition(op="is", value=""), *(() if there else (Condition(op="absent"),)))
        yield Record(
            kind="required",
            id=path if there else f"{path}, not shipped",
            says="warning",
            when=(Clause(of=named(path), any=empty),),
            versions=_some(pack, versions),
            text=("Enter a value for ", ["code", path], ": none is shipped."),
        )


def _deprecated(pack: Pack) -> Iterator[Record]:
    """Yield parameters that have been deprecated: in values.yaml, they should go."""
    found: dict[int, list[str]] = {}
    known = {id(parameter): parameter for parameter in pack.parameters}
    names = {version.version: version for version in pack.versions}
    for parameter, version in _of_versions(pack):
        if is_deprecated(parameter, names[version]):
            found.setdefault(id(parameter), []).append(version)
    for key, versions in found.items():
        life, path = known[key].lifecycle, known[key].path
        instead = (" Use ", ["code", life.replacement], " instead.") if life.replacement else ()
        there = Condition(op="absent", negated=True)
        yield Record(
            kind="deprecated",
            id=f"{path}, {versions[0]}",
            says="note",
            when=(Clause(of=named(path), any=(there,)),),
            versions=_some(pack, versions),
            text=(["code", path], f" is deprecated since {life.deprecated}.", *instead),
        )


def _some(pack: Pack, versions: Sequence[str]) -> tuple[str, ...] | None:
    return None if len(versions) == len(pack.versions) else tuple(versions)


def _retirements(pack: Pack) -> Iterator[Record]:
    for name, fact in pack.retirements.items():
        scope = Scope(engine=fact.engine, os=fact.os, choice=fact.choice)
        yield Record(
            kind="retirement",
            id=name,
            says="warning",
            when=scope_clauses(pack, scope),
            lenient=True,
            ends=fact.date,
            ends_text=day(fact.date),
            label=scope_words(pack, scope),
            text=markup.passage(f"{fact.subject}. {fact.consequence} {fact.replacement}"),
            cite=fact.cite,
        )


def _warnings(pack: Pack) -> Iterator[Record]:
    for name, fact in pack.warnings.items():
        if fact.place != "procedure":
            yield Record(
                kind="warning",
                id=name,
                says=_WARNINGS.get(fact.kind, "note"),
                when=scope_clauses(pack, fact.scope),
                lenient=True,
                versions=covered(pack, fact.versions),
                label=fact.title or scope_words(pack, fact.scope) or (fact.parameter or ""),
                text=markup.passage(fact.text),
                cite=fact.cite,
            )


def _limitations(pack: Pack) -> Iterator[Record]:
    for name, fact in sorted(pack.limitations.items(), key=lambda item: item[1].stale):
        ending = pack.retirements.get(fact.retirement or "")
        marks = [STRENGTHS[fact.strength], *(["older platform versions only"] if fact.stale else [])]
        marks += [fact.confidence.value] if fact.confidence else []
        scope, aside = scope_words(pack, fact.scope), ", ".join(marks)
        yield Record(
            kind="limitation",
            id=name,
            says="warning" if fact.strength in (Strength.HARD, Strength.WARNING) and not fact.stale else "note",
            when=scope_clauses(pack, fact.scope),
            lenient=True,
            versions=covered(pack, fact.versions),
            ends=ending.date if ending else None,
            ends_text=day(ending.date) if ending else "",
            label=f"{scope} ({aside})" if scope else aside.capitalize(),
            text=markup.line(fact.text),
            cite=fact.cite,
        )


def _capabilities(pack: Pack) -> Iterator[Record]:
    """Yield the cells of the matrix that do not simply say `supported`."""
    for row in pack.matrix.rows if pack.matrix else ():
        for engine, cells in row.cells.items():
            for system, cell in cells.items():
                if cell.state in _CAPABLE:
                    scope = Scope(engine=engine, os=() if system == "all" else (system,))
                    ending = pack.retirements.get(cell.retirement or "")
                    yield Record(
                        kind="capability",
                        id=f"{row.id}, {engine}, {system}",
                        when=scope_clauses(pack, scope),
                        lenient=True,
                        ends=ending.date if ending else None,
                        ends_text=day(ending.date) if ending else "",
                        label=f"{row.title} with {scope_words(pack, scope)}",
                        text=(f"{_CAPABLE[cell.state]}. ", *(markup.line(cell.note) if cell.note else ())),
                        cite=cell.cite,
                    )
