"""What a standard asks of a region of one level: series, checklists, logs, surveys, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evaluator.evidence import Evidence
from evaluator.standard import Leaf, Standard
from evaluator.tables import texts
from indicators.beside import figures
from indicators.catalogue import measure_of
from indicators.conditions import Among, Compare, Field, Joined, Literally, Test
from indicators.indicator import Indicator
from indicators.measures import Measure
from indicators.measures.checklist import Checklist, Item
from indicators.measures.satisfaction import Satisfaction
from indicators.measures.statistic import Statistic
from indicators.processes import register
from indicators.rules import parse_rule
from indicators.tables import TABLES
from indicators.text import Text

CODED = ("side", "channel", "mode", "outcome")
ALWAYS = {
    "cases": ("process", "case", "step", "started", "finished"),
    "ledger": ("kind", "item", "opened", "due", "closed", "department"),
    "responses": ("survey", "respondent", "subject", "question", "answer", "contact"),
}


@dataclass(frozen=True)
class Series:
    """A figure that is asked for, and the indicators that read it."""

    id: str
    name: Text
    unit: Text
    users: tuple[str, ...]


@dataclass(frozen=True)
class Log:
    """A process of the case log, or a kind of the ledger.

    Attributes:
        codes: Column → codes that may stand there; a column that is not named takes any text.
    """

    id: str
    name: Text
    row: Text
    codes: dict[str, tuple[str, ...]]
    users: tuple[str, ...]


@dataclass(frozen=True)
class Survey:
    """A survey with its questions and the answers that count; `by_subject` where departments are rated."""

    id: str
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    users: tuple[str, ...]
    by_subject: bool = False


@dataclass(frozen=True)
class Asked:
    """Everything that is asked of one level of regions.

    Attributes:
        indicators: Indicators of the level with the pillar of each, in the standard's order.
        columns: Table of logs → columns that a rule of this level reads.
    """

    indicators: tuple[tuple[Text, Indicator], ...]
    series: tuple[Series, ...]
    items: tuple[tuple[Indicator, Item], ...]
    processes: tuple[Log, ...]
    kinds: tuple[Log, ...]
    surveys: tuple[Survey, ...]
    columns: dict[str, tuple[str, ...]]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of evidence that are needed."""
        parts = {
            "statistics": self.series,
            "answers": self.items,
            "cases": self.processes,
            "responses": self.surveys,
            "ledger": self.kinds,
        }
        return tuple(name for name, part in parts.items() if part)


def asked_of(standard: Standard, level: str, evidence: Evidence) -> Asked:
    """What a standard asks of a level; names and units of series come from the evidence."""
    chosen = [
        (pillar, one) for pillar, one in _in_order(standard) if not level or not one.levels or level in one.levels
    ]
    series: dict[str, list[str]] = {}
    logs: dict[tuple[str, str], list[tuple[str, Measure]]] = {}
    surveys: dict[str, list[tuple[str, Satisfaction]]] = {}
    items: list[tuple[Indicator, Item]] = []
    for one, measure in _measures(chosen):
        for name in _series_of(measure):
            series.setdefault(name, []).append(one.id)
        if isinstance(measure, Checklist):
            items += [(one, item) for item in measure.items]
        elif isinstance(measure, Satisfaction):
            surveys.setdefault(measure.survey, []).append((one.id, measure))
        elif not isinstance(measure, Statistic):
            table, process = getattr(measure, "table", "cases"), getattr(measure, "process", "")
            logs.setdefault((str(table), str(process)), []).append((one.id, measure))
    return Asked(
        tuple(chosen),
        tuple(_described(series, evidence)),
        tuple(items),
        tuple(_log(table, name, users) for (table, name), users in logs.items() if table == "cases"),
        tuple(_log(table, name, users) for (table, name), users in logs.items() if table == "ledger"),
        tuple(_survey(name, users) for name, users in surveys.items()),
        {table: _columns(table, logs) for table in ("cases", "ledger")},
    )


def _measures(chosen: Iterable[tuple[Text, Indicator]]) -> Iterable[tuple[Indicator, Measure]]:
    """Each indicator with its measure, then with those of the figures beside it, which bring no checklist."""
    for _, one in chosen:
        yield one, measure_of(one)
        for figure in figures(one):
            measure = measure_of(figure)
            if not isinstance(measure, Checklist):
                yield one, measure


