"""Checklists, surveys, ledgers and consultations by hand."""

from __future__ import annotations

from math import sqrt

from tests.measures.desk import Row
from tests.measures.hand import NO_ROW, Block, Worked, rows

Z = 1.959963984540054


def items(**points: float) -> list[Row]:
    return [{"id": name, "question": {"zh": "问", "en": "question"}, "points": value} for name, value in points.items()]


LIST: Row = {"kind": "checklist", "items": items(a=1.0, b=2.0, c=1.0, d=1.0)}

# a: yes, no, yes → yes. b: an even split of yes and no → 0.5. c: 0.2, 0.6, 0.9 → 0.6; one of them says na.
# d: one says no, one says yes without proof → no and no. e: everybody says na. f: nobody answers.
# `service` says that there is one: it is no item.
PANEL = Block(
    {
        "answers": rows(
            "answers",
            """
            item     respondent  answer   proof
            a        u           yes      p1
            a        v           no       -
            a        w           yes      p2
            b        u           yes      p1
            b        v           no       -
            c        u           0.2      -
            c        v           0.6      -
            c        w           0.9      -
            c        x           na       -
            d        u           no       -
            d        v           yes      -
            e        u           na       -
            e        v           na       -
            service  u           yes      -
            """,
            period="2023",
        )
    },
    [
        # (1·1 + 2·0.5 + 1·0.6 + 1·0) / 5.
        Worked("panel", LIST, 52.0, 4, error=None, low=None, high=None),
        # Without asking for proof d is an even split.
        Worked("proof", {**LIST, "proof": False}, 62.0, 4),
        # e does not apply: it is answered and in neither sum. Points of a tenth count as written.
        Worked("not applicable", {"kind": "checklist", "items": items(a=0.3, e=5.0, b=0.1)}, 87.5, 3),
        Worked("all of it does not apply", {"kind": "checklist", "items": items(e=1.0)}, None, 1, reason="no-cases"),
        # f is not answered: 2 of 3 points.
        Worked(
            "not answered",
            {"kind": "checklist", "items": items(a=2.0, f=1.0)},
            100.0,
            1,
            2 / 3,
            reason="log-incomplete",
        ),
        Worked(
            "not answered, allowed",
            {"kind": "checklist", "items": items(a=2.0, f=1.0), "min_coverage": 0.5},
            100.0,
            1,
            2 / 3,
        ),
        Worked("nothing answered", {"kind": "checklist", "items": items(f=1.0)}, None, 0, reason=NO_ROW),
    ],
)

MARKS = {"good": 100.0, "fair": 50.0, "poor": 0.0}
ASK: Row = {"kind": "satisfaction", "survey": "s", "questions": ["q"], "marks": MARKS, "min_response_rate": 0.0}
POOR: Row = {**ASK, "statistic": "share", "numerator": "answer = 'poor'"}

