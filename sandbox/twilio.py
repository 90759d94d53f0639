"""Twilio's REST API as far as we call it: create, fetch and list messages, in Twilio's shapes."""

import json
import re
import time
from base64 import b64decode
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode, urlsplit

import falcon

from sandbox.state import Answer, App, World
from sandbox.twilio_fates import MESSAGES, Fate, fate_of
from sandbox.twilio_texts import SENDER, Text, Texts

VERSION = "2010-04-01"
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_LONGEST_BODY = 1600
_LARGEST_PAGE = 1000
_OUTBOUND = frozenset({"outbound-api", "outbound-reply", "outbound-twilio"})


class Messages:
    """`/2010-04-01/Accounts/{sid}/Messages.json`."""

    def __init__(self, world: World, texts: Texts) -> None:
        self._world = world
        self._texts = texts

    def on_post(self, req: falcon.Request, resp: falcon.Response, account_sid: str) -> None:
        """Create a message, as the recipient's fate has it."""
        _authenticate(self._world, req, account_sid)
        form = dict(parse_qsl(req.bounded_stream.read().decode(), keep_blank_values=True))
        to, body = self._checked(form)
        fate = fate_of(to)
        with self._world.changing():
            first = to not in self._texts.tried
            self._texts.tried.add(to)
        failing = first and fate.first_answer != HTTPStatus.CREATED
        if failing and not fate.accepted_anyway:
            raise _trouble(fate)
        text = self._texts.accept(to=to, body=body, status_callback=form.get("StatusCallback", ""))
        time.sleep(fate.delay_seconds)
        if failing:  # accepted, but the caller is not told
            raise _trouble(fate)
        resp.status_code = HTTPStatus.CREATED
        resp.media = shape(self._world, text)

    def on_get(self, req: falcon.Request, resp: falcon.Response, account_sid: str) -> None:
        """List messages, newest first, by To, From and DateSent, in pages."""
        _authenticate(self._world, req, account_sid)
        query = dict(parse_qsl(req.query_string, keep_blank_values=True))
        with self._world.lock:
            found = [text for text in reversed(self._texts.kept) if _matches(text, query)]
        size = max(1, min(_LARGEST_PAGE, int(query.get("PageSize", 50))))
        page = int(query.get("Page", 0))
        rows = found[page * size : (page + 1) * size]

        def uri(number: int) -> str:
            kept = {k: v for k, v in query.items() if k not in {"Page", "PageToken", "PageSize"}}
            extra: dict[str, object] = {"PageSize": size, "Page": number}
            if number:
                extra["PageToken"] = "PA" + found[number * size - 1].sid
            return f"/{VERSION}/Accounts/{account_sid}/Messages.json?{urlencode(kept | extra)}"

        resp.media = {
            "end": page * size + max(0, len(rows) - 1),
            "first_page_uri": uri(0),
            "messages": [shape(self._world, text) for text in rows],
            "next_page_uri": uri(page + 1) if len(found) > (page + 1) * size else None,
            "page": page,
            "page_size": size,
            "previous_page_uri": uri(page - 1) if page else None,
            "start": page * size,
            "uri": uri(page),
        }

    def _checked(self, form: Mapping[str, str]) -> tuple[str, str]:
        to, body = form.get("To", ""), _body(form)
        service, callback = form.get("MessagingServiceSid", ""), form.get("StatusCallback", "")
        known = self._world.config.twilio_messaging_service_sid
        checks = (
            (not service and not form.get("From"), 21603),
            (bool(service) and service != known, 21701),
            (not _E164.fullmatch(to), 21211),
            (not body, 21602),
            (len(body) > _LONGEST_BODY, 21617),
            (bool(callback) and urlsplit(callback).scheme not in {"http", "https"}, 21609),
            (to in self._texts.opted_out, 21610),
        )
        code = next((code for failed, code in checks if failed), None)
        fate = fate_of(to)
        if code is None and not fate.callbacks:
            code = fate.error_code
        if code is not None:
            raise error(400, code, to=to)
        return to, body


