"""`evaluator plans`: plans of regions, kept version by version: save, list, open, withdraw."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.submit import STORE
from evaluator.commands.tables import print_table
from evaluator.exports.writing import save
from evaluator.submissions.plans import Plan, Plans
from indicators.text import Lang


@click.command(help=say("保存、列出、调出或撤回改进计划。", "Save, list, open or withdraw plans of improvement."))
@click.argument("region", required=False, metavar=say("[地区代码]", "[REGION]"))
@click.option("--store", "folder", type=click.Path(path_type=Path), default=STORE, show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), metavar="F.csv", help=say(
    "保存一份计划，成为新的版本。", "Save a plan as a new version."))  # fmt: skip
@click.option("--open", "name", metavar="VERSION", help=say("调出一个版本，写入 --out。", "Open a version into --out."))
@click.option("--out", type=click.Path(path_type=Path), metavar="F.csv")
@click.option("--withdraw", metavar="VERSION", help=say("撤回一个版本（记录在案，不删除）。", "Withdraw a version."))
@click.option("--reason", default="", help=say("撤回原因。", "Why it is withdrawn."))
@click.option("--who", default="", help=say("经办人。", "Who does it."))
@lang_option
def command(
    region: str | None,
    folder: Path,
    keep: Path | None,
    name: str | None,
    out: Path | None,
    withdraw: str | None,
    reason: str,
    who: str,
    lang: Lang,
) -> None:
    """A version is named as in the list: 330000/2023/1; `evaluator plan --check` takes that name."""
    plans = Plans(folder)
    if keep is not None:
        from evaluator.advice.plans import plan_bytes  # a list needs no scores

        plan = plans.add(plan_bytes(keep), who, str(keep))
        click.echo(say(f"已保存：{plan.name}（{plan.lines} 项）", f"saved: {plan.name} ({plan.lines} lines)", lang))
    elif withdraw:
        if not reason:
            raise click.UsageError(say("撤回须写明原因：--reason", "say why with --reason"))
        plans.withdraw(plans.named(withdraw), reason, who)
        click.echo(say(f"已撤回 {withdraw}", f"withdrew {withdraw}", lang))
    elif name:
        if out is None:
            raise click.UsageError(say("请用 --out 给出要写的文件", "give the file to write with --out"))
        save(out, plans.named(name).content())
        click.echo(say(f"已写出 {out}", f"wrote {out}", lang), err=True)
    else:
        click.echo(_listed(plans.versions(region), lang))


def _listed(found: list[Plan], lang: Lang) -> str:
    words = [("版本", "Version"), ("标准", "Standard"), ("目标", "Goal"), ("项数", "Lines")]
    words += [("保存时间", "Saved"), ("经办人", "By"), ("撤回", "Withdrawn")]
    rows = [[one.name, one.standard, one.goal, str(one.lines), one.saved, one.who, one.withdrawn] for one in found]
    return print_table([say(*pair, lang) for pair in words], rows, [False, False, False, True, False, False, False])
