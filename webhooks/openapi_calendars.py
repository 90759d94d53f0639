"""The part of the OpenAPI description that is about connecting calendars."""

from collections.abc import Mapping
from typing import Any

from webhooks.openapi_operations import SESSION, operation

_CALENDARS = {"gcal": "Google Calendar", "outlook": "an Outlook calendar"}


def _paths(source: str, calendar: str) -> dict[str, Mapping[str, Any]]:
    auth = operation(
        f"Connect {calendar}",
        {
            "302": "To the consent page.",
            "401": "Neither session nor link.",
            "404": "Not one of our links, or switched off.",
            "410": "The link has expired.",
        },
        tag="visits",
        query={"token": "A portal link's token, in place of a session."},
        security=SESSION,
    )
    callback = operation(
        f"Where the consent page of {calendar} sends the owner back to",
        {"302": "To the portal.", "400": "The state is unknown, used, or too old."},
        tag="visits",
        query={
            "state": "As given at departure.",
            "code": "Traded by a job.",
            "error": "If the owner said no.",
        },
        security=SESSION,
    )
    disconnect = operation(
        f"Forget the access to {calendar}, and end it at the provider where that can be told",
        {"303": "Forgotten.", "401": "Sign in first."},
        tag="visits",
        security=SESSION,
    )
    look = operation(
        f"Have a job look at {calendar}, so that its owner can choose what is read",
        {"303": "To the page, which shows the findings.", "401": "Sign in first."},
        tag="visits",
        security=SESSION,
    )
    choose = operation(
        f"Try or keep a choice of what is read of {calendar}",
        {
            "200": "What would come of it.",
            "303": "Kept.",
            "401": "Sign in first.",
            "422": "Something is left unchosen, or the look was forgotten.",
        },
        tag="visits",
        security=SESSION,
    )
    return {
        f"/portal/calendars/{source}": {"post": choose},
        f"/portal/calendars/{source}/look": {"post": look},
        f"/connectors/{source}/auth": {"get": auth},
        f"/connectors/{source}/callback": {"get": callback},
        f"/connectors/{source}/disconnect": {"post": disconnect},
    }


_PAGE = operation(
    "The owner's choice of calendars and fields",
    {"200": "The page.", "401": "A way to sign in."},
    tag="visits",
    security=SESSION,
)

CALENDAR_PATHS: Mapping[str, Mapping[str, Any]] = {"/portal/calendars": {"get": _PAGE}} | {
    path: methods
    for source, name in _CALENDARS.items()
    for path, methods in _paths(source, name).items()
}
"""Paths and methods, as OpenAPI writes them."""
