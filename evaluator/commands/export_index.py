"""`evaluator export-index`: a standard and its raw values in COINr's form."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options, tell
from evaluator.interchange.exporting import left_out, write_coinr


@click.command(help=say("以 COINr 形式写出 iData 与 iMeta。", "Write iData and iMeta in COINr's form."))
@scoring_options
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
def command(
    asked: Asked,
    out: Path,
) -> None:
    """Raw values, before treatment and normalisation."""
    assessment = asked.score()
    tell(left_out(assessment), asked.lang)
    for path in write_coinr(assessment, out):
        click.echo(say(f"已写出 {path}", f"wrote {path}", asked.lang), err=True)
