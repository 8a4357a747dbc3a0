"""What a token must allow, as docker's token service spells it (distribution, `docs/spec/auth/scope.md`)."""

from __future__ import annotations

CATALOG = ("registry:catalog:*",)


def pull(repository: str) -> tuple[str, ...]:
    """Return the scope of reading *repository*."""
    return (f"repository:{repository}:pull",)


def push(repository: str) -> tuple[str, ...]:
    """Return the scope of writing to *repository*; nobody may write who may not read."""
    return (f"repository:{repository}:pull,push",)
