"""Reference to a value that is not there

`resourceRequestParamRef` or `replicaCountParamRef` of pack.json names a path of values.yaml from which Palette reads
how much the pack asks for. Nothing stands at this path, so Palette counts nothing.

    "resourceRequestParamRef": "charts.monitoring.agent.resources.requests.cpu"

Correct the path; the help line names one that was probably meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.wording import closest, short
from generator.diagnostics import Diagnostic
from generator.source import Route
from generator.values import format_path

CODE = "PS244"

_DEEPEST = 8  # steps to a reference of a component: five
_KEYS = ("resourceRequestParamRef", "replicaCountParamRef")


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each reference that leads to nothing."""
    values = folder.values
    if not folder.pack_json or values is None or values.document is None:
        return
    for route, text in _references(folder.facts.get("constraints"), ("constraints",)):
        if text.strip() and not _resolves(values.data, text.strip()):
            close = _meant(folder, text)
            help = f"did you mean `{short(close, 120)}`?" if close else "correct the path, or leave the key out"
            message = f"nothing is at `{short(text, 120)}` in values.yaml"
            yield folder.problem(CODE, message, folder.pack_json.where(route), help)


def _meant(folder: PackFolder, text: str) -> str:
    """Return the path of a value with the same last key that is most like *text*."""
    paths = folder.values_text.leaves() if folder.values_text else ()
    last = text.rpartition(".")[2]
    return closest(text, [format_path(path) for path in paths if path[-1] == last][:200])


def _references(value: object, route: Route) -> Iterator[tuple[Route, str]]:
    if len(route) > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _KEYS and isinstance(item, str):
                yield (*route, key), item
            else:
                yield from _references(item, (*route, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _references(item, (*route, index))


def _resolves(data: object, path: str) -> bool:
    """Tell whether *path* leads somewhere; keys may have dots of their own."""
    if isinstance(data, list):
        head, _, rest = path.replace("[", ".").replace("]", "").lstrip(".").partition(".")
        here = head.isdigit() and int(head) < len(data)
        return here and (not rest or _resolves(data[int(head)], rest))
    if not isinstance(data, dict):
        return False
    if path in data:
        return True
    heads = [key for key in data if path.startswith((f"{key}.", f"{key}["))]
    return any(_resolves(data[key], path[len(key) :].lstrip(".")) for key in heads)
