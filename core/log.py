"""Structured logs: static event names, data in keywords, never secrets or personal data."""

import logging
import sys
from pathlib import Path

import structlog


def configure_logging(*, json: bool, path: Path | None = None) -> None:
    """Send structlog's records to standard error or into a file, as JSON lines or for people."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    output = sys.stderr if path is None else path.open("a", encoding="utf-8")
    renderer = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(output),
        cache_logger_on_first_use=True,
    )


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """Give the logger of one module."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(module=name)
    return logger
