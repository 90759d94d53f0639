"""POST /webhooks/ses."""

from collections.abc import Mapping
from typing import Any

from falcon.asgi import Request, Response

from core.consent.email_reports import PROVIDER, ask_to_confirm
from core.errors import MalformedPayload, TransientError
from core.inbox import Received, receive_raw_event
from core.log import get_logger
from core.sealed_payloads import seal_notification
from core.store.database import Connection
from webhooks.bodies import parse_json, read_body
from webhooks.deps import Deps
from webhooks.problems import Problem
from webhooks.signatures.certificates import Certificates
from webhooks.signatures.sns import read_sns

_log = get_logger(__name__)

_MAX_BYTES = 256 * 1024
_MAX_ID_CHARS = 128
_RETRY_AFTER_SECONDS = 300


class SesWebhook:
    """Takes in what Amazon SNS delivers of SES: bounces, complaints, deliveries."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._certificates = Certificates(deps.fetch_certificate)

    async def on_post(self, req: Request, resp: Response) -> None:
        """Receive one notification; an operator is told of a subscription to confirm."""
        envelope = parse_json(await read_body(req, max_bytes=_MAX_BYTES))
        await self._verify(envelope)
        message_id = envelope.get("MessageId")
        if not isinstance(message_id, str) or not 0 < len(message_id) <= _MAX_ID_CHARS:
            message = "an SNS notification needs a MessageId"
            raise MalformedPayload(message)
        await self._deps.database.run(lambda c: self._receive(c, message_id, envelope))
        resp.media = {"received": True}

    async def _verify(self, envelope: Mapping[str, Any]) -> None:
        """Verify by a certificate that may have to be fetched.

        Where it cannot be, nobody knows whose message it is: it is counted as refused and not as a
        failure of ours, as anyone can send such messages. The answer is 503: for SNS whatever is
        answered from 200 to 4xx, 429 too, has been delivered, and never comes again
        (https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html).
        """
        now, topics = self._deps.real_clock(), self._deps.config.ses_topic_arns
        notification = read_sns(envelope, topics=topics, real_now=now)
        try:
            pem = await self._certificates.get(notification.certificate_url)
        except TransientError as error:
            _log.warning("webhook_rejected", route="/webhooks/ses", reason="certificate_away")
            raise Problem(
                503,
                "certificate_unavailable",
                "The certificate could not be fetched. Please send this again later.",
                headers={"Retry-After": str(_RETRY_AFTER_SECONDS)},
            ) from error
        notification.verify(pem, real_now=now)

    def _receive(
        self, connection: Connection, message_id: str, envelope: Mapping[str, Any]
    ) -> Received:
        context = self._deps.context(connection)
        received = receive_raw_event(
            connection,
            self._deps.config,
            self._deps.sealer,
            provider=PROVIDER,
            external_id=message_id,
            type=str(envelope["Type"]),
            payload=seal_notification(self._deps.sealer, envelope),
            now=context.now,
        )
        token = envelope.get("Token")
        is_asked = envelope["Type"] == "SubscriptionConfirmation"
        if is_asked and isinstance(token, str) and not received.is_duplicate:
            ask_to_confirm(context, topic=str(envelope["TopicArn"]), token=token)
        return received
