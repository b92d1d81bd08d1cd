"""Case logs of processes with one or two steps: how long cases take, how they end, by which channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from evaluator.sample.places import DAYS_OF_QUARTER, FIRST_DAYS, County

MARK = "虚构 made up"
Days = npt.NDArray[np.int64]
Texts = npt.NDArray[np.str_]
SECONDS = 86_400

CASES = pa.schema(
    [
        ("region", pa.string()),
        ("process", pa.string()),
        ("case", pa.string()),
        ("step", pa.string()),
        ("started", pa.timestamp("s")),
        ("finished", pa.timestamp("s")),
        ("due", pa.timestamp("s")),
        ("side", pa.string()),
        ("channel", pa.string()),
        ("mode", pa.string()),
        ("department", pa.string()),
        ("amount", pa.float64()),
        ("outcome", pa.string()),
        ("made_up", pa.dictionary(pa.int8(), pa.string())),
    ],
    metadata={"made_up": MARK},
)


@dataclass(frozen=True)
class Log:
    """How cases of a process come about.

    Attributes:
        number: Cases a county and quarter at scale 1.
        slow: Median days at quality 0.
        fast: Median days at quality 1.
        done: Outcome of most cases.
        other: Outcome of a few.
        modes: Modes from the one of a good county to that of a poor one.
        channels: Channels in the same order.
        promise: Days in which the case is promised; 0 promises nothing.
        amount: Mean amount; 0 has none.
        fewest: Cases a county and quarter, however small the sample.
    """

    process: str
    steps: tuple[str, ...]
    number: int
    slow: float
    fast: float
    done: str = ""
    other: str = ""
    modes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    promise: int = 0
    amount: float = 0.0
    fewest: int = 42


LOGS = (
    Log("service_case", ("case",), 420, 9, 1, "granted", "withdrawn", ("bundle", "bundle_eligible", "single"),
        ("online", "mixed", "counter", "assisted"), promise=10, fewest=115),
    Log("service_document", ("document",), 420, 2, 0.2, "retrievable", "not_retrievable",
        ("retrieved", "uploaded", "paper"), fewest=170),
    Log("utility_internet", ("application", "live"), 24, 14, 2, "connected", "withdrawn"),
    Log("platform_complaint", ("complaint",), 40, 45, 8, "settled", "withdrawn"),
    Log("data_request", ("request",), 40, 18, 5, "delivered", "refused", promise=12),
    Log("service_order", ("order",), 60, 14, 4, "confirmed", "returned", promise=10),
    Log("credit_application", ("application", "disbursement"), 60, 30, 3, "granted", "rejected"),
    Log("company_startup", ("submit", "ready"), 80, 8, 1, "done", "withdrawn"),
    Log("company_relocation", ("apply", "complete"), 24, 30, 4, "done", "withdrawn"),
    Log("utility_joint", ("application", "all_connected"), 24, 35, 6, "connected", "withdrawn"),
    Log("vat_refund", ("application", "payment"), 60, 20, 3, "paid", "rejected"),
    Log("contract_payment", ("invoice", "payment"), 60, 80, 12, "paid", "withdrawn"),
    Log("deregistration", ("notice", "approval"), 60, 80, 23, "approved", "withdrawn", ("simple", "general")),
    Log("commercial_filing", ("filing",), 60, 7, 1, "registered", "refused", (), ("online", "mixed", "counter")),
    Log("commercial_case", ("registration", "first_instance"), 60, 170, 60, "judgment", "settled"),
    Log("online_mediation", ("mediation",), 50, 45, 12, "settled", "failed", (), ("online", "counter")),
    Log("credit_repair", ("application", "removal"), 24, 18, 4, "repaired", "refused"),
    Log("inspection", ("inspection",), 800, 1, 0.2, "", "", ("offsite", "onsite", "statutory_onsite"), fewest=170),
    Log("policy_payment", ("application", "payment"), 40, 80, 10, "paid", "rejected", ("auto", "applied"),
        amount=120_000.0),
    Log("service_response", ("response",), 60, 3, 0.2),
)  # fmt: skip


def batches(county: County, quarter: int, seed: int, scale: float, most: int) -> Iterator[pa.Table]:
    """The cases of a county that end in a quarter, in tables of at most `most` cases."""
    for place, log in enumerate(LOGS):
        # A small sample still has enough cases of every kind to be scored.
        total = max(min(log.number, log.fewest), round(log.number * scale))
        for part, first in enumerate(range(0, total, most)):
            draw = np.random.default_rng([seed, 2, county.number, quarter, place, part])
            yield _batch(log, county, quarter, first, min(most, total - first), draw)


def _batch(log: Log, county: County, quarter: int, first: int, number: int, draw: np.random.Generator) -> pa.Table:
    quality = float(county.quality[quarter])
    middle = log.slow + (log.fast - log.slow) * quality
    took = np.maximum(draw.lognormal(np.log(middle), 0.6, number), 0.02)
    opened = (draw.random(number) * DAYS_OF_QUARTER).astype(np.int64)
    # Offices are open from 8 to 18; cases of several steps are logged by the day.
    clock = draw.integers(8 * 3600, 18 * 3600, number) if len(log.steps) == 1 else np.zeros(number, np.int64)
    end = FIRST_DAYS[quarter].astype("datetime64[s]").astype(np.int64) + opened * SECONDS + clock
    whole = len(log.steps) > 1
    passed = np.round(took).astype(np.int64) * SECONDS if whole else (took * SECONDS).astype(np.int64)
    start = end - passed
    still_open = draw.random(number) < 0.02
    other = draw.random(number) < 0.08 * (1.2 - quality)
    outcome = np.where(other, log.other, log.done) if log.done else None
    due = (start // SECONDS + log.promise) * SECONDS if log.promise else None
    shares = {"mode": log.modes, "channel": log.channels}
    picked = {name: _pick(options, quality, number, draw) for name, options in shares.items() if options}
    amount = np.round(draw.lognormal(np.log(log.amount), 0.8, number), 2) if log.amount else None
    ids = _numbers(f"{log.process}-{county.code}-{quarter}-", first, number)
    common = {"region": county.code, "process": log.process, "case": ids, "outcome": outcome, "due": due, **picked}
    if not whole:
        return rows(number, {**common, "step": log.steps[0], "started": start, "finished": (end, still_open)})
    begin = rows(number, {**common, "step": log.steps[0], "started": start, "finished": start, "outcome": None})
    close = rows(
        number, {**common, "step": log.steps[1], "started": start, "finished": (end, still_open), "amount": amount}
    )
    return pa.concat_tables([begin, close])


def rows(number: int, columns: dict[str, object]) -> pa.Table:
    """A table of cases from constants, arrays, and pairs of an array and where it is empty."""
    arrays = []
    for field in CASES:
        value = MARK if field.name == "made_up" else columns.get(field.name)
        arrays.append(_column(value, field.type, number))
    return pa.table(arrays, schema=CASES)


def _column(value: object, kind: pa.DataType, number: int) -> pa.Array:
    if pa.types.is_dictionary(kind):
        return pa.DictionaryArray.from_arrays(pa.array(np.zeros(number, np.int8)), pa.array([str(value)]))
    if value is None:
        return pa.nulls(number, kind)
    if isinstance(value, str):
        return pa.repeat(pa.scalar(value, kind), number)
    empty = None
    if isinstance(value, tuple):
        value, empty = value
    if isinstance(value, pa.Array):
        return value
    if pa.types.is_timestamp(kind):
        return pa.array(value, pa.int64(), mask=empty).cast(kind)
    return pa.array(value, kind, mask=empty)


def _pick(options: tuple[str, ...], quality: float, number: int, draw: np.random.Generator) -> Texts:
    """The first option more often the better the county is."""
    rest = (1 - quality) / (len(options) - 1)
    return np.array(options)[draw.choice(len(options), number, p=[quality, *[rest] * (len(options) - 1)])]


def _numbers(prefix: str, first: int, number: int) -> pa.Array:
    """Case numbers, made without a loop over rows."""
    counted = pc.cast(pa.array(np.arange(first, first + number)), pa.string())
    return pc.binary_join_element_wise(pa.scalar(prefix), counted, pa.scalar(""))
