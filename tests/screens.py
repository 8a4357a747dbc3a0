"""Pictures of the site for people to look at: `make screens` writes them into build/screens/. No tests in here.

Each view is taken in light and dark on a desk, and in light and dark on a telephone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import chromium
from repositories import PROJECT
from site_build import PHONE, SCHEMES
from site_server import serving
from site_visit import Visitor

TARGET = PROJECT / "build" / "screens"
SIZES = {"desk": (1300, 1700), "phone": (PHONE[0], 1400)}


class View(NamedTuple):
    """A page at *address*, from the top or from the anchor *at* on."""

    address: str
    at: str = ""


VIEWS = {
    "home": View(""),
    "catalog": View("packs/"),
    "pack": View("packs/cni-azure/"),
    "versions": View("packs/cni-calico/", "versions-supported"),
    "parameters": View("packs/cni-azure/", "parameters"),
    "matrix": View("packs/cni-azure/", "policy-engines-and-their-capabilities"),
    "timeline": View("retirements/"),
    "configurator": View("configure/cni-azure/"),
    "guide": View("guides/cni-azure/network-policies/", "create-a-cluster"),
    "start": View("start/"),
}


def take(site: Path, target: Path) -> Iterator[Path]:
    """Take a picture of each view of the built *site* into *target*; yield where each one is."""
    target.mkdir(parents=True, exist_ok=True)
    with serving(site) as server, chromium.launched() as browser:
        for name, view in VIEWS.items():
            for device, size in SIZES.items():
                for scheme in SCHEMES:
                    visitor = Visitor(browser)
                    scale = 2 if device == "phone" else 1
                    address = f"{server.url}{view.address}{view.at and '#'}{view.at}"
                    page = visitor.open(address, scheme=scheme, size=size, device_scale_factor=scale)
                    page.wait_for_load_state("networkidle")
                    picture = target / f"{name}-{device}-{scheme}.png"
                    page.screenshot(path=picture, animations="disabled")
                    visitor.close()
                    yield picture


def main() -> int:
    """Take all pictures of site/, which `make docs` builds."""
    site = PROJECT / "site"
    if reason := chromium.available():
        print(reason, file=sys.stderr)
        return 3
    for picture in take(site, TARGET):
        print(picture.relative_to(PROJECT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
