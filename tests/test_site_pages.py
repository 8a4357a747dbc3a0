"""Every kind of page: open to everybody, on a telephone too, and quiet."""

from __future__ import annotations

import pytest
from site_build import PHONE, samples
from site_server import Server
from site_visit import Visitor, overflow, unfold

SAMPLES = pytest.mark.parametrize("address", samples().values(), ids=samples().keys())


@SAMPLES
def test_a_telephone_need_not_scroll_sideways(address: str, server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url + address, size=PHONE, has_touch=True, is_mobile=True)
    unfold(page)
    assert not overflow(page)
