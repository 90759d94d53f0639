"""Microsoft Graph: the entries of every Outlook calendar that the connected account keeps."""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from tzlocal.windows_tz import win_tz

from core.config import Config
from core.errors import PermanentError
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
from core.providers.graph_access import PROVIDER, GraphAccess, GraphSession
from core.rules.calendars.contacts import patient_addresses, patient_names
from core.rules.calendars.events import CalendarEvent
from core.rules.calendars.findings import CalendarName
from core.rules.calendars.refusals import Course

_LARGEST_PAGE = 250
_MAIN = "default"
_HEADERS = {
    "Prefer": 'outlook.timezone="UTC", outlook.body-content-type="text", IdType="ImmutableId"',
    "Accept": "application/json",
}
_SELECT = (
    "id,seriesMasterId,subject,body,location,start,end,isAllDay,isCancelled,isOrganizer,"
    "responseStatus,organizer,attendees"
)
_BAD_REQUEST = 400
_FRACTION = re.compile(r"\.(\d{1,6})\d*")

T = TypeVar("T")


def connect(config: Config) -> "GraphCalendar":
    """Build the client that the configuration describes."""
    return GraphCalendar(
        client_id=config.graph_client_id,
        client_secret=config.graph_client_secret,
        authority=config.graph_authority,
        api_base=config.graph_api_base,
    )


class GraphCalendar:
    """Reads calendars with refresh tokens of many accounts; keeps none of them."""

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        authority: str,
        api_base: str,
        timeout_seconds: float = failures.READ_SECONDS,
    ) -> None:
        """Build the client; connects to nothing yet."""
        self._access = GraphAccess(
            client_id=client_id,
            client_secret=client_secret,
            authority=authority,
            timeout_seconds=timeout_seconds,
        )
        self._version_root = f"{api_base}/v1.0/"
        self._root = f"{self._version_root}me"

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
        """List the chosen calendars, or all that the account can edit (https://learn.microsoft.com/graph/api/user-list-calendarview)."""
        with closing(self._access.open(refresh_token, keep_token)) as session:
            session.refresh()
            known, own, is_whole = self._calendars(session, calendars)
            chosen = choose_calendars(PROVIDER, known, calendars)
            read = self._reader(session, since, until, own)
            return without_copies(read_calendars(chosen, read, is_list_whole=is_whole))

    def look(
        self,
        refresh_token: str,
        *,
        since: datetime,
        until: datetime,
        keep_token: KeepToken = keep_no_token,
    ) -> Look:
        """List all calendars of the account, and what stands in them."""
        with closing(self._access.open(refresh_token, keep_token)) as session:
            session.refresh()
            known, own, is_whole = self._calendars(session, ())
            known = known[:MOST_CALENDARS_LOOKED_AT]
            read = self._reader(session, since, until, own)
            return Look(tuple(known), read_calendars(known, read, is_list_whole=is_whole).events)

    def revoke(self, refresh_token: str) -> None:
        """Do nothing: Microsoft has no such call; owners end it on their account's own page."""

    def _calendars(
        self, session: GraphSession, chosen: Collection[str] | None
    ) -> tuple[list[CalendarName], list[str], bool]:
        """List calendars and the account's own addresses, and say whether that is all.

        Where no list is to be had, the chosen ones stand for it, or the main one.
        """
        select = "id,name,canEdit,isDefaultCalendar,owner"
        query = urlencode({"$select": select, "$top": 100}, safe="$,")
        try:
            pages = self._pages(session, f"{self._root}/calendars?{query}")
        except CalendarRefused as error:
            if error.course is not Course.SKIP and error.status != _BAD_REQUEST:
                raise
            pages = Pages([], is_whole=False)
        known = _translated(lambda: [_calendar(item) for item in pages.items])
        owners = _translated(lambda: [item.get("owner") or {} for item in pages.items])
        own = [str(owner["address"]) for owner in owners if owner.get("address")]
        if known:
            return known, own, pages.is_whole
        return [_unlisted(calendar_id) for calendar_id in chosen or (_MAIN,)], own, False

    def _reader(
        self, session: GraphSession, since: datetime, until: datetime, own: list[str]
    ) -> Callable[[CalendarName], Reading]:
        def read(calendar: CalendarName) -> Reading:
            path = "" if calendar.is_main else f"/calendars/{quote(calendar.id, safe='')}"
            pages = self._view(session, path, since, until)
            read_one = partial(_event, calendar_id=calendar.id, own=own)
            events, odd = _translated(partial(read_entries, pages.items, read_one))
            return Reading(events, frozenset(odd), pages.is_whole)

        return read

    def _view(self, session: GraphSession, path: str, since: datetime, until: datetime) -> Pages:
        query = {
            "startDateTime": _iso(since),
            "endDateTime": _iso(until),
            "$select": _SELECT,
            "$orderby": "start/dateTime",
            "$top": _LARGEST_PAGE,
        }
        url = f"{self._root}{path}/calendarView?{urlencode(query, safe='$,/:')}"
        return self._pages(session, url)

    def _pages(self, session: GraphSession, first: str) -> Pages:
        def fetch(following: str | None) -> Page:
            url = first if following is None else self._checked(following)
            answer = session.get(url, _HEADERS)
            return _translated(lambda: (list(answer["value"]), answer.get("@odata.nextLink")))

        return walk_pages(fetch)

    def _checked(self, url: str) -> str:
        """Follow a link only within Graph itself: the access token goes with it.

        Graph may go on under `/users('…')/` where it was asked under `/me/`.
        """
        if not url.startswith(self._version_root):
            message = f"{PROVIDER} sent us elsewhere for the next page"
            raise PermanentError(message)
        return url


