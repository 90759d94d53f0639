"""The shapes of dispatching: what a task is given, what it hands out, how a job ends."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from core.config import Config
from core.outbox.pace import Pace
from core.providers.ports import (
    Billing,
    EmailMessage,
    EmailSender,
    PlacesDirectory,
    SlackNotifier,
    SmsMessage,
    SmsSender,
)
from core.rules.vocabulary import Reason
from core.sealing import Sealer
from core.store.database import Connection
from core.store.jobs import Job
from core.store.messages import LedgerMessage


class Providers(Protocol):
    """Everyone outside whom dispatching talks to."""

    @property
    def sms(self) -> SmsSender:
        """Texts."""

    @property
    def email(self) -> EmailSender:
        """Emails."""

    @property
    def places(self) -> PlacesDirectory:
        """Google's places."""

    @property
    def billing(self) -> Billing:
        """Stripe."""

    @property
    def slack(self) -> SlackNotifier:
        """The operators' channel."""


@dataclass(frozen=True)
class DispatchDeps:
    """What dispatching needs: settings, keys, providers and a way to the database.

    `clock` tells the time at each send; without one the time given for the whole run stands, so
    that a test or a replay decides what every rule sees.
    """

    config: Config
    sealer: Sealer = field(repr=False)
    providers: Providers
    connect: Callable[[], Connection]
    clock: Callable[[], datetime] | None = None
    lease_seconds: float = 300
    """How long a worker may be silent about a job before another one takes it."""

    @cached_property
    def pace(self) -> Pace:
        """The rate limit of all sends, and of each practice's."""
        return Pace(self.config.send_rate_per_second)


@dataclass(frozen=True, slots=True)
class Work:
    """One job in hand, with the connection of its thread and the time it is looked at."""

    deps: DispatchDeps = field(repr=False)
    connection: Connection = field(repr=False)
    job: Job
    now: datetime

    def current_time(self) -> datetime:
        """Give the time of this very moment, later than `now` if the work has taken a while."""
        return self.now if self.deps.clock is None else self.deps.clock()

    @property
    def practice_id(self) -> UUID:
        """The practice the job belongs to; LookupError for a platform job."""
        if self.job.practice_id is None:
            message = f"job {self.job.id} of type {self.job.type} names no practice"
            raise LookupError(message)
        return self.job.practice_id


@dataclass(frozen=True, slots=True)
class Done:
    """The job is finished; `label` is what it is counted as."""

    label: str = "done"


@dataclass(frozen=True, slots=True)
class Deferred:
    """The job has to wait, without having failed."""

    until: datetime
    label: str = "deferred"


@dataclass(frozen=True, slots=True)
class Failed:
    """The job failed in a way that may pass; `error` carries no personal data."""

    error: str
    retry_after_seconds: float = 0.0
    reason: Reason = Reason.PROVIDER_DOWN


@dataclass(frozen=True, slots=True)
class Dead:
    """The job can never succeed; a person must look."""

    error: str
    reason: Reason = Reason.PROVIDER_DOWN


Outcome: TypeAlias = Done | Deferred | Failed | Dead


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider said on taking a message."""

    provider_msg_id: str
    provider_status: str | None = None
    segments: int | None = None
    price_usd: float | None = None


def _always(_: datetime) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message whose ledger row is written: after the commit it may go to the provider.

    `still_stands` tells at a later time whether what allowed it holds then, too.
    """

    message: LedgerMessage
    content: SmsMessage | EmailMessage = field(repr=False)
    still_stands: Callable[[datetime], bool] = field(default=_always, repr=False)


@dataclass(frozen=True, slots=True)
class Errand:
    """A call to a provider that sends no message and may be repeated without harm."""

    call: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A provider did what was asked: a Receipt for a message, else the errand's result."""

    message: LedgerMessage | None
    result: Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """A provider said no; `code` is its own."""

    message: LedgerMessage | None
    code: str


class Task(ABC):
    """How jobs of one type are done. Every method runs in a transaction of its own."""

    label = "done"
    """What a settled job is counted as."""

    may_repeat_email = False
    """A second copy of the email does less harm than none: only then is it sent again blindly."""

    may_wait = True
    """Later is better than never: false where somebody waits for the message, or to be told."""

    @abstractmethod
    def prepare(self, work: Work) -> Outbound | Errand | Outcome:
        """Look at the world as it is now, and say what to do."""

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Record that the provider did it."""
        del work, answer
        return Done(self.label)

    def refuse(self, work: Work, refusal: Refusal) -> Outcome:
        """Record that the provider said no."""
        del work
        return Dead(f"refused: {refusal.code}")

    def delay(self, work: Work, until: datetime) -> None:
        """Record that the job failed for now and is tried again."""
        del work, until

    def give_up(self, work: Work, reason: Reason) -> None:
        """Record that the job failed for the last time."""
        del work, reason

    def marker(self, work: Work, message: LedgerMessage) -> str | None:
        """Give a text that only this message contains, for finding it at the provider."""
        del work, message
        return None
