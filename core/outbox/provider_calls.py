"""The call to a provider itself, outside of every transaction."""

from typing import Any

from core.outbox.tasks import DispatchDeps, Errand, Outbound, Receipt
from core.providers.ports import SmsMessage


def call_provider(deps: DispatchDeps, step: Outbound | Errand) -> Any:
    """Send a message, or do an errand; gives a Receipt, or the errand's result."""
    if isinstance(step, Errand):
        return step.call()
    if isinstance(step.content, SmsMessage):
        callback = f"{deps.config.app_base_url}/webhooks/twilio/status"
        receipt = deps.providers.sms.send(step.content, status_callback=callback)
        return Receipt(
            receipt.provider_msg_id,
            receipt.provider_status,
            receipt.segments,
            receipt.price_usd,
        )
    return Receipt(deps.providers.email.send(step.content), "accepted")
