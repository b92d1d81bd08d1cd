"""What a region is good at and where it is weak, beyond noise, by a rule that is printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evaluator.advice.case import Case
from evaluator.advice.peers import Peers
from evaluator.advice.whatif import Trial
from evaluator.grading import GRADES, grade_of
from evaluator.methods.base import Floats
from evaluator.tables import only
from indicators.measures._gates import Z
from indicators.text import Lang, Text, listed

FEWEST = 3
LEAST = "B"
"""The lowest grade of evidence on which a strength or a weakness may rest."""
RULE = Text(
    zh="规则：得分高于（低于）同类均值一个标准差以上，且超出误差：有标准误的指标，差距须大于 1.96 倍标准误；"
    "没有标准误的，须去掉任何一个同类地区后仍然成立。插补的值不算，证据等级低于 B 的（问卷、自行申报）也不算。",
    en="Rule: more than one standard deviation above (below) the mean of the peers, and beyond noise: where the "
    "measure gives a standard error, the gap exceeds 1.96 of them; otherwise the finding holds "
    "whichever peer is left out. Imputed values do not count, nor does evidence below B (surveys, self-reports).",
)
LEFT_OUT = Text(
    zh="另有 {n} 项差距同样明显，但证据等级低于 B，不作判断：{names}。",
    en="As far from the peers, but on evidence graded below B and so left out ({n}): {names}.",
)
_SCHEMA = pa.schema(
    [
        ("node", pa.string()),
        ("kind", pa.string()),
        ("score", pa.float64()),
        ("peer_mean", pa.float64()),
        ("peer_sd", pa.float64()),
        ("away", pa.float64()),
        ("noise", pa.float64()),
        ("raw", pa.float64()),
        ("grade", pa.string()),
    ]
)


def strengths(case: Case, peers: Peers) -> pa.Table:
    """Indicators that are strengths or weaknesses against the peers, the furthest first; see `findings`."""
    found = findings(case, peers)
    return found.filter(pc.less_equal(found["grade"], LEAST))


def left_out(rows: Sequence[Mapping[str, Any]], named: Callable[[str], str], lang: Lang) -> str:
    """Which rows of `findings` are no strengths or weaknesses for want of evidence, and why; "" if none are.

    Args:
        rows: Rows of `findings`.
        named: The name of an indicator by its id.
        lang: Language.
    """
    weak = [row for row in rows if row["grade"] > LEAST]
    marks = "{} {:+.1f} σ（{}，{}）" if lang == "zh" else "{} {:+.1f} σ ({}, {})"
    names = [
        marks.format(named(row["node"]), row["away"], row["grade"], GRADES[row["grade"]].in_(lang)) for row in weak
    ]
    return LEFT_OUT.in_(lang).format(n=len(weak), names=listed(names, lang)) if weak else ""


def findings(case: Case, peers: Peers) -> pa.Table:
    """Indicators far from the peers and beyond noise, whatever their evidence, the furthest first.

    Returns:
        node, kind (`strength` or `weakness`), score, peer_mean, peer_sd, away (standard deviations from the mean),
        noise (half-width of the 95 % interval in points of score; empty where the measure gives no error), raw,
        grade (A to D, of the evidence; below `LEAST` it is no strength and no weakness).
    """
    chosen = [i for i in peers.positions if i != case.region]
    noise = noises(case)
    rows = []
    for slot, leaf in enumerate(case.plan.leaves):
        own = float(case.scores[leaf, case.region])
        others = case.scores[leaf, chosen]
        others = others[~np.isnan(others)]
        measured = bool(case.kernel.measured[case.at, slot, case.region])
        if np.isnan(own) or not measured or len(others) < FEWEST or np.std(others, ddof=1) <= 1e-9:
            continue
        away = _away(own, others)
        gap = abs(own - float(others.mean()))
        error = float(noise[slot])
        sure = gap > error if not np.isnan(error) else _holds(own, others)
        if abs(away) > 1 and sure:
            rows.append(
                {
                    "node": case.plan.places[leaf].name,
                    "kind": "strength" if away > 0 else "weakness",
                    "score": own,
                    "peer_mean": float(others.mean()),
                    "peer_sd": float(np.std(others, ddof=1)),
                    "away": away,
                    "noise": None if np.isnan(error) else error,
                    "raw": float(case.kernel.cells.values[case.at, slot, case.region]),
                    "grade": grade_of(case.plan.slots[slot].measure, case.assessment.evidence, case.period).letter,
                }
            )
    rows.sort(key=lambda row: (row["kind"], -abs(float(str(row["away"])))))
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def noises(case: Case) -> Floats:
    """Half-width of the 95 % interval of the region's scores `[indicator]` in points, NaN without a standard error."""
    slots = {name: i for i, name in enumerate(case.kernel.cells.indicators)}
    found = np.full(len(slots), np.nan)
    table = case.assessment.run.store.table(
        "SELECT region, period, indicator, standard_error FROM measured WHERE standard_error IS NOT NULL"
    )
    for row in only(only(table, "period", case.period), "region", case.code).to_pylist():
        slot = slots.get(row["indicator"])
        if slot is not None:
            found[slot] = _half(case, slot, float(row["standard_error"]))
    return found


def _half(case: Case, slot: int, error: float) -> float:
    """Half of what the region's score moves when its raw value goes from one end of its interval to the other."""
    trial = Trial(case)
    own = trial.value(slot)
    ends = [trial.column(slot, own + sign * Z * error)[1][case.at, case.region] for sign in (-1, 1)]
    return float(abs(ends[1] - ends[0])) / 2


def _away(own: float, others: Floats) -> float:
    return (own - float(others.mean())) / float(np.std(others, ddof=1))


def _holds(own: float, others: Floats) -> bool:
    """Whether the region stays more than one standard deviation away, on the same side, without any one peer."""
    sides = set()
    for k in range(len(others)):
        rest = np.delete(others, k)
        spread = float(np.std(rest, ddof=1))
        away = (own - float(rest.mean())) / spread if spread > 1e-9 else 0.0
        sides.add(0 if abs(away) <= 1 else int(np.sign(away)))
    return len(sides) == 1 and 0 not in sides
