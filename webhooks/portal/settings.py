"""/portal/settings: what onboarding set, what it left at its default, and whom never to ask."""

from collections.abc import Mapping
from typing import Any

from falcon.asgi import Request, Response

from core.consent.exclusions import exclude, read_exclusions
from core.onboarding.form import check_settings
from core.onboarding.sign_in_changes import hold_address
from core.reviews.lookups import look_up_place
from core.store.database import Connection
from core.store.exclusions import remove_exclusion
from core.store.onboarding import Choices, save_choices, set_monthly_budget
from core.store.sign_in_changes import find_waiting_email
from webhooks.access import find_signed_in_practice, get_signed_in_practice
from webhooks.bodies import first_values, parse_form_fields, read_body
from webhooks.deps import Deps
from webhooks.portal.views.exclusions import exclusions_view
from webhooks.portal.views.forms import link_view, settings_view
from webhooks.portal.views.home import arrival_notice
from webhooks.portal.views.languages import language_of
from webhooks.portal.views.pages import Pages
from webhooks.visitors import session_cookie

_MAX_BYTES = 64 * 1024


class PortalSettings:
    """Shows and saves a practice's settings, all or nothing."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_get(self, req: Request, resp: Response) -> None:
        """Show what is set."""
        cookie, locale = session_cookie(req), language_of(req)
        view = await self._deps.database.run(lambda c: self._view(c, cookie, locale, {}, {}))
        if view is None:
            self._pages.sign_in(req, resp)
            return
        notice = arrival_notice(req.params, locale, name=view["practice"].name, under_way=False)
        self._show(req, resp, view | {"notice": notice})

    async def on_post(self, req: Request, resp: Response) -> None:
        """Save, or show what was typed with what is wrong beside it."""
        cookie, locale = session_cookie(req), language_of(req)
        form = first_values(parse_form_fields(await read_body(req, max_bytes=_MAX_BYTES)))
        view = await self._deps.database.run(lambda c: self._save(c, cookie, locale, form))
        if view is None:
            resp.status, resp.location = 303, "/portal/settings?saved=1"
            return
        self._show(req, resp, view | {"notice": None}, status=422)

    async def on_post_exclude(self, req: Request, resp: Response) -> None:
        """Put somebody on the list of those never asked, or say why not."""
        cookie, locale = session_cookie(req), language_of(req)
        form = first_values(parse_form_fields(await read_body(req, max_bytes=_MAX_BYTES)))
        typed = form.get("contact", "")
        view = await self._deps.database.run(lambda c: self._exclude(c, cookie, locale, typed))
        if view is None:
            resp.status, resp.location = 303, "/portal/settings#never"
            return
        self._show(req, resp, view | {"notice": None}, status=422)

    async def on_post_include(self, req: Request, resp: Response) -> None:
        """Take somebody off the list again."""
        cookie = session_cookie(req)
        form = first_values(parse_form_fields(await read_body(req, max_bytes=_MAX_BYTES)))
        await self._deps.database.run(
            lambda c: remove_exclusion(
                c,
                practice_id=get_signed_in_practice(c, self._deps, cookie).id,
                contact_hash=form.get("contact_hash", ""),
            )
        )
        resp.status, resp.location = 303, "/portal/settings#never"

    def _exclude(
        self, connection: Connection, cookie: str | None, locale: str, typed: str
    ) -> dict[str, Any] | None:
        practice = get_signed_in_practice(connection, self._deps, cookie)
        context = self._deps.context(connection)
        problem = exclude(context, practice.id, typed)
        if problem is None:
            return None
        view = self._view(connection, cookie, locale, {}, {}) or {}
        contacts = read_exclusions(context, practice.id)
        return view | {"never": exclusions_view(contacts, locale, typed=typed, problem=problem)}

    def _show(self, req: Request, resp: Response, view: dict[str, Any], status: int = 200) -> None:
        self._pages.show(req, resp, "settings.html", status=status, here="/portal/settings", **view)

    def _save(
        self, connection: Connection, cookie: str | None, locale: str, form: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        practice = get_signed_in_practice(connection, self._deps, cookie)
        choices = check_settings(form, locale)
        if not isinstance(choices, Choices):
            return self._view(connection, cookie, locale, form, choices)
        save_choices(
            connection,
            practice.id,
            hold_address(self._deps.context(connection), practice, choices),
            sms_status=self._deps.config.sms_default_status,
            now=self._deps.clock(),
        )
        set_monthly_budget(
            connection, practice.id, choices.monthly_budget_usd, now=self._deps.clock()
        )
        return None

    def _view(
        self,
        connection: Connection,
        cookie: str | None,
        locale: str,
        given: Mapping[str, Any],
        problems: Mapping[str, str],
    ) -> dict[str, Any] | None:
        practice = find_signed_in_practice(connection, self._deps, cookie)
        if practice is None:
            return None
        view = settings_view(practice, locale, given=given, problems=problems)
        url = "" if "review_link" in problems else view["values"]["review_link"]
        context = self._deps.context(connection)
        place = look_up_place(context, practice.id, url, may_ask=False)
        never = exclusions_view(read_exclusions(context, practice.id), locale)
        waiting = find_waiting_email(connection, practice.id, now=context.now)
        return view | {"link": link_view(url, locale, place), "never": never, "waiting": waiting}
