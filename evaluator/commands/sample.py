"""`evaluator sample`: made-up evidence of every kind, marked as made up."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.progress import progress
from evaluator.exports.writing import refusal
from indicators.faults import Faults
from indicators.text import Lang, Text


@click.command(help=say("生成虚构的证据（处处注明虚构）。", "Write made-up evidence of every kind, marked as made up."))
@click.option(
    "--regions",
    type=click.IntRange(1, 3000),
    default=12,
    show_default=True,
    help=say("县区数。", "Number of counties."),
)
@click.option("--seed", default=1, show_default=True, help=say("种子。", "Seed."))
@click.option(
    "--scale",
    type=click.FloatRange(0, 10_000, min_open=True),
    default=1.0,
    show_default=True,
    help=say("办件记录的规模。", "Size of the case logs."),
)
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
@lang_option
def command(regions: int, seed: int, scale: float, out: Path, lang: Lang) -> None:
    """DIR is the evidence folder."""
    from evaluator.sample import make_sample

    with progress(lang) as show:

        def told(done: int, whole: int) -> None:
            show(done / max(1, whole), Text(zh="生成", en="Making up"))

        try:
            written = make_sample(regions, seed, scale, out, told)
        except OSError as error:
            raise Faults([refusal(out, error)]) from None
        for path in written:
            click.echo(say(f"已写出 {path}", f"wrote {path}", lang), err=True)
