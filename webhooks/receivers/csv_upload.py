"""POST /connectors/csv/upload."""

import asyncio
from typing import Any
from uuid import UUID

import falcon
from falcon.asgi import Request, Response
from falcon.media.multipart import MultipartParseError

from core.intake.csv_uploads import UploadOutcome, ingest_upload
from core.rules.visits_csv import ParsedVisits, parse_visits
from core.store.practices import Practice, find_practice
from webhooks.bodies import read_body, too_large
from webhooks.deps import Deps
from webhooks.problems import Problem
from webhooks.visitors import bearer_token, find_practice_acting, session_cookie, unauthorized

MAX_BYTES = 10 * 1024 * 1024

_ENVELOPE_BYTES = 64 * 1024
_MAX_REJECTS_LISTED = 1000
_TRUE = {"1", "true", "yes", "on"}


class CsvUpload:
    """Takes a visit list from a signed-in owner or the front desk."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_post(self, req: Request, resp: Response) -> None:
        """Take every good row in, and say of the others what is wrong with them."""
        cookie, bearer = session_cookie(req), bearer_token(req)
        practice = await self._deps.database.run(
            lambda c: self._get_practice(
                find_practice_acting(c, self._deps, cookie=cookie, bearer=bearer), c
            )
        )
        data = await _read_file(req)
        now = self._deps.clock()
        parsed = await asyncio.to_thread(parse_visits, data, practice_zone=practice.zone, now=now)
        _require_readable(parsed)
        dry_run = (req.get_param("dry_run") or "").lower() in _TRUE
        outcome = await self._deps.database.run(
            lambda c: ingest_upload(self._deps.context(c), practice, parsed, dry_run=dry_run)
        )
        resp.media = _report(outcome, parsed, dry_run=dry_run)

    def _get_practice(self, practice_id: UUID | None, connection: Any) -> Practice:
        practice = find_practice(connection, practice_id) if practice_id else None
        if practice is None:
            raise unauthorized()
        return practice


async def _read_file(req: Request) -> bytes:
    """Give the bytes of the form's `file`, or of the body where it is the file itself."""
    if (req.content_length or 0) > MAX_BYTES + _ENVELOPE_BYTES:
        raise too_large(MAX_BYTES)
    content_type = (req.content_type or "").lower()
    if content_type.startswith("text/csv"):
        return await read_body(req, max_bytes=MAX_BYTES)
    if not content_type.startswith("multipart/form-data"):
        raise Problem(415, "unsupported_media_type", "Send the file as multipart/form-data.")
    try:
        return await _read_part(req)
    except (MultipartParseError, falcon.MediaMalformedError) as error:
        raise Problem(400, "malformed", "The form cannot be read.") from error


async def _read_part(req: Request) -> bytes:
    async for part in await req.get_media():
        if part.name == "file":
            data = bytes(await part.stream.read(MAX_BYTES + 1))
            if len(data) > MAX_BYTES:
                raise too_large(MAX_BYTES)
            return data
    raise Problem(400, "malformed", "The form has no field named file.")


def _require_readable(parsed: ParsedVisits) -> None:
    if not parsed.rows and len(parsed.rejects) == 1 and parsed.rejects[0].field == "file":
        problem = parsed.rejects[0]
        raise Problem(422, "unreadable_file", problem.reason, code=problem.code)


def _report(outcome: UploadOutcome, parsed: ParsedVisits, *, dry_run: bool) -> dict[str, Any]:
    return {
        "accepted": outcome.accepted,
        "duplicates": outcome.duplicates,
        "rejected": len(outcome.rejects),
        "rejects": [_row(row) for row in outcome.rejects[:_MAX_REJECTS_LISTED]],
        "warnings": [_row(row) for row in parsed.warnings[:_MAX_REJECTS_LISTED]],
        "dry_run": dry_run,
        "preset": parsed.preset,
    }


def _row(row: Any) -> dict[str, Any]:
    return {"line": row.line, "field": row.field, "reason": row.reason, "code": row.code}
