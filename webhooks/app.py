"""The web app: which resource answers which route."""

from typing import Any
from urllib.parse import quote_from_bytes

import falcon.asgi

from core.rules.visits.sources import CALENDARS
from webhooks.connectors.calendars import add_calendar_routes
from webhooks.connectors.frontdesk import FrontdeskVisits
from webhooks.connectors.uploads import CsvUpload
from webhooks.deps import Deps
from webhooks.health import Health, Readiness
from webhooks.link_cache import LinkCache, RecentLinks
from webhooks.middleware import Lifecycle, OwnPagesOnly, SecurityHeaders
from webhooks.openapi import OpenApi
from webhooks.portal.answers import ForecastAnswer, LinkCheck
from webhooks.portal.bans import Bans
from webhooks.portal.calendars import add_calendar_choices
from webhooks.portal.confirm_address import ConfirmAddress
from webhooks.portal.doubtful import DoubtfulVisits
from webhooks.portal.frontdesk import FrontdeskPage
from webhooks.portal.home import PortalPage
from webhooks.portal.onboarding import Onboarding, OnboardingPage, OnboardingStarted
from webhooks.portal.proof_texts import MessageStatus, ProofText
from webhooks.portal.settings import PortalSettings
from webhooks.portal.sign_in import PortalLink, SignIn
from webhooks.portal.static_files import StaticFile
from webhooks.portal.uploads import PortalUploads
from webhooks.portal.views.pages import Pages
from webhooks.portal.visits import PortalVisits
from webhooks.problems import CountedRefusals, ErrorTable, install_error_table
from webhooks.progress import LongAnswers
from webhooks.receivers.checkouts import HeldCheckoutPage
from webhooks.receivers.click import TrackingLinkResource
from webhooks.receivers.ses import SesWebhook
from webhooks.receivers.stripe import StripeWebhook
from webhooks.receivers.twilio_inbound import TwilioInbound
from webhooks.receivers.twilio_status import TwilioStatus
from webhooks.receivers.unsubscribe import Unsubscribe
from webhooks.refusals import Refusals
from webhooks.visitors import SignedSessions

_SIGNS = "".join(chr(number) for number in range(33, 127))


