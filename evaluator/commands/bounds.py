"""`evaluator bounds`: best and worst places over all admissible weights, exactly."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.commands.language import say
from evaluator.commands.options import Asked, scoring_options
from evaluator.commands.progress import progress
from evaluator.commands.robustness import limits_of, limits_option
from evaluator.commands.tables import clip, figure, print_table
from evaluator.explanation import find_region
from evaluator.exports.origin import with_mark
from evaluator.exports.tables import csv_bytes
from evaluator.exports.writing import write_files
from evaluator.robustness.admissible import Limits
from evaluator.robustness.bounds import bounds_table, dominance_table
from evaluator.robustness.exact import Exact
from evaluator.robustness.experts import Sets, sets_of
from evaluator.robustness.reaching import SEEN, Lift, lift, swap
from evaluator.robustness.replay import Experts, read_experts
from indicators.faults import Faults, fault
from indicators.records import near
from indicators.text import Lang, Text
from indicators.yamls import read_yaml

INDICATORS = "indicators"
AT_ONCE = 60
"""Up to so many regions bounds are proven to the end unless --nodes says otherwise."""


@click.command(help=say("在所有可取权重下各地最好与最差的名次。", "Best and worst places over all admissible weights."))
@scoring_options
@click.option(
    "--weights", default=0.25, show_default=True, help=say("权重变动幅度（±）。", "How far weights vary (±).")
)
@limits_option
@click.option(
    "--experts",
    type=click.Path(path_type=Path),
    help=say(
        "各专家给出的权重（CSV，一人一行）：在每位专家的权重周围各求一次。",
        "Weights by expert (CSV, a row each): bounds over the weights around each expert's.",
    ),
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
    "--node",
    default="total",
    show_default=True,
    help=say(
        "与 --swap 合用：动哪个节点下的权重；indicators 表示各指标在总分中的权重。",
        "With --swap: whose children's weights move; `indicators` for what each indicator weighs in the total.",
    ),
)
@click.option(
    "--to",
    "place",
    default=None,
    type=int,
    help=say("最省力地升到第几名（与 --region 合用）。", "Cheapest lift to a place (with --region)."),
)
@click.option(
    "--costs",
    type=click.Path(path_type=Path),
    help=say(
        "各指标每单位原始值的成本（YAML，与 --to 合用）。",
        "Cost of one unit of raw value by indicator (YAML, with --to).",
    ),
)
@click.option(
    "--nodes",
    default=None,
    type=click.IntRange(min=0),
    help=say(
        f"每次求证至多搜索多少个节点；不足时给出已证明的范围。缺省：{AT_ONCE} 个地区以内不限，更多则为 0。",
        "Nodes of each search at most; with too few a proven range is given. "
        f"By default any up to {AT_ONCE} regions, 0 beyond.",
    ),
)
@click.option("--out", type=click.Path(path_type=Path), metavar=say("目录", "DIR"))
def command(
    asked: Asked,
    weights: float,
    admissible: Path | None,
    experts: Path | None,
    region: str | None,
    pair: str | None,
    node: str,
    place: int | None,
    costs: Path | None,
    nodes: int | None,
    out: Path | None,
) -> None:
    """The latest period, unless --period names another."""
    if not 0 <= weights < 1:
        raise click.UsageError(say("--weights 须在 0 与 1 之间", "--weights must be between 0 and 1"))
    if experts is not None and (pair is not None or place is not None):
        zh, en = "--experts 不能与 --swap、--to 合用", "--experts goes neither with --swap nor with --to"
        raise click.UsageError(say(f"{zh}：它们从现行权重出发", f"{en}: these start from the weights in force"))
    assessment = asked.score()
    limits = limits_of(admissible, assessment)
    if pair is not None:
        click.echo(_swap(assessment, weights, limits, pair, node, asked.lang))
        return
    if place is not None:
        click.echo(_lift(assessment, weights, region or "", place, _costs(costs), asked.lang))
        return
    code = find_region(assessment, region)[0] if region else None
    whose = read_experts(experts, assessment.standard) if experts else ()
    found = [
        admitted(assessment, number, weights, limits, whose)
        for number, kernel in enumerate(assessment.kernels)
        if code is None or code in kernel.cells.regions
    ]
    tables = [_level(assessment, sets, code, nodes, asked.lang) for sets in found]
    if out is not None:
        bounds = with_mark(pa.concat_tables(tables, promote_options="default"), assessment)
        contents = {"rank_bounds.csv": csv_bytes(bounds)}
        if code is None:
            dominance = pa.concat_tables([dominance_table(sets) for sets in found])
            contents["dominance.csv"] = csv_bytes(with_mark(dominance, assessment))
        for path in write_files(out, contents):
            click.echo(say(f"已写出 {path}", f"wrote {path}", asked.lang), err=True)


def _level(assessment: Assessment, sets: Sets, code: str | None, nodes: int | None, lang: Lang) -> pa.Table:
    """Bounds of one level of regions, printed as soon as they are known."""
    exact = sets.exact
    chosen = exact.ranked if code is None else [exact.kernel.cells.regions.index(code)]
    limit = 0 if nodes is None and len(chosen) > AT_ONCE else nodes
    with progress(lang) as show, quiet_solver():
        table = bounds_table(sets, chosen, limit, show)
    click.echo(_printed(assessment, table, lang))
    click.echo(_certificate(assessment, exact, table, lang) if code else _findings(sets, table, lang))
    return table


def admitted(assessment: Assessment, number: int, share: float, limits: Limits | None, experts: Experts = ()) -> Sets:
    """The weights that are admitted at one level of regions in the latest period."""
    kernel = assessment.kernels[number]
    at = assessment.run.periods.index(assessment.latest)
    whose = [(name, tuple(weights.items())) for name, weights in experts]
    return sets_of(kernel, at, kernel.scored().weights[at], share, limits, whose)


def _of_region(assessment: Assessment, code: str) -> int:
    """The level that a region belongs to."""
    for number, kernel in enumerate(assessment.kernels):
        if code in kernel.cells.regions:
            return number
    raise Faults([fault(f"“{code}”不在排名中", f"'{code}' is not ranked")])


@contextmanager
def quiet_solver() -> Iterator[None]:
    """The solver prints remarks of its own past Python; they are kept out of what the command prints."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


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
        if not row["exact"] and row["best_reached"] is not None:
            first, last = row["best_reached"], row["worst_reached"]
            note = say(f"未证完：确能到第 {first}–{last} 名", f"not proven to the end: {first}–{last} is reached", lang)
        rows.append([figure(row["baseline"]), clip(name, 24), figure(row["best"]), figure(row["worst"]), note])
    return print_table(head, rows, [True, False, True, True, False])


