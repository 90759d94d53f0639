"""Microsoft's consent page, token endpoint and Graph's calendars as far as we call them."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode
from zoneinfo import ZoneInfo

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

SCOPE = "https://graph.microsoft.com/Calendars.Read"
_LARGEST_PAGE = 1000


class Authority:
    """`/{tenant}/…`: what MSAL asks of login.microsoftonline.com."""

    def __init__(self, world: World, book: CalendarBook) -> None:
        self._world = world
        self._book = book

    def on_get_configuration(self, req: falcon.Request, resp: falcon.Response, tenant: str) -> None:
        """Say where the endpoints are."""
        root = f"{req.prefix}/{tenant}"
        resp.media = {
            "issuer": f"{root}/v2.0",
            "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
            "token_endpoint": f"{root}/oauth2/v2.0/token",
            "jwks_uri": f"{root}/discovery/v2.0/keys",
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
        }

    def on_get_authorize(self, req: falcon.Request, resp: falcon.Response, tenant: str) -> None:
        """Send the browser back with a code, or with `access_denied`."""
        del tenant
        query = dict(parse_qsl(req.query_string))
        wanted = {
            "client_id": self._world.config.graph_client_id,
            "redirect_uri": f"{self._world.app_base_url}/connectors/outlook/callback",
            "response_type": "code",
            "code_challenge_method": "S256",
        }
        for key, value in wanted.items():
            if query.get(key) != value:
                raise _oauth_error(400, "invalid_request", f"AADSTS900144: {key}")
        back = {"state": query.get("state", "")}
        if self._book.consent == "deny":
            back |= {"error": "access_denied", "error_description": "The user denied access"}
        else:
            back["code"] = self._book.give_code(
                Code(
                    account=query.get("login_hint", DEFAULT_ACCOUNT),
                    client_id=query["client_id"],
                    redirect_uri=query["redirect_uri"],
                    challenge=query.get("code_challenge", ""),
                    scope=SCOPE if self._book.consent == "grant" else "openid profile",
                    expires_at=self._world.now() + CODE_LIFETIME,
                )
            )
        resp.status = falcon.HTTP_302
        resp.location = f"{query['redirect_uri']}?{urlencode(back)}"

    def on_post_token(self, req: falcon.Request, resp: falcon.Response, tenant: str) -> None:
        """Trade a code or a refresh token; each trade gives another refresh token."""
        del tenant
        form = dict(parse_qsl(req.bounded_stream.read().decode()))
        config = self._world.config
        ours = (config.graph_client_id, config.graph_client_secret)
        if (form.get("client_id"), form.get("client_secret")) != ours:
            raise _oauth_error(401, "invalid_client", "AADSTS7000215: Invalid client secret.")
        scope = SCOPE
        if form.get("grant_type") == "refresh_token":
            account = self._book.use_refresh_token(form.get("refresh_token", ""))
        elif form.get("grant_type") == "authorization_code":
            known = self._book.codes.get(form.get("code", ""))
            scope = known.scope if known else ""
            account = self._book.take_code(
                form.get("code", ""),
                client_id=form["client_id"],
                redirect_uri=form.get("redirect_uri", ""),
                verifier=form.get("code_verifier", ""),
            )
        else:
            raise _oauth_error(400, "unsupported_grant_type", "AADSTS70003")
        if account is None:
            raise _oauth_error(400, "invalid_grant", "AADSTS70008: The grant has expired.")
        resp.media = {
            "token_type": "Bearer",
            "scope": f"{scope} openid profile",
            "expires_in": TOKEN_SECONDS,
            "ext_expires_in": TOKEN_SECONDS,
            "access_token": self._book.give_access_token(account),
            "refresh_token": self._book.give_refresh_token(account),
            "id_token": self._id_token(account, f"{req.prefix}/common/v2.0"),
            "client_info": _coded({"uid": "u", "utid": "t"}),
        }

    def _id_token(self, account: str, issuer: str) -> str:
        now = int(self._world.now().timestamp())
        claims = {
            "aud": self._world.config.graph_client_id,
            "iss": issuer,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "sub": "sandbox",
            "preferred_username": account,
        }
        return ".".join((_coded({"typ": "JWT", "alg": "RS256"}), _coded(claims), "sandbox"))


class Calendars:
    """`/v1.0/me/calendars` and the views of each."""

    def __init__(self, world: World, book: CalendarBook) -> None:
        self._world = world
        self._book = book

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """List the account's calendars."""
        account = _account(self._book, req)
        rows = [
            {
                "id": self._world.make_lasting_id("AAMk", account, name, length=40),
                "name": "Calendar" if name == PRIMARY else name,
                "canEdit": name not in self._book.read_only,
                "isDefaultCalendar": name == PRIMARY,
                "owner": {"name": "Front desk", "address": account},
            }
            for name in self._book.list_shown(account)
        ]
        resp.media = {
            "@odata.context": f"{req.prefix}/v1.0/$metadata#users('me')/calendars",
            "value": [_selected(row, req) for row in rows],
        }

    def on_get_view(
        self,
        req: falcon.Request,
        resp: falcon.Response,
        calendar_id: str | None = None,
        user: str | None = None,
    ) -> None:
        """List entries that overlap a time, series taken apart, in pages.

        Pages go on under the account's own name, as Graph has them.
        """
        del user
        account = _account(self._book, req)
        calendar = self._calendar(account, calendar_id)
        self._book.refuse(calendar, error)
        query = dict(parse_qsl(req.query_string, keep_blank_values=True))
        if not {"startDateTime", "endDateTime"} <= set(query):
            raise error(400, "ErrorInvalidParameter", "This request requires a time window.")
        since, until = instant(query["startDateTime"]), instant(query["endDateTime"])
        found = [
            entry
            for entry in self._book.list_entries(account, calendar, singly=True)
            if entry.ends_at > since and entry.starts_at < until and entry.status != "deleted"
        ]
        found.sort(key=lambda e: (e.starts_at, e.id))
        size = min(int(query.get("$top", 10)), _LARGEST_PAGE, self._book.page_size)
        first = int(query.get("$skiptoken", 0))
        page = {
            "@odata.context": f"{req.prefix}/v1.0/$metadata#users('me')/calendarView",
            "value": [
                _selected(_shape(entry, account, req, self._book.mailbox_zone), req)
                for entry in found[first : first + size]
            ],
        }
        if len(found) > first + size:
            rest = query | {"$skiptoken": str(self._book.page_after(first + size))}
            path = req.path.replace("/me/", f"/users('{account}')/")
            page["@odata.nextLink"] = f"{req.prefix}{path}?{urlencode(rest, quote_via=quote)}"
        resp.media = page

    def _calendar(self, account: str, calendar_id: str | None) -> str:
        if calendar_id is None:
            return PRIMARY
        for name in self._book.list_calendars(account):
            if calendar_id == self._world.make_lasting_id("AAMk", account, name, length=40):
                return name
        raise error(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def add_routes(app: App, world: World, book: CalendarBook) -> None:
    """Put Microsoft's paths into the app."""
    authority = Authority(world, book)
    app.add_route(
        "/{tenant}/v2.0/.well-known/openid-configuration", authority, suffix="configuration"
    )
    app.add_route("/{tenant}/oauth2/v2.0/authorize", authority, suffix="authorize")
    app.add_route("/{tenant}/oauth2/v2.0/token", authority, suffix="token")
    calendars = Calendars(world, book)
    app.add_route("/v1.0/me/calendars", calendars)
    for whose in ("me", "users('{user}')"):
        app.add_route(f"/v1.0/{whose}/calendarView", calendars, suffix="view")
        path = f"/v1.0/{whose}/calendars/{{calendar_id}}/calendarView"
        app.add_route(path, calendars, suffix="view")


def error(status: int, code: str, message: str) -> Answer:
    """Make an error as Graph words it."""
    return Answer(status, {"error": {"code": code, "message": message}})


def _oauth_error(status: int, code: str, description: str) -> Answer:
    return Answer(status, {"error": code, "error_description": description, "error_codes": []})


def _account(book: CalendarBook, req: falcon.Request) -> str:
    account = book.account_of(req.auth)
    if account is None:
        raise error(401, "InvalidAuthenticationToken", "Access token has expired.")
    return account


def _selected(row: Mapping[str, Any], req: falcon.Request) -> dict[str, Any]:
    names = dict(parse_qsl(req.query_string)).get("$select", "")
    wanted = {"id", *names.split(",")} if names else set(row)
    return {key: value for key, value in row.items() if key in wanted}


def _shape(
    entry: Entry, account: str, req: falcon.Request, zone: tuple[str, str] | None
) -> dict[str, Any]:
    me = {"emailAddress": {"name": "Front desk", "address": account}}
    as_text = 'outlook.body-content-type="text"' in (req.get_header("Prefer") or "")
    description = entry.description if as_text else f"<html><body>{entry.description}</body></html>"
    return {
        "@odata.etag": 'W/"1"',
        "id": entry.id,
        "createdDateTime": _stamp(entry.updated_at) + "Z",
        "lastModifiedDateTime": _stamp(entry.updated_at) + "Z",
        "subject": entry.title,
        "bodyPreview": entry.description[:255],
        "body": {"contentType": "text" if as_text else "html", "content": description},
        "location": {"displayName": entry.location, "locationType": "default"},
        "start": _moment(entry.starts_at, zone, all_day=entry.all_day),
        "end": _moment(entry.ends_at, zone, all_day=entry.all_day),
        "isAllDay": entry.all_day,
        "isCancelled": entry.status == "cancelled",
        "isOrganizer": not entry.declined,
        "responseStatus": {
            "response": "declined" if entry.declined else "organizer",
            "time": "0001-01-01T00:00:00Z",
        },
        "seriesMasterId": entry.series_id,
        "type": "occurrence" if entry.series_id else "singleInstance",
        "showAs": "busy",
        "organizer": me,
        "attendees": [
            {
                "type": "required",
                "status": {"response": "none", "time": "0001-01-01T00:00:00Z"},
                "emailAddress": {"name": name or address, "address": address},
            }
            for name, address in map(parseaddr, entry.attendees)
        ],
    }


def _moment(moment: datetime, zone: tuple[str, str] | None, *, all_day: bool) -> dict[str, str]:
    windows, real = zone or ("UTC", "UTC")
    local = moment.astimezone(ZoneInfo(real))
    text = f"{day(moment)}T00:00:00.0000000" if all_day else _stamp(local)
    return {"dateTime": text, "timeZone": windows}


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0"


def _coded(claims: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
