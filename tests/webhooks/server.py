"""The app under gunicorn, in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import requests

from core.config import Config
from tests.ports import kept_port
from tests.webhooks.signed import sign_stripe, sign_twilio


@dataclass
class Server:
    """The app under gunicorn, over HTTP."""

    url: str
    config: Config
    process: "subprocess.Popen[bytes]"

    def post_stripe(self, event: dict[str, Any]) -> requests.Response:
        body = json.dumps(event).encode()
        headers = {"Stripe-Signature": sign_stripe(body, self.config.stripe_webhook_secrets[0])}
        return requests.post(f"{self.url}/webhooks/stripe", data=body, headers=headers, timeout=20)

    def post_status(self, sid: str, status: str, **params: str) -> requests.Response:
        fields = {"MessageSid": sid, "MessageStatus": status, **params}
        return self.post_twilio("/webhooks/twilio/status", fields)

    def post_twilio(self, path: str, fields: dict[str, str]) -> requests.Response:
        signed = sign_twilio(
            self.config.app_base_url + path, fields, self.config.twilio_auth_tokens[0]
        )
        headers = {"X-Twilio-Signature": signed}
        return requests.post(f"{self.url}{path}", data=fields, headers=headers, timeout=20)

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", headers=headers, allow_redirects=False, timeout=20)


@contextmanager
def running_server(
    config: Config, *, database_url: str, now: datetime, workers: int
) -> Iterator[Server]:
    """Run gunicorn on a free port."""
    with kept_port() as port:
        yield from _run(config, database_url, now, workers, port)


def _run(
    config: Config, database_url: str, now: datetime, workers: int, port: int
) -> Iterator[Server]:
    url = f"http://127.0.0.1:{port}"
    program = (
        "from core.config import load_config; from webhooks.server import serve;"
        f"serve(load_config(), {port}, workers={workers}, host='127.0.0.1')"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "DATABASE_URL": database_url,
        "ENGINE_NOW": now.isoformat(),
        "APP_BASE_URL": url,
    }
    process = subprocess.Popen([sys.executable, "-c", program], env=environment)
    try:
        _wait_until_up(url, process)
        yield Server(url, replace(config, app_base_url=url), process)
    finally:
        process.send_signal(signal.SIGINT)  # gunicorn's quick end: it waits for no idle client
        process.wait(timeout=20)


def _wait_until_up(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(requests.RequestException):
            requests.get(f"{url}/healthz", timeout=2)
            return
        time.sleep(0.05)
    message = "the server did not come up"
    raise AssertionError(message)
