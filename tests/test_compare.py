"""Facts against claims: each planted fault gives one message, at its line, with the line of pack.yaml that rules."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, Location
from generator.diagnostics.drift_codes import DRIFT
from generator.readback import Fact, read
from generator.readback.align import aligned
from generator.readback.compare import Claim, Origin, compare

PAGE = """\
# Pack

Intro words.

## Versions

=== "1.4.x"

    !!! warning "Careful"

        Kubenet is not for Windows.

        Think first.

    ### Options

    - azure
    - none

    | Name | Default | Needs |
    |---|---|---|
    | policy | off | linux |
    | plane | azure | overlay |

=== "1.3.x"

    ### Options

    - calico

## Install

1.  Create the cluster.

    ```bash
    az aks create
    az aks wait
    ```

2.  Look at it.

    ```bash
    az aks show
    ```

3.  Delete it.

## Terraform

```hcl
data "pack" "cni" {
  name    = "cni"
  version = "1.4.0"
}
```

## References

- [Notes](https://example.org/notes)
"""


def claims_of(page: str, dialect: str = "material") -> list[Claim]:
    """Take what a page says for true; the fact number n is ruled by line n of pack.yaml."""
    facts = read("page", page, dialect)
    return [Claim(f.scope, f.kind, f.key, f.value, (number,)) for number, f in enumerate(facts, 1)]


def ruled_by(origin: Origin) -> Location | None:
    return Location("packs/x/pack.yaml", int(origin[-1]), 3)


def run(page: str, claims: list[Claim] | None = None, dialect: str = "material") -> list[Diagnostic]:
    claims = claims_of(PAGE) if claims is None else claims
    return compare("docs/x.md", claims, read("page", page, dialect), ruled_by)


def ruling(value: str) -> str:
    number = next(n for n, claim in enumerate(claims_of(PAGE), 1) if claim.value == value)
    return f"packs/x/pack.yaml:{number}:3 rules it; run `packscribe build`"


def line_of(words: str, page: str = PAGE) -> int:
    return next(n for n, line in enumerate(page.split("\n"), 1) if words in line)


def test_what_agrees_gives_nothing() -> None:
    assert run(PAGE) == []


WRONG = [
    ("Intro words.", "Intro falsehood.", "Intro words."),
    ("    - azure", "    - cilium", "azure"),
    ("| policy | off |", "| policy | on |", "off"),
    ("## Install", "## Uninstall", "Install"),
    ('=== "1.3.x"', '=== "1.2.x"', "1.3.x"),
    ('"Careful"', '"Careless"', "Careful"),
    ("!!! warning", "!!! tip", "Careful"),
    ("| policy |", "| polity |", "policy"),
    ("| Name | Default |", "| Name | Example |", "Name | Default | Needs"),
    ("az aks wait", "az aks stop", "az aks create\naz aks wait"),
    ('version = "1.4.0"', 'version = "1.3.0"', '"1.4.0"'),
    ('data "pack" "cni"', 'data "pack" "csi"', "data.pack.cni"),
    ("2.  Look", "4.  Look", "Look at it."),
    ("2.  Look at it.", "2.  Look away.", "Look at it."),
    ("example.org/notes", "example.org/other", "[Notes](https://example.org/notes)"),
    ("### Options\n\n    - azure", "#### Options\n\n    - azure", "Options"),
]


@pytest.mark.parametrize(("old", "new", "value"), WRONG)
def test_wrong(old: str, new: str, value: str) -> None:
    page = PAGE.replace(old, new, 1)
    [found] = run(page)
    expected = next(n for n, (a, b) in enumerate(zip(PAGE.split("\n"), page.split("\n"), strict=True), 1) if a != b)
    assert (found.code, found.location, found.help) == ("PS510", Location("docs/x.md", expected), ruling(value))
    assert "pack.yaml says" in found.message


def test_wrong_shows_both() -> None:
    [found] = run(PAGE.replace("| policy | off |", "| policy | on |"))
    assert found.message.startswith("the cell `policy | Default` says `on`, pack.yaml says `off`")


MISSING = [
    ("Intro words.\n\n", "Intro words.", "# Pack"),
    ("        Think first.\n\n", "Think first.", "Kubenet"),
    ("    - none\n", "none", "- azure"),
    ("    | plane | azure | overlay |\n", "plane", "| policy"),
    ("## Terraform\n\n", "Terraform", "3.  Delete"),
    ("    ### Options\n\n    - azure\n    - none\n", "Options", "Think first."),
    ('    !!! warning "Careful"\n\n        Kubenet is not for Windows.\n\n        Think first.\n\n', "Careful", "=== "),
    ('=== "1.3.x"\n\n    ### Options\n\n    - calico\n\n', "1.3.x", "| plane"),
    ("2.  Look at it.\n\n    ```bash\n    az aks show\n    ```\n\n", "Look at it.", "    ```\n"),
    ('  version = "1.4.0"\n', '"1.4.0"', "name    ="),
    (PAGE[PAGE.index("    | Name") : PAGE.index('=== "1.3.x"')], "Name | Default | Needs", "- none"),
]  # fmt: skip


@pytest.mark.parametrize(("gone", "value", "near"), MISSING)
def test_missing(gone: str, value: str, near: str) -> None:
    assert gone in PAGE
    page = PAGE.replace(gone, "", 1)
    found = [d for d in run(page) if d.code == "PS511"]
    assert [d.help for d in found][:1] == [ruling(value)]
    assert "does not state" in found[0].message
    assert abs(found[0].location.line - line_of(near.strip("\n"), PAGE)) <= 6


@pytest.mark.parametrize("gone", [gone for gone, _, _ in MISSING if "### Options" not in gone or "calico" in gone])
def test_missing_is_one_message(gone: str) -> None:
    found = run(PAGE.replace(gone, "", 1))
    assert [d.code for d in found] == ["PS511"], found


@pytest.mark.parametrize(
    ("old", "value"),
    [
        ("Intro words.\n\n", "Intro words."),
        ("    - none\n", "none"),
        ("        Think first.\n\n", "Think first."),
        ('    !!! warning "Careful"\n\n        Kubenet is not for Windows.\n\n        Think first.\n\n', "Careful"),
        ("- [Notes](https://example.org/notes)\n", "[Notes](https://example.org/notes)"),
        ("    | policy | off | linux |\n", "policy"),
    ],
)
def test_twice(old: str, value: str) -> None:
    page = PAGE.replace(old, old * 2, 1)
    [found] = run(page)
    first = PAGE[: PAGE.index(old)].count("\n") + 1
    assert (found.code, found.help) == ("PS512", ruling(value))
    assert first <= found.location.line <= first + 2 * old.count("\n")
    assert "stated twice" in found.message


def test_moved_to_another_version() -> None:
    page = PAGE.replace("    - none\n", "").replace("    - calico\n", "    - calico\n    - none\n")
    [found] = run(page)
    assert (found.code, found.location.line, found.help) == ("PS513", line_of("- none", page), ruling("none"))
    assert "stands under" in found.message and "`tab 1.3.x`" in found.message.split("belongs under")[0]
    assert "`tab 1.4.x`" in found.message.split("belongs under")[1]


def test_moved_out_of_a_box() -> None:
    page = PAGE.replace("        Think first.", "    Think first.")
    [found] = run(page)
    assert (found.code, found.location.line) == ("PS513", line_of("Think first.", page))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Intro words.", "Intro words.\n\nA falsehood.", "A falsehood."),
        ("    - none", "    - none\n    - cilium", "- cilium"),
        ("    | plane |", "    | other | a | b |\n    | plane |", "| other"),
        ("## Install", "## More\n\nWords.\n\n- a\n\n## Install", "## More"),
        ('  version = "1.4.0"', '  version = "1.4.0"\n  other = 1', "other = 1"),
        ("Intro words.", "Intro words.\n\n<div>\nx\n</div>", "<div>"),
        ("Intro words.", "Intro words. <!-- not so -->", "Intro words."),
        ("## Install", "---\n\n## Install", "---"),
    ],
)
def test_unbacked(old: str, new: str, words: str) -> None:
    page = PAGE.replace(old, new, 1)
    [found] = run(page)
    assert (found.code, found.location.line) == ("PS514", line_of(words, page)) or words == "---"
    assert found.code == "PS514"
    assert re.match(r"packs/x/pack\.yaml:\d+:3 rules it", found.help)


def test_order() -> None:
    page = PAGE.replace("    - azure\n    - none\n", "    - none\n    - azure\n")
    [found] = run(page)
    assert found.code == "PS515"
    assert found.location.line in (line_of("- none", page), line_of("- azure", page))
    assert found.help in (ruling("azure"), ruling("none"))


def test_steps_in_another_order_are_one_message() -> None:
    second = "2.  Look at it.\n\n    ```bash\n    az aks show\n    ```\n\n3.  Delete it.\n"
    swapped = "2.  Delete it.\n\n3.  Look at it.\n\n    ```bash\n    az aks show\n    ```\n"
    assert [d.code for d in run(PAGE.replace(second, swapped))] == ["PS515"]


def test_renumbered_steps_after_a_missing_one_are_one_message() -> None:
    page = PAGE.replace("2.  Look at it.\n\n    ```bash\n    az aks show\n    ```\n\n3.  Del", "2.  Del")
    [found] = run(page)
    assert (found.code, found.help) == ("PS511", ruling("Look at it."))


def test_unreadable() -> None:
    claims = [Claim((), "value", "a", "1", (7,))]
    [found] = compare("packs/x/1.0/values.yaml", claims, read("v", "a: 1\nb: [\n", "values.yaml"), ruled_by)
    assert (found.code, found.location.line) == ("PS516", 2)
    assert found.help.startswith("packs/x/pack.yaml:7:3")


def test_without_an_origin_the_nearest_one_is_named() -> None:
    claims = [Claim(c.scope, c.kind, c.key, c.value, c.origin if c.value == "Pack" else None) for c in claims_of(PAGE)]
    [found] = run(PAGE.replace("Intro words.", "Other words."), claims)
    assert found.help == ruling("Pack")
    [found] = compare("x", [Claim((), "row", "", "a", None)], [Fact((), "row", "", "b", 4, 4)], ruled_by)
    assert found.help == "run `packscribe build`"


def test_every_code_is_explained() -> None:
    assert sorted(DRIFT) == [f"PS51{n}" for n in range(7)]


# --- whatever the fault

LINES = PAGE.split("\n")
SAID = [n for n, line in enumerate(LINES) if re.search(r"\w", line) and "|---" not in line]


@pytest.mark.parametrize("number", SAID, ids=lambda n: str(n + 1))
def test_every_falsified_line_is_found(number: int) -> None:
    for found in re.finditer(r"\w+", LINES[number]):
        changed = LINES[number][: found.start()] + "falsified" + LINES[number][found.end() :]
        for page in ([changed], [], [LINES[number], changed]):
            problems = run("\n".join([*LINES[:number], *page, *LINES[number + 1 :]]))
            assert problems
            assert len(problems) <= 6
            assert all(p.help.startswith("packs/x/pack.yaml:") for p in problems)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), max_size=40), st.lists(st.sampled_from("abcdefgh"), max_size=40))
def test_aligned_pairs_are_equal_and_rise(left: list[str], right: list[str]) -> None:
    pairs = aligned(left, right)
    assert all(left[a] == right[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in zip(pairs, pairs[1:], strict=False))
    assert aligned(left, left) == [(n, n) for n in range(len(left))]


scopes = st.lists(st.sampled_from(["# A", "## B", "tab 1", "warning", "item 1"]), max_size=3).map(tuple)
said = st.tuples(scopes, st.sampled_from(["heading", "tab", "item", "step", "row", "cell", "front"]),
                 st.sampled_from(["", "1", "a | b"]), st.sampled_from(["A", "B", "1", "a"]))  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(said, max_size=15), st.lists(said, max_size=15))
def test_a_difference_is_never_silent(expected: list, actual: list) -> None:  # type: ignore[type-arg]
    claims = [Claim(*one, origin=(n,)) for n, one in enumerate(expected)]
    facts = [Fact(*one, n, n) for n, one in enumerate(actual, 1)]
    assert bool(compare("x", claims, facts, ruled_by)) == (expected != actual)
