"""Access to a Google account: codes and refresh tokens traded, calls made, failures judged."""

import logging
from collections.abc import Mapping
from http.client import HTTPException
from json import JSONDecodeError, loads
from typing import Any

import google_auth_httplib2
import httplib2
import requests
from google.auth import transport
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.oauth2.credentials import Credentials
from googleapiclient.errors import Error as ClientError
from googleapiclient.errors import HttpError

from core.errors import EngineError, TransientError
from core.providers import failures
from core.providers.calendar_failures import describe_busy, describe_refusal
from core.providers.calendar_ports import AccessLost, CalendarRefused, Grant, KeepToken
from core.rules.calendars.causes import Cause
from core.rules.calendars.google_refusals import GOOGLE_REFUSALS
from core.rules.calendars.oauth import GoogleScopes, has_scope
from core.rules.calendars.refusals import Course, Service

PROVIDER = "Google Calendar"

_BAD_REQUEST = 400
"""What every refusal of a token comes with; google-auth does not say."""

logging.getLogger("googleapiclient.http").addFilter(lambda _record: False)
"""The library would log every address it asks, and what Google answers."""


class GoogleAccess:
    """Our client at Google's token endpoint; opens accounts with their refresh tokens."""

    def __init__(
        self, *, client_id: str, client_secret: str, oauth_base: str, timeout_seconds: float
    ) -> None:
        """Keep the client's own credentials."""
        self._client_id = client_id
        self._client_secret = client_secret
        self._token_url = f"{oauth_base}/token"
        self._revoke_url = f"{oauth_base}/revoke"
        self._timeout_seconds = timeout_seconds

    def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Grant:
        """Trade a code (https://developers.google.com/identity/protocols/oauth2/web-server)."""
        answer = self._post_token(
            {
                "grant_type": "authorization_code",
                "code": code,
                "code_verifier": verifier,
                "redirect_uri": redirect_uri,
                "client_id": self._client_id,
                "client_secret": self._client_secret,
            }
        )
        if not has_scope(str(answer.get("scope", "")), GoogleScopes.CALENDAR):
            code = "scope_not_granted"
            message = "the owner left the calendar unticked"
            raise AccessLost(code, message, cause=Cause.BOX_UNTICKED)
        refresh_token = answer.get("refresh_token")
        if not isinstance(refresh_token, str) or not refresh_token:
            code = "no_refresh_token"
            raise AccessLost(code, "Google gave no lasting access", cause=Cause.TRY_AGAIN)
        return Grant(refresh_token)

    def open(self, refresh_token: str, keep_token: KeepToken) -> "GoogleSession":
        """Open an account for some calls."""
        credentials = Credentials(  # type: ignore[no-untyped-call]
            token=None,
            refresh_token=refresh_token,
            token_uri=self._token_url,
            client_id=self._client_id,
            client_secret=self._client_secret,
        )
        return GoogleSession(credentials, keep_token, self._timeout_seconds)

    def revoke(self, refresh_token: str) -> None:
        """Withdraw a consent (https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke)."""
        response = self._post(self._revoke_url, {"token": refresh_token})
        if not response.ok:
            refused = _token_refusal(_answer_of(response), response.status_code)
            if not isinstance(refused, AccessLost):
                raise refused

    def _post_token(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        response = self._post(self._token_url, form)
        answer = _answer_of(response)
        if response.ok:
            return answer
        raise _token_refusal(answer, response.status_code)

    def _post(self, url: str, form: Mapping[str, str]) -> requests.Response:
        try:
            response = requests.post(
                url,
                data=form,
                timeout=(failures.CONNECT_SECONDS, self._timeout_seconds),
                allow_redirects=False,
            )
        except failures.NETWORK_ERRORS as error:
            raise failures.lost(PROVIDER, error, changes_something=False) from error
        if failures.is_transient(response.status_code):
            raise failures.transient(
                PROVIDER, response.status_code, response.headers, changes_something=False
            )
        return response


class GoogleSession:
    """One account's access for one listing."""

    def __init__(
        self, credentials: Credentials, keep_token: KeepToken, timeout_seconds: float
    ) -> None:
        self._credentials = credentials
        self._refresh_token = str(credentials.refresh_token)
        self._keep_token = keep_token
        self._timeout_seconds = timeout_seconds
        self._http = google_auth_httplib2.AuthorizedHttp(
            self._credentials,
            http=httplib2.Http(timeout=self._timeout_seconds),
            max_refresh_attempts=0,
        )

    def refresh(self) -> None:
        """Get an access token."""
        try:
            self._credentials.refresh(_Transport(self._timeout_seconds))  # type: ignore[no-untyped-call]
        except RefreshError as error:
            answer = next((part for part in error.args if isinstance(part, Mapping)), {})
            if not answer:
                raise failures.lost(PROVIDER, error, changes_something=False) from error
            raise _token_refusal(answer, _BAD_REQUEST) from error
        except (GoogleAuthError, *failures.BAD_SHAPE) as error:
            raise failures.lost(PROVIDER, error, changes_something=False) from error
        self._hand_on()

    def execute(self, request: Any) -> Mapping[str, Any]:
        """Make one call; an access token that is refused is renewed once."""
        try:
            return self._execute(request)
        except CalendarRefused as error:
            if error.course is not Course.RENEW:
                raise
        self.refresh()
        return self._execute(request)

    def _execute(self, request: Any) -> Mapping[str, Any]:
        try:
            answer = request.execute(http=self._http)
        except HttpError as error:
            raise _failure(error) from error
        except EngineError:
            raise
        except (
            HTTPException,
            httplib2.HttpLib2Error,
            OSError,
            ClientError,
            GoogleAuthError,
            *failures.BAD_SHAPE,
        ) as error:
            raise failures.lost(PROVIDER, error, changes_something=False) from error
        finally:
            self._hand_on()  # google-auth renews by itself what has expired
        if not isinstance(answer, Mapping):
            message = f"{PROVIDER} gave no usable answer"
            raise TransientError(message)
        return answer

    def _hand_on(self) -> None:
        """Hand on the refresh token to use next time, where Google gave another."""
        token = str(self._credentials.refresh_token)
        if token != self._refresh_token:
            self._refresh_token = token
            self._keep_token(token)


class _Transport(transport.Request):
    """google-auth's way to the token endpoint, which leaves retrying to the poll."""

    def __init__(self, timeout_seconds: float) -> None:
        self._timeouts = (failures.CONNECT_SECONDS, timeout_seconds)

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **_options: Any,
    ) -> "_Answer":
        """Make one request."""
        del timeout
        try:
            response = requests.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=self._timeouts,
                allow_redirects=False,
            )
        except failures.NETWORK_ERRORS as error:
            raise failures.lost(PROVIDER, error, changes_something=False) from error
        if failures.is_transient(response.status_code):
            raise failures.transient(
                PROVIDER, response.status_code, response.headers, changes_something=False
            )
        return _Answer(response)


