"""What is written on a message: the template, its values, the headers, and its ledger row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from core.config import Config
from core.errors import PermanentError
from core.outbox.tasks import Outbound, Work
from core.providers.ports import EmailMessage, SmsMessage
from core.rules.tokens import issue_token
from core.rules.vocabulary import Purpose
from core.rules.wording.linter import describe_problems
from core.rules.wording.rendering import Rendered, Template, render
from core.rules.wording.segments import count_segments
from core.sealing import unsubscribe_secret
from core.store.messages import NewMessage, open_message
from core.store.practices import PLATFORM_ID

_UNSUBSCRIBE_EXPIRES_AT = datetime(2100, 1, 1, tzinfo=UTC)
_NONCE_BYTES = 16
_SENT_TO_PATIENTS = frozenset({"initial", "reminder"})


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a message is for: the clear address and its keyed hash."""

    practice_id: UUID | None
    channel: str
    to: str
    contact_hash: str
    sender_name: str | None = None
    may_unsubscribe: bool = False


class TemplateRejected(PermanentError):
    """The stored wording breaks a rule, so that nothing may be sent with it."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A message as it will go out, not yet in the ledger."""

    template: Template
    addressee: Addressee
    purpose: Purpose
    content: SmsMessage | EmailMessage
    text: str


def compose(
    config: Config,
    template: Template,
    values: Mapping[str, Any],
    addressee: Addressee,
    *,
    purpose: Purpose,
) -> Composed:
    """Render a message with its headers.

    Raises TemplateRejected where the wording breaks a rule, PermanentError where it has gaps.
    """
    _check_wording(template)
    link = unsubscribe_link(config, addressee.practice_id, addressee.contact_hash)
    rendered = render(
        template, {"postal_address": config.postal_address, "unsubscribe_link": link, **values}
    )
    if addressee.channel == "sms":
        return Composed(
            template, addressee, purpose, _sms(addressee, template, rendered), rendered.text
        )
    email = EmailMessage(
        to=addressee.to,
        subject=rendered.subject or "",
        text=rendered.text,
        html=rendered.html,
        headers=_unsubscribe_headers(link) if addressee.may_unsubscribe else {},
        tags={"purpose": purpose.value},
        sender_name=addressee.sender_name,
    )
    return Composed(template, addressee, purpose, email, rendered.text)


def _sms(addressee: Addressee, template: Template, rendered: Rendered) -> SmsMessage:
    """Give the text; a template approved at the provider is filled in there, if nothing lacks.

    Twilio refuses blank variables (21656), and its copy cannot read on without a name.
    """
    content_sid = template.provider_template_id if rendered.variables else None
    return SmsMessage(
        to=addressee.to,
        body=rendered.text,
        content_sid=content_sid,
        content_variables=rendered.variables if content_sid else None,
    )


def open_outbound(
    work: Work, composed: Composed, *, review_request_id: UUID | None = None
) -> Outbound | None:
    """Write the ledger row of a message; None if its request has one of this purpose already."""
    sealer, addressee = work.deps.sealer, composed.addressee
    is_sms = addressee.channel == "sms"
    message = open_message(
        work.connection,
        NewMessage(
            practice_id=addressee.practice_id,
            purpose=composed.purpose,
            channel=addressee.channel,
            job_id=work.job.id,
            recipient=sealer.seal(
                addressee.to, practice_id=addressee.practice_id, column="messages.recipient"
            ),
            recipient_hash=addressee.contact_hash,
            body_hash=sealer.hash(composed.text),
            segments=count_segments(composed.text) if is_sms else None,
            review_request_id=review_request_id,
        ),
        now=work.now,
    )
    return None if message is None else Outbound(message, composed.content)


def _unsubscribe_headers(link: str) -> dict[str, str]:
    """Give the headers of one-click unsubscription (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def unsubscribe_link(config: Config, practice_id: UUID | None, contact_hash: str) -> str:
    """Give the address at which this contact leaves this practice's emails."""
    token = issue_token(
        unsubscribe_secret(config.data_encryption_keys),
        practice_id=practice_id or PLATFORM_ID,
        purpose="unsubscribe",
        expires_at=_UNSUBSCRIBE_EXPIRES_AT,
        nonce=bytes.fromhex(contact_hash)[:_NONCE_BYTES],
    )
    return f"{config.app_base_url}/u/{token}"


def tracking_link(config: Config, code: str) -> str:
    """Give the address in a message to a patient, which leads on to Google."""
    return f"{config.app_base_url}/r/{code}"


@lru_cache(maxsize=256)
def _check_wording(template: Template) -> None:
    if template.name not in _SENT_TO_PATIENTS:
        return
    problems = describe_problems(template)
    if problems:
        raise TemplateRejected(problems)
