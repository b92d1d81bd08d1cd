"""The folder for machines without internet: what is in it, and what pip is asked for."""

from __future__ import annotations

import re
import socket
import subprocess

import pytest

from evaluator.cli import run
from evaluator.commands import offline
from evaluator.commands.app import free_port
from indicators.faults import Faults


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
    assert b"--no-index" in start and b"py -3.12" in start and b"(3, 12)" in start
    called = set(re.findall(rb"goto (\w+)", start)) - {b"eof"}
    assert called <= set(re.findall(rb"^:(\w+)\r?$", start, re.M)), "a jump without a label"
    assert not re.search(rb"&&|\|\||if errorlevel", start), "blind to a program that ends with a negative number"
    typed = [word.decode().replace("\\", "/") for word in re.findall(rb'type "([^"]+)"', start)]
    assert len(typed) == 4
    for name in typed:
        said = (out / name).read_bytes()
        assert said.decode() and not said.startswith(b"\xef\xbb\xbf") and b"\r\n" in said
        assert re.search("[\u4e00-\u9fff]", said.decode())
    assert "3.12" in (out / "messages/no-python.txt").read_text("utf-8")
    assert "离线安装" in (out / "README.txt").read_text("utf-8-sig")


def test_the_starter_for_other_systems_is_a_script_that_a_shell_reads(asked, tmp_path):
    out = tmp_path / "out"
    assert run(["offline", "--out", str(out)]) == 0
    assert subprocess.call(["sh", "-n", str(out / "start.sh")]) == 0
    assert b"\r" not in (out / "start.sh").read_bytes()


@pytest.mark.parametrize("version", ["3", "3.11; rm -rf /", "2.7", "3.x"])
def test_a_version_that_is_none_goes_into_no_script(asked, tmp_path, version):
    assert run(["offline", "--out", str(tmp_path / "out"), "--python", version]) == 2
    assert not asked


def test_a_port_in_use_is_said_or_passed_over(capsys):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        with pytest.raises(Faults) as caught:
            free_port("127.0.0.1", port, "zh")
        assert str(port) in caught.value.faults[0].sentence("zh")
        assert free_port("127.0.0.1", None, "zh") != port


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
