"""The catalog in a browser: filters that live in the address, and a plain table without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from site_build import PHONE
from site_server import Server
from site_visit import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

EVERY = ["Azure CNI", "Calico", "Cilium", "Hello Edge"]


@pytest.fixture
def catalog(server: Server, visitor: Visitor) -> Page:
    return visitor.open(server.url + "packs/")


def shown(page: Page) -> list[str]:
    return [name.strip() for name in page.locator("table tbody tr:visible td:first-child a").all_inner_texts()]


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize(
    ("name", "value", "packs"),
    [
        ("layer", "addon", ["Hello Edge"]),
        ("cloud", "aks", ["Azure CNI", "Hello Edge"]),
        ("arch", "arm64", ["Hello Edge"]),
        ("tag", "network", EVERY[:3]),
        ("state", "supported", EVERY),
    ],
)
def test_a_filter_shows_what_fits_and_is_in_the_address(name: str, value: str, packs: list[str], catalog: Page) -> None:
    assert shown(catalog) == EVERY
    catalog.locator(f"form [name={name}]").select_option(value)
    assert shown(catalog) == packs
    assert query(catalog) == {name: [value]}
    again = catalog.context.new_page()
    again.goto(catalog.url)
    assert shown(again) == packs
    assert again.locator(f"form [name={name}]").input_value() == value


def test_words_filter_and_the_number_is_announced(catalog: Page) -> None:
    catalog.get_by_role("searchbox", name="Search").last.fill("NETWORK azure")
    assert shown(catalog) == ["Azure CNI"]
    assert catalog.get_by_role("status").filter(has_text="pack").inner_text() == "1 of 4 packs"
    assert query(catalog) == {"text": ["NETWORK azure"]}


def test_back_and_forward_go_through_the_filters(catalog: Page) -> None:
    catalog.locator("form [name=layer]").select_option("cni")
    catalog.locator("form [name=tag]").select_option("calico")
    assert shown(catalog) == ["Calico"]
    catalog.go_back()
    assert shown(catalog) == EVERY[:3]
    catalog.go_back()
    assert shown(catalog) == EVERY
    catalog.go_forward()
    assert shown(catalog) == EVERY[:3]


def test_filters_that_fit_nothing_say_so_and_can_be_cleared(catalog: Page) -> None:
    catalog.locator("form [name=layer]").select_option("addon")
    catalog.locator("form [name=tag]").select_option("calico")
    assert shown(catalog) == []
    assert "0 of 4" in catalog.get_by_role("status").filter(has_text="pack").inner_text()
    catalog.get_by_role("button", name="Clear filters").click()
    assert shown(catalog) == EVERY
    assert query(catalog) == {}


def test_an_unknown_value_in_the_address_hides_nothing(server: Server, visitor: Visitor) -> None:
    assert shown(visitor.open(f"{server.url}packs/?layer=<b>&cloud=moon&nothing=1")) == EVERY


def test_without_scripts_it_is_a_plain_table(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + "packs/", java_script_enabled=False)
    assert shown(page) == EVERY
    assert page.locator("thead th").all_inner_texts()[0] == "Pack"
    assert page.locator("form [name=layer]:visible").count() == 0
    page.get_by_role("link", name="Azure CNI").click()
    assert page.url == server.url + "packs/cni-azure/"


@pytest.mark.parametrize("address", ["packs/", "packs/cni-azure/", "retirements/"])
def test_without_javascript_tables_scroll_inside_their_frames(address: str, server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + address, size=PHONE, java_script_enabled=False, has_touch=True, is_mobile=True)
    for frame in page.locator(".ps-scroll:visible, p:has(> a > img)").all():
        inside, width, flow, right = frame.evaluate(
            "it => [it.scrollWidth, it.clientWidth, getComputedStyle(it).overflowX, it.getBoundingClientRect().right]"
        )
        assert right <= PHONE[0]
        assert flow == "auto" or inside <= width
