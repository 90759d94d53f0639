"""`/_sandbox/`: how a test, a demo or the inbox page plays patient, owner, Google and bad luck."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from random import Random
from typing import Any

import falcon

from core.rules.billing.price import MONTHLY_PRICE_CENTS
from core.rules.places.phone import to_e164
from sandbox.calendar_book import CalendarBook
from sandbox.courier import Courier
from sandbox.faults import KINDS, PROVIDERS, Fault, Faults
from sandbox.places import Place, Places
from sandbox.ses import Mails
from sandbox.slack import Channel
from sandbox.state import Answer, App, World
from sandbox.stripe import instant_of
from sandbox.stripe_ledger import Buyer, Ledger
from sandbox.twilio_texts import SENDER, Text, Texts

_ADDRESS: Mapping[str, str | None] = {
    "line1": None,
    "line2": None,
    "city": None,
    "state": None,
    "postal_code": None,
    "country": "US",
}


@dataclass(frozen=True)
class Stage:
    """Everything that the control API can touch."""

    world: World
    courier: Courier
    texts: Texts
    mails: Mails
    places: Places
    ledger: Ledger
    channel: Channel
    google: CalendarBook
    outlook: CalendarBook
    faults: Faults


class Control:
    """The control API; every POST takes and gives JSON."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def on_post_reset(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Forget everything; `{seed}` starts another run of ids."""
        stage, body = self._stage, _body(req)
        stage.courier.forget()
        with stage.world.changing():
            stage.world.seed = int(body.get("seed", stage.world.seed))
            stage.faults.clear()
            for kept in (stage.texts, stage.mails, stage.places, stage.ledger, stage.channel):
                kept.reset()
            for book in (stage.google, stage.outlook):
                book.reset()
        resp.media = {"ok": True}

    def on_post_settings(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Change `app_base_url`, `now` (null: the real time) or `step_seconds`."""
        world, body = self._stage.world, _body(req)
        with world.changing():
            world.app_base_url = str(body.get("app_base_url", world.app_base_url)).rstrip("/")
            world.step_seconds = float(body.get("step_seconds", world.step_seconds))
            if "now" in body:
                now = body["now"]
                world.fixed_now = instant_of(now, world.now()) if now else None
        resp.media = {
            "app_base_url": world.app_base_url,
            "now": world.now().isoformat(),
            "step_seconds": world.step_seconds,
        }

    def on_post_checkout(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Let a practice buy; delivers `checkout.session.completed`, `deliveries` times."""
        stage, body = self._stage, _body(req)
        at = instant_of(body.get("event_created"), stage.world.now())
        session = stage.ledger.buy(_buyer(body, at))
        event = stage.ledger.emit("checkout.session.completed", session, created_at=at)
        for _ in range(1, int(body.get("deliveries", 1))):
            stage.ledger.deliver(event)
        resp.media = {
            "session_id": session["id"],
            "customer_id": session["customer"],
            "subscription_id": session["subscription"],
            "event_id": event["id"],
        }

    def on_post_stripe_events(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Deliver an event of any `type`.

        About a known `object_id` with its `changes` made, or about an `object` given whole; or
        deliver a past `event_id` again.
        """
        stage, body = self._stage, _body(req)
        if body.get("event_id"):
            event = stage.ledger.all("event").get(str(body["event_id"]))
            if event is None:
                raise _refused(404, "no such event")
            stage.ledger.deliver(event)
        else:
            thing = self._stripe_object(body)
            at = instant_of(body.get("event_created"), stage.world.now())
            event = stage.ledger.emit(_text(body, "type"), thing, created_at=at)
        resp.media = {"event_id": event["id"]}

    def on_post_inbound(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Text our number from a phone: `{from, body}`."""
        body = _body(req)
        phone = to_e164(_text(body, "from"))
        if phone is None:
            raise _refused(422, "from is no valid phone number")
        text = self._stage.texts.receive(phone=phone, body=_text(body, "body"))
        resp.media = {"sid": text.sid}

    def on_post_place(self, req: falcon.Request, resp: falcon.Response, place_id: str) -> None:
        """Set a place's `total_reviews`, its `name`, or both."""
        place, body = self._place(place_id), _body(req)
        if "total_reviews" in body:
            self._stage.places.set_total(place, int(body["total_reviews"]))
        with self._stage.world.changing():
            place.name = str(body.get("name", place.name))
        resp.media = {"place_id": place.place_id, "total_reviews": len(place.stars)}

    def on_post_reviews(self, req: falcon.Request, resp: falcon.Response, place_id: str) -> None:
        """Publish a review `{rating, text, author}`, or `times` of them."""
        place, body = self._place(place_id), _body(req)
        rating = int(body.get("rating", 5))
        if rating not in range(1, 6):
            raise _refused(422, "rating is 1 to 5")
        names = []
        for _ in range(int(body.get("times", 1))):
            review = self._stage.places.add_review(
                place,
                rating=rating,
                text=str(body.get("text", "Kind, quick and painless.")),
                author=str(body.get("author", "A patient")),
            )
            names.append(review["name"])
        resp.media = {"reviews": names, "total_reviews": len(place.stars)}

    def on_post_faults(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Let the next calls of a provider fail; see sandbox.faults.Fault for the fields."""
        body = _body(req)
        known = {field.name for field in fields(Fault)}
        if body.get("provider") not in PROVIDERS or not set(body) <= known:
            raise _refused(422, f"provider is one of {sorted(PROVIDERS)}, fields {sorted(known)}")
        fault = Fault(**body)
        if fault.kind not in KINDS:
            raise _refused(422, f"kind is one of {sorted(KINDS)}")
        self._stage.faults.add(fault)
        resp.media = {"ok": True}

    def on_post_drain(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Wait until every callback was delivered, or for `timeout_seconds` (30)."""
        seconds = float(_body(req).get("timeout_seconds", 30))
        idle = self._stage.courier.drain(timeout_seconds=seconds)
        resp.media = {"idle": idle, "pending": self._stage.courier.pending()}

    def on_post_replay(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Send every webhook of the past again, `times` (5) over, in an order the seed decides."""
        world, body = self._stage.world, _body(req)
        again = [sent.again() for sent in world.webhooks for _ in range(int(body.get("times", 5)))]
        Random(world.seed).shuffle(again)
        for delivery in again:
            self._stage.courier.start(delivery, after_seconds=0.0)
        resp.media = {"webhooks": len(again)}

    def on_get_messages(self, req: falcon.Request, resp: falcon.Response) -> None:
        """List every text, oldest first; `?to=` for one phone's."""
        phone = to_e164(req.get_param("to") or "")
        with self._stage.world.lock:
            kept = [one for one in self._stage.texts.kept if phone in {None, one.phone}]
        resp.media = {"messages": [show_text(text) for text in kept]}

    def on_get_emails(self, _req: falcon.Request, resp: falcon.Response) -> None:
        """List every email, oldest first, with both bodies and all headers."""
        resp.media = {"emails": self._stage.mails.list_all()}

    def on_get_counts(self, _req: falcon.Request, resp: falcon.Response) -> None:
        """Count everything."""
        stage = self._stage
        with stage.world.lock:
            outbound = [text for text in stage.texts.kept if text.direction == "outbound-api"]
            resp.media = {
                "messages": len(outbound),
                "messages_by_status": Counter(text.status for text in outbound),
                "inbound": sum(text.direction == "inbound" for text in stage.texts.kept),
                "opted_out": len(stage.texts.opted_out),
                "emails": len(stage.mails.list_all()),
                "callbacks_by_status": _keyed(stage.texts.callbacks),
                "checkouts": len(stage.ledger.all("checkout.session")),
                "credits": len(stage.ledger.all("customer_balance_transaction")),
                "stripe_webhooks_by_status": _keyed(stage.ledger.webhooks),
                "slack": len(stage.channel.lines),
                "pending": stage.courier.pending(),
            }

    def on_get_slack(self, _req: falcon.Request, resp: falcon.Response) -> None:
        """List what was posted to Slack."""
        resp.media = {"lines": self._stage.channel.lines}

    def _place(self, place_id: str) -> Place:
        place = self._stage.places.get(place_id)
        if place is None:
            raise _refused(404, "no such place")
        return place

    def _stripe_object(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        if isinstance(body.get("object"), dict):
            given: dict[str, Any] = body["object"]
            return given
        object_id = str(body.get("object_id", ""))
        held = [kind for kind in self._stage.ledger.objects.values() if object_id in kind]
        if not held:
            raise _refused(404, "no such object")
        with self._stage.world.changing():
            held[0][object_id].update(body.get("changes", {}))
        return held[0][object_id]


def add_routes(app: App, stage: Stage) -> None:
    """Put the control API into the app."""
    control = Control(stage)
    for name in ("reset", "settings", "checkout", "inbound", "faults", "drain", "replay"):
        app.add_route(f"/_sandbox/{name}", control, suffix=name)
    for name in ("messages", "emails", "counts", "slack"):
        app.add_route(f"/_sandbox/{name}", control, suffix=name)
    app.add_route("/_sandbox/stripe-events", control, suffix="stripe_events")
    app.add_route("/_sandbox/places/{place_id}", control, suffix="place")
    app.add_route("/_sandbox/places/{place_id}/reviews", control, suffix="reviews")


def show_text(text: Text) -> dict[str, object]:
    """Show a text as plain JSON."""
    inbound = text.direction == "inbound"
    return {
        "sid": text.sid,
        "phone": text.phone,
        "to": SENDER if inbound else text.phone,
        "from": text.phone if inbound else SENDER,
        "body": text.body,
        "direction": text.direction,
        "status": text.status,
        "error_code": text.error_code,
        "segments": text.segments,
        "price_usd": text.price_usd,
        "created_at": text.created_at.isoformat(),
    }


def _buyer(body: Mapping[str, Any], at: datetime) -> Buyer:
    given = body["address"] if isinstance(body.get("address"), dict) else body
    return Buyer(
        name=_text(body, "name"),
        email=_text(body, "email"),
        phone=str(body.get("phone", "")),
        practice_name=str(body.get("practice_name", "")),
        address={key: given.get(key, default) for key, default in _ADDRESS.items()},
        created_at=at,
        payment_status=str(body.get("payment_status", "paid")),
        amount_cents=int(body.get("amount_total", MONTHLY_PRICE_CENTS)),
    )


def _body(req: falcon.Request) -> dict[str, Any]:
    body = req.get_media(default_when_empty={})
    if not isinstance(body, dict):
        raise _refused(422, "the body is a JSON object")
    return body


def _text(body: Mapping[str, Any], key: str) -> str:
    value = str(body.get(key) or "").strip()
    if not value:
        message = f"{key} is missing"
        raise _refused(422, message)
    return value


def _keyed(counts: Mapping[int, int]) -> dict[str, int]:
    return {str(status): number for status, number in counts.items()}


def _refused(status: int, message: str) -> Answer:
    return Answer(status, {"error": "refused", "message": message})
