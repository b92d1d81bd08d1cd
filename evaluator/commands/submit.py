"""`evaluator submit`: check a self-assessment workbook, mark it, and store it once it is confirmed."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import evidence_option, lang_option, standard_option
from evaluator.opening import open_evidence
from indicators.faults import Faults, fault
from indicators.text import Lang

STORE = Path("submissions")


@click.command(
    help=say("检查自评工作簿；加 --confirm 才入库。", "Check a self-assessment workbook; --confirm stores it.")
)
@click.argument("workbook", type=click.Path(path_type=Path), metavar="F.xlsx")
@standard_option
@evidence_option
@click.option("--region", metavar=say("地区", "REGION"), help=say("应属于的地区。", "The region it should be of."))
@click.option("--store", "folder", type=click.Path(path_type=Path), default=STORE, show_default=True,
              metavar=say("目录", "DIR"), help=say("存放各版本的目录。", "Folder of the versions."))  # fmt: skip
@click.option("--confirm", is_flag=True, help=say("确认入库。", "Store it."))
@click.option(
    "--partial", is_flag=True, help=say("有误的单元格不计，其余入库。", "Store the rest where cells have faults.")
)
@click.option("--reason", "reasons", multiple=True, metavar="统计!E5=…",
              help=say("说明异常值的原因；*=… 表示全部。", "Why an unlikely value is right."))  # fmt: skip
@click.option("--who", default="", metavar=say("填报人", "NAME"), help=say("谁交的。", "Who hands it in."))
@click.option("--marked", type=click.Path(path_type=Path), metavar="OUT.xlsx", help=say(
    "写出标有问题的工作簿（.xlsx；交的是 ODS 的，也可写 .ods，保留版式）。",
    "Write the workbook with its cells marked (.xlsx; for ODS also .ods, which keeps its looks)."))  # fmt: skip
@lang_option
def command(
    workbook: Path,
    standard: str,
    evidence: str,
    indicator_folders: tuple[Path, ...],
    region: str | None,
    folder: Path,
    confirm: bool,
    partial: bool,
    reasons: tuple[str, ...],
    who: str,
    marked: Path | None,
    lang: Lang,
) -> int:
    """Nothing is stored without --confirm; exit 1 where something is wrong or not confirmed."""
    from evaluator.reading import read_standard
    from evaluator.submissions import Store
    from evaluator.workbook.layout import name_of_sheet
    from evaluator.workbook.reading import read_submission

    if not workbook.is_file():
        todo = ("请核对路径", "check the path")
        raise Faults(
            [fault("找不到文件", "there is no such file", todo_zh=todo[0], todo_en=todo[1], file=str(workbook))]
        )
    given = dict(one.partition("=")[::2] for one in reasons)
    read = read_standard(standard, indicators=indicator_folders)
    found = read_submission(workbook, read, open_evidence(evidence), workbook.name, region, given)
    for one in found.findings:
        click.echo(one.sentence(lang), err=True)
    for table, (filled, asked) in found.filled.items():
        name = name_of_sheet(table, lang)
        click.echo(f"{name}\t{filled}" + (f"/{asked}" if asked is not None else say(" 行", " rows", lang)))
    if marked is not None:
        from evaluator.exports.writing import save
        from evaluator.workbook.marking import marked_bytes

        save(marked, marked_bytes(workbook, found, lang, marked.suffix.lower().removeprefix(".")))
        click.echo(say(f"已写出 {marked}", f"wrote {marked}", lang), err=True)
    blocking = [one for one in found.open if not (partial and one.gravity == "fault")]
    if not confirm:
        click.echo(say("只作检查，未入库；确认请加 --confirm", "checked only; --confirm stores it", lang), err=True)
        return 1 if found.open else 0
    if blocking or not found.rows:
        why = say(f"有 {len(blocking)} 处需要处理，未入库", f"not stored: {len(blocking)} cells need attention", lang)
        click.echo(why if blocking else say("没有可入库的数据", "nothing to store", lang), err=True)
        return 1
    base = str(Path(evidence).resolve()) if Path(evidence).exists() else evidence
    version = Store(folder).add(found, base, who, workbook.read_bytes())
    click.echo(
        say(f"已入库：{version.name}（{version.rows} 行）", f"stored: {version.name} ({version.rows} rows)", lang)
    )
    return 0
