"""The folder for machines without internet: what is in it, and what pip is asked for."""

from __future__ import annotations

import subprocess

import pytest

from evaluator.cli import run
from evaluator.commands import offline


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """The words that pip is called with; building a wheel leaves one in the folder."""
    calls: list[list[str]] = []

    def pip(words, check):
        calls.append(words[4:])
        if words[4] == "wheel":
            (tmp_path / "out/wheels/dbe_evaluator-0.1.0-py3-none-any.whl").write_bytes(b"wheel")
        return subprocess.CompletedProcess(words, 1 if "broken" in words else 0)

    monkeypatch.setattr(offline.subprocess, "run", pip)
    return calls


def test_a_folder_for_windows_holds_wheels_starters_and_a_note(asked, tmp_path):
    out = tmp_path / "out"
    assert run(["offline", "--out", str(out), "--platform", "win_amd64", "--python", "3.12"]) == 0
    build, download = asked
    assert build[0] == "wheel" and "--no-deps" in build
    assert download[download.index("--platform") + 1] == "win_amd64"
    assert download[download.index("--python-version") + 1] == "3.12"
    assert "colorama" in download  # click needs it on Windows, and only there
    start = (out / "start.bat").read_bytes()
    assert start.count(b"\r\n") == start.count(b"\n") and start.isascii()
    assert b"--no-index" in start
    assert "离线安装" in (out / "README.txt").read_text("utf-8-sig")


def test_wheels_of_an_earlier_run_do_not_stay(asked, tmp_path):
    wheels = tmp_path / "out/wheels"
    wheels.mkdir(parents=True)
    (wheels / "old-1.0-py3-none-any.whl").write_bytes(b"")
    assert run(["offline", "--out", str(tmp_path / "out")]) == 0
    assert [path.name for path in wheels.iterdir()] == ["dbe_evaluator-0.1.0-py3-none-any.whl"]
    assert "colorama" not in asked[1]


def test_without_a_checkout_it_says_what_to_do(tmp_path, capsys):
    assert run(["offline", "--out", str(tmp_path / "out"), "--source", str(tmp_path), "--lang", "en"]) == 1
    assert "--source" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
