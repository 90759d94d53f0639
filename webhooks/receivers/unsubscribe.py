"""GET and POST /u/{token}: leaving a practice's email (RFC 8058)."""

from uuid import UUID

from falcon.asgi import Request, Response

from core.consent.unsubscribe import read_unsubscribe_token, unsubscribe
from core.store.database import Connection
from core.store.practices import find_practice
from webhooks.bodies import read_body
from webhooks.deps import Deps
from webhooks.portal.views.pages import Pages, wants_html
from webhooks.problems import not_found

_MAX_BYTES = 64 * 1024


class Unsubscribe:
    """Scanners open links, so only a POST unsubscribes."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_get(self, req: Request, resp: Response, token: str) -> None:
        """Show one button."""
        name = await self._deps.database.run(lambda c: self._name(c, token))
        self._pages.show(req, resp, "unsubscribe.html", token=token, practice_name=name)

    async def on_post(self, req: Request, resp: Response, token: str) -> None:
        """Unsubscribe, by the button or by the mail program itself; no cookie is needed."""
        await read_body(req, max_bytes=_MAX_BYTES)
        name = await self._deps.database.run(lambda c: self._unsubscribe(c, token))
        if wants_html(req):
            self._pages.show(req, resp, "unsubscribe.html", token=None, practice_name=name)
        else:
            resp.media = {"status": "unsubscribed"}

    def _unsubscribe(self, connection: Connection, token: str) -> str:
        context = self._deps.context(connection)
        claims = read_unsubscribe_token(context, token)
        if claims is None:
            raise not_found()
        unsubscribe(context, claims)
        return _practice_name(connection, claims.practice_id)

    def _name(self, connection: Connection, token: str) -> str:
        claims = read_unsubscribe_token(self._deps.context(connection), token)
        if claims is None:
            raise not_found()
        return _practice_name(connection, claims.practice_id)


def _practice_name(connection: Connection, practice_id: UUID) -> str:
    practice = find_practice(connection, practice_id)
    return practice.name if practice else "us"
