"""The test message an owner asks for: proof that texting works, on their own phone."""

from core.dispatch.composition import Addressee, compose, open_outbound
from core.dispatch.work import (
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
from core.rules.delivery_errors import policy_of
from core.rules.vocabulary import EventType, Purpose, Reason
from core.store.events import append_event
from core.store.messages import is_suppressed
from core.store.practices import find_practice
from core.store.templates import get_template


class ProofSms(Task):
    """A text to the owner, who asked for it: neither quiet hours nor the cap hold it back."""

    label = "proofs_sent"

    def prepare(self, work: Work) -> Outbound | Outcome:
        """Write the ledger row, unless the phone has opted out."""
        practice = find_practice(work.connection, work.practice_id)
        if practice is None:
            return Dead("unknown practice")
        payload = work.job.payload
        to_hash = str(payload["to_hash"])
        if is_suppressed(
            work.connection, practice_id=practice.id, contact_hash=to_hash, channel="sms"
        ):
            _append_failure(work, "suppressed", "This phone has opted out of our texts.")
            return Done("proofs_failed")
        to = work.deps.sealer.open(
            str(payload["to"]), practice_id=practice.id, column="jobs.payload.to"
        )
        template = get_template(
            work.connection,
            name="proof",
            locale=str(payload.get("locale") or practice.default_locale),
            channel="sms",
        )
        composed = compose(
            work.deps.config,
            template,
            {"practice_name": practice.name},
            Addressee(practice.id, "sms", to, to_hash),
            purpose=Purpose.PROOF,
        )
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
        if policy.retry:
            return Failed(f"refused: {refusal.code}", reason=Reason.CARRIER_ERROR)
        _append_failure(work, refusal.code, policy.meaning_en, policy.meaning_es)
        return Done("proofs_failed")

    def give_up(self, work: Work, reason: Reason) -> None:
        """Say that the texting service could not be reached."""
        _append_failure(work, reason.value, "The texting service did not answer; try again.")


def _append_failure(work: Work, code: str, meaning: str, meaning_es: str | None = None) -> None:
    payload = {"code": code, "meaning": meaning}
    if meaning_es is not None:
        payload["meaning_es"] = meaning_es
    append_event(
        work.connection,
        EventType.PROOF_SMS_FAIL,
        practice_id=work.practice_id,
        payload=payload,
        at=work.now,
    )
