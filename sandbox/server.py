"""The sandbox as one process on one port: assembled, served, and stopped."""

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Thread
from typing import Any

import falcon
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from core.config import Config, load_config
from sandbox import (
    calendar_control,
    control,
    google_calendar,
    microsoft_graph,
    places,
    slack,
    stripe,
    twilio,
)
from sandbox.calendar_book import CalendarBook
from sandbox.control import Stage
from sandbox.courier import Courier
from sandbox.faults import Faults, Wsgi, failing
from sandbox.inbox import page
from sandbox.places import Places
from sandbox.ses import Mails
from sandbox.slack import Channel
from sandbox.state import Answer, App, World
from sandbox.stripe_ledger import Ledger
from sandbox.twilio_texts import Texts

SEED = 20260304
STEP_SECONDS = 0.25
"""Between two callbacks of one text: slow enough to watch, fast enough not to wait for."""

_MOTO = ("/v2/email", "/moto-api")


@dataclass(frozen=True)
class SandboxHandle:
    """A sandbox that runs in the background of this process."""

    base_url: str
    stage: Stage
    _server: BaseWSGIServer
    _thread: Thread

    def stop(self) -> None:
        """Stop serving and delivering."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.stage.courier.close()


class _QuietHandler(WSGIRequestHandler):
    """Serves without a line a request: those lines would hold phone numbers."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # werkzeug's name
        """Say nothing."""


def run(host: str = "127.0.0.1", port: int = 9000, seed: int | None = None) -> None:
    """Serve until interrupted; without a `seed` no id is one of an earlier start."""
    life = secrets.token_hex(4) if seed is None else ""
    stage = build_stage(load_config(), seed=seed or SEED, step_seconds=STEP_SECONDS, life=life)
    server = _bind(host, port, stage)
    try:
        server.serve_forever()
    finally:
        stage.courier.close()


def start_background(
    port: int = 0,
    *,
    config: Config | None = None,
    seed: int = SEED,
    step_seconds: float = 0.01,
) -> SandboxHandle:
    """Serve on 127.0.0.1 from a thread; port 0 takes a free one."""
    stage = build_stage(config or load_config(), seed=seed, step_seconds=step_seconds)
    server = _bind("127.0.0.1", port, stage)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    return SandboxHandle(f"http://127.0.0.1:{server.port}", stage, server, thread)


def build_stage(config: Config, *, seed: int, step_seconds: float, life: str = "") -> Stage:
    """Set up every stand-in around one world."""
    world = World(config, seed=seed, step_seconds=step_seconds, life=life)
    courier = Courier()
    return Stage(
        world=world,
        courier=courier,
        texts=Texts(world, courier),
        mails=Mails(world),
        places=Places(world),
        ledger=Ledger(world, courier),
        channel=Channel(world),
        google=CalendarBook("gcal", world),
        outlook=CalendarBook("outlook", world),
        faults=Faults(),
    )


def build_app(stage: Stage) -> Wsgi:
    """Put all routes together: moto's under its paths, the rest in one Falcon app."""
    app: App = falcon.App()
    app.add_error_handler(Answer, _answer)
    twilio.add_routes(app, stage.world, stage.texts)
    stripe.add_routes(app, stage.world, stage.ledger)
    places.add_routes(app, stage.world, stage.places)
    slack.add_routes(app, stage.channel)
    google_calendar.add_routes(app, stage.world, stage.google)
    microsoft_graph.add_routes(app, stage.world, stage.outlook)
    calendar_control.add_routes(app, stage.google, stage.outlook)
    control.add_routes(app, stage)
    page.add_routes(app, stage)

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(_MOTO) or _asks_sns(environ):
            return stage.mails.serve(environ, start_response)
        return app(environ, start_response)

    return failing(serve, stage.faults)


def _asks_sns(environ: dict[str, Any]) -> bool:
    """Tell SNS, which is asked by POST at the root, from the page that is shown there."""
    return (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("POST", "/")


def _bind(host: str, port: int, stage: Stage) -> BaseWSGIServer:
    return make_server(host, port, build_app(stage), threaded=True, request_handler=_QuietHandler)


def _answer(
    _req: falcon.Request, resp: falcon.Response, answer: Answer, _params: dict[str, Any]
) -> None:
    resp.status = answer.status
    resp.content_type = falcon.MEDIA_JSON
    resp.text = json.dumps(answer.body)
    for name, value in answer.headers.items():
        resp.set_header(name, value)
