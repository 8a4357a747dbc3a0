"""What the official pack schema says of pack.json, as a small table, and how a value is held against it.

This module is no check; `pack_schema` and `unknown_keys` are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.audit.wording import listing, short, suggest
from generator.source import Route

LAYERS = ("kernel", "os", "k8s", "cni", "csi", "addon")
CLOUDS = (
    *("all", "aws", "azure", "gcp", "vsphere", "openstack", "baremetal", "maas", "aks", "eks", "tencent", "tke"),
    *("edge", "libvirt", "edge-native", "coxedge", "custom"),
)
DEPENDENCIES = ("required", "optional", "notSupported", "upgrade")


@dataclass(frozen=True)
class Kind:
    """What a value may be: a text (*filled*: not empty; *one_of*: these), a number, a list, a map, a record."""

    name: str
    filled: bool = False
    one_of: tuple[str, ...] = ()
    item: Kind | None = None
    fields: Mapping[str, Kind] = field(default_factory=dict)
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class Violation:
    """A value that the schema does not allow."""

    route: Route
    message: str
    help: str


_TEXT = Kind("a text")
_FILLED = Kind("a text", filled=True)
_NUMBER = Kind("a number")
_LAYER = Kind("a text", one_of=LAYERS)


def _list(item: Kind) -> Kind:
    return Kind("a list", item=item)


def _record(required: str, **fields: Kind) -> Kind:
    return Kind("an object", fields=fields, required=tuple(required.split()))


_COMPONENT = _record(
    "scheduleType",
    scheduleType=Kind("a text", one_of=("all", "master", "worker")),
    resourceRequestParamRef=_TEXT,
    replicaCountParamRef=_TEXT,
)
_RESOURCE = _record(
    "type",
    type=Kind("a text", one_of=("cpu", "memory", "diskSize")),
    minLimit=_NUMBER,
    components=_list(_COMPONENT),
)
_DEPENDENCY = _record(
    "packName layer type",
    packName=_FILLED,
    layer=_LAYER,
    minVersion=_TEXT,
    maxVersion=_TEXT,
    type=Kind("a text", one_of=DEPENDENCIES),
)
PACK = _record(
    "name displayName version layer",
    name=_FILLED,
    displayName=_FILLED,
    version=_FILLED,
    layer=_LAYER,
    group=_TEXT,
    cloudTypes=_list(Kind("a text", one_of=CLOUDS)),
    cloudType=Kind("a text", one_of=CLOUDS[:-1]),
    eol=_TEXT,
    addonType=_TEXT,
    addonSubType=_TEXT,
    ansibleRoles=_list(_TEXT),
    charts=_list(_TEXT),
    kubeManifests=_list(_TEXT),
    annotations=Kind("an object", item=_TEXT),
    constraints=_record("", dependencies=_list(_DEPENDENCY), resources=_list(_RESOURCE)),
)
"""pack.json as a whole."""


def violations(value: object, kind: Kind, route: Route = ()) -> Iterator[Violation]:
    """Yield each way in which *value* at *route* is not of its *kind*."""
    if _name(value) != kind.name:
        yield Violation(route, f"{_called(route)} is {_name(value)}, not {kind.name}", f"write {kind.name}")
    elif isinstance(value, str):
        yield from _text(value, kind, route)
    elif isinstance(value, dict):
        for key in kind.required:
            if key not in value:
                yield Violation(route, f"{_called(route)} has no `{key}`", _missing(key, value, kind))
    for step, item, below in _parts(value, kind):
        yield from violations(item, below, (*route, step))


def unknown(value: object, kind: Kind, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """Yield the route of each key that the schema does not know, with the way out."""
    if isinstance(value, dict) and kind.fields:
        for key in value:
            if key not in kind.fields:
                known = [k for k in kind.fields if k not in value]
                otherwise = "delete it, or move it to `annotations`; Palette does not read it"
                yield (*route, key), suggest(key, known, otherwise)
    for step, item, below in _parts(value, kind):
        yield from unknown(item, below, (*route, step))


def _parts(value: object, kind: Kind) -> Iterator[tuple[str | int, object, Kind]]:
    if isinstance(value, list) and kind.item and kind.name == "a list":
        yield from ((n, item, kind.item) for n, item in enumerate(value))
    elif isinstance(value, dict):
        for key, item in value.items():
            below = kind.fields.get(key) or (kind.item if kind.name == "an object" else None)
            if below:
                yield key, item, below


def _text(value: str, kind: Kind, route: Route) -> Iterator[Violation]:
    if kind.filled and not value:
        yield Violation(route, f"{_called(route)} is empty", "fill it in")
    if kind.one_of and value not in kind.one_of:
        help = suggest(value, kind.one_of, f"write one of {listing(kind.one_of, 20)}")
        yield Violation(route, f"{_called(route)} is `{short(value)}`, which the pack schema does not know", help)


def _missing(key: str, value: Mapping[str, object], kind: Kind) -> str:
    close = suggest(key, [k for k in value if k not in kind.fields], "")
    return f"add `{key}`" + (f"; {close}" if close else "")


def _called(route: Route) -> str:
    if not route:
        return "pack.json"
    names = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in route)
    return f"`{short(names.removeprefix('.'))}`"


def _name(value: object) -> str:
    if value is None:
        return "null"
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "true or false"),
        (str, "a text"),
        (int, "a number"),
        (float, "a number"),
        (list, "a list"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "an object")
