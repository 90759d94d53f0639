"""/portal/bans: what keeps somebody from being asked, and the button that lifts it."""

from collections.abc import Mapping

from falcon.asgi import Request, Response

from core.rules.visits.remarks import Ban
from core.rules.wording.catalogue import say, to_say
from core.store.database import Connection
from core.store.practices import Practice
from core.visits.banned_contacts import ContactBans, find_bans, lift_bans
from webhooks.access import get_signed_in_practice
from webhooks.bodies import first_values, parse_form_fields, read_body
from webhooks.deps import Deps
from webhooks.portal.views.forms import plain_phone
from webhooks.portal.views.languages import language_of
from webhooks.portal.views.pages import Pages
from webhooks.visitors import ip_hash, session_cookie

_MAX_BYTES = 4096
_WORDS: Mapping[Ban, str] = to_say(
    {
        Ban.DECEASED: "that they have died",
        Ban.NO_CONTACT: "that they are not to be contacted",
        Ban.NO_TEXTS: "that they want no texts",
        Ban.NO_EMAILS: "that they want no emails",
    }
)

_Found = tuple[Practice, ContactBans | None]


class Bans:
    """Shows what lists, calendars and the front desk say of a contact, and lifts it if told to."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_post(self, req: Request, resp: Response) -> None:
        """Say what is known of a phone or email, and ask before anything is lifted."""
        form = first_values(parse_form_fields(await read_body(req, max_bytes=_MAX_BYTES)))
        cookie, typed = session_cookie(req), form.get("contact", "")

        def look(connection: Connection) -> _Found:
            practice = get_signed_in_practice(connection, self._deps, cookie)
            return practice, find_bans(self._deps.context(connection), practice.id, typed)

        self._show(req, resp, await self._deps.database.run(look), typed)

    async def on_post_lift(self, req: Request, resp: Response) -> None:
        """Lift it where the office says that it may; without its word nothing is done."""
        form = first_values(parse_form_fields(await read_body(req, max_bytes=_MAX_BYTES)))
        cookie, typed = session_cookie(req), form.get("contact", "")
        is_confirmed = form.get("confirmed") == "true"
        visitor = ip_hash(req, self._deps.config, self._deps.sealer)

        def lift(connection: Connection) -> _Found:
            practice = get_signed_in_practice(connection, self._deps, cookie)
            context = self._deps.context(connection)
            if not is_confirmed:
                return practice, find_bans(context, practice.id, typed)
            return practice, lift_bans(context, practice.id, typed, ip_hash=visitor)

        found = await self._deps.database.run(lift)
        self._show(req, resp, found, typed, is_lifted=is_confirmed)

    def _show(
        self, req: Request, resp: Response, found: _Found, typed: str, *, is_lifted: bool = False
    ) -> None:
        (practice, one), locale = found, language_of(req)
        contact = one.contact if one else typed
        self._pages.show(
            req,
            resp,
            "bans.html",
            status=200 if one else 422,
            here="/portal/settings",
            practice=practice,
            notice=None,
            typed=typed,
            contact=contact if one is None or "@" in contact else plain_phone(contact),
            is_known=one is not None,
            told=[say(_WORDS[ban], locale) for ban in one.bans] if one else [],
            has_others=one is not None and one.has_others,
            is_lifted=is_lifted,
        )