def _certificate(assessment: Assessment, exact: Exact, table: pa.Table, lang: Lang) -> str:
    """The weights that reach the best and the worst place of one region, and the place they give when scored again."""
    row = table.to_pylist()[0]
    lines = []
    for end, zh, en in (("best", "最好", "best"), ("worst", "最差", "worst")):
        if row[f"{end}_reached"] is None:
            continue
        names = [exact.plan.places[child].name for child in exact.plan.places[0].children]
        given = [f"{assessment.standard.name_of(name).in_(lang)} {100 * row[f'{end}.{name}']:.1f} %" for name in names]
        reached, whose = row[f"{end}_reached"], row.get(f"{end}_expert")
        around = say(f"，在专家 {whose} 的权重周围", f", around the weights of {whose}", lang) if whose else ""
        said = say(
            f"{zh}名次的证明（按常规路径重新评分，得第 {reached} 名{around}）：",
            f"certificate of the {en} place (re-scored by the ordinary path: place {reached}{around}): ",
            lang,
        )
        lines.append(said + say("，", ", ", lang).join(given))
    return "\n".join(lines)


def _findings(sets: Sets, table: pa.Table, lang: Lang) -> str:
    """Who may be first, and how many pairs are settled whatever the weights."""
    rows = table.to_pylist()
    most = sum(1 for row in rows if row["best"] == 1)
    least = sum(1 for row in rows if row["best"] == 1 and row["best_reached"] == 1)
    first = f"{most}" if least in (most, 0) else f"{least}–{most}"
    settled, n = int(sets.dominates().sum()), len(sets.exact.ranked)
    pairs = n * (n - 1) // 2
    return say(
        f"可能居首的地区：{first} 个；{pairs} 对地区中有 {settled} 对的先后不随权重改变",
        f"Regions that may be first: {first}. Settled whatever the weights: {settled} of {pairs} pairs",
        lang,
    )


