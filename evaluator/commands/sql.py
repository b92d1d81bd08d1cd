"""`evaluator sql`: a run as SQL that an auditor can read and run again."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options
from evaluator.exports.writing import refusal, write_file
from evaluator.scoring.printing import write_inputs
from indicators.faults import Faults


@click.command(help=say("打印一次运行的全部 SQL。", "Print the SQL of a run, step by step."))
@scoring_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar=say("目录", "DIR"),
    help=say("写出 run.sql，输入表以 Parquet 放在旁边。", "Write run.sql, with the input tables as Parquet beside it."),
)
def command(
    asked: Asked,
    out: Path | None,
) -> None:
    """Without --out the script holds its inputs as VALUES and is complete in itself."""
    assessment = asked.score()
    if out is None:
        click.echo(assessment.sql(), nl=False)
        return
    try:
        write_inputs(assessment.run, out / "tables")
        write_file(out / "run.sql", assessment.sql("tables").encode())
    except OSError as error:
        raise Faults([refusal(out, error)]) from None
    click.echo(
        say(
            f"已写出 {out / 'run.sql'}，请在该目录中运行", f"wrote {out / 'run.sql'}; run it in that folder", asked.lang
        ),
        err=True,
    )
