"""Tables of one region."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa

from evaluator.app.frames.indicator_card import joined, publishers
from evaluator.app.frames.rows import Row
from evaluator.app.world import World, label, region_name
from evaluator.assessment import REASONS
from evaluator.methods.base import Floats
from evaluator.tables import only
from indicators.text import Lang, clauses


def tree_rows(world: World, period: int, weights: Floats | None, region: int, lang: Lang) -> list[Row]:
    """Every entry of the tree for one region: raw value, score, place, gap to the best, trend."""
    scores = world.scores(period, weights)
    places = world.ranks(scores)
    history = world.history(weights)
    # A trend stops at a change of regions: what lies before it is of another area.
    history = np.where((world.kernel.cells.era[:, region] == world.kernel.cells.era[period, region])[:, None],
                       history[:, :, region], math.nan)  # fmt: skip
    imputed = ~np.isnan(world.kernel.imputed[period]) & np.isnan(world.kernel.raw[period])
    why = reasons_of(world, period, region, lang)
    rows: list[Row] = []
    for p, place in enumerate(world.plan.places):
        own = scores[p]
        slot = world.plan.slots[place.slot] if place.slot >= 0 else None
        best = int(np.nanargmax(own)) if not np.isnan(own).all() else None
        value = own[region]
        raw = world.kernel.cells.values[period, place.slot, region] if slot else math.nan
        unit = slot.indicator.unit.in_(lang) if slot and slot.indicator.unit else ""
        rows.append(
            {
                "depth": place.depth,
                "node": "\u2003" * place.depth + label(world, place.name, lang),
                "raw": None if math.isnan(raw) else float(raw),
                "unit": unit,
                "score": None if math.isnan(value) else float(value),
                "rank": int(places[p, region]) or None,
                "gap": None if best is None or math.isnan(value) else float(own[best] - value),
                "best": "" if best is None else region_name(world, world.codes[best], lang),
                "trend": [None if math.isnan(one) else round(float(one), world.decimals) for one in history[:, p]],
                "source": joined(publishers(world.assessment.evidence, slot, lang), lang) if slot else "",
                "imputed": bool(slot and imputed[place.slot, region]),
                "reason": why.get(place.name, ""),
            }
        )
    return rows


def reasons_of(world: World, period: int, region: int, lang: Lang) -> dict[str, str]:
    """Why a node or an indicator has no score, or scores in a special way, in words."""
    at = world.codes[region], world.periods[period]
    words = {row["node"] or "": [row["reason"] or ""] for row in _own(world.assessment.scores(), *at)}
    for row in _own(world.assessment.indicators(), *at):
        words.setdefault(row["indicator"] or "", []).extend((row["flags"] or "").split(";"))
    told = {name: [REASONS[one] for one in dict.fromkeys(found) if one in REASONS] for name, found in words.items()}
    return {
        name: clauses((zh if lang == "zh" else en for zh, en in found), lang) for name, found in told.items() if found
    }


def _own(table: pa.Table, region: str, period: str) -> list[dict[str, str | None]]:
    rows: list[dict[str, str | None]] = only(only(table, "region", region), "period", period).to_pylist()
    return rows
