"""People whom a list or calendar keeps from being asked: what any source queued for them ends."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from core.rules.visits.remarks import Ban, BannedContact
from core.rules.vocabulary import Reason
from core.sealing import Sealer
from core.store.database import Connection
from core.store.suppressions import Suppression, add_suppressions, skip_contacts
from core.visits.ended_requests import end_jobs

_AT_ONCE = 2500


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
    rows = iter(dict.fromkeys(_suppressions(sealer, practice_id, banned)))
    ended = 0
    while part := list(islice(rows, _AT_ONCE)):
        add_suppressions(connection, part, now=now)
        ended += _end_requests(connection, practice_id, part, now)
    return ended


def _suppressions(
    sealer: Sealer, practice_id: UUID, banned: Iterable[BannedContact]
) -> Iterator[Suppression]:
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
