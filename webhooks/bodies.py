"""Request bodies: capped, read once as bytes, then parsed strictly."""

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from falcon.asgi import Request

from core.errors import MalformedPayload
from webhooks.problems import Problem

_MAX_FIELDS = 200
_MAX_DEPTH = 100
_NUL = "\x00"


async def read_body(req: Request, *, max_bytes: int) -> bytes:
    """Give the exact bytes; answers 413 beyond `max_bytes` without reading on."""
    if (req.content_length or 0) > max_bytes:
        raise too_large(max_bytes)
    body = bytes(await req.stream.read(max_bytes + 1))
    if len(body) > max_bytes:
        raise too_large(max_bytes)
    return body


def too_large(max_bytes: int) -> Problem:
    """Say how much is taken."""
    return Problem(413, "too_large", f"At most {max_bytes} bytes are taken here.")


def parse_json(body: bytes) -> dict[str, Any]:
    """Parse a JSON object that PostgreSQL can store; raises MalformedPayload for anything else.

    It is UTF-8, as RFC 8259 has it, and at most a hundred levels deep. NaN and infinities are
    refused; the NUL character and halves of surrogate pairs, which JSON can spell and jsonb cannot
    hold, are replaced.
    """
    try:
        text = body.decode("utf-8-sig")
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        message = "the body is not valid JSON"
        raise MalformedPayload(message) from error
    if not isinstance(value, dict):
        message = "the body is not a JSON object"
        raise MalformedPayload(message)
    if body.count(b"{") + body.count(b"[") > _MAX_DEPTH:
        _require_shallow(value)
    return {_storable(k): _storable(v) for k, v in value.items()} if b"\\u" in body else value


def parse_form_fields(body: bytes) -> list[tuple[str, str]]:
    """Parse a urlencoded form into all its fields, blank and repeated ones too."""
    try:
        fields = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        message = "the body is not a valid form"
        raise MalformedPayload(message) from error
    return fields


def first_values(fields: list[tuple[str, str]]) -> dict[str, str]:
    """Give the first value of each field, without NUL, which no text in the database may have."""
    values: dict[str, str] = {}
    for name, value in fields:
        values.setdefault(name.replace(_NUL, ""), value.replace(_NUL, ""))
    return values


async def read_form_or_json(req: Request, *, max_bytes: int) -> Mapping[str, Any]:
    """Read a small JSON object or form, whichever the content type says."""
    body = await read_body(req, max_bytes=max_bytes)
    if is_form(req):
        return first_values(parse_form_fields(body))
    return parse_json(body)


def is_form(req: Request) -> bool:
    """Tell whether the body is a urlencoded form."""
    return (req.content_type or "").lower().startswith("application/x-www-form-urlencoded")


def _require_shallow(value: Any) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > _MAX_DEPTH:
            message = "the body is nested too deeply"
            raise MalformedPayload(message)
        holders = [item for item in level if isinstance(item, dict | list)]
        level = [v for item in holders for v in (item.values() if isinstance(item, dict) else item)]


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _finite(literal: str) -> float:
    number = float(literal)
    if not isfinite(number):
        _refuse_constant(literal)
    return number


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        clean = value.replace(_NUL, "\ufffd")
        return clean.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return value
