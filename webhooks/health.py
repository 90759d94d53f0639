"""Whether the process lives, and whether it can work."""

import psycopg
from falcon.asgi import Request, Response

from core.errors import TransientError
from core.store.database import prove_writable
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
    """GET /readyz: 200 while the database takes what is written, else 503."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    async def on_get(self, req: Request, resp: Response) -> None:
        """Try to write."""
        del req
        try:
            await self._database.run(prove_writable)
        except (TransientError, psycopg.Error):
            resp.status = 503
            resp.media = {"error": "unavailable", "message": "Nothing can be written."}
            resp.set_header("Retry-After", "5")
            return
        resp.media = {"status": "ok"}
