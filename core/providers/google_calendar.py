"""Google Calendar v3: the entries of every calendar that the connected account keeps."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httplib2
from googleapiclient.discovery import build

from core.config import Config
from core.errors import ProviderRejected, TransientError
from core.providers import failures
from core.providers.calendar_ports import (
    LONGEST_LISTING_PAGES,
    MOST_CALENDARS_LOOKED_AT,
    AccessLost,
    Grant,
    KeepToken,
    Listing,
    Look,
    choose_calendars,
    entry_id,
    keep_no_token,
    merge_copies,
    read_entries,
)
from core.providers.google_access import PROVIDER, GoogleAccess, GoogleSession
from core.rules.calendars.contacts import patient_addresses, patient_names
from core.rules.calendars.events import CalendarEvent
from core.rules.calendars.findings import CalendarName
from core.rules.calendars.oauth import GOOGLE_API, GOOGLE_TOKENS

_LARGEST_PAGE = 250
_FIELDS = (
    "nextPageToken,items(id,recurringEventId,status,eventType,summary,description,location,start,"
    "end,organizer(email,self),"
    "attendees(email,displayName,self,organizer,resource,responseStatus))"
)
_LIST_FIELDS = "nextPageToken,items(id,primary,accessRole,summary,summaryOverride)"
_WRITERS = frozenset({"writer", "owner"})
_GONE = "410"
_NOT_FOUND = "404"
_PRIMARY = "primary"
_NO_SUCH_LIST = frozenset({"403", "404", "405"})

T = TypeVar("T")


def connect(config: Config) -> "GoogleCalendar":
    """Build the client that the configuration describes."""
    return GoogleCalendar(
        client_id=config.google_oauth_client_id,
        client_secret=config.google_oauth_client_secret,
        oauth_base=config.google_oauth_base,
        api_base=config.google_api_base,
    )


class GoogleCalendar:
    """Reads calendars with refresh tokens of many accounts; keeps none of them."""

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        oauth_base: str,
        api_base: str,
        timeout_seconds: float = failures.READ_SECONDS,
    ) -> None:
        """Build the client from the discovery document that ships with the library."""
        self._access = GoogleAccess(
            client_id=client_id,
            client_secret=client_secret,
            oauth_base=oauth_base or GOOGLE_TOKENS,
            timeout_seconds=timeout_seconds,
        )
        self._service = build(
            "calendar",
            "v3",
            static_discovery=True,
            cache_discovery=False,
            http=httplib2.Http(timeout=timeout_seconds),
            client_options={"api_endpoint": f"{api_base or GOOGLE_API}/calendar/v3/"},
        )

    def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Grant:
        """Trade a code that the owner's consent gave."""
        return self._access.exchange(code, verifier=verifier, redirect_uri=redirect_uri)

    def list_events(
        self,
        refresh_token: str,
        *,
        since: datetime,
        until: datetime,
        calendars: Collection[str] | None = None,
        keep_token: KeepToken = keep_no_token,
    ) -> Listing:
        """List the chosen calendars, or all that the account can write to: none it follows."""
        session = self._access.open(refresh_token, keep_token)
        session.refresh()
        known = self._calendars(session, calendars)
        chosen = choose_calendars(PROVIDER, known, calendars)
        events, unreadable = self._events_of(session, chosen, since, until, known)
        return Listing(merge_copies(events), frozenset(unreadable))

    def look(
        self,
        refresh_token: str,
        *,
        since: datetime,
        until: datetime,
        keep_token: KeepToken = keep_no_token,
    ) -> Look:
        """List the calendars that the account can read, and what stands in them."""
        session = self._access.open(refresh_token, keep_token)
        session.refresh()
        known = self._calendars(session, ())[:MOST_CALENDARS_LOOKED_AT]
        events, _ = self._events_of(session, known, since, until, known)
        return Look(tuple(known), tuple(events))

    def revoke(self, refresh_token: str) -> None:
        """Withdraw the consent at Google, for all of its tokens."""
        self._access.revoke(refresh_token)

    def _calendars(
        self, session: GoogleSession, chosen: Collection[str] | None
    ) -> list[CalendarName]:
        """List what can be read, or written to if none is chosen; the main one where no list is."""
        try:
            items = self._pages(
                session,
                lambda token: self._service.calendarList().list(
                    minAccessRole="writer" if chosen is None else "reader",
                    maxResults=_LARGEST_PAGE,
                    pageToken=token,
                    fields=_LIST_FIELDS,
                ),
            )
        except AccessLost:
            raise
        except ProviderRejected as error:
            if error.code not in _NO_SUCH_LIST:
                raise
            items = []
        known = _translated(lambda: [_calendar(item) for item in items])
        return known or [_unlisted(calendar_id) for calendar_id in chosen or (_PRIMARY,)]

    def _events_of(
        self,
        session: GoogleSession,
        calendars: Iterable[CalendarName],
        since: datetime,
        until: datetime,
        known: Sequence[CalendarName],
    ) -> tuple[list[CalendarEvent], set[str]]:
        own = [calendar.id for calendar in known if calendar.is_kept and "@" in calendar.id]
        events, unreadable = list[CalendarEvent](), set[str]()
        for calendar in calendars:
            asked_for = _PRIMARY if calendar.is_main else calendar.id
            items = self._items(session, asked_for, since, until)
            read = partial(_event, calendar_id=calendar.id, own=own)
            found, odd = _translated(partial(read_entries, items, read))
            events += found
            unreadable |= odd
        return events, unreadable

    def _items(
        self, session: GoogleSession, calendar_id: str, since: datetime, until: datetime
    ) -> list[Mapping[str, Any]]:
        try:
            return self._pages(
                session,
                lambda token: self._service.events().list(
                    calendarId=calendar_id,
                    timeMin=_rfc3339(since),
                    timeMax=_rfc3339(until),
                    singleEvents=True,
                    orderBy="startTime",
                    maxResults=_LARGEST_PAGE,
                    timeZone="UTC",
                    pageToken=token,
                    fields=_FIELDS,
                ),
            )
        except ProviderRejected as error:
            if error.code == _NOT_FOUND and calendar_id != _PRIMARY:
                return []  # deleted since it was listed
            raise

    def _pages(
        self, session: GoogleSession, request_of: Callable[[str | None], Any]
    ) -> list[Mapping[str, Any]]:
        """Walk all pages; a page token that expires under way starts the walk again, once."""
        try:
            return self._walk(session, request_of)
        except ProviderRejected as error:
            if error.code != _GONE:
                raise
        return self._walk(session, request_of)

    def _walk(
        self, session: GoogleSession, request_of: Callable[[str | None], Any]
    ) -> list[Mapping[str, Any]]:
        items: list[Mapping[str, Any]] = []
        token: str | None = None
        for _ in range(LONGEST_LISTING_PAGES):
            page = session.execute(request_of(token))
            items += _translated(partial(_items, page))
            token = page.get("nextPageToken")
            if not token:
                return items
        message = f"{PROVIDER} never came to a last page"
        raise TransientError(message)


