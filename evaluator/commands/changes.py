"""`evaluator changes A B`: what changed from one version of a standard to another."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.tables import clip, print_table
from evaluator.messages import MESSAGES
from evaluator.reading import read_standard
from evaluator.revision import KINDS, changes, history
from evaluator.standard import Standard
from indicators.faults import Faults, fault
from indicators.text import Lang


@click.command(help=say("列出一个标准各版本之间的差异。", "List what changed from version to version of a standard."))
@click.argument("a")
@click.argument("b")
@click.argument("more", nargs=-1)
@click.option(
    "--item",
    metavar=say("编号", "ID"),
    help=say("只看这个指标或节点的历次变化。", "Only this indicator or node, from version to version."),
)
@click.option(
    "--indicators",
    "folders",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    help=say("另加的指标文件夹。", "A folder with more indicators."),
)
@lang_option
def command(a: str, b: str, more: tuple[str, ...], item: str | None, folders: tuple[Path, ...], lang: Lang) -> None:
    """Versions from the earliest to the latest: ids of bundled standards, files, folders, `standard.yaml` of a run."""
    versions = [read_standard(one, indicators=folders) for one in (a, b, *more)]
    if item is not None:
        _history(versions, item, lang)
        return
    pairs = [(now.version, one) for before, now in pairwise(versions) for one in changes(before, now)]
    if not pairs:
        click.echo(say("两个版本没有差异", "the two versions do not differ", lang))
        return
    words = (("项目", "Item"), ("代码", "Id"), ("变化", "Change"), ("原为", "Before"), ("现为", "After"))
    rows = [
        [
            *([version] if more else []),
            clip(one.title.in_(lang), 28),
            one.name,
            KINDS[one.kind].in_(lang),
            clip(one.before.in_(lang), 48),
            clip(one.after.in_(lang), 48),
        ]
        for version, one in pairs
    ]
    head = [*([("版本", "Version")] if more else []), *words]
    click.echo(print_table([say(*pair, lang) for pair in head], rows, [False] * len(head)))
    click.echo(say(f"\n共 {len(rows)} 处", f"\n{len(rows)} changes", lang))


def _history(versions: list[Standard], item: str, lang: Lang) -> None:
    """One item from version to version."""
    steps = history(versions, item)
    if not any(step.there for step in steps):
        raise Faults(
            [
                fault(
                    f"各版本都没有“{item}”",
                    f"no version has '{item}'",
                    todo_zh="编号见 evaluator indicators",
                    todo_en="see evaluator indicators for the ids",
                )
            ]
        )
    words = (("版本", "Version"), ("状态", "Status"), ("变化", "Change"), ("原为", "Before"), ("现为", "After"))
    rows = []
    for step in steps:
        state = MESSAGES[step.standing].in_(lang)
        told = [(KINDS[one.kind].in_(lang), one.before.in_(lang), one.after.in_(lang)) for one in step.changes]
        rows += [[step.version, state, kind, clip(old, 48), clip(new, 48)] for kind, old, new in told or [("—",) * 3]]
    click.echo(print_table([say(*pair, lang) for pair in words], rows, [False] * len(words)))
