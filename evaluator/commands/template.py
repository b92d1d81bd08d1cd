"""`evaluator template`: the self-assessment workbook of one region, or of all."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.options import evidence_option, period_option, standard_option
from evaluator.exports.writing import make_folder, save
from evaluator.opening import open_evidence
from indicators.faults import Faults, fault
from indicators.text import Lang


@click.command(
    help=say("为一个或全部地区生成自评工作簿。", "Write the self-assessment workbook of one region, or of all.")
)
@click.option("--region", metavar=say("地区", "REGION"), help=say("代码或名称。", "Code or name."))
@click.option("--all", "everyone", is_flag=True, help=say(
    "标准适用的全部地区，写入文件夹。", "Every region that the standard is for, into a folder."))  # fmt: skip
@standard_option
@evidence_option
@period_option
@click.option("--deadline", default="", metavar="2024-06-30", help=say("填报截止日期。", "Deadline that is shown."))
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar=say("文件或文件夹", "FILE or DIR"))
@lang_option
def command(
    region: str | None,
    everyone: bool,
    standard: str,
    evidence: str,
    indicator_folders: tuple[Path, ...],
    period: str | None,
    deadline: str,
    out: Path,
    lang: Lang,
) -> None:
    """Only what the level of this region needs; what is known is filled in."""
    from evaluator.reading import read_standard
    from evaluator.workbook import template_bytes

    if everyone == (region is not None):
        raise click.UsageError(say("请给出 --region 或 --all 之一", "give one of --region, --all"))
    if not everyone and out.suffix.lower() != ".xlsx":
        todo_zh, todo_en = "文件名请以 .xlsx 结尾", "let the file end in .xlsx"
        what = "不是工作簿的文件名", "is no name of a workbook"
        raise Faults([fault(*what, todo_zh=todo_zh, todo_en=todo_en, file=str(out))])
    read, known = read_standard(standard, indicators=indicator_folders), open_evidence(evidence)
    if region is not None:
        save(out, template_bytes(read, known, region, period, lang, deadline))
        click.echo(say(f"已写出 {out}", f"wrote {out}", lang), err=True)
        return
    make_folder(out)
    rows = [row for row in known.regions.to_pylist() if not read.levels or str(row.get("level") or "") in
            ("", *read.levels)]  # fmt: skip
    with click.progressbar([str(row["region"]) for row in rows], label=say("工作簿", "Workbooks", lang),
                           file=sys.stderr) as bar:  # fmt: skip
        for code in bar:
            safe = "".join(one if one.isalnum() or one in "-_" else "_" for one in code)[:100]
            save(out / f"{safe}.xlsx", template_bytes(read, known, code, period, lang, deadline))
    click.echo(say(f"已写出 {len(rows)} 个工作簿：{out}", f"wrote {len(rows)} workbooks: {out}", lang), err=True)
