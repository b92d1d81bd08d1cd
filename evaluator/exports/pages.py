"""The ranking as Markdown and as one HTML page without scripts."""

from __future__ import annotations

import html

import pyarrow as pa

from evaluator.assessment import REASONS, Assessment
from evaluator.exports.origin import in_words, provenance
from evaluator.tables import only
from indicators.text import Lang, Text

_HEAD = {
    "rank": Text(zh="名次", en="Rank"),
    "region": Text(zh="代码", en="Code"),
    "name": Text(zh="地区", en="Region"),
    "score": Text(zh="得分", en="Score"),
    "rank_change": Text(zh="名次变动", en="Change"),
    "coverage": Text(zh="覆盖度", en="Coverage"),
    "reason": Text(zh="说明", en="Remark"),
}
_STYLE = """
body{font:15px/1.6 "Source Sans 3","PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",sans-serif;
color:#1b2733;margin:2rem auto;max-width:72rem;padding:0 1rem}
h1{font-size:1.4rem;margin-bottom:.2rem}.draft{color:#8a4b00;background:#fff4e0;padding:.4rem .8rem;border-radius:4px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;margin:1rem 0}
th{background:#eef3f7;text-align:left;vertical-align:bottom}th,td{padding:.3rem .5rem;border-bottom:1px solid #dde5ec}
td.n,th.n{text-align:right}caption{text-align:left;font-weight:600;padding:.5rem 0}
.bar{background:linear-gradient(#0072b2,#0072b2) no-repeat left center/var(--w) 60%;opacity:.95}
dl{font-size:.85rem;color:#46535f;overflow-wrap:anywhere}dt{font-weight:600}dd{margin:0 0 .3rem}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}thead{display:table-header-group}}
"""


def ranking_markdown(assessment: Assessment, lang: Lang, note: Text | None = None) -> bytes:
    """The ranking of every period as Markdown tables."""
    lines = [f"# {_md(assessment.standard.name.in_(lang))}", ""]
    for period in reversed(assessment.periods):
        names, rows = _cells(assessment, period, lang)
        lines += [f"## {period}", "", "| " + " | ".join(_md(name) for name, _ in names) + " |"]
        lines.append("| " + " | ".join("---:" if number else "---" for _, number in names) + " |")
        lines += ["| " + " | ".join(_md(cell) for cell in row) + " |" for row in rows]
        lines.append("")
    lines += [f"- {_md(in_words(key, lang))}{_md(value.in_(lang))}" for key, value in provenance(assessment, note)]
    return ("\n".join(lines) + "\n").encode()


def ranking_html(assessment: Assessment, lang: Lang, note: Text | None = None) -> bytes:
    """The ranking of every period as one page that stands alone and prints well."""
    title = html.escape(assessment.standard.name.in_(lang))
    code = "zh-Hans" if lang == "zh" else "en"
    parts = [
        f'<!doctype html><html lang="{code}"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1>",
    ]
    facts = provenance(assessment, note)
    if assessment.standard.status == "draft":
        parts.append(f'<p class="draft">{html.escape(facts[1 if note is None else 2][1].in_(lang))}</p>')
    if note is not None:
        parts.append(f'<p class="draft">{html.escape(note.in_(lang))}</p>')
    for period in reversed(assessment.periods):
        parts.append(_html_table(assessment, period, lang))
    parts.append("<dl>")
    parts += [f"<dt>{html.escape(key.in_(lang))}</dt><dd>{html.escape(value.in_(lang))}</dd>" for key, value in facts]
    return ("\n".join([*parts, "</dl></html>"]) + "\n").encode()


def _html_table(assessment: Assessment, period: str, lang: Lang) -> str:
    names, rows = _cells(assessment, period, lang)
    position = next(i for i, (name, _) in enumerate(names) if name == _HEAD["score"].in_(lang))
    scores = _of(assessment, period, lang)["score"].to_pylist()
    top = max((score for score in scores if score is not None), default=0) or 1
    head = "".join(f"<th{' class=n' if number else ''}>{html.escape(name)}</th>" for name, number in names)
    body = []
    for row, score in zip(rows, scores, strict=True):
        cells = []
        for i, (cell, (_, number)) in enumerate(zip(row, names, strict=True)):
            share = 100 * max(0.0, score or 0) / top if i == position else 0
            style = f' style="box-shadow:inset {share * 0.06:.2f}rem 0 0 #cfe3f1"' if share else ""
            cells.append(f"<td{' class=n' if number else ''}{style}>{html.escape(cell)}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><caption>{period}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _of(assessment: Assessment, period: str, lang: Lang) -> pa.Table:
    return only(assessment.ranking(lang), "period", period)


def _cells(assessment: Assessment, period: str, lang: Lang) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headings (and whether a column is numbers) and rows, as printed."""
    tops = assessment.tops
    columns = ["rank", "region", "name", "score", "rank_change", "coverage", *tops, "reason"]
    names = [
        (
            _HEAD[c].in_(lang) if c in _HEAD else assessment.standard.name_of(c).in_(lang),
            c not in ("region", "name", "reason"),
        )
        for c in columns
    ]
    rows = []
    for row in _of(assessment, period, lang).to_pylist():
        cells = []
        for c in columns:
            cells.append(_printed(c, row[c], lang))
        rows.append(cells)
    return names, rows


def _printed(column: str, value: object, lang: Lang) -> str:
    if column == "reason":
        zh, en = REASONS.get(str(value), (str(value), str(value)))
        return zh if lang == "zh" else en
    if value is None:
        return "—"
    if column == "coverage" and isinstance(value, float):
        return f"{100 * value:.0f}%"
    if column == "rank_change" and isinstance(value, int):
        return f"▲{value}" if value > 0 else f"▼{-value}" if value < 0 else "—"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _md(text: str) -> str:
    """Text that Markdown takes for text."""
    flat = " ".join(html.escape(text, quote=False).split())
    for mark in "\\`*_[]|#$!":
        flat = flat.replace(mark, "\\" + mark)
    return flat
