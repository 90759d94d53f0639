"""What waits while a provider refuses our account: everything on that channel, one probe aside.

No message is blamed for it: jobs are put off without an attempt counted, and a message that was
written is taken back.
"""

from datetime import timedelta

from core.log import get_logger
from core.outbox.tasks import Deferred, Errand, Outbound, Outcome, Refusal, Task, Work
from core.rules.sending.delivery_errors import is_account_fault
from core.store.messages import LedgerMessage
from core.store.provider_circuits import (
    Circuit,
    close_circuit,
    list_circuits,
    open_circuit,
    take_probe,
)

_log = get_logger(__name__)

_SECOND = timedelta(seconds=1)


class _Halted(Exception):
    """The channel of a message is halted; what was prepared is rolled back with this."""

    def __init__(self, circuit: Circuit) -> None:
        super().__init__(circuit.channel)
        self.circuit = circuit


class Gatekeeper:
    """Keeps one job from a halted channel, or lets it find out whether the provider is back."""

    def __init__(self, task: Task, work: Work) -> None:
        self._task = task
        self._work = work
        self._probed: str | None = None

    def prepare(self) -> Outbound | Errand | Outcome:
        """Let the task say what to do, unless that is a message on a halted channel."""
        circuits = {one.channel: one for one in list_circuits(self._work.connection)}
        if not circuits:
            return self._task.prepare(self._work)
        try:
            with self._work.connection.transaction():
                step = self._task.prepare(self._work)
                if isinstance(step, Outbound) and step.message.channel in circuits:
                    self._pass(circuits[step.message.channel])
                return step
        except _Halted as halted:
            return self._wait(halted.circuit)

    def _pass(self, circuit: Circuit) -> None:
        """Go as the one probe; raises _Halted where it is not this job's turn."""
        if not take_probe(self._work.connection, circuit.channel, now=self._work.now):
            raise _Halted(circuit)
        self._probed = circuit.channel

    def _wait(self, circuit: Circuit) -> Outcome:
        if not self._task.may_wait:
            return self._task.refuse(self._work, Refusal(None, circuit.code))
        until = max(circuit.probe_at, self._work.now + _SECOND)
        self._task.delay(self._work, until)
        return Deferred(until, "halted")

    def refuse(self, message: LedgerMessage | None, code: str) -> Outcome:
        """Act on a refusal: of our account, which halts the channel, or of this very message."""
        if message is None or not is_account_fault(message.channel, code):
            return self._task.refuse(self._work, Refusal(message, code))
        _log.warning("provider_account_refused", channel=message.channel, code=code)
        halted = self.halt(message.channel, code)
        if not self._task.may_wait:
            return self._task.refuse(self._work, Refusal(message, code))
        self._task.delay(self._work, halted.until)
        return halted

    def halt(self, channel: str, code: str) -> Deferred:
        """Let nothing more go out on the channel for a while, this job included."""
        connection, now = self._work.connection, self._work.now
        return Deferred(open_circuit(connection, channel, code=code, now=now), "halted")

    def succeed(self) -> None:
        """Let everybody go on, if this message was the probe."""
        if self._probed is not None:
            close_circuit(self._work.connection, self._probed)
