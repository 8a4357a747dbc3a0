"""A review in the format that is asked for."""

from __future__ import annotations

from generator.review.change import Review


def render(review: Review, fmt: str, *, colour: bool = False) -> str:
    """Return *review* as `text`, `json`, `markdown` or `changelog`, ended by a line end."""
    if fmt == "json":
        from generator.review import as_json

        return as_json.render(review)
    if fmt == "markdown":
        from generator.review import as_markdown

        return as_markdown.render(review)
    if fmt == "changelog":
        from generator.review import as_changelog

        return as_changelog.render(review)
    from generator.review import as_text

    return as_text.render(review, colour=colour)