class Message:
    """`/2010-04-01/Accounts/{sid}/Messages/{sid}.json`."""

    def __init__(self, world: World, texts: Texts) -> None:
        self._world = world
        self._texts = texts

    def on_get(
        self, req: falcon.Request, resp: falcon.Response, account_sid: str, sid: str
    ) -> None:
        """Give one message as it stands."""
        _authenticate(self._world, req, account_sid)
        with self._world.lock:
            text = next((text for text in self._texts.kept if text.sid == sid), None)
        if text is None:
            raise error(404, 20404)
        resp.media = shape(self._world, text)


def add_routes(app: App, world: World, texts: Texts) -> None:
    """Put Twilio's paths into the app."""
    root = f"/{VERSION}/Accounts/{{account_sid}}"
    app.add_route(f"{root}/Messages.json", Messages(world, texts))
    app.add_route(f"{root}/Messages/{{sid}}.json", Message(world, texts))


def error(
    status: int, code: int, *, to: str = "", headers: Mapping[str, str] | None = None
) -> Answer:
    """Make an error as Twilio words it."""
    body = {
        "code": code,
        "message": MESSAGES[code].format(to=to),
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
    return Answer(status, body, headers)


def shape(world: World, text: Text) -> dict[str, object]:
    """Show a text as Twilio's message resource."""
    account = world.config.twilio_account_sid
    uri = f"/{VERSION}/Accounts/{account}/Messages/{text.sid}"
    outbound = text.direction in _OUTBOUND
    waiting = text.status == "accepted"
    when = format_datetime(text.created_at.astimezone(UTC))
    return {
        "account_sid": account,
        "api_version": VERSION,
        "body": text.body,
        "date_created": when,
        "date_sent": None if text.status in {"accepted", "queued"} else when,
        "date_updated": when,
        "direction": text.direction if text.direction != "outbound-twilio" else "outbound-reply",
        "error_code": text.error_code,
        "error_message": None,
        "from": (None if waiting else SENDER) if outbound else text.phone,
        "messaging_service_sid": world.config.twilio_messaging_service_sid,
        "num_media": "0",
        "num_segments": str(text.segments),
        "price": None if text.price_usd is None else f"-{text.price_usd:.5f}",
        "price_unit": "USD",
        "sid": text.sid,
        "status": text.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": text.phone if outbound else SENDER,
        "uri": f"{uri}.json",
    }


def _trouble(fate: Fate) -> Answer:
    codes = {429: 20429, 500: 20500, 503: 20503}
    busy = fate.first_answer == HTTPStatus.TOO_MANY_REQUESTS
    headers = {"Retry-After": "1"} if busy else {}
    return error(fate.first_answer, codes[fate.first_answer], headers=headers)


def _body(form: Mapping[str, str]) -> str:
    """Give the text to send; a content template shows its variables, one a line."""
    if not form.get("ContentSid"):
        return form.get("Body", "")
    variables = json.loads(form.get("ContentVariables") or "{}")
    return "\n".join([form["ContentSid"], *(f"{k}: {v}" for k, v in sorted(variables.items()))])


def _authenticate(world: World, req: falcon.Request, account_sid: str) -> None:
    scheme, _, credentials = (req.auth or "").partition(" ")
    try:
        user, _, password = b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:
        user = password = ""
    known = password in world.config.twilio_auth_tokens
    if scheme.lower() != "basic" or user != world.config.twilio_account_sid or not known:
        raise error(401, 20003, headers={"WWW-Authenticate": 'Basic realm="Twilio API"'})
    if account_sid != user:
        raise error(404, 20404)


def _matches(text: Text, query: Mapping[str, str]) -> bool:
    outbound = text.direction in _OUTBOUND
    to, sender = (text.phone, SENDER) if outbound else (SENDER, text.phone)
    if query.get("To", to) != to or query.get("From", sender) != sender:
        return False
    dated = any(key.startswith("DateSent") for key in query)
    if dated and text.status in {"accepted", "queued"}:
        return False
    at = text.created_at
    if "DateSent>" in query and at < _instant(query["DateSent>"]):
        return False
    if "DateSent<" in query and at >= _instant(query["DateSent<"]) + timedelta(seconds=1):
        return False
    return "DateSent" not in query or at.date() == date.fromisoformat(query["DateSent"][:10])


def _instant(value: str) -> datetime:
    instant = datetime.fromisoformat(value)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
