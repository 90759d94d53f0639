"""A value for every placeholder, and the seeded wordings, for the tests of what is said."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.rules.wording.rendering import Template
from core.store.database import Connection

VALUES: dict[str, Any] = {
    "first_name": "María",
    "practice_name": "Sonrisa Dental Center",
    "practice_phone": "(512) 555-0123",
    "link": "https://go.example.com/r/aB3dE6gH9k",
    "portal_link": "https://app.example.com/onboard/token",
    "unsubscribe_link": "https://app.example.com/u/token",
    "postal_address": "1 Main St, Austin, TX 78701",
    "reason": "checkout",
    "alert": "stop_spike",
    "summary": "Seven patients opted out within an hour.",
    "since": datetime(2026, 3, 4, 20, 0, tzinfo=UTC),
    "kind": "reply",
    "heading_text": "News",
    "message": "Thanks & see you",
    "calendar": "Google Calendar",
    "week_start": date(2026, 3, 1),
    "week_end": date(2026, 3, 7),
    "sent": 1042,
    "delivered": 40,
    "clicked": 15,
    "ctr": Decimal("0.375"),
    "opt_outs": 1,
    "reviews_added": 6,
    "average_rating": Decimal("4.82"),
    "total_reviews": 213,
    "spend_usd": Decimal("0.68140"),
    "guarantee": {"added": 6, "target": 10, "due_on": date(2026, 3, 31), "status": "running"},
    "quotes": [
        {
            "author": "Ana P.",
            "rating": 5,
            "text": "So kind & quick",
            "url": "https://maps.google.com/r",
        },
        {"author": None, "rating": None, "text": None, "url": "javascript:alert(1)"},
    ],
    "not_sent": [{"reason": "opted_out", "count": 2}],
    "delayed": [{"reason": "daily_cap", "count": 3}],
}


@pytest.fixture
def message_values() -> dict[str, Any]:
    return dict(VALUES)


@pytest.fixture
def templates(connection: Connection) -> list[Template]:
    rows = connection.execute(
        "select id, name, locale, channel, subject, body, body_html, provider_template_id, status from templates"
    ).fetchall()
    return [Template(**row) for row in rows]
