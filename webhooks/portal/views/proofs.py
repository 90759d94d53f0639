"""How a test message is doing, in words."""

import re
from typing import Any

from core.rules.wording.catalogue import to_say
from core.rules.wording.proof_text import proof_problem
from core.store.onboarding import ProofState
from webhooks.portal.views.languages import translator

_JOB_ID = re.compile(r"[1-9][0-9]{0,17}")
_MESSAGES = to_say(
    {
        "queued": "On its way…",
        "sent": "Sent. Look at your phone.",
        "delivered": "Delivered. Did it look right?",
        "failed": "It did not arrive.",
    }
)
_KINDS = {"delivered": "good", "failed": "bad"}


def read_job_id(text: Any) -> int | None:
    """Read the number of a test message's job."""
    return int(text) if isinstance(text, str) and _JOB_ID.fullmatch(text) else None


def proof_news(proof: ProofState, locale: str) -> dict[str, Any]:
    """Say where a test message stands: its state, a text, and whether that is good or bad."""
    state = _state_of(proof)
    text = translator(locale)(_MESSAGES[state])
    if state == "failed" and proof.error_code:
        text = proof_problem(proof.error_code, locale)
    return {"state": state, "text": text, "kind": _KINDS.get(state, "")}


def _state_of(proof: ProofState) -> str:
    if proof.state == "delivered":
        return "delivered"
    if proof.state in {"failed", "undelivered"} or proof.job_status == "dead":
        return "failed"
    if proof.state == "accepted":
        return "sent"
    return "failed" if proof.state is None and proof.error_code else "queued"
