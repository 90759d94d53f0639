"""POST /portal/doubtful: the office's word on visits that a list or calendar leaves open."""

from collections.abc import Mapping
from datetime import datetime

from falcon.asgi import Request, Response

from core.store.database import Connection
from core.visits.doubtful_visits import Answer, answer_doubtful
from webhooks.access import get_signed_in_practice
from webhooks.bodies import first_values, parse_form_fields, read_body
from webhooks.deps import Deps
from webhooks.problems import Problem
from webhooks.visitors import ip_hash, session_cookie

_MAX_BYTES = 4096


class DoubtfulVisits:
    """Takes visits in, or leaves them out, as the office says."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_post(self, req: Request, resp: Response) -> None:
        """Answer for one group as it was shown; what came to it since stays."""
        cookie = session_cookie(req)
        form = first_values(parse_form_fields(await read_body(req, max_bytes=_MAX_BYTES)))
        visitor = ip_hash(req, self._deps.config, self._deps.sealer)

        def take(connection: Connection) -> None:
            practice = get_signed_in_practice(connection, self._deps, cookie)
            answer = _read_answer(form, visitor)
            answer_doubtful(self._deps.context(connection), practice, answer)

        await self._deps.database.run(take)
        resp.status, resp.location = 303, "/portal/visits#doubtful"


def _read_answer(form: Mapping[str, str], visitor: str | None) -> Answer:
    if form.get("came") not in {"yes", "no"}:
        raise Problem(400, "malformed", "The form does not say whether they came.")
    return Answer(
        reason=form.get("reason", ""),
        told=form.get("told", ""),
        came=form["came"] == "yes",
        shown_at=_instant(form.get("shown_at", "")),
        ip_hash=visitor,
    )


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Problem(400, "malformed", "The form does not say when it was shown.") from error
    if moment.tzinfo is None:
        raise Problem(400, "malformed", "The form does not say when it was shown.")
    return moment
