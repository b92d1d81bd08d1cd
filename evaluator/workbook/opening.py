"""What a file is by its first bytes, whatever its name says: anything but a workbook is refused with a kind word."""

from __future__ import annotations

import zipfile
from pathlib import Path

from indicators.faults import Fault, fault

MAX_BYTES = 50_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AGAIN = ("请用 Excel 或 WPS 打开后另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx")
_COPY = ("请重新复制或下载后再试", "copy or download it again")
_TEMPLATE = ("请使用下载的自评工作簿", "use the self-assessment workbook that was downloaded")


def refusal_of(path: Path, label: str) -> Fault | None:
    """Why a file cannot be a workbook that was handed in, or None."""
    with path.open("rb") as file:
        head = file.read(4096)
    size = path.stat().st_size
    if not size:
        return _said("文件是空的", "the file is empty", _COPY, label)
    if size > MAX_BYTES:
        zh, en = f"文件超过 {MAX_BYTES // 1_000_000} MB", f"the file is larger than {MAX_BYTES // 1_000_000} MB"
        return _said(zh, en, ("请删去与填报无关的内容", "remove what does not belong to the form"), label)
    if head.startswith(_OLE):
        return _old(path, label)
    if head.startswith(b"PK"):
        return _zipped(path, label)
    if head.startswith(b"%PDF"):
        return _said("这是 PDF 文件，不是工作簿", "this is a PDF, not a workbook", _TEMPLATE, label)
    if head.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml"):
        return _said("这是网页，只是名称像工作簿", "this is a web page under a workbook's name", _AGAIN, label)
    if b"\x00" not in head:
        zh, en = "这是文本（如 CSV），只是名称像工作簿", "this is text (such as CSV) under a workbook's name"
        return _said(zh, en, ("请把数据粘贴到自评工作簿中", "paste the data into the self-assessment workbook"), label)
    return _said("无法识别的文件，不是工作簿", "the file is of an unknown kind, not a workbook", _TEMPLATE, label)


def _old(path: Path, label: str) -> Fault:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        zh, en = "工作簿有打开密码", "the workbook is protected by a password"
        return _said(zh, en, ("请去除密码后再交", "remove the password and hand it in again"), label)
    return _said("这是旧版（.xls、.et）工作簿", "this is a workbook of the old kind (.xls, .et)", _AGAIN, label)


def _zipped(path: Path, label: str) -> Fault | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            manifest = archive.read("META-INF/manifest.xml")[:1_000_000] if "META-INF/manifest.xml" in names else b""
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return _said("文件不完整或已损坏", "the file is incomplete or damaged", _COPY, label)
    if any(_is_macro(name) for name in names):
        zh, en = "工作簿含有宏；宏从不运行，也不接收", "the workbook holds macros, which are never run or taken"
        return _said(zh, en, ("请另存为不含宏的 .xlsx", "save it as .xlsx without macros"), label)
    if b"encryption-data" in manifest:
        zh, en = "工作簿有打开密码", "the workbook is protected by a password"
        return _said(zh, en, ("请去除密码后再交", "remove the password and hand it in again"), label)
    if "xl/workbook.xml" in names or b"opendocument.spreadsheet" in manifest:
        return None
    if "word/document.xml" in names:
        return _said("这是 Word 文档，不是工作簿", "this is a Word document, not a workbook", _TEMPLATE, label)
    return _said("压缩文件中没有工作簿", "the archive holds no workbook", _TEMPLATE, label)


def _is_macro(name: str) -> bool:
    """A part of an archive that is a program: VBA of Excel and WPS, Basic and scripts of OpenDocument."""
    index = name.endswith(("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml", "/"))
    return name.lower().endswith("vbaproject.bin") or (name.startswith(("Basic/", "Scripts/")) and not index)


def _said(zh: str, en: str, todo: tuple[str, str], label: str) -> Fault:
    return fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=label)
