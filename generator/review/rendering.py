"""A review in the format that is asked for."""

from __future__ import annotations

from generator.review import as_json, as_text
from generator.review.change import Review


def render(review: Review, fmt: str) -> str:
    """Return *review* as text, ended by a line end."""
    return as_json.render(review) if fmt == "json" else as_text.render(review)
