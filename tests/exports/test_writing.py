"""Files appear whole or not at all, and what cannot be written is said, a fault a file."""

from __future__ import annotations

import errno
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evaluator.exports import write_run
from evaluator.exports.writing import write_file, write_files
from indicators.faults import Faults
from tests.exports.worlds import small

FILES = {"a.csv": b"a", "b.csv": b"b", "manifest.json": b"{}"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_are_written_and_written_over(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    assert [path.name for path in write_files(out, FILES)] == list(FILES)
    write_files(out, {**FILES, "a.csv": b"other"})
    assert contents(out) == {**FILES, "a.csv": b"other"}


def test_rights_follow_the_mask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "a", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("inside", [False, True])
def test_a_file_where_the_folder_should_be(inside: bool, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(Faults) as caught:
        write_files(tmp_path / "out" / "deep" if inside else tmp_path / "out", FILES)
    (fault,) = caught.value.faults
    assert "folder" in fault.sentence("en") and "目录" in fault.sentence("zh")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_file_that_is_held_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace a file that Excel holds: the others are written, the manifest is not."""
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if Path(target).name == "a.csv":
            raise PermissionError(errno.EACCES, "in use")
        return replace(self, target)

    write_files(tmp_path, {"a.csv": b"old", "manifest.json": b"old"})
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(Faults) as caught:
        write_files(tmp_path, FILES)
    assert [Path(one.file).name for one in caught.value.faults] == ["a.csv"]
    assert "WPS" in caught.value.faults[0].sentence("zh")
    assert contents(tmp_path) == {"a.csv": b"old", "b.csv": b"b", "manifest.json": b"old"}


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, FILES)
    calls = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Faults) as caught:
        write_files(tmp_path, dict.fromkeys(FILES, b"new"))
    assert [Path(one.file).name for one in caught.value.faults] == ["b.csv", "manifest.json"]
    assert "磁盘已满" in caught.value.faults[0].sentence("zh")
    assert contents(tmp_path) == FILES


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**words: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("evaluator.exports.writing.tempfile.mkstemp", refused)
    with pytest.raises(Faults) as caught:
        write_run(small(tmp_path / "evidence"), tmp_path / "out", ["csv", "xlsx"], "zh")
    assert [Path(one.file).name for one in caught.value.faults] == [
        *("ranking.csv", "scores.csv", "indicators.csv", "assessment.xlsx", "standard.yaml", "manifest.json"),
    ]
    assert contents(tmp_path / "out") == {}


def test_nothing_is_left_beside_after_a_run(tmp_path: Path) -> None:
    written = write_run(small(tmp_path / "evidence"), tmp_path / "out", ["csv", "json", "csv"])
    assert sorted(written) == sorted((tmp_path / "out").iterdir())
    assert written[-1].name == "manifest.json"


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no locks of folders")
def test_two_runs_into_one_folder_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run gives its files their names while the other waits, so that all are of the one that came last."""
    named = Path.replace

    def slowly(self: Path, target: Path) -> Path:
        late = self.read_bytes() == b"run 1"
        time.sleep(0.05 if (target.name == "a.csv") == late else 0)
        return named(self, target)

    monkeypatch.setattr(Path, "replace", slowly)
    runs = [{name: f"run {n}".encode() for name in FILES} for n in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda files: write_files(tmp_path, files), runs))
    assert len(set(contents(tmp_path).values())) == 1 and set(contents(tmp_path)) == set(FILES)
