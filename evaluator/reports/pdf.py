"""A report as PDF, set by Typst; the Chinese font is embedded."""

from __future__ import annotations

import tempfile
from pathlib import Path

from evaluator.reports.document import Block, Bullets, Document, Grid, Heading, Paragraph, Picture
from evaluator.reports.fonts import SANS, SERIF, TITLE, font


def pdf_bytes(document: Document) -> bytes:
    """The report as PDF, the same bytes for the same report."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        source = [_head(document)]
        for number, block in enumerate(document.blocks):
            if isinstance(block, Picture):
                (root / f"{number}.png").write_bytes(block.png)
            source.append(_block(block, number))
        (root / "main.typ").write_text("\n".join(source), encoding="utf-8")
        made = typst.compile(str(root / "main.typ"), root=str(root), format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


def _head(document: Document) -> str:
    serif, sans, title = font(SERIF), font(SANS), font(TITLE)
    zh = document.lang == "zh"
    body = (
        f'("Libertinus Serif", "{serif}")'
        if not zh
        else f'((name: "Libertinus Serif", covers: "latin-in-cjk"), "{serif}")'
    )
    size, leading = ("12pt", "1em") if zh else ("11pt", "0.75em")
    region = ', region: "cn"' if zh else ""
    indent = ", first-line-indent: (amount: 2em, all: true)" if zh else ""
    lines = [
        f"#set document(title: {_text(document.title)}, date: none)",
        '#set page(paper: "a4", margin: (top: 30mm, bottom: 28mm, left: 26mm, right: 24mm), numbering: "— 1 —")',
        f'#set text(font: {body}, size: {size}, lang: "{document.lang}"{region})',
        f"#set par(leading: {leading}, spacing: 1.1em, justify: true{indent})",
        f'#show heading: set text(font: "{sans}", size: 13pt)',
        "#show heading: set block(above: 1.6em, below: 0.9em)",
        "#show heading.where(level: 2): set text(size: 12pt)",
        "#show figure.where(kind: table): set figure.caption(position: top)",
        "#show figure: set block(breakable: true)",
        "#set figure(numbering: none, supplement: none)",
        # The caption of a table stays with its first rows.
        "#show figure.caption: it => block(sticky: it.kind == table, text(size: 10pt, weight: 600, it.body))",
        _title(document, title),
    ]
    if document.notice:
        lines.append(
            '#block(stroke: 0.8pt + rgb("#b26a00"), fill: rgb("#fff6e6"), inset: 8pt, width: 100%)'
            f"[#set par(first-line-indent: 0em)\n#text(size: 10.5pt)[#{_text(document.notice)}]]"
        )
    return "\n".join(lines)


def _title(document: Document, family: str) -> str:
    return (
        f'#align(center)[#set par(first-line-indent: 0em)\n#text(font: "{family}", size: 22pt, weight: "bold")'
        f"[#{_text(document.title)}]\\ #v(2pt) #text(size: 11pt, fill: luma(90))[#{_text(document.subtitle)}]]"
    )


def _block(block: Block, number: int) -> str:
    if isinstance(block, Heading):
        return f"#heading(level: {block.level})[#{_text(block.text)}]"
    if isinstance(block, Paragraph):
        return f"#text(size: 9.5pt)[#{_text(block.text)}]\n" if block.small else f"#{_text(block.text)}\n\n"
    if isinstance(block, Bullets):
        items = ", ".join(f"[#{_text(item)}]" for item in block.items)
        return f"#[#set text(size: 9.5pt)\n#set par(first-line-indent: 0em, justify: false)\n#list({items})]\n"
    if isinstance(block, Grid):
        return _grid(block)
    return f'#figure(image("{number}.png", width: 92%, alt: {_text(block.alt)}), caption: [#{_text(block.caption)}])\n'


def _grid(grid: Grid) -> str:
    widths = ", ".join(f"{width:g}fr" for width in grid.widths)
    align = ", ".join("right" if right else "left" for right in grid.right)
    head = ", ".join(f"text(weight: 600)[#{_text(cell)}]" for cell in grid.head)
    cells = ", ".join(f"[#{_text(cell)}]" for row in grid.rows for cell in row)
    return (
        f"#[#show figure: set block(breakable: {'false' if len(grid.rows) <= 10 else 'true'})\n"
        "#set text(size: 9pt)\n#set par(first-line-indent: 0em, leading: 0.55em, justify: false)\n"
        f"#figure(kind: table, caption: [#{_text(grid.caption)}], table(columns: ({widths},), align: ({align},), "
        "stroke: (x, y) => (bottom: if y == 0 { 0.8pt } else { 0.3pt + luma(190) }), inset: (x: 3pt, y: 4pt), "
        f"table.header({head}), {cells}))]\n"
    )


def _text(text: str) -> str:
    """A text as a Typst string: nothing in it is markup."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
