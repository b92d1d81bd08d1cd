"""`evaluator robustness`: how sure each place is."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click
import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.commands.language import say
from evaluator.commands.options import Asked, draw_options, scoring_options, tell
from evaluator.commands.progress import progress
from evaluator.commands.tables import clip, figure, print_table
from evaluator.explanation import find_region
from evaluator.exports.manifest import digest, manifest, manifest_bytes
from evaluator.exports.origin import with_mark
from evaluator.exports.tables import csv_bytes, parquet_bytes
from evaluator.exports.writing import write_files
from evaluator.robustness.admissible import Limits, read_limits
from evaluator.robustness.analysis import Progress, Robustness, RobustnessSettings, analyse
from evaluator.robustness.choices import Combination, read_alternatives
from evaluator.robustness.draws import DISTRIBUTIONS, Distribution
from evaluator.robustness.replay import read_draws, read_experts, replay
from indicators.text import Lang, Text

OUTPUTS = ("intervals", "pairwise", "drivers", "leave-out", "effective")
FEW = 400
SHOWN = 50

limits_option = click.option(
    "--admissible",
    type=click.Path(path_type=Path),
    help=say(
        "可取权重的限制（YAML：floors、caps、order、vary），代替 --weights。",
        "Limits of weights (YAML: floors, caps, order, vary), in place of --weights.",
    ),
)


@click.command(help=say("各地名次有多大把握。", "How sure each place is."))
@scoring_options
@draw_options
@click.option(
    "--distribution",
    type=click.Choice(DISTRIBUTIONS),
    default="uniform",
    show_default=True,
    help=say("权重的分布。", "How weights are drawn."),
)
@limits_option
@click.option(
    "--alternatives",
    type=click.Path(path_type=Path),
    help=say(
        "方法选项（YAML，如 normalisation.kind: [minmax, zscore]）。",
        "Choices of method (YAML, such as normalisation.kind: [minmax, zscore]).",
    ),
)
@click.option(
    "--experts",
    type=click.Path(path_type=Path),
    help=say(
        "各专家给出的权重（CSV，一人一行，列名 run、weight.节点）。",
        "Weights by expert (CSV, a row each, columns run and weight.NODE).",
    ),
)
@click.option(
    "--replay",
    "given",
    type=click.Path(path_type=Path),
    help=say("重放给定的抽样（CSV）。", "Replay given draws (CSV)."),
)
@click.option("--outputs", default=None, metavar=",".join(OUTPUTS), help=say("要哪些结果。", "Which outputs."))
@click.option(
    "--region",
    "regions",
    multiple=True,
    help=say("也分析该地名次的影响来源，可多次给出。", "Also what drives this region's place; may be repeated."),
)
@click.option(
    "--top",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help=say("“进入前几名”的概率按前几名计。", "How many places count as the top (column p_topK)."),
)
@click.option(
    "--each-weight",
    is_flag=True,
    help=say("影响来源按每个权重列出，而不是按组。", "What drives places: by each weight, not by group."),
)
@click.option("--out", type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
def command(
    asked: Asked,
    draws: int,
    seed: int,
    weights: float,
    distribution: str,
    admissible: Path | None,
    alternatives: Path | None,
    experts: Path | None,
    given: Path | None,
    outputs: str | None,
    regions: tuple[str, ...],
    top: int,
    each_weight: bool,
    out: Path | None,
) -> None:
    """The latest period, unless --period names another."""
    wanted = _outputs(outputs)
    assessment = asked.score()
    if given is not None:
        _replay(assessment, given, out, asked.lang, asked.evidence)
        return
    chosen = RobustnessSettings(
        draws,
        seed,
        weights,
        read_alternatives(alternatives, assessment.standard) if alternatives else {},
        distribution=cast(Distribution, distribution),
        experts=read_experts(experts, assessment.standard) if experts else (),
        limits=limits_of(admissible, assessment),
        each=each_weight,
        top=top,
    )
    codes = [find_region(assessment, one)[0] for one in regions]
    with progress(asked.lang) as show:
        found = _levels(assessment, chosen, show)
        if wanted is None:
            few = max(len(one.kernel.cells.regions) for one in found) <= FEW
            wanted = OUTPUTS if few else ("intervals", "effective")
        tables = _tables(found, wanted, codes)
    _tell_failures(found, asked.lang)
    tables = {name: with_mark(table, assessment) for name, table in tables.items()}
    contents = {
        name: parquet_bytes(table) if name.endswith(".parquet") else csv_bytes(table) for name, table in tables.items()
    }
    _write(assessment, contents, out, asked.lang, asked.evidence, seed, _said(found))
    if "rank_intervals.csv" in tables:
        click.echo(_summary(tables["rank_intervals.csv"], asked.lang))
    elif out is None:
        for name, table in tables.items():
            click.echo(f"{name}\n{_any(table, asked.lang)}")


def limits_of(path: Path | None, assessment: Assessment) -> Limits | None:
    """Limits of weights from a file, if one is given."""
    standard = assessment.standard
    return None if path is None else read_limits(path, {*standard.nodes, *standard.by_id})


def _outputs(words: str | None) -> tuple[str, ...] | None:
    if words is None:
        return None
    wanted = tuple(word.strip() for word in words.split(",") if word.strip())
    known = ",".join(OUTPUTS)
    for word in wanted:
        if word not in OUTPUTS:
            raise click.UsageError(
                say(f"--outputs：没有“{word}”（可用：{known}）", f"--outputs: no '{word}' (known: {known})")
            )
    if not wanted:
        raise click.UsageError(say(f"--outputs 为空（可用：{known}）", f"--outputs is empty (known: {known})"))
    return tuple(dict.fromkeys(wanted))


def _levels(assessment: Assessment, chosen: RobustnessSettings, show: Progress) -> list[Robustness]:
    """One analysis a level of regions: places are taken within a level."""
    return [analyse(assessment, chosen, number, show) for number in range(len(assessment.kernels))]


def _tables(found: list[Robustness], wanted: tuple[str, ...], regions: list[str]) -> dict[str, pa.Table]:
    """File name → table; with several levels the tables stand one under the other, the level in the first column."""
    whole: dict[str, list[pa.Table]] = {}
    for one in found:
        for name, table in _level_tables(one, wanted, regions).items():
            if len(found) > 1:
                level = pa.array([one.kernel.plan.level] * table.num_rows, pa.string())
                table = table.add_column(0, "level", level)
            whole.setdefault(name, []).append(table)
    return {name: pa.concat_tables(tables) for name, tables in whole.items()}


def _level_tables(one: Robustness, wanted: tuple[str, ...], regions: list[str]) -> dict[str, pa.Table]:
    tables: dict[str, pa.Table] = {}
    if "intervals" in wanted:
        tables["rank_intervals.csv"] = one.intervals()
    if "pairwise" in wanted:
        tables["pairwise.parquet"] = one.pairwise()
    if "drivers" in wanted:
        tables["drivers.csv"] = one.drivers([code for code in regions if code in one.kernel.cells.regions])
    if "leave-out" in wanted:
        tables["leave_out.csv"] = one.leave_out()
        tables["leave_out_regions.csv"] = one.leave_out_regions()
    if "effective" in wanted:
        tables["effective_weights.csv"] = one.effective()
    return tables


def _tell_failures(found: list[Robustness], lang: Lang) -> None:
    """Name what cannot be scored and how many draws that cost, a line a reason, with what all its settings share."""
    for one in found:
        reasons: dict[Text, list[tuple[Combination, int]]] = {}
        for combination, count in one.failures:
            reasons.setdefault(combination.failure, []).append((combination, count))
        for reason, failed in reasons.items():
            settings = [combination.settings.items() for combination, _ in failed]
            shared = [pair for pair in settings[0] if all(pair in own for own in settings)]
            names = ", ".join(f"{key}={value}" for key, value in shared)
            n, lost, draws = len(failed), sum(count for _, count in failed), one.settings.draws
            zh = f"{names}（{n} 种组合）：无法评分，{draws} 次抽样中有 {lost} 次不计入：{reason.zh}"
            en = f"{names} ({n} combinations): not scored, {lost} of {draws} draws left out: {reason.en}"
            click.echo(say(zh, en, lang), err=True)


def _said(found: list[Robustness]) -> dict[str, object]:
    """What was uncertain and what failed, for the manifest."""
    chosen = found[0].settings
    return {
        "draws": chosen.draws,
        "weights": chosen.weights,
        "distribution": chosen.distribution,
        "limits": None if chosen.limits is None else chosen.limits.model_dump(mode="json"),
        "alternatives": chosen.alternatives,
        "experts": [{"expert": name, "weights": weights} for name, weights in chosen.experts],
        "failed": [
            {"settings": combination.settings, "draws": count, "reason": combination.failure.en}
            for one in found
            for combination, count in one.failures
        ],
    }


def _replay(assessment: Assessment, given: Path, out: Path | None, lang: Lang, evidence: str) -> None:
    """Score given draws and write them."""
    draws = read_draws(given, assessment.standard)
    table, failures = replay(assessment, draws, given.name)
    tell(failures, lang)
    said = {"replay": digest(given.read_bytes()), "runs": len(draws), "failed": len(failures)}
    _write(assessment, {"replay_scores.csv": csv_bytes(with_mark(table, assessment))}, out, lang, evidence, None, said)
    scored = len(draws) - len(failures)
    zh, en = f"重放 {scored} 次运行", f"{scored} runs replayed"
    if failures:
        zh, en = f"{zh}，另有 {len(failures)} 次失败", f"{en}, {len(failures)} failed"
    click.echo(say(zh, en, lang))


def _write(
    assessment: Assessment,
    contents: dict[str, bytes],
    out: Path | None,
    lang: Lang,
    evidence: str,
    seed: int | None,
    robustness: dict[str, object],
) -> None:
    if out is None:
        return
    said = manifest(assessment, contents, [], lang, evidence) | {"seed": seed, "robustness": robustness}
    for path in write_files(out, {**contents, "manifest.json": manifest_bytes(said)}):
        click.echo(say(f"已写出 {path}", f"wrote {path}", lang), err=True)


def _any(table: pa.Table, lang: Lang) -> str:
    """The first rows of any table as text, under the names of its columns."""
    names = table.column_names
    numeric = [pa.types.is_primitive(field.type) for field in table.schema]
    rows = [
        [
            figure(row[name], 3) if number else clip(row[name] or "", 32)
            for name, number in zip(names, numeric, strict=True)
        ]
        for row in table.slice(0, SHOWN).to_pylist()
    ]
    return _more(print_table(names, rows, numeric), table.num_rows - len(rows), lang)


def _more(shown: str, more: int, lang: Lang) -> str:
    return shown if more <= 0 else f"{shown}\n{say(f'另有 {more} 行未显示', f'{more} more rows not shown', lang)}"


def _summary(table: pa.Table, lang: Lang) -> str:
    """The intervals as text."""
    head = [
        say("名次", "Rank", lang),
        say("地区", "Region", lang),
        say("中位", "Median", lang),
        "5 %",
        "95 %",
        say("最好", "Best", lang),
        say("最差", "Worst", lang),
        say("第一的概率", "P(first)", lang),
    ]
    rows = [
        [
            figure(row["baseline"]),
            clip(row["name"] or row["region"], 24),
            figure(row["median"], 1),
            figure(row["p5"], 1),
            figure(row["p95"], 1),
            figure(row["best"]),
            figure(row["worst"]),
            figure(100 * row["p_first"], 1) + "%",
        ]
        for row in table.slice(0, SHOWN).to_pylist()
    ]
    shown = print_table(head, rows, [True, False, True, True, True, True, True, True])
    return _more(shown, table.num_rows - len(rows), lang)
