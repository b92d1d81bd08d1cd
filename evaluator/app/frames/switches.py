"""What other methods would do: each switched on its own, and how much each uncertain choice drives the places."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from evaluator.app.frames.intervals import Range
from evaluator.app.frames.robustness import moves
from evaluator.app.frames.rows import Row
from evaluator.app.world import World, label
from evaluator.messages import say
from evaluator.methods import method
from evaluator.methods.base import Floats
from evaluator.robustness.analysis import Robustness, RobustnessSettings
from evaluator.robustness.choices import EXPERTS, make_choices
from evaluator.scoring.kernel import Ranks, rank
from indicators.faults import Faults
from indicators.text import Lang, Text, clauses
from indicators.yamls import Plain

_SCALE: list[Plain] = [1, 100]
_ZSCORE: Plain = {"kind": "zscore", "range": "none", "mean": 50, "sd": 10}  # with a range it would be min–max
CHOICES: dict[str, list[Plain]] = {
    "normalisation": [{"kind": "minmax", "range": _SCALE}, _ZSCORE, {"kind": "rank", "range": _SCALE}],
    "aggregation": [{"kind": "arithmetic"}, {"kind": "geometric"}],
    "treatment": [{"kind": "none"}, {"kind": "winsorise-then-log"}],
}
SWITCHES: list[tuple[str, str]] = [
    ("normalisation", "minmax"),
    ("normalisation", "zscore"),
    ("normalisation", "rank"),
    ("aggregation", "geometric"),
    ("aggregation", "harmonic"),
    ("treatment", "winsorise-then-log"),
    ("imputation", "median"),
    ("weights", "equal"),
    ("weights", "critic"),
    ("weights", "pca"),
]
SAMPLE = 256


def switch_rows(world: World, period: int, before: Ranks, lang: Lang) -> list[Row]:
    """Each method switched on its own: Kendall's τ with the places in force, the largest move, or why it fails."""
    from scipy.stats import kendalltau

    rows: list[Row] = []
    for step, kind in SWITCHES:
        wanted: dict[str, Plain] = {"normalisation": _ZSCORE} if kind == "zscore" else {f"{step}.kind": kind}
        if step == "aggregation":
            wanted["normalisation.range"] = _SCALE  # these means need values above 0
        title = method(step, {"kind": kind}).title.in_(lang)
        row: Row = {"step": say(f"switch_{step}", lang), "method": title, "note": ""}
        try:
            choices = make_choices(world.assessment, world.number, {key: [value] for key, value in wanted.items()})
        except Faults as error:
            rows.append({**row, "note": error.faults[0].sentence(lang)})
            continue
        kernel = choices.combinations[0].kernel
        assert kernel is not None
        after = rank(kernel.scored().score[period, 0], kernel.plan.ranking)
        both = (before > 0) & (after > 0)
        tau = float(kendalltau(before[both], after[both]).statistic) if both.sum() > 1 else np.nan
        rows.append({**row, "tau": None if np.isnan(tau) else tau, **moves(world, before, after, lang)})
    return rows


def driver_rows(
    world: World,
    period: int,
    weights: Floats,
    range_: Range,
    progress: Callable[[float, Text], None],
    lang: Lang,
    region: str | None = None,
) -> list[Row]:
    """Total and first-order index of each uncertain choice, around the weights in force, and what is doubtful.

    For the mean shift of places, or for the place of one region.
    """
    names = {place.name: float(weight) for place, weight in zip(world.plan.places, weights, strict=True)}
    experts = tuple((whose, {**names, **dict(own)}) for whose, own in range_.experts) or (("now", names),)
    settings = RobustnessSettings(
        weights=range_.share, alternatives=CHOICES, sample=SAMPLE, experts=experts, limits=range_.limits
    )
    choices = make_choices(world.assessment, world.number, CHOICES, experts)
    found = Robustness(world.assessment, settings, world.number, period, choices, progress).drivers(
        [region] if region else []
    )
    wanted = f"rank:{region}" if region else "mean_rank_shift"
    rows: list[Row] = []
    for row in found.to_pylist():
        if row["output"] != wanted:
            continue
        factor = row["factor"]
        if factor == EXPERTS and len(experts) < 2:
            continue
        node = factor.removeprefix("weights.")
        name = (
            say("driver_weights", lang, node=label(world, node, lang))
            if node != factor
            else say(f"switch_{factor}", lang)
        )
        notes = [say(f"noise_{note.split(':')[0]}", lang, n=note.partition(":")[2]) for note in _notes(row["note"])]
        rows.append({**row, "factor": name, "note": clauses(notes, lang)})
    return sorted(rows, key=lambda row: -float(str(row["total"] or 0)))


def _notes(note: str) -> list[str]:
    return [one for one in note.split(";") if one]
