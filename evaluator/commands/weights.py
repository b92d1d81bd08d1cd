"""`evaluator weights`: the weights in force, how they were found, and a file that keeps them."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options
from evaluator.commands.tables import clip, print_table
from evaluator.exports.writing import write_files
from evaluator.exports.yamls import write_yaml
from evaluator.scoring.kernel import weight_reports
from indicators.text import Text
from indicators.yamls import Plain


@click.command(
    help=say("各级权重及其由来；可存为权重文件。", "Weights at every level and how they came about; may be saved.")
)
@scoring_options
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar=say("文件", "FILE"),
    help=say("存为情景文件。", "Save as a scenario."),
)
@click.option("--name", default="", help=say("权重组的名称。", "Name of the weight set."))
def command(
    asked: Asked,
    save: Path | None,
    name: str,
) -> None:
    """The latest period, unless --period names another. A saved file goes back in with --scenario."""
    assessment = asked.score()
    kernel = assessment.kernels[0]
    at = assessment.run.periods.index(assessment.latest)
    used = kernel.scored().weights[at]
    head = [say("节点", "Node", asked.lang), say("名称", "Name", asked.lang), say("占同级", "Share", asked.lang)]
    head.append(say("占总分", "Of total", asked.lang))
    rows = []
    reach = [1.0] * len(kernel.plan.places)
    saved: dict[str, Plain] = {}
    for position, place in enumerate(kernel.plan.places):
        if position == 0:
            continue
        siblings = list(kernel.plan.places[place.parent].children)
        share = float(used[position] / used[siblings].sum()) if used[siblings].sum() > 0 else 0.0
        reach[position] = reach[place.parent] * share
        indent = "  " * (place.depth - 1)
        rows.append(
            [
                indent + place.name,
                clip(assessment.standard.name_of(place.name).in_(asked.lang), 40),
                f"{100 * share:.1f}%",
                f"{100 * reach[position]:.1f}%",
            ]
        )
        saved[place.name] = round(share, 12)
    click.echo(print_table(head, rows, [False, False, True, True]))
    for node, report in weight_reports(kernel, at).items():
        facts = ", ".join(
            f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in report.facts
        )
        for line in ([facts] if facts else []) + [
            text.in_(asked.lang) for text in (*report.findings, *report.warnings)
        ]:
            click.echo(f"{node}: {line}")
    if save is not None:
        title = name or save.stem
        content = write_yaml({"name": Text.same(title).model_dump(), "weights": saved, "set": {"weights": "standard"}})
        for path in write_files(save.parent, {save.name: content.encode()}):
            click.echo(say(f"已写出 {path}", f"wrote {path}", asked.lang), err=True)
