"""Where an owner is sent to connect a calendar, and what is asked of them (RFC 6749, RFC 7636)."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

GOOGLE_TOKENS = "https://oauth2.googleapis.com"
GOOGLE_API = "https://www.googleapis.com"


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
class Consent:
    """The consent page of a calendar's provider, as data.

    `client_id` and `base` name settings of the configuration; a blank base means `usual_base`.
    """

    client_id: str
    base: str
    usual_base: str
    path: str
    scopes: tuple[str, ...]
    asks: Mapping[str, str]
    """What this provider wants in the query beside the standard's parameters."""


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """One trip of an owner to the provider and back."""

    client_id: str
    redirect_uri: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


def authorization_url(consent: Consent, base: str, request: AuthorizationRequest) -> str:
    """Give the address of the consent page for one trip."""
    query = {
        "client_id": request.client_id,
        "redirect_uri": request.redirect_uri,
        "response_type": "code",
        "scope": " ".join(consent.scopes),
        "state": request.state,
        "code_challenge": code_challenge(request.verifier),
        "code_challenge_method": "S256",
        **consent.asks,
    }
    return f"{base or consent.usual_base}{consent.path}?{urlencode(query)}"


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
