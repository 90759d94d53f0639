"""The values that the OpenAPI description speaks of."""

from collections.abc import Mapping
from typing import Any


def object_schema(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    """Describe a JSON object."""
    return {"type": "object", "required": list(required), "properties": properties}


def json_or_form(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a body that is taken as JSON or as a form."""
    return {
        "application/json": {"schema": schema},
        "application/x-www-form-urlencoded": {"schema": schema},
    }


TEXT = {"type": "string"}
PHONE = {"type": "string", "examples": ["+14155550132"]}
EMAIL = {"type": "string", "format": "email"}
CLOCK = {"type": "string", "pattern": "^[0-2]?[0-9]:[0-5][0-9]$", "examples": ["20:00"]}
LOCALE = {"type": "string", "enum": ["en", "es"]}
TOKEN = json_or_form(object_schema(("token",), token=TEXT))
ONBOARDING = object_schema(
    (
        *("token", "timezone", "quiet_hours_start", "quiet_hours_end", "daily_cap"),
        *("default_locale", "review_link", "consent_name", "consent_accepted"),
    ),
    token=TEXT,
    timezone={"type": "string", "examples": ["America/Los_Angeles"]},
    quiet_hours_start=CLOCK,
    quiet_hours_end=CLOCK | {"examples": ["09:00"]},
    daily_cap={"type": "integer", "minimum": 1, "maximum": 1000, "examples": [50]},
    default_locale=LOCALE,
    review_link={"type": "string", "format": "uri", "description": "A Google review page."},
    consent_name=TEXT,
    consent_accepted={"type": "boolean", "const": True},
    name=TEXT,
    phone=PHONE,
    email=EMAIL,
    digest_email=EMAIL,
    data_source={"type": "string", "enum": ["frontdesk", "csv", "gcal", "outlook"]},
    send_delay_minutes={"type": "integer", "minimum": 0},
    cooldown_days={"type": "integer", "minimum": 0},
)
VISIT = object_schema(
    ("first_name",),
    first_name=TEXT,
    phone=PHONE,
    email=EMAIL,
    occurred_at={"type": "string", "format": "date-time"},
    sent_at={
        "type": "string",
        "format": "date-time",
        "description": "By the clock of occurred_at, which may then be wrong.",
    },
    locale=LOCALE,
) | {"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}
FILE = {
    "multipart/form-data": {
        "schema": object_schema(("file",), file={"type": "string", "format": "binary"})
    },
    "text/csv": {"schema": {"type": "string", "format": "binary"}},
}
ANY_JSON = {"application/json": {"schema": {"type": "object"}}}
FORM = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}
