"""`evaluator bounds`: best and worst places over all admissible weights, exactly."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.commands.language import say
from evaluator.commands.options import load, score, scoring_options
from evaluator.commands.tables import clip, figure, print_table
from evaluator.explanation import find_region
from evaluator.exports.tables import csv_bytes
from evaluator.exports.writing import write_files
from evaluator.robustness.exact import Exact, lift, swap
from evaluator.scoring.kernel import rank
from indicators.faults import Faults, fault
from indicators.text import Lang


@click.command(help=say("在所有可取权重下各地最好与最差的名次。", "Best and worst places over all admissible weights."))
@scoring_options
@click.option(
    "--weights", default=0.25, show_default=True, help=say("权重变动幅度（±）。", "How far weights vary (±).")
)
@click.option("--region", default=None, help=say("只算一个地区。", "One region only."))
@click.option(
    "--swap",
    "pair",
    default=None,
    metavar="A,B",
    help=say("怎样的权重使 B 追上 A。", "Weights under which B catches up with A."),
)
@click.option(
    "--to",
    "place",
    default=None,
    type=int,
    help=say("最省力地升到第几名（与 --region 合用）。", "Cheapest lift to a place (with --region)."),
)
@click.option("--out", type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
def command(
    standard: str,
    evidence: str,
    indicator_folders: tuple[Path, ...],
    period: str | None,
    scenario: Path | None,
    settings: tuple[str, ...],
    lang: Lang,
    weights: float,
    region: str | None,
    pair: str | None,
    place: int | None,
    out: Path | None,
) -> None:
    """The latest period, unless --period names another."""
    if not 0 <= weights < 1:
        raise click.UsageError(say("--weights 须在 0 与 1 之间", "--weights must be between 0 and 1"))
    assessment = score(load(standard, evidence, indicator_folders, scenario, settings), period, lang)
    kernel = assessment.kernels[0]
    at = assessment.run.periods.index(assessment.latest)
    exact = Exact(kernel, at, kernel.scored().weights[at], weights)
    if pair is not None:
        click.echo(_swap(assessment, exact, pair, lang))
        return
    if place is not None:
        click.echo(_lift(assessment, exact, region or "", place, lang))
        return
    chosen = [kernel.cells.regions.index(find_region(assessment, region)[0])] if region else exact.ranked
    table = bounds_table(exact, chosen)
    click.echo(_printed(assessment, table, lang))
    if out is not None:
        for path in write_files(out, {"rank_bounds.csv": csv_bytes(table)}):
            click.echo(say(f"已写出 {path}", f"wrote {path}", lang), err=True)


def bounds_table(exact: Exact, chosen: list[int]) -> pa.Table:
    """region, baseline, best, worst, exact, and the weights of the first-level nodes that reach each."""
    children = exact.plan.places[0].children
    rows: list[dict[str, object]] = []
    for i in sorted(chosen, key=lambda one: int(exact.baseline[one])):
        row: dict[str, object] = {"region": exact.kernel.cells.regions[i], "baseline": int(exact.baseline[i])}
        for name, bound in (("best", exact.best(i)), ("worst", exact.worst(i))):
            row |= {name: bound.place, "exact": bound.exact}
            reached = None
            if bound.weights is not None:
                score_ = exact.kernel.scored(bound.weights).score[exact.period, 0]
                reached = int(rank(score_, exact.plan.ranking)[i])
            row[f"{name}_reached"] = reached
            for child in children:
                share = None if bound.weights is None else bound.weights[child] / bound.weights[list(children)].sum()
                row[f"{name}.{exact.plan.places[child].name}"] = None if share is None else float(share)
        rows.append(row)
    kinds = {int: pa.int64(), bool: pa.bool_(), str: pa.string()}
    names = list(rows[0]) if rows else []
    return pa.table(
        {name: pa.array([r[name] for r in rows], kinds.get(type(rows[0][name]), pa.float64())) for name in names}
    )


def _printed(assessment: Assessment, table: pa.Table, lang: Lang) -> str:
    head = [
        say("名次", "Rank", lang),
        say("地区", "Region", lang),
        say("最好", "Best", lang),
        say("最差", "Worst", lang),
        "",
    ]
    rows = []
    for row in table.to_pylist():
        name = find_region(assessment, row["region"])[1].in_(lang)
        note = "" if row["exact"] else say("外界（有缺失）", "outer bounds (gaps)", lang)
        rows.append([figure(row["baseline"]), clip(name, 24), figure(row["best"]), figure(row["worst"]), note])
    return print_table(head, rows, [True, False, True, True, False])


def _swap(assessment: Assessment, exact: Exact, pair: str, lang: Lang) -> str:
    words = pair.split(",")
    if len(words) != 2:
        raise click.UsageError(say("--swap 应写作 A,B", "--swap takes A,B"))
    a, b = (find_region(assessment, word) for word in words)
    codes = exact.kernel.cells.regions
    found = swap(exact, codes.index(a[0]), codes.index(b[0]))
    if found is None:
        return say(
            f"没有任何一级权重能使 {b[1].zh} 追上 {a[1].zh}",
            f"no first-level weights let {b[1].en} catch up with {a[1].en}",
            lang,
        )
    lines = []
    children = exact.plan.places[0].children
    given = exact.weights[list(children)] / exact.weights[list(children)].sum()
    for name, zh, en in (("l1", "总变动最小", "least change in all"), ("linf", "最大变动最小", "least largest change")):
        lines.append(f"{say(zh, en, lang)}: {100 * float(found[name]):.1f} %")
        for child, old, new in zip(children, given, np.asarray(found[f"{name}_weights"]), strict=True):
            node = assessment.standard.name_of(exact.plan.places[child].name).in_(lang)
            lines.append(f"  {node}: {100 * old:.1f} % → {100 * new:.1f} %")
    return "\n".join(lines)


def _lift(assessment: Assessment, exact: Exact, region: str, place: int, lang: Lang) -> str:
    code, name, _ = find_region(assessment, region)
    if place < 1:
        raise Faults([fault("名次须不小于 1", "a place is 1 or more")])
    found = lift(exact, exact.kernel.cells.regions.index(code), place)
    if found is None:
        return say(
            f"{name.zh} 各项都到顶也到不了第 {place} 名",
            f"{name.en} cannot reach place {place} even at the ceiling",
            lang,
        )
    if not found:
        return say(f"{name.zh} 已在第 {place} 名或更好", f"{name.en} stands at place {place} or better already", lang)
    lines = [
        say(
            "以归一化分数计，等价努力下最省的提升（其他地区不动）：",
            "Fewest normalised points at equal effort, others held still:",
            lang,
        )
    ]
    for i, points in found.items():
        lines.append(f"  {exact.plan.slots[i].indicator.name.in_(lang)}: +{points:.2f}")
    return "\n".join(lines)
