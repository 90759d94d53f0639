"""A sandbox of the test's own, and an app that it delivers to and that checks every signature."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest
import requests
import stripe
from twilio.request_validator import RequestValidator

from core.config import Config, load_config
from sandbox.server import SandboxHandle, start_background


@dataclass
class App:
    """What our app was told, in order; `statuses` are its next answers, then 200 for ever."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    twiml: str = "<Response/>"
    texts: list[dict[str, str]] = field(default_factory=list)
    events: list[stripe.Event] = field(default_factory=list)
    raw: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def of(self, path: str) -> list[dict[str, str]]:
        """Give the forms posted to a path."""
        return [
            dict(parse_qsl(b.decode(), keep_blank_values=True)) for p, _, b in self.raw if p == path
        ]


class _Handler(BaseHTTPRequestHandler):
    app: App
    config: Config

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.app.statuses.pop(0) if self.app.statuses else 200
        if not self._is_signed(body):
            status = 403
        self.app.raw.append((self.path, dict(self.headers), body))
        answer = self.app.twiml.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _is_signed(self, body: bytes) -> bool:
        if self.path == "/webhooks/stripe":
            try:
                event = stripe.Webhook.construct_event(
                    body, self.headers["Stripe-Signature"], self.config.stripe_webhook_secrets[0]
                )
            except stripe.SignatureVerificationError:
                return False
            self.app.events.append(event)
            return True
        validator = RequestValidator(self.config.twilio_auth_tokens[0])
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
        return bool(
            validator.validate(self.app.url + self.path, fields, self.headers["X-Twilio-Signature"])
        )

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def app(config: Config) -> Iterator[App]:
    """Listen as our web app would."""
    told = App()
    handler = type("Handler", (_Handler,), {"app": told, "config": config})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[SandboxHandle]:
    """Start one sandbox for all tests."""
    handle = start_background(config=replace(load_config({}), engine_now=None), seed=7)
    yield handle
    handle.stop()


@dataclass
class Client:
    """Talks to the sandbox as an SDK or a test would."""

    handle: SandboxHandle
    config: Config

    def post(self, path: str, **body: object) -> dict:
        """Call the control API; raises for a refusal."""
        response = self.try_post(path, **body)
        response.raise_for_status()
        return response.json()

    def try_post(self, path: str, **body: object) -> requests.Response:
        return requests.post(f"{self.handle.base_url}/_sandbox/{path}", json=body, timeout=30)

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(f"{self.handle.base_url}{path}", headers=headers, timeout=30)

    def counts(self) -> dict:
        return self.get("/_sandbox/counts").json()

    def twilio(self, method: str, path: str, **kwargs: object) -> requests.Response:
        account = self.config.twilio_account_sid
        url = f"{self.handle.base_url}/2010-04-01/Accounts/{account}/{path}"
        auth = (account, self.config.twilio_auth_tokens[0])
        return requests.request(method, url, timeout=30, **({"auth": auth} | kwargs))

    def text(self, to: str, body: str = "Hello", callback: str = "") -> requests.Response:
        service = self.config.twilio_messaging_service_sid
        form = {"To": to, "Body": body, "MessagingServiceSid": service, "StatusCallback": callback}
        return self.twilio("POST", "Messages.json", data=form)

    def messages(self) -> list[dict]:
        return self.get("/_sandbox/messages").json()["messages"]


@pytest.fixture
def sandbox(running_sandbox: SandboxHandle, app: App, config: Config) -> Client:
    """Give the sandbox as new, delivering to `app`."""
    client = Client(running_sandbox, config)
    client.post("reset", seed=7)
    client.post("settings", app_base_url=app.url, now=None, step_seconds=0.01)
    return client
