"""Stripe's REST API as far as we call it, in Stripe's shapes."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import falcon

from sandbox.state import Answer, App, World
from sandbox.stripe_ledger import Ledger

_PATHS = {
    "subscriptions": "subscription",
    "prices": "price",
    "products": "product",
    "customers": "customer",
    "events": "event",
    "invoices": "invoice",
    "charges": "charge",
    "disputes": "dispute",
}
_LISTINGS = {
    "checkout/sessions": "checkout.session",
    "prices": "price",
    "subscriptions": "subscription",
    "invoice_payments": "invoice_payment",
}
_OVER = frozenset({"canceled", "incomplete_expired"})


class Retrieve:
    """`/v1/{collection}/{id}` of one kind, with `expand[]`."""

    def __init__(self, world: World, ledger: Ledger, kind: str) -> None:
        self._world = world
        self._ledger = ledger
        self._kind = kind

    def on_get(self, req: falcon.Request, resp: falcon.Response, object_id: str) -> None:
        """Give one object."""
        _authenticate(self._world, req)
        found = _found(self._ledger, self._kind, object_id)
        for path in _expansions(req):
            found = _expanded(self._ledger, found, path.split("."))
        resp.media = found


class Listing:
    """`/v1/{collection}`: objects of one kind, newest first, in pages, with `expand[]`."""

    def __init__(self, world: World, ledger: Ledger, kind: str) -> None:
        self._world = world
        self._ledger = ledger
        self._kind = kind

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """List by `status`, `created[gte]`, `customer`, `lookup_keys[]` and payment intent."""
        _authenticate(self._world, req)
        query = dict(_query(req))
        with self._world.lock:
            found = list(reversed(self._ledger.all(self._kind).values()))
        found = [one for one in found if _matches(self._kind, one, query)]
        ids = [one["id"] for one in found]
        after = query.get("starting_after")
        start = ids.index(after) + 1 if after in ids else 0
        end = start + max(1, min(100, int(query.get("limit", 10))))
        page: dict[str, Any] = {"data": found[start:end]}
        for path in _expansions(req):
            page = _expanded(self._ledger, page, path.split("."))
        resp.media = {"object": "list", "has_more": end < len(found), "url": req.path} | page


def _matches(kind: str, one: Mapping[str, Any], query: Mapping[str, str]) -> bool:
    keys = [value for key, value in query.items() if key.startswith("lookup_keys[")]
    status = query.get("status")
    if kind == "subscription" and status is None:
        is_wanted = one["status"] not in _OVER
    else:
        is_wanted = status in {None, "all", one.get("status")}
    return (
        is_wanted
        and one.get("created", 0) >= int(query.get("created[gte]", 0))
        and query.get("customer", one.get("customer")) == one.get("customer")
        and (not keys or one.get("lookup_key") in keys)
        and query.get("payment[payment_intent]") in {None, _intent_of(one)}
    )


def _intent_of(one: Mapping[str, Any]) -> Any:
    """Give the intent by which an invoice payment was made."""
    return (one.get("payment") or {}).get("payment_intent")


class BalanceTransactions:
    """`/v1/customers/{id}/balance_transactions`."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world = world
        self._ledger = ledger

    def on_get(self, req: falcon.Request, resp: falcon.Response, object_id: str) -> None:
        """List a customer's credits and debits, newest first."""
        _authenticate(self._world, req)
        held = self._ledger.all("customer_balance_transaction").values()
        own = [one for one in reversed(held) if one["customer"] == object_id]
        resp.media = {"object": "list", "data": own, "has_more": False, "url": req.path}

    def on_post(self, req: falcon.Request, resp: falcon.Response, object_id: str) -> None:
        """Change a customer's balance, once an Idempotency-Key."""
        _authenticate(self._world, req)
        body = req.bounded_stream.read().decode()
        key = req.get_header("Idempotency-Key") or ""
        fingerprint = f"{req.path}?{body}"
        with self._world.changing():
            if key in self._ledger.replies:
                resp.media = _replayed(self._ledger.replies[key], fingerprint)
                resp.set_header("Idempotent-Replayed", "true")
                return
            resp.media = self._entered(object_id, dict(parse_qsl(body)))
            if key:
                self._ledger.replies[key] = (fingerprint, resp.media)

    def _entered(self, customer_id: str, form: Mapping[str, str]) -> dict[str, Any]:
        customer = _found(self._ledger, "customer", customer_id)
        if not re.fullmatch(r"-?\d+", form.get("amount", "")):
            raise _error(400, "parameter_missing", "Missing required param: amount.")
        customer["balance"] += int(form["amount"])
        return self._ledger.add(
            "customer_balance_transaction",
            "cbtxn_",
            {
                "amount": int(form["amount"]),
                "created": int(self._world.now().timestamp()),
                "currency": form.get("currency", "usd"),
                "customer": customer_id,
                "description": form.get("description"),
                "ending_balance": customer["balance"],
                "metadata": {},
                "type": "adjustment",
            },
        )


