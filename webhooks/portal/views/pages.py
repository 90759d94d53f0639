"""Renders the portal's pages: plain HTML that works without scripts, in English and Spanish."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from falcon.asgi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from core.config import Config
from core.onboarding.portal_links import LinkProblem
from core.rules.sending.delivery_errors import policy_of
from core.rules.sending.reason_texts import reason_text
from core.rules.wording.catalogue import say, to_say
from core.rules.wording.days import write_short_day
from core.rules.wording.languages import LANGUAGES
from webhooks.portal.views.languages import language_of, remember_language, translator

_NOON = 12
_FORMS = ("/portal", "/connectors", "/onboard/test-sms", "/events")
"""Beneath these are addresses that only take forms."""
_TITLES = to_say(
    {
        LinkProblem.FORGED: "This link does not work",
        LinkProblem.EXPIRED: "This link has expired",
        LinkProblem.USED: "This link has been used",
    }
)
_TEXTS = to_say(
    {
        LinkProblem.FORGED: (
            "It may have been cut off on the way. Open it from the email once more."
        ),
        LinkProblem.EXPIRED: "Links work for seven days. We can send you a new one right away.",
        LinkProblem.USED: "Each link works once. We can send you a new one right away.",
    }
)


def wants_html(req: Request) -> bool:
    """Tell a person's browser from a program: browsers ask for HTML before all else."""
    accept = req.get_header("Accept") or ""
    html, json = accept.find("text/html"), accept.find("application/json")
    return html >= 0 and (json < 0 or html < json)


class Pages:
    """Fills the templates in `portal/templates`."""

    def __init__(self, config: Config) -> None:
        self.asset_version = _asset_version()
        self._values = {
            "postal_address": config.postal_address,
            "asset_version": self.asset_version,
            "features": config.features,
            "languages": {code: language.name for code, language in LANGUAGES.items()},
        }
        self._is_https = config.app_base_url.startswith("https:")

    def show(
        self, req: Request, resp: Response, template: str, *, status: int = 200, **values: Any
    ) -> None:
        """Answer with a page in the visitor's language, and remember that language."""
        locale = language_of(req)
        resp.status = status
        resp.content_type = "text/html; charset=utf-8"
        resp.set_header("Vary", "Accept, Accept-Language, Cookie")
        resp.set_header("Content-Language", locale)
        remember_language(req, resp, is_https=self._is_https)
        words = _words(locale) | {"language_page": _language_page(req, values)}
        resp.text = _templates().get_template(template).render(self._values | words | values)

    def sign_in(self, req: Request, resp: Response) -> None:
        """Ask for the address to send a link to."""
        title = to_say("Sign in")
        text = to_say("We email you a link: no password to remember.")
        self._link_page(req, resp, title=title, text=text, status=401)

    def dead_link(
        self,
        req: Request,
        resp: Response,
        problem: LinkProblem,
        *,
        status: int,
        signed_in: bool = False,
    ) -> None:
        """Say why a link opens nothing, and offer a new one, or the portal where it is open."""
        title, text = _TITLES[problem], _TEXTS[problem]
        resp.context.refusal = problem.value
        self._link_page(req, resp, title=title, text=text, status=status, signed_in=signed_in)

    def link_sent(self, req: Request, resp: Response) -> None:
        """Say the same whether the address is known or not."""
        title = to_say("Check your inbox")
        text = to_say("If this address belongs to one of our practices, a new link is on its way.")
        self._link_page(req, resp, title=title, text=text, status=202, offers_link=False)

    def _link_page(
        self,
        req: Request,
        resp: Response,
        *,
        title: str,
        text: str,
        status: int,
        offers_link: bool = True,
        signed_in: bool = False,
    ) -> None:
        self.show(
            req,
            resp,
            "link.html",
            status=status,
            title=title,
            text=text,
            offers_link=offers_link,
            signed_in=signed_in,
        )


def _language_page(req: Request, values: Mapping[str, Any]) -> str:
    """Name the page to which a change of language leads: this one, unless it answers a form.

    What answers a form cannot be asked for again; the page that it belongs to can.
    """
    if req.method in {"GET", "HEAD"}:
        return ""
    return str(values.get("here") or _page_of(req.path))


def _page_of(path: str) -> str:
    """Name the page that holds the form of a POST-only address, or the address itself."""
    return "/portal" if path == "/onboard" or path.startswith(_FORMS) else path


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("webhooks.portal", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def explain_code(code: str | None, locale: str) -> str | None:
    """Say in words what a delivery error means."""
    if not code:
        return None
    return say(policy_of(code).meaning, locale)


def clock_text(clock: time, locale: str) -> str:
    """Write a time of day as people say it: 8 PM, 8:30 p. m."""
    hour = clock.hour % _NOON or _NOON
    minutes = f":{clock.minute:02}" if clock.minute else ""
    half = say("AM" if clock.hour < _NOON else "PM", locale)
    return f"{hour}{minutes}\u00a0{half}"


def day_text(day: date, locale: str) -> str:
    """Write a day as people say it: Wed, Mar 4."""
    return write_short_day(day, locale)


def when_text(instant: datetime, zone: str, locale: str) -> str:
    """Write an instant as people of a time zone say it: Wed, Mar 4, 8:30 PM."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{day_text(local.date(), locale)}, {clock_text(local.time(), locale)}"


def _words(locale: str) -> dict[str, Any]:
    """Give what templates say things with."""

    def at(instant: datetime, zone: str) -> str:
        return clock_text(instant.astimezone(ZoneInfo(zone)).time(), locale)

    def on(instant: datetime, zone: str) -> str:
        return day_text(instant.astimezone(ZoneInfo(zone)).date(), locale)

    say: Callable[..., str] = translator(locale)
    return {
        "_": say,
        "locale": locale,
        "at": at,
        "on": on,
        "day": lambda day: day_text(day, locale),
        "clock": lambda clock: clock_text(clock, locale),
        "why": lambda reason: reason_text(reason, locale) if reason else "",
        "explain": lambda code: explain_code(code, locale),
    }


@cache
def _asset_version() -> str:
    """Name the static files by what is in them, so that browsers may keep them."""
    folder = files("webhooks.portal") / "static"
    digest = hashlib.sha256()
    for name in sorted(f.name for f in folder.iterdir()):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]
