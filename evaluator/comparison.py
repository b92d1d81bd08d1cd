"""Two results side by side: who moved, how far, and because of what."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from evaluator.assessment import Assessment
from evaluator.evidence.validity import last_day
from evaluator.tables import only
from indicators.faults import Faults, fault


@dataclass(frozen=True)
class Standing:
    """One region in one result.

    Attributes:
        name: Name of the region.
        rank: Place, None if there is none.
        score: Root score.
        parts: Contribution (or, where there is none, score) of each first-level node.
        era: How many changes of regions lie behind it; results of unlike eras are not compared.
    """

    name: str
    rank: int | None
    score: float | None
    parts: dict[str, float]
    era: int = 0


@dataclass(frozen=True)
class Move:
    """One region in two results.

    Attributes:
        change: Places won (above zero) or lost, None if it lacks a place in one of them or was changed between.
        parts: Change of the contribution of each first-level node; they add up to the change of the score.
        cause: The first-level node that changed most in the direction of the score.
        broken: Whether the region was changed between the two, so that nothing is compared.
    """

    region: str
    name: str
    before: Standing | None
    after: Standing | None
    change: int | None
    parts: dict[str, float]
    cause: str
    broken: bool = False


Result = Mapping[str, Standing]


def standings(assessment: Assessment, period: str | None = None) -> dict[str, Standing]:
    """Every region of an assessment in one period, by code."""
    time = period or assessment.latest
    ranking = assessment.run.store.table("SELECT * FROM ranking")
    names = {row["region"]: row["name_zh" if assessment.lang == "zh" else "name_en"] for row in ranking.to_pylist()}
    scores = assessment.run.store.table(
        "SELECT region, period, node, depth, score, rank, contribution FROM scores WHERE depth <= 1"
    )
    scores = only(scores, "period", time)
    if not scores.num_rows:
        known = ", ".join(assessment.run.periods)
        raise Faults(
            [
                fault(
                    f"没有时期“{time}”",
                    f"there is no period '{time}'",
                    todo_zh=f"可用：{known}",
                    todo_en=f"known: {known}",
                )
            ]
        )
    found = _gather(scores.to_pylist(), names)
    validity = assessment.run.validity
    return {code: replace(one, era=validity.era(code, time)) for code, one in found.items()}


def read_run(folder: Path, period: str | None = None) -> dict[str, Standing]:
    """Every region of a finished run in one period (the latest by default); raises Faults."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        with (folder / "ranking.csv").open(encoding="utf-8-sig", newline="") as file:
            ranking = list(csv.DictReader(file))
        with (folder / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
            scores = list(csv.DictReader(file))
    except (OSError, ValueError) as error:
        raise Faults(
            [
                fault(
                    f"不是完整的运行目录（{type(error).__name__}）",
                    f"this is not a complete run directory ({type(error).__name__})",
                    todo_zh="请先用 evaluator score --out 以 csv 格式写出",
                    todo_en="write it with evaluator score --out, with the format csv",
                    file=str(folder),
                )
            ]
        ) from None
    scored = [row["period"] for row in ranking if row["score"]]
    time = period or manifest.get("period") or (scored[-1] if scored else "")
    names = {row["region"]: row["name"] for row in ranking}
    rows: list[dict[str, object]] = [
        {
            "region": row["region"],
            "node": row["node"],
            "depth": int(row["depth"]),
            "score": float(row["score"]) if row["score"] else None,
            "rank": int(row["rank"]) if row["rank"] else None,
            "contribution": float(row["contribution"]) if row["contribution"] else None,
        }
        for row in scores
        if row["period"] == time and int(row["depth"]) <= 1
    ]
    days = [(str(one["region"]), str(one["since"])) for one in manifest.get("breaks", [])]
    last = str(last_day(str(time)) or "")
    found = _gather(rows, names)
    return {
        code: replace(one, era=sum(1 for region, since in days if region == code and since <= last))
        for code, one in found.items()
    }


def compare(before: Result, after: Result) -> list[Move]:
    """Who moved, the place in the second result first, regions without one last."""
    moves = []
    for region in dict.fromkeys([*after, *before]):
        old, new = before.get(region), after.get(region)
        broken = bool(old and new and old.era != new.era)
        parts = {} if broken else _difference(old, new)
        known = [one for one in (new, old) if one is not None]
        change = old.rank - new.rank if old and new and old.rank and new.rank and not broken else None
        moves.append(Move(region, known[0].name, old, new, change, parts, _cause(parts), broken))
    return sorted(moves, key=lambda one: (one.after is None or one.after.rank is None, _place(one), one.region))


def _place(move: Move) -> int:
    return move.after.rank if move.after and move.after.rank else 0


def _gather(rows: list[dict[str, object]], names: Mapping[str, str]) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    parts: dict[str, dict[str, float]] = {}
    for row in rows:
        region = str(row["region"])
        contribution = row["contribution"]
        if row["depth"] == 0:
            rank, score = row["rank"], row["score"]
            found[region] = Standing(
                names.get(region, region),
                rank if isinstance(rank, int) else None,
                score if isinstance(score, float) else None,
                parts.setdefault(region, {}),
            )
        elif isinstance(contribution, float):
            parts.setdefault(region, {})[str(row["node"])] = contribution
    return found


def _difference(old: Standing | None, new: Standing | None) -> dict[str, float]:
    if old is None or new is None or old.score is None or new.score is None:
        return {}
    nodes = dict.fromkeys([*new.parts, *old.parts])
    return {node: new.parts.get(node, 0.0) - old.parts.get(node, 0.0) for node in nodes}


def _cause(parts: Mapping[str, float]) -> str:
    """The node whose change points the way of the whole, and most so."""
    total = sum(parts.values())
    along = {node: value * (1 if total >= 0 else -1) for node, value in parts.items()}
    best = max(along, key=lambda node: along[node], default="")
    return best if best and along[best] > 1e-9 else ""
