"""The proof an owner asks for: the text that patients will get, on her own phone."""

from core.errors import PermanentError
from core.outbox.composition import (
    Addressee,
    Composed,
    compose,
    open_outbound,
    tracking_link,
)
from core.outbox.tasks import (
    Answer,
    Dead,
    Done,
    Failed,
    Outbound,
    Outcome,
    Receipt,
    Refusal,
    Task,
    Work,
)
from core.rules.names.practice_names import check_practice_name
from core.rules.sending.delivery_errors import policy_of
from core.rules.vocabulary import EventType, Purpose, Reason
from core.rules.wording.proof_text import proof_problem, sample_values
from core.store.events import append_event
from core.store.practices import Practice, find_practice
from core.store.suppressions import is_suppressed
from core.store.templates import get_template


class ProofSms(Task):
    """A text to the owner, who asked for it: neither quiet hours nor the cap hold it back."""

    label = "proofs_sent"
    may_wait = False

    def prepare(self, work: Work) -> Outbound | Outcome:
        """Write the ledger row, unless the practice has left or the phone is suppressed."""
        practice = find_practice(work.connection, work.practice_id)
        if practice is None:
            return Dead("unknown practice")
        if practice.status == "canceled":
            _append_failure(work, Reason.PRACTICE_CANCELED)
            return Done("proofs_failed")
        if check_practice_name(practice.name) is not None:
            _append_failure(work, Reason.PRACTICE_NAME)
            return Done("proofs_failed")
        payload = work.job.payload
        to_hash = str(payload["to_hash"])
        if is_suppressed(
            work.connection, practice_id=practice.id, contact_hash=to_hash, channel="sms"
        ):
            _append_failure(work, Reason.SUPPRESSED)
            return Done("proofs_failed")
        to = work.deps.sealer.open(
            str(payload["to"]), practice_id=practice.id, column="jobs.payload.to"
        )
        try:
            composed = _compose(work, practice, Addressee(practice.id, "sms", to, to_hash))
        except PermanentError:
            _append_failure(work, Reason.TEMPLATE_REJECTED)
            return Done("proofs_failed")
        return open_outbound(work, composed) or Done("repeated")

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Say that the proof is on its way."""
        receipt: Receipt = answer.result
        append_event(
            work.connection,
            EventType.PROOF_SMS_OK,
            practice_id=work.practice_id,
            payload={"provider_msg_id": receipt.provider_msg_id},
            at=work.now,
        )
        return super().settle(work, answer)

    def refuse(self, work: Work, refusal: Refusal) -> Outcome:
        """Say in words why the text did not go; only passing troubles are tried again."""
        policy = policy_of(refusal.code)
        if policy.retry and not policy.account:
            return Failed(f"refused: {refusal.code}", reason=Reason.CARRIER_ERROR)
        _append_failure(work, refusal.code)
        return Done("proofs_failed")

    def give_up(self, work: Work, reason: Reason) -> None:
        """Say that the texting service could not be reached."""
        _append_failure(work, reason)


def _compose(work: Work, practice: Practice, addressee: Addressee) -> Composed:
    """Write what a patient of this practice gets first, word for word as the portal shows it."""
    locale = str(work.job.payload.get("locale") or practice.default_locale)
    template = get_template(
        work.connection, name=Purpose.INITIAL.value, locale=locale, channel=addressee.channel
    )
    values = sample_values(
        practice_name=practice.name,
        practice_phone=practice.phone,
        link=tracking_link(work.deps.config, practice.proof_code),
        locale=locale,
    )
    return compose(work.deps.config, template, values, addressee, purpose=Purpose.PROOF)


def _append_failure(work: Work, code: str) -> None:
    append_event(
        work.connection,
        EventType.PROOF_SMS_FAIL,
        practice_id=work.practice_id,
        payload={
            "code": code,
            "meaning": proof_problem(code, "en"),
            "meaning_es": proof_problem(code, "es"),
            "job_id": work.job.id,
        },
        at=work.now,
    )
