"""The asks to patients: from a due job through the gate to the provider and back."""

from dataclasses import replace
from datetime import datetime

from core.errors import PermanentError
from core.log import get_logger
from core.outbox.composition import Addressee, Composed, compose, open_outbound, tracking_link
from core.outbox.tasks import (
    Answer,
    Dead,
    Deferred,
    Done,
    Errand,
    Outbound,
    Outcome,
    Receipt,
    Refusal,
    Task,
    Work,
)
from core.rules.sending.send_decision import REMINDER_AFTER, Defer, Refuse, Send
from core.rules.vocabulary import EventType, Purpose, Reason
from core.sending.gate import (
    Judged,
    judge_requests,
    over_budget,
    over_cap,
    over_wording,
    record_verdicts,
    still_stands,
)
from core.sending.gate_inputs import read_month_spend
from core.sending.refusals import record_refusal
from core.sending.request_jobs import enqueue_fallback, enqueue_reminder
from core.sending.request_states import hold_request, message_key, request_key
from core.store.events import append_event
from core.store.messages import LedgerMessage
from core.store.review_requests import (
    RequestKey,
    ReviewRequest,
    get_requests,
    lock_for_sending,
    mark_request_sending,
    mark_request_sent,
    release_daily_send,
    reserve_daily_send,
)
from core.store.templates import get_template

log = get_logger(__name__)

_NO_SENDER = frozenset({Reason.SMS_NOT_READY, Reason.SENDER_BLOCKED})


class InitialAsk(Task):
    """The first message about a visit, by SMS or by email."""

    label = "sent"

    def prepare(self, work: Work) -> Outbound | Errand | Outcome:
        """Pass the gate, reserve the day's send, and write the ledger row."""
        return prepare_message(work, request_key(work), Purpose.INITIAL)

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Count the request as sent and line its reminder up."""
        record_sent(work, answer)
        return super().settle(work, answer)

    def refuse(self, work: Work, refusal: Refusal) -> Outcome:
        """Act on the provider's code: another channel, another time, or the end."""
        return record_refusal(work, refusal)

    def delay(self, work: Work, until: datetime) -> None:
        """Show the request as waiting for the provider."""
        hold_request(work, self.target(work), "delayed", Reason.PROVIDER_DOWN, until=until)

    def give_up(self, work: Work, reason: Reason) -> None:
        """End the request as failed."""
        key = self.target(work)
        hold_request(work, key, "failed", reason)
        append_event(
            work.connection,
            EventType.SEND_FAIL,
            practice_id=key[0],
            payload={"review_request_id": str(key[1]), "code": reason.value, "purpose": "initial"},
            at=work.now,
        )

    def marker(self, work: Work, message: LedgerMessage) -> str | None:
        """Give the tracking link, which no other request shares."""
        return request_marker(work, message)

    def target(self, work: Work) -> RequestKey:
        """Name the request that failures are about."""
        return request_key(work)


def prepare_message(work: Work, key: RequestKey, purpose: Purpose) -> Outbound | Outcome:
    """Judge one message under lock, and write either its ledger row or why it is not sent."""
    lock_for_sending(work.connection, practice_id=key[0], request_id=key[1])
    request = get_requests(work.connection, [key]).get(key)
    if request is None:
        return Dead("unknown review request")
    (judged,) = judge_requests(work.deps, work.connection, [request], purpose=purpose, now=work.now)
    composed = None
    if isinstance(judged.verdict, Send):
        judged, composed = _compose(work, judged)
    if composed is not None:
        judged = _reserve(work, judged)
        composed = composed if isinstance(judged.verdict, Send) else None
    record_verdicts(work.connection, [judged], now=work.now)
    if composed is not None:
        return _open(work, judged, composed)
    if isinstance(judged.verdict, Defer):
        return Deferred(judged.verdict.until, "delayed")
    return close_refused(work, judged)


def close_refused(work: Work, judged: Judged) -> Outcome:
    """Do what follows from a refusal: where texting is not possible, an email takes over."""
    verdict, request = judged.verdict, judged.request
    if (
        isinstance(verdict, Refuse)
        and verdict.reason in _NO_SENDER
        and judged.purpose is Purpose.INITIAL
        and request.has_email
    ):
        enqueue_fallback(work.connection, request.key, now=work.now)
    return Done("reminders_skipped" if judged.purpose is Purpose.REMINDER else "skipped")


