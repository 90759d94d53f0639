"""GET /portal/visits: the sources; uploading a list; the front desk's link."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from falcon.asgi import Request, Response

from core.intake.csv_uploads import UploadOutcome
from core.intake.sign_in import issue_frontdesk_token
from core.intake.upload_previews import (
    FILE_STATEMENTS,
    confirm_upload,
    open_preview,
    open_rejects,
    preview_upload,
)
from core.rules.local_time import local_date
from core.rules.visit_rejections import explain_rejection
from core.rules.visits_csv import parse_visits
from core.store.calendar_connections import list_connection_states
from core.store.database import Connection
from core.store.portal import find_desk_issued, list_sources
from core.store.practices import Practice
from webhooks.bodies import first_values, parse_form_fields, read_body
from webhooks.database import LONG_ANSWER_SECONDS
from webhooks.deps import Deps
from webhooks.portal.detected_view import detected_view
from webhooks.portal.home_view import arrival_notice
from webhooks.portal.languages import language_of, translator
from webhooks.portal.pages import Pages, day_text
from webhooks.portal.sources_view import calendars_view, visits_text
from webhooks.problems import Problem, not_found
from webhooks.receivers.csv_upload import problem_of_file, read_upload
from webhooks.receivers.portal_page import find_signed_in_practice, get_signed_in_practice
from webhooks.visitors import ip_hash, session_cookie

_HERE = "/portal/visits"
_MAX_BYTES = 4096
_LISTED = 50
_CONNECTING = timedelta(minutes=30)
_TOO_LARGE = 413


class PortalVisits:
    """Where visits come from, and how each source is doing."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_get(self, req: Request, resp: Response) -> None:
        """Show the sources."""
        await self.show(req, resp)

    async def on_post_token(self, req: Request, resp: Response) -> None:
        """Give the front desk a new link, which ends the one before, and show it this once."""
        cookie, now = session_cookie(req), self._deps.clock()

        def issue(connection: Connection) -> str:
            practice = get_signed_in_practice(connection, self._deps, cookie)
            return issue_frontdesk_token(connection, practice_id=practice.id, now=now)

        token = await self._deps.database.run(issue)
        link = f"{self._deps.config.app_base_url}/frontdesk#token={token}"
        await self.show(req, resp, new_link=link)

    async def show(
        self,
        req: Request,
        resp: Response,
        *,
        problem: str = "",
        new_link: str = "",
        status: int = 200,
    ) -> None:
        """Show the page, with what is wrong with a file, or with a new front-desk link."""
        cookie, locale = session_cookie(req), language_of(req)
        view = await self._deps.database.run(lambda c: self._view(c, cookie, locale))
        if view is None:
            self._pages.sign_in(req, resp)
            return
        shown = view | {"problem": problem, "new_link": new_link}
        notice = arrival_notice(req.params, locale)
        self._pages.show(
            req, resp, "visits.html", status=status, here=_HERE, notice=notice, **shown
        )

    def _view(
        self, connection: Connection, cookie: str | None, locale: str
    ) -> dict[str, Any] | None:
        now = self._deps.clock()
        practice = find_signed_in_practice(connection, self._deps, cookie)
        if practice is None:
            return None
        sources = list_sources(connection, practice.id, now=now)
        states = list_connection_states(connection, practice.id, recently=now - _CONNECTING)
        features = self._deps.config.features
        issued = find_desk_issued(connection, practice.id)
        day = day_text(local_date(issued, practice.zone), locale) if issued else ""
        return {
            "practice": practice,
            "calendars": calendars_view(states, sources, practice, features, locale),
            "csv_visits": visits_text("csv", sources, practice, locale),
            "desk_visits": visits_text("frontdesk", sources, practice, locale),
            "desk_issued": day,
        }


class PortalUploads:
    """POST /portal/uploads: reads a list; POST /portal/uploads/{preview_id}: takes it in."""

    def __init__(self, deps: Deps, pages: Pages, visits: PortalVisits) -> None:
        self._deps = deps
        self._pages = pages
        self._visits = visits

    async def on_post(self, req: Request, resp: Response) -> None:
        """Show what a file holds; nothing of it is taken in yet."""
        cookie, locale = session_cookie(req), language_of(req)
        practice = await self._practice(cookie)
        try:
            upload = await read_upload(req)
        except Problem as problem:
            await self._refuse(req, resp, problem, locale)
            return
        now = self._deps.clock()
        parsed = await asyncio.to_thread(
            parse_visits, upload.data, practice_zone=practice.zone, now=now
        )
        unreadable = problem_of_file(parsed)
        if unreadable is not None:
            text = explain_rejection(unreadable.code, locale)
            await self._visits.show(req, resp, problem=text, status=422)
            return
        preview = await self._deps.database.run(
            lambda c: preview_upload(
                self._deps.context(c),
                practice,
                upload.data,
                parsed,
                file_name=upload.file_name,
                locale=locale,
            ),
            within_seconds=LONG_ANSWER_SECONDS,
        )
        view = _upload_view(preview.id, preview.file_name, preview.outcome, locale)
        view["detected"] = detected_view(parsed, locale)
        self._show(req, resp, practice, view)

    async def on_post_confirm(self, req: Request, resp: Response, preview_id: UUID) -> None:
        """Take the list in, if its owner vouches for it."""
        cookie, locale = session_cookie(req), language_of(req)
        form = first_values(parse_form_fields(await read_body(req, max_bytes=_MAX_BYTES)))
        practice = await self._practice(cookie)
        found = await self._deps.database.run(
            lambda c: open_preview(self._deps.context(c), practice.id, preview_id)
        )
        if found is None:
            text = translator(locale)("This list is taken in already, or was kept for a day.")
            await self._visits.show(req, resp, problem=text, status=410)
            return
        preview, data = found
        parsed = await asyncio.to_thread(
            parse_visits, data, practice_zone=practice.zone, now=self._deps.clock()
        )
        attested = form.get("attested") == "true"
        visitor = ip_hash(req, self._deps.config, self._deps.sealer)

        def take_in(connection: Connection) -> UploadOutcome | None:
            context = self._deps.context(connection)
            if not attested:
                shown = preview_upload(
                    context, practice, data, parsed, file_name=preview.file_name, locale=locale
                )
                return shown.outcome
            return confirm_upload(
                context, practice, preview_id, parsed, locale=locale, ip_hash=visitor
            )

        outcome = await self._deps.database.run(take_in, within_seconds=LONG_ANSWER_SECONDS)
        if outcome is None:
            resp.status, resp.location = 303, "/portal"
            return
        view = _upload_view(preview_id, preview.file_name, outcome, locale, is_done=attested)
        if not attested:
            text = "Please confirm that these patients agreed to hear from you."
            view["problem"] = translator(locale)(text)
            view["detected"] = detected_view(parsed, locale)
        self._show(req, resp, practice, view, status=200 if attested else 422)

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
        "rejects": [
            {"line": row.line, "reason": explain_rejection(row.code, locale)}
            for row in outcome.rejects[:_LISTED]
        ],
        "statement": FILE_STATEMENTS[locale],
        "problem": "",
        "detected": [],
        "is_done": is_done,
    }
