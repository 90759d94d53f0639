"""Changing the address that a practice signs in by: confirmed at the new one, told to the old."""

import secrets
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from core.context import IntakeContext
from core.rules.tokens import issue_token, read_token, token_hash
from core.rules.vocabulary import EventType, JobType
from core.store.events import append_event
from core.store.jobs import enqueue_job
from core.store.onboarding import Choices
from core.store.practices import Practice
from core.store.sign_in_changes import (
    SignInChange,
    apply_change,
    find_change,
    insert_change,
)

CONFIRM_PATH = "/portal/confirm-address/"
ADDRESS_COLUMN = "jobs.payload.email"
TOKEN_COLUMN = "jobs.payload.token"  # noqa: S105 - a column's name

_PURPOSE = "sign_in_change"
_LIFETIME = timedelta(days=2)


def hold_address(context: IntakeContext, practice: Practice | None, choices: Choices) -> Choices:
    """Take another address out of a form, and mail a link there that confirms it.

    A practice without an address takes the form's at once: nobody could be told.
    """
    if practice is None or not practice.email or not choices.email:
        return choices
    if choices.email.lower() != practice.email.lower():
        _request(context, practice.id, choices.email.lower())
    return replace(choices, email=None)


def find_pending_change(context: IntakeContext, token: str) -> SignInChange | None:
    """Give the change that a link confirms; None where it is forged, used, too late or replaced."""
    claims = read_token(context.config.hmac_secrets, token, purpose=_PURPOSE)
    change = find_change(context.connection, token_hash(token), now=context.now) if claims else None
    is_its = change is not None and claims is not None and change.practice_id == claims.practice_id
    return change if is_its else None


def confirm_change(
    context: IntakeContext, token: str, *, session: str | None
) -> SignInChange | None:
    """Sign in by the new address from now on, and end every session but this browser's."""
    change = find_pending_change(context, token)
    if change is None:
        return None
    kept = token_hash(session) if session else ""
    former = apply_change(
        context.connection, change, token_hash=token_hash(token), kept=kept, now=context.now
    )
    hashes = {"from": former and context.sealer.hash(former.lower())}
    append_event(
        context.connection,
        EventType.SIGN_IN_CHANGED,
        practice_id=change.practice_id,
        at=context.now,
        payload=hashes | {"to": context.sealer.hash(change.email)},
    )
    if former:
        _notify(context, change.practice_id, former, kind="address_changed", token=None)
    return change


def _request(context: IntakeContext, practice_id: UUID, email: str) -> None:
    expires_at = context.now + _LIFETIME
    token = issue_token(
        context.config.hmac_secrets[0],
        practice_id=practice_id,
        purpose=_PURPOSE,
        expires_at=expires_at,
        nonce=secrets.token_bytes(16),
    )
    insert_change(
        context.connection,
        SignInChange(practice_id, email),
        token_hash=token_hash(token),
        now=context.now,
        until=expires_at,
    )
    _notify(context, practice_id, email, kind="confirm_address", token=token)


def _notify(
    context: IntakeContext, practice_id: UUID, email: str, *, kind: str, token: str | None
) -> None:
    def seal(text: str, column: str) -> str:
        return context.sealer.seal(text, practice_id=practice_id, column=column)

    payload = {"kind": kind, "email_sealed": seal(email, ADDRESS_COLUMN)}
    if token is not None:
        payload["token_sealed"] = seal(token, TOKEN_COLUMN)
    enqueue_job(
        context.connection,
        JobType.SEND_ADDRESS_NOTICE,
        practice_id=practice_id,
        payload=payload,
        run_at=context.now,
        unique_key=None,  # each change is one of its own
    )
