"""`evaluator report`: the report of one region, or a folder of reports for a whole group."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click

from evaluator.assessment import Assessment
from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options
from evaluator.exports.writing import file_name, make_folder, save
from evaluator.reports.making import FORMS, form_of, report_bytes
from evaluator.tables import only
from indicators.faults import Faults, fault
from indicators.text import Lang


@click.command(help=say("一个地区（或一组地区）的评价报告。", "The report of a region, or of a group of regions."))
@scoring_options
@click.option("--region", help=say("地区代码或名称。", "A region by code or name."))
@click.option("--all", "everyone", is_flag=True, help=say("全部地区，写入文件夹。", "Every region, into a folder."))
@click.option("--group", help=say("一组地区（regions 表的 group 列）。", "The regions of one group (column group)."))
@click.option(
    "--peer", "named", multiple=True, help=say("指定同类地区，可多次给出。", "A peer by hand; may be repeated.")
)
@click.option("--ranks", is_flag=True, help=say("列出名次（自评默认不列）。", "Tell places (off by default)."))
@click.option("--form", type=click.Choice(FORMS), default="docx", show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar=say("文件或文件夹", "FILE or DIR"),
    help=say("以 .docx、.pdf 或 .html 结尾；成批时为文件夹。", "Ends in .docx, .pdf or .html; a folder for a group."),
)
def command(
    asked: Asked,
    region: str | None,
    everyone: bool,
    group: str | None,
    named: tuple[str, ...],
    ranks: bool,
    form: str,
    out: Path,
) -> None:
    """One region with --region; otherwise --all or --group."""
    if (region is not None) + everyone + (group is not None) != 1:
        raise click.UsageError(say("请给出 --region、--all 或 --group 之一", "give one of --region, --all, --group"))
    if region is not None:
        form = form_of(out)
    # Every period is scored, so that the last one before can be compared with.
    assessment = asked.score(every_period=True)
    if region is not None:
        content = report_bytes(assessment, region, form, asked.lang, period=asked.period, ranks=ranks, named=named)
        save(out, content)
        click.echo(say(f"已写出 {out}", f"wrote {out}", asked.lang), err=True)
        return
    codes = _codes(assessment, group)
    _batch(assessment, codes, _Order(form, asked.lang, asked.period, ranks, named), out)


class _Order:
    """What every report of a batch has in common."""

    def __init__(self, form: str, lang: Lang, period: str | None, ranks: bool, named: tuple[str, ...]) -> None:
        self.form, self.lang, self.period, self.ranks, self.named = form, lang, period, ranks, named


def _codes(assessment: Assessment, group: str | None) -> list[str]:
    regions = assessment.run.regions
    if group is None:
        return [str(code) for code in regions["region"].to_pylist()]
    known = sorted({one for one in regions["group"].to_pylist() if one}) if "group" in regions.column_names else []
    if group not in known:
        shown = ", ".join(known)
        zh, en = f"没有分组“{group}”", f"there is no group '{group}'"
        todo_zh = f"可用：{shown}" if shown else "regions 表没有 group 列"
        todo_en = f"known: {shown}" if shown else "the table regions has no column group"
        raise Faults([fault(zh, en, todo_zh=todo_zh, todo_en=todo_en)])
    return [str(code) for code in only(regions, "group", group)["region"].to_pylist()]


#: What draws charts and sets pages has threads of its own; a process forked after that would wait for them for ever.
THREADED = ("vl_convert", "typst")

_shared: tuple[Assessment, _Order, Path] | None = None


def _batch(assessment: Assessment, codes: list[str], order: _Order, out: Path) -> None:
    """Reports on every core; the assessment is scored once and shared by forking where that can be done."""
    global _shared
    make_folder(out)
    _shared = (assessment, order, out)
    for kernel in assessment.kernels:  # worked out before the processes part
        kernel.scored()
    workers = min(len(codes), os.cpu_count() or 1)
    label = say("报告", "Reports", order.lang)
    with click.progressbar(length=len(codes), label=label, file=sys.stderr) as bar:
        if workers < 2 or not hasattr(os, "fork") or any(name in sys.modules for name in THREADED):
            for code in codes:
                _one(code)
                bar.update(1)
        else:
            with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
                for _ in pool.map(_one, codes):
                    bar.update(1)
    click.echo(say(f"已写出 {len(codes)} 份报告：{out}", f"wrote {len(codes)} reports: {out}", order.lang), err=True)


def _one(code: str) -> str:
    assert _shared is not None
    assessment, order, out = _shared
    content = report_bytes(
        assessment, code, order.form, order.lang, period=order.period, ranks=order.ranks, named=order.named
    )
    save(out / f"{file_name(code)}.{order.form}", content)
    return code
