"""What others wrote, made fit to be shown: a terminal obeys control characters, and secrets may have been sent back."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

LARGEST_ERROR = 64 * 1024
"""Bytes that are read of an answer that says what is wrong."""

_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_MOST_ERRORS = 3


class Spoken(NamedTuple):
    """What an answer says went wrong: the *codes* of the distribution specification, and *words* for a person."""

    codes: tuple[str, ...] = ()
    words: str = ""
    html: bool = False


def clean(text: str, most: int = 240) -> str:
    """Return *text* in one line without control characters, cut where it is longer than *most*."""
    kept = "".join(" " if unicodedata.category(c) in _DROPPED else c for c in text[: 8 * most])
    line = " ".join(kept.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def spoken(body: bytes, content_type: str = "", hide: Callable[[str], str] = str) -> Spoken:
    """Read the errors in *body*, an answer of a registry or of whatever stands in front of it.

    *hide* takes secrets out of a text before it is cut, so that no half of one stays.
    """
    text = body[:LARGEST_ERROR].decode("utf-8", "replace")
    start = text[:200].lstrip().lower()
    if "html" in content_type.lower() or start.startswith(("<!doctype", "<html")):
        return Spoken(words="an HTML page", html=True)
    data = parsed(body)
    errors = data.get("errors") if isinstance(data, dict) else None
    if not isinstance(errors, list):
        return Spoken(words=clean(hide(text)))
    entries = [error for error in errors[:_MOST_ERRORS] if isinstance(error, dict)]
    codes = tuple(clean(str(error.get("code") or ""), 60) for error in entries)
    return Spoken(codes, clean(hide("; ".join(filter(None, map(_entry, entries))))))


def parsed(body: bytes) -> object:
    """Return *body* read as JSON, or none where it is none or goes deeper than anyone would write it."""
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value


def _entry(error: dict[object, object]) -> str:
    """Return code, message and, because causes such as a full disk stand there, detail of an error."""
    detail = error.get("detail")
    if detail is not None and not isinstance(detail, str):
        detail = json.dumps(detail, ensure_ascii=False)
    said = [str(error.get("code") or ""), str(error.get("message") or ""), (detail or "")[:4000]]
    return ": ".join(part[:4000] for part in said if part)
