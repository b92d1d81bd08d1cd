"""`evaluator growth`: change between two periods that are named."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import load, score, scoring_options
from evaluator.commands.tables import change, clip, figure, print_table
from evaluator.exports.tables import csv_bytes
from evaluator.exports.writing import write_files
from evaluator.growth import growth
from indicators.text import Lang


@click.command(help=say("两个时期之间的变化与年均增速。", "Change and yearly growth between two periods."))
@click.option("--from", "start", required=True, metavar=say("时期", "PERIOD"))
@click.option("--to", "end", required=True, metavar=say("时期", "PERIOD"))
@click.option("--node", default="total", show_default=True, metavar=say("节点", "NODE"))
@scoring_options
@click.option("--out", type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
def command(
    start: str,
    end: str,
    node: str,
    standard: str,
    evidence: str,
    indicator_folders: tuple[Path, ...],
    period: str | None,
    scenario: Path | None,
    settings: tuple[str, ...],
    lang: Lang,
    out: Path | None,
) -> None:
    """Raw values of indicators, scores of nodes; --out writes growth.csv with every node."""
    assessment = score(load(standard, evidence, indicator_folders, scenario, settings), period, lang)
    table = growth(assessment, start, end)
    names = dict(
        zip(
            assessment.run.regions["region"].to_pylist(),
            assessment.run.regions["name_zh" if lang == "zh" else "name_en"].to_pylist(),
            strict=True,
        )
    )
    head = [say("地区", "Region", lang), start, end, say("变化", "Change", lang), say("年均增速", "A year", lang)]
    head += [say("趋势", "Trend", lang), say("名次变动", "Places", lang)]
    rows = []
    for row in table.to_pylist():
        if row["node"] == node:
            rate = "" if row["yearly_rate"] is None else f"{100 * row['yearly_rate']:+.1f}%"
            numbers = [figure(row[name]) for name in ("first", "last", "change")]
            moved = say("区划调整，不可比", "regions changed", lang) if row["flags"] else change(row["rank_change"])
            rows.append([clip(names[row["region"]], 24), *numbers, rate, figure(row["trend"]), moved])
    click.echo(print_table(head, rows, [False, True, True, True, True, True, True]))
    if out is not None:
        for path in write_files(out, {"growth.csv": csv_bytes(table)}):
            click.echo(say(f"已写出 {path}", f"wrote {path}", lang), err=True)
