"""Tables of one indicator: its place in the tree, its curve, coverage, spread, and what it goes along with."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from evaluator.app import formats
from evaluator.app.frames.rows import Row, shortened
from evaluator.app.world import World, label, region_name
from evaluator.methods.base import Bools, Floats
from evaluator.methods.normalisation.goalposts import Goalposts
from evaluator.scoring.plan import Slot
from indicators.text import Lang

FEWEST = 4
"""Below so many regions no correlation is given."""
MOST_POINTS, MOST_DOTS, BINS, MOST_SIBLINGS = 300, 400, 14, 14


def tree(world: World, period: int, weights: Floats | None, grades: Mapping[str, str], lang: Lang) -> list[Row]:
    """The standard in reading order: name, share of the whole weight in percent, grade, coverage, sign trap."""
    used = world.used_weights(period, weights)
    scores = world.scores(period, weights)
    values = world.kernel.cells.values[period]
    share = np.ones(len(world.plan.places))
    rows: list[Row] = []
    for p, place in enumerate(world.plan.places):
        if place.parent < 0:
            continue
        siblings = list(world.plan.places[place.parent].children)
        whole = float(used[siblings].sum())
        share[p] = share[place.parent] * (used[p] / whole if whole > 0 else 0)
        known = None if place.slot < 0 else float((~np.isnan(values[place.slot])).mean())
        r = correlation(scores[p], scores[place.parent]) if len(siblings) > 1 else None
        rows.append(
            {
                "id": place.name,
                "node": "\u2003" * (place.depth - 1) + label(world, place.name, lang),
                "weight": round(100 * float(share[p]), 2),
                "grade": grades.get(place.name, ""),
                "known": known,
                "against": r is not None and r < 0,
            }
        )
    return rows


def correlation(a: Floats, b: Floats) -> float | None:
    """Pearson's correlation over the regions that have both; None below four of them or where one is constant."""
    both = ~np.isnan(a) & ~np.isnan(b)
    if both.sum() < FEWEST or np.ptp(a[both]) < 1e-12 or np.ptp(b[both]) < 1e-12:
        return None
    return float(np.corrcoef(a[both], b[both])[0, 1])


def relations(world: World, period: int, weights: Floats | None, own: int, lang: Lang) -> list[Row]:
    """Correlation of the score at one place of the tree with the total, with what it belongs to, and its siblings."""
    scores = world.scores(period, weights)
    places = world.plan.places
    above = [0]
    at = places[own].parent
    while at > 0:
        above.insert(1, at)
        at = places[at].parent
    parent = places[own].parent
    siblings = [child for child in places[parent].children if child != own]
    kinds = [("total" if p == 0 else "above", p) for p in above if len(places[p].children) > 1]
    kinds += [("sibling", p) for p in siblings[:MOST_SIBLINGS]]
    rows: list[Row] = []
    for kind, p in kinds:
        r = correlation(scores[own], scores[p])
        if r is not None:
            name = label(world, places[p].name, lang)
            rows.append({"k": len(rows), "kind": kind, "name": name, "short": shortened(name, 34), "r": r})
    return rows


def ends_of(slot: Slot) -> tuple[float, float] | None:
    """The goalposts in force; None for methods that have none."""
    if not isinstance(slot.normalisation, Goalposts):
        return None
    worst, best = slot.normalisation.ends(slot.aspect)
    return None if math.isnan(worst) or math.isnan(best) else (worst, best)


def curve(world: World, period: int, number: int, here: str, words: tuple[str, str], lang: Lang) -> list[Row]:
    """From raw value to score: the line, a mark a region, and the goalposts; told apart by `what`.

    Args:
        here: Code of the region that is marked.
        words: What the worst and the best end are called.
    """
    values = world.kernel.cells.values[period, number]
    scores = world.kernel.normalised[period, number]
    both = np.flatnonzero(~np.isnan(values) & ~np.isnan(scores))
    rows: list[Row] = [{"what": "line", "raw": x, "score": y} for x, y in _line(world, period, number)]
    for i in both:
        code = world.codes[i]
        name = region_name(world, code, lang)
        row: Row = {"what": "rug", "raw": float(values[i]), "score": float(scores[i]), "region": name}
        rows.append({**row, "here": code == here, "dot": len(both) <= MOST_DOTS})
    ends = ends_of(world.plan.slots[number]) or ()
    for which, word, end in zip(("worst", "best"), words, ends, strict=False):
        text = f"{word} {formats.short(end)}"
        rows.append({"what": "end", "raw": end, "end": which, "left": end == min(ends), "text": text})
    return rows


