"""`evaluator objections`: list objections; answer, correct or withdraw one; show who moves after a correction."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options, tell
from evaluator.commands.tables import change, clip, figure, print_table
from evaluator.home import user_folder
from evaluator.objections import KINDS, STATES, Objection, Objections, correction, moves
from indicators.text import Lang


@click.command(
    help=say("列出异议；答复、更正或撤回；更正后谁的名次变了。", "List objections; answer, correct, withdraw.")
)
@click.argument("name", required=False, metavar=say("[编号]", "[ID]"))
@click.option("--answer", metavar=say("答复", "WORDS"), help=say("答复。", "Answer it."))
@click.option("--correct", type=float, metavar=say("数值", "FIGURE"), help=say("更正为此数。", "Correct the figure."))
@click.option("--withdraw", metavar=say("原因", "WHY"), help=say("撤回。", "Withdraw it."))
@click.option("--note", default="", help=say("更正的说明。", "What the correction rests on."))
@click.option("--who", default="", help=say("经办人。", "Who does it."))
@click.option(
    "--store", "folder", type=click.Path(path_type=Path), help=say("存放异议的文件夹。", "Folder of objections.")
)
@scoring_options
def command(
    name: str | None,
    answer: str | None,
    correct: float | None,
    withdraw: str | None,
    note: str,
    who: str,
    folder: Path | None,
    asked: Asked,
) -> None:
    """With an id: its history, and after a correction every region that moved."""
    store = Objections(folder or user_folder() / "objections")
    tell(store.faults(), asked.lang)
    given = [one is not None for one in (answer, correct, withdraw)]
    if name is None:
        if any(given):
            raise click.UsageError(say("请给出异议编号", "give the id of an objection"))
        click.echo(listed(store.all(), asked.lang))
        return
    if sum(given) > 1:
        raise click.UsageError(say("答复、更正、撤回只能选一项", "one of --answer, --correct, --withdraw"))
    if answer is not None:
        store.reply(name, "answered", answer, who)
    elif correct is not None:
        store.reply(name, "corrected", note, who, correct)
    elif withdraw is not None:
        store.reply(name, "withdrawn", withdraw, who)
    objection = store.find(name)
    click.echo(history(objection, asked.lang))
    assessment = asked.score(every_period=True)
    found = correction(objection, assessment)
    if found is not None:
        words = say("证据已更正", "the evidence is corrected", asked.lang) if found.in_force else ""
        words = words or say("证据尚未更正，以下为试算", "not yet in the evidence: a trial", asked.lang)
        click.echo(f"\n{figure(found.before)} → {figure(found.after)}  ({words})\n")
        head = [say(*pair, asked.lang) for pair in (("地区", "Region"), ("原名次", "Before"), ("现名次", "After"))]
        rows = [
            [
                clip(one.name.in_(asked.lang), 24),
                figure(one.before or None),
                figure(one.after or None),
                change(one.change),
            ]
            for one in moves(objection, assessment, found)
        ]
        click.echo(print_table([*head, say("变动", "Change", asked.lang)], rows, [False, True, True, True]))


def listed(found: list[Objection], lang: Lang) -> str:
    """Objections as a table."""
    words = ("编号", "Id"), ("地区", "Region"), ("指标", "Indicator"), ("时期", "Period"), ("数值", "Figure")
    more = ("应为", "Should be"), ("提出人", "Who"), ("时间", "When"), ("状态", "State"), ("理由", "Why")
    rows = [
        [
            *(one.id, one.region, one.indicator, one.period, figure(one.value), figure(one.should)),
            *(one.who, one.when[:16], STATES[one.state].in_(lang), clip(one.words, 40)),
        ]
        for one in found
    ]
    return print_table([say(*pair, lang) for pair in (*words, *more)], rows, [False] * 4 + [True] * 2 + [False] * 4)


def history(one: Objection, lang: Lang) -> str:
    """One objection and what came of it, a line each."""
    lines = [f"{one.when}  {one.who}  {one.region} {one.indicator} {one.period} = {figure(one.value)}  {one.words}"]
    for reply in one.replies:
        value = f" → {figure(reply.value)}" if reply.value is not None else ""
        lines.append(f"{reply.when}  {reply.who}  {KINDS[reply.kind].in_(lang)}{value}  {reply.words}")
    return "\n".join(lines)
