"""`evaluator template`: a self-assessment workbook for one region."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import evidence_option, lang_option, period_option, standard_option
from evaluator.opening import open_evidence
from indicators.faults import Faults, fault
from indicators.text import Lang


@click.command(help=say("为一个地区生成自评工作簿。", "Write a self-assessment workbook for one region."))
@click.option("--region", required=True, metavar=say("地区", "REGION"), help=say("代码或名称。", "Code or name."))
@standard_option
@evidence_option
@period_option
@click.option("--deadline", default="", metavar="2024-06-30", help=say("填报截止日期。", "Deadline that is shown."))
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.xlsx")
@lang_option
def command(
    region: str,
    standard: str,
    evidence: str,
    indicator_folders: tuple[Path, ...],
    period: str | None,
    deadline: str,
    out: Path,
    lang: Lang,
) -> None:
    """Only what the level of this region needs; what is known is filled in."""
    from evaluator.exports.writing import save
    from evaluator.reading import read_standard
    from evaluator.workbook import template_bytes

    if out.suffix.lower() != ".xlsx":
        todo_zh, todo_en = "文件名请以 .xlsx 结尾", "let the file end in .xlsx"
        what = "不是工作簿的文件名", "is no name of a workbook"
        raise Faults([fault(*what, todo_zh=todo_zh, todo_en=todo_en, file=str(out))])
    read = read_standard(standard, indicators=indicator_folders)
    content = template_bytes(read, open_evidence(evidence), region, period, lang, deadline)
    save(out, content)
    click.echo(say(f"已写出 {out}", f"wrote {out}", lang), err=True)
