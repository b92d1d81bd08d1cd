"""`evaluator offline`: everything that a machine without internet needs, in one folder."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from indicators.faults import Faults, fault
from indicators.text import Lang

PACKAGE = "dbe-evaluator"
ROOT = Path(__file__).parents[2]
#: pip reads "only on Windows" by the machine that it runs on, so these are named where the folder is for Windows.
ONLY_WINDOWS = ["colorama", "tzdata"]
#: What a double click runs on Windows. ASCII only, so that any code page reads it; what it says stands in files of
#: UTF-8 that it types. The environment may be carried to another drive letter: its python.exe still works, its scripts
#: do not. The mark is written last, so that an installation that was cut short begins anew.
START_BAT = """\
@echo off
chcp 65001 >nul
cd /d "%~dp0"
if not exist "messages\\failed.txt" goto nofolder
if exist ".venv\\installed.txt" goto run
set "PY=py -{python}"
%PY% -c "import sys" >nul 2>nul
if %errorlevel%==0 goto install
set "PY=python"
%PY% -c "import sys; sys.exit(sys.version_info[:2] != ({tuple}))" >nul 2>nul
if %errorlevel%==0 goto install
type "messages\\no-python.txt"
goto stop
:install
type "messages\\installing.txt"
%PY% -m venv --clear .venv
if not %errorlevel%==0 goto failed
".venv\\Scripts\\python.exe" -m pip install --no-index --find-links wheels --disable-pip-version-check dbe-evaluator
if not %errorlevel%==0 goto failed
echo ok>".venv\\installed.txt"
:run
".venv\\Scripts\\python.exe" -m evaluator app
if %errorlevel%==0 exit /b 0
type "messages\\not-started.txt"
goto stop
:failed
type "messages\\failed.txt"
goto stop
:nofolder
echo Copy this folder to a local disk first, then run start.bat again.
:stop
pause
exit /b 1
"""
MESSAGES = {
    "installing": """\
首次运行，正在安装，约需几分钟，全程不联网，请勿关闭本窗口……
First run: installing, a few minutes, without internet. Do not close this window.
""",
    "no-python": """\
没有找到 Python {python}。请先安装 Python {python}（64 位），安装时勾选“Add python.exe to PATH”，再双击 start.bat。
Python {python} was not found. Install Python {python} (64 bit), tick "Add python.exe to PATH", run start.bat again.
""",
    "failed": """\
安装未完成。请核对：Python 版本是否为 {python}（64 位），wheels 文件夹是否完整，磁盘是否可写、有 1 GB 以上空间。
The installation did not finish. Is Python {python} (64 bit) installed, the folder "wheels" whole, 1 GB of disk free?
""",
    "not-started": """\
界面没有启动，原因见上。请把本窗口的内容拍照或复制，发给提供本文件夹的人。
The app did not start; the reason stands above. Send what this window shows to whoever gave you this folder.
""",
}
START_SH = """\
#!/bin/sh
set -e
cd "$(dirname "$0")"
if [ ! -f .venv/installed.txt ]; then
  python{python} -m venv --clear .venv || {{ cat messages/no-python.txt; exit 1; }}
  .venv/bin/python -m pip install --no-index --find-links wheels --disable-pip-version-check dbe-evaluator \\
    || {{ cat messages/failed.txt; exit 1; }}
  echo ok > .venv/installed.txt
fi
exec .venv/bin/python -m evaluator app
"""
READ_ME = """\
数字营商环境评价引擎：离线安装
1. 把整个文件夹复制到本机磁盘；先安装 Python {python}（64 位；{platform}）。
2. Windows 双击 start.bat；其他系统运行 sh start.sh。首次运行会用 wheels 文件夹完成安装，全程不联网。
3. 浏览器随后打开 http://127.0.0.1:8501（端口被占用时用下一个，见窗口中的提示）。要停止，请关闭命令行窗口。

Digital business-environment evaluation engine: installation without internet
1. Copy the whole folder to a local disk; install Python {python} (64 bit; {platform}) first.
2. On Windows double-click start.bat; elsewhere run: sh start.sh.
   The first run installs from the folder "wheels"; nothing is loaded from outside.
3. The browser opens http://127.0.0.1:8501, or the next free port that the window names.
   Close the command window to stop.
"""


def _version(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """A version of Python as it stands: it becomes part of a script."""
    if not re.fullmatch(r"3\.\d{1,2}", value, re.ASCII):
        raise click.BadParameter(say("应写成 3.11 这样", "write it like 3.11"), context, parameter)
    return value


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
    callback=_version,
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
    """Write start.bat (with the line ends of Windows), start.sh, what they say, and the note (for Notepad)."""
    major, _, minor = version.partition(".")
    words = {"python": version, "tuple": f"{major}, {minor}"}
    (out / "start.bat").write_bytes(_windows(START_BAT.format(**words)).encode("ascii"))
    (out / "start.sh").write_bytes(START_SH.format(**words).encode("ascii"))
    (out / "messages").mkdir(exist_ok=True)
    for name, text in MESSAGES.items():
        (out / "messages" / f"{name}.txt").write_bytes(_windows(text.format(**words)).encode())
    note = READ_ME.format(python=version, platform=platform)
    (out / "README.txt").write_bytes(_windows(note).encode("utf-8-sig"))


def _windows(text: str) -> str:
    return text.replace("\n", "\r\n")


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
