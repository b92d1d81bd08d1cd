"""`evaluator import-index`: an index in COINr's form becomes a standard and evidence."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.options import tell
from evaluator.evidence.periods import UNDATED
from evaluator.interchange.coinr import Naming, import_coinr
from evaluator.interchange.cointool import import_coin_tool, is_coin_tool
from evaluator.interchange.sdmx import import_sdmx, is_sdmx
from evaluator.interchange.writing import write_import
from indicators.text import Lang


@click.command(
    help=say("把 COINr 形式的指标体系转为标准与证据。", "Turn an index in COINr's form into a standard and evidence.")
)
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path),
    help=say(
        "iData（CSV、XLSX）、COIN Tool 工作簿或 SDMX-CSV。", "iData (CSV, XLSX), a COIN Tool workbook, or SDMX-CSV."
    ),
)
@click.option("--meta", type=click.Path(path_type=Path), help="iMeta (CSV, XLSX)")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
@click.option(
    "--period",
    default=UNDATED,
    show_default=True,
    help=say("没有 Time 列时的时期。", "Period where there is no column Time."),
)
@click.option("--id", "name", default="", help=say("标准的编号。", "Id of the standard."))
@lang_option
def command(data: Path, meta: Path | None, out: Path, period: str, name: str, lang: Lang) -> None:
    """Without --meta, the workbook given as --data holds the sheets iData and iMeta."""
    naming = Naming(period, name, out.resolve().name)
    if meta is None and is_coin_tool(data):
        made = import_coin_tool(data, naming)
    elif is_sdmx(data):
        made = import_sdmx(data, meta, naming)
    else:
        made = import_coinr(data, meta, naming)
    tell(made.notes, lang)
    for path in write_import(made, out):
        click.echo(say(f"已写出 {path}", f"wrote {path}", lang), err=True)
