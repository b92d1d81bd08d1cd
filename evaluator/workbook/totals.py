"""Totals of a survey as rows of answers: what a clerk has who did not get the single sheets."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.evidence.grid import Cell

#: Survey, department ("" for none), question, answer ("" for asked and not answered).
Total = tuple[str, str, str, str]
#: Most answers of one kind; a form of more is handed in as a file.
MOST = 20_000


def responses_of(totals: Mapping[Total, int]) -> list[dict[str, Cell]]:
    """As many rows as there were answers.

    Who gave which answer is not known, so respondents are numbered from 1 for each question of each department: the
    fewest that could have answered so. Means and shares are the same as of the single sheets; what rests on the number
    of respondents (the least number, intervals) errs on the safe side. All of them had contact, as totals are of them.
    """
    rows: list[dict[str, Cell]] = []
    given: dict[tuple[str, str, str], int] = {}
    for (survey, subject, question, answer), number in totals.items():
        key = survey, subject, question
        for _ in range(min(number, MOST)):
            given[key] = given.get(key, 0) + 1
            row: dict[str, Cell] = {"survey": survey, "respondent": f"T{given[key]:05d}", "subject": subject or None}
            rows.append({**row, "question": question, "answer": answer or None, "contact": "yes"})
    return rows
