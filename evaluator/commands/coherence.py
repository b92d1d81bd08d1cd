"""`evaluator coherence`: whether the children of each node belong together."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.cohesion import coherence
from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options
from evaluator.commands.tables import clip, figure, print_table
from evaluator.exports.origin import with_mark
from evaluator.exports.tables import csv_bytes
from evaluator.exports.writing import write_files


@click.command(
    help=say(
        "各节点的下级是否一致：相关、信度、主成分、聚类。",
        "Whether siblings belong together: correlations, alpha, PCA.",
    )
)
@scoring_options
@click.option("--out", type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
def command(
    asked: Asked,
    out: Path | None,
) -> None:
    """The latest period, unless --period names another; one file a table with --out."""
    assessment = asked.score()
    at = assessment.run.periods.index(assessment.latest)
    for kernel in assessment.kernels:
        tables = coherence(kernel, at)
        head = [
            say("节点", "Node", asked.lang),
            say("信度 α（下级：去掉后）", "alpha (children: if dropped)", asked.lang),
        ]
        head.append(say("与其余的相关", "item-rest", asked.lang))
        rows = []
        for row in tables["alpha"].to_pylist():
            name = assessment.standard.name_of(row["child"] or row["node"]).in_(asked.lang)
            rows.append(
                [("  " if row["child"] else "") + clip(name, 40), figure(row["alpha"]), figure(row["item_rest"])]
            )
        click.echo(print_table(head, rows, [False, True, True]))
        for row in tables["flags"].to_pylist():
            click.echo(f"- {row['zh' if asked.lang == 'zh' else 'en']}")
        if out is not None:
            folder = out / kernel.plan.level if len(assessment.kernels) > 1 else out
            marked = {f"{name}.csv": csv_bytes(with_mark(table, assessment)) for name, table in tables.items()}
            for path in write_files(folder, marked):
                click.echo(say(f"已写出 {path}", f"wrote {path}", asked.lang), err=True)
