"""Reads every connected calendar of a provider, side by side, one practice's trouble its own."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.calendars.choices import LOOK_KEPT, open_calendars
from core.calendars.clients import CalendarClients
from core.calendars.coverage import Fared, keep_coverage
from core.calendars.entries import ingest_calendar_events
from core.calendars.exchange import exchange_codes
from core.calendars.held_token import HeldToken
from core.calendars.looks import take_looks
from core.calendars.lost_access import cause_of, lose_access, tell_owner
from core.calendars.revocations import revoke_consents
from core.calendars.sightings import CalendarPractice, Window
from core.calendars.work import CalendarDeps, Poll, try_repeatedly
from core.config import Config
from core.error_traces import describe_error, trace_error
from core.errors import EngineError
from core.log import get_logger
from core.providers.calendar_ports import AccessLost, Listing
from core.rules.calendars.causes import Cause, is_for_owner
from core.rules.calendars.fields import read_field_choice
from core.sealing import Sealer
from core.store.calendar_choices import delete_old_looks
from core.store.calendar_connections import (
    DueConnection,
    hold_connection,
    list_due_connections,
    record_failure,
    record_poll,
)
from core.store.database import Connection
from core.store.visits import lock_intake

THREADS = 16
"""Practices polled at a time; each one's calls go one after another."""

OVERLAP = timedelta(hours=24)
"""How far a poll looks back beyond the last one; the first, beyond now."""

LONGEST_DELAY = timedelta(hours=72)
"""How late an entry may be made or completed: on Monday, for Friday."""

LONGEST_WAIT = timedelta(days=7)
"""How long a visit that nobody was asked about is watched for being called off."""

LONGEST_LOOK_BACK = timedelta(days=30)
"""After an outage; older visits would not be asked about anyway."""

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Polled:
    """What one practice's poll came to."""

    outcome: str
    counts: Mapping[str, int]


def poll_calendars(
    source: str,
    *,
    config: Config,
    sealer: Sealer,
    connect: Callable[[], Connection],
    clients: CalendarClients,
    now: datetime,
    sleep: Callable[[float], None] | None = None,
    only_new: bool = False,
) -> dict[str, int]:
    """Do what owners wait for, then read all connected calendars of `gcal` or `outlook`.

    With `only_new` those alone that were not read since they were connected. Gives counts:
    `connections`, of those `polled`, `failed`, `disconnected` and `superseded`, which were read
    elsewhere or set up anew meanwhile; `accepted` visits and what else became of the entries. A
    failed poll is caught up by the next, however late.
    """
    deps = CalendarDeps(config, sealer, connect, clients)
    poll = Poll(deps if sleep is None else replace(deps, sleep=sleep), source, now)
    counts = exchange_codes(poll) + take_looks(poll) + revoke_consents(poll)
    with connect() as connection:
        delete_old_looks(connection, before=now - LOOK_KEPT)
        due = list_due_connections(
            connection, source=source, now=now, earliest=now - LONGEST_WAIT, only_new=only_new
        )
    counts["connections"] = len(due)
    if due:
        with ThreadPoolExecutor(min(THREADS, len(due)), f"poll-{source}") as threads:
            for polled in threads.map(lambda one: _poll_one(poll, one), due):
                counts[polled.outcome] += 1
                counts.update(polled.counts)
    return dict(counts)


def window_of(due: DueConnection, now: datetime) -> Window:
    """Choose what to read: from three days before the last poll, or the oldest visit still watched.

    The first poll reads the last 24 hours, and no later one goes further back than that. A clock
    that was ahead once does no harm: what is said to be read up to a time to come counts as read up
    to now. A calendar that is back after it was set aside is read from where it was left.
    """
    polled_until = min(due.polled_until or now, now)
    since = polled_until - OVERLAP
    if due.watched_since is not None:
        since = min(since, max(polled_until - LONGEST_DELAY, due.watched_since))
    if due.oldest_waiting_at is not None:
        watched = max(due.oldest_waiting_at - timedelta(seconds=1), now - LONGEST_WAIT)
        since = min(since, watched)
    if due.reread_from is not None:
        since = min(since, due.reread_from - OVERLAP)
    return Window(since=max(since, now - LONGEST_LOOK_BACK), until=now)


