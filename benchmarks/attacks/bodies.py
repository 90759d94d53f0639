"""Bodies that make no sense: from strangers, from who is signed in, and from signed senders."""

import json
from collections.abc import Iterator
from uuid import uuid4

from benchmarks.attacks.neighbours import list_posts
from benchmarks.attacks.offices import Office
from benchmarks.attacks.signatures import Genuine
from benchmarks.attacks.target import Ask
from tests.webhooks.odd_bodies import ODD_BODIES, ODD_TYPES, ODD_VALUES, spell, spoil
from tests.webhooks.signed import checkout_event

_NAMES = {"token": "x", "code": "x", "name": "x", "job_id": "1", "preview_id": str(uuid4())}


def send_odd_bodies(papers: dict[str, str]) -> Iterator[Ask]:
    """Send every odd body to every route that takes one, in two types."""
    for path in list_posts():
        for number, body in enumerate(ODD_BODIES):
            for kind in (ODD_TYPES[number % 2], ODD_TYPES[2 + number % (len(ODD_TYPES) - 2)]):
                headers = papers | ({"Content-Type": kind} if kind else {})
                yield Ask("POST", path.format(**_NAMES), headers, body)


def send_odd_bodies_signed_in(own: Office) -> Iterator[Ask]:
    """Send them as an owner whose front desk has a token."""
    yield from send_odd_bodies(own.session() | own.frontdesk())


def sign_odd_bodies(own: Office) -> Iterator[Ask]:
    """Sign them as Stripe, Twilio and Amazon would."""
    genuine = Genuine(own.target)
    for body in ODD_BODIES:
        yield genuine.stripe(body)
    event = checkout_event() | {"livemode": False, "account": None}
    for spoilt in spoil(event):
        yield genuine.stripe(spell(spoilt | {"id": uuid4().hex} if "id" in spoilt else spoilt))
    texts = [odd for odd in ODD_VALUES if isinstance(odd, str)]
    for path in ("/webhooks/twilio/inbound", "/webhooks/twilio/status"):
        fields = {"MessageSid": "SM1", "From": "+14155550132", "To": "+18335550199", "Body": "x",
                  "MessageStatus": "sent", "ErrorCode": "1", "NumSegments": "1"}  # fmt: skip
        for name in fields:
            for text in texts:
                clean = text.encode("utf-8", "replace").decode()
                yield genuine.twilio(path, fields | {"MessageSid": uuid4().hex, name: clean})
    for odd in ODD_VALUES:
        yield genuine.amazon(Message=spell({"eventType": odd}).decode())
        yield genuine.amazon(Message=json.dumps({"eventType": "Bounce", "bounce": odd}))
