"""The OpenAPI description of every route, kept by hand beside them."""

from collections.abc import Mapping
from typing import Any

from webhooks.openapi_schemas import (
    ANY_JSON,
    EMAIL,
    FILE,
    FORM,
    ONBOARDING,
    PHONE,
    TEXT,
    TOKEN,
    VISIT,
    json_or_form,
    object_schema,
)

_PROBLEM = {
    "description": "What is wrong, as a code for programs and a text for people.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_UNAVAILABLE = _PROBLEM | {
    "description": "Our failure: send it again after Retry-After.",
    "headers": {"Retry-After": {"schema": {"type": "integer"}}},
}


def _operation(
    summary: str,
    answers: Mapping[str, str],
    *,
    tag: str,
    body: Mapping[str, Any] | None = None,
    security: list[dict[str, list[str]]] | None = None,
    path: tuple[str, ...] = (),
    query: Mapping[str, str] | None = None,
) -> dict[str, Any]:
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
    operation: dict[str, Any] = {
        "summary": summary,
        "tags": [tag],
        "responses": responses | {"503": _UNAVAILABLE},
        "security": security or [],
    }
    if parameters:
        operation["parameters"] = parameters
    if body is not None:
        operation["requestBody"] = {"required": True, "content": dict(body)}
    return operation


_SESSION: list[dict[str, list[str]]] = [{"session": []}]
_BEARER: list[dict[str, list[str]]] = [{"frontdesk": []}]

_WEBHOOK_ANSWERS = {"413": "Too large."}
_LINK_ANSWERS = {"404": "Not one of our links.", "410": "Expired or used: ask for a new one."}

