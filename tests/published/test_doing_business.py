"""Doing Business 2020 comes out of the engine: World Bank, historical data with scores, both vintages."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator import evaluate, read_evidence, read_standard
from tests.published.doing_business import TWO_CITIES, Start, build, topics
from tests.published.sources import EXCERPTS, PUBLISHED, Row, by, needs_published, ranks, read, score, scores

FOLDER = PUBLISHED / "doing-business-2020"
VINTAGES = ("", "_corrected")


def tables(vintage: str) -> tuple[list[Row], list[Row], list[Row]]:
    """Bounds, raw figures and published scores of one vintage."""
    return read(FOLDER / "bounds.csv"), read(FOLDER / f"raw{vintage}.csv"), read(FOLDER / f"expected{vintage}.csv")


def run(folder: Path, vintage: str, start: Start) -> Path:
    """Score one vintage by the command line and give back the folder of results."""
    return score(build(folder, *tables(vintage), start), folder / "run")


def ranked(expected: list[Row]) -> list[Row]:
    """The 190 economies that have a place."""
    return [row for row in expected if row["overall_rank"]]


@needs_published
@pytest.mark.parametrize("vintage", VINTAGES)
def test_from_indicator_scores_to_190_places(vintage: str, tmp_path: Path) -> None:
    bounds, _, expected = tables(vintage)
    out = run(tmp_path, vintage, "scores")
    got, places = scores(out), ranks(out)
    economies = ranked(expected)
    assert len(economies) == 190
    wrong = [row["code"] for row in economies if places[row["code"], "total"] != int(float(row["overall_rank"]))]
    assert wrong == []
    for row in economies:
        assert got[row["code"], "total"] == pytest.approx(float(row["overall_score"]), abs=6e-6)
        for topic in topics(bounds):
            assert got[row["code"], topic] == pytest.approx(float(row[f"topic_{topic}"]), abs=7.6e-6)
    listed = by(read(out / "ranking.csv"), "region")
    assert listed["NZL"]["rank"] == "1"
    assert "LIE" not in listed


@needs_published
def test_from_topic_scores_to_1900_places_of_topics(tmp_path: Path) -> None:
    bounds, _, expected = tables("")
    out = run(tmp_path, "", "topics")
    places = ranks(out)
    columns = {"total": "overall_rank"} | {f"topic_{topic}": f"rank_{topic}" for topic in topics(bounds)}
    wrong = [
        (row["code"], node)
        for row in ranked(expected)
        for node, column in columns.items()
        if places[row["code"], node] != int(float(row[column]))
    ]
    assert wrong == []


@needs_published
@pytest.mark.parametrize(("vintage", "exact"), [("", 29), ("_corrected", 39)])
def test_from_raw_figures(vintage: str, exact: int, tmp_path: Path) -> None:
    """Raw figures are printed to one decimal at times, which moves a score by up to 0.05 / 15 * 100."""
    bounds, _, expected = tables(vintage)
    got = scores(run(tmp_path, vintage, "raw"))
    measured = [row for row in expected if row["kind"] != "two_city_average" and (row["code"], "total") in got]
    assert len(measured) == 179 + 22
    gaps = {row["key"]: 0.0 for row in bounds}
    for row in measured:
        for key in gaps:
            published = row[f"score_{key}"]
            assert ((row["code"], key) in got) == (published != ""), (row["code"], key)
            if published:
                gaps[key] = max(gaps[key], abs(got[row["code"], key] - float(published)))
        if row["overall_score"]:
            assert got[row["code"], "total"] == pytest.approx(float(row["overall_score"]), abs=0.0154)
    assert sum(gap < 1e-4 for gap in gaps.values()) == exact
    assert max(gaps.values()) < 0.334


@needs_published
@pytest.mark.parametrize("vintage", VINTAGES)
def test_places_end_to_end(vintage: str, tmp_path: Path) -> None:
    """With the 11 economies of two cities as the weighted mean of their cities, hardly a place moves."""
    _, _, expected = tables(vintage)
    got = scores(run(tmp_path, vintage, "raw"))
    total = {region: value for (region, node), value in got.items() if node == "total"}
    for nation, main, second, weight in TWO_CITIES:
        assert nation not in total
        total[nation] = weight * total[main] + (1 - weight) * total[second]
    economies = [row["code"] for row in ranked(expected)]
    published = by(expected, "code")
    moves = [
        1 + sum(total[other] > total[code] for other in economies) - int(float(published[code]["overall_rank"]))
        for code in economies
    ]
    assert max(abs(move) for move in moves) <= 2
    assert sum(move != 0 for move in moves) <= 13


@pytest.mark.parametrize(("start", "tolerance"), [("scores", 1e-5), ("raw", 1.6e-2)])
def test_excerpt(start: Start, tolerance: float, tmp_path: Path) -> None:
    """Eight economies of the corrected vintage, by the Python API."""
    bounds, raw, expected = (read(EXCERPTS / f"doing_business_{name}.csv") for name in ("bounds", "raw", "scores"))
    inputs = build(tmp_path, bounds, raw, expected, start)
    assessment = evaluate(read_standard(inputs.standard), read_evidence(inputs.evidence))
    rows = {(row["region"], row["node"]): row for row in assessment.scores().to_pylist()}
    order = sorted(expected, key=lambda row: int(row["overall_rank"]))
    for place, row in enumerate(order, start=1):
        assert rows[row["code"], "total"]["rank"] == place
        assert rows[row["code"], "total"]["score"] == pytest.approx(float(row["overall_score"]), abs=tolerance)
        for topic in topics(bounds):
            assert rows[row["code"], topic]["score"] == pytest.approx(float(row[f"topic_{topic}"]), abs=6 * tolerance)


def test_excerpt_holds_each_special_case() -> None:
    raw = read(EXCERPTS / "doing_business_raw.csv")
    found = {value for row in raw for value in row.values()}
    assert {"No Practice", "No VAT", "No VAT refund per case study scenario", "No corporate income tax"} <= found
