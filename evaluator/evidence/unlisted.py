"""Answers that stand outside what an indicator lists: taken as evidence, not counted, and told with their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.evidence.evidence import Evidence
from indicators.catalogue import measure_of
from indicators.conditions import Among, Compare, Field, Joined, Literally, Test
from indicators.faults import Fault, fault
from indicators.indicator import Indicator
from indicators.measures.checklist import SERVICE, Checklist
from indicators.measures.satisfaction import Satisfaction
from indicators.records import near

#: Unlike words that are told of one question.
MOST = 10


def unlisted_answers(indicators: Iterable[Indicator], evidence: Evidence) -> list[Fault]:
    """A note for each answer of a survey, and each item of a checklist, that the indicator reading it does not list."""
    notes: list[Fault] = []
    for indicator in indicators:
        measure = measure_of(indicator)
        if isinstance(measure, Satisfaction) and "responses" in evidence.tables:
            notes += _survey(indicator, measure, evidence.tables["responses"])
        if isinstance(measure, Checklist) and "answers" in evidence.tables:
            notes += _checklist(indicator, measure, evidence.tables["answers"])
    return notes


def listed_answers(measure: Satisfaction) -> list[str]:
    """The answers that a survey's indicator counts: those with a mark, or in its denominator; none if it takes any."""
    if measure.marks:
        return list(measure.marks)
    rule = measure.rule("denominator")
    return list(dict.fromkeys(_words(rule.test))) if rule else []


def _words(test: Test) -> list[str]:
    """Texts that a rule compares the answer with."""
    if isinstance(test, Joined):
        return [word for part in test.parts for word in _words(part)]
    if isinstance(test, Among) and test.field.name == "answer":
        return list(test.values)
    if isinstance(test, Compare) and isinstance(test.left, Field) and test.left.name == "answer":
        return [test.right.value] if isinstance(test.right, Literally) and isinstance(test.right.value, str) else []
    return []


def _survey(indicator: Indicator, measure: Satisfaction, responses: pa.Table) -> list[Fault]:
    listed = listed_answers(measure)
    if not listed:
        return []
    rows = responses.filter(pc.equal(responses["survey"], measure.survey))
    rows = rows.filter(pc.is_in(rows["question"], value_set=pa.array(list(measure.questions), pa.string())))
    rows = rows.filter(pc.and_(pc.is_valid(rows["answer"]), pc.invert(pc.is_in(rows["answer"], pa.array(listed)))))
    counted = Counter(zip(rows["question"].to_pylist(), rows["answer"].to_pylist(), strict=True))
    notes = []
    for (question, answer), number in sorted(counted.items())[:MOST]:
        todo = near(answer, listed)
        zh = f"问卷“{measure.survey}”题目“{question}”有 {number} 份答案“{answer}”，"
        zh = f"{zh}不在指标 {indicator.id} 所列之内，不计"
        en = f"survey '{measure.survey}', question '{question}': {number} answers '{answer}' are not among those that"
        en = f"{en} {indicator.id} lists, and do not count"
        notes.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file="responses", column="answer"))
    return notes


def _checklist(indicator: Indicator, measure: Checklist, answers: pa.Table) -> list[Fault]:
    items = [item.id for item in measure.items]
    rows = answers.filter(pc.equal(answers["indicator"], indicator.id))
    rows = rows.filter(pc.invert(pc.is_in(rows["item"], pa.array([*items, SERVICE]))))
    notes = []
    for item, number in sorted(Counter(rows["item"].to_pylist()).items())[:MOST]:
        todo = near(item, items)
        zh = f"指标 {indicator.id} 没有核查项“{item}”，{number} 个答案不计"
        en = f"{indicator.id} has no item '{item}': {number} answers do not count"
        notes.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file="answers", column="item"))
    return notes
