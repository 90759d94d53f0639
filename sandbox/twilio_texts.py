"""The texts of Twilio's stand-in: kept, numbered, carried to the phone, and answered."""

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from twilio.request_validator import RequestValidator

from sandbox.courier import Courier, Delivery
from sandbox.state import World
from sandbox.twilio_fates import Fate, fate_of, segments_of

SENDER = "+15105550100"
"""The one number of the Messaging Service's pool."""

PRICE_PER_SEGMENT_USD = 0.0083
STOP_WORDS = frozenset(
    {"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"}
)
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
HELP_WORDS = frozenset({"HELP", "INFO"})
_OWN_REPLIES = {
    "STOP": "You have successfully been unsubscribed. You will not receive any more messages "
    "from this number. Reply START to resubscribe.",
    "START": "You have successfully been re-subscribed to messages from this number. Reply HELP "
    "for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}
_FINAL = frozenset({"delivered", "undelivered", "failed"})
_RANK = {"accepted": 0, "queued": 1, "sent": 2, "delivered": 3, "undelivered": 3, "failed": 3}


@dataclass
class Text:
    """One text, either way; `phone` is the patient's side of it."""

    sid: str
    phone: str
    body: str
    direction: str
    """`outbound-api`, `outbound-reply` (TwiML), `outbound-twilio` (Twilio's own) or `inbound`."""
    status: str
    created_at: datetime
    status_callback: str = ""
    error_code: int | None = None
    price_usd: float | None = None

    @property
    def segments(self) -> int:
        """Count the segments of the body."""
        return segments_of(self.body)


@dataclass
class Texts:
    """All texts, oldest first, and who has opted out."""

    world: World
    courier: Courier
    kept: list[Text] = field(default_factory=list)
    opted_out: set[str] = field(default_factory=set)
    callbacks: dict[int, int] = field(default_factory=dict)
    """How many of our app's answers had which HTTP status; 0 for none at all."""
    tried: set[str] = field(default_factory=set)
    """Numbers whose first call has met its fate."""
    by_phone: Counter[str] = field(default_factory=Counter)

    def reset(self) -> None:
        """Forget everything."""
        for kept in (self.kept, self.opted_out, self.callbacks, self.tried, self.by_phone):
            kept.clear()

    def accept(self, *, to: str, body: str, status_callback: str) -> Text:
        """Keep an outbound text and send it on its way."""
        text = self._keep(to, body, "outbound-api", "accepted", status_callback)
        journey = _Journey(self, text, fate_of(to))
        self.courier.start(journey, after_seconds=self.world.step_seconds)
        return text

    def receive(self, *, phone: str, body: str) -> Text:
        """Take a text from a phone: opt-outs first, as Twilio does, then our app's webhook."""
        word = body.strip().upper()
        kind = _opt_out_type(word)
        text = self._keep(phone, body, "inbound", "received")
        with self.world.changing():
            if kind == "STOP":
                self.opted_out.add(phone)
            elif kind == "START":
                self.opted_out.discard(phone)
        if kind:
            self._keep(phone, _OWN_REPLIES[kind], "outbound-twilio", "delivered")
        fields = self._inbound_fields(text) | ({"OptOutType": kind} if kind else {})
        url = f"{self.world.app_base_url}/webhooks/twilio/inbound"
        self.courier.start(self.signed(url, fields, self._answered(text)), after_seconds=0.0)
        return text

    def signed(
        self, url: str, fields: Mapping[str, str], answered: "_Answered | None" = None
    ) -> Delivery:
        """Make a delivery signed as Twilio signs: over the exact URL and all fields."""
        token = self.world.config.twilio_auth_tokens[0]
        bare = url.partition("#")[0]
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "User-Agent": "TwilioProxy/1.1",
            "X-Twilio-Signature": RequestValidator(token).compute_signature(bare, dict(fields)),
            "I-Twilio-Idempotency-Token": self._idempotency_token(fields),
        }
        body = urlencode(fields).encode()
        delivery = Delivery(bare, lambda: (headers, body), answered or self.count_answer)
        self.world.webhooks.append(delivery)
        return delivery

    def count_answer(self, status: int, _text: str) -> None:
        """Remember how our app answered."""
        with self.world.changing():
            self.callbacks[status] = self.callbacks.get(status, 0) + 1

    def _idempotency_token(self, fields: Mapping[str, str]) -> str:
        parts = (fields.get("MessageSid"), fields.get("MessageStatus"))
        return b64encode(self.world.make_id("", *parts).encode()).decode()

    def _keep(self, phone: str, body: str, direction: str, status: str, callback: str = "") -> Text:
        with self.world.changing():
            sid = self.world.make_id("SM", phone, self.by_phone[phone])
            self.by_phone[phone] += 1
            text = Text(sid, phone, body, direction, status, self.world.now(), callback)
            self.kept.append(text)
        return text

    def _inbound_fields(self, text: Text) -> dict[str, str]:
        config = self.world.config
        return {
            "AccountSid": config.twilio_account_sid,
            "ApiVersion": "2010-04-01",
            "Body": text.body,
            "From": text.phone,
            "FromCity": "",
            "FromCountry": "US",
            "FromState": "",
            "FromZip": "",
            "MessageSid": text.sid,
            "MessagingServiceSid": config.twilio_messaging_service_sid,
            "NumMedia": "0",
            "NumSegments": str(text.segments),
            "SmsMessageSid": text.sid,
            "SmsSid": text.sid,
            "SmsStatus": "received",
            "To": SENDER,
            "ToCountry": "US",
        }

    def _answered(self, text: Text) -> "_Answered":
        return _Answered(self, text.phone)

    def reply(self, phone: str, twiml: str) -> None:
        """Send what our app's TwiML says; a number that has opted out gets nothing."""
        try:
            # our own app's answer on loopback, not a stranger's document
            messages = ET.fromstring(twiml).iter("Message")  # noqa: S314
        except ET.ParseError:
            return
        for message in messages:
            if phone not in self.opted_out:
                self._keep(phone, "".join(message.itertext()), "outbound-reply", "delivered")


