"""Portal links: what a token opens, its first opening by a person, and asking for a new one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from core.config import Config
from core.context import IntakeContext
from core.rules.tokens import read_token, token_hash
from core.rules.vocabulary import EventType, JobType
from core.store.database import Connection
from core.store.events import append_event
from core.store.job_keys import magic_link_request_key
from core.store.jobs import enqueue_job
from core.store.magic_links import MagicLink, find_magic_link, mark_started
from core.store.practices import list_practices_by_email
from core.store.visitor_uses import count_visitor_use

_ASK_AGAIN_AFTER = timedelta(minutes=10)
_VISITOR_WINDOW = timedelta(hours=1)
_VISITOR_MAX = 30


class LinkProblem(StrEnum):
    """Why a link opens nothing."""

    FORGED = "unknown_link"
    EXPIRED = "link_expired"
    USED = "link_used"


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link that opens nothing."""

    problem: LinkProblem


def open_link(
    connection: Connection, config: Config, token: str, *, now: datetime, lock: bool = False
) -> MagicLink | DeadLink:
    """Give the link a token stands for, held if `lock`; opening it changes nothing."""
    claims = read_token(config.hmac_secrets, token, purpose="onboard")
    if claims is None:
        return DeadLink(LinkProblem.FORGED)
    link = find_magic_link(connection, token_hash(token), lock=lock)
    if link is None or link.practice_id != claims.practice_id:
        return DeadLink(LinkProblem.FORGED)
    if link.used_at is not None:
        return DeadLink(LinkProblem.USED)
    if min(link.expires_at, claims.expires_at) <= now:
        return DeadLink(LinkProblem.EXPIRED)
    return link


def start_onboarding(
    connection: Connection, config: Config, token: str, *, now: datetime, ip_hash: str | None
) -> LinkProblem | None:
    """Record that a person has opened the page, once a token; gives what is wrong, if anything."""
    link = open_link(connection, config, token, now=now)
    if isinstance(link, DeadLink):
        return link.problem
    if mark_started(connection, link.token_hash, now=now):
        append_event(
            connection,
            EventType.ONBOARDING_STARTED,
            practice_id=link.practice_id,
            at=now,
            ip_hash=ip_hash,
        )
    return None


def request_link(context: IntakeContext, email: str, *, visitor: str | None) -> int:
    """Have a new link mailed to an owner, at most one in ten minutes; gives for how many offices.

    Nobody learns from the outside whether an address is known: for an unknown one the same work is
    done and undone. `visitor` is the hash of who asks; past thirty times an hour nothing is mailed.
    """
    address = email.strip().lower()
    uses = count_visitor_use(
        context.connection,
        action="portal_link",
        visitor_hash=visitor or "unknown",
        window=_VISITOR_WINDOW,
        now=context.now,
    )
    known = list_practices_by_email(context.connection, address)
    if not known or uses > _VISITOR_MAX:
        with context.connection.transaction(force_rollback=True):
            _enqueue_link(context, address, None)
        return 0
    for practice_id in known:
        _enqueue_link(context, address, practice_id)
    return len(known)


def _enqueue_link(context: IntakeContext, address: str, practice_id: UUID | None) -> None:
    slot = int(context.now.timestamp() // _ASK_AGAIN_AFTER.total_seconds())
    enqueue_job(
        context.connection,
        JobType.SEND_MAGIC_LINK,
        practice_id=practice_id,
        payload={
            "email_sealed": context.sealer.seal(
                address, practice_id=practice_id, column="jobs.payload.email"
            ),
            "reason": "requested",
        },
        run_at=context.now,
        unique_key=magic_link_request_key(practice_id, context.sealer.hash(address), slot),
    )
