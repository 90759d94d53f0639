"""One job from its claim to its end, safe to be killed between any two steps."""

from datetime import timedelta
from typing import Any

from core.errors import PermanentError, ProviderRejected, TransientError
from core.outbox.circuits import Gatekeeper
from core.outbox.provider_calls import call_provider
from core.outbox.tasks import (
    Answer,
    Dead,
    Deferred,
    Done,
    Errand,
    Failed,
    Outbound,
    Outcome,
    Task,
    Work,
)
from core.outbox.uncertain import look_up, settles_at, show_doubt
from core.rules.sending.backoff import RETRY_DELAYS, retry_at
from core.rules.sending.delivery_errors import is_account_fault
from core.rules.vocabulary import Purpose, Reason
from core.store.jobs import (
    CANCELABLE,
    bury_job,
    defer_job,
    extend_leases,
    finish_jobs,
    retry_job,
)
from core.store.messages import (
    LedgerMessage,
    find_job_message,
    mark_accepted,
    mark_failed,
    mark_unknown,
)
from core.store.review_requests import release_daily_send

_SETTLED = frozenset({"accepted", "delivered", "undelivered"})
_UNCERTAIN = frozenset({"sending", "unknown"})
_MOST_CLAIMS = 100
"""A job that as many workers did not come back from is not given to another: a hundred, as most of
them had claimed it with others and never came to it."""
_PATIENCE_SECONDS = 5.0
"""A message that would wait longer for its turn is not judged before it has come."""
_STALE_SECONDS = 30.0
"""A verdict older than this is not acted on, as after the machine was suspended."""
_CAPPED = frozenset({Purpose.INITIAL.value, Purpose.REMINDER.value})


class LeaseLost(Exception):
    """The job went to another worker while this one was not looking."""


