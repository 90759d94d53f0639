"""The one place that reads the time; everything below the entry points is told it."""

from datetime import UTC, datetime


def parse_instant(text: str) -> datetime:
    """Parse ISO 8601 into an aware UTC instant; a naive text is taken as UTC.

    Raises ValueError for anything else.
    """
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def current_instant(fixed: datetime | None = None) -> datetime:
    """Give the instant every rule sees: `fixed` (from ENGINE_NOW or --now) or the real time."""
    return fixed if fixed is not None else datetime.now(UTC)
