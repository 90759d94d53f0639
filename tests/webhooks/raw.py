"""Requests as bytes: what no well-behaved client would send."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.webhooks.client import Client


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[bytes, bytes]
    body: bytes


def ask(
    client: Client,
    method: str,
    path: str,
    *,
    raw_path: bytes | None = None,
    query: bytes = b"",
    headers: Sequence[tuple[bytes, bytes]] = (),
    chunks: Sequence[bytes] = (b"",),
    **scope: Any,
) -> Answer:
    """Call the app as a server does; `path` is decoded, everything else is bytes."""
    asked = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogatepass") if raw_path is None else raw_path,
        "query_string": query,
        "root_path": "",
        "headers": list(headers),
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000),
    } | scope
    return client.run(_talk(client.app, asked, chunks))


async def _talk(app: Any, scope: dict[str, Any], chunks: Sequence[bytes]) -> Answer:
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, 1)
    ]
    if scope["type"] == "websocket":
        waiting = [{"type": "websocket.connect"}]
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        gone = "websocket.disconnect" if scope["type"] == "websocket" else "http.disconnect"
        return waiting.pop(0) if waiting else {"type": gone, "code": 1006}

    async def send(event: dict[str, Any]) -> None:
        said.append(event)

    await app(scope, receive, send)
    if said and said[0]["type"] == "websocket.close":
        return Answer(403, {}, b"")  # what a server makes of it, by the ASGI specification
    [start] = [event for event in said if event["type"].endswith("response.start")]
    body = b"".join(e.get("body", b"") for e in said if e["type"].endswith("response.body"))
    return Answer(start["status"], dict(start["headers"]), body)
