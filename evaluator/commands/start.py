"""`evaluator start`: the first thing to run. Scores the bundled data, writes the files, opens the app."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.bundled import DEFAULT_EVIDENCE
from evaluator.commands.language import lang_option, say
from evaluator.commands.options import Asked, tell
from evaluator.commands.score import ranked_table
from evaluator.exports import write_run
from indicators.text import Lang


@click.command(
    help=say("用内置数据评分、写出结果并打开界面。", "Score the bundled data, write the files and open the app.")
)
@click.option("--no-app", is_flag=True, help=say("不打开界面。", "Leave the app out."))
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("results"), show_default=True, metavar=say("目录", "DIR")
)
@lang_option
def command(no_app: bool, out: Path, lang: Lang) -> None:
    """Score, print, write, open."""
    assessment = Asked(lang=lang).score()
    tell(assessment.warnings, lang)
    click.echo(ranked_table(assessment, lang))
    for path in write_run(assessment, out, ("csv", "xlsx", "html"), lang, DEFAULT_EVIDENCE):
        click.echo(say(f"已写出 {path}", f"wrote {path}", lang))
    if not no_app:
        from evaluator.commands.app import command as app

        click.echo(say("正在打开界面，按 Ctrl+C 结束", "Opening the app; Ctrl+C ends it", lang))
        app.main(args=[], standalone_mode=False)
