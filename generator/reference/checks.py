"""The pages of all codes, a page for each hundred and one that lists them, from what `packscribe explain` says."""

from __future__ import annotations

from collections.abc import Iterator

from generator.explain import codes, explained
from generator.reference.words import escaped, front, table

_HUNDREDS = {
    "0": ("YAML", "How pack.yaml and packscribe.toml are written"),
    "1": ("Shape and commands", "What pack.yaml must look like, and how commands are used"),
    "2": ("One pack", "What is said within one pack, and what is in its folder"),
    "3": ("Between packs, import and bump", "What packs say of each other, and what is taken over"),
    "4": ("Templates and sites", "How pages are made"),
    "5": ("Drift", "What is generated against what is there"),
    "6": ("Registries", "Publishing, pulling and verifying"),
    "7": ("Policies and platforms", "What rules of platforms mean"),
    "8": ("Sources", "Where facts come from"),
}
_SOURCE = "generator/explain.py"


def checks() -> Iterator[tuple[str, str]]:
    """Yield name and text of each page."""
    hundreds: dict[str, list[str]] = {}
    for code in codes():
        hundreds.setdefault(code[2], []).append(code)
    yield "checks", _index(hundreds)
    for digit, found in hundreds.items():
        yield f"checks-{digit}xx", _page(digit, found)


def _index(hundreds: dict[str, list[str]]) -> str:
    count = sum(map(len, hundreds.values()))
    lines = front("Checks", "Every code that packscribe reports, with its meaning", _SOURCE)
    lines += [
        f"packscribe reports problems under {count} codes. `packscribe explain PS203` prints what stands here.",
        "",
    ]
    for digit, found in hundreds.items():
        title, says = _HUNDREDS[digit]
        lines += [f"## {title}", "", f"{says}.", ""]
        rows = ((f"[{code}](checks-{digit}xx.md#{code.lower()})", escaped(_title(code))) for code in found)
        lines += table(("Code", "Problem"), rows)
    return "\n".join(lines).rstrip("\n") + "\n"


def _page(digit: str, found: list[str]) -> str:
    title, says = _HUNDREDS[digit]
    lines = front(f"Checks {digit}xx", says, _SOURCE)
    lines += [f"{title}: {says[:1].lower()}{says[1:]}. [All checks](checks.md)", ""]
    for code in found:
        one = explained(code)
        text = one.text if one else ""
        lines += [f"## {code}", "", f"**{escaped(_title(code))}**", "", *_indented_code(text), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _title(code: str) -> str:
    one = explained(code)
    return one.title if one else ""


def _indented_code(text: str) -> Iterator[str]:
    """Yield the lines of *text*, with words escaped and code that is marked by indentation in a fence."""
    paragraphs = text.strip("\n").split("\n\n")
    code: list[str] = []
    for paragraph in [*paragraphs, ""]:
        if paragraph.startswith("    "):
            code.append(paragraph)
            continue
        if code:
            block = "\n\n".join(code)
            yield from ("```text", *(line.removeprefix("    ") for line in block.split("\n")), "```", "")
            code = []
        if paragraph:
            yield from (*escaped(paragraph).split("\n"), "")
