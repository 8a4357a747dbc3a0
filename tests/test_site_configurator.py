"""The configurator in a browser: by keyboard alone, in the address, without JavaScript, and with hostile data."""

from __future__ import annotations

from pathlib import Path

import pytest
from configurator_choices import subject
from playwright.sync_api import Page, Route
from repositories import PROJECT
from site_build import PHONE, SCHEMES
from site_server import Server
from site_visit import Visitor, axe_missing, overflow, unfold, violations

from generator.configure.form import form_json

AZURE = "configure/cni-azure/"
VERSION = ".ps-configurator form > label > select"
CILIUM = f"{AZURE}?pack.networkPolicy=cilium&pack.networkDataplane=cilium&pack.networkPluginMode=overlay&os=linux"


def ready(page: Page) -> Page:
    page.locator(".ps-verdict").wait_for()
    return page


def test_by_keyboard_alone(server: Server, visitor: Visitor) -> None:
    """Tab and arrows choose; the verdict is announced, the values follow, the address can be shared."""
    page = ready(visitor.open(server.url + AZURE))
    verdict = page.get_by_role("status").filter(has_text="rule")
    assert verdict.count() == 1
    page.locator(VERSION).focus()
    page.keyboard.press("Tab")  # to the preset
    page.keyboard.press("ArrowDown")
    assert 'networkPluginMode: "overlay"' in page.locator(".ps-values").inner_text()
    page.keyboard.press("Tab")  # to the network policy, as shipped
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    assert page.locator(".ps-values mark").all_inner_texts()[1].strip() == 'networkPolicy: "cilium"'
    assert "This does not work: 2 reasons" in page.locator(".ps-verdict").inner_text()
    assert "pack.networkPolicy=cilium" in page.url
    again = ready(visitor.open(page.url))
    assert again.locator(".ps-values").inner_text() == page.locator(".ps-values").inner_text()
    assert again.locator(".ps-verdict").inner_text() == page.locator(".ps-verdict").inner_text()


def test_copy_and_download(server: Server, visitor: Visitor) -> None:
    page = ready(visitor.open(server.url + CILIUM, permissions=["clipboard-read", "clipboard-write"]))
    page.get_by_role("button", name="Copy", exact=True).first.click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert 'networkDataplane: "cilium"' in copied
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download").click()
    assert downloading.value.suggested_filename == "values.yaml"
    assert Path(downloading.value.path()).read_text() == copied


def test_what_the_address_asks_for_and_the_pack_has_not(server: Server, visitor: Visitor) -> None:
    page = ready(visitor.open(f"{server.url}{AZURE}?pack.networkPolicy=%3Cimg%20src=x%3E&nonsense=1&nodes=many"))
    said = page.locator(".ps-ignored").inner_text()
    assert all(name in said for name in ("pack.networkPolicy", "nonsense", "nodes"))
    assert page.locator(".ps-values mark").count() == 0


@pytest.mark.parametrize(
    ("chosen", "heading"),
    [("", "Depends on what is not chosen"), ("&ipFamily=ipv4", None), ("&ipFamily=dual-stack", "Take care")],
)
def test_a_limitation_of_a_choice_stands_where_that_is_known(
    chosen: str, heading: str | None, server: Server, visitor: Visitor
) -> None:
    page = ready(visitor.open(f"{server.url}{AZURE}?pack.networkPolicy=none&os=linux{chosen}"))
    found = page.locator(".ps-findings li", has_text="neither Azure NPM nor Calico policies")
    above = (
        "each => (each.closest('details')?.querySelector('summary') || each.parentElement.previousSibling).textContent"
    )
    assert [one.evaluate(above).split(" (")[0] for one in found.all()] == ([heading] if heading else [])


def test_another_version(server: Server, visitor: Visitor) -> None:
    """What the other version has not is no longer chosen."""
    page = ready(visitor.open(server.url + "configure/hello-edge/?manifests.hello-edge.color=white&os=windows"))
    page.locator(VERSION).select_option("1.0.0")
    assert "color" not in page.url
    assert "The server runs on Linux nodes only." in page.locator(".ps-findings").first.inner_text()


def test_without_javascript(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + AZURE, java_script_enabled=False)
    assert "packscribe configure cni-azure --version 1.4.0" in page.locator("article").inner_text()
    assert 'networkPolicy: "none"' in page.locator("article").inner_text()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_wcag_2_2_aa(scheme: str, server: Server, visitor: Visitor) -> None:
    if reason := axe_missing():
        pytest.skip(reason)
    for address in (CILIUM, f"{AZURE}?plugin=kubenet&os=windows-2022&nodes=300"):
        page = ready(visitor.open(server.url + address, scheme=scheme))
        unfold(page)
        assert not violations(page)


@pytest.mark.parametrize("address", [CILIUM, "configure/cni-calico/", "configure/cni-cilium-oss/"])
def test_on_a_telephone(address: str, server: Server, visitor: Visitor) -> None:
    """Nothing sticks out, and the verdict is in sight wherever something is chosen."""
    page = ready(visitor.open(server.url + address, size=PHONE, has_touch=True, is_mobile=True))
    for choice in (page.locator("input[type=radio]").first, page.locator("input[type=radio]").last):
        choice.scroll_into_view_if_needed()
        at = page.locator(".ps-verdict").bounding_box()
        assert at is not None and 0 <= at["y"] <= PHONE[1] - at["height"]
    unfold(page)
    assert not overflow(page)


def test_what_is_no_number_is_told(server: Server, visitor: Visitor) -> None:
    page = ready(visitor.open(server.url + AZURE))
    field = page.get_by_role("textbox", name="Pods")
    field.fill("abc")
    assert page.get_by_text("no number").is_visible() and field.get_attribute("aria-invalid") == "true"
    field.fill("250")
    assert not page.get_by_text("no number").is_visible() and "=250" in page.url


def test_hostile_data_stays_text(tmp_path: Path, server: Server, visitor: Visitor) -> None:
    """No word of a pack becomes an element or runs; addresses lead to the web only."""
    home = tmp_path / "packs" / "hostile"
    home.mkdir(parents=True)
    (home / "pack.yaml").write_bytes((PROJECT / "tests" / "configurator" / "hostile.yaml").read_bytes())
    one = subject(tmp_path, "hostile")
    text = form_json(one.loaded.pack, one.as_of, one.loaded.values)

    def fulfil(route: Route) -> None:
        route.fulfill(body=text, content_type="application/json")

    page = visitor.open(server.url + "configure/hello-edge/")
    page.route("**/hello-edge.json", fulfil)
    page.reload()
    ready(page)
    page.locator(VERSION).select_option("1.9.0")
    page.locator(VERSION).select_option("1.10.0-rc.1")
    for radio in page.locator(".ps-configurator").get_by_role("radio").all():
        radio.check()
        unfold(page)
    root = page.locator(".ps-configurator")
    assert root.locator("script, img, iframe, i, u, h1, [onerror]").count() == 0
    assert "<option selected>" in root.inner_text()
    addresses = root.locator("a").evaluate_all("all => all.map(each => each.protocol)")
    assert set(addresses) <= {"https:", "http:", "blob:"}
    assert root.locator("a:not([href])").count() == 0
