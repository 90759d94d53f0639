"""GET /openapi.json: the description of every route, which stands in openapi.yaml."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from falcon.asgi import Request, Response

from core.rules.visits.sources import CALENDARS, SOURCES
from webhooks.deps import Deps


@cache
def read_description() -> dict[str, Any]:
    """Give the OpenAPI 3.1 document: what is said of a `{calendar}` is said of each there is."""
    text = (files("webhooks") / "openapi.yaml").read_text(encoding="utf-8")
    flags = (calendar.flag for calendar in CALENDARS.values())
    for mark, names in (("source", SOURCES), ("calendar_flag", flags)):
        text = text.replace(f'"{{{mark}}}"', ", ".join(names))
    document: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    paths = dict(_each_calendar(document["paths"]))
    return document | {"paths": {path: _with_head(item) for path, item in paths.items()}}


def _with_head(item: dict[str, Any]) -> dict[str, Any]:
    """Say that what answers GET answers HEAD the same, without a body."""
    if "get" not in item or "head" in item:
        return item
    get = item["get"]
    return item | {"head": get | {"summary": f"{get['summary']}: the headers alone"}}


def _each_calendar(paths: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for path, item in paths.items():
        if "{calendar}" not in path:
            yield path, item
            continue
        for name, calendar in CALENDARS.items():
            written = json.dumps(item)
            for mark, value in (("{flag}", calendar.flag), ("{title}", calendar.title)):
                written = written.replace(mark, value)
            yield path.replace("{calendar}", name), json.loads(written)


class OpenApi:
    """Serves the description, read at the first request: few workers are ever asked for it."""

    def __init__(self, deps: Deps) -> None:
        self._servers = [{"url": deps.config.app_base_url}]
        self._data: bytes | None = None

    async def on_get(self, req: Request, resp: Response) -> None:
        """Give the document as JSON, with the address that this app is reached at."""
        del req
        if self._data is None:
            document = await asyncio.to_thread(read_description)
            self._data = json.dumps(document | {"servers": self._servers}).encode()
        resp.content_type = "application/json"
        resp.data = self._data
