"""`/_sandbox/calendar/…`: how a test or a demo plays the front desk that keeps the calendar."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import falcon

from sandbox.calendar_book import DEFAULT_ACCOUNT, PRIMARY, CalendarBook, Entry, instant
from sandbox.state import Answer, App

_ONE_HOUR = 60


class CalendarControl:
    """The front desk; every POST takes and gives JSON."""

    def __init__(self, books: Mapping[str, CalendarBook]) -> None:
        self._books = books

    def on_post_events(self, req: falcon.Request, resp: falcon.Response, provider: str) -> None:
        """Keep the calendar: `{op: add | move | cancel | delete | decline | restore | rename}`.

        An entry has `title`, `start` and `end` (or `minutes`), perhaps `description`, `location`,
        `attendees`, `all_day`, `calendar`, `account` (blank: everybody's), `repeat_days` with
        `repeat_count`, and `kind`. All but `add` name an `id`, an instance's for one of a series.
        """
        book, body = self._book(provider), _body(req)
        op = str(body.get("op", "add"))
        if op == "add":
            entry = _new(book, body)
        else:
            known = book.find(str(body.get("id", "")))
            if known is None:
                raise _refused(404, "no such entry")
            entry = _changed(known, op, body)
        book.put(entry)
        resp.media = {"id": entry.id, "start": entry.starts_at.isoformat()}

    def on_post_clear(self, _req: falcon.Request, resp: falcon.Response, provider: str) -> None:
        """Drop all entries, the typical day included."""
        self._book(provider).clear()
        resp.media = {"ok": True}

    def on_post_settings(self, req: falcon.Request, resp: falcon.Response, provider: str) -> None:
        """Set `consent` (grant, deny, untick), `page_size`, or `read_only`, names of calendars.

        `refusals` maps calendars to the status and code they answer, an empty one ends it;
        `unlisted` names all that are missing from the list; with `looping` pages repeat. With
        `strict`, refresh tokens are good for one use. `zone` is the Windows name and the real
        one of the zone that Graph answers in, whatever it was asked for.
        """
        book, body = self._book(provider), _body(req)
        book.consent = str(body.get("consent", book.consent))
        book.page_size = int(body.get("page_size", book.page_size))
        book.is_strict = bool(body.get("strict", book.is_strict))
        if "zone" in body:
            windows, real = body["zone"]
            book.mailbox_zone = (str(windows), str(real))
        book.is_looping = bool(body.get("looping", book.is_looping))
        book.unlisted = {str(name) for name in body.get("unlisted", book.unlisted)}
        for name, refusal in body.get("refusals", {}).items():
            book.refusals.pop(str(name), None)
            if refusal:
                book.refusals[str(name)] = (int(refusal[0]), str(refusal[1]))
        book.read_only |= {str(name) for name in body.get("read_only", ())}
        resp.media = {"consent": book.consent, "page_size": book.page_size}

    def on_post_grants(self, req: falcon.Request, resp: falcon.Response, provider: str) -> None:
        """Give a refresh token to an `account` without any browser."""
        account = str(_body(req).get("account", DEFAULT_ACCOUNT))
        resp.media = {"refresh_token": self._book(provider).give_refresh_token(account)}

    def on_post_revoke(self, req: falcon.Request, resp: falcon.Response, provider: str) -> None:
        """Withdraw the consent of an `account`, or of all."""
        self._book(provider).revoke(_body(req).get("account"))
        resp.media = {"ok": True}

    def on_post_expire(self, _req: falcon.Request, resp: falcon.Response, provider: str) -> None:
        """Let every access token expire, as after an hour."""
        self._book(provider).access_tokens.clear()
        resp.media = {"ok": True}

    def _book(self, provider: str) -> CalendarBook:
        if provider not in self._books:
            raise _refused(404, f"provider is one of {sorted(self._books)}")
        return self._books[provider]


def add_routes(app: App, *books: CalendarBook) -> None:
    """Put the front desk's part of the control API into the app."""
    control = CalendarControl({book.name: book for book in books})
    for name in ("events", "clear", "settings", "grants", "revoke", "expire"):
        app.add_route(f"/_sandbox/calendar/{{provider}}/{name}", control, suffix=name)


def _new(book: CalendarBook, body: Mapping[str, Any]) -> Entry:
    starts_at, ends_at = _times(body)
    number = next(book.numbers)
    return Entry(
        id=str(body.get("id") or book.world.make_id("ev", book.name, number, length=26)),
        account=str(body.get("account", "")),
        calendar=str(body.get("calendar", PRIMARY)),
        title=str(body.get("title", "")),
        description=str(body.get("description", "")),
        location=str(body.get("location", "")),
        starts_at=starts_at,
        ends_at=ends_at,
        updated_at=book.world.now(),
        all_day=bool(body.get("all_day", False)),
        attendees=tuple(str(one) for one in body.get("attendees", ())),
        kind=str(body.get("kind", "default")),
        repeat_days=int(body.get("repeat_days", 0)),
        repeat_count=int(body.get("repeat_count", 1)),
    )


def _changed(entry: Entry, op: str, body: Mapping[str, Any]) -> Entry:
    if op == "move":
        starts_at, ends_at = _times(
            {"minutes": (entry.ends_at - entry.starts_at).seconds // 60, **body}
        )
        return replace(entry, starts_at=starts_at, ends_at=ends_at)
    if op == "rename":
        return replace(entry, title=str(body.get("title", "")))
    states = {"cancel": "cancelled", "delete": "deleted", "restore": "confirmed"}
    if op in states:
        return replace(entry, status=states[op], declined=False)
    if op == "decline":
        return replace(entry, declined=True)
    raise _refused(422, "op is one of add, move, cancel, delete, decline, restore, rename")


def _times(body: Mapping[str, Any]) -> tuple[datetime, datetime]:
    try:
        starts_at = instant(str(body["start"]))
        if "end" in body:
            return starts_at, instant(str(body["end"]))
    except (KeyError, ValueError) as error:
        raise _refused(422, "start and end are ISO 8601 times") from error
    return starts_at, starts_at + timedelta(minutes=int(body.get("minutes", _ONE_HOUR)))


def _body(req: falcon.Request) -> dict[str, Any]:
    body = req.get_media(default_when_empty={})
    if not isinstance(body, dict):
        raise _refused(422, "the body is a JSON object")
    return body


def _refused(status: int, message: str) -> Answer:
    return Answer(status, {"error": "refused", "message": message})
