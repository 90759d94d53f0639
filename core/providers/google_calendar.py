"""Google Calendar v3: the entries of every calendar that the connected account keeps."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httplib2
from googleapiclient.discovery import build

from core.config import Config
from core.providers import failures
from core.providers.calendar_listings import (
    Page,
    Pages,
    Reading,
    read_calendars,
    walk_pages,
    without_copies,
)
from core.providers.calendar_ports import (
    MOST_CALENDARS_LOOKED_AT,
    CalendarRefused,
    Grant,
    KeepToken,
    Listing,
    Look,
    choose_calendars,
    entry_id,
    keep_no_token,
    read_entries,
)
from core.providers.google_access import PROVIDER, GoogleAccess, GoogleSession
from core.rules.calendars.contacts import patient_addresses, patient_names
from core.rules.calendars.events import CalendarEvent
from core.rules.calendars.findings import CalendarName
from core.rules.calendars.oauth import GOOGLE_API, GOOGLE_TOKENS
from core.rules.calendars.refusals import Course

_LARGEST_PAGE = 250
_FIELDS = (
    "nextPageToken,items(id,recurringEventId,status,eventType,summary,description,location,start,"
    "end,organizer(email,self),"
    "attendees(email,displayName,self,organizer,resource,responseStatus))"
)
_LIST_FIELDS = "nextPageToken,items(id,primary,accessRole,summary,summaryOverride)"
_WRITERS = frozenset({"writer", "owner"})
_PRIMARY = "primary"

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
        known, is_whole = self._calendars(session, calendars)
        chosen = choose_calendars(PROVIDER, known, calendars)
        read = self._reader(session, since, until, known)
        return without_copies(read_calendars(chosen, read, is_list_whole=is_whole))

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
        known, is_whole = self._calendars(session, ())
        known = known[:MOST_CALENDARS_LOOKED_AT]
        read = self._reader(session, since, until, known)
        return Look(tuple(known), read_calendars(known, read, is_list_whole=is_whole).events)

    def revoke(self, refresh_token: str) -> None:
        """Withdraw the consent at Google, for all of its tokens."""
        self._access.revoke(refresh_token)

    def _calendars(
        self, session: GoogleSession, chosen: Collection[str] | None
    ) -> tuple[list[CalendarName], bool]:
        """List what can be read, or written to if none is chosen, and whether that is all.

        Where no list is to be had, the chosen ones stand for it, or the main one.
        """
        try:
            pages = walk_pages(
                lambda token: _page(
                    session.execute(
                        self._service.calendarList().list(
                            minAccessRole="writer" if chosen is None else "reader",
                            maxResults=_LARGEST_PAGE,
                            pageToken=token,
                            fields=_LIST_FIELDS,
                        )
                    )
                )
            )
        except CalendarRefused as error:
            if error.course is not Course.SKIP:
                raise
            pages = Pages([], is_whole=False)
        known = _translated(lambda: [_calendar(item) for item in pages.items])
        if known:
            return known, pages.is_whole
        return [_unlisted(calendar_id) for calendar_id in chosen or (_PRIMARY,)], False

    def _reader(
        self,
        session: GoogleSession,
        since: datetime,
        until: datetime,
        known: Sequence[CalendarName],
    ) -> Callable[[CalendarName], Reading]:
        own = [calendar.id for calendar in known if calendar.is_kept and "@" in calendar.id]

        def read(calendar: CalendarName) -> Reading:
            asked_for = _PRIMARY if calendar.is_main else calendar.id
            pages = self._entries(session, asked_for, since, until)
            read_one = partial(_event, calendar_id=calendar.id, own=own)
            events, odd = _translated(partial(read_entries, pages.items, read_one))
            return Reading(events, frozenset(odd), pages.is_whole)

        return read

    def _entries(
        self, session: GoogleSession, calendar_id: str, since: datetime, until: datetime
    ) -> Pages:
        return walk_pages(
            lambda token: _page(
                session.execute(
                    self._service.events().list(
                        calendarId=calendar_id,
                        timeMin=_rfc3339(since),
                        timeMax=_rfc3339(until),
                        singleEvents=True,
                        orderBy="startTime",
                        maxResults=_LARGEST_PAGE,
                        timeZone="UTC",
                        pageToken=token,
                        fields=_FIELDS,
                    )
                )
            )
        )


def _page(answer: Mapping[str, Any]) -> Page:
    return _translated(lambda: (list(answer.get("items", ())), answer.get("nextPageToken")))


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
