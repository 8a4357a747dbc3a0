r"""Fill paragraphs and lay out tables the way Prettier 3 does (``proseWrap: always``, parser ``mdx``).

The renderer emits each paragraph as one line in which SOFT marks the spaces that may be broken; ``wrap`` runs
over the finished page. The rules were read from Prettier 3.10.1 and tested against it (tests/test_wrap.py).

Filling
    A paragraph is one greedy fill of the pieces between breakable spaces, inside strong text too. A space
    never breaks inside a link, image, code span, heading or table cell, before the words
    ``- + \* # 1. 1)`` and anything that starts with ``>``, or next to Chinese and Japanese characters.

What the text must look like to stay unchanged
    - Characters: ``\*`` is kept or added everywhere, ``*`` in words too. ``\_`` is kept at the border of a
      word or next to punctuation and dropped between two letters. Every other one-character escape or entity
      is kept as written (``\[ \< \{ \# &lt; &#123; &nbsp;``), but ``&#42; &#95;`` become ``\* \_``.
      Two ``$`` in a paragraph are a formula, and ``{{ }}`` is Liquid: neither is wrapped; escape them.
      ``[a b]`` outside a link is a reference, filled by other rules: escape ``[``. A ``]`` in a code
      span inside link text breaks the link.
    - Emphasis is ``_a_``, strong ``**a**``. ``snake_case _a_`` in one paragraph is misread: avoid emphasis.
    - Code spans have the fewest backticks that are free and no padding unless a backtick is at the edge.
    - ``<br />`` or a tag at the start of a continuation line splits the paragraph: glue it to the word
      before it.
    - Links are kept; ``[a](<url>)`` only when the address has spaces or parentheses. Autolinks are kept.
    - Lists: marker ``- ``; ``*`` for one directly after another. ``1. 2. 3.`` or ``1. 1. 1.``; marker
      and one space, continuation and nested blocks hang under the text (3 for ``1. ``, 4 for ``10. ``). A
      blank line after an item is kept, item by item. A blank line stands between a paragraph and a list,
      except a list nested tightly in an item.
    - Fences: three backticks, or one more than the longest run inside. Prettier reformats the content when it
      knows the language (yaml, json, js, html, markdown ...) and the content parses; others are kept.
    - Admonitions are paragraphs to Prettier: blank lines around both ``:::`` lines, also inside lists.
    - JSX lines with blank lines around are kept. A complete element is formatted as code (``<X />``, one
      attribute per line when wider than the page, double quotes).
    - Hard breaks (``\`` or two spaces at the end of a line) are kept; the next line is filled on its own.
    - Tables are always padded, whatever the width. ``\|`` is kept in text and in code spans.
    - Front matter is formatted as YAML: comments kept, double quotes unless that needs more escapes, a value
      with spaces folded under its key when the line is too long, ``["a", "b"]`` one item per line then.
    - ``[//]: # (x)`` becomes ``[//]: # "x"``; ``{/* x */}`` on one line is kept at any length.
    - Headings get a blank line before and after. Never two blank lines, no blanks at the end of a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

#: A space at which a line may be broken. The renderer writes it, ``wrap`` removes every one.
SOFT = "\ufdd0"

#: Code points which take two columns (hexadecimal, ranges with a dash).
_WIDE = (
    "1100-115f 231a-231b 2329-232a 23e9-23ec 23f0 23f3 25fd-25fe 2614-2615 261d 2630-2637 2648-2653 267f "
    "268a-268f 2693 26a1 26aa-26ab 26bd-26be 26c4-26c5 26ce 26d4 26ea 26f2-26f3 26f5 26f9-26fa 26fd 2705 "
    "270a-270d 2728 274c 274e 2753-2755 2757 2795-2797 27b0 27bf 2b1b-2b1c 2b50 2b55 2e80-2e99 2e9b-2ef3 "
    "2f00-2fd5 2ff0-3029 302e-303e 3041-3096 309b-30ff 3105-312f 3131-318e 3190-31e5 31ef-321e 3220-3247 "
    "3250-a48c a490-a4c6 a960-a97c ac00-d7a3 f900-faff fe10-fe19 fe30-fe52 fe54-fe66 fe68-fe6b ff01-ff60 "
    "ffe0-ffe6 16fe0-16fe3 16ff0-16ff6 17000-18cda 18cff-18d20 18d80-18df2 18e00-19191 191a0-191d2 "
    "1aff0-1aff3 1aff5-1affb 1affd-1affe 1b000-1b128 1b132 1b150-1b152 1b155 1b164-1b168 1b170-1b2fb "
    "1d300-1d356 1d360-1d376 1f004 1f0cf 1f18e 1f191-1f19a 1f1ae 1f200-1f202 1f210-1f23b 1f240-1f248 "
    "1f250-1f251 1f260-1f265 1f300-1f320 1f32d-1f335 1f337-1f37c 1f37e-1f393 1f3a0-1f3cc 1f3cf-1f3d3 "
    "1f3e0-1f3f0 1f3f4 1f3f8-1f43e 1f440 1f442-1f4fc 1f4ff-1f53d 1f54b-1f54e 1f550-1f567 1f574-1f575 "
    "1f57a 1f590 1f595-1f596 1f5a4 1f5fb-1f64f 1f680-1f6c5 1f6cc 1f6d0-1f6d2 1f6d5-1f6d9 1f6dc-1f6df "
    "1f6eb-1f6ec 1f6f4-1f6fc 1f7da 1f7e0-1f7eb 1f7f0 1f90c-1f93a 1f93c-1f945 1f947-1f9ff 1fa70-1fa7c "
    "1fa80-1fac6 1fac8 1facc-1fadd 1fadf-1faeb 1faef-1fafa 20000-2fffd 30000-3fffd "
)

#: Emoji which take one column alone, and two before U+FE0F.
_NARROW_EMOJI = (
    "a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 2328 23cf 23ed-23ef 23f1-23f2 23f8-23fa 24c2 25aa-25ab "
    "25b6 25c0 25fb-25fc 2600-2604 260e 2611 2618 2620 2622-2623 2626 262a 262e-262f 2638-263a 2640 2642 "
    "265f-2660 2663 2665-2666 2668 267b 267e 2692 2694-2697 2699 269b-269c 26a0 26a7 26b0-26b1 26c8 26cf "
    "26d1 26d3 26e9 26f0-26f1 26f4 26f7-26f8 2702 2708-2709 270f 2712 2714 2716 271d 2721 2733-2734 2744 "
    "2747 2763-2764 27a1 2934-2935 2b05-2b07 1f170-1f171 1f17e-1f17f 1f321 1f324-1f32c 1f336 1f37d "
    "1f396-1f397 1f399-1f39b 1f39e-1f39f 1f3cd-1f3ce 1f3d4-1f3df 1f3f3 1f3f5 1f3f7 1f43f 1f441 1f4fd "
    "1f549-1f54a 1f56f-1f570 1f573 1f576-1f579 1f587 1f58a-1f58d 1f5a5 1f5a8 1f5b1-1f5b2 1f5bc "
    "1f5c2-1f5c4 1f5d1-1f5d3 1f5dc-1f5de 1f5e1 1f5e3 1f5e8 1f5ef 1f5f3 1f5fa 1f6cb 1f6cd-1f6cf "
    "1f6e0-1f6e5 1f6e9 1f6f0 1f6f3 "
)

#: Characters Prettier handles one by one: no line break next to them.
_CJK = (
    "2c7 2c9-2cb 2d9 2ea-2eb 305 323 1100-11ff 2e80-2e99 2e9b-2ef3 2f00-2fd5 2ff0-303f 3041-3096 "
    "3099-30ff 3105-312f 3131-318e 3190-4dbf 4e00-9fff a700-a707 a960-a97c ac00-d7a3 d7b0-d7c6 d7cb-d7fb "
    "f900-fa6d fa70-fad9 fe10-fe1f fe30-fe6f ff00-ffef 16fe3 16ff2-16ff6 1aff0-1aff3 1aff5-1affb "
    "1affd-1affe 1b000-1b128 1b132 1b150-1b152 1b155 1b164-1b168 1f200 1f250-1f251 20000-2a6df "
    "2a700-2b81e 2b820-2cead 2ceb0-2ebe0 2ebf0-2ee5d 2f800-2fa1d 30000-3134a 31350-33479 "
)

#: Hangul letters inside ``_CJK``: a space next to them can be broken as usual.
_HANGUL = (
    "1100-11ff 3013 302e-302f 3037 3131-318e 3200-321e 3260-327e a960-a97c ac00-d7a3 d7b0-d7c6 d7cb-d7fb "
    "ffa0-ffbe ffc2-ffc7 ffca-ffcf ffd2-ffd7 ffda-ffdc "
)


def _char_class(table: str) -> str:
    """Take a table of hexadecimal code points and return the inside of a regular expression's ``[...]``."""
    spans = [entry.partition("-") for entry in table.split()]
    return "".join(f"\\U{first:0>8}-\\U{last or first:0>8}" for first, _, last in spans)


