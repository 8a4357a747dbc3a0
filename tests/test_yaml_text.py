"""What `yaml_text` writes is read back as it was, by the reader of pack.yaml and by that of values."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.source import load, parse_values
from generator.yaml_text import carries, literal, mapping, scalar

WHERE = st.sampled_from([0, 2, 4, 7])
ODD = st.sampled_from(
    ["", " ", "  ", "\t", "a", "- a", "# b", "a: b", "---", "...", "{{ x }}", "<<<<<<< x", "|", "ü🚀", "\u200b", "%A"]
    + [
        "\r",
        "\x85",
        "\u2028",
        "\ufeff",
        "\x00",
        "\x1b",
        "\u202e",
        "\ufffe",
        "\x7f",
        "'\"\\",
        "? x",
        "\U000e0001",
        "\xa0",
    ]
)
TEXTS = st.lists(ODD | st.text(max_size=6), max_size=8).map("\n".join) | st.text()


def read(lines: list[str], indent: int) -> tuple[object, bool]:
    """Return the text at `values` behind keys that stand *indent* columns in, and whether there were problems."""
    pad = " " * indent
    keys = [" " * column + "k:" for column in range(indent)]
    first, *rest = lines
    text = "\n".join([*keys, f"{pad}values: {first}", *rest, f"{pad}next: 1", ""])
    document, problems = load("pack.yaml", text.encode("utf-8", "surrogatepass"))
    data = document.data if document else {}
    for _key in keys:
        data = data.get("k", {}) if isinstance(data, dict) else {}
    assert document is None or isinstance(data, dict)
    assert document is None or data.get("next") == 1, text
    return (data.get("values") if isinstance(data, dict) else None), bool(problems)


@settings(max_examples=500, deadline=None)
@given(TEXTS, WHERE)
@example("", 0)
@example("\n", 2)
@example("\n\n", 2)
@example("a", 2)
@example("a\n", 2)
@example("a\n\n", 2)
@example(" a\n", 2)
@example("\n a\nb", 2)
@example("  ", 2)
@example("a\n  \n", 2)
@example("a\n  \n\n", 2)
@example("\ta\n", 2)
@example("a\n---\n...\n", 0)
def test_text_reads_back(text: str, indent: int) -> None:
    """A text that YAML can carry comes back byte for byte; what it cannot carry is known before."""
    back, problems = read(literal(text, indent), indent)
    assert carries(text) or problems or literal(text, indent) == [scalar(text)]
    if carries(text):
        assert (back, problems) == (text, False)
        document, found = parse_values(
            "values.yaml", "\n".join(["v: " + literal(text, 0)[0], *literal(text, 0)[1:], ""])
        )
        assert document is not None and document.data == {"v": text} and not found


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_what_a_literal_carries_needs_no_escape(text: str) -> None:
    """Where the text is carried, its lines stand in the file as they are."""
    lines = literal(text, 0)
    if carries(text) and text:
        assert "\n".join(line.removeprefix("  ") for line in lines[1:]) == text.removesuffix("\n")


@pytest.mark.parametrize(
    "char", ["\r", "\x85", "\u2028", "\u2029", "\ufeff", "\x00", "\x1b", "\u202e", "\ufdd0", "\ud800"]
)
def test_what_yaml_cannot_carry(char: str) -> None:
    assert not carries(f"a{char}b")


LEAVES = st.none() | st.booleans() | st.integers() | TEXTS.filter(carries)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS.filter(carries), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(TEXTS.filter(carries), DATA, min_size=1, max_size=4))
@example({"a" * 3000: {"b" * 1100: [{"c " * 900: "d\ne"}]}})
@example({"<<": {"=": 1}, "y": "no", "1e3": "0x1f", "22:22": "1_0"})
def test_data_reads_back(data: dict[str, object]) -> None:
    """Whatever the keys and values are, they are read as they were written."""
    document, problems = load("pack.yaml", "\n".join([*mapping(data), ""]).encode())
    assert document is not None, (problems, mapping(data))
    assert document.data == data
    assert not problems


@given(st.floats(allow_nan=False))
def test_numbers_read_back(number: float) -> None:
    document, _problems = parse_values("values.yaml", "\n".join([*mapping({"v": number}), ""]))
    assert document is not None and document.data == {"v": number}
