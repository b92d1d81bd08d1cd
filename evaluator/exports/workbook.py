"""The result as a formatted workbook: ranking, scores, indicators, weights, method and sources."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

import pyarrow as pa

from evaluator.assessment import REASONS, Assessment
from evaluator.exports.origin import provenance
from evaluator.standard import Node
from indicators.text import Lang, Text

if TYPE_CHECKING:
    import xlsxwriter

FONT = "Microsoft YaHei"
MAX_ROWS = 1_000_000
_SHEETS = {
    "ranking": Text(zh="排名", en="Ranking"),
    "scores": Text(zh="得分与贡献", en="Scores"),
    "indicators": Text(zh="指标", en="Indicators"),
    "weights": Text(zh="权重", en="Weights"),
    "origin": Text(zh="方法与来源", en="Method and sources"),
}
_NAMES = {
    "rank": Text(zh="名次", en="Rank"),
    "region": Text(zh="地区代码", en="Region"),
    "name": Text(zh="地区", en="Name"),
    "period": Text(zh="时期", en="Period"),
    "score": Text(zh="得分", en="Score"),
    "coverage": Text(zh="覆盖度", en="Coverage"),
    "rank_change": Text(zh="名次变动", en="Change of rank"),
    "reason": Text(zh="说明", en="Reason"),
    "level": Text(zh="层级", en="Level"),
    "node": Text(zh="节点", en="Node"),
    "parent": Text(zh="上级", en="Parent"),
    "depth": Text(zh="层次", en="Depth"),
    "weight": Text(zh="权重占比", en="Weight"),
    "contribution": Text(zh="对总分的贡献", en="Contribution"),
    "indicator": Text(zh="指标", en="Indicator"),
    "raw": Text(zh="原始值", en="Raw"),
    "imputed": Text(zh="填补后", en="Imputed"),
    "treated": Text(zh="处理后", en="Treated"),
    "normalised": Text(zh="归一化", en="Normalised"),
    "flags": Text(zh="标记", en="Flags"),
    "source": Text(zh="来源", en="Source"),
}


def workbook_bytes(assessment: Assessment, lang: Lang, note: Text | None = None) -> bytes:
    """The whole result as XLSX. No cell holds a formula; the same result gives the same bytes."""
    import xlsxwriter

    sink = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(sink, options) as book:
        book.set_properties({"created": datetime.datetime(2000, 1, 1), "title": assessment.standard.name.in_(lang)})
        sheets = _Sheets(book, assessment, lang)
        sheets.table("ranking", assessment.ranking(lang), bars=("score",))
        sheets.table("scores", assessment.scores(), bars=())
        sheets.table("indicators", assessment.indicators(), bars=())
        sheets.table("weights", _weights(assessment, lang), bars=("weight",))
        sheets.facts(provenance(assessment, note))
    return sink.getvalue()


class _Sheets:
    def __init__(self, book: xlsxwriter.Workbook, assessment: Assessment, lang: Lang) -> None:
        self.book, self.assessment, self.lang = book, assessment, lang
        base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        self.plain = book.add_format(base)
        self.wrap = book.add_format({**base, "text_wrap": True, "valign": "top"})
        self.head = book.add_format(
            {**base, "bold": True, "bg_color": "#E3ECF3", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.label = book.add_format({**base, "bold": True, "valign": "top"})
        self.number = book.add_format({**base, "num_format": "0.00"})
        self.figure = book.add_format({**base, "num_format": "#,##0.####"})
        self.percent = book.add_format({**base, "num_format": "0.0%"})
        self.whole = book.add_format({**base, "num_format": "0"})
        self.change = book.add_format({**base, "num_format": '"▲"0;"▼"0;"—"'})

    def table(self, key: str, table: pa.Table, bars: tuple[str, ...]) -> None:
        """One sheet with a frozen heading, number formats, filters and data bars."""
        sheet = self.book.add_worksheet(_SHEETS[key].in_(self.lang))
        table = table.slice(0, MAX_ROWS)
        names = [self._name(column) for column in table.column_names]
        sheet.set_row(0, 32)
        for c, (column, name) in enumerate(zip(table.column_names, names, strict=True)):
            style = self._style(column, table.schema.field(column).type)
            values = table[column].to_pylist()
            sheet.set_column(c, c, _width(name, values), style)
            sheet.write_string(0, c, name, self.head)
            for r, value in enumerate(values, start=1):
                if isinstance(value, (int, float)):
                    sheet.write_number(r, c, value, style)
                elif value:
                    sheet.write_string(r, c, self._words(column, value), style)
            if column in bars and values:
                bar = {"type": "data_bar", "bar_color": "#8DBBD9", "bar_solid": True, "min_type": "num", "min_value": 0}
                sheet.conditional_format(1, c, len(values), c, bar)
        sheet.freeze_panes(1, 3 if key == "ranking" else 0)
        sheet.autofilter(0, 0, max(1, table.num_rows), len(names) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def facts(self, facts: list[tuple[Text, Text]]) -> None:
        """The sheet on method and sources."""
        sheet = self.book.add_worksheet(_SHEETS["origin"].in_(self.lang))
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 110)
        for r, (key, value) in enumerate(facts):
            sheet.write_string(r, 0, key.in_(self.lang), self.label)
            sheet.write_string(r, 1, value.in_(self.lang), self.wrap)

    def _name(self, column: str) -> str:
        known = _NAMES.get(column)
        return known.in_(self.lang) if known else self.assessment.standard.name_of(column).in_(self.lang)

    def _words(self, column: str, value: str) -> str:
        if column == "reason":
            zh, en = REASONS.get(value, (value, value))
            return zh if self.lang == "zh" else en
        if column in ("node", "parent", "indicator"):
            return f"{self.assessment.standard.name_of(value).in_(self.lang)} ({value})"
        return value

    def _style(self, column: str, kind: pa.DataType) -> xlsxwriter.format.Format:
        if column in ("coverage", "weight"):
            return self.percent
        if column == "rank_change":
            return self.change
        if column in ("raw", "imputed", "treated"):
            return self.figure
        if pa.types.is_floating(kind):
            return self.number
        return self.whole if pa.types.is_integer(kind) else self.plain


def _weights(assessment: Assessment, lang: Lang) -> pa.Table:
    """The tree with the weights as written and their shares."""
    query = """SELECT DISTINCT t.no, t.entry AS node, p.entry AS parent, t.depth, w.share AS weight
FROM tree AS t LEFT JOIN tree AS p ON p.no = t.parent JOIN weights AS w ON w.no = t.no
WHERE w.period = (SELECT max_by(period, position) FROM periods) ORDER BY t.no"""
    rows = assessment.run.store.table(query).to_pylist()
    names = {entry.id: entry for entry, _ in assessment.standard.entries() if isinstance(entry, Node)}
    return pa.table(
        {
            "node": pa.array([row["node"] for row in rows], pa.string()),
            "name": pa.array([assessment.standard.name_of(row["node"]).in_(lang) for row in rows], pa.string()),
            "parent": pa.array([row["parent"] if row["parent"] in names else "" for row in rows], pa.string()),
            "depth": pa.array([row["depth"] for row in rows], pa.int64()),
            "weight": pa.array([row["weight"] for row in rows], pa.float64()),
        }
    )


def _width(name: str, values: list[object]) -> float:
    longest = max([_columns(str(value)) for value in values[:200] if isinstance(value, str)], default=8)
    return min(44.0, max(8.0, longest + 2, min(14, _columns(name) + 2)))


def _columns(text: str) -> int:
    return sum(2 if ord(one) > 0x2E7F else 1 for one in text)