def _compose(work: Work, judged: Judged) -> tuple[Judged, Composed | None]:
    """Write the message; wording that may not go out holds it back until it is corrected."""
    request = judged.request
    try:
        template = get_template(
            work.connection,
            name=judged.purpose.value,
            locale=request.locale,
            channel=request.channel,
        )
        addressee = Addressee(
            practice_id=request.practice_id,
            channel=request.channel,
            to=judged.contact or "",
            contact_hash=request.contact_hash or "",
            sender_name=request.practice_name,
            may_unsubscribe=True,
        )
        values = _values(work, request)
        composed = compose(work.deps.config, template, values, addressee, purpose=judged.purpose)
    except PermanentError as error:
        log.warning("template_rejected", problem=str(error), practice_id=str(request.practice_id))
        return over_wording(judged), None
    return judged, composed


def _values(work: Work, request: ReviewRequest) -> dict[str, str | None]:
    return {
        "first_name": request.first_name,
        "practice_name": request.practice_name,
        "practice_phone": request.practice_phone,
        "link": tracking_link(work.deps.config, request.code),
    }


def _reserve(work: Work, judged: Judged) -> Judged:
    """Take one of the day's sends, and judge again if others left none, or spent the budget.

    Reserving makes senders of one practice take turns, so that the spend counted after it is all
    there is. Emails are not counted.
    """
    request, today = judged.request, judged.local_date
    if request.channel != "sms":
        return judged
    reserved = today is not None and reserve_daily_send(
        work.connection,
        practice_id=request.practice_id,
        local_date=today,
        sends_today=judged.inputs.sends_today,
        daily_cap=judged.inputs.cap,
    )
    if today is None or not reserved:
        return over_cap(judged)
    spend = read_month_spend(work.deps, work.connection, request, today)
    judged = over_budget(judged, month_spend_usd=spend)
    if not isinstance(judged.verdict, Send):
        release_daily_send(work.connection, practice_id=request.practice_id, at=work.now)
    return judged


def _open(work: Work, judged: Judged, composed: Composed) -> Outbound | Outcome:
    request, template = judged.request, composed.template
    outbound = open_outbound(work, composed, review_request_id=request.id)
    if outbound is None:
        if request.channel == "sms":
            release_daily_send(work.connection, practice_id=request.practice_id, at=work.now)
        return Done("repeated")
    if judged.purpose is Purpose.INITIAL:
        mark_request_sending(
            work.connection, request.key, template_id=template.id, locale=template.locale
        )
    append_event(
        work.connection,
        EventType.TEMPLATE_SELECTED,
        practice_id=request.practice_id,
        payload={
            "review_request_id": str(request.id),
            "template_id": str(template.id),
            "name": template.name,
            "locale": template.locale,
            "channel": template.channel,
        },
        at=work.now,
    )

    def holds(now: datetime) -> bool:
        return still_stands(work.deps, work.connection, judged, now=now)

    return replace(outbound, still_stands=holds)


def record_sent(work: Work, answer: Answer) -> None:
    """Record an accepted first message and line its reminder up, 48 hours later."""
    receipt: Receipt = answer.result
    key = message_key(answer.message)
    sent_at = mark_request_sent(
        work.connection,
        key,
        provider_msg_id=receipt.provider_msg_id,
        provider_status=receipt.provider_status,
        now=work.now,
    )
    append_event(
        work.connection,
        EventType.SEND_OK,
        practice_id=key[0],
        payload={
            "review_request_id": str(key[1]),
            "channel": None if answer.message is None else answer.message.channel,
            "purpose": Purpose.INITIAL.value,
        },
        at=work.now,
    )
    enqueue_reminder(work.connection, key, run_at=sent_at + REMINDER_AFTER)


def request_marker(work: Work, message: LedgerMessage) -> str | None:
    """Give the tracking link of the request behind a message."""
    key = message_key(message)
    request = get_requests(work.connection, [key]).get(key)
    return None if request is None else tracking_link(work.deps.config, request.code)
