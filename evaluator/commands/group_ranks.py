"""`evaluator group-ranks`: places within groups of regions."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options
from evaluator.commands.tables import clip, figure, print_table
from evaluator.exports.origin import with_mark
from evaluator.exports.tables import csv_bytes
from evaluator.exports.writing import write_files
from evaluator.grouped import group_ranks
from evaluator.tables import only
from indicators.faults import Faults, fault
from indicators.records import near


@click.command(help=say("各地在所属组内的名次。", "Places within groups of regions."))
@click.option(
    "--by",
    default="group",
    show_default=True,
    metavar=say("列", "COLUMN"),
    help=say("regions 表中写明分组的列。", "Column of regions that names the group."),
)
@click.option("--node", default="total", show_default=True, metavar=say("节点", "NODE"))
@scoring_options
@click.option("--out", type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
def command(by: str, node: str, asked: Asked, out: Path | None) -> None:
    """Prints the latest period; --out writes group_ranks.csv with every node and period."""
    assessment = asked.score()
    known = [place.name for kernel in assessment.kernels for place in kernel.plan.places]
    if node not in known:
        todo = near(node, list(dict.fromkeys(known)))
        zh, en = f"没有节点“{node}”", f"there is no node '{node}'"
        raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1])])
    table = group_ranks(assessment, by)
    regions = assessment.run.regions
    named = regions["name_zh" if asked.lang == "zh" else "name_en"].to_pylist()
    names = dict(zip(regions["region"].to_pylist(), named, strict=True))
    head = [say("组别", "Group", asked.lang), say("组内名次", "Rank", asked.lang), say("代码", "Code", asked.lang)]
    head += [say("地区", "Region", asked.lang), say("得分", "Score", asked.lang)]
    shown = only(only(table, "period", assessment.latest), "node", node).to_pylist()
    shown.sort(key=lambda row: (row["group"], row["rank"] or len(shown) + 1, row["region"]))
    rows = []
    for row in shown:
        place = "—" if row["rank"] is None else f"{row['rank']}/{row['regions']}"
        name = clip(names[row["region"]], 24)
        rows.append([clip(row["group"], 24), place, row["region"], name, figure(row["score"], assessment.decimals)])
    click.echo(print_table(head, rows, [False, True, False, False, True]))
    if out is not None:
        for path in write_files(out, {"group_ranks.csv": csv_bytes(with_mark(table, assessment))}):
            click.echo(say(f"已写出 {path}", f"wrote {path}", asked.lang), err=True)
