"""GET and POST /checkouts/{token}: a practice decides about a checkout paid in its name."""

from typing import Any
from urllib.parse import parse_qs

from falcon.asgi import Request, Response

from core.billing.checkout_links import open_checkout_link
from core.billing.checkouts import settle_checkout
from core.store.database import Connection
from core.store.practices import find_practice
from webhooks.bodies import read_body
from webhooks.deps import Deps
from webhooks.portal.views.pages import Pages
from webhooks.problems import Problem, not_found

_MAX_BYTES = 64 * 1024
_DECISIONS = {"accept": True, "refuse": False}


class HeldCheckoutPage:
    """Scanners open links, so only a POST decides."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_get(self, req: Request, resp: Response, token: str) -> None:
        """Show both buttons, or that it is settled."""
        seen = await self._deps.database.run(lambda c: self._look(c, token))
        self._pages.show(req, resp, "held_checkout.html", token=token, **seen)

    async def on_post(self, req: Request, resp: Response, token: str) -> None:
        """Attach the subscription to the practice, or refuse it; the first answer stands."""
        body = await read_body(req, max_bytes=_MAX_BYTES)
        [decision] = parse_qs(body.decode("utf-8", "replace")).get("decision", [""])[:1]
        if decision not in _DECISIONS:
            raise Problem(422, "invalid", "Say accept or refuse.")
        is_accepted = _DECISIONS[decision]
        seen = await self._deps.database.run(lambda c: self._settle(c, token, is_accepted))
        self._pages.show(req, resp, "held_checkout.html", token=token, **seen)

    def _look(self, connection: Connection, token: str) -> dict[str, Any]:
        opened = open_checkout_link(self._deps.context(connection), token)
        if opened is None:
            raise not_found()
        practice = find_practice(connection, opened[0])
        name = practice.name if practice else ""
        return {"practice_name": name, "is_open": opened[1] is not None}

    def _settle(self, connection: Connection, token: str, is_accepted: bool) -> dict[str, Any]:  # noqa: FBT001
        context = self._deps.context(connection)
        opened = open_checkout_link(context, token)
        if opened is not None and opened[1] is not None:
            settle_checkout(context, opened[1], is_accepted=is_accepted, decided_by="owner")
        return self._look(connection, token)
