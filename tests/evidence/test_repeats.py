"""Rows that stand for one thing are found within a memory limit, in one portion or in many."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.engines.choice import bytes_of, engine_bytes
from evaluator.engines.keeping import Keeper
from evaluator.evidence import repeats
from evaluator.evidence.logs import judged, log_file
from evaluator.evidence.names import Names
from tests.measures.desk import case, table


@pytest.mark.parametrize("size", ["1GB", "16KB", "1KB"])
def test_the_same_rows_are_refused_whatever_the_memory(tmp_path, monkeypatch, size):
    rows = [case(n, "2023-01-02", "2023-01-05", step="filing", process="tax-payment") for n in range(3000)]
    rows += [rows[n] for n in (5, 7, 7, 2999)]  # Alike: the first is taken.
    rows += [rows[11] | {"finished": "2023-01-09"}]  # Unlike: a step that was done again.
    rows += [rows[0] | {"case": blank} for blank in (" ", "\t \n", "", None)]
    path = tmp_path / "cases.parquet"
    pq.write_table(table("cases", rows), path)
    # What the engine takes stays the same: only the portions change.
    monkeypatch.setattr(repeats, "bytes_of", lambda _: bytes_of(size))
    file = log_file(path, "cases.parquet", "cases")
    log, faults, numbers = judged("cases", [file], None, Names({"r": "r"}))
    assert numbers == [4 + 4, 0]
    assert log.left_out["evidence_row"].to_pylist() == [3000, 3001, 3002, 3003, 3005, 3006, 3007, 3008]
    assert len(faults) == 8


def test_what_a_memory_limit_leaves_to_the_engine():
    assert [bytes_of(size) for size in ("2GB", "1.5 MiB", "10kb")] == [2_000_000_000, 1_572_864, 10_000]
    assert [engine_bytes(size) for size in ("2GB", "1GB", "100MB")] == [1_700_000_000, 800_000_000, 80_000_000]
    with pytest.raises(ValueError, match="2XB"):
        bytes_of("2XB")


def test_a_table_in_memory_knows_blanks_as_well():
    from evaluator.evidence.sifting import sifted

    rows = table("cases", [case(1, "2023-01-02"), case("\u3000a", "2023-01-02"), case("!", None), case(" \t", None)])
    rows = rows.append_column("evidence_file", pa.array(["f"] * 4)).append_column(
        "evidence_row", pa.array([1, 2, 3, 4])
    )
    taken, faults = sifted("cases", rows)
    assert taken["case"].to_pylist() == ["1", "\u3000a", "!"]
    assert [one.line for one in faults] == [4]


def test_the_same_rows_are_judged_once_and_a_changed_one_anew(tmp_path, monkeypatch):
    from evaluator.evidence import sifting

    keeper, asked, judge = Keeper(tmp_path), [], sifting._refused
    monkeypatch.setattr(sifting, "_refused", lambda *said: [asked.append(said[0]), judge(*said)][1])

    def refused(*cases: dict[str, object]) -> list[int]:
        rows = table("cases", list(cases)).append_column("evidence_file", pa.array(["f"] * len(cases)))
        rows = rows.append_column("evidence_row", pa.array(range(1, len(cases) + 1)))
        return [one.line for one in sifting.sifted("cases", rows, keeper)[1]]

    for _ in range(2):
        assert refused(case(1, "2023-01-02"), case(" ", "2023-01-02"), case(1, "2023-01-03")) == [2]
    assert len(asked) == 1
    assert refused(case(1, "2023-01-02"), case("2", "2023-01-02"), case(1, "2023-01-03")) == []
    assert len(asked) == 2
