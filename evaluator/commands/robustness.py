"""`evaluator robustness`: how sure each place is."""

from __future__ import annotations

from pathlib import Path

import click
import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.commands.language import say
from evaluator.commands.options import load, score, scoring_options, tell
from evaluator.commands.progress import progress
from evaluator.commands.tables import clip, figure, print_table
from evaluator.exports.manifest import digest, manifest, manifest_bytes
from evaluator.exports.tables import csv_bytes, parquet_bytes
from evaluator.exports.writing import write_files
from evaluator.robustness.analysis import Robustness, RobustnessSettings, analyse
from evaluator.robustness.choices import read_alternatives
from evaluator.robustness.replay import read_draws, replay
from indicators.text import Lang

OUTPUTS = ("intervals", "pairwise", "drivers", "leave-out", "effective")
FILES = {
    "intervals": "rank_intervals.csv",
    "pairwise": "pairwise.parquet",
    "drivers": "drivers.csv",
    "leave-out": "leave_out.csv",
    "effective": "effective_weights.csv",
}
FEW = 400


@click.command(help=say("各地名次有多大把握。", "How sure each place is."))
@scoring_options
@click.option("--draws", default=10_000, show_default=True, help=say("抽样次数。", "Number of draws."))
@click.option("--seed", default=1, show_default=True, help=say("随机种子。", "Seed."))
@click.option(
    "--weights", default=0.25, show_default=True, help=say("权重变动幅度（±）。", "How far weights vary (±).")
)
@click.option(
    "--alternatives", type=click.Path(path_type=Path), help=say("方法选项（YAML）。", "Choices of method (YAML).")
)
@click.option(
    "--replay",
    "given",
    type=click.Path(path_type=Path),
    help=say("重放给定的抽样（CSV）。", "Replay given draws (CSV)."),
)
@click.option("--outputs", default=None, metavar=",".join(OUTPUTS), help=say("要哪些结果。", "Which outputs."))
@click.option("--out", type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
def command(
    standard: str,
    evidence: str,
    indicator_folders: tuple[Path, ...],
    period: str | None,
    scenario: Path | None,
    settings: tuple[str, ...],
    lang: Lang,
    draws: int,
    seed: int,
    weights: float,
    alternatives: Path | None,
    given: Path | None,
    outputs: str | None,
    out: Path | None,
) -> None:
    """The latest period, unless --period names another."""
    wanted = _outputs(outputs)
    loaded = load(standard, evidence, indicator_folders, scenario, settings)
    assessment = score(loaded, period, lang)
    if given is not None:
        table, failures = replay(assessment, read_draws(given, assessment.standard), given.name)
        tell(failures, lang)
        _write(assessment, {"replay_scores.csv": csv_bytes(table)}, out, lang, evidence, seed)
        click.echo(
            say(
                f"重放 {len(set(table['run'].to_pylist()))} 次运行",
                f"{len(set(table['run'].to_pylist()))} runs replayed",
                lang,
            )
        )
        return
    choices = read_alternatives(alternatives) if alternatives else {}
    with progress(lang) as show:
        found = analyse(assessment, RobustnessSettings(draws, seed, weights, choices), progress=show)
        if wanted is None:
            wanted = OUTPUTS if len(found.kernel.cells.regions) <= FEW else ("intervals", "effective")
        tables = _tables(found, wanted)
    for one in found.failures:
        click.echo(
            say(f"未能评分的组合 {one.settings}：{one.failure}", f"not scored {one.settings}: {one.failure}", lang),
            err=True,
        )
    contents = {
        FILES[name]: parquet_bytes(table) if name == "pairwise" else csv_bytes(table) for name, table in tables.items()
    }
    _write(assessment, contents, out, lang, evidence, seed)
    if "intervals" in tables:
        click.echo(_summary(tables["intervals"], lang))


def _outputs(words: str | None) -> tuple[str, ...] | None:
    if words is None:
        return None
    wanted = tuple(word.strip() for word in words.split(",") if word.strip())
    for word in wanted:
        if word not in OUTPUTS:
            known = ",".join(OUTPUTS)
            raise click.UsageError(
                say(f"--outputs：没有“{word}”（可用：{known}）", f"--outputs: no '{word}' (known: {known})")
            )
    return wanted


def _tables(found: Robustness, wanted: tuple[str, ...]) -> dict[str, pa.Table]:
    makers = {
        "intervals": found.intervals,
        "pairwise": found.pairwise,
        "drivers": found.drivers,
        "leave-out": found.leave_out,
        "effective": found.effective,
    }
    return {name: makers[name]() for name in wanted}


def _write(
    assessment: Assessment, contents: dict[str, bytes], out: Path | None, lang: Lang, evidence: str, seed: int
) -> None:
    if out is None:
        return
    said = manifest(assessment, {}, [], lang, evidence)
    said["seed"] = seed
    said["outputs"] = {name: digest(content) for name, content in sorted(contents.items())}
    for path in write_files(out, {**contents, "manifest.json": manifest_bytes(said)}):
        click.echo(say(f"已写出 {path}", f"wrote {path}", lang), err=True)


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
        for row in table.slice(0, 50).to_pylist()
    ]
    return print_table(head, rows, [True, False, True, True, True, True, True, True])
