"""The page at `/`: every text as on a phone, every email as in a mail program."""

from collections.abc import Mapping
from pathlib import Path

import falcon

from sandbox.control import Stage, show_text
from sandbox.state import App

_FOLDER = Path(__file__).parent
_FILES: Mapping[str, tuple[str, str]] = {
    "/": ("inbox.html", "text/html; charset=utf-8"),
    "/inbox.css": ("inbox.css", "text/css; charset=utf-8"),
    "/inbox.js": ("inbox.js", "text/javascript; charset=utf-8"),
    "/favicon.svg": ("favicon.svg", "image/svg+xml"),
}
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)


class File:
    """One of the page's files, read once."""

    def __init__(self, name: str, content_type: str) -> None:
        self._content = (_FOLDER / name).read_bytes()
        self._content_type = content_type

    def on_get(self, _req: falcon.Request, resp: falcon.Response) -> None:
        """Give the file; an email's own images and scripts are not fetched by its policy."""
        resp.data = self._content
        resp.content_type = self._content_type
        resp.set_header("Content-Security-Policy", _POLICY)
        resp.set_header("Cache-Control", "no-cache")
        resp.set_header("Referrer-Policy", "no-referrer")


class Inbox:
    """`/_sandbox/inbox`: what the page draws; 304 while nothing has changed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Give all texts and emails, oldest first, and who has opted out."""
        stage = self._stage
        with stage.world.lock:
            emails = stage.mails.list_all()
            tag = f'"{stage.world.seed}-{stage.world.version}-{stage.courier.pending()}"'
            resp.set_header("ETag", tag)
            resp.set_header("Cache-Control", "no-cache")
            if req.get_header("If-None-Match") == tag:
                resp.status = falcon.HTTP_304
                return
            resp.media = {
                "texts": [show_text(text) for text in stage.texts.kept],
                "emails": emails,
                "opted_out": sorted(stage.texts.opted_out),
                "pending": stage.courier.pending(),
            }


def add_routes(app: App, stage: Stage) -> None:
    """Put the page into the app."""
    for path, (name, content_type) in _FILES.items():
        app.add_route(path, File(name, content_type))
    app.add_route("/_sandbox/inbox", Inbox(stage))
