"""A pack with several series and versions: each fact is told once, where it holds, and says where it does not."""

from __future__ import annotations

import datetime
from functools import cache

import pytest
from repositories import SETTINGS, load, renderer

from generator import judging, lock
from generator.checks import run_checks
from generator.compile import compile_pack
from generator.compiled import Compiled
from generator.model.versions import Lifecycle, Version
from generator.view.lifecycle import version_state
from generator.view.reach import listed


@cache
def tree() -> dict[str, str]:
    return {path: data.decode() for path, data in compile_pack(load("ranges"), SETTINGS, renderer()).items()}


def page() -> str:
    return tree()["docs_src/packs/ranges.md"]


def tab(label: str) -> str:
    """Return what stands in the tab *label*."""
    _, _, after = page().partition(f'=== "{label}"\n')
    return after.partition("\n=== ")[0].partition("\n## ")[0]


def part(text: str, heading: str) -> str:
    """Return what stands under *heading* in *text*, up to the next heading."""
    _, found, after = text.partition(f"{heading}\n")
    assert found, heading
    return after.partition("\n" + heading.partition("# ")[0] + "# ")[0]


def test_its_sources_have_no_faults() -> None:
    assert not list(run_checks(load("ranges"), SETTINGS))


def test_every_file_says_what_the_facts_say() -> None:
    loaded = load("ranges")
    files = {path: text.encode() for path, text in tree().items()}
    unit = Compiled("ranges", (loaded,), SETTINGS, files, lock.Lock("ranges"))
    assert judging.read_back(unit, files) == []


@pytest.mark.parametrize(
    ("once", "for_all", "heading", "label", "for_some"),
    [
        ("Prerequisites of All Versions", "A cluster.", "Prerequisites", "2.0.x", "A large cluster."),
        ("Prerequisites of All Versions", "A cluster.", "Prerequisites", "1.x", "Patience. (1.0.0 only)"),
        ("Upgrade to Any Version", "Save your data.", "Upgrade", "2.0.x", "Rename the switch."),
        ("Limitations of All Versions", "It is loud.", "Limitations", "1.x", "It stops at night."),
    ],
)
def test_what_holds_for_all_versions_is_told_once_and_the_rest_in_its_tab(
    once: str, for_all: str, heading: str, label: str, for_some: str
) -> None:
    assert page().count(for_all) == 1
    assert for_all in part(page(), f"## {once}")
    assert for_some in part(tab(label), f"    ### {heading}")
    assert page().count(for_some) == 1


def test_a_tab_without_facts_of_its_own_has_no_empty_headings() -> None:
    assert [line.strip() for line in tab("Deprecated").splitlines() if "###" in line] == [
        "### Parameters",
        "### Values",
        "### Files",
    ]


def test_a_parameter_of_an_older_version_is_not_lost_in_the_tab() -> None:
    rows = [line for line in tab("1.x").splitlines() if "`app." in line and line.strip().startswith("|")]
    assert [row.split("|")[1].strip() for row in rows] == ["`app.mode`", "`app.size`", "`app.old`"]
    assert "In 1.1.0 only." in rows[1]
    assert "In 1.0.0 only." in rows[2]
    assert "`slow`; `fast` in 1.0.0" in rows[0]
    assert "`faster` (1.1.0 only)" in rows[0]


def test_advice_on_a_deprecated_parameter_can_be_followed_in_that_version() -> None:
    old = next(line for line in tree()["packs/ranges/0.9.0/README.md"].splitlines() if "`app.old`" in line)
    assert "Deprecated from 1.0.0 on, in favor of `app.mode`." in old
    new = next(line for line in tree()["packs/ranges/1.0.0/README.md"].splitlines() if "`app.old`" in line)
    assert "Deprecated since 1.0.0. Use `app.mode` instead." in new


def test_notes_name_their_version_where_a_tab_has_several() -> None:
    assert "**1.1.0**: The last one." in tab("1.x")
    assert "**1.0.0**: The first one." in tab("1.x")
    assert "\nThe first one.\n" in tree()["packs/ranges/1.0.0/README.md"]


def test_a_preset_says_where_it_is_on() -> None:
    assert "(`Speed:fast`, on by default in 1.1.0)" in tab("1.x")
    assert "(`Size:small`, off by default) (1.1.0 only)" in tab("1.x")
    assert "(`Speed:fast`, off by default)" in tab("2.0.x")


def test_a_series_may_be_named_after_a_state() -> None:
    assert "**0.9.0**: deprecated\n" in tab("Deprecated")


def test_a_date_beats_the_name_of_the_series() -> None:
    version = Version(
        version="1.0.0", series="Deprecated", values="", lifecycle=Lifecycle(deleted=datetime.date(2026, 1, 1))
    )
    assert version_state(version, SETTINGS.as_of) == "deleted"


def test_a_procedure_says_which_versions_it_is_for() -> None:
    assert "### Start It\n\n**Applies to**: 2.0.0.\n" in tree()["docs_src/guides/ranges/use.md"]


def test_versions_that_agree_are_told_together() -> None:
    lines = [line.strip() for line in page().splitlines()]
    at = lines.index("-   In `2.0.0` and `1.1.0`, `app.mode` is `slow`.")
    assert lines[at + 1].startswith("-   In `1.0.0` and `0.9.0`, ")


def test_ranges_are_part_of_the_provenance() -> None:
    row = next(line for line in page().splitlines() if "| `sections.edge`" in line)
    assert "versions >=1.1" in row


def test_a_column_without_content_is_left_out() -> None:
    assert "Command-line option" not in page()


@pytest.mark.parametrize(
    "said", ["### On the Edge", "It runs there.", "### Limitations", "- **Hard limit**: It is loud.", "cannot shrink"]
)
def test_a_readme_has_the_sections_and_limitations_of_its_version(said: str) -> None:
    assert said in tree()["packs/ranges/1.1.0/README.md"]


def test_a_readme_has_nothing_of_other_versions() -> None:
    assert not [w for w in ("On the Edge", "large", "shrink") if w in tree()["packs/ranges/1.0.0/README.md"]]


def test_a_readme_says_what_a_preset_removes() -> None:
    assert "It removes these paths:\n\n- `app.size`" in tree()["packs/ranges/1.1.0/README.md"]


def test_the_warning_of_a_parameter_names_it_where_no_heading_does() -> None:
    assert "`app.size`: It cannot shrink." in tab("2.0.x")


def test_versions_are_listed_as_words() -> None:
    assert [listed(names) for names in (["1"], ["2", "1"], ["3", "2", "1"])] == ["1", "2 and 1", "3, 2, and 1"]
