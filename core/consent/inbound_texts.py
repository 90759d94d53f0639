"""What a patient texts back: STOP, START, HELP and everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.consent.opt_outs import lift_opt_out, record_opt_out
from core.context import IntakeContext
from core.rules.consent.own_wording import Wordings, compile_wordings
from core.rules.consent.replies import Reply, ReplyKind, classify_reply
from core.rules.places.phone import identify
from core.rules.vocabulary import EventType, JobType
from core.rules.wording.rendering import render
from core.rules.wording.segments import count_segments
from core.sealed_payloads import open_param
from core.store.events import append_event
from core.store.inbound import (
    AnsweredPractice,
    find_patient_locale,
    has_stopped_since,
    insert_confirmation,
    insert_inbound,
    list_answered_practices,
    lock_consent,
)
from core.store.job_keys import reply_key
from core.store.jobs import enqueue_job
from core.store.raw_events import RawEvent
from core.store.templates import get_template, list_bodies

_CONFIRM_WITHIN = timedelta(minutes=5)
"""A confirmation later than this would need its own consent (47 CFR 64.1200(a)(12))."""


@dataclass(frozen=True, slots=True)
class _Inbound:
    """One text and whom it may be meant for, most likely first."""

    sid: str
    phone: str
    phone_hash: str
    body: str
    reply: Reply
    twilio_confirmed: bool
    practices: Sequence[AnsweredPractice]


def apply_inbound(context: IntakeContext, raw: RawEvent) -> str | None:
    """Act on one inbound text; gives our one confirmation, where one is due.

    STOP holds for every practice that texted the number or knows it as a patient's; the rest is
    for the practice that texted last.
    """
    text = _read(context, raw)
    if text.reply.kind is ReplyKind.STOP:
        template = _stop(context, text)
    elif text.reply.kind is ReplyKind.START:
        template = _start(context, text, sent_at=raw.received_at)
    elif text.reply.kind is ReplyKind.HELP:
        template = _help(context, text)
    else:
        template = None
    _keep(context, text)
    may_confirm = (
        context.may_confirm
        and not text.twilio_confirmed
        and context.now - raw.received_at < _CONFIRM_WITHIN
    )
    return _confirm(context, text, template) if template and may_confirm else None


def _read(context: IntakeContext, raw: RawEvent) -> _Inbound:
    sender = open_param(context.sealer, raw.payload, "From")
    body = open_param(context.sealer, raw.payload, "Body")
    opt_out_type = raw.payload.get("OptOutType") or None
    phone = identify(sender)
    phone_hash = context.sealer.hash(phone)
    called = open_param(context.sealer, raw.payload, "To")
    return _Inbound(
        sid=raw.external_id,
        phone=phone,
        phone_hash=phone_hash,
        body=body,
        reply=classify_reply(body, opt_out_type, wordings=_wordings(context)),
        twilio_confirmed=opt_out_type is not None,
        practices=list_answered_practices(
            context.connection,
            phone_hash,
            sender_hash=context.sealer.hash(identify(called)) if called else None,
        ),
    )


def _wordings(context: IntakeContext) -> Wordings:
    """Give what our texts say, so that one that comes back is not read as the patient's words."""
    return compile_wordings(list_bodies(context.connection, channel="sms"))


def _stop(context: IntakeContext, text: _Inbound) -> str | None:
    lock_consent(context.connection, phone_hash=text.phone_hash)
    newly = record_opt_out(
        context,
        practice_ids=[practice.id for practice in text.practices],
        phone_hash=text.phone_hash,
    )
    for practice_id in newly:
        append_event(
            context.connection,
            EventType.STOP,
            practice_id=practice_id,
            at=context.now,
            payload={
                "contact_hash": text.phone_hash,
                "channel": "sms",
                "keyword": text.twilio_confirmed or len(text.body.split()) == 1,
                "may_mean_appointment": text.reply.may_mean_appointment,
                "heard_by": text.reply.heard_by,
                "likeness": text.reply.likeness,
            },
        )
    return "confirmation" if newly else None


def _start(context: IntakeContext, text: _Inbound, *, sent_at: datetime) -> str | None:
    """Let messages go to the phone again, unless it has said STOP since."""
    practice_ids = [practice.id for practice in text.practices]
    lock_consent(context.connection, phone_hash=text.phone_hash)
    if has_stopped_since(
        context.connection, practice_ids=practice_ids, phone_hash=text.phone_hash, since=sent_at
    ):
        return None
    lifted = lift_opt_out(context, practice_ids=practice_ids, phone_hash=text.phone_hash)
    for practice_id in lifted:
        append_event(
            context.connection,
            EventType.START,
            practice_id=practice_id,
            at=context.now,
            payload={"contact_hash": text.phone_hash, "channel": "sms"},
        )
    return "start_confirmation" if lifted else None


def _help(context: IntakeContext, text: _Inbound) -> str:
    append_event(
        context.connection,
        EventType.HELP,
        practice_id=text.practices[0].id if text.practices else None,
        at=context.now,
        payload={"contact_hash": text.phone_hash},
    )
    return "help"


def _keep(context: IntakeContext, text: _Inbound) -> None:
    """Keep the text for the practice, and forward what a person should read."""
    if not text.practices:
        return
    practice_id = text.practices[0].id
    inbound_id = insert_inbound(
        context.connection,
        practice_id=practice_id,
        provider_msg_id=text.sid,
        from_hash=text.phone_hash,
        sealed_body=context.sealer.seal(
            text.body, practice_id=practice_id, column="inbound_messages.body"
        ),
        kind=text.reply.kind.value.lower(),
        now=context.now,
    )
    for_a_person = text.reply.kind is ReplyKind.OTHER or text.reply.may_mean_appointment
    if inbound_id is not None and for_a_person:
        _forward(context, practice_id, inbound_id, text.reply)


def _forward(context: IntakeContext, practice_id: UUID, inbound_id: UUID, reply: Reply) -> None:
    """Let the office read it."""
    about = {
        "inbound_message_id": str(inbound_id),
        "may_mean_appointment": reply.may_mean_appointment,
    }
    heard = {"heard_by": reply.heard_by, "likeness": reply.likeness}
    append_event(
        context.connection,
        EventType.REPLY_RECEIVED,
        practice_id=practice_id,
        at=context.now,
        payload=about | heard,
    )
    enqueue_job(
        context.connection,
        JobType.FORWARD_REPLY,
        practice_id=practice_id,
        payload=about,
        run_at=context.now,
        unique_key=reply_key(inbound_id),
    )


def _confirm(context: IntakeContext, text: _Inbound, template_name: str) -> str | None:
    """Render our confirmation in the patient's language and enter it into the ledger."""
    if not text.practices:
        return None
    practice = text.practices[0]
    locale = (
        find_patient_locale(context.connection, practice_id=practice.id, phone_hash=text.phone_hash)
        or text.reply.language
    )
    template = get_template(context.connection, name=template_name, locale=locale, channel="sms")
    shows_phone = template_name == "help" or text.reply.may_mean_appointment
    rendered = render(
        template,
        {
            "practice_name": practice.name,
            "practice_phone": practice.phone if shows_phone else None,
        },
    )
    insert_confirmation(
        context.connection,
        practice_id=practice.id,
        sealed_recipient=context.sealer.seal(
            text.phone, practice_id=practice.id, column="messages.recipient"
        ),
        recipient_hash=text.phone_hash,
        body_hash=context.sealer.hash(rendered.text),
        segments=count_segments(rendered.text),
        now=context.now,
    )
    return rendered.text