def _swap(assessment: Assessment, share: float, limits: Limits | None, pair: str, node: str, lang: Lang) -> str:
    words = pair.split(",")
    if len(words) != 2:
        raise click.UsageError(say("--swap 应写作 A,B", "--swap takes A,B"))
    a, b = (find_region(assessment, word) for word in words)
    if _of_region(assessment, a[0]) != _of_region(assessment, b[0]):
        raise Faults([fault("两地不在同一层级", "the two regions are not of one level")])
    exact = admitted(assessment, _of_region(assessment, a[0]), share, limits).exact
    codes = exact.kernel.cells.regions
    found = swap(exact, codes.index(a[0]), codes.index(b[0]), group_named(exact, node))
    if found is None:
        return say(
            f"动这些权重，{b[1].zh} 追不上 {a[1].zh}",
            f"no change of these weights lets {b[1].en} catch up with {a[1].en}",
            lang,
        )
    lines = []
    for (size, weights), zh, en in (
        (found.l1, "总变动最小", "least change in all"),
        (found.linf, "最大变动最小", "least largest change"),
    ):
        lines.append(say(f"{zh}：{100 * size:.1f} %", f"{en}: {100 * size:.1f} %", lang))
        for child, old, new in zip(found.places, found.given, weights, strict=True):
            if node == INDICATORS and abs(new - old) < SEEN:
                continue
            title = assessment.standard.name_of(exact.plan.places[child].name).in_(lang)
            moved = f"{100 * old:.1f} % → {100 * new:.1f} %"
            lines.append(say(f"  {title}：{moved}", f"  {title}: {moved}", lang))
    return "\n".join(lines)


def group_named(exact: Exact, name: str) -> int | None:
    """The node whose children's weights move, None for all indicators. Raises Faults."""
    if name == INDICATORS:
        return None
    known = [place.name for place in exact.plan.places if len(place.children) > 1]
    if name not in known:
        todo = near(name, [*known, INDICATORS])
        zh, en = f"没有可调权重的节点“{name}”", f"there is no node '{name}' with weights to move"
        raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1])])
    return exact.plan.position[name]


def _costs(path: Path | None) -> dict[str, float]:
    """Indicator → cost of one unit of raw value. Raises Faults."""
    if path is None:
        return {}
    document = read_yaml(path)
    found: dict[str, float] = {}
    if not isinstance(document.value, dict):
        raise Faults([fault("应为键值表", "must be a mapping", file=document.file, line=1)])
    faults = []
    for key, value in document.value.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            found[key] = float(value)
        else:
            file, line = document.place((key,))
            faults.append(fault(f"“{key}”的成本应为数", f"the cost of '{key}' must be a number", file=file, line=line))
    if faults:
        raise Faults(faults)
    return found


def _lift(assessment: Assessment, share: float, region: str, place: int, costs: dict[str, float], lang: Lang) -> str:
    code, name, _ = find_region(assessment, region)
    if place < 1:
        raise Faults([fault("名次须不小于 1", "a place is 1 or more")])
    exact = admitted(assessment, _of_region(assessment, code), share, None).exact
    found = lift(exact, exact.kernel.cells.regions.index(code), place, costs)
    if found is None:
        return say(
            f"{name.zh} 各项都到顶也到不了第 {place} 名",
            f"{name.en} cannot reach place {place} even at the ceiling",
            lang,
        )
    if not found.steps:
        return say(f"{name.zh} 已在第 {place} 名或更好", f"{name.en} stands at place {place} or better already", lang)
    return _lifted(exact, found, name, bool(costs), lang)


def _lifted(exact: Exact, found: Lift, name: Text, priced: bool, lang: Lang) -> str:
    """The steps as text, and where they lead when scored again."""
    effort = (
        say("按给定成本", "at the given costs", lang)
        if priced
        else say("按各项每分努力相同", "at equal effort a point", lang)
    )
    lines = [
        say(
            f"{name.zh}最省的提升（{effort}，其他地区不动）：",
            f"Cheapest lift of {name.en} ({effort}, others held still):",
            lang,
        )
    ]
    for step in found.steps:
        title = exact.plan.slots[step.slot].indicator.name.in_(lang)
        won = say(f"得 {step.points:.2f} 分", f"{step.points:.2f} points", lang)
        moved = f"{step.before:.4g} → {step.after:.4g}"
        lines.append(say(f"  {title}：{moved}（{won}）", f"  {title}: {moved} ({won})", lang))
    lines.append(
        say(
            f"重新评分后为第 {found.reached} 名；总成本 {found.cost:.4g}",
            f"Scored again: place {found.reached}; cost {found.cost:.4g}",
            lang,
        )
    )
    return "\n".join(lines)
