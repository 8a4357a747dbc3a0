"""Pages in a browser, watched: whatever a reader of the site must never meet is kept. No tests in here."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from repositories import PROJECT
from site_build import DESK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

AXE = PROJECT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
INSTALL = "make mdx"
PATIENCE = 10_000  # milliseconds
#: Every rule of WCAG 2.2 at the levels A and AA, which include those of 2.0 and 2.1.
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = r"""async levels => (await axe.run(document, {runOnly: {type: "tag", values: levels}})).violations
  .flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`))"""
SHIFTS = """
window.shifts = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.shifts += entry.value;
})).observe({type: "layout-shift", buffered: true});
"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = node => node && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(node).overflowX)
    || scrolls(node.parentElement));
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter(node => node.getBoundingClientRect().right > width + 1 && !scrolls(node.parentElement))
    .map(node => node.outerHTML.slice(0, 120)).concat(`${document.documentElement.scrollWidth} px in ${width} px`);
}"""


@dataclass
class Visitor:
    """Opens pages in *browser*; *faults* holds each error, dialog, and request to another host that came of it."""

    browser: Browser
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self, url: str, *, scheme: str = "light", size: tuple[int, int] = DESK, before: str = "", **options: Any
    ) -> Page:
        """Go to *url* as a new reader with the colours *scheme* and a window of *size*; *options* are Playwright's.

        The script *before* runs before those of each page.
        """
        window = {"width": size[0], "height": size[1]}
        context = self.browser.new_context(color_scheme=scheme, viewport=window, **options)  # type: ignore[arg-type]
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if before:
            context.add_init_script(before)
        page = context.new_page()
        host = urlsplit(url).netloc
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"error in {page.url}: {error}"))
        page.on("dialog", self._dialog)
        context.on("request", lambda request: self._request(request, host))
        page.goto(url)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text} ({message.location})")

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request, host: str) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in ("data", "blob") and asked.netloc != host:
            self.faults.append(f"request to another host: {request.url}")

    def close(self) -> None:
        """Leave every page."""
        for context in self.contexts:
            context.close()


def unfold(page: Page) -> None:
    """Open everything that is folded on *page*."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def search(page: Page, words: str) -> list[str]:
    """Type *words* into the search field of *page*; return the text of each result, the best first."""
    page.wait_for_load_state("networkidle")  # the index is there
    field = page.locator("input.md-search__input")
    field.click()
    field.press_sequentially(words, delay=10)
    results = page.locator(".md-search-result__item")
    results.first.wait_for()
    return results.all_inner_texts()


def timing(visitor: Visitor, url: str, **options: Any) -> tuple[float, float]:
    """Open *url* and read it to its end; return its first contentful paint, in milliseconds, and its layout shift."""
    page = visitor.open(url, before=SHIFTS, **options)
    page.wait_for_load_state("networkidle")
    for _ in range(10):
        page.mouse.wheel(0, 800)
        page.wait_for_timeout(50)
    return page.evaluate(PAINT), page.evaluate("window.shifts")


def axe_missing() -> str | None:
    """Return None when pages can be checked for accessibility, else the reason in one sentence, for ``pytest.skip``."""
    return None if AXE.is_file() else f"The checker of accessibility is missing; install it with: {INSTALL}"


@cache
def _axe() -> str:
    return AXE.read_text()


def violations(page: Page) -> list[str]:
    """Return each violation of WCAG 2.2 AA that axe finds on *page* as it is now."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    found: list[str] = page.evaluate(RUN, LEVELS)
    return found


def overflow(page: Page) -> list[str]:
    """Return what makes *page* scroll sideways, nothing if it does not."""
    found: list[str] = page.evaluate(OVERFLOW)
    return found