def _poll_one(poll: Poll, due: DueConnection) -> _Polled:
    """Poll one practice; whatever goes wrong with it is written down and harms no other."""
    held = HeldToken(poll, due.practice_id, due.refresh_token)
    try:
        return _read(poll, due, held)
    except AccessLost as error:
        return _lose(poll, held, error)
    except Exception as error:  # noqa: BLE001 - one practice's trouble must not be all of theirs
        return _fail(poll, due, held, error)


def _read(poll: Poll, due: DueConnection, held: HeldToken) -> _Polled:
    sealer, window = poll.deps.sealer, window_of(due, poll.now)
    client, chosen = poll.deps.clients(poll.source), open_calendars(sealer, due)
    listing = try_repeatedly(
        lambda: client.list_events(
            held.open(),
            since=window.since,
            until=window.until,
            calendars=chosen,
            keep_token=held.keep,
        ),
        poll.deps.sleep,
    )
    with poll.deps.connect() as connection:
        lock_intake(connection, due.practice_id)
        if not hold_connection(connection, due, sealed_token=held.sealed):
            return _Polled("superseded", {})
        fared = keep_coverage(
            connection,
            sealer,
            practice_id=due.practice_id,
            source=due.source,
            listing=listing,
            chosen=chosen,
            now=poll.now,
        )
        counts = _take_in(connection, poll, due, listing, fared, window)
        for cause in fared.set_aside:
            tell_owner(connection, poll, due.practice_id, cause, since=poll.now)
    return _Polled("polled", counts)


def _take_in(
    connection: Connection,
    poll: Poll,
    due: DueConnection,
    listing: Listing,
    fared: Fared,
    window: Window,
) -> dict[str, int]:
    """Make visits of a listing, and write down how far all is read."""
    counts = ingest_calendar_events(
        connection,
        poll.deps.sealer,
        practice=CalendarPractice(due.practice_id, due.source, due.zone, due.delay_minutes),
        events=listing.events,
        unreadable=listing.unreadable,
        fields=read_field_choice(due.fields),
        coverage=fared.coverage,
        window=window,
        now=poll.now,
    )
    counts |= _count_calendars(listing)
    record_poll(
        connection,
        due,
        since=window.since,
        until=_read_until(due, fared, window),
        counts=counts,
        now=poll.now,
    )
    return counts


def _read_until(due: DueConnection, fared: Fared, window: Window) -> datetime:
    """Say up to when all is read: while a calendar lags, only what was before.

    The first poll's end may be said in any case: the next one overlaps all that it looked at.
    """
    if fared.is_lagging and due.polled_until is not None:
        return min(due.polled_until, window.until)
    return window.until


def _count_calendars(listing: Listing) -> dict[str, int]:
    """Count what was not read whole, and of that where pages repeated themselves."""
    repeated = sum(one.cause is Cause.PAGES_REPEAT for one in listing.unread)
    if repeated:
        _log.warning("calendar_pages_repeated", calendars=repeated)
    found = {"calendars_unread": len(listing.unread), "pages_repeated": repeated}
    return {label: count for label, count in found.items() if count}


def _fail(poll: Poll, due: DueConnection, held: HeldToken, error: Exception) -> _Polled:
    """Write a failure down; the next poll starts where this one did.

    What only the owner can mend is mailed when two polls in a row have met it.
    """
    wish = getattr(error, "retry_after_seconds", None)
    code = getattr(error, "code", None) if isinstance(error, EngineError) else None
    name = f"{describe_error(error)}: {code}" if code else describe_error(error)
    _log.warning(
        "calendar_poll_failed",
        source=due.source,
        practice_id=str(due.practice_id),
        error=name,
        trace=trace_error(error),
    )
    cause = cause_of(error)
    with poll.deps.connect() as connection:
        since = record_failure(
            connection,
            due,
            sealed_token=held.sealed,
            error=name,
            cause=cause.value,
            resume_at=poll.now + timedelta(seconds=wish) if wish else None,
            now=poll.now,
        )
        if since is not None and since < poll.now and is_for_owner(cause):
            tell_owner(connection, poll, due.practice_id, cause, since=since)
    return _Polled("failed", {})


def _lose(poll: Poll, held: HeldToken, error: AccessLost) -> _Polled:
    first = lose_access(poll, held.practice_id, held.sealed, error)
    return _Polled("disconnected" if first else "superseded", {})
