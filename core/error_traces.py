"""Says where code broke without what it was working on, which may be personal."""

import traceback

import psycopg

_INNERMOST = 6


def describe_error(error: BaseException) -> str:
    """Name an error: its class, and a database's own code and constraint; never its message."""
    if isinstance(error, psycopg.Error) and error.sqlstate:
        constraint = error.diag.constraint_name or ""
        return f"{type(error).__name__} {error.sqlstate} {constraint}".strip()
    return type(error).__name__


def locate_error(error: BaseException) -> str:
    """Name an error and the function and line where it broke, as kept beside a failed job."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{describe_error(error)}{place}"


def trace_error(error: BaseException) -> str:
    """Give the innermost frames as `file:line function`, the place it broke last."""
    frames = traceback.extract_tb(error.__traceback__)[-_INNERMOST:]
    return " > ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno} {f.name}" for f in frames)
