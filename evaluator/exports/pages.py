"""The ranking as Markdown and as one HTML page without scripts."""

from __future__ import annotations

import html
from dataclasses import dataclass

from evaluator.assessment import MADE_UP, Assessment
from evaluator.exports.headings import Headings, heading, reason
from evaluator.exports.origin import in_words, provenance, status
from evaluator.rounding import fixed
from evaluator.tables import only
from indicators.text import Lang, Text

_STYLE = """
body{font:15px/1.5 "Source Sans 3","PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",sans-serif;
color:#1b2733;background:#fff;margin:2rem auto;max-width:76rem;padding:0 1rem}
h1{font-size:1.4rem;margin:0 0 .4rem}p{margin:.3rem 0}p.mark{color:#8a4b00;background:#fff4e0;padding:.4rem .8rem;
border-radius:4px}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;margin:1.2rem 0}
caption{text-align:left;font-size:1.1rem;font-weight:600;padding:.3rem 0}
th{background:#eef3f7;text-align:left;vertical-align:bottom;overflow-wrap:break-word}
th,td{padding:.3rem .5rem;border-bottom:1px solid #dde5ec}td{overflow-wrap:break-word;max-width:18rem}
td.n,th.n{text-align:right}
td.n{white-space:nowrap}td.bar{min-width:7rem;padding-left:0}td.bar i{display:block;height:.7rem;background:#7fb2d6}
h2{font-size:1.1rem;margin-top:2rem}dl{font-size:.85rem;color:#46535f;overflow-wrap:anywhere}
dt{font-weight:600}dd{margin:0 0 .3rem}
@media print{body{margin:0;max-width:none;font-size:11px}tr{break-inside:avoid}thead{display:table-header-group}
table+table{break-before:page}th,td{padding:.18rem .35rem}th,.mark,td.bar i{print-color-adjust:exact}}
"""


@dataclass(frozen=True)
class _Printed:
    """One period's ranking as text.

    Attributes:
        columns: Ids of the columns.
        headings: Their names, and whether they hold numbers.
        rows: Cells.
        shares: Score of each row in percent of the best one; 0 where there is no bar to draw.
    """

    columns: tuple[str, ...]
    headings: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


def ranking_markdown(
    assessment: Assessment, lang: Lang, note: Text | None = None, headings: Headings | None = None
) -> bytes:
    """The ranking of every period as Markdown tables, the latest first."""
    lines = [f"# {_md(assessment.standard.name.in_(lang))}", ""]
    for mark in _marks(assessment, lang, note):
        lines += [f"**{_md(mark)}**", ""]
    for period in reversed(assessment.periods):
        printed = _print(assessment, period, lang, headings or lang)
        lines += [f"## {_md(period)}", "", "| " + " | ".join(_md(name) for name, _ in printed.headings) + " |"]
        lines.append("| " + " | ".join("---:" if number else "---" for _, number in printed.headings) + " |")
        lines += ["| " + " | ".join(_md(cell) for cell in row) + " |" for row in printed.rows]
        lines.append("")
    lines += [f"## {_ORIGIN.in_(lang)}", ""]
    colon = in_words(Text.same(""), lang)
    lines += [f"- {_md(key.in_(lang))}{colon}{_md(value.in_(lang))}" for key, value in provenance(assessment, note)]
    return ("\n".join(lines) + "\n").encode()


def ranking_html(
    assessment: Assessment, lang: Lang, note: Text | None = None, headings: Headings | None = None
) -> bytes:
    """The ranking of every period, the latest first, as one page that stands alone and prints well."""
    title = html.escape(assessment.standard.name.in_(lang))
    parts = [
        f'<!doctype html>\n<html lang="{"zh-Hans" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>",
    ]
    parts += [f'<p class="mark">{html.escape(mark)}</p>' for mark in _marks(assessment, lang, note)]
    parts += [
        _html_table(_print(assessment, period, lang, headings or lang), period)
        for period in reversed(assessment.periods)
    ]
    parts.append(f"<h2>{_ORIGIN.in_(lang)}</h2>\n<dl>")
    for key, value in provenance(assessment, note):
        parts.append(f"<dt>{html.escape(key.in_(lang))}</dt><dd>{html.escape(value.in_(lang))}</dd>")
    return ("\n".join([*parts, "</dl>\n</body>\n</html>"]) + "\n").encode()


_ORIGIN = Text(zh="方法与来源", en="Method and sources")


def _marks(assessment: Assessment, lang: Lang, note: Text | None) -> list[str]:
    """What must be seen before the first figure."""
    marks = [note] if note is not None else []
    if assessment.made_up:
        marks.insert(0, MADE_UP)
    if assessment.standard.status != "in-force":
        marks.append(status(assessment))
    return [mark.in_(lang) for mark in marks]


def _html_table(printed: _Printed, period: str) -> str:
    head = []
    for column, (name, number) in zip(printed.columns, printed.headings, strict=True):
        wide = " colspan=2" if column == "score" else ""
        head.append(f"<th{' class=n' if number and not wide else ''}{wide}>{html.escape(name)}</th>")
    body = []
    for row, share in zip(printed.rows, printed.shares, strict=True):
        cells = []
        for column, (_, number), cell in zip(printed.columns, printed.headings, row, strict=True):
            cells.append(f"<td{' class=n' if number else ''}>{html.escape(cell)}</td>")
            if column == "score":
                cells.append(f'<td class=bar><i style="width:{share:.1f}%"></i></td>')
        body.append(f"<tr>{''.join(cells)}</tr>")
    top = f"<table>\n<caption>{html.escape(period)}</caption>\n<thead><tr>{''.join(head)}</tr></thead>"
    return "\n".join([top, "<tbody>", *body, "</tbody>\n</table>"])


def _print(assessment: Assessment, period: str, lang: Lang, headings: Headings) -> _Printed:
    table = only(assessment.ranking(lang), "period", period)
    rows = table.to_pylist()
    columns = ["rank", "region", "name", "score", "rank_change", "coverage", *assessment.top_columns.values()]
    if assessment.intervals is not None:
        from evaluator.robustness.placing import interval_text

        columns.insert(1, "rank_interval")
        for row in rows:
            row["rank_interval"] = interval_text(row)
    columns += [last for last in ("reason", "level") if any(row.get(last) for row in rows)]
    text = ("region", "name", "reason", "level")
    scores = [row["score"] for row in rows]
    best = max((score for score in scores if score is not None), default=0.0)
    return _Printed(
        tuple(columns),
        tuple((heading(column, assessment.standard, headings), column not in text) for column in columns),
        tuple(tuple(_cell(column, row[column], lang, assessment.decimals) for column in columns) for row in rows),
        tuple(100 * max(0.0, score or 0.0) / best if best > 0 else 0.0 for score in scores),
    )


def _cell(column: str, value: object, lang: Lang, decimals: int) -> str:
    if column == "reason":
        return reason(str(value or ""), lang)
    if value is None:
        return "—"
    if column == "coverage" and isinstance(value, float):
        return f"{100 * value:.0f}%"
    if column == "rank_change" and isinstance(value, int):
        return f"▲{value}" if value > 0 else f"▼{-value}" if value < 0 else "—"
    return fixed(value, decimals) if isinstance(value, float) else str(value)


def _md(text: str) -> str:
    """Text that Markdown takes for text: no markup, no HTML, no link out of a bare address."""
    flat = " ".join(html.escape(text, quote=False).split())
    for mark in "\\`*_[]|#$!~":
        flat = flat.replace(mark, "\\" + mark)
    return flat.replace("://", "\\://").replace("www.", "www\\.")
