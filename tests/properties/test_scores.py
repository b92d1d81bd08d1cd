"""What must hold of scores and places whatever the figures are."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaluator import evaluate
from tests.properties.worlds import MONOTONE, Key, World, modest, scores, worlds

GOALPOSTS = {"kind": "goalposts", "worst": -20, "best": 20, "range": [1, 100]}
MEANS = ("arithmetic", "geometric")


@st.composite
def plain(draw: st.DrawFn) -> dict[str, object]:
    """No treatment, no imputation; a scale above zero, so that a geometric mean is defined."""
    return {
        "normalisation": draw(st.sampled_from(MONOTONE)),
        "aggregation": draw(st.sampled_from(MEANS)),
    }


@modest
@given(worlds(plain(), aggregations=MEANS), st.data())
def test_a_better_value_never_lowers_a_place(world: World, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(world.values)))
    more = data.draw(st.integers(1, 60)) / 2
    goalposts = data.draw(st.booleans())
    if goalposts:
        ends = {"higher": (-20, 20), "lower": (20, -20)}
        overrides = {
            name: {**GOALPOSTS, "worst": ends[direction][0], "best": ends[direction][1]}
            for name, direction in world.directions.items()
        }
        world = replace(world, tree=_with_normalisation(world.tree, overrides))
    better = world.values[key] + (more if world.directions[key[2]] == "higher" else -more)
    before, after = scores(world.assess()), scores(world.with_value(key, better).assess())
    # A column whose values have all become alike says nothing any more and counts as missing.
    assume(after[key]["score"] is not None)
    for node in ("total", "a", "b"):
        place = (key[0], key[1], node)
        if place in before and before[place]["rank"] is not None:
            assert after[place]["rank"] is not None
            assert after[place]["rank"] <= before[place]["rank"]


def _with_normalisation(tree: object, overrides: dict[str, dict[str, object]]) -> list[dict[str, object]]:
    assert isinstance(tree, list)
    return [
        {**entry, "children": _with_normalisation(entry["children"], overrides)}
        if "children" in entry
        else {**entry, "normalisation": overrides[entry["indicator"]]}
        for entry in tree
    ]


@modest
@given(worlds(), st.data())
def test_the_order_of_rows_changes_nothing(world: World, data: st.DataObject) -> None:
    regions = data.draw(st.permutations(world.regions))
    keys = data.draw(st.permutations(list(world.values)))
    before = world.assess()
    after = evaluate(world.standard(), world.evidence(regions, keys))
    assert after.scores().equals(before.scores())
    assert after.indicators().equals(before.indicators())
    assert after.ranking().equals(before.ranking())


@modest
@given(worlds(), st.data())
def test_renaming_regions_changes_nothing(world: World, data: st.DataObject) -> None:
    assume(not _by_group(world))
    names = dict(zip(world.regions, data.draw(st.permutations([f"s{k}" for k in range(6)])), strict=False))
    renamed = replace(
        world,
        regions=tuple(names[code] for code in world.regions),
        values={(names[code], period, name): value for (code, period, name), value in world.values.items()},
    )
    before, after = scores(world.assess()), scores(renamed.assess())
    assert len(before) == len(after)
    for (code, period, node), row in before.items():
        other = after[names[code], period, node]
        assert other["rank"] == row["rank"]
        assert _same(other["score"], row["score"])


def _by_group(world: World) -> bool:
    """Groups follow the order of codes, so a new name may move a region into another group."""
    return isinstance(world.method["imputation"], dict)


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@modest
@given(worlds(aggregations=("arithmetic", "points")), st.sampled_from(["arithmetic", "points"]))
def test_contributions_of_indicators_add_up_to_the_score(world: World, top: str) -> None:
    _adds_up(replace(world, method={**world.method, "aggregation": top}))


@modest
@given(worlds(plain(), aggregations=MEANS))
def test_contributions_below_geometric_means_add_up_too(world: World) -> None:
    _adds_up(world)


def _adds_up(world: World) -> None:
    rows = scores(world.assess())
    for (region, period, node), row in rows.items():
        if node != "total" or _log_is_nothing(rows, region, period):
            continue
        parts = [
            rows[region, period, name]["contribution"]
            for name in world.directions
            if rows[region, period, name]["contribution"] is not None
        ]
        first = [
            other["contribution"]
            for (code, when, _), other in rows.items()
            if (code, when) == (region, period) and other["depth"] == 1 and other["contribution"] is not None
        ]
        if row["score"] is None:
            assert parts == []
        else:
            assert math.fsum(parts) == pytest.approx(row["score"], rel=1e-9, abs=1e-9)
            assert math.fsum(first) == pytest.approx(row["score"], rel=1e-9, abs=1e-9)


def _log_is_nothing(rows: dict[Key, dict[str, Any]], region: str, period: str) -> bool:
    """A geometric mean of 1 has a logarithm of 0, of which nobody has a share."""
    found = [rows[region, period, node]["score"] for node in ("total", "a", "b") if (region, period, node) in rows]
    return any(score is not None and abs(score - 1) < 1e-6 for score in found)


@modest
@given(worlds(), st.integers(2, 50))
def test_only_relative_weights_matter(world: World, factor: int) -> None:
    assume("points" not in str(world.tree) + str(world.method))
    before, after = scores(world.assess()), scores(replace(world, tree=_heavier(world.tree, factor)).assess())
    for key, row in before.items():
        assert after[key]["rank"] == row["rank"]
        assert _same(after[key]["score"], row["score"])
        assert _same(after[key]["weight"], row["weight"])


def _heavier(tree: object, factor: int) -> list[dict[str, object]]:
    assert isinstance(tree, list)
    return [
        {**entry, "weight": entry["weight"] * factor}
        | ({"children": _heavier(entry["children"], factor)} if "children" in entry else {})
        for entry in tree
    ]


@modest
@given(worlds(plain(), aggregations=MEANS), st.sampled_from([0.5, 2, 8]), st.integers(-40, 40))
def test_the_unit_of_a_series_does_not_matter(world: World, factor: float, shift: int) -> None:
    """Min-max and ranks do not see a change of unit or of zero point."""
    moved = replace(world, values={key: value * factor + shift for key, value in world.values.items()})
    before, after = scores(world.assess()), scores(moved.assess())
    for key, row in before.items():
        assert after[key]["rank"] == row["rank"]
        assert _same(after[key]["score"], row["score"])


@modest
@given(worlds())
def test_places_follow_scores_and_nothing_is_dropped(world: World) -> None:
    assessment = world.assess()
    rows = assessment.ranking().to_pylist()
    for period in {row["period"] for row in rows}:
        own = [row for row in rows if row["period"] == period]
        assert sorted(row["region"] for row in own) == sorted(world.regions)
        placed = [row for row in own if row["rank"] is not None]
        assert own[: len(placed)] == placed
        for row in placed:
            assert row["score"] is not None and math.isfinite(row["score"])
            assert 0 <= row["coverage"] <= 1 + 1e-12
        for row in own[len(placed) :]:
            assert row["score"] is None and row["reason"]
        decimals = world.method["ranking"].get("decimals", 9)
        for one in placed:
            ahead = sum(other["score"] - one["score"] > 10**-decimals for other in placed)
            near = sum(abs(other["score"] - one["score"]) <= 10**-decimals for other in placed)
            assert ahead < one["rank"] <= ahead + near