_ONE_EMOJI = f"[{_char_class(_NARROW_EMOJI)}\u231a-\u2b55\U0001f004-\U0001faff]"
# Large classes, compiled only when a text that is not ASCII turns up.
_EMOJI_SEQUENCE = (
    "[#*0-9]\ufe0f?\u20e3"
    "|[\U0001f1e6-\U0001f1ff]{2}"
    "|\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f"
    f"|{_ONE_EMOJI}[\ufe0f\U0001f3fb-\U0001f3ff]?(?:\u200d{_ONE_EMOJI}[\ufe0f\U0001f3fb-\U0001f3ff]?)+"
    f"|[{_char_class(_NARROW_EMOJI)}]\ufe0f"
    f"|{_ONE_EMOJI}[\U0001f3fb-\U0001f3ff]"
)
#: Most texts: each character takes one column, and what would make them part of a wider sequence is not among them.
_ONE_COLUMN_EACH = re.compile("[ -~\xa0-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2319]*")


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@cache
def _class(table: str) -> re.Pattern[str]:
    return re.compile(f"[{_char_class(table)}]")


#: Leading blanks, quote marks, list markers and a check box: what continuation lines hang under.
_PREFIX = re.compile(r" *(?:(?:>|[-*+]|\d{1,9}[.)]) +)*(?:(?<=[-*+.)] )\[[ x]\] )?")
#: SOFT that stands for no space: where there is one already, and at the end. (Prefixes end in a space.)
_EXTRA_SOFT = re.compile(rf"(?:^|[ {SOFT}]){SOFT}|{SOFT}$")
#: Headings and table rows stay on one line.
_ONE_LINE = re.compile(r"#{1,6} |\|")
#: A word that would start a block when it came first on a line (``*`` is written ``\*`` by Prettier).
#: It may be followed by inline markup, since Prettier looks at the text node alone.
_BLOCK_WORD = re.compile(r">|(?:\\\*|[-+]|#{1,6}|\d+[.)])(?=$|\*\*|~~|[_`\[<\]]|!\[)")
_MARKUP_START = re.compile(r"\*\*|~~|[*_`\[<]|!\[")
_MARKUP_END = re.compile(r"(?:(?<!\\)[*_`>]|~~|\]\([^)]*\))$")
#: What stands behind the text of an inline link: destination and perhaps a title.
_ADDRESS = rf"<[^<>]*>|(?:[^\s{SOFT}()]|\([^\s{SOFT}()]*\))*"
_LINK_TAIL = re.compile(rf"\((?:{_ADDRESS})(?:[ {SOFT}]+(?:\"[^\"]*\"|'[^']*'))?\)")
_TOKEN = re.compile(r"\\.|(?P<ticks>`+)|[\[\]]")


