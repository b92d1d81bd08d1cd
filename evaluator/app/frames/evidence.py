"""What the Evidence page shows: small tables drawn from cases, surveys, ledgers, checklists and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evaluator.assessment import Assessment
from evaluator.disclosure import FEWEST, hidden
from evaluator.engines.periods import periods_of
from evaluator.evidence import Evidence
from evaluator.messages import say
from evaluator.tables import only
from indicators.measures._gates import Z
from indicators.processes import register, step_name, words
from indicators.text import Lang, Text

Rows = list[dict[str, object]]
SMALL = 30
DAY = 86_400


def within(table: pa.Table, stamp: str, period: str) -> pa.Table:
    """Rows whose stamp lies in a period."""
    months = periods_of([period])
    first, last = pc.min(months["starts"]), pc.max(months["ends"])
    held = pc.and_(pc.greater_equal(table[stamp], first), pc.less(table[stamp], last))
    return table.filter(pc.fill_null(held, False))


def case_days(cases: pa.Table, region: str, process: str, period: str) -> tuple[list[float], int]:
    """Days from the first start to the last end of the cases that end in a period, in order; and how many are open."""
    rows = only(only(cases, "region", region), "process", process)
    each = rows.group_by("case").aggregate(
        [("started", "min"), ("finished", "max"), ("finished", "count"), ([], "count_all")]
    )
    done = each.filter(pc.equal(each["finished_count"], each["count_all"]))
    ended = within(done, "finished_max", period)
    spans = pc.subtract(ended["finished_max"].cast(pa.timestamp("s"), safe=False).cast(pa.int64()),
                        ended["started_min"].cast(pa.timestamp("s"), safe=False).cast(pa.int64()))  # fmt: skip
    days = sorted(span / DAY for span in spans.to_pylist() if span is not None and span >= 0)
    last = pc.max(periods_of([period])["ends"])
    going = each.filter(pc.less(each["finished_count"], each["count_all"]))
    return days, int(pc.sum(pc.less(going["started_min"], last)).as_py() or 0)


def curve_rows(days: list[float], marks: tuple[str, str]) -> Rows:
    """At most 200 corners of the cumulative curve, with its median and 90th percentile marked."""
    if not days:
        return []
    shares = np.linspace(0, 1, min(200, len(days)))
    rows: Rows = [
        {"days": float(day), "share": float(s)} for day, s in zip(np.quantile(days, shares), shares, strict=True)
    ]
    at = {0.5: marks[0], 0.9: marks[1]}
    rows += [{"days": round(float(np.quantile(days, s)), 1), "share": s, "mark": word} for s, word in at.items()]
    return rows


def processes_of(cases: pa.Table, lang: Lang) -> dict[str, str]:
    """Code and name of each process that stands in a log, in the order of the register, unknown ones last."""
    there = {one for one in pc.unique(cases["process"]).to_pylist() if one}
    known = {one.id: one.name.in_(lang) for one in register().processes if one.id in there}
    return known | {one: one for one in sorted(there - known.keys())}


def step_rows(cases: pa.Table, region: str, process: str, period: str, lang: Lang) -> Rows:
    """How many rows of each step were started in a period, and how many are done; in the order of the process.

    Numbers from 1 to 9 are None, and with them what would tell them by subtraction.
    """
    rows = within(only(only(cases, "region", region), "process", process), "started", period)
    counted = rows.group_by("step").aggregate([([], "count_all"), ("finished", "count")])
    known = register().process(process)
    order = {one.id: place for place, one in enumerate(known.steps)} if known else {}
    cells = {}
    for row in counted.to_pylist():
        cells[row["step"], "done"] = row["finished_count"]
        cells[row["step"], "open"] = row["count_all"] - row["finished_count"]
    small = hidden({cell: number for cell, number in cells.items() if number}, lambda cell: cell[0])
    made: Rows = []
    for step in sorted({step for step, _ in cells}, key=lambda step: (order.get(step, len(order)), step)):
        reached = cells[step, "done"] + cells[step, "open"]
        parts = {kind: None if (step, kind) in small else cells[step, kind] for kind in ("done", "open")}
        name = step_name(process, step).in_(lang)
        made.append({"step": name, "reached": reached if reached >= FEWEST else None, **parts})
    return made


def in_words(rows: Rows, lang: Lang) -> Rows:
    """Rows of `survey_rows` for people: words for codes, shares in percent, a dash for what is hidden."""
    known = {"survey": words().surveys, "question": words().questions, "answer": words().answers}
    made: Rows = []
    for row in rows:
        named = {
            column: table.get(str(row[column]), Text.same(str(row[column]))).in_(lang)
            for column, table in known.items()
        }
        shares = {column: _percent(row[column]) for column in ("share", "low", "high")}
        remark = "ev_hidden" if row["share"] is None else "ev_few" if row["small"] else ""
        number = "—" if row["n"] is None else str(row["n"])
        made.append({**named, "n": number, **shares, "note": say(remark, lang) if remark else ""})
    return made


def answer_rows(rows: Rows, survey: str, question: str, lang: Lang) -> Rows:
    """Answers to one question with share and interval, for a chart, the best first; what is hidden is left out.

    Args:
        rows: Rows of `survey_rows`.
        survey: Code of the survey.
        question: Code of the question.
        lang: Language of the answers.
    """
    names = words().answers
    order = {answer: place for place, answer in enumerate(names)}
    own = [row for row in rows if (row["survey"], row["question"]) == (survey, question) and row["share"] is not None]
    return [
        {"name": names.get(str(row["answer"]), Text.same(str(row["answer"]))).in_(lang),
         **{key: row[key] for key in ("share", "low", "high", "small")}}
        for row in sorted(own, key=lambda row: order.get(str(row["answer"]), len(order)))
    ]  # fmt: skip


def questions_of(rows: Rows, lang: Lang) -> dict[tuple[str, str], str]:
    """Survey and question → both in words, in the order of the rows."""
    known = words()
    found = {}
    for row in rows:
        key = str(row["survey"]), str(row["question"])
        survey, question = known.surveys.get(key[0]), known.questions.get(key[1])
        found[key] = " · ".join(
            text.in_(lang) if text else code for text, code in zip((survey, question), key, strict=True)
        )
    return found


def _percent(share: object) -> str:
    return f"{share:.1%}" if isinstance(share, float) else "—"


def survey_rows(responses: pa.Table, region: str, period: str) -> Rows:
    """Answers by survey, question and answer with share and 95 % Wilson interval; small cells hidden."""
    rows = only(only(responses, "region", region), "period", period)
    rows = rows.filter(pc.is_valid(rows["answer"]))
    counted = rows.group_by(["survey", "question", "answer"]).aggregate([([], "count_all")]).to_pylist()
    whole: Counter[tuple[str, str]] = Counter()
    for row in counted:
        whole[row["survey"], row["question"]] += row["count_all"]
    cells = {(row["survey"], row["question"], row["answer"]): row["count_all"] for row in counted}
    small = hidden(cells, lambda cell: cell[:2])
    made: Rows = []
    for row in sorted(counted, key=lambda one: (one["survey"], one["question"], one["answer"])):
        key = row["survey"], row["question"], row["answer"]
        n, number = whole[key[:2]], row["count_all"]
        low, high = _wilson(number, n)
        shown = key not in small and n >= FEWEST
        made.append(
            {
                "survey": key[0], "question": key[1], "answer": key[2], "n": n if n >= FEWEST else None,
                "share": number / n if shown else None, "low": low if shown else None, "high": high if shown else None,
                "small": n < SMALL,
            }
        )  # fmt: skip
    return made


def _wilson(passed: int, number: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (E. B. Wilson, JASA 22, 1927)."""
    z, share = Z, passed / number
    middle = (share + z * z / 2 / number) / (1 + z * z / number)
    half = z * (share * (1 - share) / number + z * z / 4 / number**2) ** 0.5 / (1 + z * z / number)
    return max(0.0, middle - half), min(1.0, middle + half)


