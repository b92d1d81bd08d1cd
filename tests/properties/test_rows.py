"""Whatever people type: rows read = rows taken + rows refused, each refusal is listed, and the rest is scored."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from evaluator import Evidence, Faults, evaluate, read_evidence
from tests.properties.worlds import World, modest

REGIONS = (("110000", "北京市", "Beijing"), ("120000", "天津市", "Tianjin"), ("130000", "河北省", "Hebei"))
NAMED = ("110000", "北京", "天津市", "Hebei", "130000")
STRANGE = ("999999", "火星", "", "朝阳")
PERIODS = ("2022", "2023", "2023.0", "2023年", "２０２３", "last year", "")
VALUES = (
    "7",
    "1,234",
    "１２",
    "-3.5",
    "",
    "—",
    "n/a",
    "一百二十",
    "1.2万",
    "#N/A",
    "inf",
    "abc",
    "12*",
    "1.234,5",
    "1e3",
)
Row = tuple[str, str, str, str]

rows = st.lists(
    st.tuples(
        st.sampled_from((*NAMED, *NAMED, *NAMED, *STRANGE)),
        st.sampled_from((*PERIODS, "2022", "2023", "2022", "2023")),
        st.sampled_from(("x", "x", "x", "y", "")),
        st.one_of(st.sampled_from(VALUES), st.integers(-99, 99).map(str)),
    ),
    min_size=1,
    max_size=25,
)


def write(folder: Path, table: list[Row]) -> None:
    """An evidence folder with three provinces and the rows as statistics."""
    regions = [("region", "name_zh", "name_en", "level"), *((*row, "province") for row in REGIONS)]
    for name, lines in (("regions", regions), ("statistics", [("region", "period", "series", "value"), *table])):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)


def read(table: list[Row]) -> Evidence | None:
    """The evidence of a table, or None where nothing of it can be read at all."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), table)
        try:
            return read_evidence(Path(name))
        except Faults as error:
            assert error.faults
            return None


@modest
@given(rows)
def test_every_row_is_taken_or_refused_and_each_refusal_is_listed(table: list[Row]) -> None:
    evidence = read(table)
    if evidence is None:
        return
    (file,) = [one for one in evidence.files if one.table == "statistics"]
    assert file.read == sum(any(row) for row in table)  # a blank line is no row
    assert file.read == file.taken + file.refused
    listed = {one.line for one in evidence.refusals}
    assert len(listed) == file.refused
    assert all(line is not None and 2 <= line <= len(table) + 1 for line in listed)
    for one in evidence.refusals:
        assert one.what.zh and one.what.en
        assert one.file


@modest
@given(rows)
def test_refused_rows_leave_the_score_of_the_others_alone(table: list[Row]) -> None:
    evidence = read(table)
    if evidence is None:
        return
    refused = {one.line for one in evidence.refusals}
    kept = [row for line, row in enumerate(table, start=2) if line not in refused]
    again = read(kept) if kept else None
    if again is None or evidence.statistics.num_rows == 0:
        return
    assert again.refusals == ()
    world = World([{"indicator": "x"}], {"x": "higher"}, {}, tuple(code for code, _, _ in REGIONS))
    one, other = (evaluate(world.standard(), found) for found in (evidence, again))
    assert one.scores().equals(other.scores())


@modest
@given(rows)
def test_a_row_of_plain_figures_is_never_refused(table: list[Row]) -> None:
    plain = {(code, period): str(k) for k, (code, period, _, _) in enumerate(table)}
    good = [
        (code, period, "x", value)
        for (code, period), value in plain.items()
        if code in ("110000", "130000") and period in ("2022", "2023")
    ]
    if not good:
        return
    evidence = read(good)
    assert evidence is not None
    assert evidence.refusals == ()
    assert evidence.statistics.num_rows == len(good)
