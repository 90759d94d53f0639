"""gunicorn's asgi worker, with a deadline for every step of a connection and a cap on their number.

Source of the hooks: gunicorn/asgi/protocol.py, whose worker waits for a request's head, for a
client that reads no answer, and on TERM for idle connections, as long as they please.
"""

import asyncio
import resource
import time
from collections.abc import Sequence
from typing import Any

import uvloop
from gunicorn.asgi.protocol import ASGIProtocol
from gunicorn.workers.gasgi import ASGIWorker

from core.log import get_logger

_log = get_logger(__name__)

_HEAD_SECONDS = 10.0
_BODY_SECONDS = 20.0
_SLOWEST_BYTES_PER_SECOND = 100_000
_CHUNKED_BODY_SECONDS = 120.0
_ANSWER_READ_SECONDS = 30.0
_CLOSE_SECONDS = 2.0
_BODY_SECONDS_AFTER_TERM = 2.0
_FILES_FOR_OTHERS = 128
"""Descriptors that are no connections: the database's, the log's, and those of files."""


_REASONS = {
    400: "malformed_head",
    408: "too_slow",
    413: "too_large",
    414: "head_too_large",
    426: "malformed_head",
    431: "head_too_large",
    501: "malformed_head",
    503: "busy",
}
"""What an answer of the server's own is counted as; 500 is no refusal."""


class ImpatientProtocol(ASGIProtocol):  # type: ignore[misc] # gunicorn has no types
    """One connection; `due_at` is when it is dropped, None while it is ours to move on."""

    def __init__(self, worker: "ImpatientWorker") -> None:
        super().__init__(worker)
        self.due_at: float | None = None
        self._has_begun = False
        self._is_leaving = False

    @property
    def is_waiting(self) -> bool:
        """Tell whether no request is being read or answered, but perhaps a part of a head."""
        return self._current_request is None

    @property
    def is_sending(self) -> bool:
        """Tell whether the body of a request is still on its way."""
        receiver = self._body_receiver
        return receiver is not None and not receiver._complete  # noqa: SLF001 - it tells in no other way

    def connection_made(self, transport: Any) -> None:
        """Take a connection, if need be in the place of the one that has waited longest."""
        if not self.worker.make_room():
            self._conn_lost_handled = True  # it was never counted
            self.transport = transport
            self._send_error_response(503, "busy", [("Retry-After", "5")])
            transport.close()
            return
        self.worker.connections[self] = None
        self._expect(_HEAD_SECONDS)
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Give the head of a request that begins its time."""
        if self.is_waiting and not self._has_begun:
            self._has_begun = True
            self._expect(_HEAD_SECONDS)
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self.worker.connections.pop(self, None)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Give a client that does not read its time."""
        super().pause_writing()
        self._expect(_ANSWER_READ_SECONDS)

    def resume_writing(self) -> None:
        """Go on with a client that reads."""
        super().resume_writing()
        self.due_at = None

    def drop(self) -> None:
        """Close; a request that has begun is told why, one that was never sent is not."""
        if self._is_leaving or self._write_is_stuck():
            self.transport.abort()
            return
        receiver = self._body_receiver
        app_waits = self.is_sending and receiver._waiter is not None  # noqa: SLF001 - no other way
        if self._has_begun and (self.is_waiting or app_waits):
            self._send_error_response(408, "The request took too long.")
        self.leave()

    def leave(self) -> None:
        """Close, and for good a little later if the client does not."""
        self._is_leaving = True
        self._expect(_CLOSE_SECONDS)
        self._close_transport()
        if self._request_ready is not None:
            self._request_ready.set()

    def _send_error_response(
        self, status: int, message: str, extra_headers: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Count a request that never reaches the app, and answer it."""
        reason = _REASONS.get(status)
        refusals = getattr(self.worker.asgi, "refusals", None)
        if reason is not None and refusals is not None:
            refusals.count(None, reason)
        super()._send_error_response(status, message, extra_headers)

    def _write_is_stuck(self) -> bool:
        return self._flow_control is not None and self._flow_control.write_paused

    def _expect(self, seconds: float) -> None:
        self.due_at = time.monotonic() + seconds

    def _on_headers_complete(self) -> Any:
        skip = super()._on_headers_complete()
        length = self._current_request.content_length or 0
        is_chunked = self._current_request.chunked
        self._expect(
            _CHUNKED_BODY_SECONDS
            if is_chunked
            else _BODY_SECONDS + length / _SLOWEST_BYTES_PER_SECOND
        )
        return skip

    def _on_message_complete(self) -> None:
        super()._on_message_complete()
        self._has_begun, self.due_at = False, None


class _Loop(uvloop.Loop):
    """Has the worker's sockets served with our protocol, and with as long a queue as they had."""

    worker: "ImpatientWorker"

    async def create_server(self, *_: Any, **options: Any) -> Any:
        backlog = self.worker.cfg.backlog
        return await super().create_server(
            lambda: ImpatientProtocol(self.worker), backlog=backlog, **options
        )


class ImpatientWorker(ASGIWorker):  # type: ignore[misc] # gunicorn has no types
    """Serves with `ImpatientProtocol`, which it looks after every second."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connections: dict[ImpatientProtocol, None] = {}
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        room = files - _FILES_FOR_OTHERS if files != resource.RLIM_INFINITY else self.cfg.backlog
        self._most = max(16, min(self.worker_connections, room))

    def make_room(self) -> bool:
        """Tell whether one more connection may come; drops one that waits where that is needed."""
        if len(self.connections) < self._most:
            return True
        for connection in self.connections:  # the oldest first
            if connection.is_waiting:
                del self.connections[connection]
                connection.transport.abort()
                return True
        return False

    def notify(self) -> None:
        """Tell gunicorn that the worker lives, and drop what is overdue."""
        super().notify()
        now = time.monotonic()
        overdue = [c for c in self.connections if c.due_at is not None and c.due_at <= now]
        for connection in overdue:
            connection.drop()
        if overdue:
            _log.info("connections_dropped", count=len(overdue))

    def _setup_event_loop(self) -> None:
        self.loop = _Loop()
        self.loop.worker = self
        asyncio.set_event_loop(self.loop)

    async def _shutdown(self) -> None:
        """Close what is idle at once, and a little later what still sends."""
        for connection in list(self.connections):
            if connection.is_waiting:
                connection.leave()
        self.loop.call_later(_BODY_SECONDS_AFTER_TERM, self._drop_senders)
        await super()._shutdown()

    def _drop_senders(self) -> None:
        for connection in list(self.connections):
            if connection.is_waiting or connection.is_sending:
                connection.transport.abort()
