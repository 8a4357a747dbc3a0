"""From the words after `--to` to a registry: the scheme names the module that serves it."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules

import generator.registry as home
from generator.registry import OnDisk, Options, Registry, RegistryError

UNKNOWN = "PS600"
_ADDRESS = re.compile(r"([a-z][a-z0-9-]*):(.+)", re.DOTALL)
_LOGIN = re.compile(r"(?<=//)[^/\s]*@")
_SHAPES = "`oci://HOST/BASE` or `oci-layout:DIR`"


def open_destination(address: str, options: Options) -> Registry:
    """Return the registry at *address*, `SCHEME:…`. Raises `RegistryError` where there can be none."""
    said = without_login(address)[:200]
    found = _ADDRESS.fullmatch(address)
    if not address.isprintable() or not found:
        raise refused(f"{said!a} is no destination", f"write {_SHAPES}")
    module = found[1].replace("-", "_")
    backend = import_module(f"{home.__name__}.{module}") if module in _modules() else None
    if backend is None or not hasattr(backend, "open_registry"):
        from difflib import get_close_matches

        close = get_close_matches(found[1], schemes(), n=1)
        way_out = f"did you mean `{close[0]}:`? " if close else ""
        raise refused(f"there is no destination of the kind `{found[1]}:`", f"{way_out}write {_SHAPES}")
    opened: Registry = backend.open_registry(address, options)
    return opened


def open_source(address: str, options: Options) -> Registry:
    """Return the registry at *address*, to read what was published there. Raises `RegistryError`."""
    opened = open_destination(address, options)
    if isinstance(opened, OnDisk) and not opened.is_there:
        raise refused(f"{opened.name}: there is no such folder", "name the folder that packs were published to")
    return opened


def without_login(address: str) -> str:
    """Return *address* as it may be shown: a user name and a password, which do not belong into it, are left out."""
    return _LOGIN.sub("***@", address)


def schemes() -> list[str]:
    """Return the kinds of destinations there are: a module of this folder with an `open_registry` serves one."""
    found = [name for name in _modules() if hasattr(import_module(f"{home.__name__}.{name}"), "open_registry")]
    return sorted(name.replace("_", "-") for name in found)


def _modules() -> list[str]:
    return [each.name for each in iter_modules(home.__path__)]


def refused(message: str, help: str) -> RegistryError:
    """Return the error of a destination that can be none."""
    return RegistryError(UNKNOWN, message, help, world=False)
