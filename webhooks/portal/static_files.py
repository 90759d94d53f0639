"""GET /static/{name}: the portal's style sheet, scripts and icons."""

import gzip
from importlib.resources import files

from falcon.asgi import Request, Response

from webhooks.problems import not_found

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
}
_ELSEWHERE = {"sw.js"}
"""Served from the page it is for."""


class StaticFile:
    """Files read once; they are public and the same for everyone, so they may be compressed."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, bytes, bytes]] = {}
        for file in (files("webhooks.portal") / "static").iterdir():
            kind = _TYPES.get(f".{file.name.rpartition('.')[2]}")
            if kind and file.name not in _ELSEWHERE:
                data = file.read_bytes()
                self._files[file.name] = (kind, data, gzip.compress(data, mtime=0))

    async def on_get(self, req: Request, resp: Response, name: str) -> None:
        """Serve one file, for a year: its address changes with its content."""
        if name not in self._files:
            raise not_found()
        resp.content_type, resp.data, packed = self._files[name]
        resp.set_header("Cache-Control", "public, max-age=31536000, immutable")
        resp.set_header("Vary", "Accept-Encoding")
        if "gzip" in (req.get_header("Accept-Encoding") or "") and len(packed) < len(resp.data):
            resp.data = packed
            resp.set_header("Content-Encoding", "gzip")
