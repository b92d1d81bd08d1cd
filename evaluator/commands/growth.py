"""`evaluator growth`: change between two periods that are named."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options
from evaluator.commands.tables import change, clip, figure, print_table
from evaluator.exports.origin import with_mark
from evaluator.exports.tables import csv_bytes
from evaluator.exports.writing import write_files
from evaluator.growth import growth


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
    asked: Asked,
    out: Path | None,
) -> None:
    """Raw values of indicators, scores of nodes; --out writes growth.csv with every node."""
    assessment = asked.score()
    table = growth(assessment, start, end)
    names = dict(
        zip(
            assessment.run.regions["region"].to_pylist(),
            assessment.run.regions["name_zh" if asked.lang == "zh" else "name_en"].to_pylist(),
            strict=True,
        )
    )
    head = [
        say("地区", "Region", asked.lang),
        start,
        end,
        say("变化", "Change", asked.lang),
        say("年均增速", "A year", asked.lang),
    ]
    head += [say("趋势", "Trend", asked.lang), say("名次变动", "Places", asked.lang)]
    rows = []
    for row in table.to_pylist():
        if row["node"] == node:
            rate = "" if row["yearly_rate"] is None else f"{100 * row['yearly_rate']:+.1f}%"
            numbers = [figure(row[name]) for name in ("first", "last", "change")]
            moved = (
                say("区划调整，不可比", "regions changed", asked.lang) if row["flags"] else change(row["rank_change"])
            )
            rows.append([clip(names[row["region"]], 24), *numbers, rate, figure(row["trend"]), moved])
    click.echo(print_table(head, rows, [False, True, True, True, True, True, True]))
    if out is not None:
        for path in write_files(out, {"growth.csv": csv_bytes(with_mark(table, assessment))}):
            click.echo(say(f"已写出 {path}", f"wrote {path}", asked.lang), err=True)
