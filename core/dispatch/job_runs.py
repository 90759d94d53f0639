"""One job from its claim to its end, safe to be killed between any two steps."""

from typing import Any

from core.dispatch.uncertain import look_up, settles_at
from core.dispatch.work import (
    Answer,
    Dead,
    Deferred,
    Done,
    Errand,
    Failed,
    Outbound,
    Outcome,
    Receipt,
    Refusal,
    Task,
    Work,
)
from core.errors import PermanentError, ProviderRejected, TransientError
from core.providers.ports import SmsMessage
from core.rules.backoff import RETRY_DELAYS, retry_at
from core.rules.vocabulary import Purpose, Reason
from core.store.jobs import bury_job, defer_job, extend_leases, finish_jobs, retry_job
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
_CAPPED = frozenset({Purpose.INITIAL.value, Purpose.REMINDER.value})


class LeaseLost(Exception):
    """The job went to another worker while this one was not looking."""


class JobRun:
    """Does one claimed job: prepare → commit → provider → settle, or recovery before that."""

    def __init__(self, task: Task, work: Work, worker: str) -> None:
        self.task = task
        self.work = work
        self.worker = worker

    def run(self) -> Outcome:
        """Do the job; raises LeaseLost where another worker has it now."""
        message = find_job_message(self.work.connection, self.work.job.id)
        if message is not None and message.state in _SETTLED:
            with self.work.connection.transaction():
                return self.end(Done("repeated"))
        if message is not None and message.state in _UNCERTAIN:
            outcome = self._recover(message)
            if outcome is not None:
                return outcome
        return self._attempt()

    def _attempt(self) -> Outcome:
        work = self.work
        with work.connection.transaction():
            if not extend_leases(work.connection, [work.job.id], worker=self.worker, now=work.now):
                raise LeaseLost
            step = self.task.prepare(work)
            if not isinstance(step, Outbound | Errand):
                return self.end(step)
        message = step.message if isinstance(step, Outbound) else None
        try:
            result = self._call(step)
        except TransientError as error:
            return self._after_transient(message, error)
        except ProviderRejected as error:
            return self._after_refusal(message, error.code)
        except PermanentError as error:
            return self._after_refusal(message, type(error).__name__)
        return self._after_success(message, result)

    def _call(self, step: Outbound | Errand) -> Any:
        if isinstance(step, Errand):
            return step.call()
        deps = self.work.deps
        deps.pace.wait()
        if isinstance(step.content, SmsMessage):
            callback = f"{deps.config.app_base_url}/webhooks/twilio/status"
            receipt = deps.providers.sms.send(step.content, status_callback=callback)
            return Receipt(
                receipt.provider_msg_id,
                receipt.provider_status,
                receipt.segments,
                receipt.price_usd,
            )
        return Receipt(deps.providers.email.send(step.content), "accepted")

    def _after_success(self, message: LedgerMessage | None, result: Any) -> Outcome:
        with self.work.connection.transaction():
            if message is not None:
                mark_accepted(
                    self.work.connection,
                    message,
                    provider_msg_id=result.provider_msg_id,
                    provider_status=result.provider_status,
                    segments=result.segments,
                    price_usd=result.price_usd,
                    now=self.work.now,
                )
            return self.end(self.task.settle(self.work, Answer(message, result)))

    def _after_refusal(self, message: LedgerMessage | None, code: str) -> Outcome:
        with self.work.connection.transaction():
            if message is not None:
                self._withdraw(message, code)
            return self.end(self.task.refuse(self.work, Refusal(message, code)))

    def _after_transient(self, message: LedgerMessage | None, error: TransientError) -> Outcome:
        """Try later; what may have been carried out is looked up first, then."""
        with self.work.connection.transaction():
            failed = Failed(type(error).__name__, error.retry_after_seconds or 0.0)
            if message is None:
                return self.end(failed)
            if not error.uncertain or self._may_repeat(message):
                self._withdraw(message, "transient")
                return self.end(failed)
            if message.channel == "email":
                return self._leave_to_a_person(message)
            if self.work.job.attempts > len(RETRY_DELAYS):
                return self._look_once_more(message, failed)
            return self.end(failed)

    def _may_repeat(self, message: LedgerMessage) -> bool:
        return message.channel == "email" and self.task.may_repeat_email

    def _look_once_more(self, message: LedgerMessage, failed: Failed) -> Outcome:
        """Come back after the last attempt, only to find out whether it went through."""
        until = max(settles_at(message), self.work.now)
        retry_job(
            self.work.connection,
            self.work.job.id,
            worker=self.worker,
            run_at=until,
            error=failed.error,
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
                if retry_at(work.now, work.job.attempts) is None:
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
            if work.job.attempts > len(RETRY_DELAYS) + 1:
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
        again = None if is_lasting else retry_at(now, job.attempts)
        with connection.transaction():
            if again is None:
                bury_job(connection, job.id, worker=self.worker, now=now, error=error)
                return Dead(error)
            retry_job(connection, job.id, worker=self.worker, run_at=again, error=error)
            return Failed(error)

    def _retry(self, failed: Failed) -> Outcome:
        work = self.work
        again = retry_at(work.now, work.job.attempts)
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
