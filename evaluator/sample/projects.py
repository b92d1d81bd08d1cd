"""Projects of 26 steps and land parcels of 10: networks of steps with planned and actual days."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from evaluator.sample.logs import SECONDS, rows
from evaluator.sample.places import DAYS_OF_QUARTER, FIRST_DAYS, QUARTERS, County
from indicators.processes import Process, register

#: Days from signing to trial production before and after a reform, as one development zone reported them.
BEFORE, AFTER = 271, 232
#: Days from handover to title before the reform; afterwards the title is issued the same day.
TITLE_DAYS = 15
REFORM = 4
PROJECTS, PARCELS = 7, 11


def project_rows(county: County, quarter: int, seed: int, scale: float) -> Iterator[pa.Table]:
    """Projects that reach trial production in a quarter."""
    process = _process("project_lifecycle")
    draw = np.random.default_rng([seed, 3, county.number, quarter])
    share = quarter / (len(QUARTERS) - 1)
    plan = BEFORE + (AFTER - BEFORE) * share if county.number == 1 else 330 - 70 * float(county.quality[quarter])
    for number in range(_number(PROJECTS, scale)):
        total = max(60, round(plan + draw.normal(0, 9)))
        end = int(FIRST_DAYS[quarter].astype(np.int64)) + int(draw.integers(0, DAYS_OF_QUARTER))
        spans = _network(process, draw)
        yield _case(process, f"project-{county.code}-{quarter}-{number}", county, end - total, total, spans, draw)


def parcel_rows(county: County, quarter: int, seed: int, scale: float) -> Iterator[pa.Table]:
    """Land parcels whose title is issued in a quarter; the first county issues it on the day of handover."""
    process = _process("land_handover")
    for number in range(_number(PARCELS, scale)):
        draw = np.random.default_rng([seed, 4, county.number, quarter, number])
        same_day = county.number == 0 and quarter >= REFORM
        wait = 0 if same_day else max(0, TITLE_DAYS + int(draw.integers(-2, 3)) - (0 if county.number == 0 else 1))
        issued = int(FIRST_DAYS[quarter].astype(np.int64)) + int(draw.integers(0, DAYS_OF_QUARTER))
        case = f"parcel-{county.code}-{quarter}-{number}"
        side_by_side = draw.random() < float(county.quality[quarter])
        yield _parcel(process, case, county, (issued, wait), same_day, side_by_side)


def _number(usual: int, scale: float) -> int:
    """Projects and parcels are few anywhere: as many in small logs, at most five times as many in large ones."""
    return round(usual * min(max(scale, 1), 5))


def _process(name: str) -> Process:
    found = register().process(name)
    if found is None:
        raise LookupError(name)
    return found


def _network(process: Process, draw: np.random.Generator) -> dict[str, tuple[float, float]]:
    """Start and end of each step as shares of the whole, each after the steps it waits for."""
    ends: dict[str, tuple[float, float]] = {}
    for step in process.steps:
        ready = max((ends[one][1] for one in step.after), default=0.0)
        start = ready + draw.uniform(0, 0.6)
        work = 12.0 if step.id == "construction" else draw.uniform(0.5, 3.0)
        ends[step.id] = (start, start + work)
    whole = ends[process.steps[-1].id][0]
    return {name: (start / whole, end / whole) for name, (start, end) in ends.items()}


def _case(
    process: Process,
    case: str,
    county: County,
    first: int,
    total: int,
    spans: dict[str, tuple[float, float]],
    draw: np.random.Generator,
) -> pa.Table:
    """A project's rows; the agreement is signed on day 0 and trial production starts on the last day."""
    number = len(process.steps)
    began = np.array([first + round(spans[step.id][0] * total) for step in process.steps])
    ended = np.array([first + round(spans[step.id][1] * total) for step in process.steps])
    began[0] = ended[0] = first
    began[-1] = first + total
    ended = np.maximum(ended, began)
    slack = draw.integers(-2, 9, number) - (4 if draw.random() > float(county.quality.mean()) else 0)
    return rows(
        number,
        {
            "region": county.code,
            "process": process.id,
            "case": case,
            "step": np.array([step.id for step in process.steps]),
            "started": began * SECONDS,
            "finished": ended * SECONDS,
            "due": (ended + slack) * SECONDS,
            "side": np.array([step.side for step in process.steps]),
            "department": np.array([step.lead.zh if step.lead else "" for step in process.steps]),
            "outcome": "done",
        },
    )


def _parcel(
    process: Process, case: str, county: County, title: tuple[int, int], early: bool, side_by_side: bool
) -> pa.Table:
    """A parcel's rows: surveys and the change of ownership before the handover (early), or after it.

    `title` is the day of the title and the days since the handover; tax and boundaries go beside payment, or after.
    """
    issued, wait = title
    handover = issued - wait
    days = {
        "contract": (handover - 40, handover - 40),
        "payment": (handover - 38, handover - 10),
        "tax": (handover - 30, handover - 12) if side_by_side else (handover - 9, handover - 8),
        "pre_registration": (handover - 12, handover - 8) if early else (handover, handover),
        "boundary_check": (handover - 15, handover - 13) if side_by_side else (handover - 7, handover - 5),
        "handover": (handover, handover),
        "register": (issued, issued),
        "issue": (issued, issued),
        # Before the reform: surveys about nine days, change of ownership about three, then the title.
        "pre_survey": (handover - 35, handover - 26) if early else (handover, min(issued, handover + 9)),
        "ownership_change": (handover - 25, handover - 22)
        if early
        else (min(issued, handover + 9), min(issued, handover + 12)),
    }
    spans = [days[step.id] for step in process.steps]
    return rows(
        len(spans),
        {
            "region": county.code,
            "process": process.id,
            "case": case,
            "step": np.array([step.id for step in process.steps]),
            "started": np.array([start for start, _ in spans]) * SECONDS,
            "finished": np.array([end for _, end in spans]) * SECONDS,
            "department": np.array([step.lead.zh if step.lead else "" for step in process.steps]),
        },
    )
