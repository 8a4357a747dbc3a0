"""What JSON Schema calls the type of a plain value."""

from __future__ import annotations


def json_type(value: object) -> str:
    """Return `boolean`, `integer`, `number`, `array`, `object` or `string`; a date, which only YAML knows, is text."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case list():
            return "array"
        case dict():
            return "object"
    return "string"
