"""Access to a Microsoft account: tokens through MSAL, calls to Graph, failures judged."""

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import msal
import requests

from core.errors import EngineError
from core.providers import failures
from core.providers.calendar_failures import describe_busy, describe_refusal
from core.providers.calendar_ports import AccessLost, CalendarRefused, Grant, KeepToken
from core.rules.calendars.causes import Cause
from core.rules.calendars.consent_refusals import find_aadsts
from core.rules.calendars.graph_refusals import GRAPH_REFUSALS
from core.rules.calendars.oauth import GraphScopes
from core.rules.calendars.refusals import Course, Service

PROVIDER = "Microsoft Graph"

_SCOPES = [GraphScopes.CALENDAR.value]
_BAD_REQUEST = 400
"""What refusals of tokens come with; MSAL does not say."""


class GraphAccess:
    """Our app registration at Microsoft; opens accounts with their refresh tokens."""

    def __init__(
        self, *, client_id: str, client_secret: str, authority: str, timeout_seconds: float
    ) -> None:
        """Keep the app's own credentials; the first call asks where the endpoints are."""
        self._client_id = client_id
        self._client_secret = client_secret
        self._authority = authority
        self._http = _Http(authority, timeout_seconds)
        self._timeouts = (failures.CONNECT_SECONDS, timeout_seconds)

    def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Grant:
        """Trade a code (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow)."""
        flow = {
            "state": "checked",  # by the callback, long before
            "redirect_uri": redirect_uri,
            "scope": _SCOPES,
            "code_verifier": verifier,
        }
        answer = self._ask(
            lambda: self._app.acquire_token_by_auth_code_flow(
                flow, {"code": code, "state": "checked"}
            )
        )
        scopes = str(answer.get("scope") or "").lower()
        if scopes and "calendars.read" not in scopes:
            code = "scope_not_granted"
            message = "the owner did not grant the calendar"
            raise AccessLost(code, message, cause=Cause.BOX_UNTICKED)
        refresh_token = answer.get("refresh_token")
        if not isinstance(refresh_token, str) or not refresh_token:
            code = "no_refresh_token"
            raise AccessLost(code, "Microsoft gave no lasting access", cause=Cause.TRY_AGAIN)
        return Grant(refresh_token)

    def open(self, refresh_token: str, keep_token: KeepToken) -> "GraphSession":
        """Open an account for some calls."""
        return GraphSession(self, refresh_token, keep_token, self._timeouts)

    def renew(self, refresh_token: str) -> tuple[str, str]:
        """Give an access token, and the refresh token to use next time."""
        answer = self._ask(lambda: self._app.acquire_token_by_refresh_token(refresh_token, _SCOPES))
        return str(answer["access_token"]), str(answer.get("refresh_token") or refresh_token)

    @cached_property
    def _app(self) -> Any:
        return msal.ConfidentialClientApplication(
            self._client_id,
            client_credential=self._client_secret,
            authority=f"{_with_https(self._authority)}/common",
            http_client=self._http,
            token_cache=_NoCache(),
            instance_discovery=False,
            validate_authority=False,
        )

    def _ask(self, call: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        try:
            answer = call()
        except EngineError:
            raise
        except (*failures.NETWORK_ERRORS, RuntimeError, *failures.BAD_SHAPE) as error:
            raise failures.lost(PROVIDER, error, changes_something=False) from error
        if isinstance(answer, Mapping) and answer.get("access_token"):
            return answer
        raise _token_refusal(answer if isinstance(answer, Mapping) else {})


class GraphSession:
    """One account's access for one listing."""

    def __init__(
        self,
        access: GraphAccess,
        refresh_token: str,
        keep_token: KeepToken,
        timeouts: tuple[float, float],
    ) -> None:
        self._access = access
        self._keep_token = keep_token
        self._timeouts = timeouts
        self._http = requests.Session()
        self._refresh_token = refresh_token

    def refresh(self) -> None:
        """Get an access token."""
        token, following = self._access.renew(self._refresh_token)
        if following != self._refresh_token:
            self._refresh_token = following
            self._keep_token(following)
        self._http.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def get(self, url: str, headers: Mapping[str, str]) -> Mapping[str, Any]:
        """Make one call; an access token that is refused is renewed once."""
        try:
            return self._get(url, headers)
        except CalendarRefused as error:
            if error.course is not Course.RENEW:
                raise
        self.refresh()
        return self._get(url, headers)

    def _get(self, url: str, headers: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            response = self._http.get(
                url, headers=headers, timeout=self._timeouts, allow_redirects=False
            )
            if failures.is_transient(response.status_code):
                raise describe_busy(PROVIDER, response.status_code, response.headers)
            answer: dict[str, Any] = dict(response.json())
        except (*failures.NETWORK_ERRORS, *failures.BAD_SHAPE) as error:
            raise failures.lost(PROVIDER, error, changes_something=False) from error
        if response.ok and not response.is_redirect:
            return answer
        raise _failure(response, answer)


class _Answer:
    """What MSAL reads of an answer."""

    def __init__(self, response: requests.Response, text: str) -> None:
        self.status_code = response.status_code
        self.headers = response.headers
        self.text = text

    def raise_for_status(self) -> None:
        """Raise for 4xx, as requests does."""
        if self.status_code >= 400:  # noqa: PLR2004  # the 4xx class; 5xx never comes here
            message = f"HTTP {self.status_code}"
            raise ValueError(message)


class _Http:
    """MSAL's way to the token endpoint, which leaves retrying to the poll.

    MSAL speaks https only. Where the authority is plain http, a stand-in on this machine, it is
    told https and its calls go out as http.
    """

    def __init__(self, authority: str, timeout_seconds: float) -> None:
        self._is_plain = authority.startswith("http:")
        self._timeouts = (failures.CONNECT_SECONDS, timeout_seconds)

    def get(self, url: str, **options: Any) -> _Answer:
        """Fetch the authority's description of itself."""
        response = self._request("GET", url, **options)
        text = response.text
        return _Answer(response, text.replace("http://", "https://") if self._is_plain else text)

    def post(self, url: str, **options: Any) -> _Answer:
        """Ask for tokens; those about who the owner is are dropped: we need not know."""
        response = self._request("POST", url, **options)
        answer = response.json()
        for identity in ("id_token", "client_info"):
            answer.pop(identity, None)
        return _Answer(response, json.dumps(answer))

    def close(self) -> None:
        """Have nothing to close."""

    def _request(self, method: str, url: str, **options: Any) -> requests.Response:
        if self._is_plain:
            url = url.replace("https://", "http://", 1)
        options.pop("timeout", None)
        response = requests.request(method, url, timeout=self._timeouts, **options)
        if failures.is_transient(response.status_code):
            raise failures.transient(
                PROVIDER, response.status_code, response.headers, changes_something=False
            )
        return response


class _NoCache(msal.TokenCache):  # type: ignore[misc]
    """Remembers nothing: one client serves many accounts, whose tokens must not meet."""

    def add(self, event: Any, now: float | None = None) -> None:
        """Forget what was handed out."""


def _with_https(authority: str) -> str:
    return authority.replace("http://", "https://", 1)


def _token_refusal(answer: Mapping[str, Any]) -> EngineError:
    """Judge by the AADSTS number where there is one, and keep Entra's own, coarser `error`."""
    told = str(answer.get("error_description", ""))
    numbers = [f"AADSTS{number}" for number in answer.get("error_codes") or ()]
    codes = [*numbers, *find_aadsts(told), str(answer.get("suberror") or "")]
    error = failures.plain_code(answer.get("error"))
    refusal = describe_refusal(
        PROVIDER,
        GRAPH_REFUSALS,
        Service.MICROSOFT_TOKENS,
        status=_BAD_REQUEST,
        codes=[*codes, error],
        message=told,
    )
    if isinstance(refusal, CalendarRefused):
        refusal.code = error
    return refusal


def _failure(response: requests.Response, answer: Mapping[str, Any]) -> EngineError:
    try:
        inner = answer["error"].get("innerError") or answer["error"].get("innererror") or {}
        codes = [str(one["code"]) for one in (answer["error"], inner) if one.get("code")]
        message = str(answer["error"].get("message", ""))
    except failures.BAD_SHAPE:
        codes, message = [], "no explanation"
    return describe_refusal(
        PROVIDER,
        GRAPH_REFUSALS,
        Service.MICROSOFT_GRAPH,
        status=response.status_code,
        codes=codes,
        message=message,
        headers=response.headers,
    )
