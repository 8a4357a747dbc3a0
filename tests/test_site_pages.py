"""Every kind of page: open to everybody, on a telephone too, and quiet."""

from __future__ import annotations

import pytest
from site_build import PHONE, SCHEMES, samples
from site_server import Server
from site_visit import Visitor, axe_missing, overflow, unfold, violations

SAMPLES = pytest.mark.parametrize("address", samples().values(), ids=samples().keys())


@SAMPLES
def test_wcag_2_2_aa_in_light_and_dark(address: str, server: Server, visitor: Visitor) -> None:
    if reason := axe_missing():
        pytest.skip(reason)
    for scheme in SCHEMES:
        page = visitor.open(server.url + address, scheme=scheme)
        unfold(page)
        assert not violations(page)


@SAMPLES
def test_a_telephone_need_not_scroll_sideways(address: str, server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + address, size=PHONE, has_touch=True, is_mobile=True)
    unfold(page)
    assert not overflow(page)
