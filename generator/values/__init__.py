"""The text of values.yaml, edited by position: it is never loaded and dumped, so nothing else of it changes."""

from generator.source.outline import Path
from generator.values.comments import (
    ENABLED_PRESETS,
    MARK,
    comment_lines,
    enabled_presets,
    insert_comments,
    strip_comments,
)
from generator.values.merging import Merged, Unmergeable, merge, set_value
from generator.values.paths import format_path, parse_path
from generator.values.text import State, ValuesText

__all__ = [
    "ENABLED_PRESETS",
    "MARK",
    "Merged",
    "Path",
    "State",
    "Unmergeable",
    "ValuesText",
    "comment_lines",
    "enabled_presets",
    "format_path",
    "insert_comments",
    "merge",
    "parse_path",
    "set_value",
    "strip_comments",
]
