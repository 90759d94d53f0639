"""POST /portal/uploads: a visit list looked at, taken in, and mended by its owner."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from falcon.asgi import Request, Response

from core.rules.visits.lists import ParsedVisits
from core.rules.visits.progress import Report
from core.rules.visits.rejections import explain_rejection
from core.store.database import Connection
from core.store.practices import Practice
from core.visits.doubtful_visits import group_rows
from core.visits.upload_previews import (
    FILE_STATEMENT,
    confirm_upload,
    open_preview,
    open_rejects,
    preview_upload,
)
from core.visits.uploads import UploadOutcome, ingest_upload
from webhooks.access import get_signed_in_practice
from webhooks.bodies import first_values, parse_form_fields, read_body
from webhooks.connectors.uploads import problem_of_file, read_upload, read_visits
from webhooks.database import LONG_ANSWER_SECONDS
from webhooks.deps import Deps
from webhooks.portal.views.detected import detected_view
from webhooks.portal.views.doubtful import doubtful_view
from webhooks.portal.views.languages import language_of, translator
from webhooks.portal.views.pages import Pages
from webhooks.portal.visits import PortalVisits
from webhooks.problems import Problem, not_found
from webhooks.progress import LongAnswers
from webhooks.visitors import ip_hash, session_cookie

_HERE = "/portal/visits"
_MAX_BYTES = 4096
_LISTED = 50
_TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class _OwnersAnswer:
    """An owner's answer to a list that was shown: whether it is vouched for, and by whom."""

    practice: Practice
    preview_id: UUID
    is_attested: bool
    locale: str
    visitor: str | None


class PortalUploads:
    """POST /portal/uploads: reads a list; POST /portal/uploads/{preview_id}: takes it in."""

    def __init__(
        self, deps: Deps, pages: Pages, visits: PortalVisits, answers: LongAnswers
    ) -> None:
        self._deps = deps
        self._pages = pages
        self._visits = visits
        self._answers = answers

    async def on_post(self, req: Request, resp: Response) -> None:
        """Show what a file holds; nothing of it is taken in yet."""
        locale = language_of(req)
        practice = await self._practice(session_cookie(req))
        try:
            upload = await read_upload(req)
        except Problem as problem:
            await self._refuse(req, resp, problem, locale)
            return

        async def look(answer: Response, report: Report) -> None:
            parsed = await read_visits(upload.data, practice, now=self._deps.clock(), report=report)
            unreadable = problem_of_file(parsed)
            if unreadable is not None:
                text = explain_rejection(unreadable.code, locale)
                await self._visits.show(req, answer, problem=text, status=422)
                return
            preview = await self._deps.database.run(
                lambda c: preview_upload(
                    self._deps.context(c),
                    practice,
                    upload.data,
                    parsed,
                    file_name=upload.file_name,
                    locale=locale,
                    report=report,
                ),
                within_seconds=LONG_ANSWER_SECONDS,
            )
            view = _upload_view(preview.id, preview.file_name, preview.outcome, locale)
            view["detected"] = detected_view(parsed, locale)
            view["doubtful"] = doubtful_view(group_rows(practice, parsed.doubtful), locale)
            self._show(req, answer, practice, view)

        await self._answers.give(req, resp, look)

    async def on_post_confirm(self, req: Request, resp: Response, preview_id: UUID) -> None:
        """Take the list in, if its owner vouches for it."""
        form = first_values(parse_form_fields(await read_body(req, max_bytes=_MAX_BYTES)))
        given = _OwnersAnswer(
            practice=await self._practice(session_cookie(req)),
            preview_id=preview_id,
            is_attested=form.get("attested") == "true",
            locale=language_of(req),
            visitor=ip_hash(req, self._deps.config, self._deps.sealer),
        )
        await self._answers.give(
            req, resp, lambda answer, report: self._confirm(req, answer, given, report)
        )

    async def _confirm(
        self, req: Request, resp: Response, given: _OwnersAnswer, report: Report
    ) -> None:
        practice, say = given.practice, translator(given.locale)
        found = await self._deps.database.run(
            lambda c: open_preview(self._deps.context(c), practice.id, given.preview_id)
        )
        if found is None:
            text = say("This list is taken in already, or was kept for a day.")
            await self._visits.show(req, resp, problem=text, status=410)
            return
        file_name, data = found
        parsed = await read_visits(data, practice, now=self._deps.clock(), report=report)
        outcome = await self._deps.database.run(
            lambda c: self._take_in(c, given, parsed, report), within_seconds=LONG_ANSWER_SECONDS
        )
        if outcome is None:
            resp.status, resp.location = 303, "/portal"
            return
        view = _upload_view(
            given.preview_id, file_name, outcome, given.locale, is_done=given.is_attested
        )
        view["doubtful"] = doubtful_view(group_rows(practice, parsed.doubtful), given.locale)
        if not given.is_attested:
            view["problem"] = say("Please confirm that these patients agreed to hear from you.")
            view["detected"] = detected_view(parsed, given.locale)
        self._show(req, resp, practice, view, status=200 if given.is_attested else 422)

    def _take_in(
        self, connection: Connection, given: _OwnersAnswer, parsed: ParsedVisits, report: Report
    ) -> UploadOutcome | None:
        """Take the list in, or count what would be where nobody vouches for it."""
        context, practice = self._deps.context(connection), given.practice
        if not given.is_attested:
            return ingest_upload(context, practice, parsed, dry_run=True, report=report)
        return confirm_upload(
            context,
            practice,
            given.preview_id,
            parsed,
            locale=given.locale,
            ip_hash=given.visitor,
            report=report,
        )

    async def on_get_rejects(self, req: Request, resp: Response, preview_id: UUID) -> None:
        """Give the rows to be mended as a CSV file."""
        practice = await self._practice(session_cookie(req))
        found = await self._deps.database.run(
            lambda c: open_rejects(self._deps.context(c), practice.id, preview_id)
        )
        if found is None:
            raise not_found()
        resp.content_type = "text/csv; charset=utf-8"
        resp.data = found[1]
        resp.downloadable_as = "visits-to-mend.csv"

    async def _practice(self, cookie: str | None) -> Practice:
        return await self._deps.database.run(
            lambda c: get_signed_in_practice(c, self._deps, cookie)
        )

    async def _refuse(self, req: Request, resp: Response, problem: Problem, locale: str) -> None:
        say = translator(locale)
        text = say("Please choose a CSV file.")
        if problem.status == _TOO_LARGE:
            text = say("The file is larger than 10 MB. Upload it in two parts.")
        await self._visits.show(req, resp, problem=text, status=problem.status)

    def _show(
        self,
        req: Request,
        resp: Response,
        practice: Practice,
        view: dict[str, Any],
        *,
        status: int = 200,
    ) -> None:
        self._pages.show(
            req,
            resp,
            "upload.html",
            status=status,
            here=_HERE,
            notice=None,
            practice=practice,
            **view,
        )


def _upload_view(
    preview_id: UUID,
    file_name: str,
    outcome: UploadOutcome,
    locale: str,
    *,
    is_done: bool = False,
) -> dict[str, Any]:
    return {
        "preview_id": preview_id,
        "file_name": file_name,
        "accepted": outcome.accepted,
        "duplicates": outcome.duplicates,
        "rejected": len(outcome.rejects),
        "called_off": outcome.called_off,
        "rejects": [
            {"line": row.line, "reason": explain_rejection(row.code, locale)}
            for row in outcome.rejects[:_LISTED]
        ],
        "statement": translator(locale)(FILE_STATEMENT),
        "problem": "",
        "detected": [],
        "doubtful": [],
        "is_done": is_done,
    }
