"""POST /portal/uploads: a visit list looked at, taken in, and mended by its owner."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from falcon.asgi import Request, Response

from core.rules.places.local_time import local_date
from core.rules.sending.ask_plan import AskPlan
from core.rules.visits.lists import ParsedVisits
from core.rules.visits.progress import Report
from core.rules.visits.rejections import explain_rejection
from core.sending.ask_forecasts import AskForecast
from core.store.database import Connection
from core.store.practices import Practice
from core.store.provider_circuits import list_circuits
from core.visits.doubtful_visits import group_rows
from core.visits.upload_previews import (
    FILE_STATEMENT,
    Preview,
    confirm_upload,
    open_preview,
    open_rejects,
    preview_upload,
)
from core.visits.uploads import UploadOutcome, ingest_upload
from webhooks.access import get_signed_in_practice
from webhooks.bodies import first_values, parse_form_fields, read_body
from webhooks.connectors.uploads import Upload, problem_of_file, read_upload, read_visits
from webhooks.database import LONG_ANSWER_SECONDS
from webhooks.deps import Deps
from webhooks.portal.views.detected import detected_view
from webhooks.portal.views.doubtful import doubtful_view
from webhooks.portal.views.home import state_view
from webhooks.portal.views.languages import language_of, translator
from webhooks.portal.views.pages import Pages
from webhooks.portal.views.upload import first_rows_view, plan_view, untaken_view
from webhooks.portal.visits import PortalVisits
from webhooks.problems import Problem, not_found
from webhooks.progress import LongAnswers
from webhooks.visitors import ip_hash, session_cookie

_HERE = "/portal/visits"
_MAX_BYTES = 4096
_TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class Foretold:
    """What becomes of a list, and the channels on which nothing goes out for now."""

    plan: AskPlan
    halted: frozenset[str]


def foretell(connection: Connection, forecast: AskForecast) -> Foretold:
    """Let the days go by for the visits that a forecast has heard of."""
    halted = frozenset(one.channel for one in list_circuits(connection))
    return Foretold(forecast.plan(), halted)


@dataclass(frozen=True, slots=True)
class _OwnersAnswer:
    """An owner's answer to a list that was shown: whether it is vouched for, and by whom."""

    practice: Practice
    preview_id: UUID
    is_attested: bool | None
    """None where they were not asked: the list is only shown once more."""
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
            seen, foretold = await self._deps.database.run(
                lambda c: self._preview(c, practice, upload, parsed, locale, report),
                within_seconds=LONG_ANSWER_SECONDS,
            )
            view = self._view(practice, parsed, seen.outcome, foretold, locale)
            view |= {"preview_id": seen.id, "file_name": seen.file_name}
            view["language_page"] = f"{req.path}/{seen.id}"
            self._show(req, answer, practice, view)

        await self._answers.give(req, resp, look)

    def _preview(
        self,
        connection: Connection,
        practice: Practice,
        upload: Upload,
        parsed: ParsedVisits,
        locale: str,
        report: Report,
    ) -> tuple[Preview, Foretold]:
        context = self._deps.context(connection)
        forecast = AskForecast(context, practice)
        seen = preview_upload(
            context,
            practice,
            upload.data,
            parsed,
            file_name=upload.file_name,
            locale=locale,
            report=report,
            listener=forecast,
        )
        return seen, foretell(connection, forecast)

    async def on_get_confirm(self, req: Request, resp: Response, preview_id: UUID) -> None:
        """Show a list once more that still waits for a yes."""
        await self._answer(req, resp, preview_id, is_attested=None)

    async def on_post_confirm(self, req: Request, resp: Response, preview_id: UUID) -> None:
        """Take the list in, if its owner vouches for it."""
        form = first_values(parse_form_fields(await read_body(req, max_bytes=_MAX_BYTES)))
        await self._answer(req, resp, preview_id, is_attested=form.get("attested") == "true")

    async def _answer(
        self, req: Request, resp: Response, preview_id: UUID, *, is_attested: bool | None
    ) -> None:
        given = _OwnersAnswer(
            practice=await self._practice(session_cookie(req)),
            preview_id=preview_id,
            is_attested=is_attested,
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
        outcome, foretold = await self._deps.database.run(
            lambda c: self._take_in(c, given, parsed, report), within_seconds=LONG_ANSWER_SECONDS
        )
        if outcome is None:
            resp.status, resp.location = 303, "/portal"
            return
        view = self._view(practice, parsed, outcome, foretold, given.locale)
        view |= {"preview_id": given.preview_id, "file_name": file_name}
        view["is_done"] = bool(given.is_attested)
        view["language_page"] = _HERE if given.is_attested else req.path
        is_unsure = given.is_attested is False
        if is_unsure:
            view["problem"] = say("Please confirm that these patients agreed to hear from you.")
        self._show(req, resp, practice, view, status=422 if is_unsure else 200)

    def _take_in(
        self, connection: Connection, given: _OwnersAnswer, parsed: ParsedVisits, report: Report
    ) -> tuple[UploadOutcome | None, Foretold]:
        """Take the list in, or count what would be where nobody vouches for it."""
        context, practice = self._deps.context(connection), given.practice
        forecast = AskForecast(context, practice)
        if given.is_attested:
            outcome = confirm_upload(
                context,
                practice,
                given.preview_id,
                parsed,
                locale=given.locale,
                ip_hash=given.visitor,
                report=report,
                listener=forecast,
            )
        else:
            outcome = ingest_upload(
                context, practice, parsed, dry_run=True, report=report, listener=forecast
            )
        return outcome, foretell(connection, forecast)

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

    def _view(
        self,
        practice: Practice,
        parsed: ParsedVisits,
        outcome: UploadOutcome,
        foretold: Foretold,
        locale: str,
    ) -> dict[str, Any]:
        today = local_date(self._deps.clock(), practice.zone)
        state = state_view(practice, locale, halted=foretold.halted)
        return untaken_view(outcome, locale) | {
            "accepted": outcome.accepted,
            "duplicates": outcome.duplicates,
            "rejected": len(outcome.rejects),
            "called_off": outcome.called_off,
            "asked": foretold.plan.asked,
            "first_rows": first_rows_view(parsed, practice, locale),
            "plan": plan_view(foretold.plan, outcome, practice, locale, today=today),
            "interruption": "" if state.kind == "good" else state.text,
            "statement": translator(locale)(FILE_STATEMENT),
            "problem": "",
            "detected": detected_view(parsed, locale),
            "doubtful": doubtful_view(group_rows(practice, parsed.doubtful), locale),
            "is_done": False,
        }

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
