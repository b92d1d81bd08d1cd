"""`evaluator app`: open the front end."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.options import evidence_option, standard_option
from indicators.faults import Faults, fault
from indicators.text import Lang

SCRIPT = Path(__file__).parents[1] / "app" / "served" / "script.py"
SAFE = {
    "server.maxUploadSize": "50",
    "server.enableXsrfProtection": "true",
    "server.showEmailPrompt": "false",  # else the first start waits in the console for an address of mail
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "viewer",
    "runner.magicEnabled": "false",
    "runner.postScriptGC": "false",  # Python collects by itself; this holds back the last messages
    "theme.light.primaryColor": "#005A8C",
    "theme.dark.primaryColor": "#62B5E5",
    "theme.baseRadius": "small",
    "theme.font": "'Source Sans 3','Source Sans','PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',"
    "'WenQuanYi Zen Hei',sans-serif",
}


FIRST, LAST = 8501, 8540


def free_port(address: str, wanted: int | None, lang: Lang) -> int:
    """The port that is asked for, or the first free one from 8501 on.

    Raises:
        Faults: It is in use, or all are.
    """
    for port in [wanted] if wanted else range(FIRST, LAST):
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as tried:
            if sys.platform != "win32":
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((address, port))
            except OSError:
                continue
            if port != (wanted or FIRST):
                said = say(f"端口 {FIRST} 已被占用，改用 {port}", f"port {FIRST} is in use: {port} is taken", lang)
                click.echo(said, err=True)
            return port
    name = wanted or f"{FIRST}–{LAST - 1}"
    raise Faults(
        [
            fault(
                f"{address} 上的端口 {name} 不可用",
                f"port {name} at {address} cannot be had",
                todo_zh="可能已开着一个界面：请先关闭它，或用 --port 换一个端口",
                todo_en="perhaps the app is open already: close it, or name another port with --port",
            )
        ]
    )


@click.command(help=say("打开界面。", "Open the front end."))
@standard_option
@evidence_option
@click.option(
    "--ranks",
    is_flag=True,
    help=say("自评与改进页显示名次（评审用）。", "Show places to regions that assess themselves."),
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    metavar=say("目录", "DIR"),
    help=say("自评数据的存放目录；默认在用户数据目录下。", "Folder of submissions; by default the user's own."),
)
@click.option("--address", default="127.0.0.1", show_default=True, help=say("监听地址。", "Address to listen on."))
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    help=say("端口；默认 8501，被占用时取下一个空闲端口。", "Port; by default 8501, or the next one that is free."),
)
@click.option("--no-browser", is_flag=True, help=say("不自动打开浏览器。", "Do not open a browser."))
@lang_option
def command(
    standard: str,
    evidence: str,
    indicator_folders: tuple[Path, ...],
    ranks: bool,
    store: Path | None,
    address: str,
    port: int | None,
    no_browser: bool,
    lang: Lang,
) -> int:
    """Start Streamlit with safe settings; this machine only, unless another address is given."""
    found = free_port(address, port, lang)
    words = [sys.executable, "-m", "streamlit", "run", str(SCRIPT)]
    settings = {
        **SAFE,
        "server.address": address,
        "server.port": str(found),
        "server.headless": str(no_browser).lower(),
    }
    words += [f"--{key}={value}" for key, value in settings.items()]
    words += ["--", "--standard", standard, "--evidence", evidence]
    words += ["--store", str(store.resolve())] if store else []
    words += ["--ranks"] if ranks else []
    for folder in indicator_folders:
        words += ["--indicators", str(folder)]
    click.echo(say(f"界面地址：http://{address}:{found}", f"the app is at http://{address}:{found}", lang), err=True)
    try:
        return subprocess.run(words, check=False).returncode and 3
    except KeyboardInterrupt:
        return 0
