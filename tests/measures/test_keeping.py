"""Kept values: the same result as a fresh run, measured again only where rows changed; damage is noticed."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path

import ibis.expr.operations as ops
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluator.engines import EngineChoice, measured, portions
from evaluator.engines.keeping import Keeper, default_folder
from evaluator.engines.statements import expression_of
from evaluator.engines.years import logged_years
from evaluator.evidence.logs import judged, log_file
from evaluator.evidence.names import Names
from indicators.catalogue import measure_of
from indicators.indicator import Indicator
from indicators.tables import TABLES, TOPICS
from tests.measures.desk import Desk, indicator, table

START, END = {"step": "s", "stamp": "started"}, {"step": "s", "stamp": "finished"}
DAYS = {"kind": "duration", "start": START, "end": END}
WANTED = [
    indicator({**DAYS, "process": "p"}, "p.days"),
    indicator({**DAYS, "process": "q", "statistic": "p90", "clock": "working_days"}, "q.days"),
    indicator({"kind": "rate", "process": "p", "period_by": "started", "per": {"series": "firms"}}, "p.rate"),
    indicator(
        {"kind": "checklist", "proof": False, "items": [{"id": "a", "question": {"zh": "问", "en": "q"}}]},
        "list",
        bounds={"worst": 0, "best": 100},
    ),
]


class Watched:
    """Evidence, and which indicators were measured on it."""

    def __init__(self, evidence: Desk, cache: Path | None) -> None:
        self.ran: list[str] = []
        self.found = measured(
            WANTED,
            evidence,
            periods=["2023", "2023-Q1"],
            choice=EngineChoice(cache=cache),
            progress=lambda done, whole, name: self.ran.append(name),
        )


def case(region: str, process: str, number: int, days: int) -> dict[str, object]:
    begun = datetime.date(2023, 1, 3)
    return {
        "region": region, "process": process, "case": str(number), "step": "s",
        "started": str(begun), "finished": str(begun + datetime.timedelta(days)),
    }  # fmt: skip


def answer(region: str, said: str, item: str = "a") -> dict[str, object]:
    return {"region": region, "period": "2023", "indicator": "list", "item": item, "answer": said}


def figure(region: str, value: float) -> dict[str, object]:
    return {"region": region, "period": "2023", "series": "firms", "value": value}


CASES = [case(region, process, i, i) for region in "abc" for process in "pq" for i in range(1, 7)]
REST = {"answers": [answer("a", "yes"), answer("b", "no")], "statistics": [figure(one, 10.0) for one in "abc"]}


def test_a_second_run_measures_nothing_and_gives_the_same(tmp_path):
    fresh = Watched(Desk(cases=CASES, **REST), None)
    first = Watched(Desk(cases=CASES, **REST), tmp_path)
    again = Watched(Desk(cases=list(reversed(CASES)), **REST), tmp_path)
    assert first.ran == fresh.ran == [one.id for one in WANTED]
    assert again.ran == []
    assert fresh.found.num_rows > 10
    assert first.found.equals(fresh.found)
    assert again.found.equals(fresh.found)


def test_a_late_case_measures_its_own_process_again_and_only_its_region(tmp_path):
    Watched(Desk(cases=CASES, **REST), tmp_path)
    late = Desk(cases=[*CASES, case("b", "q", 9, 40)], **REST)
    found = Watched(late, tmp_path)
    assert found.ran == ["q.days"]
    assert found.found.equals(Watched(late, None).found)
    # Both states are kept now.
    assert Watched(Desk(cases=CASES, **REST), tmp_path).ran == []


def test_a_late_figure_measures_only_what_is_divided_by_it(tmp_path):
    Watched(Desk(cases=CASES, **REST), tmp_path)
    late = Desk(cases=CASES, **{**REST, "statistics": [figure("a", 20.0), figure("b", 10.0), figure("c", 10.0)]})
    found = Watched(late, tmp_path)
    assert found.ran == ["p.rate"]
    assert found.found.equals(Watched(late, None).found)


def test_a_region_without_the_service_and_a_region_that_goes(tmp_path):
    Watched(Desk(cases=CASES, **REST), tmp_path)
    other = Desk(
        cases=[row for row in CASES if row["region"] != "c"], answers=[answer("a", "no", "service"), answer("b", "yes")]
    )
    assert Watched(other, tmp_path).found.equals(Watched(other, None).found)


ROWS = st.lists(
    st.builds(case, st.sampled_from("abcd"), st.sampled_from("pqr"), st.integers(1, 4), st.integers(-2, 80)),
    max_size=12,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ROWS, late=ROWS, gone=st.integers(0, 4))
def test_kept_and_fresh_runs_are_the_same_whatever_comes_late(tmp_path, first, late, gone):
    folder = tmp_path / "kept"
    Watched(Desk(cases=first, **REST), folder)
    after = Desk(cases=[*first[gone:], *late], **REST)
    assert Watched(after, folder).found.equals(Watched(after, None).found)


def write(path: Path, rows: list[dict[str, object]], old: bool = True) -> Path:
    pq.write_table(table("cases", rows), path)
    if old:
        os.utime(path, (1_600_000_000 + path.stat().st_size, 1_600_000_000 + path.stat().st_size))
    return path


class Files:
    """A case log in Parquet files."""

    def __init__(self, *paths: Path) -> None:
        self.sources = {"cases": list(paths), "statistics": table("statistics", REST["statistics"])}


def test_a_late_file_measures_its_own_regions_and_processes(tmp_path):
    kept = tmp_path / "kept"
    ab = write(tmp_path / "ab.parquet", [row for row in CASES if row["region"] != "c"])
    c = write(tmp_path / "c.parquet", [row for row in CASES if row["region"] == "c"])
    assert Watched(Files(ab, c), kept).ran == ["p.days", "q.days", "p.rate", "list"][:3]
    assert Watched(Files(ab, c), kept).ran == []
    late = write(tmp_path / "late.parquet", [case("c", "q", 9, 40)])
    found = Watched(Files(ab, c, late), kept)
    assert found.ran == ["q.days"]
    assert found.found.equals(Watched(Files(ab, c, late), None).found)


class Judged:
    """A large log: its files as they come from the door."""

    def __init__(self, *paths: Path, rows: list[dict[str, object]] | None = None) -> None:
        files = [file for path in paths if (file := log_file(path, path.name, "cases"))]
        beside = table("cases", rows) if rows else None
        if beside is not None:
            beside = beside.append_column("evidence_file", pa.array(["x"] * len(rows)))
            beside = beside.append_column("evidence_row", pa.array(range(len(rows))))
        self.log = judged("cases", files, beside, Names({one: one for one in "abc"} | {"乙": "b"}))[0]
        self.sources = {"cases": self.log, "statistics": table("statistics", REST["statistics"])}


def test_a_large_log_measures_only_what_a_late_file_or_row_brings(tmp_path):
    kept = tmp_path / "kept"
    even = write(tmp_path / "even.parquet", CASES[::2])
    odd = write(
        tmp_path / "odd.parquet", [row | {"region": "乙"} if row["region"] == "b" else row for row in CASES[1::2]]
    )
    first = Watched(Judged(even, odd), kept)
    assert first.ran == ["p.days", "q.days", "p.rate"]
    again = Watched(Judged(even, odd), kept)
    assert again.ran == []
    assert again.found.equals(first.found)
    late = write(tmp_path / "late.parquet", [case("乙", "q", 9, 40), case("c", "q", 9, -4)])
    for evidence in (Judged(even, odd, late), Judged(even, odd, rows=[case("b", "q", 10, 41)])):
        found = Watched(evidence, kept)
        assert found.ran == ["q.days"]
        assert found.found.equals(Watched(evidence, None).found)
        assert not found.found.equals(first.found)


def test_the_years_of_a_log_are_looked_up_in_the_late_file_alone(tmp_path, monkeypatch):
    looked = []
    monkeypatch.setattr(portions, "logged_years", lambda *said: [looked.append(said[2]), *logged_years(*said)][1:])

    def years(*paths: Path, rows: list[dict[str, object]] | None = None, cache: Path | None = tmp_path / "kept"):
        evidence = Judged(*paths, rows=rows)
        del evidence.sources["statistics"]  # They would name the periods.
        return sorted(set(measured(WANTED[:1], evidence, choice=EngineChoice(cache=cache))["period"].to_pylist()))

    def later(year: int) -> list[dict[str, object]]:
        return [{**row, "case": f"{row['case']} {year}", "finished": f"{year}-02-01"} for row in CASES]

    first = write(tmp_path / "a.parquet", CASES)
    assert years(first) == ["2023"] and looked == [["cases"]]
    late = write(tmp_path / "b.parquet", later(2025))
    assert years(first, late) == ["2023", "2025"] == years(first, late, cache=None) and looked == [["cases"]] * 2
    assert years(first, rows=later(2024)) == ["2023", "2024"] and looked == [["cases"]] * 2


def test_a_large_log_of_which_other_rows_are_refused_is_measured_anew(tmp_path):
    """The same bytes of the file, but a row of it is left out now."""
    kept = tmp_path / "kept"
    before = Judged(write(tmp_path / "all.parquet", CASES))
    Watched(before, kept)
    after = Judged(tmp_path / "all.parquet")
    after.sources["cases"] = replace(after.log, left_out=pa.table({"evidence_file": [0], "evidence_row": [5]}))
    found = Watched(after, kept).found
    assert found.equals(Watched(after, None).found)
    assert not found.equals(Watched(before, None).found)


@pytest.mark.parametrize("old", [True, False])
def test_a_file_written_anew_is_noticed(old, tmp_path):
    kept = tmp_path / "kept"
    path = write(tmp_path / "a.parquet", CASES, old)
    before = Watched(Files(path), kept)
    write(path, [*CASES, case("a", "p", 9, 60), case("a", "p", 10, 60)], old)
    after = Watched(Files(path), kept)
    assert after.found.equals(Watched(Files(path), None).found)
    assert not after.found.equals(before.found)


def test_files_of_unlike_types_are_measured_together(tmp_path):
    kept, first = tmp_path / "kept", write(tmp_path / "a.parquet", CASES)
    Watched(Files(first), kept)
    rows = table("cases", [case("b", "p", 9, 40)])
    texts = rows.set_column(rows.column_names.index("started"), "started", rows["started"].cast(pa.string()))
    pq.write_table(texts, tmp_path / "b.parquet")
    both = Files(first, tmp_path / "b.parquet")
    assert Watched(both, kept).found.equals(Watched(both, None).found)


@pytest.mark.parametrize("harm", ["cut", "turn", "empty", "swap"])
def test_a_damaged_entry_is_measured_again(harm, tmp_path):
    evidence = Desk(cases=CASES, **REST)
    first = Watched(evidence, tmp_path)
    paths = sorted(tmp_path.iterdir())
    bodies = [path.read_bytes() for path in paths]
    for i, path in enumerate(paths):
        body = bytearray(bodies[i])
        body[len(body) // 2] ^= 1
        path.write_bytes(
            {"cut": bodies[i][:-9], "turn": bytes(body), "empty": b"", "swap": bodies[(i + 1) % len(paths)]}[harm]
        )
    again = Watched(evidence, tmp_path)
    assert again.ran == first.ran
    assert again.found.equals(first.found)
    assert Watched(evidence, tmp_path).ran == []


def test_the_oldest_entries_go_and_files_of_others_stay(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    keeper = Keeper(tmp_path, limit=2500)
    one = pa.table({"a": list(range(50))})
    for number, key in enumerate(["first", "second", "third", "fourth"]):
        keeper.write(key, one)
        os.utime(keeper.path(key), (1_700_000_000 + number, 1_700_000_000 + number))
    keeper.used("first")
    keeper.trim()
    assert keeper.read("first") is not None
    assert keeper.read("second") is None
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    evidence = Desk(cases=CASES, **REST)
    assert Watched(evidence, tmp_path / "file" / "kept").found.equals(Watched(evidence, None).found)


def test_where_values_are_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("EVALUATOR_CACHE", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.setenv("EVALUATOR_CACHE", "off")
    assert default_folder() is None


def library() -> list[Indicator]:
    from evaluator.reading import read_standard

    found = read_standard("dbe-draft").by_id.values()
    return [one for one in found if one.measure.get("kind") != "statistic"]


def origin(field: ops.Field) -> str | None:
    """The table of evidence that a column comes from, through filters and selections."""
    place = field.rel
    while not isinstance(place, ops.UnboundTable):
        # A semi-join keeps the rows of its first table.
        place = getattr(place, "parent", None) or getattr(place, "first", None)
        if place is None:
            return None
    return str(place.name)


def test_every_indicator_reads_no_more_than_it_says():
    """The tables in the expression are those of `reads`, and each is narrowed to topics that `reads` names."""
    for one in library():
        measure = measure_of(one)
        says = measure.reads(one.id)
        expression = expression_of(one.id, measure).op()
        read = {node.name for node in expression.find(ops.UnboundTable)} & set(TABLES)
        assert read <= {name for name, _ in says}, one.id
        for name, topic in says:
            assert topic is None or name in TOPICS, one.id
        narrowed = {
            (origin(node.left), node.right.value)
            for node in expression.find(ops.Equals)
            if isinstance(node.left, ops.Field)
            and isinstance(node.right, ops.Literal)
            and node.left.name == TOPICS.get(origin(node.left) or "")
        }
        assert narrowed <= set(says), (one.id, narrowed - set(says))
        assert {name for name, _ in narrowed} == read, one.id
