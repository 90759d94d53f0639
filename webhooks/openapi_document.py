"""The OpenAPI description of every route, kept by hand beside them."""

from collections.abc import Mapping
from typing import Any

from webhooks.openapi_calendars import CALENDAR_PATHS
from webhooks.openapi_operations import BEARER, SESSION, operation
from webhooks.openapi_portal import PORTAL_PATHS
from webhooks.openapi_schemas import (
    ANY_JSON,
    FILE,
    FORM,
    TEXT,
    VISIT,
    json_or_form,
    object_schema,
)

_WEBHOOK_ANSWERS = {"413": "Too large."}

PATHS: Mapping[str, Mapping[str, Any]] = {
    "/healthz": {
        "get": operation("The process answers", {"200": "It does."}, tag="operation"),
    },
    "/readyz": {
        "get": operation("The database answers", {"200": "It does."}, tag="operation"),
    },
    "/openapi.json": {
        "get": operation("This description", {"200": "OpenAPI 3.1."}, tag="operation"),
    },
    "/webhooks/stripe": {
        "post": operation(
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
        "post": operation(
            "A text from a patient",
            {"200": "TwiML, with one message at most.", "403": "Not signed by Twilio."}
            | _WEBHOOK_ANSWERS,
            tag="webhooks",
            body=FORM,
        ),
    },
    "/webhooks/twilio/status": {
        "post": operation(
            "A delivery report",
            {"200": "Durable.", "403": "Not signed by Twilio."} | _WEBHOOK_ANSWERS,
            tag="webhooks",
            body=FORM,
        ),
    },
    "/webhooks/ses": {
        "post": operation(
            "An SNS notification of SES",
            {"200": "Durable.", "403": "Not signed by Amazon."} | _WEBHOOK_ANSWERS,
            tag="webhooks",
            body=ANY_JSON,
        ),
    },
    **PORTAL_PATHS,
    **CALENDAR_PATHS,
    "/connectors/csv/upload": {
        "post": operation(
            "Take a visit list in",
            {
                "200": (
                    "Counts, and every row that was not taken with its reason. Who accepts"
                    ' `application/x-ndjson` is told `{"progress": {step, done, of}}` in lines'
                    " meanwhile, and this, or what went wrong, in the last one:"
                    ' `{"answer": {status, json}}`.'
                ),
                "400": "No form, or no field named file.",
                "401": "Neither session nor token.",
                "413": "Larger than 10 MiB.",
                "415": "Not a form.",
                "422": "The file cannot be read at all.",
            },
            tag="visits",
            body=FILE,
            query={"dry_run": "1 counts the same and keeps nothing."},
            security=[*SESSION, *BEARER],
        ),
    },
    "/connectors/frontdesk": {
        "post": operation(
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
            security=BEARER,
        ),
    },
    "/r/{code}": {
        "get": operation(
            "To the practice's review page",
            {"302": "To Google.", "404": "Unknown."},
            tag="patients",
            path=("code",),
        ),
        "head": operation(
            "The same, not counted as a click",
            {"302": "To Google.", "404": "Unknown."},
            tag="patients",
            path=("code",),
        ),
    },
    "/u/{token}": {
        "get": operation(
            "The unsubscribe page, which changes nothing",
            {"200": "The page.", "404": "Not one of our links."},
            tag="patients",
            path=("token",),
        ),
        "post": operation(
            "Unsubscribe (RFC 8058)",
            {"200": "Unsubscribed.", "404": "Not one of our links."},
            tag="patients",
            path=("token",),
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
