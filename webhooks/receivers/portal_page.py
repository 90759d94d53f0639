"""The practice's own page, the state of a test message, and the static files."""

import re
from importlib.resources import files

from falcon.asgi import Request, Response

from core.intake.sign_in import find_signed_in
from core.rules.local_time import day_bounds, local_date
from core.rules.tokens import token_hash
from core.store.database import Connection
from core.store.onboarding import ProofState, find_proof
from core.store.portal import Overview, get_overview
from core.store.practices import Practice, find_practice, set_paused
from core.store.sessions import revoke_session
from webhooks.deps import Deps
from webhooks.portal.pages import Pages, explain_code
from webhooks.problems import not_found
from webhooks.receivers.onboarding import find_practice_of
from webhooks.visitors import SESSION_COOKIE, bearer_token, session_cookie, unauthorized

_JOB_ID = re.compile(r"[1-9][0-9]{0,17}")
_MESSAGES = {
    "queued": "On its way…",
    "sent": "Sent. Look at your phone.",
    "delivered": "Delivered. Did it look right?",
    "failed": "It did not arrive.",
}
_STATIC_TYPES = {"portal.css": "text/css", "portal.js": "text/javascript"}


class PortalPage:
    """GET /portal, and the buttons on it."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_get(self, req: Request, resp: Response) -> None:
        """Show the page to a signed-in owner, and a way to sign in to everyone else."""
        cookie = session_cookie(req)
        found = await self._deps.database.run(lambda c: self._read(c, cookie))
        if found is None:
            self._pages.sign_in(resp)
            return
        practice, overview = found
        self._pages.home(resp, practice=practice, overview=overview)

    async def on_post_pause(self, req: Request, resp: Response) -> None:
        """Stop all sending until the owner resumes it."""
        await self._set_paused(req, resp, paused=True)

    async def on_post_resume(self, req: Request, resp: Response) -> None:
        """Let sending go on."""
        await self._set_paused(req, resp, paused=False)

    async def on_post_sign_out(self, req: Request, resp: Response) -> None:
        """End the session."""
        cookie = session_cookie(req)
        if cookie:
            now = self._deps.clock()
            await self._deps.database.run(lambda c: revoke_session(c, token_hash(cookie), now=now))
        resp.unset_cookie(SESSION_COOKIE, path="/")
        resp.status, resp.location = 303, "/portal"

    def _read(self, connection: Connection, cookie: str | None) -> tuple[Practice, Overview] | None:
        now = self._deps.clock()
        practice_id = find_signed_in(connection, cookie, now=now)
        practice = find_practice(connection, practice_id) if practice_id else None
        if practice is None:
            return None
        day = day_bounds(local_date(now, practice.zone), practice.zone)
        return practice, get_overview(connection, practice.id, day=day, now=now)

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


class MessageStatus:
    """GET /portal/messages/{job_id}/status: how a test message is doing."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_get(self, req: Request, resp: Response, job_id: str) -> None:
        """Answer to the session, or to the unused link, that asked for the message."""
        token, cookie = bearer_token(req) or "", session_cookie(req)
        state = await self._deps.database.run(lambda c: self._find(c, job_id, token, cookie))
        if state is None:
            raise not_found()
        word = _state_of(state)
        resp.media = {
            "state": word,
            "message": explain_code(state.error_code) or _MESSAGES[word],
            "code": state.error_code,
        }

    def _find(
        self, connection: Connection, job_id: str, token: str, cookie: str | None
    ) -> ProofState | None:
        practice_id = find_practice_of(connection, self._deps, token=token, cookie=cookie)
        if not _JOB_ID.fullmatch(job_id):
            return None
        return find_proof(connection, practice_id=practice_id, job_id=int(job_id))


class StaticFile:
    """GET /static/{name}: the portal's own style sheet and script."""

    def __init__(self) -> None:
        folder = files("webhooks.portal") / "static"
        self._files = {name: (folder / name).read_bytes() for name in _STATIC_TYPES}

    async def on_get(self, req: Request, resp: Response, name: str) -> None:
        """Serve one file, for a year: its address changes with its content."""
        del req
        if name not in self._files:
            raise not_found()
        resp.content_type = f"{_STATIC_TYPES[name]}; charset=utf-8"
        resp.data = self._files[name]
        resp.set_header("Cache-Control", "public, max-age=31536000, immutable")


def _state_of(proof: ProofState) -> str:
    if proof.state == "delivered":
        return "delivered"
    if proof.state in {"failed", "undelivered"} or proof.job_status == "dead":
        return "failed"
    return "sent" if proof.state == "accepted" else "queued"
