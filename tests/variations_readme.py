"""Changes of README.md that keep what it says. No tests in here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from variations_pack import BYTES, FILES, Kind, Pack, kind

_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_DELIMITER = re.compile(r"\|? *:?-+:? *(?:\| *:?-+:? *)+\|? *$")
_CELL = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"(#{1,2}) (\w.*?) *#* *$")

README = "README.md"


def readme_kind(stage: int = FILES, share: float = 1.0) -> Callable[[Callable[[Pack, list[str]], list[str]]], Kind]:
    """Make a kind of change of a function from the lines of README.md to others."""

    def decorate(change: Callable[[Pack, list[str]], list[str]]) -> Kind:
        def apply(pack: Pack) -> bool:
            text = pack.read(README)
            new = "\n".join(change(pack, text.split("\n"))) if text is not None else text
            return new is not None and new != text and pack.write(README, new)

        return Kind(change.__name__.replace("_", " "), stage, share, apply)

    return decorate


def prose(lines: list[str]) -> Iterator[int]:
    """Yield the numbers of the lines that lie in no fence."""
    fenced = False
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number


def tables(lines: list[str]) -> Iterator[range]:
    """Yield the lines of each table whose rows all have as many cells as its head."""
    free = set(prose(lines))
    for number in sorted(free):
        if _DELIMITER.match(lines[number]) and number - 1 in free and "|" in lines[number - 1]:
            end = number + 1
            while end in free and "|" in lines[end]:
                end += 1
            table = range(number - 1, end)
            if len({len(cells(lines[n])) for n in table}) == 1 and len(cells(lines[number])) > 1:
                yield table


def cells(row: str) -> list[str]:
    """Return the cells of a row, as they are written."""
    found = _CELL.split(row.strip())
    return found[1 if not found[0].strip() else 0 : -1 if not found[-1].strip() and len(found) > 1 else None]


@readme_kind()
def table_columns_reordered(pack: Pack, lines: list[str]) -> list[str]:
    for table in tables(lines):
        order = list(range(len(cells(lines[table[0]]))))
        pack.rng.shuffle(order)
        for number in table:
            row = cells(lines[number])
            lines[number] = f"|{'|'.join(row[place] for place in order)}|"
    return lines


@readme_kind()
def tables_without_outer_pipes(pack: Pack, lines: list[str]) -> list[str]:
    for table in tables(lines):
        rows = [[cell.strip() for cell in cells(lines[number])] for number in table]
        if all(
            row[0] and row[-1] and row[0][0] not in "-+*#>0123456789" for row in rows if not set(row[0]) <= set(":-")
        ):
            for number, row in zip(table, rows, strict=True):
                lines[number] = " | ".join(row)
    return lines


@readme_kind()
def setext_headings(pack: Pack, lines: list[str]) -> list[str]:
    for number in reversed([*prose(lines)]):
        found = _HEADING.match(lines[number])
        alone = number == 0 or not lines[number - 1].strip()
        if found and alone and pack.rng.random() < 0.6:
            lines[number : number + 1] = [found[2], ("===" if found[1] == "#" else "---") * pack.rng.randint(1, 4)]
    return lines


@readme_kind()
def several_titles(pack: Pack, lines: list[str]) -> list[str]:
    return [*lines, "", "# Another title", "", "Words below it.", ""]


@readme_kind()
def html(pack: Pack, lines: list[str]) -> list[str]:
    more = ["", '<a name="more"></a>', "<!-- a remark -->", "<details>", "<summary>More</summary>", ""]
    return [*lines, *more, "Words<br>and <b>more</b> &copy; words.", "", "</details>", ""]


@kind(FILES, 0.2)
def no_readme(pack: Pack) -> bool:
    present = (pack.folder / README).is_file()
    (pack.folder / README).unlink(missing_ok=True)
    return present


@readme_kind(BYTES)
def readme_without_final_newline(pack: Pack, lines: list[str]) -> list[str]:
    return "\n".join(lines).rstrip("\n").split("\n")


@readme_kind(BYTES)
def crlf_readme(pack: Pack, lines: list[str]) -> list[str]:
    return "\n".join(lines).replace("\r\n", "\n").replace("\n", "\r\n").split("\n")
