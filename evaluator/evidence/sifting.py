"""Rows of cases, answers, surveys and ledgers against the rules of refusal: which are taken, which are not and why."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.keeping import Keeper, key_of
from evaluator.engines.logs import FILE, ROW
from evaluator.evidence.verdicts import rows_digest, rules_digest
from indicators import refusals
from indicators.faults import Fault, fault
from indicators.records import near
from indicators.tables import IBIS, TABLES
from indicators.text import Text

if TYPE_CHECKING:
    import ibis

TYPES = {"text": pa.string(), "stamp": pa.timestamp("us"), "number": pa.float64()}
#: Answers as people write them, by column.
WORDS = {
    ("answers", "answer"): {
        "是": "yes", "有": "yes", "y": "yes", "true": "yes", "部分": "partial", "部分是": "partial",
        "否": "no", "无": "no", "没有": "no", "n": "no", "false": "no", "不适用": "na", "n/a": "na",
    },
    ("responses", "contact"): {"是": "yes", "有": "yes", "y": "yes", "true": "yes", "否": "no", "无": "no", "n": "no",
                               "false": "no"},
}  # fmt: skip


def sifted(name: str, table: pa.Table, keeper: Keeper | None = None) -> tuple[pa.Table, list[Fault]]:
    """Take the sound rows of a table.

    Args:
        name: `cases`, `answers`, `responses` or `ledger`.
        table: Its rows, with `evidence_file` and `evidence_row`.
        keeper: Where what the rules said of these rows is kept; None asks them anew.

    Returns:
        The rows taken, and a fault for each row refused, in the order of the rows.
    """
    if not table.num_rows:
        return table, []
    for (owner, column), words in WORDS.items():
        if owner == name and column in table.column_names:
            place = table.schema.get_field_index(column)
            table = table.set_column(place, column, _worded(table[column], words))
    found = _judged(name, table, keeper)
    if not found:
        return table, []
    bad = pa.array(sorted(found), pa.int64())
    faults = _faults(name, table.take(bad), [found[row] for row in bad.to_pylist()])
    every = pa.array(range(table.num_rows), pa.int64())
    return table.filter(pc.invert(pc.is_in(every, value_set=bad))), faults


def _judged(name: str, table: pa.Table, keeper: Keeper | None) -> dict[int, str]:
    """Row → word of the rule that refuses it; the same rows are judged once, where a keeper is given."""
    columns: dict[str, pa.Array] = {}
    for column, kind in TABLES[name].items():
        there = column in table.column_names
        columns[column] = table[column].cast(TYPES[kind]) if there else pa.nulls(table.num_rows, TYPES[kind])
    rows = pa.table({**columns, ROW: pa.array(range(table.num_rows), pa.int64())})

    def look() -> pa.Table:
        return _refused(name, rows, keeper)

    found = keeper.kept(key_of("refused", rules_digest(), name, rows_digest(rows)), look) if keeper else look()
    return dict(zip(found[ROW].to_pylist(), found["refused"].to_pylist(), strict=True))


def _refused(name: str, rows: pa.Table, keeper: Keeper | None) -> pa.Table:
    from evaluator.engines.duckdb_engine import DuckdbEngine

    with DuckdbEngine() as engine:
        engine.put("sifted", rows)
        return pa.concat_tables([engine.query(_ruled(name, rule, keeper)) for rule in (_wrong, _double)])


def _ruled(name: str, rule: Callable[[ibis.Table, str], ibis.Table], keeper: Keeper | None) -> str:
    """The statement of a rule on the rows of a table: row and word of those that it refuses."""
    from evaluator.engines.statements import Query

    def made() -> ibis.Table:
        import ibis

        schema = {**{column: IBIS[kind] for column, kind in TABLES[name].items()}, ROW: "int64"}
        return rule(ibis.table(schema, name="sifted"), name).select(ROW, "refused")

    return Query(key_of("sifted", rules_digest(), name, rule.__name__), made).sql(keeper)


def _wrong(rows: ibis.Table, name: str) -> ibis.Table:
    judged = rows.mutate(refused=refusals.refused_word(rows, name))
    return judged.filter(judged.refused != "")


def _double(rows: ibis.Table, name: str) -> ibis.Table:
    judged = rows.mutate(refused=refusals.refused_word(rows, name))
    return refusals.repeated(judged.filter(judged.refused == "").drop("refused"), name, [ROW])


def _faults(name: str, rows: pa.Table, words: list[str]) -> list[Fault]:
    return [refusal_of(name, word, row, row[FILE], row[ROW]) for row, word in zip(rows.to_pylist(), words, strict=True)]


def refusal_of(name: str, word: str, row: Mapping[str, object], file: str, line: int) -> Fault:
    """What is said of a row of a table that the rule with this word refuses."""
    rule = refusals.once(name)
    if word in (refusals.TWICE, refusals.UNLIKE) and rule is not None:
        what = rule.same if word == refusals.TWICE else rule.unlike
        column, remedy = rule.column, rule.remedy
    else:
        one = refusals.rule_of(name, word)
        what, column, remedy = one.what, one.column, one.remedy
    shown = str(row.get(column)).removesuffix(" 00:00:00")
    said = Text(zh=what.zh.replace("{}", shown), en=what.en.replace("{}", shown))
    return Fault(said, remedy, file, line, column)


def _worded(column: pa.ChunkedArray, words: dict[str, str]) -> pa.ChunkedArray:
    distinct = pc.unique(column)
    plain = [
        None if one is None else unicodedata.normalize("NFKC", one).strip().lower() for one in distinct.to_pylist()
    ]
    known = set(words.values())
    meant = [
        words.get(new, new) if new is not None and (new in words or new in known) else old
        for new, old in zip(plain, distinct.to_pylist(), strict=True)
    ]
    return pc.take(pa.array(meant, pa.string()), pc.index_in(column, value_set=distinct))


def counted_steps(cases: pa.Table) -> Counter[tuple[str, str]]:
    """Rows of a table by process and step."""
    counted = cases.group_by(["process", "step"]).aggregate([([], "count_all")])
    return Counter({(row["process"], row["step"]): row["count_all"] for row in counted.to_pylist()})


def unknown_steps(counted: Counter[tuple[str, str]]) -> Iterator[Fault]:
    """Processes and steps that the register does not know: taken, and read only by an indicator that names them."""
    from indicators.processes import register

    known = {process.id: [step.id for step in process.steps] for process in register().processes}
    strange: Counter[str] = Counter()
    for (process, step), number in sorted(counted.items()):
        if process not in known:
            strange[process] += number
        elif step not in known[process]:
            todo = near(step, known[process])
            yield fault(
                f"流程“{process}”的环节“{step}”不在登记册中，{number} 行照收，但只有写明该环节的指标才会读取",
                f"the register knows no step '{step}' of '{process}': {number} rows are taken, and read only by an"
                " indicator that names the step",
                todo_zh=todo[0], todo_en=todo[1], file="cases", column="step",
            )  # fmt: skip
    for process, number in strange.items():
        todo = near(process, list(known))
        yield fault(
            f"流程“{process}”不在登记册中，{number} 行照收，但只有写明该流程的指标才会读取",
            f"the register knows no process '{process}': {number} rows are taken, and read only by an indicator that"
            " names it",
            todo_zh=todo[0], todo_en=todo[1], file="cases", column="process",
        )  # fmt: skip
