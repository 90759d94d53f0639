"""POST /connectors/csv/upload."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import falcon
from falcon.asgi import Request, Response
from falcon.media.multipart import MultipartParseError

from core.rules.visits.lists import ParsedVisits, RejectedRow, parse_visits
from core.rules.visits.progress import Report
from core.store.practices import Practice, find_practice
from core.visits.uploads import UploadOutcome, ingest_upload
from webhooks.access import find_practice_acting, unauthorized
from webhooks.bodies import read_body, too_large
from webhooks.database import LONG_ANSWER_SECONDS
from webhooks.deps import Deps
from webhooks.problems import Problem
from webhooks.progress import LongAnswers
from webhooks.visitors import bearer_token, session_cookie

MAX_BYTES = 10 * 1024 * 1024

_ENVELOPE_BYTES = 64 * 1024
_MAX_REJECTS_LISTED = 1000
_TRUE = {"1", "true", "yes", "on"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; the name only where a form tells it."""

    data: bytes = field(repr=False)
    file_name: str = ""


class CsvUpload:
    """Takes a visit list from a signed-in owner or the front desk."""

    def __init__(self, deps: Deps, answers: LongAnswers) -> None:
        self._deps = deps
        self._answers = answers

    async def on_post(self, req: Request, resp: Response) -> None:
        """Take every good row in, and say of the others what is wrong with them."""
        cookie, bearer = session_cookie(req), bearer_token(req)
        practice = await self._deps.database.run(
            lambda c: self._get_practice(
                find_practice_acting(c, self._deps, cookie=cookie, bearer=bearer), c
            )
        )
        data = (await read_upload(req)).data
        dry_run = (req.get_param("dry_run") or "").lower() in _TRUE

        async def take_in(answer: Response, report: Report) -> None:
            parsed = await read_visits(data, practice, now=self._deps.clock(), report=report)
            unreadable = problem_of_file(parsed)
            if unreadable is not None:
                raise Problem(422, "unreadable_file", unreadable.reason, code=unreadable.code)
            outcome = await self._deps.database.run(
                lambda c: ingest_upload(
                    self._deps.context(c), practice, parsed, dry_run=dry_run, report=report
                ),
                within_seconds=LONG_ANSWER_SECONDS,
            )
            answer.media = _counts(outcome, parsed, dry_run=dry_run)

        await self._answers.give(req, resp, take_in)

    def _get_practice(self, practice_id: UUID | None, connection: Any) -> Practice:
        practice = find_practice(connection, practice_id) if practice_id else None
        if practice is None:
            raise unauthorized()
        return practice


async def read_upload(req: Request) -> Upload:
    """Read the form's `file`, or the body where it is the file itself.

    Raises the answer: 413 for more than 10 MiB, 415 for no form, 400 for one without a file.
    """
    if (req.content_length or 0) > MAX_BYTES + _ENVELOPE_BYTES:
        raise too_large(MAX_BYTES)
    content_type = (req.content_type or "").lower()
    if content_type.startswith("text/csv"):
        return Upload(await read_body(req, max_bytes=MAX_BYTES))
    if not content_type.startswith("multipart/form-data"):
        raise Problem(415, "unsupported_media_type", "Send the file as multipart/form-data.")
    try:
        return await _read_part(req)
    except (MultipartParseError, falcon.MediaMalformedError, UnicodeDecodeError) as error:
        raise Problem(400, "malformed", "The form cannot be read.") from error


async def _read_part(req: Request) -> Upload:
    async for part in await req.get_media():
        if part.name == "file":
            data = bytes(await part.stream.read(MAX_BYTES + 1))
            if len(data) > MAX_BYTES:
                raise too_large(MAX_BYTES)
            return Upload(data, part.filename or "")
    raise Problem(400, "malformed", "The form has no field named file.")


async def read_visits(
    data: bytes, practice: Practice, *, now: datetime, report: Report
) -> ParsedVisits:
    """Read a list in a thread, so that others are answered meanwhile."""
    return await asyncio.to_thread(
        parse_visits, data, practice_zone=practice.zone, now=now, report=report
    )


def problem_of_file(parsed: ParsedVisits) -> RejectedRow | None:
    """Give what is wrong with a file that is no visit list at all."""
    if not parsed.rows and len(parsed.rejects) == 1 and parsed.rejects[0].field == "file":
        return parsed.rejects[0]
    return None


def _counts(outcome: UploadOutcome, parsed: ParsedVisits, *, dry_run: bool) -> dict[str, Any]:
    return {
        "accepted": outcome.accepted,
        "duplicates": outcome.duplicates,
        "rejected": len(outcome.rejects),
        "called_off": outcome.called_off,
        "rejects": [_row(row) for row in outcome.rejects[:_MAX_REJECTS_LISTED]],
        "warnings": [_row(row) for row in parsed.warnings[:_MAX_REJECTS_LISTED]],
        "dry_run": dry_run,
        "preset": parsed.preset,
        "encoding": parsed.encoding,
        "delimiter": parsed.delimiter,
        "date_order": parsed.date_order,
    }


def _row(row: Any) -> dict[str, Any]:
    return {"line": row.line, "field": row.field, "reason": row.reason, "code": row.code}
