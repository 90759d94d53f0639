"""Google's consent page, token endpoint and Calendar v3 as far as we call them, in its shapes."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qsl, urlencode

import falcon

from sandbox.calendar_book import (
    CODE_LIFETIME,
    DEFAULT_ACCOUNT,
    PRIMARY,
    TOKEN_SECONDS,
    CalendarBook,
    Code,
    Entry,
    day,
    instant,
)
from sandbox.state import Answer, App, World

SCOPE = "https://www.googleapis.com/auth/calendar.readonly"
_ROLES = {"freeBusyReader": 0, "reader": 1, "writer": 2, "owner": 3}
_ZONE = "America/Los_Angeles"
_LARGEST_PAGE = 2500


class Consent:
    """`/o/oauth2/v2/auth`: the owner who says yes at once."""

    def __init__(self, world: World, book: CalendarBook) -> None:
        self._world = world
        self._book = book

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Send the browser back with a code, or with `access_denied`."""
        query = dict(parse_qsl(req.query_string))
        wanted = {
            "client_id": self._world.config.google_oauth_client_id,
            "redirect_uri": f"{self._world.app_base_url}/connectors/gcal/callback",
            "response_type": "code",
            "code_challenge_method": "S256",
        }
        for key, value in wanted.items():
            if query.get(key) != value:
                raise Answer(400, {"error": f"invalid_request: {key}"})
        back = {"state": query.get("state", "")}
        if self._book.consent == "deny":
            back["error"] = "access_denied"
        else:
            scope = query.get("scope", "") if self._book.consent == "grant" else "openid"
            back |= {"code": self._code(query, scope), "scope": scope}
        resp.status = falcon.HTTP_302
        resp.location = f"{query['redirect_uri']}?{urlencode(back)}"

    def _code(self, query: Mapping[str, str], scope: str) -> str:
        return self._book.give_code(
            Code(
                account=query.get("login_hint", DEFAULT_ACCOUNT),
                client_id=query["client_id"],
                redirect_uri=query["redirect_uri"],
                challenge=query.get("code_challenge", ""),
                scope=scope,
                expires_at=self._world.now() + CODE_LIFETIME,
            )
        )


class Tokens:
    """`/token` and `/revoke`."""

    def __init__(self, world: World, book: CalendarBook) -> None:
        self._world = world
        self._book = book

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Trade a code or a refresh token."""
        form = dict(parse_qsl(req.bounded_stream.read().decode()))
        config = self._world.config
        ours = (config.google_oauth_client_id, config.google_oauth_client_secret)
        if (form.get("client_id"), form.get("client_secret")) != ours:
            raise _oauth_error(401, "invalid_client", "The OAuth client was not found.")
        scope, refresh_token = SCOPE, ""
        if form.get("grant_type") == "refresh_token":
            account = self._book.use_refresh_token(form.get("refresh_token", ""))
            if account and self._book.is_strict:
                refresh_token = self._book.give_refresh_token(account)
        elif form.get("grant_type") == "authorization_code":
            known = self._book.codes.get(form.get("code", ""))
            scope = known.scope if known else ""
            account = self._book.take_code(
                form.get("code", ""),
                client_id=form["client_id"],
                redirect_uri=form.get("redirect_uri", ""),
                verifier=form.get("code_verifier", ""),
            )
            refresh_token = self._book.give_refresh_token(account) if account else ""
        else:
            raise _oauth_error(400, "unsupported_grant_type", "Invalid grant_type")
        if account is None:
            raise _oauth_error(400, "invalid_grant", "Token has been expired or revoked.")
        resp.media = {
            "access_token": self._book.give_access_token(account),
            "expires_in": TOKEN_SECONDS,
            "scope": scope,
            "token_type": "Bearer",
            **({"refresh_token": refresh_token} if refresh_token else {}),
        }

    def on_post_revoke(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Withdraw the consent behind a token."""
        form = dict(parse_qsl(req.bounded_stream.read().decode()))
        token = form.get("token") or req.get_param("token") or ""
        account = self._book.refresh_tokens.get(token) or self._book.access_tokens.get(token)
        if account is None:
            raise _oauth_error(400, "invalid_token", "Token expired or revoked")
        self._book.revoke(account)
        resp.media = {}


class CalendarList:
    """`/calendar/v3/users/me/calendarList`."""

    def __init__(self, world: World, book: CalendarBook) -> None:
        self._world = world
        self._book = book

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """List the calendars that the account may at least `minAccessRole`."""
        account = _account(self._book, req)
        least = _ROLES[req.get_param("minAccessRole") or "freeBusyReader"]
        items = [self._shape(account, name) for name in self._book.list_shown(account)]
        resp.media = {
            "kind": "calendar#calendarList",
            "etag": '"p32"',
            "items": [item for item in items if _ROLES[item["accessRole"]] >= least],
        }

    def _shape(self, account: str, name: str) -> dict[str, Any]:
        is_primary = name == PRIMARY
        return {
            "kind": "calendar#calendarListEntry",
            "etag": '"1"',
            "id": account if is_primary else name,
            "summary": account if is_primary else name.partition("@")[0],
            "timeZone": _ZONE,
            "accessRole": "reader" if name in self._book.read_only else "owner",
            "selected": True,
            **({"primary": True} if is_primary else {}),
        }


