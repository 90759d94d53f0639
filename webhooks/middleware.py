"""What surrounds every request: the life of pools, and the headers that browsers enforce."""

from typing import Any

from falcon.asgi import Request, Response

from webhooks.deps import Deps
from webhooks.problems import Problem
from webhooks.visitors import bearer_token, is_own_request

_FROM_ANYWHERE = ("/webhooks/", "/u/")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)


class Lifecycle:
    """Opens the two ways to the database with the worker, and closes them with it."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def process_startup(self, scope: dict[str, Any], event: dict[str, Any]) -> None:
        """Open; works without the database, which may come later."""
        del scope, event
        await self._deps.database.start()
        await self._deps.appender.start()

    async def process_shutdown(self, scope: dict[str, Any], event: dict[str, Any]) -> None:
        """Write what is waiting, and close."""
        del scope, event
        await self._deps.appender.stop()
        await self._deps.database.stop()


class SecurityHeaders:
    """Nothing from elsewhere, in no frame, guessed as no other type, kept by no cache."""

    def __init__(self, *, is_https: bool) -> None:
        self._headers = {
            "Content-Security-Policy": _POLICY,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",  # own forms then name their Origin
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
        if is_https:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def process_response(
        self,
        req: Request,
        resp: Response,
        resource: object,
        req_succeeded: bool,  # noqa: FBT001 - Falcon's signature
    ) -> None:
        """Add the headers to every answer."""
        del req, resource, req_succeeded
        resp.set_headers(self._headers)
        if resp.get_header("Cache-Control") is None:
            resp.set_header("Cache-Control", "no-store")


class OwnPagesOnly:
    """Refuses what another site's page would have a browser do, on every route but three kinds.

    Providers sign what they send to `/webhooks`; who unsubscribes brings the link as proof, and
    mail programs may do so from anywhere (RFC 8058); a bearer token is not sent by itself.
    """

    async def process_request(self, req: Request, resp: Response) -> None:
        """Raise the answer 403 where it is so."""
        del resp
        if req.path.startswith(_FROM_ANYWHERE) or bearer_token(req) is not None:
            return
        if not is_own_request(req):
            raise Problem(403, "cross_site", "Another site's page asked for this.")
