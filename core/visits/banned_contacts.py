"""People whom a list, calendar or front desk keeps from being asked, until the office lifts it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from core.context import IntakeContext
from core.rules.names.emails import parse_email
from core.rules.places.phone import to_e164
from core.rules.visits.remarks import Ban, BannedContact
from core.rules.vocabulary import EventType, Reason
from core.sealing import Sealer
from core.store.database import Connection
from core.store.events import append_event
from core.store.suppressions import (
    Suppression,
    add_suppressions,
    lift_suppressions,
    list_reasons,
    skip_contacts,
)
from core.store.visits import lock_intake
from core.visits.ended_requests import end_jobs

_AT_ONCE = 2500


@dataclass(frozen=True, slots=True)
class ContactBans:
    """What forbids writing to one contact: the office's own bans, and whatever else does."""

    contact: str
    contact_hash: str
    bans: tuple[Ban, ...]
    has_others: bool
    """A STOP, a complaint, a number that takes no texts: nothing that an office may lift."""


def keep_from_asking(
    connection: Connection,
    sealer: Sealer,
    *,
    practice_id: UUID,
    banned: Iterable[BannedContact],
    now: datetime,
) -> int:
    """Suppress contacts for a practice, and end what waits for them; gives how many requests end.

    Who wants no texts may get emails. Whoever shares a phone with them is not asked there either.
    """
    rows = iter(dict.fromkeys(list_suppressions(sealer, practice_id, banned)))
    ended = 0
    while part := list(islice(rows, _AT_ONCE)):
        add_suppressions(connection, part, now=now)
        ended += _end_requests(connection, practice_id, part, now)
    return ended


def find_bans(context: IntakeContext, practice_id: UUID, typed: str) -> ContactBans | None:
    """Tell what keeps the practice from writing to a phone or email; None for what is neither."""
    text = typed.strip()
    contact = parse_email(text) if "@" in text else to_e164(text)
    if contact is None:
        return None
    contact_hash = context.sealer.hash(contact)
    reasons = list_reasons(context.connection, practice_id=practice_id, contact_hash=contact_hash)
    bans = tuple(ban for ban in Ban if ban.value in reasons)
    return ContactBans(contact, contact_hash, bans, has_others=len(reasons) > len(bans))


def lift_bans(
    context: IntakeContext, practice_id: UUID, typed: str, *, ip_hash: str | None
) -> ContactBans | None:
    """Lift what lists, calendars or the front desk said of a contact, on the office's word.

    Gives what was there; what the person said, or what mail and carriers report, stays.
    """
    lock_intake(context.connection, practice_id)
    found = find_bans(context, practice_id, typed)
    if found is None or not found.bans:
        return found
    lift_suppressions(
        context.connection,
        practice_ids=[practice_id],
        contact_hashes=[found.contact_hash],
        reasons=[ban.value for ban in Ban],
    )
    append_event(
        context.connection,
        EventType.BAN_LIFTED,
        practice_id=practice_id,
        at=context.now,
        payload={
            "contact_hash": found.contact_hash,
            "bans": [ban.value for ban in found.bans],
            "by": "owner",
        },
        ip_hash=ip_hash,
    )
    return found


def list_suppressions(
    sealer: Sealer, practice_id: UUID, banned: Iterable[BannedContact]
) -> Iterator[Suppression]:
    """Say which contacts are suppressed for what is told of people, and where."""
    for one in banned:
        if one.ban is not Ban.NO_EMAILS:
            for phone in one.phones:
                yield Suppression(practice_id, sealer.hash(phone), "sms", one.ban.value)
        if one.email and one.ban is not Ban.NO_TEXTS:
            yield Suppression(practice_id, sealer.hash(one.email), "email", one.ban.value)


def _end_requests(
    connection: Connection, practice_id: UUID, rows: list[Suppression], now: datetime
) -> int:
    reason = Reason.SUPPRESSED
    request_ids = skip_contacts(
        connection, practice_id=practice_id, contacts=rows, reason=reason.value
    )
    end_jobs(connection, practice_id=practice_id, request_ids=request_ids, reason=reason, now=now)
    return len(request_ids)
