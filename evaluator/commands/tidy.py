"""`evaluator tidy FILE`: a yearbook-style table becomes evidence, after showing what it understood."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.options import tell
from evaluator.commands.tables import figure, print_table
from evaluator.evidence.tidy import TidyResult, tidy
from evaluator.exports.tables import csv_bytes
from evaluator.exports.writing import write_files
from indicators.faults import Faults, fault
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
        for path in _write(result, out, force):
            click.echo(say(f"已写出 {path}", f"wrote {path}", lang), err=True)


def _write(result: TidyResult, out: Path, force: bool) -> list[Path]:
    """Write `statistics.csv` and `series.csv`; a file that is there stays unless `force`.

    Raises:
        Faults: A file is in the way or cannot be written.
    """
    files = {"series.csv": csv_bytes(result.series), "statistics.csv": csv_bytes(result.statistics)}
    there = [name for name in files if (out / name).exists()]
    if there and not force:
        raise Faults(
            [
                fault(
                    "文件已存在",
                    "is there already",
                    todo_zh="请换一个目录，或加 --force 覆盖",
                    todo_en="choose another folder, or add --force",
                    file=str(out / name),
                )
                for name in there
            ]
        )
    return write_files(out, files)
