"""What the steps of the demo share: the practice, its week, and what they hand to each other."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import requests

from demo.stage import Stage, expect

ZONE = ZoneInfo("America/Los_Angeles")
PLACE_ID = "ChIJ" + "LakesideFamilyDental0042"
REVIEW_LINK = f"https://search.google.com/local/writereview?placeid={PLACE_ID}"
OWNER = {
    "name": "Dana Whitfield",
    "email": "dana@lakeside.example.com",
    "phone": "+15108320143",
    "practice_name": "Lakeside Family Dental",
    "line1": "200 Grand Ave",
    "city": "Oakland",
    "state": "CA",
    "postal_code": "94610",
}


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """Give an instant of March 2026 by its wall clock in Oakland."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


CHECKOUT_AT = local(2, 17, 30)
MONDAY_EVENING = local(2, 19, 10)
TUESDAY_MORNING = local(3, 10, 0)
THURSDAY_MORNING = local(5, 10, 30)
SUNDAY_MORNING = local(8, 7, 0)


@dataclass
class Story:
    """What the steps hand to each other."""

    stage: Stage
    practice_id: UUID | None = None
    token: str = ""
    session: requests.Session = field(default_factory=requests.Session)
    csv: dict[str, Any] = field(default_factory=dict)
    clicks: int = 0
    stops: int = 0
    new_reviews: int = 0

    def post(self, path: str, **kwargs: Any) -> requests.Response:
        """Post to the web app as the owner's browser would."""
        return self.session.post(self.stage.web_url + path, timeout=60, **kwargs)

    def texts(self, direction: str = "outbound-api") -> list[dict[str, Any]]:
        """List the sandbox's texts."""
        kept = self.stage.sandbox("GET", "messages")["messages"]
        return [text for text in kept if text["direction"] == direction]

    def emails(self) -> list[dict[str, Any]]:
        """List the sandbox's emails."""
        emails: list[dict[str, Any]] = self.stage.sandbox("GET", "emails")["emails"]
        return emails

    def move_to(self, now: datetime) -> None:
        """Move the clock of the web app and of the sandbox."""
        self.stage.move_clock(now)
        self.stage.sandbox("POST", "settings", {"now": now.isoformat()})

    def settle(self) -> None:
        """Wait until every webhook that is under way has arrived."""
        drained = self.stage.sandbox("POST", "drain", {"timeout_seconds": 30})
        expect(drained["idle"], "every webhook is delivered")