def width(text: str) -> int:
    """Take a text without line feeds and return the columns it fills, as Prettier counts them."""
    if (text.isascii() and text.isprintable()) or _ONE_COLUMN_EACH.fullmatch(text):
        return len(text)
    rest, sequences = _pattern(_EMOJI_SEQUENCE).subn("", text)
    return 2 * sequences + sum(map(_char_width, rest))


def _char_width(char: str) -> int:
    """Take one character and return its columns: 0 (control, combining), 1 or 2."""
    if char <= "\x1f" or "\x7f" <= char <= "\x9f" or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if _class(_WIDE).match(char) else 1


def wrap(text: str, width: int | None) -> str:
    """Take a page with SOFT spaces and return it without them, filled to ``width`` columns.

    With ``width`` None each SOFT becomes a plain space and no line is broken. Lines without SOFT are
    returned as they are.
    """
    if width is None:
        return text.replace(SOFT, " ")
    return "\n".join(_wrap_line(line, width) if SOFT in line else line for line in text.split("\n"))


def _wrap_line(line: str, limit: int) -> str:
    """Take one paragraph (prefix and SOFT text) and return its lines, joined by line feeds."""
    flat = line.replace(SOFT, " ")
    if flat.isascii() and len(flat) <= limit and not _EXTRA_SOFT.search(line):
        return flat
    prefix = _PREFIX.match(line).group()  # type: ignore[union-attr]  # the pattern matches everywhere
    content = line[len(prefix) :]
    if _ONE_LINE.match(content):
        return flat
    hanging = re.sub(r"[^ >]", " ", prefix)
    lines = _fill(_atoms(content), limit - len(prefix))
    return prefix + ("\n" + hanging).join(lines)