class JobRun:
    """Does one claimed job: prepare → commit → provider → settle, or recovery before that."""

    def __init__(self, task: Task, work: Work, worker: str) -> None:
        self.task = task
        self.work = work
        self.worker = worker
        self.gatekeeper = Gatekeeper(task, work)

    def run(self) -> Outcome:
        """Do the job; raises LeaseLost where another worker has it now."""
        if self.work.job.attempts > _MOST_CLAIMS:
            return self._give_up()
        message = find_job_message(self.work.connection, self.work.job.id)
        if message is not None and message.state in _SETTLED:
            with self.work.connection.transaction():
                return self.end(Done("repeated"))
        if message is not None and message.state in _UNCERTAIN:
            with self.work.connection.transaction():
                self._hold_on()
            outcome = self._recover(message)
            if outcome is not None:
                return outcome
        return self._attempt()

    def _give_up(self) -> Outcome:
        """Leave to a person what workers die of; what may have gone out is marked as such."""
        work = self.work
        with work.connection.transaction():
            message = find_job_message(work.connection, work.job.id)
            if message is not None and message.state in _UNCERTAIN:
                return self._leave_to_a_person(message)
            return self.end(Dead("claimed too often"))

    def _tries(self) -> int:
        """Count the attempts that failed, and this one; those of workers that died do not count."""
        return self.work.job.failures + 1

    def _attempt(self) -> Outcome:
        step = self._prepare()
        if not isinstance(step, Outbound | Errand):
            return step
        message = step.message if isinstance(step, Outbound) else None
        if isinstance(step, Outbound) and not self._may_still_go(step):
            return self._judge_again(step.message)
        try:
            result = call_provider(self.work.deps, step)
        except TransientError as error:
            return self._after_transient(message, error)
        except ProviderRejected as error:
            return self._after_refusal(message, error.code)
        except PermanentError as error:
            return self._after_refusal(message, type(error).__name__)
        return self._after_success(message, result)

    def _prepare(self) -> Outbound | Errand | Outcome:
        """Let the task say what to do; an outcome has ended the job already."""
        work = self.work
        with work.connection.transaction():
            self._hold_on()
            ahead = self._seconds_ahead()
            if ahead > _PATIENCE_SECONDS:
                return self.end(Deferred(work.now + timedelta(seconds=ahead), "paced"))
            step = self.gatekeeper.prepare()
            return step if isinstance(step, Outbound | Errand) else self.end(step)

    def _hold_on(self) -> None:
        """Extend the lease; raises LeaseLost where another worker has the job now."""
        work = self.work
        held = extend_leases(
            work.connection,
            [work.job.id],
            worker=self.worker,
            now=work.now,
            lease_seconds=work.deps.lease_seconds,
        )
        if not held:
            raise LeaseLost

    def _seconds_ahead(self) -> float:
        """Tell how long a message to a patient would wait for its turn, before it is judged."""
        job = self.work.job
        return self.work.deps.pace.ahead(job.practice_id) if job.type in CANCELABLE else 0.0

    def _may_still_go(self, step: Outbound) -> bool:
        """Wait for a message's turn; tells whether what allowed it is fresh and holds then."""
        work = self.work
        waited_seconds = work.deps.pace.wait(step.message.tenant_id)
        still_stands = step.still_stands(work.current_time())
        late_seconds = max(waited_seconds, (work.current_time() - work.now).total_seconds())
        is_stale = work.job.type in CANCELABLE and late_seconds > _STALE_SECONDS
        return still_stands and not is_stale

    def _judge_again(self, message: LedgerMessage) -> Outcome:
        """Take back a message that nobody has seen yet, and let the gate look at it afresh."""
        work = self.work
        with work.connection.transaction():
            self._hold_on()
            self._withdraw(message, "withdrawn")
            self.task.delay(work, work.now)
            return self.end(Deferred(work.now, "paced"))

    def _after_success(self, message: LedgerMessage | None, result: Any) -> Outcome:
        with self.work.connection.transaction():
            self.gatekeeper.succeed()
            if message is not None and not mark_accepted(
                self.work.connection,
                message,
                provider_msg_id=result.provider_msg_id,
                provider_status=result.provider_status,
                segments=result.segments,
                price_usd=result.price_usd,
                now=self.work.now,
            ):
                return self.end(Done("repeated"))
            return self.end(self.task.settle(self.work, Answer(message, result)))

    def _after_refusal(self, message: LedgerMessage | None, code: str) -> Outcome:
        with self.work.connection.transaction():
            self._hold_on()
            if message is not None:
                self._withdraw(message, code)
            return self.end(self.gatekeeper.refuse(message, code))

    def _after_transient(self, message: LedgerMessage | None, error: TransientError) -> Outcome:
        """Try later; what may have been carried out is looked up first, then."""
        with self.work.connection.transaction():
            self._hold_on()
            failed = Failed(type(error).__name__, error.retry_after_seconds or 0.0)
            if message is None:
                return self.end(failed)
            if not error.uncertain or self._may_repeat(message):
                self._withdraw(message, "transient")
                return self.end(failed)
            if message.channel == "email":
                return self._leave_to_a_person(message)
            if self._tries() > len(RETRY_DELAYS):
                return self._look_once_more(message, failed)
            return self.end(failed)

    def _may_repeat(self, message: LedgerMessage) -> bool:
        return message.channel == "email" and self.task.may_repeat_email

    def _look_once_more(self, message: LedgerMessage, failed: Failed) -> Outcome:
        """Come back after the last attempt, only to find out whether it went through."""
        work, until = self.work, max(settles_at(message), self.work.now)
        retry_job(
            work.connection, work.job.id, worker=self.worker, run_at=until, error=failed.error
        )
        return failed

    def _recover(self, message: LedgerMessage) -> Outcome | None:
        """Settle a message of unknown fate; None says that it was not sent and may be now."""
        work = self.work
        if message.channel == "email":
            return self._recover_email(message)
        marker = self.task.marker(work, message)
        try:
            receipt = look_up(work.deps, work.connection, message, marker=marker)
        except (TransientError, ProviderRejected) as error:
            with work.connection.transaction():
                if isinstance(error, ProviderRejected) and is_account_fault("sms", error.code):
                    return self.end(self.gatekeeper.halt("sms", error.code))
                if retry_at(work.now, self._tries()) is None:
                    return self._leave_to_a_person(message)
                return self.end(Failed(f"look-up: {type(error).__name__}"))
        if receipt is not None:
            return self._after_success(message, receipt)
        return self._not_found(message)

    def _not_found(self, message: LedgerMessage) -> Outcome | None:
        """Wait until the provider's listing is sure to be complete, then let it be sent again."""
        work = self.work
        with work.connection.transaction():
            if work.now < settles_at(message):
                return self.end(Deferred(settles_at(message)))
            self._withdraw(message, "not_sent")
            if self._tries() > len(RETRY_DELAYS) + 1:
                return self.end(Dead("gave up after the last attempt", Reason.PROVIDER_DOWN))
        return None

    def _recover_email(self, message: LedgerMessage) -> Outcome | None:
        """Send an email again only where a copy is harmless, or where a person asked for it."""
        with self.work.connection.transaction():
            if message.state == "unknown" or self._may_repeat(message):
                self._withdraw(message, "not_known")
                return None
            return self._leave_to_a_person(message)

    def _leave_to_a_person(self, message: LedgerMessage) -> Outcome:
        mark_unknown(self.work.connection, message, now=self.work.now)
        return self.end(Dead("uncertain whether it was sent", Reason.UNCERTAIN))

    def _withdraw(self, message: LedgerMessage, code: str) -> None:
        """Mark a message as not sent, and give its place in the daily cap back."""
        failed = mark_failed(self.work.connection, message, code=code, now=self.work.now)
        if failed and message.channel == "sms" and message.purpose in _CAPPED:
            release_daily_send(
                self.work.connection, practice_id=message.practice_id, at=message.created_at
            )

    def end(self, outcome: Outcome) -> Outcome:
        """Write the job's end in the caller's transaction; gives what it came to."""
        connection, job, now = self.work.connection, self.work.job, self.work.now
        if isinstance(outcome, Done):
            finish_jobs(connection, [job.id], worker=self.worker, now=now)
        elif isinstance(outcome, Deferred):
            defer_job(connection, job.id, worker=self.worker, run_at=outcome.until)
        elif isinstance(outcome, Failed):
            return self._retry(outcome)
        else:
            self.task.give_up(self.work, outcome.reason)
            bury_job(connection, job.id, worker=self.worker, now=now, error=outcome.error)
        return outcome

    def abandon(self, error: str, *, is_lasting: bool) -> Outcome:
        """End a job whose own task has a bug, or broken data: without asking the task anything."""
        connection, job, now = self.work.connection, self.work.job, self.work.now
        again = None if is_lasting else retry_at(now, self._tries())
        with connection.transaction():
            if again is None:
                show_doubt(self.work)
                bury_job(connection, job.id, worker=self.worker, now=now, error=error)
                return Dead(error)
            retry_job(connection, job.id, worker=self.worker, run_at=again, error=error)
            return Failed(error)

    def _retry(self, failed: Failed) -> Outcome:
        work = self.work
        again = retry_at(work.now, self._tries())
        if again is None:
            return self.end(Dead(failed.error, failed.reason))
        wished = work.now.timestamp() + failed.retry_after_seconds
        if wished > again.timestamp():
            again = again.fromtimestamp(wished, tz=again.tzinfo)
        self.task.delay(work, again)
        retry_job(
            work.connection, work.job.id, worker=self.worker, run_at=again, error=failed.error
        )
        return failed