def _items(page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(page.get("items", ()))


def _calendar(item: Mapping[str, Any]) -> CalendarName:
    return CalendarName(
        id=str(item["id"]),
        name=str(item.get("summaryOverride") or item.get("summary") or ""),
        is_kept=item.get("accessRole") in _WRITERS,
        is_main=bool(item.get("primary")),
    )


def _unlisted(calendar_id: str) -> CalendarName:
    return CalendarName(calendar_id, "", is_kept=True, is_main=calendar_id == _PRIMARY)


def _event(item: Mapping[str, Any], calendar_id: str, own: list[str]) -> CalendarEvent | None:
    """Read one entry; None for those that are not meetings, such as working locations."""
    cancelled = item.get("status") == "cancelled"
    if item.get("eventType", "default") != "default" or (cancelled and "start" not in item):
        return None
    attendees = item.get("attendees", ())
    ours = [*own, *(one.get("email", "") for one in attendees if one.get("self"))]
    organizer = item.get("organizer", {})
    if organizer.get("self"):
        ours.append(organizer.get("email", ""))
    invited = [
        (str(one.get("email", "")), str(one.get("displayName", "")))
        for one in attendees
        if not (one.get("self") or one.get("organizer") or one.get("resource"))
    ]
    addresses = patient_addresses((address for address, _ in invited), own=ours)
    return CalendarEvent(
        source="gcal",
        event_id=entry_id(item),
        series_id=item.get("recurringEventId"),
        calendar_id=calendar_id,
        title=str(item.get("summary") or ""),
        description=str(item.get("description") or ""),
        starts_at=_instant(item["start"]),
        ends_at=_instant(item["end"]),
        all_day="date" in item["start"],
        cancelled=cancelled,
        declined=any(
            one.get("self") and one.get("responseStatus") == "declined" for one in attendees
        ),
        attendees=addresses,
        attendee_names=patient_names(invited, addresses),
        location=str(item.get("location") or ""),
    )


def _instant(moment: Mapping[str, str]) -> datetime:
    if "date" in moment:
        return datetime.fromisoformat(moment["date"]).replace(tzinfo=UTC)
    instant = datetime.fromisoformat(moment["dateTime"])
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=ZoneInfo(moment.get("timeZone", "UTC")))
    return instant.astimezone(UTC)


def _rfc3339(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _translated(read: Callable[[], T]) -> T:
    try:
        return read()
    except failures.BAD_SHAPE as error:
        raise failures.lost(PROVIDER, error, changes_something=False) from error
