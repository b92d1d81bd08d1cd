"""Statistics, checklists, surveys and ledgers of counties that do not exist."""

from __future__ import annotations

import datetime

import numpy as np

from evaluator.sample.logs import MARK
from evaluator.sample.places import DAYS_OF_QUARTER, FIRST_DAYS, QUARTERS, County
from indicators.catalogue import Entry
from indicators.measures.checklist import Checklist

Row = dict[str, object]

#: Share series: numerator, denominator, level at quality 0 and at quality 1. Denominators are per firm, or fixed.
SHARES = (
    ("internet_users_6plus", "population_6plus", 0.62, 0.92),
    ("gigabit_subscribers", "broadband_subscribers", 0.08, 0.48),
    ("open_datasets_in_cycle", "open_datasets_listed", 0.25, 0.95),
    ("items_zero_visit", "items_on_application", 0.45, 0.98),
    ("firms_eseal_used_12m", "active_firms", 0.03, 0.45),
    ("tax_filings_electronic", "tax_filings_total", 0.85, 0.995),
    ("decisions_disclosed_on_time", "decisions_to_disclose", 0.72, 0.995),
    ("rules_consulted_30d_with_feedback", "rules_to_consult", 0.52, 0.98),
)
SERIES: dict[str, tuple[str, str, str, str]] = {
    "population_6plus": ("6 岁及以上常住人口", "Residents aged 6 and over", "万人", "10,000 persons"),
    "internet_users_6plus": ("近半年上网的 6 岁及以上人口", "Internet users aged 6 and over", "万人", "10,000 persons"),
    "broadband_subscribers": ("固定宽带用户", "Fixed-broadband subscribers", "万户", "10,000 subscribers"),
    "gigabit_subscribers": ("千兆及以上用户", "Gigabit subscribers", "万户", "10,000 subscribers"),
    "open_datasets_listed": ("开放数据集总数", "Open datasets listed", "个", "datasets"),
    "open_datasets_cycle_year_or_more": (
        "更新周期一年及以上的数据集",
        "Open datasets with a cycle of a year or more",
        "个",
        "datasets",
    ),
    "open_datasets_in_cycle": ("仍在更新周期内的数据集", "Open datasets within their cycle", "个", "datasets"),
    "active_firms": ("年末存续企业", "Firms in existence", "户", "firms"),
    "active_smes_10k": ("年末存续中小微企业", "Micro, small and medium firms", "万户", "10,000 firms"),
    "urban_employed_10k": ("城镇就业人员", "Urban employed persons", "万人", "10,000 persons"),
    "digital_certificates": ("数字类职业培训取证", "Certificates of digital training", "人次", "certificates"),
    "items_on_application": ("依申请政务服务事项", "Items on application", "项", "items"),
    "items_zero_visit": ("到现场次数为零的事项", "Items without a visit", "项", "items"),
    "firms_eseal_used_12m": ("近 12 个月用过电子印章的企业", "Firms that used an e-seal", "户", "firms"),
    "smes_with_platform_credit_loan": ("经平台获信用贷款的中小微企业", "Firms with an unsecured loan", "户", "firms"),
    "tax_filings_total": ("涉税业务总笔数", "Tax transactions", "笔", "transactions"),
    "tax_filings_electronic": ("电子渠道涉税业务笔数", "Electronic tax transactions", "笔", "transactions"),
    "fields_credit_report_accepted": ("可用信用报告替代证明的领域", "Fields for credit reports", "个", "fields"),
    "decisions_to_disclose": ("应公示的许可与处罚决定", "Decisions to disclose", "件", "decisions"),
    "decisions_disclosed_on_time": ("按期公示的决定", "Decisions disclosed on time", "件", "decisions"),
    "rules_to_consult": ("应征求意见的涉企文件", "Documents to consult on", "件", "documents"),
    "rules_consulted_30d_with_feedback": ("征求意见满 30 日且有反馈的文件", "Documents consulted", "件", "documents"),
}
DEPARTMENTS = (
    "税务",
    "市场监管",
    "自然资源",
    "住建",
    "人社",
    "发改",
    "行政审批",
    "生态环境",
    "医保",
    "公安",
    "应急",
    "供电",
)
FIRMS = 130
#: Problems, opinions, commitments and bad reviews a county and quarter.
LEDGER = {"problem": 42, "opinion": 34, "commitment": 16, "bad_review": 18}
#: Survey answers and bad reviews that are looked at again, a county and quarter.
REVIEWS = {"answer_review": 24, "bad_review_check": 15}
DEADLINES = (7, 21, 30)


