"""A log that stays in its files is judged, counted and measured as if it lay in memory."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.engines import EngineChoice, measured
from evaluator.evidence import Evidence, judging, read_evidence
from indicators.faults import Faults
from tests.measures.desk import DURATION, Row, indicator

SCHEMA = pa.schema(
    {
        **dict.fromkeys(("region", "process", "case", "step", "mode"), pa.string()),
        **dict.fromkeys(("started", "finished", "due"), pa.timestamp("us")),
        "amount": pa.float64(),
    }
)
START = datetime.datetime(2023, 3, 1, 9)


def row(number: int, days: float = 3, **other: object) -> Row:
    usual: Row = {"region": "r1", "process": "p", "case": f"c{number}", "step": "s", "mode": "a", "amount": 1.0}
    stamps = {"started": START, "finished": START + datetime.timedelta(days=days)}
    return {**usual, **stamps, "due": START + datetime.timedelta(days=10), **other}


HOSTILE = [
    row(0, -2),
    row(1, started=datetime.datetime(1900, 1, 1)),
    row(2, due=datetime.datetime(2099, 1, 1)),
    row(3, region="nowhere"),
    row(4, region=None),
    row(5, step=None),
    row(6, process="  "),
    row(7, amount=float("inf")),
    row(8),
    row(8),
    row(9, finished=None),
    row(10, region="County Two"),
]
SOUND = [row(100 + n, n % 17, region="r2" if n % 3 else "r1") for n in range(60)]


def folder(path: Path, *parts: list[Row], beside: str = "") -> Path:
    (path / "regions.csv").write_text("region,name_en\nr1,County One\nr2,County Two\n", encoding="utf-8")
    for number, rows in enumerate(parts, start=1):
        pq.write_table(pa.Table.from_pylist(rows, SCHEMA), path / f"cases-{number}.parquet", row_group_size=7)
    if beside:
        (path / "cases-0.csv").write_text(beside, encoding="utf-8")
    return path


def both(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Evidence, Evidence]:
    """Read into memory, and left in its files."""
    small = read_evidence(path)
    monkeypatch.setattr("evaluator.evidence.reading.LARGE", 0)
    large = read_evidence(path)
    assert "cases" in small.tables
    assert "cases" not in large.tables
    return small, large


def values(evidence: Evidence, threads: int = 1) -> list[Row]:
    wanted = [indicator({**DURATION, "process": "p", "statistic": one}) for one in ("median", "p90", "promised")]
    found: list[Row] = measured(wanted, evidence, choice=EngineChoice(threads=threads)).to_pylist()
    return found


def test_every_row_is_judged_as_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = (
        "region,process,case,step,started,finished\nr1,p,c100,s,2023-03-01,2023-03-09\nr1,p,x,s,2023-03-09,2023-03-01\n"
    )
    small, large = both(folder(tmp_path, SOUND, HOSTILE, beside=beside), monkeypatch)
    said = lambda one: sorted((fault.file, fault.line, fault.column, fault.what.en) for fault in one.refusals)  # noqa: E731
    assert said(large) == said(small)
    assert len(said(large)) > 9
    assert large.files == small.files
    assert all(one.read == one.taken + one.refused for one in large.files)
    assert large.digest == small.digest
    assert large.logs["cases"].num_rows == small.tables["cases"].num_rows
    assert sorted(note.what.en for note in large.notes) == sorted(note.what.en for note in small.notes)


def test_measures_read_the_rows_that_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = both(folder(tmp_path, SOUND, HOSTILE), monkeypatch)
    assert values(large) == values(small) == values(large, threads=2)
    assert {one["region"] for one in values(large)} == {"r1", "r2"}


def test_rows_of_a_region_come_out_under_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = both(folder(tmp_path, HOSTILE), monkeypatch)
    found = [one.rows("cases", "r2") for one in (small, large)]
    assert [one["case"].to_pylist() for one in found if one is not None] == [["c10"], ["c10"]]


def test_a_retired_code_is_refused_as_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder(tmp_path, SOUND)
    lines = "region,name_en,valid_to,successor\nr1,County One,2023-03-05,r2\nr2,County Two,,\n"
    (path / "regions.csv").write_text(lines, encoding="utf-8")
    small, large = both(path, monkeypatch)
    assert sorted(map(str, large.refusals)) == sorted(map(str, small.refusals))
    assert large.refusals
    assert values(large) == values(small)


def test_regions_without_a_table_are_those_of_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder(tmp_path, SOUND)
    (path / "regions.csv").unlink()
    small, large = both(path, monkeypatch)
    assert large.regions == small.regions


def test_of_many_rows_refused_alike_the_first_are_listed_and_the_rest_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [row(1000 + n, -1) for n in range(judging.LISTED + 25)]
    _, large = both(folder(tmp_path, wrong + SOUND), monkeypatch)
    assert [one.line for one in large.refusals][:-1] == list(range(1, judging.LISTED + 1))
    assert large.refusals[-1].what.en == "25 more rows are refused for the same reason"
    assert (large.files[1].refused, large.files[1].taken) == (judging.LISTED + 25, len(SOUND))


def test_a_file_that_breaks_off_is_one_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder(tmp_path, SOUND)
    file = path / "cases-1.parquet"
    data = bytearray(file.read_bytes())
    data[20:400] = b"\xff" * 380
    file.write_bytes(data)
    monkeypatch.setattr("evaluator.evidence.reading.LARGE", 0)
    with pytest.raises(Faults, match="Parquet"):
        read_evidence(path)


def test_a_submission_takes_the_place_of_whole_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evaluator.submissions import laid_over

    small, large = both(folder(tmp_path, SOUND, HOSTILE), monkeypatch)
    more = pa.Table.from_pylist([row(100, 300, region="r1"), row(5000, 40, region="r2")], SCHEMA)
    again = pa.Table.from_pylist([row(100, 200, region="r1")], SCHEMA)
    small, large = (laid_over(laid_over(one, {"cases": more}), {"cases": again}) for one in (small, large))
    assert values(large) == values(small)
    assert large.logs["cases"].num_rows == small.tables["cases"].num_rows
