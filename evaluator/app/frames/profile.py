"""Tables of one region against its peers: bullet rows, standing, and why its place changed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from evaluator.advice.case import Case
from evaluator.advice.peers import Peers
from evaluator.app.frames.rows import Row, shortened
from evaluator.app.world import World, label
from evaluator.methods.base import Floats
from evaluator.robustness.placing import span_text
from evaluator.robustness.reach import places_reached
from indicators.text import Lang

MOST_ITEMS = 8


def bullets(world: World, gaps: pa.Table, lang: Lang) -> list[Row]:
    """The total and each first-level node: own score, the peers' middle half, median and best."""
    rows: list[Row] = []
    for line, row in enumerate(one for one in gaps.to_pylist() if one["depth"] <= 1):
        values = {key: row[key] for key in ("score", "peer_low", "peer_median", "peer_high", "peer_best", "to_peers")}
        shown = {key: None if value is None else round(value, world.decimals + 1) for key, value in values.items()}
        rows.append({"line": line, "node": shortened(label(world, row["node"], lang), 40), **shown})
    return rows


def potential(world: World, case: Case, gaps: pa.Table, draws: Floats, lang: Lang, most: int = MOST_ITEMS) -> list[Row]:
    """Indicators below the peers' upper quartile, by what reaching it would add to the total.

    The gain is exact for trees of arithmetic means; the place is that of the total with the gain, all others still.

    Args:
        world: What is shown.
        case: The region.
        gaps: Rows of `evaluator.advice.gaps`.
        draws: Weights `[draw, place]` over which the place reached is given as a 90 % interval.
        lang: Language.
        most: How many indicators.
    """
    totals = np.delete(case.scores[0], case.region)
    total = float(case.scores[0, case.region])
    rows: list[Row] = []
    for row in gaps.to_pylist():
        own, target, share = row["score"], row["peer_high"], row["share"]
        if not row["indicator"] or own is None or target is None or not share or target <= own:
            continue
        gain = share * (target - own)
        rows.append(
            {
                "id": row["node"],
                "node": label(world, row["node"], lang),
                "own": own,
                "target": target,
                "share": 100 * share,
                "gain": gain,
                "place": 1 + int((np.round(totals, 9) > round(total + gain, 9)).sum()),
            }
        )
    rows = sorted(rows, key=lambda row: -float(str(row["gain"])))[:most]
    targets = [(world.plan.places[world.plan.position[str(row["id"])]].slot, float(str(row["target"]))) for row in rows]
    places = places_reached(case.kernel, case.at, draws, case.region, targets) if rows else None
    for k, row in enumerate(rows):
        ends = None if places is None or not places[:, k].all() else np.quantile(places[:, k], (0.05, 0.95))
        row["span"] = "" if ends is None else span_text(float(ends[0]), float(ends[1]))
    return rows


def among(case: Case, peers: Peers) -> tuple[int, int]:
    """Place among the peers, and how many are compared, the region included."""
    scores = case.scores[0]
    own = scores[case.region]
    others = scores[list(peers.positions)]
    others = others[~np.isnan(others)]
    return (0, len(others) + 1) if math.isnan(own) else (1 + int((others > own).sum()), len(others) + 1)


@dataclass(frozen=True)
class Step:
    """Why a place changed since the period before; above zero is better.

    Attributes:
        period: The period before.
        own: By the region's own score, the others held still.
        others: By the others' scores.
        method: By weights and method that were changed in the app.
        score: Change of the score under one and the same method.
    """

    period: str
    own: int
    others: int
    method: int
    score: float


def step(world: World, period: int, weights: Floats | None, region: int) -> Step | None:
    """The change of a region's place since the last period with a score, in parts that add up to it.

    None across a change of regions: the two periods do not compare.
    """
    published, era = world.published.score[:, 0], world.kernel.cells.era[:, region]
    now = published[period]
    earlier = (t for t in range(period - 1, -1, -1) if not math.isnan(published[t, region]))
    before = next((t for t in earlier if era[t] == era[period]), None)
    if before is None or math.isnan(now[region]):
        return None
    alone = published[before].copy()
    alone[region] = now[region]
    first, middle, last = (int(world.ranks(one)[region]) for one in (published[before], alone, now))
    mine = int(world.ranks(world.scores(period, weights)[0])[region]) or last
    gain = float(now[region] - published[before, region])
    return Step(world.periods[before], first - middle, middle - last, last - mine, gain)
