"""What a registry asks for in `WWW-Authenticate` (RFC 9110, section 11.6.1, and the token specification of docker)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_LONGEST = 8192
_MOST = 64
_ITEM = re.compile(
    r"""(?P<scheme>[A-Za-z][A-Za-z0-9_-]{0,31})(?:[ \t]+(?=[A-Za-z0-9]))(?![ \t]*=)
      | (?P<key>[A-Za-z0-9_-]{1,32})[ \t]{0,8}=[ \t]{0,8}(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s",]+))
      | (?P<alone>[A-Za-z][A-Za-z0-9_-]{0,31})(?=[ \t]*(?:,|\Z))""",
    re.VERBOSE,
)


class Challenge(NamedTuple):
    """A scheme, `basic` or `bearer`, with what a token is asked with."""

    scheme: str
    realm: str = ""
    service: str = ""
    scope: str = ""
    error: str = ""


def challenges(values: Iterable[str]) -> list[Challenge]:
    """Read the headers *values*; one may hold several challenges. What cannot be read is left out."""
    found: list[tuple[str, dict[str, str]]] = []
    for value in values:
        for number, match in enumerate(_ITEM.finditer(value[:_LONGEST])):
            if number >= _MOST:
                break
            if scheme := match["scheme"] or match["alone"]:
                found.append((scheme.lower(), {}))
            elif found:
                text = match["plain"] if match["quoted"] is None else re.sub(r"\\(.)", r"\1", match["quoted"])
                found[-1][1].setdefault(match["key"].lower(), text)
    return [
        Challenge(scheme, *(given.get(key, "") for key in ("realm", "service", "scope", "error")))
        for scheme, given in found
        if scheme in ("basic", "bearer")
    ]


def merged(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return *scopes* with one entry for each resource, its actions together: `repository:x:pull,push`."""
    actions: dict[str, dict[str, None]] = {}
    for scope in scopes:
        resource, _, wanted = scope.rpartition(":")
        if resource:
            actions.setdefault(resource, {}).update(dict.fromkeys(filter(None, wanted.split(","))))
    return tuple(f"{resource}:{','.join(sorted(wanted))}" for resource, wanted in sorted(actions.items()))
