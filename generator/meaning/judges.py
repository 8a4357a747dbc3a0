"""Under which condition a change has which impact. Each judge says so in its docstring, which the docs page shows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from generator.meaning.change import Impact
from generator.model.identity import Dependency, DependencyType
from generator.model.knowledge import Cell, CellState, Limitation, MatrixRow, Retirement, Rule, Says, Strength
from generator.model.parameters import ParameterType
from generator.model.versioning import version_key
from generator.model.versions import Version
from generator.values import ValuesText

BREAKING, FEATURE, FIX, DOCS, NONE = Impact


@dataclass(frozen=True, slots=True)
class Seen:
    """A change to be judged: the values, the records they belong to, and the day of the later reading."""

    before: object
    after: object
    was: object = None
    now: object = None
    as_of: datetime.date = datetime.date.min
    loses: bool = False  # a version that stays loses the record


Judge = Callable[[Seen], Impact]


def breaking(seen: Seen) -> Impact:
    """breaking"""
    return BREAKING


def feature(seen: Seen) -> Impact:
    """feature"""
    return FEATURE


def fix(seen: Seen) -> Impact:
    """fix"""
    return FIX


def docs(seen: Seen) -> Impact:
    """docs"""
    return DOCS


def none(seen: Seen) -> Impact:
    """none"""
    return NONE


def fewer_breaks(seen: Seen) -> Impact:
    """breaking where something is taken away, else feature"""
    before, after = _members(seen.before), _members(seen.after)
    return BREAKING if before - after else FEATURE


def clouds(seen: Seen) -> Impact:
    """breaking where a cloud is taken away, else feature; `all`, or no list, stands for every cloud"""
    before, after = _members(seen.before) or {"all"}, _members(seen.after) or {"all"}
    if "all" in after:
        return FEATURE
    return BREAKING if before - after else FEATURE


def more_breaks(seen: Seen) -> Impact:
    """breaking where more is demanded, or another value, else feature"""
    before, after = (value if isinstance(value, dict) else {} for value in (seen.before, seen.after))
    demanded = any(key not in before or before[key] != value for key, value in after.items())
    return BREAKING if demanded else FEATURE


def content(seen: Seen) -> Impact:
    """none where only the form or comments of YAML change, else breaking"""
    before, after = (ValuesText(str(text)) for text in (seen.before, seen.after))
    same = before.readable and after.readable and before.data == after.data
    return NONE if same else BREAKING


def announced(seen: Seen) -> Impact:
    """breaking where a version that stays loses it, else feature, as an announcement is"""
    return BREAKING if seen.loses else FEATURE


def history(seen: Seen) -> Impact:
    """breaking where a version that stays loses it, else docs"""
    return BREAKING if seen.loses else DOCS


def first_restricts(seen: Seen) -> Impact:
    """breaking where something is taken away or the first is named (before, everything was allowed), else feature"""
    before, after = _members(seen.before), _members(seen.after)
    if not after:
        return FEATURE
    return BREAKING if not before or before - after else FEATURE


def on_breaks(seen: Seen) -> Impact:
    """breaking where it becomes true, else feature"""
    return BREAKING if seen.after else FEATURE


def off_breaks(seen: Seen) -> Impact:
    """breaking where it becomes false, else feature"""
    return FEATURE if seen.after else BREAKING


def set_breaks(seen: Seen) -> Impact:
    """feature where it is lifted, else breaking"""
    return FEATURE if seen.after in (None, "", (), {}) else BREAKING


_RANGE = re.compile(r"\$\{number:\[(\d{1,18})-(\d{1,18})\]\}")


def format_breaks(seen: Seen) -> Impact:
    """feature where it is lifted or a range of numbers is widened, else breaking"""
    before, after = (_RANGE.fullmatch(each) if isinstance(each, str) else None for each in (seen.before, seen.after))
    if before and after:
        lowest, highest = int(after[1]) <= int(before[1]), int(after[2]) >= int(before[2])
        return FEATURE if lowest and highest else BREAKING
    return set_breaks(seen)


def rise_breaks(seen: Seen) -> Impact:
    """breaking where it rises or is new, else feature"""
    if seen.after in (None, ""):
        return FEATURE
    return BREAKING if seen.before in (None, "") or _above(seen.after, seen.before) else FEATURE


def fall_breaks(seen: Seen) -> Impact:
    """breaking where it falls or is new, else feature"""
    if seen.after in (None, ""):
        return FEATURE
    return BREAKING if seen.before in (None, "") or _above(seen.before, seen.after) else FEATURE


def earlier_breaks(seen: Seen) -> Impact:
    """breaking where it comes earlier, or is new and past on the pinned day; else feature, as an announcement is"""
    before, after = _day(seen.before), _day(seen.after)
    if after is None:
        return FEATURE
    if before is None:
        return BREAKING if after <= seen.as_of else FEATURE
    return BREAKING if after < before else FEATURE


def retyped(seen: Seen) -> Impact:
    """feature from integer to number, else breaking"""
    widened = (seen.before, seen.after) == (ParameterType.INTEGER, ParameterType.NUMBER)
    return FEATURE if widened else BREAKING


def state_falls(seen: Seen) -> Impact:
    """breaking where the engine can do less, feature where it can do more, docs where it was or is unknown"""
    order = [CellState.UNSUPPORTED, CellState.PREVIEW, CellState.PARTIAL, CellState.SUPPORTED]
    if seen.before not in order or seen.after not in order:
        return DOCS
    before, after = (order.index(CellState(str(state))) for state in (seen.before, seen.after))
    return BREAKING if after < before else FEATURE


def new_cell(seen: Seen) -> Impact:
    """feature where something works, else docs"""
    return FEATURE if isinstance(seen.after, Cell) and _works(seen.after) else DOCS


def lost_cell(seen: Seen) -> Impact:
    """breaking where something worked, else docs"""
    return BREAKING if isinstance(seen.before, Cell) and _works(seen.before) else DOCS


def new_row(seen: Seen) -> Impact:
    """feature where any engine can do it, else docs"""
    row = seen.after
    cells = [cell for systems in row.cells.values() for cell in systems.values()] if isinstance(row, MatrixRow) else []
    return FEATURE if any(map(_works, cells)) else DOCS


def new_limit(seen: Seen) -> Impact:
    """breaking where the limit is hard, else docs"""
    return BREAKING if _hard(seen.after) else DOCS


def lost_limit(seen: Seen) -> Impact:
    """feature where the limit was hard, else docs"""
    return FEATURE if _hard(seen.before) else DOCS


def strength(seen: Seen) -> Impact:
    """breaking where it becomes hard, feature where it was, else docs"""
    if seen.after is Strength.HARD:
        return BREAKING
    return FEATURE if seen.before is Strength.HARD else DOCS


def hard_scope(seen: Seen) -> Impact:
    """breaking where the limit is hard, else docs"""
    return BREAKING if _hard(seen.now) else DOCS


def new_dependency(seen: Seen) -> Impact:
    """breaking where it is required, excluded or for an upgrade; feature where it is optional"""
    optional = isinstance(seen.after, Dependency) and seen.after.type is DependencyType.OPTIONAL
    return FEATURE if optional else BREAKING


def dependency_type(seen: Seen) -> Impact:
    """feature where it becomes optional, else breaking"""
    return FEATURE if seen.after is DependencyType.OPTIONAL else BREAKING


def new_rule(seen: Seen) -> Impact:
    """breaking where it says error, else docs"""
    return BREAKING if _refuses(seen.after) else DOCS


def lost_rule(seen: Seen) -> Impact:
    """feature where it said error, else docs"""
    return FEATURE if _refuses(seen.before) else DOCS


def verdict(seen: Seen) -> Impact:
    """breaking where it becomes error, feature where it was, else docs"""
    if seen.after is Says.ERROR:
        return BREAKING
    return FEATURE if seen.before is Says.ERROR else DOCS


def refused(seen: Seen) -> Impact:
    """breaking where the rule says error, else docs"""
    return BREAKING if _refuses(seen.now) else DOCS


def new_retirement(seen: Seen) -> Impact:
    """breaking where it is past on the pinned day, else feature, as an announcement is"""
    past = isinstance(seen.after, Retirement) and seen.after.date <= seen.as_of
    return BREAKING if past else FEATURE


def removed_version(seen: Seen) -> Impact:
    """docs where it was deleted by the pinned day, as its lifecycle said, else breaking"""
    deleted = seen.before.lifecycle.deleted if isinstance(seen.before, Version) else None
    return DOCS if deleted and deleted <= seen.as_of else BREAKING


def new_layout(seen: Seen) -> Impact:
    """none where only the order of keys changes, else fix"""
    return NONE if getattr(seen.before, "extra", {}) == getattr(seen.after, "extra", {}) else FIX


def _members(value: object) -> set[str]:
    return {str(item) for item in value} if isinstance(value, list | tuple | set | frozenset | dict) else set()


def _above(left: object, right: object) -> bool:
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left > right
    return version_key(str(left)) > version_key(str(right))


def _day(value: object) -> datetime.date | None:
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None


def _works(cell: Cell) -> bool:
    return cell.state in (CellState.SUPPORTED, CellState.PREVIEW, CellState.PARTIAL)


def _hard(limit: object) -> bool:
    return isinstance(limit, Limitation) and limit.strength is Strength.HARD


def _refuses(rule: object) -> bool:
    return isinstance(rule, Rule) and rule.says is Says.ERROR
