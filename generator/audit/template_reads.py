"""Which values the templates of a chart read, as far as their text says. This module is no check.

Go templates are not run: every mention of `.Values.a.b` counts as reading `a.b` and all below it, and a mention of
`.Values` as a whole as reading everything. What is said to be unread is so for certain; the rest stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.audit.charts import Chart
from generator.values import Path

_MENTION = re.compile(
    r"""(?:(?P<by>index|get|hasKey)\s+)?\(?\s*[\w$.]{0,60}?\.Values\b(?P<path>(?:\.[A-Za-z_]\w*)*)\)?(?P<keys>(?:\s+"[^"]*")*)"""
)
_ABSENT = object()
_KEY = re.compile(r'"([^"]*)"')
_DEEPEST_CONDITION = 20


@dataclass(frozen=True, eq=False)
class Reads:
    """What the templates of *chart* and its own defaults, schema and dependencies know of its values.

    *shared* are the named templates of the charts around it: with them, one chart may read another's values.
    """

    chart: Chart
    shared: tuple[str, ...] = ()

    @cached_property
    def certain(self) -> bool:
        """Whether unread can be told from read: all templates are there, and none takes the values as a whole."""
        if not self.chart.templates or any(not self._child(d.alias or d.name) for d in self.chart.dependencies):
            return False
        dynamic = any("Files." in text and "tpl" in text for text in self._texts)
        return not dynamic and () not in self._mentioned

    def knows(self, path: Path) -> bool:
        """Tell whether anything can read the value at *path*, which begins below the chart's name."""
        first = str(path[0])
        if first in ("global", "tags") or ".".join(map(str, path)) in self._conditions:
            return True
        if self._named(path) or self._in_schema(path) or self._read(path):
            return True
        child = self._child(first)
        return child is not None and (len(path) == 1 or not child.certain or child.knows(path[1:]))

    def is_open(self, path: Path) -> bool:
        """Tell whether everything below *path* may be read, whatever its keys are."""
        value: object = self.chart.values
        for step in path:
            value = value.get(str(step), _ABSENT) if isinstance(value, dict) else None
        taken = any(path[: len(mention)] == mention for mention in self._mentioned)
        child = self._child(str(path[0]))
        if child is not None:
            return len(path) > 1 and child.certain and child.is_open(path[1:])
        return taken or (value is not _ABSENT and not (isinstance(value, dict) and value))

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return (*self.chart.templates.values(), *self.shared, *_named_templates(self.chart))

    @cached_property
    def _mentioned(self) -> frozenset[Path]:
        texts = (*self._texts, self.chart.values_text)
        return frozenset(path for text in texts if ".Values" in text for path in mentions(text))

    @cached_property
    def _conditions(self) -> frozenset[str]:
        listed = (condition for d in self.chart.dependencies for condition in d.condition.split(","))
        return frozenset(condition.strip() for condition in listed)

    def holds_condition(self, path: Path) -> bool:
        """Tell whether a condition of a dependency lies below *path*: Helm reads that value, and no other there."""
        return ".".join(map(str, path)) in self._condition_holders

    @cached_property
    def _condition_holders(self) -> frozenset[str]:
        steps = (condition.split(".", _DEEPEST_CONDITION)[:-1] for condition in self._conditions)
        return frozenset(".".join(each[:length]) for each in steps for length in range(1, len(each) + 1))

    def _child(self, key: str) -> Reads | None:
        """Return the chart that values under *key* reach; where a dependency has an alias, Helm reads nothing else."""
        if key in self.aliased:
            return None
        name = self._dependencies.get(key, key)
        return next((child for child in self._children if child.chart.name == name), None)

    @cached_property
    def _dependencies(self) -> Mapping[str, str]:
        """The name of each dependency by the key that its values stand under."""
        return {d.alias or d.name: d.name for d in self.chart.dependencies}

    @cached_property
    def aliased(self) -> Mapping[str, str]:
        """The names of dependencies that are only known by an alias, each with its first alias."""
        listed = reversed(self.chart.dependencies)
        return {d.name: d.alias for d in listed if d.alias and d.name not in self._dependencies}

    @cached_property
    def _children(self) -> tuple[Reads, ...]:
        return tuple(Reads(child, self._texts) for child in self.chart.charts)

    def _read(self, path: Path) -> bool:
        return any(path[: len(m)] == m[: len(path)] for m in self._mentioned)

    def _named(self, path: Path) -> bool:
        value: object = self.chart.values
        for step in path:
            if not isinstance(value, dict) or not value:
                return True  # an open value: the default says nothing of what may stand in it
            if step not in value:
                return bool(re.search(rf"#.{{0,200}}\b{re.escape(str(step))}\b[ \t]*:", self.chart.values_text))
            value = value[str(step)]
        return True

    def _in_schema(self, path: Path) -> bool:
        schema: object = self.chart.schema
        for step in path:
            properties = schema.get("properties") if isinstance(schema, dict) else None
            if not isinstance(properties, Mapping) or step not in properties:
                return isinstance(schema, dict) and schema is not self.chart.schema and not properties
            schema = properties[str(step)]
        return True


def mentions(text: str) -> Iterator[Path]:
    """Yield the path of each mention of values in the actions of *text*; the empty path for `.Values` itself."""
    for action in text.split("{{")[1:]:
        for found in _MENTION.finditer(action.partition("}}")[0]):
            steps = tuple(found["path"].split(".")[1:])
            yield (*steps, *_KEY.findall(found["keys"])) if found["by"] else steps


def _named_templates(chart: Chart) -> Iterator[str]:
    """Yield the templates of the charts below *chart* that it may run with its own values."""
    for child in chart.charts:
        library = child.metadata.get("type") == "library"
        for path, text in child.templates.items():
            if library or path.rpartition("/")[2].startswith("_"):
                yield text
        yield from _named_templates(child)
