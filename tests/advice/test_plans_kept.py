"""Plans kept as versions: two at once, tampered with, withdrawn, opened again, checked by name."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from evaluator.advice.case import Case, case_of
from evaluator.advice.goals import cheapest, read_goal
from evaluator.advice.plans import opened_plan, plan_table
from evaluator.assessment import evaluate
from evaluator.cli import run
from evaluator.exports.origin import with_mark
from evaluator.exports.tables import csv_bytes
from evaluator.opening import open_evidence
from evaluator.reading import read_standard
from evaluator.submissions import Plans, Store, is_store
from evaluator.submissions.plans import FILE
from indicators.faults import Faults


@cache
def zhejiang() -> Case:
    return case_of(evaluate(read_standard("dbe-provinces"), open_evidence("china")), "330000", "2022")


@cache
def content() -> bytes:
    way = cheapest(zhejiang(), read_goal("points 55"))
    assert way is not None
    return csv_bytes(with_mark(plan_table(zhejiang(), way, "points 55", "zh"), zhejiang().assessment), bom=True)


def test_two_who_save_at_once_get_two_versions(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        saved = list(pool.map(lambda who: Plans(tmp_path).add(content(), who), ("甲", "乙")))
    assert sorted(one.number for one in saved) == [1, 2]
    found = Plans(tmp_path).versions("330000")
    assert {one.who for one in found} == {"甲", "乙"} and {one.goal for one in found} == {"points 55"}
    assert all(one.content() == content() for one in found)
    assert Plans(tmp_path).versions("110000") == []
    # Plans lie beside the submissions and are none.
    assert Store(tmp_path).versions() == [] and not is_store(tmp_path)


def test_a_version_that_was_withdrawn_stays_and_says_why(tmp_path: Path) -> None:
    plans = Plans(tmp_path)
    first, _ = plans.add(content()), plans.add(content())
    plans.withdraw(first, "目标有误", "丙")
    withdrawn, standing = plans.versions()
    assert withdrawn.withdrawn.endswith("目标有误") and not standing.withdrawn
    assert withdrawn.rows() == standing.rows()


def test_a_saved_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    saved = Plans(tmp_path).add(content())
    (saved.folder / FILE).write_bytes(content().replace(b"points 55", b"points 99"))
    with pytest.raises(Faults) as raised:
        saved.rows()
    assert "was changed" in raised.value.faults[0].what.en


def test_a_plan_that_is_none_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(Faults):
        Plans(tmp_path).add("地区,时期\n1,2\n".encode("gb18030"))
    assert Plans(tmp_path).versions() == []


def test_a_plan_opens_as_it_was_saved(tmp_path: Path) -> None:
    saved = Plans(tmp_path).add(content())
    way = cheapest(zhejiang(), read_goal("points 55"))
    assert way is not None
    assert opened_plan(zhejiang(), saved.rows(), "zh").equals(plan_table(zhejiang(), way, "points 55", "zh"))
    gone = [{**saved.rows()[0], "indicator": "no.such.one"}]
    with pytest.raises(Faults) as raised:
        opened_plan(zhejiang(), gone, "zh")
    assert "no.such.one" in raised.value.faults[0].what.zh


def test_from_a_file_that_wps_saved_to_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A clerk fills in owner and date, and the office program saves in GBK."""
    rows = list(csv.DictReader(io.StringIO(content().decode("utf-8-sig"))))
    sink = io.StringIO()
    writer = csv.DictWriter(sink, list(rows[0]))
    writer.writeheader()
    writer.writerows([row | {"owner": "发改局"} for row in rows])
    path = tmp_path / "计划.csv"
    path.write_bytes(sink.getvalue().encode("gbk"))
    store = ("--store", str(tmp_path / "store"), "--lang", "zh")
    assert run(["plans", "--keep", str(path), "--who", "发改局", *store]) == 0
    assert "330000/2022/1" in capsys.readouterr().out
    assert {row["owner"] for row in Plans(tmp_path / "store").named("330000/2022/1").rows()} == {"发改局"}
    words = ["--standard", "dbe-provinces", "--evidence", "china"]
    assert run(["plan", "--check", "330000/2022/1", *words, *store]) == 0
    assert "2022 → 2023" in capsys.readouterr().out
    assert run(["plan", "--check", "330000/2022/7", *words, *store]) == 1
    assert "330000/2022/1" in capsys.readouterr().err
    assert run(["plans", "--withdraw", "330000/2022/1", "--reason", "重编", *store]) == 0
    assert run(["plans", "330000", *store]) == 0
    assert "重编" in capsys.readouterr().out
    assert run(["plans", "--open", "330000/2022/1", "--out", str(tmp_path / "again.csv"), *store]) == 0
    assert (tmp_path / "again.csv").read_bytes() == path.read_bytes()


def test_places_are_told_only_where_they_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["plan", "--region", "330000", "--standard", "dbe-provinces", "--evidence", "china", "--lang", "zh"]
    for more, told in ((["--goal", "points 60"], False), (["--goal", "points 60", "--ranks"], True)):
        assert run([*words, *more]) == 0
        assert ("名次" in capsys.readouterr().out) == told
