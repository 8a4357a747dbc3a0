"""Words that several checks need: what was probably meant, and long things cut short."""

from __future__ import annotations

from collections.abc import Iterable


def suggest(name: str, known: Iterable[str], otherwise: str) -> str:
    """Return the way out for a *name* that is not among the *known* ones."""
    close = closest(name, known)
    return f"did you mean `{close}`?" if close else otherwise


def closest(name: str, known: Iterable[str], cutoff: float = 0.75) -> str:
    """Return which of the *known* names was probably meant by *name*, "" if none is as alike as *cutoff*."""
    from difflib import get_close_matches  # only where something is wrong: it costs as much as a small pack

    if len(name) > 200:
        return ""
    names = sorted(set(known))
    same = [k for k in names if bare(k) == bare(name)]
    return next(iter(same or get_close_matches(name, names, n=1, cutoff=cutoff)), "")


def bare(text: str) -> str:
    """Return *text* without case, spaces and marks: what stays the same in all spellings of a word."""
    return "".join(c for c in text.lower() if c.isalnum())


def short(text: str, width: int = 60) -> str:
    """Return *text* on one line, cut at *width*."""
    shown = "".join(c if c.isprintable() else " " for c in text[: width + 1])
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def listing(names: Iterable[str], most: int = 6) -> str:
    """Return *names* in backquotes, the first *most* of them."""
    every = list(names)
    return ", ".join(f"`{name}`" for name in every[:most]) + (", …" if len(every) > most else "")