def _in_order(standard: Standard) -> Iterable[tuple[Text, Indicator]]:
    by_id = standard.by_id
    for entry, above in standard.entries():
        if isinstance(entry, Leaf) and entry.indicator in by_id:
            yield above[0].name if above else standard.name, by_id[entry.indicator]


def _series_of(measure: Measure) -> list[str]:
    if isinstance(measure, Statistic):
        return list(measure.parsed.series)
    per = getattr(measure, "per", None)
    named = [str(per.series)] if per is not None else []
    invited = getattr(measure, "invited", "")
    return [*named, str(invited)] if invited else named


def _described(series: dict[str, list[str]], evidence: Evidence) -> Iterable[Series]:
    table = evidence.tables.get("series")
    known: dict[str, tuple[Text, Text]] = {}
    if table is not None:
        rows = zip(
            *(texts(table, name) for name in ("series", "name_zh", "name_en", "unit_zh", "unit_en")), strict=True
        )
        for name, zh, en, unit_zh, unit_en in rows:
            known[name] = (Text(zh=zh or en or name, en=en or zh or name), Text(zh=unit_zh, en=unit_en or unit_zh))
    for name, users in series.items():
        label, unit = known.get(name, (Text.same(name), Text.same("")))
        yield Series(name, label, unit, tuple(dict.fromkeys(users)))


def _log(table: str, name: str, users: list[tuple[str, Measure]]) -> Log:
    codes: dict[str, list[str]] = {}
    ids = tuple(dict.fromkeys(one for one, _ in users))
    if table == "ledger":
        kind = next((one for one in register().ledger if one.id == name), None)
        return Log(name, kind.name if kind else Text.same(name), Text.same(""), {}, ids)
    process = register().process(name)
    for _, measure in users:
        for column, values in _codes_of(measure, table).items():
            codes.setdefault(column, []).extend(values)
    if process is not None:
        codes.setdefault("step", []).extend(step.id for step in process.steps)
        for column in CODED:
            codes.setdefault(column, []).extend(getattr(process, column + "s"))
    made = {column: tuple(dict.fromkeys(values)) for column, values in codes.items() if values}
    if process is None:
        return Log(name, Text.same(name), Text.same(""), made, ids)
    return Log(name, process.name, process.row, made, ids)


def _survey(name: str, users: list[tuple[str, Satisfaction]]) -> Survey:
    questions = dict.fromkeys(question for _, one in users for question in one.questions)
    answers: list[str] = []
    for _, one in users:
        answers += [*one.marks, *_codes_of(one, "responses").get("answer", [])]
    by_subject = any(one.by_subject for _, one in users)
    return Survey(
        name,
        tuple(questions),
        tuple(dict.fromkeys(answers)),
        tuple(dict.fromkeys(user for user, _ in users)),
        by_subject,
    )


def _rules(measure: Measure) -> list[str]:
    return [text for name in getattr(measure, "rules", ()) if (text := getattr(measure, name, ""))]


def _codes_of(measure: Measure, table: str) -> dict[str, list[str]]:
    """Codes that the rules of a measure name, by column."""
    found: dict[str, list[str]] = {}
    for text in _rules(measure):
        _gather(parse_rule(text, table).test, found)
    return found


def _gather(test: Test, found: dict[str, list[str]]) -> None:
    if isinstance(test, Joined):
        for part in test.parts:
            _gather(part, found)
    elif isinstance(test, Among):
        found.setdefault(test.field.name, []).extend(test.values)
    elif isinstance(test, Compare) and isinstance(test.left, Field) and isinstance(test.right, Literally):
        value = test.right.value
        found.setdefault(test.left.name, []).extend([value] if isinstance(value, str) else [])


def _columns(table: str, logs: dict[tuple[str, str], list[tuple[str, Measure]]]) -> tuple[str, ...]:
    """Columns of a log that a measure of this level reads, in the table's order."""
    used = set(ALWAYS[table])
    for (name, _), users in logs.items():
        for _, measure in users if name == table else ():
            used |= {field for text in _rules(measure) for field in parse_rule(text, table).fields}
            used |= {str(value) for value in _words(measure.model_dump())}
            if measure.kind == "amount-share":
                used.add("amount")
            if getattr(measure, "statistic", "") == "promised":
                used.add("due")
    return tuple(column for column in TABLES[table] if column in used and column != "region")


def _words(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, str):
        yield value
