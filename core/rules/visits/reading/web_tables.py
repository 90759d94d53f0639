"""Tables out of web pages, which many systems save under the name of Excel."""

import html
import re
from collections.abc import Iterator

_HIDDEN = re.compile(
    r"<(script|style|head|xml)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_ROW = re.compile(r"<tr\b[^>]*>", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b([^>]*)>", re.IGNORECASE)
_END = re.compile(r"</(?:t[dhr]|table|tbody|thead)\s*>", re.IGNORECASE)
_LINE_END = re.compile(r"<(?:br|/p|/div)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_SPAN = re.compile(r"colspan\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)
_MOST_SPANNED = 50


def split_web_table(text: str) -> Iterator[list[str]]:
    """Give the cells of every row of every table of a page, in order.

    A cell that spans columns is followed by blank ones.
    """
    rows = _ROW.split(_HIDDEN.sub(" ", text))
    for row in rows[1:]:
        parts = _CELL.split(row)
        cells: list[str] = []
        for attributes, content in zip(parts[1::2], parts[2::2], strict=True):
            cells.append(_plain(_END.split(content, maxsplit=1)[0]))
            span = _SPAN.search(attributes)
            cells += [""] * (min(int(span[1]), _MOST_SPANNED) - 1 if span else 0)
        yield cells


def _plain(content: str) -> str:
    if "<" in content:
        content = _TAG.sub("", _LINE_END.sub("\n", content))
    if "&" in content:
        content = html.unescape(content)
    return "\n".join(" ".join(line.split()) for line in content.strip().splitlines())
