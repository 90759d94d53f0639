"""POST /portal/check-link and GET /portal/forecast: answers while the owner still types."""

from typing import Any

from falcon.asgi import Request, Response

from core.onboarding.portal_links import DeadLink, open_link
from core.onboarding.sign_in import find_signed_in
from core.reviews.lookups import PlaceState, look_up_place
from core.store.database import Connection
from core.store.portal import PlaceTotals
from webhooks.access import token_of
from webhooks.bodies import read_form_or_json
from webhooks.deps import Deps
from webhooks.portal.views.forms import MAX_VISITS, forecast_view, link_view
from webhooks.portal.views.languages import language_of
from webhooks.problems import Problem
from webhooks.visitors import session_cookie

_MAX_BYTES = 8 * 1024


class LinkCheck:
    """Says whether a review link leads to Google; of a place only to whose place it is."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_post(self, req: Request, resp: Response) -> None:
        """Check one link; its place is looked up by a job, so the page asks again for it."""
        form = await read_form_or_json(req, max_bytes=_MAX_BYTES)
        token, cookie = token_of(form), session_cookie(req)
        given = form.get("url")
        url = given.strip() if isinstance(given, str) else ""
        place = await self._deps.database.run(lambda c: self._place(c, token, cookie, url))
        said = link_view(url, language_of(req), place)
        resp.media = {"ok": said.kind == "good", "message": said.text}
        if place is PlaceState.PENDING:
            resp.media["pending"] = True

    def _place(
        self, connection: Connection, token: str, cookie: str | None, url: str
    ) -> PlaceTotals | PlaceState:
        now = self._deps.clock()
        practice_id: Any = find_signed_in(connection, cookie, now=now)
        if practice_id is None and token:
            link = open_link(connection, self._deps.config, token, now=now)
            practice_id = None if isinstance(link, DeadLink) else link.practice_id
        if practice_id is None:
            return PlaceState.UNTOLD
        return look_up_place(self._deps.context(connection), practice_id, url)


class ForecastAnswer:
    """Says what a month of visits may bring."""

    async def on_get(self, req: Request, resp: Response) -> None:
        """Answer with the chance and the texts around it."""
        told = forecast_view((req.get_param("visits") or "").strip(), language_of(req))
        if told is None:
            text = f"Please give a whole number from 1 to {MAX_VISITS}."
            raise Problem(422, "invalid", "Some values are not valid.", fields={"visits": text})
        resp.media = told
