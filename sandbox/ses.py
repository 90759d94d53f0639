"""Amazon SES and SNS: moto's own servers, mounted beside the rest, and the mails that came in."""

import base64
import email
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import default as modern
from io import BytesIO
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.moto_api._internal import mock_random
from moto.moto_server.werkzeug_app import create_backend_app
from moto.ses.models import RawMessage, ses_backends

from sandbox.state import World

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_SEND = "/v2/email/outbound-emails"


class Mails:
    """SES's stand-in: everything that was sent, with both bodies and all headers."""

    def __init__(self, world: World) -> None:
        """Mount moto and verify the sender."""
        self._world = world
        self._app: Wsgi = create_backend_app("sesv2")
        self._moto_api: Wsgi = create_backend_app("moto_api")
        self._sns: Wsgi = create_backend_app("sns")
        self._sent: list[dict[str, object]] = []
        self._seen: set[str] = set()
        self.reset()

    def reset(self) -> None:
        """Forget all mails, seed the message ids, and verify the sender."""
        self._backend.reset()
        mock_random.seed(f"{self._world.seed}{self._world.life}")
        sender = self._world.config.ses_from_email
        self._backend.verify_email_address(sender)
        self._backend.verify_domain(sender.rpartition("@")[2])
        self._sent.clear()
        self._seen.clear()

    @property
    def _backend(self) -> Any:
        return ses_backends[DEFAULT_ACCOUNT_ID][self._world.config.aws_region]

    def list_all(self) -> list[dict[str, object]]:
        """Give the mails, oldest first, as plain JSON."""
        self._collect({})
        with self._world.lock:
            return list(self._sent)

    def serve(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Let moto answer, then take in what it stored."""
        if environ["PATH_INFO"].startswith("/moto-api"):
            return self._moto_api(environ, start_response)
        if environ["PATH_INFO"] == "/":
            return self._sns(environ, start_response)
        asked = _read_json(environ) if environ["PATH_INFO"] == _SEND else {}
        body = b"".join(self._app(environ, start_response))
        self._collect(asked)
        return [body]

    def _collect(self, asked: Mapping[str, Any]) -> None:
        """Take in what is new in moto; `asked` fills in what moto drops of a Simple mail."""
        with self._world.lock:
            fresh = [one for one in self._backend.sent_messages if one.id not in self._seen]
            for message in fresh:
                with self._world.changing():
                    self._seen.add(message.id)
                    self._sent.append(_shape(message, asked, self._world.now()))


def _read_json(environ: dict[str, Any]) -> dict[str, Any]:
    raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = BytesIO(raw)
    try:
        read = json.loads(raw)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _shape(message: Any, asked: Mapping[str, Any], at: datetime) -> dict[str, object]:
    tags = {tag["Name"]: tag["Value"] for tag in asked.get("EmailTags", ())}
    shared = {"id": message.id, "created_at": at.isoformat(), "tags": tags}
    if isinstance(message, RawMessage):
        raw = message.raw_data
        parsed = email.message_from_bytes(raw.encode(), _class=EmailMessage, policy=modern)
        return shared | {
            "from": str(parsed["From"]),
            "to": str(parsed["To"]),
            "subject": str(parsed["Subject"]),
            "text": _part(parsed, "plain"),
            "html": _part(parsed, "html"),
            "headers": {name: str(value) for name, value in parsed.items()},
            "raw_base64": base64.b64encode(raw.encode()).decode(),
        }
    simple = asked.get("Content", {}).get("Simple", {})
    parts = {name: body.get("Data") for name, body in simple.get("Body", {}).items()}
    return shared | {
        "from": str(message.source),
        "to": ", ".join(message.destinations.get("ToAddresses", [])),
        "subject": str(message.subject),
        "text": parts.get("Text", message.body),
        "html": parts.get("Html"),
        "headers": {one["Name"]: one["Value"] for one in simple.get("Headers", ())},
        "raw_base64": None,
    }


def _part(message: EmailMessage, subtype: str) -> str | None:
    part = message.get_body(preferencelist=(subtype,))
    return None if part is None else str(part.get_content())
