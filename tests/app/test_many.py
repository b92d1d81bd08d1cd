"""Every page with 3,000 regions: it opens, and sends charts of a size that a browser draws without waiting."""

from __future__ import annotations

import pytest

from evaluator.app.pages import PAGES
from tests.app.desk import healthy, opened, written

MOST = 150_000
"""Bytes of all charts of a page; the intervals of all regions on Robustness take more."""
INTERVALS = 300_000


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    rows = [(f"r{i:04}", f"县{i}") for i in range(3000)]
    figures = {"x": 7919, "y": 6007, "z": 5003}
    return written(tmp_path_factory.mktemp("many"), rows, lambda i, series: str(i * figures[series] % 3001))


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_three_thousand_regions(page, many):
    app = opened(page, many, lang="zh", code="r0001", regions="r0001,r0002", find="r0003")
    healthy(app)
    sent = {one.proto.alt: len(one.proto.spec) + len(one.proto.data.data) for one in app.get("vega_lite_chart")}
    assert sum(sent.values()) < (INTERVALS if page == "robustness" else MOST), sent
