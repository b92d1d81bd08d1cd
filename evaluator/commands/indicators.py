"""`evaluator indicators`: what is measured, how, and who brought each."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.options import standard_option
from evaluator.commands.tables import clip, print_table
from evaluator.reading import StandardReading, try_standard
from indicators.catalogue import read_catalogue
from indicators.faults import Faults, fault
from indicators.indicator import Indicator
from indicators.records import near
from indicators.text import Lang, Text


@click.command(help=say("列出或解释指标。", "List or explain indicators."))
@click.argument("identifier", required=False, metavar="[ID]")
@standard_option
@lang_option
def command(identifier: str | None, standard: str, indicator_folders: tuple[Path, ...], lang: Lang) -> None:
    """List the indicators of a standard and of the library, or explain one."""
    reading = try_standard(standard, indicators=indicator_folders)
    if reading.standard is None:
        raise Faults(reading.faults)
    catalogue = read_catalogue(indicator_folders)
    if catalogue.faults:
        raise Faults(catalogue.faults)
    known = {name: (entry.indicator, entry.origin) for name, entry in catalogue.entries.items()}
    known.update({one.id: (one, reading.origins.get(one.id, standard)) for one in reading.standard.indicators})
    if identifier is None:
        click.echo(_list(known, reading, lang))
        return
    if identifier not in known:
        todo = near(identifier, sorted(known))
        raise Faults(
            [
                fault(
                    f"没有指标“{identifier}”",
                    f"there is no indicator '{identifier}'",
                    todo_zh=todo[0],
                    todo_en=todo[1],
                )
            ]
        )
    click.echo(_explain(*known[identifier], lang))


def _list(known: dict[str, tuple[Indicator, str]], reading: StandardReading, lang: Lang) -> str:
    assert reading.standard is not None
    used = set(reading.standard.by_id)
    head = [
        say("指标", "Indicator", lang),
        say("名称", "Name", lang),
        say("单位", "Unit", lang),
        say("方向", "Direction", lang),
        say("度量", "Measure", lang),
        say("本标准", "In use", lang),
        say("来源", "Brought by", lang),
    ]
    rows = []
    for name in sorted(known, key=lambda one: (one not in used, one)):
        indicator, origin = known[name]
        unit = indicator.unit.in_(lang) if indicator.unit else ""
        cells = [name, clip(indicator.name.in_(lang), 44), clip(unit, 20), _direction(indicator, lang)]
        rows.append([*cells, str(indicator.measure.get("kind")), "✓" if name in used else "", origin])
    return print_table(head, rows, [False] * len(head))


def _explain(indicator: Indicator, origin: str, lang: Lang) -> str:
    lines = [f"{indicator.id}  {indicator.name.in_(lang)}"]

    def add(zh: str, en: str, value: object) -> None:
        text = value.in_(lang) if isinstance(value, Text) else str(value or "")
        if text:
            lines.append(f"  {say(zh, en, lang)}{'：' if lang == 'zh' else ': '}{text}")

    add("定义", "definition", indicator.definition)
    add("单位", "unit", indicator.unit)
    add("方向", "direction", _direction(indicator, lang))
    add("度量", "measure", ", ".join(f"{key}={value}" for key, value in indicator.measure.items()))
    for figure in indicator.beside:
        changes = ", ".join(f"{key}={value}" for key, value in figure.measure.items())
        add("并列展示、不计分", "shown beside, not scored", f"{figure.name.in_(lang)} ({changes})")
    if indicator.bounds:
        bounds = indicator.bounds
        add("上下界", "bounds", f"{bounds.worst:g} → {bounds.best:g} {bounds.basis}")
    add("层级", "levels", ", ".join(indicator.levels))
    add("条款", "clause", indicator.clause)
    add("参照", "references", ", ".join(f"{key} {value}" for key, value in indicator.references.items()))
    add("来源", "source", indicator.source)
    add("提供者", "brought by", origin)
    for example in indicator.examples:
        given = ", ".join(f"{key}={value}" for key, value in example.given.items())
        result = say("缺失", "missing", lang) if example.value is None else f"{example.value:g}"
        add("示例", "example", f"{given} → {result}")
    return "\n".join(lines)


def _direction(indicator: Indicator, lang: Lang) -> str:
    higher = indicator.direction == "higher"
    return say("越高越好", "higher", lang) if higher else say("越低越好", "lower", lang)
