"""GET /r/{code}: the tracking link in every message."""

import asyncio
import re
from collections import Counter
from time import monotonic
from typing import cast

from falcon.asgi import Request, Response

from core.errors import TransientError
from core.rules.places.review_link import is_google_url
from core.rules.sending.clicks import is_human_click
from core.store.clicks import TrackingLink, click_row
from webhooks.deps import Deps
from webhooks.hot_rows import CLICK, LINK
from webhooks.link_cache import LinkCache
from webhooks.problems import not_found
from webhooks.visitors import agent_hash, ip_hash

_MOST_A_MINUTE = 20
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WAIT_SECONDS = 0.04
_FRESHNESS_SECONDS = 1.0
_PURPOSE_HEADERS = ("Purpose", "X-Purpose", "Sec-Purpose", "X-Moz")


class TrackingLinkResource:
    """Leads a patient to the practice's review page, and counts it if it is a person."""

    def __init__(self, deps: Deps, cache: LinkCache) -> None:
        self._deps = deps
        self._cache = cache
        self._openings = _Openings()

    async def on_get(self, req: Request, resp: Response, code: str) -> None:
        """Redirect, and record a click."""
        await self._redirect(req, resp, code)

    async def on_head(self, req: Request, resp: Response, code: str) -> None:
        """Redirect; only machines ask like this."""
        await self._redirect(req, resp, code)

    async def _redirect(self, req: Request, resp: Response, code: str) -> None:
        link = await self._find(code)
        if link is None or not link.review_link or not is_google_url(link.review_link):
            raise not_found()
        if link.review_request_id is not None:
            if self._openings.may_record(code):
                await self._record(req, link)
            else:
                self._deps.refusals.count(req.uri_template, "too_many_clicks")
        resp.status = 302
        resp.location = link.review_link
        resp.set_header("Cache-Control", "no-store")
        resp.set_header("X-Robots-Tag", "noindex, nofollow")

    async def _find(self, code: str) -> TrackingLink | None:
        if not _CODE.fullmatch(code):
            return None
        appender = self._deps.appender
        link = self._cache.get(code, may_be_stale=appender.is_gone)
        if link is not None:
            return link
        stale = self._cache.get(code, may_be_stale=True)
        patience = _FRESHNESS_SECONDS if stale else None
        try:
            found = await appender.append(LINK, code, within_seconds=patience)
        except TransientError:
            if stale is None:
                raise
            return stale
        link = cast("TrackingLink | None", found)
        if link is not None:
            self._cache.put(code, link)
        return link

    async def _record(self, req: Request, link: TrackingLink) -> None:
        """Write the click down, now if the database is there, else when it is back.

        Nobody waits for that longer than they would notice, or at all in an outage: they came to
        write a review.
        """
        now = self._deps.clock()
        human = is_human_click(
            method=req.method,
            user_agent=req.user_agent or "",
            purpose_header=_purpose(req),
            seconds_since_email=(now - link.emailed_at).total_seconds()
            if link.emailed_at
            else None,
        )
        row = click_row(
            link,
            human=human,
            ip_hash=ip_hash(req, self._deps.config, self._deps.sealer),
            ua_hash=agent_hash(req, self._deps.sealer),
            at=now,
        )
        kept = self._deps.appender.keep(CLICK, row)
        if not self._deps.appender.is_gone:
            await asyncio.wait({kept}, timeout=_WAIT_SECONDS)


class _Openings:
    """How often each code was opened in this minute, in this process."""

    def __init__(self) -> None:
        self._minute = 0
        self._counts: Counter[str] = Counter()

    def may_record(self, code: str) -> bool:
        """Count an opening; tells whether it is one of the first twenty of this minute."""
        minute = int(monotonic() // 60)
        if minute != self._minute:
            self._minute = minute
            self._counts.clear()
        self._counts[code] += 1
        return self._counts[code] <= _MOST_A_MINUTE


def _purpose(req: Request) -> str:
    said = (req.get_header(name) for name in _PURPOSE_HEADERS)
    return " ".join(filter(None, said))
