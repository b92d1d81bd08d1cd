"""`evaluator verify RUN_DIR`: recompute a finished run and name every difference."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.options import tell
from indicators.text import Lang


@click.command(help=say("重新计算一次已完成的运行并逐一比对。", "Recompute a finished run and compare."))
@click.argument("run_dir", type=click.Path(path_type=Path))
@click.option(
    "--evidence",
    default=None,
    metavar=say("证据", "EVIDENCE"),
    help=say("所用的证据，默认按清单所写。", "What it was made from; by default what its manifest names."),
)
@lang_option
def command(run_dir: Path, evidence: str | None, lang: Lang) -> int:
    """Exit 1 on any difference."""
    from evaluator.exports.verification import unchecked, verify_run

    faults = verify_run(run_dir, evidence)
    tell(faults, lang)
    for one in unchecked(run_dir):
        click.echo(one.in_(lang), err=True)
    if faults:
        count = len(faults)
        click.echo(say(f"{count} 处不同", f"{count} difference{'' if count == 1 else 's'}", lang))
        return 1
    click.echo(say("与清单完全一致", "the run is what its manifest says", lang))
    return 0
