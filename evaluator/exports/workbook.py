"""The result as a formatted workbook: ranking, scores, indicators, weights, method and sources."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from evaluator.assessment import MADE_UP, Assessment
from evaluator.beside import has_beside, in_words
from evaluator.exports.headings import Headings, for_reading, heading, reason
from evaluator.exports.origin import provenance, status
from evaluator.standard import Node
from evaluator.tables import only
from indicators.text import Lang, Text

if TYPE_CHECKING:
    import xlsxwriter

FONT = "Microsoft YaHei"
MAX_ROWS = 1_000_000
MAX_TEXT = 32_767
_SHEETS = {
    "ranking": Text(zh="排名", en="Ranking"),
    "scores": Text(zh="得分与贡献", en="Scores"),
    "indicators": Text(zh="指标", en="Indicators"),
    "beside": Text(zh="并列数据（不计分）", en="Beside (not scored)"),
    "weights": Text(zh="权重", en="Weights"),
    "origin": Text(zh="方法与来源", en="Method and sources"),
}
_TRIAL = Text(zh="（试算）", en=" (trial)")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook_bytes(
    assessment: Assessment, lang: Lang, note: Text | None = None, headings: Headings | None = None
) -> bytes:
    """The whole result as XLSX. No cell holds a formula; the same result gives the same bytes.

    Args:
        assessment: What was scored.
        lang: Language of names.
        note: A mark, such as that weights were changed for a trial; the name of each sheet shows that there is one.
        headings: Language of the headings; None: `lang`.
    """
    import xlsxwriter

    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, _OPTIONS) as book:
        # The writer would put the present moment here.
        title = assessment.standard.name.in_(lang)[:255]
        book.set_properties({"created": datetime.datetime(2000, 1, 1), "title": title})
        sheets = _Sheets(book, assessment, lang, note, headings or lang)
        ranking = for_reading(assessment.ranking(lang))
        sheets.table("ranking", _latest_first(ranking, assessment), bars=("score",), frozen=3)
        sheets.table("scores", _latest_first(assessment.scores(), assessment), frozen=3)
        sheets.table("indicators", _latest_first(assessment.indicators(), assessment), frozen=3)
        if has_beside(assessment.standard):
            beside = in_words(assessment.beside(), assessment.standard, lang)
            sheets.table("beside", _latest_first(beside, assessment), frozen=5)
        sheets.table("weights", _weights(assessment), bars=("weight",), frozen=2)
        sheets.facts(provenance(assessment, note))
    return sink.getvalue()


class _Exact(float):
    """A number that is printed so that it reads back the same; the writer's own format keeps 16 digits of 17."""

    def __format__(self, spec: str) -> str:
        del spec
        return float.__repr__(self)