def statistics(county: County, quarter: int, seed: int) -> list[Row]:
    """Published figures of a county in a quarter."""
    draw = np.random.default_rng([seed, 5, county.number, quarter])
    fixed = np.random.default_rng([seed, 6, county.number])
    base = {
        "population_6plus": county.population * 0.94,
        "broadband_subscribers": county.population * 0.4,
        "open_datasets_listed": float(fixed.integers(80, 400)),
        "active_firms": float(county.firms),
        "active_smes_10k": county.firms * 0.97 / 10_000,
        "urban_employed_10k": county.population * 0.3,
        "items_on_application": float(fixed.integers(900, 1_800)),
        "tax_filings_total": float(county.firms * 6),
        "decisions_to_disclose": float(fixed.integers(800, 6_000)),
        "rules_to_consult": float(fixed.integers(12, 30)),
    }
    quality = float(county.quality[quarter])
    figures = {name: round(value, 4) for name, value in base.items()}
    for name, whole, low, high in SHARES:
        share = min(0.999, low + (high - low) * min(1.0, max(0.0, quality + draw.normal(0, 0.05))))
        value = base[whole] * share
        figures[name] = round(value, 4) if base[whole] < 500 and base[whole] != int(base[whole]) else float(int(value))
    figures["digital_certificates"] = float(int(base["urban_employed_10k"] * 140 * quality))
    figures["smes_with_platform_credit_loan"] = float(int(base["active_smes_10k"] * 180 * quality))
    figures["fields_credit_report_accepted"] = float(int(8 + 30 * quality))
    # Drawn apart, so that the other figures stay what they were.
    slow = np.random.default_rng([seed, 10, county.number, quarter]).normal(0.34 - 0.22 * quality, 0.02)
    figures["open_datasets_cycle_year_or_more"] = float(int(base["open_datasets_listed"] * min(0.6, max(0.02, slow))))
    common = {"region": county.code, "period": QUARTERS[quarter], "source": MARK}
    return [{**common, "series": name, "value": value} for name, value in figures.items()]


def answers(county: County, quarter: int, seed: int, checklists: list[tuple[Entry, Checklist]]) -> list[Row]:
    """One assessor's answers to every checklist of the draft; a good county seldom slips back."""
    rows: list[Row] = []
    for place, (entry, checklist) in enumerate(checklists):
        draw = np.random.default_rng([seed, 7, county.number, place])
        hard = draw.random(len(checklist.items))
        level = float(county.quality[quarter]) * 1.15
        for item, bar in zip(checklist.items, hard, strict=True):
            said = "yes" if bar < level - 0.12 else "partial" if bar < level else "no"
            rows.append(
                {
                    "region": county.code,
                    "period": QUARTERS[quarter],
                    "indicator": entry.indicator.id,
                    "item": item.id,
                    "answer": said,
                    "respondent": "assessor",
                    "proof": MARK if said != "no" else "",
                    "made_up": MARK,
                }
            )
    return rows


def responses(county: County, quarter: int, seed: int) -> dict[str, list[object]]:
    """Surveys by column: firms on departments, hidden barriers, ease and exclusion."""
    draw = np.random.default_rng([seed, 8, county.number, quarter])
    quality = float(county.quality[quarter])
    # In the third county satisfaction saturates: 95.9 % very satisfied at first, 99.1 % at last.
    share = 0.959 + 0.032 * (1 - np.exp(-0.9 * quarter)) if county.number == 2 else 0.60 + 0.38 * quality
    columns: dict[str, list[object]] = {name: [] for name in RESPONSES}
    firms = [f"firm-{n + 1:03d}" for n in range(FIRMS)]
    for department in DEPARTMENTS:
        good = min(0.999, max(0.3, share + draw.normal(0, 0.004 if county.number == 2 else 0.03)))
        said = np.array(["very_satisfied", "average", "poor"])[
            draw.choice(3, FIRMS, p=[good, (1 - good) * 0.8, (1 - good) * 0.2])
        ]
        contact = np.where(draw.random(FIRMS) < 0.75, "yes", "no")
        _add(columns, county, quarter, "departments", "department_satisfaction", department, firms, said, contact)
    barrier = np.where(draw.random(FIRMS) < 0.30 * (1 - quality), "yes", "no")
    everyone = np.full(FIRMS, "yes")
    _add(columns, county, quarter, "hidden_barrier", "met_unpublished_requirement", "", firms, barrier, everyone)
    shut_out = np.where(draw.random(FIRMS) < 0.25 * (1 - quality), "yes", "no")
    _add(columns, county, quarter, "digital_exclusion", "could_not_use", "", firms, shut_out, everyone)
    for question in ("findable", "understandable", "doable"):
        marks = 1 + draw.binomial(4, min(0.95, 0.35 + 0.6 * quality), FIRMS)
        _add(columns, county, quarter, "digital_ease", question, "", firms, marks.astype(str), everyone)
    return columns


