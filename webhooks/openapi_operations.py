"""How the OpenAPI description tells of one operation."""

from collections.abc import Mapping
from typing import Any

_PROBLEM = {
    "description": "What is wrong, as a code for programs and a text for people.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_UNAVAILABLE = _PROBLEM | {
    "description": "Our failure: send it again after Retry-After.",
    "headers": {"Retry-After": {"schema": {"type": "integer"}}},
}


def operation(
    summary: str,
    answers: Mapping[str, str],
    *,
    tag: str,
    body: Mapping[str, Any] | None = None,
    security: list[dict[str, list[str]]] | None = None,
    path: tuple[str, ...] = (),
    query: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Describe an operation; 4xx answers carry a problem, and any may be 503."""
    responses: dict[str, Any] = {
        status: {"description": text} if status[0] in "23" else _PROBLEM | {"description": text}
        for status, text in answers.items()
    }
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in path
    ] + [
        {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
        for name, text in (query or {}).items()
    ]
    told: dict[str, Any] = {
        "summary": summary,
        "tags": [tag],
        "responses": responses | {"503": _UNAVAILABLE},
        "security": security or [],
    }
    if parameters:
        told["parameters"] = parameters
    if body is not None:
        told["requestBody"] = {"required": True, "content": dict(body)}
    return told


SESSION: list[dict[str, list[str]]] = [{"session": []}]
BEARER: list[dict[str, list[str]]] = [{"frontdesk": []}]
