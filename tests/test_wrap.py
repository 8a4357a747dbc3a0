"""Filling paragraphs and laying out tables: fixed cases, and a fuzz test against the real Prettier."""

from __future__ import annotations

import random

import mdx_gate
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.wrap import _ONE_COLUMN_EACH, SOFT, table, width, wrap

#: Ordinary words of a page, separated by spaces.
WORDS = (
    "the policy AKS, (CNI) v1.4.0 10.2.0.0/16 foo_bar snake_case non-breakable “quoted” e.g. it: end. (2) "
    "and/or naïve ::1 100% \\$HOME = | ~ — \\_x \\_ \\[y\\] \\{z\\} &lt;pod> &#123;&#123; &amp; @x cluster's "
    "Kubernetes a to be of"
)
#: Words which start a block, or look as if they did, when they come first on a line.
TRICKY = "- + \\* # ## 1. 12) > >x \\>x &gt;=1.2 = --- --flag 1\\."
WIDE = "中文 日本語 한국어 ， foo中 ✅ ❤️ ⚠️ 👩‍💻 🇩🇪 e\u0301x"
ADDRESSES = "https://learn.microsoft.com/en-us/azure/virtual-network/x ../x.md#a_b /a https://x.io/a?b=c"

# "~" stands for SOFT.
CASES = [
    ("short~line", "short line"),
    ("aaaa~bbbb~cccc~dddd~eeee", "aaaa bbbb cccc dddd\neeee"),
    ("aaaa~bbbb~cccc~dddde~f", "aaaa bbbb cccc dddde\nf"),
    ("aaaaaaaaaaaaaaaaaaaaaaaaaaa~b~c", "aaaaaaaaaaaaaaaaaaaaaaaaaaa\nb c"),
    ("- aaaa~bbbb~cccc~ddd~eeee", "- aaaa bbbb cccc ddd\n  eeee"),
    ("1. aaaa~bbbb~cccc~dd~eeee", "1. aaaa bbbb cccc dd\n   eeee"),
    ("9. aaaa~bbbb~cccc~dd\n10. aaaa~bbbb~cccc~dd", "9. aaaa bbbb cccc dd\n10. aaaa bbbb cccc\n    dd"),
    ("- x\n  - aaaa~bbbb~cccc~dddd", "- x\n  - aaaa bbbb cccc\n    dddd"),
    ("- x\n\n  aaaa~bbbb~cccc~dddd", "- x\n\n  aaaa bbbb cccc\n  dddd"),
    ("- [x] aaaa~bbbb~cccc~dddd", "- [x] aaaa bbbb cccc\n      dddd"),
    ("> aaaa~bbbb~cccc~dddd", "> aaaa bbbb cccc\n> dddd"),
    ("> - aaaa~bbbb~cccc~dddd", "> - aaaa bbbb cccc\n>   dddd"),
    ("aaaa~bbbb~cccc~dddd~-~e", "aaaa bbbb cccc\ndddd - e"),
    ("aaaa~bbbb~cccc~ddddd~1.~e", "aaaa bbbb cccc\nddddd 1. e"),
    ("aaaa~bbbb~cccc~ddddd~\\*~e", "aaaa bbbb cccc\nddddd \\* e"),
    ("aaaa~bbbb~cccc~ddddd~>=1~e", "aaaa bbbb cccc\nddddd >=1 e"),
    ("aaaa~bbbb~cccc~ddddd~-x~e", "aaaa bbbb cccc ddddd\n-x e"),
    ("aaaa~bbbb~cccc~ddddd~\\#~e", "aaaa bbbb cccc ddddd\n\\# e"),
    ("aaaa~bbbb~cccc~ddddd~-`x`", "aaaa bbbb cccc\nddddd -`x`"),
    ("aaaa~`bbbb cccc dddd`~eeee", "aaaa\n`bbbb cccc dddd`\neeee"),
    ("aaaa~**bbbb~cccc~dddd~eeee**.", "aaaa **bbbb cccc\ndddd eeee**."),
    ("aaaa~[bbbb~cccc~dd](/eeee),~f", "aaaa\n[bbbb cccc dd](/eeee),\nf"),
    ("aaaa~![bbbb~cccc~dd](/eeee)~f", "aaaa\n![bbbb cccc dd](/eeee)\nf"),
    ("aaaa~[**bbbb~`c`~dd**](/eeee)~f", "aaaa\n[**bbbb `c` dd**](/eeee)\nf"),
    ("aaaa~bbbb~\\[cccc~dddd\\](e)", "aaaa bbbb \\[cccc\ndddd\\](e)"),
    ("aaaa~(bbbb~[c~d](/e)-based~f)", "aaaa (bbbb\n[c d](/e)-based f)"),
    ("aaaa~bbbb~cccc~中文~eeee", "aaaa bbbb\ncccc 中文 eeee"),
    ("aaaa~bbbb~cccc~한국~eeee", "aaaa bbbb cccc 한국\neeee"),
    ("aaaa~bbbb~cccc~✅✅✅~ee", "aaaa bbbb cccc\n✅✅✅ ee"),
    ("## aaaa~bbbb~cccc~dddd~eeee", "## aaaa bbbb cccc dddd eeee"),
]


def _soft(text: str) -> str:
    """Take a text of CASES and return it with real SOFT spaces."""
    return text.replace("~", SOFT)


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_cases_at_20_columns(line: str, expected: str) -> None:
    assert wrap(_soft(line), 20) == expected


@pytest.mark.parametrize(("line", "_expected"), CASES)
def test_no_width_means_plain_spaces(line: str, _expected: str) -> None:
    assert wrap(_soft(line), None) == line.replace("~", " ")


