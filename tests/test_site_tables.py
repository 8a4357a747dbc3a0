"""What the site makes of tables: every word stays, tables that readers work with get their tools."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

import markdown
import pytest

from generator.site.parameters import SHOWN
from generator.site.search import MOST_FOLDED, Lens, paths_as_headings

CATALOG = """
| Pack | Description | Layer | Clouds | State | Tags |
| --- | --- | --- | --- | --- | --- |
| ![](a/logo.png) [A](a.md) | First | cni | aks, eks | supported | x, y |
| [B](b.md) | Second | addon | all | deprecated | x |
| [C](c.md) | Third | addon | not stated | supported | z |
"""
MATRIX = """
| Capability | E on Linux | E on Windows | F on Linux |
| --- | --- | --- | --- |
| Ports | Supported | Not supported: The **rule** is skipped: all of it. | Ended May 1, 2026 (partly before) |
| Ranges | Partly until June 1, 2027: From `1.2`. | Not known (unverified) | Not stated |
"""
PARAMETERS = "| Parameter | Description | Default Value |\n| --- | --- | --- |\n{}\n"
PLAIN = "| A | B |\n| --- | --- |\n| `a` | b |\n"


def site(text: str) -> ElementTree.Element:
    html = markdown.markdown(text, extensions=["tables", "generator.site.tables"])
    return ElementTree.fromstring(f"<body>{html}</body>".replace("&nbsp;", " "))


def words(element: ElementTree.Element) -> list[str]:
    return [" ".join("".join(cell.itertext()).split()) for cell in element.iter() if cell.tag in ("td", "th")]


@pytest.mark.parametrize("text", [CATALOG, MATRIX, PLAIN], ids=["catalog", "matrix", "plain"])
def test_every_cell_keeps_its_words(text: str) -> None:
    plain = ElementTree.fromstring(f"<body>{markdown.markdown(text, extensions=['tables'])}</body>")
    assert [w.replace(": ", " ") for w in words(plain)] == [
        w.replace(": ", " ") for w in words(_spaced(site(text), "details"))
    ]


def _spaced(root: ElementTree.Element, tag: str) -> ElementTree.Element:
    """Put a space between the summary and the words of each *tag*, which stand below each other on the page."""
    for element in root.iter(tag):
        element[0].tail = " "
    return root


@pytest.mark.parametrize(
    ("text", "name"), [(CATALOG, "ps-catalog"), (MATRIX, "ps-matrix"), (PLAIN, "ps-table")], ids=["c", "m", "p"]
)
def test_a_table_is_known_by_its_head_and_stands_in_a_frame(text: str, name: str) -> None:
    frame = site(text).find("div[@class='ps-scroll']")
    assert frame is not None and [table.get("class") for table in frame] == [name]


def test_filters_are_counted_from_the_cells() -> None:
    form = site(CATALOG).find("form")
    assert form is not None
    options = {
        select.get("name"): [option.text for option in select.iter("option")][1:] for select in form.iter("select")
    }
    assert options["layer"] == ["addon (2)", "cni (1)"]
    assert options["cloud"] == ["aks (2)", "eks (2)", "not stated (1)"]  # a pack for all clouds is one for each
    assert options["tag"] == ["x (2)", "y (1)", "z (1)"]
    assert "".join(form.find(".//p").itertext()) == "3 packs"  # type: ignore[union-attr]


def test_pictures_of_the_catalog_move_nothing() -> None:
    picture = next(site(CATALOG).iter("img"))
    assert (picture.get("loading"), picture.get("width"), picture.get("height")) == ("lazy", "48", "48")


def test_cells_of_the_matrix_have_a_mark_and_fold_their_notes() -> None:
    table = next(site(MATRIX).iter("table"))
    cells = table.findall("./tbody/tr/td")
    assert [cell.get("class") for cell in cells] == [
        *("ps-yes", "ps-no", "ps-ended"),
        *("ps-partly", "ps-unknown", "ps-unknown"),
    ]
    note = cells[1].find("details")
    assert note is not None and ["".join(part.itertext()) for part in note] == [
        "Not supported",
        "The rule is skipped: all of it.",
    ]
    assert cells[0].find("details") is None


def test_another_table_on_capabilities_is_no_matrix() -> None:
    table = next(site("| Capability | X |\n| --- | --- |\n| a | as you like |\n").iter("table"))
    assert table.get("class") == "ps-table"


def test_systems_of_the_matrix_can_be_chosen() -> None:
    buttons = [b.text for b in site(MATRIX).iter("button")]
    assert buttons == ["All systems", "Linux", "Windows", "Show all notes"]


def parameters(*paths: str) -> str:
    return PARAMETERS.format("\n".join(f"| `{path}` | What `{path}` does | `1` |" for path in paths))


@dataclass
class Page:
    """A page, as a plugin of MkDocs sees it."""

    content: str | None


def test_each_parameter_has_an_anchor_and_none_twice() -> None:
    page = site(parameters("pack.a", 'x."y/z"', "pack.A") + "\nAgain:\n\n" + parameters("pack.a", "pack.b"))
    rows = [row.get("id") for row in page.findall(".//tbody/tr")]
    assert rows == ["parameter-pack.a", "parameter-x.-y-z", "parameter-pack.A", None, "parameter-pack.b"]


@pytest.mark.parametrize(("size", "filters"), [(2, 0), (3, 1)])
def test_parameters_are_filtered_from_the_third_on(size: int, filters: int) -> None:
    page = site(parameters(*(f"pack.p{number}" for number in range(size))))
    assert len(page.findall(".//input[@type='search']")) == filters


def test_a_search_takes_the_path_of_a_parameter_for_a_heading() -> None:
    html = markdown.markdown(parameters("pack.a", "pack.b"), extensions=["tables", "generator.site.tables"])
    seen = paths_as_headings(html)
    assert seen.count('<tr><h6 id="parameter-pack.a"><code>pack.a</code></h6>') == 1
    assert seen.count("<h6 ") == 2 and "What <code>pack.b</code> does" in seen


@pytest.mark.parametrize(
    ("sizes", "most"),
    [
        ([3, SHOWN], SHOWN),
        ([SHOWN + 1, 3, SHOWN + 2], SHOWN + 2),
        ([SHOWN + 1, MOST_FOLDED], SHOWN + 1),
        ([MOST_FOLDED + 1], SHOWN),
        ([SHOWN + 1] * (MOST_FOLDED // (SHOWN + 1)), SHOWN + 1),
        ([SHOWN + 1] * (MOST_FOLDED // (SHOWN + 1) + 1), SHOWN),
    ],
)
def test_folded_rows_are_found_one_by_one_on_the_smaller_pages(sizes: list[int], most: int) -> None:
    row = '<tr id="parameter-x"><td><code>x</code></td></tr>'
    pages = [Page(row * size) for size in sizes]
    lens = Lens()
    lens.measure(pages)
    for page, size in zip(pages, sizes, strict=True):
        lens.show(page)
        assert ("<h6 " in page.content) == (size <= most)
        lens.restore(page)
        assert page.content == row * size