def light_rows(evidence: Evidence, region: str, period: str, kinds: Collection[str] | None = None) -> Rows:
    """Items of the ledger (of some kinds) by department and light at the end of a period, by the default rule."""
    from evaluator.engines.duckdb_engine import DuckdbEngine
    from indicators.measures.ledger import Ledger
    from indicators.tables import unbound

    ledger = only(evidence.tables["ledger"], "region", region)
    tables = {"ledger": unbound("ledger"), "calendar": unbound("calendar")}
    rows: Rows = []
    with DuckdbEngine() as engine:
        engine.put("ledger", ledger)
        engine.put("periods", periods_of([period]))
        for kind in sorted(
            one for one in pc.unique(ledger["kind"]).to_pylist() if one and (kinds is None or one in kinds)
        ):
            lit = Ledger(process=kind, show="red").lit(tables, unbound("periods"))
            found = engine.run(lit.group_by(["department", "light"]).agg(items=lit.count()))
            rows += [{**row, "department": row["department"] or "—"} for row in found.to_pylist()]
    summed: Counter[tuple[str, str]] = Counter()
    for row in rows:
        summed[str(row["department"]), str(row["light"])] += int(str(row["items"]))
    return [{"department": key[0], "light": key[1], "items": number} for key, number in sorted(summed.items())]


def by_department(rows: Rows) -> Rows:
    """Rows of `light_rows`, one a department with a column a light, most red ones first."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        own = found.setdefault(str(row["department"]), dict.fromkeys(("red", "yellow", "green"), 0))
        own[str(row["light"])] = int(str(row["items"]))
    ordered = sorted(found.items(), key=lambda pair: (-pair[1]["red"], pair[0]))
    return [{"department": name, **numbers, "items": sum(numbers.values())} for name, numbers in ordered]


def checklist_rows(assessment: Assessment, region: str, period: str, lang: Lang, own: str = "") -> Rows:
    """Answers given to each checklist of the standard, or to that of one indicator."""
    table = only(only(assessment.evidence.tables["answers"], "region", region), "period", period)
    counted = Counter(zip(table["indicator"].to_pylist(), table["answer"].to_pylist(), strict=True))
    rows: Rows = []
    order = {one.id: place for place, one in enumerate(assessment.standard.indicators)}
    for name in sorted(
        {one for one, _ in counted if own in ("", one)}, key=lambda one: (order.get(one, len(order)), one)
    ):
        known = assessment.standard.by_id.get(name)
        row: dict[str, object] = {"indicator": known.name.in_(lang) if known else name}
        row |= {word: counted[name, word] for word in ("yes", "partial", "no", "na")}
        rows.append(row)
    return rows
