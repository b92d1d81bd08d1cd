"""What the check of a large log found is taken over while nothing it rests on has changed, and only then."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from evaluator.cli import run
from evaluator.engines import EngineChoice, measured, statements
from evaluator.engines.keeping import Keeper
from evaluator.evidence import Evidence, judging, logs, read_evidence
from evaluator.evidence.verdicts import Earlier
from evaluator.opening import open_evidence
from evaluator.reading import read_standard
from indicators.text import Lang, Text
from tests.evidence.test_logs import HOSTILE, SCHEMA, SOUND, folder, row, values
from tests.measures.desk import DURATION, Row, indicator

BESIDE = (
    "region,process,case,step,started,finished\nr1,p,c100,s,2023-03-01,2023-03-09\nr1,p,x,s,2023-03-09,2023-03-01\n"
)


class Door:
    """Reads a folder with the cache, and counts how often rows were judged."""

    def __init__(self, path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path, self.kept, self.judged = path, kept, 0
        self.taken_over = 0
        self.judge: Callable[..., object] = logs._verdict
        monkeypatch.setattr("evaluator.evidence.reading.LARGE", 0)
        monkeypatch.setattr(logs, "_verdict", self._counted)

    def _counted(self, *given: object) -> object:
        self.judged += 1
        earlier = given[-1]
        assert isinstance(earlier, Earlier)
        self.taken_over = len(earlier.numbers)
        return self.judge(*given)

    def read(self) -> tuple[Evidence, bool]:
        """The evidence, and whether its rows were judged."""
        before = self.judged
        found = read_evidence(self.path, cache=self.kept)
        return found, self.judged > before


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    (tmp_path / "e").mkdir()
    return Door(folder(tmp_path / "e", SOUND, HOSTILE, beside=BESIDE), tmp_path / "kept", monkeypatch)


def alike(one: Evidence, other: Evidence) -> bool:
    """Whether two bodies of evidence are the same in every part that is read of them."""
    mine, yours = one.logs["cases"], other.logs["cases"]
    same = [
        [(fault, fault.about) for fault in one.refusals] == [(fault, fault.about) for fault in other.refusals],
        one.notes == other.notes,
        one.files == other.files,
        one.digest == other.digest,
        one.tables == other.tables,
        (mine.paths, mine.codes, mine.made_up) == (yours.paths, yours.codes, yours.made_up),
        mine.left_out.equals(yours.left_out),
        mine.counts.equals(yours.counts),
        mine.rows == yours.rows,
        values(one) == values(other),
    ]
    return all(same)


def test_the_evidence_is_the_same_with_what_was_kept_and_without(door: Door) -> None:
    plain = read_evidence(door.path)
    first, judged = door.read()
    assert judged
    again, judged = door.read()
    assert not judged
    assert plain.refusals
    assert alike(first, plain)
    assert alike(again, plain)


def test_without_a_folder_every_row_is_judged_and_nothing_is_kept(door: Door) -> None:
    read_evidence(door.path)
    read_evidence(door.path)
    assert door.judged == 2
    assert not door.kept.exists()


def changed_file(path: Path) -> None:
    folder(path, [*SOUND, row(7000, -1)], HOSTILE, beside=BESIDE)


def changed_rows_beside(path: Path) -> None:
    folder(path, SOUND, HOSTILE, beside=BESIDE + "r2,p,y,s,2023-03-09,2023-03-01\n")


def changed_code_of_a_region(path: Path) -> None:
    (path / "regions.csv").write_text("region,name_en\nr1,County Two\nr2,County One\n", encoding="utf-8")


def changed_span_of_a_region(path: Path) -> None:
    lines = "region,name_en,valid_to,successor\nr1,County One,2023-03-05,r2\nr2,County Two,,\n"
    (path / "regions.csv").write_text(lines, encoding="utf-8")


def changed_name_of_a_file(path: Path) -> None:
    (path / "cases-2.parquet").rename(path / "cases-3.parquet")


@pytest.mark.parametrize(
    "change",
    [
        changed_file,
        changed_rows_beside,
        changed_code_of_a_region,
        changed_span_of_a_region,
        changed_name_of_a_file,
    ],
)
def test_whatever_a_verdict_rests_on_makes_a_new_one(door: Door, change: Callable[[Path], None]) -> None:
    before, _ = door.read()
    change(door.path)
    after, judged = door.read()
    assert judged
    assert alike(after, read_evidence(door.path))
    was, now = ((one.refusals, one.logs["cases"].codes) for one in (before, after))
    assert now != was


@pytest.mark.parametrize("harm", ["cut", "turn", "empty", "swap", "one gone"])
def test_a_damaged_entry_is_judged_again(door: Door, harm: str) -> None:
    first, _ = door.read()
    paths = sorted(door.kept.iterdir())
    bodies = [path.read_bytes() for path in paths]
    assert len(paths) > 1
    for i, path in enumerate(paths):
        body = bytearray(bodies[i])
        body[len(body) // 2] ^= 1
        harmed = {"cut": bodies[i][:-9], "turn": bytes(body), "empty": b"", "swap": bodies[(i + 1) % len(paths)]}
        path.write_bytes(harmed.get(harm, bodies[i]))
    if harm == "one gone":
        parts = [path for path in paths if "refused" in Keeper(door.kept).read(path.stem).column_names]
        assert len(parts) == 1
        parts[0].unlink()
    again, judged = door.read()
    assert judged
    assert alike(again, first)
    assert not door.read()[1]


def test_a_file_written_while_it_is_judged_leaves_no_verdict(door: Door) -> None:
    judge = door.judge

    def meanwhile(*given: object) -> object:
        found = judge(*given)
        changed_file(door.path)
        return found

    door.judge = meanwhile
    door.read()
    door.judge = judge
    after, judged = door.read()
    assert judged
    assert alike(after, read_evidence(door.path))


def test_the_check_of_a_large_log_tells_how_far_it_is(door: Door) -> None:
    told: list[tuple[float, Text]] = []
    read_evidence(door.path, progress=lambda share, text: told.append((share, text)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 1
    assert {text.en for _, text in told} == {logs.CHECKING.en}


def test_a_store_reads_its_base_as_any_evidence_is_read(door: Door, tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "submissions.json").write_text(json.dumps({"base": str(door.path)}), encoding="utf-8")
    told: list[float] = []
    first, again = (open_evidence(store, "500MB", door.kept, lambda share, text: told.append(share)) for _ in range(2))
    assert told[-1] == 1
    assert told == sorted(told), "the second time nothing is judged"
    assert alike(again, first)
    assert first.refusals == read_evidence(door.path).refusals


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check_shows_how_far_it_is_where_a_person_watches(
    door: Door, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    monkeypatch.setattr("evaluator.commands.progress.PATIENCE", 0.0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run(["check", "--evidence", str(door.path), "--lang", lang]) == 1
    shown = capsys.readouterr().err
    assert all(f"{share}%  {logs.CHECKING.in_(lang)}" in shown for share in (40, 80, 100))


def late_rows(path: Path, rows: list[Row], name: str = "cases-9.parquet") -> None:
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), path / name, row_group_size=5)


LATE: dict[str, list[Row]] = {
    "sound": [row(9000, 4), row(9001, 5, region="r2")],
    "alike": [dict(SOUND[3]), dict(SOUND[3]), row(8)],
    "unlike": [{**SOUND[4], "mode": "b"}, row(8, 5)],
    "wrong": [row(9000 + n, -1) for n in range(judging.LISTED + 3)] + [row(9500, region="nowhere")],
    "spelt": [row(9000, 7, region="County One")],
    "a copy of all": [*SOUND, *HOSTILE],
}


@pytest.mark.parametrize("name", ["cases-0a.parquet", "cases-9.parquet"])
@pytest.mark.parametrize("kind", LATE)
def test_a_late_file_is_judged_with_what_was_judged_before(
    door: Door, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    monkeypatch.setattr(logs, "FEW", 0)
    monkeypatch.setattr("indicators.refusals._many_steps", lambda rows: rows.process == "q")
    first, _ = door.read()
    late_rows(door.path, LATE[kind], name)
    after, judged = door.read()
    assert judged
    assert door.taken_over == 3  # Two files, and the rows beside them.
    assert alike(after, read_evidence(door.path))
    assert after.logs["cases"].counts != first.logs["cases"].counts or after.refusals != first.refusals
    again, judged = door.read()
    assert not judged
    assert alike(again, after)


def test_late_rows_beside_the_files_are_judged_with_what_was_judged_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "e").mkdir()
    door = Door(folder(tmp_path / "e", SOUND, HOSTILE), tmp_path / "kept", monkeypatch)
    door.read()
    lines = "r1,p,c102,s,2023-03-01,2023-03-09\nr1,p,c8,s,2023-03-01,2023-03-02\n"
    (door.path / "cases-0.csv").write_text(BESIDE + lines, encoding="utf-8")
    after, _ = door.read()
    assert door.taken_over == 2
    assert alike(after, read_evidence(door.path))


def test_many_late_rows_and_a_file_that_goes_are_judged_with_all(door: Door) -> None:
    door.read()
    late_rows(door.path, [row(9000 + n) for n in range(60)])
    door.read()
    assert door.taken_over == 0
    (door.path / "cases-1.parquet").unlink()
    after, judged = door.read()
    assert judged
    assert door.taken_over == 0
    assert alike(after, read_evidence(door.path))


CASES = st.builds(
    lambda number, days, region, process, mode: row(number, days, region=region, process=process, mode=mode),
    st.integers(1, 4),
    st.sampled_from([-1, 2, 3]),
    st.sampled_from(["r1", "r2", "County Two", "nowhere", None]),
    st.sampled_from(["p", "tax-payment", "service_document"]),
    st.sampled_from(["a", "b", None]),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    parts=st.lists(st.tuples(st.lists(CASES, min_size=1, max_size=8), st.integers(0, 2)), min_size=2, max_size=4),
    listed=st.sampled_from([1, 50]),
)
def test_files_that_come_one_after_the_other_give_what_they_give_together(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    parts: list[tuple[list[Row], int]],
    listed: int,
) -> None:
    place = tmp_path_factory.mktemp("late")
    with monkeypatch.context() as patch:
        patch.setattr(judging, "LISTED", listed)
        patch.setattr(logs, "FEW", 0)
        door = Door(place / "e", place / "kept", patch)
        door.path.mkdir()
        (door.path / "regions.csv").write_text("region,name_en\nr1,County One\nr2,County Two\n", encoding="utf-8")
        for come in range(3):
            new = [(number, rows) for number, (rows, when) in enumerate(parts) if when == come]
            for number, rows in new:
                late_rows(door.path, rows, f"cases-{number}.parquet")
            if any(when <= come for _, when in parts):
                assert alike(door.read()[0], read_evidence(door.path))


def standard(folder: Path) -> Path:
    """A standard of three indicators that read one log."""
    listed = [
        indicator({**DURATION, "statistic": one}, f"x-{one}").model_dump(mode="json", exclude_defaults=True)
        for one in ("median", "p90", "promised")
    ]
    tree = [{"indicator": one["id"]} for one in listed]
    whole = {"id": "late", "version": "1", "name": {"zh": "例", "en": "example"}, "levels": [], "tree": tree}
    (folder / "late.yaml").write_text(json.dumps({**whole, "indicators": listed}, ensure_ascii=False), "utf-8")
    return folder / "late.yaml"


def test_the_first_run_with_a_late_file_finds_every_statement_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("evaluator.engines.sharing.LARGE", "evaluator.evidence.reading.LARGE"):
        monkeypatch.setattr(name, 0)
    (tmp_path / "e").mkdir()
    path, listed = folder(tmp_path / "e", SOUND), read_standard(standard(tmp_path))
    late_rows(path, [row(n, n % 9) for n in range(20)], "cases-2.parquet")

    def values(cache: Path | None) -> pa.Table:
        found = open_evidence(path, cache=cache)
        return measured(list(listed.by_id.values()), found, choice=EngineChoice(cache=cache))

    before = values(tmp_path / "kept")
    # A process of its own knows no statement but those that were kept.
    monkeypatch.setattr(statements, "_MADE", {})
    late_rows(path, LATE["sound"])
    anew: list[str] = []
    printed = statements.printed
    with monkeypatch.context() as patch:
        patch.setattr(statements, "printed", lambda operation: anew.append(printed(operation)) or anew[-1])
        after = values(tmp_path / "kept")
    assert anew == []
    assert after.equals(values(None))
    assert not after.equals(before)


def test_a_run_with_a_late_file_writes_the_same_bytes_with_what_was_kept_and_without(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluator.engines.sharing.LARGE", 0)
    monkeypatch.setattr(logs, "FEW", 0)
    path = standard(tmp_path)

    def scored(name: str, *more: str) -> dict[str, bytes]:
        words = ["score", "--standard", str(path), "--evidence", str(door.path), "--lang", "en"]
        assert run([*words, "--out", str(tmp_path / name), *more]) == 0
        return {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}

    kept = "--cache", str(door.kept)
    before = scored("before", *kept)
    late_rows(door.path, [*LATE["sound"], *LATE["unlike"], *LATE["wrong"]])
    after = scored("after", *kept)
    assert door.taken_over == 3
    assert after == scored("anew", "--no-cache")
    assert after["indicators.csv"] != before["indicators.csv"]
