"""Whether the process lives, and whether it can work."""

from falcon.asgi import Request, Response

from core.errors import TransientError
from core.store.database import ping
from webhooks.deps import Deps


class Health:
    """GET /healthz: touches nothing."""

    def __init__(self, deps: Deps) -> None:
        self._media = {"status": "ok", "sha": deps.config.git_sha}

    async def on_get(self, req: Request, resp: Response) -> None:
        """Say that the process answers, and of which build it is."""
        del req
        resp.media = self._media


class Readiness:
    """GET /readyz: 200 while the database answers, else 503."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    async def on_get(self, req: Request, resp: Response) -> None:
        """Ask the database."""
        del req
        try:
            await self._database.run(ping)
        except TransientError:
            resp.status = 503
            resp.media = {"error": "unavailable", "message": "The database does not answer."}
            resp.set_header("Retry-After", "5")
            return
        resp.media = {"status": "ok"}
