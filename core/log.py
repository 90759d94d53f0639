"""Structured logs: static event names, data in keywords, never secrets or personal data."""

import logging
import sys
from pathlib import Path

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor


def configure_logging(*, json: bool, path: Path | None = None) -> None:
    """Send structlog's records to standard error or into a file, as JSON lines or for people.

    Tracebacks carry no local variables: those may hold a phone number or a key.
    """
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    output = sys.stderr if path is None else path.open("a", encoding="utf-8")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *(_for_machines() if json else _for_people()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(output),
        cache_logger_on_first_use=True,
    )


def _for_machines() -> list[Processor]:
    without_locals = ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(without_locals),
        structlog.processors.JSONRenderer(),
    ]


def _for_people() -> list[Processor]:
    return [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    ]


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """Give the logger of one module."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(module=name)
    return logger
