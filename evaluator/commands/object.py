"""`evaluator object REGION INDICATOR`: keep an objection to a figure."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.advice.case import case_of
from evaluator.advice.whatif import slots_of
from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options
from evaluator.commands.tables import figure
from evaluator.home import user_folder
from evaluator.objections import Objections


@click.command(help=say("对一个数值提出异议，留存在案。", "Object to a figure; the note is kept."))
@click.argument("region")
@click.argument("indicator")
@click.option("--reason", required=True, help=say("理由。", "Why."))
@click.option("--who", required=True, help=say("提出人或单位。", "Who objects."))
@click.option("--should", type=float, help=say("认为应为多少。", "What the figure should be."))
@click.option(
    "--store", "folder", type=click.Path(path_type=Path), help=say("存放异议的文件夹。", "Folder of objections.")
)
@scoring_options
def command(
    region: str, indicator: str, reason: str, who: str, should: float | None, folder: Path | None, asked: Asked
) -> None:
    """The figure is the raw value of the indicator in the period (`--period`, by default the latest)."""
    assessment = asked.score()
    case = case_of(assessment, region, asked.period)
    (slot,) = slots_of(case, {indicator: 0.0})
    value = float(case.kernel.cells.values[case.at, slot, case.region])
    kept = Objections(folder or user_folder() / "objections").add(
        (case.code, indicator, case.period),
        (value, case.place),
        (assessment.standard.id, asked.evidence),
        reason,
        who,
        should,
    )
    shown = figure(kept.value)
    click.echo(say(f"已留存异议 {kept.id}：现值 {shown}", f"kept the objection {kept.id}: figure {shown}", asked.lang))
