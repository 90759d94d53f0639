"""/portal/confirm-address/{token}: the button behind the link to a new sign-in address."""

from falcon.asgi import Request, Response

from core.onboarding.sign_in_changes import confirm_change, find_pending_change
from core.store.database import Connection
from core.store.practices import Practice, find_practice
from core.store.sign_in_changes import SignInChange
from webhooks.bodies import read_body
from webhooks.deps import Deps
from webhooks.portal.views.pages import Pages
from webhooks.problems import not_found
from webhooks.visitors import session_cookie

_MAX_BYTES = 4096


class ConfirmAddress:
    """Looking changes nothing, as mail scanners look; the button confirms."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_get(self, req: Request, resp: Response, token: str) -> None:
        """Say which address is to sign in to which practice."""
        practice, change = await self._deps.database.run(lambda c: self._find(c, token))
        self._show(req, resp, practice, change, token=token)

    on_head = on_get

    async def on_post(self, req: Request, resp: Response, token: str) -> None:
        """Confirm it, and sign every other browser of the practice out."""
        await read_body(req, max_bytes=_MAX_BYTES)
        cookie = session_cookie(req)
        practice, change = await self._deps.database.run(lambda c: self._confirm(c, token, cookie))
        self._show(req, resp, practice, change, token=None)

    def _show(
        self,
        req: Request,
        resp: Response,
        practice: Practice,
        change: SignInChange,
        *,
        token: str | None,
    ) -> None:
        self._pages.show(
            req, resp, "confirm_address.html", practice=practice, email=change.email, token=token
        )

    def _find(self, connection: Connection, token: str) -> tuple[Practice, SignInChange]:
        change = find_pending_change(self._deps.context(connection), token)
        return self._with_practice(connection, change)

    def _confirm(
        self, connection: Connection, token: str, cookie: str | None
    ) -> tuple[Practice, SignInChange]:
        change = confirm_change(self._deps.context(connection), token, session=cookie)
        return self._with_practice(connection, change)

    def _with_practice(
        self, connection: Connection, change: SignInChange | None
    ) -> tuple[Practice, SignInChange]:
        practice = find_practice(connection, change.practice_id) if change else None
        if change is None or practice is None:
            raise not_found()
        return practice, change