@dataclass
class _Answered:
    """Takes our app's answer to an inbound text."""

    texts: Texts
    phone: str

    def __call__(self, status: int, twiml: str) -> None:
        self.texts.count_answer(status, "")
        if status == 200:  # noqa: PLR2004  # OK
            self.texts.reply(self.phone, twiml)


class _Journey:
    """An errand that takes one text through its statuses, a callback each."""

    def __init__(self, texts: Texts, text: Text, fate: Fate) -> None:
        self._texts = texts
        self._text = text
        self._fate = fate
        self._left = list(fate.callbacks)
        self._delivery: Delivery | None = None

    def __call__(self) -> float | None:
        if self._delivery is None:
            if not self._left:
                return None
            self._delivery = self._arrive(self._left.pop(0))
        wait = self._delivery() if self._text.status_callback else None
        if wait is not None:
            return wait
        self._delivery = None
        return self._texts.world.step_seconds if self._left else None

    def _arrive(self, status: str) -> Delivery:
        text, world = self._text, self._texts.world
        error = self._fate.error_code if status in {"undelivered", "failed"} else None
        with world.changing():
            if _RANK[status] > _RANK[text.status]:
                text.status = status
            if status in _FINAL:
                text.error_code = error
                text.price_usd = text.segments * PRICE_PER_SEGMENT_USD
        fields = {
            "AccountSid": world.config.twilio_account_sid,
            "ApiVersion": "2010-04-01",
            "From": SENDER,
            "MessageSid": text.sid,
            "MessageStatus": status,
            "MessagingServiceSid": world.config.twilio_messaging_service_sid,
            "SmsSid": text.sid,
            "SmsStatus": status,
            "To": text.phone,
        }
        if error:
            fields["ErrorCode"] = str(error)
        if status == "delivered":
            fields["RawDlrDoneDate"] = world.now().strftime("%y%m%d%H%M")
        return self._texts.signed(text.status_callback, fields)


def _opt_out_type(word: str) -> str:
    for kind, words in (("STOP", STOP_WORDS), ("START", START_WORDS), ("HELP", HELP_WORDS)):
        if word in words:
            return kind
    return ""