# With contact: tax good good fair poor (62.5), land poor fair (25), post good (100). f8 had no contact, f9 did not
# answer. Ten listed, nine answered: f10 says a word that has no mark.
DEPARTMENTS = Block(
    {
        "responses": rows(
            "responses",
            """
            respondent  subject  question  answer  contact  weight
            f1          tax      q         good    yes      1
            f2          tax      q         good    yes      1
            f3          tax      q         fair    yes      -
            f4          tax      q         poor    yes      3
            f5          land     q         poor    yes      1
            f6          land     q         fair    yes      1
            f7          post     q         good    yes      1
            f8          post     q         poor    no       1
            f9          post     q         -       yes      1
            f10         post     q         dunno   yes      1
            f1          tax      other     poor    yes      1
            """,
            period="2023",
            survey="s",
        ),
        "statistics": rows("statistics", "period series value\n2023 asked 45"),
    },
    [
        # 100, 100, 50, 0, 0, 50, 100: the squares of the deviations from 400/7 sum to 35000 - 7 · (400/7)².
        Worked(
            "mean",
            {**ASK, "weighted": False},
            400 / 7,
            7,
            0.9,
            error=sqrt((35000 - 160000 / 7) / 6 / 7),
        ),
        # f4 counts three times: 400/9; variance 35000/9 - (400/9)²; effective 81 / 15 = 5.4 respondents.
        Worked("weights", ASK, 400 / 9, 7, 0.9, error=sqrt((35000 / 9 - 160000 / 81) / 4.4)),
        Worked("everybody", {**ASK, "weighted": False, "filter": ""}, 400 / 8, 8, 0.9),
        # 62.5, 25, 100; squares of their errors: 6875/3/4, 1250/2, unknown for one answer.
        Worked("subject-mean", {**ASK, "weighted": False, "statistic": "subject-mean"}, 62.5, 7, 0.9, error=None),
        Worked(
            "subjects of two answers",
            {**ASK, "weighted": False, "statistic": "subject-mean", "min_subject_responses": 2},
            43.75,
            7,
            0.9,
            error=sqrt(6875 / 12 + 625) / 2,
        ),
        # Land, 25 ± 1.96 · 25: not below the least mark.
        Worked(
            "subject-floor",
            {**ASK, "weighted": False, "statistic": "subject-floor"},
            25.0,
            7,
            0.9,
            error=25.0,
            low=0.0,
            high=25 + 25 * Z,
        ),
        Worked(
            "too few subjects",
            {**ASK, "statistic": "subject-floor", "min_subject_responses": 2, "min_subjects": 3},
            25.0,
            7,
            0.9,
            reason="too-few-subjects",
        ),
        # Of eight with an answer two are poor; f4 counts three times: 4 of 10, effective 100 / 16 = 6.25.
        Worked("share", {**POOR, "weighted": False}, 25.0, 8, 0.9, error=100 * sqrt(0.25 * 0.75 / 8)),
        Worked("share, weights", POOR, 40.0, 8, 0.9, error=100 * sqrt(0.24 / 6.25)),
        # Wilson for 2 of 5.
        Worked(
            "share of some",
            {**POOR, "weighted": False, "denominator": "answer in ('fair', 'poor', 'dunno')"},
            40.0,
            5,
            0.9,
            low=11.762077423264783,
            high=76.9275718723987,
        ),
        # Nine of forty-five asked.
        Worked("response rate", {**ASK, "invited": "asked", "min_response_rate": 0.2}, 400 / 9, 7, 0.2),
        Worked(
            "low response",
            {**ASK, "invited": "asked", "min_response_rate": 0.21},
            400 / 9,
            7,
            0.2,
            reason="low-response",
        ),
        Worked("few answers", {**ASK, "min_responses": 8}, 400 / 9, 7, 0.9, reason="too-few-cases"),
        # f1 answers both questions: 8 answers of 7 respondents; 64 / 10 = 6.4 effective respondents.
        Worked(
            "two questions",
            {**ASK, "questions": ["q", "other"], "weighted": False},
            50.0,
            7,
            0.9,
            error=sqrt((35000 / 8 - 2500) / 5.4),
        ),
    ],
)

BOOK: Row = {"kind": "ledger", "process": "problem"}
STRICT = {
    "red": "(is_null(closed) and due < period_end) or closed > due or reopened >= closed",
    "green": "closed <= due and not is_null(confirmed) and (is_null(reopened) or reopened < closed)",
}

# At the end of 2023: 1 done in time and confirmed, 2 done in time, 3 done late, 4 overdue, 5 under way,
# 6 put again and under way, 7 put again and overdue; 8 is done in 2024 and under way until then.
# 9 was over before the year, 10 comes after it, 11 is an opinion, 12 has no due day.
LIGHTS = Block(
    {
        "ledger": rows(
            "ledger",
            """
            item  kind     opened      due         closed            confirmed   reopened    department
            1     problem  2023-02-01  2023-03-01  2023-03-01T16:00  2023-03-04  -           a
            2     problem  2023-02-01  2023-03-01  2023-02-03        -           -           a
            3     problem  2023-02-01  2023-03-01  2023-03-02        2023-03-03  -           b
            4     problem  2023-02-01  2023-03-01  -                 -           -           b
            5     problem  2023-11-01  2024-03-01  -                 -           -           b
            6     problem  2023-02-01  2024-03-01  2023-02-06        -           2023-11-01  a
            7     problem  2023-02-01  2023-03-01  2023-02-06        -           2023-11-01  a
            8     problem  2023-11-01  2024-03-01  2024-01-05        2024-01-06  -           a
            9     problem  2022-02-01  2022-03-01  2022-02-06        -           -           a
            10    problem  2024-02-01  2024-03-01  -                 -           -           a
            11    opinion  2023-02-01  2023-03-01  -                 -           -           a
            12    problem  2023-02-01  -           -                 -           -           c
            """,
        )
    },
    [
        # Of nine: red 3, 4, 7; green 1, 2; yellow 5, 6, 8, 12. Eight of nine have a due day.
        Worked("red", {**BOOK, "show": "red"}, 300 / 9, 9, 8 / 9, error=100 * sqrt(2 / 81)),
        Worked("green", {**BOOK, "show": "green"}, 200 / 9, 9, 8 / 9),
        Worked("yellow", {**BOOK, "show": "yellow"}, 400 / 9, 9, 8 / 9),
        # Confirmed and not put again: green is 1 alone; 6 and 7 are red.
        Worked("strict red", {**BOOK, "show": "red", "lights": STRICT}, 400 / 9, 9, 8 / 9),
        Worked("strict green", {**BOOK, "show": "green", "lights": STRICT}, 100 / 9, 9, 8 / 9),
        # Done or due: 1, 2, 3, 4, 6, 7; in time 1, 2, 6, 7.
        Worked("on time", {**BOOK, "show": "on-time"}, 400 / 6, 6, 8 / 9),
        # Done at some time: 1, 2, 3, 6, 7; put again 6 and 7.
        Worked("reopened", {**BOOK, "show": "reopened"}, 40.0, 5, 8 / 9),
        Worked("one department", {**BOOK, "show": "red", "filter": "department = 'b'"}, 200 / 3, 3),
        Worked("few", {**BOOK, "show": "red", "min_cases": 10}, 300 / 9, 9, 8 / 9, reason="too-few-cases"),
        Worked("no due days", {**BOOK, "show": "red", "min_coverage": 0.9}, 300 / 9, 9, 8 / 9, reason="log-incomplete"),
        # Closing time in working days: 1 is 20, 2 is 2, 3 is 21, 6 and 7 are 3.
        Worked(
            "closing time",
            {
                "kind": "duration",
                "table": "ledger",
                "process": "problem",
                "start": {"stamp": "opened"},
                "end": {"stamp": "closed"},
                "clock": "working_days",
            },
            3.0,
            5,
        ),
        # Of the items due in 2023 (1, 2, 3, 4, 7) two are confirmed.
        Worked(
            "share",
            {
                "kind": "share",
                "table": "ledger",
                "process": "problem",
                "numerator": "not is_null(confirmed)",
                "period_by": "due",
            },
            40.0,
            5,
        ),
        # Put again in 2023: 2 per 1 unit of 1,000 of... no figure is given.
        Worked(
            "rate",
            {
                "kind": "rate",
                "table": "ledger",
                "process": "problem",
                "period_by": "reopened",
                "per": {"series": "firms"},
            },
            None,
            2,
            reason="no-denominator",
        ),
    ],
)

