"""Bodies that senders should not send: odd values, encodings, sizes and shapes."""

import json
from collections.abc import Iterator
from typing import Any

ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**31, 10**30, 1.5, 1e308, "", " ", "\x00", "a\x00b", "\ud800",
    "\udfff\ud800", "\u202e", "\U0001f9b7", "\xff", "null", "a" * 5000, [], [None], ["a"], [[]],
    {}, {"a": {}}, {"\x00": "\x00"},
)  # fmt: skip

_OBJECT = '{"id": "evt_x", "type": "x", "token": "x", "email": "a@example.com", "url": "é"}'

ODD_BODIES: tuple[bytes, ...] = (
    b"", b" ", b"\x00", b"\xff", b"\xef\xbb\xbf{}", b"{", b"}", b"[]", b"[{}]", b"null", b"true",
    b"1", b'""', b'"a"', b"{}", b"{}{}", b"{'a': 1}", b'{"a": NaN}', b'{"a": 1e999}', b"{,}",
    b'{"a": -Infinity}', b'{"a": "\xff"}', b'{"a": "\xed\xa0\x80"}', b'{"\\ud800": "\\udfff"}',
    b'{"a": ' + b"9" * 5000 + b"}", b'{"a": 1' + b"0" * 4000 + b"}", b'{"a": "\\u0000"}',
    b'{"token": 1, "token": []}', b'{"id": "a", "id": "b", "type": "x", "type": {}}',
    b'{"id": "evt_y", "type": "y", "a": ' + b"[" * 700 + b'"\\u0000"' + b"]" * 700 + b"}", b"[" * 100_000, b'{"a":' * 2000 + b"1" + b"}" * 2000, b'{"a":' * 200_000,
    b'{"a": "' + b"x" * 60_000 + b'"}', b"=", b"&", b"&" * 300, b"a=b&" * 1000, b"%", b"%zz=%zz",
    b"token=%ff", b"token=%00", b"a=%ed%a0%80", b"\xe9=\xe9", b"token=%F0%9F%A6%B7&token=2",
    b"practice_id=x&token=", b"<xml/>", b"--x\r\n\r\n--x--", b"PK\x03\x04", b"\x1f\x8b\x08\x00",
    *(_OBJECT.encode(name) for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le",
                                       "utf-32-be", "latin-1", "utf-8-sig", "utf-7")),
    '{"id": "\ud800", "type": "x", "token": "\ud800"}'.encode("utf-16", "surrogatepass"),
    '{"id": "a\\u0000", "type": "\\u0000", "token": "\\u0000"}'.encode("utf-32"),
)  # fmt: skip

ODD_TYPES: tuple[str | None, ...] = (
    "application/json", "application/x-www-form-urlencoded", "multipart/form-data",
    "multipart/form-data; boundary=x", "multipart/form-data; boundary=" + "x" * 300, "text/csv",
    "text/html; charset=utf-16", "application/json; charset=utf-16", "application/xml", ";", "/",
    None,
)  # fmt: skip


def spoil(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the document with each of its values, however deep, exchanged for each odd one."""
    for name, value in document.items():
        for odd in ODD_VALUES:
            yield document | {name: odd}
        yield {other: kept for other, kept in document.items() if other != name}
        if isinstance(value, dict):
            for spoilt in spoil(value):
                yield document | {name: spoilt}


def spell(document: dict[str, Any]) -> bytes:
    """Write a document down, halves of surrogate pairs and all."""
    return json.dumps(document).encode()
