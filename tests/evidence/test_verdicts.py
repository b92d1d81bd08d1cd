"""What the check of a large log found is taken over while nothing it rests on has changed, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.evidence import Evidence, logs, read_evidence
from indicators.text import Text
from tests.evidence.test_logs import HOSTILE, SOUND, folder, row, values

BESIDE = (
    "region,process,case,step,started,finished\nr1,p,c100,s,2023-03-01,2023-03-09\nr1,p,x,s,2023-03-09,2023-03-01\n"
)


class Door:
    """Reads a folder with the cache, and counts how often rows were judged."""

    def __init__(self, path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path, self.kept, self.judged = path, kept, 0
        self.judge: Callable[..., object] = logs._verdict
        monkeypatch.setattr("evaluator.evidence.reading.LARGE", 0)
        monkeypatch.setattr(logs, "_verdict", self._counted)

    def _counted(self, *given: object) -> object:
        self.judged += 1
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
    assert mine.rows is not None
    assert yours.rows is not None
    same = [
        [(fault, fault.about) for fault in one.refusals] == [(fault, fault.about) for fault in other.refusals],
        one.notes == other.notes,
        one.files == other.files,
        one.digest == other.digest,
        one.tables == other.tables,
        (mine.paths, mine.codes, mine.made_up) == (yours.paths, yours.codes, yours.made_up),
        mine.left_out.equals(yours.left_out),
        mine.counts.equals(yours.counts),
        mine.rows.equals(yours.rows),
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
        paths[0].unlink()
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
