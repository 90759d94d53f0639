"""Looks at calendars for owners who choose among them; findings are kept sealed, for an hour."""

from collections import Counter
from datetime import timedelta

from core.calendars.held_token import HeldToken
from core.calendars.lost_access import lose_access
from core.calendars.owner_jobs import Waiting, work_off
from core.calendars.work import Poll, try_repeatedly
from core.error_traces import describe_error, trace_error
from core.errors import EngineError, TransientError
from core.log import get_logger
from core.providers.calendar_ports import AccessLost, Look
from core.rules.calendars.findings import find_out, write_findings
from core.rules.visits.sources import get_calendar
from core.store.calendar_choices import FINDINGS_COLUMN, find_choice, finish_look

LOOK_AHEAD = timedelta(days=14)

_log = get_logger(__name__)
_ATTEMPTS = 3
_RETRY_AFTER = timedelta(seconds=20)


def take_looks(poll: Poll) -> Counter[str]:
    """Take every look that was asked for; gives counts `looked`, `not_looked`, `retried`."""
    return work_off(poll, get_calendar(poll.source)[0].look_job, _look)


def _look(waiting: Waiting) -> str:
    poll, practice_id = waiting.poll, waiting.practice_id
    choice = find_choice(waiting.connection, practice_id=practice_id, source=poll.source)
    if choice is None or choice.refresh_token is None:
        return _end(waiting, error="disconnected")
    held = HeldToken(poll, practice_id, choice.refresh_token)
    try:
        client = poll.deps.clients(poll.source)
        look = try_repeatedly(
            lambda: client.look(
                held.open(), since=poll.now, until=poll.now + LOOK_AHEAD, keep_token=held.keep
            ),
            poll.deps.sleep,
        )
    except TransientError as error:
        if waiting.job.attempts < _ATTEMPTS:
            waiting.try_again(_RETRY_AFTER, error)
            return "retried"
        return _end(waiting, error="provider_down")
    except AccessLost as error:
        lose_access(poll, practice_id, held.sealed, error)
        return _end(waiting, error="disconnected")
    except EngineError as error:
        _log.warning("calendar_look_failed", error=describe_error(error), trace=trace_error(error))
        return _end(waiting, error=type(error).__name__)
    return _keep(waiting, look)


def _keep(waiting: Waiting, look: Look) -> str:
    findings = write_findings(find_out(look.calendars, look.events))
    sealed = waiting.poll.deps.sealer.seal(
        findings, practice_id=waiting.practice_id, column=FINDINGS_COLUMN
    )
    return _end(waiting, sealed=sealed)


def _end(waiting: Waiting, *, sealed: str | None = None, error: str | None = None) -> str:
    with waiting.connection.transaction():
        finish_look(
            waiting.connection,
            practice_id=waiting.practice_id,
            source=waiting.poll.source,
            sealed_findings=sealed,
            error=error,
            now=waiting.poll.now,
        )
        waiting.finish()
    return "looked" if error is None else "not_looked"
