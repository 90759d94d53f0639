"""Who may act for a practice: a signed-in browser, or the front desk's token."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from core.config import Config
from core.onboarding.portal_links import DeadLink, open_link
from core.rules.tokens import token_hash
from core.store.database import Connection
from core.store.frontdesk import find_practice_by_token, rotate_token
from core.store.practices import Practice, find_practice
from core.store.sessions import find_session, insert_session, revoke_session, revoke_sessions

SESSION_DAYS = 30


def start_session(connection: Connection, *, practice_id: UUID, now: datetime) -> str:
    """Sign a browser in for thirty days; gives the cookie's value, kept nowhere."""
    token = secrets.token_urlsafe(32)
    insert_session(
        connection,
        practice_id=practice_id,
        token_hash=token_hash(token),
        now=now,
        expires_at=now + timedelta(days=SESSION_DAYS),
    )
    return token


def find_signed_in(connection: Connection, cookie: str | None, *, now: datetime) -> UUID | None:
    """Give the practice of a session cookie."""
    return find_session(connection, token_hash(cookie), now=now) if cookie else None


def find_other_practice(
    connection: Connection, config: Config, *, token: str, cookie: str | None, now: datetime
) -> Practice | None:
    """Find the practice whose owner's browser this is, where an unused link is of another one."""
    practice_id = find_signed_in(connection, cookie, now=now)
    if practice_id is None:
        return None
    link = open_link(connection, config, token, now=now)
    if isinstance(link, DeadLink) or link.practice_id == practice_id:
        return None
    return find_practice(connection, practice_id)


def end_session(connection: Connection, cookie: str, *, now: datetime, everywhere: bool) -> None:
    """Sign this browser out, or with `everywhere` all of its practice's."""
    practice_id = find_session(connection, token_hash(cookie), now=now)
    if everywhere and practice_id is not None:
        revoke_sessions(connection, practice_id, now=now)
    else:
        revoke_session(connection, token_hash(cookie), now=now)


def find_front_desk(connection: Connection, bearer: str | None) -> UUID | None:
    """Give the practice of a front-desk token."""
    return find_practice_by_token(connection, token_hash(bearer)) if bearer else None


def issue_frontdesk_token(connection: Connection, *, practice_id: UUID, now: datetime) -> str:
    """Give a practice's front desk a new token, which ends the one before; kept nowhere."""
    token = f"fd_{secrets.token_urlsafe(32)}"
    rotate_token(connection, practice_id=practice_id, token_hash=token_hash(token), now=now)
    return token
