"""What a file is by its first bytes, whatever its name says."""

import io
import re
import zipfile
from enum import Enum


class FileKind(Enum):
    """What a table can be read out of."""

    TEXT = "text"
    WORKBOOK = "workbook"
    WEB_TABLE = "web_table"


_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_REFUSED = (
    ((b"%PDF",), "file_is_pdf"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM6"), "file_is_picture"),
    ((b"{\\rtf",), "file_is_document"),
    ((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"PK\x05\x06"), "file_is_archive"),
)
_BY_FIRST_WORDS = (
    (("begin:vcalendar",), "file_is_calendar"),
    (
        ("mime-version:", "from: <saved by", "content-type: multipart/related"),
        "file_is_web_archive",
    ),
    (("<?xml",), "file_is_spreadsheet"),
)
_MARKUP = ("<html", "<!doctype html", "<table", "<meta", "<head", "<body", "<style", "<div", "<!--")
_TABLE = re.compile(rb"<\x00?t\x00?(?:a\x00?b\x00?l\x00?e|r)\b", re.IGNORECASE)
_HEAD_BYTES = 1024
_MOST_ENTRIES = 2_000
_MOST_BYTES_INSIDE = 150 * 1024 * 1024


def find_kind(data: bytes) -> FileKind | str:
    """Tell what a file is, or the code of why it cannot be read."""
    for starts, code in _REFUSED:
        if data.startswith(starts):
            return code
    if data.startswith(_ZIP):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    head = data[:_HEAD_BYTES].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    first = head.decode("latin-1")
    if first.startswith(_MARKUP) or (first.startswith("<?xml") and "<html" in first):
        return FileKind.WEB_TABLE if _TABLE.search(data) else "file_is_web_archive"
    for starts_with, code in _BY_FIRST_WORDS:
        if first.startswith(starts_with):
            return code
    return FileKind.TEXT


def _kind_of_zip(data: bytes) -> FileKind | str:
    """Look into the directory of an archive, which also tells how much it would unpack to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "file_is_spreadsheet"
    names = {entry.filename for entry in entries[:_MOST_ENTRIES]}
    if any(name.startswith(("word/", "ppt/", "content.xml")) for name in names):
        return "file_is_spreadsheet" if "content.xml" in names else "file_is_document"
    if not any(name.startswith("xl/") for name in names):
        return "file_is_archive"
    if len(entries) > _MOST_ENTRIES or sum(e.file_size for e in entries) > _MOST_BYTES_INSIDE:
        return "file_is_too_large_inside"
    return FileKind.WORKBOOK


def _kind_of_ole(data: bytes) -> str:
    """Tell the old formats of Office apart by the names of their streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "file_is_locked"
    is_document = "WordDocument".encode("utf-16-le") in data
    return "file_is_document" if is_document else "file_is_spreadsheet"
