"""A report as one HTML file that loads nothing from outside."""

from __future__ import annotations

from html import escape

from evaluator.reports.document import Block, Bullets, Document, Grid, Heading, Paragraph

_STYLE = """body{font:16px/1.75 "Source Sans 3","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
color:#1b2733;max-width:820px;margin:2rem auto;padding:0 1.2rem}
h1{font-size:1.7rem;text-align:center;margin-bottom:.2rem}
.sub{text-align:center;color:#5b6875;margin-top:0}h2{font-size:1.3rem;margin-top:2rem}h3{font-size:1.05rem}
.notice{border:1px solid #b26a00;background:#fff6e6;padding:.6rem .9rem}.small{font-size:.86rem;color:#46525e}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.88rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.4rem 0}th,td{border-bottom:1px solid #dde3e8;padding:.3rem .5rem;
text-align:left;vertical-align:top}th.r,td.r{text-align:right}thead th{border-bottom:2px solid #5b6875}
figure{margin:1.2rem 0}figure svg{max-width:100%;height:auto}figcaption{font-size:.86rem;color:#46525e}
table.many{min-width:38rem}
@media print{body{margin:0}}"""


def html_bytes(document: Document) -> bytes:
    """The report as UTF-8."""
    notice = f'<p class="notice">{escape(document.notice)}</p>' if document.notice else ""
    body = "\n".join(_block(block) for block in document.blocks)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if document.lang == "zh" else "en"}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(document.title)}</title><style>{_STYLE}</style></head>\n<body><main>\n"
        f'<h1>{escape(document.title)}</h1><p class="sub">{escape(document.subtitle)}</p>\n{notice}\n{body}\n'
        "</main></body></html>\n"
    ).encode()


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"
    if isinstance(block, Paragraph):
        mark = ' class="small"' if block.small else ""
        return f"<p{mark}>{escape(block.text)}</p>"
    if isinstance(block, Bullets):
        return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + "</ul>"
    if isinstance(block, Grid):
        return _grid(block)
    return (
        f'<figure role="img" aria-label="{escape(block.alt)}">{block.svg}'
        f"<figcaption>{escape(block.caption)}</figcaption></figure>"
    )


def _grid(grid: Grid) -> str:
    def line(cells: tuple[str, ...], tag: str) -> str:
        marks = [' class="r"' if right else "" for right in grid.right]
        return "".join(f"<{tag}{mark}>{escape(cell)}</{tag}>" for cell, mark in zip(cells, marks, strict=True))

    rows = "\n".join(f"<tr>{line(row, 'td')}</tr>" for row in grid.rows)
    head = f"<thead><tr>{line(grid.head, 'th')}</tr></thead>"
    # On a telephone a table of many columns is moved sideways within its own frame, not squeezed.
    many = ' class="many"' if len(grid.head) > 4 else ""
    caption = f"<caption>{escape(grid.caption)}</caption>"
    return f'<div class="wide"><table{many}>{caption}{head}<tbody>{rows}</tbody></table></div>'
