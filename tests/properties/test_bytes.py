"""The same inputs give the same bytes, whatever the number of threads."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
POOLS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run(out: Path, threads: int, folder: Path) -> dict[str, str]:
    """Digest of each file that a run on the bundled data writes, started in another folder each time."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, **dict.fromkeys(POOLS, str(threads)), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    words = [sys.executable, "-m", "evaluator.cli", "score", "--out", str(out), "--lang", "zh"]
    done = subprocess.run(words, capture_output=True, env=environment, cwd=folder, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}
    return {**found, "printed": hashlib.sha256(done.stdout).hexdigest()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A run to compare with."""
    folder = tmp_path_factory.mktemp("first")
    return run(folder / "out", 1, folder)


def test_the_files_of_the_contract_are_written(first: dict[str, str]) -> None:
    assert {"ranking.csv", "scores.csv", "indicators.csv", "manifest.json", "standard.yaml"} <= set(first)


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_same_bytes_again(threads: int, first: dict[str, str], tmp_path: Path) -> None:
    assert run(tmp_path / "elsewhere" / "results", threads, tmp_path / "here") == first
