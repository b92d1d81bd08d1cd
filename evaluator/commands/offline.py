"""`evaluator offline`: everything that a machine without internet needs, in one folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import lang_option
from indicators.faults import Faults, fault
from indicators.text import Lang

PACKAGE = "dbe-evaluator"
ROOT = Path(__file__).parents[2]
#: pip reads "only on Windows" by the machine that it runs on, so these are named where the folder is for Windows.
ONLY_WINDOWS = ["colorama", "tzdata"]
#: What a double click runs on Windows. ASCII only, so that any code page reads it.
START_BAT = """\
@echo off
chcp 65001 >nul
cd /d "%~dp0"
if not exist .venv\\Scripts\\evaluator.exe (
  py -3 -m venv .venv || goto nopython
  .venv\\Scripts\\python -m pip install --no-index --find-links wheels dbe-evaluator || goto failed
)
.venv\\Scripts\\evaluator app
goto :eof
:nopython
echo Python 3.11 or newer is needed: install it first, then run start.bat again.
pause
goto :eof
:failed
echo The installation failed: is this the Python version that the folder "wheels" was made for?
pause
"""
START_SH = """\
#!/bin/sh
set -e
cd "$(dirname "$0")"
if [ ! -x .venv/bin/evaluator ]; then
  python3 -m venv .venv
  .venv/bin/python -m pip install --no-index --find-links wheels dbe-evaluator
fi
exec .venv/bin/evaluator app
"""
READ_ME = """\
数字营商环境评价引擎：离线安装
1. 先安装 Python {python}（{platform}）。
2. Windows 双击 start.bat；其他系统运行 sh start.sh。首次运行会用 wheels 文件夹完成安装，全程不联网。
3. 浏览器打开 http://127.0.0.1:8501。要停止，请关闭命令行窗口。

Digital business-environment evaluation engine: installation without internet
1. Install Python {python} ({platform}) first.
2. On Windows double-click start.bat; elsewhere run: sh start.sh.
   The first run installs from the folder "wheels"; nothing is loaded from outside.
3. The browser opens http://127.0.0.1:8501. Close the command window to stop.
"""


@click.command(help=say("准备离线安装文件夹。", "Make a folder for machines without internet."))
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
@click.option(
    "--platform",
    metavar="TAG",
    help=say("目标系统，如 win_amd64；默认为本机。", "The machine it is for, such as win_amd64; by default this one."),
)
@click.option(
    "--python",
    "version",
    default=f"{sys.version_info.major}.{sys.version_info.minor}",
    show_default=True,
    help=say("目标机器的 Python 版本。", "Python version there."),
)
@click.option(
    "--source",
    type=click.Path(path_type=Path),
    default=ROOT,
    help=say("源码目录。", "The checkout of this project."),
)
@lang_option
def command(out: Path, platform: str | None, version: str, source: Path, lang: Lang) -> None:
    """DIR then holds wheels, start.bat, start.sh and a note in both languages; it can be carried on a USB stick."""
    if not (source / "pyproject.toml").is_file():
        raise Faults(
            [
                fault(
                    "不是本项目的源码目录",
                    "is not a checkout of this project",
                    todo_zh="请用 --source 指明源码目录",
                    todo_en="name the checkout with --source",
                    file=str(source),
                )
            ]
        )
    wheels = out / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    for old in wheels.glob("*.whl"):
        old.unlink()
    _pip(["wheel", "--no-deps", "-w", str(wheels), str(source)])
    _pip(_download(wheels, source / "constraints.txt", platform, version))
    write_starters(out, version, platform or say("与本机相同的系统", "the same system as here", lang))
    size = sum(path.stat().st_size for path in wheels.iterdir()) / 1e6
    click.echo(say(f"已写出 {out}（{size:.0f} MB）", f"wrote {out} ({size:.0f} MB)", lang), err=True)


def write_starters(out: Path, version: str, platform: str) -> None:
    """Write start.bat (with the line ends of Windows), start.sh and the note (with a mark that Notepad knows)."""
    (out / "start.bat").write_bytes(START_BAT.replace("\n", "\r\n").encode("ascii"))
    (out / "start.sh").write_bytes(START_SH.encode("ascii"))
    note = READ_ME.format(python=version, platform=platform).replace("\n", "\r\n")
    (out / "README.txt").write_bytes(note.encode("utf-8-sig"))


def _download(wheels: Path, constraints: Path, platform: str | None, version: str) -> list[str]:
    """Arguments of pip for all that the wheel of this project needs."""
    words = ["download", "-d", str(wheels), "--find-links", str(wheels), "--python-version", version]
    words += ["--only-binary=:all:"]
    if platform:
        words += ["--platform", platform]
    if constraints.is_file():
        words += ["-c", str(constraints)]
    words.append(str(next(wheels.glob("dbe_evaluator-*.whl"))))
    return words + (ONLY_WINDOWS if (platform or "").startswith("win") else [])


def _pip(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *words], check=False)
    if done.returncode:
        raise Faults(
            [
                fault(
                    f"pip {words[0]} 未能完成",
                    f"pip {words[0]} did not succeed",
                    todo_zh="准备离线文件夹的机器须能联网，或能访问软件包镜像；见上方 pip 的说明",
                    todo_en="the machine that makes the folder must reach a package index; see what pip says above",
                )
            ]
        )
