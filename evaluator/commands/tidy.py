"""`evaluator tidy FILE`: a yearbook-style table becomes evidence, after showing what it understood."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import lang_option, tell
from evaluator.commands.tables import figure, print_table
from evaluator.evidence.tidy import tidy, write_tidy
from indicators.text import Lang


@click.command(help=say("把年鉴式表格整理为证据表。", "Turn a yearbook-style table into evidence."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
@click.option("--force", is_flag=True, help=say("覆盖已有文件。", "Replace files that are there."))
@lang_option
def command(file: Path, out: Path | None, force: bool, lang: Lang) -> None:
    """Without --out it only shows what it understands."""
    result = tidy(file)
    for line in result.understood:
        click.echo(line.in_(lang))
    rows = result.statistics.slice(0, 8).to_pylist()
    head = ["region", "period", "series", "value", "unit"]
    cells = [[row["region"], row["period"], row["series"], figure(row["value"], 4), row["unit"] or ""] for row in rows]
    click.echo("\n" + print_table(head, cells, [False, False, False, True, False]))
    tell(result.refusals, lang)
    if out is not None:
        for path in write_tidy(result, out, force):
            click.echo(say(f"已写出 {path}", f"wrote {path}", lang), err=True)
