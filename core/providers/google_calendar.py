"""Google Calendar v3: the entries of every calendar that the connected account keeps."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httplib2
from googleapiclient.discovery import build

from core.errors import ProviderRejected, TransientError
from core.providers import failures
from core.providers.calendar_ports import (
    LONGEST_LISTING_PAGES,
    AccessLost,
    Grant,
    Listing,
    merge_copies,
)
from core.providers.google_access import BAD_SHAPE, PROVIDER, GoogleAccess, GoogleSession
from core.rules.calendar_contacts import patient_addresses
from core.rules.calendar_events import CalendarEvent
from core.rules.calendar_oauth import GOOGLE_API, GOOGLE_TOKENS

_LARGEST_PAGE = 250
_FIELDS = (
    "nextPageToken,items(id,recurringEventId,status,eventType,summary,description,start,end,"
    "updated,organizer(email,self),attendees(email,self,organizer,resource,responseStatus))"
)
_GONE = "410"
_NOT_FOUND = "404"
_PRIMARY = "primary"
_NO_SUCH_LIST = frozenset({"403", "404", "405"})

T = TypeVar("T")


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
            token_url=f"{oauth_base or GOOGLE_TOKENS}/token",
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

    def list_events(self, refresh_token: str, *, since: datetime, until: datetime) -> Listing:
        """List all calendars that the account can write to, so none it merely follows."""
        session = self._access.open(refresh_token)
        session.refresh()
        calendars = self._calendars(session)
        events: list[CalendarEvent] = []
        for calendar_id in dict.fromkeys(calendars.values()):
            items = self._items(session, calendar_id, since, until)
            events += _translated(lambda i=items, c=calendar_id: _events(i, c, list(calendars)))  # type: ignore[misc]
        return Listing(merge_copies(events), session.refresh_token)

    def _calendars(self, session: GoogleSession) -> dict[str, str]:
        """Give what to ask for by calendar id; `primary` alone where no list is to be had."""
        try:
            items = self._pages(
                session,
                lambda token: self._service.calendarList().list(
                    minAccessRole="writer",
                    maxResults=_LARGEST_PAGE,
                    pageToken=token,
                    fields="nextPageToken,items(id,primary)",
                ),
            )
        except AccessLost:
            raise
        except ProviderRejected as error:
            if error.code in _NO_SUCH_LIST:
                return {_PRIMARY: _PRIMARY}
            raise
        ids = _translated(
            lambda: {str(i["id"]): _PRIMARY if i.get("primary") else str(i["id"]) for i in items}
        )
        return ids or {_PRIMARY: _PRIMARY}

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
            items += _translated(lambda page=page: list(page.get("items", ())))  # type: ignore[misc]
            token = page.get("nextPageToken")
            if not token:
                return items
        message = f"{PROVIDER} never came to a last page"
        raise TransientError(message)


def _events(
    items: Iterable[Mapping[str, Any]], calendar_id: str, calendars: list[str]
) -> list[CalendarEvent]:
    own = [name for name in calendars if "@" in name]
    found = (_event(item, calendar_id, own) for item in items)
    return [event for event in found if event is not None]


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
    return CalendarEvent(
        source="gcal",
        event_id=str(item["id"]),
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
        attendees=patient_addresses(
            (
                one.get("email", "")
                for one in attendees
                if not (one.get("self") or one.get("organizer") or one.get("resource"))
            ),
            own=ours,
        ),
        updated_at=datetime.fromisoformat(item["updated"]) if "updated" in item else None,
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
    except BAD_SHAPE as error:
        raise failures.lost(PROVIDER, error, changes_something=False) from error
