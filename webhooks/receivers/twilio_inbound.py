"""POST /webhooks/twilio/inbound."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from falcon.asgi import Request, Response

from core.inbox import Received, receive_raw_event
from core.sealed_payloads import seal_text
from core.store.database import Connection
from webhooks.deps import Deps
from webhooks.receivers.twilio_requests import read_signed_params, require_sid

_PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>'


class TwilioInbound:
    """Takes in what a patient texts; an opt-out holds before Twilio has its answer."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_post(self, req: Request, resp: Response) -> None:
        """Receive one text, and answer with TwiML that carries one confirmation at most."""
        params = await read_signed_params(req, self._deps.config)
        sid = require_sid(params)
        sealed = seal_text(self._deps.sealer, params)
        received = await self._deps.database.run(lambda c: self._receive(c, sid, sealed))
        resp.content_type = "text/xml; charset=utf-8"
        resp.text = twiml(received.confirmation)

    def _receive(self, connection: Connection, sid: str, sealed: Mapping[str, str]) -> Received:
        return receive_raw_event(
            connection,
            self._deps.config,
            self._deps.sealer,
            provider="twilio_inbound",
            external_id=sid,
            type="inbound",
            payload=sealed,
            now=self._deps.clock(),
            may_confirm=True,
        )


def twiml(text: str | None) -> str:
    """Give a TwiML answer with one message, or with none."""
    if text is None:
        return f"{_PROLOGUE}<Response/>"
    return f"{_PROLOGUE}<Response><Message>{escape(text)}</Message></Response>"
