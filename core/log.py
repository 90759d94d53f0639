"""Structured logs: static event names, data in keywords, never secrets or personal data."""

import logging
import sys

import structlog


def configure_logging(*, json: bool) -> None:
    """Send structlog's records to standard error, as JSON lines or for a terminal."""
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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """Give the logger of one module."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(logger=name)
    return logger
