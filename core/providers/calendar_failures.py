"""What a calendar's provider has answered, as the error that the table of refusals makes of it."""

from collections.abc import Collection, Mapping

from core.errors import EngineError, TransientError
from core.providers import failures
from core.providers.calendar_ports import AccessLost, CalendarRefused, Throttled
from core.rules.calendars.refusals import Course, Line, Service, judge


def describe_busy(provider: str, status: int, headers: Mapping[str, str]) -> TransientError:
    """Describe a status that may pass: a fault of its own, or a wish to be called less."""
    busy = failures.transient(provider, status, headers, changes_something=False)
    if failures.is_server_fault(status):
        return busy
    return Throttled(str(busy), retry_after_seconds=busy.retry_after_seconds)


def describe_refusal(
    provider: str,
    table: Collection[Line],
    service: Service,
    *,
    status: int,
    codes: Collection[str],
    message: str,
    headers: Mapping[str, str] | None = None,
) -> EngineError:
    """Give the error for an answer: one that may pass, one of this calendar, or lost access."""
    verdict = judge(table, service, status, codes, message)
    if verdict.course is Course.RETRY:
        kind = TransientError if failures.is_server_fault(status) else Throttled
        return kind(
            f"{provider} answered HTTP {status}",
            retry_after_seconds=failures.retry_after_seconds(headers or {}),
        )
    refused = AccessLost if verdict.course is Course.DISCONNECT else CalendarRefused
    return refused(
        failures.plain_code(verdict.code),
        f"{provider}: {failures.scrub(message)}",
        cause=verdict.cause,
        course=verdict.course,
        status=status,
    )
