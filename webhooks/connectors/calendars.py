"""GET /connectors/{gcal,outlook}/auth and /callback, and the button that ends a connection."""

from typing import Any

from falcon.asgi import Request, Response

from core.calendars.consents import (
    LIFETIME,
    Arrival,
    Callback,
    begin_authorization,
    end_connection,
    finish_authorization,
)
from core.onboarding.sign_in import find_signed_in
from core.rules.visits.sources import SOURCES
from core.store.database import Connection
from webhooks.access import find_practice_of, unauthorized
from webhooks.deps import Deps
from webhooks.portal.views.pages import wants_html
from webhooks.problems import Problem
from webhooks.visitors import session_cookie


class CalendarOAuth:
    """Sends an owner to a provider's consent page and takes what comes back; calls nobody."""

    def __init__(self, deps: Deps, source: str) -> None:
        """Serve one source, `gcal` or `outlook`."""
        self._deps = deps
        self._source = source
        self._cookie = f"calendar_state_{source}"

    async def on_get_auth(self, req: Request, resp: Response) -> None:
        """Redirect a signed-in owner, or the holder of a portal link, to the consent page."""
        token, cookie = req.get_param("token") or "", session_cookie(req)
        try:
            departure = await self._deps.database.run(lambda c: self._begin(c, token, cookie))
        except Problem:
            if not wants_html(req):
                raise
            _send_to(resp, "/portal")
            return
        resp.set_cookie(
            self._cookie,
            departure.state,
            max_age=int(LIFETIME.total_seconds()),
            path=f"/connectors/{self._source}",
            http_only=True,
            same_site="Lax",
            secure=self._deps.config.app_base_url.startswith("https:"),
        )
        _send_to(resp, departure.url)

    async def on_get_callback(self, req: Request, resp: Response) -> None:
        """Take the one return of a trip; the code is traded by a job, not here."""
        kept = req.get_cookie_values(self._cookie)
        cookie = session_cookie(req)
        arrival = await self._deps.database.run(
            lambda c: self._finish(c, req, kept[0] if kept else None, cookie)
        )
        resp.unset_cookie(self._cookie, path=f"/connectors/{self._source}")
        if arrival is Arrival.INVALID and not wants_html(req):
            raise Problem(
                400, "invalid_state", "This answer is unknown, used, or too late. Connect again."
            )
        _send_to(resp, f"/portal?calendar={arrival.value}&source={self._source}")

    async def on_post_disconnect(self, req: Request, resp: Response) -> None:
        """Forget the practice's access at once; what was read already stays.

        Where the provider can be told, a job tells it.
        """
        cookie = session_cookie(req)
        await self._deps.database.run(lambda c: self._disconnect(c, cookie))
        how = "revoked" if SOURCES[self._source].revoke_job else "forgotten"
        resp.status, resp.location = 303, f"/portal?calendar={how}"

    def _begin(self, connection: Connection, token: str, cookie: str | None) -> Any:
        practice_id = find_practice_of(connection, self._deps, token=token, cookie=cookie)
        context = self._deps.context(connection)
        return begin_authorization(context, self._source, practice_id=practice_id)

    def _finish(
        self, connection: Connection, req: Request, kept: str | None, cookie: str | None
    ) -> Arrival:
        context = self._deps.context(connection)
        callback = Callback(
            state=req.get_param("state"),
            code=req.get_param("code"),
            error=req.get_param("error"),
            kept_state=kept,
            signed_in=find_signed_in(connection, cookie, now=context.now),
        )
        return finish_authorization(context, self._source, callback)

    def _disconnect(self, connection: Connection, cookie: str | None) -> None:
        context = self._deps.context(connection)
        practice_id = find_signed_in(connection, cookie, now=context.now)
        if practice_id is None:
            raise unauthorized()
        end_connection(context, self._source, practice_id=practice_id)


def add_calendar_routes(app: Any, deps: Deps, source: str) -> None:
    """Put one provider's routes into the app."""
    resource = CalendarOAuth(deps, source)
    for name in ("auth", "callback", "disconnect"):
        app.add_route(f"/connectors/{source}/{name}", resource, suffix=name)


def _send_to(resp: Response, url: str) -> None:
    resp.status, resp.location = 302, url
