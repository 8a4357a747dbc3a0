"""JSON that is written the same each time, and JSON of strangers, read without surprises."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode, b64encode

LARGEST = 16 * 2**20
"""Bytes of the largest document that is read: a list of components may have some MB."""


class Malformed(Exception):
    """A document that is not what it should be; the message says why, in words that follow `it`."""


def written(data: object) -> bytes:
    """Return *data* as compact JSON, the keys in their order; text that is no Unicode cannot break it."""
    return json.dumps(data, separators=(",", ":")).encode("ascii")


def read_object(data: bytes, most: int = LARGEST) -> dict[str, object]:
    """Return the fields of a JSON object. Raises `Malformed`.

    A key that stands twice is refused: programs differ in which one they take, so one could be shown the other.
    """
    if len(data) > most:
        raise Malformed(f"has {len(data):,} bytes, {most:,} are allowed")
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_constant)
    except UnicodeDecodeError:
        raise Malformed("is not UTF-8") from None
    except RecursionError:
        raise Malformed("is nested too deep") from None
    except ValueError as error:
        message = error.msg.lower() if isinstance(error, json.JSONDecodeError) else str(error)[:80]
        raise Malformed(f"is broken JSON: {message}") from None
    if not isinstance(found, dict):
        raise Malformed("is no JSON object")
    return found


def at(data: object, *route: str | int) -> object:
    """Return the value at *route*, None where there is none."""
    for step in route:
        if isinstance(step, str):
            data = data.get(step) if isinstance(data, dict) else None
        else:
            data = data[step] if isinstance(data, list) and step < len(data) else None
    return data


def text_at(data: object, *route: str | int) -> str:
    """Return the text at *route*, "" where there is none."""
    found = at(data, *route)
    return found if isinstance(found, str) else ""


def items_at(data: object, *route: str | int) -> list[object]:
    """Return the list at *route*, an empty one where there is none."""
    found = at(data, *route)
    return found if isinstance(found, list) else []


def base64_of(data: bytes) -> str:
    """Return *data* in base64."""
    return b64encode(data).decode("ascii")


def from_base64(text: str, what: str) -> bytes:
    """Return the bytes that *text* stands for. Raises `Malformed`, in which they are called *what*."""
    try:
        return b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise Malformed(f"has a {what} that is no base64") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")
