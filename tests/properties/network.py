"""A telephone network and a post that remember everything, and fail when told."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

from core.errors import ProviderRejected, TransientError
from core.providers.ports import EmailMessage, SentSms, SmsMessage, SmsReceipt

_CODE = re.compile(r"/r/(\w{10})")


@dataclass
class Sent:
    """One message as the network took it."""

    sid: str
    to: str
    body: str
    channel: str
    at: datetime
    created_at: datetime
    is_lost: bool = False

    @property
    def code(self) -> str:
        found = _CODE.search(self.body)
        assert found, "a message to a patient holds its link"
        return found[1]


@dataclass
class Network:
    """Takes texts and emails, and shows each to `watch` before it is kept."""

    watch: Callable[[Sent], None]
    now: datetime
    sent: list[Sent] = field(default_factory=list)
    trouble: str | None = None
    violations: list[AssertionError] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    @property
    def texts(self) -> list[Sent]:
        return [one for one in self.sent if one.channel == "sms"]

    def take(self, to: str, body: str, channel: str) -> Sent:
        trouble, self.trouble = self.trouble, None
        if trouble in {"busy", "lost"}:
            raise TransientError(trouble, uncertain=trouble == "lost")
        if trouble is not None and trouble.isdigit() and channel == "sms":
            raise ProviderRejected(trouble, trouble)
        with self.lock:  # offices are served side by side
            sid = f"{'SM' if channel == 'sms' else 'SES'}{len(self.sent):030d}"
            message = Sent(sid, to, body, channel, self.now, datetime.now(UTC))
            try:
                self.watch(message)
            except AssertionError as error:  # the engine must not mistake it for its own
                self.violations.append(error)
            self.sent.append(message)
        if trouble == "silent":
            raise TransientError(trouble, uncertain=True)
        return message


class Texts:
    """Twilio, as the engine calls it."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def send(self, message: SmsMessage, *, status_callback: str) -> SmsReceipt:
        del status_callback
        taken = self._network.take(message.to, message.body, "sms")
        return SmsReceipt(taken.sid, "queued", 1, None)

    def find(self, *, to: str, since: datetime) -> list[SentSms]:
        return [
            SentSms(one.sid, one.body, "queued", 1, None, one.created_at, None)
            for one in self._network.texts
            if one.to == to and one.created_at >= since
        ]


class Mails:
    """SES, as the engine calls it."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def send(self, message: EmailMessage) -> str:
        if not _CODE.search(message.text):
            return "mail-to-the-office"
        return self._network.take(message.to, message.text, "email").sid
