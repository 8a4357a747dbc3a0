"""What readers do everywhere on the site: search, change the colours, use the keyboard, read it below another path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from site_server import Server, serving
from site_visit import Visitor, search, timing

if TYPE_CHECKING:
    from playwright.sync_api import Page

PACK = "packs/cni-azure/"
KILOBYTE = 1_000
#: What has the focus: its name, whether it looks otherwise than without, whether it is in sight. Radio buttons are
#: shown by a label, and a row of the catalog shows that its link has the focus.
FOCUSED = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const labels = node.matches(".md-option") ? node.parentElement.querySelectorAll("label:not([hidden])") : node.labels;
  const shown = node.type === "radio" && labels.length ? labels[0] : node, place = shown.getBoundingClientRect();
  const looks = () => [shown, shown.closest("tr") || shown].flatMap(each => [null, "::before", "::after"].map(part => {
    const style = getComputedStyle(each, part);
    return [style.outline, style.boxShadow, style.color, style.backgroundColor, style.border, style.opacity].join();
  })).join();
  const focused = looks();
  node.blur();
  const plain = looks();
  node.focus({preventScroll: true});
  return {
    name: `${node.tagName} ${node.id || node.getAttribute("href") || node.textContent.trim().slice(0, 40)}`,
    differs: focused !== plain,
    seen: place.bottom > 0 && place.top < innerHeight && place.width > 0,
  };
}"""
STILL = "*, ::before, ::after { transition: none !important; animation: none !important }"


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("pack.networkPolicy", "pack.networkPolicy"),
        ("networkDataplane", "pack.networkDataplane"),
        ("network policy", "pack.networkPolicy"),
    ],
)
def test_search_finds_a_parameter_by_its_path(words: str, path: str, server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url)
    assert "Azure CNI" in search(page, words)[0]
    links = page.locator(".md-search-result__item a[href*='#']").evaluate_all("all => all.map(each => each.hash)")
    anchor = f"#parameter-{path}"
    assert anchor in links[: 1 if "." in words else 2]


def test_a_parameter_that_was_found_is_shown(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url)
    search(page, "pack.networkPolicy")
    page.locator(".md-search-result__item a[href*='#']").first.click()
    page.wait_for_url("**/packs/cni-azure/**#parameter-pack.networkPolicy")
    row = page.locator("[id='parameter-pack.networkPolicy']")
    assert "ingress and egress" in row.inner_text()
    assert row.evaluate("row => { const at = row.getBoundingClientRect(); return at.top > 0 && at.top < innerHeight }")


def test_the_search_for_nothing_says_so(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url)
    page.wait_for_load_state("networkidle")
    page.locator("input.md-search__input").press_sequentially("zzzyyyxxx")
    page.get_by_text("No matching documents").wait_for()


def test_dark_mode_is_kept_from_page_to_page(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url)
    assert _scheme(page) == "default"
    page.get_by_title("Switch to dark mode").click()
    assert _scheme(page) == "slate"
    page.goto(server.url + PACK)
    assert _scheme(page) == "slate"
    page.get_by_title("Switch to light mode").click()
    assert _scheme(page) == "default"


def _scheme(page: Page) -> str | None:
    return page.locator("body").get_attribute("data-md-color-scheme")


def test_everything_works_below_another_path(site: Path, visitor: Visitor) -> None:
    with serving(site, "/docs/packs-of-ours/") as below:
        page = visitor.open(below.url)
        page.get_by_role("link", name="Packs", exact=True).first.click()
        page.locator("table").get_by_role("link", name="Azure CNI").click()
        assert page.url == below.url + PACK
        assert search(page, "networkPolicy")
        page.wait_for_load_state("networkidle")
        assert [path for path, _ in below.sent if not path.startswith(below.prefix)] == []


def test_the_page_of_a_pack_is_light_and_still(server: Server, visitor: Visitor) -> None:
    server.sent.clear()
    _, shift = timing(visitor, server.url + PACK)
    assert sum(size for _, size in server.sent) < 300 * KILOBYTE
    assert shift < 0.05


@pytest.mark.parametrize("address", ["", "packs/", PACK])
def test_the_keyboard_reaches_everything_and_is_never_caught(address: str, server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + address)
    page.wait_for_load_state("networkidle")
    page.add_style_tag(content=STILL)
    reached = []
    for _ in range(2_000):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        reached.append(focused["name"])
        assert focused["seen"] and focused["differs"], focused
    assert focused is None, reached[-5:]
    assert len(reached) > 10