HEARD: Row = {"kind": "consultation"}

# 15 working days after 8 May 2023 is 29 May. 1 is answered on that day, 2 a day later, 3 never, 4 at once and after
# the year (it is judged in 2024). Adopted are 2 (as a commitment) and 1 (as a plan). 5 is of another department.
HEARING = Block(
    {
        "ledger": rows(
            "ledger",
            """
            item  kind        opened            closed      department
            1     opinion     2023-05-08T10:00  2023-05-29  a
            2     opinion     2023-05-08        2023-05-30  a
            3     opinion     2023-05-08        -           a
            4     opinion     2023-12-20        2023-12-21  a
            5     opinion     2023-05-08        2023-05-09  b
            6     proposal    2023-05-08        2023-05-09  b
            7     opinion     2023-05-08        2023-05-12  -
            2     commitment  2023-06-01        -           a
            1     plan        2023-06-01        -           a
            """,
        ),
        "statistics": rows("statistics", "period series value\n2023 active_firms 2000\n2023 residents 3"),
    },
    [
        # Six opinions, 4 among them; per 1,000 of 2,000 firms.
        Worked("received", {**HEARD, "show": "received"}, 3.0, 6, error=sqrt(6) / 2, high=3 + Z * sqrt(6) / 2),
        Worked(
            "per residents",
            {**HEARD, "show": "received", "per": {"series": "residents", "scale": 1.0}},
            2.0,
            6,
            error=sqrt(6) / 3,
        ),
        # Of 1, 2, 3, 5, 7 in time: 1, 5, 7.
        Worked("answered", {**HEARD, "show": "answered"}, 60.0, 5, error=100 * sqrt(0.24 / 5)),
        Worked("answered in 16 days", {**HEARD, "show": "answered", "within": 16}, 80.0, 5),
        # Two working days after 20 December is the 22nd: 4 is judged in 2023.
        Worked("answered in 2 days", {**HEARD, "show": "answered", "within": 2}, 200 / 6, 6),
        Worked("adopted", {**HEARD, "show": "adopted"}, 20.0, 5),
        Worked("adopted otherwise", {**HEARD, "show": "adopted", "adopted_as": "plan"}, 20.0, 5),
        Worked("of another kind", {**HEARD, "show": "answered", "process": "proposal"}, 100.0, 1),
        # 5 is of another department, 7 cannot be told: 3 of 4 are known, one of them is answered in time.
        Worked(
            "filter",
            {**HEARD, "show": "answered", "filter": "department = 'a'"},
            100 / 3,
            3,
            0.75,
            reason="log-incomplete",
        ),
        Worked(
            "filter, allowed",
            {**HEARD, "show": "received", "filter": "department = 'a'", "min_coverage": 0.5},
            2.0,
            4,
            0.8,
        ),
        Worked("few", {**HEARD, "show": "answered", "min_cases": 6}, 60.0, 5, reason="too-few-cases"),
    ],
)

BLOCKS = {"panel": PANEL, "departments": DEPARTMENTS, "lights": LIGHTS, "hearing": HEARING}