class _WebApp(falcon.asgi.App[Any, Any]):
    """Takes what a server may hand on and Falcon may not: handshakes, and queries beyond ASCII.

    What answers GET answers HEAD: Falcon leaves the body out.
    """

    refusals: Refusals
    """For the server, which refuses some requests before the app sees them."""

    def add_route(self, uri_template: str, resource: object, **options: Any) -> None:
        """Add a route."""
        end = f"_{options['suffix']}" if options.get("suffix") else ""
        get = getattr(resource, f"on_get{end}", None)
        if get is not None and not hasattr(resource, f"on_head{end}"):
            setattr(resource, f"on_head{end}", get)
        super().add_route(uri_template, resource, **options)

    async def __call__(  # type: ignore[override] # as Falcon's own override of its WSGI app
        self, scope: dict[str, Any], receive: Any, send: Any
    ) -> None:
        """Refuse a WebSocket, which no route has; spell a query in ASCII."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        query = scope.get("query_string", b"")
        if not query.isascii():
            scope = scope | {"query_string": quote_from_bytes(query, safe=_SIGNS).encode()}
        await super().__call__(scope, receive, send)


def create_app(deps: Deps) -> "falcon.asgi.App[Any, Any]":
    """Build the app; routes behind a flag that is off do not exist."""
    is_https = deps.config.app_base_url.startswith("https:")
    headers = SecurityHeaders(is_https=is_https)
    sessions = SignedSessions(deps.config)
    counted = CountedRefusals(deps.refusals)
    middleware: list[Any] = [Lifecycle(deps), headers, counted, sessions, OwnPagesOnly()]
    app = _WebApp(middleware=middleware)
    app.refusals = deps.refusals
    app.req_options.strip_url_path_trailing_slash = False
    app.resp_options.secure_cookies_by_default = is_https
    pages = Pages(deps.config)
    install_error_table(app, deps, pages)
    _add_webhooks(app, deps)
    _add_portal(app, deps, pages)
    _add_sources(app, deps, pages)
    return app


def _add_webhooks(app: "falcon.asgi.App[Any, Any]", deps: Deps) -> None:
    app.add_route("/healthz", Health(deps))
    app.add_route("/readyz", Readiness(deps))
    app.add_route("/openapi.json", OpenApi(deps))
    app.add_route("/webhooks/stripe", StripeWebhook(deps))
    app.add_route("/webhooks/twilio/inbound", TwilioInbound(deps))
    app.add_route("/webhooks/twilio/status", TwilioStatus(deps))
    app.add_route("/webhooks/ses", SesWebhook(deps))
    links = LinkCache()
    app.add_route("/r/{code}", TrackingLinkResource(deps, links))
    app.add_middleware(RecentLinks(deps, links))


def _add_portal(app: "falcon.asgi.App[Any, Any]", deps: Deps, pages: Pages) -> None:
    home = PortalPage(deps, pages)
    app.add_route("/onboard", Onboarding(deps, pages))
    app.add_route("/onboard/test-sms", ProofText(deps, pages))
    app.add_route("/onboard/{token}", OnboardingPage(deps, pages))
    app.add_route("/events/onboarding_started", OnboardingStarted(deps))
    app.add_route("/portal", home)
    app.add_route("/portal/pause", home, suffix="pause")
    app.add_route("/portal/resume", home, suffix="resume")
    app.add_route("/portal/sign-out", home, suffix="sign_out")
    app.add_route("/portal/link", PortalLink(deps, pages))
    app.add_route("/portal/sign-in", SignIn(deps, pages))
    app.add_route("/portal/confirm-address/{token}", ConfirmAddress(deps, pages))
    app.add_route("/portal/check-link", LinkCheck(deps))
    app.add_route("/portal/forecast", ForecastAnswer())
    settings = PortalSettings(deps, pages)
    app.add_route("/portal/settings", settings)
    app.add_route("/portal/exclusions", settings, suffix="exclude")
    app.add_route("/portal/exclusions/remove", settings, suffix="include")
    bans = Bans(deps, pages)
    app.add_route("/portal/bans", bans)
    app.add_route("/portal/bans/lift", bans, suffix="lift")
    app.add_route("/portal/messages/{job_id}/status", MessageStatus(deps))
    app.add_route("/u/{token}", Unsubscribe(deps, pages))
    app.add_route("/checkouts/{token}", HeldCheckoutPage(deps, pages))
    app.add_route("/static/{name}", StaticFile())


def _add_sources(app: "falcon.asgi.App[Any, Any]", deps: Deps, pages: Pages) -> None:
    visits, features = PortalVisits(deps, pages), deps.config.features
    app.add_route("/portal/visits", visits)
    app.add_route("/portal/doubtful", DoubtfulVisits(deps))
    add_calendar_choices(app, deps, pages)
    for calendar in CALENDARS:
        if features.is_on(calendar):
            add_calendar_routes(app, deps, pages, calendar)
    if features.is_on("csv"):
        answers = LongAnswers(ErrorTable(deps, pages))
        uploads = PortalUploads(deps, pages, visits, answers)
        app.add_route("/connectors/csv/upload", CsvUpload(deps, answers))
        app.add_route("/portal/uploads", uploads)
        app.add_route("/portal/uploads/{preview_id:uuid}", uploads, suffix="confirm")
        app.add_route("/portal/uploads/{preview_id:uuid}/rejects.csv", uploads, suffix="rejects")
    if features.is_on("frontdesk"):
        page = FrontdeskPage(pages)
        app.add_route("/connectors/frontdesk", FrontdeskVisits(deps))
        app.add_route("/portal/frontdesk-token", visits, suffix="token")
        app.add_route("/frontdesk", page)
        app.add_route("/frontdesk/manifest.webmanifest", page, suffix="manifest")
        app.add_route("/frontdesk/sw.js", page, suffix="worker")