PATHS: Mapping[str, Mapping[str, Any]] = {
    "/healthz": {
        "get": _operation("The process answers", {"200": "It does."}, tag="operation"),
    },
    "/readyz": {
        "get": _operation("The database answers", {"200": "It does."}, tag="operation"),
    },
    "/openapi.json": {
        "get": _operation("This description", {"200": "OpenAPI 3.1."}, tag="operation"),
    },
    "/webhooks/stripe": {
        "post": _operation(
            "A Stripe event",
            {
                "200": "Durable; `duplicate` says whether it was known.",
                "400": "Signature missing, wrong, or older than 300 seconds; or no event.",
            }
            | _WEBHOOK_ANSWERS,
            tag="webhooks",
            body=ANY_JSON,
        ),
    },
    "/webhooks/twilio/inbound": {
        "post": _operation(
            "A text from a patient",
            {"200": "TwiML, with one message at most.", "403": "Not signed by Twilio."}
            | _WEBHOOK_ANSWERS,
            tag="webhooks",
            body=FORM,
        ),
    },
    "/webhooks/twilio/status": {
        "post": _operation(
            "A delivery report",
            {"200": "Durable.", "403": "Not signed by Twilio."} | _WEBHOOK_ANSWERS,
            tag="webhooks",
            body=FORM,
        ),
    },
    "/webhooks/ses": {
        "post": _operation(
            "An SNS notification of SES",
            {"200": "Durable.", "403": "Not signed by Amazon."} | _WEBHOOK_ANSWERS,
            tag="webhooks",
            body=ANY_JSON,
        ),
    },
    "/onboard/{token}": {
        "get": _operation(
            "The portal's form",
            {"200": "The page."} | _LINK_ANSWERS,
            tag="portal",
            path=("token",),
        ),
    },
    "/onboard": {
        "post": _operation(
            "Save everything and start",
            {
                "200": "Saved; sets the session cookie.",
                "303": "The same, for a form in a browser.",
                "403": "The link is another practice's.",
                "422": "`fields` says what to mend; nothing is saved.",
            }
            | _LINK_ANSWERS,
            tag="portal",
            body=json_or_form(ONBOARDING),
        ),
    },
    "/onboard/test-sms": {
        "post": _operation(
            "Text the owner a sample",
            {
                "202": "Queued; `id` names it for /portal/messages/{job_id}/status.",
                "401": "Neither token nor session.",
                "403": "The link is another practice's.",
                "422": "Not a phone number.",
                "429": "At most three in ten minutes and ten a day.",
            }
            | _LINK_ANSWERS,
            tag="portal",
            body=json_or_form(object_schema(("to",), token=TEXT, to=PHONE, practice_id=TEXT)),
        ),
    },
    "/events/onboarding_started": {
        "post": _operation(
            "A person has opened the form",
            {"204": "Noted, once a token."} | _LINK_ANSWERS,
            tag="portal",
            body=TOKEN,
        ),
    },
    "/portal": {
        "get": _operation(
            "The practice's page",
            {"200": "The page.", "401": "Sign in first."},
            tag="portal",
            security=_SESSION,
        ),
    },
    "/portal/link": {
        "post": _operation(
            "Mail a new link",
            {"202": "Always, whether the address is known or not."},
            tag="portal",
            body=json_or_form(object_schema(("email",), email=EMAIL)),
        ),
    },
    "/portal/pause": {
        "post": _operation(
            "Pause all sending",
            {"303": "Paused.", "401": "Sign in first."},
            tag="portal",
            security=_SESSION,
        ),
    },
    "/portal/resume": {
        "post": _operation(
            "Resume sending",
            {"303": "Resumed.", "401": "Sign in first."},
            tag="portal",
            security=_SESSION,
        ),
    },
    "/portal/sign-out": {
        "post": _operation("Sign out", {"303": "Signed out."}, tag="portal", security=_SESSION),
    },
    "/portal/messages/{job_id}/status": {
        "get": _operation(
            "How a test message is doing",
            {"200": "`state` and `message`.", "401": "Sign in first.", "404": "Unknown."},
            tag="portal",
            path=("job_id",),
            security=[*_SESSION, {"onboarding": []}],
        ),
    },
    "/connectors/csv/upload": {
        "post": _operation(
            "Take a visit list in",
            {
                "200": "Counts, and every row that was not taken with its reason.",
                "400": "No form, or no field named file.",
                "401": "Neither session nor token.",
                "413": "Larger than 10 MiB.",
                "415": "Not a form.",
                "422": "The file cannot be read at all.",
            },
            tag="visits",
            body=FILE,
            query={"dry_run": "1 counts the same and keeps nothing."},
            security=[*_SESSION, *_BEARER],
        ),
    },
    "/connectors/frontdesk": {
        "post": _operation(
            "Take one visit in",
            {
                "200": "Known already.",
                "201": "Taken in.",
                "401": "No token, or an old one.",
                "422": "`fields` says what to mend.",
                "429": "Over the day's quota.",
            },
            tag="visits",
            body=json_or_form(VISIT),
            security=_BEARER,
        ),
    },
    "/r/{code}": {
        "get": _operation(
            "To the practice's review page",
            {"302": "To Google.", "404": "Unknown."},
            tag="patients",
            path=("code",),
        ),
        "head": _operation(
            "The same, not counted as a click",
            {"302": "To Google.", "404": "Unknown."},
            tag="patients",
            path=("code",),
        ),
    },
    "/u/{token}": {
        "get": _operation(
            "The unsubscribe page, which changes nothing",
            {"200": "The page.", "404": "Not one of our links."},
            tag="patients",
            path=("token",),
        ),
        "post": _operation(
            "Unsubscribe (RFC 8058)",
            {"200": "Unsubscribed.", "404": "Not one of our links."},
            tag="patients",
            path=("token",),
        ),
    },
    "/static/{name}": {
        "get": _operation(
            "The portal's style sheet and script",
            {"200": "The file.", "404": "Unknown."},
            tag="portal",
            path=("name",),
        ),
    },
}


def openapi_document(base_url: str) -> dict[str, Any]:
    """Give the OpenAPI 3.1 document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Dental Review Engine", "version": "1"},
        "servers": [{"url": base_url}],
        "paths": PATHS,
        "components": {
            "schemas": {
                "Problem": object_schema(
                    ("error", "message"),
                    error=TEXT,
                    message=TEXT,
                    fields={"type": "object", "additionalProperties": TEXT},
                )
            },
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "session"},
                "frontdesk": {"type": "http", "scheme": "bearer"},
                "onboarding": {"type": "http", "scheme": "bearer"},
            },
        },
    }
