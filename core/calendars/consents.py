"""An owner's trip to a calendar provider's consent page, and the one return from it.

The web app calls no provider: what comes back is a code, sealed into a job that trades it.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from core.context import IntakeContext
from core.rules.calendars.causes import Cause
from core.rules.calendars.consent_refusals import judge_consent
from core.rules.calendars.oauth import AuthorizationRequest, authorization_url, redirect_uri
from core.rules.tokens import issue_token, read_token, token_hash
from core.rules.visits.sources import get_calendar
from core.store.calendar_choices import delete_look
from core.store.calendar_connections import (
    TOKEN_COLUMN,
    disconnect_calendar,
    end_authorization,
    insert_authorization,
    take_authorization,
)
from core.store.jobs import enqueue_job
from core.store.rate_limits import Limit, take_use

LIFETIME = timedelta(minutes=10)
"""Of a trip; both providers' codes live no longer."""

_TRIPS = Limit("calendar_trip", short_max=10, short=LIFETIME, long_max=60, long=timedelta(days=1))
"""Bounds the trips of a practice that are under way, and the rows that others leave behind."""

VERIFIER_COLUMN = "calendar_authorizations.verifier"
BY_PRACTICE = "by_practice"
"""Why a connection is gone that its owner ended here: nothing to be alarmed about."""
CODE_COLUMN = "jobs.payload.code"
REVOKED_TOKEN_COLUMN = "jobs.payload.token"  # noqa: S105  # a column's name

_NONCE_BYTES = 24
_VERIFIER_BYTES = 48
_LONGEST_CODE = 4096
_LONGEST_ERROR = 60


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and the state that it keeps as a cookie meanwhile."""

    url: str = field(repr=False)
    state: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Callback:
    """What a browser brings back: the provider's query, and what it kept itself."""

    state: str | None = field(repr=False)
    code: str | None = field(repr=False)
    error: str | None
    told: str | None = field(repr=False)
    """The provider's words about the error, which at Microsoft hold its number."""
    kept_state: str | None = field(repr=False)
    """The cookie set at departure."""
    signed_in: UUID | None
    """The practice of the browser's session."""


@dataclass(frozen=True, slots=True)
class TooManyTrips:
    """The practice has begun so many trips that it has to wait."""

    retry_after_seconds: int


class Arrival(StrEnum):
    """How a trip ended, as far as the browser can know."""

    CONNECTING = "connecting"
    DENIED = "denied"
    INVALID = "invalid"
    ELSEWHERE = "elsewhere"
    """The browser is signed in for another practice than the trip's."""


def begin_authorization(
    context: IntakeContext, source: str, *, practice_id: UUID
) -> Departure | TooManyTrips:
    """Prepare a trip: a signed state of ten minutes, and a PKCE verifier that stays here."""
    wait = take_use(context.connection, _TRIPS, practice_id=practice_id, now=context.now)
    if wait is not None:
        return TooManyTrips(wait)
    _, calendar = get_calendar(source)
    consent, config, expires_at = calendar.consent, context.config, context.now + LIFETIME
    state = issue_token(
        config.hmac_secrets[0],
        practice_id=practice_id,
        purpose=_purpose(source),
        expires_at=expires_at,
        nonce=secrets.token_bytes(_NONCE_BYTES),
    )
    verifier = secrets.token_urlsafe(_VERIFIER_BYTES)
    insert_authorization(
        context.connection,
        practice_id=practice_id,
        state_hash=token_hash(state),
        source=source,
        sealed_verifier=context.sealer.seal(
            verifier, practice_id=practice_id, column=VERIFIER_COLUMN
        ),
        now=context.now,
        expires_at=expires_at,
    )
    request = AuthorizationRequest(
        client_id=getattr(config, consent.client_id),
        redirect_uri=redirect_uri(config.app_base_url, source),
        state=state,
        verifier=verifier,
    )
    return Departure(authorization_url(consent, getattr(config, consent.base), request), state)


def finish_authorization(context: IntakeContext, source: str, callback: Callback) -> Arrival:
    """Take the one return of a trip, and have its code traded.

    The state must be ours, of this very provider, unexpired and unused, and come back in the
    browser that left, or in one signed in for the same practice, and never in one signed in for
    another: otherwise somebody could talk an owner into connecting their calendar to a stranger's
    account.
    """
    state = callback.state or ""
    claims = read_token(context.config.hmac_secrets, state, purpose=_purpose(source))
    if claims is None or claims.expires_at <= context.now:
        return Arrival.INVALID
    practice_id, state_hash = claims.practice_id, token_hash(state)
    if callback.signed_in not in {None, practice_id}:
        return Arrival.ELSEWHERE
    same_browser = hmac.compare_digest((callback.kept_state or "").encode(), state.encode())
    if not same_browser and callback.signed_in != practice_id:
        return Arrival.INVALID
    if not take_authorization(
        context.connection,
        practice_id=practice_id,
        state_hash=state_hash,
        source=source,
        now=context.now,
    ):
        return Arrival.INVALID
    code = callback.code
    if callback.error or not code or len(code) > _LONGEST_CODE:
        end_authorization(
            context.connection,
            practice_id=practice_id,
            state_hash=state_hash,
            outcome=_plain(callback.error) or "no_code",
            cause=_cause_of(source, callback),
        )
        return Arrival.DENIED
    _enqueue_exchange(context, source, practice_id, state_hash, code)
    return Arrival.CONNECTING


def end_connection(context: IntakeContext, source: str, *, practice_id: UUID) -> bool:
    """Forget a practice's access because it says so; False if there was none.

    Where the provider can be told, a job does so, which forgets the token in any case.
    """
    sealed = disconnect_calendar(
        context.connection,
        practice_id=practice_id,
        source=source,
        reason=BY_PRACTICE,
        now=context.now,
    )
    delete_look(context.connection, practice_id=practice_id, source=source)
    revoke_job = get_calendar(source)[0].revoke_job
    if sealed is not None and revoke_job is not None:
        _enqueue_revocation(context, revoke_job, practice_id, sealed)
    return sealed is not None


def _enqueue_revocation(
    context: IntakeContext, job_type: str, practice_id: UUID, sealed_token: str
) -> None:
    sealer = context.sealer
    token = sealer.open(sealed_token, practice_id=practice_id, column=TOKEN_COLUMN)
    enqueue_job(
        context.connection,
        job_type,
        practice_id=practice_id,
        payload={
            "token_sealed": sealer.seal(token, practice_id=practice_id, column=REVOKED_TOKEN_COLUMN)
        },
        run_at=context.now,
        unique_key=None,
    )


def _enqueue_exchange(
    context: IntakeContext, source: str, practice_id: UUID, state_hash: str, code: str
) -> None:
    sealed = context.sealer.seal(code, practice_id=practice_id, column=CODE_COLUMN)
    enqueue_job(
        context.connection,
        get_calendar(source)[0].exchange_job,
        practice_id=practice_id,
        payload={"code_sealed": sealed, "state_hash": state_hash},
        run_at=context.now,
        unique_key=None,  # the state is used up once; housekeeping may then drop the job
    )


def _purpose(source: str) -> str:
    return f"calendar_oauth:{source}"


def _cause_of(source: str, callback: Callback) -> Cause:
    if not callback.error:
        return Cause.TRY_AGAIN
    return judge_consent(source, callback.error, callback.told or "")


def _plain(error: str | None) -> str:
    """Keep a provider's error code to letters that can do no harm."""
    return "".join(c for c in (error or "") if c.isalnum() or c == "_")[:_LONGEST_ERROR]
