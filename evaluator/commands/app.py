"""`evaluator app`: open the front end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import evidence_option, lang_option, standard_option
from indicators.text import Lang

SCRIPT = Path(__file__).parents[1] / "app" / "served" / "script.py"
SAFE = {
    "server.maxUploadSize": "50",
    "server.enableXsrfProtection": "true",
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "viewer",
    "runner.magicEnabled": "false",
    "theme.light.primaryColor": "#005A8C",
    "theme.dark.primaryColor": "#62B5E5",
    "theme.baseRadius": "small",
    "theme.font": "'Source Sans 3','Source Sans','PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',"
    "'WenQuanYi Zen Hei',sans-serif",
}


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
@click.option("--port", default=8501, show_default=True, help=say("端口。", "Port."))
@click.option("--no-browser", is_flag=True, help=say("不自动打开浏览器。", "Do not open a browser."))
@lang_option
def command(
    standard: str,
    evidence: str,
    indicator_folders: tuple[Path, ...],
    ranks: bool,
    store: Path | None,
    address: str,
    port: int,
    no_browser: bool,
    lang: Lang,
) -> int:
    """Start Streamlit with safe settings; this machine only, unless another address is given."""
    del lang
    words = [sys.executable, "-m", "streamlit", "run", str(SCRIPT)]
    settings = {**SAFE, "server.address": address, "server.port": str(port), "server.headless": str(no_browser).lower()}
    words += [f"--{key}={value}" for key, value in settings.items()]
    words += ["--", "--standard", standard, "--evidence", evidence]
    words += ["--store", str(store.resolve())] if store else []
    words += ["--ranks"] if ranks else []
    for folder in indicator_folders:
        words += ["--indicators", str(folder)]
    try:
        return subprocess.run(words, check=False).returncode and 3
    except KeyboardInterrupt:
        return 0
