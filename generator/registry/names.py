"""What repositories, tags and digests may be called, as the OCI distribution specification 1.1 has it."""

from __future__ import annotations

import re

_REPOSITORY = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_LONGEST = 255


def is_repository(text: str) -> bool:
    """Tell whether *text* names a repository; registries count at most 255 characters, some with their host."""
    return len(text) <= _LONGEST and _REPOSITORY.fullmatch(text) is not None


def is_tag(text: str) -> bool:
    """Tell whether *text* can be a tag."""
    return _TAG.fullmatch(text) is not None


def is_digest(text: str) -> bool:
    """Tell whether *text* is a SHA-256 digest; other algorithms are not used here."""
    return _DIGEST.fullmatch(text) is not None