def add_routes(app: App, world: World, ledger: Ledger) -> None:
    """Put Stripe's paths into the app."""
    for path, kind in _PATHS.items():
        app.add_route(f"/v1/{path}/{{object_id}}", Retrieve(world, ledger, kind))
    session = Retrieve(world, ledger, "checkout.session")
    app.add_route("/v1/checkout/sessions/{object_id}", session)
    for path, kind in _LISTINGS.items():
        app.add_route(f"/v1/{path}", Listing(world, ledger, kind))
    entries = BalanceTransactions(world, ledger)
    app.add_route("/v1/customers/{object_id}/balance_transactions", entries)


def instant_of(value: object, default: datetime) -> datetime:
    """Read Unix seconds or ISO 8601; `default` for nothing at all."""
    if value is None or value == "":
        return default
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    instant = datetime.fromisoformat(str(value))
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def _query(req: falcon.Request) -> list[tuple[str, str]]:
    return parse_qsl(req.query_string, keep_blank_values=True)


def _expansions(req: falcon.Request) -> list[str]:
    return [value for key, value in _query(req) if key.startswith("expand[")]


def _authenticate(world: World, req: falcon.Request) -> None:
    scheme, _, key = (req.auth or "").partition(" ")
    if scheme != "Bearer" or key != world.config.stripe_api_key:
        raise _error(401, "", "Invalid API Key provided.")


def _found(ledger: Ledger, kind: str, object_id: str) -> dict[str, Any]:
    found = ledger.all(kind).get(object_id)
    if found is None:
        raise _error(404, "resource_missing", f"No such {kind}: '{object_id}'")
    return found


def _expanded(ledger: Ledger, thing: Any, path: list[str]) -> Any:
    """Replace the id at the end of `path` by its object; lists are walked through."""
    if isinstance(thing, list):
        return [_expanded(ledger, one, path) for one in thing]
    head, *rest = path
    value = _line_items(ledger, thing) if head == "line_items" else thing[head]
    if isinstance(value, str):
        kinds = [held for held in ledger.objects.values() if value in held]
        value = dict(kinds[0][value]) if kinds else value
    return {**thing, head: _expanded(ledger, value, rest) if rest else value}


def _line_items(ledger: Ledger, session: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a session sold, which Stripe tells only where it is asked to."""
    subscription = ledger.all("subscription").get(session["subscription"])
    items = subscription["items"]["data"] if subscription else []
    prices = [ledger.all("price").get(_id_of(item["price"]), item["price"]) for item in items]
    data = [{"object": "item", "price": dict(price), "quantity": 1} for price in prices]
    return {"object": "list", "data": data, "has_more": False}


def _id_of(price: Any) -> str:
    return str(price["id"] if isinstance(price, Mapping) else price)


def _replayed(reply: tuple[str, dict[str, Any]], fingerprint: str) -> dict[str, Any]:
    if reply[0] != fingerprint:
        message = "Keys for idempotent requests can only be used with the same parameters."
        raise _error(400, "", message, kind="idempotency_error")
    return reply[1]


def _error(status: int, code: str, message: str, *, kind: str = "invalid_request_error") -> Answer:
    error = {"message": message, "type": kind} | ({"code": code} if code else {})
    return Answer(status, {"error": error})
