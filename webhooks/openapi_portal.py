"""The portal's routes in the OpenAPI description."""

from collections.abc import Mapping
from typing import Any

from webhooks.openapi_operations import SESSION, operation
from webhooks.openapi_schemas import (
    EMAIL,
    FILE,
    FORM,
    ONBOARDING,
    PHONE,
    TEXT,
    TOKEN,
    json_or_form,
    object_schema,
)

_LINK_ANSWERS = {"404": "Not one of our links.", "410": "Expired or used: ask for a new one."}
_PAGE = {"200": "The page.", "401": "Sign in first."}

PORTAL_PATHS: Mapping[str, Mapping[str, Any]] = {
    "/onboard/{token}": {
        "get": operation(
            "The portal's form",
            {"200": "The page."} | _LINK_ANSWERS,
            tag="portal",
            path=("token",),
        ),
        "head": operation(
            "The same without the page, as scanners ask",
            {"200": "The link opens the form."} | _LINK_ANSWERS,
            tag="portal",
            path=("token",),
        ),
        "post": operation(
            "The form with what was typed so far, a forecast and news of the test message",
            {"200": "The page; nothing is saved."} | _LINK_ANSWERS,
            tag="portal",
            path=("token",),
            body=FORM,
        ),
    },
    "/onboard": {
        "post": operation(
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
        "post": operation(
            "Text the owner a sample",
            {
                "202": "Queued; `id` names it for /portal/messages/{job_id}/status.",
                "401": "Neither token nor session.",
                "403": "The link is another practice's.",
                "422": "Not a phone number.",
                "429": "Too many within ten minutes, or within a day.",
            }
            | _LINK_ANSWERS,
            tag="portal",
            body=json_or_form(object_schema(("to",), token=TEXT, to=PHONE, practice_id=TEXT)),
        ),
    },
    "/events/onboarding_started": {
        "post": operation(
            "A person has opened the form",
            {"204": "Noted, once a token."} | _LINK_ANSWERS,
            tag="portal",
            body=TOKEN,
        ),
    },
    "/portal": {
        "get": operation(
            "The practice's page",
            {"200": "The page.", "401": "Sign in first."},
            tag="portal",
            security=SESSION,
        ),
    },
    "/portal/link": {
        "post": operation(
            "Mail a new link",
            {"202": "Always, whether the address is known or not."},
            tag="portal",
            body=json_or_form(object_schema(("email",), email=EMAIL)),
        ),
    },
    "/portal/pause": {
        "post": operation(
            "Pause all sending",
            {"303": "Paused.", "401": "Sign in first."},
            tag="portal",
            security=SESSION,
        ),
    },
    "/portal/resume": {
        "post": operation(
            "Resume sending",
            {"303": "Resumed.", "401": "Sign in first."},
            tag="portal",
            security=SESSION,
        ),
    },
    "/portal/sign-out": {
        "post": operation("Sign out", {"303": "Signed out."}, tag="portal", security=SESSION),
    },
    "/portal/messages/{job_id}/status": {
        "get": operation(
            "How a test message is doing",
            {"200": "`state` and `message`.", "401": "Sign in first.", "404": "Unknown."},
            tag="portal",
            path=("job_id",),
            security=[*SESSION, {"onboarding": []}],
        ),
    },
    "/portal/sign-in": {
        "post": operation(
            "Sign in with a new link, once everything is set up",
            {"303": "Signed in.", "403": "Asked by another site's page."} | _LINK_ANSWERS,
            tag="portal",
            body=TOKEN,
        ),
    },
    "/portal/check-link": {
        "post": operation(
            "Whether a review link leads to Google",
            {"200": "`ok` and `message`; of the place only to whose place it is."},
            tag="portal",
            body=json_or_form(object_schema(("url",), url=TEXT, token=TEXT)),
        ),
    },
    "/portal/forecast": {
        "get": operation(
            "What a month of visits may bring",
            {"200": "`percent` and the texts around it.", "422": "Not a number of visits."},
            tag="portal",
            query={"visits": "Patient visits in a month, 1 to 5000."},
        ),
    },
    "/portal/settings": {
        "get": operation("The settings", _PAGE, tag="portal", security=SESSION),
        "post": operation(
            "Save the settings, all or nothing",
            {"303": "Saved.", "401": "Sign in first.", "422": "The page, saying what to mend."},
            tag="portal",
            body=FORM,
            security=SESSION,
        ),
    },
    "/portal/exclusions": {
        "post": operation(
            "Never ask whoever has this phone or email",
            {"303": "On the list.", "401": "Sign in first.", "422": "The page, saying why not."},
            tag="portal",
            body=FORM,
            security=SESSION,
        ),
    },
    "/portal/exclusions/remove": {
        "post": operation(
            "Take somebody off that list",
            {"303": "Not on the list.", "401": "Sign in first."},
            tag="portal",
            body=FORM,
            security=SESSION,
        ),
    },
    "/portal/visits": {
        "get": operation("Where visits come from", _PAGE, tag="portal", security=SESSION),
    },
    "/portal/uploads": {
        "post": operation(
            "Show what a visit list holds, and take nothing in",
            {
                "200": "The page, with a yes to be given; in lines for `application/x-ndjson`.",
                "401": "Sign in first.",
                "413": "Larger than 10 MiB.",
                "422": "The file cannot be read at all.",
            },
            tag="portal",
            body=FILE,
            security=SESSION,
        ),
    },
    "/portal/uploads/{preview_id}": {
        "post": operation(
            "Take a shown list in",
            {
                "200": "The page, with what became of it; in lines for `application/x-ndjson`.",
                "401": "Sign in first.",
                "410": "Taken in already, or forgotten.",
                "422": "Nobody vouched for the patients' consent.",
            },
            tag="portal",
            path=("preview_id",),
            body=FORM,
            security=SESSION,
        ),
    },
    "/portal/uploads/{preview_id}/rejects.csv": {
        "get": operation(
            "The rows to be mended",
            {"200": "CSV, with the reasons in its first column.", "404": "None, or no longer."},
            tag="portal",
            path=("preview_id",),
            security=SESSION,
        ),
    },
    "/portal/frontdesk-token": {
        "post": operation(
            "Give the front desk a new link, which ends the one before",
            {"200": "The page, with the link this once.", "401": "Sign in first."},
            tag="portal",
            security=SESSION,
        ),
    },
    "/frontdesk": {
        "get": operation("The page of the tablet at reception", {"200": "The page."}, tag="portal"),
    },
    "/frontdesk/manifest.webmanifest": {
        "get": operation("The same as an app", {"200": "Its manifest."}, tag="portal"),
    },
    "/frontdesk/sw.js": {
        "get": operation("Its service worker", {"200": "The script."}, tag="portal"),
    },
    "/static/{name}": {
        "get": operation(
            "The portal's style sheet and script",
            {"200": "The file.", "404": "Unknown."},
            tag="portal",
            path=("name",),
        ),
    },
}
