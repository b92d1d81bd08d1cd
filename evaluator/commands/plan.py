"""`evaluator plan`: the cheapest way to a goal as a plan, and a plan against the next period's fact."""

from __future__ import annotations

from pathlib import Path

import click
import pyarrow as pa

from evaluator.advice.case import Case, case_of
from evaluator.advice.goals import cheapest, read_goal
from evaluator.advice.plans import VERDICTS, check_plan, plan_table, read_efforts, read_plan
from evaluator.advice.slowest import slowest_tenth
from evaluator.assessment import Assessment
from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options
from evaluator.commands.submit import STORE
from evaluator.commands.tables import clip, figure, print_table
from evaluator.exports.origin import with_mark
from evaluator.exports.tables import csv_bytes
from evaluator.exports.writing import save
from evaluator.submissions.plans import Plans
from indicators.faults import Faults, fault
from indicators.text import Lang


@click.command(help=say("达到目标的最省计划；核对计划。", "The cheapest plan to a goal; a plan against the fact."))
@scoring_options
@click.option("--region", help=say("地区代码或名称。", "A region by code or name."))
@click.option("--goal", help=say("目标：“place 10”或“points 80”。", "The goal: 'place 10' or 'points 80'."))
@click.option("--efforts", type=click.Path(path_type=Path), help=say("各项所需努力（YAML）。", "Efforts (YAML)."))
@click.option("--out", type=click.Path(path_type=Path), metavar=say("文件", "FILE"))
@click.option(
    "--what-if",
    "trial",
    type=click.Choice(["slowest-tenth"]),
    help=say("试算：最慢的一成办件若与中位数一样快。", "Try: the slowest tenth of cases take as long as the median."),
)
@click.option(
    "--check",
    "checked",
    metavar=say("计划", "PLAN"),
    help=say("要核对的计划：文件，或已保存的版本（如 330000/2023/1）。", "A plan to check: a file or a saved version."),
)
@click.option("--store", "folder", type=click.Path(path_type=Path), default=STORE, show_default=True)
@click.option("--ranks", is_flag=True, help=say("列出名次（自评默认不列）。", "Tell places (off by default)."))
def command(
    asked: Asked,
    region: str | None,
    goal: str | None,
    efforts: Path | None,
    out: Path | None,
    trial: str | None,
    checked: str | None,
    folder: Path,
    ranks: bool,
) -> None:
    """With --region and --goal, with --region and --what-if, or with --check."""
    if (checked is not None) + (goal is not None) + (trial is not None) != 1 or (region is None) == (checked is None):
        zh = "请给出 --region 与 --goal（或 --what-if），或 --check"
        raise click.UsageError(say(zh, "give --region and --goal (or --what-if), or --check"))
    rows = _read(checked, folder) if checked else []
    assessment = asked.score(every_period=True)
    if checked:
        _check(assessment, rows, asked.period, asked.lang)
        return
    case = case_of(assessment, region or "", asked.period)
    if trial:
        _slowest(slowest_tenth(case), case, out, asked.lang)
        return
    way = cheapest(case, read_goal(goal or ""), read_efforts(efforts, case) if efforts else None)
    if way is None:
        zh, en = f"各项都到尽头也达不到“{goal}”", f"'{goal}' cannot be reached even at the end of every road"
        raise Faults([fault(zh, en, todo_zh="请放宽目标或上限", todo_en="choose a nearer goal or further limits")])
    table = plan_table(case, way, goal or "")
    click.echo(_printed(table.to_pylist(), asked.lang))
    before, after = figure(float(case.scores[0, case.region])), figure(way.outcome.score)
    # A goal that is a place asks for places.
    told = ranks or read_goal(goal or "").place is not None
    place = f"{case.place} → {way.outcome.place}"
    click.echo(
        say(
            f"\n得分 {before} → {after}，{f'名次 {place}，' if told else ''}共需努力 {way.effort:g}"
            "（其他地区不动；算得出不等于做得到）",
            f"\nScore {before} → {after}, {f'place {place}, ' if told else ''}effort {way.effort:g} in all "
            "(others held still; what can be computed is not yet what can be done)",
            asked.lang,
        )
    )
    _write(with_mark(table, case.assessment), out, asked.lang)


def _read(named: str, folder: Path) -> list[dict[str, str]]:
    """The rows of a plan in a file, or of a saved version."""
    if not Path(named).exists() and named.count("/") == 2 and Plans(folder).versions():
        return Plans(folder).named(named).rows()
    return read_plan(Path(named))


def _write(table: pa.Table, out: Path | None, lang: Lang) -> None:
    if out is not None:
        save(out, csv_bytes(table, bom=True))
        click.echo(say(f"已写出 {out}", f"wrote {out}", lang), err=True)


def _slowest(table: pa.Table, case: Case, out: Path | None, lang: Lang) -> None:
    if not table.num_rows:
        zh = f"{case.name.zh}在 {case.period} 没有可试算的办件日志"
        raise Faults([fault(zh, f"{case.name.en} has no log of cases to try in {case.period}")])
    head = [
        say("指标", "Indicator", lang),
        say("办件", "Cases", lang),
        say("改快", "Faster", lang),
        say("原均值", "Mean", lang),
        say("新均值", "New mean", lang),
        say("现值", "Value", lang),
        say("试算值", "Tried", lang),
        say("增分", "Points", lang),
    ]
    keys = ("cases", "slow", "mean", "mean_after", "raw", "to", "points")
    standard = case.assessment.standard
    cells = [
        [clip(standard.name_of(row["node"]).in_(lang), 36), *(figure(row[key]) for key in keys)]
        for row in table.to_pylist()
    ]
    click.echo(print_table(head, cells, [False, *([True] * len(keys))]))
    click.echo(
        say(
            "\n最慢的一成办件若与中位数一样快；取中位数的指标不受影响，可看均值。其他地区不动。",
            "\nIf the slowest tenth of cases took as long as the median. An indicator that is a median does not "
            "notice; see the mean. Others held still.",
            lang,
        )
    )
    _write(with_mark(table, case.assessment), out, lang)


def _printed(rows: list[dict[str, object]], lang: Lang) -> str:
    head = [
        say("指标", "Indicator", lang),
        say("单位", "Unit", lang),
        say("现值", "From", lang),
        say("目标", "To", lang),
        say("步数", "Steps", lang),
        say("努力", "Effort", lang),
        say("增分", "Points", lang),
    ]
    cells = []
    for row in rows:
        texts = [clip(str(row["name"]), 36), clip(str(row["unit"]), 16)]
        cells.append([*texts, *(figure(row[key]) for key in ("from", "to", "steps", "effort", "points"))])
    return print_table(head, cells, [False, False, True, True, True, True, True])


def _check(assessment: Assessment, rows: list[dict[str, str]], period: str | None, lang: Lang) -> None:
    case, table = check_plan(assessment, rows, period)
    head = [
        say("指标", "Indicator", lang),
        say("起点", "From", lang),
        say("目标", "To", lang),
        say("实际", "Fact", lang),
        say("完成", "Done", lang),
        "",
    ]
    cells = []
    for row in table.to_pylist():
        name = assessment.standard.name_of(row["indicator"]).in_(lang)
        done = "—" if row["share"] is None else f"{100 * row['share']:.0f}%"
        numbers = [figure(row[key]) for key in ("from", "to", "fact")]
        cells.append([clip(name, 36), *numbers, done, VERDICTS[row["verdict"]].in_(lang)])
    click.echo(f"{case.name.in_(lang)}  {rows[0]['period']} → {case.period}\n")
    click.echo(print_table(head, cells, [False, True, True, True, True, False]))
