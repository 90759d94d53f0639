"""The practice's own page, its buttons, and signing out."""

from typing import Any

from falcon.asgi import Request, Response

from core.onboarding.sign_in import end_session, find_signed_in
from core.rules.places.local_time import day_bounds, local_date
from core.store.database import Connection
from core.store.portal import find_last_week, get_month, get_today
from core.store.practices import set_paused
from core.store.provider_circuits import list_circuits
from core.store.replies import list_replies
from webhooks.access import find_signed_in_practice, unauthorized
from webhooks.bodies import first_values, parse_form_fields, read_body
from webhooks.deps import Deps
from webhooks.portal.source_states import read_sources
from webhooks.portal.views.home import (
    arrival_notice,
    figures_view,
    replies_view,
    state_view,
    today_view,
    welcome_notice,
)
from webhooks.portal.views.languages import language_of
from webhooks.portal.views.pages import Pages
from webhooks.portal.views.sources import is_any_under_way, sources_view
from webhooks.visitors import SESSION_COOKIE, session_cookie

_MAX_BYTES = 4096


class PortalPage:
    """GET /portal, and the buttons on it."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_get(self, req: Request, resp: Response) -> None:
        """Show the page to a signed-in owner, and a way to sign in to everyone else."""
        cookie, locale = session_cookie(req), language_of(req)
        found = await self._deps.database.run(lambda c: self._read(c, cookie, locale))
        if found is None:
            self._pages.sign_in(req, resp)
            return
        now = self._deps.clock()
        practice = found["practice"]
        under_way = is_any_under_way(found["sources"])
        arrival = arrival_notice(req.params, locale, name=practice.name, under_way=under_way)
        notice = arrival or welcome_notice(practice, locale, now=now)
        self._pages.show(
            req, resp, "home.html", here="/portal", notice=notice, under_way=under_way, **found
        )

    async def on_post_pause(self, req: Request, resp: Response) -> None:
        """Stop all sending until the owner resumes it."""
        await self._set_paused(req, resp, paused=True)

    async def on_post_resume(self, req: Request, resp: Response) -> None:
        """Let sending go on."""
        await self._set_paused(req, resp, paused=False)

    async def on_post_sign_out(self, req: Request, resp: Response) -> None:
        """End the session, or with `everywhere` all sessions of the practice."""
        cookie, now = session_cookie(req), self._deps.clock()
        form = first_values(parse_form_fields(await read_body(req, max_bytes=_MAX_BYTES)))
        if cookie:
            everywhere = bool(form.get("everywhere"))
            await self._deps.database.run(
                lambda c: end_session(c, cookie, now=now, everywhere=everywhere)
            )
        resp.unset_cookie(SESSION_COOKIE, path="/")
        resp.status, resp.location = 303, "/portal"

    def _read(
        self, connection: Connection, cookie: str | None, locale: str
    ) -> dict[str, Any] | None:
        now = self._deps.clock()
        practice = find_signed_in_practice(connection, self._deps, cookie)
        if practice is None:
            return None
        today = local_date(now, practice.zone)
        requests = get_today(connection, practice.id, day=day_bounds(today, practice.zone), now=now)
        replies = list_replies(connection, practice.id, now=now)
        features = self._deps.config.features
        halted = frozenset(one.channel for one in list_circuits(connection))
        return today_view(requests, practice, locale, now=now, halted=halted) | {
            "practice": practice,
            "state": state_view(practice, locale, halted=halted),
            "figures": figures_view(get_month(connection, practice.id, now=now), locale),
            "replies": replies_view(replies, practice, self._deps.sealer, locale),
            "digest": find_last_week(connection, practice.id, today=today),
            "sources": sources_view(
                read_sources(connection, practice, now=now),
                practice,
                features,
                self._deps.sealer,
                locale,
            ),
        }

    async def _set_paused(self, req: Request, resp: Response, *, paused: bool) -> None:
        cookie = session_cookie(req)
        await self._deps.database.run(lambda c: self._pause(c, cookie, paused=paused))
        resp.status, resp.location = 303, "/portal"

    def _pause(self, connection: Connection, cookie: str | None, *, paused: bool) -> None:
        now = self._deps.clock()
        practice_id = find_signed_in(connection, cookie, now=now)
        if practice_id is None:
            raise unauthorized()
        set_paused(connection, practice_id, paused_at=now if paused else None)
