"""Serves the app with gunicorn's own asgi worker."""

import gc
import signal
from typing import Any

from gunicorn.app.base import BaseApplication

from core.config import Config
from core.log import configure_logging
from core.rules.consent.replies import classify_reply
from webhooks.app import create_app
from webhooks.deps import build_deps

_GRACE_SECONDS = 15
_GARBAGE_THRESHOLDS = (50_000, 20, 20)
_ANY_REPLY = "Thanks, see you"
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - a server in a container is reached from outside


def serve(config: Config, port: int, *, workers: int = 2, host: str = _EVERYWHERE) -> None:
    """Serve until a signal ends it: TERM finishes what runs, within fifteen seconds.

    Connections that are open and idle are closed at once.

    `config.database_url` must be set; each worker opens its own connections.
    """
    _Server(config, gunicorn_settings(host, port, workers)).run()


def gunicorn_settings(host: str, port: int, workers: int) -> dict[str, Any]:
    """Give gunicorn's settings: no access log, as addresses carry tokens; tight limits."""
    return {
        "bind": f"{host}:{port}",
        "workers": workers,
        "worker_class": "webhooks.connections.ImpatientWorker",
        "asgi_lifespan": "on",
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "proc_name": "review-engine-web",
        "limit_request_line": 4094,
        "limit_request_fields": 60,
        "limit_request_field_size": 8190,
        "worker_connections": 2000,
        "backlog": 2048,
        "timeout": 60,
        "graceful_timeout": _GRACE_SECONDS,
        "keepalive": 75,
        "max_requests": 0,
        "control_socket_disable": True,
        "post_fork": _hold_term,
        "post_worker_init": _release_term,
    }


def _hold_term(arbiter: object, worker: object) -> None:
    """Hold TERM back from a worker that is starting.

    Until its event loop runs, a worker would lose the signal, and be waited for until the graceful
    timeout.
    """
    del arbiter, worker
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})


def _release_term(worker: Any) -> None:
    worker.loop.call_soon(signal.pthread_sigmask, signal.SIG_UNBLOCK, {signal.SIGTERM})


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    def __init__(self, config: Config, settings: dict[str, Any]) -> None:
        self._config = config
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Build the app in the worker, after the fork."""
        configure_logging(json=self._config.is_production)
        app = create_app(build_deps(self._config))
        classify_reply(_ANY_REPLY)  # compiles what the first patient would wait for
        # What is made to stay is not searched for garbage again, and large files are less often.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_GARBAGE_THRESHOLDS)
        return app