def _line(world: World, period: int, number: int) -> list[tuple[float, float]]:
    """Corners of the curve: exact between fixed goalposts, elsewhere through the values of the regions."""
    kernel, slot = world.kernel, world.plan.slots[number]
    values = kernel.cells.values[period, number]
    known = values[~np.isnan(values)]
    ends = ends_of(slot)
    if ends is not None and slot.treatment.kind == "none":
        low, high = (float(pick([*known, *ends])) for pick in (np.min, np.max))
        room = 0.05 * (high - low)
        raw = np.unique([*np.linspace(low - room, high + room, 81), *ends])
        score = slot.normalisation.normalise(raw[None], slot.aspect)[0]
    else:
        panel = slot.normalisation.scope == "panel" and slot.treatment.scope == "panel"
        span = slice(None) if panel else slice(period, period + 1)
        raw, first = np.unique(kernel.imputed[span, number].ravel(), return_index=True)
        score = kernel.normalised[span, number].ravel()[first]
        raw, score = raw[~np.isnan(score)], score[~np.isnan(score)]
    kept = sorted({round(at) for at in np.linspace(0, len(raw) - 1, min(len(raw), MOST_POINTS))}) if len(raw) else []
    return [(float(raw[i]), float(score[i])) for i in kept]


def beyond(world: World, period: int, number: int) -> int:
    """How many regions lie beyond the goalposts and score as these do."""
    ends = ends_of(world.plan.slots[number])
    if ends is None:
        return 0
    values = world.kernel.cells.values[period, number]
    return int(((values < min(ends)) | (values > max(ends))).sum())


def coverage(world: World, number: int, names: Mapping[str, str]) -> list[Row]:
    """Share of regions with a value, by group of regions and period.

    Args:
        names: Names of the groups, "" for all regions.
    """
    return shares_known(world, ~np.isnan(world.kernel.cells.values[:, number]), names)


def shares_known(world: World, there: Bools, names: Mapping[str, str]) -> list[Row]:
    """Share of regions for which something is there `[period, region]`, by group of regions and period."""
    valid = world.kernel.cells.valid
    inforce = np.ones_like(there) if valid is None else valid
    groups = [""] + [group for group in dict.fromkeys(world.groups) if group]
    rows: list[Row] = []
    for k, group in enumerate(groups):
        own = np.array([group in ("", one) for one in world.groups])
        for t, time in enumerate(world.periods):
            of = int((inforce[t] & own).sum())
            n = int((there[t] & own).sum())
            share = n / of if of else None
            shown = "" if share is None else f"{share:.0%}"
            rows.append(
                {"k": k, "group": names[group], "period": time, "n": n, "of": of, "share": share, "shown": shown}
            )
    return rows


def histogram(world: World, period: int, number: int, here: str) -> list[Row]:
    """How many regions lie in each class of values; classes have round ends."""
    return classes(world, world.kernel.cells.values[period, number], here)


def classes(world: World, values: Floats, here: str) -> list[Row]:
    """How many regions lie in each class of values `[region]`; classes have round ends."""
    known = values[~np.isnan(values)]
    if not len(known):
        return []
    step = _round_step(float(np.ptp(known)) / BINS or abs(float(known[0])) or 1.0)
    first = math.floor(float(known.min()) / step)
    bins = np.floor(known / step + 1e-9).astype(int) - first
    counts = np.bincount(bins)
    own = values[world.codes.index(here)] if here in world.codes else math.nan
    mine = -1 if math.isnan(own) else math.floor(own / step + 1e-9) - first
    return [
        {"low": (first + k) * step, "high": (first + k + 1) * step, "n": int(n), "here": k == mine}
        for k, n in enumerate(counts)
    ]


def _round_step(least: float) -> float:
    """1, 2 or 5 times a power of ten, not below `least`."""
    size = 10.0 ** math.floor(math.log10(least))
    return next(size * m for m in (1, 2, 5, 10) if size * m >= least * (1 - 1e-9))
