"""`evaluator submissions`: list the versions that were handed in, compare two, withdraw one."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.submit import STORE
from evaluator.commands.tables import print_table
from evaluator.submissions.store import Store, Version
from indicators.faults import Faults, fault
from indicators.text import Lang


@click.command(help=say("列出已入库的版本，比较或撤回。", "List stored versions; compare two, or withdraw one."))
@click.argument("region", required=False, metavar=say("[地区代码]", "[REGION]"))
@click.option("--store", "folder", type=click.Path(path_type=Path), default=STORE, show_default=True)
@click.option("--compare", "pair", nargs=2, metavar="A B", help=say("比较两个版本。", "Compare two versions."))
@click.option("--withdraw", metavar="VERSION", help=say("撤回一个版本（记录在案，不删除）。", "Withdraw a version."))
@click.option("--awaited", is_flag=True, help=say("列出尚未提交的同级地区。", "Regions that have not handed in."))
@click.option("--reason", default="", help=say("撤回原因。", "Why it is withdrawn."))
@click.option("--who", default="", help=say("经办人。", "Who does it."))
@lang_option
def command(
    region: str | None,
    folder: Path,
    pair: tuple[str, str] | None,
    withdraw: str | None,
    awaited: bool,
    reason: str,
    who: str,
    lang: Lang,
) -> None:
    """A version is named as in the list: 330000/2023/1."""
    from evaluator.submissions.comparing import differences

    store = Store(folder)
    known = {one.name: one for one in store.versions()}

    def named(name: str) -> Version:
        if name not in known:
            shown = ", ".join(known) or "—"
            todo = f"可用：{shown}", f"known: {shown}"
            raise Faults(
                [fault(f"没有版本“{name}”", f"there is no version '{name}'", todo_zh=todo[0], todo_en=todo[1])]
            )
        return known[name]

    if withdraw:
        if not reason:
            raise click.UsageError(say("撤回须写明原因：--reason", "say why with --reason"))
        store.withdraw(named(withdraw), reason, who)
        click.echo(say(f"已撤回 {withdraw}", f"withdrew {withdraw}", lang))
        return
    if pair:
        rows = [list(row) for row in differences(named(pair[0]), named(pair[1]))]
        head = [say("表", "Table", lang), say("键", "Key", lang), pair[0], pair[1]]
        click.echo(print_table(head, rows, [False, False, True, True]))
        return
    if awaited:
        click.echo(_awaited(folder, store, lang))
        return
    head = [say(*words, lang) for words in (("版本", "Version"), ("标准", "Standard"), ("入库时间", "Received"))]
    head += [say(*words, lang) for words in (("填报人", "By"), ("行数", "Rows"), ("撤回", "Withdrawn"))]
    listed = [one for one in known.values() if region is None or one.region == region]
    rows = [[one.name, one.standard, one.received, one.who, str(one.rows), one.withdrawn] for one in listed]
    click.echo(print_table(head, rows, [False, False, False, False, True, False]))


def _awaited(folder: Path, store: Store, lang: Lang) -> str:
    """For each standard and period that something was handed in for: regions of the same levels without a version."""
    from evaluator.submissions import stored_evidence

    regions = stored_evidence(folder).regions.to_pylist() if store.base else []
    level = {str(row["region"]): str(row.get("level") or "") for row in regions}
    there: dict[tuple[str, str], set[str]] = {}
    for one in store.current():
        there.setdefault((one.standard, one.period), set()).add(one.region)
    rows, counts = [], []
    for (standard, period), handed_in in sorted(there.items()):
        levels = {level.get(code, "") for code in handed_in}
        asked = [row for row in regions if level[str(row["region"])] in levels]
        missing = [row for row in asked if str(row["region"]) not in handed_in]
        name = "name_zh" if lang == "zh" else "name_en"
        rows += [[standard, period, str(row["region"]), str(row.get(name) or row["region"])] for row in missing]
        n = f"{len(asked) - len(missing)}/{len(asked)}"
        counts.append(say(f"{standard}，{period}：已交 {n}", f"{standard}, {period}: {n} handed in", lang))
    if not counts:
        return say("尚无地区提交。", "No region has handed in anything.", lang)
    head = [
        say(*words, lang) for words in (("标准", "Standard"), ("时期", "Period"), ("代码", "Code"), ("名称", "Name"))
    ]
    return "\n".join([*counts, *(["", print_table(head, rows, [False] * 4)] if rows else [])])