RESPONSES = (
    "region", "period", "survey", "respondent", "subject", "question", "answer", "contact", "made_up",
)  # fmt: skip


def _add(
    columns: dict[str, list[object]],
    county: County,
    quarter: int,
    survey: str,
    question: str,
    subject: str,
    firms: list[str],
    said: np.ndarray[tuple[int], np.dtype[np.str_]],
    contact: np.ndarray[tuple[int], np.dtype[np.str_]],
) -> None:
    number = len(firms)
    values: dict[str, list[str]] = {
        "region": [county.code] * number,
        "period": [QUARTERS[quarter]] * number,
        "survey": [survey] * number,
        "respondent": firms,
        "subject": [subject] * number,
        "question": [question] * number,
        "answer": said.tolist(),
        "contact": contact.tolist(),
        "made_up": [MARK] * number,
    }
    for name, column in columns.items():
        column.extend(values[name])


def ledger(county: County, quarter: int, seed: int) -> list[Row]:
    """Problems, opinions, commitments and bad reviews that were put in a quarter."""
    draw = np.random.default_rng([seed, 9, county.number, quarter])
    quality = float(county.quality[quarter])
    first = FIRST_DAYS[quarter].astype(datetime.date)
    rows: list[Row] = []
    for kind, number in LEDGER.items():
        for n in range(number):
            opened = first + datetime.timedelta(days=int(draw.integers(0, DAYS_OF_QUARTER)))
            limit = DEADLINES[int(draw.integers(0, 3))] if kind == "problem" else 90 if kind == "commitment" else 21
            took = int(draw.lognormal(np.log(limit * (1.15 - 0.7 * quality)), 0.4))
            closed = opened + datetime.timedelta(days=took) if draw.random() < 0.97 else None
            sure = closed is not None and draw.random() < 0.70 + 0.28 * quality
            again = sure and kind == "problem" and draw.random() < 0.15 * (1 - quality)
            rows.append(
                {
                    "region": county.code,
                    "item": f"{kind}-{county.code}-{quarter}-{n + 1}",
                    "kind": kind,
                    "opened": opened,
                    "due": opened + datetime.timedelta(days=limit),
                    "closed": closed,
                    "confirmed": _later(closed, 3) if sure else None,
                    "reopened": _later(closed, 20) if again else None,
                    "department": DEPARTMENTS[int(draw.integers(0, len(DEPARTMENTS)))],
                    "made_up": MARK,
                }
            )
    return rows


def reviews(county: County, quarter: int, seed: int) -> list[Row]:
    """Survey answers and bad reviews that were looked at again; about one in five is set aside."""
    draw = np.random.default_rng([seed, 11, county.number, quarter])
    first = FIRST_DAYS[quarter].astype(datetime.date)
    rows: list[Row] = []
    for kind, number in REVIEWS.items():
        for n in range(number):
            opened = first + datetime.timedelta(days=int(draw.integers(0, DAYS_OF_QUARTER - 15)))
            closed = opened + datetime.timedelta(days=int(draw.integers(3, 15)))
            rows.append(
                {
                    "region": county.code,
                    "item": f"{kind}-{county.code}-{quarter}-{n + 1}",
                    "kind": kind,
                    "opened": opened,
                    "due": opened + datetime.timedelta(days=15),
                    "closed": closed,
                    "confirmed": closed if draw.random() < 0.2 else None,
                    "made_up": MARK,
                }
            )
    return rows


def _later(day: datetime.date | None, days: int) -> datetime.date | None:
    return day + datetime.timedelta(days=days) if day else None