def _calendar(item: Mapping[str, Any]) -> CalendarName:
    is_main = bool(item.get("isDefaultCalendar"))
    return CalendarName(
        id=str(item["id"]),
        name=str(item.get("name") or ""),
        is_kept=is_main or bool(item.get("canEdit")),
        is_main=is_main,
    )


def _unlisted(calendar_id: str) -> CalendarName:
    return CalendarName(calendar_id, "", is_kept=True, is_main=calendar_id == _MAIN)


def _event(item: Mapping[str, Any], calendar_id: str, own: list[str]) -> CalendarEvent:
    organizer = _address(item.get("organizer"))
    ours = [*own, organizer] if item.get("isOrganizer") else own
    invited = [
        (_address(one), str((one.get("emailAddress") or {}).get("name") or ""))
        for one in item.get("attendees") or ()
        if one.get("type") != "resource" and _address(one) != organizer
    ]
    addresses = patient_addresses((address for address, _ in invited), own=ours)
    return CalendarEvent(
        source="outlook",
        event_id=entry_id(item),
        series_id=item.get("seriesMasterId"),
        calendar_id=calendar_id,
        title=str(item.get("subject") or ""),
        description=str((item.get("body") or {}).get("content") or ""),
        starts_at=_instant(item["start"]),
        ends_at=_instant(item["end"]),
        all_day=bool(item.get("isAllDay")),
        cancelled=bool(item.get("isCancelled")),
        declined=(item.get("responseStatus") or {}).get("response") == "declined",
        attendees=addresses,
        attendee_names=patient_names(invited, addresses),
        location=str((item.get("location") or {}).get("displayName") or ""),
    )


def _address(person: Mapping[str, Any] | None) -> str:
    return str(((person or {}).get("emailAddress") or {}).get("address") or "")


def _instant(moment: Mapping[str, str]) -> datetime:
    """Read a time of seven decimals: in UTC as asked for, or in the zone of a deaf mailbox.

    Raises ValueError or KeyError for a zone of somebody's own making.
    """
    instant = datetime.fromisoformat(_FRACTION.sub(r".\1", moment["dateTime"]))
    if instant.tzinfo is not None:
        return instant.astimezone(UTC)
    zone = get_zone(moment.get("timeZone", "UTC"))
    return instant.replace(tzinfo=zone).astimezone(UTC)


def get_zone(name: str) -> ZoneInfo:
    """Give a zone by Windows' or the tz database's name; KeyError or ValueError for others."""
    return ZoneInfo(win_tz.get(name, name))


def _iso(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _translated(read: Callable[[], T]) -> T:
    try:
        return read()
    except failures.BAD_SHAPE as error:
        raise failures.lost(PROVIDER, error, changes_something=False) from error
