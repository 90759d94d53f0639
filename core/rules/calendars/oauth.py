"""Where an owner is sent to connect a calendar, and what is asked of them (RFC 6749, RFC 7636)."""

import base64
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

GOOGLE_ACCOUNTS = "https://accounts.google.com"
GOOGLE_TOKENS = "https://oauth2.googleapis.com"
GOOGLE_API = "https://www.googleapis.com"

CALENDAR_SOURCES = ("gcal", "outlook")
CALENDAR_NAMES = {"gcal": "Google Calendar", "outlook": "Outlook"}


class GoogleScopes(StrEnum):
    """What is asked of Google.

    The least that reads the entries of all calendars an office keeps, one a chair or hygienist:
    `calendar.events.readonly` reads entries but does not list calendars, and nothing narrower
    shows titles.
    """

    CALENDAR = "https://www.googleapis.com/auth/calendar.readonly"


class GraphScopes(StrEnum):
    """What is asked of Microsoft: to read the signed-in account's own calendars, and no mail."""

    CALENDAR = "https://graph.microsoft.com/Calendars.Read"
    OFFLINE = "offline_access"


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """One trip of an owner to the provider and back."""

    client_id: str
    redirect_uri: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


def google_authorization_url(oauth_base: str, request: AuthorizationRequest) -> str:
    """Give Google's consent page; `prompt=consent` is what makes it give a refresh token again."""
    query = {
        **_common(request, GoogleScopes.CALENDAR.value),
        "access_type": "offline",
        "prompt": "consent",
        "include_granted_scopes": "false",
    }
    return f"{oauth_base or GOOGLE_ACCOUNTS}/o/oauth2/v2/auth?{urlencode(query)}"


def graph_authorization_url(authority: str, request: AuthorizationRequest) -> str:
    """Give Microsoft's consent page, for work and personal accounts alike."""
    scope = f"{GraphScopes.OFFLINE.value} {GraphScopes.CALENDAR.value}"
    query = {**_common(request, scope), "response_mode": "query", "prompt": "select_account"}
    return f"{authority}/common/oauth2/v2.0/authorize?{urlencode(query)}"


def code_challenge(verifier: str) -> str:
    """Give the S256 challenge of a verifier (RFC 7636, section 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def redirect_uri(app_base_url: str, source: str) -> str:
    """Give the address that the provider sends an owner back to; registered there verbatim."""
    return f"{app_base_url}/connectors/{source}/callback"


def has_scope(granted: str, wanted: str) -> bool:
    """Tell whether a token's scopes hold the one wanted; a provider may leave them unsaid."""
    return not granted.strip() or wanted in granted.split()


def _common(request: AuthorizationRequest, scope: str) -> dict[str, str]:
    return {
        "client_id": request.client_id,
        "redirect_uri": request.redirect_uri,
        "response_type": "code",
        "scope": scope,
        "state": request.state,
        "code_challenge": code_challenge(request.verifier),
        "code_challenge_method": "S256",
    }