class Events:
    """`/calendar/v3/calendars/{calendar_id}/events`."""

    def __init__(self, world: World, book: CalendarBook) -> None:
        self._world = world
        self._book = book

    def on_get(self, req: falcon.Request, resp: falcon.Response, calendar_id: str) -> None:
        """List entries as Google does: by end and start, change, kind and state, in pages."""
        account = _account(self._book, req)
        calendar = PRIMARY if calendar_id == account else calendar_id
        if calendar not in self._book.list_calendars(account):
            raise error(404, "notFound", "Not Found")
        self._book.refuse(calendar, error)
        singly = req.get_param_as_bool("singleEvents") or False
        by_start = req.get_param("orderBy") == "startTime"
        if by_start and not singly:
            raise error(400, "invalid", "The requested ordering is not available.")
        found = [
            entry
            for entry in self._book.list_entries(account, calendar, singly=singly)
            if _is_asked_for(entry, req)
        ]
        found.sort(key=lambda e: (e.starts_at if by_start else e.updated_at, e.id))
        size = min(req.get_param_as_int("maxResults") or 250, _LARGEST_PAGE, self._book.page_size)
        first = int((req.get_param("pageToken") or "page-0").removeprefix("page-"))
        rows, rest = found[first : first + size], found[first + size :]
        following = {"nextPageToken": f"page-{self._book.page_after(first + size)}"}
        resp.media = {
            "kind": "calendar#events",
            "etag": '"p33"',
            "summary": account,
            "updated": _written(self._world.now()),
            "timeZone": req.get_param("timeZone") or _ZONE,
            "accessRole": "owner",
            "defaultReminders": [],
            "items": [_shape(entry, account) for entry in rows],
            **(following if rest else {"nextSyncToken": "sync-1"}),
        }


def add_routes(app: App, world: World, book: CalendarBook) -> None:
    """Put Google's paths into the app."""
    app.add_route("/o/oauth2/v2/auth", Consent(world, book))
    tokens = Tokens(world, book)
    app.add_route("/token", tokens)
    app.add_route("/revoke", tokens, suffix="revoke")
    app.add_route("/calendar/v3/users/me/calendarList", CalendarList(world, book))
    app.add_route("/calendar/v3/calendars/{calendar_id}/events", Events(world, book))


def error(status: int, reason: str, message: str) -> Answer:
    """Make an error as Google's API words it."""
    body = {
        "code": status,
        "message": message,
        "errors": [{"domain": "global", "reason": reason, "message": message}],
    }
    return Answer(status, {"error": body})


def _oauth_error(status: int, code: str, description: str) -> Answer:
    return Answer(status, {"error": code, "error_description": description})


def _account(book: CalendarBook, req: falcon.Request) -> str:
    account = book.account_of(req.auth)
    if account is None:
        raise error(401, "authError", "Request had invalid authentication credentials.")
    return account


def _is_asked_for(entry: Entry, req: falcon.Request) -> bool:
    """Apply timeMin to the end, timeMax to the start, both exclusive, as Google documents them."""

    def at(name: str) -> datetime | None:
        text = req.get_param(name)
        return instant(text) if text else None

    least, most, changed = at("timeMin"), at("timeMax"), at("updatedMin")
    if (least and entry.ends_at <= least) or (most and entry.starts_at >= most):
        return False
    if changed and entry.updated_at < changed:
        return False
    kinds = req.get_param_as_list("eventTypes")
    if kinds and entry.kind not in kinds:
        return False
    shown = req.get_param_as_bool("showDeleted") or changed is not None
    return entry.status == "confirmed" or bool(shown)


def _shape(entry: Entry, account: str) -> dict[str, Any]:
    me = {"email": account, "self": True}
    answer = "declined" if entry.declined else "accepted"
    invited = [_guest(*parseaddr(one)) for one in entry.attendees]
    attendees = [{**me, "organizer": True, "responseStatus": answer}, *invited]
    extras: Mapping[str, Any] = {
        "description": entry.description,
        "location": entry.location,
        "attendees": attendees if invited or entry.declined else [],
        "recurringEventId": entry.series_id,
        "originalStartTime": _moment(entry.original_starts_at, all_day=entry.all_day),
        "recurrence": _rule(entry),
    }
    return {
        "kind": "calendar#event",
        "etag": '"33"',
        "id": entry.id,
        "status": "cancelled" if entry.status == "deleted" else entry.status,
        "htmlLink": f"https://www.google.com/calendar/event?eid={entry.id}",
        "created": _written(entry.updated_at),
        "updated": _written(entry.updated_at),
        "summary": entry.title,
        "creator": me,
        "organizer": me,
        "start": _moment(entry.starts_at, all_day=entry.all_day),
        "end": _moment(entry.ends_at, all_day=entry.all_day),
        "iCalUID": f"{entry.series_id or entry.id}@google.com",
        "sequence": 0,
        "reminders": {"useDefault": True},
        "eventType": entry.kind,
        **{key: value for key, value in extras.items() if value},
    }


def _guest(name: str, address: str) -> dict[str, str]:
    named = {"displayName": name} if name else {}
    return {"email": address, "responseStatus": "needsAction", **named}


def _rule(entry: Entry) -> list[str]:
    if not entry.repeat_days:
        return []
    return [f"RRULE:FREQ=DAILY;INTERVAL={entry.repeat_days};COUNT={entry.repeat_count}"]


def _moment(moment: datetime | None, *, all_day: bool) -> dict[str, str] | None:
    if moment is None:
        return None
    if all_day:
        return {"date": day(moment)}
    return {"dateTime": _written(moment, "seconds"), "timeZone": _ZONE}


def _written(moment: datetime, precision: str = "milliseconds") -> str:
    return moment.isoformat(timespec=precision).replace("+00:00", "Z")
