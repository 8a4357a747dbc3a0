"""The page of a pack on the site: what it says of ends, parameters, values, presets and files, and where it stops."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest
from overview_packs import written
from repositories import AS_OF, SETTINGS, renderer

from generator import judging, lock
from generator.compile import compile_pack
from generator.compiled import Compiled

Facts = Mapping[str, object]


def version(name: str, values: object = "pack:\n  a: 1\n", **facts: object) -> dict[str, object]:
    return {"version": name, "series": name.rpartition(".")[0] + ".x", "values": values} | facts


def compiled(folder: Path, **facts: object) -> Compiled:
    """Compile a small pack with *facts*, whose every fact the readers find."""
    loaded = written(folder, "small", **facts)
    tree = compile_pack(loaded, SETTINGS, renderer())
    unit = Compiled("small", (loaded,), SETTINGS, tree, lock.Lock("small"))
    assert judging.read_back(unit, tree) == []
    return unit


def page(folder: Path, **facts: object) -> str:
    """Return the page of a small pack with *facts*."""
    return compiled(folder, **facts).tree["docs_src/packs/small.md"].decode()


def parameter(path: str, **facts: object) -> dict[str, object]:
    return {"path": path, "type": "integer", "description": f"What {path} does."} | facts


def test_a_pack_with_nothing_to_tell_says_what_there_is(tmp_path: Path) -> None:
    text = page(tmp_path)
    assert "![" not in text and "### Parameters" not in text and "### Presets" not in text
    assert "| `1.0.0` | supported | addon | not stated | not stated | not stated | November 21, 2026 |" in text
    assert "[values.yaml](small/1.0.0/values.yaml) of **1.0.0** has 3 lines." in text
    assert "-   [pack.yaml](small/pack.yaml): the source" in text


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (-52, '!!! danger "Support for it ended 52 days ago (as of November 21, 2026)"'),
        (-1, '!!! danger "Support for it ended 1 day ago (as of November 21, 2026)"'),
        (0, '!!! danger "Support for it ended today (as of November 21, 2026)"'),
        (45, '!!! warning "Support for it ends in 45 days (as of November 21, 2026)"'),
        (181, None),
    ],
)
def test_an_end_says_how_far_away_it_is(days: int, title: str | None, tmp_path: Path) -> None:
    date = AS_OF + datetime.timedelta(days)
    ending = {"subject": "Support for `it`", "date": date, "consequence": "It stops.", "replacement": "Use another."}
    text = page(tmp_path, retirements={"it": ending})
    assert (title in text) if title else '"Support for it' not in text


def test_a_version_that_is_no_longer_supported_names_the_one_that_is(tmp_path: Path) -> None:
    old = version("1.0.0", lifecycle={"deprecated": datetime.date(2026, 10, 5)})
    text = page(tmp_path, versions=[version("1.1.0"), old])
    assert '!!! warning "Deprecated"' in text
    assert "**1.0.0** is deprecated since October 5, 2026, disabled in 45 days" in text
    assert "Use **1.1.0** instead, which is supported." in text
    assert text.count('"Deprecated"') == 1


@pytest.mark.parametrize(
    ("lifecycle", "newest", "box", "words"),
    [
        ({"deprecated": 3}, {}, "Deprecated in 3 days (as of November 21, 2026)", "Use **1.1.0** instead"),
        ({"deprecated": 180}, {"deprecated": 181}, "Deprecated in 180 days", "Use **1.1.0** instead"),
        ({"deprecated": 1, "disabled": 2}, {"deprecated": 9}, "Deprecated in 1 day", "disabled in 2 days"),
        ({"disabled": 2}, {}, "Disabled in 2 days", "**1.0.0** is supported, disabled in 2 days (as of"),
        ({"deprecated": 181}, {}, None, "1.0.0**: supported, deprecated from May 21, 2027"),
    ],
)
def test_a_version_that_is_soon_no_longer_supported_has_a_warning(
    lifecycle: dict[str, int], newest: dict[str, int], box: str | None, words: str, tmp_path: Path
) -> None:
    old, new = ({s: AS_OF + datetime.timedelta(n) for s, n in days.items()} for days in (lifecycle, newest))
    text = page(tmp_path, versions=[version("1.1.0", lifecycle=new), version("1.0.0", lifecycle=old)])
    tab = text.partition('=== "1.0.x"')[2]
    assert words in tab
    assert (f'!!! warning "{box}' in tab) if box else "!!!" not in tab
    assert ("Use **" in tab) == (box is not None and newest.get("deprecated", 999) > 180)


def test_columns_that_tell_nothing_are_left_out(tmp_path: Path) -> None:
    text = page(tmp_path, parameters=[parameter("pack.a")])
    assert "| Parameter | Description | Type | Default Value | Required |\n" in text


def test_allowed_values_and_the_version_that_brought_a_parameter(tmp_path: Path) -> None:
    options = [{"value": n, "means": f"It is {n}."} for n in (1, 2)]
    text = page(
        tmp_path,
        versions=[version("1.1.0", "pack:\n  a: 1\n  b: 2\n"), version("1.0.0")],
        parameters=[
            parameter("pack.a", options=options),
            parameter("pack.b", versions=">=1.1"),
            parameter("pack.c", format="${number:[1-5]}", versions=">=1.1"),
        ],
    )
    assert "| Required | Allowed Values | Since |" in text
    assert "| No | `1` or `2` | the first version here |" in text
    assert "| No | not limited | `1.1.0` |" in text
    assert "| No | `${number:[1-5]}` | `1.1.0` |" in text


@pytest.mark.parametrize(
    ("description", "words"),
    [
        ("| a | b |\n|---|---|\n| x | `y` |", "a, b; x, `y`"),
        ("One of:\n\n- `a`\n- **b**\n\n  - c", "One of: `a`; **b** c"),
        ("1. a\n2. b", "a; b"),
        ("Run:\n\n```sh\nls\n  pwd\n```", "Run: `ls pwd`"),
        ("First.\n\nThen.", "First. Then."),
        ("# Head\n\nWords.", "Head Words."),
        ("> said", "said"),
        ("![seen](x.png)", "seen"),
    ],
    ids=["table", "list", "steps", "fence", "paragraphs", "heading", "quote", "image"],
)
def test_no_words_are_lost_where_blocks_stand_in_a_cell(description: str, words: str, tmp_path: Path) -> None:
    text = page(tmp_path, parameters=[parameter("pack.a", description=description)])
    assert f"| `pack.a` | {words} | integer |" in text


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://e.example/a_(b)", "https://e.example/a_%28b%29"),
        ("https://e.example/a_%28b%29", "https://e.example/a_%28b%29"),
        ('https://e.example/"x=(1)', "https://e.example/%22x=%281%29"),
        ("<https://e.example/a b>", "https://e.example/a%20b"),
        ("https://e.example/?a=(1)&b='2'", "https://e.example/?a=%281%29&b='2'"),
    ],
)
def test_an_address_is_the_same_as_its_encoded_form(address: str, written: str, tmp_path: Path) -> None:
    text = f"See [there]({address})."
    unit = compiled(
        tmp_path,
        parameters=[parameter("pack.a", description=text)],
        limitations={"one": {"text": text, "strength": "hard"}},
        warnings={"two": {"text": text}},
        references=[{"title": "Three", "url": "https://e.example/three_(3)"}],
    )
    stating = [path for path, content in unit.tree.items() if f"[there]({written})" in content.decode()]
    assert len(stating) >= 4
    for path in stating:
        other = unit.tree[path].decode().replace(f"]({written})", "](https://e.example/c)").encode()
        assert [d.code for d in judging.read_back(unit, {path: other})] == ["PS510"] * 3
        other = unit.tree[path].replace(b"three_%283%29", b"three_%284%29")
        assert [d.code for d in judging.read_back(unit, {path: other})] == ["PS510"]


@pytest.mark.parametrize(
    ("values", "comment"),
    [
        ("pack: {a: 1, b: 2}\n", "#: a: What pack.a does.\n#: b: What pack.b does.\npack: {a"),
        ("pack:\n  {a: 1,\n   b: 2}\n", "#: a: What pack.a does.\n#: b: What pack.b does.\npack:\n"),
        ("pack:\n  a: 1\n  # b: 2\n", "  #: What pack.b does.\n  # b: 2\n"),
        ("{pack: {a: 1}}\n", "{pack"),
    ],
    ids=["brackets", "lines in brackets", "commented out", "all in brackets"],
)
def test_comments_of_keys_in_brackets_are_read_back(values: str, comment: str, tmp_path: Path) -> None:
    parameters = [parameter("pack.b"), parameter("pack.a")]
    unit = compiled(tmp_path, versions=[version("1.0.0", values)], parameters=parameters)
    path = "packs/small/1.0.0/values.yaml"
    text = unit.tree[path].decode()
    assert all(line in text for line in comment.split("\n"))
    if "#: " in comment:
        other = text.replace("What pack.b", "Which pack.b").encode()
        assert [d.code for d in judging.read_back(unit, {path: other})] == ["PS510"]


def test_values_are_shown_with_their_parameters_marked(tmp_path: Path) -> None:
    text = page(tmp_path, parameters=[parameter("pack.a")])
    assert '??? abstract "values.yaml of 1.0.0"' in text
    assert '```yaml hl_lines="4"' in text and "those of its parameters are marked" in text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"values": ""}, "1 line."),
        ({"values": "pack: {a: 1}\n", "comments": "verbatim"}, "1 line."),
        ({"values": "a: '\t'\n", "comments": "verbatim"}, "1 line; it is not shown here."),
        ({"values": "a: 1\n"}, "2 lines."),
    ],
)
def test_one_line_is_told_as_one(facts: dict[str, object], words: str, tmp_path: Path) -> None:
    text = page(tmp_path, versions=[version("1.0.0", **facts)])
    assert f"[values.yaml](small/1.0.0/values.yaml) of **1.0.0** has {words}\n" in text


@pytest.mark.parametrize(
    "values",
    [
        "pack:\n" + "".join(f"  k{n}: {n}\n" for n in range(400)),
        'pack:\n  a: "tab\tinside"\n',
    ],
    ids=["long", "tab"],
)
def test_values_that_a_page_cannot_show_are_linked(values: str, tmp_path: Path) -> None:
    text = page(tmp_path, versions=[version("1.0.0", values)])
    assert "they are not shown here" in text and "??? abstract" not in text
    assert "[values.yaml](small/1.0.0/values.yaml)" in text


def test_a_page_of_forty_versions_shows_the_newest_values(tmp_path: Path) -> None:
    values = "pack:\n" + "".join(f"  k{n}: {n}\n" for n in range(100))
    text = page(tmp_path, versions=[version(f"1.{n}.0", values) for n in range(39, -1, -1)])
    assert [f'"values.yaml of 1.{n}.0"' in text for n in range(39, -1, -1)] == [True] * 5 + [False] * 35
    assert text.count('=== "1.') == 40


def test_parameters_of_old_versions_are_named_where_the_page_would_be_too_long(tmp_path: Path) -> None:
    values = "pack:\n" + "".join(f"  k{n}: {n}\n" for n in range(600))
    text = page(
        tmp_path,
        versions=[version(f"1.{n}.0", values) for n in (3, 2, 1)],
        parameters=[parameter(f"pack.k{n}") for n in range(600)],
    )
    assert text.count("| `pack.k599` |") == 2
    assert "too long with the parameters of this version. They stand in [values.yaml](small/1.1.0/values.yaml)." in text


def test_presets_are_tabs_with_the_values_they_result_in(tmp_path: Path) -> None:
    presets = [
        {"name": "more", "displayName": "More", "group": "Size", "add": "pack:\n  a: 9\n"},
        {"name": "none", "displayName": "None", "group": "Size", "remove": ["pack.a"], "add": "pack:\n  b: 1\n"},
    ]
    text = page(tmp_path, presets=presets)
    more, none = (text.partition(f'=== "{name}"')[2] for name in ("More", "None"))
    assert "The values of **1.0.0** with this preset, what it changes marked:" in more
    assert '```yaml hl_lines="3"' in more and "  a: 9" in more
    assert "  b: 1" in none and "  a: 1" not in none.partition("### Files")[0]


def test_presets_of_one_name_are_told_apart_by_their_group(tmp_path: Path) -> None:
    presets = [{"name": "on", "displayName": "On", "group": g, "add": "pack:\n  a: 2\n"} for g in ("One", "Two")]
    text = page(tmp_path, presets=presets)
    assert '=== "One: On"' in text and '=== "Two: On"' in text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("| a | b |\n|---|---|\n| x | y |", ["1.  &nbsp;", "", "    | a | b |", "    | --- | --- |"]),
        ("- a\n\n  - b", ["1.  &nbsp;", "", "    -   a", "", "        -   b"]),
        ("```sh\nls\n```", ["1.  &nbsp;", "", "    ```sh", "    ls", "    ```"]),
        ("Do:\n\n- a\n\n  - b", ["1.  Do:", "", "    -   a", "", "        -   b"]),
    ],
    ids=["table", "list", "fence", "words"],
)
def test_a_step_may_start_with_any_block(text: str, lines: list[str], tmp_path: Path) -> None:
    unit = compiled(
        tmp_path,
        procedures={"p": {"title": "P", "steps": [{"text": text, "expect": "Done."}]}},
        guides={"g": {"title": "G", "description": "How.", "parts": [{"title": "T", "procedures": ["p"]}]}},
    )
    assert "\n".join(["", *lines, ""]) in unit.tree["docs_src/guides/small/g.md"].decode()


def test_procedures_for_several_engines_are_tabs(tmp_path: Path) -> None:
    def procedure(title: str, engine: str | None) -> Facts:
        return {"title": title, "scope": {"engine": engine} if engine else {}, "steps": [{"text": "Do it."}]}

    engine = {"name": "Engine", "systems": ["linux"], "vendor": "Somebody", "mechanism": {"linux": "It works."}}
    loaded = written(
        tmp_path,
        "small",
        engines={"a": engine | {"name": "A"}, "b": engine | {"name": "B"}},
        systems={"linux": {"name": "Linux"}},
        procedures={
            "p": procedure("Prepare", None),
            "a": procedure("Do A", "a"),
            "b": procedure("Do B", "b"),
            "a2": procedure("Do More with A", "a"),
            "e": procedure("End", None),
        },
        guides={
            "use": {
                "title": "Use It",
                "description": "How to use it.",
                "parts": [{"title": "Steps", "procedures": ["p", "a", "b", "a2", "e"]}],
            }
        },
    )
    text = compile_pack(loaded, SETTINGS, renderer())["docs_src/guides/small/use.md"].decode()
    heads = [line for line in text.split("\n") if line.lstrip().startswith(("#", "==="))]
    assert heads[2:] == [
        "## Steps",
        "### Prepare",
        '=== "A"',
        "    ### Do A",
        "    ### Do More with A",
        '=== "B"',
        "    ### Do B",
        "### End",
    ]
    copy = compile_pack(loaded, SETTINGS, renderer())["docs_src/exports/markdown/guides/small/use.md"].decode()
    assert "===" not in copy and "### Do B" in copy


def test_a_logo_in_the_archive_is_shown_where_the_pack_names_none(tmp_path: Path) -> None:
    text = page(tmp_path, versions=[version("1.0.0", assets={"logo.png": "assets/logo.png"})])
    assert "\n![Logo of small](small/assets/logo.png)\n" in text
