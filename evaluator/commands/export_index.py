"""`evaluator export-index`: a standard and its raw values in COINr's form."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import load, score, scoring_options, tell
from evaluator.interchange.exporting import left_out, write_coinr
from indicators.text import Lang


@click.command(help=say("以 COINr 形式写出 iData 与 iMeta。", "Write iData and iMeta in COINr's form."))
@scoring_options
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
def command(
    standard: str,
    evidence: str,
    indicator_folders: tuple[Path, ...],
    period: str | None,
    scenario: Path | None,
    settings: tuple[str, ...],
    lang: Lang,
    out: Path,
) -> None:
    """Raw values, before treatment and normalisation."""
    assessment = score(load(standard, evidence, indicator_folders, scenario, settings), period, lang)
    tell(left_out(assessment), lang)
    for path in write_coinr(assessment, out):
        click.echo(say(f"已写出 {path}", f"wrote {path}", lang), err=True)
