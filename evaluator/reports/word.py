"""A report as Word, in the usual style of Chinese official documents (after GB/T 9704), with fallback fonts."""

from __future__ import annotations

import copy
import datetime
import io
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from evaluator.reports.document import Block, Bullets, Document, Grid, Heading, Paragraph
from indicators.text import visible

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

TITLE, BODY, HEAD, SUBHEAD, LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "Times New Roman"
#: What a machine without the font shows instead.
INSTEAD = {TITLE: "宋体", BODY: "仿宋", HEAD: "SimHei", SUBHEAD: "楷体"}
LINE = 28.0
_EPOCH = datetime.datetime(2000, 1, 1)


def word_bytes(document: Document) -> bytes:
    """The report as DOCX, the same bytes for the same report."""
    import docx
    from docx.shared import Mm

    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    properties = made.core_properties
    properties.title, properties.author, properties.comments = visible(document.title)[:255], "evaluator", ""
    properties.created = properties.modified = _EPOCH
    zh = document.lang == "zh"
    _style(made, zh)
    _line(made, document.title, TITLE, 22, middle=True, bold=not zh)
    _line(made, document.subtitle, SUBHEAD, 14, middle=True)
    if document.notice:
        _line(made, document.notice, SUBHEAD, 12)
    for block in document.blocks:
        _block(made, block, zh)
    _page_number(made)
    _fallbacks(made)
    sink = io.BytesIO()
    made.save(sink)
    return _settled(sink.getvalue())


def _style(made: Word, zh: bool) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for name, family, size in (("Normal", BODY, 16), ("Heading 1", HEAD, 16), ("Heading 2", SUBHEAD, 16)):
        style = made.styles[name]
        style.font.name, style.font.size = LATIN, Pt(size if zh else size - 4)
        style.font.bold = not zh and name != "Normal"
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if "Theme" in key:
                del fonts.attrib[key]
        for key, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", family)):
            fonts.set(qn(f"w:{key}"), value)
        colour = style.element.rPr.find(qn("w:color"))
        if colour is not None:
            style.element.rPr.remove(colour)
        shape = style.paragraph_format
        shape.space_before = shape.space_after = Pt(0 if zh else 4)
        shape.line_spacing = Pt(LINE if zh else 18)


def _block(made: Word, block: Block, zh: bool) -> None:
    from docx.shared import Mm

    if isinstance(block, Heading):
        paragraph = made.add_heading(block.text, block.level)
        if zh:
            _indent(paragraph)
    elif isinstance(block, Paragraph):
        if block.small:
            _line(made, block.text, BODY, 12 if zh else 10)
        else:
            paragraph = made.add_paragraph(block.text)
            if zh:
                _indent(paragraph)
    elif isinstance(block, Bullets):
        for item in block.items:
            _line(made, ("　　" if zh else "• ") + item, BODY, 12 if zh else 10)
    elif isinstance(block, Grid):
        _grid(made, block, zh)
    else:
        paragraph = made.add_paragraph()
        # A fixed line height would cut the picture.
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(block.png), width=Mm(150))
        shape._inline.docPr.set("descr", block.alt)
        _line(made, block.caption, HEAD, 12 if zh else 10, middle=True)


def _grid(made: Word, grid: Grid, zh: bool) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    caption = _line(made, grid.caption, HEAD, 12 if zh else 10, middle=True)
    caption.paragraph_format.keep_with_next = True
    table = made.add_table(rows=1 + len(grid.rows), cols=len(grid.head))
    table.style = made.styles["Table Grid"]
    table.autofit = False
    total = sum(grid.widths)
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Mm(156 * width / total)
    for i, (row, cells) in enumerate(zip(table.rows, (grid.head, *grid.rows), strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if i == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text, right, width in zip(row.cells, cells, grid.right, grid.widths, strict=True):
            cell.width = Mm(156 * width / total)
            paragraph = cell.paragraphs[0]
            paragraph._p.insert(0, copy.deepcopy(_shape_of_cells(right)))
            _font(paragraph.add_run(visible(text)), HEAD if i == 0 else BODY, 10.5 if zh else 9)
    made.add_paragraph().paragraph_format.line_spacing = Pt(10)
    assert table._tbl.tag == qn("w:tbl")


@lru_cache(maxsize=2)
def _shape_of_cells(right: bool) -> Any:
    """How the paragraph of a cell stands; made once and copied, as a report has a thousand cells."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Pt
    from docx.text.paragraph import Paragraph as WordParagraph

    paragraph = WordParagraph(OxmlElement("w:p"), None)
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph._p.pPr


def _line(made: Word, text: str, family: str, size: float, middle: bool = False, bold: bool = False) -> WordParagraph:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = made.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(max(18.0, size * 1.5))
    if middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(visible(text))
    _font(run, family, size)
    run.font.bold = bold
    return paragraph


def _font(run: Run, family: str, size: float) -> None:
    """Set the font of a run that has none yet."""
    run._element.insert(0, copy.deepcopy(_look(family, size)))


@lru_cache(maxsize=32)
def _look(family: str, size: float) -> Any:
    """A font as Word writes it; made once and copied."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt
    from docx.text.run import Run

    run = Run(OxmlElement("w:r"), None)
    run.font.name, run.font.size = LATIN, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)
    return run._element.rPr


def _indent(paragraph: WordParagraph) -> None:
    """Two characters, whatever their size."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "640")
    paragraph._p.get_or_add_pPr().insert_element_before(indent, "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")


def _page_number(made: Word) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = made.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(paragraph.add_run("— "), "宋体", 14)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    _font(paragraph.add_run(" —"), "宋体", 14)


def _fallbacks(made: Word) -> None:
    """Name in the table of fonts what stands in for a font that is not there."""
    for relation in made.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            more = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
                for name, other in INSTEAD.items()
            )
            part = relation.target_part
            part._blob = part.blob.replace(b"</w:fonts>", more.encode() + b"</w:fonts>")


def _settled(content: bytes) -> bytes:
    """The same archive without the time of day."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(zipfile.ZipInfo(info.filename, (2000, 1, 1, 0, 0, 0)), old.read(info), zipfile.ZIP_DEFLATED)
    return sink.getvalue()