class _Sheets:
    """A workbook that grows by sheets of one look."""

    def __init__(
        self, book: xlsxwriter.Workbook, assessment: Assessment, lang: Lang, note: Text | None, headings: Headings
    ) -> None:
        self.headings = headings
        self.book, self.assessment, self.lang, self.note = book, assessment, lang, note
        self.names: dict[str, str] = {}
        base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        self.plain = book.add_format({**base, "num_format": "@"})
        self.wrap = book.add_format({**base, "text_wrap": True, "valign": "top", "num_format": "@"})
        self.head = book.add_format(
            {**base, "bold": True, "bg_color": "#E3ECF3", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.label = book.add_format({**base, "bold": True, "valign": "top"})
        self.number = book.add_format({**base, "num_format": f"{0:.{assessment.decimals}f}"})
        self.figure = book.add_format({**base, "num_format": "#,##0.00##"})
        self.percent = book.add_format({**base, "num_format": "0.0%"})
        self.whole = book.add_format({**base, "num_format": "0"})
        self.change = book.add_format({**base, "num_format": '"▲"0;"▼"0;"—"', "align": "right"})

    def table(self, key: str, table: pa.Table, bars: tuple[str, ...] = (), frozen: int = 0) -> None:
        """A table on one sheet, or on as many as its rows need."""
        for part, start in enumerate(range(0, max(1, table.num_rows), MAX_ROWS), start=1):
            name = _SHEETS[key].in_(self.lang) + (f" {part}" if part > 1 else "")
            self._rows(name, table.slice(start, MAX_ROWS), bars, frozen)

    def facts(self, facts: Sequence[tuple[Text, Text]]) -> None:
        """The sheet on method and sources."""
        sheet = self._sheet(_SHEETS["origin"].in_(self.lang))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 110)
        for r, (key, value) in enumerate(facts):
            sheet.write_string(r, 0, key.in_(self.lang), self.label)
            sheet.write_string(r, 1, _fit(value.in_(self.lang)), self.wrap)

    def _rows(self, name: str, table: pa.Table, bars: tuple[str, ...], frozen: int) -> None:
        sheet = self._sheet(name)
        sheet.set_row(0, 32)
        for c, column in enumerate(table.column_names):
            title = heading(column, self.assessment.standard, self.headings)
            values = table.column(c).to_pylist()
            style = self._style(column, table.schema.field(c).type)
            sheet.set_column(
                c, c, _width(title, [self._words(column, one) for one in values[:500] if isinstance(one, str)]), style
            )
            sheet.write_string(0, c, _fit(title), self.head)
            self._column(sheet, c, column, values, style)
            if column in bars and values:
                sheet.conditional_format(1, c, len(values), c, _bar(values))
        last = max(1, table.num_rows), table.num_columns - 1
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, *last)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.repeat_rows(0)

    def _column(
        self, sheet: xlsxwriter.worksheet.Worksheet, c: int, column: str, values: Sequence[object], style: object
    ) -> None:
        for r, value in enumerate(values, start=1):
            if isinstance(value, (int, float)):
                sheet.write_number(r, c, _Exact(value) if isinstance(value, float) else value, style)
            elif value:
                sheet.write_string(r, c, _fit(self._words(column, value)), style)

    def _sheet(self, name: str) -> xlsxwriter.worksheet.Worksheet:
        sheet = self.book.add_worksheet(name + (_TRIAL.in_(self.lang) if self.note else ""))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        standard = self.assessment.standard
        left = f"{standard.name.in_(self.lang)[:60]} {standard.version}"
        usual = MADE_UP if self.assessment.made_up else status(self.assessment)
        right = (self.note or usual).in_(self.lang)[:80]
        sheet.set_header(f"&L{left.replace('&', '&&')}&R{right.replace('&', '&&')}")
        sheet.set_footer("&C&P / &N")
        if self.note:
            sheet.set_tab_color("#E69F00")
        return sheet

    def _words(self, column: str, value: object) -> str:
        if value is None:
            return ""
        text = str(value)
        if column == "reason":
            return reason(text, self.lang) if text else ""
        if column in ("node", "parent", "indicator") and text:
            if text not in self.names:
                self.names[text] = f"{self.assessment.standard.name_of(text).in_(self.lang)} ({text})"
            return self.names[text]
        return text

    def _style(self, column: str, kind: pa.DataType) -> xlsxwriter.format.Format:
        if column in ("coverage", "weight"):
            return self.percent
        if column == "rank_change":
            return self.change
        if column in ("raw", "imputed", "treated", "given", "value", "standard_error", "low", "high"):
            return self.figure
        if pa.types.is_floating(kind):
            return self.number
        return self.whole if pa.types.is_integer(kind) else self.plain


def _latest_first(table: pa.Table, assessment: Assessment) -> pa.Table:
    """The rows of the latest period first: it is what people open the file for."""
    return pa.concat_tables([only(table, "period", period) for period in reversed(assessment.periods)])


def _weights(assessment: Assessment) -> pa.Table:
    """The tree with the weights as written and their shares in the latest period."""
    query = """SELECT DISTINCT t.no, w.period, t.entry AS node, p.entry AS parent, t.depth, w.share AS weight
FROM tree AS t
LEFT JOIN tree AS p ON p.no = t.parent
JOIN weights AS w ON w.no = t.no
ORDER BY t.no"""
    table = only(assessment.run.store.table(query), "period", assessment.latest)
    given = {
        entry.id if isinstance(entry, Node) else entry.indicator: entry.weight
        for entry, _ in assessment.standard.entries()
    }
    nodes = table["node"].to_pylist()
    return pa.table(
        {
            "node": pa.array(nodes, pa.string()),
            "parent": table["parent"],
            "depth": table["depth"],
            "given": pa.array([given.get(node) for node in nodes], pa.float64()),
            "weight": table["weight"],
        }
    )


def _bar(values: Sequence[object]) -> dict[str, object]:
    bar: dict[str, object] = {"type": "data_bar", "bar_color": "#8DBBD9", "bar_solid": True}
    if min((value for value in values if isinstance(value, float)), default=0.0) >= 0:
        bar |= {"min_type": "num", "min_value": 0}
    return bar


def _fit(text: str) -> str:
    """Text that a cell can hold; the writer would leave out what is longer."""
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def _width(title: str, words: Sequence[str]) -> float:
    longest = max([_columns(word) for word in words], default=8)
    return min(44.0, max(8.0, min(longest, 42) + 2, min(14, _columns(title) + 2)))


def _columns(text: str) -> int:
    return sum(2 if ord(one) > 0x2E7F else 1 for one in text)
