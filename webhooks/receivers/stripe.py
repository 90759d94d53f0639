"""POST /webhooks/stripe."""

from typing import Any

from falcon.asgi import Request, Response

from core.billing.event_fields import keep_stripe_event
from core.errors import InvalidSignature, MalformedPayload
from core.inbox import Received, receive_raw_event
from core.log import get_logger
from core.store.database import Connection
from webhooks.bodies import parse_json, read_body
from webhooks.deps import Deps
from webhooks.problems import Problem
from webhooks.signatures.stripe import verify_stripe

_log = get_logger(__name__)

_MAX_BYTES = 1024 * 1024
_MAX_ID_CHARS = 255


class StripeWebhook:
    """Stores a signed event once, applies it in the same transaction, and only then answers.

    Only what is needed of it is stored: nothing of how the buyer pays.
    """

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_post(self, req: Request, resp: Response) -> None:
        """Receive one event; a repeated one is answered 200 and changes nothing."""
        body = await read_body(req, max_bytes=_MAX_BYTES)
        self._verify(req, body)
        event = parse_json(body)
        event_id, event_type = event.get("id"), event.get("type")
        for value in (event_id, event_type):
            if not isinstance(value, str) or not 0 < len(value) <= _MAX_ID_CHARS:
                message = "a Stripe event needs an id and a type"
                raise MalformedPayload(message)
        received = await self._deps.database.run(lambda c: self._receive(c, event))
        resp.media = {"received": True, "duplicate": received.is_duplicate}

    def _verify(self, req: Request, body: bytes) -> None:
        """Answer 400, as Stripe's own libraries do, where the signature is missing or old."""
        try:
            verify_stripe(
                body,
                req.get_header("Stripe-Signature"),
                self._deps.config.stripe_webhook_secrets,
                real_now=self._deps.real_clock(),
            )
        except InvalidSignature as error:
            _log.warning("webhook_rejected", route="/webhooks/stripe", reason=error.reason)
            raise Problem(400, "invalid_signature", "The signature does not match.") from error

    def _receive(self, connection: Connection, event: dict[str, Any]) -> Received:
        return receive_raw_event(
            connection,
            self._deps.config,
            self._deps.sealer,
            provider="stripe",
            external_id=event["id"],
            type=event["type"],
            payload=keep_stripe_event(event),
            now=self._deps.clock(),
        )
