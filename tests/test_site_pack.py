"""The page of a pack and the guides in a browser: versions by address, copy, download, tabs, print, keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from repositories import PROJECT
from site_server import Server
from site_visit import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

CALICO = "packs/cni-calico/"
GUIDE = "guides/cni-azure/network-policies/"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def chosen(page: Page) -> str:
    """Return the label of the version tab that is open."""
    tabs = page.locator("#versions-supported ~ .tabbed-set").first
    name = tabs.locator(":scope > input:checked").get_attribute("id")
    return page.locator(f'label[for="{name}"]').inner_text()


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


@pytest.mark.parametrize(
    ("query", "tab"),
    [
        ("", "3.27.x"),
        ("?version=3.26.1", "3.26.x"),
        ("?parent=3.25.x", "3.25.x"),
        ("?parent=deprecated", "Deprecated"),
        ("?version=3.22.0", "Deprecated"),
        ("?pack=cni-calico&version=3.24.5&parent=3.24.x&tab=custom", "3.24.x"),
        ("#3-23-x", "3.23.x"),
        ("?version=99.9.9", "3.27.x"),
        ("?parent=<b>&version=%22%3E", "3.27.x"),
    ],
)
def test_an_address_opens_the_tab_of_a_version(query: str, tab: str, server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + CALICO + query)
    assert chosen(page) == tab
    assert page.locator("#versions-supported ~ .tabbed-set .tabbed-block:visible").count() >= 1


@pytest.mark.parametrize("query", ["?version=3.24.5", "?parent=deprecated", "#3-23-x"])
def test_the_header_covers_no_tab_that_an_address_leads_to(query: str, server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + CALICO + query)
    page.wait_for_load_state("networkidle")
    header = page.locator(".md-header").evaluate("header => header.getBoundingClientRect().bottom")
    labels = page.locator("#versions-supported ~ .tabbed-set > .tabbed-labels").first
    assert header <= labels.evaluate("labels => labels.getBoundingClientRect().top") < 500


def test_opening_a_tab_is_in_the_address(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + CALICO + "?version=3.24.5")
    page.locator("label", has_text="3.25.x").first.click()
    assert chosen(page) == "3.25.x"
    assert "?parent=3.25.x" in page.url and "version=" not in page.url
    assert chosen(visitor.open(page.url)) == "3.25.x"
    page.go_back()
    assert chosen(page) == "3.24.x"


def test_an_anchor_inside_a_closed_tab_opens_it(site: Path, server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + CALICO)
    hidden = page.locator(".tabbed-block h3[id]").evaluate_all("all => all.map(each => each.id)")[-1]
    page.goto(f"{server.url}{CALICO}#{hidden}")
    assert page.locator(f'[id="{hidden}"]').is_visible()


def test_without_scripts_the_newest_version_is_open(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + CALICO, java_script_enabled=False)
    assert page.get_by_text("3.27.0").first.is_visible()
    page.locator("label", has_text="3.25.x").first.click()
    assert page.locator(".tabbed-block:visible").get_by_text("3.25.0").first.is_visible()


def test_the_path_of_a_parameter_is_copied(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + "packs/cni-azure/", **CLIPBOARD)
    page.get_by_role("button", name="Copy pack.networkPolicy").click()
    page.get_by_text("Copied to clipboard").wait_for()
    assert copied(page) == "pack.networkPolicy"


def test_values_are_shown_copied_and_downloaded_as_they_are(server: Server, visitor: Visitor) -> None:
    file = PROJECT / "packs" / "cni-azure" / "1.4.0" / "values.yaml"
    page = visitor.open(server.url + "packs/cni-azure/", **CLIPBOARD)
    folded = page.locator("details", has_text="values.yaml of 1.4.0").first
    folded.locator("summary").first.click()
    folded.get_by_role("button", name="Copy to clipboard").first.click()
    page.get_by_text("Copied to clipboard").wait_for()
    assert copied(page).strip() == file.read_text().strip()
    with page.expect_download() as download:
        page.locator('.tabbed-block:visible a[href="1.4.0/values.yaml"]').first.evaluate(
            "link => { link.download = ''; link.click() }"
        )
    assert Path(download.value.path()).read_bytes() == file.read_bytes()


def test_every_file_of_a_pack_is_served(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + CALICO)
    links = page.locator("article a").evaluate_all("all => all.map(each => each.href)")
    own = (link for link in dict.fromkeys(links) if link.startswith(server.url))
    files = [link for link in own if link.endswith((".yaml", ".json", ".mdx", "README.md"))]
    assert {"pack.yaml", "pack.json", "values.yaml", "schema.yaml", "values.schema.json", "cni-calico.mdx"} <= {
        link.rpartition("/")[2] for link in files
    }
    for link in files:
        assert page.request.get(link).status == 200, link


def checked_label(tabs: Locator) -> str:
    name = tabs.locator(":scope > input:checked").get_attribute("id")
    return tabs.locator(f'label[for="{name}"]').inner_text()


def test_tabs_of_a_guide_stay_in_step(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + GUIDE)
    sets = page.locator(".tabbed-set").filter(has=page.locator("label", has_text="Calico"))
    assert sets.count() > 1
    opened = [checked_label(sets.nth(number)) for number in range(sets.count())]
    assert len(set(opened)) == 1, "nobody has chosen an engine, and the tabs show several"
    sets.first.locator("label", has_text="Calico").click()
    for number in range(sets.count()):
        assert checked_label(sets.nth(number)) == "Calico"


def test_a_command_of_a_guide_is_copied_without_a_prompt(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + GUIDE, **CLIPBOARD)
    block = page.locator(".highlight:visible", has_text="az ").first
    block.get_by_role("button", name="Copy to clipboard").click()
    page.get_by_text("Copied to clipboard").wait_for()
    assert "az " in copied(page)
    assert not copied(page).startswith("$")


def test_the_matrix_shows_one_system_and_its_notes_by_keyboard(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + "packs/cni-azure/")
    matrix = page.locator("table.ps-matrix")
    heads = matrix.locator("thead th:visible")
    every = heads.count()
    page.get_by_role("button", name="Windows Server", exact=True).click()
    assert heads.all_inner_texts()[1:] == ["Azure NPM on Windows Server", "Calico on Windows Server"]
    page.get_by_role("button", name="All systems").click()
    assert heads.count() == every
    note = matrix.locator("details").first
    note.locator("summary").press("Enter")
    assert note.get_attribute("open") is not None


def test_states_of_the_matrix_are_words_too(server: Server, visitor: Visitor) -> None:
    cells = visitor.open(server.url + "packs/cni-azure/").locator("table.ps-matrix tbody td").all_inner_texts()
    words = ("Supported", "Preview", "Partly", "Not supported", "Ended", "Not known", "Not stated")
    assert len(cells) > 50
    assert [cell for cell in cells if not cell.strip().startswith(words)] == []


@pytest.mark.parametrize("address", [CALICO, GUIDE])
def test_print_shows_every_tab_and_no_tools(address: str, server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + address)
    page.emulate_media(media="print")
    blocks = page.locator(".tabbed-block")
    assert blocks.count() > 2
    assert all(blocks.nth(number).is_visible() for number in range(blocks.count()))
    for tool in (".md-header", ".md-sidebar", ".md-footer", ".headerlink", ".md-code__nav", ".ps-tools", ".ps-copy"):
        assert page.locator(f"{tool}:visible").count() == 0, tool


def test_print_shows_which_tab_is_which(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + CALICO)
    page.emulate_media(media="print")
    for label in ("3.27.x", "3.26.x", "Deprecated"):
        assert page.locator(".tabbed-labels label", has_text=label).first.is_visible()


def test_from_the_catalog_to_a_copied_path_by_keyboard_alone(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + "packs/", **CLIPBOARD)
    page.wait_for_load_state("networkidle")
    _tab_to(page, 'a[href$="cni-calico/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/packs/cni-calico/")
    page.wait_for_load_state("networkidle")
    _tab_to(page, ".tabbed-set > input")
    page.keyboard.press("ArrowRight")
    assert chosen(page) == "3.26.x"
    _tab_to(page, "button.ps-copy")
    page.keyboard.press("Enter")
    page.get_by_text("Copied to clipboard").wait_for()
    assert copied(page) == "manifests.calico.encapsulationType"


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_every_box_says_what_it_is_on(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + "packs/cni-azure/")
    titles = page.locator(".admonition-title").evaluate_all("all => all.map(each => each.textContent.trim())")
    assert "No Windows node pools with the Cilium data plane" in titles
    assert not {"Danger", "Warning", "Info", "Tip"} & set(titles)
