"""Messages of which nobody knows whether they went out: looked up, never sent again blindly."""

from datetime import datetime, timedelta

from core.outbox.tasks import DispatchDeps, Receipt, Work
from core.rules.vocabulary import Reason
from core.store.database import Connection
from core.store.messages import LedgerMessage, find_job_message, list_known_ids, mark_unknown
from core.store.review_requests import HeldRequest, hold_requests

SETTLES_AFTER = timedelta(minutes=2)
"""From then on the provider's listing is taken to be complete."""

_CLOCK_MARGIN = timedelta(minutes=5)


def look_up(
    deps: DispatchDeps, connection: Connection, message: LedgerMessage, *, marker: str | None
) -> Receipt | None:
    """Ask the provider for an SMS by recipient, text and time; None means it never got there.

    Both times of the row bound the search: the engine's clock may have been set, the provider's
    is real. A text that another ledger row owns is not taken for this one. Raises TransientError
    or ProviderRejected where the provider cannot say.
    """
    if message.recipient is None:
        return None
    to = deps.sealer.open(
        message.recipient, practice_id=message.tenant_id, column="messages.recipient"
    )
    since = min(message.created_at, message.updated_at) - _CLOCK_MARGIN
    found = [
        sent
        for sent in deps.providers.sms.find(to=to, since=since)
        if deps.sealer.hash(sent.body) == message.body_hash or (marker and marker in sent.body)
    ]
    known = list_known_ids(connection, [sent.provider_msg_id for sent in found])
    ours = [sent for sent in found if sent.provider_msg_id not in known]
    if not ours:
        return None
    first = min(ours, key=lambda sent: sent.created_at)
    return Receipt(first.provider_msg_id, first.provider_status, first.segments, first.price_usd)


def settles_at(message: LedgerMessage) -> datetime:
    """Give the time from which "not found" means "not sent"."""
    return message.created_at + SETTLES_AFTER


def show_doubt(work: Work) -> None:
    """Let nobody take for on its way what a job that is given up may have left behind."""
    message = find_job_message(work.connection, work.job.id)
    if message is None or not mark_unknown(work.connection, message, now=work.now):
        return
    if message.review_request_id is not None:
        held = HeldRequest(
            message.practice_id, message.review_request_id, "failed", Reason.UNCERTAIN.value
        )
        hold_requests(work.connection, [held])