def _fill(atoms: list[str], limit: int) -> list[str]:
    """Take unbreakable pieces and return lines of at most ``limit`` columns, where the pieces allow it."""
    lines = atoms[:1] or [""]
    used = width(lines[0])
    for atom in atoms[1:]:
        size = width(atom)
        if used + 1 + size <= limit:
            lines[-1] += " " + atom
            used += 1 + size
        else:
            lines.append(atom)
            used = size
    return lines


def _atoms(content: str) -> list[str]:
    """Take the SOFT text of a paragraph and return the pieces between the spaces Prettier may break."""
    words = [word for word in _close_links(content).split(SOFT) if word]
    atoms = words[:1]
    for word in words[1:]:
        if _BLOCK_WORD.match(word) or _is_tied(atoms[-1], word):
            atoms[-1] += " " + word
        else:
            atoms.append(word)
    return atoms


def _is_tied(left: str, right: str) -> bool:
    """Take two neighbour words and tell if Prettier keeps the space between them for CJK reasons."""
    if not left or not right or (left + right).isascii():
        return False
    if _MARKUP_END.search(left) or _MARKUP_START.match(right):
        return False
    kinds = {_cjk_kind(left[-1]), _cjk_kind(right[0])}
    return bool(kinds & {"letter", "mark"}) and kinds != {"hangul", "letter"}


def _cjk_kind(char: str) -> str:
    """Take a character and return how Prettier classes it: other, hangul, mark (punctuation) or letter."""
    if not _class(_CJK).match(char):
        return "other"
    if unicodedata.category(char).startswith("P") or char == "\u3000":
        return "mark"
    return "hangul" if _class(_HANGUL).match(char) else "letter"


def _close_links(content: str) -> str:
    """Take a paragraph and return it with plain spaces inside links and images, which never break."""
    pieces: list[str] = []
    start = 0
    for first, last in _link_spans(content):
        pieces += [content[start:first], content[first:last].replace(SOFT, " ")]
        start = last
    return "".join(pieces) + content[start:]


def _link_spans(content: str) -> list[tuple[int, int]]:
    """Take a paragraph and return where its outermost inline links and images begin and end."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    position = 0
    while token := _TOKEN.search(content, position):
        position = token.end()
        if token["ticks"]:
            position = _code_end(content, token)
        elif token.group() == "[":
            opened.append(token.start())
        elif token.group() == "]" and opened:
            first = opened.pop()
            if tail := _LINK_TAIL.match(content, position):
                position = tail.end()
                while spans and spans[-1][0] > first:  # links within this one
                    spans.pop()
                spans.append((first, position))
    return spans


def _code_end(content: str, ticks: re.Match[str]) -> int:
    """Take a paragraph and the opening run of backticks and return where its code span ends."""
    closing = re.compile(rf"(?<!`){ticks['ticks']}(?!`)").search(content, ticks.end())
    return closing.end() if closing else ticks.end()


def table(rows: list[list[str]], align: list[str] | None = None) -> list[str]:
    """Take the header row and the other rows and return the lines of a table as Prettier lays it out.

    ``align`` names the alignment of each column: ``left``, ``center``, ``right`` or an empty text. Every
    column is padded to its widest cell (3 at least) whatever the line length. Short rows are filled up with
    empty cells. Pipes in cells must be escaped by the caller.
    """
    count = max(len(row) for row in rows)
    cells = [[cell.replace(SOFT, " ") for cell in row] + [""] * (count - len(row)) for row in rows]
    sides = (align or [])[:count] + [""] * (count - len(align or []))
    widths = [[width(cell) for cell in row] for row in cells]
    sizes = [max(3, *column) for column in zip(*widths, strict=True)]
    lines = [_table_line(map(_pad, row, used, sizes, sides)) for row, used in zip(cells, widths, strict=True)]
    return [lines[0], _table_line(map(_delimiter, sizes, sides)), *lines[1:]]


def _table_line(cells: Iterable[str]) -> str:
    """Take padded cells and return the table line."""
    return f"| {' | '.join(cells)} |"


def _pad(cell: str, used: int, size: int, side: str) -> str:
    """Take a cell, its width, the column's size and alignment and return the cell padded to that size."""
    space = size - used
    before = {"right": space, "center": space // 2}.get(side, 0)
    return " " * before + cell + " " * (space - before)


def _delimiter(size: int, side: str) -> str:
    """Take a column's size and alignment and return its cell of the delimiter row."""
    first = ":" if side in ("left", "center") else "-"
    last = ":" if side in ("right", "center") else "-"
    return first + "-" * (size - 2) + last
