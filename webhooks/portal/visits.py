"""GET /portal/visits: the sources, and the front desk's link."""

from typing import Any

from falcon.asgi import Request, Response

from core.onboarding.sign_in import issue_frontdesk_token
from core.rules.places.local_time import local_date
from core.store.database import Connection
from core.visits.doubtful_visits import list_doubtful_groups
from webhooks.access import find_signed_in_practice, get_signed_in_practice
from webhooks.deps import Deps
from webhooks.portal.source_states import read_sources
from webhooks.portal.views.doubtful import doubtful_view
from webhooks.portal.views.home import arrival_notice
from webhooks.portal.views.languages import language_of
from webhooks.portal.views.pages import Pages, day_text
from webhooks.portal.views.sources import calendars_view, is_any_under_way, visits_text
from webhooks.visitors import session_cookie

_HERE = "/portal/visits"


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
        shown["under_way"] = is_any_under_way(view["calendars"])
        notice = arrival_notice(
            req.params, locale, name=view["practice"].name, under_way=shown["under_way"]
        )
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
        sources = read_sources(connection, practice, now=now)
        features, issued = self._deps.config.features, sources.desk_issued
        day = day_text(local_date(issued, practice.zone), locale) if issued else ""
        return {
            "practice": practice,
            "calendars": calendars_view(sources, practice, features, self._deps.sealer, locale),
            "csv_visits": visits_text("csv", sources.counts, practice, locale),
            "desk_visits": visits_text("frontdesk", sources.counts, practice, locale),
            "desk_issued": day,
            "doubtful": doubtful_view(
                list_doubtful_groups(self._deps.context(connection), practice), locale
            ),
            "shown_at": now.isoformat(),
        }
