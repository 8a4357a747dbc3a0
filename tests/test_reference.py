"""The reference is what the code says of itself: every key, every code, every command, and nothing has drifted."""

from __future__ import annotations

import re

import pytest
from repositories import PROJECT

from generator.cli.described import commands
from generator.explain import codes
from generator.model import Pack
from generator.model.shape import known_keys
from generator.reference import HOME, pages
from generator.reference.kinds import hints_of, models_in
from generator.reference.words import escaped

PAGES = dict(pages(PROJECT))


@pytest.mark.parametrize("path", PAGES)
def test_what_is_committed_is_what_the_code_says(path: str) -> None:
    assert (PROJECT / path).read_text(encoding="utf-8") == PAGES[path], "run `make reference`"


def test_nothing_else_is_there() -> None:
    assert {p.relative_to(PROJECT).as_posix() for p in (PROJECT / HOME).rglob("*") if p.is_file()} == set(PAGES)


def test_every_key_is_listed_with_its_words() -> None:
    page = PAGES[f"{HOME}/pack-yaml.md"]
    first = page.partition("## Pack\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)`", first, re.MULTILINE)) == known_keys([])
    pending, seen = [Pack], set()
    while pending:
        model = pending.pop()
        seen.add(model)
        for name, field in model.model_fields.items():
            assert field.description and escaped(field.description) in page, (model, name)
            assert f"| `{field.alias or name}` |" in page
            pending += [m for m in models_in(hints_of(model)[name]) if m not in seen]


def test_links_within_the_page_lead_to_sections() -> None:
    page = PAGES[f"{HOME}/pack-yaml.md"]
    headings = {h.lower().replace(" ", "-") for h in re.findall(r"^## (.+)$", page, re.MULTILINE)}
    assert set(re.findall(r"\(#([\w-]+)\)", page)) <= headings


def test_every_code_has_a_place() -> None:
    index = PAGES[f"{HOME}/checks.md"]
    for code in codes():
        page = f"checks-{code[2]}xx.md"
        assert f"[{code}]({page}#{code.lower()})" in index
        assert f"\n## {code}\n" in PAGES[f"{HOME}/{page}"]


def test_every_command_and_option_is_listed() -> None:
    page = PAGES[f"{HOME}/commands.md"]
    names = {command.name for command in commands()}
    files = {p.stem.rstrip("_") for p in (PROJECT / "generator/cli/commands").glob("[a-z]*.py")}
    assert {name.partition(" ")[0] for name in names} == files
    for command in commands():
        part = page.partition(f"\n## {command.name}\n")[2].partition("\n## ")[0]
        assert command.usage in part and command.help
        assert all(option.written in part and option.help for option in command.options), command


@pytest.mark.parametrize(
    ("text", "said"),
    [("a <b> c", "a &lt;b> c"), ("`<b>` <c>", "`<b>` &lt;c>"), ("``a ` <b>`` {x}", "``a ` <b>`` &#123;x&#125;")],
)
def test_words_that_the_dialect_would_read_as_markup(text: str, said: str) -> None:
    assert escaped(text) == said


def test_no_tag_reaches_a_page() -> None:
    for path, text in PAGES.items():
        words = re.sub(r"^ *(`{3,}).*?^ *\1 *$", "", text, flags=re.MULTILINE | re.DOTALL)
        words = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", words, flags=re.DOTALL)
        assert not re.search(r"<\w", words), path
