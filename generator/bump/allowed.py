"""Whether the records of a pack let a value change: options, types and formats that a new default may break."""

from __future__ import annotations

from collections.abc import Callable

from generator.audit.schema_format import fault
from generator.catalog import LoadedPack
from generator.model.parameters import Parameter
from generator.model.selection import options_of, parameters_of
from generator.model.versions import Version
from generator.palette_schema import Constraint, parse
from generator.source.outline import Path
from generator.values import parse_path
from generator.values.plain_data import same


def allowed(loaded: LoadedPack, version: Version, *, careful: bool) -> Callable[[Path, object, object], bool]:
    """Return a function that tells whether records let a value become another; *careful*: none of theirs changes."""
    records: dict[Path, Parameter] = {}
    for parameter in parameters_of(loaded.pack, version):
        try:
            records[parse_path(parameter.path)] = parameter
        except ValueError:
            continue

    def fits(path: Path, before: object, after: object) -> bool:
        record = records.get(path)
        if record is None:
            return True
        options = [option.value for option in options_of(record, version)]
        wanted = after if isinstance(after, list) else [after]
        return (
            not careful
            and (after is None or before is None or type(after) is type(before))
            and (not options or all(any(same(value, option) for option in options) for value in wanted))
            and not _breaks(record.format, after)
        )

    return fits


def _breaks(format_: str | None, value: object) -> bool:
    """Tell whether Palette would refuse *value* for the format of a record."""
    constraint = parse(f'{{{{ format "{format_}" }}}}') if format_ else None
    return isinstance(constraint, Constraint) and fault(constraint, value) is not None
