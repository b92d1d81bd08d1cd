"""Regions that come and go: the kernel gives the numbers of SQL, and no score stands outside a code's time."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from evaluator import Evidence, evaluate
from tests.properties.test_kernel import same
from tests.properties.worlds import World, modest, worlds


@modest
@given(worlds(regions=(3, 6)), st.data())
def test_kernel_and_sql_agree_when_regions_change(world: World, data: st.DataObject) -> None:
    base = world.evidence()
    codes = base.regions["region"].to_pylist()
    spans = data.draw(st.lists(st.sampled_from([("", ""), ("2021", ""), ("", "2020")]), min_size=3, max_size=6))
    spans = [*spans, *[("", "")] * len(codes)][: len(codes)]
    heirs = [data.draw(st.sampled_from([one for one in codes if one != code])) if to else "" for code, (_, to) in
             zip(codes, spans, strict=True)]  # fmt: skip
    columns = {"valid_from": [one for one, _ in spans], "valid_to": [one for _, one in spans], "successor": heirs}
    regions = base.regions
    for name, words in columns.items():
        regions = regions.append_column(name, pa.array([word or None for word in words], pa.string()))
    found = Evidence.from_tables({"regions": regions, "statistics": base.statistics})
    if not found.statistics.num_rows:
        return
    made = evaluate(world.standard(), found)
    same(made)
    outside = {
        (code, period)
        for code, (start, end) in zip(codes, spans, strict=True)
        for period in made.periods
        if (start and period < start) or (end and period > end)
    }
    for row in made.scores().to_pylist():
        if (row["region"], row["period"]) in outside:
            assert row["score"] is None and row["rank"] is None and row["reason"] in ("retired", "not-yet-valid")
