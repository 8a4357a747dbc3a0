"""Palette's constraint mini-language."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.palette_schema import Constraint, Fault, Placeholder, parse, template, unsafe
from generator.source import parse_values

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

READ = {
    "required alone": ("{{ required }}", {"required": True}),
    "readonly without spaces": ("{{readonly}}", {"readonly": True}),
    "type": ('{{ format "${password}" }}', {"type": "password"}),
    "undocumented type": ('{{ format "${input}" }}', {"type": "input"}),
    "list": ('{{ format "${list:[a, b]}" }}', {"type": "list", "list_options": ("a", "b")}),
    "regex with braces and a slash": (
        r'{{ format "${string:/^(a|b{2})\/x}$/}" }}',
        {"type": "string", "regex": r"^(a|b{2})\/x}$"},
    ),
    "range": ('{{ format "${number:[-5-10.5]}" }}', {"type": "number", "range": (-5.0, 10.5)}),
    "mixed": (
        '{{ format "${ipv4} - ${ipv4}" }}',
        {"type": "string", "parts": (Placeholder("ipv4"), " - ", Placeholder("ipv4"))},
    ),
    "literal dollar": ('{{ format "a$b" }}', {"type": "string", "parts": ("a$b",)}),
    "version in text": (
        '{{ format "${string}/${string}:${version}" }}',
        {"parts": (Placeholder("string"), "/", Placeholder("string"), ":", Placeholder("version"))},
    ),
    "bar inside a hint": ('{{ required | hints "a|b" "c" }}', {"required": True, "hints": ("a|b", "c")}),
    "two spaces before the bar": ('{{ format "${string}"  | hints "x"}}', {"hints": ("x",)}),
}

FAULTS = {
    "no braces": ("required", 1),
    "unknown clause": ("{{ optional }}", 4),
    "empty clause": ("{{ required | }}", 15),
    "clause twice": ("{{ required | required }}", 15),
    "no text": ("{{ hints }}", 10),
    "empty format": ('{{ format "" }}', 14),
    "two formats in one": ('{{ format "a" "b" }}', 15),
    "open text": ('{{ format "abc }}', 11),
    "text after the end": ("{{ required }} x", 15),
    "no end": ("{{ required", 12),
    "unknown type": ('{{ format "x ${strin}" }}', 16),
    "list without options": ('{{ format "${list}" }}', 18),
    "empty option": ('{{ format "${list:[a,,b]}" }}', 18),
    "argument where none is": ('{{ format "${boolean:x}" }}', 21),
    "range backwards": ('{{ format "${number:[9-1]}" }}', 21),
    "open placeholder": ('{{ format "${string" }}', 20),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_reads(text: str, expected: dict[str, object]) -> None:
    """Every form of the language is read, and written again it reads the same."""
    found = parse(text, "a.b")
    assert isinstance(found, Constraint), found
    assert {key: getattr(found, key) for key in expected} == expected
    assert parse(template(found), "a.b") == found


@pytest.mark.parametrize(("text", "column"), FAULTS.values(), ids=FAULTS)
def test_says_where_it_is_wrong(text: str, column: int) -> None:
    """A template that cannot be read comes back as a fault with the column of its cause."""
    found = parse(text)
    assert isinstance(found, Fault), found
    assert found.column == column, found


@pytest.mark.parametrize("text", ['a "b"', "it's", "a }} b", "{{ x", "a\nb", "a\u2028b", "a\x07"])
def test_refuses_text_that_could_break_out(text: str) -> None:
    """What the language cannot carry has a reason, and never reaches a template."""
    assert unsafe(text)
    assert template(Constraint(hints=(text,), required=True)) == "{{ required }}"


def test_reads_all_real_files() -> None:
    """Every entry of every real schema.yaml is read, and written again it says the same."""
    files = sorted(CORPUS.glob("*/schema.yaml"))
    if not files:
        pytest.skip(f"no corpus at {CORPUS}")
    for file in files:
        document, _ = parse_values(str(file), file.read_text("utf-8"))
        assert document is not None
        for path, entry in (document.data or {}).items():  # type: ignore[attr-defined]
            found = parse(entry["schema"], path)
            assert isinstance(found, Constraint), (file, path, found)
            assert parse(template(found), path) == found