class _Answer(transport.Response):
    """What google-auth reads of an answer."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response

    @property
    def status(self) -> int:
        """HTTP's status."""
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """All of them."""
        return self._response.headers

    @property
    def data(self) -> bytes:
        """The body."""
        return self._response.content


def _answer_of(response: requests.Response) -> Mapping[str, Any]:
    try:
        return dict(response.json())
    except failures.BAD_SHAPE as error:
        raise failures.lost(PROVIDER, error, changes_something=False) from error


def _token_refusal(answer: Mapping[str, Any], status: int) -> EngineError:
    codes = [failures.plain_code(answer.get(key)) for key in ("error_subtype", "error")]
    codes = [code for code in codes if code != "unknown"]
    return describe_refusal(
        PROVIDER,
        GOOGLE_REFUSALS,
        Service.GOOGLE_TOKENS,
        status=status,
        codes=codes,
        message=str(answer.get("error_description", "")),
    )


def _failure(error: HttpError) -> EngineError:
    status, headers = int(error.resp.status), dict(error.resp)
    if failures.is_transient(status):
        return describe_busy(PROVIDER, status, headers)
    reasons, message = _reasons(error.content)
    return describe_refusal(
        PROVIDER,
        GOOGLE_REFUSALS,
        Service.GOOGLE_CALENDAR,
        status=status,
        codes=reasons,
        message=message,
        headers=headers,
    )


def _reasons(content: bytes) -> tuple[set[str], str]:
    try:
        error = loads(content)["error"]
        listed = [*error.get("errors", ()), *error.get("details", ())]
        return {str(one["reason"]) for one in listed if "reason" in one}, str(error["message"])
    except (*failures.BAD_SHAPE, JSONDecodeError):
        return set(), "no explanation"
