"""`evaluator score`: the ranked table, and the files of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from evaluator.assessment import MADE_UP, REASONS, Assessment
from evaluator.commands.language import say
from evaluator.commands.options import Asked, draw_options, engine_options, scoring_options, tell
from evaluator.commands.tables import change, clip, figure, print_table
from evaluator.tables import only
from indicators.text import Lang


@click.command(help=say("评分并打印排名。", "Score, and print the ranked table."))
@scoring_options
@engine_options
@click.option(
    "--out", type=click.Path(path_type=Path), metavar=say("目录", "DIR"), help=say("写出结果文件。", "Write the files.")
)
@click.option(
    "--format",
    "formats",
    default="csv",
    show_default=True,
    metavar="csv,xlsx,parquet,json,md,html",
    help=say("结果文件的格式，以逗号分隔。", "Formats of the files, with commas."),
)
@click.option(
    "--intervals",
    is_flag=True,
    help=say(
        "排名附 90% 名次区间：权重随机变动时的名次（--draws、--seed、--weights）。",
        "Give the ranking 90 % intervals of places, weights being drawn (--draws, --seed, --weights).",
    ),
)
@draw_options
@click.pass_context
def command(
    context: click.Context,
    asked: Asked,
    out: Path | None,
    formats: str,
    intervals: bool,
    draws: int,
    seed: int,
    weights: float,
) -> None:
    """Score the regions of the evidence against the standard."""
    wanted = _formats(formats)
    _only_with(context, intervals)
    loaded = asked.load()
    tell([*loaded.evidence.notes, *loaded.evidence.refusals], asked.lang)
    assessment = asked.score(loaded)
    if intervals:
        assessment = assessment.with_intervals(draws, seed, weights)
    tell(assessment.warnings, asked.lang)
    click.echo(ranked_table(assessment, asked.lang))
    refused = sum(one.refused for one in loaded.evidence.files)
    if refused:
        read = sum(one.read for one in loaded.evidence.files)
        click.echo(
            say(f"读入 {read} 行，拒收 {refused} 行", f"{read} rows read, {refused} refused", asked.lang), err=True
        )
    if out is not None:
        from evaluator.exports import write_run

        for path in write_run(assessment, out, wanted, asked.lang, asked.evidence):
            click.echo(say(f"已写出 {path}", f"wrote {path}", asked.lang), err=True)


def _only_with(context: click.Context, intervals: bool) -> None:
    """Refuse settings of intervals that nobody asked for."""
    for name in ("draws", "seed", "weights"):
        given = context.get_parameter_source(name) == click.core.ParameterSource.COMMANDLINE
        if given and not intervals:
            raise click.UsageError(say(f"--{name} 只能与 --intervals 同用", f"--{name} goes with --intervals only"))


def _formats(words: str) -> list[str]:
    known = ("csv", "xlsx", "parquet", "json", "md", "html")
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    for word in wanted or [""]:
        if word not in known:
            raise click.UsageError(
                say(
                    f"--format：没有格式“{word}”（可用：{','.join(known)}）",
                    f"--format: no format '{word}' (known: {','.join(known)})",
                )
            )
    return wanted


def ranked_table(assessment: Assessment, lang: Lang) -> str:
    """The ranking of the latest period, as text."""
    table = assessment.ranking(lang)
    latest = only(table, "period", assessment.latest)
    tops = assessment.top_columns
    names = [assessment.standard.name_of(top).in_(lang) for top in tops]
    head = [
        say("名次", "Rank", lang),
        *([say("90%区间", "90 %", lang)] if assessment.intervals else []),
        say("代码", "Code", lang),
        say("地区", "Region", lang),
        say("得分", "Score", lang),
        say("变动", "Change", lang),
        say("覆盖度", "Coverage", lang),
        *(clip(name, 14) for name in names),
    ]
    decimals = assessment.decimals
    rows = []
    for row in latest.to_pylist():
        place = str(row["rank"]) if row["rank"] is not None else "—"
        moved = change(row["rank_change"]) if row["rank"] is not None else short(row["reason"], lang)
        cells = [place, *_span(row), row["region"], clip(row["name"], 24), figure(row["score"], decimals), moved]
        rows.append(
            [*cells, figure(100 * row["coverage"], 0) + "%", *(figure(row[top], decimals) for top in tops.values())]
        )
    mark = f"{MADE_UP.in_(lang)}\n" if assessment.made_up else ""
    title = f"{mark}{assessment.standard.name.in_(lang)}  {assessment.standard.version}  {assessment.latest}"
    right = [True, *([True] if assessment.intervals else []), False, False, True, True, True, *(True for _ in tops)]
    return f"{title}\n\n{print_table(head, rows, right)}"


def _span(row: dict[str, Any]) -> list[str]:
    """The interval of a place as one cell; none where the ranking has no intervals."""
    if "rank_p5" not in row:
        return []
    from evaluator.robustness.placing import interval_text

    return [interval_text(row) or "—"]


def short(word: str, lang: Lang) -> str:
    """A reason that fits a column: without what stands in brackets."""
    return reason(word, lang).split("（")[0].split(" (")[0]


def reason(word: str, lang: Lang) -> str:
    """Why there is no score, in words."""
    zh, en = REASONS.get(word, (word, word))
    return say(zh, en, lang)
