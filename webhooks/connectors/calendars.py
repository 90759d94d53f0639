"""A calendar's trip: /connectors/{gcal,outlook}/connect, /auth, /callback and /disconnect.

A trip begins and ends in one practice and one browser. Two people may try to bend it:

- A stranger sends an owner a link of the stranger's practice, so that the owner's calendar feeds
  it. A link of another practice than the session's is refused; without a session a browser gets a
  page that names the practice, and a button that signs in for it, before any consent.
- A stranger has an owner's browser bring the stranger's consent home, so that the owner's practice
  reads the stranger's calendar. The state is of one practice, one browser and one use, and a
  return in a browser that is signed in for another practice is refused.
"""

from typing import Any

from falcon.asgi import Request, Response

from core.calendars.consents import (
    LIFETIME,
    Arrival,
    Callback,
    Departure,
    TooManyTrips,
    begin_authorization,
    end_connection,
    finish_authorization,
)
from core.onboarding.sign_in import find_signed_in
from core.rules.tokens import read_token
from core.rules.visits.sources import SOURCES
from core.store.database import Connection
from core.store.practices import Practice, find_practice
from webhooks.access import (
    find_practice_of,
    find_signed_in_practice,
    other_practice,
    unauthorized,
)
from webhooks.deps import Deps
from webhooks.portal.views.pages import Pages, wants_html
from webhooks.problems import Problem
from webhooks.visitors import session_cookie

_TOO_MANY = "rate_limited"
_SAID_HERE = frozenset({_TOO_MANY, other_practice().error})
"""What a browser is told at once; any other problem leads to the portal, which asks to sign in."""


class CalendarOAuth:
    """Sends an owner to a provider's consent page and takes what comes back; calls nobody."""

    def __init__(self, deps: Deps, pages: Pages, source: str) -> None:
        """Serve one source, `gcal` or `outlook`."""
        self._deps = deps
        self._pages = pages
        self._source = source
        self._cookie = f"calendar_state_{source}"

    async def on_get_connect(self, req: Request, resp: Response) -> None:
        """Name the practice that the calendar is about to be connected to."""
        cookie = session_cookie(req)
        practice = await self._deps.database.run(
            lambda c: find_signed_in_practice(c, self._deps, cookie)
        )
        if practice is None:
            raise unauthorized()
        self._name(req, resp, practice, token="")

    async def on_get_auth(self, req: Request, resp: Response) -> None:
        """Redirect a signed-in owner, or the holder of a portal link, to the consent page.

        A browser that only has a link is first told for which practice, and asked to sign in.
        """
        token, cookie = req.get_param("token") or "", session_cookie(req)
        may_ask = wants_html(req)
        try:
            departure = await self._deps.database.run(
                lambda c: self._begin(c, token, cookie, may_ask=may_ask)
            )
        except Problem as problem:
            if not wants_html(req) or problem.error in _SAID_HERE:
                raise
            _send_to(resp, "/portal")
            return
        if isinstance(departure, Practice):
            self._name(req, resp, departure, token=token)
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
        if arrival in {Arrival.INVALID, Arrival.ELSEWHERE} and not wants_html(req):
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

    def _name(self, req: Request, resp: Response, practice: Practice, *, token: str) -> None:
        if token and practice.onboarding_completed_at is None:
            _send_to(resp, f"/onboard/{token}")
            return
        title = SOURCES[self._source].title
        self._pages.show(
            req,
            resp,
            "connect.html",
            practice=practice,
            source={"value": self._source, "title": title},
            token=token,
        )

    def _begin(
        self, connection: Connection, token: str, cookie: str | None, *, may_ask: bool
    ) -> Departure | Practice:
        """Begin a trip; gives the practice instead where its owner is to be asked first."""
        context = self._deps.context(connection)
        signed_in = find_signed_in(connection, cookie, now=context.now)
        claims = read_token(context.config.hmac_secrets, token, purpose="onboard")
        if signed_in is not None and claims is not None and claims.practice_id != signed_in:
            raise other_practice()
        practice_id = find_practice_of(connection, self._deps, token=token, cookie=cookie)
        practice = find_practice(connection, practice_id) if may_ask else None
        if signed_in is None and practice is not None:
            return practice
        departure = begin_authorization(context, self._source, practice_id=practice_id)
        if isinstance(departure, TooManyTrips):
            raise _too_many(departure.retry_after_seconds)
        return departure

    def _finish(
        self, connection: Connection, req: Request, kept: str | None, cookie: str | None
    ) -> Arrival:
        context = self._deps.context(connection)
        callback = Callback(
            state=req.get_param("state"),
            code=req.get_param("code"),
            error=req.get_param("error"),
            told=req.get_param("error_description"),
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


def add_calendar_routes(app: Any, deps: Deps, pages: Pages, source: str) -> None:
    """Put one provider's routes into the app."""
    resource = CalendarOAuth(deps, pages, source)
    for name in ("connect", "auth", "callback", "disconnect"):
        app.add_route(f"/connectors/{source}/{name}", resource, suffix=name)


def _too_many(wait_seconds: int) -> Problem:
    return Problem(
        429,
        _TOO_MANY,
        "This was tried too often. Please wait a while.",
        headers={"Retry-After": str(wait_seconds)},
        retry_after_seconds=wait_seconds,
    )


def _send_to(resp: Response, url: str) -> None:
    resp.status, resp.location = 302, url
