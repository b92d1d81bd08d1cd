"""`evaluator explain REGION`: where a score comes from, down to the evidence rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click
import pyarrow as pa

from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options
from evaluator.commands.score import reason
from evaluator.commands.tables import clip, figure, print_table
from evaluator.explanation import Explanation, Figure, Line, explain
from evaluator.traces import MOST
from evaluator.tracing import HEADINGS, TITLES, WORDS, explain_rows, refused_rows
from indicators.faults import Fault
from indicators.text import Lang


@click.command(help=say("解释一个地区的得分。", "Explain where a region's score comes from."))
@click.argument("region")
@click.option("--node", default="total", show_default=True, metavar=say("节点", "NODE"))
@scoring_options
def command(
    region: str,
    node: str,
    asked: Asked,
) -> None:
    """A region by code or name; a node or an indicator by id."""
    assessment = asked.score()
    found = explain(assessment, region, node)
    click.echo(explained(found, asked.lang))
    if node in assessment.standard.by_id:
        click.echo(traced(explain_rows(assessment, found.region, node, found.period), asked.lang))
        click.echo(refused(*refused_rows(assessment, found.region, node), asked.lang))


def traced(tables: Mapping[str, pa.Table], lang: Lang) -> str:
    """The rows behind one value as text."""
    parts = []
    other = "_en" if lang == "zh" else "_zh"
    for name, table in tables.items():
        if not table.num_rows:
            continue
        columns = [column for column in table.column_names if not column.endswith(other)]
        head = [HEADINGS[column].in_(lang) for column in columns]
        cells = [[clip(_shown(column, row[column], lang), 40) for column in columns] for row in table.to_pylist()]
        right = [
            pa.types.is_floating(kind := table.schema.field(one).type) or pa.types.is_integer(kind) for one in columns
        ]
        parts += ["", TITLES[name].in_(lang), print_table(head, cells, right)]
    return "\n".join(parts)


def refused(own: Sequence[Fault], unknown: Sequence[Fault], lang: Lang) -> str:
    """Rows that were refused and are missing from one value, as text; empty if there are none."""
    lines = []
    if own:
        head = say(
            f"本指标被拒收的记录：{len(own)} 行", f"Rows refused that this indicator would read: {len(own)}", lang
        )
        lines += ["", head, *(f"  {one.sentence(lang)}" for one in own[:MOST])]
    if len(own) > MOST:
        lines.append(
            say(f"  另有 {len(own) - MOST} 行，见 evaluator check", f"  {len(own) - MOST} more: evaluator check", lang)
        )
    if unknown:
        zh = f"另有 {len(unknown)} 行因地区无法识别而拒收，可能属于本地区"
        en = f"{len(unknown)} more rows were refused whose region is not known: they may be this region's"
        lines += ["", say(zh, en, lang), *(f"  {one.sentence(lang)}" for one in unknown[:3])]
    return "\n".join(lines)


def _shown(column: str, cell: object, lang: Lang) -> str:
    if (column, cell) in WORDS:
        return WORDS[column, str(cell)].in_(lang)
    return figure(cell) if cell is None or isinstance(cell, float) else str(cell).removesuffix(" 00:00:00")


def explained(found: Explanation, lang: Lang) -> str:
    """An explanation as text."""
    colon = "：" if lang == "zh" else ": "
    lines = [f"{found.name.in_(lang)} ({found.region})  {found.period}", ""]
    head = [
        say("节点", "Node", lang),
        say("名称", "Name", lang),
        say("原始值", "Raw", lang),
        say("得分", "Score", lang),
        say("名次", "Rank", lang),
        say("权重", "Weight", lang),
        say("贡献", "Contribution", lang),
        say("覆盖度", "Coverage", lang),
        say("说明", "Notes", lang),
    ]
    rows = [_row(line, lang) for line in found.lines]
    lines.append(print_table(head, rows, [False, False, True, True, True, True, True, True, False]))
    beside = [(line, one) for line in found.lines for one in line.beside]
    if beside:
        lines += ["", say("并列展示、不计分", "Shown beside, not scored", lang)]
        lines += [f"  {line.node}  {_figure(one, lang)}" for line, one in beside]
    for line in found.lines:
        if not line.rows:
            continue
        lines += ["", f"{line.node}  {line.formula}"]
        for row in line.rows:
            source = f"  [{row.source}]" if row.source else ""
            lines.append(f"  {row.series} {row.period}{colon}{figure(row.value, 4)} {row.unit.in_(lang)}{source}")
    return "\n".join(lines)


def _figure(one: Figure, lang: Lang) -> str:
    """One figure without a score as text."""
    colon = "：" if lang == "zh" else ": "
    notes = [] if one.cases is None else [say(f"{one.cases} 件", f"{one.cases} cases", lang)]
    notes += [say("记录较少或不全，仅供参考", "few or incomplete records: take with care", lang)] if one.note else []
    more = f"（{'，'.join(notes)}）" if lang == "zh" else f" ({', '.join(notes)})"
    unit = one.unit.in_(lang) if one.value is not None else ""
    return f"{one.name.in_(lang)}{colon}{figure(one.value, 2)} {unit}".rstrip() + (more if notes else "")


def _row(line: Line, lang: Lang) -> list[str]:
    indent = "  " * line.depth
    notes = ", ".join([reason(word, lang) for word in line.notes])
    place = "—" if line.rank is None else f"{line.rank}/{line.ranked}"
    return [
        indent + line.node,
        clip(line.name.in_(lang), 36),
        "" if line.raw is None else figure(line.raw, 3),
        figure(line.score),
        place,
        figure(100 * line.weight, 1) + "%",
        "" if line.contribution is None else figure(line.contribution),
        figure(100 * line.coverage, 0) + "%",
        notes,
    ]
