"""GET /frontdesk: the page for the tablet at reception, its manifest and its service worker."""

import json
from importlib.resources import files

from falcon.asgi import Request, Response

from core.rules.wording.catalogue import to_say
from webhooks.portal.views.languages import language_of, translator
from webhooks.portal.views.pages import Pages

_TEXTS = to_say(
    {
        "ready": "Connected",
        "waiting": "{count} to be sent",
        "offline": "No connection, keep going",
        "kept": "kept on this device",
        "remove": "Remove",
        "mend": "Mend",
        "accepted": "{name}: thank you, noted.",
        "duplicate": "{name} was noted already today.",
        "limit": "The limit for today is reached. Visits stay here and are sent tomorrow.",
        "saved_here": "Kept on this device until it is sent.",
        "refused": "This was not accepted.",
        "first_name": "This does not look like a first name.",
        "phone": "This is not a valid phone number.",
        "email": "This is not a valid email address.",
        "mend_it": "{name}: please mend what is marked below.",
        "need_name": "A first name is needed.",
        "need_contact": "A mobile number with area code, or an email, is needed.",
        "no_link": "This is not a front-desk link. Copy it whole from your portal.",
        "forget": "Remove the key and all visits that wait from this device?",
    }
)


class FrontdeskPage:
    """Holds no secret: the bearer token stays in the tablet."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        worker = (files("webhooks.portal") / "static" / "sw.js").read_text(encoding="utf-8")
        self._worker = worker.replace("VERSION", pages.asset_version)

    async def on_get(self, req: Request, resp: Response) -> None:
        """Show the page."""
        say = translator(language_of(req))
        texts = {name: say(text) for name, text in _TEXTS.items()}
        self._pages.show(req, resp, "frontdesk.html", script_texts=texts)

    async def on_get_manifest(self, req: Request, resp: Response) -> None:
        """Describe the page as an app that can be installed."""
        say, version = translator(language_of(req)), self._pages.asset_version
        manifest = {
            "name": say("Front desk"),
            "short_name": say("Front desk"),
            "id": "/frontdesk",
            "start_url": "/frontdesk",
            "scope": "/frontdesk",
            "display": "standalone",
            "background_color": "#f4f6f4",
            "theme_color": "#0b6e5f",
            "icons": [
                {
                    "src": f"/static/icon-{size}.png?v={version}",
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": "any maskable",
                }
                for size in (192, 512)
            ],
        }
        resp.content_type = "application/manifest+json"
        resp.text = json.dumps(manifest, ensure_ascii=False)
        resp.set_header("Cache-Control", "public, max-age=3600")

    async def on_get_worker(self, req: Request, resp: Response) -> None:
        """Serve the service worker, which may look after /frontdesk and nothing else."""
        del req
        resp.content_type = "text/javascript; charset=utf-8"
        resp.text = self._worker
        resp.set_header("Cache-Control", "no-cache")
        resp.set_header("Service-Worker-Allowed", "/frontdesk")
