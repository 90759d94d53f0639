"""GET /portal/calendars: which calendars are read, where the fields stand, and what comes of it.

Nothing here calls a provider: a look is asked for, a job takes it, and the page shows the findings.
"""

from collections.abc import Mapping
from typing import Any

from falcon.asgi import Request, Response

from core.calendars.choices import Desk, ask_for_look, keep_choice, open_desk
from core.rules.calendars.fields import HOLDERS, FieldChoice, read_field_choice
from core.rules.visits.sources import CALENDARS
from core.rules.wording.catalogue import to_say
from core.store.calendar_connections import ConnectionState
from core.store.database import Connection
from core.store.practices import Practice
from webhooks.access import find_signed_in_practice, get_signed_in_practice
from webhooks.bodies import parse_form_fields, read_body
from webhooks.deps import Deps
from webhooks.portal.source_states import read_sources
from webhooks.portal.views.calendars import calendar_card
from webhooks.portal.views.home import arrival_notice
from webhooks.portal.views.languages import language_of, translator
from webhooks.portal.views.pages import Pages
from webhooks.portal.views.sources import calendars_view, is_any_under_way
from webhooks.visitors import session_cookie

_HERE = "/portal/calendars"
_MAX_BYTES = 64 * 1024


class PortalCalendars:
    """The page, with a card for each provider that is switched on."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages
        features = deps.config.features
        self.sources = [source for source in CALENDARS if features.is_on(source)]

    async def on_get(self, req: Request, resp: Response) -> None:
        """Show the page to a signed-in owner."""
        await self.show(req, resp)

    async def show(
        self,
        req: Request,
        resp: Response,
        *,
        tried: Mapping[str, Mapping[str, Any]] | None = None,
        status: int = 200,
    ) -> None:
        """Show the page, a provider's card by what is `tried` on it."""
        cookie, locale = session_cookie(req), language_of(req)
        view = await self._deps.database.run(lambda c: self._view(c, cookie, locale, tried or {}))
        if view is None:
            self._pages.sign_in(req, resp)
            return
        view["under_way"] = is_any_under_way(view["cards"])
        notice = arrival_notice(
            req.params, locale, name=view["practice"].name, under_way=view["under_way"]
        )
        self._pages.show(
            req, resp, "calendars.html", status=status, here="/portal/visits", notice=notice, **view
        )

    def _view(
        self,
        connection: Connection,
        cookie: str | None,
        locale: str,
        tried: Mapping[str, Mapping[str, Any]],
    ) -> dict[str, Any] | None:
        practice = find_signed_in_practice(connection, self._deps, cookie)
        if practice is None:
            return None
        context = self._deps.context(connection)
        known = read_sources(connection, practice, now=context.now)
        states = {state.source: state for state in known.calendars}
        shown = {
            one["value"]: one
            for one in calendars_view(
                known, practice, self._deps.config.features, self._deps.sealer, locale
            )
        }
        cards = []
        for source in self.sources:
            desk = open_desk(context, source, practice_id=practice.id)
            state: ConnectionState | None = states.get(source)
            changes = tried.get(source, {})
            card = calendar_card(source, desk, state, practice, locale, **changes)
            cards.append(shown[source] | card)
        return {"practice": practice, "cards": cards}


class CalendarChooser:
    """POST /portal/calendars/{source} tries or keeps a choice; POST …/look asks for a look."""

    def __init__(self, deps: Deps, source: str, page: PortalCalendars) -> None:
        self._deps = deps
        self._source = source
        self._page = page

    async def on_post_look(self, req: Request, resp: Response) -> None:
        """Have a job look at the calendars."""
        cookie = session_cookie(req)

        def ask(connection: Connection) -> None:
            practice = get_signed_in_practice(connection, self._deps, cookie)
            ask_for_look(self._deps.context(connection), self._source, practice_id=practice.id)

        await self._deps.database.run(ask)
        resp.status, resp.location = 303, f"{_HERE}#{self._source}"

    async def on_post(self, req: Request, resp: Response) -> None:
        """Show what a choice would bring, or keep it."""
        cookie, locale = session_cookie(req), language_of(req)
        posted = parse_form_fields(await read_body(req, max_bytes=_MAX_BYTES))
        calendars = frozenset(value for key, value in posted if key == "calendar")
        chosen = {holder: {v for k, v in posted if k == holder} for holder in HOLDERS}
        fields = read_field_choice(chosen)
        is_kept = ("action", "save") in posted
        problem = await self._deps.database.run(
            lambda c: self._choose(c, cookie, calendars, fields, is_kept=is_kept)
        )
        if is_kept and not problem:
            resp.status, resp.location = 303, f"{_HERE}?saved=1"
            return
        tried = {"calendars": calendars, "fields": fields}
        said = translator(locale)(problem) if problem else ""
        await self._page.show(
            req,
            resp,
            tried={self._source: tried | {"problem": said}},
            status=422 if problem and is_kept else 200,
        )

    def _choose(
        self,
        connection: Connection,
        cookie: str | None,
        calendars: frozenset[str],
        fields: FieldChoice,
        *,
        is_kept: bool,
    ) -> str:
        """Keep a choice if it is to be kept; gives what is wrong with it."""
        practice: Practice = get_signed_in_practice(connection, self._deps, cookie)
        context = self._deps.context(connection)
        desk = open_desk(context, self._source, practice_id=practice.id)
        problem = _problem_with(desk, calendars, fields)
        if is_kept and not problem and desk.findings is not None:
            keep_choice(
                context,
                self._source,
                practice_id=practice.id,
                findings=desk.findings,
                calendars=calendars,
                fields=fields,
            )
        return problem


def add_calendar_choices(app: Any, deps: Deps, pages: Pages) -> None:
    """Put the page and its forms into the app, for the providers that are switched on."""
    page = PortalCalendars(deps, pages)
    if page.sources:
        app.add_route(_HERE, page)
    for source in page.sources:
        chooser = CalendarChooser(deps, source, page)
        app.add_route(f"{_HERE}/{source}", chooser)
        app.add_route(f"{_HERE}/{source}/look", chooser, suffix="look")


def _problem_with(desk: Desk, calendars: frozenset[str], fields: FieldChoice) -> str:
    if desk.findings is None:
        return to_say("That was a while ago. Please have your calendars looked at once more.")
    if not calendars or calendars - {calendar.id for calendar in desk.findings.calendars}:
        return to_say("Please choose at least one calendar.")
    if not fields.name:
        return to_say("Please say where the name stands.")
    if not fields.phone | fields.email:
        return to_say("Please say where the phone or the email stands.")
    return ""
