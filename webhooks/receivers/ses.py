"""POST /webhooks/ses."""

import asyncio
from collections.abc import Mapping
from typing import Any

from falcon.asgi import Request, Response

from core.consent.email_reports import PROVIDER
from core.errors import MalformedPayload
from core.inbox import Received, receive_raw_event
from core.sealed_payloads import seal_notification
from core.store.database import Connection
from webhooks.bodies import parse_json, read_body
from webhooks.deps import Deps
from webhooks.signatures.sns import verify_sns

_MAX_BYTES = 256 * 1024
_MAX_ID_CHARS = 128


class SesWebhook:
    """Takes in what Amazon SNS delivers of SES: bounces, complaints, deliveries."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_post(self, req: Request, resp: Response) -> None:
        """Receive one notification; an operator is told of a subscription to confirm."""
        envelope = parse_json(await read_body(req, max_bytes=_MAX_BYTES))
        await asyncio.to_thread(self._verify, envelope)
        message_id = envelope.get("MessageId")
        if not isinstance(message_id, str) or not 0 < len(message_id) <= _MAX_ID_CHARS:
            message = "an SNS notification needs a MessageId"
            raise MalformedPayload(message)
        await self._deps.database.run(lambda c: self._receive(c, message_id, envelope))
        resp.media = {"received": True}

    def _verify(self, envelope: Mapping[str, Any]) -> None:
        verify_sns(envelope, fetch=self._deps.fetch_certificate, real_now=self._deps.real_clock())

    def _receive(
        self, connection: Connection, message_id: str, envelope: Mapping[str, Any]
    ) -> Received:
        is_notification = envelope["Type"] == "Notification"
        payload = (
            seal_notification(self._deps.sealer, envelope) if is_notification else dict(envelope)
        )
        return receive_raw_event(
            connection,
            self._deps.config,
            self._deps.sealer,
            provider=PROVIDER,
            external_id=message_id,
            type=str(envelope["Type"]),
            payload=payload,
            now=self._deps.clock(),
        )
