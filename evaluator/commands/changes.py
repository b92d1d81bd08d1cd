"""`evaluator changes A B`: what changed from one version of a standard to another."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.tables import clip, print_table
from evaluator.reading import read_standard
from evaluator.revision import KINDS, changes
from indicators.text import Lang


@click.command(
    help=say("列出一个标准两个版本之间的差异。", "List what changed from one version of a standard to another.")
)
@click.argument("a")
@click.argument("b")
@click.option(
    "--indicators",
    "folders",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    help=say("另加的指标文件夹。", "A folder with more indicators."),
)
@lang_option
def command(a: str, b: str, folders: tuple[Path, ...], lang: Lang) -> None:
    """A is the earlier and B the later version: ids of bundled standards, files, folders, `standard.yaml` of a run."""
    found = changes(read_standard(a, indicators=folders), read_standard(b, indicators=folders))
    if not found:
        click.echo(say("两个版本没有差异", "the two versions do not differ", lang))
        return
    words = (("项目", "Item"), ("代码", "Id"), ("变化", "Change"), ("原为", "Before"), ("现为", "After"))
    rows = [
        [
            clip(one.title.in_(lang), 28),
            one.name,
            KINDS[one.kind].in_(lang),
            clip(one.before.in_(lang), 48),
            clip(one.after.in_(lang), 48),
        ]
        for one in found
    ]
    click.echo(print_table([say(*pair, lang) for pair in words], rows, [False] * 5))
    click.echo(say(f"\n共 {len(rows)} 处", f"\n{len(rows)} changes", lang))
