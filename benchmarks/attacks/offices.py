"""The practice that attacks, and its neighbour with everything that an office has."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from benchmarks.attacks.signatures import FORM
from benchmarks.attacks.target import Ask, Target
from core.rules.tokens import issue_token

_LIST = (
    b"first_name,phone,visit_date\nNoor,+14155550171,2026-01-05\nNobody,not a phone,2026-01-05\n"
)
_NEVER = "+14155550172"


@dataclass
class Office:
    """A practice, what its people hold, and what only they may see."""

    target: Target
    name: str
    email: str
    phone: str
    patient_phone: str
    patient_email: str

    @cached_property
    def id(self) -> UUID:
        """Insert the practice."""
        web = self.target.web
        return web.practice(name=self.name, email=self.email, phone=self.phone)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Insert a patient who was texted; gives ids, the link's `code` and the text's `sid`."""
        return self.target.web.asked(self.id, phone=self.patient_phone, email=self.patient_email)

    @property
    def code(self) -> str:
        """Give the tracking code of that patient's link."""
        return str(self.asked["code"])

    @property
    def marks(self) -> tuple[str, ...]:
        """Give what stands only in answers about this office."""
        return (self.name, self.email, self.phone, self.patient_phone, self.patient_email, "Noor")

    def session(self) -> dict[str, str]:
        """Sign a browser in."""
        return self.target.web.session(self.id)

    def frontdesk(self) -> dict[str, str]:
        """Give the front desk a token, which ends the one before."""
        return self.target.web.frontdesk(self.id)

    def link(self, *, days: float = 7) -> str:
        """Make a magic link."""
        return self.target.web.magic_link(self.id, days=days)

    @cached_property
    def kept_link(self) -> str:
        """Make a magic link that is kept for the end."""
        return self.link()

    def unsubscribe_token(self) -> str:
        """Make the link of a mail to the patient."""
        web = self.target.web
        nonce = bytes.fromhex(web.sealer.hash(self.patient_email))[:16]
        return issue_token(
            web.config.hmac_secrets[0],
            practice_id=self.id,
            purpose="unsubscribe",
            expires_at=web.now,
            nonce=nonce,
        )

    @cached_property
    def job_id(self) -> str:
        """Have a test text queued."""
        self._post("/onboard/test-sms", {"to": self.phone})
        return str(
            self.target.web.value("select max(id) from jobs where practice_id = %s", self.id)
        )

    @cached_property
    def preview_id(self) -> str:
        """Have a list of visits shown."""
        headers = self.session() | {"Content-Type": "text/csv"}
        self.target.ask(Ask("POST", "/portal/uploads", headers, _LIST))
        return str(
            self.target.web.value("select id from upload_previews where practice_id = %s", self.id)
        )

    @cached_property
    def contact_hash(self) -> str:
        """Have somebody never asked."""
        self._post("/portal/exclusions", {"contact": _NEVER})
        return self.target.web.sealer.hash(_NEVER)

    def _post(self, path: str, fields: dict[str, str]) -> None:
        ask = Ask("POST", path, self.session() | FORM, urlencode(fields).encode())
        self.target.ask(ask)


def open_offices(target: Target) -> tuple[Office, Office]:
    """Give the one that attacks, and its neighbour."""
    own = Office(
        target, "Own Dental", "owner@own.example.com", "+15105550161", "+14155550162",
        "own.patient@example.com",
    )  # fmt: skip
    other = Office(
        target, "Neighbour Dental", "owner@neighbour.example.com", "+15105550163", "+14155550164",
        "neighbours.patient@example.com",
    )  # fmt: skip
    for office in (own, other):
        assert office.code  # noqa: S101 - made here, so that rows counted later stand
    return own, other