def test_other_lines_are_untouched() -> None:
    page = '---\ntitle: "a  b"\n---\n\n```yaml\n' + "x: " + "word " * 40 + "\n```\n\n| a | b |\n"
    assert wrap(page, 20) == page


def test_extra_soft_spaces_vanish() -> None:
    assert wrap(_soft("- ~aaaa~~bbbb~"), 20) == "- aaaa bbbb"
    assert wrap(SOFT, 20) == ""


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("é—“”", 4),
        ("e\u0301", 1),
        ("中文", 4),
        ("✅", 2),
        ("✓", 1),
        ("❤", 1),
        ("❤️", 2),
        ("👩‍💻", 2),
        ("👍🏽", 2),
        ("🇩🇪", 2),
        ("1️⃣", 2),
        ("™", 1),
        ("ｆ", 2),
    ],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


def test_characters_that_are_known_to_take_one_column_do() -> None:
    known = [c for c in map(chr, range(0x3000)) if _ONE_COLUMN_EACH.fullmatch(c)]
    assert len(known) > 1000
    assert {width(f"{c}\u0301") for c in known} == {1}  # with an accent, which takes none, each is looked up


@given(st.text("ab`[]() >-*#1.~", max_size=30))
def test_short_lines_are_filled_like_others(text: str) -> None:
    line = _soft(text)
    assert wrap(f"{line}~x".replace("~", SOFT), 60) + "é" == wrap(f"{line}~xé".replace("~", SOFT), 60)


def test_table_is_padded() -> None:
    assert table([["Name", "B"], ["a", ""], ["中文", "`x\\|y`"]]) == [
        "| Name | B      |",
        "| ---- | ------ |",
        "| a    |        |",
        "| 中文 | `x\\|y` |",
    ]


def test_table_with_short_rows_alignment_and_soft_spaces() -> None:
    assert table([["a", "b", "c"], ["x" + SOFT + "y"]], ["right", "center", "left"]) == [
        "|   a |  b  | c   |",
        "| --: | :-: | :-- |",
        "| x y |     |     |",
    ]


def _text(dice: random.Random, count: int, wide: bool) -> str:
    """Return that many words with SOFT between them."""
    pools = [WORDS.split()] * 7 + [TRICKY.split()] + ([WIDE.split()] * 3 if wide else [])
    return SOFT.join(dice.choice(dice.choice(pools)) for _ in range(count))


def _inline(dice: random.Random, wide: bool) -> str:
    """Return a code span, strong text, a link or a mix of them."""
    words = "alpha" + SOFT + _text(dice, dice.randint(1, 5), wide) + SOFT + "omega"
    address = dice.choice(ADDRESSES.split())
    link = f"[{words.replace('|', '/')}]({address})"
    kinds = [
        f"`{words.replace(SOFT, ' ')}`",
        "``a ` b``",
        f"**{words}**",
        f"**`a b`:**{SOFT}x<br />",
        link,
        f"**see{SOFT}{link}{SOFT}now**",
        f"[**alpha{SOFT}beta**{SOFT}`c d`]({address})",
    ]
    before = dice.choice(["", "", "(", "“"])
    after = dice.choice(["", "", ",", ".", ")", "-based"])
    return before + dice.choice(kinds) + after


def _paragraph(dice: random.Random, wide: bool) -> str:
    """Return the one line of a paragraph."""
    pieces = ["Start"]
    for _ in range(dice.randint(2, 12)):
        inline = dice.random() < 0.4
        pieces.append(_inline(dice, wide) if inline else _text(dice, dice.randint(1, 12), wide))
    return SOFT.join([*pieces, "end."])


def _table(dice: random.Random, wide: bool) -> str:
    """Return a table of random size with some empty cells."""
    columns = dice.randint(1, 4)
    rows = [["Head"] * columns]
    for _ in range(dice.randint(1, 4)):
        cells = [_text(dice, dice.randint(0, 9), wide) for _ in range(columns)]
        rows.append([cell.replace("|", "\\|") for cell in cells])
    return "\n".join(table(rows))


def _block(dice: random.Random, wide: bool) -> str:
    """Return a paragraph, list, quotation or table."""
    first, second, third = (_paragraph(dice, wide) for _ in range(3))
    shapes = [
        first,
        f"- {first}\n- {second}\n- {third}",
        f"- {first}\n\n- {second}",
        f"1. {first}\n2. {second}",
        f"> {first}\n>\n> {second}",
        f"- {first}\n\n  {second}\n\n  1. {third}\n  2. {first}",
        f":::warning\n\n{first}\n\n:::",
        _table(dice, wide),
    ]
    return dice.choice(shapes)


def _changed(entries: list[dict[str, object]]) -> list[str]:
    """Take gate entries and return what Prettier would change, entry by entry."""
    if reason := mdx_gate.available():
        pytest.skip(reason)
    for entry in entries:
        entry.update(prettier=True, compile=False)
    failed = [result for result in mdx_gate.run(entries) if not result["prettier"]]
    return [f"{result['name']}: {result['diff']}" for result in failed]


def test_prettier_agrees_with_the_cases() -> None:
    entries: list[dict[str, object]] = [
        {"name": line, "text": wrap(_soft(line), 20) + "\n", "printWidth": 20} for line, _ in CASES
    ]
    assert not _changed(entries)


def test_prettier_leaves_random_pages_alone() -> None:
    dice = random.Random(20261121)
    entries: list[dict[str, object]] = []
    for number in range(400):
        columns = dice.choice([120, 120, 80, 40])
        text = wrap(_block(dice, wide=number % 4 == 0), columns) + "\n"
        entries.append({"name": f"page {number}", "text": text, "printWidth": columns})
    assert not _changed(entries)
