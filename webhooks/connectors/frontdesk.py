"""POST /connectors/frontdesk."""

import secrets
from collections.abc import Mapping
from typing import Any

from falcon.asgi import Request, Response

from core.onboarding.sign_in import find_front_desk
from core.store.database import Connection
from core.store.practices import find_practice
from core.visits.frontdesk import OverQuota, check_visit, heed_ban, take_visit
from core.visits.intake import VisitOutcome, VisitResult
from webhooks.access import unauthorized
from webhooks.bodies import read_form_or_json
from webhooks.deps import Deps
from webhooks.problems import Problem
from webhooks.visitors import bearer_token

_MAX_BYTES = 16 * 1024
_LONGEST_JITTER_SECONDS = 300


class FrontdeskVisits:
    """Takes one finished visit from the practice's front desk."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_post(self, req: Request, resp: Response) -> None:
        """Answer 201 for a new visit, 200 for one that is known, 429 over the day's quota."""
        bearer = bearer_token(req)
        if bearer is None:
            raise unauthorized()
        body = await read_form_or_json(req, max_bytes=_MAX_BYTES)
        outcome = await self._deps.database.run(lambda c: self._take(c, bearer, body))
        if isinstance(outcome, dict):
            raise Problem(422, "invalid", "Some values are not valid.", fields=outcome)
        if isinstance(outcome, OverQuota):
            raise _over_quota(outcome)
        resp.status = 201 if outcome.result is VisitResult.ACCEPTED else 200
        resp.media = {"status": outcome.result.value, "visit_id": str(outcome.visit_id)} | (
            {"reason": outcome.reason} if outcome.reason else {}
        )

    def _take(
        self, connection: Connection, bearer: str, body: Mapping[str, Any]
    ) -> VisitOutcome | OverQuota | dict[str, str]:
        """Take the visit in, or give what is to be mended; a remark's ban stands either way."""
        practice_id = find_front_desk(connection, bearer)
        practice = find_practice(connection, practice_id) if practice_id else None
        if practice is None:
            raise unauthorized()
        context = self._deps.context(connection)
        visit = check_visit(body, zone=practice.zone, now=context.now)
        if isinstance(visit, dict):
            heed_ban(context, practice, body)
            return visit
        return take_visit(context, practice, visit)


def _over_quota(limit: OverQuota) -> Problem:
    """Name the wait, with jitter so that every client of the office does not return at once."""
    jitter = secrets.randbelow(_LONGEST_JITTER_SECONDS + 1)
    wait = limit.retry_after_seconds + jitter
    return Problem(
        429,
        "rate_limited",
        "The day's quota of visits is used up.",
        headers={"Retry-After": str(wait)},
        retry_after_seconds=wait,
        advice=(
            "Keep the visit and send it again after Retry-After, which includes up to five minutes"
            " of jitter; add jitter of your own to each further attempt, doubling the wait."
            " Many visits at once go through /connectors/csv/upload."
        ),
    )
